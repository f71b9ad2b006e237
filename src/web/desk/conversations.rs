//! For writers: what was talked about with the bot, replayed on today's knowledge base with the reasons;
//! and messages that may become examples, approved here by a person.

use std::{collections::HashSet, sync::Arc};

use askama::Template;
use axum::{
    extract::{Path, Query as Params, State},
    response::{IntoResponse as _, Redirect, Response},
};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::{
    Done, html,
    page::{Choice, Link, Page, Select, When},
    session::{self, Failure, Fields, SignedIn},
};
use crate::{
    app::{App, Error, Learned, Lesson, Replayed, Right},
    base::{Locale, i18n},
    bot::{Candidate, Target, Turn, mask::mask},
    store::{Conversation, ConversationEnd, ConversationFilter, ConversationId},
};

/// Days looked back.
const DAYS: i64 = 30;
/// Conversations on a page.
const PAGE: u64 = 50;
/// Characters shown of what a visitor said first.
const WORDS: usize = 100;

#[derive(Debug, Template)]
#[template(path = "desk/conversations.html")]
struct ListView {
    page: Page,
    lessons: Vec<LessonView>,
    /// May write into the knowledge base.
    may_write: bool,
    filters: Vec<Select>,
    conversations: Vec<RowView>,
    next: Option<String>,
}

#[derive(Debug)]
struct LessonView {
    key: String,
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
    /// What the visitor said first.
    words: String,
    lang: String,
    at: When,
    language: String,
    messages: i32,
    outcome: String,
    /// What came of it.
    ticket: Option<String>,
}

#[derive(Debug, Template)]
#[template(path = "desk/conversation.html")]
struct ReplayView {
    page: Page,
    crumbs: Vec<Link>,
    /// Which one this is.
    here: String,
    /// How it began.
    heading: Option<String>,
    ticket: Option<String>,
    about: String,
    lang: String,
    turns: Vec<TurnView>,
}

#[derive(Debug)]
struct TurnView {
    said: String,
    at: When,
    /// What it did then, where that is not what it would do today.
    then: Option<DidView>,
    now: DidView,
    /// What it would do today is what it did, word for word.
    same: bool,
    changed: bool,
    candidates: Vec<CandidateView>,
}

/// What the bot does in a turn, and what it says and offers.
#[derive(Debug, PartialEq, Eq)]
struct DidView {
    what: String,
    text: String,
    buttons: Vec<String>,
}

#[derive(Debug)]
struct CandidateView {
    name: String,
    url: String,
    confidence: String,
    why: Vec<String>,
}

/// Which conversations.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    outcome: String,
    locale: String,
    /// Where the page before ended: moment and id.
    after: String,
}

impl Asked {
    fn url(&self, after: &str) -> String {
        let fields = [("outcome", self.outcome.as_str()), ("locale", &self.locale), ("after", after)];
        let pairs = fields.iter().filter(|(_, value)| !value.is_empty());
        let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name}={}", super::encode(value))).collect();
        format!("/desk/conversations?{}", pairs.join("&"))
    }

    fn place(&self) -> Option<(Timestamp, ConversationId)> {
        let (at, id) = self.after.split_once('_')?;
        Some((Timestamp::from_millisecond(at.parse().ok()?).ok()?, id.parse().ok()?))
    }

    fn filter(&self, now: Timestamp) -> ConversationFilter {
        ConversationFilter {
            since: now - SignedDuration::from_hours(24 * DAYS),
            locale: Some(self.locale.clone()).filter(|locale| !locale.is_empty()),
            end: ConversationEnd::ALL.into_iter().find(|end| end.as_str() == self.outcome),
        }
    }
}

/// `GET /desk/conversations`
pub async fn list(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Params(done): Params<Done>,
    Params(asked): Params<Asked>,
) -> Result<Response, Failure> {
    who.require(Right::Content)?;
    let may_write = who.actor.may(Right::Write);
    let lessons = if may_write { app.lessons(&who.actor, DAYS).await? } else { Vec::new() };
    let found = app.conversations(&who.actor, &asked.filter(app.clock.now()), asked.place(), PAGE).await?;
    let last = found.items.last().filter(|_| found.more).map(|(last, _)| (last.updated_at.millis(), last.id));
    let mut page = session::page(&app, &who.clone().into(), String::new());
    page.title = page.t("desk-conversations");
    let page = super::noticed(super::framed(&app, &who, page, "/desk/conversations").await?, &done);
    Ok(html(&ListView {
        lessons: lessons.iter().take(50).map(|lesson| lesson_view(&page, lesson)).collect(),
        may_write,
        filters: filters(&app, &page, &asked),
        conversations: found
            .items
            .iter()
            .map(|(conversation, words)| row_view(&app, &page, conversation, words))
            .collect(),
        next: last.map(|(at, id)| asked.url(&format!("{at}_{id}"))),
        page,
    }))
}

fn filters(app: &App, page: &Page, asked: &Asked) -> Vec<Select> {
    let select = |name: &'static str, options| Select {
        name,
        label: page.t(&format!("desk-conversation-{name}")),
        any: page.t(if name == "locale" { "desk-any-language" } else { "desk-any-outcome" }),
        options,
    };
    let end = |end: ConversationEnd| Choice {
        value: end.as_str().to_owned(),
        label: page.t(&format!("desk-conversation-{}", end.as_str())),
        chosen: end.as_str() == asked.outcome,
    };
    let snapshot = app.snapshot();
    let locale = |locale: &Locale| Choice {
        value: locale.to_string(),
        label: i18n::autonym(locale),
        chosen: locale.as_str() == asked.locale,
    };
    vec![
        select("outcome", ConversationEnd::ALL.into_iter().map(end).collect()),
        select("locale", snapshot.library.locales().iter().map(locale).collect()),
    ]
}

fn lesson_view(page: &Page, lesson: &Lesson) -> LessonView {
    LessonView {
        key: lesson.key.clone(),
        text: lesson.text.clone(),
        locale: lesson.locale.to_string(),
        language: i18n::autonym(&lesson.locale),
        target: lesson.target.to_string(),
        title: lesson.title.clone(),
        why: page.t(if lesson.helped { "desk-lesson-helped" } else { "desk-lesson-picked" }),
        url: format!("/desk/conversations/{}", lesson.conversation),
    }
}

/// On one line, as long as lists and headings show it.
fn shortened(words: &str) -> String {
    let words: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() > WORDS { words.chars().take(WORDS).chain(['…']).collect() } else { words }
}

fn row_view(app: &App, page: &Page, conversation: &Conversation, words: &str) -> RowView {
    let outcome = conversation.end().as_str();
    let words = Some(shortened(words)).filter(|words| !words.is_empty());
    RowView {
        words: words.unwrap_or_else(|| page.t("desk-conversation-wordless")),
        lang: conversation.locale.clone(),
        url: format!("/desk/conversations/{}", conversation.id),
        at: page.when(conversation.updated_at.into(), app.clock.now(), &app.time_zone()),
        language: language(&conversation.locale),
        messages: conversation.visitor_messages,
        outcome: page.t(&format!("desk-conversation-{outcome}")),
        ticket: conversation.ticket.map(|number| number.to_string()),
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
        page.t1("desk-answers-from", "percent", percent(&page, answer)),
        page.t1("desk-asks-from", "percent", percent(&page, clarify))
    );
    let crumbs = vec![Link { url: "/desk/conversations".to_owned(), label: page.t("desk-conversations") }];
    let at = page.when(conversation.updated_at.into(), app.clock.now(), &app.time_zone()).full;
    let here = format!("{} · {at}", language(&conversation.locale));
    let ticket = conversation.ticket.filter(|_| who.actor.may(Right::Tickets)).map(|number| number.to_string());
    let turns: Vec<TurnView> = replayed.iter().map(|turn| turn_view(&app, &page, &conversation, turn)).collect();
    let heading = turns.first().map(|turn| shortened(&turn.said));
    Ok(html(&ReplayView { crumbs, here, heading, ticket, about, lang: conversation.locale, turns, page }))
}

fn turn_view(app: &App, page: &Page, conversation: &Conversation, replayed: &Replayed) -> TurnView {
    // A writer needs the words, not who wrote them.
    let said = replayed.plain.clone();
    let hidden = masked_words(&replayed.said, &said);
    let candidate = |it| candidate_view(page, &conversation.locale, it, &hidden);
    let (then, now) = (replayed.then.as_ref().map(|turn| did(page, turn)), did(page, &replayed.now));
    TurnView {
        said,
        at: page.when(replayed.at, app.clock.now(), &app.time_zone()),
        changed: replayed.changed,
        same: then.as_ref() == Some(&now),
        then: then.filter(|then| *then != now),
        now,
        candidates: replayed.now.candidates.iter().map(candidate).collect(),
    }
}

/// What the mask took out, word by word, in lower case.
fn masked_words(said: &str, masked: &str) -> HashSet<String> {
    let words = |text: &str| -> HashSet<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    words(said).difference(&words(masked)).cloned().collect()
}

/// A text with these words blotted out.
fn blotted(text: &str, words: &HashSet<String>) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = part.trim_end_matches(|c: char| !c.is_alphanumeric());
        out.push_str(if words.contains(&word.to_lowercase()) { "…" } else { word });
        out.push_str(&part[word.len()..]);
    }
    out
}

/// What a turn does, with what, and what it says.
fn did(page: &Page, turn: &Turn) -> DidView {
    let action = serde_json::to_value(turn.action).ok();
    let action = action.as_ref().and_then(|action| action.as_str()).unwrap_or_default().to_owned();
    let action = page.t(&format!("desk-turn-{action}"));
    DidView {
        what: match turn.card.as_ref().or(turn.article.as_ref()) {
            Some(target) => format!("{action}: {target}"),
            None => action,
        },
        text: mask(&turn.messages.iter().map(|message| message.text.as_str()).collect::<Vec<_>>().join("\n")),
        buttons: turn.options.iter().map(|option| option.label.clone()).collect(),
    }
}

fn candidate_view(page: &Page, locale: &str, candidate: &Candidate, hidden: &HashSet<String>) -> CandidateView {
    let (kind, name) = match (&candidate.card, &candidate.article) {
        (Some(card), _) => ("card", card.clone()),
        (None, article) => ("article", article.clone().unwrap_or_default()),
    };
    CandidateView {
        url: format!("/desk/read/{kind}/{locale}/{}", crate::kb::encode_path(&name)),
        name,
        confidence: percent(page, candidate.confidence),
        why: candidate.why.iter().map(|why| blotted(&mask(why), hidden)).collect(),
    }
}

fn percent(page: &Page, share: f32) -> String {
    i18n::percent(&page.locale, f64::from(share), 0)
}

/// An example to be learned.
#[derive(Debug, Deserialize)]
pub struct NewExample {
    locale: String,
    target: String,
    text: String,
    #[serde(default)]
    key: String,
    #[serde(default)]
    decline: Option<String>,
}

/// `POST /desk/conversations/examples`
pub async fn learn(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Fields(form): Fields<NewExample>,
) -> Result<Response, Failure> {
    if form.decline.is_some() {
        app.decline_example(&who.actor, &form.key).await?;
        return Ok(Redirect::to("/desk/conversations?done=declined").into_response());
    }
    let locale: Locale = form.locale.parse().map_err(|_| Error::invalid("locale", "is unknown"))?;
    let target: Target = form.target.parse().map_err(|_| Error::invalid("target", "is neither card nor article"))?;
    let key = Some(form.key.as_str()).filter(|key| !key.is_empty());
    match app.learn(&who.actor, &locale, &target, &form.text, key).await? {
        Learned::Written => Ok(Redirect::to("/desk/conversations?done=learned").into_response()),
        Learned::Refused { file, why, line } => {
            let guest = who.clone().into();
            let text = |page: &Page| page.t1(&format!("desk-lesson-refused-{why}"), "file", &file);
            Ok(super::message::refused(&app, &guest, "desk-lesson-refused", text, line, "/desk/conversations"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lessons_and_conversations_are_listed() {
        let lesson = LessonView {
            key: "k".into(),
            text: "money <not> back".into(),
            locale: "en".into(),
            language: "English".into(),
            target: "card:refund".into(),
            title: "Refunds".into(),
            why: "picked".into(),
            url: "/desk/conversations/1".into(),
        };
        let page = Page::sample("Conversations");
        let row = RowView {
            url: "/desk/conversations/1".into(),
            words: "where is <my> refund".into(),
            lang: "en".into(),
            at: When::sample(),
            language: "English".into(),
            messages: 2,
            outcome: "Not answered".into(),
            ticket: Some("1001".into()),
        };
        let (filters, next) = (vec![Select::sample("outcome")], Some("/desk/conversations?after=1_2".into()));
        let view = ListView { page, lessons: vec![lesson], may_write: true, filters, conversations: vec![row], next };
        let html = view.render().expect("renders");
        assert!(html.contains("card:refund") && !html.contains("<not>") && html.contains("name=\"decline\""));
        assert!(html.contains("where is &#60;my&#62; refund") && html.contains("after=1_2"), "{html}");
        let asked = Asked { after: "1700000000000_01a2025f-2d9e-7000-8000-000000000000".into(), ..Asked::default() };
        assert!(asked.place().is_some() && Asked::default().place().is_none());
    }

    #[test]
    fn what_is_masked_is_not_spelt_out_elsewhere() {
        let said = "I am Tom, tom@x.org: where is my refund";
        let hidden = masked_words(said, &mask(said));
        assert_eq!(blotted("unknown words: x, org, refund", &hidden), "unknown words: …, …, refund");
        assert_eq!(blotted("words: refund", &HashSet::new()), "words: refund");
    }

    #[test]
    fn a_replay_shows_what_was_said_and_why() {
        let candidate = CandidateView {
            name: "refund".into(),
            url: "/desk/read/card/en/refund".into(),
            confidence: "87%".into(),
            why: vec!["words: refund".into()],
        };
        let turn = TurnView {
            said: "where is my refund".into(),
            at: When::sample(),
            then: Some(DidView { what: "asks back".into(), text: "This?".into(), buttons: vec!["Refunds".into()] }),
            now: DidView { what: "answers: refund".into(), text: "Five days".into(), buttons: vec![] },
            same: false,
            changed: true,
            candidates: vec![candidate],
        };
        let page = Page::sample("Conversation");
        let view = ReplayView {
            page,
            crumbs: vec![],
            here: "English".into(),
            heading: Some("where is my refund".into()),
            ticket: Some("1001".into()),
            about: String::new(),
            lang: "en".into(),
            turns: vec![turn],
        };
        let html = view.render().expect("renders");
        for part in [
            "words: refund",
            "asks back",
            "This?",
            "Five days",
            "<span class=\"chip\">Refunds</span>",
            "/desk/tickets/1001",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }
}
