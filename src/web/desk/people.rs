//! The people of the desk, for admins: invite, give a role, let in again.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{
    Done, html, html_with, joined,
    page::{Choice, Link, Page, When},
    session::{self, Failure, Fields, SignedIn},
};
use crate::{
    app::{App, Error, Right},
    desk::Role,
    store::{User, UserChange, UserId},
};

#[derive(Debug, Template)]
#[template(path = "desk/people.html")]
struct PeopleView {
    page: Page,
    /// A link that was just made; told once.
    link: Option<OnceLink>,
    people: Vec<Person>,
    roles: Vec<Choice>,
    problem: Option<String>,
}

#[derive(Debug)]
struct OnceLink {
    text: String,
    url: String,
}

#[derive(Debug)]
struct Person {
    id: String,
    name: String,
    email: String,
    roles: Vec<Choice>,
    seen: Option<When>,
    disabled: bool,
    invited: bool,
    me: bool,
}

/// `GET /desk/people`
pub async fn show(State(app): State<Arc<App>>, who: SignedIn, Query(done): Query<Done>) -> Result<Response, Failure> {
    let mut view = view(&app, &who).await?;
    view.page = super::noticed(view.page, &done);
    Ok(html(&view))
}

async fn view(app: &App, who: &SignedIn) -> Result<PeopleView, Failure> {
    who.require(Right::Administer)?;
    let users = app.users(&who.actor).await?;
    let mut page = session::page(app, &who.clone().into(), String::new());
    page.title = page.t("desk-people");
    let page = super::framed(app, who, page, "/desk/people").await?;
    let own = who.actor.user.as_ref().map(|user| user.id);
    let people = users.iter().map(|user| person(app, &page, user, own)).collect();
    let roles = page.choices("role", words(), Some(Role::Agent.as_str()));
    Ok(PeopleView { page, link: None, people, roles, problem: None })
}

fn words() -> impl Iterator<Item = &'static str> {
    Role::ALL.iter().map(|role| role.as_str())
}

fn person(app: &App, page: &Page, user: &User, own: Option<UserId>) -> Person {
    let now = app.clock.now();
    Person {
        id: user.id.to_string(),
        name: user.name.clone(),
        email: user.email.clone(),
        roles: page.choices("role", words(), Some(user.role.as_str())),
        seen: user.signed_in_at.map(|at| page.when(at.into(), now, &app.time_zone())),
        disabled: user.disabled_at.is_some(),
        invited: user.password_hash.is_none(),
        me: own == Some(user.id),
    }
}

/// The invitation.
#[derive(Deserialize)]
pub struct Invitation {
    name: String,
    email: String,
    role: String,
}

/// `POST /desk/people`
pub async fn create(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Fields(form): Fields<Invitation>,
) -> Result<Response, Failure> {
    let role: Role = form.role.parse().map_err(|_| Error::invalid("role", "is unknown"))?;
    match app.invite(&who.actor, &form.email, &form.name, role, None).await {
        Ok(path) => with_link(&app, &who, &path).await,
        Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => {
            let mut view = view(&app, &who).await?;
            view.problem = Some(joined(&view.page, &error));
            Ok(html_with(StatusCode::UNPROCESSABLE_ENTITY, &view))
        }
        Err(other) => Err(other.into()),
    }
}

async fn with_link(app: &App, who: &SignedIn, path: &str) -> Result<Response, Failure> {
    let mut view = view(app, who).await?;
    let url = Link { url: format!("{}{path}", app.config.public_url()), label: String::new() }.url;
    view.link = Some(OnceLink { text: view.page.t("desk-link-once"), url });
    Ok(html(&view))
}

/// What is to be done with somebody.
#[derive(Deserialize)]
pub struct Change {
    action: String,
    #[serde(default)]
    role: Option<String>,
}

/// `POST /desk/people/{id}`
pub async fn update(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Path(id): Path<String>,
    Fields(form): Fields<Change>,
) -> Result<Response, Failure> {
    let id: UserId = id.parse().map_err(|_| Error::NotFound)?;
    let change = match form.action.as_str() {
        "link" => {
            let path = app.new_link(&who.actor, id).await?;
            return with_link(&app, &who, &path).await;
        }
        "disable" => UserChange { disabled: Some(true), ..UserChange::default() },
        "enable" => UserChange { disabled: Some(false), ..UserChange::default() },
        "role" => {
            let role = form.role.and_then(|role| role.parse().ok());
            UserChange {
                role: Some(role.ok_or_else(|| Error::invalid("role", "is unknown"))?),
                ..UserChange::default()
            }
        }
        _ => return Err(Error::invalid("action", "is unknown").into()),
    };
    app.update_user(&who.actor, id, change).await?;
    Ok(Redirect::to("/desk/people?done=saved").into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_disables_themselves() {
        let page = Page::sample("People");
        let person = |me: bool| Person {
            id: if me { "me" } else { "other" }.into(),
            name: "Ada".into(),
            email: "ada@example.org".into(),
            roles: page.choices("role", words(), Some("admin")),
            seen: Some(When::sample()),
            disabled: false,
            invited: !me,
            me,
        };
        let people = vec![person(true), person(false)];
        let link = Some(OnceLink { text: "Hand this on.".into(), url: "http://127.0.0.1/desk/setup/x".into() });
        let view = PeopleView { roles: Vec::new(), people, link, problem: None, page };
        let html = view.render().expect("renders");
        assert!(html.contains("action=\"/desk/people/other\"") && html.contains("value=\"disable\""));
        assert_eq!(html.matches("value=\"disable\"").count(), 1);
    }
}
