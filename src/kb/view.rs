//! The library as one audience sees it. Whoever reads content goes through here.

use std::{path::PathBuf, sync::Arc};

use super::{
    Article, Category, Document, Rendered, Status, asset,
    item::Entry,
    library::{Content, Library},
    markdown,
};
use crate::base::{ArticleKey, Audience, CategoryKey, Locale};

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

/// The library as one audience sees it: published content, public only or all.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    library: &'a Library,
    audience: Audience,
}

impl<'a> View<'a> {
    pub(super) fn new(library: &'a Library, audience: Audience) -> Self {
        Self { library, audience }
    }

    /// Whose view it is.
    #[must_use]
    pub fn audience(self) -> Audience {
        self.audience
    }

    pub(super) fn library(self) -> &'a Library {
        self.library
    }

    fn content(self, locale: &Locale) -> Option<&'a Content> {
        self.library.content(locale)
    }

    fn sees(self, article: &Article) -> bool {
        article.status == Status::Published && self.audience.sees(article.visibility)
    }

    /// Published articles of a locale, unlisted ones included, in the writer's order.
    pub fn articles(self, locale: &Locale) -> impl Iterator<Item = &'a Article> {
        let entries = self.content(locale).map_or(&[][..], |content| &content.entries);
        entries.iter().map(|entry| &entry.article).filter(move |article| self.sees(article))
    }

    /// One article.
    #[must_use]
    pub fn article(self, locale: &Locale, key: &ArticleKey) -> Option<&'a Article> {
        self.entry(locale, key).map(|entry| &entry.article)
    }

    fn entry(self, locale: &Locale, key: &ArticleKey) -> Option<&'a Arc<Entry>> {
        self.content(locale)?.entry(key.as_str()).filter(|entry| self.sees(&entry.article))
    }

    /// What the part of a URL after `/{locale}/articles/` (decoded) leads to: key, slug or alias.
    #[must_use]
    pub fn find(self, locale: &Locale, path: &str) -> Option<Found> {
        let content = self.content(locale)?;
        let bare = path.trim_matches('/');
        let (at, current) = match content.place(bare) {
            Some(at) => (at, content.entries[at as usize].article.url_key() == bare),
            None => match content.addresses.get(bare) {
                Some(address) => (address.entry, address.current),
                None => (whatever_case(content, bare)?, false),
            },
        };
        let article = &content.entries[at as usize].article;
        if !self.sees(article) {
            return None;
        }
        if let Some(to) = self.redirected(article) {
            return Some(Found::Moved(to));
        }
        Some(if current && bare == path { Found::Article(article.key.clone()) } else { Found::Moved(article.url()) })
    }

    /// Where an article's readers are sent instead of reading it; a key is its article's path.
    fn redirected(self, article: &Article) -> Option<String> {
        let to = article.redirect_to.as_deref()?;
        let (target, anchor) = to.split_once('#').map_or((to, None), |(target, anchor)| (target, Some(anchor)));
        let key = ArticleKey::from(target.trim_matches('/').trim_end_matches(".md"));
        let path = match self.article(&article.locale, &key) {
            Some(other) => other.url(),
            None if target.starts_with('/') || target.contains("://") => target.to_owned(),
            None => return None,
        };
        (path != article.url()).then(|| anchor.map_or_else(|| path.clone(), |anchor| format!("{path}#{anchor}")))
    }

    /// Where the article that once stood at this path of the site (decoded, with or without a locale
    /// in front) is now. The path's own locale comes first, then `preferred`.
    #[must_use]
    pub fn moved(self, path: &str, preferred: &Locale) -> Option<String> {
        let path = bare(path);
        let locales = self.library.locales();
        let named = locales.iter().find_map(|locale| {
            path.strip_prefix(locale.as_str()).and_then(|rest| rest.strip_prefix('/')).map(|rest| (locale, rest))
        });
        let others = std::iter::once(preferred).chain(locales).map(|locale| (locale, path));
        named.into_iter().chain(others).find_map(|(locale, path)| {
            let content = self.content(locale)?;
            let address = content.addresses.get(path).filter(|address| !address.current)?;
            let article = &content.entries[address.entry as usize].article;
            self.sees(article).then(|| article.url())
        })
    }

    /// Categories of a locale (the root too) in the writer's order, those with nothing to show left out.
    pub fn categories(self, locale: &Locale) -> impl Iterator<Item = &'a Category> {
        let mut filled: std::collections::HashSet<CategoryKey> = std::collections::HashSet::new();
        for article in self.articles(locale).filter(|article| article.listed) {
            let mut at = Some(article.category.clone());
            while let Some(key) = at.filter(|key| filled.insert(key.clone())) {
                at = key.parent();
            }
        }
        let all = self.content(locale).map_or(&[][..], |content| &content.categories);
        all.iter().filter(move |category| {
            category.key.is_root()
                || (category.listed && self.audience.sees(category.visibility) && filled.contains(&category.key))
        })
    }

    /// One category; the root has the empty key and exists in every locale.
    #[must_use]
    pub fn category(self, locale: &Locale, key: &CategoryKey) -> Option<&'a Category> {
        let category = self.content(locale)?.category(key)?;
        (key.is_root() || self.audience.sees(category.visibility)).then_some(category)
    }

    /// The same article in other locales (and its own), by locale.
    #[must_use]
    pub fn translations(self, key: &ArticleKey) -> Vec<&'a Article> {
        self.library.locales().iter().filter_map(|locale| self.article(locale, key)).collect()
    }

    /// The body as sections of plain text.
    #[must_use]
    pub fn document(self, article: &Article) -> Document {
        let Some(prepared) = self.prepared(article) else {
            return Document { sections: vec![super::Section::default()] };
        };
        markdown::document(&markdown::events(&prepared), &article.title)
    }

    /// Whether the body may read differently to agents: it speaks of agent blocks at all.
    #[must_use]
    pub fn mentions_agents(self, article: &Article) -> bool {
        let content = self.library.content(&article.locale);
        let entry = content.and_then(|content| content.entry(article.key.as_str()));
        entry.is_some_and(|entry| super::agent::mentions(&entry.body.text()))
    }

    /// The body as safe HTML.
    #[must_use]
    pub fn render(self, article: &Article) -> Rendered {
        let Some(prepared) = self.prepared(article) else { return Rendered::default() };
        let path = article.path.to_string_lossy();
        let site = markdown::Site { view: self, locale: &article.locale, path: &path };
        markdown::render(&markdown::events(&prepared), &article.title, &site)
    }

    /// A category's introduction as safe HTML; empty when it has none or is not for this audience.
    #[must_use]
    pub fn introduction(self, category: &Category) -> Rendered {
        if category.introduction.is_empty() || self.category(&category.locale, &category.key).is_none() {
            return Rendered::default();
        }
        if category.key.is_root() && !self.audience.sees(category.visibility) {
            return Rendered::default();
        }
        let path = format!("{}/{}/_category.md", category.locale, category.key).replace("//", "/");
        let prepared = markdown::prepare(&category.introduction, self.audience, true);
        let site = markdown::Site { view: self, locale: &category.locale, path: &path };
        markdown::render(&markdown::events(&prepared), &category.title, &site)
    }

    /// Markdown that is no article's (a card's answer, a saved reply) as safe HTML; links lead where
    /// they would lead from the root of the locale.
    #[must_use]
    pub fn render_text(self, locale: &Locale, text: &str) -> String {
        let prepared = markdown::prepare(text, self.audience, false);
        let path = format!("{locale}/text.md");
        let site = markdown::Site { view: self, locale, path: &path };
        markdown::render(&markdown::events(&prepared), "", &site).html
    }

    /// The Markdown as this audience may read it, title first, links absolute paths of the site.
    #[must_use]
    pub fn markdown(self, article: &Article) -> String {
        let html = self.render(article).html;
        let body = markdown::from_html(&html);
        format!("# {}\n\n{}\n", article.title, body.trim())
    }

    /// A picture or file that an article of this audience refers to, by its path below the
    /// knowledge base (decoded). Files that only internal articles refer to are internal.
    #[must_use]
    pub fn asset(self, path: &str) -> Option<Asset> {
        let least = self.library.assets.get(path)?;
        if !self.audience.sees(*least) || !self.library.has_asset(path) {
            return None;
        }
        let root = self.library.root().canonicalize().ok()?;
        let full = root.join(path).canonicalize().ok()?;
        if !full.starts_with(&root) || !full.is_file() {
            return None;
        }
        let content_type = asset::sniff(&full)?;
        Some(Asset { path: full, content_type })
    }

    /// The prepared Markdown of an article that this audience may read.
    fn prepared(self, article: &Article) -> Option<String> {
        let entry = self.entry(&article.locale, &article.key)?;
        Some(markdown::prepare(&entry.body.text(), self.audience, entry.mdx))
    }
}

fn whatever_case(content: &Content, path: &str) -> Option<u32> {
    let at = content.entries.iter().position(|entry| entry.article.key.as_str().eq_ignore_ascii_case(path))?;
    u32::try_from(at).ok()
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

/// An old path without the slashes around it and the ending that a file once gave it.
pub(super) fn bare(path: &str) -> &str {
    path.trim_matches('/').trim_end_matches(".html").trim_end_matches(".md").trim_end_matches('/')
}
