//! Components of MDX sites: a tab becomes a label over its content, an aside an alert, a card a
//! link; what nobody knows is unwrapped.

use super::super::markdown::{CLOSE, Html, OPEN, alert_kind, attribute};

/// What stands in a component's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instead {
    /// Nothing; the children stay.
    Nothing,
    /// Text within a line.
    Inline(String),
    /// A block of its own.
    Block(String),
    /// The tag is no component but text such as `List<T>`.
    Text,
}

/// Says what stands in the place of a tag. `closed` tells whether its end tag follows somewhere.
#[must_use]
pub fn component(tag: &Html, mdx: bool, closed: bool) -> Instead {
    let name = tag.name.to_lowercase();
    let is_alert = matches!(name.as_str(), "aside" | "admonition" | "callout" | "alert")
        || (alert_kind(&name).is_some() && name != "check");
    if tag.closing {
        return match name.as_str() {
            _ if is_alert => Instead::Block(format!("{OPEN}/{CLOSE}")),
            "details" | "accordion" | "spoiler" | "expandable" | "accordionitem" => {
                Instead::Block(format!("{OPEN}/{CLOSE}"))
            }
            _ => Instead::Nothing,
        };
    }
    let title = attribute(tag, &["title", "label", "summary", "header", "heading", "name"]);
    if is_alert && !tag.self_closing {
        let kind =
            attribute(tag, &["type", "kind", "variant", "intent"]).and_then(alert_kind).or_else(|| alert_kind(&name));
        return Instead::Block(format!("{OPEN}alert {}{CLOSE}{}", kind.unwrap_or("note"), title.unwrap_or_default()));
    }
    match name.as_str() {
        "details" | "accordion" | "spoiler" | "expandable" | "accordionitem" if !tag.self_closing => {
            Instead::Block(format!("{OPEN}details{CLOSE}{}", title.unwrap_or("…")))
        }
        "tabitem" | "tab" | "tabpanel" | "fragment" | "codetab" => {
            match attribute(tag, &["label", "title", "value", "name", "slot"]) {
                Some(label) => Instead::Block(format!("**{label}**")),
                None => Instead::Nothing,
            }
        }
        "image" | "img" | "picture" | "figure" | "themedimage" | "zoom" => picture(tag),
        "youtube" | "liteyoutube" => match attribute(tag, &["id", "videoid", "url"]) {
            Some(id) => Instead::Block(video(id)),
            None => Instead::Nothing,
        },
        "kbd" | "key" if tag.self_closing => inline(attribute(tag, &["k", "name", "keys"])),
        "since" | "version" => inline(attribute(tag, &["v", "version"]).map(|v| format!("v{v}")).as_deref()),
        "br" => Instead::Inline("<br>".to_owned()),
        _ => other(tag, title, mdx, closed),
    }
}

fn other(tag: &Html, title: Option<&str>, mdx: bool, closed: bool) -> Instead {
    let href = attribute(tag, &["href", "to", "link", "url"]);
    match (title, href) {
        (Some(title), Some(href)) => {
            let about = attribute(tag, &["description", "text"]).map(|text| format!(" – {text}")).unwrap_or_default();
            Instead::Block(format!("**[{title}](<{href}>)**{about}"))
        }
        (Some(title), None) => Instead::Block(format!("**{title}**")),
        (None, Some(href)) if tag.self_closing => {
            Instead::Inline(format!("<{href}>").replace("</", "/").replace("<#", "#"))
        }
        _ if tag.self_closing => inline(attribute(tag, &["text", "content", "children", "term"])),
        _ if !mdx && !closed && tag.attributes.is_empty() && !tag.name.is_empty() => Instead::Text,
        _ => Instead::Nothing,
    }
}

fn inline(text: Option<&str>) -> Instead {
    text.map_or(Instead::Nothing, |text| Instead::Inline(text.to_owned()))
}

fn picture(tag: &Html) -> Instead {
    let alt = attribute(tag, &["alt", "caption", "title"]).unwrap_or_default().replace(['[', ']'], "");
    match attribute(tag, &["src", "source", "path"]) {
        Some(src) => Instead::Inline(format!("![{alt}](<{src}>)")),
        None if alt.is_empty() => Instead::Nothing,
        None => Instead::Inline(format!("*{}*", alt.replace('*', ""))),
    }
}

/// A link to a video, by its id or address.
#[must_use]
pub fn video(id: &str) -> String {
    if id.contains("://") {
        return format!("<{id}>");
    }
    let id: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    format!("<https://www.youtube.com/watch?v={id}>")
}
