//! What is searched for.

use crate::base::Locale;

/// One search. The text may hold the query language; anything malformed in it is searched as text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Query {
    /// As typed, any length, any characters.
    pub text: String,
    /// The reader's locale; others are only a fallback, and labelled.
    pub locale: Locale,
    /// Hits on this page, 1 to 100.
    pub limit: usize,
    /// Hits to pass over (decoded from the cursor), at most 1,000.
    pub offset: usize,
    /// This category and those below it.
    pub category: Option<String>,
    /// Articles with this tag.
    pub tag: Option<String>,
    /// Only these kinds (desk).
    pub kind: Option<HitKindFilter>,
    /// Say why each hit stands where it stands.
    pub explain: bool,
    /// Count categories, tags and kinds.
    pub facets: bool,
    /// Order of the hits.
    pub sort: Sort,
    /// Correct no word: the reader has said that it is meant as it is written.
    pub as_written: bool,
}

/// A kind to keep; see [`super::HitKind`].
pub type HitKindFilter = super::HitKind;

/// Order of hits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Latest change first.
    Updated,
}

impl Query {
    /// A plain query: first page of ten.
    #[must_use]
    pub fn new(text: impl Into<String>, locale: Locale) -> Self {
        Self {
            text: text.into(),
            locale,
            limit: 10,
            offset: 0,
            category: None,
            tag: None,
            kind: None,
            explain: false,
            facets: false,
            sort: Sort::Relevance,
            as_written: false,
        }
    }
}
