//! What readers see of other systems' markup.

use super::*;

fn md(text: &str) -> String {
    degrade(text, false).into_owned()
}

/// What a reader would see of a text.
fn seen(text: &str, is_mdx: bool) -> String {
    let prepared = degrade(text, is_mdx);
    let document = super::super::markdown::document(&super::super::markdown::events(&prepared), "");
    document
        .sections
        .iter()
        .map(|s| format!("{}\n{}", s.title, s.text))
        .collect::<Vec<_>>()
        .join("\n")
        .trim()
        .to_owned()
}

#[test]
fn plain_markdown_is_not_touched() {
    for text in [
        "# A\n\nb {x} <https://x.org> `{{ x }}`",
        "```\n{{< x >}}\nimport a from 'b'\n:::note\n```\n",
        "a < b and c > d",
    ] {
        assert_eq!(md(text), text);
    }
}

#[test]
fn mdx_becomes_readable() {
    let text = "import { Tabs } from 'x';\nimport Y from \"y\"\n\nexport const a = {\n  b: 1,\n};\n\n# Hello {/* no */}\n\n<Tabs>\n  <TabItem label=\"npm\">\n    Run `npm {x}`.\n\n    ```sh\n    npm i\n    ```\n  </TabItem>\n</Tabs>\n\nCount {\"{literal}\"} <Since v=\"2.0\" /> {frontmatter.title}\n";
    let said = seen(text, true);
    assert_eq!(said, "Hello\nnpm\nRun npm {x}.\nnpm i\nCount {literal} v2.0");
}

#[test]
fn components_keep_their_children() {
    assert_eq!(
        seen("<Steps>\n1. One\n   <Aside type=\"tip\" title=\"Mind\">\n   Text\n   </Aside>\n2. Two\n</Steps>", true),
        "One\nMind\nText\nTwo"
    );
    assert_eq!(seen("<Card title=\"A\" href=\"/b/\" />", true), "A");
    assert_eq!(seen("Use List<T> or <ReadMore>this</ReadMore>.", false), "Use List<T> or this.");
    assert_eq!(seen("<div style={{ color: 'red' }}>\n**bold**\n</div>", true), "bold");
}

#[test]
fn shortcodes_become_readable() {
    for (text, said) in [
        ("See [x]({{< ref \"a/b\" >}}) now.", "See x now."),
        ("{{< figure src=\"a.png\" alt=\"A cat\" >}}", "A cat"),
        ("{{< new-in 0.128.0 />}}", "New in 0.128.0"),
        ("{{% note %}}\nMind.\n{{% /note %}}", "Mind."),
        ("{{< code-toggle file=hugo >}}\n[a]\nb = 1\n{{< /code-toggle >}}", "[a]\nb = 1"),
        ("A {{ page.title }} b", "A page.title b"),
        ("A {{ \"lit\" | upper }} b", "A lit b"),
        ("{% if x %}\nyes\n{% endif %}", "yes"),
        ("{% comment %} no {% endcomment %}yes", "yes"),
        ("{{ youtube(id=\"abc\") }}", "https://www.youtube.com/watch?v=abc"),
        ("Text{: .class}", "Text"),
        ("## Head {{< badge >}}\n", "Head"),
        ("unclosed {{ brace", "unclosed  brace"),
    ] {
        assert_eq!(seen(text, false), said, "{text}");
    }
}

#[test]
fn directives_become_alerts() {
    let text = "::::tip[My *title*]\nOne\n\n:::note\nTwo\n:::\n\nThree\n::::\nFour";
    assert_eq!(seen(text, false), "My title\nOne\nTwo\nThree\nFour");
    assert_eq!(seen("- a\n  :::warning Careful\n  b\n  :::\n- c", false), "a\nCareful\nb\nc");
    assert_eq!(
        seen(":::zone target=\"docs\"\nx\n:::zone-end\n::: moniker range=\">=1\"\ny\n::: moniker-end", false),
        "x\ny"
    );
    assert_eq!(seen(":::image type=\"content\" source=\"a.png\" alt-text=\"Alt.\":::", false), "Alt.");
    assert_eq!(seen("> [!NOTE] Text here\n> more", false), "Text here more");
    assert_eq!(seen("> [!NOTE]\n> One\n> [!TIP]\n> Two", false), "One\nTwo");
    assert_eq!(seen("> [!div class=\"x\"]\n> [Next](b.md)", false), "Next");
    assert_eq!(seen("[!code-csharp[Main](~/s/a.cs#1)]", false), "a.cs");
    assert_eq!(seen("[!VIDEO https://x.org/v]", false), "https://x.org/v");
}

#[test]
fn what_was_met_is_counted() {
    let (_, counts) = degrade_counted("{{< x >}} {% y %}\n:::note\n:::\n:::zone x\n", false);
    assert_eq!(counts, Counts::from([("shortcode", 1), ("liquid", 1), ("directive", 1)]));
}

#[test]
fn a_shortcode_closed_in_itself_takes_nothing_of_what_follows() {
    let text =
        "{{< code-toggle config=build />}}\n\n## Cache\n\n{{< code-toggle file=hugo >}}\na = 1\n{{< /code-toggle >}}\n";
    let seen = seen(text, false);
    assert!(seen.contains("Cache\n") && seen.contains("a = 1") && !seen.contains("##"), "{seen}");
    assert_eq!(md("{{< qr text=\"call us\" />}}"), "call us");
}

#[test]
fn in_mdx_fenced_code_ends_at_any_indentation() {
    for close in ["", "    ", "            "] {
        let text = format!(
            "1. Deploy\n\n   <Tabs>\n     <TabItem label=\"a\">\n       ```sh\n       run it\n{close}```\n     </TabItem>\n   </Tabs>\n\n## Next\n\nText.\n"
        );
        let seen = seen(&text, true);
        assert!(seen.contains("Next\nText.") && seen.contains("run it") && !seen.contains("##"), "{close:?}: {seen}");
    }
}
