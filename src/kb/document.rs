//! An article's body, read: as sections of plain text (for the index and the bot) or as HTML (for
//! the page). Both are made for one audience; what that audience may not see is not in them.

use serde::{Deserialize, Serialize};

/// The sections of an article, in order; the first is the lead (no heading of its own).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// At least one, even for an empty file.
    pub sections: Vec<Section>,
}

/// A heading and what stands below it, down to the next heading of any level.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Heading's id in the page; `None` for the lead.
    pub anchor: Option<String>,
    /// Heading as plain text; empty for the lead.
    pub title: String,
    /// Headings above, outermost first, without the article's title.
    pub path: Vec<String>,
    /// Plain text; blocks separated by line feeds, code included.
    pub text: String,
}

/// An article as safe HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Sanitised HTML of the body, without the title heading.
    pub html: String,
    /// Headings of the body, for the table of contents.
    pub toc: Vec<TocEntry>,
}

/// One line of a table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TocEntry {
    /// 2 to 6.
    pub level: u8,
    /// Heading's id.
    pub anchor: String,
    /// Heading as plain text.
    pub title: String,
}
