//! Tickets: created, changed, with a history of who changed what.

use std::collections::HashMap;

use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder,
    QuerySelect as _,
};
use serde_json::Value as Json;

use crate::{
    base::{Locale, Token},
    desk::{Author, Channel, Event, Priority, Status},
    store::{
        ConversationId, Moment, Store, StoreError, Ticket, TicketEvent, TicketNumber, Tx, UserId,
        entities::{ticket, ticket_event, ticket_tag},
        value::{clean, clean_json, new_id},
    },
};

use super::{ticket_message::NewTicketMessage, user::fold_email};

/// The number of the first ticket.
const FIRST_NUMBER: i64 = 1001;

/// Who does something to a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    /// What kind of actor.
    pub author: Author,
    /// Which person of the desk.
    pub user: Option<UserId>,
}

impl Actor {
    /// The program itself.
    pub const SYSTEM: Self = Self { author: Author::System, user: None };
    /// The requester.
    pub const REQUESTER: Self = Self { author: Author::Requester, user: None };

    /// A person of the desk.
    #[must_use]
    pub fn agent(user: UserId) -> Self {
        Self { author: Author::Agent, user: Some(user) }
    }
}

/// A ticket to create, with its first message.
#[derive(Debug, Clone)]
pub struct NewTicket<'a> {
    /// One line.
    pub subject: String,
    /// Who asks.
    pub requester_name: String,
    /// Their address.
    pub requester_email: String,
    /// Language to write in.
    pub locale: &'a Locale,
    /// How urgent.
    pub priority: Priority,
    /// Whose it is, by key.
    pub department: Option<String>,
    /// Who works on it.
    pub assignee: Option<UserId>,
    /// How it came in.
    pub channel: Channel,
    /// The secret of the requester's link; only its hash is kept.
    pub access: &'a Token,
    /// The conversation it came from.
    pub conversation: Option<ConversationId>,
    /// What the bot hands over.
    pub packet: Option<Json>,
    /// Tags; folded to lower case.
    pub tags: Vec<String>,
    /// First reply promised by.
    pub first_reply_due: Option<Timestamp>,
    /// Solution promised by.
    pub resolution_due: Option<Timestamp>,
    /// The first message.
    pub body: String,
    /// Message-ID, when it came by mail.
    pub mail_id: Option<String>,
    /// Who created it: the requester, or an agent for them.
    pub by: Actor,
}

/// What is changed on a ticket; `None` leaves as is.
#[derive(Debug, Clone, Default)]
pub struct TicketChange {
    /// Where it stands.
    pub status: Option<Status>,
    /// How urgent.
    pub priority: Option<Priority>,
    /// Whose it is.
    pub department: Option<Option<String>>,
    /// Who works on it.
    pub assignee: Option<Option<UserId>>,
    /// One line.
    pub subject: Option<String>,
    /// The requester's address, and the link that belongs to it.
    pub requester: Option<(String, Token)>,
    /// All tags.
    pub tags: Option<Vec<String>>,
    /// Promises computed anew: first reply, next reply, resolution.
    pub dues: Option<[Option<Timestamp>; 3]>,
    /// Satisfaction, 1 to 5, and what they added.
    pub csat: Option<(i32, Option<String>)>,
    /// A promise was broken now.
    pub breached: bool,
}

impl Store {
    /// The ticket with this number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_ticket(&self, number: TicketNumber) -> Result<Option<Ticket>, StoreError> {
        Ok(ticket::Entity::find_by_id(number).one(self.reader()).await?)
    }

    /// The ticket that a requester's link opens.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_ticket_by_access(&self, access: &Token) -> Result<Option<Ticket>, StoreError> {
        Ok(ticket::Entity::find().filter(ticket::Column::AccessHash.eq(access.hash())).one(self.reader()).await?)
    }

    /// Its tags, sorted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_ticket_tags(&self, number: TicketNumber) -> Result<Vec<String>, StoreError> {
        let rows = ticket_tag::Entity::find()
            .filter(ticket_tag::Column::Ticket.eq(number))
            .order_by_asc(ticket_tag::Column::Tag)
            .all(self.reader())
            .await?;
        Ok(rows.into_iter().map(|row| row.tag).collect())
    }

    /// The tags of some tickets, sorted; tickets without any are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_tags_of(
        &self,
        numbers: &[TicketNumber],
    ) -> Result<HashMap<TicketNumber, Vec<String>>, StoreError> {
        let rows = ticket_tag::Entity::find()
            .filter(ticket_tag::Column::Ticket.is_in(numbers.iter().copied()))
            .order_by_asc(ticket_tag::Column::Tag)
            .all(self.reader())
            .await?;
        let mut tags: HashMap<TicketNumber, Vec<String>> = HashMap::new();
        for row in rows {
            tags.entry(row.ticket).or_default().push(row.tag);
        }
        Ok(tags)
    }

    /// Who changed what, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_ticket_events(&self, number: TicketNumber) -> Result<Vec<TicketEvent>, StoreError> {
        Ok(ticket_event::Entity::find()
            .filter(ticket_event::Column::Ticket.eq(number))
            .order_by_asc(ticket_event::Column::At)
            .order_by_asc(ticket_event::Column::Id)
            .limit(2000)
            .all(self.reader())
            .await?)
    }
}

impl Tx {
    /// Creates a ticket with its first message; its number is the next.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_ticket(&self, new: NewTicket<'_>, now: Timestamp) -> Result<Ticket, StoreError> {
        let number = TicketNumber(self.next_value("ticket", FIRST_NUMBER).await?);
        let (body, mail_id, by, tags) = (new.body.clone(), new.mail_id.clone(), new.by, new.tags.clone());
        let row = self.new_row(number, new, now).await?;
        ticket::Entity::insert(row.clone().into_active_model().reset_all())
            .exec_without_returning(self.connection())
            .await?;
        self.put_tags(number, &fold_tags(tags)).await?;
        let message = NewTicketMessage {
            by: Actor::REQUESTER,
            author_name: row.requester_name.clone(),
            internal: false,
            body,
            mail_id,
        };
        self.insert_message_row(number, message, now).await?;
        self.insert_event(number, by, "created", None, Some(row.channel.to_string()), now).await?;
        Ok(row)
    }

    async fn new_row(&self, number: TicketNumber, new: NewTicket<'_>, now: Timestamp) -> Result<Ticket, StoreError> {
        Ok(Ticket {
            number,
            subject: clean(new.subject),
            requester_name: clean(new.requester_name),
            requester_key: fold_email(&new.requester_email),
            requester_email: clean(new.requester_email),
            locale: new.locale.to_string(),
            status: Status::New,
            priority: new.priority,
            department: new.department,
            assignee: new.assignee,
            channel: new.channel,
            access_hash: new.access.hash(),
            conversation_id: new.conversation,
            packet: new.packet.map(clean_json),
            first_reply_due: new.first_reply_due.map(Into::into),
            next_reply_due: None,
            resolution_due: new.resolution_due.map(Into::into),
            breached_at: None,
            first_replied_at: None,
            solved_at: None,
            closed_at: None,
            requester_wrote_at: now.into(),
            public_replies: 0,
            reopened: 0,
            transfers: 0,
            csat: None,
            csat_comment: None,
            merged_into: None,
            created_at: now.into(),
            updated_at: now.into(),
            change: self.next_value("ticket_change", 1).await?,
        })
    }

    /// Changes a ticket and writes down who changed what. What stays the same leaves no trace.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is none.
    pub async fn update_ticket(
        &self,
        number: TicketNumber,
        change: TicketChange,
        by: Actor,
        now: Timestamp,
    ) -> Result<Ticket, StoreError> {
        let before = self.lock_ticket(number).await?;
        let mut after = before.clone();
        if let Some(status) = change.status {
            set_status(&mut after, before.status.after(Event::Set(status)), now);
        }
        after.priority = change.priority.unwrap_or(after.priority);
        after.department = change.department.unwrap_or(after.department);
        after.assignee = change.assignee.unwrap_or(after.assignee);
        after.subject = change.subject.map_or(after.subject, clean);
        if let Some((address, access)) = change.requester {
            after.requester_key = fold_email(&address);
            after.requester_email = clean(address);
            after.access_hash = access.hash();
        }
        after.transfers += i32::from(before.department.is_some() && before.department != after.department);
        if let Some((score, comment)) = change.csat {
            (after.csat, after.csat_comment) = (Some(score), comment.map(clean));
        }
        if let Some(dues) = change.dues {
            [after.first_reply_due, after.next_reply_due, after.resolution_due] = dues.map(|due| due.map(Moment::from));
        }
        if change.breached {
            after.breached_at = after.breached_at.or(Some(now.into()));
        }
        if let Some(tags) = change.tags {
            self.replace_tags(number, fold_tags(tags), by, now).await?;
        }
        self.store_ticket(&before, after, by, now).await
    }

    /// The ticket with this number, held until the transaction ends.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is none.
    pub async fn lock_ticket(&self, number: TicketNumber) -> Result<Ticket, StoreError> {
        let found = ticket::Entity::find_by_id(number).lock_exclusive().one(self.connection()).await?;
        found.ok_or(StoreError::Missing("ticket"))
    }

    /// Stores a changed ticket with a line of history for each field that people see.
    pub(super) async fn store_ticket(
        &self,
        before: &Ticket,
        mut after: Ticket,
        by: Actor,
        now: Timestamp,
    ) -> Result<Ticket, StoreError> {
        after.updated_at = now.into();
        after.change = self.next_value("ticket_change", 1).await?;
        for (what, old, new) in differences(before, &after) {
            self.insert_event(before.number, by, what, old, new, now).await?;
        }
        after.clone().into_active_model().reset_all().update(self.connection()).await?;
        Ok(after)
    }

    async fn replace_tags(
        &self,
        number: TicketNumber,
        tags: Vec<String>,
        by: Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let rows = ticket_tag::Entity::find()
            .filter(ticket_tag::Column::Ticket.eq(number))
            .order_by_asc(ticket_tag::Column::Tag)
            .all(self.connection())
            .await?;
        let before: Vec<String> = rows.into_iter().map(|row| row.tag).collect();
        if before != tags {
            ticket_tag::Entity::delete_many()
                .filter(ticket_tag::Column::Ticket.eq(number))
                .exec(self.connection())
                .await?;
            self.put_tags(number, &tags).await?;
            self.insert_event(number, by, "tags", Some(before.join(", ")), Some(tags.join(", ")), now).await?;
        }
        Ok(())
    }

    async fn put_tags(&self, number: TicketNumber, tags: &[String]) -> Result<(), StoreError> {
        for tag in tags {
            let row = ticket_tag::ActiveModel { ticket: Set(number), tag: Set(tag.clone()) };
            ticket_tag::Entity::insert(row).exec_without_returning(self.connection()).await?;
        }
        Ok(())
    }

    pub(super) async fn insert_event(
        &self,
        number: TicketNumber,
        by: Actor,
        what: &str,
        old: Option<String>,
        new: Option<String>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let row = TicketEvent {
            id: new_id(now),
            ticket: number,
            author: by.author,
            user_id: by.user,
            what: what.to_owned(),
            old,
            new,
            at: now.into(),
        };
        ticket_event::Entity::insert(row.into_active_model().reset_all())
            .exec_without_returning(self.connection())
            .await?;
        Ok(())
    }
}

/// Moves the status, with the moments and counts that hang on it.
pub(super) fn set_status(ticket: &mut Ticket, next: Status, now: Timestamp) {
    if ticket.status == next {
        return;
    }
    ticket.reopened += i32::from(ticket.status.is_reopened_by(next));
    ticket.closed_at = (next == Status::Closed).then(|| now.into());
    ticket.solved_at = match (next.is_active(), ticket.solved_at) {
        (true, _) => None,
        (false, None) => Some(now.into()),
        (false, solved) => solved,
    };
    ticket.status = next;
}

type Difference = (&'static str, Option<String>, Option<String>);

fn differences(before: &Ticket, after: &Ticket) -> Vec<Difference> {
    let all: [Difference; 8] = [
        ("status", Some(before.status.to_string()), Some(after.status.to_string())),
        ("priority", Some(before.priority.to_string()), Some(after.priority.to_string())),
        ("department", before.department.clone(), after.department.clone()),
        ("assignee", before.assignee.map(|id| id.to_string()), after.assignee.map(|id| id.to_string())),
        ("subject", Some(before.subject.clone()), Some(after.subject.clone())),
        ("breached", before.breached_at.map(|at| at.0.to_string()), after.breached_at.map(|at| at.0.to_string())),
        ("merged", before.merged_into.map(|to| to.to_string()), after.merged_into.map(|to| to.to_string())),
        ("csat", before.csat.map(|score| score.to_string()), after.csat.map(|score| score.to_string())),
    ];
    all.into_iter().filter(|(_, old, new)| old != new).collect()
}

fn fold_tags(tags: Vec<String>) -> Vec<String> {
    let folded = tags.into_iter().map(|tag| clean(tag.trim().to_lowercase())).filter(|tag| !tag.is_empty());
    folded.collect::<std::collections::BTreeSet<_>>().into_iter().take(50).collect()
}
