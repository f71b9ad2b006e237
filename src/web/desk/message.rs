//! A page that says one thing: what went wrong, and the way on.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{
    html_with,
    page::{Link, Page},
    session::{Guest, page},
};
use crate::{
    app::{App, Error},
    web::error::status,
};

#[derive(Debug, Template)]
#[template(path = "desk/message.html")]
struct MessageView {
    page: Page,
    text: String,
    /// What is to be copied.
    code: Option<String>,
    link: Link,
}

/// The page of what could not be done as asked, with what a person can do instead.
pub fn refused(
    app: &App,
    guest: &Guest,
    title: &str,
    text: impl FnOnce(&Page) -> String,
    code: String,
    back: &str,
) -> Response {
    let mut page = page(app, guest, String::new());
    page.title = page.t(title);
    let link = Link { url: back.to_owned(), label: page.t("desk-error-back") };
    let text = text(&page);
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &MessageView { page, text, code: Some(code), link })
}

/// The page of an error; its cause goes to the log.
pub fn failure(app: &App, guest: &Guest, error: &Error) -> Response {
    let key = match error {
        Error::Unauthenticated => "unauthenticated",
        Error::Forbidden => "forbidden",
        Error::NotFound => "not-found",
        Error::Conflict(_) | Error::Stale => "conflict",
        Error::TooMany { .. } => "too-many",
        Error::Invalid(_) => "invalid",
        Error::Unavailable => "unavailable",
        Error::Internal(cause) => {
            tracing::error!(cause = format!("{cause:#}"), "internal error");
            "internal"
        }
    };
    let mut page = page(app, guest, String::new());
    page.title = page.t(&format!("desk-error-{key}"));
    let link = Link { url: "/desk".to_owned(), label: page.t("desk-error-back") };
    let text = page.t(&format!("desk-error-{key}-text"));
    html_with(status(error), &MessageView { page, text, code: None, link })
}

#[cfg(test)]
impl MessageView {
    pub(crate) fn sample() -> Self {
        let link = Link { url: "/desk".into(), label: "Back".into() };
        Self { page: Page::sample("Not found"), text: "There is nothing here.".into(), code: None, link }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_what_to_do_next() {
        let html = MessageView::sample().render().expect("renders");
        assert!(html.contains("There is nothing here.") && html.contains("href=\"/desk\""));
    }
}
