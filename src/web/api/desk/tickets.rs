//! `/api/v1/desk/tickets`: list, read, change, answer.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{HeaderName, StatusCode, header},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Who;
use crate::{
    app::{App, ChatMessage, DeskTicket, Error, NewReply, Seen},
    bot::HandoffPacket,
    desk::{Author, Channel, Priority, Status},
    search::{HitKind, Query},
    store::{AssigneeFilter, Cursor, Moment, Ticket, TicketChange, TicketFilter, TicketNumber, TicketOrder},
    web::{
        error::{ApiError, Problem},
        extract::{Body, IdempotencyKey, IfMatch, Params, Place},
    },
};

/// Which tickets; an absent filter lets all through.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TicketParams {
    /// One or more of `new`, `open`, `pending`, `solved`, `closed`, separated by commas.
    pub status: Option<String>,
    /// One or more of `low`, `normal`, `high`, `urgent`, separated by commas.
    pub priority: Option<String>,
    /// Key of a department.
    pub department: Option<String>,
    /// A person's id, or `nobody`.
    pub assignee: Option<String>,
    /// A tag.
    pub tag: Option<String>,
    /// A requester's e-mail address.
    pub requester: Option<String>,
    /// Words of the ticket or its conversation.
    pub q: Option<String>,
    /// `updated` (last changed first, the default), `created` (newest first) or `due` (what the desk owes first).
    pub sort: Option<String>,
    /// Tickets on a page, 1 to 100; default 25.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// A ticket in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct TicketLine {
    /// Number.
    pub number: String,
    /// One line.
    pub subject: String,
    /// Requester's name.
    pub requester_name: String,
    /// Requester's address.
    pub requester_email: String,
    /// Language it is held in.
    pub locale: String,
    /// Where it stands.
    pub status: Status,
    /// How urgent.
    pub priority: Priority,
    /// Whose it is, by key.
    pub department: Option<String>,
    /// Who works on it, by id.
    pub assignee: Option<String>,
    /// How it came in.
    pub channel: Channel,
    /// First reply promised by, RFC 3339.
    pub first_reply_due: Option<String>,
    /// Next reply promised by.
    pub next_reply_due: Option<String>,
    /// Solution promised by.
    pub resolution_due: Option<String>,
    /// The first promise broken.
    pub breached_at: Option<String>,
    /// Came in.
    pub created_at: String,
    /// Last change.
    pub updated_at: String,
    /// The ticket that this one was merged into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<String>,
}

/// A page of tickets.
#[derive(Debug, Serialize, ToSchema)]
pub struct TicketPage {
    /// This page.
    pub items: Vec<TicketLine>,
    /// Where the next page starts; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// A message or note of a ticket.
#[derive(Debug, Serialize, ToSchema)]
pub struct TicketText {
    /// Who writes.
    pub author: Author,
    /// Their name.
    pub name: String,
    /// Only agents see it.
    pub internal: bool,
    /// Markdown of agents, plain text of requesters.
    pub body: String,
    /// When, RFC 3339.
    pub at: String,
}

/// A ticket with everything that led to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TicketDetail {
    /// The ticket.
    #[serde(flatten)]
    pub ticket: TicketLine,
    /// Its tags.
    pub tags: Vec<String>,
    /// Messages and notes, oldest first.
    pub messages: Vec<TicketText>,
    /// The conversation it came from, oldest first.
    pub transcript: Vec<ChatMessage>,
    /// What the bot handed over.
    pub packet: Option<HandoffPacket>,
}

fn time(moment: Option<Moment>) -> Option<String> {
    moment.map(|moment| moment.0.to_string())
}

impl From<Ticket> for TicketLine {
    fn from(ticket: Ticket) -> Self {
        Self {
            number: ticket.number.to_string(),
            subject: ticket.subject,
            requester_name: ticket.requester_name,
            requester_email: ticket.requester_email,
            locale: ticket.locale,
            status: ticket.status,
            priority: ticket.priority,
            department: ticket.department,
            assignee: ticket.assignee.map(|id| id.to_string()),
            channel: ticket.channel,
            first_reply_due: time(ticket.first_reply_due),
            next_reply_due: time(ticket.next_reply_due),
            resolution_due: time(ticket.resolution_due),
            breached_at: time(ticket.breached_at),
            created_at: ticket.created_at.0.to_string(),
            updated_at: ticket.updated_at.0.to_string(),
            merged_into: ticket.merged_into.map(|number| number.to_string()),
        }
    }
}

impl From<DeskTicket> for TicketDetail {
    fn from(file: DeskTicket) -> Self {
        let text = |message: crate::store::TicketMessage| TicketText {
            author: message.author,
            name: message.author_name,
            internal: message.internal,
            body: message.body,
            at: message.at.0.to_string(),
        };
        Self {
            ticket: file.ticket.into(),
            tags: file.tags,
            messages: file.messages.into_iter().map(text).collect(),
            transcript: file.transcript,
            packet: file.packet,
        }
    }
}

/// Words of a closed vocabulary, separated by commas.
fn words<T: std::str::FromStr>(field: &'static str, text: Option<&str>) -> Result<Vec<T>, Error>
where
    T::Err: std::fmt::Display,
{
    let words = text.unwrap_or_default().split(',').map(str::trim).filter(|word| !word.is_empty());
    words.map(|word| word.parse().map_err(|error: T::Err| Error::invalid(field, error.to_string()))).collect()
}

impl TicketParams {
    fn filter(&self) -> Result<TicketFilter, Error> {
        let optional = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let assignee = match optional(&self.assignee).as_deref() {
            None => None,
            Some("nobody") => Some(AssigneeFilter::Nobody),
            Some(id) => {
                let id = id.parse().map_err(|_| Error::invalid("assignee", "takes a person's id, or nobody"))?;
                Some(AssigneeFilter::User(id))
            }
        };
        Ok(TicketFilter {
            status: words("status", self.status.as_deref())?,
            priority: words("priority", self.priority.as_deref())?,
            department: optional(&self.department),
            assignee,
            tag: optional(&self.tag),
            requester: optional(&self.requester),
            ..TicketFilter::default()
        })
    }
}

/// Lists tickets.
#[utoipa::path(
    get, path = "/api/v1/desk/tickets", tag = "desk", params(TicketParams), security(("token" = [])),
    responses(
        (status = 200, description = "Tickets", body = TicketPage),
        (status = 401, description = "No session, no token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not with this role", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter cannot be read", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(
    State(app): State<Arc<App>>,
    who: Who,
    Params(params): Params<TicketParams>,
) -> Result<Json<TicketPage>, ApiError> {
    let limit = params.limit.unwrap_or(25);
    if !(1..=100).contains(&limit) {
        return Err(Error::invalid("limit", "takes 1 to 100").into());
    }
    let after: Option<Cursor> = match params.cursor.as_deref().filter(|cursor| !cursor.is_empty()) {
        None => None,
        Some(text) => Some(text.parse().map_err(|error: &str| Error::invalid("cursor", error))?),
    };
    let mut filter = params.filter()?;
    if let Some(text) = params.q.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        let query = Query { kind: Some(HitKind::Ticket), limit: 100, ..Query::new(text, app.default_locale()) };
        let hits = app.desk_search(who.actor()?, &query).await?.hits;
        filter.numbers = Some(hits.iter().filter_map(|hit| hit.article.parse().ok()).collect());
    }
    let order = match params.sort.as_deref() {
        None | Some("" | "updated") => TicketOrder::Updated,
        Some("created") => TicketOrder::Created,
        Some("due") => TicketOrder::Due,
        Some(_) => return Err(Error::invalid("sort", "takes updated, created or due").into()),
    };
    let page = app.list_tickets(who.actor()?, &filter, order, after, limit.into()).await?;
    let next_cursor = page.next.map(|cursor| cursor.to_string());
    Ok(Json(TicketPage { items: page.items.into_iter().map(TicketLine::from).collect(), next_cursor }))
}

/// Reads a ticket.
#[utoipa::path(
    get, path = "/api/v1/desk/tickets/{number}", tag = "desk", security(("token" = [])),
    params(("number" = i64, Path, description = "The ticket", example = 1001)),
    responses(
        (status = 200, description = "The ticket", body = TicketDetail, headers(("ETag" = String, description = "Its version, for If-Match"))),
        (status = 401, description = "No session, no token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not with this role", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such ticket", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn show(
    State(app): State<Arc<App>>,
    who: Who,
    Place(number): Place<i64>,
) -> Result<Tagged<TicketDetail>, ApiError> {
    let file = app.ticket(who.actor()?, TicketNumber(number)).await?;
    Ok((etag(&file.ticket), Json(file.into())))
}

/// An answer with its version.
type Tagged<T> = ([(HeaderName, String); 1], Json<T>);

/// The version of a ticket as a strong entity tag (RFC 9110): another after every change of it.
fn etag(ticket: &Ticket) -> [(HeaderName, String); 1] {
    [(header::ETAG, format!("\"{}-{}\"", ticket.number, ticket.change))]
}

/// What a caller has seen of a ticket, by the tags that they name; none: they do not mind.
fn seen(number: i64, tags: Option<&Vec<String>>) -> Seen {
    let version = |tag: &String| {
        let (of, version) = tag.split_once('-')?;
        (of.parse() == Ok(number)).then(|| version.parse().ok())?
    };
    Seen { versions: tags.map(|tags| tags.iter().filter_map(version).collect()), messages: None }
}

/// What to change; what is absent stays. An empty department or assignee takes it away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// Where it stands.
    #[serde(default)]
    pub status: Option<Status>,
    /// How urgent.
    #[serde(default)]
    pub priority: Option<Priority>,
    /// Key of a department.
    #[serde(default)]
    pub department: Option<String>,
    /// A person's id.
    #[serde(default)]
    pub assignee: Option<String>,
    /// One line.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub subject: Option<String>,
    /// All tags.
    #[serde(default)]
    pub tags: Option<Vec<String>>,
}

/// Changes a ticket.
#[utoipa::path(
    patch, path = "/api/v1/desk/tickets/{number}", tag = "desk", request_body = Update, security(("token" = [])),
    params(
        ("number" = i64, Path, description = "The ticket", example = 1001),
        ("If-Match" = Option<String>, Header, description = "The ETag that the ticket was read with; if it has changed since, nothing is written"),
    ),
    responses(
        (status = 200, description = "The ticket as it is now", body = TicketLine, headers(("ETag" = String, description = "Its version, for If-Match"))),
        (status = 400, description = "Not JSON", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No session, no token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not with this role", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such ticket", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It was merged into another ticket", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "It has changed since the version in If-Match", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Not sent as JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Some fields cannot be accepted", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn update(
    State(app): State<Arc<App>>,
    who: Who,
    Place(number): Place<i64>,
    IfMatch(tags): IfMatch,
    Body(update): Body<Update>,
) -> Result<Tagged<TicketLine>, ApiError> {
    let known = |key: &String| key.is_empty() || app.config.desk.departments.iter().any(|known| known.key == *key);
    if update.department.as_ref().is_some_and(|key| !known(key)) {
        return Err(Error::invalid("department", "is not one of the configuration").into());
    }
    let subject = update.subject.map(|subject| subject.trim().to_owned());
    if subject.as_ref().is_some_and(|subject| subject.is_empty() || subject.chars().count() > 200) {
        return Err(Error::invalid("subject", "takes 1 to 200 characters").into());
    }
    let assignee = match update.assignee.as_deref() {
        None => None,
        Some("") => Some(None),
        Some(id) => {
            let id = id.parse().map_err(|_| Error::invalid("assignee", "is nobody's id"))?;
            let agents = app.agents(who.actor()?).await?;
            if !agents.iter().any(|agent| agent.id == id) {
                return Err(Error::invalid("assignee", "is nobody's id").into());
            }
            Some(Some(id))
        }
    };
    let change = TicketChange {
        status: update.status,
        priority: update.priority,
        department: update.department.map(|key| Some(key).filter(|key| !key.is_empty())),
        assignee,
        subject,
        tags: update.tags,
        ..TicketChange::default()
    };
    let seen = seen(number, tags.as_ref());
    let after = app.change_ticket(who.actor()?, TicketNumber(number), change, seen).await?;
    Ok((etag(&after), Json(after.into())))
}

/// Where a ticket is merged.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// Number of the ticket that goes on; it must be of the same requester.
    #[schema(example = 1001)]
    pub into: i64,
}

/// Merges a ticket into another one.
///
/// Messages, files and tags move; the requester is told the number that goes on, and the link of the old one
/// leads there.
#[utoipa::path(
    post, path = "/api/v1/desk/tickets/{number}/merge", tag = "desk", request_body = Merge, security(("token" = [])),
    params(("number" = i64, Path, description = "The ticket that ends", example = 1002)),
    responses(
        (status = 200, description = "The ticket that goes on", body = TicketDetail, headers(("ETag" = String, description = "Its version, for If-Match"))),
        (status = 400, description = "Not JSON", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No session, no token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not with this role", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such ticket", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The two cannot be one; detail says why", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Not sent as JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Some fields cannot be accepted", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn merge(
    State(app): State<Arc<App>>,
    who: Who,
    Place(number): Place<i64>,
    Body(merge): Body<Merge>,
) -> Result<Tagged<TicketDetail>, ApiError> {
    let kept = app.merge_tickets(who.actor()?, TicketNumber(number), TicketNumber(merge.into)).await?;
    let file = app.ticket(who.actor()?, kept.number).await?;
    Ok((etag(&file.ticket), Json(file.into())))
}

/// A reply or note.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// Markdown.
    #[schema(min_length = 1, max_length = 50000)]
    pub body: String,
    /// Only agents see it.
    #[serde(default)]
    pub internal: bool,
    /// Status to set with it.
    #[serde(default)]
    pub status: Option<Status>,
}

/// Answers a ticket, or adds a note to it.
#[utoipa::path(
    post, path = "/api/v1/desk/tickets/{number}/messages", tag = "desk", request_body = Reply, security(("token" = [])),
    params(
        ("number" = i64, Path, description = "The ticket", example = 1001),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key again is taken once", min_length = 1, max_length = 128),
        ("If-Match" = Option<String>, Header, description = "The ETag that the ticket was read with; if it has changed since, nothing is sent"),
    ),
    responses(
        (status = 201, description = "The ticket with it", body = TicketDetail, headers(("ETag" = String, description = "Its version, for If-Match"))),
        (status = 400, description = "Not JSON", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No session, no token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not with this role", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such ticket", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It was merged into another ticket", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "It has changed since the version in If-Match", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Not sent as JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Some fields cannot be accepted", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn reply(
    State(app): State<Arc<App>>,
    who: Who,
    Place(number): Place<i64>,
    IdempotencyKey(key): IdempotencyKey,
    IfMatch(tags): IfMatch,
    Body(reply): Body<Reply>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<TicketDetail>), ApiError> {
    let seen = seen(number, tags.as_ref());
    let number = TicketNumber(number);
    let new = NewReply { body: reply.body, internal: reply.internal, status: reply.status, seen };
    app.reply(who.actor()?, number, new, key).await?;
    let file = app.ticket(who.actor()?, number).await?;
    Ok((StatusCode::CREATED, etag(&file.ticket), Json(file.into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_of_one_ticket_alone() {
        assert_eq!(seen(1001, None).versions, None);
        let tags = ["1001-7", "1002-7", "x"].map(str::to_owned).to_vec();
        assert_eq!(seen(1001, Some(&tags)).versions, Some(vec![7]));
    }

    #[test]
    fn several_words_are_several_filters_and_an_unknown_one_is_named() {
        assert_eq!(words::<Status>("status", Some("new, open,")).expect("words"), [Status::New, Status::Open]);
        assert!(words::<Status>("status", None).expect("none").is_empty());
        let error = words::<Priority>("priority", Some("asap")).expect_err("no priority");
        assert!(error.to_string().contains("asap"), "{error}");
    }
}
