//! The page of results, whole without scripts.

use std::fmt::Write as _;

use askama::Template;
use axum::{extract::RawQuery, http::StatusCode, response::Response};

use super::{
    Link, Page,
    home::link,
    notice::{page_response, refused},
    reader::Reader,
    tree::Tree,
    visit::Visit,
};
use crate::{
    app::Limit,
    base::{ArticleKey, Audience, CategoryKey, Locale, i18n},
    search::{Answer, Hit, Query},
};

/// What the page of results prints.
#[derive(Template)]
#[template(path = "site/search.html")]
pub struct SearchPage {
    pub(super) page: Page,
    pub(super) heading: String,
    pub(super) total: usize,
    pub(super) did_you_mean: Option<Meant>,
    pub(super) filters: Vec<Filter>,
    pub(super) active: Vec<Filter>,
    /// All hits are in other languages than the reader's.
    pub(super) foreign: bool,
    pub(super) hits: Vec<ShownHit>,
    /// Goes with a click, so that searches without one can be found.
    pub(super) search_id: Option<String>,
    pub(super) previous: Option<String>,
    pub(super) next: Option<String>,
    pub(super) nearest: Vec<Link>,
    pub(super) nearest_heading: String,
}

/// A better spelling, and the way back.
pub struct Meant {
    pub(super) title: String,
    pub(super) url: String,
    /// Nothing, where the reader comes from there.
    pub(super) as_typed: Option<String>,
}

/// A filter that can be set or removed.
pub struct Filter {
    pub(super) title: String,
    pub(super) url: String,
    pub(super) count: usize,
    /// By a tag, not by a category.
    pub(super) tag: bool,
}

/// One article found.
pub struct ShownHit {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) url: String,
    pub(super) lang: String,
    /// The language's name, when it is not the reader's.
    pub(super) language: Option<String>,
    /// The article in the reader's language.
    pub(super) translation: Option<String>,
    pub(super) category: Option<String>,
    pub(super) section: Option<Link>,
    /// Safe HTML with `<mark>` only.
    pub(super) snippet: String,
}

const PER_PAGE: usize = 10;
const FILTERS: usize = 8;
/// Longest query that is searched for, characters.
const QUERY_MAX: usize = 512;

/// What the address of a page of results holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The query.
    pub q: String,
    /// Only this category and those below it.
    pub category: Option<String>,
    /// Only articles with this tag.
    pub tag: Option<String>,
    /// 1-based.
    pub page: usize,
    /// As it is written: no word is corrected.
    pub as_written: bool,
}

impl Asked {
    /// Reads a query string; what cannot be read is left out.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let mut asked = Self { page: 1, ..Self::default() };
        for (name, value) in form_pairs(query) {
            match name.as_str() {
                "q" => asked.q = value.chars().take(QUERY_MAX).collect(),
                "category" => asked.category = Some(value).filter(|text| !text.is_empty()),
                "tag" => asked.tag = Some(value).filter(|text| !text.is_empty()),
                "mend" => asked.as_written = value == "0",
                "page" => asked.page = value.parse().unwrap_or(1).clamp(1, 100),
                _ => {}
            }
        }
        asked
    }

    fn url(&self, locale: &Locale) -> String {
        let mut url = format!("/{locale}/search?q={}", encode(&self.q));
        for (name, value) in [("category", &self.category), ("tag", &self.tag)] {
            if let Some(value) = value {
                let _ = write!(url, "&{name}={}", encode(value));
            }
        }
        if self.as_written {
            url.push_str("&mend=0");
        }
        if self.page > 1 {
            let _ = write!(url, "&page={}", self.page);
        }
        url
    }

    fn query(&self, locale: &Locale) -> Query {
        Query {
            limit: PER_PAGE,
            offset: (self.page - 1) * PER_PAGE,
            category: self.category.clone(),
            tag: self.tag.clone(),
            facets: true,
            as_written: self.as_written,
            ..Query::new(self.q.as_str(), locale.clone())
        }
    }
}

/// Name and value of each part of a form or query string.
fn form_pairs(text: &str) -> impl Iterator<Item = (String, String)> + '_ {
    text.split('&').filter_map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        Some((decode(name)?, decode(value)?))
    })
}

/// Percent-encodes a value of a query string.
#[must_use]
pub fn encode(text: &str) -> String {
    crate::kb::encode_path(text).replace('/', "%2F")
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let hex = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&hex).ok()?, 16).ok()?
            }
            other => other,
        });
    }
    Some(String::from_utf8_lossy(&bytes).replace(char::is_control, " "))
}

/// `GET /{locale}/search`
pub async fn show(visit: Visit, RawQuery(query): RawQuery) -> Response {
    let asked = Asked::parse(query.as_deref().unwrap_or_default());
    if let Err(error) = visit.app.limits.check(Limit::Search, visit.address) {
        return refused(&visit, error);
    }
    let mut answer = match asked.q.trim() {
        "" => Answer::default(),
        _ => visit.app.search(Audience::Public, &asked.query(&visit.locale)),
    };
    if asked.as_written && answer.total == 0 {
        // Nobody has written it so: what was likely meant is better than an empty page.
        answer = visit.app.search(Audience::Public, &Query { as_written: false, ..asked.query(&visit.locale) });
    }
    let mut view = results(&visit.reader(), &asked, &answer);
    if asked.page == 1 && !asked.q.trim().is_empty() {
        let noted = visit.app.note_search(&asked.q, &visit.locale, answer.total, &visit.visitor()).await;
        let id = noted.unwrap_or_else(|error| {
            tracing::warn!(%error, "search not written down");
            None
        });
        view.search_id = id.filter(|_| !view.hits.is_empty()).map(|id| id.to_string());
    }
    page_response(&visit, StatusCode::OK, view.render())
}

/// Builds the page.
#[must_use]
pub fn results(reader: &Reader<'_>, asked: &Asked, answer: &Answer) -> SearchPage {
    let locale = reader.locale;
    let blank = asked.q.trim().is_empty();
    let heading = if blank {
        i18n::t(locale, "site-search-start")
    } else if answer.hits.is_empty() {
        i18n::t_args(locale, "site-nothing", &[("query", asked.q.as_str().into())])
    } else {
        i18n::t_args(locale, "site-search-heading", &[("query", asked.q.as_str().into())])
    };
    let mut page = Page::new(reader.frame, locale, &heading).spoken(reader.locales, |other| Some(asked.url(other)));
    // Every search is, to an engine, the one page of searching; an empty or narrowed one is none at all.
    page.canonical = Some(format!("{}/{locale}/search", reader.frame.public_url));
    page.noindex =
        !blank && (answer.hits.is_empty() || asked.page > 1 || asked.category.is_some() || asked.tag.is_some());
    page.description = page.with("site-search-description", "site", &reader.frame.name);
    page.query.clone_from(&asked.q);
    page.alternates.clear();
    let shown = |page: usize| Asked { page, ..asked.clone() }.url(locale);
    let hits: Vec<ShownHit> = answer.hits.iter().map(|hit| shown_hit(reader, hit)).collect();
    SearchPage {
        heading,
        total: answer.total,
        did_you_mean: answer.did_you_mean.as_ref().map(|better| meant(asked, better, locale)),
        filters: filters(reader, asked, answer),
        active: active(reader, asked),
        foreign: !hits.is_empty() && hits.iter().all(|hit| hit.language.is_some()),
        search_id: None,
        previous: (asked.page > 1).then(|| shown(asked.page - 1)),
        next: (asked.page * PER_PAGE < answer.total && asked.page < 100).then(|| shown(asked.page + 1)),
        nearest: if hits.is_empty() { starting_points(reader) } else { Vec::new() },
        nearest_heading: page.t("site-nearest"),
        hits,
        page,
    }
}

fn meant(asked: &Asked, better: &str, locale: &Locale) -> Meant {
    let with = |q: &str, as_written| Asked { q: q.to_owned(), page: 1, as_written, ..asked.clone() }.url(locale);
    Meant {
        title: better.to_owned(),
        url: with(better, false),
        as_typed: (!asked.as_written).then(|| with(&asked.q, true)),
    }
}

/// One article of each category: the same for every query, so that nothing can be learned from it.
fn starting_points(reader: &Reader<'_>) -> Vec<Link> {
    let tree = Tree::new(reader.view, reader.locale);
    let root = CategoryKey::from("");
    let mut firsts: Vec<Link> =
        tree.children(&root).iter().flat_map(|category| tree.first(&category.key, 1)).map(link).take(6).collect();
    if firsts.is_empty() {
        firsts = tree.first(&root, 6).into_iter().map(link).collect();
    }
    firsts
}

fn shown_hit(reader: &Reader<'_>, hit: &Hit) -> ShownHit {
    let foreign = hit.locale != reader.locale.as_str();
    let there: Option<Locale> = hit.locale.parse().ok();
    let category =
        there.as_ref().and_then(|locale| reader.view.category(locale, &CategoryKey::from(hit.category.as_str())));
    let page_url = hit.url.split('#').next().unwrap_or_default().to_owned();
    ShownHit {
        key: hit.article.clone(),
        title: hit.title.clone(),
        lang: hit.locale.clone(),
        language: there.as_ref().filter(|_| foreign).map(i18n::autonym),
        translation: hit.translation.clone().filter(|_| foreign),
        category: category.filter(|category| !category.key.is_root()).map(|category| category.title.clone()),
        section: hit.section.anchor.as_ref().filter(|_| !hit.section.title.is_empty()).map(|_| Link {
            url: hit.url.clone(),
            title: hit.section.title.clone(),
            note: None,
        }),
        url: page_url,
        snippet: hit.snippet.clone(),
    }
}

fn category_title(reader: &Reader<'_>, key: &str) -> Option<String> {
    reader.view.category(reader.locale, &CategoryKey::from(key)).map(|category| category.title.clone())
}

fn filters(reader: &Reader<'_>, asked: &Asked, answer: &Answer) -> Vec<Filter> {
    let Some(facets) = &answer.facets else { return Vec::new() };
    let narrows = |count: usize| count < answer.total;
    let categories = facets.categories.iter().filter(|(key, count)| {
        !key.is_empty()
            && narrows(*count)
            && asked.category.as_ref().is_none_or(|at| key.starts_with(&format!("{at}/")))
    });
    let categories = categories.filter_map(|(key, count)| {
        let url = Asked { category: Some(key.clone()), page: 1, ..asked.clone() }.url(reader.locale);
        Some(Filter { title: category_title(reader, key)?, url, count: *count, tag: false })
    });
    let tags = facets.tags.iter().filter(|(tag, count)| narrows(*count) && asked.tag.as_ref() != Some(tag)).map(
        |(tag, count)| {
            let url = Asked { tag: Some(tag.clone()), page: 1, ..asked.clone() }.url(reader.locale);
            Filter { title: format!("#{tag}"), url, count: *count, tag: true }
        },
    );
    categories.take(FILTERS).chain(tags.take(FILTERS / 2)).collect()
}

fn active(reader: &Reader<'_>, asked: &Asked) -> Vec<Filter> {
    let without = |asked: Asked| Asked { page: 1, ..asked }.url(reader.locale);
    let category = asked.category.as_ref().map(|key| Filter {
        title: category_title(reader, key).unwrap_or_else(|| key.clone()),
        url: without(Asked { category: None, ..asked.clone() }),
        count: 0,
        tag: false,
    });
    let tag = asked.tag.as_ref().map(|tag| Filter {
        title: format!("#{tag}"),
        url: without(Asked { tag: None, ..asked.clone() }),
        count: 0,
        tag: true,
    });
    category.into_iter().chain(tag).collect()
}

/// `POST /{locale}/search/click`: which article a reader opened from the results.
pub async fn click(visit: Visit, body: String) -> StatusCode {
    let fields: std::collections::HashMap<String, String> = form_pairs(&body).collect();
    let id = fields.get("search").and_then(|text| text.parse().ok());
    let key = fields.get("article").map(|text| ArticleKey::from(text.as_str()));
    let known = key.filter(|key| !visit.view().translations(key).is_empty());
    if let (Some(id), Some(key), Ok(())) = (id, known, visit.app.limits.check(Limit::Search, visit.address))
        && let Err(error) = visit.app.note_click(id, &key).await
    {
        tracing::warn!(%error, "click not written down");
    }
    StatusCode::NO_CONTENT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_search_reads_back() {
        let locale: Locale = "hu".parse().unwrap();
        let asked = Asked {
            q: "jelszó & \"név\"/x+1".into(),
            category: Some("a/b".into()),
            tag: None,
            page: 3,
            as_written: true,
        };
        let url = asked.url(&locale);
        assert!(url.is_ascii() && url.starts_with("/hu/search?q="), "{url}");
        assert_eq!(Asked::parse(url.split_once('?').unwrap().1), asked);
    }

    proptest::proptest! {
        #[test]
        fn any_query_string_is_taken(text in ".{0,200}") {
            let asked = Asked::parse(&text);
            proptest::prop_assert!(asked.q.chars().count() <= QUERY_MAX && (1..=100).contains(&asked.page));
            let locale: Locale = "en".parse().unwrap();
            let url = asked.url(&locale);
            proptest::prop_assert_eq!(Asked::parse(url.split_once('?').unwrap().1), asked);
        }
    }
}
