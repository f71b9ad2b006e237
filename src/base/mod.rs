//! The words that every other room uses: audience, clock, identifiers, locale. No I/O.

mod audience;
mod clock;
pub mod i18n;
mod id;
mod locale;
pub mod memory;

pub use audience::Audience;
pub use clock::Clock;
pub use id::{ArticleKey, CardId, CategoryKey, Revision, Token};
pub use locale::{Locale, LocaleError};
