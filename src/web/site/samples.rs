//! Made-up content for the tests of this room.

use crate::{
    base::{ArticleKey, Audience, CategoryKey},
    kb::{AnswerFrom, Article, Category, Status},
};

/// A published article with this key, in English.
pub fn article(key: &str) -> Article {
    let key = ArticleKey::from(key);
    Article {
        category: key.category(),
        path: format!("en/{key}.md").into(),
        title: key.as_str().replace('/', " "),
        key,
        locale: "en".parse().unwrap(),
        short_title: None,
        description: None,
        lead: "A lead.".into(),
        tags: Vec::new(),
        keywords: Vec::new(),
        questions: Vec::new(),
        answer: AnswerFrom::Lead,
        status: Status::Published,
        publish_at: None,
        expire_at: None,
        visibility: Audience::Public,
        listed: true,
        slug: None,
        aliases: Vec::new(),
        redirect_to: None,
        owner: None,
        review_by: None,
        updated: "2026-11-22T08:00:00Z".parse().unwrap(),
        translation_of: None,
        related: Vec::new(),
        order: None,
        hash: "0".repeat(64),
    }
}

/// A listed category with this key, in English.
pub fn category(key: &str, title: &str) -> Category {
    Category {
        key: CategoryKey::from(key),
        locale: "en".parse().unwrap(),
        title: title.into(),
        description: None,
        introduction: String::new(),
        order: None,
        visibility: Audience::Public,
        listed: true,
    }
}
