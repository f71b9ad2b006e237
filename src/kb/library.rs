//! The registry of everything loaded from `kb/`: immutable, one per revision.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;
use rayon::slice::ParallelSliceMut as _;

use super::{
    Article, Card, Category, Finding, Pin, Reply, Synonyms, View, assemble, asset, findings_of_content,
    item::{Entry, Item, Thing},
    load,
    order::Known,
    scan,
};
use crate::base::{Audience, CardId, CategoryKey, Locale, Revision};

/// All content of one revision.
#[derive(Debug)]
pub struct Library {
    pub(super) root: PathBuf,
    /// By path.
    pub(super) items: Vec<Item>,
    /// What could not be listed.
    pub(super) scan_findings: Vec<Finding>,
    pub(super) loaded_at: Timestamp,
    pub(super) contents: BTreeMap<Locale, Content>,
    /// Settings for all locales.
    pub(super) shared: Content,
    pub(super) locales: Vec<Locale>,
    pub(super) assets: HashMap<Box<str>, Audience>,
    pub(super) findings: Vec<Finding>,
    pub(super) next_change: Option<Timestamp>,
    pub(super) revision: Revision,
    /// Of one that was opened: its texts, which nobody has gone through.
    pub(super) unread: Option<super::save::Unread>,
}

/// The content of one locale.
#[derive(Debug, Default)]
pub struct Content {
    /// In the writer's order.
    pub(super) entries: Vec<Arc<Entry>>,
    /// Indexes into `entries`, ordered by key.
    pub(super) by_key: Vec<u32>,
    /// Slugs (as the end of a URL) and old paths.
    pub(super) addresses: HashMap<Box<str>, Address>,
    /// Parents before children.
    pub(super) categories: Vec<Category>,
    /// Index into `categories`, by key.
    pub(super) by_category: HashMap<CategoryKey, u32>,
    pub(super) cards: Vec<Card>,
    pub(super) replies: Vec<Reply>,
    pub(super) goldens: Vec<Golden>,
    pub(super) synonyms: Synonyms,
    pub(super) pins: Vec<Pin>,
    pub(super) phrases: toml::Table,
}

/// What another path than its key says about an article.
#[derive(Debug, Clone, Copy)]
pub struct Address {
    /// Index into the entries.
    pub(super) entry: u32,
    /// It is the article's own present URL, not an old one.
    pub(super) current: bool,
}

/// A golden conversation as its file has it.
#[derive(Debug, Clone)]
pub struct Golden {
    /// The file, relative to the knowledge base.
    pub path: PathBuf,
    /// Its text.
    pub text: Arc<str>,
}

/// How much there is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// Published articles, public and internal, in all locales.
    pub articles: usize,
    /// Articles that are drafts, waiting, withdrawn or past their time.
    pub unpublished: usize,
    /// Cards in all locales.
    pub cards: usize,
    /// Saved replies in all locales.
    pub replies: usize,
    /// Files that were left out.
    pub skipped: usize,
}

/// What files a folder holds, to be made while something else is read.
#[derive(Debug)]
pub struct Listing(Option<(Vec<scan::Listed>, Vec<Finding>)>);

impl Listing {
    /// Lists a folder; of one that cannot be listed nothing is current.
    #[must_use]
    pub fn of(root: &Path) -> Self {
        Self(scan::scan(root).ok())
    }
}

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

impl Library {
    /// Reads a folder. `previous` lends what has not changed (and the last good version of what can
    /// no longer be read); `now` decides what is published.
    ///
    /// # Errors
    /// When the folder itself cannot be read; never for a file in it.
    pub fn load(root: &Path, previous: Option<&Library>, now: Timestamp) -> Result<Library, LoadError> {
        let failed = |source| LoadError::Folder { path: root.to_owned(), source };
        let (files, scan_findings) = scan::scan(root).map_err(failed)?;
        let items = load::items(root, &files, previous.map_or(&[], |library| &library.items), now);
        Ok(Self::build(root.to_owned(), items, scan_findings, now, None))
    }

    /// Derives everything else from the items; `known`: what was derived from the same ones at the same time before.
    pub(super) fn build(
        root: PathBuf,
        items: Vec<Item>,
        scan_findings: Vec<Finding>,
        now: Timestamp,
        known: Option<&Known>,
    ) -> Self {
        let mut library = Self {
            root,
            items,
            scan_findings,
            loaded_at: now,
            contents: BTreeMap::new(),
            shared: Content::default(),
            locales: Vec::new(),
            assets: HashMap::new(),
            findings: Vec::new(),
            next_change: None,
            revision: Revision::from(""),
            unread: None,
        };
        assemble::assemble(&mut library, now, known);
        library
    }

    /// Whether the folder still is what was loaded, by a listing alone: no file has come, gone or
    /// been touched, and nothing was due to appear or vanish until `now`.
    #[must_use]
    pub fn is_current(&self, now: Timestamp) -> bool {
        self.is_as_listed(&Listing::of(&self.root), now)
    }

    /// The same by a listing made before.
    #[must_use]
    pub fn is_as_listed(&self, listing: &Listing, now: Timestamp) -> bool {
        let Some((files, findings)) = &listing.0 else { return false };
        let mut listed = files.iter().filter(|file| super::place::place(&file.path).is_some());
        let mut known = self.items.iter();
        let same = known.by_ref().all(|item| {
            listed.next().is_some_and(|file| {
                (&file.path, file.size, file.modified, file.changed)
                    == (&item.path, item.size, item.modified, item.changed)
            })
        });
        same && listed.next().is_none() && *findings == self.scan_findings && !self.is_due(now)
    }

    /// Whether an article was due to appear or vanish.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.next_change.is_some_and(|at| at <= now)
    }

    /// The last change of a file, by its path below the folder.
    #[must_use]
    pub fn changed_at(&self, path: &Path) -> Option<Timestamp> {
        let path = path.to_string_lossy();
        let at = self.items.binary_search_by(|item| (*item.path).cmp(&*path)).ok()?;
        Timestamp::from_nanosecond(self.items[at].modified.into()).ok()
    }

    /// The folder that was loaded.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Hash of the content and of what is published now; files touched but not changed keep it.
    #[must_use]
    pub fn revision(&self) -> &Revision {
        &self.revision
    }

    /// Locales that have content, alphabetical.
    #[must_use]
    pub fn locales(&self) -> &[Locale] {
        &self.locales
    }

    /// The locale of this name, whatever its case.
    #[must_use]
    pub fn locale_named(&self, name: &str) -> Option<&Locale> {
        self.locales.iter().find(|locale| locale.as_str().eq_ignore_ascii_case(name))
    }

    /// What an audience may see.
    #[must_use]
    pub fn view(&self, audience: Audience) -> View<'_> {
        View::new(self, audience)
    }

    /// Everything wrong that loading alone can tell, by path.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The next moment at which an article is due to appear or vanish.
    #[must_use]
    pub fn next_change_at(&self) -> Option<Timestamp> {
        self.next_change
    }

    /// How much there is.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let mut stats = Stats { skipped: self.findings.iter().filter(|f| f.skipped).count(), ..Stats::default() };
        for content in self.contents.values() {
            let published = content.entries.iter().filter(|e| e.article.status == super::Status::Published).count();
            stats.articles += published;
            stats.unpublished += content.entries.len() - published;
            stats.cards += content.cards.len();
            stats.replies += content.replies.len();
        }
        stats
    }

    /// Bot cards of a locale, by id.
    #[must_use]
    pub fn cards(&self, locale: &Locale) -> &[Card] {
        self.content(locale).map_or(&[], |content| &content.cards)
    }

    /// One card.
    #[must_use]
    pub fn card(&self, locale: &Locale, id: &CardId) -> Option<&Card> {
        self.cards(locale).iter().find(|card| card.id == *id)
    }

    /// Saved replies of a locale, by id.
    #[must_use]
    pub fn replies(&self, locale: &Locale) -> &[Reply] {
        self.content(locale).map_or(&[], |content| &content.replies)
    }

    /// Golden conversations of a locale, by file.
    #[must_use]
    pub fn goldens(&self, locale: &Locale) -> &[Golden] {
        self.content(locale).map_or(&[], |content| &content.goldens)
    }

    /// The bot's phrases that `_bot/_phrases.toml` sets, as the file has them.
    #[must_use]
    pub fn phrases(&self, locale: &Locale) -> Option<&toml::Table> {
        self.content(locale).map(|content| &content.phrases).filter(|table| !table.is_empty())
    }

    /// Words that mean the same in a locale: those for all locales and its own.
    #[must_use]
    pub fn synonyms(&self, locale: &Locale) -> Synonyms {
        let mut all = self.shared.synonyms.clone();
        if let Some(content) = self.content(locale) {
            all.two_way.extend(content.synonyms.two_way.iter().cloned());
            for (from, to) in &content.synonyms.one_way {
                all.one_way.entry(from.clone()).or_default().extend(to.iter().cloned());
            }
        }
        all
    }

    /// Curated results for a locale: its own, then those for all locales.
    pub fn pins(&self, locale: &Locale) -> impl Iterator<Item = &Pin> {
        self.content(locale).into_iter().flat_map(|content| &content.pins).chain(&self.shared.pins)
    }

    /// Every article of a locale, whatever its status: for `check` and the writer's helpers only.
    pub fn all_articles(&self, locale: &Locale) -> impl Iterator<Item = &Article> {
        self.content(locale).into_iter().flat_map(|content| content.entries.iter().map(|entry| &entry.article))
    }

    pub(super) fn content(&self, locale: &Locale) -> Option<&Content> {
        self.contents.get(locale)
    }

    /// An article of any status and visibility by key, slug or old path.
    pub(super) fn find_any(&self, locale: &Locale, path: &str) -> Option<&Article> {
        let content = self.content(locale)?;
        let at = content.place(path).or_else(|| content.addresses.get(path).map(|a| a.entry))?;
        Some(&content.entries[at as usize].article)
    }

    pub(super) fn has_category(&self, locale: &Locale, key: &CategoryKey) -> bool {
        self.content(locale).is_some_and(|content| content.category(key).is_some())
    }

    /// Whether a file that may be served stands at this path.
    pub(super) fn has_asset(&self, path: &str) -> bool {
        asset::is_served(path)
            && self
                .items
                .binary_search_by(|item| (*item.path).cmp(path))
                .is_ok_and(|at| matches!(self.items[at].thing, Thing::Other) && self.items[at].served.is_some())
    }
}

impl Content {
    pub(super) fn category(&self, key: &CategoryKey) -> Option<&Category> {
        self.by_category.get(key).map(|at| &self.categories[*at as usize])
    }

    /// Index into the entries, by key.
    pub(super) fn place(&self, key: &str) -> Option<u32> {
        let own = |at: &u32| self.entries[*at as usize].article.key.as_str();
        self.by_key.binary_search_by(|at| own(at).cmp(key)).ok().map(|at| self.by_key[at])
    }

    pub(super) fn entry(&self, key: &str) -> Option<&Arc<Entry>> {
        self.place(key).map(|at| &self.entries[at as usize])
    }

    /// Fills the look-up tables and says what clashes; `by_key`: the entries by key, where that is known.
    pub(super) fn index(&mut self, by_key: Option<&[u32]>, findings: &mut Vec<Finding>) {
        let number = |at: usize| u32::try_from(at).expect("fewer than 4 billion articles");
        self.by_category = self.categories.iter().enumerate().map(|(at, c)| (c.key.clone(), number(at))).collect();
        let key = |at: &u32| &self.entries[*at as usize].article.key;
        self.by_key = by_key.map_or_else(
            || {
                let mut by_key: Vec<u32> = (0..number(self.entries.len())).collect();
                by_key.par_sort_unstable_by(|a, b| key(a).cmp(key(b)));
                by_key
            },
            <[u32]>::to_vec,
        );
        for at in 0..self.entries.len() {
            let article = &self.entries[at].article;
            if article.slug.is_none() {
                continue;
            }
            let url = article.url_key();
            if url != article.key.as_str() {
                let taken = self.place(&url).is_some() || self.addresses.contains_key(&*url);
                if taken {
                    findings.push(findings_of_content::slug_taken(article, &url));
                    let entry = Arc::make_mut(&mut self.entries[at]);
                    entry.article.slug = None;
                } else {
                    self.addresses.insert(url.into(), Address { entry: number(at), current: true });
                }
            }
        }
        for at in 0..self.entries.len() {
            let article = &self.entries[at].article;
            for alias in aliases(article) {
                let free = self.place(&alias).is_none();
                if free {
                    self.addresses.entry(alias).or_insert(Address { entry: number(at), current: false });
                }
            }
        }
        self.cards.sort_by(|a, b| a.id.cmp(&b.id).then_with(|| a.path.cmp(&b.path)));
        findings_of_content::drop_duplicate_cards(&mut self.cards, findings);
        self.replies.sort_by(|a, b| a.id.cmp(&b.id));
    }
}

/// An article's old paths below its locale: as they are written, and relative to its folder.
fn aliases(article: &Article) -> Vec<Box<str>> {
    let mut out: Vec<Box<str>> = Vec::new();
    for alias in &article.aliases {
        out.push(old_path(article, alias).into());
        if !alias.starts_with('/') && !article.category.is_root() {
            let joined = super::path::join(article.category.as_str(), super::view::bare(alias));
            out.extend(joined.map(String::into_boxed_str));
        }
    }
    out
}

/// An alias as a path below the article's locale.
pub(super) fn old_path<'a>(article: &Article, alias: &'a str) -> &'a str {
    let bare = super::view::bare(alias);
    bare.strip_prefix(article.locale.as_str()).and_then(|rest| rest.strip_prefix('/')).unwrap_or(bare)
}
