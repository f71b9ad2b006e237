//! What handlers take from a request, checked here once: JSON bodies, query parameters, bearer tokens,
//! idempotency keys. Every refusal is a problem that says what to mend.

use std::{convert::Infallible, sync::Arc};

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Query, Request, rejection::JsonRejection},
    http::{StatusCode, header, request::Parts},
};
use serde::{
    Deserialize as _, Deserializer,
    de::{DeserializeOwned, Error as _, IgnoredAny},
};

use super::{
    client::ClientAddress,
    error::{ApiError, problem},
    plain_words,
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
        let (parts, body) = request.into_parts();
        let whole = Request::from_parts(parts.clone(), body);
        let bytes = Bytes::from_request(whole, state).await.map_err(|rejection| unread(rejection.status()))?;
        // A list would be taken for the fields in their order.
        let is_list = bytes.trim_ascii_start().starts_with(b"[");
        match Json::<T>::from_request(Request::from_parts(parts, bytes.clone().into()), state).await {
            Ok(Json(_)) if is_list => Err(shape("body", "must be an object, not a list")),
            Ok(Json(body)) => Ok(Self(body)),
            Err(rejection) => {
                let refusal = body_problem(&rejection, serde_json::from_slice::<IgnoredAny>(&bytes).is_ok());
                let named = plain_words::missing::<T>(&bytes);
                Err(named.into_iter().skip(1).fold(refusal, |refusal, field| refusal.on(field, "is missing")))
            }
        }
    }
}

/// A part of a body that is described as an object: serde alone would also take a list of its fields.
///
/// # Errors
/// When it is a list, or does not fit.
pub fn object<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<T, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    if value.is_array() {
        return Err(D::Error::custom("must be an object, not a list"));
    }
    T::deserialize(value).map_err(D::Error::custom)
}

fn unread(status: StatusCode) -> ApiError {
    let too_large = status == StatusCode::PAYLOAD_TOO_LARGE;
    problem(status, if too_large { "The body is too large." } else { "The body could not be read." }, None)
}

fn shape(field: impl Into<String>, message: impl Into<String>) -> ApiError {
    let detail = "The body is JSON, but not of the expected shape; see errors.";
    problem(StatusCode::UNPROCESSABLE_ENTITY, detail, None).on(field, message)
}

fn body_problem(rejection: &JsonRejection, is_json: bool) -> ApiError {
    let misshapen = |error: &dyn std::error::Error| {
        let (field, message) = located(error);
        let (named, message) = plain_words::of(&message);
        shape(named.or(field).unwrap_or_else(|| "body".to_owned()), message)
    };
    match rejection {
        JsonRejection::JsonDataError(error) => misshapen(error),
        JsonRejection::JsonSyntaxError(error) if is_json => misshapen(error),
        JsonRejection::JsonSyntaxError(error) => {
            problem(rejection.status(), format!("The body is not JSON: {}.", located(error).1), None)
        }
        JsonRejection::MissingJsonContentType(_) => {
            problem(rejection.status(), "Send the body with Content-Type: application/json.", None)
        }
        _ => unread(rejection.status()),
    }
}

/// The last cause in serde's own words, without those of the layers around it; and the field, which it
/// or the cause before it names in front.
fn located(error: &dyn std::error::Error) -> (Option<String>, String) {
    let mut causes = vec![error.to_string()];
    let mut cause = error;
    while let Some(next) = cause.source() {
        causes.push(next.to_string());
        cause = next;
    }
    let last = causes.pop().unwrap_or_default();
    let before = causes.pop().filter(|before| before.ends_with(&format!(": {last}")));
    let text = before.unwrap_or(last);
    let is_field = |name: &str| !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c == '`');
    let (field, message) = match text.split_once(": ").filter(|(field, _)| is_field(field)) {
        Some((field, message)) => (Some(field.to_owned()), message.to_owned()),
        None => (None, text),
    };
    let plain = match message.as_str() {
        "invalid digit found in string" | "cannot parse integer from empty string" => "takes a whole number".to_owned(),
        "number too large to fit in target type" => "is too large a number".to_owned(),
        "provided string was not `true` or `false`" => "takes true or false".to_owned(),
        _ => message,
    };
    (field.filter(|field| field != "."), plain)
}

/// Query parameters.
pub struct Params<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Arc<App>> for Params<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<App>) -> Result<Self, ApiError> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(params)) => Ok(Self(params)),
            Err(rejection) => {
                let (field, message) = located(&rejection);
                let detail = format!("A query parameter cannot be read: {message}.");
                let refusal = problem(StatusCode::UNPROCESSABLE_ENTITY, detail, None);
                Err(match field {
                    Some(field) => refusal.on(field, message),
                    None => refusal,
                })
            }
        }
    }
}

/// A switch in the query string: `true` or `1`, `false` or `0`.
///
/// # Errors
/// For anything else.
pub fn switch<'de, D: serde::Deserializer<'de>>(value: D) -> Result<bool, D::Error> {
    match String::deserialize(value)?.as_str() {
        "true" | "1" => Ok(true),
        "false" | "0" | "" => Ok(false),
        _ => Err(serde::de::Error::custom("takes true or false")),
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

/// `If-Match`: the strong entity tags that a write is for, without their quotes; `*` and nothing are no condition.
pub struct IfMatch(pub Option<Vec<String>>);

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        let values = parts.headers.get_all(header::IF_MATCH);
        let mut tags: Option<Vec<String>> = None;
        for value in values {
            let value =
                value.to_str().map_err(|_| problem(StatusCode::BAD_REQUEST, "If-Match takes entity tags.", None))?;
            if value.trim() == "*" {
                return Ok(Self(None));
            }
            // A weak tag never matches here (RFC 9110, 13.1.1), nor does what is no tag.
            let strong = value.split(',').filter_map(|tag| tag.trim().strip_prefix('"')?.strip_suffix('"'));
            tags.get_or_insert_default().extend(strong.map(str::to_owned));
        }
        Ok(Self(tags))
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
