//! What a search answers: the JSON of the contract, and more fields for the desk.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::base::Audience;

/// The answer to one query.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct Answer {
    /// As typed.
    pub query: String,
    /// The reader's locale.
    pub locale: String,
    /// The revision searched.
    pub revision: String,
    /// Time taken, milliseconds; the public API tells it coarsely.
    pub took_ms: f64,
    /// Articles found (folded), before paging.
    pub total: usize,
    /// A better spelling, when the words typed are not in the index; the hits are already its own.
    pub did_you_mean: Option<String>,
    /// The best hit holds all words as they were typed; nothing had to be guessed.
    #[serde(skip)]
    #[schema(ignore)]
    pub sure: bool,
    /// This page.
    pub hits: Vec<Hit>,
    /// Where the next page starts; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// Counts, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facets: Option<Facets>,
}

/// Where a hit comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum HitKind {
    /// An article, public or internal.
    #[default]
    Article,
    /// A saved reply (desk only).
    Reply,
    /// A bot card (desk only).
    Card,
    /// A ticket (desk only).
    Ticket,
}

/// One article (or, on the desk, reply, card or ticket), once, with its best section.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Hit {
    /// What it is.
    pub kind: HitKind,
    /// Article key; for other kinds the reply's or card's id or the ticket's number.
    pub article: String,
    /// Its locale, which may be another than the reader's.
    pub locale: String,
    /// Title, plain text.
    pub title: String,
    /// Path of the page, with the section's anchor; on the desk, of the desk's own page where the public one leaves out
    /// what is for agents.
    pub url: String,
    /// Category key; empty at the top. For a ticket, its status.
    pub category: String,
    /// `public` or `agent`.
    #[schema(value_type = String)]
    pub visibility: Audience,
    /// The best section. For a ticket, `title` is the requester's name.
    pub section: HitSection,
    /// Safe HTML with `<mark>` and nothing else.
    pub snippet: String,
    /// Comparable within one answer only.
    pub score: f32,
    /// Last change, RFC 3339.
    pub updated: String,
    /// Path of the same article in the reader's locale, when the hit is in another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translation: Option<String>,
    /// Why it stands here, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explanation>,
}

/// A section of a hit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HitSection {
    /// Heading; empty for the lead.
    pub title: String,
    /// Anchor in the page; `null` for the lead.
    pub anchor: Option<String>,
}

/// Why a hit stands where it stands, in words a writer understands.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Explanation {
    /// One line each, most important first.
    pub lines: Vec<String>,
}

/// Counts over all hits of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Facets {
    /// Category key and number of articles, most first.
    pub categories: Vec<(String, usize)>,
    /// Tag and number of articles, most first.
    pub tags: Vec<(String, usize)>,
    /// Kind and number (desk).
    pub kinds: Vec<(HitKind, usize)>,
}

/// One line under the search box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Suggestion {
    /// What is shown: a title, heading or question.
    pub text: String,
    /// Safe HTML of the same with `<mark>`.
    pub html: String,
    /// Where it leads.
    pub url: String,
    /// The article.
    pub article: String,
    /// `title`, `heading` or `question`.
    pub kind: String,
}
