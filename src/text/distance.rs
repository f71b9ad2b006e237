//! How far apart two folded words are, as typing goes wrong.
//!
//! A restricted Damerau–Levenshtein distance (Damerau 1964; Wagner and Fischer 1974) with weights:
//! neighbouring keys, doubled letters and swapped neighbours cost less than any other slip, a wrong
//! first letter more (Pollock and Zamora 1984: first letters are rarely wrong).

/// Words longer than this are compared by trigrams only.
const MAX_LETTERS: usize = 40;

const ROWS: [&str; 4] = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// Cost of turning one folded word into the other; 1.0 is one ordinary slip. `None` when the cost is
/// above `limit`.
#[must_use]
pub fn edit_cost(typed: &str, word: &str, limit: f32) -> Option<f32> {
    let mut left = ['\0'; MAX_LETTERS];
    let mut right = ['\0'; MAX_LETTERS];
    let left = fill(typed, &mut left)?;
    let right = fill(word, &mut right)?;
    if left.len().abs_diff(right.len()) > 3 {
        return None;
    }
    let mut rows = [[0.0_f32; MAX_LETTERS + 1]; 3];
    for (j, cell) in rows[0].iter_mut().enumerate().take(right.len() + 1) {
        *cell = count(j);
    }
    for i in 1..=left.len() {
        let (now, before, earlier) = (i % 3, (i + 2) % 3, (i + 1) % 3);
        rows[now][0] = count(i);
        let mut least = rows[now][0];
        for j in 1..=right.len() {
            let mut best = rows[before][j - 1] + substitution(left, right, i, j);
            best = best.min(rows[before][j] + gap(left, i));
            best = best.min(rows[now][j - 1] + gap(right, j));
            if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                best = best.min(rows[earlier][j - 2] + 0.8);
            }
            rows[now][j] = best;
            least = least.min(best);
        }
        if least > limit {
            return None;
        }
    }
    let cost = rows[left.len() % 3][right.len()];
    (cost <= limit).then_some(cost)
}

/// Letters that two words share at their beginnings.
#[must_use]
pub fn shared(left: &str, right: &str) -> usize {
    left.chars().zip(right.chars()).take_while(|(a, b)| a == b).count()
}

fn fill<'a>(word: &str, letters: &'a mut [char; MAX_LETTERS]) -> Option<&'a [char]> {
    let mut n = 0;
    for c in word.chars() {
        *letters.get_mut(n)? = c;
        n += 1;
    }
    Some(&letters[..n])
}

#[expect(clippy::cast_precision_loss, reason = "at most 40")]
fn count(n: usize) -> f32 {
    n as f32
}

fn substitution(left: &[char], right: &[char], i: usize, j: usize) -> f32 {
    let (a, b) = (left[i - 1], right[j - 1]);
    if a == b {
        return 0.0;
    }
    let first = if i == 1 && j == 1 { 0.3 } else { 0.0 };
    first + if neighbours(a, b) || sounds_alike(a, b) { 0.8 } else { 1.0 }
}

/// A letter too many or too few: cheaper when it doubles the one before.
fn gap(letters: &[char], at: usize) -> f32 {
    if at > 1 && letters[at - 1] == letters[at - 2] {
        0.6
    } else if at == 1 {
        1.2
    } else {
        0.9
    }
}

fn sounds_alike(a: char, b: char) -> bool {
    matches!(
        (a, b),
        ('b', 'v')
            | ('v', 'b')
            | ('c', 's')
            | ('s', 'c')
            | ('c', 'k')
            | ('k', 'c')
            | ('i', 'y')
            | ('y', 'i')
            | ('j', 'y')
            | ('y', 'j')
            | ('s', 'z')
            | ('z', 's')
            | ('a', 'e')
            | ('e', 'a')
            | ('e', 'i')
            | ('i', 'e')
    )
}

fn neighbours(a: char, b: char) -> bool {
    let place = |c: char| usize::try_from(u32::from(c)).ok().and_then(|c| *PLACES.get(c)?);
    match (place(a), place(b)) {
        (Some((row, column)), Some((other_row, other_column))) => {
            row.abs_diff(other_row) <= 1 && column.abs_diff(other_column) <= 1
        }
        _ => false,
    }
}

/// Row and column of each key.
static PLACES: [Option<(u8, u8)>; 128] = places();

const fn places() -> [Option<(u8, u8)>; 128] {
    let mut places = [None; 128];
    let mut row = 0;
    while row < ROWS.len() {
        let keys = ROWS[row].as_bytes();
        let mut column = 0;
        while column < keys.len() {
            #[expect(clippy::cast_possible_truncation, reason = "a keyboard is small")]
            let place = (row as u8, column as u8);
            places[keys[column] as usize] = Some(place);
            column += 1;
        }
        row += 1;
    }
    places
}

/// Likeness of two folded texts by their letter trigrams with padded ends (Dice), 0 to 1.
#[must_use]
pub fn trigram_similarity(left: &str, right: &str) -> f32 {
    let (left, right) = (trigrams(left), trigrams(right));
    if left.is_empty() || right.is_empty() {
        return 0.0;
    }
    let (mut i, mut j, mut shared) = (0, 0, 0_usize);
    while i < left.len() && j < right.len() {
        match left[i].cmp(&right[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                i += 1;
                j += 1;
            }
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of letters")]
    let share = 2.0 * shared as f32 / (left.len() + right.len()) as f32;
    share
}

/// Sorted trigrams (hashed into 64 bits, without loss for letters below U+1FFFFF).
fn trigrams(text: &str) -> Vec<u64> {
    let mut window = [u64::from(' '), u64::from(' ')];
    let mut grams = Vec::with_capacity(text.len() + 2);
    for c in text.chars().chain([' ']) {
        let c = u64::from(c);
        grams.push(window[0] << 42 | window[1] << 21 | c);
        window = [window[1], c];
    }
    grams.sort_unstable();
    grams
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likely_slips_cost_less() {
        let cost = |a, b| edit_cost(a, b, 3.0).expect("within the limit");
        assert!(cost("password", "password") < f32::EPSILON);
        assert!(cost("pasword", "password") < cost("pssword", "password"));
        assert!(cost("passwprd", "password") < cost("passwzrd", "password"));
        assert!(cost("apssword", "password") < cost("xassword", "password") + cost("aassword", "password"));
        assert!(edit_cost("password", "invoice", 2.0).is_none());
        assert!(edit_cost(&"x".repeat(100), "x", 2.0).is_none());
    }

    #[test]
    fn trigrams_see_what_is_shared() {
        assert!(trigram_similarity("reset password", "password reset") > 0.6);
        assert!(trigram_similarity("reset", "invoice") < 0.2);
        assert!((trigram_similarity("a", "a") - 1.0).abs() < f32::EPSILON);
    }
}
