//! From the words typed to the words searched: stems, compounds joined and split, synonyms,
//! continuations of an unfinished word, corrections of unknown ones.

use std::ops::Range;

use super::{
    parse::Parsed,
    ranking::Ranking,
    searcher::Part,
    spelling::{MAX_CONTINUATIONS, Near, Starts, near},
};
use crate::{
    index::{Field, LocaleIndex},
    text::{TokenKind, Word},
};

/// Words of a query that are scored; of a longer one the rarest.
const MAX_SLOTS: usize = 40;
/// Tokens of a query that are looked at.
const MAX_TOKENS: usize = 400;
/// Unknown words of a query that are guessed at; nobody misspells more.
const MAX_GUESSES: usize = 24;
/// Candidates for a misspelt word.
const MAX_NEAR: usize = 6;

/// Why a word is searched that may not have been typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    Typed,
    Continuation,
    Spelling,
    Synonym,
    Compound,
}

/// One way to satisfy a slot: all these stems together, and perhaps the exact word.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Alternative {
    pub stems: Vec<String>,
    pub exact: Option<String>,
    pub weight: f32,
    pub why: Why,
}

/// One word of the query, with all that may stand for it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Slot {
    /// As typed.
    pub typed: String,
    pub alternatives: Vec<Alternative>,
    /// Counts when all words are asked for.
    pub required: bool,
    pub weight: f32,
    pub position: u32,
}

/// A query understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Understood {
    pub slots: Vec<Slot>,
    /// The text with unknown words replaced, when some were.
    pub did_you_mean: Option<String>,
    /// Stem-level hash of the whole text, for lines that are it exactly.
    pub line: Vec<u32>,
}

/// Understands a query for one locale.
pub(super) fn understand(part: &Part, parsed: &Parsed, ranking: &Ranking) -> Understood {
    let Part { index, synonyms, starts, .. } = part;
    let mut words = index.analyzer().words(&parsed.text);
    words.truncate(MAX_TOKENS);
    let mut reader =
        Reader { index, starts, ranking, open_end: parsed.open_end, slots: Vec::new(), fixes: Vec::new(), guesses: 0 };
    let line = words
        .iter()
        .filter(|w| w.kind != TokenKind::Part)
        .map(|w| crate::index::line_hash(index.analyzer(), &w.exact, &w.stem))
        .collect();
    reader.read(&words);
    let Reader { mut slots, fixes, .. } = reader;
    if ranking.compounds {
        join_neighbours(index, &words, &mut slots);
    }
    if ranking.synonyms {
        synonyms.expand(&mut slots);
    }
    merge_either(parsed, &words, &mut slots);
    if slots.iter().all(|slot| !slot.required) {
        slots.iter_mut().for_each(|slot| (slot.required, slot.weight) = (true, 1.0));
    }
    keep_rarest(index, &mut slots);
    Understood { slots, did_you_mean: corrected(&parsed.text, fixes), line }
}

struct Reader<'a> {
    index: &'a LocaleIndex,
    starts: &'a Starts,
    ranking: &'a Ranking,
    open_end: bool,
    slots: Vec<Slot>,
    fixes: Vec<(Range<usize>, String)>,
    guesses: usize,
}

impl Reader<'_> {
    fn read(&mut self, words: &[Word]) {
        let mut at = 0;
        while at < words.len() {
            let parts = words[at + 1..].iter().take_while(|w| w.kind == TokenKind::Part).count();
            if words[at].kind == TokenKind::Whole && parts > 0 {
                self.compound(&words[at], &words[at + 1..=at + parts]);
                at += parts + 1;
            } else {
                let last = at + 1 == words.len();
                self.plain(&words[at], last && self.open_end);
                at += 1;
            }
        }
    }

    /// `log-in`, `OneDrive`, `v2.1.3`, `C++`.
    fn compound(&mut self, whole: &Word, parts: &[Word]) {
        let known = self.index.exact_frequency(&whole.exact) > 0;
        let signs = whole.exact.chars().any(|c| !c.is_alphanumeric());
        if known && (signs || parts.iter().any(|part| !self.is_known(part))) {
            self.slots.push(slot(whole, 1.0, true));
            for part in parts.iter().filter(|part| part.exact.len() > 1 && part.exact != whole.exact) {
                self.slots.push(slot(part, 0.3, false));
            }
            return;
        }
        let together: String = parts.iter().map(|part| part.exact.as_str()).collect();
        let together = (signs && self.index.exact_frequency(&together) > 0).then_some(together);
        for part in parts {
            let mut made = self.weighed(part);
            if known && self.ranking.compounds {
                made.alternatives.push(alternative(&whole.stem, Some(&whole.exact), 0.8, Why::Compound));
            }
            if let Some(together) = together.as_deref().filter(|_| self.ranking.compounds) {
                let stem = self.index.analyzer().stem(together);
                made.alternatives.push(alternative(&stem, Some(together), 0.8, Why::Compound));
            }
            if !known && !self.is_known(part) {
                self.guess(&mut made, part, false);
            }
            self.slots.push(made);
        }
    }

    fn plain(&mut self, word: &Word, open: bool) {
        let mut made = self.weighed(word);
        let frequency = self.index.exact_frequency(&word.exact);
        let known = frequency > 0 || self.is_known(word);
        if open && self.ranking.prefix > 0.0 {
            let weight = if known { self.ranking.prefix } else { 0.7 };
            let most = if known { MAX_CONTINUATIONS / 3 } else { MAX_CONTINUATIONS };
            let found = self.starts.continuations(self.index, &word.exact);
            self.add_near(&mut made, &found[..most.min(found.len())], Why::Continuation, |_| weight);
        }
        if !known && made.alternatives.len() == 1 {
            self.guess(&mut made, word, open);
        } else if self.ranking.compounds
            && let Some((letters, digits)) = letters_and_digits(&word.exact)
            && self.index.exact_frequency(letters) > 0
            && self.index.exact_frequency(digits) > 0
        {
            let stems = vec![self.index.analyzer().stem(letters).into_owned(), digits.to_owned()];
            made.alternatives.push(Alternative { stems, exact: None, weight: 0.8, why: Why::Compound });
        }
        self.slots.push(made);
    }

    /// An unknown word: two known words in one, or a misspelling.
    fn guess(&mut self, made: &mut Slot, word: &Word, open: bool) {
        self.guesses += 1;
        if self.guesses > MAX_GUESSES {
            return;
        }
        if self.ranking.compounds
            && let Some((left, right)) = split(self.index, &word.exact)
        {
            let analyzer = self.index.analyzer();
            let stems = vec![analyzer.stem(&left).into_owned(), analyzer.stem(&right).into_owned()];
            made.alternatives.push(Alternative { stems, exact: None, weight: 0.8, why: Why::Compound });
        }
        if !self.ranking.spelling {
            return;
        }
        let mut found = near(self.index, &word.exact, open, MAX_NEAR);
        if made.alternatives.len() > 1 {
            // Two words in one are likelier than two slips, one slip likelier than two words.
            found.retain(|near| near.cost <= 1.2);
        }
        if let Some(best) = found.first() {
            let least = best.cost;
            let doubt = likely(best.cost, word.exact.chars().count());
            self.add_near(made, &found, Why::Spelling, |near| doubt * (-(near.cost - least) * 1.5).exp());
            self.fixes.push((word.start..word.end, best.word.clone()));
        }
    }

    fn add_near(&self, made: &mut Slot, found: &[Near], why: Why, weight: impl Fn(&Near) -> f32) {
        for candidate in found {
            let stem = self.index.analyzer().stem(&candidate.word);
            let weight = weight(candidate);
            match made.alternatives.iter_mut().find(|a| a.stems.len() == 1 && a.stems[0] == *stem) {
                Some(same) if same.why != Why::Typed => same.weight = same.weight.max(weight),
                Some(_) => {}
                None => made.alternatives.push(alternative(&stem, Some(&candidate.word), weight, why)),
            }
        }
    }

    fn weighed(&self, word: &Word) -> Slot {
        slot(word, if word.stop { self.ranking.stop } else { 1.0 }, !word.stop)
    }

    fn is_known(&self, word: &Word) -> bool {
        has_stem(self.index, &word.stem)
    }
}

/// How likely a correction is what was meant: a short word that the index lacks is often just another
/// word, a long one rarely.
fn likely(cost: f32, letters: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "letters of a word")]
    let share = cost / letters.max(1) as f32;
    (1.6 - 4.5 * share).clamp(0.2, 0.95)
}

fn slot(word: &Word, weight: f32, required: bool) -> Slot {
    let typed = alternative(&word.stem, Some(&word.exact), 1.0, Why::Typed);
    Slot { typed: word.exact.clone(), alternatives: vec![typed], required, weight, position: word.position }
}

fn alternative(stem: &str, exact: Option<&str>, weight: f32, why: Why) -> Alternative {
    Alternative { stems: vec![stem.to_owned()], exact: exact.map(str::to_owned), weight, why }
}

/// `covid19` as `covid` and `19`, which others write with a hyphen between.
fn letters_and_digits(word: &str) -> Option<(&str, &str)> {
    let at = word.find(|c: char| c.is_ascii_digit()).filter(|at| *at > 1)?;
    let (letters, digits) = word.split_at(at);
    let plain = letters.chars().all(char::is_alphabetic) && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then_some((letters, digits))
}

/// Whether any living section holds the stem.
fn has_stem(index: &LocaleIndex, stem: &str) -> bool {
    [Field::Body, Field::Title, Field::Heading, Field::Questions, Field::Keywords, Field::About].into_iter().any(
        |field| {
            index
                .shards()
                .iter()
                .any(|shard| shard.term(field, stem).is_some_and(|term| shard.living_frequency(field, &term) > 0))
        },
    )
}

/// Cuts an unknown word into two that the index knows, where the rarer of the two is commonest.
/// German and Dutch linking letters may stand between them.
fn split(index: &LocaleIndex, word: &str) -> Option<(String, String)> {
    let letters = word.chars().count();
    if !(6..=40).contains(&letters) || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    let least = if index.analyzer().language().is_compounding() { 3 } else { 2 };
    let known = |part: &str| {
        let exact = index.exact_frequency(part);
        if exact > 0 { exact } else { u32::from(has_stem(index, &index.analyzer().stem(part))) }
    };
    let mut best: Option<(u32, String, String)> = None;
    for (at, _) in word.char_indices().skip(least).take(letters - 2 * least + 1) {
        let (left, right) = word.split_at(at);
        let right_frequency = known(right);
        if right_frequency < 2 {
            continue;
        }
        let linked = ["s", "es", "n", "en"].iter().filter_map(|link| left.strip_suffix(link)).filter(|l| l.len() > 3);
        for left in std::iter::once(left).chain(linked.filter(|_| index.analyzer().language().code() == "de")) {
            let frequency = known(left).min(right_frequency);
            if frequency >= 2 && best.as_ref().is_none_or(|(most, ..)| frequency > *most) {
                best = Some((frequency, left.to_owned(), right.to_owned()));
            }
        }
    }
    best.map(|(_, left, right)| (left, right))
}

/// `log in` also finds `login`, when the index has such a word.
fn join_neighbours(index: &LocaleIndex, words: &[Word], slots: &mut [Slot]) {
    for pair in words.windows(2) {
        let [left, right] = pair else { continue };
        let plain = left.kind == TokenKind::Word && right.kind == TokenKind::Word;
        if !plain || (left.stop && right.stop) || left.exact.len() + right.exact.len() < 5 {
            continue;
        }
        let joined = format!("{}{}", left.exact, right.exact);
        if joined.len() > 40 || index.exact_frequency(&joined) == 0 {
            continue;
        }
        let stem = index.analyzer().stem(&joined).into_owned();
        for slot in slots.iter_mut().filter(|s| s.position == left.position || s.position == right.position) {
            slot.alternatives.push(alternative(&stem, Some(&joined), 0.8, Why::Compound));
        }
    }
}

/// `a OR b`: the right slot's words also satisfy the left one, and it is asked for no more.
fn merge_either(parsed: &Parsed, words: &[Word], slots: &mut Vec<Slot>) {
    let positions = |range: &Range<usize>| -> Vec<u32> {
        words.iter().filter(|w| w.start >= range.start && w.end <= range.end).map(|w| w.position).collect()
    };
    for (left, right) in &parsed.either {
        let (left, right) = (positions(left), positions(right));
        let moved: Vec<Alternative> = slots
            .iter()
            .filter(|slot| right.contains(&slot.position))
            .flat_map(|slot| slot.alternatives.iter().cloned())
            .collect();
        if let Some(target) = slots.iter_mut().rfind(|slot| left.contains(&slot.position)) {
            target.alternatives.extend(moved);
            slots.retain(|slot| !right.contains(&slot.position));
            // `a OR b OR c`: what stood at the right now stands at the left.
            if let (Some(target), Some(&last)) = (slots.iter_mut().rfind(|s| left.contains(&s.position)), right.last())
            {
                target.position = last;
            }
        }
    }
}

/// Of a long text (a ticket), the rarest words say what it is about.
fn keep_rarest(index: &LocaleIndex, slots: &mut Vec<Slot>) {
    let mut seen = std::collections::HashSet::new();
    slots.retain(|slot| seen.insert(slot.alternatives[0].stems.clone()));
    if slots.len() <= MAX_SLOTS {
        return;
    }
    let mut rated: Vec<(u32, usize)> = slots
        .iter()
        .enumerate()
        .map(|(at, slot)| {
            let frequency = slot.alternatives[0].exact.as_deref().map_or(0, |word| index.exact_frequency(word));
            (if frequency == 0 { u32::MAX } else { frequency }, at)
        })
        .collect();
    rated.sort_unstable();
    let mut kept: Vec<usize> = rated.into_iter().take(MAX_SLOTS).map(|(_, at)| at).collect();
    kept.sort_unstable();
    let mut at = 0;
    slots.retain(|_| {
        at += 1;
        kept.binary_search(&(at - 1)).is_ok()
    });
}

fn corrected(text: &str, mut fixes: Vec<(Range<usize>, String)>) -> Option<String> {
    if fixes.is_empty() {
        return None;
    }
    fixes.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut out = text.to_owned();
    for (range, word) in fixes {
        out.replace_range(range, &word);
    }
    Some(out)
}
