//! Scoring: how many articles hold each word says what the word is worth; then all sections are gone through,
//! some thousand at a time ([`super::window`]), and each article that holds anything leaves with its score.
//!
//! The function is BM25F (Robertson, Zaragoza and Taylor 2004): the weighted and length-normalised
//! frequencies of a word in all fields are added *before* they saturate.

use std::cell::RefCell;

use super::{
    best::{Best, Counts},
    prune::{Holders, Passing},
    ranking::Ranking,
    stream::Streams,
    understand::{Slot, Understood},
    window::{EntryCell, Window},
};
use crate::index::{Field, LocaleIndex, Shard};

/// The outcome for one article (or reply, or card).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scored {
    pub entry: u32,
    /// Best section.
    pub section: u32,
    pub score: f32,
    /// Slots found anywhere in the article.
    pub slots: u64,
    /// Their weights together.
    pub covered: f32,
    /// Score of the title alone.
    pub title: f32,
    /// Share of the query's weight found in the best section's heading.
    pub heading: f32,
}

/// The articles touched, and what the query could have reached.
#[derive(Debug, Default)]
pub(super) struct Scores {
    pub found: Vec<Scored>,
    /// Weight of each slot: its rarity times its own weight.
    pub weights: Vec<f32>,
    /// The same among titles and questions alone: what is rare there.
    pub line_weights: Vec<f32>,
    /// Score of an article that holds everything, everywhere.
    pub ceiling: f32,
    /// How many articles were touched, and which of them hold what is asked for.
    pub counts: Counts,
    /// Slots whose bodies were passed over somewhere.
    #[cfg(test)]
    pub passed: u64,
}

thread_local! {
    static WINDOW: RefCell<Window> = RefCell::default();
}

/// Tables made once per locale and ranking: what a coded length does to a frequency.
#[derive(Debug)]
pub(super) struct Norms {
    table: [[f32; 256]; 7],
    /// For a title or question by itself.
    pub line: [f32; 256],
    /// For a heading (and those above it) by itself.
    pub heading: [f32; 256],
    /// Mean number of sections of an article.
    pub mean_sections: f32,
    /// Mean words of a title.
    pub mean_line: f32,
    /// How many articles hold common words.
    pub holders: Holders,
}

fn line_norms(ranking: &Ranking, mean: f32) -> [f32; 256] {
    let mut table = [0.0; 256];
    for (cell, code) in table.iter_mut().zip(0_u8..=255) {
        #[expect(clippy::cast_precision_loss, reason = "lengths of text")]
        let length = Shard::length_of_code(code) as f32;
        *cell = line_norm(ranking, length / mean);
    }
    table
}

/// What the length of a line (against the mean) does to a word in it.
pub(super) fn line_norm(ranking: &Ranking, length: f32) -> f32 {
    1.0 / (1.0 - ranking.line_length + ranking.line_length * length)
}

impl Norms {
    pub fn new(index: &LocaleIndex, ranking: &Ranking) -> Self {
        let mut table = [[0.0; 256]; 7];
        for (row, field) in table.iter_mut().zip(Field::SCORED) {
            let (weight, b) = (ranking.weight[field as usize], ranking.length[field as usize]);
            let mean = index.mean_length(field).max(1.0);
            for (cell, code) in row.iter_mut().zip(0_u8..=255) {
                #[expect(clippy::cast_precision_loss, reason = "lengths of text")]
                let length = Shard::length_of_code(code) as f32;
                *cell = weight / (1.0 - b + b * length / mean);
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a mean")]
        let mean_sections = index.sections().max(1) as f32 / index.entries().len().max(1) as f32;
        let mean_line = index.mean_length(Field::Title).max(1.0);
        let line = line_norms(ranking, mean_line);
        let heading = line_norms(ranking, index.mean_length(Field::Heading).max(1.0));
        Self { table, line, heading, mean_sections, mean_line, holders: Holders::default() }
    }

    /// What a coded length in a field does to a frequency, the field's weight with it.
    #[inline]
    pub fn of(&self, field: Field) -> &[f32; 256] {
        &self.table[field as usize]
    }
}

/// Scores all articles that hold any word of the query; answers all of them, or the best in order.
pub(super) fn score(
    index: &LocaleIndex,
    norms: &Norms,
    ranking: &Ranking,
    query: &Understood,
    most: Option<usize>,
) -> Scores {
    let mut lists = open(index, norms, ranking, query);
    let (mut held, mut holding) = (0, Vec::with_capacity(query.slots.len()));
    let weights = query.slots.iter().enumerate().map(|(at, slot)| {
        let holders = norms.holders.of(index, slot, || lists.iter().map(move |slots| &slots[at]));
        held |= u64::from(holders.anywhere > 0) << (at % 64);
        let worth = worth(index, ranking, slot, holders.anywhere, holders.lines);
        holding.push(holders);
        worth
    });
    let weights: Vec<(f32, f32)> = weights.collect();
    let frame = Frame { index, norms, ranking, query, telling: telling(query, &weights), weights: &weights };
    let counts = Counts::new(required(query, held), weights.iter().map(|(weight, _)| weight).sum());
    let gone = WINDOW.with_borrow_mut(|window| {
        let passing = most.and_then(|_| Passing::new(&frame, &lists, &holding, &counts));
        let first = go_through(&frame, window, &mut lists, Best::new(index, most), counts, passing.as_ref());
        first.unwrap_or_else(|| {
            let mut lists = open(index, norms, ranking, query);
            go_through(&frame, window, &mut lists, Best::new(index, most), counts, None).unwrap_or_default()
        })
    });
    let (weights, line_weights): (Vec<f32>, Vec<f32>) = weights.into_iter().unzip();
    let ceiling = weights.iter().sum::<f32>() * (ranking.saturation + 1.0);
    let Gone { found, counts, .. } = gone;
    Scores {
        found,
        weights,
        line_weights,
        ceiling,
        counts,
        #[cfg(test)]
        passed: gone.passed,
    }
}

/// The postings of each slot, by segment.
fn open<'a>(index: &'a LocaleIndex, norms: &Norms, ranking: &Ranking, query: &Understood) -> Vec<Vec<Streams<'a>>> {
    let of_shard = |shard: &'a Shard| {
        let slots = query.slots.iter().map(|slot| Streams::open(index, shard, slot, norms, ranking));
        slots.collect()
    };
    index.shards().iter().map(of_shard).collect()
}

/// What was found on the way through all sections.
#[derive(Default)]
struct Gone {
    found: Vec<Scored>,
    counts: Counts,
    #[cfg_attr(not(test), expect(dead_code, reason = "tests ask whether there was anything to pass over"))]
    passed: u64,
}

/// Goes through all sections run by run; `None` if what was passed over has to be counted.
fn go_through<'a>(
    frame: &Frame<'_>,
    window: &mut Window,
    lists: &mut [Vec<Streams<'a>>],
    mut kept: Best<'a>,
    mut counts: Counts,
    passing: Option<&Passing>,
) -> Option<Gone> {
    let mut passed = 0;
    for (shard, slots) in frame.index.shards().iter().zip(lists) {
        let mut doc = 0;
        while doc < shard.max_doc() {
            doc = window.open(frame.index, shard.base(), doc, shard.max_doc());
            let pass = passing.map_or(0, |passing| passing.slots(frame, kept.threshold()));
            passed |= pass;
            let is_passed = |at: usize| pass >> (at % 64) & 1 == 1;
            let present = |slots: &[Streams<'a>], at: usize| !slots[at].is_empty();
            for at in (0..slots.len()).filter(|at| !is_passed(*at)) {
                if present(slots, at) {
                    window.pour(&mut slots[at], frame);
                    window.settle(at, frame);
                }
            }
            if pass != 0 {
                window.narrow(frame, (0..slots.len()).filter(|at| is_passed(*at)).map(|at| &slots[at]));
                for at in (0..slots.len()).filter(|at| is_passed(*at)) {
                    window.pour_wanted(&mut slots[at], frame);
                    window.settle(at, frame);
                }
            }
            window.finish(frame, |scored| {
                counts.add(&scored);
                kept.push(scored);
            });
        }
    }
    let counts = passing.filter(|_| passed != 0).map_or(Some(counts), |passing| passing.counted(counts))?;
    Some(Gone { found: kept.into_vec(), counts, passed })
}

/// What the telling words are worth in a title.
pub(super) fn telling(query: &Understood, weights: &[(f32, f32)]) -> f32 {
    let telling = query.slots.iter().zip(weights).filter(|(slot, _)| slot.required);
    telling.map(|(_, &(weight, line))| if line > 0.0 { line } else { weight }).sum()
}

/// Bits of the slots that an article must hold to hold all words; words that nothing holds are not
/// asked for.
fn required(query: &Understood, held: u64) -> u64 {
    let required = query.slots.iter().enumerate().filter(|(_, slot)| slot.required);
    required.fold(0, |bits, (at, _)| bits | 1 << (at % 64)) & held
}

/// What a slot that so many articles hold is worth, anywhere and in a line.
fn worth(index: &LocaleIndex, ranking: &Ranking, slot: &Slot, holders: usize, lines: usize) -> (f32, f32) {
    let articles = index.entries().len();
    let line = if slot.required { 1.0 } else { slot.weight.max(ranking.line_stop) };
    let weight = slot.weight * rarity(articles, holders);
    let in_lines = line * rarity(articles, lines);
    let line = match lines {
        0 => 0.0,
        _ if slot.required && weight < ranking.topic => in_lines * weight / ranking.topic,
        _ => in_lines,
    };
    (weight, line)
}

/// What stays the same while a query is scored.
pub(super) struct Frame<'a> {
    pub index: &'a LocaleIndex,
    pub norms: &'a Norms,
    pub ranking: &'a Ranking,
    pub query: &'a Understood,
    /// Of each slot, anywhere and in a line.
    pub weights: &'a [(f32, f32)],
    /// What the telling words are worth in a title.
    pub telling: f32,
}

impl Frame<'_> {
    /// Score of an article whose best section has this much.
    pub fn total(&self, cell: &EntryCell, best: f32) -> f32 {
        let share = self.ranking.article;
        (1.0 - share) * (cell.base + best) + share * cell.whole + self.ranking.line * self.title(cell)
    }

    /// Score of its title.
    pub fn title(&self, cell: &EntryCell) -> f32 {
        cell.title + cell.little * self.ranking.dependent(cell.titled, self.telling)
    }
}

/// How telling a word is that `holders` of `all` articles hold: BM25's inverse frequency, never
/// negative.
pub(super) fn rarity(all: usize, holders: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "counts of articles")]
    let (all, holders) = (all as f32, holders as f32);
    (1.0 + (all - holders + 0.5).max(0.0) / (holders + 0.5)).ln()
}
