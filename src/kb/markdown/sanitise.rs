//! The last word on HTML: only what a help page needs passes, whatever came before.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use ammonia::Builder;

use super::{section::harmless, tag};

/// Classes that pages style; all others are dropped.
const CLASSES: [&str; 10] = [
    "alert",
    "alert-title",
    "broken-link",
    "table-wrap",
    "footnote-ref",
    "footnote",
    "footnote-label",
    "task",
    "missing-image",
    "code-title",
];

static BUILDER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .add_tags([
            "video",
            "audio",
            "source",
            "input",
            "figure",
            "figcaption",
            "section",
            "mark",
            "details",
            "summary",
            "kbd",
        ])
        .rm_tags(["h1", "map", "area", "header", "footer", "nav", "aside", "article"])
        .add_generic_attributes(["id", "class", "role", "dir", "tabindex"])
        .add_tag_attributes("a", ["rel", "title"])
        .add_tag_attributes("img", ["loading", "decoding", "width", "height", "alt", "src", "title"])
        .add_tag_attributes("video", ["src", "controls", "poster", "width", "height", "preload", "muted", "loop"])
        .add_tag_attributes("audio", ["src", "controls", "preload"])
        .add_tag_attributes("source", ["src", "type"])
        .add_tag_attributes("details", ["open"])
        .add_tag_attributes("input", ["type", "checked", "disabled"])
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "sms", "xmpp", "irc", "ircs", "data"]))
        .link_rel(None)
        .strip_comments(true)
        .attribute_filter(filter);
    builder.set_tag_attribute_values(HashMap::from([(
        "input",
        HashMap::from([("type", "checkbox"), ("disabled", ""), ("aria-label", "✓")]),
    )]));
    builder
});

/// Cleans a page's HTML.
#[must_use]
pub fn sanitise(html: &str) -> String {
    settle(BUILDER.clean(html).to_string())
}

/// Takes out what would look like other systems' markup once tags between its halves are gone.
fn settle(html: String) -> String {
    if !["{{", "}}", "{%", "%}", ":::"].iter().any(|mark| html.contains(mark)) {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    let (mut rest, mut code) = (html.as_str(), 0_u32);
    while !rest.is_empty() {
        if let Some((tag, length)) = tag::scan(rest) {
            if tag.is("code") || tag.is("pre") {
                code = if tag.closing { code.saturating_sub(1) } else { code + 1 };
            }
            out.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let length = rest[first..].find('<').map_or(rest.len(), |at| first + at);
        let text = &rest[..length];
        if code > 0 {
            out.push_str(text)
        } else {
            out.push_str(&harmless(text))
        }
        rest = &rest[length..];
    }
    out
}

fn filter<'u>(element: &str, attribute: &str, value: &'u str) -> Option<Cow<'u, str>> {
    match attribute {
        "class" => {
            let kept: Vec<&str> = value.split_whitespace().filter(|class| is_known(class)).collect();
            (!kept.is_empty()).then(|| Cow::Owned(kept.join(" ")))
        }
        "id" => (!value.is_empty() && !value.contains(char::is_whitespace)).then_some(Cow::Borrowed(value)),
        "href" | "src" | "poster" if has_data_scheme(value) => {
            let picture = ["png", "jpeg", "jpg", "gif", "webp"]
                .iter()
                .any(|kind| value.trim_start().to_ascii_lowercase().starts_with(&format!("data:image/{kind};base64,")));
            (element == "img" && attribute == "src" && picture).then_some(Cow::Borrowed(value))
        }
        "tabindex" => (value == "0").then_some(Cow::Borrowed(value)),
        "role" => ["note", "region", "img"].contains(&value).then_some(Cow::Borrowed(value)),
        "width" | "height" => {
            value.trim_end_matches(['%', 'p', 'x']).parse::<u32>().is_ok().then_some(Cow::Borrowed(value))
        }
        _ => Some(Cow::Borrowed(value)),
    }
}

fn has_data_scheme(value: &str) -> bool {
    let letters: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(5).collect();
    letters.eq_ignore_ascii_case("data:")
}

fn is_known(class: &str) -> bool {
    CLASSES.contains(&class) || ["alert-", "hl-", "language-", "align-"].iter().any(|prefix| class.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_html_passes() {
        for bad in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<iframe src=\"https://x\"></iframe>",
            "<form action=x><input name=p type=password></form>",
            "<p style=\"x\">",
            "<svg><animate onbegin=alert(6) attributeName=x dur=1s></svg>",
            "<a href=\"data:text/html,x\">x</a>",
            "<a href=\"da\nta:text/html,x\">x</a>",
            "<img src=\"data:image/svg+xml;base64,xx\">",
            "<object data=x></object>",
            "<base href=x>",
            "<meta http-equiv=refresh>",
        ] {
            let clean = sanitise(bad);
            for word in [
                "script", "onerror", "iframe", "<form", "style", "onbegin", "data:", "object", "<base", "<meta",
                "password",
            ] {
                assert!(!clean.contains(word), "{bad} → {clean}");
            }
        }
        let fine =
            "<details><summary>More</summary><p class=\"alert alert-note\" id=\"x\">y <kbd>K</kbd></p></details>";
        assert_eq!(sanitise(fine), fine);
    }
}
