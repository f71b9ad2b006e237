//! A body as sections of plain text, for the index and the bot.

use std::borrow::Cow;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Heading, alert, headings, tag};
use crate::kb::{Document, Section};

/// The longest lead that is kept, in characters.
const LEAD: usize = 600;

/// The sections of a body: the lead, then one for each heading.
#[must_use]
pub fn document(events: &[Event<'_>], title: &str) -> Document {
    let headings = headings(events, title);
    let mut sections = Vec::with_capacity(headings.len() + 1);
    let mut above: Vec<(u8, String)> = Vec::new();
    let mut current = Section::default();
    let mut at = 0;
    for heading in &headings {
        let more = text(&events[at..heading.start]);
        append(&mut current.text, &more);
        at = heading.end + 1;
        if heading.is_title {
            continue;
        }
        sections.push(std::mem::take(&mut current));
        current = open(heading, &mut above);
    }
    append(&mut current.text, &text(&events[at..]));
    sections.push(current);
    Document { sections }
}

fn append(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push('\n');
    }
    text.push_str(more);
}

fn open(heading: &Heading, above: &mut Vec<(u8, String)>) -> Section {
    while above.last().is_some_and(|(level, _)| *level >= heading.level) {
        above.pop();
    }
    let path = above.iter().map(|(_, title)| title.clone()).collect();
    above.push((heading.level, heading.text.clone()));
    Section { anchor: Some(heading.id.clone()), title: heading.text.clone(), path, text: String::new() }
}

/// The first paragraph of running text; empty when there is none.
#[must_use]
pub fn lead(events: &[Event<'_>]) -> String {
    let mut depth = 0_u32;
    let mut at = 0;
    while at < events.len() {
        match &events[at] {
            Event::Start(Tag::Paragraph) if depth == 0 => {
                let end =
                    (at..events.len()).find(|i| matches!(events[*i], Event::End(TagEnd::Paragraph))).unwrap_or(at);
                let found = match &events[at + 1] {
                    Event::Text(text) if alert::mark(text).is_some() => String::new(),
                    _ => text_of_paragraph(&events[at..end]),
                };
                if !found.is_empty() {
                    return shorten(&harmless(&found));
                }
                at = end;
            }
            Event::Start(Tag::Paragraph | Tag::HtmlBlock | Tag::Heading { .. }) => {}
            Event::Start(tag) if is_block(tag) => depth += 1,
            Event::End(end) if is_block_end(*end) => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    String::new()
}

fn text_of_paragraph(events: &[Event<'_>]) -> String {
    let mut inside = 0_u32;
    let without_pictures = events.iter().filter(|event| {
        match event {
            Event::Start(Tag::Image { .. }) => inside += 1,
            Event::End(TagEnd::Image) => {
                inside = inside.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        inside == 0
    });
    let kept: Vec<Event<'_>> = without_pictures.cloned().collect();
    text(&kept).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shorten(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().nth(LEAD) else { return text.to_owned() };
    let head = &text[..cut];
    let end = head.rfind([' ', '\u{3002}']).unwrap_or(cut);
    format!("{}…", head[..end].trim_end())
}

fn is_block(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::BlockQuote(_) | Tag::List(_) | Tag::Table(_) | Tag::FootnoteDefinition(_) | Tag::CodeBlock(_))
}

fn is_block_end(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Table | TagEnd::FootnoteDefinition | TagEnd::CodeBlock
    )
}

/// Plain text of a run of events; blocks stand on lines of their own.
fn text(events: &[Event<'_>]) -> String {
    let mut out = String::new();
    let (mut html, mut code) = (String::new(), false);
    for event in events {
        match event {
            Event::Text(part) if code => out.push_str(&unescape_shortcodes(part)),
            Event::Text(part) => match alert::mark(part) {
                Some((_, length)) => out.push_str(&harmless(&part[length..])),
                None => out.push_str(&harmless(part)),
            },
            Event::Code(part) => out.push_str(&unescape_shortcodes(part)),
            Event::Html(part) => html.push_str(part),
            Event::InlineHtml(part) => out.push_str(tag::space_for(part)),
            Event::SoftBreak => out.push(' '),
            Event::HardBreak | Event::Rule => break_line(&mut out),
            Event::Start(Tag::CodeBlock(_)) => {
                break_line(&mut out);
                code = true;
            }
            Event::End(TagEnd::CodeBlock) => {
                code = false;
                break_line(&mut out);
            }
            Event::Start(Tag::Item | Tag::List(_) | Tag::BlockQuote(_) | Tag::Table(_)) => break_line(&mut out),
            Event::End(TagEnd::TableCell) => out.push(' '),
            Event::End(TagEnd::HtmlBlock) => {
                break_line(&mut out);
                out.push_str(&tag::text(&html));
                html.clear();
                break_line(&mut out);
            }
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Item
                | TagEnd::TableRow
                | TagEnd::TableHead
                | TagEnd::FootnoteDefinition
                | TagEnd::DefinitionListTitle
                | TagEnd::DefinitionListDefinition,
            ) => break_line(&mut out),
            _ => {}
        }
    }
    tidy(&out)
}

fn break_line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

fn tidy(text: &str) -> String {
    let lines = text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// Text without the braces and colons of other systems that nothing recognised.
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    if !["{{", "}}", "{%", "%}", ":::"].iter().any(|mark| text.contains(mark))
        && !text.contains([super::OPEN, super::CLOSE])
    {
        return Cow::Borrowed(text);
    }
    let mut out = text.replace([super::OPEN, super::CLOSE], "");
    loop {
        let before = out.len();
        for mark in ["{{", "}}", "{%", "%}", ":::"] {
            out = out.replace(mark, "");
        }
        if out.len() == before {
            return Cow::Owned(out);
        }
    }
}

/// Hugo's escaped shortcodes in code (`{{</* x */>}}`) as a reader is meant to see them.
#[must_use]
pub fn unescape_shortcodes(code: &str) -> Cow<'_, str> {
    if !code.contains("/*") || !code.contains("{{") {
        return Cow::Borrowed(code);
    }
    Cow::Owned(code.replace("{{</*", "{{<").replace("*/>}}", ">}}").replace("{{%/*", "{{%").replace("*/%}}", "%}}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doc(markdown: &str) -> Document {
        document(&super::super::events(markdown), "Title")
    }

    #[test]
    fn a_body_becomes_sections_with_their_path() {
        let doc =
            doc("# Title\n\nLead &amp; *more*.\n\n## A `x`\n\n- one\n- two\n\n### B\n\n| h |\n|---|\n| c |\n\n## C\n");
        let said: Vec<_> = doc.sections.iter().map(|s| (s.title.as_str(), s.path.join("/"), s.text.as_str())).collect();
        assert_eq!(
            said,
            [
                ("", String::new(), "Lead & more."),
                ("A x", String::new(), "one\ntwo"),
                ("B", "A x".to_owned(), "h\nc"),
                ("C", String::new(), "")
            ]
        );
        assert_eq!(doc.sections[1].anchor.as_deref(), Some("a-x"));
    }

    #[test]
    fn every_document_has_a_lead_section() {
        assert_eq!(doc("").sections.len(), 1);
        assert_eq!(doc("## Only").sections.len(), 2);
    }

    #[test]
    fn the_lead_is_running_text() {
        let lead_of = |markdown: &str| lead(&super::super::events(markdown));
        assert_eq!(lead_of("# T\n\n![x](y.png)\n\n> quote\n\nFirst *words*\nhere.\n\nMore."), "First words here.");
        assert_eq!(lead_of("- list\n"), "");
    }
}
