//! For those who run the server: is it alive, is it ready, how is it doing.

use std::sync::{Arc, LazyLock};

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use super::{error::ApiError, extract::Bearer};
use crate::app::{App, Error, Right};

/// The recorder of this process; the first request or call installs it.
static METRICS: LazyLock<Option<PrometheusHandle>> = LazyLock::new(|| {
    let seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
    PrometheusBuilder::new().set_buckets(&seconds).ok()?.install_recorder().ok()
});

/// Begins to count; call once before the first request.
pub fn start_metrics() {
    LazyLock::force(&METRICS);
}

/// `/healthz`, `/readyz`, `/metrics`
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/healthz", get(|| std::future::ready("ok\n")))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
}

/// The listener of its own for `/metrics`, without a token.
pub fn metrics_router(app: Arc<App>) -> Router {
    Router::new().route("/metrics", get(|State(app): State<Arc<App>>| async move { text(&app) })).with_state(app)
}

async fn ready(State(app): State<Arc<App>>) -> Result<Response, ApiError> {
    app.ready().await?;
    Ok(format!("ok\nrevision {}\n", app.snapshot().revision).into_response())
}

/// Figures tell strangers how busy a company's support is: an admin's token opens them.
async fn metrics(State(app): State<Arc<App>>, Bearer(token): Bearer) -> Result<Response, ApiError> {
    let token = token.ok_or(Error::Unauthenticated)?;
    let actor = app.by_token(&token).await?.ok_or(Error::Unauthenticated)?;
    actor.require(Right::Administer)?;
    Ok(text(&app))
}

fn text(app: &App) -> Response {
    let snapshot = app.snapshot();
    let articles = snapshot
        .library
        .locales()
        .iter()
        .map(|locale| snapshot.view(crate::base::Audience::Public).articles(locale).count());
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 articles")]
    metrics::gauge!("answerdesk_public_articles").set(articles.sum::<usize>() as f64);
    match &*METRICS {
        Some(handle) => {
            handle.run_upkeep();
            ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], handle.render()).into_response()
        }
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}
