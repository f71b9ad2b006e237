//! Pages that say why there is none: not found, not in this language, not accepted, our fault.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};

use super::{
    Language, Link, Page, Site,
    home::link,
    tree::Tree,
    visit::{Anywhere, Visit},
};
use crate::{
    app::{App, Error},
    base::i18n,
    kb::Article,
    web::error::status,
};

/// What such a page prints.
#[derive(Template)]
#[template(path = "site/message.html")]
pub struct MessagePage {
    pub(super) page: Page,
    pub(super) code: Option<u16>,
    pub(super) heading: String,
    pub(super) lead: String,
    pub(super) search: bool,
    /// The page in other languages.
    pub(super) languages: Vec<Language>,
    pub(super) links: Vec<Link>,
    pub(super) request_id: Option<String>,
}

impl MessagePage {
    fn new(visit: &Visit, message: &str) -> Self {
        let frame = &visit.site.look(&visit.app).frame;
        let heading = i18n::t(&visit.locale, message);
        let lead = i18n::t(&visit.locale, &format!("{message}-lead"));
        let page =
            Page::new(frame, &visit.locale, &heading).described(&lead).hidden().spoken(visit.locales(), |_| None);
        Self {
            page,
            code: None,
            heading,
            lead,
            search: false,
            languages: Vec::new(),
            links: Vec::new(),
            request_id: None,
        }
    }

    fn answer(self, visit: &Visit, status: StatusCode) -> Response {
        page_response(visit, status, self.render())
    }
}

/// A rendered template as a response that nobody keeps.
pub fn page_response(visit: &Visit, status: StatusCode, html: askama::Result<String>) -> Response {
    match html {
        Ok(html) => {
            let found = !matches!(status, StatusCode::NOT_FOUND) && !status.is_server_error();
            let mut response = (status, Html(visit.dressed(html, found))).into_response();
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        Err(error) => Error::Internal(anyhow::Error::new(error)).into_response(),
    }
}

/// 404 with a search field.
#[must_use]
pub fn not_found(visit: &Visit) -> Response {
    let mut message = MessagePage::new(visit, "site-not-found");
    message.code = Some(404);
    message.search = true;
    message.page.search_in_header = false;
    message.page.query = words_of(visit.uri.path());
    let tree = Tree::new(visit.view(), &visit.locale);
    let categories = tree.children(&"".into()).iter().take(6);
    message.links = categories.map(|it| Link { url: it.url(), title: it.title.clone(), note: None }).collect();
    message.answer(visit, StatusCode::NOT_FOUND)
}

/// An article's old path leads to its new one; any other lost path is not found.
#[must_use]
pub fn lost(visit: &Visit) -> Response {
    let to = super::article::decoded(visit.uri.path()).and_then(|path| visit.view().moved(&path, &visit.locale));
    to.map_or_else(|| not_found(visit), |to| super::moved(&to))
}

/// What no route takes: a problem for programs, a page for people.
pub async fn nowhere(Anywhere(visit): Anywhere) -> Response {
    if visit.uri.path().starts_with("/api/") {
        return Error::NotFound.into_response();
    }
    lost(&visit)
}

/// The words of a lost path, to search for.
fn words_of(path: &str) -> String {
    let last = path.trim_end_matches(".md").rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
    let plain =
        last.len() > 3 && last.len() < 80 && last.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if plain { last.replace(['-', '_'], " ") } else { String::new() }
}

/// 404 for this language, with the languages that have the article.
#[must_use]
pub fn other_language(visit: &Visit, translations: &[&Article]) -> Response {
    let mut message = MessagePage::new(visit, "site-other-language");
    let own = i18n::autonym(&visit.locale);
    message.heading = message.page.with("site-other-language", "language", &own);
    message.page.title = super::page::full_title(&message.heading, &message.page.site.name);
    message.languages = translations
        .iter()
        .map(|article| Language {
            tag: article.locale.to_string(),
            url: article.url(),
            name: i18n::autonym(&article.locale),
            title: article.title.clone(),
            current: false,
        })
        .collect();
    for language in &mut message.page.languages {
        if let Some(there) = translations.iter().find(|article| article.locale.as_str() == language.tag) {
            language.url = there.url();
        }
    }
    let tree = Tree::new(visit.view(), &visit.locale);
    let category = translations.first().map_or_else(|| "".into(), |article| article.category.clone());
    message.links = tree.first(&category, 5).into_iter().map(link).collect();
    message.answer(visit, StatusCode::NOT_FOUND)
}

/// What a layer or an extractor refused in its own words becomes a page in the reader's language; its
/// headers stay. Programs are told apart by their paths: those answer in their own forms.
pub async fn as_page(State((app, site)): State<(Arc<App>, Arc<Site>)>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if ["/api/", "/static/", "/widget", "/healthz", "/readyz", "/metrics"].iter().any(|own| path.starts_with(own)) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let asked = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let kind = response.headers().get(header::CONTENT_TYPE);
    let bare = kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    if !bare || !(response.status().is_client_error() || response.status().is_server_error()) {
        return response;
    }
    let page = refusal(&Visit::of(&asked, &app, &site), response.status());
    let (mut shown, body) = page.into_parts();
    let mut headers = response.into_parts().0.headers;
    headers.remove(header::CONTENT_LENGTH);
    headers.extend(shown.headers);
    shown.headers = headers;
    Response::from_parts(shown, body)
}

fn refusal(visit: &Visit, status: StatusCode) -> Response {
    let message = match status {
        StatusCode::NOT_FOUND => return not_found(visit),
        StatusCode::PAYLOAD_TOO_LARGE => "site-too-large",
        StatusCode::SERVICE_UNAVAILABLE => "site-unavailable",
        StatusCode::TOO_MANY_REQUESTS => "site-busy",
        status if status.is_client_error() => "site-invalid",
        _ => "site-error",
    };
    let mut page = MessagePage::new(visit, message);
    page.request_id = Some(visit.request_id.clone()).filter(|id| !id.is_empty());
    page.answer(visit, status)
}

/// Any other refusal; the reader is shown the request's id, never the cause.
#[must_use]
pub fn refused(visit: &Visit, error: Error) -> Response {
    let status = status(&error);
    let html = refusal(visit, status);
    if status == StatusCode::NOT_FOUND {
        return html;
    }
    let mut response = error.into_response();
    let (parts, body) = html.into_parts();
    *response.body_mut() = body;
    response.headers_mut().extend(parts.headers);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_path_is_searched_for_by_its_words() {
        assert_eq!(words_of("/en/articles/account/reset-password"), "reset password");
        assert_eq!(words_of("/wp-login.php"), "");
        assert_eq!(words_of("/"), "");
    }
}
