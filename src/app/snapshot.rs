//! Everything that answers questions, of one revision, immutable. A request takes one snapshot and never
//! mixes revisions.

use std::sync::Arc;

use crate::{
    base::{Audience, Locale, Revision},
    bot::Bot,
    index::IndexSet,
    kb::{Library, View},
    search::{Query, Searcher},
};

/// One revision of the knowledge base with its indexes and its bot.
pub struct Snapshot {
    /// Content hash.
    pub revision: Revision,
    /// The content.
    pub library: Arc<Library>,
    /// Finds public articles; cannot open anything else.
    pub public: Arc<Searcher>,
    /// Finds everything that agents may see.
    pub desk: Arc<Searcher>,
    /// Answers visitors, from public content.
    pub bot: Bot,
    /// Both indexes, to build the next revision from.
    pub(super) set: IndexSet,
}

impl Snapshot {
    /// The content as an audience sees it.
    #[must_use]
    pub fn view(&self, audience: Audience) -> View<'_> {
        self.library.view(audience)
    }

    /// The index of an audience.
    #[must_use]
    pub fn searcher(&self, audience: Audience) -> &Searcher {
        match audience {
            Audience::Public => &self.public,
            Audience::Agent => &self.desk,
        }
    }

    /// Asks a few questions nobody hears the answers of, so that the first reader does not wait.
    pub(super) fn warm(&self) {
        for locale in self.library.locales() {
            for searcher in [&self.public, &self.desk] {
                let _ = searcher.search(&Query::new("a", locale.clone()));
            }
        }
    }

    /// The locale with content that serves a reader best: the wanted one, one of the same language, the
    /// configured default, English, the first.
    #[must_use]
    pub fn locale_for(&self, wanted: Option<&Locale>, default: Option<&str>) -> Locale {
        let locales = self.library.locales();
        let exact = |tag: &str| locales.iter().find(|locale| locale.as_str().eq_ignore_ascii_case(tag));
        let same_language = |wanted: &Locale| locales.iter().find(|locale| locale.language() == wanted.language());
        wanted
            .and_then(|wanted| exact(wanted.as_str()).or_else(|| same_language(wanted)))
            .or_else(|| default.and_then(exact))
            .or_else(|| exact("en"))
            .or_else(|| locales.first())
            .cloned()
            .unwrap_or_else(|| "en".parse().expect("en is a locale"))
    }
}
