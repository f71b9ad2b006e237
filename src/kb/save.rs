//! A library on disk: what was read from each file in one file, the bodies of the articles in
//! another, mapped into memory when they are wanted. A start with an unchanged folder opens these
//! and parses nothing.
//!
//! Both are written aside, synced and renamed; what lies in them has checksums, and whatever does not match is
//! refused, so that the caller reads the folder again. The items lie in pieces that are read side by side.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Read as _, Seek as _, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;
use memmap2::Mmap;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    Finding, Library, SCHEMA,
    blob::{Body, Shelf},
    item::{Hash, Item, Thing, hash},
    order::Known,
};
use crate::{
    base::{CategoryKey, Locale, Revision},
    text::Vocabulary,
};

const ITEMS: &str = "library.bin";
const BODIES: &str = "bodies.bin";
const MAGIC: [u8; 8] = *b"ADKBLIB\0";
/// Bodies are checked in pieces of this size, side by side.
const PIECE: usize = 1 << 20;
/// Bytes of packed items from which on a library is large: some thousand articles.
const LARGE: u64 = 1 << 20;
/// Items that are packed together.
const CHUNK: usize = 1_024;
/// Texts packed at a time.
const WAVE: usize = 2_048;
/// Texts that the packing is learned from.
const SAMPLED: usize = 4_000;

/// A stored library cannot be used; read the folder instead.
#[derive(Debug, thiserror::Error)]
pub enum StoredError {
    /// A file is missing or cannot be read.
    #[error("the stored knowledge base cannot be read: {0}")]
    Io(#[from] io::Error),
    /// Written by another version, cut short or changed on disk.
    #[error("the stored knowledge base is damaged or of another version")]
    Damaged,
}

/// What is read before the items, which follow in pieces that are read side by side.
#[derive(Serialize, Deserialize)]
struct Head {
    loaded_at: Timestamp,
    scan_findings: Vec<Finding>,
    chunks: Vec<Chunk>,
    shelf: Shelved,
    known: Known,
}

/// A library on disk of which the head has been read.
pub struct Stored {
    bodies: PathBuf,
    head: Head,
    /// Where the items begin.
    items: usize,
    bytes: Vec<u8>,
}

/// Some of the items, as they lie in the file.
#[derive(Serialize, Deserialize)]
struct Chunk {
    bytes: u32,
    hash: Hash,
    /// Where the first of their texts begins on the shelf.
    texts: u32,
}

/// Some of the items, and the lengths of their texts: of each article its body, links and lead.
type Chunked<I> = (I, Vec<u32>);

/// What the bodies' file holds.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Shelved {
    /// Where the texts end and the vocabulary begins.
    texts: u64,
    /// Checksums of the pieces of the file, and its length.
    pieces: Vec<Hash>,
    length: u64,
}

/// The texts of a library that was opened without going through them: what they have to be like.
#[derive(Debug)]
pub(super) struct Unread {
    path: PathBuf,
    shelf: Shelved,
}

impl Library {
    /// Writes the library into a folder (of its revision), whole or not at all.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn save(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        let (shelf, lengths) = self.save_bodies(folder)?;
        let mut lengths = lengths.into_iter();
        let per_chunk: Vec<(&[Item], Vec<u32>)> = self
            .items
            .chunks(CHUNK)
            .map(|items| {
                (items, lengths.by_ref().take(items.iter().flat_map(|item| bodies(&item.thing)).count()).collect())
            })
            .collect();
        let packed: Vec<io::Result<Vec<u8>>> = per_chunk
            .par_iter()
            .map(|chunk: &Chunked<&[Item]>| {
                let plain = postcard::to_stdvec(chunk).map_err(io::Error::other)?;
                Ok(lz4_flex::block::compress_prepend_size(&plain))
            })
            .collect();
        let packed = packed.into_iter().collect::<io::Result<Vec<_>>>()?;
        let mut texts = 0;
        let mut chunks = Vec::with_capacity(packed.len());
        for (bytes, (_, lengths)) in packed.iter().zip(&per_chunk) {
            let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
            chunks.push(Chunk { bytes: length, hash: hash(bytes), texts });
            texts = lengths.iter().try_fold(texts, |sum: u32, length| sum.checked_add(*length)).ok_or_else(too_long)?;
        }
        let head = Head {
            loaded_at: self.loaded_at,
            scan_findings: self.scan_findings.clone(),
            chunks,
            shelf,
            known: Known::of(self),
        };
        let head = postcard::to_stdvec(&head).map_err(io::Error::other)?;
        write_whole(folder, ITEMS, |file| {
            file.write_all(&MAGIC)?;
            file.write_all(&SCHEMA.to_le_bytes())?;
            file.write_all(&hash(&head))?;
            file.write_all(&u32::try_from(head.len()).map_err(io::Error::other)?.to_le_bytes())?;
            file.write_all(&head)?;
            packed.iter().try_for_each(|bytes| file.write_all(bytes))
        })
    }

    /// What lies on a shelf already is copied; the vocabulary is handed on as long as that is most.
    fn save_bodies(&self, folder: &Path) -> io::Result<(Shelved, Vec<u32>)> {
        let bodies: Vec<&Body> = self.items.iter().flat_map(|item| bodies(&item.thing)).collect();
        let shelf = bodies.iter().find_map(|body| body.shelf()).filter(|_| {
            let shelved = bodies.iter().filter(|body| body.shelf().is_some()).count();
            shelved * 2 > bodies.len()
        });
        let learned = shelf.is_none().then(|| learn(&bodies));
        let vocabulary = shelf.map(|shelf| shelf.vocabulary()).or(learned.as_ref()).expect("handed on or learned");
        let packer = vocabulary.packer();
        let (mut shelved, mut lengths) = (Shelved::default(), Vec::with_capacity(bodies.len()));
        let Shelved { texts, pieces, length } = &mut shelved;
        write_whole(folder, BODIES, |file| {
            let mut piece = Pieces { file, piece: Vec::with_capacity(PIECE), hashes: pieces };
            for wave in bodies.chunks(WAVE) {
                let packed: Vec<_> = wave.par_iter().map(|body| body.packed(&packer, shelf)).collect();
                for bytes in packed {
                    lengths.push(u32::try_from(bytes.len()).map_err(io::Error::other)?);
                    *texts += bytes.len() as u64;
                    piece.write(&bytes)?;
                }
            }
            let vocabulary = vocabulary.to_bytes();
            *length = *texts + vocabulary.len() as u64;
            piece.write(&vocabulary)?;
            piece.end()
        })?;
        Ok((shelved, lengths))
    }

    /// Opens what [`Library::save`] wrote for the knowledge base at `root`. Does not look at the
    /// folder: [`Library::is_current`] does.
    ///
    /// # Errors
    /// When nothing usable is there.
    pub fn open(folder: &Path, root: &Path) -> Result<Library, StoredError> {
        let mut library = Stored::read(folder)?.library(root)?;
        if !library.is_whole() {
            return Err(StoredError::Damaged);
        }
        library.unread = None;
        Ok(library)
    }

    /// Whether what is stored in a folder is much to go through.
    #[must_use]
    pub fn is_large(folder: &Path) -> bool {
        fs::metadata(folder.join(ITEMS)).is_ok_and(|meta| meta.len() > LARGE)
    }

    /// Goes through the texts of a library that was opened, as long as they are where they were then.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let Some(Unread { path, shelf }) = &self.unread else { return true };
        usize::try_from(shelf.length).is_ok_and(|length| is_whole(path, length, &shelf.pieces).unwrap_or(false))
    }
}

impl Stored {
    /// Reads what [`Library::save`] wrote into a folder.
    ///
    /// # Errors
    /// When nothing usable is there.
    pub fn read(folder: &Path) -> Result<Self, StoredError> {
        let bytes = fs::read(folder.join(ITEMS))?;
        let (head, items) = head(&bytes).ok_or(StoredError::Damaged)?;
        Ok(Self { bodies: folder.join(BODIES), head, items, bytes })
    }

    /// Of the library that is stored.
    #[must_use]
    pub fn revision(&self) -> &Revision {
        &self.head.known.revision
    }

    /// The library, for the knowledge base at `root`; its texts are not gone through: [`Library::is_whole`] does,
    /// when there is time.
    ///
    /// # Errors
    /// When it is not as it was written.
    pub fn library(self, root: &Path) -> Result<Library, StoredError> {
        let Self { bodies, head, items: start, bytes } = self;
        let shelf = Shelf::new(map(&bodies)?, head.shelf.texts).ok_or(StoredError::Damaged)?;
        if shelf.length() as u64 != head.shelf.length {
            return Err(StoredError::Damaged);
        }
        let ends = head.chunks.iter().skip(1).map(|chunk| u64::from(chunk.texts)).chain([head.shelf.texts]);
        let chunks = chunks(&head, &bytes[start..]).ok_or(StoredError::Damaged)?;
        let parts: Vec<_> = head.chunks.iter().zip(chunks).zip(ends).collect();
        let items: Vec<_> =
            parts.into_par_iter().map(|((chunk, bytes), end)| items(chunk, bytes, &shelf, end)).collect();
        let items: Option<Vec<Vec<Item>>> = items.into_iter().collect();
        let items = items.ok_or(StoredError::Damaged)?.into_iter().flatten().collect();
        let mut library = Library::build(root.to_owned(), items, head.scan_findings, head.loaded_at, Some(&head.known));
        library.unread = Some(Unread { path: bodies, shelf: head.shelf });
        Ok(library)
    }
}

/// What stands before the items, and where they begin.
fn head(bytes: &[u8]) -> Option<(Head, usize)> {
    let (magic, rest) = bytes.split_first_chunk::<8>()?;
    let (schema, rest) = rest.split_first_chunk::<4>()?;
    let (known, rest) = rest.split_first_chunk::<32>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    if *magic != MAGIC || *schema != SCHEMA.to_le_bytes() {
        return None;
    }
    let (plain, items) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    if hash(plain) != *known {
        return None;
    }
    Some((postcard::from_bytes(plain).ok()?, bytes.len() - items.len()))
}

/// The pieces that the items lie in.
fn chunks<'a>(head: &Head, mut rest: &'a [u8]) -> Option<Vec<&'a [u8]>> {
    let mut chunks = Vec::with_capacity(head.chunks.len());
    for chunk in &head.chunks {
        let (own, after) = rest.split_at_checked(chunk.bytes as usize)?;
        chunks.push(own);
        rest = after;
    }
    rest.is_empty().then_some(chunks)
}

/// The items of one piece, with their texts, which end at `end`.
fn items(chunk: &Chunk, bytes: &[u8], shelf: &Arc<Shelf>, end: u64) -> Option<Vec<Item>> {
    if hash(bytes) != chunk.hash {
        return None;
    }
    let plain = lz4_flex::block::decompress_size_prepended(bytes).ok()?;
    let (mut items, lengths): Chunked<Vec<Item>> = postcard::from_bytes(&plain).ok()?;
    let reached = attach(&mut items, &lengths, shelf, chunk.texts)?;
    (u64::from(reached) == end).then_some(items)
}

fn too_long() -> io::Error {
    io::Error::other("the texts of the knowledge base are longer than 4 GiB")
}

/// Compares the checksums of all pieces. Reads the file rather than the map: pages that nobody asks
/// for stay on the disk.
fn is_whole(path: &Path, length: usize, pieces: &[Hash]) -> io::Result<bool> {
    if length.div_ceil(PIECE) != pieces.len() {
        return Ok(false);
    }
    let state = || (File::open(path), Vec::new());
    let same = pieces.par_iter().enumerate().map_init(state, |(file, buffer), (at, known)| {
        let file = file.as_mut().map_err(|error| io::Error::from(error.kind()))?;
        let start = at * PIECE;
        buffer.resize(PIECE.min(length - start), 0);
        file.seek(io::SeekFrom::Start(start as u64))?;
        file.read_exact(buffer)?;
        Ok(hash(buffer) == *known)
    });
    same.try_reduce(|| true, |one, other| Ok(one && other))
}

/// Learns how to pack texts from some of everywhere.
fn learn(bodies: &[&Body]) -> Vocabulary {
    let step = bodies.len().div_ceil(SAMPLED).max(1);
    let sampled: Vec<String> = bodies.par_iter().step_by(step).map(|body| body.text()).collect();
    Vocabulary::learn(sampled.iter().map(String::as_bytes))
}

fn bodies(thing: &Thing) -> impl Iterator<Item = &Body> {
    let all = if let Thing::Article(entry) = thing { Some(entry.bodies()) } else { None };
    all.into_iter().flatten()
}

/// Gives each article its texts, from `start` on, and lets equal locales and categories share theirs; where the
/// texts end.
fn attach(items: &mut [Item], lengths: &[u32], shelf: &Arc<Shelf>, mut start: u32) -> Option<u32> {
    let mut lengths = lengths.iter();
    let mut last: Option<(Locale, CategoryKey)> = None;
    for item in items {
        let Thing::Article(entry) = &mut item.thing else { continue };
        let entry = Arc::get_mut(entry)?;
        for body in entry.bodies_mut() {
            let length = *lengths.next()?;
            *body = Body::shelved(shelf, start, length)?;
            start = start.checked_add(length)?;
        }
        let Some((locale, category)) = &last else {
            last = Some((entry.article.locale.clone(), entry.article.category.clone()));
            continue;
        };
        let same = (*locale == entry.article.locale, *category == entry.article.category);
        if same.0 {
            entry.article.locale = locale.clone();
        }
        if same.1 {
            entry.article.category = category.clone();
        }
        if entry.folder == *category {
            entry.folder = category.clone();
        }
        if same != (true, true) {
            last = Some((entry.article.locale.clone(), entry.article.category.clone()));
        }
    }
    lengths.next().is_none().then_some(start)
}

fn map(path: &Path) -> io::Result<Mmap> {
    let file = File::open(path)?;
    #[expect(unsafe_code, reason = "the file is written once under another name and never changed after its rename")]
    // SAFETY: a revision's files are only ever replaced by rename or removed, never written again;
    // every block is bounds-checked, and decoding refuses what is not UTF-8.
    unsafe {
        Mmap::map(&file)
    }
}

/// Writes under another name, syncs, renames, syncs the folder.
fn write_whole(
    folder: &Path,
    name: &str,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> io::Result<()> {
    let aside = folder.join(format!("{name}.new"));
    let mut file = BufWriter::with_capacity(1 << 18, File::create(&aside)?);
    write(&mut file)?;
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    fs::rename(&aside, folder.join(name))?;
    File::open(folder)?.sync_all()
}

/// Passes bytes on and takes the checksum of each piece.
struct Pieces<'a, W> {
    file: &'a mut W,
    piece: Vec<u8>,
    hashes: &'a mut Vec<Hash>,
}

impl<W: Write> Pieces<'_, W> {
    fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let room = (PIECE - self.piece.len()).min(bytes.len());
            self.piece.extend_from_slice(&bytes[..room]);
            bytes = &bytes[room..];
            if self.piece.len() == PIECE {
                self.end()?;
            }
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        if !self.piece.is_empty() {
            self.file.write_all(&self.piece)?;
            self.hashes.push(hash(&self.piece));
            self.piece.clear();
        }
        Ok(())
    }
}
