//! The public help center. A request enters; one read of the snapshot or one use case; a page leaves.
//!
//! Everything here reads as [`crate::base::Audience::Public`]: drafts, internal and archived articles
//! do not exist, neither in lists nor in counts nor in the text of an error. Pages are whole without
//! scripts; `static/site.js` only makes them quicker.

mod article;
mod category;
mod contact;
mod faq;
mod feedback;
mod file;
mod form;
mod home;
mod json_ld;
mod look;
mod notice;
mod own;
mod page;
mod pages;
mod reader;
mod search;
mod share;
mod state;
mod ticket;
mod titles;
mod tree;
mod visit;

#[cfg(test)]
mod renders;
#[cfg(test)]
mod samples;

use std::sync::Arc;

use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};

use tower_http::limit::RequestBodyLimitLayer;

pub use look::{Frame, Look, accent_rules, mark};
pub use notice::as_page;
pub use page::{Crumb, Language, Link, Page, cut};
pub use pages::Stored;
pub use state::Site;
pub use visit::Visit;

use crate::app::{App, Error};

/// Its routes. What no route of the whole server takes ends here as a 404.
pub fn router(site: &Arc<Site>) -> Router<Arc<App>> {
    Router::new()
        .route("/", get(home::root))
        .route("/{locale}", get(home::bare))
        .route("/{locale}/", get(home::show))
        .route("/{locale}/categories/{*key}", get(category::show))
        .route("/{locale}/articles/", get(category::everything))
        .route("/{locale}/articles/{*key}", get(article::show).post(feedback::create))
        .route("/{locale}/search", get(search::show))
        .route("/{locale}/search/click", post(search::click))
        .route("/{locale}/tickets/{token}/rating", post(ticket::rate))
        .route("/{locale}/tickets/{token}/files/{id}", get(ticket::file))
        .route("/files/{*path}", get(file::show))
        .route("/share/{locale}/{*key}", get(share::show))
        .route("/look/{name}", get(file::look))
        .fallback(notice::nowhere)
        .layer(Extension(Arc::clone(site)))
}

/// The routes that take files, with a limit of their own for what is sent.
pub fn uploads(site: &Arc<Site>) -> Router<Arc<App>> {
    Router::new()
        .route("/{locale}/contact", get(contact::show).post(contact::create))
        .route("/{locale}/tickets/{token}", get(ticket::show).post(ticket::reply))
        .layer(Extension(Arc::clone(site)))
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(form::LARGEST))
}

/// 301.
fn moved(to: &str) -> Response {
    match HeaderValue::from_str(to) {
        Ok(to) => (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, to)]).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn rendered(html: askama::Result<String>) -> Result<String, Error> {
    html.map_err(|error| Error::Internal(anyhow::Error::new(error)))
}

/// A page that is the same for everybody: from the cache of its revision, else built and kept there.
pub async fn stored(visit: Visit, content_type: &'static str, build: fn(&Visit) -> Result<String, Error>) -> Response {
    let path = visit.uri.path().to_owned();
    stored_as(visit, path, content_type, build).await
}

/// The same under a name of its own, for pages that depend on more than the revision.
pub async fn stored_as(
    visit: Visit,
    path: String,
    content_type: &'static str,
    build: fn(&Visit) -> Result<String, Error>,
) -> Response {
    if let Some(page) = visit.pages.get(&path) {
        return page.respond(&visit.headers);
    }
    // Highlighting and compressing take milliseconds; they must not hold up other requests.
    let task = tokio::task::spawn_blocking(move || {
        let dress = |body| if content_type.starts_with("text/html") { visit.dressed(body, true) } else { body };
        let page = build(&visit).map(|body| visit.pages.put(&path, Stored::new(dress(body), content_type)));
        (visit, page)
    });
    match task.await {
        Ok((visit, Ok(page))) => page.respond(&visit.headers),
        Ok((visit, Err(error))) => notice::refused(&visit, error),
        Err(error) => Error::Internal(anyhow::Error::new(error)).into_response(),
    }
}
