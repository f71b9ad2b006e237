//! What is written on a ticket's page: replies and notes, properties, merging. Two people may have the page open:
//! only what one changed is written, and what meets another's change comes back with the form as it was filled in.

use std::sync::Arc;

use axum::{
    extract::{Path, Query as Params, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{
    Done,
    page::{Notice, Page},
    session::{self, Failure, Fields, SignedIn},
    ticket::{event_view, number, page_of},
};
use crate::{
    app::{App, DeskTicket, Error, NewReply, Seen, unfilled},
    store::{TicketChange, TicketEvent, TicketNumber, User},
};

/// A reply or a note.
#[derive(Deserialize)]
pub struct Reply {
    body: String,
    #[serde(default)]
    internal: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    key: Option<String>,
    #[serde(default)]
    seen: Option<usize>,
    #[serde(default)]
    anyway: Option<String>,
}

/// `POST /desk/tickets/{number}/messages`
pub async fn reply(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Path(shown): Path<String>,
    Fields(form): Fields<Reply>,
) -> Result<Response, Failure> {
    let number = number(&shown)?;
    let internal = form.internal == "true";
    let blanks = if internal || form.anyway.is_some() { Vec::new() } else { unfilled(&form.body) };
    if !blanks.is_empty() {
        return with_blanks(&app, &who, number, form, &blanks).await;
    }
    let reply = NewReply {
        body: form.body.clone(),
        internal,
        status: form.status.parse().ok(),
        seen: Seen { messages: form.seen.map(|seen| seen as u64), versions: None },
    };
    match app.reply(&who.actor, number, reply, form.key.clone().filter(|key| !key.is_empty())).await {
        Ok(()) => {
            let done = if internal { "noted" } else { "replied" };
            Ok(Redirect::to(&format!("/desk/tickets/{number}?done={done}#m-last")).into_response())
        }
        Err(Error::Stale) => overtaken(&app, &who, number, form).await,
        Err(error) => Err(error.into()),
    }
}

/// The page again: the text is kept, what nobody filled is named.
async fn with_blanks(
    app: &App,
    who: &SignedIn,
    number: TicketNumber,
    form: Reply,
    blanks: &[String],
) -> Result<Response, Failure> {
    let file = app.ticket(&who.actor, number).await?;
    let page = session::page(app, &who.clone().into(), String::new());
    let text = page.t1("desk-unfilled", "names", blanks.join(", "));
    let unsaved = Unsaved { seen: None, ..unsaved(form, Notice { kind: "warn", text, link: None, fresh: true }) };
    page_of(app, who, &file, StatusCode::UNPROCESSABLE_ENTITY, &Done::default(), Unsaved { anyway: true, ..unsaved })
        .await
}

/// The page again: somebody wrote meanwhile. The next sending has seen it.
async fn overtaken(app: &App, who: &SignedIn, number: TicketNumber, form: Reply) -> Result<Response, Failure> {
    let file = app.ticket(&who.actor, number).await?;
    let page = session::page(app, &who.clone().into(), String::new());
    let since = file.messages.iter().skip(form.seen.unwrap_or_default());
    let mut names: Vec<&str> = since.map(|message| message.author_name.as_str()).collect();
    names.dedup();
    let text = page.t1("desk-overtaken", "names", names.join(", "));
    let unsaved = unsaved(form, Notice { kind: "warn", text, link: None, fresh: true });
    page_of(app, who, &file, StatusCode::CONFLICT, &Done::default(), unsaved).await
}

fn unsaved(form: Reply, notice: Notice) -> Unsaved {
    Unsaved {
        internal: form.internal == "true",
        body: form.body,
        status: form.status,
        anyway: form.anyway.is_some(),
        seen: form.seen,
        notice: Some(notice),
        ..Unsaved::default()
    }
}

/// The properties of a ticket as a form has them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Change {
    /// One line.
    pub subject: String,
    /// Where it stands.
    pub status: String,
    /// How urgent.
    pub priority: String,
    /// Whose it is, by key.
    pub department: String,
    /// Who works on it, by id.
    pub assignee: String,
    /// With commas between.
    pub tags: String,
}

/// The properties, as they were on the page and as they were chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Properties {
    subject: String,
    status: String,
    priority: String,
    department: String,
    assignee: String,
    tags: String,
    was_subject: Option<String>,
    was_status: Option<String>,
    was_priority: Option<String>,
    was_department: Option<String>,
    was_assignee: Option<String>,
    was_tags: Option<String>,
    take: Option<String>,
}

/// Names of the properties, in the order of [`Change::fields`].
const FIELDS: [&str; 6] = ["subject", "status", "priority", "department", "assignee", "tags"];

impl Change {
    /// As the ticket has them now.
    #[must_use]
    pub fn of(file: &DeskTicket) -> Self {
        let ticket = &file.ticket;
        Self {
            subject: ticket.subject.clone(),
            status: ticket.status.to_string(),
            priority: ticket.priority.to_string(),
            department: ticket.department.clone().unwrap_or_default(),
            assignee: ticket.assignee.map(|id| id.to_string()).unwrap_or_default(),
            tags: file.tags.join(", "),
        }
    }

    fn fields(&self) -> [String; 6] {
        let mut tags = self.tag_list();
        tags.sort();
        [
            self.subject.trim().to_owned(),
            self.status.clone(),
            self.priority.clone(),
            self.department.clone(),
            self.assignee.clone(),
            tags.join(", "),
        ]
    }

    fn tag_list(&self) -> Vec<String> {
        self.tags.split(',').map(|tag| tag.trim().to_lowercase()).filter(|tag| !tag.is_empty()).collect()
    }

    /// What must be written: the fields named.
    fn of_fields(&self, names: &[&str]) -> TicketChange {
        let has = |name: &str| names.contains(&name);
        TicketChange {
            subject: has("subject").then(|| self.subject.trim().to_owned()).filter(|subject| !subject.is_empty()),
            status: has("status").then(|| self.status.parse().ok()).flatten(),
            priority: has("priority").then(|| self.priority.parse().ok()).flatten(),
            department: has("department").then(|| Some(self.department.clone()).filter(|key| !key.is_empty())),
            assignee: has("assignee").then(|| self.assignee.parse().ok()),
            tags: has("tags").then(|| self.tag_list()),
            ..TicketChange::default()
        }
    }
}

/// What somebody changed, and which of it somebody else has changed to something else meanwhile.
fn compared(was: &Change, mine: &Change, now: &Change) -> (Vec<&'static str>, Vec<&'static str>) {
    let (was, mine, now) = (was.fields(), mine.fields(), now.fields());
    let changed = (0..FIELDS.len()).filter(|at| mine[*at] != was[*at] && mine[*at] != now[*at]);
    let changed: Vec<usize> = changed.collect();
    let met = changed.iter().filter(|at| now[**at] != was[**at]).map(|at| FIELDS[*at]).collect();
    (changed.into_iter().map(|at| FIELDS[at]).collect(), met)
}

/// `POST /desk/tickets/{number}`
pub async fn update(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Path(shown): Path<String>,
    Fields(form): Fields<Properties>,
) -> Result<Response, Failure> {
    let number = number(&shown)?;
    let own = who.actor.user.as_ref().filter(|_| form.take.is_some()).map(|user| user.id.to_string());
    let mine = Change {
        subject: form.subject,
        status: form.status,
        priority: form.priority,
        department: form.department,
        assignee: own.unwrap_or(form.assignee),
        tags: form.tags,
    };
    let mut tries = 0;
    loop {
        let file = app.ticket(&who.actor, number).await?;
        let now = Change::of(&file);
        let was = Change {
            subject: form.was_subject.clone().unwrap_or_else(|| now.subject.clone()),
            status: form.was_status.clone().unwrap_or_else(|| now.status.clone()),
            priority: form.was_priority.clone().unwrap_or_else(|| now.priority.clone()),
            department: form.was_department.clone().unwrap_or_else(|| now.department.clone()),
            assignee: form.was_assignee.clone().unwrap_or_else(|| now.assignee.clone()),
            tags: form.was_tags.clone().unwrap_or_else(|| now.tags.clone()),
        };
        let (changed, met) = compared(&was, &mine, &now);
        if !met.is_empty() {
            return changed_meanwhile(&app, &who, &file, mine, &met).await;
        }
        let seen = Seen { versions: Some(vec![file.ticket.change]), messages: None };
        let stored = if changed.is_empty() {
            Ok(())
        } else {
            app.change_ticket(&who.actor, number, mine.of_fields(&changed), seen).await.map(drop)
        };
        match stored {
            Ok(()) => return Ok(Redirect::to(&format!("/desk/tickets/{number}?done=saved")).into_response()),
            // Something else of it changed between the look and the write: look again.
            Err(Error::Stale) if tries < 3 => tries += 1,
            Err(error) => return Err(error.into()),
        }
    }
}

/// The page again: what others changed is told, what was chosen is kept; saving once more is meant.
async fn changed_meanwhile(
    app: &App,
    who: &SignedIn,
    file: &DeskTicket,
    mine: Change,
    met: &[&'static str],
) -> Result<Response, Failure> {
    let agents = app.agents(&who.actor).await?;
    let page = session::page(app, &who.clone().into(), String::new());
    let told: Vec<String> = met.iter().filter_map(|field| last_change(app, &page, file, field, &agents)).collect();
    let text = page.t1("desk-changed-meanwhile", "changes", told.join("; "));
    let notice = Some(Notice { kind: "warn", text, link: None, fresh: true });
    let unsaved = Unsaved { change: Some(mine), notice, ..Unsaved::default() };
    page_of(app, who, file, StatusCode::CONFLICT, &Done::default(), unsaved).await
}

fn last_change(app: &App, page: &Page, file: &DeskTicket, field: &str, agents: &[User]) -> Option<String> {
    let last: &TicketEvent = file.events.iter().rev().find(|event| event.what == field)?;
    Some(event_view(app, page, last, agents).text)
}

/// What was being written and is not stored.
#[derive(Debug, Default)]
pub struct Unsaved {
    /// The reply.
    pub body: String,
    /// It is a note.
    pub internal: bool,
    /// The status it was to set.
    pub status: String,
    /// The next sending is meant, placeholders or not.
    pub anyway: bool,
    /// Messages that its writer had seen.
    pub seen: Option<usize>,
    /// The properties as they were chosen.
    pub change: Option<Change>,
    /// The number that it was to be merged into.
    pub merge_into: String,
    /// Why it was not stored.
    pub notice: Option<Notice>,
}

/// Where to merge.
#[derive(Deserialize)]
pub struct Merge {
    into: String,
}

/// `POST /desk/tickets/{number}/merge`
pub async fn merge(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Path(shown): Path<String>,
    Fields(form): Fields<Merge>,
) -> Result<Response, Failure> {
    let from = number(&shown)?;
    let merged = match form.into.trim().parse() {
        Ok(into) => app.merge_tickets(&who.actor, from, into).await,
        Err(_) => Err(Error::NotFound),
    };
    match merged {
        Ok(kept) => Ok(Redirect::to(&format!("/desk/tickets/{}?done=merged", kept.number)).into_response()),
        Err(Error::Conflict(_) | Error::NotFound) => {
            let file = app.ticket(&who.actor, from).await?;
            let page = session::page(&app, &who.clone().into(), String::new());
            let text = page.t1("desk-merge-refused", "number", form.into.trim());
            let notice = Some(Notice { kind: "bad", text, link: None, fresh: true });
            let unsaved = Unsaved { notice, merge_into: form.into, ..Unsaved::default() };
            page_of(&app, &who, &file, StatusCode::CONFLICT, &Done::default(), unsaved).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Which saved reply.
#[derive(Deserialize)]
pub struct Saved {
    /// `locale/id`, as the search gives it.
    id: String,
}

/// `GET /desk/tickets/{number}/saved-reply`: a saved reply filled in for this ticket, as text.
pub async fn saved_reply(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Path(shown): Path<String>,
    Params(saved): Params<Saved>,
) -> Result<Response, Failure> {
    let (_, id) = saved.id.split_once('/').ok_or(Error::NotFound)?;
    Ok(app.filled_reply(&who.actor, number(&shown)?, id).await?.into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(status: &str, priority: &str, tags: &str) -> Change {
        Change { status: status.into(), priority: priority.into(), tags: tags.into(), ..Change::default() }
    }

    #[test]
    fn a_page_from_before_writes_only_what_its_reader_changed() {
        let was = change("open", "normal", "a, b");
        let abe_made_it_urgent = change("open", "urgent", "a, b");
        let bea_solves_it = change("solved", "normal", "B,a");
        let (changed, met) = compared(&was, &bea_solves_it, &abe_made_it_urgent);
        assert_eq!((changed.as_slice(), met.as_slice()), (&["status"][..], &[][..]));
        let write = bea_solves_it.of_fields(&changed);
        assert!(write.status.is_some() && write.priority.is_none() && write.tags.is_none() && write.assignee.is_none());
    }

    #[test]
    fn two_who_change_the_same_are_told_and_two_who_agree_are_not() {
        let (was, urgent, low) =
            (change("open", "normal", ""), change("open", "urgent", ""), change("open", "low", ""));
        assert_eq!(compared(&was, &low, &urgent).1, ["priority"]);
        let (changed, met) = compared(&was, &urgent, &urgent);
        assert!(changed.is_empty() && met.is_empty());
    }
}
