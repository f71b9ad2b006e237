//! Scoring, term at a time: every posting of the query's words is read once, in blocks, into arrays
//! as long as the locale has sections. The arrays are a thread's own and are cleared by what was
//! touched, so a query costs what its words cost.
//!
//! The function is BM25F (Robertson, Zaragoza and Taylor 2004): the weighted and length-normalised
//! frequencies of a word in all fields are added *before* they saturate.

use std::cell::RefCell;

use super::{
    ranking::Ranking,
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

#[derive(Default)]
struct Arrays {
    /// Per section: this slot's frequency, all slots' score, weight of slots in the heading.
    frequency: Vec<f32>,
    score: Vec<f32>,
    heading: Vec<f32>,
    in_heading: Vec<f32>,
    /// Per entry: this slot's frequency in its own fields, in its sections, and whether in the title.
    head: Vec<f32>,
    body: Vec<f32>,
    in_title: Vec<f32>,
    in_questions: Vec<bool>,
    entries: Vec<PerEntry>,
    /// What was touched: by this slot, and by all.
    slot_sections: Vec<u32>,
    slot_entries: Vec<u32>,
    sections: Vec<u32>,
    touched: Vec<u32>,
}

#[derive(Clone, Copy, Default)]
struct PerEntry {
    /// Score of its own fields.
    base: f32,
    /// Score of the article as a whole.
    whole: f32,
    slots: u64,
    covered: f32,
    /// Score of the title: telling words, little words, and the worth of the telling ones in it.
    title: f32,
    little: f32,
    in_title: f32,
    best: f32,
    section: u32,
}

thread_local! {
    static ARRAYS: RefCell<Arrays> = RefCell::default();
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
    ARRAYS.with_borrow_mut(|arrays| {
        arrays.fit(index);
        let mut scorer = Scorer { index, norms, ranking, arrays };
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

impl Arrays {
    fn fit(&mut self, index: &LocaleIndex) {
        let (sections, entries) = (index.section_limit(), index.entries().len());
        if self.score.len() < sections {
            self.frequency.resize(sections, 0.0);
            self.score.resize(sections, 0.0);
            self.heading.resize(sections, 0.0);
            self.in_heading.resize(sections, 0.0);
        }
        if self.entries.len() < entries {
            self.head.resize(entries, 0.0);
            self.body.resize(entries, 0.0);
            self.in_title.resize(entries, 0.0);
            self.in_questions.resize(entries, false);
            self.entries.resize(entries, PerEntry::default());
        }
    }
}

struct Scorer<'a> {
    index: &'a LocaleIndex,
    norms: &'a Norms,
    ranking: &'a Ranking,
    arrays: &'a mut Arrays,
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
        let Some(mut blocks) = shard.term(field, stem).and_then(|term| shard.blocks(field, &term)) else { return };
        let arrays = &mut *self.arrays;
        let entry_of = &self.index.entry_of_sections()[shard.base() as usize..];
        let norms = &self.norms.table[field as usize];
        while blocks.block_len() > 0 {
            for (&doc, &count) in blocks.docs().iter().zip(blocks.freqs()) {
                let entry = entry_of[doc as usize];
                if entry == u32::MAX {
                    continue;
                }
                #[expect(clippy::cast_precision_loss, reason = "counts of words")]
                let value = weight * count as f32 * norms[shard.length_code(field, doc) as usize];
                if field.is_of_article() {
                    let head = &mut arrays.head[entry as usize];
                    if *head == 0.0 {
                        arrays.slot_entries.push(entry);
                    }
                    *head += value;
                    match field {
                        Field::Title => {
                            #[expect(clippy::cast_precision_loss, reason = "counts of words")]
                            let value = weight * count as f32 * self.norms.line[shard.length_code(field, doc) as usize];
                            let line = &mut arrays.in_title[entry as usize];
                            *line = line.max(value);
                        }
                        Field::Questions => arrays.in_questions[entry as usize] = true,
                        _ => {}
                    }
                } else {
                    let section = doc + shard.base();
                    let frequency = &mut arrays.frequency[section as usize];
                    if *frequency == 0.0 {
                        arrays.slot_sections.push(section);
                    }
                    *frequency += value;
                    if field == Field::Heading {
                        #[expect(clippy::cast_precision_loss, reason = "counts of words")]
                        let value = weight * count as f32 * self.norms.heading[shard.length_code(field, doc) as usize];
                        let heading = &mut arrays.in_heading[section as usize];
                        *heading = heading.max(value);
                    }
                }
            }
            blocks.advance();
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
                let frequency = &mut self.arrays.frequency[(doc + shard.base()) as usize];
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
            let frequency = &mut self.arrays.frequency[section as usize];
            if *frequency == 0.0 {
                self.arrays.slot_sections.push(section);
            }
            *frequency += value * alternative.weight;
        }
        for (entry, value) in entries {
            let head = &mut self.arrays.head[entry as usize];
            if *head == 0.0 {
                self.arrays.slot_entries.push(entry);
            }
            *head += value * alternative.weight;
        }
    }

    /// Frequencies of one stem by themselves, sorted.
    fn apart(&self, stem: &str) -> (Vec<(u32, f32)>, Vec<(u32, f32)>) {
        let (mut sections, mut entries) = (Vec::new(), Vec::new());
        for shard in self.index.shards() {
            let entry_of = &self.index.entry_of_sections()[shard.base() as usize..];
            for field in Field::SCORED {
                let Some(mut blocks) = shard.term(field, stem).and_then(|term| shard.blocks(field, &term)) else {
                    continue;
                };
                while blocks.block_len() > 0 {
                    for (&doc, &count) in blocks.docs().iter().zip(blocks.freqs()) {
                        let entry = entry_of[doc as usize];
                        if entry == u32::MAX {
                            continue;
                        }
                        let norm = self.norms.table[field as usize][shard.length_code(field, doc) as usize];
                        #[expect(clippy::cast_precision_loss, reason = "counts of words")]
                        let value = count as f32 * norm;
                        if field.is_of_article() {
                            entries.push((entry, value));
                        } else {
                            sections.push((doc + shard.base(), value));
                        }
                    }
                    blocks.advance();
                }
            }
        }
        (summed(sections), summed(entries))
    }

    /// Turns the frequencies of this slot into scores; the slot's weight is known only now that all
    /// its postings were seen, deleted sections left out.
    fn settle(&mut self, number: usize, own_weight: f32, line_weight: f32, telling: bool) -> (f32, f32) {
        let arrays = &mut *self.arrays;
        let entry_of = self.index.entry_of_sections();
        let bit = 1_u64 << (number % 64);
        for &section in &arrays.slot_sections {
            let entry = entry_of[section as usize] as usize;
            if arrays.body[entry] == 0.0 && arrays.head[entry] == 0.0 {
                arrays.slot_entries.push(entry_of[section as usize]);
            }
            arrays.body[entry] += arrays.frequency[section as usize];
        }
        let holders = arrays.slot_entries.len();
        let weight = own_weight * rarity(self.index.entries().len(), holders);
        let in_lines = |at: &&u32| arrays.in_title[**at as usize] > 0.0 || arrays.in_questions[**at as usize];
        let lines = arrays.slot_entries.iter().filter(in_lines).count();
        let in_lines = line_weight * rarity(self.index.entries().len(), lines);
        let line_weight = match lines {
            0 => 0.0,
            _ if telling && weight < self.ranking.topic => in_lines * weight / self.ranking.topic,
            _ => in_lines,
        };
        let heading_weight = weight;
        let k1 = self.ranking.saturation;
        let saturated = |frequency: f32| frequency * (k1 + 1.0) / (k1 + frequency);
        for &section in &arrays.slot_sections {
            let at = section as usize;
            let head = arrays.head[entry_of[at] as usize];
            let gain = weight * (saturated(head + arrays.frequency[at]) - saturated(head));
            if arrays.score[at] == 0.0 {
                arrays.sections.push(section);
            }
            arrays.score[at] += gain.max(f32::MIN_POSITIVE);
            if arrays.in_heading[at] > 0.0 {
                arrays.heading[at] += heading_weight * saturated(arrays.in_heading[at]);
            }
            arrays.frequency[at] = 0.0;
            arrays.in_heading[at] = 0.0;
        }
        for &entry in &arrays.slot_entries {
            let at = entry as usize;
            let all = &mut arrays.entries[at];
            if all.slots == 0 {
                arrays.touched.push(entry);
            }
            all.slots |= bit;
            all.covered += weight;
            all.base += weight * saturated(arrays.head[at]);
            #[expect(clippy::cast_precision_loss, reason = "counts of sections")]
            let length = self.index.sections_of(entry).len() as f32 / self.norms.mean_sections;
            all.whole += weight * saturated(arrays.head[at] + arrays.body[at] / (0.5 + 0.5 * length));
            if arrays.in_title[at] > 0.0 {
                let gain = line_weight * saturated(arrays.in_title[at]);
                if telling {
                    all.title += gain;
                    all.in_title += line_weight;
                } else {
                    all.little += gain;
                }
            }
            arrays.head[at] = 0.0;
            arrays.body[at] = 0.0;
            arrays.in_title[at] = 0.0;
            arrays.in_questions[at] = false;
        }
        arrays.slot_sections.clear();
        arrays.slot_entries.clear();
        (weight, line_weight)
    }

    /// Folds sections into their articles and clears the arrays. `telling`: what the telling words are
    /// worth in a title.
    fn collect(self, telling: f32) -> Vec<Scored> {
        let arrays = self.arrays;
        let entry_of = self.index.entry_of_sections();
        for &section in &arrays.sections {
            let best = &mut arrays.entries[entry_of[section as usize] as usize];
            let score = arrays.score[section as usize] + self.ranking.heading_line * arrays.heading[section as usize];
            if score.total_cmp(&best.best).then(best.section.cmp(&section)).is_gt() {
                best.best = score;
                best.section = section;
            }
            arrays.score[section as usize] = 0.0;
        }
        let share = self.ranking.article;
        let found = arrays
            .touched
            .iter()
            .map(|&entry| {
                let per = arrays.entries[entry as usize];
                let title = per.title + per.little * self.ranking.dependent(per.in_title, telling);
                let section = if per.best > 0.0 { per.section } else { self.index.sections_of(entry).start };
                Scored {
                    entry,
                    section,
                    score: (1.0 - share) * (per.base + per.best) + share * per.whole + self.ranking.line * title,
                    slots: per.slots,
                    covered: per.covered,
                    title,
                    heading: arrays.heading[section as usize],
                }
            })
            .collect();
        for &section in &arrays.sections {
            arrays.heading[section as usize] = 0.0;
        }
        for &entry in &arrays.touched {
            arrays.entries[entry as usize] = PerEntry::default();
        }
        arrays.sections.clear();
        arrays.touched.clear();
        found
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
