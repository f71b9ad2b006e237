//! What handlers take from a request, checked here once: JSON bodies, query parameters, bearer tokens,
//! idempotency keys. Every refusal is a problem that says what to mend.

use std::{convert::Infallible, sync::Arc};

use axum::{
    Json,
    extract::{FromRequest, FromRequestParts, Path, Query, Request, rejection::JsonRejection},
    http::{StatusCode, header, request::Parts},
};
use serde::de::DeserializeOwned;

use super::{
    client::ClientAddress,
    error::{ApiError, problem},
};
use crate::{
    app::{App, Error, Limit},
    base::Token,
};

/// A JSON body.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &Arc<App>) -> Result<Self, ApiError> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(rejection) => Err(body_problem(&rejection)),
        }
    }
}

fn body_problem(rejection: &JsonRejection) -> ApiError {
    let status = rejection.status();
    let detail = match rejection {
        JsonRejection::JsonDataError(error) => {
            format!("The body is JSON, but not of the expected shape: {}.", innermost(error))
        }
        JsonRejection::JsonSyntaxError(error) => format!("The body is not JSON: {}.", innermost(error)),
        JsonRejection::MissingJsonContentType(_) => "Send the body with Content-Type: application/json.".to_owned(),
        _ if status == StatusCode::PAYLOAD_TOO_LARGE => "The body is too large.".to_owned(),
        _ => "The body could not be read.".to_owned(),
    };
    problem(status, detail, None)
}

/// The last cause: serde's own words (field and place), without those of the layers around it.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}

/// Query parameters.
pub struct Params<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Arc<App>> for Params<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<App>) -> Result<Self, ApiError> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(params)) => Ok(Self(params)),
            Err(rejection) => Err(problem(
                StatusCode::UNPROCESSABLE_ENTITY,
                format!("A query parameter cannot be read: {}.", innermost(&rejection)),
                None,
            )),
        }
    }
}

/// A part of the path; one that cannot be read leads nowhere: 404.
pub struct Place<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Arc<App>> for Place<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<App>) -> Result<Self, ApiError> {
        let place = Path::<T>::from_request_parts(parts, state).await;
        place.map(|Path(place)| Self(place)).map_err(|_| Error::NotFound.into())
    }
}

/// The bearer token of a request, if it shows one.
pub struct Bearer(pub Option<Token>);

impl<S: Sync> FromRequestParts<S> for Bearer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let value = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token =
            value.and_then(|value| value.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        Ok(Self(token.map(|(_, token)| Token::shown(token.trim()))))
    }
}

/// `Idempotency-Key`: the same key and request again gives the first answer again.
pub struct IdempotencyKey(pub Option<String>);

impl<S: Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        let Some(value) = parts.headers.get("idempotency-key") else { return Ok(Self(None)) };
        match value.to_str() {
            Ok(key) if (1..=128).contains(&key.trim().len()) => Ok(Self(Some(key.trim().to_owned()))),
            _ => {
                Err(problem(StatusCode::BAD_REQUEST, "Idempotency-Key takes 1 to 128 visible ASCII characters.", None))
            }
        }
    }
}

/// Counts the request against its address's limit of writes (messages, tickets, votes).
pub struct WriteLimit;

impl FromRequestParts<Arc<App>> for WriteLimit {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        limited(parts, app, Limit::Write).map(|()| Self)
    }
}

/// Counts the request against its address's limit of searches.
pub struct SearchLimit;

impl FromRequestParts<Arc<App>> for SearchLimit {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        limited(parts, app, Limit::Search).map(|()| Self)
    }
}

fn limited(parts: &Parts, app: &App, limit: Limit) -> Result<(), ApiError> {
    let client = parts.extensions.get::<ClientAddress>().copied();
    let bucket = client.map_or(std::net::IpAddr::from([127, 0, 0, 1]), ClientAddress::bucket);
    app.limits.check(limit, bucket).map_err(ApiError::from)
}
