//! Messages of a ticket: what the requester wrote, what agents replied or noted.

use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect as _,
};

use crate::{
    desk::{Author, Event, Status},
    store::{
        Store, StoreError, Ticket, TicketMessage, TicketNumber, Tx,
        entities::ticket_message,
        value::{clean, new_id},
    },
};

use super::ticket::{Actor, set_status};

/// A message to add to a ticket.
#[derive(Debug, Clone)]
pub struct NewTicketMessage {
    /// Who writes.
    pub by: Actor,
    /// Their name as shown.
    pub author_name: String,
    /// A note that only agents see.
    pub internal: bool,
    /// Text.
    pub body: String,
    /// Message-ID of the letter that brought it, or will carry it.
    pub mail_id: Option<String>,
}

/// What a message means for its ticket.
#[derive(Debug, Clone, Copy, Default)]
pub struct MessageEffect {
    /// The status to set; `None`: what the message itself means (a public reply waits for the requester, …).
    pub status: Option<Status>,
    /// When the desk must answer next, where the requester writes.
    pub next_reply_due: Option<Timestamp>,
}

impl Store {
    /// A ticket's messages in order; notes only if asked for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_ticket_messages(
        &self,
        number: TicketNumber,
        with_internal: bool,
    ) -> Result<Vec<TicketMessage>, StoreError> {
        let mut query = ticket_message::Entity::find().filter(ticket_message::Column::Ticket.eq(number));
        if !with_internal {
            query = query.filter(ticket_message::Column::Internal.eq(false));
        }
        Ok(query
            .order_by_asc(ticket_message::Column::At)
            .order_by_asc(ticket_message::Column::Id)
            .limit(2000)
            .all(self.reader())
            .await?)
    }

    /// The ticket in which a letter with this Message-ID was received or sent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_ticket_by_mail_id(&self, mail_id: &str) -> Result<Option<TicketNumber>, StoreError> {
        let found = ticket_message::Entity::find()
            .filter(ticket_message::Column::MailId.eq(mail_id))
            .one(self.reader())
            .await?;
        Ok(found.map(|message| message.ticket))
    }
}

impl Tx {
    /// Adds a message and lets the ticket's status, promises and counts follow.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without such a ticket; [`StoreError::Conflict`] when a requester writes
    /// to a closed one, which stays closed: open a new ticket.
    pub async fn append_ticket_message(
        &self,
        number: TicketNumber,
        new: NewTicketMessage,
        effect: MessageEffect,
        now: Timestamp,
    ) -> Result<(Ticket, TicketMessage), StoreError> {
        let before = self.lock_ticket(number).await?;
        let by_requester = new.by.author == Author::Requester;
        if by_requester && before.status == Status::Closed {
            return Err(StoreError::Conflict("the ticket is closed; it"));
        }
        let mut after = before.clone();
        let event = match (new.by.author, new.internal) {
            (Author::Requester | Author::Visitor, _) => Some(Event::RequesterWrote),
            (Author::Agent, false) => Some(Event::AgentReplied),
            (Author::Agent, true) => Some(Event::AgentTouched),
            (Author::Bot | Author::System, _) => None,
        };
        let own = event.map_or(before.status, |event| before.status.after(event));
        set_status(&mut after, effect.status.map_or(own, |status| before.status.after(Event::Set(status))), now);
        follow_reply(&mut after, event, effect, now);
        let by = new.by;
        let message = self.insert_message_row(number, new, now).await?;
        Ok((self.store_ticket(&before, after, by, now).await?, message))
    }

    pub(super) async fn insert_message_row(
        &self,
        number: TicketNumber,
        new: NewTicketMessage,
        now: Timestamp,
    ) -> Result<TicketMessage, StoreError> {
        let row = TicketMessage {
            id: new_id(now),
            ticket: number,
            author: new.by.author,
            user_id: new.by.user,
            author_name: clean(new.author_name),
            internal: new.internal,
            body: clean(new.body),
            mail_id: new.mail_id,
            at: now.into(),
        };
        ticket_message::Entity::insert(row.clone().into_active_model().reset_all())
            .exec_without_returning(self.connection())
            .await?;
        Ok(row)
    }
}

fn follow_reply(ticket: &mut Ticket, event: Option<Event>, effect: MessageEffect, now: Timestamp) {
    match event {
        Some(Event::AgentReplied) => {
            ticket.public_replies += 1;
            ticket.first_replied_at = ticket.first_replied_at.or(Some(now.into()));
            ticket.next_reply_due = None;
        }
        Some(Event::RequesterWrote) => {
            ticket.requester_wrote_at = now.into();
            if ticket.first_replied_at.is_some() {
                ticket.next_reply_due = ticket.next_reply_due.or(effect.next_reply_due.map(Into::into));
            }
        }
        _ => {}
    }
}
