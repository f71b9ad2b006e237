//! The list of tickets: saved views, filters, search.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query as Params, State},
    response::Response,
};
use jiff::Timestamp;
use serde::Deserialize;

use super::{
    Done, encode, html,
    page::{Choice, Due, NavLink, Page, Select, When, Word},
    session::{self, Failure, SignedIn},
};
use crate::{
    app::{Actor, App, Right},
    desk::{Priority, Status},
    search::{HitKind, Query},
    store::{AssigneeFilter, Cursor, StatusCounts, Ticket, TicketFilter, TicketNumber, TicketOrder, User, UserId},
};

/// Tickets on a page.
const PAGE: u64 = 50;

#[derive(Debug, Template)]
#[template(path = "desk/tickets.html")]
struct TicketsView {
    page: Page,
    views: Vec<NavLink>,
    query: String,
    filters: Vec<Select>,
    rows: Vec<Row>,
    next: Option<String>,
}

#[derive(Debug)]
struct Row {
    number: String,
    subject: String,
    tags: Vec<String>,
    requester: String,
    status: Word,
    priority: Word,
    assignee: String,
    department: String,
    due: Option<Due>,
    changed: When,
}

/// What can be asked.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    status: String,
    priority: String,
    department: String,
    assignee: String,
    tag: String,
    requester: String,
    after: String,
}

impl Asked {
    /// The address of the same list from another place on.
    fn url(&self, after: &str) -> String {
        let fields = [
            ("q", self.q.as_str()),
            ("status", &self.status),
            ("priority", &self.priority),
            ("department", &self.department),
            ("assignee", &self.assignee),
            ("tag", &self.tag),
            ("requester", &self.requester),
            ("after", after),
        ];
        let pairs: Vec<String> = fields
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        if pairs.is_empty() { "/desk/tickets".to_owned() } else { format!("/desk/tickets?{}", pairs.join("&")) }
    }

    fn filter(&self, own: Option<UserId>) -> TicketFilter {
        let optional = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        TicketFilter {
            status: self.statuses(),
            priority: self.priority.parse().into_iter().collect(),
            department: optional(&self.department),
            assignee: match self.assignee.as_str() {
                "" => None,
                "nobody" => Some(AssigneeFilter::Nobody),
                "me" => own.map(AssigneeFilter::User),
                id => id.parse().ok().map(AssigneeFilter::User),
            },
            tag: optional(&self.tag),
            requester: optional(&self.requester),
            ..TicketFilter::default()
        }
    }

    /// What is due first stands first while something is due; what is over, by its last change.
    fn order(&self) -> TicketOrder {
        let statuses = self.statuses();
        let waits = !statuses.is_empty() && statuses.iter().all(|status| status.is_active());
        if waits { TicketOrder::Due } else { TicketOrder::Updated }
    }

    /// Nothing chosen means what still has to be done; `all` means all.
    fn statuses(&self) -> Vec<Status> {
        match self.status.as_str() {
            "" if self.q.is_empty() && self.requester.is_empty() => vec![Status::New, Status::Open, Status::Pending],
            "" | "all" => Vec::new(),
            words => words.split(',').filter_map(|word| word.parse().ok()).collect(),
        }
    }
}

/// `GET /desk/tickets`
pub async fn show(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Params(asked): Params<Asked>,
    Params(done): Params<Done>,
) -> Result<Response, Failure> {
    who.require(Right::Tickets)?;
    let mut page = session::page(&app, &who.clone().into(), String::new());
    page.title = page.t("desk-tickets");
    let page = super::noticed(super::framed(&app, &who, page, "/desk/tickets").await?, &done);
    let own = who.actor.user.as_ref().map(|user| user.id);
    let mut filter = asked.filter(own);
    if !asked.q.trim().is_empty() {
        filter.numbers = Some(searched(&app, &who.actor, &asked.q, &who).await?);
    }
    let after: Option<Cursor> = asked.after.parse().ok();
    let list = app.list_tickets(&who.actor, &filter, asked.order(), after, PAGE).await?;
    let agents = app.agents(&who.actor).await?;
    let tags = app.tags_of_tickets(&who.actor, &list.items).await?;
    let rows = list.items.iter().map(|ticket| row(&app, &page, ticket, &agents, tags.get(&ticket.number))).collect();
    let counts = app.count_tickets(&who.actor, &TicketFilter::default()).await?;
    let filters = filters(&app, &page, &who.actor, &asked, &agents).await?;
    let next = list.next.map(|cursor| asked.url(&cursor.to_string()));
    Ok(html(&TicketsView { views: views(&page, &asked, &counts), query: asked.q, filters, rows, next, page }))
}

/// The numbers of the tickets that a search finds; a number typed is that ticket.
async fn searched(app: &App, actor: &Actor, text: &str, who: &SignedIn) -> Result<Vec<TicketNumber>, Failure> {
    if let Ok(number) = text.trim().parse() {
        return Ok(vec![number]);
    }
    let mut query = Query::new(text.trim(), who.locale.clone());
    query.kind = Some(HitKind::Ticket);
    query.limit = 100;
    let answer = app.desk_search(actor, &query).await?;
    Ok(answer.hits.iter().filter_map(|hit| hit.article.parse().ok()).collect())
}

fn row(app: &App, page: &Page, ticket: &Ticket, agents: &[User], tags: Option<&Vec<String>>) -> Row {
    let (now, zone) = (app.clock.now(), app.time_zone());
    let assignee = ticket.assignee.and_then(|id| agents.iter().find(|agent| agent.id == id));
    Row {
        number: ticket.number.to_string(),
        subject: ticket.subject.clone(),
        tags: tags.cloned().unwrap_or_default(),
        requester: super::ticket::requester(ticket).to_owned(),
        status: page.word("status", ticket.status.as_str()),
        priority: page.word("priority", ticket.priority.as_str()),
        assignee: assignee.map_or_else(|| "–".to_owned(), |agent| agent.name.clone()),
        department: department_label(app, page, ticket.department.as_deref()),
        due: next_due(page, ticket).map(|(label, at)| due(page, label, at, now, &zone)),
        changed: page.when(ticket.updated_at.into(), now, &zone),
    }
}

/// A department's name; one that is configured no more keeps its key.
pub fn department_label(app: &App, page: &Page, key: Option<&str>) -> String {
    let Some(key) = key else { return String::new() };
    let known = app.config.desk.departments.iter().find(|known| known.key == key);
    known.map_or_else(|| key.to_owned(), |known| known.name(&page.locale.language()).to_owned())
}

/// Departments as lines of a drop-down list.
pub fn departments(app: &App, page: &Page, chosen: &str) -> Vec<Choice> {
    let choice = |department: &crate::desk::Department| Choice {
        value: department.key.clone(),
        label: department.name(&page.locale.language()).to_owned(),
        chosen: department.key == chosen,
    };
    app.config.desk.departments.iter().map(choice).collect()
}

/// The promise that ends first, of a ticket that waits for the desk.
pub fn next_due(page: &Page, ticket: &Ticket) -> Option<(String, Timestamp)> {
    let at = ticket.due()?;
    let label = match ticket.first_replied_at {
        None if ticket.first_reply_due == Some(at) => "desk-due-first",
        Some(_) if ticket.next_reply_due == Some(at) => "desk-due-next",
        _ => "desk-due-solution",
    };
    Some((page.t(label), at.into()))
}

/// A promise as it is shown: `late` when broken, `soon` in its last two hours.
pub fn due(page: &Page, label: String, at: Timestamp, now: Timestamp, zone: &jiff::tz::TimeZone) -> Due {
    let left = at.duration_since(now);
    let state = if left.is_negative() {
        "late"
    } else if left < jiff::SignedDuration::from_hours(2) {
        "soon"
    } else {
        "ok"
    };
    Due { label, state, when: page.when(at, now, zone) }
}

fn views(page: &Page, asked: &Asked, counts: &StatusCounts) -> Vec<NavLink> {
    let active = counts.new + counts.open + counts.pending;
    let saved = [
        ("active", Asked::default(), Some(active)),
        ("mine", Asked { assignee: "me".into(), status: "new,open".into(), ..Asked::default() }, None),
        ("unassigned", Asked { assignee: "nobody".into(), status: "new,open".into(), ..Asked::default() }, None),
        ("pending", Asked { status: "pending".into(), ..Asked::default() }, Some(counts.pending)),
        ("solved", Asked { status: "solved,closed".into(), ..Asked::default() }, None),
        ("all", Asked { status: "all".into(), ..Asked::default() }, None),
    ];
    let here = asked.url("");
    let link = |(name, view, count): (&str, Asked, Option<u64>)| {
        let url = view.url("");
        NavLink { label: page.t(&format!("desk-view-{name}")), current: url == here, url, count }
    };
    saved.into_iter().map(link).collect()
}

async fn filters(
    app: &App,
    page: &Page,
    actor: &Actor,
    asked: &Asked,
    agents: &[User],
) -> Result<Vec<Select>, Failure> {
    let select = |name: &'static str, options: Vec<Choice>| Select {
        name,
        label: page.t(&format!("desk-filter-{name}")),
        any: page.t(&format!("desk-any-{name}")),
        options,
    };
    let choice = |value: String, label: String, chosen: &str| Choice { chosen: value == chosen, value, label };
    let mut statuses = page.choices("status", Status::ALL.iter().map(|status| status.as_str()), Some(&asked.status));
    statuses.push(choice("all".into(), page.t("desk-view-all"), &asked.status));
    let mut people = vec![
        choice("me".into(), page.t("desk-assignee-me"), &asked.assignee),
        choice("nobody".into(), page.t("desk-assignee-nobody"), &asked.assignee),
    ];
    people.extend(agents.iter().map(|agent| choice(agent.id.to_string(), agent.name.clone(), &asked.assignee)));
    let tags = app.ticket_tags(actor).await?.into_iter().map(|(tag, _)| choice(tag.clone(), tag, &asked.tag));
    Ok(vec![
        select("status", statuses),
        select("priority", page.choices("priority", Priority::ALL.iter().map(|p| p.as_str()), Some(&asked.priority))),
        select("department", departments(app, page, &asked.department)),
        select("assignee", people),
        select("tag", tags.collect()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_without_a_filter_shows_what_has_to_be_done() {
        assert_eq!(Asked::default().statuses(), [Status::New, Status::Open, Status::Pending]);
        assert_eq!(Asked::default().order(), TicketOrder::Due);
        assert_eq!(Asked { status: "solved,closed".into(), ..Asked::default() }.order(), TicketOrder::Updated);
        assert!(Asked { status: "all".into(), ..Asked::default() }.statuses().is_empty());
        assert!(Asked { q: "refund".into(), ..Asked::default() }.statuses().is_empty());
        assert_eq!(Asked { status: "solved,closed".into(), ..Asked::default() }.statuses().len(), 2);
    }

    #[test]
    fn the_present_view_is_marked_and_a_page_further_keeps_it() {
        let page = Page::sample("Tickets");
        let asked = Asked { status: "pending".into(), ..Asked::default() };
        let marked = views(&page, &asked, &StatusCounts::default());
        let marked: Vec<_> = marked.iter().filter(|view| view.current).map(|view| view.url.as_str()).collect();
        assert_eq!(marked, ["/desk/tickets?status=pending"]);
        assert_eq!(asked.url("c"), "/desk/tickets?status=pending&after=c");
    }

    #[test]
    fn a_row_shows_what_one_decides_by() {
        let page = Page::sample("Tickets");
        let row = Row {
            number: "1001".into(),
            subject: "Refund <3".into(),
            tags: vec!["billing".into()],
            requester: "Ada".into(),
            status: page.word("status", "open"),
            priority: page.word("priority", "urgent"),
            assignee: "–".into(),
            department: "Billing".into(),
            due: Some(Due { label: "First reply".into(), state: "late", when: When::sample() }),
            changed: When::sample(),
        };
        let filters = vec![Select::sample("status")];
        let view = TicketsView { page, views: vec![], query: String::new(), filters, rows: vec![row], next: None };
        let html = view.render().expect("renders");
        assert!(html.contains("class=\"due late\"") && html.contains("Refund &#60;3"), "{html}");
    }
}
