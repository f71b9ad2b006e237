//! Text of people as safe HTML: Markdown of agents, plain text of requesters.

use std::{collections::HashSet, sync::LazyLock};

use pulldown_cmark::{Event, Options, Parser, html};

/// Elements and schemes that may stand in a message; links open beside the desk.
static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = ammonia::Builder::default();
    cleaner
        .rm_tags(["img", "style", "map", "area"])
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .link_rel(Some("noopener nofollow"))
        .set_tag_attribute_value("a", "target", "_blank");
    cleaner
});

/// Markdown as an agent writes it: line breaks count, HTML is shown as text.
#[must_use]
pub fn markdown(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_ext(text, options).map(|event| match event {
        Event::SoftBreak => Event::HardBreak,
        Event::Html(source) | Event::InlineHtml(source) => Event::Text(source),
        other => other,
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    CLEANER.clean(&out).to_string()
}

/// Plain text as a requester writes it: paragraphs, line breaks, addresses made links.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::new();
    for paragraph in text.replace("\r\n", "\n").split("\n\n").map(str::trim).filter(|part| !part.is_empty()) {
        let lines: Vec<String> = paragraph.lines().map(linked).collect();
        out.push_str("<p>");
        out.push_str(&lines.join("<br>"));
        out.push_str("</p>");
    }
    CLEANER.clean(&out).to_string()
}

/// One line, escaped, with its http(s) addresses as links.
fn linked(line: &str) -> String {
    let word = |word: &str| {
        let address = word.trim_end_matches(['.', ',', ';', ':', ')', '!', '?']);
        let is_link = address.starts_with("https://") || address.starts_with("http://");
        if is_link {
            let (address, rest) = word.split_at(address.len());
            let shown = escape(address);
            format!("<a href=\"{shown}\">{shown}</a>{}", escape(rest))
        } else {
            escape(word)
        }
    };
    line.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Text for HTML.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agent_writes_markdown_and_nobody_writes_html() {
        let html = markdown("**Hello**\nsee [the page](https://example.org/a) <script>alert(1)</script>");
        assert!(html.starts_with("<p><strong>Hello</strong><br>"), "{html}");
        assert!(html.contains("href=\"https://example.org/a\"") && html.contains("target=\"_blank\""), "{html}");
        assert!(html.contains("&lt;script&gt;"), "{html}");
        assert!(!markdown("[x](javascript:alert(1))").contains("javascript"));
    }

    #[test]
    fn a_requester_writes_plain_text() {
        let html = plain("Hi,\nit *fails* at https://example.org/x?a=1&b=2.\r\n\r\n<b>Thanks</b>");
        assert!(html.contains("Hi,<br>it *fails* at <a"), "{html}");
        assert!(html.contains("href=\"https://example.org/x?a=1&amp;b=2\""), "{html}");
        assert!(html.ends_with("<p>&lt;b&gt;Thanks&lt;/b&gt;</p>"), "{html}");
    }
}
