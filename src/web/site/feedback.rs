//! “Did this help?” under an article: two buttons, then a reason and a comment. Works without scripts;
//! the script sends the same form and asks for no page (`Accept: application/json`).

use askama::Template;
use axum::{
    extract::Form,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    Crumb, Link, Page,
    article::find,
    notice::{not_found, page_response, refused},
    visit::Visit,
};
use crate::{
    app::{Feedback, Limit},
    base::i18n,
    kb::Article,
};

/// What thanks for a vote and asks for more.
#[derive(Template)]
#[template(path = "site/feedback.html")]
pub struct FeedbackPage {
    pub(super) page: Page,
    pub(super) crumbs: Vec<Crumb>,
    pub(super) heading: String,
    pub(super) lead: String,
    /// Show the form.
    pub(super) ask: bool,
    pub(super) helped: &'static str,
    pub(super) reasons: Vec<Reason>,
    pub(super) feedback_url: String,
    pub(super) back: Link,
}

/// One reason to choose.
pub struct Reason {
    pub(super) value: &'static str,
    pub(super) label: String,
}

/// The form as it is sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FeedbackForm {
    helped: String,
    reason: String,
    comment: String,
}

const REASONS: [(&str, &str); 5] = [
    ("unclear", "site-reason-unclear"),
    ("incomplete", "site-reason-incomplete"),
    ("outdated", "site-reason-outdated"),
    ("wrong", "site-reason-wrong"),
    ("other", "site-reason-other"),
];

/// `POST` to an article's own address.
pub async fn create(visit: Visit, Form(form): Form<FeedbackForm>) -> Response {
    let Some(article) = find(&visit) else { return not_found(&visit) };
    let helpful = match form.helped.as_str() {
        "yes" => true,
        "no" => false,
        _ => return refused(&visit, crate::app::Error::invalid("helped", "takes yes or no")),
    };
    if let Err(error) = visit.app.limits.check(Limit::Write, visit.address) {
        return refused(&visit, error);
    }
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let comment = given(&form.comment);
    let reason = REASONS.iter().map(|(value, _)| *value).find(|value| *value == form.reason).map(str::to_owned);
    let complete = comment.is_some() || reason.is_some();
    let feedback = Feedback {
        article: article.key.clone(),
        locale: article.locale.clone(),
        helpful,
        reason,
        comment,
        visitor: visit.visitor(),
    };
    if let Err(error) = visit.app.give_feedback(feedback).await {
        return refused(&visit, error);
    }
    let wants_json = visit.headers.get(header::ACCEPT).is_some_and(|value| value.as_bytes() == b"application/json");
    if wants_json {
        return StatusCode::NO_CONTENT.into_response();
    }
    page_response(&visit, StatusCode::OK, page(&visit, article, helpful, complete).render())
}

fn page(visit: &Visit, article: &Article, helpful: bool, complete: bool) -> FeedbackPage {
    let frame = &visit.site.look(&visit.app).frame;
    let message = match (complete, helpful) {
        (true, _) => "site-thanks-done",
        (false, true) => "site-thanks-yes",
        (false, false) => "site-thanks-no",
    };
    let heading = i18n::t(&visit.locale, message);
    let lead = i18n::t(&visit.locale, &format!("{message}-lead"));
    let page = Page::new(frame, &visit.locale, &heading).described(&lead).hidden().spoken(visit.locales(), |_| None);
    FeedbackPage {
        crumbs: vec![
            Crumb { url: format!("/{}/", visit.locale), title: page.t("site-home-title") },
            Crumb { url: article.url(), title: article.title.clone() },
        ],
        heading,
        lead,
        ask: !complete && !helpful,
        helped: if helpful { "yes" } else { "no" },
        reasons: reasons(&page),
        feedback_url: article.url(),
        back: Link { url: article.url(), title: article.title.clone(), note: None },
        page,
    }
}

/// The reasons in the reader's language.
pub fn reasons(page: &Page) -> Vec<Reason> {
    REASONS.iter().map(|(value, key)| Reason { value, label: page.t(key) }).collect()
}
