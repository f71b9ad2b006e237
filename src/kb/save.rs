//! A library on disk: what was read from each file in one file, the bodies of the articles in
//! another, mapped into memory when they are wanted. A start with an unchanged folder opens these
//! and parses nothing.
//!
//! Both are written aside, synced and renamed; both end in checksums, and whatever does not match is
//! refused, so that the caller reads the folder again.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Read as _, Seek as _, Write},
    path::Path,
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
};
use crate::text::Vocabulary;

const ITEMS: &str = "library.bin";
const BODIES: &str = "bodies.bin";
const MAGIC: [u8; 8] = *b"ADKBLIB\0";
/// Bodies are checked in pieces of this size, side by side.
const PIECE: usize = 1 << 20;
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

#[derive(Serialize, Deserialize)]
struct Stored {
    loaded_at: Timestamp,
    scan_findings: Vec<Finding>,
    items: Vec<Item>,
    shelf: Shelved,
    revision: String,
}

/// What the bodies' file holds.
#[derive(Serialize, Deserialize)]
struct Shelved {
    /// Lengths of the texts, one after the other: for each article among the items its body, links and lead.
    lengths: Vec<u32>,
    /// Where the texts end and the vocabulary begins.
    texts: u64,
    /// Checksums of the pieces of the file, and its length.
    pieces: Vec<Hash>,
    length: u64,
}

/// The same with borrowed items, for writing.
#[derive(Serialize)]
struct Storing<'a> {
    loaded_at: Timestamp,
    scan_findings: &'a [Finding],
    items: &'a [Item],
    shelf: Shelved,
    revision: &'a str,
}

impl Library {
    /// Writes the library into a folder (of its revision), whole or not at all.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn save(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        let stored = Storing {
            loaded_at: self.loaded_at,
            scan_findings: &self.scan_findings,
            items: &self.items,
            shelf: self.save_bodies(folder)?,
            revision: self.revision.as_str(),
        };
        let payload = postcard::to_stdvec(&stored).map_err(io::Error::other)?;
        let payload = lz4_flex::block::compress_prepend_size(&payload);
        write_whole(folder, ITEMS, |file| {
            file.write_all(&MAGIC)?;
            file.write_all(&SCHEMA.to_le_bytes())?;
            file.write_all(&hash(&payload))?;
            file.write_all(&payload)
        })
    }

    /// What lies on a shelf already is copied; the vocabulary is handed on as long as that is most.
    fn save_bodies(&self, folder: &Path) -> io::Result<Shelved> {
        let bodies: Vec<&Body> = self.items.iter().flat_map(|item| bodies(&item.thing)).collect();
        let shelf = bodies.iter().find_map(|body| body.shelf()).filter(|_| {
            let shelved = bodies.iter().filter(|body| body.shelf().is_some()).count();
            shelved * 2 > bodies.len()
        });
        let learned = shelf.is_none().then(|| learn(&bodies));
        let vocabulary = shelf.map(|shelf| shelf.vocabulary()).or(learned.as_ref()).expect("handed on or learned");
        let packer = vocabulary.packer();
        let mut shelved =
            Shelved { lengths: Vec::with_capacity(bodies.len()), texts: 0, pieces: Vec::new(), length: 0 };
        let Shelved { lengths, texts, pieces, length } = &mut shelved;
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
        Ok(shelved)
    }

    /// Opens what [`Library::save`] wrote for the knowledge base at `root`. Does not look at the
    /// folder: [`Library::is_current`] does.
    ///
    /// # Errors
    /// When nothing usable is there.
    pub fn open(folder: &Path, root: &Path) -> Result<Library, StoredError> {
        let bytes = fs::read(folder.join(ITEMS))?;
        let head = MAGIC.len() + 4 + 32;
        let (head, payload) = bytes.split_at_checked(head).ok_or(StoredError::Damaged)?;
        let fits = head[..8] == MAGIC && head[8..12] == SCHEMA.to_le_bytes() && head[12..] == hash(payload);
        if !fits {
            return Err(StoredError::Damaged);
        }
        let plain = lz4_flex::block::decompress_size_prepended(payload).map_err(|_| StoredError::Damaged)?;
        drop(bytes);
        let mut stored: Stored = postcard::from_bytes(&plain).map_err(|_| StoredError::Damaged)?;
        drop(plain);
        let shelf = Shelf::new(map(&folder.join(BODIES))?, stored.shelf.texts).ok_or(StoredError::Damaged)?;
        if shelf.length() as u64 != stored.shelf.length {
            return Err(StoredError::Damaged);
        }
        attach(&mut stored, &shelf).ok_or(StoredError::Damaged)?;
        let (whole, library) = rayon::join(
            || is_whole(&folder.join(BODIES), shelf.length(), &stored.shelf.pieces),
            || Library::build(root.to_owned(), stored.items, stored.scan_findings, stored.loaded_at),
        );
        if !whole? || library.revision().as_str() != stored.revision {
            return Err(StoredError::Damaged);
        }
        Ok(library)
    }
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

/// Gives each article its texts and lets equal locales and categories share theirs.
fn attach(stored: &mut Stored, shelf: &Arc<Shelf>) -> Option<()> {
    let mut lengths = stored.shelf.lengths.iter();
    let mut start = 0_u32;
    let mut last: Option<(crate::base::Locale, crate::base::CategoryKey)> = None;
    for item in &mut stored.items {
        let Thing::Article(entry) = &mut item.thing else { continue };
        let entry = Arc::get_mut(entry)?;
        for body in entry.bodies_mut() {
            let length = *lengths.next()?;
            *body = Body::shelved(shelf, start, length)?;
            start = start.checked_add(length)?;
        }
        if let Some((locale, category)) = &last {
            if *locale == entry.article.locale {
                entry.article.locale = locale.clone();
            }
            if *category == entry.article.category {
                entry.article.category = category.clone();
            }
            if entry.folder == *category {
                entry.folder = category.clone();
            }
        }
        last = Some((entry.article.locale.clone(), entry.article.category.clone()));
    }
    (lengths.next().is_none() && u64::from(start) == stored.shelf.texts).then_some(())
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
