//! A quick hash for tables of a writer's own words: they are many, short, and nobody's attack.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

/// A table with it.
pub type QuickMap<K, V> = HashMap<K, V, BuildHasherDefault<Quick>>;

/// Eight bytes at a time, turned and multiplied (in the manner of Firefox's hash).
#[derive(Debug, Default, Clone, Copy)]
pub struct Quick(u64);

impl Quick {
    #[inline]
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0xf135_7aea_2e62_a9c5);
    }
}

impl Hasher for Quick {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| self.add(u64::from_le_bytes(*word)));
        if !rest.is_empty() {
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            self.add(u64::from_le_bytes(last));
        }
    }

    #[inline]
    fn write_u8(&mut self, byte: u8) {
        self.add(u64::from(byte));
    }

    #[inline]
    fn write_usize(&mut self, length: usize) {
        self.add(length as u64);
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_again_and_told_apart() {
        let words: Vec<String> = (0..5_000).map(|n| format!("word{n}")).collect();
        let table: QuickMap<&str, usize> = words.iter().enumerate().map(|(at, word)| (word.as_str(), at)).collect();
        assert!(words.iter().enumerate().all(|(at, word)| table[word.as_str()] == at));
        let hashes: std::collections::HashSet<u64> = words
            .iter()
            .map(|word| {
                let mut quick = Quick::default();
                quick.write(word.as_bytes());
                quick.finish()
            })
            .collect();
        assert_eq!(hashes.len(), words.len());
    }
}
