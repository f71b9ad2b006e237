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
    let mut marked = body.to_owned();
    let mut put = Vec::new();
    for (at, (slot, value)) in slots.iter().enumerate() {
        let placeholder = format!("{{{slot}}}");
        if marked.contains(&placeholder) {
            // Letters and figures only: nothing that Markdown or the sanitiser would touch.
            let sign = format!("qzslot{at}zq");
            marked = marked.replace(&placeholder, &sign);
            put.push((sign, value));
        }
    }
    let marked = without_unfilled(&marked);
    let mut html = view.render_text(locale, &marked);
    let mut text = plain(&html);
    for (sign, value) in put {
        html = html.replace(&sign, &escape(value));
        text = text.replace(&sign, value);
    }
    Message { text, html }
}

/// The names in `{braces}` outside of code, in order.
#[must_use]
pub fn placeholders(text: &str) -> Vec<&str> {
    spans(text).into_iter().map(|(from, to)| &text[from + 1..to - 1]).collect()
}

/// What nobody has said is left out, with the space before it: never braces in front of a visitor.
fn without_unfilled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (start, end) in spans(text) {
        out.push_str(text[from..start].trim_end_matches(' '));
        from = end;
    }
    out.push_str(&text[from..]);
    out
}

/// Where placeholders stand: `{letters, figures, _ and .}` outside of code.
fn spans(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let (mut open, mut in_code) = (None, false);
    for (at, c) in text.char_indices() {
        match c {
            '`' => in_code = !in_code,
            '{' => open = Some(at),
            '}' => {
                if let Some(start) = open.take()
                    && !in_code
                    && at > start + 1
                {
                    out.push((start, at + 1));
                }
            }
            c if c.is_ascii_alphanumeric() || matches!(c, '_' | '.') => {}
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
            ("td" | "th", true) => out.push(' '),
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
    for line in out.lines().map(str::trim) {
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
    fn placeholders_are_found_outside_of_code_and_left_out_where_nothing_fills_them() {
        let text = "Your order {order_number}: {result.status}. Write `{slot}` { x } {}";
        assert_eq!(placeholders(text), ["order_number", "result.status"]);
        assert_eq!(without_unfilled(text), "Your order:. Write `{slot}` { x } {}");
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
