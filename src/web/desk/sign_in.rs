//! Signing in and out.

use std::sync::Arc;

use askama::Template;
use axum::{
    Extension,
    extract::{Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{
    html, html_with,
    page::Page,
    session::{self, Failure, Fields, Guest, SignedIn},
};
use crate::{
    app::{App, Error},
    web::{client::ClientAddress, session::local_path},
};

#[derive(Debug, Template)]
#[template(path = "desk/sign_in.html")]
struct SignInView {
    page: Page,
    email: String,
    next: String,
    problem: Option<String>,
}

/// Where to go on.
#[derive(Debug, Default, Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
}

/// `GET /desk/sign-in`
pub async fn show(State(app): State<Arc<App>>, guest: Guest, Query(next): Query<Next>) -> Response {
    if guest.actor.is_some() {
        return Redirect::to(&local_path(Some(&next.next))).into_response();
    }
    html(&view(&app, &guest, String::new(), &next.next, None))
}

fn view(app: &App, guest: &Guest, email: String, next: &str, problem: Option<&str>) -> SignInView {
    let mut page = session::page(app, guest, String::new());
    page.title = page.t("desk-sign-in");
    let problem = problem.map(|key| page.t(key));
    SignInView { page, email, next: local_path(Some(next)), problem }
}

/// The form.
#[derive(Default, Deserialize)]
pub struct Credentials {
    email: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// `POST /desk/sign-in`
pub async fn create(
    State(app): State<Arc<App>>,
    guest: Guest,
    address: Option<Extension<ClientAddress>>,
    form: Result<Fields<Credentials>, Failure>,
) -> Result<Response, Failure> {
    let bucket = address.map_or_else(|| "local".to_owned(), |Extension(address)| address.bucket().to_string());
    let mut wait = None;
    // What cannot be read counts as a try that failed: whoever guesses is limited, whatever they send.
    let (form, refusal) = match form {
        Ok(Fields(form)) => (form, StatusCode::UNAUTHORIZED),
        Err(Failure(error)) if matches!(*error, Error::Invalid(_)) => {
            (Credentials::default(), StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(other) => return Err(other),
    };
    let (status, problem) = match app.sign_in(form.email.trim(), &form.password, &bucket).await {
        Ok(begun) => return Ok(session::begin(&app, &begun, &local_path(Some(&form.next)))),
        Err(Error::Unauthenticated) => (refusal, "desk-sign-in-refused"),
        Err(Error::TooMany { retry_after }) => {
            wait = Some(retry_after);
            (StatusCode::TOO_MANY_REQUESTS, "desk-sign-in-limited")
        }
        Err(other) => return Err(other.into()),
    };
    let mut response = html_with(status, &view(&app, &guest, form.email, &form.next, Some(problem)));
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

/// Nothing but the token of the form.
#[derive(Deserialize)]
pub struct Empty {}

/// `POST /desk/sign-out`
pub async fn delete(State(app): State<Arc<App>>, who: SignedIn, _form: Fields<Empty>) -> Result<Response, Failure> {
    app.sign_out(&who.actor).await?;
    Ok(session::end(&app))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_keeps_the_address_and_says_what_is_wrong() {
        let view = SignInView {
            page: Page { user: None, ..Page::sample("Sign in") },
            email: "ada@example.org".into(),
            next: "/desk/tickets".into(),
            problem: Some("That did not fit.".into()),
        };
        let html = view.render().expect("renders");
        assert!(html.contains("value=\"ada@example.org\"") && html.contains("role=\"alert\">That did not fit."));
    }
}
