//! What the help center keeps between requests: its look, and the rendered pages of the present revision.

use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwapOption;

use super::{Look, pages::Pages, titles::Titles};
use crate::{
    app::{App, Snapshot},
    base::Audience,
};

/// Shared by all requests of one server.
#[derive(Default)]
pub struct Site {
    look: OnceLock<Look>,
    pages: ArcSwapOption<Pages>,
}

impl Site {
    /// The look, read from the configuration once.
    #[must_use]
    pub fn look(&self, app: &App) -> &Look {
        self.look.get_or_init(|| Look::new(&app.config))
    }

    /// The pages of a revision; those of another are forgotten.
    #[must_use]
    pub fn pages(&self, app: &App, snapshot: &Snapshot) -> Arc<Pages> {
        if let Some(pages) = self.pages.load_full().filter(|pages| pages.revision == snapshot.revision) {
            return pages;
        }
        let view = snapshot.view(Audience::Public);
        let titles = Titles::new(view, snapshot.library.locales(), &app.config.site.name);
        let pages = Arc::new(Pages::new(snapshot.revision.clone(), titles));
        self.pages.store(Some(Arc::clone(&pages)));
        pages
    }
}
