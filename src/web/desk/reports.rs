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

/// Makes figures in the reader's language.
struct Teller<'a>(&'a Page);

impl Teller<'_> {
    fn group(&self, key: &str, figures: Vec<Figure>) -> Group {
        Group { title: self.0.t(key), figures }
    }

    fn figure(&self, name: &str, value: String, detail: String) -> Figure {
        Figure {
            label: self.0.t(&format!("desk-figure-{name}")),
            value,
            detail,
            definition: self.0.t(&format!("desk-figure-{name}-definition")),
        }
    }

    fn count(&self, name: &str, number: usize) -> Figure {
        self.figure(name, whole(self.0, number), String::new())
    }

    fn part(&self, name: &str, part: usize, all: usize) -> Figure {
        self.figure(name, share(self.0, part, all), format!("{} / {}", whole(self.0, part), whole(self.0, all)))
    }

    /// Median and nine tenths of what took so many minutes.
    fn time(&self, name: &str, minutes: Option<(i64, i64)>) -> Figure {
        let shown = |minutes: i64| i18n::duration_minutes(&self.0.locale, minutes);
        let tail = minutes.map(|(_, tail)| self.0.t1("desk-p90", "time", shown(tail))).unwrap_or_default();
        self.figure(name, minutes.map_or_else(|| "–".to_owned(), |(median, _)| shown(median)), tail)
    }
}

fn groups(page: &Page, figures: &Figures) -> Vec<Group> {
    let tell = Teller(page);
    vec![
        tell.group("desk-report-bot", of_bot(&tell, figures)),
        tell.group(
            "desk-report-search",
            vec![
                tell.count("searches", figures.searches),
                tell.part("zero-result", figures.zero_result, figures.searches),
            ],
        ),
        tell.group("desk-report-tickets", of_tickets(&tell, figures)),
    ]
}

fn of_bot(tell: &Teller<'_>, figures: &Figures) -> Vec<Figure> {
    let part = |name, part| tell.part(name, part, figures.conversations);
    vec![
        tell.count("conversations", figures.conversations),
        part("resolution", figures.confirmed + figures.assumed),
        part("confirmed", figures.confirmed),
        part("assumed", figures.assumed),
        part("handed-off", figures.handed_off),
        part("negative", figures.negative),
        part("unanswered", figures.unanswered),
        part("pending", figures.pending),
        tell.count("missed", figures.missed),
        tell.part("deflection", figures.deflected.part, figures.deflected.whole),
    ]
}

fn of_tickets(tell: &Teller<'_>, figures: &Figures) -> Vec<Figure> {
    vec![
        tell.count("tickets", figures.tickets),
        tell.time("first-reply", figures.first_reply_minutes),
        tell.time("resolution-time", figures.resolution_minutes),
        tell.part("first-contact", figures.first_contact, figures.solved),
        tell.part("reopened", figures.reopened, figures.tickets),
        tell.part("repeat-contact", figures.repeat_contact.part, figures.repeat_contact.whole),
        backlog(tell, figures),
        tell.part("kept", figures.tickets.saturating_sub(figures.breached), figures.tickets),
        tell.part("satisfied", figures.satisfied, figures.ratings),
    ]
}

/// What waits now, with the age of the oldest.
fn backlog(tell: &Teller<'_>, figures: &Figures) -> Figure {
    let page = tell.0;
    // Whole hours are known: a younger one has no age worth telling.
    let age =
        figures.oldest_hours.filter(|hours| *hours > 0).map(|hours| i18n::duration_minutes(&page.locale, hours * 60));
    let detail = age.map(|age| page.t1("desk-oldest", "time", age)).unwrap_or_default();
    tell.figure("backlog", whole(page, usize::try_from(figures.backlog).unwrap_or(usize::MAX)), detail)
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
