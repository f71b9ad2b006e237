//! What answers are cut from, kept once it was made: an article's page is rendered, and its text read, for the first
//! answer of a revision, not for each.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

use super::{speech, turn::Message};
use crate::{
    base::{ArticleKey, Locale},
    kb::{Article, View},
};

/// So many of each are kept; then it begins anew.
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
    headings: Kept<(Locale, ArticleKey), Arc<[Heading]>>,
    passages: Kept<(Locale, ArticleKey, Option<String>), Option<Message>>,
}

impl Shelf {
    /// An article's sections, in order.
    pub fn headings(&self, view: View<'_>, article: &Article) -> Arc<[Heading]> {
        self.headings.get((article.locale.clone(), article.key.clone()), || {
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
        self.passages.get(place, || {
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

/// Things made once.
struct Kept<K, V>(Mutex<HashMap<K, V>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Hash + Eq, V: Clone> Kept<K, V> {
    /// What is kept under a key; made, where nothing is. Two that ask at once may both make it.
    fn get(&self, key: K, make: impl FnOnce() -> V) -> V {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        known.unwrap_or_else(|| {
            let made = make();
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.len() >= MOST {
                kept.clear();
            }
            kept.insert(key, made.clone());
            made
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_is_kept_and_there_is_never_too_much_of_it() {
        let (kept, mut made) = (Kept::default(), 0);
        for key in [1, 2, 1, 2, 1] {
            let doubled = kept.get(key, || {
                made += 1;
                key * 2
            });
            assert_eq!(doubled, key * 2);
        }
        assert_eq!(made, 2);
        (0..3 * MOST).for_each(|key| assert_eq!(kept.get(key, || key * 2), key * 2));
        assert!(kept.0.lock().unwrap().len() <= MOST);
    }
}
