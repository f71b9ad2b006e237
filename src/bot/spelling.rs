//! Unknown words become the nearest known one, one edit away: a letter missing, doubled, wrong or
//! swapped with its neighbour. Words are found by what is left when one letter is taken out, from
//! both sides (Garbe 2012, symmetric deletes), so a look-up costs as many steps as letters.

use std::collections::HashMap;

use super::features::to_u32;

/// Shorter words have too many neighbours.
const LEAST_LETTERS: usize = 4;
/// When both are shorter than this, only a swap of neighbours is mended.
const SURE_LETTERS: usize = 5;
/// From this length a letter too many and one too few, in different places, are mended as well.
const LONG_LETTERS: usize = 8;

/// The words known.
#[derive(Debug, Default)]
pub struct Speller {
    words: Vec<(String, u32)>,
    by_rest: HashMap<u64, Vec<u32>>,
}

impl Speller {
    /// Learns folded words with how often they occur.
    #[must_use]
    pub fn new(counts: HashMap<String, u32>) -> Self {
        let mut words: Vec<(String, u32)> =
            counts.into_iter().filter(|(word, _)| is_plain(word) && word.chars().count() >= LEAST_LETTERS).collect();
        words.sort_unstable();
        let mut by_rest: HashMap<u64, Vec<u32>> = HashMap::new();
        for (at, (word, _)) in words.iter().enumerate() {
            for rest in rests(word) {
                let entry = by_rest.entry(rest).or_default();
                if entry.last() != Some(&to_u32(at)) {
                    entry.push(to_u32(at));
                }
            }
        }
        Self { words, by_rest }
    }

    /// The most frequent known word one edit away.
    #[must_use]
    pub fn mend(&self, typed: &str) -> Option<&str> {
        let letters = typed.chars().count();
        if letters < LEAST_LETTERS || !is_plain(typed) {
            return None;
        }
        let mut best: Option<&(String, u32)> = None;
        for at in rests(typed).filter_map(|rest| self.by_rest.get(&rest)).flatten() {
            let word = &self.words[*at as usize];
            if best.is_none_or(|best| word.1 > best.1 || (word.1 == best.1 && word.0 < best.0))
                && (letters >= LONG_LETTERS || is_one_edit(typed, &word.0))
                && (letters.max(word.0.chars().count()) >= SURE_LETTERS || is_swap(typed, &word.0))
            {
                best = Some(word);
            }
        }
        best.map(|(word, _)| word.as_str())
    }
}

fn is_plain(word: &str) -> bool {
    word.chars().all(char::is_alphabetic)
}

/// Hashes of the word and of the word without each of its letters.
fn rests(word: &str) -> impl Iterator<Item = u64> {
    let letters: Vec<char> = word.chars().collect();
    (0..=letters.len()).map(move |out| {
        letters.iter().enumerate().filter(|(at, _)| *at != out).fold(0xcbf2_9ce4_8422_2325_u64, |state, (_, letter)| {
            (state ^ u64::from(u32::from(*letter))).wrapping_mul(0x0100_0000_01b3)
        })
    })
}

fn is_swap(one: &str, two: &str) -> bool {
    let (one, two): (Vec<char>, Vec<char>) = (one.chars().collect(), two.chars().collect());
    let differ: Vec<usize> = (0..one.len().min(two.len())).filter(|at| one[*at] != two[*at]).collect();
    one.len() == two.len() && matches!(differ[..], [a, b] if b == a + 1 && one[a] == two[b] && one[b] == two[a])
}

fn is_one_edit(one: &str, two: &str) -> bool {
    let (one, two): (Vec<char>, Vec<char>) = (one.chars().collect(), two.chars().collect());
    let (short, long) = if one.len() <= two.len() { (&one, &two) } else { (&two, &one) };
    let head = short.iter().zip(long.iter()).take_while(|(a, b)| a == b).count();
    let tail = short[head..].iter().rev().zip(long[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (left_short, left_long) = (short.len() - head - tail, long.len() - head - tail);
    match (left_short, left_long) {
        (0 | 1, 1) => true,
        (2, 2) => short[head] == long[head + 1] && short[head + 1] == long[head],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_of_the_finger_is_mended_and_no_more() {
        let words = [("password", 5), ("refund", 3), ("refunds", 1), ("card", 9)];
        let speller = Speller::new(words.iter().map(|(w, n)| ((*w).to_owned(), *n)).collect());
        for (typed, meant) in [
            ("pasword", Some("password")),
            ("passwordd", Some("password")),
            ("passwrod", Some("password")),
            ("passvord", Some("password")),
            ("refnd", Some("refund")),
            ("crad", Some("card")),
            ("cart", None),
            ("pswrd", None),
            ("zebra", None),
        ] {
            assert_eq!(speller.mend(typed), meant, "{typed}");
        }
    }
}
