//! Reading at the desk: an article with its internal parts, a saved reply, a card; as the right pane of
//! the search or as a page. A ticket's preview is its first message.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};

use super::{
    html, html_text,
    page::{Link, Page},
    session::{self, Failure, SignedIn},
};
use crate::{
    app::{App, Error, Right, Snapshot},
    base::{ArticleKey, Audience, CardId, Locale, i18n},
    kb::Article,
    web::rich,
};

/// One document.
#[derive(Debug, Template)]
#[template(path = "desk/preview.html")]
struct SheetView {
    page: Page,
    kind: &'static str,
    kind_label: String,
    internal: bool,
    notes: Vec<String>,
    title: String,
    url: String,
    public_url: Option<String>,
    lang: Option<String>,
    html: String,
}

#[derive(Debug, Template)]
#[template(path = "desk/article.html")]
struct ReadView {
    page: Page,
    crumbs: Vec<Link>,
    sheet: String,
}

/// `GET /desk/read/{kind}/{locale}/{id}`
pub async fn show(
    State(app): State<Arc<App>>,
    who: SignedIn,
    headers: HeaderMap,
    Path((kind, locale, id)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    who.require(Right::Read)?;
    let mut page = session::page(&app, &who.clone().into(), String::new());
    let locale: Locale = locale.parse().map_err(|_| Error::NotFound)?;
    let snapshot = app.snapshot();
    let sheet = match kind.as_str() {
        "article" => article(&app, &page, &snapshot, &locale, &id),
        "reply" => reply(&page, &snapshot, &locale, &id),
        "card" => card(&page, &snapshot, &locale, &id),
        "ticket" => Some(ticket(&app, &who, &page, &id).await?),
        _ => None,
    };
    let sheet = sheet.ok_or(Error::NotFound)?;
    if headers.contains_key("x-fragment") {
        return Ok(super::fragment(html_text(&sheet)));
    }
    page.title.clone_from(&sheet.title);
    let page = super::framed(&app, &who, page, "/desk").await?;
    let crumbs = vec![Link { url: "/desk".to_owned(), label: page.t("desk-search") }];
    Ok(html(&ReadView { page, crumbs, sheet: html_text(&sheet) }))
}

fn sheet(page: &Page, kind: &'static str, title: &str, locale: &Locale, id: &str) -> SheetView {
    SheetView {
        kind,
        kind_label: page.t(&format!("desk-kind-{kind}")),
        internal: false,
        notes: Vec::new(),
        title: title.to_owned(),
        url: format!("/desk/read/{kind}/{locale}/{}", crate::kb::encode_path(id)),
        public_url: None,
        lang: Some(locale.to_string()),
        html: String::new(),
        page: page.clone(),
    }
}

fn article(app: &App, page: &Page, snapshot: &Snapshot, locale: &Locale, id: &str) -> Option<SheetView> {
    let view = snapshot.view(Audience::Agent);
    let article: &Article = view.article(locale, &ArticleKey::from(id))?;
    let mut sheet = sheet(page, "article", &article.title, locale, id);
    sheet.internal = article.visibility == Audience::Agent;
    sheet.public_url = (!sheet.internal).then(|| article.url());
    sheet.notes = vec![i18n::autonym(locale), page.when(article.updated, app.clock.now(), &app.time_zone()).text];
    sheet.notes.extend(article.owner.clone());
    sheet.notes.push(article.path.display().to_string());
    sheet.html = view.render(article).html;
    Some(sheet)
}

fn reply(page: &Page, snapshot: &Snapshot, locale: &Locale, id: &str) -> Option<SheetView> {
    let reply = snapshot.library.replies(locale).iter().find(|reply| reply.id == id)?;
    let mut sheet = sheet(page, "reply", &reply.title, locale, id);
    sheet.notes = vec![i18n::autonym(locale)];
    sheet.notes.extend(reply.description.clone());
    sheet.html = rich::markdown(&reply.body);
    Some(sheet)
}

fn card(page: &Page, snapshot: &Snapshot, locale: &Locale, id: &str) -> Option<SheetView> {
    let card = snapshot.library.card(locale, &CardId::from(id))?;
    let mut sheet = sheet(page, "card", &card.title, locale, id);
    sheet.notes = vec![i18n::autonym(locale), card.path.display().to_string()];
    let questions: Vec<String> = card.questions.iter().map(|question| rich::escape(question)).collect();
    sheet.html = format!("{}<ul><li>{}</li></ul>", rich::markdown(&card.body), questions.join("</li><li>"));
    Some(sheet)
}

async fn ticket(app: &App, who: &SignedIn, page: &Page, id: &str) -> Result<SheetView, Failure> {
    let number = id.parse().map_err(|_| Error::NotFound)?;
    let file = app.ticket(&who.actor, number).await?;
    let ticket = &file.ticket;
    let mut sheet = sheet(page, "ticket", &ticket.subject, &page.locale, id);
    sheet.url = format!("/desk/tickets/{number}");
    sheet.lang = None;
    sheet.notes = vec![
        format!("#{number}"),
        page.word("status", ticket.status.as_str()).label,
        super::ticket::requester(ticket).to_owned(),
        page.when(ticket.created_at.into(), app.clock.now(), &app.time_zone()).text,
    ];
    let messages = file
        .messages
        .iter()
        .map(|message| format!("<h3>{}</h3>{}", rich::escape(&message.author_name), super::ticket::body(message)));
    sheet.html = messages.collect::<Vec<_>>().concat();
    Ok(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_internal_article_has_no_public_link_to_copy() {
        let page = Page::sample("Read");
        let locale: Locale = "en".parse().expect("a locale");
        let mut sheet = sheet(&page, "article", "Refund limits", &locale, "internal/refunds");
        sheet.internal = true;
        let html = sheet.render().expect("renders");
        assert!(html.contains("Refund limits") && !html.contains("data-copy"), "{html}");
        sheet.public_url = Some("/en/articles/a".into());
        let html = sheet.render().expect("renders");
        assert!(html.contains("data-copy=\"/en/articles/a\""), "{html}");
        let view = ReadView { page, crumbs: vec![Link { url: "/desk".into(), label: "Search".into() }], sheet: html };
        assert!(view.render().expect("renders").contains("<article class=\"sheet\">"));
    }
}
