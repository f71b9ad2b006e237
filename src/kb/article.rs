//! What an article says about itself. Its body is read on demand ([`super::View::document`],
//! [`super::View::render`]), so that a large knowledge base does not fill the memory.

use std::{borrow::Cow, path::PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::blob::Body;
use crate::base::{ArticleKey, Audience, CategoryKey, Locale};

/// One article in one locale.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Article {
    /// Path below the locale without extension; the same in every translation.
    pub key: ArticleKey,
    /// The folder it stands in.
    pub locale: Locale,
    /// The category that holds it.
    pub category: CategoryKey,
    /// The file, relative to the knowledge base, for people and messages.
    pub path: PathBuf,
    /// `title:`, else the first heading, else the file's name. Plain text.
    pub title: String,
    /// Short title for lists (`linkTitle`, `sidebar_label`), where the file has one.
    pub short_title: Option<String>,
    /// `description:`, plain text.
    pub description: Option<String>,
    /// Read with [`Article::lead`].
    #[serde(skip)]
    pub lead: Body,
    /// Tags as written.
    pub tags: Vec<String>,
    /// Searched, never shown.
    pub keywords: Vec<String>,
    /// What people ask when they need this article.
    pub questions: Vec<String>,
    /// What the bot says for the questions.
    pub answer: AnswerFrom,
    /// Draft, published or archived as of the load, after `publish_at` and `expire_at`.
    pub status: Status,
    /// Becomes visible at this moment.
    pub publish_at: Option<Timestamp>,
    /// Ceases to be visible at this moment.
    pub expire_at: Option<Timestamp>,
    /// The least audience that may read it; the nearest `_category.md` gives the default.
    pub visibility: Audience,
    /// False for `unlisted`/`hidden`: it has a page, but stands in no list, feed, sitemap or search.
    pub listed: bool,
    /// Last part of the public URL; default: the key's last part.
    pub slug: Option<String>,
    /// Old public paths, without leading slash, answered with 301.
    pub aliases: Vec<String>,
    /// Where its readers are sent with 301 instead (`redirect_to:`): an article's key, a path or an http(s) address.
    pub redirect_to: Option<String>,
    /// Who keeps it up.
    pub owner: Option<String>,
    /// Day by which it should be read again.
    pub review_by: Option<jiff::civil::Date>,
    /// `updated:`, else the file's last change.
    pub updated: Timestamp,
    /// Content hash of the source that this translation was made from.
    pub translation_of: Option<String>,
    /// Keys of articles that go with it.
    pub related: Vec<ArticleKey>,
    /// Place in the category; articles without one follow, by title.
    pub order: Option<f64>,
    /// SHA-256 (hex) of the file after its includes were taken in.
    pub hash: String,
}

/// Where the bot takes its answer from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AnswerFrom {
    /// The lead paragraph.
    Lead,
    /// Text (Markdown) given in the front matter.
    Text(String),
    /// The section with this anchor, without `#`.
    Section(String),
}

/// Whether an article is out. Only `Published` ones are seen by readers or the public index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Being written, or waiting for `publish_at`.
    Draft,
    /// Out.
    Published,
    /// Withdrawn, or past `expire_at`.
    Archived,
}

impl Article {
    /// The lead paragraph as plain text, without anything meant for agents; may be empty.
    #[must_use]
    pub fn lead(&self) -> String {
        self.lead.text()
    }

    /// What stands under its title in lists: the description, else the lead.
    #[must_use]
    pub fn summary(&self) -> Cow<'_, str> {
        self.description.as_deref().map_or_else(|| self.lead().into(), Cow::Borrowed)
    }

    /// The part of the public URL after `/{locale}/articles/`: the key, its last part replaced by
    /// the slug. Not percent-encoded.
    #[must_use]
    pub fn url_key(&self) -> String {
        match (&self.slug, self.key.as_str().rsplit_once('/')) {
            (None, _) => self.key.to_string(),
            (Some(slug), None) => slug.clone(),
            (Some(slug), Some((folder, _))) => format!("{folder}/{slug}"),
        }
    }

    /// The public path of its page, percent-encoded.
    #[must_use]
    pub fn url(&self) -> String {
        format!("/{}/articles/{}", self.locale, super::encode_path(&self.url_key()))
    }

    /// The title for narrow lists.
    #[must_use]
    pub fn list_title(&self) -> &str {
        self.short_title.as_deref().unwrap_or(&self.title)
    }
}
