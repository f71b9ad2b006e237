//! From the words typed to the words searched: stems, compounds joined and split, synonyms,
//! continuations of an unfinished word, corrections of unknown ones.

use std::ops::Range;

use super::{
    compound::{has_stem, letters_and_digits},
    parse::Parsed,
    ranking::Ranking,
    relatives::{forms, is_particle},
    searcher::Part,
    spelling::{KnownAs, MAX_CONTINUATIONS, Near},
    written::accented,
};
use crate::{
    index::{LocaleIndex, line_hash},
    text::{Analyzer, TokenKind, Word},
};

/// Words of a query that are scored; of a longer one the rarest.
const MAX_SLOTS: usize = 40;
/// Tokens of a query that are looked at.
const MAX_TOKENS: usize = 400;

/// Why a word is searched that may not have been typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    Typed,
    Continuation,
    Spelling,
    /// Another form of the word.
    Form,
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
    /// The stem that an unknown word was read as, and how likely that is.
    pub meant: Option<(String, f32)>,
}

impl Slot {
    /// The stem that the word is read as: its own, or what it was most likely meant to be.
    pub fn read_as(&self) -> Option<(&String, f32)> {
        let typed = self.alternatives.first().and_then(|typed| typed.stems.first());
        self.meant.as_ref().map(|(stem, trust)| (stem, *trust)).or_else(|| typed.map(|stem| (stem, 1.0)))
    }
}

/// A query understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Understood {
    pub slots: Vec<Slot>,
    /// Unknown words and what was searched in their place.
    pub fixes: Vec<Fix>,
    /// Some word is not in the index.
    pub guessed: bool,
    /// A phrase has to stand as it is: the section that holds it is the one to show.
    pub literal: bool,
    /// Stem-level hash of the whole text, for lines that are it exactly.
    pub line: Vec<u32>,
    /// The text as it was read, where that is not as it was typed.
    pub read: Option<String>,
}

/// An unknown word of the query, and the known one that it was most likely meant to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fix {
    pub range: Range<usize>,
    /// Folded.
    pub word: String,
    /// Place of its slot in the query.
    pub position: u32,
    /// Readers are told of it.
    pub shown: bool,
    /// It is one slip away.
    pub sure: bool,
}

impl Understood {
    /// The text with unknown words replaced, as far as the best hit (`held`: its slots) has what they
    /// were replaced by; nothing when it has none of them.
    pub fn did_you_mean(&self, part: &Part, text: &str, held: u64) -> Option<String> {
        let is_held = |fix: &&Fix| {
            self.slots
                .iter()
                .position(|slot| slot.position == fix.position)
                .is_some_and(|at| held >> (at % 64) & 1 == 1)
        };
        corrected(part, text, self.fixes.iter().filter(|fix| fix.shown).filter(is_held).collect())
    }
}

/// Understands a query for one locale.
pub(super) fn understand(part: &Part, parsed: &Parsed, ranking: &Ranking) -> Understood {
    let Part { index, synonyms, .. } = part;
    let mut words = index.analyzer().words(&parsed.text);
    words.truncate(MAX_TOKENS);
    let mut reader =
        Reader { part, index, ranking, open_end: parsed.open_end, slots: Vec::new(), fixes: Vec::new(), guesses: 0 };
    reader.read(&words);
    let Reader { mut slots, fixes, guesses, .. } = reader;
    let sure: Vec<&Fix> = fixes.iter().filter(|fix| fix.sure).collect();
    let line = line(index.analyzer(), &words, &sure);
    let read = (!sure.is_empty()).then(|| replaced(&parsed.text, sure, |fix| fix.word.clone()));
    if ranking.compounds {
        join_neighbours(index, &words, &mut slots);
        join_particles(index, &words, &mut slots);
    }
    if ranking.synonyms {
        synonyms.expand(&mut slots, |stem| has_stem(index, stem));
    }
    merge_either(parsed, &words, &mut slots);
    if slots.iter().all(|slot| !slot.required) {
        slots.iter_mut().for_each(|slot| (slot.required, slot.weight) = (true, 1.0));
    }
    keep_rarest(index, &mut slots);
    Understood { slots, fixes, guessed: guesses > 0, literal: !parsed.phrases.is_empty(), line, read }
}

pub(super) struct Reader<'a> {
    pub part: &'a Part,
    pub index: &'a LocaleIndex,
    pub ranking: &'a Ranking,
    open_end: bool,
    slots: Vec<Slot>,
    pub fixes: Vec<Fix>,
    pub guesses: usize,
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
                self.plain(words, at, last && self.open_end);
                at += 1;
            }
        }
    }

    /// `log-in`, `OneDrive`, `v2.1.3`, `C++`.
    fn compound(&mut self, whole: &Word, parts: &[Word]) {
        let known = self.index.exact_frequency(&whole.exact) > 0;
        let signs = whole.exact.chars().any(|c| !c.is_alphanumeric());
        let code = parts.len() == 1;
        let address = whole.exact.contains('@');
        if known && (signs || code || parts.iter().any(|part| !self.is_known(part))) {
            let mut made = slot(whole, 1.0, true);
            self.releases(&mut made, whole, 0.5);
            self.slots.push(made);
            for part in parts.iter().filter(|part| part.exact.len() > 1 && part.exact != whole.exact) {
                self.slots.push(slot(part, 0.3, false));
            }
            return;
        }
        if !known {
            let mut made = slot(whole, 1.0, true);
            self.releases(&mut made, whole, 0.9);
            if made.alternatives.len() > 1 {
                return self.slots.push(made);
            }
        }
        if !known && !signs && parts.iter().any(|part| !self.is_known(part)) && self.is_slip(whole) {
            return self.plain(std::slice::from_ref(whole), 0, false);
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
            if !known && !address && !self.is_known(part) {
                self.guess(&mut made, part, [None, None], false);
            }
            self.slots.push(made);
        }
    }

    /// `4.1.0` and `4.1.2` for `4.1`.
    fn releases(&self, made: &mut Slot, version: &Word, weight: f32) {
        let figures = version.exact.strip_prefix('v').unwrap_or(&version.exact);
        if self.ranking.forms && figures.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            let found = self.part.starts.continuations(self.index, &format!("{}.", version.exact));
            self.add_near(made, &found[..found.len().min(MAX_CONTINUATIONS / 2)], Why::Form, |_| weight);
        }
    }

    fn plain(&mut self, words: &[Word], at: usize, open: bool) {
        let beside = |other: Option<&'_ Word>| other.filter(|word| word.kind == TokenKind::Word).cloned();
        let typed = &words[at];
        let mut frequency = self.index.exact_frequency(&typed.exact);
        let mut known = frequency > 0 || self.is_known(typed);
        let respelled = if known { None } else { self.respelled(typed) };
        if let Some(word) = &respelled {
            (frequency, known) = (self.index.exact_frequency(&word.exact), true);
        }
        let word = respelled.as_ref().unwrap_or(typed);
        let mut made = self.weighed(word);
        if open && self.ranking.prefix > 0.0 {
            let weight = if known { self.ranking.prefix } else { 0.7 };
            let most = if known { MAX_CONTINUATIONS / 3 } else { MAX_CONTINUATIONS };
            let found = self.part.starts.continuations(self.index, &word.exact);
            self.add_near(&mut made, &found[..most.min(found.len())], Why::Continuation, |_| weight);
        }
        if self.ranking.compounds && !word.stop {
            self.heads(&mut made, word);
        }
        if !known && made.alternatives.iter().all(|other| other.why != Why::Continuation) {
            let beside = [at.checked_sub(1).and_then(|at| beside(words.get(at))), beside(words.get(at + 1))];
            self.guess(&mut made, word, beside.each_ref().map(Option::as_ref), open);
        } else if self.ranking.compounds
            && let Some((letters, digits)) = letters_and_digits(&word.exact)
            && self.index.exact_frequency(letters) > 0
            && self.index.exact_frequency(digits) > 0
        {
            let stems = vec![self.index.analyzer().stem(letters).into_owned(), digits.to_owned()];
            made.alternatives.push(Alternative { stems, exact: None, weight: 0.8, why: Why::Compound });
        } else if self.ranking.compounds && self.index.analyzer().language().is_compounding() && !word.stop {
            self.apart(&mut made, &word.exact, Some(frequency), false);
        }
        self.slots.push(made);
    }

    /// Compounds of the index that end with the word (`Festplattenverschlüsselung` for `Verschlüsselung`).
    fn heads(&self, made: &mut Slot, word: &Word) {
        for stem in self.part.tails.ending_with(self.index, &word.stem) {
            made.alternatives.push(alternative(&stem, None, self.ranking.head, Why::Compound));
        }
    }

    /// `ae`, `oe` and `ue` for `ä`, `ö` and `ü`: no slip, but the same word for want of the keys.
    fn respelled(&self, word: &Word) -> Option<Word> {
        if !self.index.analyzer().language().has_umlauts()
            || !["ae", "oe", "ue"].iter().any(|two| word.exact.contains(two))
        {
            return None;
        }
        let exact = word.exact.replace("ae", "a").replace("oe", "o").replace("ue", "u");
        let analyzer = self.index.analyzer();
        let stem = analyzer.stem(&exact).into_owned();
        let stop = analyzer.is_stop(&exact);
        let known = stop || self.index.exact_frequency(&exact) > 0 || has_stem(self.index, &stem);
        known.then(|| Word { exact, stem, stop, ..word.clone() })
    }

    pub(super) fn add_near(&self, made: &mut Slot, found: &[Near], why: Why, weight: impl Fn(&Near) -> f32) {
        for candidate in found {
            let stem = candidate.stem(self.index.analyzer());
            let weight = weight(candidate);
            let exact = Some(candidate.word.as_str()).filter(|_| candidate.known_as != KnownAs::Stem);
            match made.alternatives.iter_mut().find(|a| a.stems.len() == 1 && a.stems[0] == *stem) {
                Some(same) if same.why != Why::Typed => same.weight = same.weight.max(weight),
                Some(_) => {}
                None => made.alternatives.push(alternative(&stem, exact, weight, why)),
            }
        }
    }

    pub(super) fn push(&mut self, slot: Slot) {
        self.slots.push(slot);
    }

    pub(super) fn weighed(&self, word: &Word) -> Slot {
        slot(word, if word.stop { self.ranking.stop } else { 1.0 }, !word.stop)
    }

    fn is_known(&self, word: &Word) -> bool {
        has_stem(self.index, &word.stem)
    }
}

fn slot(word: &Word, weight: f32, required: bool) -> Slot {
    let typed = alternative(&word.stem, Some(&word.exact), 1.0, Why::Typed);
    Slot {
        typed: word.exact.clone(),
        alternatives: vec![typed],
        required,
        weight,
        position: word.position,
        meant: None,
    }
}

pub(super) fn alternative(stem: &str, exact: Option<&str>, weight: f32, why: Why) -> Alternative {
    Alternative { stems: vec![stem.to_owned()], exact: exact.map(str::to_owned), weight, why }
}

/// `log in` also finds `login`, when the index has such a word.
fn join_neighbours(index: &LocaleIndex, words: &[Word], slots: &mut [Slot]) {
    for pair in words.windows(2) {
        let [left, right] = pair else { continue };
        let plain = left.kind == TokenKind::Word && right.kind == TokenKind::Word;
        let counted = left.exact.bytes().all(|byte| byte.is_ascii_digit());
        if !plain || (left.stop && right.stop) || (left.exact.len() + right.exact.len() < 5 && !counted) {
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

/// Words between a verb and the particle that it was parted from.
const MAX_BETWEEN: usize = 4;
/// What a verb put together with its particle counts.
const PARTED: f32 = 0.7;

/// `melde … ab` also finds `abmelden`, `säga upp` `uppsägning`, where the index has such a word: in German and Dutch
/// the particle ends the sentence, elsewhere it follows the verb.
fn join_particles(index: &LocaleIndex, words: &[Word], slots: &mut [Slot]) {
    let analyzer = index.analyzer();
    let language = analyzer.language();
    let at_end = matches!(language.code(), "de" | "nl");
    for (at, particle) in words.iter().enumerate().filter(|(_, word)| is_particle(language.code(), &word.exact)) {
        if at_end && at + 1 != words.len() {
            continue;
        }
        let verbs = words[..at].iter().rev().take(if at_end { MAX_BETWEEN + 1 } else { 1 });
        for verb in verbs.filter(|verb| !verb.stop && verb.kind == TokenKind::Word) {
            let joined = format!("{}{}", particle.exact, verb.exact);
            let stem = analyzer.stem(&joined);
            let found = if has_stem(index, &stem) { Some(stem.into_owned()) } else { same_beginning(index, &joined) };
            if let Some(stem) = found
                && let Some(slot) = slots.iter_mut().find(|slot| slot.position == verb.position)
            {
                slot.alternatives.push(alternative(&stem, None, PARTED, Why::Compound));
            }
        }
    }
}

/// The stem of the word that shares most of its beginning with a verb put together.
fn same_beginning(index: &LocaleIndex, joined: &str) -> Option<String> {
    let found = forms(index, joined).into_iter().next()?;
    Some(index.analyzer().stem(&found.word).into_owned())
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

fn corrected(part: &Part, text: &str, fixes: Vec<&Fix>) -> Option<String> {
    let written = |fix: &Fix| {
        let written = part.writing.of(&part.index, &fix.word);
        written.unwrap_or_else(|| accented(&text[fix.range.clone()], &fix.word))
    };
    (!fixes.is_empty()).then(|| replaced(text, fixes, written))
}

/// A text with other words in their places.
fn replaced(text: &str, mut fixes: Vec<&Fix>, by: impl Fn(&Fix) -> String) -> String {
    fixes.sort_by_key(|fix| std::cmp::Reverse(fix.range.start));
    let mut out = text.to_owned();
    for fix in fixes {
        out.replace_range(fix.range.clone(), &by(fix));
    }
    out
}

/// The words of a text as titles and questions keep theirs; unknown ones as what they were read as.
fn line(analyzer: &Analyzer, words: &[Word], fixes: &[&Fix]) -> Vec<u32> {
    let whole = words.iter().filter(|word| word.kind != TokenKind::Part);
    let hash = |word: &Word| match fixes.iter().find(|fix| fix.range == (word.start..word.end)) {
        Some(Fix { word, .. }) => line_hash(analyzer, word, &analyzer.stem(word)),
        None => line_hash(analyzer, &word.exact, &word.stem),
    };
    whole.map(hash).collect()
}
