//! The catalogue: what search knows of each article (on the desk also of replies and cards) besides
//! its words. Small enough to be held in memory; written once per revision.

use std::{
    fs::File,
    io::{self, Write as _},
    path::Path,
};

use serde::{Deserialize, Serialize};

use crate::base::Audience;

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EntryKind {
    /// An article.
    Article,
    /// A saved reply.
    Reply,
    /// A bot card.
    Card,
}

/// One article, reply or card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number in the index: never used twice within one chain of revisions.
    pub number: u32,
    /// Changes when anything that is indexed of it changes.
    pub fingerprint: u64,
    /// What it is.
    pub kind: EntryKind,
    /// Article key, reply id or card id.
    pub key: Box<str>,
    /// Plain text.
    pub title: Box<str>,
    /// Path of its page.
    pub url: Box<str>,
    /// Category key; empty at the top.
    pub category: Box<str>,
    /// As written.
    pub tags: Box<[Box<str>]>,
    /// As written.
    pub questions: Box<[Box<str>]>,
    /// The least audience that may read it.
    pub visibility: Audience,
    /// Last change, milliseconds since 1970.
    pub updated: i64,
    /// Headings of its sections, one a line; empty for those without.
    pub headings: Box<str>,
    /// Titles and questions as hashes of their stems, for the likeness of a query to a whole line.
    pub lines: Lines,
}

impl Entry {
    /// The heading of its nth section.
    #[must_use]
    pub fn heading(&self, section: u32) -> &str {
        self.headings.split('\n').nth(section as usize).unwrap_or_default()
    }
}

/// Lines of words as 32-bit hashes of their stems: each line is its length, then its words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines(Box<[u32]>);

impl Lines {
    /// Packs lines; the first is the title.
    #[must_use]
    pub fn pack(lines: &[Vec<u32>]) -> Self {
        let mut packed = Vec::with_capacity(lines.iter().map(|l| l.len() + 1).sum());
        for line in lines {
            packed.push(u32::try_from(line.len()).expect("a line has fewer than 2^32 words"));
            packed.extend_from_slice(line);
        }
        Self(packed.into())
    }

    /// The lines again.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        let mut rest = &self.0[..];
        std::iter::from_fn(move || {
            let (&length, tail) = rest.split_first()?;
            let (line, tail) = tail.split_at_checked(length as usize)?;
            rest = tail;
            Some(line)
        })
    }
}

/// Hash of a word (FNV-1a): stable on every machine.
#[must_use]
pub fn word_hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// All entries of one locale and audience.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Catalogue {
    /// The next number to give.
    pub next_number: u32,
    pub entries: Vec<Entry>,
}

const FILE: &str = "catalogue";

impl Catalogue {
    /// Written whole and synced; the folder is not yet in use.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let mut bytes = postcard::to_stdvec(self).map_err(io::Error::other)?;
        bytes.extend_from_slice(&checksum(&bytes).to_le_bytes());
        let mut file = File::create(folder.join(FILE))?;
        file.write_all(&bytes)?;
        file.sync_all()
    }

    /// Fails when the file is missing, cut short or changed.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let bytes = std::fs::read(folder.join(FILE))?;
        let (body, sum) =
            bytes.split_last_chunk::<8>().ok_or_else(|| io::Error::other("the catalogue is cut short"))?;
        if checksum(body).to_le_bytes() != *sum {
            return Err(io::Error::other("the catalogue is damaged"));
        }
        postcard::from_bytes(body).map_err(io::Error::other)
    }
}

/// FNV-1a over words of eight bytes: enough to see damage.
fn checksum(bytes: &[u8]) -> u64 {
    let step = |hash: u64, word: u64| (hash ^ word).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(29);
    let (words, rest) = bytes.as_chunks::<8>();
    let hash = words.iter().fold(0xcbf2_9ce4_8422_2325, |hash, word| step(hash, u64::from_le_bytes(*word)));
    rest.iter().fold(hash, |hash, byte| step(hash, u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_back_as_they_went_in() {
        let lines = vec![vec![1, 2], vec![], vec![3]];
        assert_eq!(Lines::pack(&lines).iter().map(<[u32]>::to_vec).collect::<Vec<_>>(), lines);
    }

    #[test]
    fn a_damaged_catalogue_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        Catalogue { next_number: 7, entries: Vec::new() }.write(folder.path()).expect("written");
        assert_eq!(Catalogue::read(folder.path()).expect("read").next_number, 7);
        let path = folder.path().join(FILE);
        let mut bytes = std::fs::read(&path).expect("bytes");
        bytes[0] ^= 1;
        std::fs::write(&path, bytes).expect("written");
        assert!(Catalogue::read(folder.path()).is_err());
    }
}
