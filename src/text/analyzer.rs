//! The analyzer of one language: tokens with their stems, and whether they are stop words.

use std::{borrow::Cow, collections::HashSet, fmt, sync::Arc};

use super::{
    Language,
    stem::Stem,
    stop::stop_words,
    token::{Token, TokenKind, tokenize},
};
use crate::base::Locale;

/// Turns text of one language into words. Cheap to clone; keep one per locale.
#[derive(Clone)]
pub struct Analyzer(Arc<Inner>);

struct Inner {
    language: Language,
    stem: Stem,
    stop: HashSet<&'static str>,
}

/// One word with its stem, owned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Folded, not stemmed.
    pub exact: String,
    /// Folded, then stemmed.
    pub stem: String,
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte in the text.
    pub end: usize,
    /// Place among the words; a whole has the place of its first part.
    pub position: u32,
    /// Plain, whole or part of a compound.
    pub kind: TokenKind,
    /// Whether it is a stop word.
    pub stop: bool,
}

impl Analyzer {
    /// The analyzer of a locale's language; one without a stemmer for languages we do not know.
    #[must_use]
    pub fn new(locale: &Locale) -> Self {
        Self::of(Language::of(locale))
    }

    /// The analyzer of a language.
    #[must_use]
    pub fn of(language: Language) -> Self {
        Self(Arc::new(Inner { language, stem: Stem::new(language), stop: stop_words(language) }))
    }

    /// Its language.
    #[must_use]
    pub fn language(&self) -> Language {
        self.0.language
    }

    /// Calls `emit` for every token of the text, compounds whole and in parts. No allocation per word.
    pub fn each(&self, text: &str, mut emit: impl FnMut(Token<'_>)) {
        tokenize(text, self.0.language, &mut emit);
    }

    /// The stem of a folded word.
    #[must_use]
    pub fn stem<'a>(&self, folded: &'a str) -> Cow<'a, str> {
        self.0.stem.stem(folded)
    }

    /// Whether a folded word is a stop word.
    #[must_use]
    pub fn is_stop(&self, folded: &str) -> bool {
        self.0.stop.contains(folded)
    }

    /// All words of a text, owned: for queries, titles and questions rather than for whole articles.
    #[must_use]
    pub fn words(&self, text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        self.each(text, |t| {
            words.push(Word {
                exact: t.word.to_owned(),
                stem: self.stem(t.word).into_owned(),
                start: t.start,
                end: t.end,
                position: t.position,
                kind: t.kind,
                stop: self.is_stop(t.word),
            });
        });
        words
    }
}

impl fmt::Debug for Analyzer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Analyzer({})", self.0.language.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_make_no_difference_to_a_stem() {
        for (language, with, without) in [
            ("hu", "frissítési gyűrűk létrehozása", "frissitesi gyuruk letrehozasa"),
            ("es", "Guía de actualización", "guia de actualizacion"),
            ("de", "Größe ändern", "grosse andern"),
        ] {
            let analyzer = Analyzer::of(Language::from_code(language));
            let stems = |text: &str| analyzer.words(text).into_iter().map(|w| w.stem).collect::<Vec<_>>();
            assert_eq!(stems(with), stems(without));
        }
    }

    #[test]
    fn stop_words_are_marked_not_dropped() {
        let words = Analyzer::of(Language::from_code("en")).words("How do I reset it");
        assert_eq!(words.iter().filter(|w| w.stop).count(), 4);
        assert_eq!(words.len(), 5);
    }

    #[test]
    fn an_unknown_language_is_folded_only() {
        let words = Analyzer::of(Language::from_code("xx")).words("Wörter");
        assert_eq!((words[0].exact.as_str(), words[0].stem.as_str()), ("worter", "worter"));
    }
}
