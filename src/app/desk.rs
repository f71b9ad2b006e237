//! The agents' side of tickets: listed, read with everything that led to them, answered, changed.

use jiff::Timestamp;

use super::{
    Actor, App, ChatMessage, Error, Result, Right,
    converse::{parse_locale, shown},
    mailing::Notice,
    tickets::{self, remember, replay},
};
use crate::{
    base::{ArticleKey, Audience, Locale},
    bot::HandoffPacket,
    desk::{Author, Channel, Status},
    kb::Reply,
    search::Hit,
    store::{
        self, Attachment, Cursor, MessageEffect, NewTicketMessage, OutboxItem, Page, StatusCounts, Ticket,
        TicketChange, TicketEvent, TicketFilter, TicketMessage, TicketNumber, TicketOrder, User,
    },
};

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
    /// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Invalid`] for an empty or too long text.
    pub async fn reply(&self, actor: &Actor, number: TicketNumber, new: NewReply, key: Option<String>) -> Result<()> {
        actor.require(Right::Tickets)?;
        let body = tickets::text("body", &new.body, 50_000)?;
        let now = self.clock.now();
        let tx = self.store.write().await?;
        let scope = format!("desk-ticket:{number}");
        if replay::<bool>(&tx, &scope, key.as_deref(), body.as_bytes(), now).await?.is_some() {
            return Ok(());
        }
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
    /// [`Error::Forbidden`], [`Error::NotFound`].
    pub async fn change_ticket(&self, actor: &Actor, number: TicketNumber, mut change: TicketChange) -> Result<Ticket> {
        actor.require(Right::Tickets)?;
        let now = self.clock.now();
        let tx = self.store.write().await?;
        let before = tx.lock_ticket(number).await?;
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
        Ok(self.snapshot().desk.similar(&text, &locale, limit))
    }

    pub(super) async fn ticket_text(&self, number: TicketNumber) -> Result<(Locale, String)> {
        let ticket = self.store.find_ticket(number).await?.ok_or(Error::NotFound)?;
        let messages = self.store.list_ticket_messages(number, false).await?;
        let asked =
            messages.iter().filter(|message| message.author == Author::Requester).map(|message| message.body.as_str());
        let text = std::iter::once(ticket.subject.as_str()).chain(asked).collect::<Vec<_>>().join("\n");
        Ok((parse_locale(&ticket.locale), text))
    }

    /// The saved replies for a ticket's language (else the site's), by title.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn saved_replies(&self, actor: &Actor, locale: &Locale) -> Result<Vec<Reply>> {
        actor.require(Right::Tickets)?;
        let snapshot = self.snapshot();
        let own = snapshot.library.replies(locale);
        let replies = if own.is_empty() { snapshot.library.replies(&self.default_locale()) } else { own };
        Ok(replies.to_vec())
    }

    /// A saved reply with its placeholders filled for a ticket; unknown ones stay as they are.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`].
    pub async fn filled_reply(&self, actor: &Actor, number: TicketNumber, id: &str) -> Result<String> {
        let ticket = self.ticket(actor, number).await?.ticket;
        let locale = parse_locale(&ticket.locale);
        let replies = self.saved_replies(actor, &locale)?;
        let reply = replies.into_iter().find(|reply| reply.id == id).ok_or(Error::NotFound)?;
        let due = tickets::expected(&ticket);
        let expected =
            due.map(|due| crate::base::i18n::date_time(&locale, &due.to_zoned(self.time_zone()))).unwrap_or_default();
        let values = [
            ("{requester_name}", ticket.requester_name.clone()),
            ("{ticket_number}", ticket.number.to_string()),
            ("{agent_name}", actor.name.clone()),
            ("{expected_reply}", expected),
        ];
        Ok(values.iter().fold(reply.body, |body, (name, value)| body.replace(name, value)))
    }

    /// An article as a Markdown link for a reply: its public address if customers may read it, else none.
    ///
    /// # Errors
    /// [`Error::NotFound`] for articles that customers cannot open.
    pub fn article_link(&self, locale: &Locale, key: &ArticleKey) -> Result<String> {
        let snapshot = self.snapshot();
        let article = snapshot.view(Audience::Public).article(locale, key).ok_or(Error::NotFound)?;
        let title = article.title.replace(['[', ']'], "");
        Ok(format!("[{title}]({}{})", self.config.public_url(), article.url()))
    }
}
