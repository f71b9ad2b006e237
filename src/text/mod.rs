//! Text: a string and a locale enter; words as the index, the search box, the suggestions and the
//! bot all see them leave.
//!
//! One analysis for all of them, in this order: Unicode normalisation, case, width and accents are
//! folded; *then* the folded word is stemmed (folding first loses nothing when people type without
//! accents, folding afterwards loses a seventh of the answers). The folded word itself is kept beside
//! its stem, so that an exact word can beat its relatives. Compounds (`log-in`, `OneDrive`, `v2.1.3`,
//! `COVID-19`) are given whole and in parts; Chinese, Japanese, Thai, Lao, Khmer and Burmese are cut
//! by dictionary. Nothing here refuses any input.

mod analyzer;
mod detect;
mod distance;
mod fold;
mod grapheme;
mod language;
mod packing;
mod quick;
mod segment;
mod stem;
mod stop;
mod token;

pub use analyzer::{Analyzer, Word};
pub use detect::{Written, detect};
pub use distance::{edit_cost, shared, trigram_similarity};
pub use fold::{fold, fold_into};
pub use grapheme::graphemes;
pub use language::Language;
pub use packing::{Packer, Vocabulary};
pub use quick::QuickMap;
pub use token::{Token, TokenKind};

/// Changes whenever the same text gives other words than before: an index made by another version
/// is built anew.
pub const ANALYSIS_VERSION: u32 = 5;
