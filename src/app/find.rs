//! Searching: of one audience, written down (masked) so that gaps can be found.

use super::App;
use crate::{
    base::{ArticleKey, Audience, Locale},
    search::{Answer, Hit, Query, Suggestion},
};

impl App {
    /// Searches articles (for agents also replies and cards).
    #[must_use]
    pub fn search(&self, audience: Audience, query: &Query) -> Answer {
        self.snapshot.load().searcher(audience).search(query)
    }

    /// Completes what a reader is typing, from public content.
    #[must_use]
    pub fn suggest(&self, prefix: &str, locale: &Locale, limit: usize) -> Vec<Suggestion> {
        self.snapshot.load().public.suggest(prefix, locale, limit)
    }

    /// Public articles like one.
    #[must_use]
    pub fn related(&self, key: &ArticleKey, locale: &Locale, limit: usize) -> Vec<Hit> {
        self.snapshot.load().public.related(key, locale, limit)
    }
}
