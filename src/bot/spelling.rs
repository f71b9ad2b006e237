//! Unknown words become the nearest known one, one edit away: a letter missing, doubled, wrong or
//! swapped with its neighbour. Words are found by what is left when one letter is taken out, from
//! both sides (Garbe 2012, symmetric deletes), so a look-up costs as many steps as letters.
//!
//! A form of a known word that was never seen is mended too: every word one edit away is tried whose
//! stem is known. Which word was meant is decided by the slip that it takes, by what stands beside it
//! and by how often it occurs; how likely it was meant at all is told as well, since short words have
//! many neighbours.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
};

use super::{
    features::{Passthrough, to_u32},
    words::{Reader, Word},
};
use crate::text::edit_cost;

/// Shorter words have too many neighbours.
const LEAST_LETTERS: usize = 3;
/// One of the two must have this many.
const LEAST_OF_LONGER: usize = 4;
/// How much a word of four letters is trusted that its neighbours say nothing of.
const SHORT_ALONE: f32 = 0.4;
/// From this length a letter too many and one too few, in different places, are mended as well.
const LONG_LETTERS: usize = 8;
/// How much a word that sounds like a known one is trusted to be it.
const BY_SOUND: f32 = 0.9;
/// How much a form of a known word is trusted that was never seen itself, against one that was.
const BY_FORM: f32 = 0.97;
/// Unseen forms of shorter words are too near to anything, those of longer ones cost too much to try.
const LEAST_FORM: usize = 5;
const LONGEST_FORM: usize = 24;
/// No beginning is shorter.
const SHORTEST_BEGINNING: usize = 3;
/// Larger alphabets are not alphabets.
const LARGEST_ALPHABET: usize = 64;
/// What a fitting neighbour and a tenfold frequency (times ln 10) are worth, in slips.
const BESIDE: f32 = 0.8;
const OFTEN: f32 = 0.15;
/// What it costs to write a word as it sounds, in slips.
const MISHEARD: f32 = 0.6;
/// So near to the likeliest, in slips, another word may have been meant as well; no more of them than this.
const AS_GOOD: f32 = 0.6;
const MOST_READINGS: usize = 3;

/// The words known.
#[derive(Debug, Default)]
pub struct Speller {
    words: Near,
    /// Stems and how often they occur.
    stems: HashMap<String, u32>,
    beginnings: Beginnings,
    /// Letters that make another form of a whole word: “book” and “books”.
    endings: BTreeSet<char>,
    /// The letters that words are made of.
    letters: Vec<char>,
    /// Words by how they sound, the most frequent of those that sound the same, and how often it occurs.
    sounds: HashMap<String, (u32, Word)>,
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
        let mut sounds: HashMap<String, (u32, Word)> = HashMap::new();
        for (folded, (stem, count)) in &counts {
            let heard = sounds.entry(sound(folded)).or_insert_with(|| (0, word(folded, stem)));
            if *count > heard.0 {
                *heard = (*count, word(folded, stem));
            }
        }
        let letters: BTreeSet<char> =
            counts.keys().flat_map(|word| word.chars()).filter(|c| c.is_alphabetic()).collect();
        let ending = |(folded, (stem, _)): (&&str, &(&str, u32))| only_letter(folded.strip_prefix(stem)?);
        let endings = counts.iter().filter(|(_, (stem, _))| counts.contains_key(stem)).filter_map(ending).collect();
        Self {
            endings,
            beginnings: Beginnings::new(stems.keys()),
            stems: stems.into_iter().map(|(stem, count)| (stem.to_owned(), count)).collect(),
            sounds,
            // A script of thousands of signs has no slips of a letter.
            letters: if letters.len() > LARGEST_ALPHABET { Vec::new() } else { letters.into_iter().collect() },
            words: Near::new(counts.into_iter().map(|(folded, (stem, count))| (word(folded, stem), count))),
        }
    }

    /// The known words that may have been meant, the likeliest first: near by typing or sound, fitting their
    /// neighbours, frequent. Those that are as good as equal may be told apart by the rest of the message.
    #[must_use]
    pub fn readings(&self, typed: &Word, reader: &Reader, fits: &dyn Fn(&str) -> bool) -> Vec<Mended> {
        let mut found = self.words.near(&typed.folded, fits);
        if let Some(heard) = self.alike(&typed.folded, fits)
            && found.iter().all(|(_, near)| near.word != heard.1.word)
        {
            found.push(heard);
        }
        found.sort_by(more_likely);
        let Some((likeliest, _)) = found.first() else {
            return self.form(&typed.folded, reader, fits).into_iter().collect();
        };
        let least = likeliest - AS_GOOD;
        found.retain(|(likely, _)| *likely >= least);
        found.truncate(MOST_READINGS);
        found.into_iter().map(|(_, mended)| mended).collect()
    }

    /// “kiero” and “debolber” as they are heard.
    fn alike(&self, typed: &str, fits: &dyn Fn(&str) -> bool) -> Option<(f32, Mended)> {
        let heard = sound(typed);
        let (count, known) = self.sounds.get(&heard).filter(|_| heard.chars().count() >= LEAST_LETTERS)?;
        let likely = weight(fits(&known.stem), *count) - MISHEARD;
        Some((likely, Mended { word: known.clone(), trust: BY_SOUND }))
    }

    /// “loctaion” or “huggiwg” where only “located” and “hug” are known: whatever is one edit away and has
    /// the stem of a known word.
    fn form(&self, typed: &str, reader: &Reader, fits: &dyn Fn(&str) -> bool) -> Option<Mended> {
        let letters = typed.chars().count();
        if !(LEAST_FORM..=LONGEST_FORM).contains(&letters) || !is_plain(typed) {
            return None;
        }
        let mut best: Option<(f32, Mended)> = None;
        each_edit(&typed.chars().collect::<Vec<_>>(), &self.letters, &self.beginnings, &mut |edited| {
            let edited: String = edited.iter().collect();
            let stem = reader.stem(&edited);
            let Some(count) = self.stems.get(&stem).filter(|_| self.may_be_form(&edited, &stem, reader)) else {
                return;
            };
            let fits = fits(&stem);
            let Some(trust) = trust(typed, &edited, fits) else { return };
            let Some(likely) = likely(typed, &edited, fits, *count) else { return };
            let next = (likely, Mended { word: Word { folded: edited, stem }, trust: trust * BY_FORM });
            if best.as_ref().is_none_or(|best| more_likely(&next, best).is_lt()) {
                best = Some(next);
            }
        });
        best.map(|(_, mended)| mended)
    }
}

impl Speller {
    /// “Theing” is no form of “the”, nor “booke” of “book”: little words have no forms that are never seen, and a
    /// single letter makes a form only where it makes one of another word.
    fn may_be_form(&self, edited: &str, stem: &str, reader: &Reader) -> bool {
        let letter = edited.strip_prefix(stem).and_then(only_letter);
        !reader.is_stop(stem)
            && !reader.is_stop(edited)
            && letter.is_none_or(|letter| !self.words.has(stem) || self.endings.contains(&letter))
    }
}

/// The one letter that a text is.
fn only_letter(text: &str) -> Option<char> {
    let mut letters = text.chars();
    letters.next().filter(|_| letters.next().is_none())
}

/// How a folded word sounds, roughly and in any language: `k`, `qu` and hard `c` alike, `b` and `v`, `s`, `z`
/// and soft `c`, `ly`, `ll` and `y`, doubled letters once, no silent `h`.
fn sound(folded: &str) -> String {
    let letters: Vec<char> = folded.chars().collect();
    let mut out = String::with_capacity(folded.len());
    let mut at = 0;
    while at < letters.len() {
        let next = letters.get(at + 1).copied().unwrap_or(' ');
        let (heard, taken) = match (letters[at], next) {
            ('q', 'u') if matches!(letters.get(at + 2), Some('e' | 'i')) => ("k", 2),
            ('q', _) => ("k", 1),
            ('c', 'h') => ("x", 2),
            ('c', 'e' | 'i') | ('z' | 's', _) => ("s", 1),
            ('c', _) => ("k", 1),
            ('g', 'u') if matches!(letters.get(at + 2), Some('e' | 'i')) => ("g", 2),
            ('g', 'e' | 'i') => ("j", 1),
            ('v', _) => ("b", 1),
            ('l', 'l' | 'y') => ("y", 2),
            ('p', 'h') => ("f", 2),
            ('h', _) if at == 0 || !letters[at - 1].is_alphabetic() => ("", 1),
            (letter, _) => {
                if !out.ends_with(letter) {
                    out.push(letter);
                }
                ("", 1)
            }
        };
        if !(heard.is_empty() || out.ends_with(heard)) {
            out.push_str(heard);
        }
        at += taken;
    }
    out
}

/// The likelier first; of equals the first in the alphabet, so that the same is always mended to the same.
fn more_likely(one: &(f32, Mended), two: &(f32, Mended)) -> Ordering {
    two.0.total_cmp(&one.0).then_with(|| one.1.word.folded.cmp(&two.1.word.folded))
}

/// How likely a word was meant, against others: by the slip of the finger that it takes, its neighbours
/// and how often it occurs.
fn likely(typed: &str, word: &str, fits: bool, count: u32) -> Option<f32> {
    edit_cost(typed, word, 2.0).map(|cost| weight(fits, count) - cost)
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^24")]
fn weight(fits: bool, count: u32) -> f32 {
    f32::from(u8::from(fits)) * BESIDE + (count as f32).ln() * OFTEN
}

/// All that is one edit away: a letter taken out, put in, changed, or two neighbours swapped (Norvig 2007); only what
/// begins as some known stem does.
fn each_edit(typed: &[char], alphabet: &[char], beginnings: &Beginnings, each: &mut dyn FnMut(&[char])) {
    let mut edited = Vec::with_capacity(typed.len() + 1);
    for at in 0..=typed.len() {
        let (head, tail) = typed.split_at(at);
        // What stays as it was is looked at once, not for each edit behind it.
        let begun = beginnings.walk(head);
        let mut try_one = |middle: &[char], tail: &[char]| {
            edited.clear();
            edited.extend_from_slice(head);
            edited.extend_from_slice(middle);
            edited.extend_from_slice(tail);
            if beginnings.begin(&begun, &edited) {
                each(&edited);
            }
        };
        alphabet.iter().for_each(|letter| try_one(&[*letter], tail));
        if let [first, rest @ ..] = tail {
            try_one(&[], rest);
            alphabet.iter().filter(|letter| *letter != first).for_each(|letter| try_one(&[*letter], rest));
            if let [second, rest @ ..] = rest {
                try_one(&[*second, *first], rest);
            }
        }
    }
}

/// How stems begin: what a word must begin with to be worth stemming.
#[derive(Debug, Default)]
struct Beginnings(HashSet<u64, Passthrough>);

/// How far a word has been looked at.
struct Begun {
    letters: usize,
    state: u64,
    found: bool,
}

impl Beginnings {
    /// All stems but for their last letter: stemming may change a word's last letter but one, hardly more.
    fn new<'a>(stems: impl Iterator<Item = &'a &'a str>) -> Self {
        let beginning = |stem: &&str| {
            let letters: Vec<char> = stem.chars().collect();
            let long = SHORTEST_BEGINNING.max(letters.len().saturating_sub(1)).min(letters.len());
            letters[..long].iter().copied().fold(UNBEGUN, with_letter)
        };
        Self(stems.map(beginning).collect())
    }

    /// Looks at a word's first letters.
    fn walk(&self, head: &[char]) -> Begun {
        let begun = Begun { letters: 0, state: UNBEGUN, found: false };
        self.go_on(begun, head)
    }

    /// Whether a word begins as some stem does, of which the first letters have been looked at.
    fn begin(&self, begun: &Begun, word: &[char]) -> bool {
        begun.found || self.go_on(Begun { ..*begun }, &word[begun.letters..]).found
    }

    fn go_on(&self, mut begun: Begun, letters: &[char]) -> Begun {
        for letter in letters {
            begun.state = with_letter(begun.state, *letter);
            begun.letters += 1;
            begun.found |= begun.letters >= SHORTEST_BEGINNING && self.0.contains(&begun.state);
        }
        begun
    }
}

const UNBEGUN: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a over letters.
fn with_letter(state: u64, letter: char) -> u64 {
    (state ^ u64::from(u32::from(letter))).wrapping_mul(0x0100_0000_01b3)
}

fn word(folded: &str, stem: &str) -> Word {
    Word { folded: folded.to_owned(), stem: stem.to_owned() }
}

/// Words in the order of the alphabet, and by what is left of them.
#[derive(Debug, Default)]
struct Near {
    words: Vec<(Word, u32)>,
    by_rest: HashMap<u64, Vec<u32>, Passthrough>,
}

impl Near {
    fn new(words: impl Iterator<Item = (Word, u32)>) -> Self {
        let words: Vec<(Word, u32)> =
            words.filter(|(word, _)| is_plain(&word.folded) && word.folded.chars().count() >= LEAST_LETTERS).collect();
        let mut by_rest: HashMap<u64, Vec<u32>, Passthrough> = HashMap::default();
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

    /// Whether this very word is known.
    fn has(&self, word: &str) -> bool {
        self.words.binary_search_by(|(known, _)| known.folded.as_str().cmp(word)).is_ok()
    }

    /// The known words that one slip, or two in long words, makes of what was typed; how likely each was meant.
    fn near(&self, typed: &str, fits: &dyn Fn(&str) -> bool) -> Vec<(f32, Mended)> {
        if typed.chars().count() < LEAST_LETTERS || !is_plain(typed) {
            return Vec::new();
        }
        let mut near: Vec<u32> = rests(typed).filter_map(|rest| self.by_rest.get(&rest)).flatten().copied().collect();
        near.sort_unstable();
        near.dedup();
        let mended = near.into_iter().filter_map(|at| {
            let (word, count) = &self.words[at as usize];
            let fits = fits(&word.stem);
            let trust = trust(typed, &word.folded, fits)?;
            Some((likely(typed, &word.folded, fits, *count)?, Mended { word: word.clone(), trust }))
        });
        mended.collect()
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
        4 => 0.8,
        5 => 0.92,
        _ if near => 0.98,
        _ => 0.93,
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
        letters
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != out)
            .fold(UNBEGUN, |state, (_, letter)| with_letter(state, *letter))
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
        let speller = Speller::new(words.iter());
        let mended = speller.readings(&typed, &reader, &|stem| before && stem == "card").into_iter().next();
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
    fn what_sounds_the_same_is_the_same() {
        for (typed, meant) in
            [("kiero", "quiero"), ("debolber", "devolver"), ("ola", "hola"), ("yeno", "lleno"), ("sapato", "zapato")]
        {
            assert_eq!(sound(typed), sound(meant), "{typed}");
        }
        assert_ne!(sound("casa"), sound("caja"));
        assert_eq!(sound("folyó"), sound("fojó").replace('j', "y"));
    }

    #[test]
    fn a_doubled_letter_is_a_slip_of_the_finger_before_it_is_a_sound() {
        assert!(mend("passsword", false).unwrap().1 > BY_SOUND);
    }

    #[test]
    fn words_as_near_as_each_other_are_all_named() {
        let reader = Reader::new(&"en".parse().unwrap());
        let words = reader.words("timer tire tire tire password");
        let readings = |typed: &str| -> Vec<String> {
            let typed = reader.words(typed).remove(0);
            let readings = Speller::new(words.iter()).readings(&typed, &reader, &|_| false);
            readings.into_iter().map(|mended| mended.word.folded).collect()
        };
        assert_eq!(readings("timre"), ["tire", "timer"]);
        assert_eq!(readings("passwrod"), ["password"]);
    }

    #[test]
    fn a_short_word_is_trusted_where_it_fits_its_neighbours() {
        let (alone, beside) = (mend("cart", false).unwrap(), mend("cart", true).unwrap());
        assert_eq!((alone.0.as_str(), beside.0.as_str()), ("card", "card"));
        assert!(alone.1 < 0.5 && beside.1 > 0.8);
    }
}
