//! For writers: what was talked about with the bot, replayed on today's knowledge base with the reasons;
//! and messages that may become examples, approved here by a person.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query as Params, State},
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{
    Done, html,
    page::{Link, Page, When},
    session::{self, Failure, Fields, SignedIn},
};
use crate::{
    app::{App, Error, Lesson, Replayed, Right},
    base::{Locale, i18n},
    bot::{Candidate, Target, Turn, mask::mask},
    store::{Conversation, ConversationId},
};

/// Days looked back.
const DAYS: i64 = 30;

#[derive(Debug, Template)]
#[template(path = "desk/conversations.html")]
struct ListView {
    page: Page,
    lessons: Vec<LessonView>,
    conversations: Vec<RowView>,
}

#[derive(Debug)]
struct LessonView {
    text: String,
    locale: String,
    language: String,
    target: String,
    title: String,
    why: String,
    url: String,
}

#[derive(Debug)]
struct RowView {
    url: String,
    at: When,
    language: String,
    messages: i32,
    outcome: String,
}

#[derive(Debug, Template)]
#[template(path = "desk/conversation.html")]
struct ReplayView {
    page: Page,
    crumbs: Vec<Link>,
    about: String,
    lang: String,
    turns: Vec<TurnView>,
}

#[derive(Debug)]
struct TurnView {
    said: String,
    at: When,
    then: Option<String>,
    now: String,
    changed: bool,
    text: String,
    candidates: Vec<CandidateView>,
}

#[derive(Debug)]
struct CandidateView {
    name: String,
    url: String,
    confidence: String,
    why: Vec<String>,
}

/// `GET /desk/conversations`
pub async fn list(State(app): State<Arc<App>>, who: SignedIn, Params(done): Params<Done>) -> Result<Response, Failure> {
    who.require(Right::Content)?;
    let lessons = app.lessons(&who.actor, DAYS).await?;
    let conversations = app.conversations(&who.actor, DAYS).await?;
    let mut page = session::page(&app, &who.clone().into(), String::new());
    page.title = page.t("desk-conversations");
    let page = super::noticed(super::framed(&app, &who, page, "/desk/conversations").await?, &done);
    Ok(html(&ListView {
        lessons: lessons.iter().take(50).map(|lesson| lesson_view(&page, lesson)).collect(),
        conversations: conversations.iter().map(|conversation| row_view(&app, &page, conversation)).collect(),
        page,
    }))
}

fn lesson_view(page: &Page, lesson: &Lesson) -> LessonView {
    LessonView {
        text: lesson.text.clone(),
        locale: lesson.locale.to_string(),
        language: i18n::autonym(&lesson.locale),
        target: lesson.target.to_string(),
        title: lesson.title.clone(),
        why: page.t(if lesson.helped { "desk-lesson-helped" } else { "desk-lesson-picked" }),
        url: format!("/desk/conversations/{}", lesson.conversation),
    }
}

fn row_view(app: &App, page: &Page, conversation: &Conversation) -> RowView {
    let outcome = match (conversation.handed_off, conversation.helped, conversation.answered) {
        (true, ..) => "handed-off",
        (_, Some(true), _) => "helped",
        (_, Some(false), _) => "not-helped",
        (_, None, true) => "answered",
        _ => "open",
    };
    RowView {
        url: format!("/desk/conversations/{}", conversation.id),
        at: page.when(conversation.updated_at.into(), app.clock.now(), &app.time_zone()),
        language: language(&conversation.locale),
        messages: conversation.visitor_messages,
        outcome: page.t(&format!("desk-conversation-{outcome}")),
    }
}

fn language(tag: &str) -> String {
    tag.parse::<Locale>().map_or_else(|_| tag.to_owned(), |locale| i18n::autonym(&locale))
}

/// `GET /desk/conversations/{id}`
pub async fn show(State(app): State<Arc<App>>, who: SignedIn, Path(id): Path<String>) -> Result<Response, Failure> {
    let id: ConversationId = id.parse().map_err(|_| Error::NotFound)?;
    let (conversation, replayed) = app.replayed(&who.actor, id).await?;
    let mut page = session::page(&app, &who.clone().into(), String::new());
    page.title = page.t("desk-conversation");
    let page = super::framed(&app, &who, page, "/desk/conversations").await?;
    let (answer, clarify) = app.snapshot().bot.thresholds();
    let about = format!(
        "{} · {}",
        page.t1("desk-answers-from", "percent", percent(answer)),
        page.t1("desk-asks-from", "percent", percent(clarify))
    );
    let crumbs = vec![Link { url: "/desk/conversations".to_owned(), label: page.t("desk-conversations") }];
    let turns = replayed.iter().map(|turn| turn_view(&app, &page, &conversation, turn)).collect();
    Ok(html(&ReplayView { crumbs, about, lang: conversation.locale, turns, page }))
}

fn turn_view(app: &App, page: &Page, conversation: &Conversation, replayed: &Replayed) -> TurnView {
    let then = replayed.then.as_ref().map(|turn| did(page, turn));
    let now = did(page, &replayed.now);
    TurnView {
        // A writer needs the words, not who wrote them.
        said: mask(&replayed.said),
        at: page.when(replayed.at, app.clock.now(), &app.time_zone()),
        changed: then.as_ref().is_some_and(|then| *then != now),
        then,
        now,
        text: mask(&replayed.now.messages.iter().map(|message| message.text.as_str()).collect::<Vec<_>>().join("\n")),
        candidates: replayed.now.candidates.iter().map(|it| candidate_view(&conversation.locale, it)).collect(),
    }
}

/// What a turn does, and with what.
fn did(page: &Page, turn: &Turn) -> String {
    let action = serde_json::to_value(turn.action).ok();
    let action = action.as_ref().and_then(|action| action.as_str()).unwrap_or_default().to_owned();
    let action = page.t(&format!("desk-turn-{action}"));
    match turn.card.as_ref().or(turn.article.as_ref()) {
        Some(target) => format!("{action}: {target}"),
        None => action,
    }
}

fn candidate_view(locale: &str, candidate: &Candidate) -> CandidateView {
    let (kind, name) = match (&candidate.card, &candidate.article) {
        (Some(card), _) => ("card", card.clone()),
        (None, article) => ("article", article.clone().unwrap_or_default()),
    };
    CandidateView {
        url: format!("/desk/read/{kind}/{locale}/{}", crate::kb::encode_path(&name)),
        name,
        confidence: percent(candidate.confidence),
        why: candidate.why.iter().map(|why| mask(why)).collect(),
    }
}

fn percent(share: f32) -> String {
    format!("{:.0}", share * 100.0)
}

/// An example to be learned.
#[derive(Debug, Deserialize)]
pub struct NewExample {
    locale: String,
    target: String,
    text: String,
}

/// `POST /desk/conversations/examples`
pub async fn learn(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Fields(form): Fields<NewExample>,
) -> Result<Response, Failure> {
    let locale: Locale = form.locale.parse().map_err(|_| Error::invalid("locale", "is unknown"))?;
    let target: Target = form.target.parse().map_err(|_| Error::invalid("target", "is neither card nor article"))?;
    app.learn(&who.actor, &locale, &target, &form.text)?;
    Ok(Redirect::to("/desk/conversations?done=learned").into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lessons_and_conversations_are_listed() {
        let lesson = LessonView {
            text: "money <not> back".into(),
            locale: "en".into(),
            language: "English".into(),
            target: "card:refund".into(),
            title: "Refunds".into(),
            why: "picked".into(),
            url: "/desk/conversations/1".into(),
        };
        let page = Page::sample("Conversations");
        let html = ListView { page, lessons: vec![lesson], conversations: vec![] }.render().expect("renders");
        assert!(html.contains("card:refund") && !html.contains("<not>"));
    }

    #[test]
    fn a_replay_shows_what_was_said_and_why() {
        let candidate = CandidateView {
            name: "refund".into(),
            url: "/desk/read/card/en/refund".into(),
            confidence: "87".into(),
            why: vec!["words: refund".into()],
        };
        let turn = TurnView {
            said: "where is my refund".into(),
            at: When::sample(),
            then: Some("asks back".into()),
            now: "answers: refund".into(),
            changed: true,
            text: "Five days".into(),
            candidates: vec![candidate],
        };
        let page = Page::sample("Conversation");
        let view = ReplayView { page, crumbs: vec![], about: String::new(), lang: "en".into(), turns: vec![turn] };
        let html = view.render().expect("renders");
        assert!(html.contains("words: refund") && html.contains("asks back"));
    }
}
