//! The only place that knows status codes: [`crate::app::Error`] enters, `problem+json` (RFC 9457)
//! leaves. Causes go to the log, never to the reader.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::Error;

/// An error as the API tells it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says it all.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The status in words.
    pub title: String,
    /// The status.
    pub status: u16,
    /// What to do about it.
    pub detail: String,
    /// What is wrong with which field, for 422.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
}

/// What is wrong with one field.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldProblem {
    /// The field.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

/// A problem with a detail and, for 429 and 503, seconds to wait.
#[must_use]
pub fn problem(status: StatusCode, detail: impl Into<String>, retry_after: Option<u64>) -> ApiError {
    ApiError {
        status,
        problem: Problem {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            errors: Vec::new(),
        },
        retry_after,
    }
}

impl ApiError {
    /// The same, naming the field (or parameter, or header) that is at fault.
    #[must_use]
    pub fn on(mut self, field: impl Into<String>, message: impl Into<String>) -> Self {
        self.problem.errors.push(FieldProblem { field: field.into(), message: message.into() });
        self
    }
}

/// An answer of the API that a layer refused in its own words, as a problem. Its headers stay.
#[must_use]
pub fn as_problem(response: Response) -> Response {
    let status = response.status();
    let own = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == PROBLEM);
    if own || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let detail = match status {
        StatusCode::METHOD_NOT_ALLOWED => "This path does not take this method; see the header Allow.",
        StatusCode::PAYLOAD_TOO_LARGE => "The body is larger than server.max_body allows.",
        StatusCode::NOT_FOUND => "There is nothing here.",
        status if status.is_client_error() => "The request cannot be accepted.",
        _ => "Something went wrong on our side. Quote the request id when you report it.",
    };
    let mut headers = response.into_parts().0.headers;
    headers.remove(header::CONTENT_LENGTH);
    headers.remove(header::CONTENT_TYPE);
    let mut answer = problem(status, detail, None).into_response();
    for (name, value) in &headers {
        answer.headers_mut().append(name, value.clone());
    }
    answer
}

/// The media type of a problem.
const PROBLEM: &str = "application/problem+json";

/// What a handler of the API answers when it cannot do what was asked.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    problem: Problem,
    retry_after: Option<u64>,
}

/// The status of an error.
#[must_use]
pub fn status(error: &Error) -> StatusCode {
    match error {
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Unauthenticated => StatusCode::UNAUTHORIZED,
        Error::Forbidden => StatusCode::FORBIDDEN,
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Conflict(_) => StatusCode::CONFLICT,
        Error::Stale => StatusCode::PRECONDITION_FAILED,
        Error::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        let status = status(&error);
        let detail = match &error {
            Error::Invalid(_) => "Some fields cannot be accepted; see errors.".to_owned(),
            Error::Unauthenticated => "Sign in, or send a valid token.".to_owned(),
            Error::Forbidden => "This is not yours to do.".to_owned(),
            Error::NotFound => "There is nothing here.".to_owned(),
            Error::Conflict(what) => what.clone(),
            Error::Stale => "It was changed meanwhile: read it again (its ETag is new), then decide.".to_owned(),
            Error::TooMany { .. } => "Too many requests; wait a little.".to_owned(),
            Error::Unavailable => "The service is not ready; try again in a moment.".to_owned(),
            Error::Internal(cause) => {
                tracing::error!(cause = format!("{cause:#}"), "internal error");
                "Something went wrong on our side. Quote the request id when you report it.".to_owned()
            }
        };
        let retry_after = match &error {
            Error::TooMany { retry_after } => Some(*retry_after),
            Error::Unavailable => Some(2),
            _ => None,
        };
        let mut answer = problem(status, detail, retry_after);
        if let Error::Invalid(fields) = error {
            answer.problem.errors =
                fields.into_iter().map(|(field, message)| FieldProblem { field: field.to_owned(), message }).collect();
        }
        answer
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        ApiError::from(self).into_response()
    }
}
