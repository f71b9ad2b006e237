//! `GET /api/v1/desk/search`

use std::sync::Arc;

use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::IntoParams;

use super::Who;
use crate::{
    app::{App, Error},
    search::{Answer, HitKind},
    web::{
        api::search::SearchParams,
        error::{ApiError, Problem},
        extract::Params,
    },
};

/// What only agents can ask for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeskParams {
    /// Only `article`, `reply`, `card` or `ticket`.
    pub kind: Option<String>,
    /// Say why each hit stands where it stands.
    #[serde(default, deserialize_with = "crate::web::extract::switch")]
    pub explain: bool,
}

/// Searches articles (internal ones too), saved replies, bot cards and tickets.
#[utoipa::path(
    get, path = "/api/v1/desk/search", tag = "desk", params(SearchParams, DeskParams), security(("token" = [])),
    responses(
        (status = 200, description = "Hits, best first", body = Answer),
        (status = 401, description = "No session, no token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not with this role", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter cannot be read", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn search(
    State(app): State<Arc<App>>,
    who: Who,
    Params(params): Params<SearchParams>,
    Params(desk): Params<DeskParams>,
) -> Result<Json<Answer>, ApiError> {
    let mut query = params.into_query(&app)?;
    query.explain = desk.explain;
    query.kind = match desk.kind.as_deref() {
        None | Some("") => None,
        Some("article") => Some(HitKind::Article),
        Some("reply") => Some(HitKind::Reply),
        Some("card") => Some(HitKind::Card),
        Some("ticket") => Some(HitKind::Ticket),
        Some(_) => return Err(Error::invalid("kind", "takes article, reply, card or ticket").into()),
    };
    Ok(Json(app.desk_search(who.actor()?, &query).await?))
}
