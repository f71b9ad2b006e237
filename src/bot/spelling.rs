//! Unknown words become the nearest known one, one edit away: a letter missing, doubled, wrong or
//! swapped with its neighbour. Words are found by what is left when one letter is taken out, from
//! both sides (Garbe 2012, symmetric deletes), so a look-up costs as many steps as letters.
//!
//! A form of a known word that was never seen is mended at its stem or its ending, when the two then
//! make a word of that stem. How likely a word was meant is told as well: short words have many neighbours, and what stands
//! beside a word decides between them.

use std::collections::{BTreeMap, HashMap};

use super::{
    features::to_u32,
    words::{Reader, Word},
};

/// Shorter words have too many neighbours.
const LEAST_LETTERS: usize = 3;
/// One of the two must have this many.
const LEAST_OF_LONGER: usize = 4;
/// How much a word of four letters is trusted that its neighbours say nothing of.
const SHORT_ALONE: f32 = 0.4;
/// From this length a letter too many and one too few, in different places, are mended as well.
const LONG_LETTERS: usize = 8;
/// How much a stem is trusted that was found by taking an ending off, against a whole word.
const BY_ENDING: f32 = 0.85;
/// Shorter stems are too near to anything.
const LEAST_STEM: usize = 4;
/// Longest ending, letters.
const LONGEST_ENDING: usize = 7;

/// The words known.
#[derive(Debug, Default)]
pub struct Speller {
    words: Near,
    stems: Near,
}

/// A known word in the place of an unknown one.
#[derive(Debug, Clone, PartialEq)]
pub struct Mended {
    /// The known word.
    pub word: Word,
    /// How likely it was meant, 0 to 1.
    pub trust: f32,
}

impl Speller {
    /// Learns words with how often they occur.
    #[must_use]
    pub fn new<'a>(words: impl Iterator<Item = &'a Word>) -> Self {
        let mut counts: BTreeMap<&str, (&str, u32)> = BTreeMap::new();
        for word in words {
            counts.entry(&word.folded).or_insert((&word.stem, 0)).1 += 1;
        }
        let mut stems: BTreeMap<&str, u32> = BTreeMap::new();
        for (stem, count) in counts.values() {
            *stems.entry(stem).or_default() += count;
        }
        let words = counts.into_iter().map(|(folded, (stem, count))| (word(folded, stem), count));
        let stems = stems.into_iter().map(|(stem, count)| (word(stem, stem), count));
        Self { words: Near::new(words), stems: Near::new(stems) }
    }

    /// The known word that was most likely meant: one whose stem `fits` beside its neighbours before
    /// all others, else the most frequent.
    #[must_use]
    pub fn mend(&self, typed: &Word, reader: &Reader, fits: &dyn Fn(&str) -> bool) -> Option<Mended> {
        self.words
            .nearest(&typed.folded, fits)
            // “cerators” is near no word known, but its stem is near that of “creator”.
            .or_else(|| self.stems.nearest(&typed.stem, fits))
            .or_else(|| self.by_parts(&typed.folded, reader, fits))
    }

    /// “loctaion” or “locatoin” where only “located” is known: the longest beginning that is a known
    /// stem, or nearly one.
    fn by_parts(&self, typed: &str, reader: &Reader, fits: &dyn Fn(&str) -> bool) -> Option<Mended> {
        let cuts: Vec<usize> = typed.char_indices().map(|(at, _)| at).chain([typed.len()]).collect();
        let shortest = LEAST_STEM.max(cuts.len().saturating_sub(1 + LONGEST_ENDING));
        for cut in (shortest..cuts.len()).rev().map(|letters| cuts[letters]) {
            let (begins, ends) = typed.split_at(cut);
            let belongs = |stem: &str, ends: &str| reader.stem(&format!("{stem}{ends}")) == stem;
            if self.stems.knows(begins) {
                if let Some(ends) = slips(ends).into_iter().find(|ends| belongs(begins, ends)) {
                    let word = word(&format!("{begins}{ends}"), begins);
                    return Some(Mended { word, trust: BY_ENDING });
                }
            } else if let Some(found) = self.stems.nearest(begins, fits)
                && found.word.stem.chars().count() >= LEAST_STEM
                && belongs(&found.word.stem, ends)
            {
                let word = word(&format!("{}{ends}", found.word.stem), &found.word.stem);
                return Some(Mended { word, trust: found.trust * BY_ENDING });
            }
        }
        None
    }
}

/// An ending without each of its letters, and with each two neighbours swapped.
fn slips(ending: &str) -> Vec<String> {
    let letters: Vec<char> = ending.chars().collect();
    let without = (0..letters.len()).map(|out| {
        letters.iter().enumerate().filter(|(at, _)| *at != out).map(|(_, letter)| letter).collect::<String>()
    });
    let swapped = (1..letters.len()).map(|at| {
        let mut swapped = letters.clone();
        swapped.swap(at - 1, at);
        swapped.into_iter().collect()
    });
    without.chain(swapped).collect()
}

fn word(folded: &str, stem: &str) -> Word {
    Word { folded: folded.to_owned(), stem: stem.to_owned() }
}

/// Words in the order of the alphabet, and by what is left of them.
#[derive(Debug, Default)]
struct Near {
    words: Vec<(Word, u32)>,
    by_rest: HashMap<u64, Vec<u32>>,
}

impl Near {
    fn new(words: impl Iterator<Item = (Word, u32)>) -> Self {
        let words: Vec<(Word, u32)> =
            words.filter(|(word, _)| is_plain(&word.folded) && word.folded.chars().count() >= LEAST_LETTERS).collect();
        let mut by_rest: HashMap<u64, Vec<u32>> = HashMap::new();
        for (at, (word, _)) in words.iter().enumerate() {
            for rest in rests(&word.folded) {
                let entry = by_rest.entry(rest).or_default();
                if entry.last() != Some(&to_u32(at)) {
                    entry.push(to_u32(at));
                }
            }
        }
        Self { words, by_rest }
    }

    fn knows(&self, typed: &str) -> bool {
        self.words.binary_search_by(|(word, _)| word.folded.as_str().cmp(typed)).is_ok()
    }

    fn nearest(&self, typed: &str, fits: &dyn Fn(&str) -> bool) -> Option<Mended> {
        if typed.chars().count() < LEAST_LETTERS || !is_plain(typed) {
            return None;
        }
        let mut near: Vec<u32> = rests(typed).filter_map(|rest| self.by_rest.get(&rest)).flatten().copied().collect();
        near.sort_unstable();
        near.dedup();
        let mended = near.into_iter().filter_map(|at| {
            let (word, count) = &self.words[at as usize];
            let fits = fits(&word.stem);
            Some((word, trust(typed, &word.folded, fits)?, fits, *count))
        });
        // Of equals the first in the alphabet, so that the same is always mended to the same.
        let best = mended.reduce(|best, next| if (next.2, next.3) > (best.2, best.3) { next } else { best });
        best.map(|(word, trust, ..)| Mended { word: word.clone(), trust })
    }
}

/// How likely a word of this length was meant, if it is near enough at all. Short words have many
/// neighbours that are words as well.
fn trust(typed: &str, word: &str, fits: bool) -> Option<f32> {
    let longer = typed.chars().count().max(word.chars().count());
    let near = is_one_edit(typed, word);
    let alone = match longer {
        _ if longer < LEAST_OF_LONGER => return None,
        _ if !near && longer < LONG_LETTERS => return None,
        4 if !is_swap(typed, word) => SHORT_ALONE,
        4 | 5 => 0.8,
        _ if near => 0.9,
        _ => 0.8,
    };
    Some(if fits { f32::midpoint(alone, 1.0).max(0.9) } else { alone })
}

fn is_plain(word: &str) -> bool {
    word.chars().all(char::is_alphabetic)
}

/// Hashes of the word and of the word without each of its letters.
fn rests(word: &str) -> impl Iterator<Item = u64> {
    let letters: Vec<char> = word.chars().collect();
    (0..=letters.len()).map(move |out| {
        letters.iter().enumerate().filter(|(at, _)| *at != out).fold(0xcbf2_9ce4_8422_2325_u64, |state, (_, letter)| {
            (state ^ u64::from(u32::from(*letter))).wrapping_mul(0x0100_0000_01b3)
        })
    })
}

fn is_swap(one: &str, two: &str) -> bool {
    let (one, two): (Vec<char>, Vec<char>) = (one.chars().collect(), two.chars().collect());
    let differ: Vec<usize> = (0..one.len().min(two.len())).filter(|at| one[*at] != two[*at]).collect();
    one.len() == two.len() && matches!(differ[..], [a, b] if b == a + 1 && one[a] == two[b] && one[b] == two[a])
}

/// The same word counts: a form of it may be new.
fn is_one_edit(one: &str, two: &str) -> bool {
    let (one, two): (Vec<char>, Vec<char>) = (one.chars().collect(), two.chars().collect());
    let (short, long) = if one.len() <= two.len() { (&one, &two) } else { (&two, &one) };
    let head = short.iter().zip(long.iter()).take_while(|(a, b)| a == b).count();
    let tail = short[head..].iter().rev().zip(long[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (left_short, left_long) = (short.len() - head - tail, long.len() - head - tail);
    match (left_short, left_long) {
        (0, 0) | (0 | 1, 1) => true,
        (2, 2) => short[head] == long[head + 1] && short[head + 1] == long[head],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mend(typed: &str, before: bool) -> Option<(String, f32)> {
        let reader = Reader::new(&"en".parse().unwrap());
        let words = reader.words("password refund refunds card card located options irritate");
        let typed = reader.words(typed).remove(0);
        let mended = Speller::new(words.iter()).mend(&typed, &reader, &|stem| before && stem == "card");
        mended.map(|mended| (mended.word.folded, mended.trust))
    }

    #[test]
    fn one_slip_of_the_finger_is_mended_and_no_more() {
        for (typed, meant) in [
            ("pasword", Some("password")),
            ("passwordd", Some("password")),
            ("passwrod", Some("password")),
            ("passvord", Some("password")),
            ("refnd", Some("refund")),
            ("crad", Some("card")),
            ("loctaion", Some("location")),
            ("locatnig", Some("locating")),
            ("pswrd", None),
            ("zebra", None),
            ("ca", None),
        ] {
            assert_eq!(mend(typed, false).as_ref().map(|(word, _)| word.as_str()), meant, "{typed}");
        }
    }

    #[test]
    fn a_short_word_is_trusted_where_it_fits_its_neighbours() {
        let (alone, beside) = (mend("cart", false).unwrap(), mend("cart", true).unwrap());
        assert_eq!((alone.0.as_str(), beside.0.as_str()), ("card", "card"));
        assert!(alone.1 < 0.5 && beside.1 > 0.8);
    }
}
