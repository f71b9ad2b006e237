//! The vocabulary that passages are packed with: learned from the locale's own texts when an index is built
//! from nothing, kept beside it, and handed on with its segments from revision to revision. Its file ends in a
//! checksum.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::Path,
};

use super::catalogue::checksum;
use crate::text::Vocabulary;

const FILE: &str = "vocabulary";

/// Writes it, synced.
pub(super) fn write(vocabulary: &Vocabulary, folder: &Path) -> io::Result<()> {
    let mut bytes = vocabulary.to_bytes();
    bytes.extend(checksum(&bytes).to_le_bytes());
    let mut file = File::create(folder.join(FILE))?;
    file.write_all(&bytes)?;
    file.sync_all()
}

/// Fails when the file is missing, cut short or changed.
pub(super) fn read(folder: &Path) -> io::Result<Vocabulary> {
    let bytes = fs::read(folder.join(FILE))?;
    let (body, known) = bytes.split_last_chunk::<8>().ok_or_else(|| io::Error::other("the vocabulary is cut short"))?;
    let whole = checksum(body).to_le_bytes() == *known;
    whole.then(|| Vocabulary::from_bytes(body)).flatten().ok_or_else(|| io::Error::other("the vocabulary is damaged"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_vocabulary_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(read(folder.path()).is_err());
        let vocabulary = Vocabulary::learn([&b"some words, some words"[..]]);
        write(&vocabulary, folder.path()).expect("written");
        assert_eq!(read(folder.path()).expect("whole"), vocabulary);
        let path = folder.path().join(FILE);
        let mut bytes = fs::read(&path).expect("bytes");
        bytes[2] ^= 1;
        fs::write(&path, bytes).expect("written");
        assert!(read(folder.path()).is_err());
    }
}
