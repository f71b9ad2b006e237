//! Words become numbers: word, word-pair and character n-gram features with TF-IDF weights.
//!
//! Character n-grams (2 to 5, within a word and its edges) carry typos, missing accents and
//! compounds; words and pairs carry what was said. Each block is scaled to length 1 before it is
//! weighted, so that a long message does not drown in its n-grams.

use std::collections::HashMap;

use super::{parts::Parts, words::Word};

/// Weight of words, word pairs and character n-grams against each other.
const BLOCK_WEIGHT: [f32; 3] = [1.0, 0.7, 1.4];
/// How much of a feature's rarity is that among classes (Lertnattee and Theeramunkong 2004, inverse class
/// frequency); the rest is that among examples.
const BY_CLASS: f32 = 0.25;
/// The block of single words.
pub const WORDS: usize = 0;
/// The block of word pairs; the ends of a message count as words.
const PAIRS: usize = 1;
/// The block of character n-grams.
pub const GRAMS: usize = 2;
/// What stands before the first word.
pub const START: &str = "^";
/// What stands after the last.
pub const END: &str = "$";
/// Above this many examples a pair or n-gram seen once is dropped: it cannot generalise, and there
/// are very many.
const LARGE: usize = 2_000;

/// What a message says, before any weights: hashed features with their counts, by block.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Features {
    blocks: [Vec<Counted>; 3],
}

/// A hashed feature, how often it occurs, and how much of that is trusted to be what was meant.
type Counted = (u64, u16, f32);

impl Features {
    /// Reads the features of a message.
    #[must_use]
    pub fn of(words: &[Word]) -> Self {
        Self::guessed(words.iter().map(|word| (word, 1.0)))
    }

    /// Reads words some of which are only guessed: each with how likely it was meant, 0 to 1.
    #[must_use]
    pub fn guessed<'a>(words: impl Iterator<Item = (&'a Word, f32)>) -> Self {
        let mut blocks: [Vec<(u64, f32)>; 3] = Default::default();
        let (mut previous, mut before) = (START, 1.0_f32);
        for (word, trust) in words {
            blocks[0].push((hash(0, &[&word.stem]), trust));
            blocks[0].extend(figures(&word.folded).map(|part| (hash(0, &[part]), trust)));
            blocks[1].push((hash(1, &[previous, &word.stem]), trust.min(before)));
            (previous, before) = (&word.stem, trust);
            if !is_code(&word.folded) {
                push_grams(&word.folded, trust, &mut blocks[2]);
            }
        }
        if !blocks[0].is_empty() {
            blocks[1].push((hash(1, &[previous, END]), before));
        }
        Self { blocks: blocks.map(count) }
    }

    /// Without what an ablation leaves out.
    #[must_use]
    pub fn only(mut self, parts: Parts) -> Self {
        if !parts.pairs {
            self.blocks[PAIRS].clear();
        }
        if !parts.letters {
            self.blocks[GRAMS].clear();
        }
        self
    }

    /// Whether there is nothing to compare.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks[0].is_empty()
    }
}

/// From so many figures a word is a code: another one, however like, is something else.
const CODE_FIGURES: usize = 3;

fn is_code(word: &str) -> bool {
    word.bytes().filter(u8::is_ascii_digit).count() >= CODE_FIGURES
}

/// What people say of a code: `1042` of `e1042`, `80070005` of `0x80070005`.
fn figures(word: &str) -> Option<&str> {
    let tail = word.strip_prefix("0x").or_else(|| word.find(|c: char| c.is_ascii_digit()).map(|at| &word[at..]))?;
    (is_code(word) && tail.len() < word.len()).then_some(tail)
}

fn push_grams(word: &str, trust: f32, out: &mut Vec<(u64, f32)>) {
    let mut edges: Vec<usize> = Vec::with_capacity(word.len() + 3);
    let padded = format!(" {word} ");
    edges.extend(padded.char_indices().map(|(at, _)| at));
    edges.push(padded.len());
    let length = edges.len() - 1;
    for n in 2..=5 {
        if n > length {
            break;
        }
        for start in 0..=length - n {
            out.push((hash(2, &[&padded[edges[start]..edges[start + n]]]), trust));
        }
    }
}

fn count(mut hashes: Vec<(u64, f32)>) -> Vec<Counted> {
    hashes.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    let mut out: Vec<Counted> = Vec::with_capacity(hashes.len());
    for (hash, trust) in hashes {
        match out.last_mut() {
            // Said once for certain, it was said.
            Some((last, n, _)) if *last == hash => *n = n.saturating_add(1),
            _ => out.push((hash, 1, trust)),
        }
    }
    out
}

/// FNV-1a over the parts: stable across runs and machines, so learning is deterministic.
fn hash(block: u8, parts: &[&str]) -> u64 {
    let mut state = 0xcbf2_9ce4_8422_2325_u64 ^ u64::from(block);
    for part in parts {
        for byte in part.bytes().chain([0xff]) {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    state
}

/// The hash of one stem in the block of words.
#[must_use]
pub fn word_hash(stem: &str) -> u64 {
    hash(0, &[stem])
}

/// A sparse vector: feature and weight, by ascending feature.
pub type Sparse = Vec<(u32, f32)>;

/// A message as a vector, and how much of it was known.
#[derive(Debug, Clone, Default)]
pub struct Vector {
    /// All three blocks.
    pub all: Sparse,
    /// Share of the block's weight that the vocabulary knows, 0 to 1.
    pub known: [f32; 3],
}

/// The features seen while learning, with their inverse document frequency.
#[derive(Debug, Default)]
pub struct Vocabulary {
    ids: [HashMap<u64, u32, Passthrough>; 3],
    idf: Vec<f32>,
    unknown_idf: f32,
    starts: [u32; 4],
}

impl Vocabulary {
    /// Counts the features of all examples. How telling one is, is judged by in how few examples it stands,
    /// and in how few classes: what every example of one class says is common and tells all the same.
    #[must_use]
    pub fn learn(examples: &[&Features], classes: &[u32], class_count: usize) -> Self {
        let total = examples.len();
        let mut order: Vec<usize> = (0..total).collect();
        order.sort_by_key(|at| classes[*at]);
        let mut counts: [HashMap<u64, Count, Passthrough>; 3] = Default::default();
        for at in order {
            for (block, counts) in examples[at].blocks.iter().zip(&mut counts) {
                for (hash, ..) in block {
                    counts.entry(*hash).or_default().add(classes[at]);
                }
            }
        }
        let least = if total > LARGE { 2 } else { 1 };
        let mut vocabulary = Self { unknown_idf: idf(0, total), ..Self::default() };
        for (block, counts) in counts.into_iter().enumerate() {
            let mut kept: Vec<_> = counts.into_iter().filter(|(_, n)| block == WORDS || n.examples >= least).collect();
            kept.sort_unstable_by_key(|(hash, _)| *hash);
            for (hash, n) in kept {
                vocabulary.ids[block].insert(hash, to_u32(vocabulary.idf.len()));
                vocabulary.idf.push(telling(n, total, class_count));
            }
            vocabulary.starts[block + 1] = to_u32(vocabulary.idf.len());
        }
        vocabulary
    }

    /// Number of features.
    #[must_use]
    pub fn size(&self) -> usize {
        self.idf.len()
    }

    /// The features of a block.
    #[must_use]
    pub fn block(&self, block: usize) -> std::ops::Range<u32> {
        self.starts[block]..self.starts[block + 1]
    }

    /// The weight that a block has in every vector.
    #[must_use]
    pub fn block_weight(block: usize) -> f32 {
        BLOCK_WEIGHT[block]
    }

    /// Whether a stem was seen.
    #[must_use]
    pub fn knows(&self, stem: &str) -> bool {
        self.ids[WORDS].contains_key(&word_hash(stem))
    }

    /// Whether two stems were seen one after the other.
    #[must_use]
    pub fn knows_pair(&self, before: &str, after: &str) -> bool {
        self.ids[PAIRS].contains_key(&hash(1, &[before, after]))
    }

    /// The feature of a stem.
    #[must_use]
    pub fn word_id(&self, stem: &str) -> Option<u32> {
        self.ids[WORDS].get(&word_hash(stem)).copied()
    }

    /// Weighs a message.
    #[must_use]
    pub fn vector(&self, features: &Features) -> Vector {
        let mut vector = Vector::default();
        for (block, counted) in features.blocks.iter().enumerate() {
            let start = vector.all.len();
            let mut mass = Mass::default();
            for (hash, n, trust) in counted {
                let frequency = 1.0 + f32::from(*n).ln();
                let strange = (frequency * self.unknown_idf).powi(2);
                if let Some(id) = self.ids[block].get(hash) {
                    let weight = frequency * self.idf[*id as usize];
                    mass.add(weight * weight, strange, *trust);
                    vector.all.push((*id, weight));
                } else {
                    mass.strange += strange;
                }
            }
            let length = mass.sure + mass.guessed;
            let scale = if length > 0.0 { BLOCK_WEIGHT[block] / length.sqrt() } else { 0.0 };
            for (_, weight) in &mut vector.all[start..] {
                *weight *= scale;
            }
            vector.all[start..].sort_unstable_by_key(|(id, _)| *id);
            vector.known[block] = mass.known();
        }
        vector
    }
}

/// What a block of a message weighs, by how it was understood.
#[derive(Debug, Clone, Copy, Default)]
struct Mass {
    /// Known.
    sure: f32,
    /// Known if what was guessed was meant.
    guessed: f32,
    /// The same as far as the guesses are trusted.
    trusted: f32,
    /// What the guesses weigh if something unknown was meant.
    doubtful: f32,
    /// Unknown.
    strange: f32,
}

impl Mass {
    fn add(&mut self, weight: f32, strange: f32, trust: f32) {
        if trust < 1.0 {
            self.guessed += weight;
            self.trusted += trust * weight;
            self.doubtful += strange;
        } else {
            self.sure += weight;
        }
    }

    /// The share that is known, as is to be expected: guesses are right, or they are wrong, each as likely as
    /// they are trusted. (A share of expected masses would let a little doubt in a common word outweigh it.)
    fn known(self) -> f32 {
        let share = |known: f32, unknown: f32| if known > 0.0 { known / (known + unknown) } else { 0.0 };
        let trust = if self.guessed > 0.0 { self.trusted / self.guessed } else { 1.0 };
        trust * share(self.sure + self.guessed, self.strange)
            + (1.0 - trust) * share(self.sure, self.strange + self.doubtful)
    }
}

/// In how many examples and classes a feature stands.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    examples: u32,
    classes: u32,
    /// The class seen last, and one: examples come class by class.
    last: u32,
}

impl Count {
    fn add(&mut self, class: u32) {
        self.examples += 1;
        if self.last != class + 1 {
            self.last = class + 1;
            self.classes += 1;
        }
    }
}

/// Rarity among examples, partly among classes, on the scale of the former.
fn telling(count: Count, total: usize, class_count: usize) -> f32 {
    let among_examples = idf(count.examples, total);
    if class_count < 2 {
        return among_examples;
    }
    let among_classes = idf(count.classes, class_count) * idf(0, total) / idf(0, class_count);
    among_examples + BY_CLASS * (among_classes - among_examples)
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^24")]
fn idf(n: u32, total: usize) -> f32 {
    ((1.0 + total as f32) / (1.0 + n as f32)).ln() + 1.0
}

/// Ids and counts of this module stay far below four billion.
#[must_use]
pub fn to_u32(n: usize) -> u32 {
    u32::try_from(n).expect("fewer than four billion features or examples")
}

/// A hasher for keys that are hashes already.
#[derive(Debug, Clone, Copy, Default)]
pub struct Passthrough;

impl std::hash::BuildHasher for Passthrough {
    type Hasher = PassthroughHasher;

    fn build_hasher(&self) -> PassthroughHasher {
        PassthroughHasher(0)
    }
}

/// See [`Passthrough`].
#[derive(Debug, Clone, Copy, Default)]
pub struct PassthroughHasher(u64);

impl std::hash::Hasher for PassthroughHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("only u64 keys are hashed")
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = n ^ (n >> 32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bot::words::Reader;

    fn features(text: &str) -> Features {
        Features::of(&Reader::new(&"en".parse().unwrap()).words(text))
    }

    #[test]
    fn case_accents_and_inflection_do_not_matter() {
        assert_eq!(features("Résétting").blocks[0], features("resetting").blocks[0]);
        assert_eq!(features("refunds").blocks[0], features("REFUND").blocks[0]);
    }

    #[test]
    fn a_code_is_itself_and_nothing_like_it() {
        let vocabulary = Vocabulary::learn(&[&features("Error E1042"), &features("Windows 0x80070005")], &[0, 1], 2);
        for (text, known) in
            [("1042", true), ("E-1042", true), ("80070005", true), ("1043", false), ("0x80070006", false)]
        {
            let vector = vocabulary.vector(&features(text));
            assert_eq!(!vector.all.is_empty(), known, "{text}");
        }
    }

    #[test]
    fn blocks_have_their_weight_as_length_and_unknown_words_lower_what_is_known() {
        let examples = [features("where is my refund"), features("reset the password")];
        let vocabulary = Vocabulary::learn(&examples.iter().collect::<Vec<_>>(), &[0, 1], 2);
        let vector = vocabulary.vector(&features("where is my zebra"));
        let words: f32 =
            vector.all.iter().filter(|(id, _)| vocabulary.block(WORDS).contains(id)).map(|(_, w)| w * w).sum();
        assert!((words - 1.0).abs() < 1e-5);
        assert!(vector.known[WORDS] < 0.8 && vector.known[WORDS] > 0.5, "{:?}", vector.known);
        assert!((vocabulary.vector(&features("reset password")).known[WORDS] - 1.0).abs() < 1e-6);
    }

    #[test]
    fn a_word_is_known_as_far_as_it_is_trusted_however_common_it_is() {
        let examples = [features("where is the refund"), features("where is the password"), features("where is it")];
        let vocabulary = Vocabulary::learn(&examples.iter().collect::<Vec<_>>(), &[0, 1, 2], 3);
        let reader = Reader::new(&"en".parse().unwrap());
        let known = |text: &str, trust: f32| {
            let words = reader.words(text);
            vocabulary.vector(&Features::guessed(words.iter().map(|word| (word, trust)))).known[WORDS]
        };
        for text in ["where", "refund", "where is the refund"] {
            assert!((known(text, 0.9) - 0.9).abs() < 1e-5, "{text}: {}", known(text, 0.9));
            assert!((known(text, 1.0) - 1.0).abs() < 1e-6);
        }
    }
}
