//! What a letter looks like, as text and as HTML: one template each for all letters.

use askama::Template;

/// What the templates print.
#[derive(Debug, Clone, Default)]
pub(super) struct View {
    /// Language of the letter.
    pub locale: String,
    /// Whether it runs from right to left.
    pub right_to_left: bool,
    /// The product's or company's name.
    pub site: String,
    /// Accent colour, `#rrggbb`.
    pub accent: String,
    /// "Hello Ada,"
    pub greeting: String,
    /// Paragraphs before what was written.
    pub lead: Vec<String>,
    /// What somebody wrote.
    pub written: Option<Written>,
    /// The thing to do.
    pub button: Option<(String, String)>,
    /// Marks to give, with the address for each.
    pub marks: Vec<(String, String)>,
    /// Paragraphs at the end, in small print.
    pub notes: Vec<String>,
    /// Who sends it.
    pub footer: String,
}

/// What somebody wrote.
#[derive(Debug, Clone, Default)]
pub(super) struct Written {
    /// As plain text.
    pub text: String,
    /// An agent's words as sanitised HTML.
    pub html: String,
    /// The reader's own words by line, quoted; empty for an agent's.
    pub quoted: Vec<String>,
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct Html<'a> {
    view: &'a View,
}

#[derive(Template)]
#[template(path = "mail/letter.txt", escape = "none")]
struct Text<'a> {
    view: &'a View,
}

impl View {
    /// The letter as plain text.
    pub fn text(&self) -> askama::Result<String> {
        Ok(Text { view: self }.render()?.trim().to_owned() + "\n")
    }

    /// The letter as HTML.
    pub fn html(&self) -> askama::Result<String> {
        Html { view: self }.render()
    }
}

impl Written {
    /// An agent's Markdown. Links to our own pages are made whole with the public URL.
    pub fn markdown(text: &str, public_url: &str) -> Self {
        let mut html = String::new();
        let options = pulldown_cmark::Options::ENABLE_TABLES | pulldown_cmark::Options::ENABLE_STRIKETHROUGH;
        pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new_ext(text, options));
        let mut clean = ammonia::Builder::default();
        clean.rm_tags(["img"]).link_rel(None);
        if let Ok(base) = ammonia::Url::parse(public_url) {
            clean.url_relative(ammonia::UrlRelative::RewriteWithBase(base));
        }
        Self { text: text.trim().to_owned(), html: clean.clean(&html).to_string(), quoted: Vec::new() }
    }

    /// The reader's own words, quoted and cut to `most` characters.
    pub fn quote(text: &str, most: usize) -> Self {
        let mut cut: String = text.trim().chars().take(most).collect();
        if cut.len() < text.trim().len() {
            cut.push('…');
        }
        let quoted: Vec<String> = cut.lines().map(str::to_owned).collect();
        let text = quoted.iter().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n");
        Self { text, html: String::new(), quoted }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agents_markdown_is_safe_and_its_links_work_from_a_mailbox() {
        let text = "See [this](/en/articles/billing/refunds) <script>alert(1)</script> **now** ![x](http://e/x.png)";
        let written = Written::markdown(text, "https://help.example.org");
        assert!(
            written.html.contains("href=\"https://help.example.org/en/articles/billing/refunds\""),
            "{}",
            written.html
        );
        assert!(written.html.contains("<strong>now</strong>"));
        assert!(!written.html.contains("script") && !written.html.contains("<img"), "{}", written.html);
    }

    #[test]
    fn a_quote_is_escaped_cut_and_marked() {
        let quote = Written::quote("a <b>\nsecond line", 8);
        assert_eq!(quote.text, "> a <b>\n> se…");
        let html = View { written: Some(quote), ..View::default() }.html().unwrap();
        assert!(html.contains("a &#60;b&#62;<br>") && !html.contains("<b>"), "{html}");
    }

    #[test]
    fn both_forms_carry_everything() {
        let view = View {
            locale: "hu".into(),
            site: "Acme & fia".into(),
            accent: "#1f6f5c".into(),
            greeting: "Kedves Éva!".into(),
            lead: vec!["Megkaptuk.".into()],
            written: Some(Written::quote("Hol a számla?", 99)),
            button: Some(("Megnyitás".into(), "https://help.example.org/hu/tickets/abc".into())),
            marks: vec![("5".into(), "https://help.example.org/hu/tickets/abc?score=5".into())],
            notes: vec!["Válaszolhat erre a levélre.".into()],
            footer: "Acme & fia".into(),
            ..View::default()
        };
        let (text, html) = (view.text().unwrap(), view.html().unwrap());
        for part in ["Kedves Éva!", "Megkaptuk.", "Hol a számla?", "/hu/tickets/abc", "score=5", "Válaszolhat"] {
            assert!(text.contains(part) && html.contains(part), "{part}\n{text}\n{html}");
        }
        assert!(text.contains("Acme & fia") && html.contains("Acme &#38; fia"), "{html}");
        assert!(!text.contains("\n\n\n"), "{text:?}");
    }
}
