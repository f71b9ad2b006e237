//! From scores to an order: filters, phrases, likeness of the query to whole lines, nearness, pins.

use std::collections::{HashMap, HashSet};

use super::{
    letters::Letters,
    parse::{Filter, Parsed},
    phrase,
    ranking::Ranking,
    score::{Norms, Scored, Scores, line_norm, score},
    understand::Understood,
};
use crate::{
    index::{EntryKind, EntryRef, LocaleIndex, word_hash},
    search::{HitKind, Sort},
};

/// One article in its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ranked {
    pub scored: Scored,
    pub score: f32,
    pub parts: Parts,
}

/// What the close look added, as shares of the ceiling (for the explanation).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Parts {
    pub title: f32,
    pub question: f32,
    pub heading: f32,
    pub near: f32,
    /// Likeness of the letters of the query and of the title or a question.
    pub letters: f32,
    pub all_words: bool,
    /// The query is the title, or one of the questions, word for word.
    pub exact: bool,
    pub pinned: bool,
}

/// All that was found, best first as far as anybody will look.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub hits: Vec<Ranked>,
    pub total: usize,
    pub ceiling: f32,
    pub weights: Vec<f32>,
    /// Entries counted in `total`, when facets were asked for.
    pub counted: Vec<u32>,
}

/// What narrows a search besides its words.
pub(super) struct Narrow<'a> {
    pub parsed: &'a Parsed,
    pub pinned: &'a [u32],
    pub hidden: &'a HashSet<u32>,
    /// Places that have to be in order.
    pub wanted: usize,
    /// Keep the entries found, to count them.
    pub facets: bool,
    pub sort: Sort,
}

/// Ranks the articles of one locale.
pub(super) fn rank(
    index: &LocaleIndex,
    norms: &Norms,
    ranking: &Ranking,
    query: &Understood,
    narrow: &Narrow<'_>,
) -> Outcome {
    let Scores { mut found, weights, line_weights, ceiling, held } = score(index, norms, ranking, query);
    narrow.apply(index, &mut found);
    let required = required(query, held);
    let counted = counted(&found, required, weights.iter().sum());
    let total = counted.len();
    let by_score = |a: &Scored, b: &Scored| b.score.total_cmp(&a.score).then_with(|| key(index, a).cmp(&key(index, b)));
    let by_time = |a: &Scored, b: &Scored| {
        let updated = |s: &Scored| index.entries().at(s.entry).updated();
        updated(b).cmp(&updated(a)).then_with(|| key(index, a).cmp(&key(index, b)))
    };
    let depth = ranking.depth.max(narrow.wanted);
    if narrow.sort == Sort::Updated {
        let keep: HashSet<u32> = counted.iter().copied().collect();
        found.retain(|scored| keep.contains(&scored.entry));
        found.sort_unstable_by(by_time);
        found.truncate(narrow.wanted);
    } else {
        if found.len() > depth {
            found.select_nth_unstable_by(depth, by_score);
            found.truncate(depth);
        }
        found.sort_unstable_by(by_score);
    }
    let mut hits = look_closely(
        &Look {
            text: &narrow.parsed.text,
            index,
            norms,
            ranking,
            query,
            required,
            weights: &weights,
            line_weights: &line_weights,
            ceiling,
        },
        found,
    );
    if narrow.sort == Sort::Relevance {
        hits.sort_by(|a, b| {
            b.score.total_cmp(&a.score).then_with(|| key(index, &a.scored).cmp(&key(index, &b.scored)))
        });
        put_pins_first(narrow.pinned, index, &mut hits);
    }
    Outcome {
        total: total.max(narrow.pinned.len()),
        hits,
        ceiling,
        weights,
        counted: if narrow.facets { counted } else { Vec::new() },
    }
}

/// The same order on every machine, whatever numbers the sections have there.
fn key<'a>(index: &'a LocaleIndex, scored: &Scored) -> (EntryKind, &'a str) {
    let entry = index.entries().at(scored.entry);
    (entry.kind(), entry.key())
}

/// What counts as found: the articles that hold all words, when there are enough; else those that
/// hold a good part of the query's weight; failing that, whatever holds anything.
fn counted(found: &[Scored], required: u64, total_weight: f32) -> Vec<u32> {
    let entries =
        |keep: &dyn Fn(&Scored) -> bool| -> Vec<u32> { found.iter().filter(|s| keep(s)).map(|s| s.entry).collect() };
    let strict = entries(&|s| s.slots & required == required);
    if strict.len() >= ENOUGH {
        return strict;
    }
    let relaxed = entries(&|s| s.slots & required == required || s.covered >= 0.4 * total_weight);
    if relaxed.is_empty() { entries(&|_| true) } else { relaxed }
}

/// Articles holding all words from which on no others are counted.
const ENOUGH: usize = 10;

/// Bits of the slots that an article must hold to hold all words; words that nothing holds are not
/// asked for.
fn required(query: &Understood, held: u64) -> u64 {
    let required = query.slots.iter().enumerate().filter(|(_, slot)| slot.required);
    required.fold(0, |bits, (at, _)| bits | 1 << (at % 64)) & held
}

impl Narrow<'_> {
    fn apply(&self, index: &LocaleIndex, found: &mut Vec<Scored>) {
        let filter = &self.parsed.filter;
        if !filter.is_empty() {
            found.retain(|scored| filter.keeps(index.entries().at(scored.entry)));
        }
        if !self.hidden.is_empty() {
            found.retain(|scored| !self.hidden.contains(&scored.entry));
        }
        if !self.parsed.excluded.is_empty() {
            let excluded = phrase::excluded(index, &self.parsed.excluded);
            found.retain(|scored| !excluded.contains(&scored.entry));
        }
        for text in &self.parsed.phrases {
            let holders: HashMap<u32, Option<u32>> = phrase::holders(index, text);
            found.retain_mut(|scored| match holders.get(&scored.entry) {
                Some(section) => {
                    scored.section = section.unwrap_or(scored.section);
                    true
                }
                None => false,
            });
        }
    }
}

impl Filter {
    /// Whether an entry meets all conditions.
    pub fn keeps(&self, entry: EntryRef<'_>) -> bool {
        let below = |category: &String| {
            entry
                .category()
                .strip_prefix(category.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.category.as_ref().is_none_or(below)
            && self.tag.as_ref().is_none_or(|tag| entry.tags().any(|own| own.eq_ignore_ascii_case(tag)))
            && self.visibility.is_none_or(|visibility| entry.visibility() == visibility)
            && self.kind.is_none_or(|kind| kind_of(entry.kind()) == kind)
            && self.updated_from.is_none_or(|from| entry.updated() >= from)
            && self.updated_before.is_none_or(|before| entry.updated() < before)
    }
}

/// The kind of hit that an entry becomes.
pub(super) fn kind_of(kind: EntryKind) -> HitKind {
    match kind {
        EntryKind::Article => HitKind::Article,
        EntryKind::Reply => HitKind::Reply,
        EntryKind::Card => HitKind::Card,
    }
}

/// Hits whose titles are compared letter by letter.
const LETTERS_DEPTH: usize = 24;

/// What the second look needs.
struct Look<'a> {
    text: &'a str,
    index: &'a LocaleIndex,
    norms: &'a Norms,
    ranking: &'a Ranking,
    query: &'a Understood,
    required: u64,
    weights: &'a [f32],
    line_weights: &'a [f32],
    ceiling: f32,
}

/// The second look, at the best of the first: whole lines and places of words.
fn look_closely(look: &Look<'_>, found: Vec<Scored>) -> Vec<Ranked> {
    let Look { index, ranking, query, required, .. } = *look;
    let total: f32 = look.weights.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    let likeness = Likeness::new(query, look.weights, total);
    let letters = Letters::new(index.analyzer(), look.text, ranking.letters_stop);
    let near = if ranking.proximity > 0.0 {
        phrase::proximity(index, query, look.weights, &found)
    } else {
        vec![0.0; found.len()]
    };
    found
        .into_iter()
        .zip(near)
        .enumerate()
        .map(|(place, (scored, near))| {
            let entry = index.entries().at(scored.entry);
            let lines = entry.lines();
            let mut parts = Parts {
                near,
                heading: (scored.heading / look.ceiling.max(f32::MIN_POSITIVE)).min(1.0),
                ..Parts::default()
            };
            let mut best_question = 0.0_f32;
            for (at, line) in lines.iter().enumerate() {
                parts.exact |= line == query.line;
                let own = likeness.of(line);
                if at == 0 {
                    parts.title = own;
                } else {
                    parts.question = parts.question.max(own);
                    best_question = best_question.max(likeness.score(line, look));
                }
            }
            parts.all_words = scored.slots & required == required;
            if ranking.letters > 0.0 && place < LETTERS_DEPTH {
                let alike = |line: &str| letters.alike(line);
                let questions = entry.questions().take(8).map(alike);
                parts.letters = questions.fold(alike(entry.title()), f32::max);
                let heading = entry.heading(scored.section - index.sections_of(scored.entry).start);
                if ranking.heading_letters > 0.0 && !heading.is_empty() {
                    parts.letters = parts.letters.max(ranking.heading_letters * alike(heading));
                }
            }
            let share = ranking.title * parts.title
                + ranking.question * (parts.question - parts.title).max(0.0)
                + ranking.proximity * near
                + ranking.letters * parts.letters
                + if parts.all_words { ranking.all_words } else { 0.0 }
                + if parts.exact { 1.0 } else { 0.0 };
            let question = ranking.line * (best_question - scored.title).max(0.0);
            Ranked { score: scored.score + question + look.ceiling * share, scored, parts }
        })
        .collect()
}

/// Likeness of the query to a line: how much of the query the line holds, and how much of the line
/// the query holds, as their harmonic mean.
pub(super) struct Likeness {
    /// Hash of a stem (without the stop bit) → slot and worth; sorted by hash.
    words: Vec<(u32, usize, f32)>,
    weights: Vec<f32>,
    total: f32,
}

/// What a stop word counts in a line.
const STOP: f32 = 0.3;

impl Likeness {
    pub fn new(query: &Understood, weights: &[f32], total: f32) -> Self {
        let mut words: Vec<(u32, usize, f32)> = query
            .slots
            .iter()
            .enumerate()
            .flat_map(|(at, slot)| {
                slot.alternatives
                    .iter()
                    .flat_map(move |a| a.stems.iter().map(move |stem| (word_hash(stem) & !1, at, a.weight)))
            })
            .collect();
        words.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| b.2.total_cmp(&a.2)));
        Self { words, weights: weights.to_vec(), total }
    }

    /// The line as a text of its own, scored like a title.
    fn score(&self, line: &[u32], look: &Look<'_>) -> f32 {
        let mut best = [0.0_f32; 64];
        for word in line {
            let from = self.words.partition_point(|(hash, ..)| *hash < word & !1);
            for &(_, slot, weight) in self.words[from..].iter().take_while(|(hash, ..)| *hash == word & !1) {
                best[slot % 64] = best[slot % 64].max(weight);
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "words of a line")]
        let norm = line_norm(look.ranking, line.len() as f32 / look.norms.mean_line);
        let k1 = look.ranking.saturation;
        let saturated = |x: f32| x * (k1 + 1.0) / (k1 + x);
        best.iter().zip(look.line_weights).map(|(b, w)| w * saturated(b * norm)).sum()
    }

    pub fn of(&self, line: &[u32]) -> f32 {
        let (mut held, mut length) = (0.0_f32, 0.0_f32);
        let mut best = [0.0_f32; 64];
        for word in line {
            let worth = if word & 1 == 1 { STOP } else { 1.0 };
            length += worth;
            let from = self.words.partition_point(|(hash, ..)| *hash < word & !1);
            let mut most = 0.0_f32;
            for &(_, slot, weight) in self.words[from..].iter().take_while(|(hash, ..)| *hash == word & !1) {
                best[slot % 64] = best[slot % 64].max(weight);
                most = most.max(weight);
            }
            held += worth * most;
        }
        let recall: f32 = best.iter().zip(&self.weights).map(|(b, w)| b * w).sum::<f32>() / self.total;
        if held <= 0.0 || recall <= 0.0 {
            return 0.0;
        }
        let precision = held / length;
        2.0 * precision * recall / (precision + recall)
    }
}

fn put_pins_first(pinned: &[u32], index: &LocaleIndex, hits: &mut Vec<Ranked>) {
    for (place, &entry) in pinned.iter().enumerate() {
        let at = hits.iter().position(|hit| hit.scored.entry == entry);
        let mut hit = at.map_or_else(
            || Ranked { scored: unscored(index, entry), score: 0.0, parts: Parts::default() },
            |at| hits.remove(at),
        );
        hit.parts.pinned = true;
        hit.score = hit.score.max(hits.first().map_or(1.0, |first| first.score));
        hits.insert(place.min(hits.len()), hit);
    }
}

fn unscored(index: &LocaleIndex, entry: u32) -> Scored {
    let section = index.sections_of(entry).start;
    Scored { entry, section, score: 0.0, slots: 0, covered: 0.0, title: 0.0, heading: 0.0 }
}

impl Outcome {
    /// All that meets the conditions of a query without words, latest change first.
    pub fn of_filter(index: &LocaleIndex, narrow: &Narrow<'_>) -> Self {
        if narrow.parsed.filter.is_empty() {
            return Self::default();
        }
        let all = 0..u32::try_from(index.entries().len()).unwrap_or(u32::MAX);
        let mut found: Vec<Scored> = all.map(|entry| unscored(index, entry)).collect();
        narrow.apply(index, &mut found);
        let counted = found.iter().map(|scored| scored.entry).collect::<Vec<_>>();
        let updated = |s: &Scored| index.entries().at(s.entry).updated();
        found.sort_by(|a, b| updated(b).cmp(&updated(a)).then_with(|| key(index, a).cmp(&key(index, b))));
        let total = found.len();
        found.truncate(narrow.wanted);
        let hits = found.into_iter().map(|scored| Ranked { scored, score: 0.0, parts: Parts::default() }).collect();
        Self { hits, total, counted, ..Self::default() }
    }
}
