//! Postings of one slot of the query, walked run by run of sections.

use tantivy::{
    DocSet as _,
    postings::{BlockSegmentPostings, Postings as _},
};

use super::{
    ranking::Ranking,
    score::Norms,
    understand::{Alternative, Slot, Why},
};
use crate::index::{Field, LocaleIndex, Shard};

/// Up to this many sections stop words are looked up in bodies too.
const STOP_WORDS_IN_BODIES: usize = 20_000;

/// The postings of one word in one field of one segment, from some section on.
pub(super) struct Stream<'a> {
    blocks: BlockSegmentPostings,
    /// Place in the block at hand.
    at: usize,
    pub field: Field,
    /// What the word counts against the one that was typed.
    pub weight: f32,
    pub shard: &'a Shard,
}

impl<'a> Stream<'a> {
    fn open(shard: &'a Shard, field: Field, word: &str, weight: f32) -> Option<Self> {
        let blocks = shard.blocks(field, &shard.term(field, word)?)?;
        Some(Self { blocks, at: 0, field, weight, shard })
    }

    /// Visits the sections (numbers within the segment) from `start` on and before `end`, with the count of the
    /// word in each; those before are passed over. Runs come in order.
    #[inline]
    pub fn each(&mut self, start: u32, end: u32, mut visit: impl FnMut(u32, u32)) {
        let has_counts = self.field != Field::Exact;
        if self.blocks.docs().get(self.at).is_none_or(|doc| *doc < start) {
            self.pass(start);
        }
        loop {
            let docs = self.blocks.docs().get(self.at..).unwrap_or_default();
            let Some(last) = docs.last() else { return };
            let count = if *last < end { docs.len() } else { docs.partition_point(|doc| *doc < end) };
            if has_counts {
                let counts = &self.blocks.freqs()[self.at..];
                docs[..count].iter().zip(counts).for_each(|(doc, count)| visit(*doc, *count));
            } else {
                docs[..count].iter().for_each(|doc| visit(*doc, 1));
            }
            self.at += count;
            if self.at < self.blocks.block_len() {
                return;
            }
            self.blocks.advance();
            self.at = 0;
        }
    }

    /// Goes on at the first section not before `start`; what lies between is not read.
    fn pass(&mut self, start: u32) {
        match self.blocks.docs().last() {
            None => {}
            Some(last) if *last < start => self.at = self.blocks.seek(start),
            Some(_) => self.at += self.blocks.docs()[self.at..].partition_point(|doc| *doc < start),
        }
    }

    /// The same without going on.
    pub fn peek(&self, start: u32, end: u32, mut visit: impl FnMut(u32)) {
        if self.blocks.docs().get(self.at).is_some_and(|doc| *doc < end) {
            let copy = Self { blocks: self.blocks.clone(), ..*self };
            { copy }.each(start, end, |doc, _| visit(doc));
        }
    }

    /// All sections, from the beginning.
    pub fn all(&self, visit: impl FnMut(u32, u32)) {
        let whole = Self { blocks: self.blocks.clone(), at: 0, ..*self };
        { whole }.each(0, u32::MAX, visit);
    }

    /// Sections that hold the word, deleted ones counted.
    pub fn len(&self) -> usize {
        self.blocks.doc_freq() as usize
    }
}

/// All postings of a slot in one segment.
#[derive(Default)]
pub(super) struct Streams<'a> {
    /// In headings and in the fields of the article.
    pub lines: Vec<Stream<'a>>,
    /// In bodies.
    pub bodies: Vec<Stream<'a>>,
    /// Of the exact words.
    pub exact: Vec<Stream<'a>>,
    /// Of several words that stand for one: the sections that hold them all, and what they have of them; the same
    /// for the fields of articles, each with the article's first section. By section, numbers of the locale.
    pub joint: Vec<(u32, f32)>,
    pub joint_heads: Vec<(u32, f32)>,
}

impl<'a> Streams<'a> {
    /// Finds a slot's words in one segment. Where there are very many sections a stop word counts in lines only:
    /// in bodies it is then everywhere, costs most and tells least. What was not typed needs no exact form.
    pub fn open(index: &LocaleIndex, shard: &'a Shard, slot: &Slot, norms: &Norms, ranking: &Ranking) -> Self {
        let mut streams = Self::default();
        let everywhere = slot.required || index.sections() <= STOP_WORDS_IN_BODIES;
        for alternative in &slot.alternatives {
            let [stem] = &alternative.stems[..] else {
                streams.add_several(index, shard, alternative, norms);
                continue;
            };
            for field in Field::SCORED.into_iter().filter(|field| ranking.weight[*field as usize] != 0.0) {
                if everywhere || matches!(field, Field::Title | Field::Questions | Field::Heading) {
                    let list = if field == Field::Body { &mut streams.bodies } else { &mut streams.lines };
                    list.extend(Stream::open(shard, field, stem, alternative.weight));
                }
            }
            let exact = ranking.exact > 0.0 && slot.required && alternative.why != Why::Continuation;
            let word = alternative.exact.as_deref().filter(|_| exact);
            streams.exact.extend(word.and_then(|word| Stream::open(shard, Field::Exact, word, alternative.weight)));
        }
        streams
    }

    /// Several words that stand for one: sections (or articles' own fields) that hold them all.
    fn add_several(&mut self, index: &LocaleIndex, shard: &Shard, alternative: &Alternative, norms: &Norms) {
        let mut common: Option<(Vec<(u32, f32)>, Vec<(u32, f32)>)> = None;
        for stem in &alternative.stems {
            let (sections, heads) = apart(index, shard, stem, norms);
            common = Some(match common {
                None => (sections, heads),
                Some((old_sections, old_heads)) => (meet(&old_sections, &sections), meet(&old_heads, &heads)),
            });
        }
        let Some((mut sections, heads)) = common else { return };
        if alternative.why == Why::Synonym {
            sections = together(shard, &alternative.stems, sections);
        }
        let weighted = |list: Vec<(u32, f32)>| list.into_iter().map(|(at, value)| (at, value * alternative.weight));
        self.joint.extend(weighted(sections));
        self.joint_heads.extend(weighted(heads));
        for list in [&mut self.joint, &mut self.joint_heads] {
            list.sort_by_key(|(at, _)| *at);
        }
    }

    /// The postings of all fields that are scored.
    pub fn lists(&self) -> impl Iterator<Item = &Stream<'a>> {
        self.lines.iter().chain(&self.bodies)
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.bodies.is_empty() && self.joint.is_empty() && self.joint_heads.is_empty()
    }
}

/// Frequencies of one stem by themselves, by section: in sections, and in the fields of articles.
fn apart(index: &LocaleIndex, shard: &Shard, stem: &str, norms: &Norms) -> (Vec<(u32, f32)>, Vec<(u32, f32)>) {
    let (mut sections, mut heads) = (Vec::new(), Vec::new());
    for field in Field::SCORED {
        let Some(mut stream) = Stream::open(shard, field, stem, 1.0) else { continue };
        let table = norms.of(field);
        let list = if field.is_of_article() { &mut heads } else { &mut sections };
        stream.each(0, u32::MAX, |doc, count| {
            if index.entry_of(doc + shard.base()).is_some() {
                #[expect(clippy::cast_precision_loss, reason = "counts of words")]
                list.push((doc + shard.base(), count as f32 * table[shard.length_code(field, doc) as usize]));
            }
        });
    }
    (summed(sections), summed(heads))
}

/// The sections in which several words stand together, in a heading or in a body: “set it up”, not “set” here and
/// “up” there.
fn together(shard: &Shard, stems: &[String], sections: Vec<(u32, f32)>) -> Vec<(u32, f32)> {
    let mut fields = [Field::Body, Field::Heading].map(|field| {
        let lists = stems.iter().map(|stem| shard.positions(field, &shard.term(field, stem)?));
        (lists.collect::<Option<Vec<_>>>().unwrap_or_default(), vec![Vec::new(); stems.len()])
    });
    let within = u32::try_from(stems.len()).unwrap_or(u32::MAX).saturating_add(1);
    let mut hold = |doc: u32| {
        fields.iter_mut().any(|(lists, places)| {
            let all = lists.iter_mut().all(|list| list.doc() == doc || list.doc() < doc && list.seek(doc) == doc);
            if lists.is_empty() || !all {
                return false;
            }
            lists.iter_mut().zip(places.iter_mut()).for_each(|(list, out)| list.positions(out));
            let near = |from: u32, own: &Vec<u32>| {
                let next = own.partition_point(|place| *place + within < from);
                own.get(next).is_some_and(|place| place.abs_diff(from) <= within)
            };
            places[0].iter().any(|&from| places[1..].iter().all(|own| near(from, own)))
        })
    };
    sections.into_iter().filter(|(section, _)| hold(section - shard.base())).collect()
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
