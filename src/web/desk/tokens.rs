//! Tokens of programs, for admins: made, shown once, revoked.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{
    Done, html,
    page::{Choice, Page, When},
    session::{self, Failure, Fields, SignedIn},
};
use crate::{
    app::{App, Error, Right},
    desk::Role,
    store::{ApiToken, ApiTokenId},
};

#[derive(Debug, Template)]
#[template(path = "desk/tokens.html")]
struct TokensView {
    page: Page,
    secret: Option<String>,
    tokens: Vec<Row>,
    roles: Vec<Choice>,
}

#[derive(Debug)]
struct Row {
    id: String,
    name: String,
    role: String,
    created: When,
    used: Option<When>,
    revoked: bool,
}

/// `GET /desk/tokens`
pub async fn show(State(app): State<Arc<App>>, who: SignedIn, Query(done): Query<Done>) -> Result<Response, Failure> {
    let mut view = view(&app, &who, None).await?;
    view.page = super::noticed(view.page, &done);
    Ok(html(&view))
}

async fn view(app: &App, who: &SignedIn, secret: Option<String>) -> Result<TokensView, Failure> {
    who.require(Right::Administer)?;
    let tokens = app.tokens(&who.actor).await?;
    let mut page = session::page(app, &who.clone().into(), String::new());
    page.title = page.t("desk-tokens");
    let page = super::framed(app, who, page, "/desk/tokens").await?;
    let tokens = tokens.iter().map(|token| row(app, &page, token)).collect();
    let roles = page.choices("role", Role::ALL.iter().map(|role| role.as_str()), Some(Role::Agent.as_str()));
    Ok(TokensView { page, secret, tokens, roles })
}

fn row(app: &App, page: &Page, token: &ApiToken) -> Row {
    let (now, zone) = (app.clock.now(), app.time_zone());
    Row {
        id: token.id.to_string(),
        name: token.name.clone(),
        role: page.word("role", token.role.as_str()).label,
        created: page.when(token.created_at.into(), now, &zone),
        used: token.used_at.map(|at| page.when(at.into(), now, &zone)),
        revoked: token.revoked_at.is_some(),
    }
}

/// A new token.
#[derive(Deserialize)]
pub struct NewToken {
    name: String,
    role: String,
}

/// `POST /desk/tokens`
pub async fn create(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Fields(form): Fields<NewToken>,
) -> Result<Response, Failure> {
    let role: Role = form.role.parse().map_err(|_| Error::invalid("role", "is unknown"))?;
    let token = app.add_token(&who.actor, &form.name, role, None).await?;
    Ok(html(&view(&app, &who, Some(token.reveal().to_owned())).await?))
}

/// `POST /desk/tokens/{id}/revoke`
pub async fn delete(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Path(id): Path<String>,
    _form: Fields<super::sign_in::Empty>,
) -> Result<Response, Failure> {
    let id: ApiTokenId = id.parse().map_err(|_| Error::NotFound)?;
    app.revoke_token(&who.actor, id).await?;
    Ok(Redirect::to("/desk/tokens?done=revoked").into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revoked_token_cannot_be_revoked_again() {
        let row = |revoked| Row {
            id: "1".into(),
            name: "Shop".into(),
            role: "Agent".into(),
            created: When::sample(),
            used: None,
            revoked,
        };
        let page = Page::sample("Tokens");
        let view =
            TokensView { page, secret: Some("s3cret".into()), tokens: vec![row(false), row(true)], roles: vec![] };
        let html = view.render().expect("renders");
        assert!(html.contains("value=\"s3cret\""));
        assert_eq!(html.matches("/revoke\"").count(), 1);
    }
}
