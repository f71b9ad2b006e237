//! A reader's language (and region): the name of a folder in `kb/` and the first part of a URL.

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Serialize};

/// A BCP 47 tag as its folder is written: `en`, `hu`, `pt-BR`, `zh-tw`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Locale(Arc<str>);

/// The text is not a language tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a locale; write a BCP 47 tag such as en, hu or pt-BR")]
pub struct LocaleError(String);

impl Locale {
    /// The tag as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without script or region, lower case: `pt` of `pt-BR`.
    #[must_use]
    pub fn language(&self) -> String {
        self.0.split('-').next().unwrap_or_default().to_lowercase()
    }

    /// Whether text of this language runs from right to left.
    #[must_use]
    pub fn is_right_to_left(&self) -> bool {
        matches!(self.language().as_str(), "ar" | "fa" | "he" | "ur" | "ps" | "yi" | "dv" | "ug" | "sd" | "ckb")
    }
}

impl FromStr for Locale {
    type Err = LocaleError;

    fn from_str(text: &str) -> Result<Self, LocaleError> {
        let mut parts = text.split('-');
        let language = parts.next().unwrap_or_default();
        let language_ok = (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_alphabetic());
        let rest_ok =
            parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
        if language_ok && rest_ok { Ok(Self(text.into())) } else { Err(LocaleError(text.to_owned())) }
    }
}

impl TryFrom<String> for Locale {
    type Error = LocaleError;

    fn try_from(text: String) -> Result<Self, LocaleError> {
        text.parse()
    }
}

impl From<Locale> for String {
    fn from(locale: Locale) -> Self {
        locale.0.as_ref().to_owned()
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Locale({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_real_knowledge_bases_are_locales() {
        for text in ["en", "hu", "pt-BR", "pt-br", "zh-Hant-TW", "es-419"] {
            assert_eq!(text.parse::<Locale>().map(|l| l.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "e", "_bot", "images", "en_US", "english", "../en", "en-"] {
            assert!(text.parse::<Locale>().is_err(), "{text}");
        }
    }
}
