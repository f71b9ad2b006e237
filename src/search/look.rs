//! The second look, at the best of the first: the query against whole lines, their letters, the places
//! of words, and how often an article is linked to.

use super::{
    letters::Letters,
    phrase,
    rank::{Parts, Ranked, Whole},
    ranking::Ranking,
    score::{Norms, Scored, line_norm},
    understand::Understood,
};
use crate::index::{EntryRef, LocaleIndex, word_hash};

/// Questions and names whose letters are compared.
const MOST_LINES: usize = 8;
/// Articles whose links give one half of what links can give.
const HALF_LINKED: f32 = 4.0;

/// Hits whose titles are compared letter by letter.
const LETTERS_DEPTH: usize = 24;

/// What the second look needs.
pub(super) struct Look<'a> {
    pub text: &'a str,
    pub index: &'a LocaleIndex,
    pub norms: &'a Norms,
    pub ranking: &'a Ranking,
    pub query: &'a Understood,
    pub required: u64,
    pub weights: &'a [f32],
    pub line_weights: &'a [f32],
    pub ceiling: f32,
}

/// The second look, at the best of the first: whole lines and places of words.
pub(super) fn look_closely(look: &Look<'_>, found: Vec<Scored>) -> Vec<Ranked> {
    let Look { index, ranking, query, .. } = *look;
    let total: f32 = look.weights.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    let likeness = Likeness::new(query, look.weights, total);
    let letters = Letters::new(index.analyzer(), look.text, ranking.letters_stop, ranking.little_letters);
    let near = if ranking.proximity > 0.0 {
        phrase::proximity(index, query, look.weights, &found)
    } else {
        vec![0.0; found.len()]
    };
    let mut buffer = Vec::new();
    let ranked = found.into_iter().zip(near).enumerate().map(|(place, (scored, near))| {
        let entry = index.entries().at(scored.entry);
        let mut parts = Parts {
            near,
            heading: (scored.heading / look.ceiling.max(f32::MIN_POSITIVE)).min(1.0),
            all_words: scored.slots & look.required == look.required,
            links: linked(entry),
            ..Parts::default()
        };
        let line = look.lines(entry, &likeness, &mut parts, &mut buffer);
        if ranking.letters > 0.0 && place < LETTERS_DEPTH {
            parts.letters = look.letters(entry, &scored, &letters);
        }
        let line = ranking.line * (line - scored.title).max(0.0);
        let score = scored.score + line + look.ceiling * ranking.share(&parts);
        let score = score * look.trust(&scored, total) * look.coverage(&scored, total);
        Ranked { scored, score, parts }
    });
    ranked.collect()
}

/// How much an article is linked to, 0 to 1.
fn linked(entry: EntryRef<'_>) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a count of articles")]
    let links = entry.links() as f32;
    links / (links + HALF_LINKED)
}

/// What is left at least of the score of an article that holds no telling word of a query.
const LEFT: f32 = 0.1;

impl Look<'_> {
    /// An article that holds none of the query's telling words, and little of its weight by the small ones,
    /// is alike in letters at best: it stands below what holds more.
    fn trust(&self, scored: &Scored, total: f32) -> f32 {
        if self.required == 0 || scored.slots & self.required != 0 || self.ranking.least_held <= 0.0 {
            return 1.0;
        }
        (scored.covered / total / self.ranking.least_held).powi(2).clamp(LEFT, 1.0)
    }

    /// Of one or two words each is meant: an article that holds a small part of them, in whatever place, is less
    /// likely the answer than one that holds most. Of a sentence much is only said along the way.
    fn coverage(&self, scored: &Scored, total: f32) -> f32 {
        let Ranking { coverage, coverage_words, .. } = *self.ranking;
        if coverage <= 0.0 || self.query.slots.iter().filter(|slot| slot.required).count() > coverage_words {
            return 1.0;
        }
        (scored.covered / total).clamp(LEFT, 1.0).powf(coverage)
    }

    /// Compares the query with title, questions and names; answers the best score among the latter two.
    fn lines(&self, entry: EntryRef<'_>, likeness: &Likeness, parts: &mut Parts, buffer: &mut Vec<u32>) -> f32 {
        let questions = entry.questions().len();
        let mut best = 0.0_f32;
        for (at, line) in entry.lines_in(buffer).enumerate() {
            let worth = if at > questions { self.ranking.names } else { 1.0 };
            if line == self.query.line {
                parts.whole = parts.whole.max(if at > questions { Whole::Name } else { Whole::Title });
            }
            let alike = worth * likeness.of(line);
            if at == 0 {
                parts.title = alike;
            } else {
                parts.question = parts.question.max(alike);
                best = best.max(worth * likeness.score(line, self));
            }
        }
        best
    }

    /// The best likeness of letters among title, questions, names and the section's heading.
    fn letters(&self, entry: EntryRef<'_>, scored: &Scored, letters: &Letters<'_>) -> f32 {
        let alike = |line: &str| letters.alike(line);
        let best = entry.questions().take(MOST_LINES).map(alike).fold(alike(entry.title()), f32::max);
        let mut best = best.max(if self.ranking.names > 0.0 {
            self.ranking.names * entry.names().take(MOST_LINES).map(alike).fold(0.0, f32::max)
        } else {
            0.0
        });
        let heading = entry.heading(scored.section - self.index.sections_of(scored.entry).start);
        if self.ranking.heading_letters > 0.0 && !heading.is_empty() {
            best = best.max(self.ranking.heading_letters * alike(heading));
        }
        best
    }
}

impl Ranking {
    /// What the close look adds, as a share of the query's ceiling.
    fn share(&self, parts: &Parts) -> f32 {
        self.title * parts.title
            + self.question * (parts.question - parts.title).max(0.0)
            + self.proximity * parts.near
            + self.letters * parts.letters
            + self.links * parts.links
            + if parts.all_words { self.all_words } else { 0.0 }
            + match parts.whole {
                Whole::Title => 1.0,
                Whole::Name => self.named,
                Whole::None => 0.0,
            }
    }
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
        let (mut telling, mut little, mut held, mut all) = (0.0_f32, 0.0, 0.0, 0.0);
        for ((best, line_weight), (weight, slot)) in
            best.iter().zip(look.line_weights).zip(look.weights.iter().zip(&look.query.slots))
        {
            let gain = line_weight * saturated(best * norm);
            if slot.required {
                telling += gain;
                let worth = if *line_weight > 0.0 { *line_weight } else { *weight };
                all += worth;
                held += if *best > 0.0 { worth } else { 0.0 };
            } else {
                little += gain;
            }
        }
        telling + little * look.ranking.dependent(held, all)
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
