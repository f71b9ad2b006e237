//! Likeness by letters: how many trigrams two lines share, those of little words counting as
//! much as it is told to. It sees what stems do not: compounds, rare endings, product names written a little differently.

use crate::text::{Analyzer, fold_into};

/// Letters of a line that are looked at.
const MAX_LETTERS: usize = 300;

/// The trigrams of a query, to compare lines with.
pub(super) struct Letters<'a> {
    analyzer: &'a Analyzer,
    /// Trigram and its weight, sorted; one entry for each occurrence.
    grams: Vec<(u64, f32)>,
    total: f32,
    stop: f32,
}

impl<'a> Letters<'a> {
    /// `stop`: what a letter of a stop word counts; other letters count 1.
    pub fn new(analyzer: &'a Analyzer, text: &str, stop: f32) -> Self {
        let mut grams = Vec::new();
        each_gram(analyzer, text, stop, |gram, weight| grams.push((gram, weight)));
        grams.sort_unstable_by_key(|(gram, _)| *gram);
        let total = grams.iter().map(|(_, weight)| weight).sum();
        Self { analyzer, grams, total, stop }
    }

    /// Likeness of a line, 0 to 1 (Dice).
    pub fn alike(&self, line: &str) -> f32 {
        if self.grams.is_empty() {
            return 0.0;
        }
        let mut used = [0_u64; MAX_LETTERS.div_ceil(64) + 1];
        let (mut shared, mut length) = (0.0_f32, 0.0_f32);
        each_gram(self.analyzer, line, self.stop, |gram, weight| {
            length += weight;
            let from = self.grams.partition_point(|(own, _)| *own < gram);
            let same = self.grams[from..].iter().take_while(|(own, _)| *own == gram);
            for (at, (_, own)) in (from..).zip(same) {
                let (word, bit) = (at / 64, 1_u64 << (at % 64));
                if used.get(word).is_some_and(|bits| bits & bit == 0) {
                    used[word] |= bit;
                    shared += own.min(weight);
                    break;
                }
            }
        });
        2.0 * shared / (self.total + length).max(f32::MIN_POSITIVE)
    }
}

/// Trigrams of the folded words of a text, with one space between words and at both ends; each has
/// the weight of the word that its middle letter belongs to.
fn each_gram(analyzer: &Analyzer, text: &str, stop: f32, mut emit: impl FnMut(u64, f32)) {
    let mut word = String::with_capacity(32);
    let mut window = [u64::from(' '); 2];
    let mut weight = 1.0;
    let mut count = 0;
    let mut push = |c: char, next_weight: f32| {
        if count > 0 && count < MAX_LETTERS {
            emit(window[0] << 42 | window[1] << 21 | u64::from(c), weight);
        }
        count += 1;
        window = [window[1], u64::from(c)];
        weight = next_weight;
    };
    for piece in text.split(|c: char| !c.is_alphanumeric()).filter(|piece| !piece.is_empty()) {
        word.clear();
        fold_into(piece, &mut word);
        let own = if stop < 1.0 && analyzer.is_stop(&word) { stop } else { 1.0 };
        word.chars().for_each(|c| push(c, own));
        push(' ', own);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn content_counts_more_than_little_words() {
        let analyzer = Analyzer::of(Language::from_code("en"));
        let letters = Letters::new(&analyzer, "how do I reset the password", 0.3);
        assert!((letters.alike("How do I reset the password?") - 1.0).abs() < 1e-4);
        assert!(letters.alike("Password reset") > letters.alike("How do I pay the invoice"));
        assert!(letters.alike("") < f32::EPSILON);
        assert!(Letters::new(&analyzer, "", 0.3).alike("reset") < f32::EPSILON);
    }
}
