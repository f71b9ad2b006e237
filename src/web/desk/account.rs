//! One's own account: name, language, signature, password.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{
    Done, html, html_with, joined,
    page::{Choice, Page},
    session::{self, Failure, Fields, SignedIn},
};
use crate::{
    app::{App, Error, Profile},
    base::{
        Locale,
        i18n::{autonym, interface_locales},
    },
    store::{MIN_PASSWORD, User},
};

#[derive(Debug, Template)]
#[template(path = "desk/account.html")]
struct AccountView {
    page: Page,
    name: String,
    email: String,
    signature: String,
    locales: Vec<Choice>,
    shortest: usize,
    problem: Option<String>,
}

/// `GET /desk/account`
pub async fn show(State(app): State<Arc<App>>, who: SignedIn, Query(done): Query<Done>) -> Result<Response, Failure> {
    let mut view = view(&app, &who)?;
    view.page = super::noticed(super::framed(&app, &who, view.page, "/desk/account").await?, &done);
    Ok(html(&view))
}

fn view(app: &App, who: &SignedIn) -> Result<AccountView, Failure> {
    let user: &User = who.actor.user.as_ref().ok_or(Error::Forbidden)?;
    let mut page = session::page(app, &who.clone().into(), String::new());
    page.title = page.t("desk-account");
    let choice =
        |locale: &Locale| Choice { value: locale.to_string(), label: autonym(locale), chosen: *locale == who.locale };
    Ok(AccountView {
        name: user.name.clone(),
        email: user.email.clone(),
        signature: user.signature.clone(),
        locales: interface_locales().iter().map(choice).collect(),
        shortest: MIN_PASSWORD,
        problem: None,
        page,
    })
}

/// The form of name, language and signature.
#[derive(Deserialize)]
pub struct Own {
    name: String,
    locale: String,
    #[serde(default)]
    signature: String,
}

/// `POST /desk/account`
pub async fn update(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Fields(form): Fields<Own>,
) -> Result<Response, Failure> {
    let profile = Profile { name: form.name, locale: form.locale.parse().ok(), signature: form.signature };
    app.update_profile(&who.actor, profile).await?;
    Ok(Redirect::to("/desk/account?done=saved").into_response())
}

/// The form of a new password.
#[derive(Deserialize)]
pub struct NewPassword {
    current: String,
    password: String,
}

/// `POST /desk/account/password`
pub async fn password(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Fields(form): Fields<NewPassword>,
) -> Result<Response, Failure> {
    match app.change_password(&who.actor, &form.current, &form.password).await {
        Ok(begun) => Ok(session::begin(&app, &begun, "/desk/account?done=password")),
        Err(error @ Error::Invalid(_)) => {
            let mut view = view(&app, &who)?;
            view.problem = Some(joined(&view.page, &error));
            Ok(html_with(StatusCode::UNPROCESSABLE_ENTITY, &view))
        }
        Err(other) => Err(other.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_shows_what_one_can_change() {
        let view = AccountView {
            page: Page::sample("Account"),
            name: "Ada".into(),
            email: "ada@example.org".into(),
            signature: "Ada, support".into(),
            locales: vec![Choice { value: "hu".into(), label: "Magyar".into(), chosen: true }],
            shortest: 8,
            problem: Some("Wrong password.".into()),
        };
        let html = view.render().expect("renders");
        assert!(html.contains(">Ada, support</textarea>") && html.contains("<option value=\"hu\" selected>Magyar"));
    }
}
