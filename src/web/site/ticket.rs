//! The requester's page of a ticket, opened by the link that only they have.

use askama::Template;
use axum::{
    extract::{Form, Path, Request},
    http::{HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{
    Link, Page, contact,
    form::{Sent, repeat_key},
    notice::{self, page_response, refused},
    visit::Visit,
};
use crate::{
    app::{Error, Limit, RequesterMessage, RequesterTicket},
    base::{Locale, Token, i18n},
    desk::{Author, Status},
    store::Attachment,
    web::download::{download, size},
};

/// What the page prints.
#[derive(Template)]
#[template(path = "site/ticket.html")]
pub struct TicketPage {
    pub(super) page: Page,
    pub(super) subject: String,
    pub(super) number: String,
    pub(super) status: String,
    pub(super) expected: Option<String>,
    pub(super) flash: Option<String>,
    pub(super) messages: Vec<ShownMessage>,
    /// Ask for a rating.
    pub(super) rating: bool,
    pub(super) scores: Vec<Score>,
    pub(super) problem: Option<String>,
    pub(super) files_problem: Option<String>,
    /// What was being written.
    pub(super) draft: String,
    pub(super) open: bool,
    pub(super) url: String,
    pub(super) key: String,
}

/// One message.
pub struct ShownMessage {
    pub(super) mine: bool,
    pub(super) author: String,
    pub(super) at: String,
    pub(super) at_iso: String,
    /// Safe HTML.
    pub(super) html: String,
    /// Files that came with it, with their sizes.
    pub(super) files: Vec<Link>,
}

/// One step of the scale.
pub struct Score {
    pub(super) value: i32,
    pub(super) label: String,
}

/// A rating.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RatingForm {
    score: i32,
    comment: String,
}

type Where = Path<(String, String)>;

/// `GET /{locale}/tickets/{token}`
pub async fn show(visit: Visit, Path((_, token)): Where) -> Response {
    let flash = match visit.uri.query() {
        Some("sent") => Some("site-reply-sent"),
        Some("rated") => Some("site-rated"),
        _ => None,
    };
    if visit.uri.query() == Some("new") {
        return sent(&visit, &token).await;
    }
    answer(&visit, &token, flash, None).await
}

/// Thanks for a new request, with its number and the link to it.
async fn sent(visit: &Visit, token: &str) -> Response {
    let ticket = match visit.app.requester_ticket(&Token::shown(token)).await {
        Ok(ticket) => ticket,
        Err(error) => return refused(visit, error),
    };
    let TicketPage { number, url, expected, .. } = page(visit, &ticket, token);
    secret(page_response(visit, StatusCode::OK, contact::thanks(visit, number, url, expected).render()))
}

/// The address is a secret: it must not travel on in a Referer header.
fn secret(mut response: Response) -> Response {
    response.headers_mut().insert(HeaderName::from_static("referrer-policy"), HeaderValue::from_static("no-referrer"));
    response
}

/// `GET /{locale}/tickets/{token}/files/{id}`: a file that came with a message, as a download.
pub async fn file(visit: Visit, Path((_, token, id)): Path<(String, String, String)>) -> Response {
    let Ok(id) = id.parse() else { return notice::not_found(&visit) };
    match visit.app.requester_file(&Token::shown(token.as_str()), id).await {
        Ok(file) => download(file),
        Err(error) => refused(&visit, error),
    }
}

/// `POST /{locale}/tickets/{token}`
pub async fn reply(visit: Visit, Path((_, token)): Where, request: Request) -> Response {
    if let Err(error) = visit.app.limits.check(Limit::Write, visit.address) {
        return refused(&visit, error);
    }
    let mut sent = Sent::read(request).await;
    let (body, key) = (sent.take("body"), sent.take("key"));
    if sent.cut {
        let problem = Problem::Files(contact::file_message(&visit.locale, "attachments-size", "").message);
        return answer(&visit, &token, None, Some((problem, body))).await;
    }
    let key = repeat_key(&key, &[&body]);
    match visit.app.requester_reply(&Token::shown(token.as_str()), &body, sent.files, key).await {
        Ok(()) => Redirect::to(&format!("/{}/tickets/{token}?sent", visit.locale)).into_response(),
        Err(Error::Invalid(fields)) => {
            let problem = problem(&visit.locale, &fields, &body);
            answer(&visit, &token, None, Some((problem, body))).await
        }
        Err(Error::Conflict(_)) => answer(&visit, &token, Some("site-status-closed"), None).await,
        Err(error) => refused(&visit, error),
    }
}

/// `POST /{locale}/tickets/{token}/rating`
pub async fn rate(visit: Visit, Path((_, token)): Where, Form(form): Form<RatingForm>) -> Response {
    if let Err(error) = visit.app.limits.check(Limit::Write, visit.address) {
        return refused(&visit, error);
    }
    let shown = Token::shown(token.as_str());
    match visit.app.rate_ticket(&shown, form.score, Some(&form.comment)).await {
        Ok(()) => Redirect::to(&format!("/{}/tickets/{token}?rated", visit.locale)).into_response(),
        Err(error) => refused(&visit, error),
    }
}

/// What is wrong with an answer.
enum Problem {
    Text(String),
    Files(String),
}

fn problem(locale: &Locale, fields: &[(&'static str, String)], body: &str) -> Problem {
    match fields.iter().find(|(field, _)| field.starts_with("attachments")) {
        Some((field, file)) => Problem::Files(contact::file_message(locale, field, file).message),
        None if body.trim().is_empty() => Problem::Text(i18n::t(locale, "site-reply-required")),
        None => Problem::Text(i18n::t(locale, "site-too-long")),
    }
}

async fn answer(visit: &Visit, token: &str, flash: Option<&str>, problem: Option<(Problem, String)>) -> Response {
    let ticket = match visit.app.requester_ticket(&Token::shown(token)).await {
        Ok(ticket) => ticket,
        Err(error) => return refused(visit, error),
    };
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut view = page(visit, &ticket, token);
    view.flash = flash.map(|key| view.page.t(key));
    if let Some((problem, draft)) = problem {
        match problem {
            Problem::Text(text) => view.problem = Some(text),
            Problem::Files(text) => view.files_problem = Some(text),
        }
        view.draft = draft;
    }
    secret(page_response(visit, status, view.render()))
}

fn page(visit: &Visit, ticket: &RequesterTicket, token: &str) -> TicketPage {
    let frame = &visit.site.look(&visit.app).frame;
    let locale = &visit.locale;
    let number = ticket.number.to_string();
    let heading = i18n::t_args(locale, "site-ticket-title", &[("number", number.as_str().into())]);
    let mut page = Page::new(frame, locale, heading).hidden();
    page = page.spoken(visit.locales(), |other| Some(format!("/{other}/tickets/{token}")));
    page.alternates.clear();
    page.description = page.with("site-ticket-description", "site", &frame.name);
    page.chat = false;
    let solved = matches!(ticket.status, Status::Solved | Status::Closed);
    let waiting = !solved && ticket.status != Status::Pending;
    let due = ticket.expected_reply_at.filter(|at| waiting && *at > visit.app.clock.now());
    TicketPage {
        subject: ticket.subject.clone(),
        status: page.t(status_key(ticket.status)),
        expected: due.map(|at| contact::expected(&visit.app, locale, at)),
        flash: None,
        messages: ticket.messages.iter().map(|message| shown(visit, message, token)).collect(),
        rating: solved && ticket.csat.is_none(),
        scores: (1..=5).rev().map(|value| Score { value, label: page.t(score_key(value)) }).collect(),
        problem: None,
        files_problem: None,
        draft: String::new(),
        open: ticket.status != Status::Closed,
        url: format!("/{locale}/tickets/{}", crate::kb::encode_path(token)),
        key: Token::random().reveal().to_owned(),
        number,
        page,
    }
}

fn status_key(status: Status) -> &'static str {
    match status {
        Status::New => "site-status-new",
        Status::Open => "site-status-open",
        Status::Pending => "site-status-pending",
        Status::Solved => "site-status-solved",
        Status::Closed => "site-status-closed",
    }
}

fn score_key(score: i32) -> &'static str {
    match score {
        1 => "site-rate-1",
        2 => "site-rate-2",
        3 => "site-rate-3",
        4 => "site-rate-4",
        _ => "site-rate-5",
    }
}

fn shown(visit: &Visit, message: &RequesterMessage, token: &str) -> ShownMessage {
    let locale = &visit.locale;
    let mine = matches!(message.author, Author::Requester | Author::Visitor);
    let author = match (mine, message.name.trim()) {
        (true, _) => i18n::t(locale, "site-you"),
        (false, "") => i18n::t(locale, "site-team"),
        (false, name) => name.to_owned(),
    };
    ShownMessage {
        mine,
        author,
        at: i18n::date_time(locale, &message.at.to_zoned(visit.app.time_zone())),
        at_iso: message.at.to_string(),
        html: if mine { plain(&message.body) } else { markdown(&message.body) },
        files: message.files.iter().map(|file| file_link(locale, token, file)).collect(),
    }
}

fn file_link(locale: &Locale, token: &str, file: &Attachment) -> Link {
    let url = format!("/{locale}/tickets/{}/files/{}", crate::kb::encode_path(token), file.id);
    Link { url, title: file.name.clone(), note: Some(size(file.size)) }
}

/// Plain text as paragraphs.
fn plain(text: &str) -> String {
    let escaped = text.trim().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let paragraphs: Vec<String> = escaped.split("\n\n").map(|text| text.trim().replace('\n', "<br>")).collect();
    format!("<p>{}</p>", paragraphs.join("</p><p>"))
}

/// An agent's Markdown, sanitised.
fn markdown(text: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(text));
    ammonia::Builder::default().rm_tags(["img", "h1", "h2"]).clean(&html).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_cannot_become_markup() {
        assert_eq!(plain("a <b>\nc\n\nd & e"), "<p>a &lt;b&gt;<br>c</p><p>d &amp; e</p>");
        let html = markdown("**Hello** <script>x</script> [a](javascript:y) ![p](https://x.example/p.png)");
        assert!(html.contains("<strong>Hello</strong>"), "{html}");
        assert!(!html.contains("script") && !html.contains("<img"), "{html}");
    }
}
