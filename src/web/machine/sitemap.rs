//! The sitemap (<https://www.sitemaps.org>): one document while it is small, else an index of one or
//! more per locale, each page with its translations.

use std::{collections::HashMap, fmt::Write as _};

use super::{Source, xml::escape};
use crate::{
    base::{ArticleKey, CategoryKey, Locale},
    kb::{Article, Category},
};

/// Addresses in one document.
const LARGEST: usize = 5000;

/// One page: its path, its last change, and what it is in every locale.
struct Entry {
    path: String,
    changed: Option<String>,
    same: Same,
}

enum Same {
    /// A page that every locale has, by what follows the locale.
    Everywhere(&'static str),
    Category(CategoryKey),
    Article(ArticleKey),
}

/// Where a page is, locale by locale.
struct Translations<'a> {
    locales: &'a [Locale],
    default: Locale,
    articles: HashMap<&'a ArticleKey, Vec<&'a Article>>,
    categories: HashMap<&'a CategoryKey, Vec<&'a Category>>,
}

impl<'a> Translations<'a> {
    fn new(source: &Source<'a>) -> Self {
        let mut all = Self {
            locales: source.locales(),
            default: source.app.default_locale(),
            articles: HashMap::new(),
            categories: HashMap::new(),
        };
        for locale in source.locales() {
            for article in source.view.articles(locale) {
                all.articles.entry(&article.key).or_default().push(article);
            }
            for category in source.view.categories(locale) {
                all.categories.entry(&category.key).or_default().push(category);
            }
        }
        all
    }

    fn of(&self, same: &Same) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = match same {
            Same::Everywhere(rest) => {
                self.locales.iter().map(|locale| (locale.to_string(), format!("/{locale}/{rest}"))).collect()
            }
            Same::Category(key) => {
                self.categories.get(key).into_iter().flatten().map(|it| (it.locale.to_string(), it.url())).collect()
            }
            Same::Article(key) => {
                self.articles.get(key).into_iter().flatten().map(|it| (it.locale.to_string(), it.url())).collect()
            }
        };
        if found.len() < 2 {
            return Vec::new();
        }
        let default = found.iter().find(|(tag, _)| tag == self.default.as_str()).unwrap_or(&found[0]).1.clone();
        found.push(("x-default".to_owned(), default));
        found
    }
}

fn entries(source: &Source<'_>, locale: &Locale) -> Vec<Entry> {
    let mut all = vec![Entry { path: format!("/{locale}/"), changed: None, same: Same::Everywhere("") }];
    if source.app.config.site.contact {
        all.push(Entry { path: format!("/{locale}/contact"), changed: None, same: Same::Everywhere("contact") });
    }
    let categories = source.view.categories(locale).filter(|category| category.listed && !category.key.is_root());
    all.extend(categories.map(|category| Entry {
        path: category.url(),
        changed: None,
        same: Same::Category(category.key.clone()),
    }));
    let articles = source.view.articles(locale).filter(|article| article.listed);
    all.extend(articles.map(|article| Entry {
        path: article.url(),
        changed: Some(article.updated.to_string()),
        same: Same::Article(article.key.clone()),
    }));
    all
}

/// `/sitemap.xml`
pub fn index(source: &Source<'_>) -> String {
    let per_locale: Vec<(&Locale, Vec<Entry>)> =
        source.locales().iter().map(|locale| (locale, entries(source, locale))).collect();
    let total: usize = per_locale.iter().map(|(_, entries)| entries.len()).sum();
    if total <= LARGEST {
        let all: Vec<Entry> = per_locale.into_iter().flat_map(|(_, entries)| entries).collect();
        return url_set(source, &all);
    }
    let base = escape(&source.public_url);
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (locale, entries) in per_locale {
        for page in 1..=entries.len().div_ceil(LARGEST) {
            let query = if page == 1 { String::new() } else { format!("?page={page}") };
            let _ = writeln!(out, "<sitemap><loc>{base}/{locale}/sitemap.xml{query}</loc></sitemap>");
        }
    }
    out.push_str("</sitemapindex>\n");
    out
}

/// `/{locale}/sitemap.xml`; `None` for a page that there is not.
pub fn of_locale(source: &Source<'_>, locale: &Locale, page: usize) -> Option<String> {
    let all = entries(source, locale);
    let part = all.chunks(LARGEST).nth(page.checked_sub(1)?)?;
    Some(url_set(source, part))
}

fn url_set(source: &Source<'_>, entries: &[Entry]) -> String {
    let translations = Translations::new(source);
    let base = escape(&source.public_url);
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    for entry in entries {
        let _ = write!(out, "<url><loc>{base}{}</loc>", escape(&entry.path));
        if let Some(changed) = &entry.changed {
            let _ = write!(out, "<lastmod>{changed}</lastmod>");
        }
        for (tag, path) in translations.of(&entry.same) {
            let path = escape(&path);
            let _ = write!(out, "<xhtml:link rel=\"alternate\" hreflang=\"{tag}\" href=\"{base}{path}\"/>");
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}
