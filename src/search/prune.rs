//! Words that very many articles hold are looked up in bodies only where that can make a difference: once
//! the rarer words of a query have found more articles than are looked at, each better than one that has
//! the common words alone could be (after `MaxScore`; Turtle and Flood 1995). What is found, its order and
//! its number are the same as without.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use super::{
    rank::ENOUGH,
    score::{Scorer, Scores, telling},
    understand::{Slot, Understood},
};
use crate::index::{Field, Shard};

/// A word is common that stands in one of so many sections, and in so many times as many as the rarest word.
const COMMON: usize = 16;
const COMMONER: usize = 3;
/// Words whose holders are remembered.
const MAX_KNOWN: usize = 2_000;

/// How many articles hold a common word, anywhere and in a title or question; counted once a revision.
#[derive(Debug, Default)]
pub(super) struct Holders(Mutex<HashMap<String, (usize, usize)>>);

impl Holders {
    fn get(&self, key: &str) -> Option<(usize, usize)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).copied()
    }

    fn insert(&self, key: String, value: (usize, usize)) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MAX_KNOWN {
            known.clear();
        }
        known.insert(key, value);
    }
}

/// A set of articles.
#[derive(Debug, Default)]
pub(super) struct Marks(Vec<u64>);

impl Marks {
    fn of(articles: usize) -> Self {
        Self(vec![0; articles.div_ceil(64)])
    }

    #[inline]
    fn set(&mut self, article: u32) {
        self.0[article as usize / 64] |= 1 << (article % 64);
    }

    #[inline]
    pub fn has(&self, article: u32) -> bool {
        self.0[article as usize / 64] >> (article % 64) & 1 == 1
    }

    fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }
}

impl Scorer<'_> {
    /// The best articles without reading all of the common words' postings; `None` when that cannot be
    /// done, or cannot be told from the result to have been right.
    pub fn pruned(&mut self, query: &Understood, most: usize) -> Option<Scores> {
        let common = self.common(query);
        if common.is_empty() {
            return None;
        }
        let mut weights = vec![(0.0, 0.0); query.slots.len()];
        for &at in &common {
            let (holders, lines) = self.holders(&query.slots[at]);
            weights[at] = self.worth(&query.slots[at], holders, lines);
            self.held |= u64::from(holders > 0) << (at % 64);
        }
        for (at, slot) in query.slots.iter().enumerate().filter(|(at, _)| !common.contains(at)) {
            weights[at] = self.slot(at, slot, None);
        }
        let telling = telling(query, &weights);
        let mut rest = &common[..];
        let together = |rest: &[usize]| rest.iter().map(|at| weights[*at].0).sum::<f32>();
        while let Some((&first, tail)) = rest.split_first() {
            // What stands in bodies only is at most saturated.
            if self.threshold(telling, most) > together(rest) * (self.ranking.saturation + 1.0) {
                break;
            }
            self.slot(first, &query.slots[first], Some(weights[first]));
            rest = tail;
        }
        self.only = (!rest.is_empty()).then(|| self.marked(query, rest));
        for &at in rest {
            self.slot(at, &query.slots[at], Some(weights[at]));
        }
        self.only = None;
        let left = together(rest);
        let scores = self.finish(query, weights, Some(most));
        let counts = &scores.counts;
        // Whoever was left out holds none but these words: enough to count only where few hold all.
        let sure = counts.strict >= ENOUGH || counts.relaxed > 0 && left < counts.least;
        (rest.is_empty() || sure).then_some(scores)
    }

    /// Words that very many sections hold, the rarest first, if another word is much rarer.
    fn common(&self, query: &Understood) -> Vec<usize> {
        let sections = self.index.sections();
        if sections < self.ranking.prune || self.ranking.weight[Field::Body as usize] == 0.0 {
            return Vec::new();
        }
        let required = query.slots.iter().enumerate().filter(|(_, slot)| slot.required);
        let mut reach: Vec<(usize, usize)> =
            required.filter_map(|(at, slot)| Some((self.reach(slot)?, at))).filter(|(reach, _)| *reach > 0).collect();
        reach.sort_unstable();
        let rarest = reach.first().map_or(usize::MAX, |(reach, _)| *reach);
        let least = (sections / COMMON).max(rarest.saturating_mul(COMMONER));
        reach.into_iter().filter(|(reach, _)| *reach >= least).map(|(_, at)| at).collect()
    }

    /// Sections whose bodies hold a word, those that hold several forms counted for each; `None` for what
    /// stands for several words.
    fn reach(&self, slot: &Slot) -> Option<usize> {
        let mut reach = 0;
        for alternative in &slot.alternatives {
            let [stem] = &alternative.stems[..] else { return None };
            let terms = self.index.shards().iter().filter_map(|shard| shard.term(Field::Body, stem));
            reach += terms.map(|term| term.doc_freq as usize).sum::<usize>();
        }
        Some(reach)
    }

    /// Score of the last of the best so far: it will not be less in the end.
    fn threshold(&mut self, telling: f32, most: usize) -> f32 {
        if self.slate.touched_entries.len() < most {
            return f32::NEG_INFINITY;
        }
        self.fold_best();
        let entries = &self.slate.entries;
        let touched = self.slate.touched_entries.iter();
        let mut scores: Vec<f32> = touched.map(|at| self.total(&entries[*at as usize], telling)).collect();
        *scores.select_nth_unstable_by(most - 1, |a, b| b.total_cmp(a)).1
    }

    /// The articles that matter: found already, or holding one of these words elsewhere than in a body.
    fn marked(&self, query: &Understood, slots: &[usize]) -> Marks {
        let mut marks = Marks::of(self.index.entries().len());
        self.slate.touched_entries.iter().for_each(|entry| marks.set(*entry));
        for at in slots {
            for field in Field::SCORED.into_iter().filter(|field| *field != Field::Body) {
                self.each_holder(&query.slots[*at], field, |entry| marks.set(entry));
            }
        }
        marks
    }

    /// Articles that hold a word anywhere, and in a title or question.
    fn holders(&self, slot: &Slot) -> (usize, usize) {
        let key = slot.alternatives.iter().flat_map(|a| &a.stems).fold(String::new(), |key, stem| key + stem + " ");
        if let Some(known) = self.norms.holders.get(&key) {
            return known;
        }
        let articles = self.index.entries().len();
        let (mut anywhere, mut lines) = (Marks::of(articles), Marks::of(articles));
        for field in Field::SCORED {
            let in_lines = matches!(field, Field::Title | Field::Questions);
            self.each_holder(slot, field, |entry| {
                anywhere.set(entry);
                if in_lines {
                    lines.set(entry);
                }
            });
        }
        let found = (anywhere.count(), lines.count());
        self.norms.holders.insert(key, found);
        found
    }

    fn each_holder(&self, slot: &Slot, field: Field, mut visit: impl FnMut(u32)) {
        if self.ranking.weight[field as usize] == 0.0 {
            return;
        }
        let stems = slot.alternatives.iter().flat_map(|alternative| &alternative.stems);
        for (stem, shard) in stems.flat_map(|stem| self.index.shards().iter().map(move |shard| (stem, shard))) {
            let entry_of = &self.index.entry_of_sections()[shard.base() as usize..];
            each_document(shard, field, stem, |doc| {
                let entry = entry_of[doc as usize];
                if entry != u32::MAX {
                    visit(entry);
                }
            });
        }
    }
}

fn each_document(shard: &Shard, field: Field, stem: &str, mut visit: impl FnMut(u32)) {
    let Some(mut blocks) = shard.term(field, stem).and_then(|term| shard.documents(field, &term)) else { return };
    while blocks.block_len() > 0 {
        blocks.docs().iter().for_each(|doc| visit(*doc));
        blocks.advance();
    }
}

#[cfg(test)]
mod tests {
    use std::{fmt::Write as _, fs, sync::Arc};

    use super::*;
    use crate::{
        index,
        kb::Library,
        search::{Ranking, Searcher, parse::parse, score::score, understand::understand},
    };

    /// Articles of which every third speaks of a harbour, every fifth of a lantern, most of a window.
    fn write(folder: &std::path::Path) {
        for number in 0..600_usize {
            let mut text = format!("---\ntitle: Page {number}\n---\n");
            for at in 0..3 + number % 17 {
                let word = match (number * 31 + at * 7) % 11 {
                    _ if number % 3 == 0 && at == number % 5 => "harbour",
                    0 if number % 5 == 0 => "lantern",
                    1..=6 if number % 8 != 0 => "window",
                    _ => "filler",
                };
                let _ = write!(text, "{word} ");
                if (number + at).is_multiple_of(29) {
                    let _ = write!(text, "\n\n## Window of the {word}\n\n");
                }
            }
            fs::write(folder.join(format!("a{number}.md")), text).expect("written");
        }
    }

    #[test]
    fn nothing_is_missed() {
        let folder = tempfile::tempdir().expect("a folder");
        let kb = folder.path().join("kb");
        fs::create_dir_all(kb.join("en")).expect("a folder");
        write(&kb.join("en"));
        let library = Library::load(&kb, None, jiff::Timestamp::UNIX_EPOCH).expect("loaded");
        let set = index::build(&library, &folder.path().join("index"), None, &|_| {}).expect("built");
        let searcher = Searcher::new(Arc::clone(&set.public), &library);
        let part = searcher.part(&"en".parse().expect("a locale")).expect("there");
        let mut left_out = 0;
        for text in ["harbour window", "window lantern", "lantern window filler", "window", "the lantern windows"] {
            let scores = |prune: usize| {
                let ranking = Ranking { prune, ..Ranking::default() };
                let query = understand(part, &parse(text), &ranking);
                score(&part.index, &part.norms, &ranking, &query, Some(60))
            };
            let (pruned, whole) = (scores(1), scores(usize::MAX));
            let places = |scores: &Scores| -> Vec<_> {
                scores.found.iter().map(|found| (found.entry, found.section, found.slots)).collect()
            };
            assert_eq!(places(&pruned), places(&whole), "{text}");
            assert_eq!(pruned.counts.total(ENOUGH), whole.counts.total(ENOUGH), "{text}");
            left_out += whole.counts.all - pruned.counts.all;
        }
        assert!(left_out > 0, "no query was pruned");
    }
}
