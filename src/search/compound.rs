//! Words glued together: compounds of the query cut into words that the index knows, and compounds of
//! the index found by the word that they end with.
//!
//! What a compound is made of is told by the index's own vocabulary (Koehn and Knight 2003), not by a
//! list of a language's words.

use std::sync::OnceLock;

use tantivy_fst::{IntoStreamer as _, Map, MapBuilder, Streamer as _};

use crate::index::{Field, LocaleIndex, Shard};

/// Letters of a word that others are looked for which end with it, and of what may stand before it.
const LEAST_TAIL: usize = 5;
const LEAST_HEAD: usize = 3;
/// Compounds of one word that are looked at, and those that are searched.
const MAX_LOOKED_AT: usize = 200;
const MAX_TAILED: usize = 8;

/// The stems of a locale from their ends, made when first asked for.
#[derive(Debug, Default)]
pub(super) struct Tails(OnceLock<Map<Vec<u8>>>);

impl Tails {
    /// Stems of compounds that end with `stem`, the most frequent first; none where the language does
    /// not glue words.
    pub fn ending_with(&self, index: &LocaleIndex, stem: &str) -> Vec<String> {
        self.ending(index, stem, |start| is_modifier(index, start))
    }

    /// The same for a word that the index does not have by itself, whatever it is the end of.
    pub fn all_ending_with(&self, index: &LocaleIndex, stem: &str) -> Vec<String> {
        self.ending(index, stem, |start| start.chars().count() >= LEAST_HEAD)
    }

    fn ending(&self, index: &LocaleIndex, stem: &str, is_head: impl Fn(&str) -> bool) -> Vec<String> {
        let letters = stem.chars().count();
        if !index.analyzer().language().is_compounding()
            || letters < LEAST_TAIL
            || !stem.chars().all(char::is_alphabetic)
        {
            return Vec::new();
        }
        let map = self.0.get_or_init(|| reversed(index));
        let end = reverse(stem);
        let mut found: Vec<(u64, String)> = Vec::new();
        let mut stream = map.range().gt(&end).into_stream();
        for _ in 0..MAX_LOOKED_AT {
            let Some((word, frequency)) = stream.next().filter(|(word, _)| word.starts_with(end.as_bytes())) else {
                break;
            };
            let Ok(word) = std::str::from_utf8(word) else { continue };
            let word = reverse(word);
            if is_head(&word[..word.len() - stem.len()]) {
                found.push((frequency, word));
            }
        }
        found.sort_unstable_by(|a, b| b.cmp(a));
        found.into_iter().take(MAX_TAILED).map(|(_, word)| word).collect()
    }
}

/// Whether what stands before the last word of a compound is a word itself.
fn is_modifier(index: &LocaleIndex, start: &str) -> bool {
    if start.chars().count() < LEAST_HEAD {
        return false;
    }
    let known = |word: &str| word.chars().count() >= LEAST_HEAD && frequency(index, word) > 0;
    known(start) || unlinked(index, start).any(known)
}

/// Germanic languages join words with letters of their own (`Lieferungsdatum`): what is left without them.
fn unlinked<'a>(index: &LocaleIndex, start: &'a str) -> impl Iterator<Item = &'a str> + use<'a> {
    let links: &[&str] = match index.analyzer().language().code() {
        "de" => &["s", "es", "n", "en"],
        "nl" => &["s", "en", "e"],
        "sv" | "da" | "no" => &["s", "e"],
        _ => &[],
    };
    links.iter().filter_map(|link| start.strip_suffix(link)).filter(|left| left.len() > 3)
}

/// All stems that are long enough to be compounds, backwards, with the sections that hold them.
fn reversed(index: &LocaleIndex) -> Map<Vec<u8>> {
    let mut words: Vec<(String, u64)> = Vec::new();
    for field in [Field::Body, Field::Title, Field::Questions, Field::Heading] {
        for shard in index.shards() {
            let Ok(mut stream) = shard.dictionary(field).stream() else { continue };
            while stream.advance() {
                let word = std::str::from_utf8(stream.key()).unwrap_or_default();
                if word.chars().count() >= LEAST_TAIL + LEAST_HEAD && word.chars().all(char::is_alphabetic) {
                    words.push((reverse(word), u64::from(stream.value().doc_freq)));
                }
            }
        }
    }
    words.sort_unstable();
    let mut builder = MapBuilder::memory();
    for same in words.chunk_by(|a, b| a.0 == b.0) {
        let total = same.iter().map(|(_, frequency)| frequency).sum();
        builder.insert(&same[0].0, total).expect("sorted and once each");
    }
    let bytes = builder.into_inner().expect("written to memory");
    Map::from_bytes(bytes).expect("just built")
}

fn reverse(word: &str) -> String {
    word.chars().rev().collect()
}

/// `covid19` as `covid` and `19`, which others write with a hyphen between.
pub(super) fn letters_and_digits(word: &str) -> Option<(&str, &str)> {
    let at = word.find(|c: char| c.is_ascii_digit()).filter(|at| *at > 1)?;
    let (letters, digits) = word.split_at(at);
    let plain = letters.chars().all(char::is_alphabetic) && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then_some((letters, digits))
}

/// `800w` as `800` and `w`: a number and its unit.
pub(super) fn digits_and_letters(word: &str) -> Option<(&str, &str)> {
    let at = word.find(char::is_alphabetic).filter(|at| *at > 0)?;
    let (digits, letters) = word.split_at(at);
    let plain = letters.chars().all(char::is_alphabetic) && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then_some((digits, letters))
}

/// Groups of digits in a number, and digits of a number that is cut into them.
const MOST_GROUPS: usize = 5;
const LEAST_CUT: usize = 5;

/// A long number cut into the numbers that the index writes it in, as few as will do (`0800 700 112`).
pub(super) fn numbers_in<'w>(index: &LocaleIndex, word: &'w str) -> Vec<&'w str> {
    if word.len() < LEAST_CUT || word.len() > 20 || !word.bytes().all(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    // The fewest known groups that end at each place.
    let mut best: Vec<Option<(usize, usize)>> = vec![None; word.len() + 1];
    best[0] = Some((0, 0));
    for end in 2..=word.len() {
        for start in (0..=end - 2).filter(|start| end - start < word.len()) {
            if let Some((groups, _)) = best[start]
                && best[end].is_none_or(|(fewest, _)| groups + 1 < fewest)
                && index.exact_frequency(&word[start..end]) > 0
            {
                best[end] = Some((groups + 1, start));
            }
        }
    }
    let mut parts = Vec::new();
    let mut end = word.len();
    while let Some((groups, start)) = best[end].filter(|(groups, _)| (1..=MOST_GROUPS).contains(groups)) {
        parts.push(&word[start..end]);
        end = start;
        if groups == 1 {
            parts.reverse();
            return parts;
        }
    }
    Vec::new()
}

/// Whether a word stands where readers see it, not only in addresses of articles and descriptions.
pub(super) fn in_text(index: &LocaleIndex, word: &str) -> bool {
    let stem = index.analyzer().stem(word);
    let fields = [Field::Body, Field::Title, Field::Heading, Field::Questions, Field::Keywords, Field::Names];
    let lives =
        |shard: &Shard, field| shard.term(field, &stem).is_some_and(|term| shard.living_frequency(field, &term) > 0);
    fields.into_iter().any(|field| index.shards().iter().any(|shard| lives(shard, field)))
}

/// A word whose beginning the index knows, and whose end is that of compounds which it knows; with those.
pub(super) fn tail_of(index: &LocaleIndex, tails: &Tails, word: &str) -> Option<(String, Vec<String>)> {
    let letters: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
    let most = letters.len().checked_sub(LEAST_TAIL)?;
    (LEAST_SURE..=most).find_map(|at| {
        let (left, right) = word.split_at(*letters.get(at)?);
        let mut lefts = std::iter::once(left).chain(unlinked(index, left));
        let left = lefts.find(|left| left.chars().count() >= LEAST_SURE && frequency(index, left) > 0)?;
        let found = tails.ending_with(index, &index.analyzer().stem(right));
        (!found.is_empty()).then(|| (left.to_owned(), found))
    })
}

/// Whether any living section holds the stem.
pub(super) fn has_stem(index: &LocaleIndex, stem: &str) -> bool {
    stem_frequency(index, stem) > 0
}

/// In how many living sections a stem stands, in the field where it stands most.
pub(super) fn stem_frequency(index: &LocaleIndex, stem: &str) -> u32 {
    let fields = [Field::Body, Field::Title, Field::Heading, Field::Questions, Field::Keywords, Field::About];
    let in_field = |field: Field| -> u32 {
        let shards = index.shards().iter();
        shards.filter_map(|s| s.term(field, stem).map(|term| s.living_frequency(field, &term))).sum()
    };
    fields.into_iter().map(in_field).max().unwrap_or(0)
}

/// Sections that hold a word, in this form or another.
fn frequency(index: &LocaleIndex, word: &str) -> u32 {
    let exact = index.exact_frequency(word);
    if exact > 0 { exact } else { stem_frequency(index, &index.analyzer().stem(word)) }
}

/// Letters from which on a word that stands anywhere is taken for a part of a compound; a shorter one has
/// to stand in two sections.
const LEAST_SURE: usize = 4;

/// Cuts a word into two that the index knows (or that are known otherwise: `listed`), where the rarer of the two is
/// commonest; with that frequency. German linking letters may stand between them.
pub(super) fn split(index: &LocaleIndex, word: &str, listed: impl Fn(&str) -> bool) -> Option<(String, String, u32)> {
    let letters = word.chars().count();
    if !(6..=40).contains(&letters) || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    let least = if index.analyzer().language().is_compounding() { 3 } else { 2 };
    let known = |part: &str| {
        let found = frequency(index, part);
        if found > 1 || part.chars().count() >= LEAST_SURE && found > 0 { found } else { u32::from(listed(part)) }
    };
    let mut best: Option<(String, String, u32)> = None;
    for (at, _) in word.char_indices().skip(least).take(letters - 2 * least + 1) {
        let (left, right) = word.split_at(at);
        let right_frequency = known(right);
        if right_frequency == 0 {
            continue;
        }
        for left in std::iter::once(left).chain(unlinked(index, left)) {
            let frequency = known(left).min(right_frequency);
            if frequency > best.as_ref().map_or(0, |(.., most)| *most) {
                best = Some((left.to_owned(), right.to_owned(), frequency));
            }
        }
    }
    best
}

/// The longest word of the index that a word which is none begins or ends with: better than nothing.
pub(super) fn known_half(index: &LocaleIndex, word: &str) -> Option<String> {
    if !index.analyzer().language().is_compounding() || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    let letters: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
    let longest = letters.len().checked_sub(LEAST_HEAD)?.min(40);
    let tail = |length: usize| &word[letters[letters.len() - length]..];
    let long = (LEAST_TAIL..=longest).rev().find_map(|length| {
        let head = &word[..letters[length]];
        [tail(length), head].into_iter().find(|half| !index.analyzer().is_stop(half) && frequency(index, half) > 0)
    });
    // A short one where titles speak of it.
    let short = || {
        let mut tails = (LEAST_HEAD..LEAST_TAIL.min(longest + 1)).rev().map(tail);
        tails.find(|tail| !index.analyzer().is_stop(tail) && in_title(index, tail))
    };
    long.or_else(short).map(str::to_owned)
}

/// Words of the index (or known otherwise: `listed`) that a word which is none begins or ends with, the longest first: each with what is left
/// of the word, and whether the word began with it.
pub(super) fn sure_halves(
    index: &LocaleIndex,
    word: &str,
    listed: impl Fn(&str) -> bool,
) -> Vec<(String, String, bool)> {
    let letters: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
    if !word.chars().all(char::is_alphabetic) || letters.len() > 40 {
        return Vec::new();
    }
    let known = |half: &str| !index.analyzer().is_stop(half) && (frequency(index, half) > 0 || listed(half));
    let longest = letters.len().saturating_sub(LEAST_BEFORE);
    let halves = (LEAST_SURE..=longest).rev().flat_map(|length| {
        let (head, after) = word.split_at(letters[length]);
        let (before, tail) = word.split_at(letters[letters.len() - length]);
        let before = unlinked(index, before).next().unwrap_or(before);
        [(tail, before, false), (head, after, true)]
    });
    halves.filter(|(half, ..)| known(half)).map(|(half, rest, first)| (half.into(), rest.into(), first)).collect()
}

/// Letters of the end of a compound that is looked at by itself.
const LONG_END: usize = 6;
/// Letters that stand before it at least.
const LEAST_BEFORE: usize = 2;

/// Ends of a word that may be the last word of a compound, the longest first.
pub(super) fn long_ends(word: &str) -> impl Iterator<Item = &str> {
    let letters = word.chars().count();
    let cuts = word.char_indices().enumerate().skip(LEAST_BEFORE);
    cuts.take_while(move |(at, _)| letters - at >= LONG_END).map(|(_, (at, _))| &word[at..])
}

/// Whether a title or heading has the word as it is.
fn in_title(index: &LocaleIndex, word: &str) -> bool {
    let stem = index.analyzer().stem(word);
    let has = |field| index.shards().iter().any(|shard| shard.term(field, &stem).is_some());
    index.exact_frequency(word) > 0 && [Field::Title, Field::Heading].into_iter().any(has)
}
