//! Scoring, term at a time: every posting of the query's words is read once, in blocks, into arrays
//! as long as the locale has sections. The arrays are a thread's own and are cleared by what was
//! touched, so a query costs what its words cost.
//!
//! The function is BM25F (Robertson, Zaragoza and Taylor 2004): the weighted and length-normalised
//! frequencies of a word in all fields are added *before* they saturate.

use std::cell::RefCell;

use super::{
    best::{Best, Counts},
    prune::{Holders, Marks},
    ranking::Ranking,
    tally::{EntryCell, Slate, SlotCell},
    understand::{Alternative, Slot, Understood, Why},
};
use crate::index::{Field, LocaleIndex, Shard};

/// Up to this many sections stop words are looked up in bodies too.
const STOP_WORDS_IN_BODIES: usize = 20_000;

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
    /// Weight of each slot: its rarity times its own weight; 0 when nothing holds it.
    pub weights: Vec<f32>,
    /// The same among titles and questions alone: what is rare there.
    pub line_weights: Vec<f32>,
    /// Score of an article that holds everything, everywhere.
    pub ceiling: f32,
    /// How many articles were touched, and which of them hold what is asked for.
    pub counts: Counts,
}

thread_local! {
    static SLATE: RefCell<Slate> = RefCell::default();
}

/// Tables made once per locale and ranking: what a coded length does to a frequency.
#[derive(Debug)]
pub(super) struct Norms {
    table: [[f32; 256]; 7],
    /// For a title or question by itself.
    pub line: [f32; 256],
    /// For a heading (and those above it) by itself.
    heading: [f32; 256],
    /// Mean number of sections of an article.
    mean_sections: f32,
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
}

/// Scores all articles that hold any word of the query; answers all of them, or the best in order.
pub(super) fn score(
    index: &LocaleIndex,
    norms: &Norms,
    ranking: &Ranking,
    query: &Understood,
    most: Option<usize>,
) -> Scores {
    SLATE.with_borrow_mut(|slate| {
        slate.fit(index);
        let mut scorer = Scorer { index, norms, ranking, slate, held: 0, only: None };
        if let Some(scores) = most.and_then(|most| scorer.pruned(query, most)) {
            return scores;
        }
        scorer.held = 0;
        let weights = query.slots.iter().enumerate().map(|(at, slot)| scorer.slot(at, slot, None)).collect();
        scorer.finish(query, weights, most)
    })
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

pub(super) struct Scorer<'a> {
    pub index: &'a LocaleIndex,
    pub norms: &'a Norms,
    pub ranking: &'a Ranking,
    pub slate: &'a mut Slate,
    /// Slots that anything holds.
    pub held: u64,
    /// Bodies of these articles alone matter.
    pub only: Option<Marks>,
}

impl Scorer<'_> {
    /// Adds one slot to all scores; answers its weight, unless that is known.
    pub fn slot(&mut self, number: usize, slot: &Slot, weights: Option<(f32, f32)>) -> (f32, f32) {
        for alternative in &slot.alternatives {
            if alternative.stems.len() == 1 {
                self.word(alternative, slot.required);
            } else {
                self.several(alternative);
            }
        }
        self.settle(number, slot, weights)
    }

    /// What a slot that so many articles hold is worth, anywhere and in a line.
    pub fn worth(&self, slot: &Slot, holders: usize, lines: usize) -> (f32, f32) {
        let articles = self.index.entries().len();
        let line = if slot.required { 1.0 } else { slot.weight.max(self.ranking.line_stop) };
        let weight = slot.weight * rarity(articles, holders);
        let in_lines = line * rarity(articles, lines);
        let line = match lines {
            0 => 0.0,
            _ if slot.required && weight < self.ranking.topic => in_lines * weight / self.ranking.topic,
            _ => in_lines,
        };
        (weight, line)
    }

    /// One stem in all fields. Where there are very many sections a stop word counts in lines only: in
    /// bodies it is then everywhere, costs most and tells least. What was not typed needs no exact form.
    fn word(&mut self, alternative: &Alternative, required: bool) {
        let (stem, weight) = (&alternative.stems[0], alternative.weight);
        let everywhere = required || self.index.sections() <= STOP_WORDS_IN_BODIES;
        for shard in self.index.shards() {
            for field in Field::SCORED {
                if everywhere || matches!(field, Field::Title | Field::Questions | Field::Heading) {
                    self.field(shard, field, stem, weight);
                }
            }
            let exact = alternative.exact.as_deref().filter(|_| required && self.ranking.exact > 0.0);
            if let Some(word) = exact.filter(|_| alternative.why != Why::Continuation) {
                self.exact(shard, word, weight);
            }
        }
    }

    fn field(&mut self, shard: &Shard, field: Field, stem: &str, weight: f32) {
        if self.ranking.weight[field as usize] == 0.0 {
            return;
        }
        let (slate, norms) = (&mut *self.slate, &self.norms.table[field as usize]);
        match field {
            Field::Body => each_posting(self.index, shard, field, stem, |at| {
                if self.only.as_ref().is_none_or(|only| only.has(at.entry)) {
                    slate.add_to_section(at.section, weight * at.count * norms[at.code]);
                }
            }),
            Field::Heading => each_posting(self.index, shard, field, stem, |at| {
                let cell = slate.add_to_section(at.section, weight * at.count * norms[at.code]);
                cell.in_heading = cell.in_heading.max(weight * at.count * self.norms.heading[at.code]);
            }),
            Field::Title => each_posting(self.index, shard, field, stem, |at| {
                let cell = slate.add_to_entry(at.entry, weight * at.count * norms[at.code]);
                cell.in_title = cell.in_title.max(weight * at.count * self.norms.line[at.code]);
            }),
            Field::Questions => each_posting(self.index, shard, field, stem, |at| {
                slate.add_to_entry(at.entry, weight * at.count * norms[at.code]).in_questions = true;
            }),
            _ => each_posting(self.index, shard, field, stem, |at| {
                slate.add_to_entry(at.entry, weight * at.count * norms[at.code]);
            }),
        }
    }

    /// The exact word beside its stem: a little more, normalised like the body it stands in.
    fn exact(&mut self, shard: &Shard, word: &str, weight: f32) {
        let Some(mut blocks) = shard.term(Field::Exact, word).and_then(|term| shard.blocks(Field::Exact, &term)) else {
            return;
        };
        let norms = &self.norms.table[Field::Body as usize];
        while blocks.block_len() > 0 {
            for &doc in blocks.docs() {
                let frequency = &mut self.slate.sections[(doc + shard.base()) as usize].frequency;
                if *frequency > 0.0 {
                    *frequency += weight * self.ranking.exact * norms[shard.length_code(Field::Body, doc) as usize];
                }
            }
            blocks.advance();
        }
    }

    /// Several words that stand for one: sections (or articles' own fields) that hold them all.
    fn several(&mut self, alternative: &Alternative) {
        let mut common: Option<(Vec<(u32, f32)>, Vec<(u32, f32)>)> = None;
        for stem in &alternative.stems {
            let (sections, entries) = self.apart(stem);
            common = Some(match common {
                None => (sections, entries),
                Some((old_sections, old_entries)) => (meet(&old_sections, &sections), meet(&old_entries, &entries)),
            });
        }
        let Some((sections, entries)) = common else { return };
        for (section, value) in sections {
            self.slate.add_to_section(section, value * alternative.weight);
        }
        for (entry, value) in entries {
            self.slate.add_to_entry(entry, value * alternative.weight);
        }
    }

    /// Frequencies of one stem by themselves, sorted.
    fn apart(&self, stem: &str) -> (Vec<(u32, f32)>, Vec<(u32, f32)>) {
        let (mut sections, mut entries) = (Vec::new(), Vec::new());
        for (shard, field) in self.index.shards().iter().flat_map(|s| Field::SCORED.map(|f| (s, f))) {
            let norms = &self.norms.table[field as usize];
            each_posting(self.index, shard, field, stem, |at| {
                let value = at.count * norms[at.code];
                if field.is_of_article() {
                    entries.push((at.entry, value));
                } else {
                    sections.push((at.section, value));
                }
            });
        }
        (summed(sections), summed(entries))
    }

    /// Turns the frequencies of this slot into scores; the slot's weight is known only now that all
    /// its postings were seen, deleted sections left out.
    fn settle(&mut self, number: usize, slot: &Slot, known: Option<(f32, f32)>) -> (f32, f32) {
        let entry_of = self.index.entry_of_sections();
        self.slate.fold_sections(entry_of);
        let bit = 1_u64 << (number % 64);
        self.held |= if self.slate.slot_entries.is_empty() { 0 } else { bit };
        let (weight, line_weight) = known.unwrap_or_else(|| {
            let in_line = |cell: &SlotCell| cell.in_title > 0.0 || cell.in_questions;
            let lines = self.slate.slot_entries.iter().filter(|at| in_line(&self.slate.slots[**at as usize])).count();
            self.worth(slot, self.slate.slot_entries.len(), lines)
        });
        let Slate { sections, slots, entries, slot_sections, slot_entries, touched_sections, touched_entries } =
            self.slate;
        let k1 = self.ranking.saturation;
        let saturated = |frequency: f32| frequency * (k1 + 1.0) / (k1 + frequency);
        for section in slot_sections.drain(..) {
            let cell = &mut sections[section as usize];
            let head = slots[entry_of[section as usize] as usize].head;
            let before = if head == 0.0 { 0.0 } else { saturated(head) };
            let gain = weight * (saturated(head + cell.frequency) - before);
            if cell.score == 0.0 {
                touched_sections.push(section);
            }
            cell.score += gain.max(f32::MIN_POSITIVE);
            if cell.in_heading > 0.0 {
                cell.heading += weight * saturated(cell.in_heading);
                cell.in_heading = 0.0;
            }
            cell.frequency = 0.0;
        }
        for entry in slot_entries.drain(..) {
            let own = std::mem::take(&mut slots[entry as usize]);
            let cell = &mut entries[entry as usize];
            if cell.slots == 0 {
                touched_entries.push(entry);
            }
            cell.slots |= bit;
            cell.covered += weight;
            cell.base += weight * saturated(own.head);
            #[expect(clippy::cast_precision_loss, reason = "counts of sections")]
            let length = self.index.sections_of(entry).len() as f32 / self.norms.mean_sections;
            cell.whole += weight * saturated(own.head + own.body / (0.5 + 0.5 * length));
            if own.in_title > 0.0 {
                let gain = line_weight * saturated(own.in_title);
                if slot.required {
                    cell.title += gain;
                    cell.titled += line_weight;
                } else {
                    cell.little += gain;
                }
            }
        }
        (weight, line_weight)
    }

    /// Each article's best section so far.
    pub fn fold_best(&mut self) {
        let Slate { sections, entries, touched_sections, .. } = &mut *self.slate;
        let entry_of = self.index.entry_of_sections();
        for &section in &*touched_sections {
            let cell = &sections[section as usize];
            let score = cell.score + self.ranking.heading_line * cell.heading;
            let best = &mut entries[entry_of[section as usize] as usize];
            if score.total_cmp(&best.best).then(best.section.cmp(&section)).is_gt() {
                (best.best, best.section) = (score, section);
            }
        }
    }

    /// Score of an article. `telling`: what the telling words are worth in a title.
    pub fn total(&self, cell: &EntryCell, telling: f32) -> f32 {
        let share = self.ranking.article;
        let title = self.ranking.line * self.title(cell, telling);
        (1.0 - share) * (cell.base + cell.best) + share * cell.whole + title
    }

    fn title(&self, cell: &EntryCell, telling: f32) -> f32 {
        cell.title + cell.little * self.ranking.dependent(cell.titled, telling)
    }

    /// Folds sections into their articles and wipes the slate.
    pub fn finish(&mut self, query: &Understood, weights: Vec<(f32, f32)>, most: Option<usize>) -> Scores {
        let telling = telling(query, &weights);
        let (weights, line_weights): (Vec<f32>, Vec<f32>) = weights.into_iter().unzip();
        let weight = weights.iter().sum::<f32>();
        let mut counts = Counts::new(required(query, self.held), weight);
        let mut kept = Best::new(self.index, most);
        self.fold_best();
        let mut touched = std::mem::take(&mut self.slate.touched_entries);
        for entry in touched.drain(..) {
            let cell = std::mem::take(&mut self.slate.entries[entry as usize]);
            let section = if cell.best > 0.0 { cell.section } else { self.index.sections_of(entry).start };
            let scored = Scored {
                entry,
                section,
                score: self.total(&cell, telling),
                slots: cell.slots,
                covered: cell.covered,
                title: self.title(&cell, telling),
                heading: self.slate.sections[section as usize].heading,
            };
            counts.add(&scored);
            kept.push(scored);
        }
        let Slate { sections, touched_sections, touched_entries, .. } = &mut *self.slate;
        *touched_entries = touched;
        for section in touched_sections.drain(..) {
            let cell = &mut sections[section as usize];
            (cell.score, cell.heading) = (0.0, 0.0);
        }
        let ceiling = weight * (self.ranking.saturation + 1.0);
        Scores { found: kept.into_vec(), weights, line_weights, ceiling, counts }
    }
}

/// One word in one field of one living section.
struct Posting {
    section: u32,
    entry: u32,
    count: f32,
    /// Coded length of the field.
    code: usize,
}

#[inline]
fn each_posting(index: &LocaleIndex, shard: &Shard, field: Field, stem: &str, mut visit: impl FnMut(Posting)) {
    let Some(mut blocks) = shard.term(field, stem).and_then(|term| shard.blocks(field, &term)) else { return };
    let entry_of = &index.entry_of_sections()[shard.base() as usize..];
    while blocks.block_len() > 0 {
        for (&doc, &count) in blocks.docs().iter().zip(blocks.freqs()) {
            let entry = entry_of[doc as usize];
            if entry != u32::MAX {
                let code = shard.length_code(field, doc) as usize;
                #[expect(clippy::cast_precision_loss, reason = "counts of words")]
                visit(Posting { section: doc + shard.base(), entry, count: count as f32, code });
            }
        }
        blocks.advance();
    }
}

/// How telling a word is that `holders` of `all` articles hold: BM25's inverse frequency, never
/// negative.
pub(super) fn rarity(all: usize, holders: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "counts of articles")]
    let (all, holders) = (all as f32, holders as f32);
    (1.0 + (all - holders + 0.5).max(0.0) / (holders + 0.5)).ln()
}

fn summed(mut values: Vec<(u32, f32)>) -> Vec<(u32, f32)> {
    values.sort_unstable_by_key(|(at, _)| *at);
    values.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    values
}

fn meet(left: &[(u32, f32)], right: &[(u32, f32)]) -> Vec<(u32, f32)> {
    let mut rest = right.iter().peekable();
    left.iter()
        .filter_map(|&(at, value)| {
            while rest.next_if(|(other, _)| *other < at).is_some() {}
            rest.peek().filter(|(other, _)| *other == at).map(|(_, other)| (at, value.min(*other)))
        })
        .collect()
}
