//! Placeholder until the searcher lands; whoever lands it deletes this file.

use super::{Answer, Hit, Query, Suggestion};
use crate::base::{ArticleKey, Locale};

/// Searches one index.
#[derive(Debug, Default)]
pub struct Searcher;

#[expect(clippy::unused_self, clippy::todo, reason = "placeholder")]
impl Searcher {
    /// Answers a query.
    #[must_use]
    pub fn search(&self, _query: &Query) -> Answer {
        todo!()
    }

    /// Completes what is being typed.
    #[must_use]
    pub fn suggest(&self, _prefix: &str, _locale: &Locale, _limit: usize) -> Vec<Suggestion> {
        todo!()
    }

    /// Articles like one.
    #[must_use]
    pub fn related(&self, _key: &ArticleKey, _locale: &Locale, _limit: usize) -> Vec<Hit> {
        todo!()
    }

    /// Articles for a whole text (a ticket).
    #[must_use]
    pub fn similar(&self, _text: &str, _locale: &Locale, _limit: usize) -> Vec<Hit> {
        todo!()
    }
}
