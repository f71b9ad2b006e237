//! `/api/v1/desk/users`, for admins.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Who, paging::Paging};
use crate::{
    app::App,
    desk::Role,
    store::{User, UserChange, UserId},
    web::{
        error::{ApiError, Problem},
        extract::{Body, Params, Place},
    },
};

/// A person of the desk.
#[derive(Debug, Serialize, ToSchema)]
pub struct Person {
    /// Id.
    pub id: Uuid,
    /// E-mail address.
    pub email: String,
    /// Name as customers see it.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// They may not come in.
    pub disabled: bool,
    /// Since when they are here, RFC 3339.
    pub created_at: String,
    /// Last sign-in.
    pub signed_in_at: Option<String>,
}

impl From<User> for Person {
    fn from(user: User) -> Self {
        Self {
            id: user.id.0,
            email: user.email,
            name: user.name,
            role: user.role,
            disabled: user.disabled_at.is_some(),
            created_at: user.created_at.0.to_string(),
            signed_in_at: user.signed_in_at.map(|at| at.0.to_string()),
        }
    }
}

/// Everybody.
#[derive(Debug, Serialize, ToSchema)]
pub struct People {
    /// This page, by name.
    pub items: Vec<Person>,
    /// Where the next page starts; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// Lists people.
#[utoipa::path(
    get, path = "/api/v1/desk/users", tag = "desk", params(Paging), security(("token" = [])),
    responses(
        (status = 200, description = "Everybody", body = People),
        (status = 401, description = "No session, no token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not with this role", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter cannot be read", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    State(app): State<Arc<App>>,
    who: Who,
    Params(paging): Params<Paging>,
) -> Result<Json<People>, ApiError> {
    let users = app.users(who.actor()?).await?;
    let (users, next_cursor) = paging.of(users, |user| user.id.0.to_string())?;
    Ok(Json(People { items: users.into_iter().map(Person::from).collect(), next_cursor }))
}

/// Somebody new.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Invite {
    /// Name as customers see it.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// E-mail address.
    #[schema(min_length = 3, max_length = 254, example = "ada@example.org")]
    pub email: String,
    /// What they may do.
    pub role: Role,
}

/// An invitation.
#[derive(Debug, Serialize, ToSchema)]
pub struct Invited {
    /// Where they choose their password; works once.
    pub url: String,
}

/// Invites somebody.
#[utoipa::path(
    post, path = "/api/v1/desk/users", tag = "desk", request_body = Invite, security(("token" = [])),
    responses(
        (status = 201, description = "Invited", body = Invited),
        (status = 400, description = "Not JSON", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No session, no token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not with this role", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The address is taken", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Not sent as JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Some fields cannot be accepted", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create(
    State(app): State<Arc<App>>,
    who: Who,
    Body(invite): Body<Invite>,
) -> Result<(StatusCode, Json<Invited>), ApiError> {
    let path = app.invite(who.actor()?, &invite.email, &invite.name, invite.role, None).await?;
    Ok((StatusCode::CREATED, Json(Invited { url: format!("{}{path}", app.config.public_url()) })))
}

/// What to change; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonUpdate {
    /// What they may do.
    #[serde(default)]
    pub role: Option<Role>,
    /// They may not come in; all their sessions end.
    #[serde(default)]
    pub disabled: Option<bool>,
}

/// Changes somebody's role, disables or lets in again.
#[utoipa::path(
    patch, path = "/api/v1/desk/users/{id}", tag = "desk", request_body = PersonUpdate, security(("token" = [])),
    params(("id" = Uuid, Path, description = "The person")),
    responses(
        (status = 204, description = "Changed"),
        (status = 400, description = "Not JSON", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No session, no token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not with this role", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nobody has this id", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "They are the last admin", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Not sent as JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Not of this shape", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn update(
    State(app): State<Arc<App>>,
    who: Who,
    Place(id): Place<Uuid>,
    Body(update): Body<PersonUpdate>,
) -> Result<StatusCode, ApiError> {
    let change = UserChange { role: update.role, disabled: update.disabled, ..UserChange::default() };
    app.update_user(who.actor()?, UserId(id), change).await?;
    Ok(StatusCode::NO_CONTENT)
}
