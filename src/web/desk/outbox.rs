//! Letters that wait or have failed, for admins; a failed one can be sent again.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse as _, Redirect, Response},
};

use super::{
    Done, html,
    page::{Page, When, Word},
    session::{self, Failure, Fields, SignedIn},
};
use crate::{
    app::{App, Error},
    store::{OutboxId, OutboxItem},
};

#[derive(Debug, Template)]
#[template(path = "desk/outbox.html")]
struct OutboxView {
    page: Page,
    counts: String,
    mail_ready: bool,
    letters: Vec<Letter>,
}

#[derive(Debug)]
struct Letter {
    id: String,
    state: Word,
    kind: String,
    ticket: Option<String>,
    created: When,
    attempts: i32,
    error: String,
    can_retry: bool,
}

/// `GET /desk/outbox`
pub async fn show(State(app): State<Arc<App>>, who: SignedIn, Query(done): Query<Done>) -> Result<Response, Failure> {
    let (counts, letters) = app.outbox(&who.actor).await?;
    let mut page = session::page(&app, &who.clone().into(), String::new());
    page.title = page.t("desk-outbox");
    let page = super::noticed(super::framed(&app, &who, page, "/desk/outbox").await?, &done);
    let counts = [
        page.t1("desk-outbox-due", "count", counts.due),
        page.t1("desk-outbox-waiting", "count", counts.waiting),
        page.t1("desk-outbox-dead", "count", counts.dead),
    ];
    let letters = letters.iter().map(|item| letter(&app, &page, item)).collect();
    Ok(html(&OutboxView { counts: counts.join(" · "), mail_ready: app.mail_ready(), letters, page }))
}

fn letter(app: &App, page: &Page, item: &OutboxItem) -> Letter {
    Letter {
        id: item.id.to_string(),
        state: page.word("outbox-state", &item.state),
        kind: page.word("outbox-kind", &item.kind).label,
        ticket: item.ticket.map(|number| number.to_string()),
        created: page.when(item.created_at.into(), app.clock.now(), &app.time_zone()),
        attempts: item.attempts,
        error: item.error.clone().unwrap_or_default(),
        can_retry: item.state == "dead",
    }
}

/// `POST /desk/outbox/{id}/retry`
pub async fn retry(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Path(id): Path<String>,
    _form: Fields<super::sign_in::Empty>,
) -> Result<Response, Failure> {
    let id: OutboxId = id.parse().map_err(|_| Error::NotFound)?;
    app.retry_outbox(&who.actor, id).await?;
    Ok(Redirect::to("/desk/outbox?done=retried").into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_given_up_can_be_sent_again() {
        let page = Page::sample("Outbox");
        let letter = |state: &str| Letter {
            id: "1".into(),
            state: page.word("outbox-state", state),
            kind: "E-mail".into(),
            ticket: Some("1001".into()),
            created: When::sample(),
            attempts: 8,
            error: "550 no such user".into(),
            can_retry: state == "dead",
        };
        let letters = vec![letter("dead"), letter("waiting")];
        let view = OutboxView { counts: "1 dead".into(), mail_ready: false, letters, page };
        let html = view.render().expect("renders");
        assert_eq!(html.matches("/retry\"").count(), 1);
        assert!(html.contains("href=\"/desk/tickets/1001\""));
    }
}
