//! Who reads what: one snapshot's public view in one locale, with the frame around it.

use std::sync::Arc;

use super::{Crumb, Frame, Page, titles::Titles, tree::Tree};
use crate::{
    base::{CategoryKey, Locale, i18n},
    kb::View,
};

/// Everything that building a page of content needs.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// The frame.
    pub frame: &'a Arc<Frame>,
    /// Public content.
    pub view: View<'a>,
    /// Locales that have content.
    pub locales: &'a [Locale],
    /// Titles of all pages.
    pub titles: &'a Titles,
    /// The reader's.
    pub locale: &'a Locale,
}

impl Reader<'_> {
    /// A page at a path, with the title that tells it from all others.
    #[must_use]
    pub fn page(&self, path: &str, heading: &str) -> Page {
        let mut page = Page::new(self.frame, self.locale, heading).at(path);
        if let Some(title) = self.titles.get(path) {
            title.clone_into(&mut page.title);
        }
        page
    }

    /// The home page and the categories above.
    #[must_use]
    pub fn crumbs(&self, tree: &Tree<'_>, category: Option<&CategoryKey>) -> Vec<Crumb> {
        let home = Crumb { url: format!("/{}/", self.locale), title: i18n::t(self.locale, "site-home-title") };
        let above = category.map(|key| tree.path(key)).unwrap_or_default();
        let crumb = |category: &crate::kb::Category| Crumb { url: category.url(), title: category.title.clone() };
        std::iter::once(home).chain(above.into_iter().map(crumb)).collect()
    }
}
