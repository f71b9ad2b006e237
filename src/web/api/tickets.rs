//! `POST /api/v1/tickets`: a contact form of one's own.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    app::{App, NewTicket},
    web::{
        error::{ApiError, Problem},
        extract::{Body, IdempotencyKey, WriteLimit},
    },
};

/// A new ticket.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Create {
    /// Requester's name.
    #[schema(min_length = 1, max_length = 200, pattern = "[^\\s\\x00-\\x1f\\x7f-\\x9f]")]
    pub name: String,
    /// Requester's e-mail address.
    #[schema(max_length = 254, format = "email", example = "ada@example.org")]
    pub email: String,
    /// One line.
    #[schema(min_length = 1, max_length = 200, pattern = "[^\\s\\x00-\\x1f\\x7f-\\x9f]")]
    pub subject: String,
    /// What it is about.
    #[schema(min_length = 1, max_length = 20000, pattern = "[^\\s\\x00-\\x1f\\x7f-\\x9f]")]
    pub body: String,
    /// Requester's locale.
    #[schema(example = "en", pattern = "^([A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*)?$")]
    pub locale: String,
    /// Department; default: the routing rules decide.
    #[serde(default)]
    pub department: Option<String>,
    /// The conversation it comes from; its token must be sent as `Authorization: Bearer`. If the conversation has
    /// a ticket already, what is sent is added to that one.
    #[serde(default)]
    #[schema(pattern = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$")]
    pub conversation: Option<Uuid>,
}

/// A ticket that was created.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Created {
    /// Its number.
    pub number: String,
    /// The requester's own link to it; keep it secret.
    pub access_url: String,
    /// When to expect the reply.
    pub expected_reply_at: Option<String>,
}

/// Creates a ticket.
#[utoipa::path(
    post, path = "/api/v1/tickets", tag = "tickets", request_body = Create,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key again gives the same ticket again", min_length = 1, max_length = 128)),
    responses(
        (status = 201, description = "Created", body = Created),
        (status = 400, description = "Not JSON", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such conversation, or not with this token", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Not sent as JSON", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The idempotency key was used for another request", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Some fields cannot be accepted", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn create(
    State(app): State<Arc<App>>,
    _limit: WriteLimit,
    IdempotencyKey(key): IdempotencyKey,
    crate::web::extract::Bearer(token): crate::web::extract::Bearer,
    Body(create): Body<Create>,
) -> Result<(StatusCode, Json<Created>), ApiError> {
    let asked = super::search::locale(&app, Some(&create.locale))?;
    let locale = app.snapshot().locale_for(Some(&asked), app.config.site.default_locale.as_deref());
    let new = NewTicket {
        name: create.name,
        email: create.email,
        subject: create.subject,
        body: create.body,
        locale,
        department: create.department,
        conversation: create.conversation.map(|id| (id, token)),
    };
    let ticket = app.create_ticket(new, key).await?;
    let created =
        Created { number: ticket.number, access_url: ticket.access_url, expected_reply_at: ticket.expected_reply_at };
    Ok((StatusCode::CREATED, Json(created)))
}
