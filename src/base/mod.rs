//! The words that every other room uses: audience, clock, identifiers, locale. No I/O.

mod audience;
mod clock;
pub mod i18n;
mod id;
mod kept;
mod locale;
pub mod memory;

pub use audience::Audience;
pub use clock::Clock;
pub use id::{ArticleKey, CardId, CategoryKey, Revision, Token};
pub use kept::Kept;
pub use locale::{Locale, LocaleError};

/// A text's words with single spaces between them; control characters count as spaces.
#[must_use]
pub fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}
