//! The best of very many articles, without putting the rest in order; and how many there were.

use std::cmp::Ordering;

use super::score::Scored;
use crate::index::{EntryKind, LocaleIndex};

/// Share of a query's weight from which on an article counts as found without holding all words.
const RELAXED: f32 = 0.4;

/// Better ones first; equal ones by key, the same on every machine, whatever numbers sections have there.
pub(super) fn by_score(index: &LocaleIndex, a: &Scored, b: &Scored) -> Ordering {
    b.score.total_cmp(&a.score).then_with(|| key(index, a).cmp(&key(index, b)))
}

/// What an article is ordered by when nothing else tells.
pub(super) fn key<'a>(index: &'a LocaleIndex, scored: &Scored) -> (EntryKind, &'a [u8]) {
    let entry = index.entries().at(scored.entry);
    (entry.kind(), entry.key_bytes())
}

/// What counts as found, and how much of it there is.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Counts {
    /// Bits of the slots that an article must hold to hold all words.
    pub required: u64,
    /// Weight from which on an article counts without holding all words.
    pub least: f32,
    /// Articles holding any word, all words, and all words or a good part of the weight.
    pub all: usize,
    pub strict: usize,
    pub relaxed: usize,
}

impl Counts {
    pub fn new(required: u64, weight: f32) -> Self {
        Self { required, least: RELAXED * weight, ..Self::default() }
    }

    #[inline]
    pub fn add(&mut self, scored: &Scored) {
        let strict = scored.slots & self.required == self.required;
        self.all += 1;
        self.strict += usize::from(strict);
        self.relaxed += usize::from(strict || scored.covered >= self.least);
    }

    /// Counts anew what is left of them.
    pub fn of(self, found: &[Scored]) -> Self {
        let mut counts = Self { all: 0, strict: 0, relaxed: 0, ..self };
        found.iter().for_each(|scored| counts.add(scored));
        counts
    }

    /// The articles that hold all words, when there are so many; else those that hold a good part of the
    /// query's weight; failing that, whatever holds anything.
    pub fn total(&self, enough: usize) -> usize {
        match (self.strict >= enough, self.relaxed) {
            (true, _) => self.strict,
            (false, 0) => self.all,
            (false, relaxed) => relaxed,
        }
    }

    /// Whether an article is among those of [`Counts::total`].
    pub fn keeps(&self, scored: &Scored, enough: usize) -> bool {
        let strict = scored.slots & self.required == self.required;
        strict || self.strict < enough && (self.relaxed == 0 || scored.covered >= self.least)
    }
}

/// Takes articles in any order and keeps the best.
pub(super) struct Best<'a> {
    index: &'a LocaleIndex,
    most: usize,
    /// Score of the last that is kept, once there are enough.
    least: f32,
    kept: Vec<Scored>,
}

impl<'a> Best<'a> {
    /// Keeps so many, or all.
    pub fn new(index: &'a LocaleIndex, most: Option<usize>) -> Self {
        let most = most.unwrap_or(usize::MAX);
        Self { index, most, least: f32::NEG_INFINITY, kept: Vec::new() }
    }

    #[inline]
    pub fn push(&mut self, scored: Scored) {
        if scored.score >= self.least {
            self.kept.push(scored);
            if self.kept.len() >= self.most.saturating_mul(3) {
                self.cut();
            }
        }
    }

    /// Score of the last that is kept: nothing less is wanted any more.
    pub fn threshold(&mut self) -> f32 {
        if self.kept.len() > self.most {
            self.cut();
        }
        self.least
    }

    fn cut(&mut self) {
        if self.most > 0 && self.kept.len() > self.most {
            let index = self.index;
            let (_, last, _) = self.kept.select_nth_unstable_by(self.most - 1, |a, b| by_score(index, a, b));
            self.least = last.score;
        }
        self.kept.truncate(self.most);
    }

    /// Those kept: in order when only the best are, else as they came.
    pub fn into_vec(mut self) -> Vec<Scored> {
        if self.most < usize::MAX {
            self.cut();
            let index = self.index;
            self.kept.sort_unstable_by(|a, b| by_score(index, a, b));
        }
        self.kept
    }
}
