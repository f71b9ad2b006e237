//! Revision folders: `<index>/<revision>/{public,desk}/<locale>/`, complete or not there.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    Error, Index, LocaleIndex,
    build::{Base, Item, Progress, build_locale},
    feed::Source,
};
use crate::{
    base::{Audience, Locale, Revision},
    kb::{Article, Library, Linked, View},
    text::ANALYSIS_VERSION,
};

/// Changes with the layout of the folder or the meaning of a field.
const FORMAT_VERSION: u32 = 6;
/// Files below this length are compared by what is in them.
const SHORT: u64 = 1 << 16;
const MANIFEST: &str = "manifest.json";
/// Revisions left in place: the one in use and the one before.
const KEPT: usize = 2;

/// Both indexes of one revision. Hand only one of them to whoever serves one audience.
#[derive(Debug, Clone)]
pub struct IndexSet {
    /// Of the content that was indexed.
    pub revision: Revision,
    /// Its folder.
    pub path: PathBuf,
    /// What readers may see.
    pub public: Arc<Index>,
    /// Everything.
    pub desk: Arc<Index>,
}

/// What a folder says about itself; written last, so a folder that has one is whole.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    analysis: u32,
    revision: String,
    locales: Vec<String>,
}

/// Opens a revision that was built before. `None` when there is none; one that is damaged or of
/// another version is set aside, and there is none either.
#[must_use]
pub fn open(folder: &Path, revision: &Revision) -> Option<IndexSet> {
    let path = folder.join(revision.as_str());
    if !path.exists() {
        return None;
    }
    match open_path(&path) {
        Ok(set) => Some(set),
        Err(error) => {
            tracing::warn!(%error, "the index is set aside and built anew");
            set_aside(folder, &path);
            None
        }
    }
}

/// Whether a revision is there that this version can read, so that a build would take over most of it.
#[must_use]
pub fn is_built(folder: &Path) -> bool {
    revisions(folder).iter().any(|path| manifest(path).is_ok())
}

/// Builds the indexes of a library beside what is there, and puts them in place when they are whole.
/// `previous` lends what has not changed; `progress` hears of every wave of articles. A revision
/// that is already there is only opened.
///
/// # Errors
/// When the folder cannot be written; what was there before is untouched.
pub fn build(
    library: &Library,
    folder: &Path,
    previous: Option<&IndexSet>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<IndexSet, Error> {
    fs::create_dir_all(folder).map_err(Error::io(folder))?;
    if let Some(set) = open(folder, library.revision()) {
        return Ok(set);
    }
    remove_unfinished(folder);
    let found;
    let previous = match previous {
        Some(set) => Some(set.path.as_path()),
        None => {
            found = newest(folder);
            found.as_deref()
        }
    };
    let temporary = folder.join(format!(".new-{}", library.revision().as_str()));
    let build = Build { library, temporary: &temporary, previous, progress, done: AtomicUsize::new(0) };
    build.run()?;
    let path = folder.join(library.revision().as_str());
    fs::rename(&temporary, &path).map_err(Error::io(&path))?;
    sync_folder(folder);
    let set = open_path(&path)?;
    prune(folder, &path);
    Ok(set)
}

struct Build<'a> {
    library: &'a Library,
    temporary: &'a Path,
    previous: Option<&'a Path>,
    progress: &'a (dyn Fn(Progress) + Sync),
    done: AtomicUsize,
}

impl Build<'_> {
    fn run(&self) -> Result<(), Error> {
        let locales = self.library.locales();
        let public: Vec<Vec<Item<'_>>> = locales.iter().map(|l| self.items(l, Audience::Public)).collect();
        let desk: Vec<Vec<Item<'_>>> = locales.iter().map(|l| self.items(l, Audience::Agent)).collect();
        let total = public.iter().chain(&desk).map(Vec::len).sum();
        let progress = |count: usize| {
            let done = self.done.fetch_add(count, Ordering::Relaxed) + count;
            (self.progress)(Progress { done, total });
        };
        for (audience, items) in [(Audience::Public, &public), (Audience::Agent, &desk)] {
            for (locale, items) in locales.iter().zip(items) {
                self.locale(locale, audience, items, &progress)?;
            }
        }
        self.finish(locales)
    }

    /// The desk begins with what the public index already holds; the other way round would be a leak.
    fn locale(
        &self,
        locale: &Locale,
        audience: Audience,
        items: &[Item<'_>],
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<(), Error> {
        let base = if audience == Audience::Agent && self.begins_with_public(locale) {
            Some(Base { folder: place(self.temporary, Audience::Public, locale), is_public: true })
        } else {
            let before = self.previous.map(|previous| place(previous, audience, locale)).filter(|path| path.exists());
            before.map(|folder| Base { folder, is_public: audience == Audience::Public })
        };
        let folder = place(self.temporary, audience, locale);
        build_locale(&folder, locale, items, self.library.view(audience), base.as_ref(), progress)
    }

    /// Whether the desk's index is made from the public one just built: when it is the first, and as long as
    /// it has been the same, so that it stays the same if it can.
    fn begins_with_public(&self, locale: &Locale) -> bool {
        let Some(previous) = self.previous else { return true };
        let before = place(previous, Audience::Agent, locale);
        !before.exists() || is_same(&place(previous, Audience::Public, locale), &before)
    }

    fn items(&self, locale: &Locale, audience: Audience) -> Vec<Item<'_>> {
        let view = self.library.view(audience);
        let desk = audience == Audience::Agent;
        let first_desk = desk && self.begins_with_public(locale);
        let mut linked = view.linked(locale);
        let mut items: Vec<Item<'_>> = view
            .articles(locale)
            .filter(|article| article.listed || desk)
            .map(|article| {
                let linked = linked.remove(article.key.as_str()).unwrap_or_default();
                Item {
                    source: Source::Article(article),
                    fingerprint: fingerprint(article, view, &linked),
                    private: first_desk && view.mentions_agents(article),
                    linked,
                    changed: 0,
                }
            })
            .collect();
        if desk {
            let changed = |path: &Path| self.library.changed_at(path).map_or(0, Timestamp::as_millisecond);
            let replies = self.library.replies(locale).iter().map(|reply| Item {
                source: Source::Reply(reply),
                fingerprint: hash(&[&postcard::to_stdvec(reply).unwrap_or_default()]),
                private: true,
                linked: Linked::default(),
                changed: changed(&reply.path),
            });
            let cards = self.library.cards(locale).iter().map(|card| Item {
                source: Source::Card(card),
                fingerprint: hash(&[&postcard::to_stdvec(card).unwrap_or_default()]),
                private: true,
                linked: Linked::default(),
                changed: changed(&card.path),
            });
            items.extend(replies);
            items.extend(cards);
        }
        items
    }

    fn finish(&self, locales: &[Locale]) -> Result<(), Error> {
        for audience in [Audience::Public, Audience::Agent] {
            let folder = self.temporary.join(name(audience));
            fs::create_dir_all(&folder).map_err(Error::io(&folder))?;
            for locale in locales {
                sync_folder(&folder.join(locale.as_str()));
            }
            sync_folder(&folder);
        }
        let manifest = Manifest {
            format: FORMAT_VERSION,
            analysis: ANALYSIS_VERSION,
            revision: self.library.revision().as_str().to_owned(),
            locales: locales.iter().map(ToString::to_string).collect(),
        };
        let path = self.temporary.join(MANIFEST);
        let text = serde_json::to_vec_pretty(&manifest).expect("a manifest is plain data");
        fs::write(&path, text).map_err(Error::io(&path))?;
        File::open(&path).and_then(|file| file.sync_all()).map_err(Error::io(&path))?;
        sync_folder(self.temporary);
        Ok(())
    }
}

/// Of all that is indexed: the article (which holds its content's hash), the titles above it, and what
/// others call it.
fn fingerprint(article: &Article, view: View<'_>, linked: &Linked) -> u64 {
    let own = postcard::to_stdvec(article).unwrap_or_default();
    let mut above = String::new();
    let mut category = Some(article.category.clone());
    while let Some(key) = category.filter(|key| !key.is_root()) {
        if let Some(found) = view.category(&article.locale, &key) {
            above.push_str(&found.title);
            above.push('\n');
        }
        category = key.parent();
    }
    // The number of links in steps, so that not every new link touches its target.
    let links = linked.articles.checked_ilog2().unwrap_or(0).to_le_bytes();
    hash(&[&own, above.as_bytes(), linked.texts.join("\n").as_bytes(), &links])
}

fn manifest(path: &Path) -> Result<Manifest, Error> {
    let damaged = |reason: String| Error::Damaged { path: path.to_owned(), reason };
    let text = fs::read(path.join(MANIFEST)).map_err(|e| damaged(format!("no manifest: {e}")))?;
    let manifest: Manifest = serde_json::from_slice(&text).map_err(|e| damaged(e.to_string()))?;
    if manifest.format != FORMAT_VERSION || manifest.analysis != ANALYSIS_VERSION {
        return Err(damaged("made by another version".to_owned()));
    }
    Ok(manifest)
}

fn open_path(path: &Path) -> Result<IndexSet, Error> {
    let manifest = manifest(path)?;
    let damaged = |reason: String| Error::Damaged { path: path.to_owned(), reason };
    let revision = Revision::from(manifest.revision.as_str());
    let (mut public, mut desk) = (BTreeMap::new(), BTreeMap::new());
    for tag in &manifest.locales {
        let locale: Locale = tag.parse().map_err(|e| damaged(format!("{e}")))?;
        let folders = [Audience::Public, Audience::Agent].map(|audience| place(path, audience, &locale));
        let opened = Arc::new(LocaleIndex::open(&folders[0], locale.clone())?);
        // Where nothing is internal both are the same files, and one opening serves both.
        let same = is_same(&folders[0], &folders[1]);
        let own = if same { opened.clone() } else { Arc::new(LocaleIndex::open(&folders[1], locale.clone())?) };
        public.insert(locale.clone(), opened);
        desk.insert(locale, own);
    }
    let index = |audience, locales| Arc::new(Index { audience, revision: revision.clone(), locales });
    Ok(IndexSet {
        public: index(Audience::Public, public),
        desk: index(Audience::Agent, desk),
        revision: revision.clone(),
        path: path.to_owned(),
    })
}

fn place(root: &Path, audience: Audience, locale: &Locale) -> PathBuf {
    root.join(name(audience)).join(locale.as_str())
}

/// Whether two folders of an index hold the very same files.
fn is_same(one: &Path, other: &Path) -> bool {
    let files = |folder: &Path| -> io::Result<BTreeMap<OsString, PathBuf>> {
        let all = fs::read_dir(folder)?.map(|file| file.map(|file| (file.file_name(), file.path())));
        let own = |file: &io::Result<(OsString, PathBuf)>| {
            file.as_ref().map_or(true, |(name, _)| !name.as_encoded_bytes().starts_with(b"."))
        };
        all.filter(own).collect()
    };
    let (Ok(one), Ok(other)) = (files(one), files(other)) else { return false };
    one.keys().eq(other.keys()) && one.values().zip(other.values()).all(|(one, other)| is_same_file(one, other))
}

/// Two names of one file, or two short files that say the same.
fn is_same_file(one: &Path, other: &Path) -> bool {
    let (Ok(left), Ok(right)) = (fs::metadata(one), fs::metadata(other)) else { return false };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        if (left.dev(), left.ino()) == (right.dev(), right.ino()) {
            return true;
        }
    }
    left.len() == right.len() && left.len() < SHORT && fs::read(one).ok() == fs::read(other).ok()
}

fn name(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "public",
        Audience::Agent => "desk",
    }
}

fn hash(parts: &[&[u8]]) -> u64 {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let digest = hasher.finalize();
    u64::from_le_bytes(*digest.first_chunk::<8>().expect("SHA-256 has 32 bytes"))
}

fn set_aside(folder: &Path, path: &Path) {
    let target = folder.join(".damaged");
    let _ = fs::remove_dir_all(&target);
    if fs::rename(path, &target).is_err() {
        let _ = fs::remove_dir_all(path);
    }
}

/// What a build that was cut off left behind.
fn remove_unfinished(folder: &Path) {
    for path in children(folder, ".new-") {
        let _ = fs::remove_dir_all(path);
    }
}

fn children(folder: &Path, prefix: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix) && entry.path().is_dir())
        .map(|entry| entry.path())
        .collect()
}

/// Complete revisions, newest first.
fn revisions(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = children(folder, "")
        .into_iter()
        .filter_map(|path| Some((fs::metadata(path.join(MANIFEST)).ok()?.modified().ok()?, path)))
        .collect();
    found.sort_by(|a, b| b.cmp(a));
    found.into_iter().map(|(_, path)| path).filter(|path| !path.ends_with(".damaged")).collect()
}

fn newest(folder: &Path) -> Option<PathBuf> {
    revisions(folder).into_iter().find(|path| open_path(path).is_ok())
}

fn prune(folder: &Path, current: &Path) {
    for path in revisions(folder).into_iter().filter(|path| path != current).skip(KEPT - 1) {
        let _ = fs::remove_dir_all(path);
    }
}

/// So that names survive a power failure; file systems without it do no harm.
fn sync_folder(folder: &Path) {
    let _ = File::open(folder).and_then(|file| file.sync_all());
}
