//! Words of a dictionary that are some slips away from a typed word.
//!
//! The dictionary is a trie with shared ends. Going down it, all ways in which the letters so far may have
//! come from the typed word are followed at once: one bit for each place in the word, one row for each number
//! of slips (Wu and Manber 1992; swapped neighbours after Hyyrö 2003). Where no slip is left, only the
//! branches that the typed word names are looked at.

use std::ops::Deref;

use tantivy_fst::raw::{Fst, Node};

/// Letters of the longest word that is compared; one bit each, and one for its end.
const MAX_LETTERS: usize = 62;
/// Up to this many letters that may follow are looked for one by one.
const NAMED: u32 = 8;
/// Slips at most.
const MAX_SLIPS: usize = 2;

/// A typed word, ready to be looked for.
pub(super) struct Pattern {
    letters: Vec<char>,
    /// Where each letter stands in the word: a table for ASCII, a list for the rest.
    ascii: [u64; 128],
    others: Vec<(char, u64)>,
    slips: usize,
    /// The word may be unfinished: what follows does not matter.
    open: bool,
}

/// How the letters read so far may have come from the typed word.
#[derive(Clone, Copy)]
struct State {
    /// By slips: after how many letters of the typed word one may stand, a bit each.
    rows: [u64; MAX_SLIPS + 1],
    /// Where the letter read last is the one after next, and the next one may follow it.
    swaps: [u64; MAX_SLIPS],
    /// The typed word is matched whatever follows.
    done: bool,
}

/// A letter of which some bytes are still to come.
#[derive(Clone, Copy, Default)]
struct Partial {
    code: u32,
    missing: u8,
}

impl Pattern {
    /// `None` for words too long to be compared. `slips` is at most two.
    pub fn new(typed: &str, slips: usize, open: bool) -> Option<Self> {
        let letters: Vec<char> = typed.chars().take(MAX_LETTERS + 1).collect();
        if letters.len() > MAX_LETTERS {
            return None;
        }
        let mut pattern = Self { ascii: [0; 128], others: Vec::new(), slips: slips.min(MAX_SLIPS), open, letters };
        for (at, letter) in pattern.letters.iter().enumerate() {
            if let Some(places) = pattern.ascii.get_mut(*letter as usize) {
                *places |= 1 << at;
            } else if let Some((_, places)) = pattern.others.iter_mut().find(|(other, _)| other == letter) {
                *places |= 1 << at;
            } else {
                pattern.others.push((*letter, 1 << at));
            }
        }
        Some(pattern)
    }

    fn places(&self, letter: char) -> u64 {
        self.ascii
            .get(letter as usize)
            .copied()
            .unwrap_or_else(|| self.others.iter().find(|(other, _)| *other == letter).map_or(0, |(_, places)| *places))
    }

    fn end(&self) -> u64 {
        1 << self.letters.len()
    }

    fn start(&self) -> State {
        let mut rows = [0; MAX_SLIPS + 1];
        for (slips, row) in rows.iter_mut().enumerate().take(self.slips + 1) {
            // Letters left out at the beginning.
            *row = ((2 << slips) - 1) & (self.end() | (self.end() - 1));
        }
        self.settled(State { rows, swaps: [0; MAX_SLIPS], done: false })
    }

    fn settled(&self, mut state: State) -> State {
        state.done |= self.open && self.is_match(&state);
        state
    }

    fn is_match(&self, state: &State) -> bool {
        state.done || state.rows.iter().any(|row| row & self.end() != 0)
    }

    /// After one more letter; `None` when no slips explain it.
    fn step(&self, state: &State, letter: char) -> Option<State> {
        if state.done {
            return Some(*state);
        }
        let places = self.places(letter);
        let within = self.end() | (self.end() - 1);
        let mut next = State { rows: [0; MAX_SLIPS + 1], swaps: [0; MAX_SLIPS], done: false };
        next.rows[0] = (state.rows[0] & places) << 1;
        for slips in 1..=self.slips {
            let before = state.rows[slips - 1];
            let other_or_superfluous = before << 1 | before;
            let left_out = next.rows[slips - 1] << 1;
            let swapped = (state.swaps[slips - 1] & places) << 2;
            next.rows[slips] = ((state.rows[slips] & places) << 1 | other_or_superfluous | left_out | swapped) & within;
            next.swaps[slips - 1] = before & (places >> 1);
        }
        let alive = next.rows.iter().chain(&next.swaps).any(|bits| *bits != 0);
        alive.then(|| self.settled(next))
    }

    /// The letters that may follow when no slip is left; `None` when any may.
    fn only(&self, state: &State) -> Option<u64> {
        let last = self.slips;
        let free = state.done || state.rows[..last].iter().any(|row| *row != 0);
        (!free).then(|| state.rows[last] | state.swaps.iter().fold(0, |all, swaps| all | swaps))
    }

    /// Visits the words of the dictionary that are near, until `visit` says no.
    pub fn each<D: Deref<Target = [u8]>>(&self, words: &Fst<D>, visit: &mut dyn FnMut(&[u8]) -> bool) {
        let mut walk = Walk { pattern: self, words, key: Vec::with_capacity(64), visit };
        walk.down(&words.root(), &self.start(), Partial::default());
    }
}

struct Walk<'a, D> {
    pattern: &'a Pattern,
    words: &'a Fst<D>,
    key: Vec<u8>,
    visit: &'a mut dyn FnMut(&[u8]) -> bool,
}

impl<D: Deref<Target = [u8]>> Walk<'_, D> {
    /// All below a node; whether to go on.
    fn down(&mut self, node: &Node, state: &State, partial: Partial) -> bool {
        match self.pattern.only(state) {
            Some(places) if partial.missing == 0 && places.count_ones() <= NAMED => self.named(node, state, places),
            _ => (0..node.len()).all(|at| self.branch(node, at, state, partial)),
        }
    }

    /// The branches of the letters at some places of the typed word.
    fn named(&mut self, node: &Node, state: &State, mut places: u64) -> bool {
        let mut seen = [0_u8; NAMED as usize];
        let mut count = 0;
        while places != 0 {
            let at = places.trailing_zeros() as usize;
            places &= places - 1;
            let Some(letter) = self.pattern.letters.get(at) else { continue };
            let first = letter.encode_utf8(&mut [0; 4]).as_bytes()[0];
            if seen[..count].contains(&first) {
                continue;
            }
            (seen[count], count) = (first, count + 1);
            let Some(branch) = node.find_input(first) else { continue };
            if !self.branch(node, branch, state, Partial::default()) {
                return false;
            }
        }
        true
    }

    fn branch(&mut self, node: &Node, at: usize, state: &State, partial: Partial) -> bool {
        let way = node.transition(at);
        let partial = partial.with(way.inp);
        let mut next = *state;
        if partial.missing == 0 {
            let Some(letter) = char::from_u32(partial.code) else { return true };
            let Some(after) = self.pattern.step(state, letter) else { return true };
            next = after;
        }
        self.key.push(way.inp);
        let below = self.words.node(way.addr);
        let is_word = below.is_final() && partial.missing == 0 && self.pattern.is_match(&next);
        let mut on = !is_word || (self.visit)(&self.key);
        on = on && self.down(&below, &next, if partial.missing == 0 { Partial::default() } else { partial });
        self.key.pop();
        on
    }
}

impl Partial {
    /// With one more byte of UTF-8.
    fn with(self, byte: u8) -> Self {
        if self.missing > 0 {
            return Self { code: self.code << 6 | u32::from(byte & 0x3f), missing: self.missing - 1 };
        }
        let (bits, missing) = match byte {
            0..0x80 => (0x7f, 0),
            0x80..0xe0 => (0x1f, 1),
            0xe0..0xf0 => (0x0f, 2),
            _ => (0x07, 3),
        };
        Self { code: u32::from(byte & bits), missing }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use tantivy_fst::MapBuilder;

    use super::*;

    fn found(typed: &str, slips: usize, open: bool, words: &[&str]) -> Vec<String> {
        let words: BTreeSet<String> = words.iter().map(ToString::to_string).collect();
        near(typed, slips, open, &words)
    }

    fn near(typed: &str, slips: usize, open: bool, words: &BTreeSet<String>) -> Vec<String> {
        let mut builder = MapBuilder::memory();
        words.iter().for_each(|word| builder.insert(word, 0).expect("sorted"));
        let trie = Fst::new(builder.into_inner().expect("in memory")).expect("as written");
        let mut found = Vec::new();
        Pattern::new(typed, slips, open).expect("short").each(&trie, &mut |word| {
            found.push(String::from_utf8(word.to_vec()).expect("a word"));
            true
        });
        found.sort_unstable();
        found
    }

    /// Slips by the book: letters changed, missing, superfluous, and neighbours swapped that nothing else touches.
    fn slips(typed: &str, word: &str) -> usize {
        let (a, b): (Vec<char>, Vec<char>) = (typed.chars().collect(), word.chars().collect());
        let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                if i == 0 || j == 0 {
                    rows[i][j] = i + j;
                    continue;
                }
                let same = usize::from(a[i - 1] != b[j - 1]);
                let mut best = (rows[i - 1][j - 1] + same).min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(rows[i - 2][j - 2] + 1);
                }
                rows[i][j] = best;
            }
        }
        rows[a.len()][b.len()]
    }

    #[test]
    fn a_letter_changed_missing_superfluous_or_swapped_is_one_slip() {
        let words = ["jelszo", "jelzo", "jelszok", "jeslzo", "jelszavak", "szelszo"];
        assert_eq!(found("jelszo", 1, false, &words), ["jelszo", "jelszok", "jelzo", "jeslzo"]);
        assert_eq!(found("пароли", 1, false, &["пароль", "парой", "пар"]), ["пароль"]);
    }

    #[test]
    fn an_unfinished_word_leads_to_all_that_begin_nearly_so() {
        assert_eq!(found("pasw", 1, true, &["password", "passport", "paw", "pause"]), ["passport", "password", "paw"]);
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_a_comparison_with_every_word_finds(
            words in prop::collection::btree_set("[abcéжñ日]{1,7}", 1..60),
            typed in "[abcéжñ日]{1,7}",
            most in 0_usize..3,
            open in any::<bool>(),
        ) {
            let is_near = |word: &&String| {
                let ends = word.char_indices().map(|(at, _)| at).chain([word.len()]);
                let mut beginnings = ends.filter(|end| open || *end == word.len());
                beginnings.any(|end| slips(&typed, &word[..end]) <= most)
            };
            let expected: Vec<String> = words.iter().filter(is_near).cloned().collect();
            prop_assert_eq!(near(&typed, most, open, &words), expected);
        }
    }
}
