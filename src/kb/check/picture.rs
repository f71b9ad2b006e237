//! What a page leaves out or says to eyes only: HTML that no page may hold, and pictures without words.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::kb::Finding;

/// HTML that is never served, whoever wrote it.
const DROPPED: [&str; 7] = ["script", "iframe", "object", "embed", "form", "style", "applet"];

/// Findings in what the readers of an article see; `line` finds where something is written.
pub fn findings(path: &str, events: &[Event<'_>], mut line: impl FnMut(&str) -> Option<u32>) -> Vec<Finding> {
    let mut out = Vec::new();
    for name in dropped(events) {
        let what = format!("<{name}> is left out of the page");
        let mend = "Write it as Markdown, or link to it.";
        out.push(Finding::warning(path, "html", line(&format!("<{name}")), what, mend));
    }
    let silent = without_words(events);
    if let Some(first) = silent.first() {
        let what = match silent.len() {
            1 => format!("the picture {first} has no text for those who cannot see it"),
            many => format!("{many} pictures have no text for those who cannot see them, {first} the first"),
        };
        let mend = "Say between the brackets what it shows: ![The red button](button.png)";
        out.push(Finding::note(path, "alt", line(first), what, mend));
    }
    out
}

fn dropped(events: &[Event<'_>]) -> Vec<&'static str> {
    let holds = |html: &str, name: &str| {
        let html = html.to_ascii_lowercase();
        html.match_indices(&format!("<{name}")).any(|(at, start)| {
            html[at + start.len()..].chars().next().is_none_or(|c| !c.is_ascii_alphanumeric() && c != '-')
        })
    };
    let is_held = |name: &&str| {
        events.iter().any(|event| matches!(event, Event::Html(html) | Event::InlineHtml(html) if holds(html, name)))
    };
    DROPPED.into_iter().filter(is_held).collect()
}

/// Addresses of pictures without a text in their place.
fn without_words(events: &[Event<'_>]) -> Vec<String> {
    let mut out = Vec::new();
    let mut open: Option<(String, bool)> = None;
    for event in events {
        match event {
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                open = Some((dest_url.to_string(), !title.trim().is_empty()));
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, said)) = &mut open {
                    *said |= !text.trim().is_empty();
                }
            }
            Event::End(TagEnd::Image) => out.extend(open.take().filter(|(_, said)| !said).map(|(url, _)| url)),
            _ => {}
        }
    }
    out
}
