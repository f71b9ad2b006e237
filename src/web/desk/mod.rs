//! Pages of the desk.

use std::sync::Arc;

use axum::Router;

use crate::app::App;

/// Its routes.
pub fn router() -> Router<Arc<App>> {
    Router::new()
}
