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
    blob::Body,
    item::{Hash, Item, Thing, hash},
};

const ITEMS: &str = "library.bin";
const BODIES: &str = "bodies.bin";
const MAGIC: [u8; 8] = *b"ADKBLIB\0";
/// Bodies are checked in pieces of this size, side by side.
const PIECE: usize = 1 << 20;

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
    /// For each article among the items, in order: where its body lies, compressed and plain length;
    /// then the same for its links.
    bodies: Vec<(u64, u32, u32)>,
    /// Checksums of the pieces of the bodies' file, and its length.
    pieces: Vec<Hash>,
    length: u64,
    revision: String,
}

/// The same with borrowed items, for writing.
#[derive(Serialize)]
struct Storing<'a> {
    loaded_at: Timestamp,
    scan_findings: &'a [Finding],
    items: &'a [Item],
    bodies: Vec<(u64, u32, u32)>,
    pieces: Vec<Hash>,
    length: u64,
    revision: &'a str,
}

impl Library {
    /// Writes the library into a folder (of its revision), whole or not at all.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn save(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        let (bodies, pieces, length) = self.save_bodies(folder)?;
        let stored = Storing {
            loaded_at: self.loaded_at,
            scan_findings: &self.scan_findings,
            items: &self.items,
            bodies,
            pieces,
            length,
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

    fn save_bodies(&self, folder: &Path) -> io::Result<(Vec<(u64, u32, u32)>, Vec<Hash>, u64)> {
        let bodies: Vec<&Body> = self.items.iter().flat_map(|item| bodies(&item.thing)).collect();
        let mut at = 0_u64;
        let mut places = Vec::with_capacity(bodies.len());
        for body in &bodies {
            let length = u32::try_from(body.compressed().len()).map_err(io::Error::other)?;
            places.push((at, length, body.raw_len()));
            at += u64::from(length);
        }
        let mut pieces = Vec::new();
        write_whole(folder, BODIES, |file| {
            let mut piece = Pieces { file, piece: Vec::with_capacity(PIECE), hashes: &mut pieces };
            for body in &bodies {
                piece.write(body.compressed())?;
            }
            piece.end()
        })?;
        Ok((places, pieces, at))
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
        let map = Arc::new(map(&folder.join(BODIES))?);
        if map.len() as u64 != stored.length {
            return Err(StoredError::Damaged);
        }
        attach(&mut stored, &map).ok_or(StoredError::Damaged)?;
        let (whole, library) = rayon::join(
            || is_whole(&folder.join(BODIES), map.len(), &stored.pieces),
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

fn bodies(thing: &Thing) -> impl Iterator<Item = &Body> {
    let both = if let Thing::Article(entry) = thing { Some([&entry.body, &entry.links]) } else { None };
    both.into_iter().flatten()
}

/// Gives each article its body and lets equal locales and categories share their text.
fn attach(stored: &mut Stored, map: &Arc<Mmap>) -> Option<()> {
    let mut places = stored.bodies.iter();
    let mut last: Option<(crate::base::Locale, crate::base::CategoryKey)> = None;
    for item in &mut stored.items {
        let Thing::Article(entry) = &mut item.thing else { continue };
        let entry = Arc::get_mut(entry)?;
        for body in [&mut entry.body, &mut entry.links] {
            let (start, length, raw) = *places.next()?;
            *body = Body::mapped(map, usize::try_from(start).ok()?, length as usize, raw)?;
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
    places.next().is_none().then_some(())
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
