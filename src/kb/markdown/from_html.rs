//! HTML back into Markdown, for programs that read an article as text: the page's own links, without
//! what other systems' markup was.

use std::sync::LazyLock;

use htmd::{
    Element, HtmlToMarkdown,
    element_handler::{HandlerResult, Handlers},
};

/// What the library has no Markdown for by itself.
static CONVERTER: LazyLock<HtmlToMarkdown> = LazyLock::new(|| {
    HtmlToMarkdown::builder()
        .add_handler(vec!["del", "s"], |handlers: &dyn Handlers, element: Element| {
            let inside = handlers.walk_children(element.node).content;
            Some(HandlerResult::from(if inside.trim().is_empty() { inside } else { format!("~~{inside}~~") }))
        })
        .add_handler(vec!["input"], |_: &dyn Handlers, element: Element| {
            (attribute(&element, "type") == "checkbox").then(|| {
                let checked = element.attrs.iter().any(|attr| &*attr.name.local == "checked");
                HandlerResult::from(if checked { "[x] " } else { "[ ] " }.to_owned())
            })
        })
        .add_handler(vec!["sup"], |handlers: &dyn Handlers, element: Element| {
            let inside = handlers.walk_children(element.node).content;
            Some(HandlerResult::from(match &*attribute(&element, "class") {
                "footnote-ref" => format!("[^{}]", number(&inside)),
                "footnote-label" => format!("[^{}]: ", number(&inside)),
                _ => inside,
            }))
        })
        .add_handler(vec!["div"], |handlers: &dyn Handlers, element: Element| {
            let class = attribute(&element, "class");
            let kind = class.split(' ').find_map(|class| class.strip_prefix("alert-"));
            let inside = handlers.walk_children(element.node).content;
            match kind {
                Some(kind) => {
                    let quoted: Vec<String> = inside.trim().lines().map(|line| format!("> {line}")).collect();
                    let text = format!("\n\n> [!{}]\n{}\n\n", kind.to_uppercase(), quoted.join("\n"));
                    Some(HandlerResult::from(text.replace("> \n", ">\n")))
                }
                None => Some(HandlerResult::from(format!("\n\n{}\n\n", inside.trim()))),
            }
        })
        .add_handler(vec!["p"], |handlers: &dyn Handlers, element: Element| {
            // The title of an alert is said by its mark.
            match &*attribute(&element, "class") {
                "alert-title" => Some(HandlerResult::from(String::new())),
                _ => handlers.fallback(element),
            }
        })
        .build()
});

fn attribute(element: &Element<'_>, name: &str) -> String {
    let found = element.attrs.iter().find(|attr| &*attr.name.local == name);
    found.map(|attr| attr.value.to_string()).unwrap_or_default()
}

/// The number of a footnote, whatever link stands around it.
fn number(text: &str) -> String {
    text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect()
}

/// Markdown of sanitised HTML.
#[must_use]
pub fn from_html(html: &str) -> String {
    CONVERTER.convert(html).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_strikes_notes_and_alerts_come_back() {
        let html = "<ul><li><input type=\"checkbox\" checked disabled> done</li></ul><p><del>old</del> new\
            <sup class=\"footnote-ref\"><a href=\"#fn-1\">1</a></sup></p>\
            <div class=\"alert alert-tip\" role=\"note\"><p class=\"alert-title\">Tip</p><p>Save it.</p></div>\
            <div class=\"footnote\" id=\"fn-1\"><sup class=\"footnote-label\">1</sup><p>A note.</p></div>";
        let text = from_html(html);
        for part in ["[x]", "done", "~~old~~ new[^1]", "> [!TIP]\n>", "> Save it.", "[^1]:", "A note."] {
            assert!(text.contains(part), "{part} in:\n{text}");
        }
        assert!(!text.contains("> Tip"), "{text}");
    }
}
