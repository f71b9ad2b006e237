//! The requester's side of a ticket: created by the form, the API or the bot's hand-off; read, answered
//! and rated by an unguessable link.

use std::sync::atomic::Ordering;

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::Sha256;
use uuid::Uuid;

use super::{
    App, Error, Result, Upload,
    attachment::accept,
    converse::{cut, known_visitor, parse_locale},
    mailing::Notice,
};
use crate::{
    base::{Locale, Token},
    bot::{HandoffPacket, State, TicketRef},
    desk::{Author, Channel, Status},
    store::{
        self, Actor, Attachment, Conversation, ConversationChange, MessageEffect, NewTicketMessage, NewTurn, Replay,
        Ticket, TicketChange, TicketMessage, TicketNumber, Tx,
    },
};

/// A ticket by form or API.
#[derive(Debug, Clone)]
pub struct NewTicket {
    /// Requester's name.
    pub name: String,
    /// Requester's address.
    pub email: String,
    /// One line.
    pub subject: String,
    /// What it is about.
    pub body: String,
    /// Requester's locale.
    pub locale: Locale,
    /// Department; default: the routing rules.
    pub department: Option<String>,
    /// The conversation it comes from, and its token.
    pub conversation: Option<(Uuid, Option<Token>)>,
}

/// What the bot hands over, and from where.
pub(super) struct HandOff<'a> {
    pub packet: &'a HandoffPacket,
    pub conversation: &'a Conversation,
    pub locale: &'a Locale,
    pub visitor_time_zone: Option<String>,
}

/// A ticket that was just made (or added to).
pub(super) struct Made {
    pub number: TicketNumber,
    pub shown: TicketRef,
}

/// A ticket as its requester sees it.
#[derive(Debug, Clone)]
pub struct RequesterTicket {
    /// Its number.
    pub number: TicketNumber,
    /// One line.
    pub subject: String,
    /// The requester's name.
    pub requester_name: String,
    /// The language it is held in.
    pub locale: Locale,
    /// Where it stands.
    pub status: Status,
    /// When to expect the reply that is due, if one is.
    pub expected_reply_at: Option<Timestamp>,
    /// Satisfaction given, 1 to 5.
    pub csat: Option<i32>,
    /// When it was created.
    pub created_at: Timestamp,
    /// Messages that the requester may see, oldest first.
    pub messages: Vec<RequesterMessage>,
}

/// One message of it.
#[derive(Debug, Clone)]
pub struct RequesterMessage {
    /// Who writes.
    pub author: Author,
    /// Their name.
    pub name: String,
    /// Plain text for requesters, Markdown for agents.
    pub body: String,
    /// When.
    pub at: Timestamp,
    /// Files that came with it.
    pub files: Vec<Attachment>,
}

impl App {
    /// Creates a ticket. The same idempotency key again gives the same ticket again.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the fields, [`Error::NotFound`] when the conversation's token is wrong.
    pub async fn create_ticket(&self, new: NewTicket, key: Option<String>) -> Result<TicketRef> {
        self.create_ticket_with(new, Vec::new(), key).await
    }

    /// The same with files.
    ///
    /// # Errors
    /// As [`App::create_ticket`]; a file that is not taken is a field `attachments-…`.
    pub async fn create_ticket_with(
        &self,
        new: NewTicket,
        files: Vec<Upload>,
        key: Option<String>,
    ) -> Result<TicketRef> {
        check(&new)?;
        self.check_department(new.department.as_deref())?;
        let files = accept(files)?;
        let conversation = match &new.conversation {
            None => None,
            Some((id, token)) => {
                let token = token.as_ref().ok_or(Error::NotFound)?;
                let found = self.store.find_conversation(store::ConversationId(*id), token).await?;
                Some(found.ok_or(Error::NotFound)?)
            }
        };
        let now = self.clock.now();
        let tx = self.store.write().await?;
        let request = format!("{}\n{}\n{}\n{}", new.name, new.email, new.subject, new.body);
        if let Some(again) = replay(&tx, "tickets", key.as_deref(), request.as_bytes(), now).await? {
            return Ok(again);
        }
        let packet = HandoffPacket {
            name: new.name,
            email: new.email,
            subject: new.subject,
            body: new.body,
            department: new.department,
            ..HandoffPacket::default()
        };
        let made = match &conversation {
            None => self.insert_ticket(&tx, &packet, &new.locale, Channel::Form, None, now).await?,
            Some(conversation) => self.ticket_of_conversation(&tx, packet, &new.locale, conversation, now).await?,
        };
        tx.insert_attachments(made.number, files, now).await?;
        remember(&tx, "tickets", key.as_deref(), &made.shown).await?;
        tx.commit().await?;
        if let Some(conversation) = conversation {
            self.hub.ring(conversation.id.0);
        }
        self.ticket_changed();
        Ok(made.shown)
    }

    /// A department that routing would silently leave out.
    fn check_department(&self, key: Option<&str>) -> Result<()> {
        let departments = &self.config.desk.departments;
        match key.map(str::trim).filter(|key| !key.is_empty()) {
            Some(key) if !departments.is_empty() && departments.iter().all(|known| known.key != key) => {
                Err(Error::invalid("department", "is not one of the configuration"))
            }
            _ => Ok(()),
        }
    }

    /// The ticket that a program or form makes for a conversation: the one that it has already, while that can
    /// be written to; else a new one, which the bot then knows of.
    async fn ticket_of_conversation(
        &self,
        tx: &Tx,
        mut packet: HandoffPacket,
        locale: &Locale,
        conversation: &Conversation,
        now: Timestamp,
    ) -> Result<Made> {
        if let Some(before) = self.open_ticket(tx, conversation).await? {
            if crate::base::one_line(&packet.subject) != before.subject {
                packet.body = format!("{}\n\n{}", packet.subject.trim(), packet.body.trim());
            }
            return self.add_to_ticket(tx, before.number, &packet, now).await;
        }
        let made = self.insert_ticket(tx, &packet, locale, Channel::Bot, Some(conversation), now).await?;
        tx.move_conversation_files(conversation.id, made.number).await?;
        let visitor = known_visitor(conversation);
        let context = self.context(&visitor, conversation.page_url.clone(), now);
        let (state, spoken) = (State(conversation.state.clone()), parse_locale(&conversation.locale));
        let (state, turn) = self.snapshot().bot.ticket_created(&spoken, &state, made.shown.clone(), &context);
        let change =
            ConversationChange { ticket: Some(made.number), handed_off: Some(true), ..ConversationChange::default() };
        tx.append_turn(conversation, NewTurn { said: None, turn: Some(&turn), state, change }, now).await?;
        Ok(made)
    }

    /// The ticket of a conversation while it can be written to, locked; none once it is closed for good.
    async fn open_ticket(&self, tx: &Tx, conversation: &Conversation) -> Result<Option<Ticket>> {
        let Some(number) = conversation.ticket else { return Ok(None) };
        Ok(Some(tx.lock_ticket(number).await?).filter(|ticket| ticket.status != Status::Closed))
    }

    /// The ticket of a hand-off: a new one, or the conversation's own with what has come since.
    pub(super) async fn hand_off(&self, tx: &Tx, hand_off: HandOff<'_>, now: Timestamp) -> Result<Made> {
        let (packet, conversation) = (hand_off.packet, hand_off.conversation);
        let open = self.open_ticket(tx, conversation).await?.map(|ticket| ticket.number);
        let made = if let Some(number) = open {
            if packet.new_address {
                self.readdress(tx, number, &packet.email, now).await?;
            }
            self.add_to_ticket(tx, number, packet, now).await?
        } else {
            let mut packet = packet.clone();
            // The bot reckons with the desk's where the visitor's is not known; nobody should take that for theirs.
            packet.time_zone = hand_off.visitor_time_zone;
            self.insert_ticket(tx, &packet, hand_off.locale, Channel::Bot, Some(conversation), now).await?
        };
        tx.move_conversation_files(conversation.id, made.number).await?;
        Ok(made)
    }

    /// The answer goes to another address from now on; links sent to the one before open nothing any more.
    async fn readdress(&self, tx: &Tx, number: TicketNumber, address: &str, now: Timestamp) -> Result<()> {
        let Ok(address) = email(address) else { return Ok(()) };
        let before = tx.lock_ticket(number).await?;
        let access = self.access_token(&address, before.created_at.into());
        let change = store::TicketChange { requester: Some((address, access)), ..store::TicketChange::default() };
        let ticket = tx.update_ticket(number, change, Actor::REQUESTER, now).await?;
        self.notify(tx, Notice::Received, &ticket, None, now).await
    }

    async fn add_to_ticket(
        &self,
        tx: &Tx,
        number: TicketNumber,
        packet: &HandoffPacket,
        now: Timestamp,
    ) -> Result<Made> {
        let before = tx.lock_ticket(number).await?;
        let due = self.next_reply_due(&before, before.priority, now);
        let message = NewTicketMessage {
            by: Actor::REQUESTER,
            author_name: before.requester_name.clone(),
            internal: false,
            body: packet.body.clone(),
            mail_id: None,
        };
        let effect = MessageEffect { status: None, next_reply_due: due };
        let (ticket, _) = tx.append_ticket_message(number, message, effect, now).await?;
        Ok(Made { number, shown: self.ticket_ref(&ticket) })
    }

    pub(super) async fn insert_ticket(
        &self,
        tx: &Tx,
        packet: &HandoffPacket,
        locale: &Locale,
        channel: Channel,
        conversation: Option<&Conversation>,
        now: Timestamp,
    ) -> Result<Made> {
        let route = self.route(packet, locale, channel);
        let dues = self.dues(route.department.as_deref(), &route.tags, route.priority, now);
        let email = packet.email.trim().to_owned();
        let now = self.moment_of_its_own(now);
        let access = self.access_token(&email, now);
        let new = store::NewTicket {
            subject: crate::base::one_line(&packet.subject),
            requester_name: crate::base::one_line(&packet.name),
            requester_email: email,
            locale,
            priority: route.priority,
            department: route.department,
            assignee: None,
            channel,
            access: &access,
            conversation: conversation.map(|conversation| conversation.id),
            packet: (channel == Channel::Bot)
                .then(|| serde_json::to_value(packet))
                .transpose()
                .map_err(anyhow::Error::from)?,
            tags: route.tags,
            first_reply_due: dues.first_reply,
            resolution_due: dues.resolution,
            body: packet.body.trim().to_owned(),
            mail_id: None,
            by: Actor::REQUESTER,
        };
        let ticket = tx.insert_ticket(new, now).await?;
        self.notify(tx, Notice::Received, &ticket, None, now).await?;
        Ok(Made { number: ticket.number, shown: self.ticket_ref(&ticket) })
    }

    /// `now`, or a little later: no two tickets of this server are created in the same millisecond, since
    /// their links are made from it.
    fn moment_of_its_own(&self, now: Timestamp) -> Timestamp {
        let wanted = now.as_millisecond();
        let next = |last: i64| Some(wanted.max(last + 1));
        let last = self.last_ticket_ms.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next);
        let own = last.map_or(wanted, |last| wanted.max(last + 1));
        Timestamp::from_millisecond(own).unwrap_or(now)
    }

    /// What the requester is told of a ticket.
    pub(super) fn ticket_ref(&self, ticket: &Ticket) -> TicketRef {
        TicketRef {
            number: ticket.number.to_string(),
            access_url: self.access_url(ticket),
            expected_reply_at: self.expected(expected(ticket), ticket.updated_at.into()).map(|at| at.to_string()),
        }
    }

    /// The requester's link: an HMAC of what never changes about a ticket, so that every letter can carry it.
    #[must_use]
    pub fn access_url(&self, ticket: &Ticket) -> String {
        let token = self.access_token(&ticket.requester_email, ticket.created_at.into());
        format!("{}/{}/tickets/{}", self.config.public_url(), ticket.locale, token.reveal())
    }

    fn access_token(&self, email: &str, created_at: Timestamp) -> Token {
        self.keyed_token(&format!("ticket\n{}\n{email}", created_at.as_millisecond()))
    }

    /// A token that can be made again from what it is for; nobody without the server's secret can.
    pub(super) fn keyed_token(&self, purpose: &str) -> Token {
        use base64::Engine as _;
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()).expect("HMAC takes keys of any length");
        mac.update(purpose.as_bytes());
        Token::shown(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    }

    /// The ticket of a requester's link, or what it was merged into.
    pub(super) async fn ticket_by_access(&self, access: &Token) -> Result<Ticket> {
        let found = self.store.find_ticket_by_access(access).await?.ok_or(Error::NotFound)?;
        Ok(self.store.surviving_ticket(found).await?)
    }

    /// The ticket that a requester's link opens.
    ///
    /// # Errors
    /// [`Error::NotFound`] for any other link.
    pub async fn requester_ticket(&self, access: &Token) -> Result<RequesterTicket> {
        let ticket = self.ticket_by_access(access).await?;
        let messages = self.store.list_ticket_messages(ticket.number, false).await?;
        let files = self.store.list_attachments(ticket.number).await?;
        Ok(RequesterTicket {
            number: ticket.number,
            subject: ticket.subject.clone(),
            requester_name: ticket.requester_name.clone(),
            locale: parse_locale(&ticket.locale),
            status: ticket.status,
            expected_reply_at: self.expected(expected(&ticket), ticket.updated_at.into()),
            csat: ticket.csat,
            created_at: ticket.created_at.into(),
            messages: messages.into_iter().map(|message| seen(message, &files)).collect(),
        })
    }

    /// The requester writes. The same key again is taken once.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown link, [`Error::Conflict`] when the ticket is closed for good,
    /// [`Error::Invalid`] for an empty or too long message.
    pub async fn requester_reply(
        &self,
        access: &Token,
        body: &str,
        files: Vec<Upload>,
        key: Option<String>,
    ) -> Result<()> {
        let body = text("body", body, 20_000)?;
        let files = accept(files)?;
        let ticket = self.ticket_by_access(access).await?;
        let now = self.clock.now();
        let tx = self.store.write().await?;
        let scope = format!("ticket:{}", ticket.number);
        if replay::<bool>(&tx, &scope, key.as_deref(), body.as_bytes(), now).await?.is_some() {
            return Ok(());
        }
        let message = NewTicketMessage {
            by: Actor::REQUESTER,
            author_name: ticket.requester_name.clone(),
            internal: false,
            body,
            mail_id: None,
        };
        let due = self.next_reply_due(&ticket, ticket.priority, now);
        tx.append_ticket_message(ticket.number, message, MessageEffect { status: None, next_reply_due: due }, now)
            .await?;
        tx.insert_attachments(ticket.number, files, now).await?;
        remember(&tx, &scope, key.as_deref(), &true).await?;
        tx.commit().await?;
        self.ticket_changed();
        Ok(())
    }

    /// The requester rates how the ticket was handled, 1 to 5; the last rating counts.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown link, [`Error::Invalid`] for another number.
    pub async fn rate_ticket(&self, access: &Token, score: i32, comment: Option<&str>) -> Result<()> {
        if !(1..=5).contains(&score) {
            return Err(Error::invalid("score", "takes 1 to 5"));
        }
        let ticket = self.ticket_by_access(access).await?;
        let comment = comment.map(|comment| cut(comment.trim(), 2000)).filter(|comment| !comment.is_empty());
        let change = TicketChange { csat: Some((score, comment)), ..TicketChange::default() };
        let tx = self.store.write().await?;
        tx.update_ticket(ticket.number, change, Actor::REQUESTER, self.clock.now()).await?;
        tx.commit().await?;
        self.ticket_changed();
        Ok(())
    }
}

fn seen(message: TicketMessage, files: &[Attachment]) -> RequesterMessage {
    RequesterMessage {
        author: message.author,
        name: message.author_name,
        body: message.body,
        at: message.at.into(),
        files: files.iter().filter(|file| file.message == message.id).cloned().collect(),
    }
}

/// The next reply that is promised: the first, else the next.
pub(super) fn expected(ticket: &Ticket) -> Option<Timestamp> {
    let due = if ticket.first_replied_at.is_none() { ticket.first_reply_due } else { ticket.next_reply_due };
    due.map(Timestamp::from)
}

fn check(new: &NewTicket) -> Result<()> {
    let checks = [
        text("name", &new.name, 200).map(drop),
        email(&new.email).map(drop),
        text("subject", &new.subject, 200).map(drop),
        text("body", &new.body, 20_000).map(drop),
    ];
    let mut wrong = Vec::new();
    for error in checks.into_iter().filter_map(Result::err) {
        if let Error::Invalid(fields) = error {
            wrong.extend(fields);
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

/// Text that says something and is not too long.
pub(super) fn text(field: &'static str, value: &str, most: usize) -> Result<String> {
    let value = value.trim();
    match value.chars().count() {
        0 => Err(Error::invalid(field, "must not be empty")),
        long if long > most => Err(Error::invalid(field, format!("has more than {most} characters"))),
        _ => Ok(value.to_owned()),
    }
}

/// An address that a letter can be sent to.
pub(super) fn email(value: &str) -> Result<String> {
    let value = value.trim();
    let fits = value.len() <= 254 && value.parse::<lettre::Address>().is_ok();
    let has_domain = value.rsplit_once('@').is_some_and(|(_, domain)| domain.contains('.') || domain == "localhost");
    if fits && has_domain {
        Ok(value.to_owned())
    } else {
        Err(Error::invalid("email", "is not an e-mail address such as ada@example.org"))
    }
}

/// The answer to a write that was made before under this key.
pub(super) async fn replay<T: serde::de::DeserializeOwned>(
    tx: &Tx,
    scope: &str,
    key: Option<&str>,
    request: &[u8],
    now: Timestamp,
) -> Result<Option<T>, store::StoreError> {
    let Some(key) = key else { return Ok(None) };
    Ok(match tx.claim_key(scope, key, request, now).await? {
        Replay::First => None,
        Replay::Again(answer) => serde_json::from_value(answer).ok(),
    })
}

/// Keeps the answer to a write made under a key.
pub(super) async fn remember(
    tx: &Tx,
    scope: &str,
    key: Option<&str>,
    answer: &impl serde::Serialize,
) -> Result<(), store::StoreError> {
    let Some(key) = key else { return Ok(()) };
    let answer = serde_json::to_value(answer).map_err(|error| store::StoreError::Invalid(error.to_string()))?;
    tx.remember_answer(scope, key, answer).await
}
