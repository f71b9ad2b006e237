//! Words that very many articles hold are looked up in bodies only where that can make a difference: once
//! as many articles as are looked at were found, each better than one that has the common words alone could
//! be (after `MaxScore`; Turtle and Flood 1995). What is found, its order and its number are the same as without.

use std::sync::Arc;

use super::{
    best::Counts,
    rank::ENOUGH,
    score::Frame,
    stream::{Stream, Streams},
    understand::Slot,
};
use crate::{
    base::Kept,
    index::{Field, LocaleIndex},
};

/// A word is common whose postings are more than one for so many sections.
const COMMON: usize = 64;
/// Common words whose holders are remembered.
const MAX_KNOWN: usize = 256;
/// Slots held by anything up to which articles are counted by which of them they hold.
const MAX_COUNTED: usize = 5;
/// Room for what is lost in adding up.
const SURELY: f32 = 1.001;

/// Which articles hold a word, and how many in a title or question.
#[derive(Debug, Clone)]
pub(super) struct Held {
    articles: Arc<Marks>,
    pub anywhere: usize,
    pub lines: usize,
}

/// Who holds common words; found once a revision.
#[derive(Debug, Default)]
pub(super) struct Holders(Kept<String, Held, MAX_KNOWN>);

impl Holders {
    /// The holders of a slot with these streams, one for each segment.
    pub fn of<'s, 'a: 's, I>(&self, index: &LocaleIndex, slot: &Slot, streams: impl Fn() -> I) -> Held
    where
        I: Iterator<Item = &'s Streams<'a>>,
    {
        let postings = |streams: &Streams<'_>| streams.lists().map(Stream::len).sum::<usize>();
        let common = streams().map(postings).sum::<usize>() * COMMON > index.sections();
        let find = || holders(index, streams());
        if common { self.0.get(&key(slot), find) } else { find() }
    }
}

/// What a slot's holders depend on.
fn key(slot: &Slot) -> String {
    let mut key = String::from(if slot.required { "!" } else { "?" });
    for alternative in &slot.alternatives {
        for stem in &alternative.stems {
            key.push_str(stem);
            key.push('+');
        }
        key.push(' ');
    }
    key
}

fn holders<'s, 'a: 's>(index: &LocaleIndex, streams: impl Iterator<Item = &'s Streams<'a>>) -> Held {
    let articles = index.entries().len();
    let (mut anywhere, mut lines) = (Marks::of(articles), Marks::of(articles));
    for (streams, shard) in streams.zip(index.shards()) {
        for stream in streams.lists() {
            let in_lines = matches!(stream.field, Field::Title | Field::Questions);
            stream.all(|doc, _| {
                if let Some(entry) = index.entry_of(doc + shard.base()) {
                    anywhere.set(entry);
                    if in_lines {
                        lines.set(entry);
                    }
                }
            });
        }
        let joint = streams.joint.iter().chain(&streams.joint_heads);
        joint.filter_map(|(section, _)| index.entry_of(*section)).for_each(|entry| anywhere.set(entry));
    }
    Held { anywhere: anywhere.count(), lines: lines.count(), articles: Arc::new(anywhere) }
}

/// A set of articles.
#[derive(Debug)]
struct Marks(Vec<u64>);

impl Marks {
    fn of(articles: usize) -> Self {
        Self(vec![0; articles.div_ceil(64)])
    }

    #[inline]
    fn set(&mut self, article: u32) {
        self.0[article as usize / 64] |= 1 << (article % 64);
    }

    fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }
}

/// Which slots' bodies can be passed over.
pub(super) struct Passing {
    /// Slots with very many postings, the least worth first.
    common: Vec<usize>,
    /// Bits of the slots that an article must hold to hold all words.
    required: u64,
    /// Weight from which on an article counts without holding all words.
    least: f32,
    /// The slots that anything holds, each with its weight and holders; not for many of them.
    held: Option<Vec<(u64, f32, Arc<Marks>)>>,
}

impl Passing {
    /// Nothing where there are few sections, or no common words.
    pub fn new(frame: &Frame<'_>, lists: &[Vec<Streams<'_>>], holders: &[Held], counts: &Counts) -> Option<Self> {
        let sections = frame.index.sections();
        if sections < frame.ranking.prune {
            return None;
        }
        let is_common = |at: &usize| {
            let streams = || lists.iter().map(|slots| &slots[*at]);
            let single = streams().all(|streams| streams.joint.is_empty() && streams.joint_heads.is_empty());
            let postings = |streams: &Streams<'_>| streams.bodies.iter().map(Stream::len).sum::<usize>();
            single && streams().map(postings).sum::<usize>() * COMMON > sections
        };
        let mut common: Vec<usize> = (0..holders.len()).filter(is_common).collect();
        if common.is_empty() {
            return None;
        }
        common.sort_by(|a, b| frame.weights[*a].0.total_cmp(&frame.weights[*b].0));
        let held = holders.iter().enumerate().filter(|(_, held)| held.anywhere > 0);
        let held: Vec<_> =
            held.map(|(at, held)| (1 << (at % 64), frame.weights[at].0, Arc::clone(&held.articles))).collect();
        let held = Some(held).filter(|held| held.len() <= MAX_COUNTED);
        Some(Self { common, required: counts.required, least: counts.least, held })
    }

    /// Bits of the slots that alone cannot reach a score; nor, where articles are not counted by their slots,
    /// make one count.
    pub fn slots(&self, frame: &Frame<'_>, score: f32) -> u64 {
        let (mut bits, mut left) = (0, 0.0);
        for &at in &self.common {
            left += frame.weights[at].0;
            let with = bits | 1 << (at % 64);
            let count = left >= self.least || self.required & !with == 0;
            // What stands in bodies only is at most saturated.
            if left * (frame.ranking.saturation + 1.0) * SURELY >= score || count && self.held.is_none() {
                break;
            }
            bits = with;
        }
        bits
    }

    /// The counts when something was passed over; `None` if that cannot be told.
    pub fn counted(&self, counts: Counts) -> Option<Counts> {
        match &self.held {
            Some(held) => Some(self.by_slots(held, counts)),
            // Whoever was left out holds none but these words: enough to count only where few hold all.
            None => (counts.strict >= ENOUGH || counts.relaxed > 0).then_some(counts),
        }
    }

    /// Counts the articles that hold just these slots and no others, for all choices of slots.
    fn by_slots(&self, held: &[(u64, f32, Arc<Marks>)], counts: Counts) -> Counts {
        let mut counts = Counts { all: 0, strict: 0, relaxed: 0, ..counts };
        let length = held.first().map_or(0, |(_, _, articles)| articles.0.len());
        for choice in 1_usize..1 << held.len() {
            let chosen = |at: usize| choice >> at & 1 == 1;
            let own = |at: usize, word: usize| if chosen(at) { held[at].2.0[word] } else { !held[at].2.0[word] };
            let holds = |word: usize| (0..held.len()).fold(u64::MAX, |bits, at| bits & own(at, word));
            let count = (0..length).map(|word| holds(word).count_ones() as usize).sum::<usize>();
            let of_choice = held.iter().enumerate().filter(|(at, _)| chosen(*at));
            let (slots, covered) =
                of_choice.fold((0, 0.0), |(slots, all), (_, (bit, weight, _))| (slots | bit, all + weight));
            let strict = slots & self.required == self.required;
            counts.all += count;
            counts.strict += if strict { count } else { 0 };
            counts.relaxed += if strict || covered >= self.least { count } else { 0 };
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use std::{fmt::Write as _, fs, sync::Arc};

    use crate::{
        index,
        kb::Library,
        search::{
            Ranking, Searcher,
            parse::parse,
            score::{Scores, score},
            understand::understand,
        },
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
        let mut passed = 0;
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
            assert_eq!(pruned.counts, whole.counts, "{text}");
            assert_eq!(whole.passed, 0);
            passed += u32::from(pruned.passed != 0);
        }
        assert!(passed >= 3, "only {passed} queries had anything to pass over");
    }
}
