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
mod home;
mod json_ld;
mod look;
mod notice;
mod page;
mod pages;
mod reader;
mod search;
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
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};

pub use look::{Frame, Look};
pub use page::{Crumb, Language, Link, Page, cut};
pub use pages::Stored;
pub use state::Site;
pub use visit::Visit;

use crate::app::{App, Error};

/// Its routes. What no route of the whole server takes ends here as a 404.
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(home::root))
        .route("/{locale}", get(home::bare))
        .route("/{locale}/", get(home::show))
        .route("/{locale}/categories/{*key}", get(category::show))
        .route("/{locale}/articles/", get(category::everything))
        .route("/{locale}/articles/{*key}", get(article::show).post(feedback::create))
        .route("/{locale}/search", get(search::show))
        .route("/{locale}/search/click", post(search::click))
        .route("/{locale}/contact", get(contact::show).post(contact::create))
        .route("/{locale}/tickets/{token}", get(ticket::show).post(ticket::reply))
        .route("/{locale}/tickets/{token}/rating", post(ticket::rate))
        .route("/files/{*path}", get(file::show))
        .route("/look/{name}", get(file::look))
        .fallback(notice::nowhere)
        .layer(Extension(Arc::new(Site::default())))
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
    if let Some(page) = visit.pages.get(&path) {
        return page.respond(&visit.headers);
    }
    // Highlighting and compressing take milliseconds; they must not hold up other requests.
    let task = tokio::task::spawn_blocking(move || {
        let page = build(&visit).map(|body| visit.pages.put(&path, Stored::new(body, content_type)));
        (visit, page)
    });
    match task.await {
        Ok((visit, Ok(page))) => page.respond(&visit.headers),
        Ok((visit, Err(error))) => notice::refused(&visit, error),
        Err(error) => Error::Internal(anyhow::Error::new(error)).into_response(),
    }
}
