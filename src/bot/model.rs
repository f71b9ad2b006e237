//! What was learned from examples: nearest example, class centroid and linear classifier over one
//! vocabulary, and what the three say of a message.

use rayon::prelude::*;

use super::{
    features::{Features, GRAMS, Sparse, Vector, Vocabulary, WORDS, to_u32},
    linear::{Linear, Training},
    parts::Parts,
    table::{Table, part},
};

/// Beyond this many classes only those with several examples get a linear classifier; it has
/// nothing to learn from a single title that likeness does not tell.
const MANY_CLASSES: usize = 400;
/// Character n-grams of more than this share of a large set of examples are left out of the
/// search for the nearest example: they cost most and tell least.
const COMMON: f32 = 0.12;
/// See [`COMMON`]; no smaller set leaves anything out.
const COMMON_FROM: usize = 1_500;

/// Strangers are learned from where there is at least one to so many examples; fewer teach nothing.
const FEW_STRANGERS: usize = 50;
/// How much the classifier that knows strangers counts, against the one that does not.
const WARY: f32 = 0.75;
/// The label of strangers.
const OF_NO_CLASS: u32 = u32::MAX;

/// A model of labelled examples.
#[derive(Debug, Default)]
pub struct Model {
    /// The features known.
    pub vocabulary: Vocabulary,
    parts: Parts,
    classes: Vec<u32>,
    class_count: usize,
    linear: Linear,
    /// The same, that also knows what is said to nobody here: it tells how sure to be, not what is best.
    wary: Option<Linear>,
    trained: Vec<bool>,
    centroids: Table,
    words: Table,
    grams: Table,
}

/// What speaks for one class, for one message.
#[derive(Debug, Clone, Copy, Default)]
pub struct Evidence {
    /// The class.
    pub class: u32,
    /// Distance to the border of its classifier, which knows strangers too.
    pub linear: f32,
    /// Likeness (cosine) of words to its nearest example, lowered by unknown words.
    pub near_words: f32,
    /// Likeness of character n-grams to its nearest example, lowered by unknown ones.
    pub near_grams: f32,
    /// Likeness to its centroid.
    pub centroid: f32,
    /// The example that is nearest by both.
    pub example: u32,
    /// All together; orders the classes.
    pub rank: f32,
}

/// What speaks for all classes, for one message.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// One entry a class, by class.
    pub classes: Vec<Evidence>,
    /// See [`Vector::known`].
    pub known: [f32; 3],
}

impl Model {
    /// Learns from examples and their classes (`0..class_count`), and from strangers, which are of none.
    #[must_use]
    pub fn train(
        examples: &[&Features],
        classes: &[u32],
        class_count: usize,
        strangers: &[&Features],
        parts: Parts,
    ) -> Self {
        let vocabulary = Vocabulary::learn(examples, classes, class_count);
        let all: Vec<Sparse> = examples.par_iter().chain(strangers).map(|text| vocabulary.vector(text).all).collect();
        let labels: Vec<u32> =
            classes.iter().copied().chain(std::iter::repeat_n(OF_NO_CLASS, strangers.len())).collect();
        let vectors = &all[..examples.len()];
        let sums = sums(vectors, classes, class_count, vocabulary.size());
        let mut sizes = vec![0_usize; class_count];
        for class in classes {
            sizes[*class as usize] += 1;
        }
        let enough = usize::from(class_count > MANY_CLASSES) * 2;
        let trained: Vec<bool> = sizes.iter().map(|size| parts.linear && *size > enough).collect();
        let train = |count: usize| {
            Linear::train(&Training {
                vectors: &all[..count],
                classes: &labels[..count],
                class_count,
                feature_count: vocabulary.size(),
                centroids: &sums,
                wanted: &trained,
            })
        };
        let linear = train(examples.len());
        let wary = (strangers.len() * FEW_STRANGERS > examples.len()).then(|| train(all.len()));
        let (words, grams) = nearest_tables(vectors, &vocabulary);
        let centroids = Table::new(sums.iter().map(Vec::as_slice), vocabulary.size());
        Self {
            parts,
            classes: classes.to_vec(),
            class_count,
            linear,
            wary,
            trained,
            centroids,
            words,
            grams,
            vocabulary,
        }
    }

    /// What speaks for each class.
    #[must_use]
    pub fn read(&self, features: &Features) -> Reading {
        let vector = self.vocabulary.vector(features);
        let mut classes: Vec<Evidence> =
            (0..to_u32(self.class_count)).map(|class| Evidence { class, ..Evidence::default() }).collect();
        if vector.all.is_empty() {
            return Reading { classes, known: vector.known };
        }
        if self.parts.nearest {
            self.read_nearest(&vector, &mut classes);
        }
        let mut centroid = vec![0.0; self.class_count];
        if self.parts.centroid {
            self.centroids.add_product(&vector.all, &mut centroid);
        }
        let length = length(&vector.all);
        let linear = self.linear.decide(&vector.all);
        let wary = self.wary.as_ref().map(|wary| wary.decide(&vector.all));
        for (at, evidence) in classes.iter_mut().enumerate() {
            let alike = 2.0 * evidence.near_grams - 1.0;
            let distance = |distances: &[f32]| if self.trained[at] { distances[at] } else { alike };
            let own = distance(&linear);
            evidence.centroid = centroid[at] / length;
            evidence.linear = wary.as_deref().map_or(own, |wary| own + WARY * (distance(wary) - own));
            evidence.rank = 2.0 * own.clamp(-1.5, 1.5) + evidence.near_grams + evidence.centroid;
        }
        Reading { classes, known: vector.known }
    }

    fn read_nearest(&self, vector: &Vector, classes: &mut [Evidence]) {
        let mut words = vec![0.0_f32; self.classes.len()];
        let mut grams = vec![0.0_f32; self.classes.len()];
        self.words.add_product(part(&vector.all, self.vocabulary.block(WORDS)), &mut words);
        self.grams.add_product(part(&vector.all, self.vocabulary.block(GRAMS)), &mut grams);
        let scale = |block: usize| vector.known[block].sqrt() / Vocabulary::block_weight(block).powi(2);
        let (word_scale, gram_scale) = (scale(WORDS), scale(GRAMS));
        let mut best = vec![0.0_f32; classes.len()];
        for (example, class) in self.classes.iter().enumerate() {
            let (word, gram) = (words[example] * word_scale, grams[example] * gram_scale);
            let evidence = &mut classes[*class as usize];
            evidence.near_words = evidence.near_words.max(word);
            evidence.near_grams = evidence.near_grams.max(gram);
            if word + gram > best[*class as usize] {
                best[*class as usize] = word + gram;
                evidence.example = to_u32(example);
            }
        }
    }

    /// How much one stem speaks for a class, in the linear classifier and the centroid.
    #[must_use]
    pub fn word_weight(&self, stem: &str, class: u32) -> f32 {
        self.vocabulary
            .word_id(stem)
            .map_or(0.0, |id| self.linear.weight(id, class).max(0.0) + self.centroids.weight(id, class))
    }
}

/// A distance to a border as a number from 0 to 1.
#[must_use]
pub fn squash(distance: f32) -> f32 {
    1.0 / (1.0 + (-3.0 * distance).exp())
}

fn length(vector: &Sparse) -> f32 {
    vector.iter().map(|(_, value)| value * value).sum::<f32>().sqrt().max(1e-9)
}

/// The sum of each class's vectors, scaled to length 1.
fn sums(vectors: &[Sparse], classes: &[u32], class_count: usize, feature_count: usize) -> Vec<Sparse> {
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); class_count];
    for (at, class) in classes.iter().enumerate() {
        members[*class as usize].push(at);
    }
    members
        .par_iter()
        .map_init(
            || vec![0.0_f32; feature_count],
            |dense, members| {
                for (id, value) in members.iter().flat_map(|at| &vectors[*at]) {
                    dense[*id as usize] += value;
                }
                let mut sum = Sparse::new();
                for (id, _) in members.iter().flat_map(|at| &vectors[*at]) {
                    let value = std::mem::take(&mut dense[*id as usize]);
                    if value != 0.0 {
                        sum.push((*id, value));
                    }
                }
                sum.sort_unstable_by_key(|(id, _)| *id);
                let length = length(&sum);
                sum.iter_mut().for_each(|(_, value)| *value /= length);
                sum
            },
        )
        .collect()
}

fn nearest_tables(vectors: &[Sparse], vocabulary: &Vocabulary) -> (Table, Table) {
    let words = vectors.iter().map(|vector| part(vector, vocabulary.block(WORDS)));
    let grams = vectors.iter().map(|vector| part(vector, vocabulary.block(GRAMS)));
    let words = Table::new(words, vocabulary.size());
    if vectors.len() < COMMON_FROM {
        return (words, Table::new(grams, vocabulary.size()));
    }
    let mut counts = vec![0_u32; vocabulary.size()];
    for (id, _) in vectors.iter().flatten() {
        counts[*id as usize] += 1;
    }
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a count"
    )]
    let most = (vectors.len() as f32 * COMMON) as u32;
    let rare: Vec<Sparse> =
        grams.map(|gram| gram.iter().filter(|(id, _)| counts[*id as usize] <= most).copied().collect()).collect();
    (words, Table::new(rare.iter().map(Vec::as_slice), vocabulary.size()))
}
