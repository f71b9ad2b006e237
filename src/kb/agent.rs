//! `:::agent` blocks: what stands in them is for agents only.
//!
//! Fails closed: a block that is never closed hides everything down to the end, a marker in the
//! middle of a line hides what follows it, and only fenced code and code spans, as the Markdown
//! parser itself sees them, make a marker mere text.

use std::{borrow::Cow, ops::Range, sync::LazyLock};

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
use regex::Regex;

use crate::base::Audience;

static MENTION: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i):::[^\n]*agent").expect("a valid expression"));
static INLINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i):{3,}[\s\p{Cf}]*\{?[\s\p{Cf}]*\.?[\s\p{Cf}]*a[\p{Cf}]*g[\p{Cf}]*e[\p{Cf}]*n[\p{Cf}]*t")
        .expect("a valid expression")
});

/// Directives of others that stand alone or have an end of their own.
const LEAVES: [&str; 14] = [
    "image",
    "image-end",
    "code",
    "row",
    "row-end",
    "column",
    "column-end",
    "zone",
    "zone-end",
    "moniker",
    "moniker-end",
    "video",
    "toc",
    "no-loc",
];

/// The text as `audience` may read it: without agent blocks, or with them set off as alerts.
#[must_use]
pub fn for_audience(text: &str, audience: Audience) -> Cow<'_, str> {
    if !mentions(text) {
        return Cow::Borrowed(text);
    }
    let hidden = hidden(text);
    if hidden.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for block in &hidden {
        out.push_str(&text[at..block.range.start]);
        at = block.range.end;
        if audience == Audience::Agent {
            block.show(text, &mut out);
        } else {
            out.push('\n');
        }
    }
    out.push_str(&text[at..]);
    Cow::Owned(out)
}

/// Whether the text may hold agent blocks at all.
#[must_use]
pub fn mentions(text: &str) -> bool {
    text.contains(":::") && (MENTION.is_match(text) || INLINE.is_match(text))
}

/// What is odd about the markers of a text: line (from 0) and what is wrong.
#[must_use]
pub fn oddities(text: &str) -> Vec<(usize, &'static str)> {
    if !mentions(text) {
        return Vec::new();
    }
    let line_of = |at: usize| text[..at].matches('\n').count();
    let blocks = hidden(text);
    let unclosed = blocks.iter().filter(|block| !block.closed);
    let mut odd: Vec<_> =
        unclosed.map(|block| (line_of(block.range.start), "the :::agent block is never closed")).collect();
    odd.extend(
        blocks
            .iter()
            .filter(|block| block.inline)
            .map(|block| (line_of(block.range.start), "an :::agent marker stands in the middle of a line")),
    );
    odd
}

/// A stretch of text for agents only.
#[derive(Debug)]
struct Block {
    range: Range<usize>,
    content: Range<usize>,
    prefix: String,
    closed: bool,
    inline: bool,
}

impl Block {
    fn show(&self, text: &str, out: &mut String) {
        let bare = self.prefix.trim_end();
        let prefix = &self.prefix;
        out.push_str(&format!("{prefix}\u{E000}alert agent\u{E001}\n{bare}\n"));
        out.push_str(text[self.content.clone()].trim_end_matches('\n'));
        out.push_str(&format!("\n{bare}\n{prefix}\u{E000}/\u{E001}\n{bare}\n"));
    }
}

struct Open {
    colons: usize,
    agent: Option<usize>,
}

struct Marker<'a> {
    prefix: &'a str,
    colons: usize,
    name: String,
    closes_itself: bool,
}

fn hidden(text: &str) -> Vec<Block> {
    let code = code_ranges(text);
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some(offset) = line.find(":::") else { continue };
        let in_hidden = open.iter().any(|open| open.agent.is_some());
        match marker(line).filter(|_| !in_code(&code, start + offset)) {
            Some(marker) if marker.name.is_empty() => close(&mut open, marker.colons, start, at, &mut blocks),
            Some(marker) if marker.name.starts_with("agent") => {
                let block = Block {
                    range: start..text.len(),
                    content: at..text.len(),
                    prefix: marker.prefix.to_owned(),
                    closed: false,
                    inline: false,
                };
                if marker.closes_itself {
                    if !in_hidden {
                        let from = start + offset;
                        blocks.push(Block { range: start..at, content: from..from, closed: true, ..block });
                    }
                } else if in_hidden {
                    open.push(Open { colons: marker.colons, agent: None });
                } else {
                    open.push(Open { colons: marker.colons, agent: Some(blocks.len()) });
                    blocks.push(block);
                }
            }
            Some(marker) if marker.closes_itself || LEAVES.contains(&marker.name.as_str()) => {}
            Some(marker) => open.push(Open { colons: marker.colons, agent: None }),
            None if in_hidden => {}
            None => inline(line, start, &code, &mut open, &mut blocks, text.len()),
        }
    }
    blocks
}

fn close(open: &mut Vec<Open>, colons: usize, line_start: usize, line_end: usize, blocks: &mut [Block]) {
    let same = open.iter().rposition(|open| open.colons == colons);
    let Some(at) = same.or_else(|| open.iter().rposition(|open| open.colons < colons)) else { return };
    // What was left open inside a block that ends, ends with it; but an agent block that stands
    // inside is only ended by its own marker.
    let inner_agent = open[at + 1..].iter().any(|open| open.agent.is_some());
    if inner_agent {
        return;
    }
    if let Some(index) = open[at].agent {
        blocks[index].range.end = line_end;
        blocks[index].content.end = line_start;
        blocks[index].closed = true;
    }
    open.truncate(at);
}

fn inline(line: &str, start: usize, code: &[Range<usize>], open: &mut Vec<Open>, blocks: &mut Vec<Block>, end: usize) {
    let mut from = 0;
    while let Some(found) = INLINE.find_at(line, from) {
        from = found.end();
        if in_code(code, start + found.start()) {
            continue;
        }
        let colons = found.as_str().bytes().take_while(|byte| *byte == b':').count();
        let ends = line[found.end()..].find(":::").map(|at| found.end() + at + 3);
        let range = start + found.start()..ends.map_or(end, |at| start + at);
        let content = start + found.start()..start + found.start();
        blocks.push(Block { range, content, prefix: String::new(), closed: ends.is_some(), inline: true });
        let Some(ends) = ends else {
            open.push(Open { colons, agent: Some(blocks.len() - 1) });
            return;
        };
        from = ends;
    }
}

/// Reads `line` as a directive: container prefix, three or more colons, a name or nothing.
fn marker(line: &str) -> Option<Marker<'_>> {
    let prefix_len = prefix_len(line);
    let (prefix, rest) = line.split_at(prefix_len);
    let colons = rest.bytes().take_while(|byte| *byte == b':').count();
    if colons < 3 {
        return None;
    }
    let rest: String = rest[colons..].chars().filter(|c| !is_invisible(*c)).collect();
    let rest = rest.trim().trim_start_matches(['{', '.', ' ']);
    let name: String = rest
        .chars()
        .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect();
    if name.is_empty() && !rest.is_empty() {
        return None;
    }
    Some(Marker { prefix, colons, closes_itself: rest.len() > name.len() && rest.ends_with(":::"), name })
}

/// Length of white space, `>` and list markers at the start of a line.
fn prefix_len(line: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &line[at..];
        let blank = rest.len() - rest.trim_start_matches(|c: char| c == ' ' || c == '\t' || is_invisible(c)).len();
        let rest = &rest[blank..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let step = match rest.as_bytes() {
            [b'>', ..] => 1,
            [b'-' | b'*' | b'+', b' ' | b'\t', ..] => 2,
            _ if (1..=9).contains(&digits) && matches!(&rest.as_bytes()[digits..], [b'.' | b')', b' ' | b'\t', ..]) => {
                digits + 2
            }
            _ => return at + blank,
        };
        at += blank + step;
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{A0}')
}

/// Fenced code blocks and code spans, as the parser sees them, by start.
fn code_ranges(text: &str) -> Vec<Range<usize>> {
    Parser::new_ext(text, super::markdown::options())
        .into_offset_iter()
        .filter_map(|(event, range)| match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) | Event::Code(_) => Some(range),
            _ => None,
        })
        .collect()
}

fn in_code(code: &[Range<usize>], at: usize) -> bool {
    let after = code.partition_point(|range| range.start <= at);
    after > 0 && code[after - 1].contains(&at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn public(text: &str) -> String {
        for_audience(text, Audience::Public).into_owned()
    }

    #[test]
    fn what_is_for_agents_is_not_for_the_public() {
        for text in [
            "Before\n\n:::agent\nSECRET\n:::\n\nAfter",
            "Before\n::: agent\nSECRET\n:::\nAfter",
            "Before\n:::Agent[Title SECRET]\nSECRET\n:::\nAfter",
            "Before\n\n::::agent\n:::note\nSECRET\n:::\nSECRET\n::::\nAfter",
            "Before\n\n:::agent\n:::note\nSECRET\n:::\nSECRET\n:::\nAfter",
            "Before\n\n:::agent SECRET :::\n\nAfter",
            "Before :::agent SECRET::: After",
            "Before\n- item\n  :::agent\n  SECRET\n  :::\n- After",
            "Before\n- :::agent\n  SECRET\n  :::\n- After",
            "Before\n> :::agent\n> SECRET\n> :::\n\nAfter",
            "Before\n1. x\n   > :::agent\n   > SECRET\n   > :::\n\nAfter",
            "Before\n:::{.agent}\nSECRET\n:::\nAfter",
            "Before\n:::\u{200b}agent\nSECRET\n:::\nAfter",
            "Before\n:::note\nx\n:::agent\nSECRET\n:::\ny\n:::\nAfter",
        ] {
            let seen = public(text);
            assert!(
                !seen.contains("SECRET") && seen.contains("Before") && seen.contains("After"),
                "{text:?} → {seen:?}"
            );
            assert!(
                text.contains("SECRET:::")
                    || text.contains("SECRET :::")
                    || for_audience(text, Audience::Agent).contains("SECRET")
            );
        }
    }

    #[test]
    fn an_unclosed_block_hides_the_rest() {
        for text in [
            "Before\n:::agent\nSECRET\n\n# SECRET",
            "Before\n::::agent\nSECRET\n:::\nSECRET",
            "Before\n:::agent\n```\n:::\nSECRET",
            "Before\n:::agent\n:::note\nSECRET\n:::\nSECRET",
            "Before, see :::agent SECRET\nSECRET",
            "Before\n    :::agent\n    SECRET",
        ] {
            let seen = public(text);
            assert!(!seen.contains("SECRET") && seen.contains("Before"), "{text:?} → {seen:?}");
            assert!(!oddities(text).is_empty(), "{text:?}");
        }
    }

    #[test]
    fn a_marker_in_code_is_text() {
        for text in
            ["Write `:::agent` first.", "```\n:::agent\nshown\n:::\n```\nAfter", "- a\n  ```\n  :::agent\n  ```\n"]
        {
            assert_eq!(public(text), text);
        }
    }
}
