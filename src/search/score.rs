//! Scoring, term at a time: every posting of the query's words is read once, in blocks, into arrays
//! as long as the locale has sections. The arrays are a thread's own and are cleared by what was
//! touched, so a query costs what its words cost.
//!
//! The function is BM25F (Robertson, Zaragoza and Taylor 2004): the weighted and length-normalised
//! frequencies of a word in all fields are added *before* they saturate.

use std::cell::RefCell;

use super::{
    ranking::Ranking,
    tally::{Slate, SlotCell},
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

/// All articles touched, and what the query could have reached.
#[derive(Debug, Default)]
pub(super) struct Scores {
    pub found: Vec<Scored>,
    /// Weight of each slot: its rarity times its own weight; 0 when nothing holds it.
    pub weights: Vec<f32>,
    /// The same among titles and questions alone: what is rare there.
    pub line_weights: Vec<f32>,
    /// Score of an article that holds everything, everywhere.
    pub ceiling: f32,
    /// Slots that anything holds.
    pub held: u64,
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
        Self { table, line, heading, mean_sections, mean_line }
    }
}

/// Scores all articles that hold any word of the query.
pub(super) fn score(index: &LocaleIndex, norms: &Norms, ranking: &Ranking, query: &Understood) -> Scores {
    SLATE.with_borrow_mut(|slate| {
        slate.fit(index);
        let mut scorer = Scorer { index, norms, ranking, slate };
        let weights: Vec<(f32, f32)> =
            query.slots.iter().enumerate().map(|(number, slot)| scorer.slot(number, slot)).collect();
        let (weights, line_weights): (Vec<f32>, Vec<f32>) = weights.into_iter().unzip();
        let telling = query.slots.iter().zip(weights.iter().zip(&line_weights)).filter(|(slot, _)| slot.required);
        let telling = telling.map(|(_, (weight, line))| if *line > 0.0 { *line } else { *weight }).sum();
        let found = scorer.collect(telling);
        let ceiling = weights.iter().sum::<f32>() * (ranking.saturation + 1.0);
        let held = found.iter().fold(0, |bits, scored| bits | scored.slots);
        Scores { found, weights, line_weights, ceiling, held }
    })
}

struct Scorer<'a> {
    index: &'a LocaleIndex,
    norms: &'a Norms,
    ranking: &'a Ranking,
    slate: &'a mut Slate,
}

impl Scorer<'_> {
    /// Adds one slot to all scores; answers its weight.
    fn slot(&mut self, number: usize, slot: &Slot) -> (f32, f32) {
        for alternative in &slot.alternatives {
            if alternative.stems.len() == 1 {
                self.word(alternative, slot.required);
            } else {
                self.several(alternative);
            }
        }
        let line = if slot.required { 1.0 } else { slot.weight.max(self.ranking.line_stop) };
        self.settle(number, slot.weight, line, slot.required)
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
                slate.add_to_section(at.section, weight * at.count * norms[at.code]);
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
    fn settle(&mut self, number: usize, own_weight: f32, line_weight: f32, telling: bool) -> (f32, f32) {
        let entry_of = self.index.entry_of_sections();
        self.slate.fold_sections(entry_of);
        let Slate { sections, slots, entries, slot_sections, slot_entries, touched_sections, touched_entries } =
            self.slate;
        let bit = 1_u64 << (number % 64);
        let weight = own_weight * rarity(self.index.entries().len(), slot_entries.len());
        let in_line = |cell: &SlotCell| cell.in_title > 0.0 || cell.in_questions;
        let lines = slot_entries.iter().filter(|at| in_line(&slots[**at as usize])).count();
        let in_lines = line_weight * rarity(self.index.entries().len(), lines);
        let line_weight = match lines {
            0 => 0.0,
            _ if telling && weight < self.ranking.topic => in_lines * weight / self.ranking.topic,
            _ => in_lines,
        };
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
            let slot = std::mem::take(&mut slots[entry as usize]);
            let cell = &mut entries[entry as usize];
            if cell.slots == 0 {
                touched_entries.push(entry);
            }
            cell.slots |= bit;
            cell.covered += weight;
            cell.base += weight * saturated(slot.head);
            #[expect(clippy::cast_precision_loss, reason = "counts of sections")]
            let length = self.index.sections_of(entry).len() as f32 / self.norms.mean_sections;
            cell.whole += weight * saturated(slot.head + slot.body / (0.5 + 0.5 * length));
            if slot.in_title > 0.0 {
                let gain = line_weight * saturated(slot.in_title);
                if telling {
                    cell.title += gain;
                    cell.titled += line_weight;
                } else {
                    cell.little += gain;
                }
            }
        }
        (weight, line_weight)
    }

    /// Folds sections into their articles and wipes the slate. `telling`: what the telling words are
    /// worth in a title.
    fn collect(self, telling: f32) -> Vec<Scored> {
        let Slate { sections, entries, touched_sections, touched_entries, .. } = self.slate;
        let entry_of = self.index.entry_of_sections();
        for &section in &*touched_sections {
            let cell = &mut sections[section as usize];
            let score = cell.score + self.ranking.heading_line * cell.heading;
            cell.score = 0.0;
            let best = &mut entries[entry_of[section as usize] as usize];
            if score.total_cmp(&best.best).then(best.section.cmp(&section)).is_gt() {
                (best.best, best.section) = (score, section);
            }
        }
        let share = self.ranking.article;
        let found = touched_entries.drain(..).map(|entry| {
            let cell = std::mem::take(&mut entries[entry as usize]);
            let title = cell.title + cell.little * self.ranking.dependent(cell.titled, telling);
            let section = if cell.best > 0.0 { cell.section } else { self.index.sections_of(entry).start };
            Scored {
                entry,
                section,
                score: (1.0 - share) * (cell.base + cell.best) + share * cell.whole + self.ranking.line * title,
                slots: cell.slots,
                covered: cell.covered,
                title,
                heading: sections[section as usize].heading,
            }
        });
        let found = found.collect();
        for section in touched_sections.drain(..) {
            sections[section as usize].heading = 0.0;
        }
        found
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
