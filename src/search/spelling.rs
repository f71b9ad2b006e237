//! Words that the index lacks: what they may have been meant to be; and words that a beginning may
//! become. Candidates come from the index's own vocabulary of unstemmed words.
//!
//! The dictionary is walked for words some slips away ([`super::fuzzy`]); what is found is ranked by
//! a weighted edit cost and by how often the word occurs (the prior of a noisy channel; Kernighan,
//! Church and Gale 1990).

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::{
    compound::{has_stem, in_text, stem_frequency},
    fuzzy::Pattern,
    synonyms::SynonymMap,
};
use crate::{
    base::Kept,
    index::{Field, LocaleIndex, Shard},
    text::{Analyzer, edit_cost, shared},
};

/// Digits from which on a word is a code, a number or a date: such a one is right or unknown.
const CODE: usize = 3;

/// Letters from which on two slips are likely in one word, wherever they are.
const SURE: usize = 8;
/// Letters at the beginning that a shorter one shares at least with what two slips made of it.
const SURELY_BEGUN: usize = 4;
/// Letters that an unfinished word may still lack to be taken for another with another beginning.
const MOST_LONGER: usize = 2;
/// Cost up to which a correction is one slip, and likelier than other explanations.
pub(super) const ONE_SLIP: f32 = 1.2;

/// Words looked at for one misspelling; the rest of a longer list is not.
const MAX_SEEN: usize = 3_000;

/// Letters of a stem from which on it is told from a slip, and from which on its first may be the slip.
const LEAST_STEM: usize = 5;
const LONG_STEM: usize = 7;

/// A known word near to what was typed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Near {
    pub word: String,
    /// Sections that hold it.
    pub frequency: u32,
    /// Cost of the slips; 0 for a mere continuation.
    pub cost: f32,
    pub known_as: KnownAs,
}

/// Where a word is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KnownAs {
    /// It stands in the index.
    Word,
    /// It is one of those that have synonyms which do.
    Listed,
    /// It is a stem, of which the index has other forms.
    Stem,
}

/// Where what was meant is looked for.
#[derive(Clone, Copy)]
pub(super) struct Vocabulary<'a> {
    pub index: &'a LocaleIndex,
    pub synonyms: Option<&'a SynonymMap>,
}

/// Words within one or two slips of `typed`, best first. `open`: the word may be unfinished.
pub(super) fn near(vocabulary: Vocabulary<'_>, typed: &str, open: bool, limit: usize) -> Vec<Near> {
    let letters = typed.chars().count();
    let digits = typed.chars().filter(|c| c.is_numeric()).count();
    if !(3..=40).contains(&letters) || digits > 0 && letters < 5 {
        return Vec::new();
    }
    let index = vocabulary.index;
    if digits >= CODE {
        return best(codes(index, typed), limit);
    }
    let open = open && letters > SHORT && digits == 0;
    let mut found = one_slip(vocabulary, typed, letters, open);
    if letters >= 6 && found.iter().all(|near| near.frequency < 2 && near.known_as == KnownAs::Word) {
        let mut further = walk(index, typed, 2, false, 2.4);
        further.retain(|near| is_likely(index, typed, letters, near));
        found.extend(further);
        if found.is_empty() && open && letters >= 7 {
            found = walk(index, typed, 2, true, 2.4);
        }
    }
    best(found, limit)
}

/// Codes of the same figures in the same order, between which a letter strayed or changed its place; of other
/// letters or figures it is another code.
fn codes(index: &LocaleIndex, typed: &str) -> Vec<Near> {
    let letters = |word: &str| word.chars().filter(|c| !c.is_ascii_digit()).collect::<Vec<char>>();
    let own = letters(typed);
    let strayed =
        |other: &[char]| other == own || (0..own.len()).any(|at| own[..at].iter().chain(&own[at + 1..]).eq(other));
    let mut found = walk(index, typed, 1, false, ONE_SLIP);
    found.retain(|near| {
        let other = letters(&near.word);
        !other.is_empty() && strayed(&other)
    });
    found
}

/// The likeliest first.
fn best(mut found: Vec<Near>, limit: usize) -> Vec<Near> {
    found.sort_by(|a, b| a.rank().total_cmp(&b.rank()).then_with(|| a.word.cmp(&b.word)));
    found.dedup_by(|a, b| a.word == b.word);
    found.truncate(limit);
    found
}

/// Words within one slip, whole ones, best first.
pub(super) fn slips(vocabulary: Vocabulary<'_>, typed: &str, limit: usize) -> Vec<Near> {
    let letters = typed.chars().count();
    if !(3..=40).contains(&letters) || typed.chars().any(char::is_numeric) {
        return Vec::new();
    }
    let mut found = one_slip(vocabulary, typed, letters, false);
    found.retain(|near| near.cost <= ONE_SLIP);
    best(found, limit)
}

/// Words that are less likely meant, but nearer than all else: short ones within one slip, longer ones within two.
pub(super) fn far(index: &LocaleIndex, typed: &str, limit: usize) -> Vec<Near> {
    let letters = typed.chars().count();
    if !(3..=40).contains(&letters) || typed.chars().any(char::is_numeric) {
        return Vec::new();
    }
    let (slips, most) = if letters > SHORT + 1 { (2, 2.2) } else { (1, ONE_SLIP) };
    let mut found = walk(index, typed, slips, false, most);
    found.retain(|near| !index.analyzer().is_stop(&near.word) && near.word.chars().count() >= SHORT);
    best(found, limit)
}

/// Words within one slip.
fn one_slip(vocabulary: Vocabulary<'_>, typed: &str, letters: usize, open: bool) -> Vec<Near> {
    let prefix = open && letters > 4;
    let mut found = walk(vocabulary.index, typed, 1, prefix, 1.4);
    if letters < SURE {
        // An unfinished word is not begun anew: what is longer by much has to begin alike.
        found.retain(|near| near.word.chars().count() <= letters + MOST_LONGER || shared(typed, &near.word) > 0);
    }
    if letters <= SHORT {
        found.retain(|near| near.cost < 0.85);
    } else if let Some(synonyms) = vocabulary.synonyms {
        let listed = listed(vocabulary.index, synonyms, typed);
        found.retain(|near| listed.iter().all(|other| other.word != near.word));
        found.extend(listed);
    }
    found
}

/// Words within one slip that the index has by their synonyms only.
fn listed(index: &LocaleIndex, synonyms: &SynonymMap, typed: &str) -> Vec<Near> {
    let (Some(words), Some(pattern)) = (synonyms.words(), Pattern::new(typed, 1, false)) else { return Vec::new() };
    let stands = |stem: &str| has_stem(index, stem);
    let mut found = Vec::new();
    pattern.each(words.as_fst(), &mut |word| {
        if let Ok(word) = std::str::from_utf8(word)
            && let Some(cost) = edit_cost(typed, word, surely(word.chars().count()))
            && !in_text(index, word)
            && synonyms.replaces(&index.analyzer().stem(word), stands)
        {
            found.push(Near { word: word.to_owned(), frequency: 1, cost, known_as: KnownAs::Listed });
        }
        true
    });
    found
}

/// What a slip may cost in so many letters of a word that does not stand in the index as it is: in few, only what is
/// commonest (letters swapped or doubled, a neighbouring key).
pub(super) fn surely(letters: usize) -> f32 {
    match letters {
        0..=5 => 0.85,
        6 => 1.0,
        _ => ONE_SLIP,
    }
}

/// Stems within one slip of that of `typed`, for a word that stands nowhere in the form meant.
/// `net`: for want of better, also where the first letter is the slip.
pub(super) fn near_stems(index: &LocaleIndex, typed: &str, net: bool, limit: usize) -> Vec<Near> {
    let stem = index.analyzer().stem(typed);
    let letters = stem.chars().count();
    if letters < LEAST_STEM {
        return Vec::new();
    }
    let Some(pattern) = Pattern::new(&stem, 1, false) else { return Vec::new() };
    let likely = |word: &str| {
        let begins = net || letters >= LONG_STEM || shared(&stem, word) > 0;
        begins && same_digits(&stem, word, false) && word.chars().count() >= LEAST_STEM
    };
    let mut seen: BTreeMap<String, f32> = BTreeMap::new();
    for stems in index.shards().iter().flat_map(Shard::stems) {
        pattern.each(stems, &mut |word| {
            if let Some(word) = std::str::from_utf8(word).ok().filter(|word| likely(word))
                && let Some(cost) = edit_cost(&stem, word, surely(letters))
            {
                seen.insert(word.to_owned(), cost);
            }
            true
        });
    }
    let found = seen.into_iter().map(|(word, cost)| {
        let frequency = stem_frequency(index, &word);
        Near { word, frequency, cost, known_as: KnownAs::Stem }
    });
    best(found.filter(|near| near.frequency > 0).collect(), limit)
}

/// Whether two slips are likely to have made so much of a word.
fn is_likely(index: &LocaleIndex, typed: &str, letters: usize, near: &Near) -> bool {
    if near.cost <= ONE_SLIP {
        return true;
    }
    let same = shared(typed, &near.word);
    if index.analyzer().is_stop(&near.word) {
        // A little word is misspelt in its end, and is no shorter than what was typed for it.
        return same * 10 >= letters * 6 && near.word.chars().count() >= letters;
    }
    letters >= SURE || same >= SURELY_BEGUN || letters > 6 && same > 0
}

impl Near {
    /// Lower is likelier.
    fn rank(&self) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a logarithm follows")]
        let prior = (self.frequency as f32 + 1.0).log2();
        self.cost - 0.07 * prior
    }

    /// Its stem.
    pub fn stem(&self, analyzer: &Analyzer) -> Cow<'_, str> {
        if self.known_as == KnownAs::Stem { Cow::Borrowed(&self.word) } else { analyzer.stem(&self.word) }
    }
}

/// Words within `slips` of what was typed, if their weighted cost is within the limit.
fn walk(index: &LocaleIndex, typed: &str, slips: usize, open: bool, limit: f32) -> Vec<Near> {
    let Some(pattern) = Pattern::new(typed, slips, open) else { return Vec::new() };
    let letters = typed.chars().count();
    let weigh = |shard: &Shard, word: &str| {
        if !same_digits(typed, word, open) {
            return None;
        }
        let cost = if open { prefix_cost(typed, letters, word, limit)? } else { edit_cost(typed, word, limit)? };
        let frequency = shard.living_frequency(Field::Exact, &shard.term(Field::Exact, word)?);
        let known_as = KnownAs::Word;
        (frequency > 0).then(|| Near { word: word.to_owned(), frequency, cost, known_as })
    };
    let mut found: Vec<Near> = Vec::new();
    for shard in index.shards() {
        let mut count = 0;
        pattern.each(shard.words(), &mut |word| {
            count += 1;
            if let Some(near) = std::str::from_utf8(word).ok().and_then(|word| weigh(shard, word)) {
                found.push(near);
            }
            count < MAX_SEEN
        });
    }
    if index.shards().len() > 1 {
        found.sort_unstable_by(|a, b| a.word.cmp(&b.word));
        found.dedup_by(|next, kept| {
            let same = next.word == kept.word;
            kept.frequency += if same { next.frequency } else { 0 };
            same
        });
    }
    found
}

/// Words of which some beginning is within one slip of `start`.
pub(super) fn nearly_beginning(index: &LocaleIndex, start: &str) -> Vec<Near> {
    walk(index, start, 1, true, 1.9)
}

/// Numbers are no slips of one another: `v2` is not `v3`.
fn same_digits(typed: &str, word: &str, prefix: bool) -> bool {
    prefix || typed.chars().filter(char::is_ascii_digit).eq(word.chars().filter(char::is_ascii_digit))
}

/// Least cost against the beginnings of `word` that are about as long as what was typed.
fn prefix_cost(typed: &str, letters: usize, word: &str, limit: f32) -> Option<f32> {
    let ends = word.char_indices().map(|(at, _)| at).chain([word.len()]);
    let best = ends
        .skip(letters.saturating_sub(1))
        .take(3)
        .filter_map(|end| edit_cost(typed, &word[..end], limit))
        .fold(f32::INFINITY, f32::min);
    // What is still to be typed counts a little, so that a whole word beats a longer one.
    let missing = word.chars().count().saturating_sub(letters).min(8);
    #[expect(clippy::cast_precision_loss, reason = "at most 8")]
    let open = 0.05 * missing as f32;
    best.is_finite().then_some(best + open)
}

/// Continuations of the shortest beginnings, which very many words share, found once a revision.
#[derive(Debug, Default)]
pub(super) struct Starts(Kept<String, Arc<[Near]>, MAX_STARTS>);

/// Letters of a short word: only a swap or a letter doubled is taken for a slip in it. Beginnings as short
/// are remembered, so many of them.
const SHORT: usize = 3;
const MAX_STARTS: usize = 4_000;
/// Continuations of one beginning.
pub(super) const MAX_CONTINUATIONS: usize = 12;

impl Starts {
    /// The most frequent words that begin with `start`, the most frequent first.
    pub fn continuations(&self, index: &LocaleIndex, start: &str) -> Arc<[Near]> {
        if start.chars().nth(SHORT).is_some() {
            return continuations(index, start).into();
        }
        self.0.get(start, || continuations(index, start).into())
    }
}

fn continuations(index: &LocaleIndex, start: &str) -> Vec<Near> {
    let limit = MAX_CONTINUATIONS;
    let mut best: Vec<(u32, String)> = Vec::with_capacity(limit * 2 + 1);
    let mut found: HashMap<String, u32> = HashMap::new();
    for shard in index.shards() {
        let Ok(mut stream) = shard.dictionary(Field::Exact).range().ge(start.as_bytes()).into_stream() else {
            continue;
        };
        while stream.advance() && stream.key().starts_with(start.as_bytes()) {
            let least = best.last().map_or(0, |(frequency, _)| *frequency);
            let full = best.len() >= limit * 2 && stream.value().doc_freq <= least;
            if full || stream.key().len() == start.len() {
                continue;
            }
            let Ok(word) = std::str::from_utf8(stream.key()) else { continue };
            let frequency = shard.living_frequency(Field::Exact, stream.value());
            let at = best.partition_point(|(other, _)| *other >= frequency);
            best.insert(at, (frequency, word.to_owned()));
            best.truncate(limit * 2);
        }
        for (frequency, word) in best.drain(..) {
            *found.entry(word).or_default() += frequency;
        }
    }
    let living = found.into_iter().filter(|(_, frequency)| *frequency > 0);
    let mut found: Vec<Near> =
        living.map(|(word, frequency)| Near { word, frequency, cost: 0.0, known_as: KnownAs::Word }).collect();
    found.sort_unstable_by(|a, b| b.frequency.cmp(&a.frequency).then_with(|| a.word.cmp(&b.word)));
    found.truncate(limit);
    found
}
