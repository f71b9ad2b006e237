//! From evidence to a confidence that means the same in every knowledge base.
//!
//! A fixed logistic model turns the evidence for a class into log-odds. Cross-validation over the
//! examples then says how those log-odds fall out in this knowledge base: in each fold some
//! examples are held out of every class (they should be answered), and some classes are held out
//! whole (their examples, and a list of messages that no help center answers, should not). Two
//! numbers, slope and offset, are fitted to that (Platt 1999), drawn to the fixed model where there
//! are few examples. In scope and out weigh the same, so 0.5 is "as likely right as not when half
//! of what is said is out of scope".

use rayon::prelude::*;

use super::{
    features::{Features, to_u32},
    model::{Model, Reading, squash},
    parts::Parts,
};

/// Number of signals.
const SIGNALS: usize = 9;
/// Weight of each signal, in the order of [`signals`].
const WEIGHT: [f32; SIGNALS] = [0.8, 2.6, 0.8, 2.5, 0.8, 1.2, 1.2, 0.6, -1.1];
/// Log-odds where all signals are 0.
const BIAS: f32 = -5.0;
/// How many observations the fixed model is worth against those of the knowledge base.
const PRIOR: f32 = 20.0;
/// Cross-validation uses at most this many examples; more would not move two numbers.
const MOST_EXAMPLES: usize = 5_000;
/// Fewer classes than this: none is held out.
const LEAST_CLASSES: usize = 4;

/// Evidence to confidence, for one knowledge base.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    slope: f32,
    offset: f32,
}

impl Default for Calibration {
    fn default() -> Self {
        Self { slope: 1.0, offset: 0.0 }
    }
}

/// An example of one class that cross-validation took for one of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confusion {
    /// The example's number.
    pub example: u32,
    /// The class it was taken for.
    pub taken_for: u32,
}

/// The labelled examples, and messages of no class.
#[derive(Clone, Copy)]
pub struct Material<'a> {
    /// The examples.
    pub examples: &'a [&'a Features],
    /// Their classes.
    pub classes: &'a [u32],
    /// Number of classes.
    pub class_count: usize,
    /// Messages that nothing answers.
    pub strangers: &'a [&'a Features],
    /// What the judgement is made of.
    pub parts: Parts,
}

impl Calibration {
    /// The confidence that `class` answers the message.
    #[must_use]
    pub fn confidence(self, reading: &Reading, class: u32) -> f32 {
        logistic(self.slope * log_odds(&signals(reading, class)) + self.offset)
    }

    /// Fits to a knowledge base; also returns the examples that were taken for another class's.
    #[must_use]
    pub fn fit(material: &Material<'_>) -> (Self, Vec<Confusion>) {
        let thinned = thin(material);
        let material = Material { examples: &thinned.0, classes: &thinned.1, ..*material };
        let folds = fold_count(material.examples.len());
        let outcomes: Vec<Outcome> = (0..folds).into_par_iter().map(|fold| run_fold(&material, fold, folds)).collect();
        let mut confusions: Vec<Confusion> = Vec::new();
        let (mut inside, mut outside) = (Vec::new(), Vec::new());
        for outcome in outcomes {
            inside.extend(outcome.inside);
            outside.extend(outcome.outside);
            confusions.extend(
                outcome
                    .confusions
                    .iter()
                    .map(|confusion| Confusion { example: thinned.2[confusion.example as usize], ..*confusion }),
            );
        }
        confusions.sort_unstable_by_key(|confusion| confusion.example);
        (platt(&inside, &outside), confusions)
    }
}

#[derive(Default)]
struct Outcome {
    /// Log-odds of the best class, and whether it was the right one.
    inside: Vec<(f32, bool)>,
    /// Log-odds of the best class where none is right, and what the observation weighs.
    outside: Vec<f32>,
    confusions: Vec<Confusion>,
}

fn fold_count(examples: usize) -> u32 {
    match examples {
        0..=400 => 10,
        401..=2_000 => 5,
        _ => 3,
    }
}

/// At most [`MOST_EXAMPLES`], evenly from each class; also which of the original ones they are.
fn thin<'a>(material: &Material<'a>) -> (Vec<&'a Features>, Vec<u32>, Vec<u32>) {
    let step = material.examples.len().div_ceil(MOST_EXAMPLES).max(1);
    let kept = (0..material.examples.len()).step_by(step);
    (
        kept.clone().map(|at| material.examples[at]).collect(),
        kept.clone().map(|at| material.classes[at]).collect(),
        kept.map(to_u32).collect(),
    )
}

fn run_fold(material: &Material<'_>, fold: u32, folds: u32) -> Outcome {
    let hold_classes = material.class_count >= LEAST_CLASSES;
    let class_out = |class: u32| hold_classes && class % folds == fold;
    let mut seen = vec![0_u32; material.class_count];
    let mut sizes = vec![0_u32; material.class_count];
    material.classes.iter().for_each(|class| sizes[*class as usize] += 1);
    let (mut train, mut labels, mut held) = (Vec::new(), Vec::new(), Vec::new());
    for (at, class) in material.classes.iter().enumerate() {
        let nth = seen[*class as usize];
        seen[*class as usize] += 1;
        // The class's number shifts the turn, so that small classes are not all tested in one fold.
        let example_out = sizes[*class as usize] > 1 && (nth + class) % folds == fold;
        if class_out(*class) || example_out {
            held.push(at);
        } else {
            train.push(material.examples[at]);
            labels.push(*class);
        }
    }
    let known_strangers: Vec<&Features> =
        (0..).zip(material.strangers).filter(|(at, _)| at % folds != fold).map(|(_, text)| *text).collect();
    let model = Model::train(&train, &labels, material.class_count, &known_strangers, material.parts);
    let mut outcome = Outcome::default();
    for at in held {
        let class = material.classes[at];
        let Some((best, odds)) = best(&model.read(material.examples[at])) else { continue };
        if class_out(class) {
            outcome.outside.push(odds);
        } else {
            outcome.inside.push((odds, best == class));
            if best != class {
                outcome.confusions.push(Confusion { example: to_u32(at), taken_for: best });
            }
        }
    }
    let strangers = material.strangers.iter().skip(fold as usize).step_by(folds as usize);
    outcome.outside.extend(strangers.filter_map(|text| best(&model.read(text)).map(|(_, odds)| odds)));
    outcome
}

fn best(reading: &Reading) -> Option<(u32, f32)> {
    let best = reading.classes.iter().max_by(|a, b| a.rank.total_cmp(&b.rank).then(b.class.cmp(&a.class)))?;
    Some((best.class, log_odds(&signals(reading, best.class))))
}

/// What the confidence rests on.
fn signals(reading: &Reading, class: u32) -> [f32; SIGNALS] {
    let own = &reading.classes[class as usize];
    let (mut linear, mut grams, mut words) = (-1.0_f32, 0.0_f32, own.near_words);
    for other in reading.classes.iter().filter(|other| other.class != class) {
        linear = linear.max(other.linear);
        grams = grams.max(other.near_grams);
        words = words.max(other.near_words);
    }
    [
        squash(own.linear),
        squash(own.linear) - squash(linear),
        own.near_grams,
        own.near_words,
        own.centroid,
        reading.known[0],
        reading.known[2],
        own.near_grams - grams,
        words - own.near_words,
    ]
}

fn log_odds(signals: &[f32; SIGNALS]) -> f32 {
    BIAS + signals.iter().zip(WEIGHT).map(|(signal, weight)| signal * weight).sum::<f32>()
}

fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// Slope and offset by Newton's method on the weighted, regularised likelihood; both groups weigh
/// the same.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^24")]
fn platt(inside: &[(f32, bool)], outside: &[f32]) -> Calibration {
    if inside.is_empty() || outside.is_empty() {
        return Calibration::default();
    }
    let mass = inside.len().min(outside.len()) as f32;
    let (inside_weight, outside_weight) = (mass / inside.len() as f32, mass / outside.len() as f32);
    let observations: Vec<(f32, f32, f32)> = inside
        .iter()
        .map(|(odds, right)| (*odds, f32::from(u8::from(*right)), inside_weight))
        .chain(outside.iter().map(|odds| (*odds, 0.0, outside_weight)))
        .collect();
    let (mut slope, mut offset) = (1.0_f32, 0.0_f32);
    for _ in 0..30 {
        let (mut gs, mut go) = (PRIOR * (slope - 1.0), PRIOR / 4.0 * offset);
        let (mut hss, mut hso, mut hoo) = (PRIOR, 0.0_f32, PRIOR / 4.0);
        for (odds, target, weight) in &observations {
            let p = logistic(slope * odds + offset);
            let (error, curve) = ((p - target) * weight, (p * (1.0 - p)).max(1e-6) * weight);
            gs += error * odds;
            go += error;
            hss += curve * odds * odds;
            hso += curve * odds;
            hoo += curve;
        }
        let determinant = (hss * hoo - hso * hso).max(1e-9);
        let (ds, d_o) = ((gs * hoo - go * hso) / determinant, (go * hss - gs * hso) / determinant);
        slope = (slope - ds.clamp(-0.5, 0.5)).clamp(0.3, 3.0);
        offset -= d_o.clamp(-1.0, 1.0);
        if ds.abs() + d_o.abs() < 1e-4 {
            break;
        }
    }
    Calibration { slope, offset }
}
