//! The public JSON API under `/api/v1`, and its description.

pub mod conversations;
pub mod desk;
pub mod search;
pub mod tickets;

use std::sync::Arc;

use axum::{
    Router,
    http::{HeaderMap, header},
    response::IntoResponse as _,
    routing::get,
};
use bytes::Bytes;
use utoipa::{
    OpenApi as _,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::etag::unchanged_or;
use crate::app::App;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Answerdesk",
        description = "Search, bot, tickets and the agents' desk. Errors are application/problem+json (RFC 9457); times are RFC 3339 in UTC."
    ),
    modifiers(&Schemes)
)]
struct Document;

/// How callers say who they are.
struct Schemes;

impl utoipa::Modify for Schemes {
    fn modify(&self, description: &mut utoipa::openapi::OpenApi) {
        let bearer = |description: &str| {
            let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(description));
            SecurityScheme::Http(scheme.build())
        };
        let components = description.components.get_or_insert_default();
        components.add_security_scheme("conversation", bearer("The conversation's own token, told when it began."));
        components.add_security_scheme(
            "token",
            bearer("A token of the desk: `answerdesk token add`, or the page /desk/tokens."),
        );
    }
}

/// The empty description that routes add themselves to.
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// Routes that anybody may call.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(search::search))
        .routes(routes!(search::suggest))
        .routes(routes!(conversations::begin))
        .routes(routes!(conversations::show))
        .routes(routes!(conversations::say))
        .routes(routes!(conversations::mail))
        .routes(routes!(conversations::events))
        .routes(routes!(tickets::create))
}

/// Routes that take files.
pub fn uploads() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(conversations::attach))
}

/// `/openapi.json`
pub fn described(description: &utoipa::openapi::OpenApi) -> Router<Arc<App>> {
    let text: Bytes = description.to_json().unwrap_or_default().into();
    let show = move |headers: HeaderMap| {
        let answer = || ([(header::CONTENT_TYPE, "application/json")], text.clone()).into_response();
        std::future::ready(unchanged_or(&headers, &text, answer))
    };
    Router::new().route("/openapi.json", get(show))
}
