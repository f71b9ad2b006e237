//! The agents' side of tickets: listed, read with everything that led to them, answered, changed.

use jiff::Timestamp;

use super::{
    Actor, App, ChatMessage, Error, Result, Right,
    converse::{parse_locale, shown},
    mailing::Notice,
    tickets::{self, remember, replay},
};
use crate::{
    base::{Locale, i18n},
    bot::HandoffPacket,
    desk::{Author, Channel, Status},
    search::Hit,
    store::{
        self, Attachment, Cursor, Letter, MessageEffect, NewTicketMessage, OutboxItem, Page, StatusCounts, Ticket,
        TicketChange, TicketEvent, TicketFilter, TicketMessage, TicketNumber, TicketOrder, User,
    },
};

/// Articles for a ticket fit at least this much as well as the best of them.
const LIKE_THE_BEST: f32 = 0.5;

/// A ticket with everything that an agent may want to know of it.
#[derive(Debug, Clone)]
pub struct DeskTicket {
    /// The ticket.
    pub ticket: Ticket,
    /// Its tags.
    pub tags: Vec<String>,
    /// Messages and notes, oldest first.
    pub messages: Vec<TicketMessage>,
    /// Files that came with messages.
    pub files: Vec<Attachment>,
    /// Who changed what, oldest first.
    pub events: Vec<TicketEvent>,
    /// The conversation it came from.
    pub transcript: Vec<ChatMessage>,
    /// What the bot handed over.
    pub packet: Option<HandoffPacket>,
    /// Letters about it, oldest first.
    pub letters: Vec<OutboxItem>,
    /// Who works on it.
    pub assignee: Option<User>,
}

/// A reply or note of an agent.
#[derive(Debug, Clone, Default)]
pub struct NewReply {
    /// Markdown.
    pub body: String,
    /// Only agents see it.
    pub internal: bool,
    /// The status to set with it; default: what a reply or note means by itself.
    pub status: Option<Status>,
    /// What its writer has seen of the ticket.
    pub seen: Seen,
}

/// What the writer of a change has seen of a ticket: if it is another by now, nothing is written. Empty: no matter.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// One of these versions ([`Ticket::change`]).
    pub versions: Option<Vec<i64>>,
    /// This many messages and notes.
    pub messages: Option<u64>,
}

impl Seen {
    /// Refuses when the ticket has moved on. The ticket must be locked, so that it stays as it is.
    async fn still_holds(&self, tx: &store::Tx, ticket: &Ticket) -> Result<()> {
        if self.versions.as_ref().is_some_and(|seen| !seen.contains(&ticket.change)) {
            return Err(Error::Stale);
        }
        match self.messages {
            Some(seen) if tx.count_ticket_messages(ticket.number).await? != seen => Err(Error::Stale),
            _ => Ok(()),
        }
    }
}

impl App {
    /// A page of tickets.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn list_tickets(
        &self,
        actor: &Actor,
        filter: &TicketFilter,
        order: TicketOrder,
        after: Option<Cursor>,
        limit: u64,
    ) -> Result<Page<Ticket>> {
        actor.require(Right::Tickets)?;
        Ok(self.store.list_tickets(filter, order, after, limit.clamp(1, 100)).await?)
    }

    /// How many tickets stand where, of those that a filter lets through.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn count_tickets(&self, actor: &Actor, filter: &TicketFilter) -> Result<StatusCounts> {
        actor.require(Right::Tickets)?;
        Ok(self.store.count_tickets_by_status(filter).await?)
    }

    /// The tags in use and how many tickets have each, most first.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn ticket_tags(&self, actor: &Actor) -> Result<Vec<(String, i64)>> {
        actor.require(Right::Tickets)?;
        Ok(self.store.list_tags(200).await?)
    }

    /// A ticket with everything that led to it.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`].
    pub async fn ticket(&self, actor: &Actor, number: TicketNumber) -> Result<DeskTicket> {
        actor.require(Right::Tickets)?;
        let ticket = self.store.find_ticket(number).await?.ok_or(Error::NotFound)?;
        let transcript = match ticket.conversation_id {
            None => Vec::new(),
            Some(id) => self.store.list_conversation_messages(id, 0).await?.into_iter().map(shown).collect(),
        };
        let assignee = match ticket.assignee {
            None => None,
            Some(id) => self.store.find_user(id).await?,
        };
        Ok(DeskTicket {
            tags: self.store.list_ticket_tags(number).await?,
            messages: self.store.list_ticket_messages(number, true).await?,
            files: self.store.list_attachments(number).await?,
            events: self.store.list_ticket_events(number).await?,
            packet: ticket.packet.clone().and_then(|packet| serde_json::from_value(packet).ok()),
            letters: self.store.list_outbox_of(number).await?,
            transcript,
            assignee,
            ticket,
        })
    }

    /// Answers a ticket, or notes something on it. A reply is mailed, and shown in the chat it came from.
    /// The same key again is taken once.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Invalid`] for an empty or too long text,
    /// [`Error::Stale`] when the ticket is another than its writer saw, [`Error::Conflict`] when it was merged.
    pub async fn reply(&self, actor: &Actor, number: TicketNumber, new: NewReply, key: Option<String>) -> Result<()> {
        actor.require(Right::Tickets)?;
        let body = tickets::text("body", &new.body, 50_000)?;
        let now = self.clock.now();
        let tx = self.store.write().await?;
        let scope = format!("desk-ticket:{number}");
        if replay::<bool>(&tx, &scope, key.as_deref(), body.as_bytes(), now).await?.is_some() {
            return Ok(());
        }
        let before = tx.lock_ticket(number).await?;
        unmerged(&before)?;
        new.seen.still_holds(&tx, &before).await?;
        let message = NewTicketMessage {
            by: actor.on_tickets(),
            author_name: actor.name.clone(),
            internal: new.internal,
            body: body.clone(),
            mail_id: None,
        };
        let effect = MessageEffect { status: new.status, next_reply_due: None };
        let (ticket, message) = tx.append_ticket_message(number, message, effect, now).await?;
        if !new.internal {
            self.notify(&tx, Notice::Replied, &ticket, Some(&message), now).await?;
            self.say_in_chat(&tx, &ticket, body, now).await?;
        }
        remember(&tx, &scope, key.as_deref(), &true).await?;
        tx.commit().await?;
        if let Some(conversation) = ticket.conversation_id.filter(|_| !new.internal) {
            self.hub.ring(conversation.0);
        }
        self.ticket_changed();
        Ok(())
    }

    async fn say_in_chat(&self, tx: &store::Tx, ticket: &Ticket, body: String, now: Timestamp) -> Result<()> {
        if let Some(id) = ticket.conversation_id {
            tx.append_conversation_message(id, Author::Agent, body, now).await?;
        }
        Ok(())
    }

    /// Changes status, priority, department, assignee, subject or tags. A new priority gives new promises.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Stale`] when the ticket is another than its writer saw,
    /// [`Error::Conflict`] when it was merged.
    pub async fn change_ticket(
        &self,
        actor: &Actor,
        number: TicketNumber,
        mut change: TicketChange,
        seen: Seen,
    ) -> Result<Ticket> {
        actor.require(Right::Tickets)?;
        let now = self.clock.now();
        let tx = self.store.write().await?;
        let before = tx.lock_ticket(number).await?;
        unmerged(&before)?;
        seen.still_holds(&tx, &before).await?;
        if change.status == Some(Status::New) && before.status != Status::New {
            return Err(Error::invalid("status", "cannot be new again once somebody has worked on it; take open"));
        }
        if let Some(priority) = change.priority.filter(|priority| *priority != before.priority) {
            let tags = self.store.list_ticket_tags(number).await?;
            let dues = self.dues(before.department.as_deref(), &tags, priority, before.created_at.into());
            let wrote = before.requester_wrote_at.into();
            let next = before.next_reply_due.and_then(|_| self.next_reply_due(&before, priority, wrote));
            change.dues = Some([dues.first_reply, next, dues.resolution]);
        }
        let after = tx.update_ticket(number, change, actor.on_tickets(), now).await?;
        if before.status.is_active() && after.status == Status::Solved {
            self.notify(&tx, Notice::Solved, &after, None, now).await?;
        }
        tx.commit().await?;
        self.ticket_changed();
        Ok(after)
    }

    /// Merges a ticket into another of the same requester: messages, files and tags move, its requester is told
    /// the number that goes on, and every link of the old one leads there.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`]; [`Error::Conflict`] saying why the two cannot be one.
    pub async fn merge_tickets(&self, actor: &Actor, from: TicketNumber, into: TicketNumber) -> Result<Ticket> {
        actor.require(Right::Tickets)?;
        let now = self.clock.now();
        let tx = self.store.write().await?;
        let kept = tx.merge_tickets(from, into, actor.on_tickets(), now).await?;
        let locale = parse_locale(&kept.locale);
        let words = [("from", from.to_string().into()), ("into", into.to_string().into())];
        let message = NewTicketMessage {
            by: store::Actor::SYSTEM,
            author_name: self.config.site.name.clone(),
            internal: false,
            body: i18n::t_args(&locale, "mail-merged-note", &words),
            mail_id: None,
        };
        let (kept, _) = tx.append_ticket_message(into, message, MessageEffect::default(), now).await?;
        tx.insert_letter(&Letter::TicketMerged { ticket: into, from }, now).await?;
        tx.commit().await?;
        self.ticket_changed();
        Ok(kept)
    }

    /// Writes down a contact that came by phone or otherwise.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::Invalid`].
    pub async fn log_contact(
        &self,
        actor: &Actor,
        channel: Channel,
        packet: HandoffPacket,
        locale: &Locale,
    ) -> Result<TicketNumber> {
        actor.require(Right::Tickets)?;
        tickets::text("name", &packet.name, 200)?;
        tickets::email(&packet.email)?;
        tickets::text("subject", &packet.subject, 200)?;
        tickets::text("body", &packet.body, 20_000)?;
        let tx = self.store.write().await?;
        let made = self.insert_ticket(&tx, &packet, locale, channel, None, self.clock.now()).await?;
        tx.commit().await?;
        self.ticket_changed();
        Ok(made.number)
    }

    /// Articles (internal ones too) that may answer a ticket, by its whole text.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`].
    pub async fn articles_for_ticket(&self, actor: &Actor, number: TicketNumber, limit: usize) -> Result<Vec<Hit>> {
        actor.require(Right::Tickets)?;
        let (locale, text) = self.ticket_text(number).await?;
        let mut hits = self.snapshot().desk.similar(&text, &locale, limit);
        // What fits much worse than the best fits by a word that both happen to hold.
        let floor = hits.first().map_or(0.0, |best| best.score * LIKE_THE_BEST);
        hits.retain(|hit| hit.score >= floor);
        Ok(hits)
    }

    pub(super) async fn ticket_text(&self, number: TicketNumber) -> Result<(Locale, String)> {
        let ticket = self.store.find_ticket(number).await?.ok_or(Error::NotFound)?;
        let messages = self.store.list_ticket_messages(number, false).await?;
        let asked =
            messages.iter().filter(|message| message.author == Author::Requester).map(|message| message.body.as_str());
        let text = std::iter::once(ticket.subject.as_str()).chain(asked).collect::<Vec<_>>().join("\n");
        Ok((parse_locale(&ticket.locale), text))
    }
}

/// Nothing is written to a ticket that goes on under another number.
fn unmerged(ticket: &Ticket) -> Result<()> {
    match ticket.merged_into {
        Some(into) => Err(Error::Conflict(format!("The ticket was merged into {into}; go on there."))),
        None => Ok(()),
    }
}
