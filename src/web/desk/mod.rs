//! The agents' pages under `/desk`: requests enter, one call of a use case each, HTML leaves.
//!
//! Plain forms and links; `static/desk.js` makes them instant. Everything but the sign-in and one-time
//! links needs a session; what a role may not see answers 403. Writes need the session's token and must
//! come from this site's own pages (see [`session`]).

mod accent;
mod account;
mod content;
mod conversations;
mod message;
mod outbox;
mod page;
mod people;
mod read;
mod reports;
mod search;
mod session;
mod setup;
mod sign_in;
mod ticket;
mod ticket_new;
mod ticket_write;
mod tickets;
mod tokens;

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    http::{HeaderValue, StatusCode, header},
    middleware,
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;

use self::{
    page::{Link, NavLink, Notice, Page},
    session::{Failure, Guest, SignedIn},
};
use crate::app::{Actor, App, Error, Right};

/// Its routes.
pub fn router(app: &Arc<App>) -> Router<Arc<App>> {
    let tickets = Router::new()
        .route("/desk/tickets", get(tickets::show))
        .route("/desk/tickets/new", get(ticket_new::show).post(ticket_new::create))
        .route("/desk/tickets/{number}", get(ticket::show).post(ticket_write::update))
        .route("/desk/tickets/{number}/messages", post(ticket_write::reply))
        .route("/desk/tickets/{number}/merge", post(ticket_write::merge))
        .route("/desk/tickets/{number}/saved-reply", get(ticket_write::saved_reply))
        .route("/desk/tickets/{number}/files/{id}", get(ticket::file));
    let administration = Router::new()
        .route("/desk/people", get(people::show).post(people::create))
        .route("/desk/people/{id}", post(people::update))
        .route("/desk/tokens", get(tokens::show).post(tokens::create))
        .route("/desk/tokens/{id}/revoke", post(tokens::delete))
        .route("/desk/outbox", get(outbox::show))
        .route("/desk/outbox/{id}/retry", post(outbox::retry));
    Router::new()
        .route("/desk", get(search::show))
        .route("/desk/", get(search::show))
        .route("/desk/read/{kind}/{locale}/{*id}", get(read::show))
        .route("/desk/content", get(content::show))
        .route("/desk/conversations", get(conversations::list))
        .route("/desk/conversations/examples", post(conversations::learn))
        .route("/desk/conversations/{id}", get(conversations::show))
        .route("/desk/reports", get(reports::show))
        .route("/desk/account", get(account::show).post(account::update))
        .route("/desk/account/password", post(account::password))
        .route("/desk/sign-in", get(sign_in::show).post(sign_in::create))
        .route("/desk/sign-out", post(sign_in::delete))
        .route("/desk/setup/{token}", get(setup::show).post(setup::create))
        .route("/desk/{*anything}", get(nothing))
        .merge(tickets)
        .merge(administration)
        .layer(middleware::from_fn_with_state(app.clone(), session::frame))
        .route("/desk/accent.css", get(accent::style))
        .route("/desk/icon.svg", get(accent::icon))
}

/// Anything else below `/desk`.
async fn nothing(_who: SignedIn) -> Failure {
    Error::NotFound.into()
}

/// What was just done, for the line above the content.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

/// What can have been done.
const DONE: [&str; 10] =
    ["saved", "password", "replied", "noted", "created", "revoked", "retried", "learned", "declined", "merged"];

fn noticed(page: Page, done: &Done) -> Page {
    let known = DONE.contains(&done.done.as_str());
    let text = known.then(|| page.t(&format!("desk-done-{}", done.done)));
    page.with_notice(text.map(|text| Notice { kind: "good", text, link: None, fresh: true }))
}

/// The pages that a role may open.
fn links(page: &Page, actor: &Actor) -> Vec<NavLink> {
    let all = [
        ("/desk", "desk-search", Right::Read),
        ("/desk/tickets", "desk-tickets", Right::Tickets),
        ("/desk/content", "desk-content", Right::Content),
        ("/desk/conversations", "desk-conversations", Right::Content),
        ("/desk/reports", "desk-reports", Right::Content),
        ("/desk/people", "desk-people", Right::Administer),
        ("/desk/tokens", "desk-tokens", Right::Administer),
        ("/desk/outbox", "desk-outbox", Right::Administer),
    ];
    let link = |(url, key, _): (&str, &str, Right)| NavLink {
        url: url.to_owned(),
        label: page.t(key),
        current: false,
        count: None,
    };
    all.into_iter().filter(|(_, _, right)| actor.may(*right)).map(link).collect()
}

/// Marks where one is, counts what waits, and says what needs somebody's attention.
async fn framed(app: &App, who: &SignedIn, mut page: Page, here: &str) -> Result<Page, Failure> {
    for link in &mut page.links {
        link.current = link.url == here;
    }
    let mut count = |url: &str, number: u64| {
        if let Some(link) = page.links.iter_mut().find(|link| link.url == url) {
            link.count = (number > 0).then_some(number);
        }
    };
    if who.actor.may(Right::Tickets) {
        let counts = app.count_tickets(&who.actor, &crate::store::TicketFilter::default()).await?;
        count("/desk/tickets", counts.new + counts.open);
    }
    if who.actor.may(Right::Administer) {
        let counts = app.outbox_counts(&who.actor).await?;
        count("/desk/outbox", counts.dead);
        if counts.dead > 0 {
            let link = Link { url: "/desk/outbox".to_owned(), label: page.t("desk-outbox") };
            let text = page.count("desk-dead-letters", counts.dead);
            page.notices.push(Notice { kind: "bad", text, link: Some(link), fresh: false });
        }
    }
    if who.actor.may(Right::Content)
        && let Some(error) = app.publish_state().error
    {
        let text = format!("{} {error}", page.t("desk-publish-failed"));
        page.notices.push(Notice { kind: "bad", text, link: None, fresh: false });
    }
    Ok(page)
}

/// What is wrong with a form, in one line.
fn joined(page: &Page, error: &Error) -> String {
    let Error::Invalid(fields) = error else { return page.t("desk-invalid-taken") };
    let sentence = |field: &str| {
        let key = format!("desk-invalid-{field}");
        let text = page.t(&key);
        if text == key { page.t("desk-invalid") } else { text }
    };
    let mut sentences: Vec<String> = fields.iter().map(|(field, _)| sentence(field)).collect();
    sentences.dedup();
    sentences.join(" ")
}

fn html_text(view: &impl Template) -> String {
    view.render().unwrap_or_else(|error| {
        tracing::error!(%error, "a template does not render");
        String::new()
    })
}

fn html(view: &impl Template) -> Response {
    html_with(StatusCode::OK, view)
}

fn html_with(status: StatusCode, view: &impl Template) -> Response {
    let mut response = (status, Html(html_text(view))).into_response();
    // Nothing of the desk is kept by a cache, nor named to the pages it links to.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

/// A part of a page, for the script.
fn fragment(text: String) -> Response {
    let mut response = Html(text).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Percent-encodes a value for a query.
fn encode(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(byte as char);
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

impl From<SignedIn> for Guest {
    fn from(who: SignedIn) -> Self {
        Self { actor: Some(who.actor), locale: who.locale }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::i18n;

    #[test]
    fn every_interface_language_says_what_was_done_and_what_is_wrong() {
        for locale in i18n::interface_locales() {
            let keys = DONE.iter().map(|done| format!("desk-done-{done}"));
            let fields = ["name", "email", "password", "present", "subject", "body", "taken"];
            for key in keys.chain(fields.map(|field| format!("desk-invalid-{field}"))) {
                assert_ne!(i18n::t(locale, &key), key, "{locale}");
            }
        }
    }

    #[test]
    fn a_query_survives_its_address() {
        assert_eq!(encode("a b&c=árvíz"), "a%20b%26c%3D%C3%A1rv%C3%ADz");
    }
}
