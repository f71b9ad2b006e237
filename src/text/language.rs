//! Which language a locale is written in, as far as the analysis of words differs by it.

use rust_stemmers::Algorithm;

use crate::base::Locale;

/// The language of a text. Two letters (three where there are no two), lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Language([u8; 3]);

impl Language {
    /// A language we know nothing about: words are folded, not stemmed.
    pub const UNKNOWN: Self = Self(*b"und");

    /// The language of a locale: `pt` of `pt-BR`; Bokmål and Nynorsk are Norwegian.
    #[must_use]
    pub fn of(locale: &Locale) -> Self {
        Self::from_code(&locale.language())
    }

    /// From a code such as `en` or `fil`.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        let code = match code {
            "nb" | "nn" => "no",
            other => other,
        };
        match code.as_bytes() {
            [a, b] => Self([*a, *b, 0]),
            [a, b, c] => Self([*a, *b, *c]),
            _ => Self::UNKNOWN,
        }
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("und").trim_end_matches('\0')
    }

    /// The Snowball stemmer, where there is one.
    pub(super) fn algorithm(self) -> Option<Algorithm> {
        Some(match self.code() {
            "ar" => Algorithm::Arabic,
            "da" => Algorithm::Danish,
            "nl" => Algorithm::Dutch,
            "en" => Algorithm::English,
            "fi" => Algorithm::Finnish,
            "fr" => Algorithm::French,
            "de" => Algorithm::German,
            "el" => Algorithm::Greek,
            "hu" => Algorithm::Hungarian,
            "it" => Algorithm::Italian,
            "no" => Algorithm::Norwegian,
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

    /// Whether an apostrophe parts two words (`l'article`) rather than belonging to one (`don't`).
    pub(super) fn apostrophe_parts(self) -> bool {
        matches!(self.code(), "fr" | "it" | "ca" | "oc")
    }

    /// Little words that lose their vowel before another word (`l'article`): what is left of them.
    pub(super) fn elided(self) -> &'static [&'static str] {
        match self.code() {
            "fr" => &["l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"],
            "it" => &[
                "l", "d", "un", "c", "gl", "s", "m", "t", "v", "dell", "nell", "all", "dall", "sull", "coll", "quell",
                "quest", "dov", "com", "anch",
            ],
            "ca" | "oc" => &["l", "d", "m", "n", "s", "t"],
            _ => &[],
        }
    }

    /// Whether `ae`, `oe` and `ue` are typed where the keys for `ä`, `ö` and `ü` (or `æ`, `ø`) are missing.
    #[must_use]
    pub fn has_umlauts(self) -> bool {
        matches!(self.code(), "de" | "sv" | "da" | "no" | "fi" | "et")
    }

    /// Whether words are freely glued together (`Kennwortrücksetzung`).
    #[must_use]
    pub fn is_compounding(self) -> bool {
        matches!(self.code(), "de" | "hu" | "nl" | "sv" | "da" | "no" | "fi" | "et" | "is")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_and_written_forms_share_a_language() {
        let of = |tag: &str| Language::of(&tag.parse().expect("a tag")).code().to_owned();
        assert_eq!(of("pt-BR"), "pt");
        assert_eq!(of("nb"), "no");
        assert_eq!(of("zh-Hant-TW"), "zh");
        assert_eq!(of("fil"), "fil");
    }
}
