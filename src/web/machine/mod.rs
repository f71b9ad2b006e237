//! What programs read: sitemap, robots, feed, search description, `llms.txt`. Public content only; addresses come
//! from the configuration, never from the request's `Host`.

mod feed;
mod llms;
mod sitemap;
mod xml;

use std::sync::Arc;

use axum::{
    Extension, Router,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::get,
};
use quick_cache::sync::Cache;

use super::site::{Stored, cut};
use crate::{
    app::{App, Snapshot},
    base::{Audience, Locale, Revision},
    kb::View,
};

/// Documents kept; those of older revisions fall out.
const KEPT: usize = 256;

/// Documents by revision and path.
type Documents = Cache<(Revision, String), Arc<Stored>>;

/// Its routes.
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/sitemap.xml", get(sitemap_index))
        .route("/{locale}/sitemap.xml", get(sitemap_of))
        .route("/robots.txt", get(robots))
        .route("/{locale}/feed.xml", get(feed))
        .route("/{locale}/opensearch.xml", get(opensearch))
        .route("/llms.txt", get(llms))
        .layer(Extension(Arc::new(Documents::new(KEPT))))
}

/// What a document is made from.
struct Source<'a> {
    app: &'a App,
    snapshot: &'a Snapshot,
    view: View<'a>,
    public_url: String,
}

impl<'a> Source<'a> {
    fn new(app: &'a App, snapshot: &'a Snapshot) -> Self {
        Self { app, snapshot, view: snapshot.view(Audience::Public), public_url: app.config.public_url() }
    }

    fn locales(&self) -> &'a [Locale] {
        self.snapshot.library.locales()
    }

    fn name(&self) -> &str {
        &self.app.config.site.name
    }
}

/// Kept for the revision, else built; 404 when there is no such document.
fn document(
    app: &App,
    documents: &Documents,
    headers: &HeaderMap,
    name: String,
    content_type: &'static str,
    build: impl FnOnce(&Source<'_>) -> Option<String>,
) -> Response {
    let snapshot = app.snapshot();
    let key = (snapshot.revision.clone(), name);
    if let Some(kept) = documents.get(&key) {
        return kept.respond(headers);
    }
    let Some(text) = build(&Source::new(app, &snapshot)) else { return StatusCode::NOT_FOUND.into_response() };
    let made = Arc::new(Stored::new(text, content_type));
    documents.insert(key, Arc::clone(&made));
    made.respond(headers)
}

const XML: &str = "application/xml; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

async fn sitemap_index(
    State(app): State<Arc<App>>,
    Extension(documents): Extension<Arc<Documents>>,
    headers: HeaderMap,
) -> Response {
    document(&app, &documents, &headers, "sitemap".into(), XML, |source| Some(sitemap::index(source)))
}

async fn sitemap_of(
    State(app): State<Arc<App>>,
    Extension(documents): Extension<Arc<Documents>>,
    Path(locale): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let page = query.as_deref().and_then(|query| query.strip_prefix("page=")).and_then(|page| page.parse().ok());
    let page: usize = page.unwrap_or(1);
    document(&app, &documents, &headers, format!("sitemap {locale} {page}"), XML, |source| {
        sitemap::of_locale(source, known(source, &locale)?, page)
    })
}

async fn feed(
    State(app): State<Arc<App>>,
    Extension(documents): Extension<Arc<Documents>>,
    Path(locale): Path<String>,
    headers: HeaderMap,
) -> Response {
    document(&app, &documents, &headers, format!("feed {locale}"), "application/atom+xml; charset=utf-8", |source| {
        Some(feed::atom(source, known(source, &locale)?))
    })
}

async fn opensearch(
    State(app): State<Arc<App>>,
    Extension(documents): Extension<Arc<Documents>>,
    Path(locale): Path<String>,
    headers: HeaderMap,
) -> Response {
    let content_type = "application/opensearchdescription+xml; charset=utf-8";
    document(&app, &documents, &headers, format!("opensearch {locale}"), content_type, |source| {
        Some(opensearch_of(source, known(source, &locale)?))
    })
}

async fn llms(
    State(app): State<Arc<App>>,
    Extension(documents): Extension<Arc<Documents>>,
    headers: HeaderMap,
) -> Response {
    document(&app, &documents, &headers, "llms".into(), TEXT, |source| Some(llms::text(source)))
}

async fn robots(
    State(app): State<Arc<App>>,
    Extension(documents): Extension<Arc<Documents>>,
    headers: HeaderMap,
) -> Response {
    document(&app, &documents, &headers, "robots".into(), TEXT, |source| {
        Some(format!(
            "User-agent: *\nDisallow: /api/\nDisallow: /desk/\nDisallow: /*/search/click\nDisallow: /*/tickets/\n\nSitemap: {}/sitemap.xml\n",
            source.public_url
        ))
    })
}

fn known<'a>(source: &Source<'a>, tag: &str) -> Option<&'a Locale> {
    source.locales().iter().find(|locale| locale.as_str() == tag)
}

/// `OpenSearch` 1.1: short names have 16 characters at most.
fn opensearch_of(source: &Source<'_>, locale: &Locale) -> String {
    let name = source.name();
    let short: String = name.chars().take(16).collect();
    let description = crate::base::i18n::t_args(locale, "site-search-description", &[("site", name.into())]);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\
         <ShortName>{}</ShortName><Description>{}</Description><Language>{locale}</Language>\
         <InputEncoding>UTF-8</InputEncoding><OutputEncoding>UTF-8</OutputEncoding>\
         <Url type=\"text/html\" method=\"get\" template=\"{}/{locale}/search?q={{searchTerms}}\"/></OpenSearchDescription>\n",
        xml::escape(short.trim()),
        xml::escape(&cut(&description, 200)),
        xml::escape(&source.public_url),
    )
}
