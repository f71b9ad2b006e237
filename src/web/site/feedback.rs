//! “Did this help?” under an article: two buttons, then a reason and a comment. Works without scripts;
//! the script sends the same form and asks for no page (`Accept: application/json`). Who sent the form
//! is led to a page of thanks, so that loading it again votes for nothing.

use askama::Template;
use axum::{
    extract::Form,
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
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
    let said = match (complete, helpful) {
        (true, _) => Said::Everything,
        (false, true) => Said::Yes,
        (false, false) => Said::No,
    };
    Redirect::to(&format!("{}?{THANKS}={}", article.url(), said.name())).into_response()
}

/// What a reader has told of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// It helped.
    Yes,
    /// It did not; why, nobody knows yet.
    No,
    /// All there is to tell.
    Everything,
}

const THANKS: &str = "thanks";

impl Said {
    fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Everything => "done",
        }
    }

    /// Of the query of an article's address; any other query is none of ours.
    pub fn of(query: Option<&str>) -> Option<Self> {
        let name = query?.strip_prefix(THANKS)?.strip_prefix('=')?;
        [Self::Yes, Self::No, Self::Everything].into_iter().find(|said| said.name() == name)
    }
}

/// The page of thanks.
pub fn thanks(visit: &Visit, article: &Article, said: Said) -> Response {
    page_response(visit, StatusCode::OK, page(visit, article, said).render())
}

fn page(visit: &Visit, article: &Article, said: Said) -> FeedbackPage {
    let frame = &visit.site.look(&visit.app).frame;
    let message = match said {
        Said::Everything => "site-thanks-done",
        Said::Yes => "site-thanks-yes",
        Said::No => "site-thanks-no",
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
        ask: said == Said::No,
        helped: "no",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thanks_have_an_address_of_their_own() {
        for said in [Said::Yes, Said::No, Said::Everything] {
            assert_eq!(Said::of(Some(&format!("{THANKS}={}", said.name()))), Some(said));
        }
        for other in [None, Some(""), Some("thanks"), Some("thanks=maybe"), Some("utm_source=x")] {
            assert_eq!(Said::of(other), None);
        }
    }
}
