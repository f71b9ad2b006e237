//! A ticket that an agent writes down: a call, a letter, a talk at the counter.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{
    html, html_with, joined,
    page::{Choice, Page, Select},
    session::{self, Failure, Fields, SignedIn},
};
use crate::{
    app::{App, Error, Right},
    base::{Locale, i18n::autonym},
    bot::HandoffPacket,
    desk::{Channel, Priority},
};

#[derive(Debug, Template)]
#[template(path = "desk/ticket_new.html")]
struct NewView {
    page: Page,
    form: Form,
    selects: Vec<Select>,
    problem: Option<String>,
}

/// The form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    name: String,
    email: String,
    subject: String,
    body: String,
    channel: String,
    priority: String,
    department: String,
    locale: String,
}

/// `GET /desk/tickets/new`
pub async fn show(State(app): State<Arc<App>>, who: SignedIn) -> Result<Response, Failure> {
    Ok(html(&view(&app, &who, Form::default(), None).await?))
}

async fn view(app: &App, who: &SignedIn, form: Form, problem: Option<&Error>) -> Result<NewView, Failure> {
    who.require(Right::Tickets)?;
    let mut page = session::page(app, &who.clone().into(), String::new());
    page.title = page.t("desk-ticket-new");
    let page = super::framed(app, who, page, "/desk/tickets").await?;
    let problem = problem.map(|error| joined(&page, error));
    Ok(NewView { selects: selects(app, &page, &form), form, problem, page })
}

fn selects(app: &App, page: &Page, form: &Form) -> Vec<Select> {
    let select = |name: &'static str, options| Select {
        name,
        label: page.t(&format!("desk-{name}")),
        any: String::new(),
        options,
    };
    let channels = [Channel::Phone, Channel::Mail, Channel::Other].map(Channel::as_str);
    let priority = if form.priority.is_empty() { "normal" } else { &form.priority };
    let mut departments = vec![Choice { value: String::new(), label: page.t("desk-by-rules"), chosen: false }];
    departments.extend(super::tickets::departments(app, page, &form.department));
    let snapshot = app.snapshot();
    let locales = snapshot.library.locales().iter().map(|locale| Choice {
        value: locale.to_string(),
        label: autonym(locale),
        chosen: locale.as_str() == form.locale || (form.locale.is_empty() && *locale == page.locale),
    });
    vec![
        select("channel", page.choices("channel", channels, Some(&form.channel))),
        select("priority", page.choices("priority", Priority::ALL.iter().map(|p| p.as_str()), Some(priority))),
        select("department", departments),
        select("locale", locales.collect()),
    ]
}

/// `POST /desk/tickets/new`
pub async fn create(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Fields(form): Fields<Form>,
) -> Result<Response, Failure> {
    let packet = HandoffPacket {
        name: form.name.clone(),
        email: form.email.clone(),
        subject: form.subject.clone(),
        body: form.body.clone(),
        department: Some(form.department.clone()).filter(|key| !key.is_empty()),
        priority: Some(form.priority.clone()).filter(|word| !word.is_empty()),
        ..HandoffPacket::default()
    };
    let channel = form.channel.parse().unwrap_or(Channel::Other);
    let locale: Locale = form.locale.parse().unwrap_or_else(|_| app.default_locale());
    match app.log_contact(&who.actor, channel, packet, &locale).await {
        Ok(number) => Ok(Redirect::to(&format!("/desk/tickets/{number}?done=created")).into_response()),
        Err(error @ Error::Invalid(_)) => {
            let view = view(&app, &who, form, Some(&error)).await?;
            Ok(html_with(StatusCode::UNPROCESSABLE_ENTITY, &view))
        }
        Err(other) => Err(other.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_not_lost_when_something_is_missing() {
        let form = Form { name: "Ada".into(), body: "She called".into(), ..Form::default() };
        let selects = vec![Select::sample("channel")];
        let view =
            NewView { page: Page::sample("New"), form, selects, problem: Some("The address is missing.".into()) };
        let html = view.render().expect("renders");
        assert!(html.contains("value=\"Ada\"") && html.contains(">She called</textarea>"));
    }
}
