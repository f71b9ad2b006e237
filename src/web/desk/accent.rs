//! The company's colour and mark on the desk's pages: two small files made from the configuration.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderName, header},
    response::{IntoResponse, Response},
};

use crate::{app::App, web::site};

const KEPT: (HeaderName, &str) = (header::CACHE_CONTROL, "public, max-age=300, stale-while-revalidate=86400");

/// `GET /desk/accent.css`: the accent, in a shade that can be read on each theme.
pub async fn style(State(app): State<Arc<App>>) -> Response {
    let kind = (header::CONTENT_TYPE, "text/css; charset=utf-8");
    ([kind, KEPT], site::accent_rules(&app.config.site.accent)).into_response()
}

/// `GET /desk/icon.svg`
pub async fn icon(State(app): State<Arc<App>>) -> Response {
    let kind = (header::CONTENT_TYPE, "image/svg+xml");
    ([kind, KEPT], site::mark(&app.config.site.accent)).into_response()
}
