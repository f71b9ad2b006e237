//! One ticket: the thread with what the bot handed over, the reply, the facts beside it.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query as Params, State},
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{
    Done, html,
    page::{Choice, Due, Page, Select, When, Word},
    search::{self, HitView},
    session::{self, Failure, Fields, SignedIn},
    tickets::{department_label, departments, due, next_due},
};
use crate::{
    app::{App, DeskTicket, Error, NewReply},
    base::{ArticleKey, Audience, Locale, Token, i18n},
    bot::HandoffPacket,
    desk::{Author, Priority, Status},
    store::{Attachment, Ticket, TicketChange, TicketEvent, TicketMessage, TicketNumber, User},
    web::{download, rich},
};

#[derive(Debug, Template)]
#[template(path = "desk/ticket.html")]
struct TicketView {
    page: Page,
    number: String,
    subject: String,
    locale: String,
    status: Word,
    priority: Word,
    dues: Vec<Due>,
    packet: Option<PacketView>,
    messages: Vec<MessageView>,
    closed: bool,
    mail_ready: bool,
    /// Makes the form's reply count once.
    key: String,
    draft: String,
    after: Vec<Choice>,
    events: Vec<EventView>,
    requester: RequesterView,
    selects: Vec<Select>,
    tags: String,
    /// What the button says by which one takes the ticket.
    take: Option<String>,
    suggested: Vec<HitView>,
    similar: Vec<HitView>,
}

#[derive(Debug)]
struct PacketView {
    reason: String,
    lines: Vec<PacketLine>,
    transcript: Vec<SaidView>,
}

#[derive(Debug)]
struct PacketLine {
    label: String,
    values: Vec<PacketValue>,
}

#[derive(Debug)]
struct PacketValue {
    label: String,
    url: Option<String>,
}

#[derive(Debug)]
struct SaidView {
    author: Word,
    at: When,
    text: String,
}

#[derive(Debug)]
struct MessageView {
    /// `requester`, `agent-reply`, `note` or `system`.
    kind: &'static str,
    author: String,
    at: When,
    html: String,
    files: Vec<FileView>,
}

#[derive(Debug)]
struct FileView {
    url: String,
    name: String,
    size: String,
}

#[derive(Debug)]
struct EventView {
    at: When,
    text: String,
}

#[derive(Debug)]
struct RequesterView {
    name: String,
    email: String,
    language: String,
    channel: String,
    /// Their other tickets.
    others: Option<String>,
}

fn number(text: &str) -> Result<TicketNumber, Failure> {
    Ok(text.parse().map_err(|_| Error::NotFound)?)
}

/// `GET /desk/tickets/{number}`
pub async fn show(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Path(shown): Path<String>,
    Params(done): Params<Done>,
) -> Result<Response, Failure> {
    let file = app.ticket(&who.actor, number(&shown)?).await?;
    let mut page = session::page(&app, &who.clone().into(), String::new());
    page.title = format!("#{} {}", file.ticket.number, file.ticket.subject);
    let page = super::noticed(super::framed(&app, &who, page, "/desk/tickets").await?, &done);
    let agents = app.agents(&who.actor).await?;
    let view = view(&app, &who, page, &file, &agents).await?;
    Ok(html(&view))
}

async fn view(
    app: &App,
    who: &SignedIn,
    page: Page,
    file: &DeskTicket,
    agents: &[User],
) -> Result<TicketView, Failure> {
    let ticket = &file.ticket;
    let (now, zone) = (app.clock.now(), app.time_zone());
    let suggested = app.articles_for_ticket(&who.actor, ticket.number, 5).await?;
    let similar = app.similar_tickets(&who.actor, ticket.number, 5).await?;
    let own = who.actor.user.as_ref().map(|user| user.id);
    Ok(TicketView {
        number: ticket.number.to_string(),
        subject: ticket.subject.clone(),
        locale: ticket.locale.clone(),
        status: page.word("status", ticket.status.as_str()),
        priority: page.word("priority", ticket.priority.as_str()),
        dues: next_due(&page, ticket).map(|(label, at)| due(&page, label, at, now, &zone)).into_iter().collect(),
        packet: file.packet.as_ref().map(|packet| packet_view(app, &page, packet, file)),
        messages: file.messages.iter().map(|message| message_view(app, &page, message, &file.files)).collect(),
        closed: ticket.status == Status::Closed,
        mail_ready: app.mail_ready(),
        key: Token::random().reveal().to_owned(),
        draft: String::new(),
        after: after(&page),
        events: file.events.iter().map(|event| event_view(app, &page, event, agents)).collect(),
        requester: requester_view(&page, ticket),
        selects: selects(app, &page, ticket, agents),
        tags: file.tags.join(", "),
        take: (own.is_some() && ticket.assignee != own).then(|| page.t("desk-take")),
        suggested: suggested.iter().map(|hit| search::hit_view(app, &page, hit, None)).collect(),
        similar: similar.iter().map(|hit| search::hit_view(app, &page, hit, None)).collect(),
        page,
    })
}

/// A message's text as safe HTML.
pub fn body(message: &TicketMessage) -> String {
    match message.author {
        Author::Agent => rich::markdown(&message.body),
        _ => rich::plain(&message.body),
    }
}

fn message_view(app: &App, page: &Page, message: &TicketMessage, files: &[Attachment]) -> MessageView {
    let kind = match message.author {
        _ if message.internal => "note",
        Author::Agent => "agent-reply",
        Author::Requester | Author::Visitor => "requester",
        _ => "system",
    };
    let at = page.when(message.at.into(), app.clock.now(), &app.time_zone());
    let own = files.iter().filter(|file| file.message == message.id);
    let files = own.map(|file| FileView {
        url: format!("/desk/tickets/{}/files/{}", message.ticket, file.id),
        name: file.name.clone(),
        size: download::size(file.size),
    });
    MessageView { kind, author: message.author_name.clone(), at, html: body(message), files: files.collect() }
}

/// `GET /desk/tickets/{number}/files/{id}`: a file that came with a message, as a download.
pub async fn file(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Path((shown, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    Ok(download::download(app.ticket_file(&who.actor, number(&shown)?, id).await?))
}

fn packet_view(app: &App, page: &Page, packet: &HandoffPacket, file: &DeskTicket) -> PacketView {
    let text = |label: &str| PacketValue { label: label.to_owned(), url: None };
    let mut lines = Vec::new();
    let mut line = |key: &str, values: Vec<PacketValue>| {
        if !values.is_empty() {
            lines.push(PacketLine { label: page.t(key), values });
        }
    };
    let slots = packet.slots.iter().map(|(name, value)| text(&format!("{}: {value}", name.replace('_', " "))));
    line("desk-packet-slots", slots.collect());
    line("desk-packet-queries", packet.queries.iter().map(|query| text(query)).collect());
    line("desk-packet-articles", packet.articles.iter().map(|key| article_value(app, page, packet, key)).collect());
    line("desk-packet-cards", packet.cards.iter().map(|card| text(card)).collect());
    line("desk-packet-refused", packet.refused.iter().map(|refused| text(refused)).collect());
    let website = |url: &String| {
        let url_ok = url.starts_with("https://") || url.starts_with("http://");
        PacketValue { label: url.clone(), url: url_ok.then(|| url.clone()) }
    };
    line("desk-packet-page", packet.page_url.iter().map(website).collect());
    line("desk-packet-zone", packet.time_zone.iter().map(|zone| text(zone)).collect());
    let said = |message: &crate::app::ChatMessage| SaidView {
        author: page.word("author", message.author.as_str()),
        at: message.at.parse().map_or_else(
            |_| When { iso: String::new(), text: String::new(), full: String::new() },
            |at| page.when(at, app.clock.now(), &app.time_zone()),
        ),
        text: message.text.clone(),
    };
    let reason = if packet.reason.is_empty() { String::new() } else { page.word("reason", &packet.reason).label };
    PacketView { reason, lines, transcript: file.transcript.iter().map(said).collect() }
}

/// An article that was shown to the visitor, by its title.
fn article_value(app: &App, page: &Page, packet: &HandoffPacket, key: &str) -> PacketValue {
    let snapshot = app.snapshot();
    let locale = packet.locale.clone().unwrap_or_else(|| page.locale.clone());
    let found = snapshot.view(Audience::Agent).article(&locale, &ArticleKey::from(key));
    let label = found.map_or_else(|| key.to_owned(), |article| article.title.clone());
    let url = found.map(|_| format!("/desk/read/article/{locale}/{}", crate::kb::encode_path(key)));
    PacketValue { label, url }
}

fn event_view(app: &App, page: &Page, event: &TicketEvent, agents: &[User]) -> EventView {
    let who = event.user_id.and_then(|id| agents.iter().find(|agent| agent.id == id));
    let who = who.map_or_else(|| page.word("author", event.author.as_str()).label, |agent| agent.name.clone());
    let shown = |value: &Option<String>| match (event.what.as_str(), value.as_deref()) {
        (_, None) => "–".to_owned(),
        ("status" | "created", Some(word)) if word.parse::<Status>().is_ok() => page.word("status", word).label,
        ("priority", Some(word)) => page.word("priority", word).label,
        ("assignee", Some(id)) => agents
            .iter()
            .find(|agent| agent.id.to_string() == id)
            .map_or_else(|| id.to_owned(), |agent| agent.name.clone()),
        ("department", Some(key)) => department_label(app, page, Some(key)),
        (_, Some(text)) => text.to_owned(),
    };
    let what = page.t(&format!("desk-event-{}", event.what));
    let change = match (&event.old, &event.new) {
        (None, None) => String::new(),
        (old, new) => format!(": {} → {}", shown(old), shown(new)),
    };
    let at = page.when(event.at.into(), app.clock.now(), &app.time_zone());
    EventView { at, text: format!("{who} · {what}{change}") }
}

fn requester_view(page: &Page, ticket: &Ticket) -> RequesterView {
    let language = ticket.locale.parse::<Locale>().map_or_else(|_| ticket.locale.clone(), |l| i18n::autonym(&l));
    RequesterView {
        name: ticket.requester_name.clone(),
        email: ticket.requester_email.clone(),
        language,
        channel: page.word("channel", ticket.channel.as_str()).label,
        others: Some(format!("/desk/tickets?status=all&requester={}", super::encode(&ticket.requester_email))),
    }
}

/// What a reply may do to the status.
fn after(page: &Page) -> Vec<Choice> {
    let choice = |value: &str, chosen| Choice {
        value: value.to_owned(),
        label: page.t(&format!("desk-then-{}", if value.is_empty() { "default" } else { value })),
        chosen,
    };
    vec![choice("", true), choice("open", false), choice("solved", false)]
}

fn selects(app: &App, page: &Page, ticket: &Ticket, agents: &[User]) -> Vec<Select> {
    let select = |name: &'static str, options| Select {
        name,
        label: page.t(&format!("desk-{name}")),
        any: String::new(),
        options,
    };
    let choice = |value: String, label: String, chosen: &str| Choice { chosen: value == chosen, value, label };
    let none = |chosen: &str| choice(String::new(), "–".to_owned(), chosen);
    let department = ticket.department.clone().unwrap_or_default();
    let assignee = ticket.assignee.map(|id| id.to_string()).unwrap_or_default();
    let people = agents.iter().map(|agent| choice(agent.id.to_string(), agent.name.clone(), &assignee));
    let statuses = Status::ALL.iter().filter(|status| **status != Status::New || ticket.status == Status::New);
    let statuses = page.choices("status", statuses.map(|s| s.as_str()), Some(ticket.status.as_str()));
    let priorities = page.choices("priority", Priority::ALL.iter().map(|p| p.as_str()), Some(ticket.priority.as_str()));
    vec![
        select("status", statuses),
        select("priority", priorities),
        select("department", std::iter::once(none(&department)).chain(departments(app, page, &department)).collect()),
        select("assignee", std::iter::once(none(&assignee)).chain(people).collect()),
    ]
}

/// A reply or a note.
#[derive(Deserialize)]
pub struct Reply {
    body: String,
    #[serde(default)]
    internal: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    key: Option<String>,
}

/// `POST /desk/tickets/{number}/messages`
pub async fn reply(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Path(shown): Path<String>,
    Fields(form): Fields<Reply>,
) -> Result<Response, Failure> {
    let number = number(&shown)?;
    let internal = form.internal == "true";
    let reply = NewReply { body: form.body, internal, status: form.status.parse().ok() };
    app.reply(&who.actor, number, reply, form.key.filter(|key| !key.is_empty())).await?;
    let done = if internal { "noted" } else { "replied" };
    Ok(Redirect::to(&format!("/desk/tickets/{number}?done={done}#m-last")).into_response())
}

/// What can be changed.
#[derive(Deserialize)]
pub struct Change {
    subject: String,
    status: String,
    priority: String,
    #[serde(default)]
    department: String,
    #[serde(default)]
    assignee: String,
    #[serde(default)]
    tags: String,
    #[serde(default)]
    take: Option<String>,
}

/// `POST /desk/tickets/{number}`
pub async fn update(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Path(shown): Path<String>,
    Fields(form): Fields<Change>,
) -> Result<Response, Failure> {
    let number = number(&shown)?;
    let assignee = match (&form.take, &who.actor.user) {
        (Some(_), Some(user)) => Some(user.id),
        _ => form.assignee.parse().ok(),
    };
    let tags = form.tags.split(',').map(|tag| tag.trim().to_lowercase()).filter(|tag| !tag.is_empty()).collect();
    let change = TicketChange {
        subject: Some(form.subject.trim().to_owned()).filter(|subject| !subject.is_empty()),
        status: form.status.parse().ok(),
        priority: form.priority.parse().ok(),
        department: Some(Some(form.department).filter(|key| !key.is_empty())),
        assignee: Some(assignee),
        tags: Some(tags),
        ..TicketChange::default()
    };
    app.change_ticket(&who.actor, number, change).await?;
    Ok(Redirect::to(&format!("/desk/tickets/{number}?done=saved")).into_response())
}

/// Which saved reply.
#[derive(Deserialize)]
pub struct Saved {
    /// `locale/id`, as the search gives it.
    id: String,
}

/// `GET /desk/tickets/{number}/saved-reply`: a saved reply filled in for this ticket, as text.
pub async fn saved_reply(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Path(shown): Path<String>,
    Params(saved): Params<Saved>,
) -> Result<Response, Failure> {
    let (_, id) = saved.id.split_once('/').ok_or(Error::NotFound)?;
    Ok(app.filled_reply(&who.actor, number(&shown)?, id).await?.into_response())
}

#[cfg(test)]
impl TicketView {
    pub(crate) fn sample() -> Self {
        let page = Page::sample("#1001 Refund");
        let value = |label: &str, url: Option<&str>| PacketValue { label: label.into(), url: url.map(Into::into) };
        let packet = PacketView {
            reason: "Asked for a person".into(),
            lines: vec![PacketLine {
                label: "Articles shown".into(),
                values: vec![value("Refunds", Some("/desk/read/article/en/refunds")), value("gone", None)],
            }],
            transcript: vec![SaidView {
                author: page.word("author", "visitor"),
                at: When::sample(),
                text: "Hi".into(),
            }],
        };
        let message = |kind, html: &str| MessageView {
            kind,
            author: "Ada".into(),
            at: When::sample(),
            html: html.into(),
            files: vec![FileView {
                url: "/desk/tickets/1001/files/1".into(),
                name: "a.png".into(),
                size: "3 kB".into(),
            }],
        };
        Self {
            number: "1001".into(),
            subject: "Refund".into(),
            locale: "en".into(),
            status: page.word("status", "open"),
            priority: page.word("priority", "high"),
            dues: vec![Due { label: "First reply".into(), state: "soon", when: When::sample() }],
            packet: Some(packet),
            messages: vec![message("requester", "<p>Where is it?</p>"), message("note", "<p>VIP</p>")],
            closed: false,
            mail_ready: false,
            key: "k".into(),
            draft: String::new(),
            after: after(&page),
            events: vec![EventView { at: When::sample(), text: "Ada · status: New → Open".into() }],
            requester: RequesterView {
                name: "Ada".into(),
                email: "ada@example.org".into(),
                language: "English".into(),
                channel: "Bot".into(),
                others: None,
            },
            selects: vec![Select::sample("status")],
            tags: "billing".into(),
            take: Some("Take it".into()),
            suggested: vec![HitView::sample()],
            similar: vec![HitView::sample()],
            page,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_holds_what_led_to_the_ticket_and_the_reply() {
        let html = TicketView::sample().render().expect("renders");
        for part in
            ["Asked for a person", "<p>Where is it?</p>", "name=\"internal\"", "data-open-finder", "notice warn"]
        {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn a_closed_ticket_takes_no_reply() {
        let html = TicketView { closed: true, ..TicketView::sample() }.render().expect("renders");
        assert!(!html.contains("data-reply"));
    }
}
