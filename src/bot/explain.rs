//! Why the bot thinks what it thinks, in words a writer understands.

use super::{brain::Brain, model::Reading, words::Word};

/// How many words are named.
const WORDS: usize = 4;

/// The words and the example that speak for a class, and what speaks against it.
#[must_use]
pub fn why(brain: &Brain, reading: &Reading, class: u32, words: &[Word]) -> Vec<String> {
    let evidence = &reading.classes[class as usize];
    let model = brain.model();
    let mut weighed: Vec<(f32, &str)> =
        words.iter().map(|word| (model.word_weight(&word.stem, class), word.folded.as_str())).collect();
    weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    weighed.dedup_by(|a, b| a.1 == b.1);
    let spoke: Vec<&str> =
        weighed.iter().filter(|(weight, _)| *weight > 0.05).take(WORDS).map(|(_, word)| *word).collect();
    let mut out = Vec::new();
    if !spoke.is_empty() {
        out.push(format!("words: {}", spoke.join(", ")));
    }
    if evidence.near_grams > 0.0 {
        let example = brain.example(evidence.example);
        out.push(format!("nearest example ({:.0} % alike): “{example}”", evidence.near_grams * 100.0));
    }
    let unknown: Vec<&str> =
        words.iter().filter(|word| !model.vocabulary.knows(&word.stem)).map(|word| word.folded.as_str()).collect();
    if !unknown.is_empty() {
        out.push(format!("unknown words: {}", unknown.join(", ")));
    }
    out
}
