//! One-time links: the first admin, an invitation, a new password.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;

use super::{
    html_with, joined,
    page::Page,
    session::{self, Failure, Fields, Guest},
};
use crate::{
    app::{App, Error},
    base::Token,
    store::{MIN_PASSWORD, User},
};

#[derive(Debug, Template)]
#[template(path = "desk/setup.html")]
struct SetupView {
    page: Page,
    introduction: String,
    first_admin: bool,
    name: String,
    email: String,
    shortest: usize,
    problem: Option<String>,
}

/// `GET /desk/setup/{token}`
pub async fn show(State(app): State<Arc<App>>, guest: Guest, Path(token): Path<String>) -> Result<Response, Failure> {
    let user = app.one_time_link(&Token::shown(token)).await?;
    Ok(html_with(StatusCode::OK, &view(&app, &guest, user.as_ref(), None)))
}

/// The form.
#[derive(Default, Deserialize)]
pub struct Setup {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    password: String,
}

/// `POST /desk/setup/{token}`
pub async fn create(
    State(app): State<Arc<App>>,
    guest: Guest,
    Path(token): Path<String>,
    Fields(form): Fields<Setup>,
) -> Result<Response, Failure> {
    let token = Token::shown(token);
    let user = app.one_time_link(&token).await?;
    match app.use_link(&token, &form.name, &form.email, &form.password).await {
        Ok(begun) => Ok(session::begin(&app, &begun, "/desk")),
        Err(error @ (Error::Invalid(_) | Error::Conflict(_))) => {
            let mut view = view(&app, &guest, user.as_ref(), None);
            if view.first_admin {
                (view.name, view.email) = (form.name, form.email);
            }
            view.problem = Some(joined(&view.page, &error));
            Ok(html_with(StatusCode::UNPROCESSABLE_ENTITY, &view))
        }
        Err(other) => Err(other.into()),
    }
}

fn view(app: &App, guest: &Guest, user: Option<&User>, problem: Option<String>) -> SetupView {
    // Whoever is signed in here may not be whom the link is for.
    let mut page = session::page(app, &Guest { actor: None, locale: guest.locale.clone() }, String::new());
    page.csrf = guest.actor.as_ref().and_then(|actor| actor.csrf.clone()).unwrap_or_default();
    let first_admin = user.is_none();
    page.title = page.t(if first_admin { "desk-setup-first" } else { "desk-setup-password" });
    SetupView {
        introduction: page.t(if first_admin { "desk-setup-first-hint" } else { "desk-setup-password-hint" }),
        first_admin,
        name: user.map(|user| user.name.clone()).unwrap_or_default(),
        email: user.map(|user| user.email.clone()).unwrap_or_default(),
        shortest: MIN_PASSWORD,
        problem,
        page,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(first_admin: bool) -> String {
        let view = SetupView {
            page: Page { user: None, ..Page::sample("Welcome") },
            introduction: "Hello".into(),
            first_admin,
            name: String::new(),
            email: "ada@example.org".into(),
            shortest: 10,
            problem: None,
        };
        view.render().expect("renders")
    }

    #[test]
    fn the_first_admin_gives_name_and_address_and_others_only_a_password() {
        assert!(sample(true).contains("name=\"name\""));
        assert!(!sample(false).contains("name=\"name\"") && sample(false).contains("readonly"));
    }
}
