//! Markdown, made readable by an audience, enters; sections of plain text or safe HTML leave.
//!
//! The body has been prepared before ([`prepare`]): what is for agents is gone or set off, other
//! systems' markup has become Markdown. One pass over the parser's events does the rest.

mod alert;
mod from_html;
mod heading;
mod highlight;
mod html;
mod link;
mod sanitise;
mod section;
mod tag;
mod tidy;

use std::borrow::Cow;

use pulldown_cmark::{Event, Options, Parser, Tag, TextMergeStream};

pub use alert::kind_of as alert_kind;
pub use from_html::from_html;
pub use heading::{Heading, first_heading, headings, slug};
pub use highlight::highlight_css;
pub use html::render;
pub use link::{Site, Target, references};
pub use section::{document, lead};
pub use tag::{Html, Piece, anchor_names, attribute, braces, literal, pieces, scan, strip as text_of_html};

use super::{agent, foreign};
use crate::base::Audience;

/// Blocks nested deeper than this are unwrapped: no reader follows them, and parsers choke.
const DEEPEST: usize = 48;

/// Marks an alert or other block that a directive opens or closes (in a paragraph of its own).
pub const OPEN: char = '\u{E000}';
/// Ends such a mark.
pub const CLOSE: char = '\u{E001}';

/// The extensions in use.
#[must_use]
pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
}

/// The body for an audience, as plain Markdown.
#[must_use]
pub fn prepare(body: &str, audience: Audience, mdx: bool) -> String {
    let body =
        if body.contains([OPEN, CLOSE]) { Cow::Owned(body.replace([OPEN, CLOSE], " ")) } else { Cow::Borrowed(body) };
    let body = agent::for_audience(&body, audience);
    foreign::degrade(&body, mdx).into_owned()
}

/// The events of prepared Markdown, text merged, nesting capped.
#[must_use]
pub fn events(prepared: &str) -> Vec<Event<'_>> {
    let mut out = Vec::new();
    let mut dropped: Vec<bool> = Vec::new();
    for event in TextMergeStream::new(Parser::new_ext(prepared, options())) {
        match &event {
            Event::Start(tag) => {
                let drop = dropped.len() >= DEEPEST && is_container(tag);
                dropped.push(drop);
                if !drop {
                    out.push(event);
                }
            }
            Event::End(_) => {
                if !dropped.pop().unwrap_or(false) {
                    out.push(event);
                }
            }
            _ => out.push(event),
        }
    }
    out
}

/// Text of the front matter (a title, a description) without other systems' markup.
#[must_use]
pub fn plain(text: &str) -> String {
    if ["{{", "{%", ":::"].iter().any(|mark| text.contains(mark)) {
        let text = foreign::degrade(text, false);
        return section::harmless(&tag::strip(&text)).into_owned();
    }
    text.to_owned()
}

/// A body (of a reply, a card) as plain text: headings and paragraphs, a line each.
#[must_use]
pub fn plain_body(body: &str) -> String {
    let prepared = prepare(body, Audience::Agent, false);
    let sections = section::document(&events(&prepared), "").sections;
    let lines = sections.iter().flat_map(|section| [section.title.as_str(), section.text.as_str()]);
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn is_container(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::FootnoteDefinition(_)
            | Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
    )
}
