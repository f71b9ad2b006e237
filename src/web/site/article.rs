//! The page of an article.

use askama::Template;
use axum::{http::HeaderMap, response::Response};

use super::{
    Crumb, Language, Link, Page,
    feedback::{self, Said},
    home::link,
    json_ld::{self, ArticleFacts},
    moved,
    notice::{self, not_found},
    reader::Reader,
    rendered, stored,
    tree::Tree,
    visit::Visit,
};
use crate::{
    app::Error,
    base::{ArticleKey, i18n},
    kb::{Article, Found, TocEntry},
};

/// What an article's page prints.
#[derive(Template)]
#[template(path = "site/article.html")]
pub struct ArticlePage {
    pub(super) page: Page,
    pub(super) crumbs: Vec<Crumb>,
    pub(super) title: String,
    pub(super) description: Option<String>,
    /// Safe HTML.
    pub(super) html: String,
    pub(super) toc: Vec<TocEntry>,
    pub(super) updated: String,
    pub(super) updated_iso: String,
    pub(super) translations: Vec<Language>,
    /// The source, when it changed after this translation was made.
    pub(super) stale: Option<Language>,
    pub(super) questions: Vec<String>,
    pub(super) tags: Vec<Link>,
    pub(super) feedback_url: String,
    pub(super) previous: Option<Link>,
    pub(super) next: Option<Link>,
    pub(super) related: Vec<Link>,
}

/// Headings below these are not in the table of contents.
const TOC_DEEPEST: u8 = 3;
const RELATED: usize = 5;

/// Builds it. `similar` are articles with like content, best first.
#[must_use]
pub fn article(reader: &Reader<'_>, article: &Article, similar: &[Link]) -> ArticlePage {
    let tree = Tree::new(reader.view, reader.locale);
    let rendered = reader.view.render(article);
    let path = article.url();
    let languages = languages(reader, article);
    let crumbs = reader.crumbs(&tree, Some(&article.category));
    let mut page = describe(reader, article);
    page.markdown = Some(format!("{path}.md"));
    let asked = super::faq::of_article(reader.view, article);
    page.json_ld.push(json_ld::breadcrumbs(&reader.frame.public_url, &crumbs, &article.title, &path));
    page.json_ld.push(facts(reader, article, &page));
    if !asked.is_empty() {
        page.json_ld.push(json_ld::faq(&asked, reader.locale.as_str()));
    }
    let (previous, next) = tree.neighbours(&article.key);
    let toc: Vec<TocEntry> = rendered.toc.into_iter().filter(|entry| entry.level <= TOC_DEEPEST).collect();
    ArticlePage {
        crumbs,
        title: article.title.clone(),
        description: article.description.clone().filter(|text| *text != article.lead()),
        html: rendered.html,
        toc: if toc.len() > 1 { toc } else { Vec::new() },
        updated: i18n::date(reader.locale, article.updated.to_zoned(jiff::tz::TimeZone::UTC).date()),
        updated_iso: article.updated.to_string(),
        stale: stale(reader, article, &languages),
        translations: languages.into_iter().filter(|language| !language.current).collect(),
        questions: asked.into_iter().map(|item| item.question).collect(),
        tags: article.tags.iter().map(|tag| tag_link(reader, tag)).collect(),
        feedback_url: path,
        previous: previous.map(link),
        next: next.map(link),
        related: related(reader, article, similar),
        page,
    }
}

fn describe(reader: &Reader<'_>, article: &Article) -> Page {
    let mut page = reader.page(&article.url(), &article.title);
    page.kind = "article";
    page.picture = format!("{}{}", reader.frame.public_url, super::share::path(article));
    let standard = i18n::t_args(
        reader.locale,
        "site-article-description",
        &[("title", article.title.as_str().into()), ("site", reader.frame.name.as_str().into())],
    );
    let own = article.summary();
    page = page.described(if own.trim().is_empty() { &standard } else { &own });
    page.noindex = !article.listed;
    page.spoken(reader.locales, |locale| reader.view.article(locale, &article.key).map(Article::url))
}

fn facts(reader: &Reader<'_>, article: &Article, page: &Page) -> String {
    let modified = article.updated.to_string();
    let published =
        article.publish_at.filter(|at| *at <= article.updated).map_or(modified.clone(), |at| at.to_string());
    json_ld::article(&ArticleFacts {
        headline: &article.title,
        description: &page.description,
        url: page.canonical.as_deref().unwrap_or_default(),
        image: &page.picture,
        locale: reader.locale.as_str(),
        published: &published,
        modified: &modified,
        publisher: &reader.frame.name,
        keywords: &article.tags,
    })
}

fn languages(reader: &Reader<'_>, article: &Article) -> Vec<Language> {
    let language = |other: &Article| Language {
        tag: other.locale.to_string(),
        url: other.url(),
        name: i18n::autonym(&other.locale),
        title: other.title.clone(),
        current: other.locale == article.locale,
    };
    reader.view.translations(&article.key).into_iter().map(language).collect()
}

/// The source of a translation whose stamp no public translation's content has any more.
fn stale(reader: &Reader<'_>, article: &Article, languages: &[Language]) -> Option<Language> {
    let stamp = article.translation_of.as_deref()?;
    let others = reader.view.translations(&article.key);
    let fresh = others.iter().any(|other| other.locale != article.locale && other.hash.starts_with(stamp));
    let default = reader.frame.default_locale.as_deref().unwrap_or("en");
    let source = languages.iter().filter(|language| !language.current);
    let best = source.clone().find(|language| language.tag == default).or_else(|| source.clone().next());
    best.filter(|_| !fresh && !stamp.is_empty()).cloned()
}

fn tag_link(reader: &Reader<'_>, tag: &str) -> Link {
    let query = super::search::encode(&format!("tag:\"{tag}\""));
    Link { url: format!("/{}/search?q={query}", reader.locale), title: tag.to_owned(), note: None }
}

/// What the writer named, then what reads alike.
fn related(reader: &Reader<'_>, article: &Article, similar: &[Link]) -> Vec<Link> {
    let named = article.related.iter().filter_map(|key| reader.view.article(reader.locale, key)).map(link);
    let mut links: Vec<Link> = Vec::new();
    for candidate in named.chain(similar.iter().cloned()) {
        if links.len() < RELATED && candidate.url != article.url() && links.iter().all(|link| link.url != candidate.url)
        {
            links.push(candidate);
        }
    }
    links
}

/// The article that a request's path names, by its present address.
#[must_use]
pub fn find(visit: &Visit) -> Option<&Article> {
    match lookup(visit, &below(visit, "articles")?)? {
        Place::Here(article) => Some(article),
        Place::Moved(_) => None,
    }
}

enum Place<'a> {
    Here(&'a Article),
    Moved(String),
}

/// The decoded part of the path after `/{locale}/{segment}/`.
pub fn below(visit: &Visit, segment: &str) -> Option<String> {
    decoded(visit.uri.path().strip_prefix(&format!("/{}/{segment}/", visit.locale))?)
}

/// A path without `%` escapes, if that is text.
pub fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut left = path.bytes();
    while let Some(byte) = left.next() {
        bytes.push(if byte == b'%' {
            let hex = [left.next()?, left.next()?];
            u8::from_str_radix(std::str::from_utf8(&hex).ok()?, 16).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains(char::is_control))
}

fn lookup<'a>(visit: &'a Visit, path: &str) -> Option<Place<'a>> {
    let path = path.trim_end_matches('/');
    match visit.view().find(&visit.locale, path)? {
        Found::Moved(to) => Some(Place::Moved(to)),
        Found::Article(key) => {
            let article = visit.view().article(&visit.locale, &key)?;
            let own = article.url();
            let asked = visit.uri.path().trim_end_matches(".md");
            Some(if asked == own { Place::Here(article) } else { Place::Moved(own) })
        }
    }
}

/// `GET /{locale}/articles/{key…}`, with `.md` appended its Markdown.
pub async fn show(visit: Visit) -> Response {
    let Some(path) = below(&visit, "articles") else { return not_found(&visit) };
    match lookup(&visit, &path) {
        Some(Place::Here(article)) => {
            if let Some(said) = Said::of(visit.uri.query()) {
                return feedback::thanks(&visit, article, said);
            }
            if is_read(&visit.headers) {
                visit.app.note_read(&article.key, &visit.locale);
            }
            return stored(visit, "text/html; charset=utf-8", html).await;
        }
        Some(Place::Moved(to)) => return moved(&to),
        None => {}
    }
    if let Some(plain) = path.strip_suffix(".md") {
        return match lookup(&visit, plain) {
            Some(Place::Here(_)) => stored(visit, "text/markdown; charset=utf-8", markdown).await,
            Some(Place::Moved(to)) => moved(&as_markdown(&to)),
            None => not_found(&visit),
        };
    }
    if let Some(Place::Moved(to)) = path.strip_suffix(".html").and_then(|path| lookup(&visit, path)) {
        return moved(&to);
    }
    elsewhere(&visit, path.trim_end_matches('/'))
}

/// The Markdown of an article that has moved here; another site's page is what it is.
fn as_markdown(to: &str) -> String {
    let page = to.split('#').next().unwrap_or_default();
    if page.contains("/articles/") && page.starts_with('/') { format!("{page}.md") } else { to.to_owned() }
}

/// Whether a person opened it: browsers say that they fetch a document to show it (on secure sites, else
/// only what they are), programs and fetches in advance do not.
fn is_read(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let agent = text("user-agent").unwrap_or_default().to_ascii_lowercase();
    let person = agent.starts_with("mozilla") && !["bot", "crawl", "spider"].iter().any(|word| agent.contains(word));
    person && text("sec-fetch-dest").is_none_or(|dest| dest == "document") && text("sec-purpose").is_none()
}

/// 404, naming the languages that have the article.
fn elsewhere(visit: &Visit, path: &str) -> Response {
    let found = visit.locales().iter().filter(|locale| **locale != visit.locale).find_map(|locale| {
        match visit.view().find(locale, path)? {
            Found::Article(key) => Some(visit.view().translations(&key)),
            Found::Moved(_) => None,
        }
    });
    match found {
        Some(there) if !there.is_empty() => match there.iter().find(|article| article.locale == visit.locale) {
            Some(own) => moved(&own.url()),
            None => notice::other_language(visit, &there),
        },
        _ => not_found(visit),
    }
}

fn html(visit: &Visit) -> Result<String, Error> {
    let found = find(visit).ok_or(Error::NotFound)?;
    let hits = visit.snapshot.public.related(&found.key, &visit.locale, RELATED + 2);
    let similar: Vec<Link> = hits
        .into_iter()
        .filter_map(|hit| visit.view().article(&visit.locale, &ArticleKey::from(hit.article)))
        .filter(|other| other.listed)
        .map(link)
        .collect();
    rendered(article(&visit.reader(), found, &similar).render())
}

fn markdown(visit: &Visit) -> Result<String, Error> {
    find_markdown(visit).ok_or(Error::NotFound)
}

fn find_markdown(visit: &Visit) -> Option<String> {
    let path = below(visit, "articles")?;
    match lookup(visit, path.strip_suffix(".md")?)? {
        Place::Here(article) => Some(visit.view().markdown(article)),
        Place::Moved(_) => None,
    }
}
