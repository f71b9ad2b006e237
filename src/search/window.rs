//! The sections at hand: of each run of some thousand sections, the words' postings are added up slot by slot,
//! turned to scores and folded into their articles, before the next run is looked at. What a run takes fits the
//! processor's cache; a section is met in its place, beside those of the same article.

use super::{
    score::{Frame, Scored},
    stream::{Stream, Streams},
};
use crate::index::{Field, LocaleIndex};

/// Sections of a run; an article at its end is not cut.
const RUN: u32 = if cfg!(test) { 64 } else { 2_048 };
/// Wanted articles from which on a run's postings are all read rather than looked for.
const MANY: usize = 24;

/// What a section, and an article at its first section, has of one slot.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    /// Frequency in the section.
    frequency: f32,
    /// In the heading by itself.
    in_heading: f32,
    /// Frequency in the article's own fields.
    head: f32,
    /// In the title by itself.
    in_title: f32,
}

/// What a section has of all slots.
#[derive(Debug, Clone, Copy, Default)]
struct SectionCell {
    score: f32,
    /// Score of the heading.
    heading: f32,
}

/// What an article has of all slots, at its first section.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct EntryCell {
    /// Score of its own fields.
    pub base: f32,
    /// Score of the article as a whole.
    pub whole: f32,
    /// Slots found anywhere in it, and their weights together.
    pub slots: u64,
    pub covered: f32,
    /// Score of the title: telling words, little words, and the worth of the telling ones in it.
    pub title: f32,
    pub little: f32,
    pub titled: f32,
}

/// A set of places in the run.
#[derive(Debug, Default)]
struct Places(Vec<u64>);

impl Places {
    #[inline]
    fn set(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }

    #[inline]
    fn has(&self, at: usize) -> bool {
        self.0[at / 64] >> (at % 64) & 1 == 1
    }

    /// Takes all out, in order.
    #[inline]
    fn drain(&mut self, mut visit: impl FnMut(usize)) {
        for (at, word) in self.0.iter_mut().enumerate() {
            let mut rest = std::mem::take(word);
            while rest != 0 {
                visit(at * 64 + rest.trailing_zeros() as usize);
                rest &= rest - 1;
            }
        }
    }
}

impl Places {
    /// Sets all from one place to before another.
    #[inline]
    fn set_all(&mut self, start: usize, end: usize) {
        for (at, mask) in masks(start, end) {
            self.0[at] |= mask;
        }
    }

    /// Takes out those from one place to before another, in order.
    #[inline]
    fn drain_within(&mut self, start: usize, end: usize, mut visit: impl FnMut(usize)) {
        for (at, mask) in masks(start, end) {
            let mut rest = self.0[at] & mask;
            self.0[at] &= !mask;
            while rest != 0 {
                visit(at * 64 + rest.trailing_zeros() as usize);
                rest &= rest - 1;
            }
        }
    }
}

/// The words of a set that some places stand in, each with the bits of those.
#[inline]
fn masks(start: usize, end: usize) -> impl Iterator<Item = (usize, u64)> {
    (start / 64..end.div_ceil(64)).map(move |at| {
        let from = u64::MAX << start.saturating_sub(at * 64).min(63);
        let to = u64::MAX >> (64 - (end - at * 64).min(64));
        (at, from & to)
    })
}

/// The cells of a run, kept by their thread; empty between queries.
#[derive(Debug, Default)]
pub(super) struct Window {
    /// First section, in the locale and in its segment; and how many there are.
    first: u32,
    doc: u32,
    length: usize,
    cells: Vec<Cell>,
    touched: Places,
    sections: Vec<SectionCell>,
    scored: Places,
    entries: Vec<EntryCell>,
    /// First sections of articles that hold anything, all of them and those of the present slot.
    held: Places,
    /// Sections of articles that matter; see [`Window::narrow`].
    wanted: Places,
    runs: Vec<(u32, u32)>,
}

/// An article's sections in the run.
#[derive(Debug, Clone, Copy)]
struct Run {
    entry: u32,
    lead: usize,
    end: usize,
}

impl Window {
    /// Goes to the run that begins at a section of a segment (numbers within it); answers where the next begins.
    pub fn open(&mut self, index: &LocaleIndex, base: u32, doc: u32, max_doc: u32) -> u32 {
        let mut end = max_doc.min(doc.saturating_add(RUN));
        let last = index.entry_of(base + end - 1);
        while end < max_doc && last.is_some() && index.entry_of(base + end) == last {
            end += 1;
        }
        (self.first, self.doc, self.length) = (base + doc, doc, (end - doc) as usize);
        if self.cells.len() < self.length {
            let words = self.length.div_ceil(64);
            self.cells.resize(self.length, Cell::default());
            self.sections.resize(self.length, SectionCell::default());
            self.entries.resize(self.length, EntryCell::default());
            for places in [&mut self.touched, &mut self.scored, &mut self.held, &mut self.wanted] {
                places.0.resize(words, 0);
            }
        }
        end
    }

    fn end(&self) -> u32 {
        self.doc + u32::try_from(self.length).unwrap_or(u32::MAX)
    }

    /// Adds up a slot's postings in this run.
    pub fn pour(&mut self, streams: &mut Streams<'_>, frame: &Frame<'_>) {
        self.pour_lines(streams, frame);
        let (start, end) = (self.doc, self.end());
        for stream in &mut streams.bodies {
            self.pour_body(stream, frame, start, end, false);
        }
        for stream in &mut streams.exact {
            self.pour_exact(stream, frame, start, end);
        }
    }

    /// The same, bodies only as far as they belong to articles that matter.
    pub fn pour_wanted(&mut self, streams: &mut Streams<'_>, frame: &Frame<'_>) {
        self.pour_lines(streams, frame);
        let runs = std::mem::take(&mut self.runs);
        let whole = [(self.doc, self.end())];
        let many = runs.len() > MANY;
        for &(start, end) in if many { &whole[..] } else { &runs[..] } {
            for stream in &mut streams.bodies {
                self.pour_body(stream, frame, start, end, many);
            }
            for stream in &mut streams.exact {
                self.pour_exact(stream, frame, start, end);
            }
        }
        self.runs = runs;
    }

    fn pour_lines(&mut self, streams: &mut Streams<'_>, frame: &Frame<'_>) {
        let (start, end, first) = (self.doc, self.end(), self.first);
        for stream in &mut streams.lines {
            let (shard, field, weight) = (stream.shard, stream.field, stream.weight);
            let (norms, line, heading) = (frame.norms.of(field), &frame.norms.line, &frame.norms.heading);
            stream.each(start, end, |doc, count| {
                let at = (doc - start) as usize;
                self.touched.set(at);
                let code = shard.length_code(field, doc) as usize;
                #[expect(clippy::cast_precision_loss, reason = "counts of words")]
                let count = weight * count as f32;
                let cell = &mut self.cells[at];
                match field {
                    Field::Heading => {
                        cell.frequency += count * norms[code];
                        cell.in_heading = cell.in_heading.max(count * heading[code]);
                    }
                    Field::Title => {
                        cell.head += count * norms[code];
                        cell.in_title = cell.in_title.max(count * line[code]);
                    }
                    _ => cell.head += count * norms[code],
                }
            });
        }
        let (start, end) = (first, first + (end - start));
        for &(section, value) in within(&streams.joint, start, end) {
            self.touched.set((section - start) as usize);
            self.cells[(section - start) as usize].frequency += value;
        }
        for &(section, value) in within(&streams.joint_heads, start, end) {
            self.touched.set((section - start) as usize);
            self.cells[(section - start) as usize].head += value;
        }
    }

    #[inline]
    fn pour_body(&mut self, stream: &mut Stream<'_>, frame: &Frame<'_>, start: u32, end: u32, only_wanted: bool) {
        let (shard, weight, norms, first) = (stream.shard, stream.weight, frame.norms.of(Field::Body), self.doc);
        stream.each(start, end, |doc, count| {
            let at = (doc - first) as usize;
            if !only_wanted || self.wanted.has(at) {
                self.touched.set(at);
                #[expect(clippy::cast_precision_loss, reason = "counts of words")]
                let value = weight * count as f32 * norms[shard.length_code(Field::Body, doc) as usize];
                self.cells[at].frequency += value;
            }
        });
    }

    /// The exact word beside its stem: a little more, normalised like the body it stands in.
    #[inline]
    fn pour_exact(&mut self, stream: &mut Stream<'_>, frame: &Frame<'_>, start: u32, end: u32) {
        let (shard, norms, first) = (stream.shard, frame.norms.of(Field::Body), self.doc);
        let weight = stream.weight * frame.ranking.exact;
        stream.each(start, end, |doc, _| {
            let frequency = &mut self.cells[(doc - first) as usize].frequency;
            if *frequency > 0.0 {
                *frequency += weight * norms[shard.length_code(Field::Body, doc) as usize];
            }
        });
    }

    /// Turns the frequencies of a slot into scores.
    pub fn settle(&mut self, number: usize, frame: &Frame<'_>) {
        let (weight, line_weight) = frame.weights[number];
        let (bit, required) = (1_u64 << (number % 64), frame.query.slots[number].required);
        let k1 = frame.ranking.saturation;
        let saturated = |frequency: f32| frequency * (k1 + 1.0) / (k1 + frequency);
        let Self { cells, touched, sections, scored, entries, held, first, .. } = self;
        let mut run: Option<Run> = None;
        let (mut own, mut before, mut body) = (Cell::default(), 0.0, 0.0);
        let mut close = |run: &Run, own: &Cell, before: f32, body: f32| {
            let cell = &mut entries[run.lead];
            held.set(run.lead);
            cell.slots |= bit;
            cell.covered += weight;
            cell.base += weight * before;
            #[expect(clippy::cast_precision_loss, reason = "counts of sections")]
            let length = (run.end - run.lead) as f32 / frame.norms.mean_sections;
            cell.whole += weight * saturated(own.head + body / (0.5 + 0.5 * length));
            if own.in_title > 0.0 {
                let gain = line_weight * saturated(own.in_title);
                if required {
                    cell.title += gain;
                    cell.titled += line_weight;
                } else {
                    cell.little += gain;
                }
            }
        };
        touched.drain(|at| {
            if run.as_ref().is_none_or(|run| at >= run.end) {
                if let Some(run) = run.take() {
                    close(&run, &own, before, body);
                }
                let Some(next) = self::run(frame.index, *first, at) else {
                    cells[at] = Cell::default();
                    return;
                };
                own = cells[next.lead];
                before = if own.head == 0.0 { 0.0 } else { saturated(own.head) };
                body = 0.0;
                run = Some(next);
            }
            let cell = std::mem::take(&mut cells[at]);
            if cell.frequency > 0.0 {
                scored.set(at);
                body += cell.frequency;
                let section = &mut sections[at];
                let gain = weight * (saturated(own.head + cell.frequency) - before);
                section.score += gain.max(f32::MIN_POSITIVE);
                if cell.in_heading > 0.0 {
                    section.heading += weight * saturated(cell.in_heading);
                }
            }
        });
        if let Some(run) = run {
            close(&run, &own, before, body);
        }
    }

    /// From here on bodies matter only of articles that hold something already, or hold one of these slots
    /// elsewhere than in a body.
    pub fn narrow<'s, 'a: 's>(&mut self, frame: &Frame<'_>, streams: impl Iterator<Item = &'s Streams<'a>>) {
        self.wanted.0.fill(0);
        self.runs.clear();
        let (start, end) = (self.doc, self.end());
        let mut leads = Places(self.held.0.clone());
        for streams in streams {
            for stream in &streams.lines {
                stream.peek(start, end, |doc| {
                    if let Some(run) = run(frame.index, self.first, (doc - start) as usize) {
                        leads.set(run.lead);
                    }
                });
            }
        }
        leads.drain(|lead| {
            if let Some(run) = run(frame.index, self.first, lead) {
                self.wanted.set_all(run.lead, run.end);
                let doc = |at: usize| start + u32::try_from(at).unwrap_or(u32::MAX);
                self.runs.push((doc(run.lead), doc(run.end)));
            }
        });
    }

    /// Hands out the articles found in this run, and empties it.
    pub fn finish(&mut self, frame: &Frame<'_>, mut found: impl FnMut(Scored)) {
        let Self { sections, scored, entries, held, first, .. } = self;
        held.drain(|lead| {
            let Some(run) = run(frame.index, *first, lead) else { return };
            let cell = std::mem::take(&mut entries[lead]);
            let (mut best, mut section, mut heading) = (0.0, lead, 0.0);
            scored.drain_within(run.lead, run.end, |at| {
                let own = std::mem::take(&mut sections[at]);
                let score = own.score + frame.ranking.heading_line * own.heading;
                if score > best {
                    (best, section, heading) = (score, at, own.heading);
                }
            });
            found(Scored {
                entry: run.entry,
                section: *first + u32::try_from(section).unwrap_or(0),
                score: frame.total(&cell, best),
                slots: cell.slots,
                covered: cell.covered,
                title: frame.title(&cell),
                heading,
            });
        });
    }
}

/// The sections of the article that a place of the run belongs to; `None` for one that is deleted.
#[inline]
fn run(index: &LocaleIndex, first: u32, at: usize) -> Option<Run> {
    let entry = index.entry_of(first + u32::try_from(at).ok()?)?;
    let sections = index.sections_of(entry);
    let lead = (sections.start - first) as usize;
    Some(Run { entry, lead, end: lead + sections.len() })
}

fn within(list: &[(u32, f32)], start: u32, end: u32) -> &[(u32, f32)] {
    let from = list.partition_point(|(at, _)| *at < start);
    let to = list.partition_point(|(at, _)| *at < end);
    &list[from..to]
}
