//! The index of tickets follows the store, and agents search both it and the content.

use jiff::Timestamp;

use super::{Actor, App, Result, Right, converse::parse_locale};
use crate::{
    base::Audience,
    search::{Answer, Facets, Hit, HitKind, Query, TicketDocument},
    store::{Ticket, TicketNumber},
};

/// Tickets read in one go while following.
const BATCH: u64 = 200;
/// Tickets shown among the articles when all kinds are asked for.
const AMONG_ARTICLES: usize = 3;

impl App {
    /// Says that a ticket has changed: the follower looks at once.
    pub(super) fn ticket_changed(&self) {
        self.tickets_changed.notify_one();
    }

    /// Waits for a ticket to change.
    pub async fn ticket_change(&self) {
        self.tickets_changed.notified().await;
    }

    /// Brings what has changed since the last time into the index of tickets; how many tickets that were.
    ///
    /// # Errors
    /// When store or index fail; nothing is lost, the next call goes on from the same place.
    pub async fn follow_tickets(&self) -> Result<usize> {
        let mut followed = 0;
        loop {
            let after = self.tickets.cursor();
            let changed = self.store.list_tickets_changed_since(after, BATCH).await?;
            let Some(last) = changed.last().map(|ticket| ticket.change) else { return Ok(followed) };
            let mut documents = Vec::with_capacity(changed.len());
            for ticket in &changed {
                documents.push(self.ticket_document(ticket).await?);
            }
            tokio::task::block_in_place(|| self.tickets.put(&documents, last)).map_err(anyhow::Error::from)?;
            followed += changed.len();
        }
    }

    async fn ticket_document(&self, ticket: &Ticket) -> Result<TicketDocument> {
        let messages = self.store.list_ticket_messages(ticket.number, true).await?;
        let mut text: Vec<String> = messages.into_iter().map(|message| message.body).collect();
        if let Some(id) = ticket.conversation_id {
            let said = self.store.list_conversation_messages(id, 0).await?;
            text.extend(said.into_iter().map(|message| message.text));
        }
        Ok(TicketDocument {
            number: ticket.number.0,
            subject: ticket.subject.clone(),
            requester_name: ticket.requester_name.clone(),
            requester_email: ticket.requester_email.clone(),
            locale: parse_locale(&ticket.locale),
            status: ticket.status.to_string(),
            tags: self.store.list_ticket_tags(ticket.number).await?,
            text: text.join("\n"),
            updated_at: ticket.updated_at.into(),
        })
    }

    /// Everything an agent may see: articles, internal ones too, replies, cards, and tickets if the role
    /// allows them. A number or an address finds its ticket first.
    ///
    /// # Errors
    /// [`super::Error::Forbidden`] for roles that may not read.
    pub async fn desk_search(&self, actor: &Actor, query: &Query) -> Result<Answer> {
        actor.require(Right::Read)?;
        let now = self.clock.now();
        if query.kind == Some(HitKind::Ticket) {
            actor.require(Right::Tickets)?;
            return Ok(self.only_tickets(query, now));
        }
        let mut answer = self.search(Audience::Agent, query);
        let narrowed = query.kind.is_some() || query.category.is_some() || query.tag.is_some();
        if narrowed || query.offset > 0 || !actor.may(Right::Tickets) {
            return Ok(answer);
        }
        let found = self.tickets.search(&query.text, &query.locale, 0, query.limit, now);
        answer.total += found.total;
        if let Some(facets) = &mut answer.facets
            && found.total > 0
        {
            facets.kinds.push((HitKind::Ticket, found.total));
        }
        let most = if answer.hits.is_empty() || found.exact { query.limit } else { AMONG_ARTICLES };
        let tickets: Vec<Hit> = found.hits.into_iter().take(most).collect();
        let place = if found.exact { 0 } else { answer.hits.len().min(AMONG_ARTICLES) };
        answer.hits.splice(place..place, tickets);
        Ok(answer)
    }

    fn only_tickets(&self, query: &Query, now: Timestamp) -> Answer {
        let found = self.tickets.search(&query.text, &query.locale, query.offset, query.limit, now);
        let end = query.offset + found.hits.len();
        Answer {
            query: query.text.clone(),
            locale: query.locale.to_string(),
            revision: self.snapshot.load().revision.to_string(),
            took_ms: 0.0,
            total: found.total,
            next_cursor: (end < found.total && !found.hits.is_empty()).then(|| end.to_string()),
            facets: query.facets.then(|| Facets { kinds: vec![(HitKind::Ticket, found.total)], ..Facets::default() }),
            hits: found.hits,
            ..Answer::default()
        }
    }

    /// Tickets like one, by its whole text.
    ///
    /// # Errors
    /// [`super::Error::Forbidden`], [`super::Error::NotFound`].
    pub async fn similar_tickets(&self, actor: &Actor, number: TicketNumber, limit: usize) -> Result<Vec<Hit>> {
        actor.require(Right::Tickets)?;
        let (locale, text) = self.ticket_text(number).await?;
        Ok(self.tickets.similar(&text, &locale, number.0, limit, self.clock.now()))
    }
}
