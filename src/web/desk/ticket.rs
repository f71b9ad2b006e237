//! One ticket: the thread with what the bot handed over, the reply, the facts beside it. What is written from
//! here is in [`super::ticket_write`].

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query as Params, State},
    http::StatusCode,
    response::Response,
};

use super::{
    Done, html_with,
    page::{Choice, Due, Link, Notice, Page, Select, When, Word},
    search::{self, HitView},
    session::{self, Failure, SignedIn},
    ticket_write::{Change, Unsaved},
    tickets::{department_label, departments, due, next_due},
};
use crate::{
    app::{App, DeskTicket, Error, Right},
    base::{ArticleKey, Audience, Locale, Token, i18n},
    bot::{HandoffPacket, Target},
    desk::{Author, Priority, Status},
    store::{Attachment, Ticket, TicketEvent, TicketMessage, TicketNumber, User},
    web::{download, rich},
};

#[derive(Debug, Template)]
#[template(path = "desk/ticket.html")]
struct TicketView {
    page: Page,
    number: String,
    subject: String,
    /// The subject as the form has it.
    title: String,
    locale: String,
    status: Word,
    priority: Word,
    dues: Vec<Due>,
    packet: Option<PacketView>,
    /// The conversation it came from, replayed.
    conversation: Option<String>,
    messages: Vec<MessageView>,
    closed: bool,
    mail_ready: bool,
    /// Makes the form's reply count once.
    key: String,
    /// How many messages the writer of a reply has seen.
    seen: usize,
    draft: DraftView,
    /// The number that could not be merged into.
    merge_into: String,
    after: Vec<Choice>,
    events: Vec<EventView>,
    requester: RequesterView,
    selects: Vec<Select>,
    tags: String,
    /// The ticket's fields as this page shows them: what is not changed is not written.
    was: Change,
    /// What the button says by which one takes the ticket.
    take: Option<String>,
    suggested: Vec<HitView>,
    similar: Vec<HitView>,
}

/// A reply that was begun.
#[derive(Debug, Default)]
struct DraftView {
    text: String,
    /// It is a note.
    internal: bool,
    /// Sends also what reads like a placeholder.
    anyway: bool,
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
    /// Came while the reader was writing.
    fresh: bool,
}

#[derive(Debug)]
struct FileView {
    url: String,
    name: String,
    size: String,
}

#[derive(Debug)]
pub(super) struct EventView {
    at: When,
    /// Who changed what, from what to what.
    pub(super) text: String,
}

#[derive(Debug)]
struct RequesterView {
    name: String,
    email: String,
    language: String,
    channel: String,
    /// Their other tickets.
    others: Option<String>,
    /// How satisfied they were.
    rating: Option<String>,
    /// What they added to it.
    comment: Option<String>,
}

pub(super) fn number(text: &str) -> Result<TicketNumber, Failure> {
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
    page_of(&app, &who, &file, StatusCode::OK, &done, Unsaved::default()).await
}

/// The page of a ticket, with what could not be stored kept in its forms.
pub(super) async fn page_of(
    app: &App,
    who: &SignedIn,
    file: &DeskTicket,
    status: StatusCode,
    done: &Done,
    unsaved: Unsaved,
) -> Result<Response, Failure> {
    let mut page = session::page(app, &who.clone().into(), String::new());
    page.title = format!("#{} {}", file.ticket.number, file.ticket.subject);
    let mut page = super::noticed(super::framed(app, who, page, "/desk/tickets").await?, done);
    if let Some(into) = file.ticket.merged_into {
        let link = Link { url: format!("/desk/tickets/{into}"), label: format!("#{into}") };
        let text = page.t("desk-merged-into");
        page.notices.push(Notice { kind: "warn", text, link: Some(link), fresh: false });
    }
    page.notices.extend(unsaved.notice.clone());
    let agents = app.agents(&who.actor).await?;
    Ok(html_with(status, &view(app, who, page, file, &agents, unsaved).await?))
}

async fn view(
    app: &App,
    who: &SignedIn,
    page: Page,
    file: &DeskTicket,
    agents: &[User],
    unsaved: Unsaved,
) -> Result<TicketView, Failure> {
    let ticket = &file.ticket;
    let was = Change::of(file);
    let chosen = unsaved.change.as_ref().unwrap_or(&was);
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
        conversation: (ticket.conversation_id.filter(|_| who.actor.may(Right::Content)))
            .map(|id| format!("/desk/conversations/{id}")),
        messages: message_views(app, &page, file, unsaved.seen),
        closed: ticket.status == Status::Closed,
        mail_ready: app.mail_ready(),
        key: Token::random().reveal().to_owned(),
        seen: file.messages.len(),
        merge_into: unsaved.merge_into,
        draft: DraftView { text: unsaved.body, internal: unsaved.internal, anyway: unsaved.anyway },
        after: after(&page, &unsaved.status),
        events: file.events.iter().map(|event| event_view(app, &page, event, agents)).collect(),
        requester: requester_view(&page, ticket),
        selects: selects(app, &page, ticket.status, chosen, agents),
        tags: chosen.tags.clone(),
        title: chosen.subject.clone(),
        was,
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

/// The thread; what came after the first `seen` messages is marked.
fn message_views(app: &App, page: &Page, file: &DeskTicket, seen: Option<usize>) -> Vec<MessageView> {
    let view = |(at, message)| MessageView {
        fresh: seen.is_some_and(|seen| at >= seen),
        ..message_view(app, page, message, &file.files)
    };
    file.messages.iter().enumerate().map(view).collect()
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
    MessageView {
        kind,
        author: message.author_name.clone(),
        at,
        html: body(message),
        files: files.collect(),
        fresh: false,
    }
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
    line("desk-packet-cards", packet.cards.iter().map(|card| card_value(app, page, packet, card)).collect());
    let refused = |refused: &String| match refused.parse() {
        Ok(Target::Article(key)) => article_value(app, page, packet, key.as_str()),
        Ok(Target::Card(card)) => card_value(app, page, packet, card.as_str()),
        Err(_) => text(refused),
    };
    line("desk-packet-refused", packet.refused.iter().map(refused).collect());
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

/// A card that was shown to the visitor, by its title; the id where today's knowledge base has it no more.
fn card_value(app: &App, page: &Page, packet: &HandoffPacket, id: &str) -> PacketValue {
    let snapshot = app.snapshot();
    let locale = packet.locale.clone().unwrap_or_else(|| page.locale.clone());
    let title = snapshot.bot.card(&locale, &id.into()).map(|card| card.title.clone());
    PacketValue { label: title.unwrap_or_else(|| id.to_owned()), url: None }
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

pub(super) fn event_view(app: &App, page: &Page, event: &TicketEvent, agents: &[User]) -> EventView {
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

/// What a requester is called: the name, or the address of one who gave none.
pub(super) fn requester(ticket: &Ticket) -> &str {
    if ticket.requester_name.is_empty() { &ticket.requester_email } else { &ticket.requester_name }
}

fn requester_view(page: &Page, ticket: &Ticket) -> RequesterView {
    let language = ticket.locale.parse::<Locale>().map_or_else(|_| ticket.locale.clone(), |l| i18n::autonym(&l));
    RequesterView {
        name: requester(ticket).to_owned(),
        email: ticket.requester_email.clone(),
        language,
        channel: page.word("channel", ticket.channel.as_str()).label,
        others: Some(format!("/desk/tickets?status=all&requester={}", super::encode(&ticket.requester_email))),
        rating: ticket.csat.map(|score| page.t1("desk-rating", "score", score)),
        comment: ticket.csat_comment.clone(),
    }
}

/// What a reply may do to the status.
fn after(page: &Page, chosen: &str) -> Vec<Choice> {
    let choice = |value: &str| Choice {
        chosen: value == chosen,
        value: value.to_owned(),
        label: page.t(&format!("desk-then-{}", if value.is_empty() { "default" } else { value })),
    };
    ["", "open", "solved"].map(choice).into()
}

fn selects(app: &App, page: &Page, present: Status, chosen: &Change, agents: &[User]) -> Vec<Select> {
    let select = |name: &'static str, options| Select {
        name,
        label: page.t(&format!("desk-{name}")),
        any: String::new(),
        options,
    };
    let choice = |value: String, label: String, chosen: &str| Choice { chosen: value == chosen, value, label };
    let none = |chosen: &str| choice(String::new(), "–".to_owned(), chosen);
    let Change { department, assignee, status, priority, .. } = chosen;
    let people = agents.iter().map(|agent| choice(agent.id.to_string(), agent.name.clone(), assignee));
    let statuses = Status::ALL.iter().filter(|status| **status != Status::New || present == Status::New);
    let statuses = page.choices("status", statuses.map(|s| s.as_str()), Some(status));
    let priorities = page.choices("priority", Priority::ALL.iter().map(|p| p.as_str()), Some(priority));
    vec![
        select("status", statuses),
        select("priority", priorities),
        select("department", std::iter::once(none(department)).chain(departments(app, page, department)).collect()),
        select("assignee", std::iter::once(none(assignee)).chain(people).collect()),
    ]
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
            fresh: kind == "note",
        };
        Self {
            number: "1001".into(),
            subject: "Refund".into(),
            title: "Refund".into(),
            locale: "en".into(),
            status: page.word("status", "open"),
            priority: page.word("priority", "high"),
            dues: vec![Due { label: "First reply".into(), state: "soon", when: When::sample() }],
            packet: Some(packet),
            conversation: Some("/desk/conversations/1".into()),
            messages: vec![message("requester", "<p>Where is it?</p>"), message("note", "<p>VIP</p>")],
            closed: false,
            mail_ready: false,
            key: "k".into(),
            seen: 2,
            draft: DraftView::default(),
            merge_into: "4711".into(),
            after: after(&page, ""),
            events: vec![EventView { at: When::sample(), text: "Ada · status: New → Open".into() }],
            requester: RequesterView {
                name: "Ada".into(),
                email: "ada@example.org".into(),
                language: "English".into(),
                channel: "Bot".into(),
                others: None,
                rating: Some("Rating: 5 of 5".into()),
                comment: Some("Quick & <kind>".into()),
            },
            selects: vec![Select::sample("status")],
            tags: "billing".into(),
            was: Change { status: "open".into(), ..Change::default() },
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
        for part in [
            "Asked for a person",
            "<p>Where is it?</p>",
            "name=\"internal\"",
            "data-open-finder",
            "notice warn",
            "name=\"was_status\" value=\"open\"",
            "message note fresh",
            "Quick &#38; &#60;kind&#62;",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn a_closed_ticket_takes_no_reply() {
        let html = TicketView { closed: true, ..TicketView::sample() }.render().expect("renders");
        assert!(!html.contains("data-reply"));
    }
}
