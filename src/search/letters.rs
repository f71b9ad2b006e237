//! Likeness by letters: how many trigrams two lines share, those of little words counting as
//! much as it is told to. It sees what stems do not: compounds, rare endings, product names written a little differently.

use crate::text::{Analyzer, fold_into};

/// Letters of a line that are looked at.
const MAX_LETTERS: usize = 300;

/// The trigrams of a query, to compare lines with.
pub(super) struct Letters<'a> {
    analyzer: &'a Analyzer,
    /// Trigram, its weight, and whether it is of a telling word; sorted; one entry for each occurrence.
    grams: Vec<(u64, f32, bool)>,
    total: f32,
    /// Weight of those of telling words.
    telling: f32,
    stop: f32,
    little: f32,
}

impl<'a> Letters<'a> {
    /// `stop`: what a letter of a stop word counts; other letters count 1. `little`: how much the
    /// likeness depends on the telling words.
    pub fn new(analyzer: &'a Analyzer, text: &str, stop: f32, little: f32) -> Self {
        let mut grams = Vec::new();
        each_gram(analyzer, text, stop, |gram, weight, telling| grams.push((gram, weight, telling)));
        grams.sort_unstable_by_key(|(gram, ..)| *gram);
        let total = grams.iter().map(|(_, weight, _)| weight).sum();
        let telling = grams.iter().filter(|(.., telling)| *telling).map(|(_, weight, _)| weight).sum();
        Self { analyzer, grams, total, telling, stop, little }
    }

    /// Likeness of a line, 0 to 1 (Dice).
    pub fn alike(&self, line: &str) -> f32 {
        if self.grams.is_empty() {
            return 0.0;
        }
        let mut used = [0_u64; MAX_LETTERS.div_ceil(64) + 1];
        let (mut shared, mut length, mut told) = (0.0_f32, 0.0_f32, 0.0_f32);
        each_gram(self.analyzer, line, self.stop, |gram, weight, _| {
            length += weight;
            let from = self.grams.partition_point(|(own, ..)| *own < gram);
            let same = self.grams[from..].iter().take_while(|(own, ..)| *own == gram);
            for (at, (_, own, telling)) in (from..).zip(same) {
                let (word, bit) = (at / 64, 1_u64 << (at % 64));
                if used.get(word).is_some_and(|bits| bits & bit == 0) {
                    used[word] |= bit;
                    shared += own.min(weight);
                    told += if *telling { own.min(weight) } else { 0.0 };
                    break;
                }
            }
        });
        let share = if self.telling > 0.0 { told / self.telling } else { 1.0 };
        let dice = 2.0 * shared / (self.total + length).max(f32::MIN_POSITIVE);
        dice * (1.0 - self.little + self.little * share)
    }
}

/// Trigrams of the folded words of a text, with one space between words and at both ends; each has
/// the weight of the word that its middle letter belongs to.
fn each_gram(analyzer: &Analyzer, text: &str, stop: f32, mut emit: impl FnMut(u64, f32, bool)) {
    let mut word = String::with_capacity(32);
    let mut window = [u64::from(' '); 2];
    let (mut weight, mut telling) = (1.0, true);
    let mut count = 0;
    let mut push = |c: char, next_weight: f32, next_telling: bool| {
        if count > 0 && count < MAX_LETTERS {
            emit(window[0] << 42 | window[1] << 21 | u64::from(c), weight, telling);
        }
        count += 1;
        window = [window[1], u64::from(c)];
        (weight, telling) = (next_weight, next_telling);
    };
    for piece in text.split(|c: char| !c.is_alphanumeric()).filter(|piece| !piece.is_empty()) {
        word.clear();
        fold_into(piece, &mut word);
        let little = analyzer.is_stop(&word);
        let own = if little { stop } else { 1.0 };
        word.chars().for_each(|c| push(c, own, !little));
        push(' ', own, !little);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn content_counts_more_than_little_words() {
        let analyzer = Analyzer::of(Language::from_code("en"));
        let letters = Letters::new(&analyzer, "how do I reset the password", 0.3, 0.5);
        assert!((letters.alike("How do I reset the password?") - 1.0).abs() < 1e-4);
        assert!(letters.alike("Password reset") > letters.alike("How do I pay the invoice"));
        assert!(letters.alike("") < f32::EPSILON);
        assert!(Letters::new(&analyzer, "", 0.3, 0.5).alike("reset") < f32::EPSILON);
    }
}
