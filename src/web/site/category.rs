//! The page of a category.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use unicode_normalization::UnicodeNormalization as _;

use super::{
    Crumb, Link, Page, article::below, home::link, json_ld, moved, notice::not_found, page::cut, reader::Reader,
    rendered, stored, tree::Tree, visit::Visit,
};
use crate::{
    app::Error,
    base::CategoryKey,
    kb::{Article, Category},
};

/// What a category's page prints.
#[derive(Template)]
#[template(path = "site/category.html")]
pub struct CategoryPage {
    pub(super) page: Page,
    pub(super) crumbs: Vec<Crumb>,
    pub(super) title: String,
    pub(super) description: Option<String>,
    /// Safe HTML.
    pub(super) introduction: String,
    pub(super) count: usize,
    pub(super) articles: Vec<Link>,
    /// The same by first letters, when there are very many; then `articles` is empty.
    pub(super) letters: Vec<Letter>,
    /// The categories below, flat, in order.
    pub(super) children: Vec<Branch>,
    /// The categories at the top.
    pub(super) topics: Vec<Link>,
    pub(super) own_url: String,
}

/// The articles of a long list that begin alike.
pub struct Letter {
    pub(super) label: String,
    pub(super) id: String,
    pub(super) articles: Vec<Link>,
}

/// A category below, at some depth.
pub struct Branch {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) url: String,
    pub(super) description: Option<String>,
    /// 1 for those right below.
    pub(super) depth: usize,
    /// Of the heading: 2 to 4.
    pub(super) level: usize,
    pub(super) count: usize,
    pub(super) articles: Vec<Link>,
}

/// Articles named per category below; its own page has the rest.
const PER_BRANCH: usize = 12;
const DEEPEST: usize = 3;
/// Articles from which a list shows titles alone.
const MANY: usize = 120;

/// Builds it.
#[must_use]
pub fn category(reader: &Reader<'_>, category: &Category) -> CategoryPage {
    let tree = Tree::new(reader.view, reader.locale);
    let path = category.url();
    let mut page = reader.page(&path, &category.title);
    let standard = crate::base::i18n::t_args(
        reader.locale,
        "site-category-description",
        &[("title", category.title.as_str().into()), ("site", reader.frame.name.as_str().into())],
    );
    page = page.described(category.description.as_deref().unwrap_or(&standard));
    page = page.spoken(reader.locales, |other| reader.view.category(other, &category.key).map(Category::url));
    let crumbs = reader.crumbs(&tree, category.key.parent().as_ref());
    let url = &reader.frame.public_url;
    let lang = reader.locale.as_str();
    page.json_ld.push(json_ld::breadcrumbs(url, &crumbs, &category.title, &path));
    page.json_ld.push(json_ld::collection(&category.title, &page.description, &format!("{url}{path}"), lang));
    let mut children = Vec::new();
    branches(&tree, &category.key, 1, &mut children);
    let letters = by_letter(tree.articles(&category.key));
    CategoryPage {
        page,
        crumbs,
        title: category.title.clone(),
        description: category.description.clone(),
        introduction: reader.view.introduction(category).html,
        count: tree.count(&category.key),
        articles: if letters.is_empty() { listed(tree.articles(&category.key)) } else { Vec::new() },
        letters,
        children,
        topics: topics(&tree),
        own_url: path,
    }
}

/// With their first words, unless there are so many that titles are what one looks for.
fn listed(articles: &[&Article]) -> Vec<Link> {
    let short = articles.len() > MANY;
    articles.iter().map(|article| if short { link(article) } else { noted(article) }).collect()
}

/// A long list that nobody has put in order, by the first letters of its titles; what begins with no letter
/// comes first.
fn by_letter(articles: &[&Article]) -> Vec<Letter> {
    if articles.len() <= MANY || articles.iter().any(|article| article.order.is_some()) {
        return Vec::new();
    }
    let mut parts: BTreeMap<String, Vec<Link>> = BTreeMap::new();
    for article in articles {
        parts.entry(letter(article.list_title())).or_default().push(link(article));
    }
    let part = |(at, (label, articles))| Letter { id: format!("part-{at}"), label, articles };
    parts.into_iter().enumerate().map(part).collect()
}

/// The first letter without its accents (й is one of its own), or `#`.
fn letter(title: &str) -> String {
    let first = title.nfc().next().filter(|first| first.is_alphabetic());
    let plain = first.and_then(|first| if matches!(first, 'й' | 'Й') { Some(first) } else { first.nfd().next() });
    plain.map_or_else(|| "#".to_owned(), |plain| plain.to_uppercase().collect())
}

fn topics(tree: &Tree<'_>) -> Vec<Link> {
    let link = |category: &&Category| Link { url: category.url(), title: category.title.clone(), note: None };
    tree.children(&CategoryKey::from("")).iter().map(link).collect()
}

fn branches(tree: &Tree<'_>, key: &CategoryKey, depth: usize, out: &mut Vec<Branch>) {
    for child in tree.children(key) {
        out.push(Branch {
            id: format!("branch-{}", out.len() + 1),
            title: child.title.clone(),
            url: child.url(),
            description: child.description.as_deref().map(|text| cut(text, 200)),
            depth,
            level: (depth + 1).min(4),
            count: tree.count(&child.key),
            articles: tree.articles(&child.key).iter().take(PER_BRANCH).map(|article| link(article)).collect(),
        });
        if depth < DEEPEST {
            branches(tree, &child.key, depth + 1, out);
        }
    }
}

/// A link with the article's first words.
fn noted(article: &Article) -> Link {
    let text = article.summary();
    Link { note: (!text.is_empty()).then(|| cut(&text, 180)), ..link(article) }
}

/// `GET /{locale}/categories/{key…}`
pub async fn show(visit: Visit) -> Response {
    match found(&visit).map(Category::url) {
        None => not_found(&visit),
        Some(url) if url != visit.uri.path() => moved(&url),
        Some(_) => stored(visit, "text/html; charset=utf-8", html).await,
    }
}

/// `GET /{locale}/articles/`: every article, for locales that sort theirs into no categories.
pub async fn everything(visit: Visit) -> Response {
    stored(visit, "text/html; charset=utf-8", |visit| {
        let reader = visit.reader();
        let root = visit.view().category(&visit.locale, &CategoryKey::from("")).ok_or(Error::NotFound)?;
        let title = crate::base::i18n::t(&visit.locale, "site-every-article");
        let path = format!("/{}/articles/", visit.locale);
        let mut view =
            category(&reader, &Category { title: title.clone(), introduction: String::new(), ..root.clone() });
        view.page = reader.page(&path, &title).described(&format!("{title}: {}", reader.frame.name));
        view.page = view.page.spoken(reader.locales, |other| Some(format!("/{other}/articles/")));
        view.crumbs = reader.crumbs(&Tree::new(reader.view, reader.locale), None);
        view.description = None;
        view.own_url = path;
        rendered(view.render())
    })
    .await
}

fn found(visit: &Visit) -> Option<&Category> {
    let path = below(visit, "categories")?;
    visit.view().category(&visit.locale, &CategoryKey::from(path.trim_end_matches('/')))
}

fn html(visit: &Visit) -> Result<String, Error> {
    let found = found(visit).ok_or(Error::NotFound)?;
    rendered(category(&visit.reader(), found).render())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_stand_with_their_letter_and_signs_before_all() {
        let letters = ["Árvíz", "alma", "0x80", "\"Idézet\"", "Őszi", "jelszó", "Яблоко", ""].map(letter);
        assert_eq!(letters, ["A", "A", "#", "#", "O", "J", "Я", "#"]);
    }
}
