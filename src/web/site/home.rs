//! The home page of a locale.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};

use super::{
    Link, Page,
    json_ld::{self, Answered},
    notice::page_response,
    page::cut,
    reader::Reader,
    rendered, stored_as,
    tree::Tree,
    visit::{Anywhere, Visit},
};
use crate::{
    base::{ArticleKey, CategoryKey, i18n},
    kb::Article,
};

/// What the home page prints.
#[derive(Template)]
#[template(path = "site/home.html")]
pub struct HomePage {
    pub(super) page: Page,
    pub(super) headline: String,
    /// Safe HTML.
    pub(super) introduction: String,
    pub(super) categories: Vec<CategoryCard>,
    /// Articles of no category.
    pub(super) loose: Vec<Link>,
    /// How many there are, when the list is cut short.
    pub(super) more: usize,
    pub(super) popular: Vec<Link>,
    pub(super) recent: Vec<Link>,
    pub(super) faq: Vec<Answered>,
}

/// A category with its first articles.
pub struct CategoryCard {
    pub(super) title: String,
    pub(super) url: String,
    pub(super) description: Option<String>,
    pub(super) count: usize,
    pub(super) articles: Vec<Link>,
}

/// Articles named on a card.
const PER_CARD: usize = 4;
const PER_LIST: usize = 6;
const FEWEST_POPULAR: usize = 3;
const LOOSE: usize = 30;

/// Builds it. `popular` are the articles read most, best first.
#[must_use]
pub fn home(reader: &Reader<'_>, popular: &[ArticleKey]) -> HomePage {
    let locale = reader.locale;
    let tree = Tree::new(reader.view, locale);
    let root = CategoryKey::from("");
    let category = reader.view.category(locale, &root);
    let path = format!("/{locale}/");
    let site = &reader.frame.name;
    let mut page = reader.page(&path, &i18n::t(locale, "site-home-title"));
    let standard = page.with("site-home-description", "site", site);
    let own = category.and_then(|category| category.description.clone());
    page =
        page.described(own.as_deref().unwrap_or(&standard)).spoken(reader.locales, |other| Some(format!("/{other}/")));
    page.search_in_header = false;
    let most: Vec<&Article> = popular.iter().filter_map(|key| reader.view.article(locale, key)).collect();
    let asked: Vec<&Article> = most.iter().copied().chain(tree.order().iter().copied()).collect();
    let faq = super::faq::of_home(reader.view, &asked, PER_LIST);
    page.json_ld.push(json_ld::website(&reader.frame.public_url, site, locale.as_str()));
    if !faq.is_empty() {
        page.json_ld.push(json_ld::faq(&faq, locale.as_str()));
    }
    HomePage {
        headline: reader.frame.headline.clone().unwrap_or_else(|| page.t("site-headline")),
        introduction: category.map(|category| reader.view.introduction(category).html).unwrap_or_default(),
        categories: cards(&tree, &root, &most),
        loose: tree.articles(&root).iter().take(LOOSE).map(|article| link(article)).collect(),
        more: if tree.articles(&root).len() > LOOSE { tree.order().len() } else { 0 },
        popular: popular_links(&most),
        recent: recent(reader, &tree),
        faq,
        page,
    }
}

/// Nothing while too little was read to say what is popular.
fn popular_links(most: &[&Article]) -> Vec<Link> {
    let links: Vec<Link> =
        most.iter().filter(|article| article.listed).take(PER_LIST).map(|article| link(article)).collect();
    if links.len() < FEWEST_POPULAR { Vec::new() } else { links }
}

fn cards(tree: &Tree<'_>, root: &CategoryKey, most: &[&Article]) -> Vec<CategoryCard> {
    let card = |category: &&crate::kb::Category| CategoryCard {
        title: category.title.clone(),
        url: category.url(),
        description: category.description.as_deref().map(|text| cut(text, 140)),
        count: tree.count(&category.key),
        articles: first_of(tree, &category.key, most),
    };
    tree.children(root).iter().map(card).collect()
}

/// The most read articles of a category, then its first ones.
fn first_of(tree: &Tree<'_>, key: &CategoryKey, most: &[&Article]) -> Vec<Link> {
    let below = format!("{key}/");
    let inside = |article: &&&Article| article.category == *key || article.category.as_str().starts_with(&below);
    let mut found: Vec<&Article> =
        most.iter().filter(inside).filter(|article| article.listed).copied().take(PER_CARD).collect();
    for article in tree.first(key, PER_CARD) {
        if found.len() < PER_CARD && found.iter().all(|other| other.key != article.key) {
            found.push(article);
        }
    }
    found.into_iter().map(link).collect()
}

/// Latest first; nothing when all articles carry the same day, as after an import.
fn recent(reader: &Reader<'_>, tree: &Tree<'_>) -> Vec<Link> {
    let mut articles: Vec<&Article> = tree.order().to_vec();
    articles.sort_by(|a, b| b.updated.cmp(&a.updated).then_with(|| a.key.cmp(&b.key)));
    let day = |article: &Article| article.updated.to_zoned(jiff::tz::TimeZone::UTC).date();
    if articles.len() <= PER_CARD || articles.first().map(|a| day(a)) == articles.last().map(|a| day(a)) {
        return Vec::new();
    }
    let dated = |article: &&Article| Link { note: Some(i18n::date(reader.locale, day(article))), ..link(article) };
    articles.iter().take(PER_LIST).map(dated).collect()
}

/// A plain link to an article.
pub fn link(article: &Article) -> Link {
    Link { url: article.url(), title: article.list_title().to_owned(), note: None }
}

/// What stands at `/` for programs that do not follow the redirect: every language, feed and search.
#[derive(Template)]
#[template(path = "site/choose.html")]
pub struct ChoosePage {
    pub(super) page: Page,
}

/// `GET /`: to the reader's own locale.
pub async fn root(Anywhere(visit): Anywhere) -> Response {
    let reader = visit.reader();
    let name = &reader.frame.name;
    let mut page =
        Page::new(reader.frame, &visit.locale, name).spoken(reader.locales, |other| Some(format!("/{other}/")));
    page.description = page.with("site-home-description", "site", name);
    page.chat = false;
    let mut response = page_response(&visit, StatusCode::FOUND, ChoosePage { page }.render());
    let headers = response.headers_mut();
    if let Ok(to) = HeaderValue::from_str(&format!("/{}/", visit.locale)) {
        headers.insert(header::LOCATION, to);
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
    response
}

/// `GET /{locale}`
pub async fn bare(visit: Visit) -> Response {
    super::moved(&format!("/{}/", visit.locale))
}

/// `GET /{locale}/`
pub async fn show(visit: Visit) -> Response {
    let name = format!("{} {}", visit.uri.path(), visit.app.popular().version);
    stored_as(visit, name, "text/html; charset=utf-8", |visit| {
        rendered(home(&visit.reader(), visit.app.popular().of(&visit.locale)).render())
    })
    .await
}
