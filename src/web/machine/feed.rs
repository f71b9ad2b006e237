//! The feed of a locale's latest articles (Atom, RFC 4287).

use std::fmt::Write as _;

use super::{Source, cut, xml::escape};
use crate::{
    base::{Locale, i18n},
    kb::Article,
};

const ENTRIES: usize = 40;

/// The latest articles, newest first.
pub fn atom(source: &Source<'_>, locale: &Locale) -> String {
    let mut articles: Vec<&Article> = source.view.articles(locale).filter(|article| article.listed).collect();
    articles.sort_by(|a, b| b.updated.cmp(&a.updated).then_with(|| a.key.cmp(&b.key)));
    articles.truncate(ENTRIES);
    let base = escape(&source.public_url);
    let title = i18n::t_args(locale, "site-feed-title", &[("site", source.name().into())]);
    let updated =
        articles.first().map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), |article| article.updated.to_string());
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{locale}\">\n\
         <title>{}</title>\n<id>{base}/{locale}/</id>\n<updated>{updated}</updated>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{base}/{locale}/feed.xml\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{base}/{locale}/\"/>\n<author><name>{}</name></author>\n",
        escape(&title),
        escape(source.name()),
    );
    for article in articles {
        let url = format!("{base}{}", escape(&article.url()));
        let text = article.summary();
        let _ = writeln!(
            out,
            "<entry><title>{}</title><id>{url}</id><link rel=\"alternate\" type=\"text/html\" href=\"{url}\"/>\
             <updated>{}</updated><summary>{}</summary></entry>",
            escape(&article.title),
            article.updated,
            escape(&cut(&text, 400)),
        );
    }
    out.push_str("</feed>\n");
    out
}
