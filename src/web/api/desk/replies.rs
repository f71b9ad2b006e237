//! `GET /api/v1/desk/replies`

use std::sync::Arc;

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Who, paging::Paging};
use crate::{
    app::App,
    web::{
        api::search::locale,
        error::{ApiError, Problem},
        extract::Params,
    },
};

/// Which ones.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReplyParams {
    /// Their locale; default: the site's.
    #[param(example = "en")]
    pub locale: Option<String>,
}

/// A saved reply.
#[derive(Debug, Serialize, ToSchema)]
pub struct SavedReply {
    /// Path below `_replies`.
    pub id: String,
    /// Locale.
    pub locale: String,
    /// Title.
    pub title: String,
    /// When to use it.
    pub description: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Markdown with placeholders such as `{requester_name}`.
    pub body: String,
}

/// Saved replies of a locale.
#[derive(Debug, Serialize, ToSchema)]
pub struct SavedReplies {
    /// This page, by title.
    pub items: Vec<SavedReply>,
    /// Where the next page starts; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// Lists saved replies.
#[utoipa::path(
    get, path = "/api/v1/desk/replies", tag = "desk", params(ReplyParams, Paging), security(("token" = [])),
    responses(
        (status = 200, description = "Saved replies", body = SavedReplies),
        (status = 401, description = "No session, no token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not with this role", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter cannot be read", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    State(app): State<Arc<App>>,
    who: Who,
    Params(params): Params<ReplyParams>,
    Params(paging): Params<Paging>,
) -> Result<Json<SavedReplies>, ApiError> {
    let locale = locale(&app, params.locale.as_deref())?;
    let replies = app.saved_replies(who.actor()?, &locale)?;
    let (replies, next_cursor) = paging.of(replies, |reply| reply.id.clone())?;
    let items = replies.into_iter().map(|reply| SavedReply {
        id: reply.id,
        locale: reply.locale.to_string(),
        title: reply.title,
        description: reply.description,
        tags: reply.tags,
        body: reply.body,
    });
    Ok(Json(SavedReplies { items: items.collect(), next_cursor }))
}
