//! A saved reply: text that agents put into a ticket.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::base::Locale;

/// One saved reply in one locale.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reply {
    /// Path below `_replies` without extension.
    pub id: String,
    /// The folder of the locale.
    pub locale: Locale,
    /// The file, relative to the knowledge base.
    pub path: PathBuf,
    /// Title, else the first heading, else the file's name.
    pub title: String,
    /// One line on when to use it.
    pub description: Option<String>,
    /// Tags as written.
    pub tags: Vec<String>,
    /// Markdown with placeholders such as `{requester_name}`.
    pub body: String,
}
