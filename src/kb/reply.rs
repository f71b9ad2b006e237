//! A saved reply: text that agents put into a ticket; its placeholders and its links.

use std::{ops::Range, path::PathBuf, sync::LazyLock};

use pulldown_cmark::{Event, Options, Parser, Tag};
use regex::Regex;
use serde::{Deserialize, Serialize};

use super::{
    View,
    markdown::{Site, Target},
};
use crate::base::Locale;

/// Placeholders that the desk fills when a reply is inserted.
pub const FILLED: [&str; 4] = ["requester_name", "ticket_number", "agent_name", "expected_reply"];

/// Placeholders that are left for the agent to replace; the desk asks before it sends one.
pub const BLANKS: [&str; 1] = ["article_url"];

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

/// A placeholder in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placeholder<'a> {
    /// As it stands there: `{name}` or `{{name}}`.
    pub written: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Where it begins, in bytes.
    pub at: usize,
}

/// What reads like a placeholder outside code: a lower-case name in one or two pairs of braces.
#[must_use]
pub fn placeholders(text: &str) -> Vec<Placeholder<'_>> {
    static WRITTEN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\{\{\s*([a-z][a-z0-9_.]*)\s*\}\}|\{([a-z][a-z0-9_.]*)\}").expect("a constant expression")
    });
    let code = code_ranges(text);
    let found = WRITTEN.captures_iter(text).filter_map(|found| {
        let whole = found.get(0)?;
        let in_code = code.iter().any(|range| range.contains(&whole.start()));
        let name = found.get(1).or_else(|| found.get(2))?.as_str();
        let of_a_shell = text[..whole.start()].ends_with('$');
        (!in_code && !of_a_shell).then(|| Placeholder { written: whole.as_str(), name, at: whole.start() })
    });
    found.collect()
}

fn code_ranges(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for (event, range) in Parser::new(text).into_offset_iter() {
        if matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_))) {
            out.push(range);
        }
    }
    out
}

/// A link of a reply, as it is written and where it leads.
#[derive(Debug)]
pub struct ReplyLink {
    /// The destination as written.
    pub written: String,
    /// Where that is.
    pub target: Target,
    /// The whole link in the body, in bytes.
    pub range: Range<usize>,
}

/// The links of a reply's body for who may see what `view` shows.
#[must_use]
pub fn links(view: View<'_>, reply: &Reply) -> Vec<ReplyLink> {
    let path = reply.path.to_string_lossy();
    let site = Site { view, locale: &reply.locale, path: &path };
    let mut out = Vec::new();
    for (event, range) in Parser::new_ext(&reply.body, Options::empty()).into_offset_iter() {
        if let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event {
            out.push(ReplyLink { target: site.resolve(&dest_url), written: dest_url.to_string(), range });
        }
    }
    out
}

/// The body with every link as a mail program can follow it: addresses of this site with its public URL in
/// front; what leads nowhere, or where customers may not go, keeps its text and loses the link.
#[must_use]
pub fn absolute_links(view: View<'_>, reply: &Reply, public_url: &str) -> String {
    let path = reply.path.to_string_lossy();
    let site = Site { view, locale: &reply.locale, path: &path };
    let mut body = reply.body.clone();
    for link in links(view, reply).into_iter().rev() {
        if matches!(link.target, Target::External(_)) {
            continue;
        }
        let written = &body[link.range.clone()];
        let new = match site.url(&link.target).filter(|url| url.starts_with('/')) {
            Some(url) => match written.rfind(&link.written) {
                Some(at) if written[..at].contains("](") => {
                    let after = &written[at + link.written.len()..];
                    format!("{}{public_url}{url}{after}", &written[..at])
                }
                _ => format!("[{}]({public_url}{url})", link_text(written)),
            },
            None => link_text(written),
        };
        body.replace_range(link.range, &new);
    }
    body
}

/// What a reader sees of a link.
fn link_text(written: &str) -> String {
    let mut out = String::new();
    for event in Parser::new(written) {
        if let Event::Text(text) | Event::Code(text) = event {
            out.push_str(&text);
        }
    }
    if out.is_empty() {
        written.trim_start_matches(['!', '[']).split(']').next().unwrap_or_default().to_owned()
    } else {
        out
    }
}
