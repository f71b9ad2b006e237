//! Building one locale of one index: from nothing, or from the files of another revision.
//!
//! Reading and analysis run on all cores; memory is bounded by committing in between.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use rayon::prelude::*;
use tantivy::{
    IndexWriter, TantivyDocument, Term,
    indexer::{NoMergePolicy, UserOperation},
};

use super::{
    Entry, EntryKind, Error, Passage,
    catalogue::{self, Catalogue},
    feed::{Fed, Feed, Source},
    packing,
    schema::{Fields, schema, settings, tokenizers},
};
use crate::{
    base::Locale,
    kb::{Linked, View},
    text::{Analyzer, Vocabulary},
};

/// Sources read at a time, before it is seen whether to commit.
const WAVE: usize = 512;
/// Text in one commit.
const COMMIT_BYTES: usize = 40 << 20;
/// Memory of the writing thread. One is enough: it has a third of the work, what is fed to it is made side by side,
/// and what it writes in one piece need not be merged.
const WRITER_BYTES: usize = 128 << 20;
/// The same for fewer sources than this.
const SMALL: usize = 400;
const SMALL_WRITER_BYTES: usize = 16 << 20;
/// Articles whose texts the packing is learned from.
const SAMPLED: usize = 1_200;
/// More segments than this are merged into one.
const MAX_SEGMENTS: usize = 6;

/// How far a build has come.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Sources (articles, replies, cards) indexed.
    pub done: usize,
    /// Sources to index.
    pub total: usize,
}

/// A source with what tells whether it changed.
pub(super) struct Item<'a> {
    pub source: Source<'a>,
    pub fingerprint: u64,
    /// Reads differently on the desk than in public.
    pub private: bool,
    /// What other articles call it.
    pub linked: Linked,
    /// Last change of the file of a reply or card, milliseconds since 1970.
    pub changed: i64,
}

/// Where to begin: an index whose unchanged part is kept.
pub(super) struct Base {
    pub folder: PathBuf,
    /// It is the public index: what reads differently on the desk is not taken from it.
    pub is_public: bool,
}

/// Builds `folder` (which is new and empty) for these items.
pub(super) fn build_locale(
    folder: &Path,
    locale: &Locale,
    items: &[Item<'_>],
    view: View<'_>,
    base: Option<&Base>,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(Error::io(folder))?;
    let old = base.and_then(|base| Catalogue::read(&base.folder).ok().map(|catalogue| (base, catalogue)));
    if let Some((base, catalogue)) = old {
        let plan = Plan::new(catalogue, items, base.is_public);
        if plan.is_small() {
            return plan.apply(&base.folder, folder, locale, view, progress);
        }
    }
    let plan = Plan::new(Catalogue::default(), items, false);
    let vocabulary = learn(items, view);
    packing::write(&vocabulary, folder).map_err(Error::io(folder))?;
    let (schema, fields) = schema();
    let index = tantivy::Index::builder()
        .schema(schema)
        .settings(settings())
        .tokenizers(tokenizers())
        .create_in_dir(folder)
        .map_err(Error::damaged(folder))?;
    plan.write(&Target { index, fields, vocabulary, folder, locale, view }, progress)
}

/// What stays, goes and comes.
struct Plan<'a, 'i> {
    kept: Vec<Entry>,
    gone: Vec<u32>,
    added: Vec<&'a Item<'i>>,
    next_number: u32,
}

impl<'a, 'i> Plan<'a, 'i> {
    fn new(old: Catalogue, items: &'a [Item<'i>], public: bool) -> Self {
        let wanted: HashMap<(EntryKind, &str), &Item<'_>> =
            items.iter().map(|item| ((item.source.kind(), item.source.key()), item)).collect();
        let mut gone = Vec::new();
        let mut kept = Vec::with_capacity(items.len());
        for entry in old.entries {
            match wanted.get(&(entry.kind, &*entry.key)) {
                Some(item) if item.fingerprint == entry.fingerprint && !(public && item.private) => kept.push(entry),
                _ => gone.push(entry.number),
            }
        }
        let have: std::collections::HashSet<(EntryKind, &str)> = kept.iter().map(|e| (e.kind, &*e.key)).collect();
        let added = items.iter().filter(|item| !have.contains(&(item.source.kind(), item.source.key()))).collect();
        Self { gone, added, next_number: old.next_number, kept }
    }

    /// Whether it is cheaper to change the old index than to build a new one.
    fn is_small(&self) -> bool {
        let changes = self.gone.len() + self.added.len();
        !self.kept.is_empty() && (changes == 0 || self.kept.len() >= 50 && changes * 4 <= self.kept.len())
    }

    fn apply(
        self,
        old: &Path,
        folder: &Path,
        locale: &Locale,
        view: View<'_>,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<(), Error> {
        link_files(old, folder)?;
        if self.gone.is_empty() && self.added.is_empty() {
            return share(&old.join(catalogue::FILE), &folder.join(catalogue::FILE));
        }
        let (_, fields) = schema();
        let vocabulary = packing::read(folder).map_err(Error::io(folder))?;
        let mut index = tantivy::Index::open_in_dir(folder).map_err(Error::damaged(folder))?;
        index.set_tokenizers(tokenizers());
        self.write(&Target { index, fields, vocabulary, folder, locale, view }, progress)
    }

    fn write(self, target: &Target<'_>, progress: &(dyn Fn(usize) + Sync)) -> Result<(), Error> {
        let Target { index, fields, vocabulary, folder, locale, view } = target;
        let damaged = || Error::damaged(folder);
        let memory = if self.added.len() < SMALL { SMALL_WRITER_BYTES } else { WRITER_BYTES };
        let mut writer: IndexWriter = index.writer_with_num_threads(1, memory).map_err(damaged())?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        for number in &self.gone {
            writer.delete_term(Term::from_field_u64(fields.entry, u64::from(*number)));
        }
        let analyzer = Analyzer::new(locale);
        let mut entries = self.kept;
        let mut first = self.next_number;
        let mut pending = 0;
        for wave in self.added.chunks(WAVE) {
            let after = first + u32::try_from(wave.len()).expect("a wave is short");
            // Made side by side, written in their order: the same content is the same index, section by section.
            let fed: Vec<Fed> = wave
                .par_iter()
                .zip(first..after)
                .map_init(
                    || Feed::new(&analyzer, fields, vocabulary),
                    |feed, (item, number)| feed.feed(item, number, *view),
                )
                .collect();
            first = after;
            for fed in fed {
                pending += fed.bytes;
                entries.push(add(&writer, fed).map_err(damaged())?);
            }
            progress(wave.len());
            if pending > COMMIT_BYTES {
                pending = 0;
                writer.commit().map_err(damaged())?;
            }
        }
        writer.commit().map_err(damaged())?;
        settle(index, writer).map_err(damaged())?;
        entries.sort_unstable_by(|a, b| (a.kind, &a.key).cmp(&(b.kind, &b.key)));
        Catalogue { next_number: first, entries }.write(folder).map_err(Error::io(folder))
    }
}

/// What a plan is written to, and from what.
struct Target<'a> {
    index: tantivy::Index,
    fields: Fields,
    vocabulary: Vocabulary,
    folder: &'a Path,
    locale: &'a Locale,
    view: View<'a>,
}

/// Learns how to pack passages from articles of everywhere.
fn learn(items: &[Item<'_>], view: View<'_>) -> Vocabulary {
    let articles: Vec<_> = items
        .iter()
        .filter_map(|item| if let Source::Article(article) = item.source { Some(article) } else { None })
        .collect();
    let step = articles.len().div_ceil(SAMPLED).max(1);
    let sampled: Vec<_> = articles.into_iter().step_by(step).collect();
    let sections = sampled.par_iter().flat_map_iter(|article| view.document(article).sections);
    let passages: Vec<Vec<u8>> = sections.map(|section| Passage::encode(&section)).collect();
    Vocabulary::learn(passages.iter().map(Vec::as_slice))
}

fn add(writer: &IndexWriter, fed: Fed) -> Result<Entry, tantivy::TantivyError> {
    // One operation: the sections of an entry stay together, in order.
    writer.run(fed.documents.into_iter().map(UserOperation::<TantivyDocument>::Add))?;
    Ok(fed.entry)
}

/// Leaves few segments, and no file that none of them uses.
fn settle(index: &tantivy::Index, mut writer: IndexWriter) -> tantivy::Result<()> {
    let metas = index.searchable_segment_metas()?;
    let deleted: u32 = metas.iter().map(tantivy::SegmentMeta::num_deleted_docs).sum();
    let all: u32 = metas.iter().map(tantivy::SegmentMeta::max_doc).sum();
    let fresh = metas.iter().all(|meta| !meta.has_deletes());
    if metas.len() > MAX_SEGMENTS || deleted * 4 > all || (fresh && metas.len() > 1 && deleted == 0 && is_new(&metas)) {
        let ids: Vec<_> = metas.iter().map(tantivy::SegmentMeta::id).collect();
        // The index keeps the files of every segment that somebody still speaks of.
        drop(metas);
        writer.merge(&ids).wait()?;
    } else {
        drop(metas);
    }
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()
}

/// Whether several segments come of one large build, rather than of a small change to a large index.
fn is_new(metas: &[tantivy::SegmentMeta]) -> bool {
    let largest = metas.iter().map(tantivy::SegmentMeta::max_doc).max().unwrap_or(0);
    let all: u32 = metas.iter().map(tantivy::SegmentMeta::max_doc).sum();
    largest < all / 10 * 9
}

/// Shares the files of an index that are never changed in place; copies where links are not possible.
fn link_files(from: &Path, to: &Path) -> Result<(), Error> {
    for file in fs::read_dir(from).map_err(Error::io(from))? {
        let file = file.map_err(Error::io(from))?;
        let name = file.file_name();
        let text = name.to_string_lossy();
        if text.starts_with(".tantivy") || text == catalogue::FILE {
            continue;
        }
        share(&file.path(), &to.join(&name))?;
    }
    Ok(())
}

fn share(from: &Path, to: &Path) -> Result<(), Error> {
    if fs::hard_link(from, to).is_err() {
        fs::copy(from, to).map_err(Error::io(to))?;
    }
    Ok(())
}
