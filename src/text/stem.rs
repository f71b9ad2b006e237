//! Stems of folded words, by Snowball's algorithms.
//!
//! The Greek one of `rust-stemmers` panics on some words; it is caught, and the word kept whole.

use std::{borrow::Cow, panic};

use rust_stemmers::{Algorithm, Stemmer};

use super::Language;

/// A stemmer that answers for every word.
pub(super) struct Stem {
    stemmer: Option<Stemmer>,
    guarded: bool,
}

impl Stem {
    pub(super) fn new(language: Language) -> Self {
        let algorithm = language.algorithm();
        Self { stemmer: algorithm.map(Stemmer::create), guarded: algorithm == Some(Algorithm::Greek) }
    }

    /// The stem of a folded word; the word itself when there is no stemmer, the word is not made of
    /// letters, or too short to have endings.
    pub(super) fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        let Some(stemmer) = &self.stemmer else { return Cow::Borrowed(word) };
        if word.len() < 3 || !word.chars().all(char::is_alphabetic) {
            return Cow::Borrowed(word);
        }
        let stem = if self.guarded { Self::caught(stemmer, word) } else { stemmer.stem(word) };
        if stem.is_empty() { Cow::Borrowed(word) } else { stem }
    }

    fn caught<'a>(stemmer: &Stemmer, word: &'a str) -> Cow<'a, str> {
        if has_trap(word) {
            return Cow::Borrowed(word);
        }
        panic::catch_unwind(panic::AssertUnwindSafe(|| stemmer.stem(word))).unwrap_or(Cow::Borrowed(word))
    }
}

/// Beginnings that the Greek algorithm strips and then reads past; left alone, so that the usual
/// panics do not even reach the log.
fn has_trap(word: &str) -> bool {
    word.chars().count() <= 6 && (word.starts_with("ισα") || word.starts_with("ιζα"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greek_that_breaks_the_stemmer_is_kept_whole() {
        let stem = Stem::new(Language::from_code("el"));
        assert_eq!(stem.stem("ισαισα"), "ισαισα");
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for (language, one, other) in [
            ("en", "passwords", "password"),
            ("es", "contrasenas", "contrasena"),
            ("hu", "jelszavak", "jelszavakat"),
            ("hu", "beallitasok", "beallitas"),
            ("de", "kennworter", "kennworten"),
        ] {
            let stem = Stem::new(Language::from_code(language));
            assert_eq!(stem.stem(one), stem.stem(other), "{one} {other}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_word_breaks_any_stemmer(word in "\\p{L}{1,24}", code in proptest::sample::select(vec![
            "ar", "da", "nl", "en", "fi", "fr", "de", "hu", "it", "no", "pt", "ro", "ru", "es", "sv", "ta", "tr",
        ])) {
            let stem = Stem::new(Language::from_code(code));
            let folded = super::super::fold(&word);
            let _ = stem.stem(&folded);
        }
    }
}
