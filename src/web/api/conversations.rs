//! `/api/v1/conversations`: talking with the bot. A conversation is open to whoever holds its token, and
//! to nobody else: without it every route answers 404, as for a conversation that never was.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    Extension, Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::sse::{Event, KeepAlive, Sse},
};
use futures_util::{Stream, StreamExt as _};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    app::{App, ChatEvent, ChatMessage, Error, NewConversation, Upload},
    base::Token,
    bot::{Input, RequesterForm, Turn},
    web::{
        client::ClientAddress,
        error::{ApiError, Problem},
        extract::{Bearer, Body, IdempotencyKey, Params, Place, WriteLimit, object},
    },
};

/// How a conversation begins.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Begin {
    /// Visitor's locale; one without content falls back to the site's.
    #[schema(example = "en", pattern = "^([A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*)?$")]
    pub locale: String,
    /// The page that embeds the chat.
    #[serde(default)]
    pub page_url: Option<String>,
    /// Who the visitor is, proved by the embedding site.
    #[serde(default, deserialize_with = "object")]
    pub visitor: Option<Visitor>,
}

/// A visitor whom the embedding site knows.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct Visitor {
    /// The site's id of the visitor.
    #[serde(default)]
    pub id: Option<String>,
    /// Name.
    #[serde(default)]
    pub name: Option<String>,
    /// E-mail address.
    #[serde(default)]
    pub email: Option<String>,
    /// HMAC-SHA256 (hex) of the id (or, without one, the e-mail) under the site's secret; without it name
    /// and e-mail only prefill the form.
    #[serde(default)]
    pub signature: Option<String>,
    /// IANA time zone of the browser.
    #[serde(default)]
    pub time_zone: Option<String>,
}

/// A conversation that has begun.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Begun {
    /// Its id.
    pub id: Uuid,
    /// Its secret: sent as `Authorization: Bearer` with everything that follows.
    pub token: String,
    /// What the bot says first.
    pub greeting: Turn,
}

/// Begins a conversation.
#[utoipa::path(
    post, path = "/api/v1/conversations", tag = "conversations", request_body = Begin,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key again gives the same answer again", min_length = 1, max_length = 128)),
    responses(
        (status = 201, description = "Begun", body = Begun),
        (status = 400, description = "Not JSON", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Not sent as JSON", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The idempotency key was used for another request", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Not of this shape", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn begin(
    State(app): State<Arc<App>>,
    _limit: WriteLimit,
    client: Option<Extension<ClientAddress>>,
    IdempotencyKey(key): IdempotencyKey,
    Body(begin): Body<Begin>,
) -> Result<(StatusCode, Json<Begun>), ApiError> {
    let locale = super::search::locale(&app, Some(&begin.locale))?;
    let page_url = page(begin.page_url)?;
    let visitor = begin.visitor.unwrap_or_default();
    let new = NewConversation {
        locale,
        page_url,
        visitor_id: visitor.id,
        name: visitor.name,
        email: visitor.email,
        signature: visitor.signature,
        time_zone: visitor.time_zone,
    };
    // A key that two visitors make up alike must not lead one into the other's conversation.
    let key = key.map(|key| format!("{} {key}", bucket(client)));
    let (id, token, greeting) = app.begin_conversation(new, key).await?;
    Ok((StatusCode::CREATED, Json(Begun { id, token: token.reveal().to_owned(), greeting })))
}

/// Whom limits count by.
fn bucket(client: Option<Extension<ClientAddress>>) -> String {
    client.map_or_else(String::new, |client| client.0.bucket().to_string())
}

/// The address of a page, as it was told.
fn page(url: Option<String>) -> Result<Option<String>, Error> {
    if url.as_deref().is_some_and(is_script) {
        return Err(Error::invalid("page_url", "takes the address of a page"));
    }
    Ok(url)
}

/// Addresses that run something instead of naming a page.
fn is_script(url: &str) -> bool {
    let scheme = url.split(':').next().unwrap_or_default();
    let plain: String = scheme.chars().filter(char::is_ascii_alphanumeric).collect();
    url.contains(':') && ["javascript", "vbscript", "data"].iter().any(|known| plain.eq_ignore_ascii_case(known))
}

/// What a visitor does: one of the three.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged, try_from = "Sent")]
pub enum Say {
    /// Says something.
    Text {
        /// What.
        #[schema(max_length = 20_000)]
        text: String,
        /// The page that the visitor is on, if it is another than before.
        #[schema(max_length = 2_000)]
        page_url: Option<String>,
    },
    /// Presses a button.
    Option {
        /// Its id.
        option: String,
        /// The page that the visitor is on, if it is another than before.
        #[schema(max_length = 2_000)]
        page_url: Option<String>,
    },
    /// Sends the form of a hand-off.
    Form {
        /// The fields.
        form: RequesterForm,
        /// The page that the visitor is on, if it is another than before.
        #[schema(max_length = 2_000)]
        page_url: Option<String>,
    },
}

/// The three as they are sent.
#[derive(Deserialize)]
struct Sent {
    text: Option<String>,
    option: Option<String>,
    form: Option<SentForm>,
    page_url: Option<String>,
}

#[derive(Deserialize)]
#[serde(transparent)]
struct SentForm(#[serde(deserialize_with = "object")] RequesterForm);

impl TryFrom<Sent> for Say {
    type Error = &'static str;

    fn try_from(sent: Sent) -> Result<Self, Self::Error> {
        let page_url = sent.page_url;
        match (sent.text, sent.option, sent.form) {
            (Some(text), None, None) => Ok(Self::Text { text, page_url }),
            (None, Some(option), None) => Ok(Self::Option { option, page_url }),
            (None, None, Some(SentForm(form))) => Ok(Self::Form { form, page_url }),
            (None, None, None) => Err(
                "an object with `text`, `option` or `form` (with what it asks for: `name`, `email`, `body`) was expected",
            ),
            _ => Err("`text`, `option` and `form` are three messages: send one of them at a time"),
        }
    }
}

/// Sends a message, a button or the form; answers with the bot's turn.
#[utoipa::path(
    post, path = "/api/v1/conversations/{id}/messages", tag = "conversations", request_body = Say, security(("conversation" = [])),
    params(
        ("id" = Uuid, Path, description = "The conversation"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key again gives the same turn again", min_length = 1, max_length = 128),
    ),
    responses(
        (status = 200, description = "The bot's turn", body = Turn),
        (status = 400, description = "Not JSON", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such conversation, or not with this token", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Another message of this conversation is being answered, or the idempotency key was used for another", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Not sent as JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Not of this shape", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn say(
    State(app): State<Arc<App>>,
    Place(id): Place<Uuid>,
    Bearer(token): Bearer,
    _limit: WriteLimit,
    IdempotencyKey(key): IdempotencyKey,
    Body(say): Body<Say>,
) -> Result<Json<Turn>, ApiError> {
    let token = held(token)?;
    let (input, page_url) = match say {
        Say::Text { text, page_url } => (Input::Text(text), page_url),
        Say::Option { option, page_url } => (Input::Option(option), page_url),
        Say::Form { form, page_url } => (Input::Form(form), page_url),
    };
    let page_url = page(page_url)?;
    Ok(Json(app.converse(id, &token, input, page_url, key).await?))
}

/// What a file is called.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FileName {
    /// With its ending.
    #[param(example = "photo.jpg", min_length = 1, max_length = 200)]
    pub name: String,
}

/// Sends a file that the bot has asked for (`slot_type` of its last turn is `file`): the bytes are the body. What
/// it is, is told by its content; a file that is not taken is answered by a turn that says what is. The file goes
/// to the conversation's ticket.
#[utoipa::path(
    post, path = "/api/v1/conversations/{id}/files", tag = "conversations", security(("conversation" = [])),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file, at most 5 MiB"),
    params(
        ("id" = Uuid, Path, description = "The conversation"), FileName,
        ("Idempotency-Key" = Option<String>, Header, description = "The same key again gives the same turn again", min_length = 1, max_length = 128),
    ),
    responses(
        (status = 200, description = "The bot's turn", body = Turn),
        (status = 400, description = "No name", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such conversation, or not with this token", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Another message of this conversation is being answered, or the idempotency key was used for another", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "No file is asked for, or too many have come", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn attach(
    State(app): State<Arc<App>>,
    Place(id): Place<Uuid>,
    Bearer(token): Bearer,
    _limit: WriteLimit,
    IdempotencyKey(key): IdempotencyKey,
    Params(file): Params<FileName>,
    bytes: Bytes,
) -> Result<Json<Turn>, ApiError> {
    let token = held(token)?;
    let file = Upload { name: file.name, bytes: bytes.to_vec() };
    Ok(Json(app.converse_file(id, &token, file, key).await?))
}

/// A conversation so far.
#[derive(Debug, Serialize, ToSchema)]
pub struct Transcript {
    /// Its id.
    pub id: Uuid,
    /// Its locale.
    pub locale: String,
    /// Everything said, oldest first.
    pub messages: Vec<ChatMessage>,
}

/// The conversation so far, to go on after a reload.
#[utoipa::path(
    get, path = "/api/v1/conversations/{id}", tag = "conversations", security(("conversation" = [])),
    params(("id" = Uuid, Path, description = "The conversation")),
    responses(
        (status = 200, description = "Everything said", body = Transcript),
        (status = 404, description = "No such conversation, or not with this token", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn show(
    State(app): State<Arc<App>>,
    Place(id): Place<Uuid>,
    Bearer(token): Bearer,
) -> Result<Json<Transcript>, ApiError> {
    let (locale, messages) = app.transcript(id, &held(token)?).await?;
    Ok(Json(Transcript { id, locale: locale.to_string(), messages }))
}

/// Where a conversation is to be sent.
#[derive(Debug, Deserialize, ToSchema)]
pub struct MailTo {
    /// The visitor's own address.
    #[schema(example = "ada@example.org")]
    pub email: String,
}

/// Sends the conversation to its visitor by e-mail: at most three times a day, and once to an address that was
/// not given while talking.
#[utoipa::path(
    post, path = "/api/v1/conversations/{id}/transcript", tag = "conversations", request_body = MailTo, security(("conversation" = [])),
    params(("id" = Uuid, Path, description = "The conversation")),
    responses(
        (status = 202, description = "On its way"),
        (status = 400, description = "Not JSON", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such conversation, or not with this token", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Not sent as JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Not an address", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn mail(
    State(app): State<Arc<App>>,
    Place(id): Place<Uuid>,
    Bearer(token): Bearer,
    _limit: WriteLimit,
    client: Option<Extension<ClientAddress>>,
    Body(to): Body<MailTo>,
) -> Result<StatusCode, ApiError> {
    app.mail_transcript(id, &held(token)?, &to.email, &bucket(client)).await?;
    Ok(StatusCode::ACCEPTED)
}

/// How often a silent stream says that it is still there; below the connection's idle limit.
const HEARTBEAT: Duration = Duration::from_secs(5);

/// New messages as they come (server-sent events `message`, data as in the transcript, ids in order).
#[utoipa::path(
    get, path = "/api/v1/conversations/{id}/events", tag = "conversations", security(("conversation" = [])),
    params(
        ("id" = Uuid, Path, description = "The conversation"),
        ("Last-Event-ID" = Option<String>, Header, description = "Send what came after this one first"),
    ),
    responses(
        (status = 200, description = "The stream", content_type = "text/event-stream", body = String),
        (status = 404, description = "No such conversation, or not with this token", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn events(
    State(app): State<Arc<App>>,
    Place(id): Place<Uuid>,
    Bearer(token): Bearer,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiError> {
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()).and_then(|text| text.parse().ok());
    let stream = app.listen(id, &held(token)?, last).await?;
    let stream = stream.map(|ChatEvent { seq, message }| {
        let event = Event::default().event("message").id(seq.to_string());
        Ok(event.json_data(&message).unwrap_or_default())
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(HEARTBEAT)))
}

fn held(token: Option<Token>) -> Result<Token, Error> {
    token.ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_said_at_a_time() {
        let said = |json: &str| serde_json::from_str::<Say>(json).map_err(|error| error.to_string());
        assert!(matches!(said(r#"{"text":"a"}"#), Ok(Say::Text { text, .. }) if text == "a"));
        assert!(
            matches!(said(r#"{"option":"human","text":null}"#), Ok(Say::Option { option, .. }) if option == "human")
        );
        assert!(matches!(said(r#"{"form":{"name":"A"}}"#), Ok(Say::Form { .. })));
        assert!(said(r#"{"text":"a","option":"human"}"#).unwrap_err().contains("one of them"));
        assert!(said("{}").unwrap_err().contains("`text`, `option` or `form`"));
        assert!(said(r#"{"form":["A"]}"#).unwrap_err().contains("not a list"));
    }
}
