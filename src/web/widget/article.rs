//! Articles as the widget reads them: the public page's content without the page.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::{
    app::App,
    base::{Audience, Locale},
    kb::Found,
};

/// An article to be read.
#[derive(Debug, Serialize)]
struct Reading {
    title: String,
    locale: String,
    /// `ltr` or `rtl`.
    dir: &'static str,
    url: String,
    /// Sanitised.
    html: String,
    updated: String,
}

/// An article to begin with.
#[derive(Debug, Serialize)]
pub struct Starter {
    /// Key.
    pub article: String,
    /// Title.
    pub title: String,
    /// Path of its page.
    pub url: String,
    /// Its language.
    pub locale: String,
}

/// `GET /widget/article/{locale}/articles/{key}`: by key, slug or former path, as the page itself.
pub async fn show(
    State(app): State<Arc<App>>,
    Path((locale, key)): Path<(Locale, String)>,
) -> Result<Response, StatusCode> {
    let snapshot = app.snapshot();
    let view = snapshot.view(Audience::Public);
    let key = match view.find(&locale, &key).ok_or(StatusCode::NOT_FOUND)? {
        Found::Article(key) => key,
        // To a place that is no article of ours: the widget's link opens it as a page.
        Found::Moved(path) if !path.starts_with(&format!("/{locale}/articles/")) => return Err(StatusCode::NOT_FOUND),
        Found::Moved(path) => {
            let to = HeaderValue::from_str(&format!("/widget/article{path}")).map_err(|_| StatusCode::NOT_FOUND)?;
            return Ok((StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, to)]).into_response());
        }
    };
    let article = view.article(&locale, &key).ok_or(StatusCode::NOT_FOUND)?;
    app.note_read(&article.key, &locale);
    let reading = Reading {
        title: article.title.clone(),
        locale: locale.to_string(),
        dir: if locale.is_right_to_left() { "rtl" } else { "ltr" },
        url: article.url(),
        html: view.render(article).html,
        updated: article.updated.to_string(),
    };
    let mut response = Json(reading).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"));
    Ok(response)
}

/// The first article of each of the first categories.
pub fn starters(app: &App, wanted: &Locale) -> Vec<Starter> {
    let snapshot = app.snapshot();
    let locale = snapshot.locale_for(Some(wanted), app.config.site.default_locale.as_deref());
    let view = snapshot.view(Audience::Public);
    let mut seen = std::collections::HashSet::new();
    view.articles(&locale)
        .filter(|article| article.listed && seen.insert(article.category.clone()))
        .take(6)
        .map(|article| Starter {
            article: article.key.to_string(),
            title: article.title.clone(),
            url: article.url(),
            locale: locale.to_string(),
        })
        .collect()
}
