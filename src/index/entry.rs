//! What search knows of each article (on the desk also of replies and cards) besides its words.

use crate::base::Audience;

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// An article.
    Article,
    /// A saved reply.
    Reply,
    /// A bot card.
    Card,
}

/// One article, reply or card.
#[derive(Debug, Clone, PartialEq)]
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
    /// What other articles call it (texts of links).
    pub names: Box<[Box<str>]>,
    /// Articles that link to it.
    pub links: u32,
    /// The least audience that may read it.
    pub visibility: Audience,
    /// Last change, milliseconds since 1970.
    pub updated: i64,
    /// Headings of its sections, one a line; empty for those without.
    pub headings: Box<str>,
    /// Title, questions and names as hashes of their stems, for the likeness of a query to a whole line.
    pub lines: Lines,
}

/// Lines of words as 32-bit hashes of their stems: each line is its length, then its words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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

    pub(super) fn packed(&self) -> &[u32] {
        &self.0
    }

    pub(super) fn from_packed(words: Box<[u32]>) -> Self {
        Self(words)
    }

    /// The lines again.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        lines_of(&self.0)
    }
}

/// Lines as they are packed.
pub(super) fn lines_of(mut rest: &[u32]) -> impl Iterator<Item = &[u32]> {
    std::iter::from_fn(move || {
        let (&length, tail) = rest.split_first()?;
        let (line, tail) = tail.split_at_checked(length as usize)?;
        rest = tail;
        Some(line)
    })
}

/// Hash of a word (FNV-1a): stable on every machine.
#[must_use]
pub fn word_hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_back_as_they_went_in() {
        let lines = vec![vec![1, 2], vec![], vec![3]];
        assert_eq!(Lines::pack(&lines).iter().map(<[u32]>::to_vec).collect::<Vec<_>>(), lines);
    }
}
