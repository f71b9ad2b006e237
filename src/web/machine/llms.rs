//! `llms.txt` (<https://llmstxt.org>): what language models are pointed at, as Markdown.

use std::fmt::Write as _;

use super::{Source, cut};
use crate::base::{CategoryKey, i18n};

/// The articles of every locale, the site's own first, each with its Markdown's address.
pub fn text(source: &Source<'_>) -> String {
    let own = source.app.default_locale();
    let mut locales: Vec<_> = source.locales().iter().collect();
    locales.sort_by_key(|locale| **locale != own);
    let description = locales.first().and_then(|locale| {
        source.view.category(locale, &CategoryKey::from("")).and_then(|root| root.description.clone())
    });
    let standard = i18n::t_args(&own, "site-home-description", &[("site", source.name().into())]);
    let mut out = format!("# {}\n\n> {}\n", line(source.name()), line(&description.unwrap_or(standard)));
    for locale in locales {
        let _ = write!(out, "\n## {}\n\n", i18n::autonym(locale));
        for article in source.view.articles(locale).filter(|article| article.listed) {
            let text = article.summary();
            let title = line(&article.title).replace(['[', ']'], "");
            let _ = write!(out, "- [{title}]({}{}.md)", source.public_url, article.url());
            let _ = if text.trim().is_empty() { writeln!(out) } else { writeln!(out, ": {}", cut(&text, 160)) };
        }
    }
    out
}

fn line(text: &str) -> String {
    cut(text, 400)
}
