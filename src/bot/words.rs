//! A message becomes words, by the same analysis as index and queries: folded (case, accents, width),
//! stemmed, scripts without spaces cut; the same for what was learned and for what is said.

use std::borrow::Cow;

use crate::{
    base::Locale,
    text::{Analyzer, TokenKind},
};

pub use crate::text::fold;

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
    analyzer: Analyzer,
}

impl Reader {
    /// A reader for a locale's language.
    #[must_use]
    pub fn new(locale: &Locale) -> Self {
        Self { analyzer: Analyzer::new(locale) }
    }

    /// The words of a text, in order. What hyphens and dots join comes in parts (`log-in`), what is
    /// written as one word comes whole (`don't`, `covid19`), since most people type it so.
    #[must_use]
    pub fn words(&self, text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        let mut whole_until = 0;
        let text = &*apart(text);
        self.analyzer.each(text, |token| {
            match token.kind {
                TokenKind::Whole if is_joined(&text[token.start..token.end]) => return,
                TokenKind::Whole => whole_until = token.end,
                TokenKind::Part if token.end <= whole_until => return,
                TokenKind::Part | TokenKind::Word => {}
            }
            words.push(Word { folded: token.word.to_owned(), stem: self.stem(token.word) });
        });
        words
    }

    /// Whether it reads the language of this code.
    #[must_use]
    pub fn speaks(&self, code: &str) -> bool {
        self.analyzer.language().code() == code
    }

    /// The stem of a folded word.
    #[must_use]
    pub fn stem(&self, folded: &str) -> String {
        self.analyzer.stem(folded).into_owned()
    }

    /// Whether a text holds more than little words: those stand in every article and tell none apart.
    #[must_use]
    pub fn says_something(&self, text: &str) -> bool {
        self.telling(text) > 0
    }

    /// How many words of a text are more than little words.
    #[must_use]
    pub fn telling(&self, text: &str) -> usize {
        self.words(text).iter().filter(|word| word.folded.len() > 1 && !self.is_stop(&word.folded)).count()
    }

    /// Whether a folded word tells something: is no little word, and no number.
    #[must_use]
    pub fn tells(&self, folded: &str) -> bool {
        folded.len() > 1 && !self.is_stop(folded) && folded.contains(char::is_alphabetic)
    }

    /// Whether a folded word is one of the little words of the language.
    #[must_use]
    pub fn is_stop(&self, folded: &str) -> bool {
        self.analyzer.is_stop(folded)
    }
}

/// A text with `C++26` as `C++ 26`.
fn apart(text: &str) -> Cow<'_, str> {
    let cut = |pair: &[u8]| matches!(pair, [b'+' | b'#', next] if next.is_ascii_digit());
    if !text.as_bytes().windows(2).any(cut) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if c.is_ascii_digit() && out.ends_with(['+', '#']) {
            out.push(' ');
        }
        out.push(c);
    }
    Cow::Owned(out)
}

fn is_joined(text: &str) -> bool {
    text.contains(['-', '‐', '‑', '_', '.', '@'])
}

/// Folded words of a text without stemming, cut at everything that is neither letter nor figure.
#[must_use]
pub fn split(text: &str) -> Vec<String> {
    fold(text).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_signs_stay_whole() {
        let words = |text: &str| -> Vec<String> {
            Reader::new(&"en".parse().unwrap()).words(text).into_iter().map(|word| word.folded).collect()
        };
        assert_eq!(words("C++26 or C#?"), ["c++", "26", "or", "c#"]);
        assert_eq!(words("call +36 1 234, ask #5"), ["call", "36", "1", "234", "ask", "5"]);
    }

    #[test]
    fn words_are_those_that_people_type() {
        let words = |locale: &str, text: &str| -> Vec<String> {
            Reader::new(&locale.parse().unwrap()).words(text).into_iter().map(|word| word.folded).collect()
        };
        assert_eq!(words("en", "I DON'T log-in to OneDrive"), ["i", "dont", "log", "in", "to", "onedrive"]);
        assert_eq!(words("hu", "50%-ra a Redőnyt!"), ["50", "ra", "a", "redonyt"]);
        assert_eq!(words("ja", "パスワードを忘れました").len(), words("ja", "パスワードを 忘れました").len());
        assert!(words("th", "ลืมรหัสผ่าน").len() > 1);
    }
}
