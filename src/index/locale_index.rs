//! One locale of one index, opened for reading: postings and catalogue by memory map, texts of
//! sections by reading.

use std::{fmt, path::Path, sync::Arc};

use tantivy::{
    DocId, HasLen as _, InvertedIndexReader, ReloadPolicy,
    directory::{CompositeFile, Directory as _, FileSlice, OwnedBytes},
    fastfield::AliveBitSet,
    fieldnorm::FieldNormReader,
    postings::{BlockSegmentPostings, SegmentPostings, TermInfo},
    schema::{IndexRecordOption, Value as _},
    store::StoreReader,
};
use tantivy_fst::raw::Fst;

use super::{
    Entries, Error, Field, Passage, packing,
    schema::{ENTRY, schema, tokenizers},
};
use crate::{
    base::Locale,
    text::{Analyzer, Vocabulary},
};

const NONE: u32 = u32::MAX;

/// The sections and entries of one locale.
pub struct LocaleIndex {
    locale: Locale,
    analyzer: Analyzer,
    shards: Vec<Shard>,
    entries: Entries,
    /// Section → place in `entries`; [`NONE`] for one that is deleted.
    entry_of: Vec<u32>,
    /// Entry → its sections: first and count.
    sections_of: Vec<(u32, u32)>,
    /// Mean length of each scored field, where it is not empty.
    mean_length: [f32; 7],
    alive: usize,
    passage: tantivy::schema::Field,
    vocabulary: Vocabulary,
}

/// One segment.
pub struct Shard {
    /// Number of its first section in the locale.
    base: u32,
    inverted: [Arc<InvertedIndexReader>; 8],
    lengths: [Option<FieldNormReader>; 7],
    alive: Option<AliveBitSet>,
    store: StoreReader,
    words: Fst<OwnedBytes>,
    stems: Vec<Fst<OwnedBytes>>,
    max_doc: u32,
}

impl fmt::Debug for LocaleIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocaleIndex").field("locale", &self.locale).field("sections", &self.alive).finish()
    }
}

impl LocaleIndex {
    /// Opens a folder written by [`super::build`].
    pub(super) fn open(folder: &Path, locale: Locale) -> Result<Self, Error> {
        let damaged = || Error::damaged(folder);
        let unread = |error: std::io::Error| Error::Damaged { path: folder.to_owned(), reason: error.to_string() };
        let entries = Entries::open(folder).map_err(unread)?;
        let vocabulary = packing::read(folder).map_err(unread)?;
        let mut index = tantivy::Index::open_in_dir(folder).map_err(damaged())?;
        index.set_tokenizers(tokenizers());
        let (expected, fields) = schema();
        if index.schema() != expected {
            return Err(Error::Damaged { path: folder.to_owned(), reason: "another version".to_owned() });
        }
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(damaged())?;
        let searcher = reader.searcher();
        let mut shards = Vec::new();
        let mut numbers = Vec::new();
        let mut base = 0;
        for segment in searcher.segment_readers() {
            let store = store(&index, folder, segment).map_err(damaged())?;
            let tries = tries(&index, segment, &fields.text).map_err(damaged())?;
            let shard = Shard::open(segment, store, tries, base, &fields.text).map_err(damaged())?;
            let column = segment.fast_fields().u64(ENTRY).map_err(damaged())?.first_or_default_col(u64::MAX);
            numbers.extend((0..segment.max_doc()).map(|doc| {
                if segment.is_deleted(doc) { NONE } else { u32::try_from(column.get_val(doc)).unwrap_or(NONE) }
            }));
            base += segment.max_doc();
            shards.push(shard);
        }
        let mut opened = Self {
            analyzer: Analyzer::new(&locale),
            locale,
            shards,
            sections_of: vec![(0, 0); entries.len()],
            entries,
            entry_of: numbers,
            mean_length: [0.0; 7],
            alive: 0,
            passage: fields.passage,
            vocabulary,
        };
        opened.place_entries();
        opened.measure();
        Ok(opened)
    }

    /// Turns the entries' numbers into places and finds each one's run of sections.
    fn place_entries(&mut self) {
        let highest = self.entries.numbers().map(|number| number as usize + 1).max().unwrap_or(0);
        let mut place = vec![NONE; highest];
        for (at, number) in (0_u32..).zip(self.entries.numbers()) {
            place[number as usize] = at;
        }
        for (section, number) in (0_u32..).zip(&mut self.entry_of) {
            *number = place.get(*number as usize).copied().unwrap_or(NONE);
            if *number != NONE {
                let run = &mut self.sections_of[*number as usize];
                if run.1 == 0 {
                    run.0 = section;
                }
                run.1 += 1;
                self.alive += 1;
            }
        }
    }

    fn measure(&mut self) {
        for (field, mean) in self.mean_length.iter_mut().enumerate() {
            let (mut total, mut count) = (0_u64, 0_u64);
            for shard in &self.shards {
                let Some(lengths) = &shard.lengths[field] else { continue };
                let entries = &self.entry_of[shard.base as usize..];
                for (doc, _) in (0..shard.max_doc).zip(entries).filter(|(_, entry)| **entry != NONE) {
                    let length = u64::from(lengths.fieldnorm(doc));
                    total += length;
                    count += u64::from(length > 0);
                }
            }
            #[expect(clippy::cast_precision_loss, reason = "a mean")]
            let value = if count == 0 { 1.0 } else { total as f32 / count as f32 };
            *mean = value;
        }
    }

    /// Which locale.
    #[must_use]
    pub fn locale(&self) -> &Locale {
        &self.locale
    }

    /// Its analyzer: the same for queries as for the index.
    #[must_use]
    pub fn analyzer(&self) -> &Analyzer {
        &self.analyzer
    }

    /// Articles (and on the desk replies and cards).
    #[must_use]
    pub fn entries(&self) -> &Entries {
        &self.entries
    }

    /// Living sections.
    #[must_use]
    pub fn sections(&self) -> usize {
        self.alive
    }

    /// The place in [`Self::entries`] of the entry that a section belongs to.
    #[must_use]
    #[inline]
    pub fn entry_of(&self, section: u32) -> Option<u32> {
        self.entry_of.get(section as usize).copied().filter(|&entry| entry != NONE)
    }

    /// The sections of an entry; the first holds the entry's own fields.
    #[must_use]
    pub fn sections_of(&self, entry: u32) -> std::ops::Range<u32> {
        let (first, count) = self.sections_of[entry as usize];
        first..first + count
    }

    /// Mean length of a scored field in words, over the sections where it is not empty.
    #[must_use]
    pub fn mean_length(&self, field: Field) -> f32 {
        self.mean_length[field as usize]
    }

    /// Its segments.
    #[must_use]
    pub fn shards(&self) -> &[Shard] {
        &self.shards
    }

    /// What is shown of a section.
    ///
    /// # Errors
    /// When the file cannot be read (a damaged disk).
    pub fn passage(&self, section: u32) -> Result<Passage, tantivy::TantivyError> {
        let shard = self.shards.iter().rfind(|shard| shard.base <= section);
        let Some(shard) = shard else { return Ok(Passage::default()) };
        let document: tantivy::TantivyDocument = shard.store.get(section - shard.base)?;
        let bytes = document.get_first(self.passage).and_then(|value| value.as_bytes()).unwrap_or_default();
        let damaged = || tantivy::TantivyError::InternalError("a passage is damaged".to_owned());
        Ok(Passage::decode(self.vocabulary.unpack(bytes).ok_or_else(damaged)?))
    }

    /// In how many living sections a folded word stands. Deleted ones are counted too where there
    /// are many: the figure is a frequency for ranking candidates; zero is exact.
    #[must_use]
    pub fn exact_frequency(&self, word: &str) -> u32 {
        self.shards
            .iter()
            .filter_map(|shard| Some((shard, shard.term(Field::Exact, word)?)))
            .map(|(shard, info)| shard.living_frequency(Field::Exact, &info))
            .sum()
    }
}

/// The texts of a segment's sections, read rather than mapped: they are looked at a page of hits at a
/// time and spread over the whole file, so a map would come to fill the memory.
fn store(index: &tantivy::Index, folder: &Path, segment: &tantivy::SegmentReader) -> tantivy::Result<StoreReader> {
    let name = format!("{}.store", segment.segment_id().uuid_string());
    // What the directory opens ends before the checksum at the end of the file.
    let length = index.directory().open_read(Path::new(&name))?.len();
    let file = FileSlice::open(&folder.join(name))?.slice_to(length);
    Ok(StoreReader::open(file, 0)?)
}

/// The tries of a segment's words, which its dictionaries keep to themselves (the same bytes of the map): that of the
/// unstemmed ones, and those of the stems that readers see.
fn tries(
    index: &tantivy::Index,
    segment: &tantivy::SegmentReader,
    fields: &[tantivy::schema::Field; 8],
) -> tantivy::Result<(Fst<OwnedBytes>, Vec<Fst<OwnedBytes>>)> {
    let name = format!("{}.term", segment.segment_id().uuid_string());
    let dictionaries = CompositeFile::open(&index.directory().open_read(Path::new(&name))?)?;
    let words = dictionaries.open_read(fields[Field::Exact as usize]).ok_or_else(damaged_words)?;
    let stemmed = [Field::Body, Field::Title, Field::Heading, Field::Questions, Field::Keywords];
    let stems = stemmed.iter().filter_map(|field| dictionaries.open_read(fields[*field as usize]));
    Ok((trie(&words)?, stems.map(|dictionary| trie(&dictionary)).collect::<tantivy::Result<_>>()?))
}

fn trie(dictionary: &FileSlice) -> tantivy::Result<Fst<OwnedBytes>> {
    // The trie, what each word stands for, the length of that, and two versions.
    let (rest, tail) = dictionary.clone().split_from_end(16);
    let length = tail.read_bytes()?.first_chunk().map(|bytes| u64::from_le_bytes(*bytes)).ok_or_else(damaged_words)?;
    let length = usize::try_from(length).ok().filter(|length| *length <= rest.len()).ok_or_else(damaged_words)?;
    Fst::new(rest.split_from_end(length).0.read_bytes()?).map_err(|_| damaged_words())
}

fn damaged_words() -> tantivy::TantivyError {
    tantivy::TantivyError::InternalError("the dictionary of words is damaged".to_owned())
}

impl Shard {
    fn open(
        segment: &tantivy::SegmentReader,
        store: StoreReader,
        (words, stems): (Fst<OwnedBytes>, Vec<Fst<OwnedBytes>>),
        base: u32,
        fields: &[tantivy::schema::Field; 8],
    ) -> tantivy::Result<Self> {
        let mut inverted = Vec::with_capacity(8);
        for field in fields {
            inverted.push(segment.inverted_index(*field)?);
        }
        let mut lengths: [Option<FieldNormReader>; 7] = Default::default();
        for (length, field) in lengths.iter_mut().zip(fields) {
            *length = segment.fieldnorms_readers().get_field(*field)?;
        }
        Ok(Self {
            base,
            inverted: inverted.try_into().map_err(|_| tantivy::TantivyError::SchemaError("fields".to_owned()))?,
            lengths,
            alive: segment.alive_bitset().cloned(),
            store,
            words,
            stems,
            max_doc: segment.max_doc(),
        })
    }

    /// Number of its first section.
    #[must_use]
    pub fn base(&self) -> u32 {
        self.base
    }

    /// One more than the number of its last section, within it.
    #[must_use]
    pub fn max_doc(&self) -> u32 {
        self.max_doc
    }

    /// The dictionary entry of a word.
    #[must_use]
    pub fn term(&self, field: Field, word: &str) -> Option<TermInfo> {
        self.dictionary(field).get(word.as_bytes()).ok().flatten()
    }

    /// All words of a field.
    #[must_use]
    pub fn dictionary(&self, field: Field) -> &tantivy::termdict::TermDictionary {
        self.inverted[field as usize].terms()
    }

    /// The trie of all unstemmed words.
    #[must_use]
    pub fn words(&self) -> &Fst<OwnedBytes> {
        &self.words
    }

    /// The tries of the stems of all that readers see.
    pub fn stems(&self) -> impl Iterator<Item = &Fst<OwnedBytes>> {
        self.stems.iter()
    }

    /// Postings in blocks, with frequencies where the field has them. Deleted sections are in them.
    #[must_use]
    pub fn blocks(&self, field: Field, term: &TermInfo) -> Option<BlockSegmentPostings> {
        let option = if field == Field::Exact { IndexRecordOption::Basic } else { IndexRecordOption::WithFreqs };
        self.inverted[field as usize].read_block_postings_from_terminfo(term, option).ok()
    }

    /// Sections that hold a word, in blocks, without frequencies. Deleted sections are in them.
    #[must_use]
    pub fn documents(&self, field: Field, term: &TermInfo) -> Option<BlockSegmentPostings> {
        self.inverted[field as usize].read_block_postings_from_terminfo(term, IndexRecordOption::Basic).ok()
    }

    /// Postings with positions (of headings and bodies; other fields have none).
    #[must_use]
    pub fn positions(&self, field: Field, term: &TermInfo) -> Option<SegmentPostings> {
        let option = IndexRecordOption::WithFreqsAndPositions;
        self.inverted[field as usize].read_postings_from_terminfo(term, option).ok()
    }

    /// Coded length of a field (`0` to `255`) of a section, for tables; see [`Shard::length_of_code`].
    #[must_use]
    #[inline]
    pub fn length_code(&self, field: Field, doc: DocId) -> u8 {
        self.lengths[field as usize].as_ref().map_or(0, |lengths| lengths.fieldnorm_id(doc))
    }

    /// Words for a coded length.
    #[must_use]
    pub fn length_of_code(code: u8) -> u32 {
        FieldNormReader::id_to_fieldnorm(code)
    }

    /// How many living sections a term has; counted only when something was deleted.
    #[must_use]
    pub fn living_frequency(&self, field: Field, term: &TermInfo) -> u32 {
        let Some(alive) = &self.alive else { return term.doc_freq };
        let option = IndexRecordOption::Basic;
        self.inverted[field as usize]
            .read_postings_from_terminfo(term, option)
            .map_or(0, |postings| postings.doc_freq_given_deletes(alive))
    }
}

impl fmt::Debug for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shard").field("base", &self.base).field("sections", &self.max_doc).finish()
    }
}
