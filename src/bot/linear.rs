//! A linear classifier, one against the rest: L2-regularised support vector machines with squared
//! hinge loss, solved by dual coordinate descent (Hsieh, Chang, Lin, Keerthi, Sundararajan 2008,
//! "A Dual Coordinate Descent Method for Large-scale Linear SVM", algorithm 1; the solver of
//! LIBLINEAR's `-s 1`).

use rayon::prelude::*;

use super::{
    features::{Sparse, to_u32},
    table::Table,
};

/// The penalty of a mistake.
const COST: f32 = 1.0;
/// Passes over the examples at most.
const PASSES: usize = 30;
/// The largest violation of optimality that is let stand.
const TOLERANCE: f32 = 0.1;
/// Against how many of the most similar examples of other classes a class is trained, at least;
/// those farther away lie beyond the margin anyway.
const NEGATIVES: usize = 1_200;
/// Weights nearer to zero than this are dropped.
const LEAST_WEIGHT: f32 = 0.004;

/// One weight vector per class.
#[derive(Debug, Default)]
pub struct Linear {
    weights: Table,
    bias: Vec<f32>,
}

/// What a classifier is trained on.
#[derive(Clone, Copy)]
pub struct Training<'a> {
    /// The examples.
    pub vectors: &'a [Sparse],
    /// Their classes.
    pub classes: &'a [u32],
    /// Number of classes.
    pub class_count: usize,
    /// Number of features.
    pub feature_count: usize,
    /// Sum of each class's examples; the likeness to it picks the negatives.
    pub centroids: &'a [Sparse],
    /// Classes to be trained; the others stay at -1.
    pub wanted: &'a [bool],
}

impl Linear {
    /// Trains all classes, in parallel; the same input gives the same model.
    #[must_use]
    pub fn train(training: &Training<'_>) -> Self {
        let solved: Vec<(Sparse, f32)> = (0..to_u32(training.class_count))
            .into_par_iter()
            .map_init(
                || vec![0.0_f32; training.feature_count],
                |weights, class| {
                    if !training.wanted[class as usize] {
                        return (Sparse::new(), -1.0);
                    }
                    let (rows, signs) = rows(training, class, weights);
                    let bias = solve(training.vectors, &rows, &signs, weights);
                    let mut sparse = Sparse::new();
                    for row in &rows {
                        for (id, _) in &training.vectors[*row as usize] {
                            let weight = std::mem::take(&mut weights[*id as usize]);
                            if weight.abs() > LEAST_WEIGHT {
                                sparse.push((*id, weight));
                            }
                        }
                    }
                    (sparse, bias)
                },
            )
            .collect();
        let columns = solved.iter().map(|(weights, _)| weights.as_slice());
        let bias = solved.iter().map(|(_, bias)| *bias).collect();
        Self { weights: Table::new(columns, training.feature_count), bias }
    }

    /// The distance to each class's border: above 0 inside, 1 and more well inside.
    #[must_use]
    pub fn decide(&self, vector: &Sparse) -> Vec<f32> {
        let mut out = self.bias.clone();
        self.weights.add_product(vector, &mut out);
        out
    }

    /// The weight of one feature for one class.
    #[must_use]
    pub fn weight(&self, id: u32, class: u32) -> f32 {
        self.weights.weight(id, class)
    }
}

/// The examples of a class and the others nearest to it.
fn rows(training: &Training<'_>, class: u32, scratch: &mut [f32]) -> (Vec<u32>, Vec<f32>) {
    let count = training.classes.len();
    let mut rows: Vec<u32> = (0..to_u32(count)).collect();
    let own = training.classes.iter().filter(|of| **of == class).count();
    let keep = NEGATIVES.max(own * 4) + own;
    if keep < count {
        let likeness = likeness(training, class, scratch);
        let rank = |row: &u32| {
            if training.classes[*row as usize] == class { f32::INFINITY } else { likeness[*row as usize] }
        };
        rows.sort_by(|a, b| rank(b).total_cmp(&rank(a)).then(a.cmp(b)));
        rows.truncate(keep);
        rows.sort_unstable();
    }
    let signs = rows.iter().map(|row| if training.classes[*row as usize] == class { 1.0 } else { -1.0 }).collect();
    (rows, signs)
}

/// How alike each example is to a class; `scratch` is all zero before and after.
fn likeness(training: &Training<'_>, class: u32, scratch: &mut [f32]) -> Vec<f32> {
    let centroid = &training.centroids[class as usize];
    for (id, weight) in centroid {
        scratch[*id as usize] = *weight;
    }
    let dot = |vector: &Sparse| vector.iter().map(|(id, value)| scratch[*id as usize] * value).sum();
    let out = training.vectors.iter().map(dot).collect();
    for (id, _) in centroid {
        scratch[*id as usize] = 0.0;
    }
    out
}

/// Solves one problem into `weights` (all zero on entry) and returns the bias. The bias is the
/// weight of a feature that is 1 in every example, as in LIBLINEAR with `-B 1`.
fn solve(vectors: &[Sparse], rows: &[u32], signs: &[f32], weights: &mut [f32]) -> f32 {
    let diagonal = 0.5 / COST;
    let squares: Vec<f32> = rows
        .iter()
        .map(|row| vectors[*row as usize].iter().map(|(_, value)| value * value).sum::<f32>() + 1.0 + diagonal)
        .collect();
    let mut alpha = vec![0.0_f32; rows.len()];
    let mut bias = 0.0_f32;
    let mut order: Vec<u32> = (0..to_u32(rows.len())).collect();
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..PASSES {
        let (mut highest, mut lowest) = (0.0_f32, 0.0_f32);
        shuffle(&mut order, &mut random);
        for at in &order {
            let at = *at as usize;
            let vector = &vectors[rows[at] as usize];
            let output = bias + vector.iter().map(|(id, value)| weights[*id as usize] * value).sum::<f32>();
            let gradient = signs[at] * output - 1.0 + alpha[at] * diagonal;
            let projected = if alpha[at] == 0.0 { gradient.min(0.0) } else { gradient };
            highest = highest.max(projected);
            lowest = lowest.min(projected);
            if projected.abs() < 1e-9 {
                continue;
            }
            let old = alpha[at];
            alpha[at] = (old - gradient / squares[at]).max(0.0);
            let step = (alpha[at] - old) * signs[at];
            for (id, value) in vector {
                weights[*id as usize] += step * value;
            }
            bias += step;
        }
        if highest - lowest < TOLERANCE {
            break;
        }
    }
    bias
}

/// Fisher and Yates, with xorshift: the order must be mixed, not secret.
fn shuffle(order: &mut [u32], random: &mut u64) {
    for at in (1..order.len()).rev() {
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        order.swap(at, usize::try_from(*random % (at as u64 + 1)).expect("below the length"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn train(points: &[(&[(u32, f32)], u32)], features: usize, classes: usize) -> Linear {
        let vectors: Vec<Sparse> = points.iter().map(|(point, _)| point.to_vec()).collect();
        let labels: Vec<u32> = points.iter().map(|(_, class)| *class).collect();
        let centroids = vec![Sparse::new(); classes];
        Linear::train(&Training {
            vectors: &vectors,
            classes: &labels,
            class_count: classes,
            feature_count: features,
            centroids: &centroids,
            wanted: &vec![true; classes],
        })
    }

    #[test]
    fn two_points_give_the_border_known_in_closed_form() {
        // One feature, points +1 and -1 of opposite classes. By symmetry b = 0 and w minimises
        // w²/2 + 2·(1 - w)², so w = 4/5.
        let model = train(&[(&[(0, 1.0)], 0), (&[(0, -1.0)], 1)], 1, 2);
        assert!((model.weight(0, 0) - 0.8).abs() < 0.03, "{}", model.weight(0, 0));
        assert!((model.weight(0, 1) + 0.8).abs() < 0.03);
        assert!(model.decide(&vec![]).iter().all(|bias| bias.abs() < 0.03));
    }

    #[test]
    fn orthogonal_points_give_the_weights_known_in_closed_form() {
        // Two orthogonal unit points of opposite classes, bias regularised as a feature: the dual
        // (alpha² · (1 + 1 + 1/2)/2 each, minus alpha1·alpha2) has alpha = 1 / 1.5 at its minimum.
        let model = train(&[(&[(0, 1.0)], 0), (&[(1, 1.0)], 1)], 2, 2);
        assert!((model.weight(0, 0) - 2.0 / 3.0).abs() < 0.05, "{}", model.weight(0, 0));
        assert!((model.weight(1, 0) + 2.0 / 3.0).abs() < 0.05);
    }

    #[test]
    fn training_twice_gives_the_same_model() {
        let points: Vec<(Vec<(u32, f32)>, u32)> =
            (0..60).map(|n| (vec![(n % 7, 1.0), (7 + n % 5, 0.5)], n % 3)).collect();
        let borrowed: Vec<(&[(u32, f32)], u32)> = points.iter().map(|(p, c)| (p.as_slice(), *c)).collect();
        let (one, two) = (train(&borrowed, 12, 3), train(&borrowed, 12, 3));
        assert_eq!(one.decide(&points[0].0), two.decide(&points[0].0));
    }
}
