//! Whatever is in a file: nothing panics, nothing harmful or internal gets out.

use std::sync::LazyLock;

use proptest::prelude::*;
use regex::Regex;

use super::{everything, folder, load, write};
use crate::{
    base::Audience,
    kb::{front_matter, markdown},
};

static HARMFUL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)<script|<style|<iframe|<object|<form|<[^>]*\son[a-z]+\s*=|<[^>]*\sstyle=|(?:href|src)="\s*(?:javascript|vbscript|data:text)"#).unwrap()
});
static CODE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?s)<pre.*?</pre>|<code.*?</code>").unwrap());
static ATTRIBUTES: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"="[^"]*""#).unwrap());

/// Pieces that parsers stumble over, joined at random.
fn soup(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(pieces), 0..40).prop_map(|parts| parts.concat())
}

const MARKUP: &[&str] = &[
    "\n",
    "\n\n",
    "  ",
    "    ",
    "> ",
    "- ",
    "1. ",
    "# ",
    "## Head",
    "| a | b |\n|---|---|\n",
    "[x](",
    ")",
    "[",
    "]",
    "![",
    "<Tabs>",
    "</Tabs>",
    "<TabItem label=\"a\">",
    "<div>",
    "</div>",
    "<script>",
    "</script>",
    "<img src=x onerror=y>",
    "{{< x >}}",
    "{{",
    "}}",
    "{%",
    "%}",
    "{{% /x %}}",
    ":::",
    ":::note",
    "::::tip[T]",
    "[!NOTE]",
    "import a from 'b'",
    "{",
    "}",
    "`",
    "```",
    "~~~",
    "\\",
    "&amp;",
    "&",
    "<",
    ">",
    "word",
    "é",
    "\u{200b}",
    "[^1]",
    "[^1]: n",
    "{#id}",
    "***",
    "_",
    "javascript:x",
    "a.md",
    "<a name=\"x\">",
    "<!--",
    "-->",
    "\u{E000}",
    "\u{E001}",
    "=\"",
    "'",
];

const NO_CODE: &[&str] = &[
    "\n",
    "\n\n",
    "> ",
    "- ",
    "1. ",
    "# Head\n",
    "word",
    ":::",
    "\n:::\n",
    "\n:::note\n",
    "\n::::tip[T]\n",
    "<div>",
    "</div>\n",
    "<Tabs>",
    "{{< x >}}",
    "{%",
    "<!--",
    "-->",
    "[x](y)",
    "| a |\n|---|\n",
    "    ",
    "\\",
    "[^1]: n",
    "\n:::agent\nSECRET\n:::\n",
    "\n> :::agent\n> SECRET\n> :::\n",
    "\n- :::agent\n  SECRET\n  :::\n",
    "\n:::agent[SECRET]\n# SECRET\n:::\n",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_markup_becomes_a_harmless_page(text in soup(MARKUP), mdx: bool) {
        let kb = folder(&[("en/other.md", "# Other\n\nText.\n")]);
        write(kb.path(), if mdx { "en/a.mdx" } else { "en/a.md" }, &text);
        let library = load(kb.path());
        for audience in [Audience::Public, Audience::Agent] {
            let view = library.view(audience);
            for article in view.articles(&super::en()) {
                let page = view.render(article).html;
                prop_assert!(!HARMFUL.is_match(&page), "{page}");
                let bare = CODE.replace_all(&page, "");
                let bare = ATTRIBUTES.replace_all(&bare, "");
                for mark in ["{{", "{%", ":::", "<Tabs", "\u{E000}", "\u{E001}"] {
                    prop_assert!(!bare.contains(mark), "{mark} in {bare}");
                }
                let _ = (view.document(article), view.markdown(article));
            }
        }
    }

    #[test]
    fn what_is_for_agents_stays_with_them(text in soup(NO_CODE)) {
        let kb = folder(&[]);
        write(kb.path(), "en/a.md", format!("Begin.\n\n{text}"));
        write(kb.path(), "en/_bot/c.md", format!("---\nquestions: [q]\n---\nBegin.\n\n{text}"));
        let library = load(kb.path());
        let seen = everything(library.view(Audience::Public), &library);
        prop_assert!(!seen.contains("SECRET"), "{seen}");
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), toml: bool) {
        let kb = folder(&[]);
        let fence: &[u8] = if toml { b"+++\n" } else { b"---\n" };
        write(kb.path(), "en/a.md", &bytes);
        write(kb.path(), "en/b.md", [fence, &bytes, b"\n", fence, b"text"].concat());
        write(kb.path(), "en/_bot/c.md", [fence, &bytes, b"\n", fence, b"text"].concat());
        write(kb.path(), "en/_synonyms.toml", &bytes);
        let library = load(kb.path());
        let _ = (everything(library.view(Audience::Agent), &library), crate::kb::check(&library));
    }

    #[test]
    fn any_text_has_a_body_and_a_preparation(text in "\\PC{0,400}") {
        if let Ok(split) = front_matter::split(&text) {
            prop_assert!(text.ends_with(split.body));
        }
        let prepared = markdown::prepare(&text, Audience::Public, true);
        let _ = markdown::events(&prepared);
    }
}

#[test]
fn deep_and_long_input_is_rendered_in_time_and_without_overflow() {
    let kb = folder(&[
        ("en/quotes.md", &">".repeat(5_000)),
        ("en/brackets.md", &"[".repeat(50_000)),
        ("en/braces.md", &"{{ ".repeat(20_000)),
        ("en/ticks.md", &"` `` ".repeat(10_000)),
        ("en/tags.mdx", &"<A>\n".repeat(5_000)),
        ("en/divs.md", &"<div>\n\n".repeat(3_000)),
        ("en/colons.md", &":::note\n".repeat(5_000)),
        ("en/agents.md", &":::agent\n".repeat(5_000)),
        ("en/emphasis.md", &"*a **b ".repeat(5_000)),
        ("en/heads.md", &"## Same\n".repeat(5_000)),
    ]);
    let mut list = String::new();
    for depth in 0..400 {
        list.push_str(&format!("{}- item\n", "  ".repeat(depth)));
    }
    write(kb.path(), "en/list.md", list);
    let library = load(kb.path());
    assert_eq!(library.stats().articles, 11);
    let _ = everything(library.view(Audience::Agent), &library);
}
