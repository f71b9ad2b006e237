//! Figures of a period, each with how it is computed, so that nobody takes silence for success.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query as Params, State},
    response::Response,
};
use serde::Deserialize;

use super::{
    html,
    page::{NavLink, Page},
    session::{self, Failure, SignedIn},
};
use crate::{
    app::{App, Figures, Right},
    base::i18n,
};

#[derive(Debug, Template)]
#[template(path = "desk/reports.html")]
struct ReportsView {
    page: Page,
    periods: Vec<NavLink>,
    groups: Vec<Group>,
    comments: Vec<CommentView>,
}

/// What a customer added to a rating.
#[derive(Debug)]
struct CommentView {
    number: String,
    /// Where it is; none for who may not open tickets.
    url: Option<String>,
    rating: String,
    text: String,
}

#[derive(Debug)]
struct Group {
    title: String,
    figures: Vec<Figure>,
}

#[derive(Debug)]
struct Figure {
    label: String,
    value: String,
    detail: String,
    definition: String,
}

/// Which period.
#[derive(Debug, Default, Deserialize)]
pub struct Period {
    days: Option<i64>,
}

const PERIODS: [i64; 3] = [7, 30, 90];

/// `GET /desk/reports`
pub async fn show(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Params(period): Params<Period>,
) -> Result<Response, Failure> {
    who.require(Right::Content)?;
    let days = period.days.filter(|days| PERIODS.contains(days)).unwrap_or(30);
    let figures = app.figures(&who.actor, days).await?;
    let mut page = session::page(&app, &who.clone().into(), String::new());
    page.title = page.t("desk-reports");
    let page = super::framed(&app, &who, page, "/desk/reports").await?;
    let periods = PERIODS.map(|length| NavLink {
        url: format!("/desk/reports?days={length}"),
        label: page.count("desk-days", length),
        current: length == days,
        count: None,
    });
    let may_open = who.actor.may(Right::Tickets);
    let comment = |(number, score, text): &(crate::store::TicketNumber, i32, String)| CommentView {
        number: number.to_string(),
        url: may_open.then(|| format!("/desk/tickets/{number}")),
        rating: page.t1("desk-rating", "score", score),
        text: text.clone(),
    };
    let comments = figures.comments.iter().map(comment).collect();
    Ok(html(&ReportsView { groups: groups(&page, &figures), periods: periods.into(), comments, page }))
}

fn groups(page: &Page, figures: &Figures) -> Vec<Group> {
    let group = |key: &str, figures| Group { title: page.t(key), figures };
    let figure = |name: &str, value: String, detail: String| Figure {
        label: page.t(&format!("desk-figure-{name}")),
        value,
        detail,
        definition: page.t(&format!("desk-figure-{name}-definition")),
    };
    let count = |name: &str, number: usize| figure(name, whole(page, number), String::new());
    let part = |name: &str, part: usize, all: usize| {
        figure(name, share(page, part, all), format!("{} / {}", whole(page, part), whole(page, all)))
    };
    let time = |name: &str, minutes: Option<(i64, i64)>| {
        let shown = |minutes: i64| i18n::duration_minutes(&page.locale, minutes);
        let tail = minutes.map(|(_, tail)| page.t1("desk-p90", "time", shown(tail))).unwrap_or_default();
        figure(name, minutes.map_or_else(|| "–".to_owned(), |(median, _)| shown(median)), tail)
    };
    let resolved = figures.confirmed + figures.assumed;
    vec![
        group(
            "desk-report-bot",
            vec![
                count("conversations", figures.conversations),
                part("resolution", resolved, figures.conversations),
                part("confirmed", figures.confirmed, figures.conversations),
                part("assumed", figures.assumed, figures.conversations),
                part("handed-off", figures.handed_off, figures.conversations),
                part("negative", figures.negative, figures.conversations),
                part("unanswered", figures.unanswered, figures.conversations),
                part("pending", figures.pending, figures.conversations),
                count("missed", figures.missed),
                part("deflection", figures.deflected.part, figures.deflected.whole),
            ],
        ),
        group(
            "desk-report-search",
            vec![count("searches", figures.searches), part("zero-result", figures.zero_result, figures.searches)],
        ),
        group(
            "desk-report-tickets",
            vec![
                count("tickets", figures.tickets),
                time("first-reply", figures.first_reply_minutes),
                time("resolution-time", figures.resolution_minutes),
                part("first-contact", figures.first_contact, figures.solved),
                part("reopened", figures.reopened, figures.tickets),
                part("repeat-contact", figures.repeat_contact.part, figures.repeat_contact.whole),
                backlog(page, figures),
                part("kept", figures.tickets.saturating_sub(figures.breached), figures.tickets),
                part("satisfied", figures.satisfied, figures.ratings),
            ],
        ),
    ]
}

/// What waits now, with the age of the oldest.
fn backlog(page: &Page, figures: &Figures) -> Figure {
    let age = figures.oldest_hours.map(|hours| i18n::duration_minutes(&page.locale, hours * 60));
    Figure {
        label: page.t("desk-figure-backlog"),
        value: i18n::number(&page.locale, i64::try_from(figures.backlog).unwrap_or(i64::MAX)),
        detail: age.map(|age| page.t1("desk-oldest", "time", age)).unwrap_or_default(),
        definition: page.t("desk-figure-backlog-definition"),
    }
}

fn whole(page: &Page, number: usize) -> String {
    i18n::number(&page.locale, i64::try_from(number).unwrap_or(i64::MAX))
}

/// A share as a percentage; nothing to divide by is no share.
fn share(page: &Page, part: usize, all: usize) -> String {
    if all == 0 {
        return "–".to_owned();
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of a help desk are far below 2^52")]
    let share = part as f64 / all as f64;
    i18n::percent(&page.locale, share, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_shown_apart_from_success() {
        let page = Page::sample("Reports");
        let figures = Figures { conversations: 8, confirmed: 1, assumed: 3, ..Figures::default() };
        let bot = &groups(&page, &figures)[0];
        let values: Vec<_> = bot.figures.iter().map(|figure| figure.value.as_str()).collect();
        assert_eq!(&values[..4], ["8", "50%", "13%", "38%"]);
    }

    #[test]
    fn nothing_is_no_percentage() {
        let page = Page::sample("Reports");
        let groups = groups(&page, &Figures::default());
        assert_eq!(groups[0].figures[1].value, "–");
        let comment =
            CommentView { number: "1001".into(), url: None, rating: "5 of 5".into(), text: "<b>nice</b>".into() };
        let view = ReportsView { page, periods: vec![], groups, comments: vec![comment] };
        let html = view.render().expect("renders");
        assert!(html.contains("class=\"figures\"") && html.contains("&#60;b&#62;nice"), "{html}");
    }
}
