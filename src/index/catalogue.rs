//! The catalogue's file: written whole with each revision, mapped for reading, so that what search
//! knows of a hundred thousand articles fills no memory.
//!
//! ```text
//! next number, count          u32 each
//! numbers of the entries      u32 each
//! where each record ends      u32 each
//! records                     number, fingerprint, updated, kind, visibility; lengths; texts
//! checksum                    u64
//! ```
//!
//! All figures are little-endian. A file that is cut short or changed is refused when it is opened.

use std::{
    fs::File,
    io::{self, Read as _, Write as _},
    path::Path,
};

use tantivy::{
    HasLen as _,
    directory::{Directory as _, MmapDirectory, OwnedBytes},
};

use super::{Entry, EntryKind, Lines, entry::lines_of};
use crate::base::Audience;

pub(super) const FILE: &str = "catalogue";
/// Bytes of a record before its lengths.
const FIXED: usize = 24;
/// Lengths in each record: key, title, url, category, headings; counts of tags, questions, names; words of lines.
const LENGTHS: usize = 9;

/// All entries of one locale and audience, owned: for building.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    /// The next number to give.
    pub next_number: u32,
    pub entries: Vec<Entry>,
}

impl Catalogue {
    /// Written whole and synced; the folder is not yet in use.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let mut records = Vec::new();
        let mut ends = Vec::with_capacity(self.entries.len());
        for entry in &self.entries {
            push(entry, &mut records)?;
            ends.push(number(records.len())?);
        }
        let mut bytes = Vec::with_capacity(8 + 8 * ends.len() + records.len() + 8);
        bytes.extend(self.next_number.to_le_bytes());
        bytes.extend(number(ends.len())?.to_le_bytes());
        bytes.extend(self.entries.iter().flat_map(|entry| entry.number.to_le_bytes()));
        bytes.extend(ends.iter().flat_map(|end| end.to_le_bytes()));
        bytes.append(&mut records);
        let sum = checksum(&bytes);
        bytes.extend(sum.to_le_bytes());
        let mut file = File::create(folder.join(FILE))?;
        file.write_all(&bytes)?;
        file.sync_all()
    }

    /// Fails when the file is missing, cut short or changed.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let entries = Entries::open(folder)?;
        Ok(Self { next_number: entries.next_number, entries: entries.iter().map(EntryRef::to_owned).collect() })
    }
}

fn number(value: usize) -> io::Result<u32> {
    u32::try_from(value).map_err(io::Error::other)
}

fn push(entry: &Entry, out: &mut Vec<u8>) -> io::Result<()> {
    out.extend(entry.number.to_le_bytes());
    out.extend(entry.fingerprint.to_le_bytes());
    out.extend(entry.updated.to_le_bytes());
    out.extend([entry.kind as u8, u8::from(entry.visibility == Audience::Agent)]);
    out.extend(u16::try_from(entry.links).unwrap_or(u16::MAX).to_le_bytes());
    let texts: [&str; 5] = [&entry.key, &entry.title, &entry.url, &entry.category, &entry.headings];
    let lists = [&entry.tags, &entry.questions, &entry.names];
    let words = entry.lines.packed();
    let lengths = texts.iter().map(|text| text.len()).chain(lists.iter().map(|list| list.len())).chain([words.len()]);
    let inner = lists.iter().flat_map(|list| list.iter().map(|text| text.len()));
    for length in lengths.chain(inner) {
        out.extend(number(length)?.to_le_bytes());
    }
    out.extend(words.iter().flat_map(|word| word.to_le_bytes()));
    texts.iter().for_each(|text| out.extend_from_slice(text.as_bytes()));
    lists.iter().flat_map(|list| list.iter()).for_each(|text| out.extend_from_slice(text.as_bytes()));
    Ok(())
}

/// All entries of one locale and audience, mapped.
pub struct Entries {
    bytes: OwnedBytes,
    pub(super) next_number: u32,
    count: usize,
}

impl Entries {
    /// Maps the file of a folder. It is checked by reading it, not through the map: pages that nobody
    /// asks for stay on the disk.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        check(&folder.join(FILE))?;
        let directory = MmapDirectory::open(folder).map_err(io::Error::other)?;
        let slice = directory.open_read(Path::new(FILE)).map_err(io::Error::other)?;
        if slice.len() < 16 {
            return Err(io::Error::other("the catalogue is cut short"));
        }
        let bytes = slice.read_bytes()?;
        let mut entries = Self { next_number: 0, count: 0, bytes };
        entries.next_number = word(&entries.bytes, 0);
        entries.count = word(&entries.bytes, 4) as usize;
        Ok(entries)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The entry at a place.
    ///
    /// # Panics
    /// When there are not so many.
    #[must_use]
    pub fn at(&self, place: u32) -> EntryRef<'_> {
        let place = place as usize;
        assert!(place < self.count, "an entry's place is below their number");
        let ends = 8 + 4 * self.count;
        let records = ends + 4 * self.count;
        let from = if place == 0 { 0 } else { word(&self.bytes, ends + 4 * (place - 1)) as usize };
        let to = word(&self.bytes, ends + 4 * place) as usize;
        EntryRef { record: self.bytes.get(records + from..records + to).unwrap_or_default() }
    }

    /// Their numbers, in order; touches no record.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u32> {
        (0..self.count).map(|place| word(&self.bytes, 8 + 4 * place))
    }

    /// All of them, by kind and key.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = EntryRef<'_>> {
        (0..self.count).map(|place| self.at(u32::try_from(place).expect("counted in 32 bits")))
    }

    /// The place of an entry.
    #[must_use]
    pub fn find(&self, kind: EntryKind, key: &str) -> Option<u32> {
        let (mut from, mut to) = (0, u32::try_from(self.count).expect("counted in 32 bits"));
        while from < to {
            let middle = from + (to - from) / 2;
            let entry = self.at(middle);
            match (entry.kind(), entry.key()).cmp(&(kind, key)) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Greater => to = middle,
            }
        }
        None
    }
}

impl std::fmt::Debug for Entries {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Entries({})", self.count)
    }
}

/// One entry where it lies in the file; see [`Entry`] for what its parts mean.
#[derive(Clone, Copy)]
pub struct EntryRef<'a> {
    record: &'a [u8],
}

#[expect(missing_docs, reason = "the fields of `Entry`, where they are described")]
impl<'a> EntryRef<'a> {
    #[must_use]
    pub fn number(self) -> u32 {
        word(self.record, 0)
    }

    #[must_use]
    pub fn fingerprint(self) -> u64 {
        u64::from(word(self.record, 4)) | u64::from(word(self.record, 8)) << 32
    }

    #[must_use]
    pub fn updated(self) -> i64 {
        (u64::from(word(self.record, 12)) | u64::from(word(self.record, 16)) << 32).cast_signed()
    }

    #[must_use]
    pub fn kind(self) -> EntryKind {
        match self.record.get(20) {
            Some(1) => EntryKind::Reply,
            Some(2) => EntryKind::Card,
            _ => EntryKind::Article,
        }
    }

    #[must_use]
    pub fn visibility(self) -> Audience {
        if self.record.get(21) == Some(&0) { Audience::Public } else { Audience::Agent }
    }

    #[must_use]
    pub fn key(self) -> &'a str {
        self.text(0)
    }

    #[must_use]
    pub fn key_bytes(self) -> &'a [u8] {
        let from = self.texts_at();
        self.record.get(from..from + self.length(0)).unwrap_or_default()
    }

    #[must_use]
    pub fn title(self) -> &'a str {
        self.text(1)
    }

    #[must_use]
    pub fn url(self) -> &'a str {
        self.text(2)
    }

    #[must_use]
    pub fn category(self) -> &'a str {
        self.text(3)
    }

    #[must_use]
    pub fn headings(self) -> &'a str {
        self.text(4)
    }

    #[must_use]
    pub fn tags(self) -> impl ExactSizeIterator<Item = &'a str> {
        self.list(0, self.length(5))
    }

    #[must_use]
    pub fn questions(self) -> impl ExactSizeIterator<Item = &'a str> {
        self.list(self.length(5), self.length(6))
    }

    #[must_use]
    pub fn names(self) -> impl ExactSizeIterator<Item = &'a str> {
        self.list(self.length(5) + self.length(6), self.length(7))
    }

    #[must_use]
    pub fn links(self) -> u32 {
        word(self.record, 20) >> 16
    }

    /// The heading of its nth section.
    #[must_use]
    pub fn heading(self, section: u32) -> &'a str {
        let from = self.texts_at() + (0..4).map(|before| self.length(before)).sum::<usize>();
        let all = self.record.get(from..from + self.length(4)).unwrap_or_default();
        let line = all.split(|byte| *byte == b'\n').nth(section as usize).unwrap_or_default();
        std::str::from_utf8(line).unwrap_or_default()
    }

    #[must_use]
    pub fn lines(self) -> Lines {
        let from = self.words_at();
        Lines::from_packed((0..self.length(8)).map(|at| word(self.record, from + 4 * at)).collect())
    }

    /// The same by way of a buffer, which is used again for the next entry.
    pub fn lines_in(self, buffer: &mut Vec<u32>) -> impl Iterator<Item = &[u32]> {
        let from = self.words_at();
        let words = self.record.get(from..from + 4 * self.length(8)).unwrap_or_default();
        buffer.clear();
        buffer.extend(words.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word)));
        lines_of(buffer)
    }

    fn to_owned(self) -> Entry {
        Entry {
            number: self.number(),
            fingerprint: self.fingerprint(),
            kind: self.kind(),
            key: self.key().into(),
            title: self.title().into(),
            url: self.url().into(),
            category: self.category().into(),
            tags: self.tags().map(Box::from).collect(),
            questions: self.questions().map(Box::from).collect(),
            names: self.names().map(Box::from).collect(),
            links: self.links(),
            visibility: self.visibility(),
            updated: self.updated(),
            headings: self.headings().into(),
            lines: self.lines(),
        }
    }

    fn length(self, which: usize) -> usize {
        word(self.record, FIXED + 4 * which) as usize
    }

    /// Tags, then questions, then names.
    fn listed(self) -> usize {
        self.length(5) + self.length(6) + self.length(7)
    }

    fn words_at(self) -> usize {
        FIXED + 4 * (LENGTHS + self.listed())
    }

    fn texts_at(self) -> usize {
        self.words_at() + 4 * self.length(8)
    }

    fn text(self, which: usize) -> &'a str {
        let from = self.texts_at() + (0..which).map(|before| self.length(before)).sum::<usize>();
        self.slice(from, self.length(which))
    }

    fn list(self, skip: usize, count: usize) -> impl ExactSizeIterator<Item = &'a str> {
        let length = move |at: usize| self.length(LENGTHS + at);
        let mut from = self.texts_at() + (0..5).map(|at| self.length(at)).sum::<usize>();
        from += (0..skip).map(length).sum::<usize>();
        (skip..skip + count).map(move |at| {
            let text = self.slice(from, length(at));
            from += length(at);
            text
        })
    }

    fn slice(self, from: usize, length: usize) -> &'a str {
        let bytes = self.record.get(from..from + length).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

impl std::fmt::Debug for EntryRef<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {}", self.kind(), self.key())
    }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes)
}

/// Reads the file once, piece by piece, and compares its checksum.
fn check(path: &Path) -> io::Result<()> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let body = length.checked_sub(8).ok_or_else(|| io::Error::other("the catalogue is cut short"))?;
    let mut sum = Checksum::default();
    let mut buffer = vec![0_u8; 1 << 16];
    let mut rest = (&mut file).take(body);
    loop {
        let mut filled = 0;
        while filled < buffer.len() {
            match rest.read(&mut buffer[filled..])? {
                0 => break,
                read => filled += read,
            }
        }
        if filled == 0 {
            break;
        }
        sum.add(&buffer[..filled]);
    }
    let mut known = [0; 8];
    file.read_exact(&mut known)?;
    if sum.0.to_le_bytes() == known { Ok(()) } else { Err(io::Error::other("the catalogue is damaged")) }
}

/// FNV-1a over words of eight bytes: enough to see damage. Pieces but the last are whole words.
struct Checksum(u64);

impl Default for Checksum {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Checksum {
    fn add(&mut self, bytes: &[u8]) {
        let step = |hash: u64, word: u64| (hash ^ word).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(29);
        let (words, rest) = bytes.as_chunks::<8>();
        self.0 = words.iter().fold(self.0, |hash, word| step(hash, u64::from_le_bytes(*word)));
        self.0 = rest.iter().fold(self.0, |hash, byte| step(hash, u64::from(*byte)));
    }
}

/// Of a whole file; see [`Checksum`].
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    let mut sum = Checksum::default();
    sum.add(bytes);
    sum.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(key: &str, questions: &[&str]) -> Entry {
        Entry {
            number: 7,
            fingerprint: u64::MAX - 3,
            kind: EntryKind::Card,
            key: key.into(),
            title: "Größe".into(),
            url: "/en/a".into(),
            category: "".into(),
            tags: ["one".into(), "".into()].into(),
            questions: questions.iter().map(|q| Box::from(*q)).collect(),
            names: ["what others say".into()].into(),
            links: 300,
            visibility: Audience::Agent,
            updated: -5,
            headings: "\nFirst\nSecond".into(),
            lines: Lines::pack(&[vec![1, 2], vec![], vec![3]]),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let entries = vec![entry("a", &["why?", "how?"]), entry("b", &[])];
        Catalogue { next_number: 9, entries: entries.clone() }.write(folder.path()).expect("written");
        let read = Catalogue::read(folder.path()).expect("read");
        assert_eq!((read.next_number, &read.entries), (9, &entries));
        let mapped = Entries::open(folder.path()).expect("mapped");
        assert_eq!((mapped.len(), mapped.find(EntryKind::Card, "b")), (2, Some(1)));
        assert_eq!(mapped.find(EntryKind::Article, "b"), None);
        assert_eq!((mapped.at(0).heading(2), mapped.at(1).questions().count()), ("Second", 0));
    }

    #[test]
    fn a_damaged_catalogue_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        Catalogue { next_number: 7, entries: Vec::new() }.write(folder.path()).expect("written");
        assert_eq!(Catalogue::read(folder.path()).expect("read").next_number, 7);
        let path = folder.path().join(FILE);
        let mut bytes = std::fs::read(&path).expect("bytes");
        bytes[0] ^= 1;
        std::fs::write(&path, &bytes).expect("written");
        assert!(Catalogue::read(folder.path()).is_err());
        std::fs::write(&path, &bytes[..7]).expect("written");
        assert!(Catalogue::read(folder.path()).is_err());
    }
}
