//! HTTP: requests enter, one call of a use case each, pages and JSON leave.
//!
//! Handlers are short: extract, call, view. This module never sees SQL or the index. What every request
//! passes is in [`guard`]; what every error becomes is in [`error`].

pub mod again;
pub mod api;
pub mod assets;
pub mod client;
pub mod desk;
pub mod download;
pub mod error;
mod etag;
pub mod extract;
pub mod guard;
pub mod health;
mod idle;
pub mod machine;
mod plain_words;
pub mod rich;
pub mod server;
pub mod session;
pub mod site;
pub mod widget;

use std::sync::Arc;

use axum::{Router, extract::DefaultBodyLimit, middleware, routing::get};
use tower_http::{catch_panic::CatchPanicLayer, limit::RequestBodyLimitLayer};
use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

/// Largest file that is read in a conversation; one too large for us but not for this is refused in words.
const LARGEST_FILE: usize = 8 << 20;

/// All routes, with what every request passes.
pub fn router(app: Arc<App>) -> Router {
    let (api, mut description) = described_api().split_for_parts();
    let (uploads, of_uploads) = api::uploads().split_for_parts();
    description.merge(of_uploads);
    let uploads = uploads
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(LARGEST_FILE))
        .layer(middleware::from_fn_with_state(app.clone(), guard::cors));
    let api = api
        .merge(api::described(&description))
        .layer(middleware::from_fn_with_state(app.clone(), api::desk::gate))
        .layer(middleware::from_fn_with_state(app.clone(), guard::cors));
    let pages = Router::new()
        .route("/static/{*file}", get(assets::show))
        .merge(health::router())
        .merge(machine::router())
        .merge(widget::router(&app))
        .merge(desk::router(&app));
    let site = Arc::new(site::Site::default());
    pages
        .merge(api)
        .merge(site::router(&site))
        .layer(RequestBodyLimitLayer::new(app.config.server.max_body))
        .merge(site::uploads(&site))
        .merge(uploads)
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn_with_state((app.clone(), site), site::as_page))
        .layer(middleware::from_fn_with_state(app.clone(), guard::guard))
        .with_state(app)
}

fn described_api() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::with_openapi(api::document()).merge(api::router()).merge(api::desk::router())
}

/// The API's description.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    described_api().merge(api::uploads()).into_openapi()
}
