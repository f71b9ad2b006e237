//! A message becomes words: folded (case, accents, width) and stemmed, the same for what was
//! learned and for what is said.

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use crate::base::Locale;

/// One word of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Lower case, without accents.
    pub folded: String,
    /// Its stem; the same as `folded` where the language has no stemmer.
    pub stem: String,
}

/// Reads messages of one language.
pub struct Reader {
    stemmer: Option<Stemmer>,
}

impl Reader {
    /// A reader for a locale's language.
    #[must_use]
    pub fn new(locale: &Locale) -> Self {
        Self { stemmer: algorithm(&locale.language()).map(Stemmer::create) }
    }

    /// The words of a text, in order.
    #[must_use]
    pub fn words(&self, text: &str) -> Vec<Word> {
        split(text).into_iter().map(|folded| Word { stem: self.stem(&folded), folded }).collect()
    }

    /// The stem of a folded word.
    #[must_use]
    pub fn stem(&self, folded: &str) -> String {
        self.stemmer.as_ref().map_or_else(|| folded.to_owned(), |stemmer| stemmer.stem(folded).into_owned())
    }
}

/// Folded words of a text without stemming.
#[must_use]
pub fn split(text: &str) -> Vec<String> {
    fold(text).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// Lower case, compatibility-decomposed, without combining marks.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'ß' => out.push_str("ss"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' => out.push('d'),
            _ => out.push(c),
        }
    }
    out
}

fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match language {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "nl" => Algorithm::Dutch,
        "en" => Algorithm::English,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "de" => Algorithm::German,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "no" | "nb" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "es" => Algorithm::Spanish,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}
