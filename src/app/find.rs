//! Searching: of one audience, written down (masked) so that gaps can be found.

use super::App;
use crate::{
    base::{ArticleKey, Audience, Locale},
    search::{Answer, Hit, Query, Suggestion, Told},
};

impl App {
    /// Searches articles (for agents also replies and cards).
    #[must_use]
    pub fn search(&self, audience: Audience, query: &Query) -> Answer {
        self.snapshot.load().searcher(audience).search(query)
    }

    /// The same as JSON for programs; see [`Told`].
    #[must_use]
    pub fn tell(&self, audience: Audience, query: &Query) -> Told {
        self.snapshot.load().searcher(audience).tell(query)
    }

    /// The same if it was answered before.
    #[must_use]
    pub fn recall(&self, audience: Audience, query: &Query) -> Option<Told> {
        self.snapshot.load().searcher(audience).recall(query)
    }

    /// Completes what a reader is typing, from public content; that of the site's own language where there is
    /// none in the reader's.
    #[must_use]
    pub fn suggest(&self, prefix: &str, locale: &Locale, limit: usize) -> Vec<Suggestion> {
        let snapshot = self.snapshot.load();
        let there = snapshot.library.locales().contains(locale);
        let own = if there { locale } else { &self.default_locale() };
        snapshot.public.suggest(prefix, own, limit)
    }

    /// Public articles like one.
    #[must_use]
    pub fn related(&self, key: &ArticleKey, locale: &Locale, limit: usize) -> Vec<Hit> {
        self.snapshot.load().public.related(key, locale, limit)
    }
}
