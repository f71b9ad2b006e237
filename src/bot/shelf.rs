//! What answers are cut from, kept once it was made: an article's page is rendered, and its text read, for the first
//! answer of a revision, not for each.

use std::sync::Arc;

use super::{speech, turn::Message};
use crate::{
    base::{ArticleKey, Kept, Locale},
    kb::{Article, View},
};

/// So many of each are kept.
const MOST: usize = 400;

/// What one part of an article is called.
#[derive(Debug, Clone)]
pub struct Heading {
    /// Its anchor; the beginning has none.
    pub anchor: Option<String>,
    /// Its title.
    pub title: String,
    /// Nothing stands under it.
    pub empty: bool,
}

/// See the module.
#[derive(Default)]
pub struct Shelf {
    headings: Kept<(Locale, ArticleKey), Arc<[Heading]>, MOST>,
    passages: Kept<(Locale, ArticleKey, Option<String>), Option<Message>, MOST>,
}

impl Shelf {
    /// An article's sections, in order.
    pub fn headings(&self, view: View<'_>, article: &Article) -> Arc<[Heading]> {
        self.headings.get(&(article.locale.clone(), article.key.clone()), || {
            let sections = view.document(article).sections.into_iter();
            let heading = |section: crate::kb::Section| Heading {
                empty: section.text.trim().is_empty(),
                anchor: section.anchor,
                title: section.title,
            };
            sections.map(heading).collect()
        })
    }

    /// What an article says at an anchor, or how it begins; nothing where there is no such place.
    pub fn passage(&self, view: View<'_>, article: &Article, anchor: Option<&str>) -> Option<Message> {
        let place = (article.locale.clone(), article.key.clone(), anchor.map(str::to_owned));
        self.passages.get(&place, || {
            let text = match anchor {
                None => article.lead(),
                Some(anchor) => {
                    let mut sections = view.document(article).sections.into_iter();
                    sections.find(|section| section.anchor.as_deref() == Some(anchor))?.text
                }
            };
            let marked = speech::of_page(&view.render(article).html, anchor, &article.lead());
            Some(marked.unwrap_or_else(|| {
                if text.trim().is_empty() {
                    speech::bubble(article.description.as_deref().unwrap_or(&article.title))
                } else {
                    speech::bubble(&speech::excerpt(&text))
                }
            }))
        })
    }
}
