//! Markdown and HTML as short bubbles: plain text for one, safe HTML for the other.

use std::collections::BTreeMap;

use super::{phrases::escape, turn::Message};
use crate::{base::Locale, kb::View};

/// Longest answer taken from an article, characters.
const MOST: usize = 600;

/// A bubble of plain text.
#[must_use]
pub fn bubble(text: &str) -> Message {
    Message { text: text.to_owned(), html: format!("<p>{}</p>", escape(text)) }
}

/// A card's answer: Markdown with `{slot}` placeholders. Values are put in after rendering and
/// escaped, so nothing that a visitor types becomes markup.
#[must_use]
pub fn card(view: View<'_>, locale: &Locale, body: &str, slots: &BTreeMap<String, String>) -> Message {
    let mut marked = String::with_capacity(body.len());
    let mut put = Vec::new();
    let mut from = 0;
    for (at, (start, end, in_code)) in spans(body).into_iter().enumerate() {
        let (name, otherwise) = parts(&body[start..end]);
        let value = slots.get(name).filter(|value| !value.is_empty());
        match value {
            Some(value) => {
                marked.push_str(&super::phrases::with_article(&body[from..start], value));
                // Letters and figures only: nothing that Markdown or the sanitiser would touch.
                let sign = format!("qzslot{at}zq");
                marked.push_str(&sign);
                put.push((sign, value));
            }
            // What nobody has said is left out, with the space before it: never braces in front of a visitor.
            None if in_code => marked.push_str(&body[from..end]),
            None if otherwise.is_empty() => marked.push_str(body[from..start].trim_end_matches(' ')),
            None => marked.extend([&super::phrases::with_article(&body[from..start], otherwise), otherwise]),
        }
        from = end;
    }
    marked.push_str(&body[from..]);
    let mut html = view.render_text(locale, &marked);
    let mut text = plain(&html);
    for (sign, value) in put {
        // A value that ends with a full stop (a Hungarian date) needs no second one.
        let closed = if value.ends_with('.') { format!("{sign}.") } else { sign.clone() };
        html = html.replace(&closed, &escape(value)).replace(&sign, &escape(value));
        text = text.replace(&closed, value).replace(&sign, value);
    }
    Message { text, html }
}

/// The names in `{braces}` outside of code, in order; of `{name|what is said without it}` the name.
#[must_use]
pub fn placeholders(text: &str) -> Vec<&str> {
    let outside = spans(text).into_iter().filter(|(.., in_code)| !in_code);
    outside.map(|(from, to, _)| parts(&text[from..to]).0).collect()
}

/// Name and substitute of a placeholder with its braces.
fn parts(placeholder: &str) -> (&str, &str) {
    let inner = &placeholder[1..placeholder.len() - 1];
    inner.split_once('|').unwrap_or((inner, ""))
}

/// Where placeholders stand, and whether in code: `{letters, figures, _ and .}`, after the name perhaps `|` and
/// any text.
fn spans(text: &str) -> Vec<(usize, usize, bool)> {
    let mut out = Vec::new();
    let (mut open, mut in_code) = (None, false);
    for (at, c) in text.char_indices() {
        match c {
            '`' => in_code = !in_code,
            '{' => open = Some(at),
            '}' => {
                if let Some(start) = open.take()
                    && at > start + 1
                {
                    out.push((start, at + 1, in_code));
                }
            }
            c if c.is_alphanumeric() || matches!(c, '_' | '.' | '-') => {}
            '|' if open.is_some_and(|start| at > start + 1) => {}
            '\n' => open = None,
            _ if open.is_some_and(|start| text[start..at].contains('|')) => {}
            _ => open = None,
        }
    }
    out
}

/// A text as safe HTML.
#[must_use]
pub fn escaped(text: &str) -> String {
    escape(text).into_owned()
}

/// A few sentences of an article: as many whole ones as fit.
#[must_use]
pub fn excerpt(text: &str) -> String {
    let text = text.trim();
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(MOST).collect();
    let end =
        cut.rmatch_indices(['.', '!', '?', '\n', '。']).map(|(at, sign)| at + sign.len()).find(|at| *at > MOST / 3);
    match end {
        Some(end) => cut[..end].trim().to_owned(),
        None => format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head)),
    }
}

/// What is said of an article, as it stands on its page: of the section under `anchor`, or the paragraph that
/// begins with `lead`, as many whole blocks as fit. A page that begins with a table or a list and has its first
/// paragraph further down is told by how it begins. `None` where nothing fits or nothing is found.
#[must_use]
pub fn of_page(html: &str, anchor: Option<&str>, lead: &str) -> Option<Message> {
    let blocks = blocks(html);
    let is_heading = |block: &str| block.starts_with("<h") && block.as_bytes().get(2).is_some_and(u8::is_ascii_digit);
    let wanted: &[&str] = match anchor {
        Some(anchor) => {
            let id = format!("id=\"{}\"", escape(anchor));
            let from = 1 + blocks.iter().position(|block| is_heading(block) && block.contains(&id))?;
            let length = blocks[from..].iter().position(|block| is_heading(block)).unwrap_or(blocks.len() - from);
            &blocks[from..from + length]
        }
        None => {
            let begins: String = lead.chars().take(LEAD_LIKE).collect();
            let same = |block: &&str| block.starts_with("<p") && plain(block).replace('\n', " ").starts_with(&begins);
            let opening = blocks.iter().position(|block| is_heading(block)).unwrap_or(blocks.len());
            match blocks.iter().position(|block| !begins.is_empty() && same(block)) {
                Some(at) if at < opening => &blocks[at..=at],
                _ if blocks[..opening].iter().any(|block| is_told_in_rows(block)) => &blocks[..opening],
                found => &blocks[found?..=found?],
            }
        }
    };
    let mut room = MOST;
    let fitting = wanted.iter().take_while(|block| {
        let length = plain(block).chars().count();
        let fits = length <= room;
        room = room.saturating_sub(length);
        fits
    });
    let mut fitting: Vec<&str> = fitting.copied().collect();
    // “Do this:” without what is to be done says nothing.
    while fitting.len() > 1 && fitting.len() < wanted.len() && fitting.last().is_some_and(|b| plain(b).ends_with(':')) {
        fitting.pop();
    }
    let html = fitting.concat();
    let text = plain(&html);
    (!text.is_empty()).then_some(Message { text, html })
}

/// A table or a list.
fn is_told_in_rows(block: &str) -> bool {
    ["<table", "<ul", "<ol", "<dl"].iter().any(|tag| block.contains(tag))
}

/// So many characters tell one paragraph from another.
const LEAD_LIKE: usize = 60;

/// The outermost elements of safe HTML, which is well formed.
fn blocks(html: &str) -> Vec<&str> {
    let (mut found, mut depth, mut from, mut at) = (Vec::new(), 0_usize, 0, 0);
    while let Some(open) = html[at..].find('<').map(|open| at + open) {
        let Some(end) = html[open..].find('>').map(|close| open + close + 1) else { break };
        let tag = &html[open + 1..end - 1];
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let empty = ["br", "hr", "img", "input", "wbr", "col", "source"].contains(&name);
        if depth == 0 {
            from = open;
        }
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !empty {
            depth += 1;
        }
        if depth == 0 {
            found.push(&html[from..end]);
        }
        at = end;
    }
    found
}

/// What stands between the cells of a table, which are a line a row.
const CELL: &str = " · ";

/// The text of safe HTML: blocks on lines of their own, lists with dashes.
#[must_use]
pub fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('>') else {
            rest = &rest[open..];
            break;
        };
        let tag = &rest[open + 1..open + close];
        let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        match (name, tag.starts_with('/')) {
            ("li", false) => out.push_str("\n- "),
            ("br", _) | ("tr" | "ul" | "ol" | "pre" | "blockquote", _) => out.push('\n'),
            ("p" | "div" | "h1" | "h2" | "h3" | "h4", true) => out.push_str("\n\n"),
            ("td" | "th", true) => out.push_str(CELL),
            _ => {}
        }
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    let out = out
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&");
    let mut lines: Vec<&str> = Vec::new();
    for line in out.lines().map(|line| line.trim().trim_end_matches(CELL.trim()).trim()) {
        if !(line.is_empty() && lines.last().is_none_or(|last| last.is_empty())) {
            lines.push(line);
        }
    }
    lines.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_told_with_its_marks() {
        let html = "<p>Within <strong>30 days</strong>.</p>\n<h2 id=\"how\">How</h2>\n<p>Use <code>a &gt; b</code>:</p><ol><li>one<br>1</li><li>two</li></ol>\n<h3 id=\"more\">More</h3><p>No.</p>";
        let lead = of_page(html, None, "Within 30 days.").unwrap();
        assert_eq!(
            (lead.text.as_str(), lead.html.as_str()),
            ("Within 30 days.", "<p>Within <strong>30 days</strong>.</p>")
        );
        let section = of_page(html, Some("how"), "").unwrap();
        assert_eq!(section.html, "<p>Use <code>a &gt; b</code>:</p><ol><li>one<br>1</li><li>two</li></ol>");
        assert_eq!(of_page(html, Some("nowhere"), ""), None);
        assert_eq!(of_page(html, None, "Something else"), None);
        let long =
            format!("<h2 id=\"x\">X</h2><p>Do this:</p><p>or</p><p>that:</p><ul><li>{}</li></ul>", "y".repeat(700));
        assert_eq!(of_page(&long, Some("x"), "").unwrap().text, "Do this:\n\nor", "nothing ends in the middle");
    }

    #[test]
    fn a_page_that_begins_with_a_table_is_told_by_it() {
        let html = "<div><table><thead><tr><th>Plan</th><th>Price</th></tr></thead><tbody><tr><td>Box</td><td>€ 5</td></tr></tbody></table></div>\n<h2 id=\"green\">Green</h2>\n<p>All from wind.</p>";
        let told = of_page(html, None, "All from wind.").unwrap();
        assert_eq!(told.text, "Plan · Price\n\nBox · € 5");
        // After a sentence a table waits for its page.
        let after = format!("<p>All from wind.</p>{html}");
        assert_eq!(of_page(&after, None, "All from wind.").unwrap().text, "All from wind.");
    }

    #[test]
    fn placeholders_are_found_outside_of_code() {
        let text = "Your order {order_number}: {result.status}. Write `{slot}` { x } {}";
        assert_eq!(placeholders(text), ["order_number", "result.status"]);
        assert_eq!(placeholders("Phone: {phone|none given}. {a b|c}"), ["phone"]);
    }

    #[test]
    fn html_reads_as_text() {
        let html = "<p>Take <strong>five</strong> days &amp; wait.</p><ul>\n<li>one</li>\n<li>two</li>\n</ul>";
        assert_eq!(plain(html), "Take five days & wait.\n\n- one\n\n- two");
        assert_eq!(plain("a < b"), "a < b");
    }

    #[test]
    fn long_answers_end_with_a_whole_sentence() {
        let long = "This is a sentence of some length. ".repeat(40);
        let short = excerpt(&long);
        assert!(short.chars().count() <= 600 && short.ends_with('.'), "{short}");
    }
}
