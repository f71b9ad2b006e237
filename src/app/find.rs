//! Searching: of one audience, written down (masked) so that gaps can be found.

use super::{Actor, App, Result, Right};
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

    /// Everything an agent may see: articles, internal ones too, replies, cards, tickets.
    ///
    /// # Errors
    /// [`super::Error::Forbidden`] for roles that may not read.
    pub async fn desk_search(&self, actor: &Actor, query: &Query) -> Result<Answer> {
        actor.require(Right::Read)?;
        Ok(self.search(Audience::Agent, query))
    }
}
