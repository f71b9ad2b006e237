//! The registry of everything loaded from `kb/`: immutable, one per revision.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::{Article, Card, Category, Document, Finding, Rendered, Reply};
use crate::base::{ArticleKey, Audience, CardId, CategoryKey, Locale, Revision};

/// All content of one revision.
#[derive(Debug)]
pub struct Library {}

/// The knowledge base as a whole cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The folder is missing or cannot be listed.
    #[error("cannot read the knowledge base {path}: {source}. Create the folder or name another with --kb")]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// What a public article path leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// This article.
    Article(ArticleKey),
    /// It has moved (key, alias or slug renamed): 301 to this path.
    Moved(String),
}

/// An image or other file beside the articles.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Where it lies on disk.
    pub path: PathBuf,
    /// By its sniffed content, never by what it claims.
    pub content_type: &'static str,
}

impl Library {
    /// Reads a folder. `previous` lends what has not changed (and the last good version of what can
    /// no longer be read); `now` decides what is published.
    ///
    /// # Errors
    /// When the folder itself cannot be read; never for a file in it.
    pub fn load(root: &Path, previous: Option<&Library>, now: Timestamp) -> Result<Library, LoadError> {
        let _ = (root, previous, now);
        todo!()
    }

    /// Hash of the content and of what is published now; files touched but not changed keep it.
    #[must_use]
    pub fn revision(&self) -> &Revision {
        todo!()
    }

    /// Locales that have content, the sample's order: alphabetical.
    #[must_use]
    pub fn locales(&self) -> &[Locale] {
        todo!()
    }

    /// What an audience may see.
    #[must_use]
    pub fn view(&self, audience: Audience) -> View<'_> {
        View { library: self, audience }
    }

    /// Everything wrong that loading alone can tell, by path.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        todo!()
    }

    /// The next moment at which an article is due to appear or vanish.
    #[must_use]
    pub fn next_change_at(&self) -> Option<Timestamp> {
        todo!()
    }

    /// Bot cards of a locale, by id.
    #[must_use]
    pub fn cards(&self, locale: &Locale) -> &[Card] {
        let _ = locale;
        todo!()
    }

    /// One card.
    #[must_use]
    pub fn card(&self, locale: &Locale, id: &CardId) -> Option<&Card> {
        self.cards(locale).iter().find(|card| card.id == *id)
    }

    /// Saved replies of a locale, by id.
    #[must_use]
    pub fn replies(&self, locale: &Locale) -> &[Reply] {
        let _ = locale;
        todo!()
    }
}

/// The library as one audience sees it: published content, public only or all.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    library: &'a Library,
    audience: Audience,
}

impl<'a> View<'a> {
    /// Whose view it is.
    #[must_use]
    pub fn audience(self) -> Audience {
        self.audience
    }

    /// Published articles of a locale, unlisted ones included, in the writer's order.
    pub fn articles(self, locale: &Locale) -> impl Iterator<Item = &'a Article> {
        let _ = (self.library, locale);
        std::iter::empty()
    }

    /// One article.
    #[must_use]
    pub fn article(self, locale: &Locale, key: &ArticleKey) -> Option<&'a Article> {
        let _ = (locale, key);
        todo!()
    }

    /// What the part of a URL after `/{locale}/articles/` (decoded) leads to: key, slug or alias.
    #[must_use]
    pub fn find(self, locale: &Locale, path: &str) -> Option<Found> {
        let _ = (locale, path);
        todo!()
    }

    /// Categories of a locale (the root too) in the writer's order, those with nothing to show left out.
    pub fn categories(self, locale: &Locale) -> impl Iterator<Item = &'a Category> {
        let _ = locale;
        std::iter::empty()
    }

    /// One category; the root has the empty key and exists in every locale.
    #[must_use]
    pub fn category(self, locale: &Locale, key: &CategoryKey) -> Option<&'a Category> {
        let _ = (locale, key);
        todo!()
    }

    /// The same article in other locales (and its own), by locale.
    #[must_use]
    pub fn translations(self, key: &ArticleKey) -> Vec<&'a Article> {
        let _ = key;
        todo!()
    }

    /// The body as sections of plain text.
    #[must_use]
    pub fn document(self, article: &Article) -> Document {
        let _ = article;
        todo!()
    }

    /// The body as safe HTML.
    #[must_use]
    pub fn render(self, article: &Article) -> Rendered {
        let _ = article;
        todo!()
    }

    /// A category's introduction as safe HTML.
    #[must_use]
    pub fn introduction(self, category: &Category) -> Rendered {
        let _ = category;
        todo!()
    }

    /// The Markdown as this audience may read it, title first, links absolute paths of the site.
    #[must_use]
    pub fn markdown(self, article: &Article) -> String {
        let _ = article;
        todo!()
    }

    /// A picture or file that an article of this audience refers to, by its path below the
    /// knowledge base (decoded). Files that only internal articles refer to are internal.
    #[must_use]
    pub fn asset(self, path: &str) -> Option<Asset> {
        let _ = path;
        todo!()
    }
}

/// Percent-encodes each part of a path for a URL.
#[must_use]
pub fn encode_path(path: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(byte as char);
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
