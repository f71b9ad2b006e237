//! What the desk's lists show beside the tickets themselves.

use std::collections::HashMap;

use super::{Actor, App, Result, Right};
use crate::{
    search::{Hit, HitKind, Query},
    store::{OutboxCounts, Ticket, TicketNumber},
};

impl App {
    /// The tags of some tickets.
    ///
    /// # Errors
    /// [`super::Error::Forbidden`].
    pub async fn tags_of_tickets(
        &self,
        actor: &Actor,
        tickets: &[Ticket],
    ) -> Result<HashMap<TicketNumber, Vec<String>>> {
        actor.require(Right::Tickets)?;
        let numbers: Vec<TicketNumber> = tickets.iter().map(|ticket| ticket.number).collect();
        Ok(self.store.list_tags_of(&numbers).await?)
    }

    /// Other tickets about the same, most alike first.
    ///
    /// # Errors
    /// [`super::Error::Forbidden`], [`super::Error::NotFound`].
    pub async fn similar_tickets(&self, actor: &Actor, number: TicketNumber, limit: usize) -> Result<Vec<Hit>> {
        actor.require(Right::Tickets)?;
        let ticket = self.store.find_ticket(number).await?.ok_or(super::Error::NotFound)?;
        let mut query = Query::new(ticket.subject, super::converse::parse_locale(&ticket.locale));
        query.kind = Some(HitKind::Ticket);
        query.limit = limit + 1;
        let mut hits = self.desk_search(actor, &query).await?.hits;
        hits.retain(|hit| hit.kind == HitKind::Ticket && hit.article != number.to_string());
        hits.truncate(limit);
        Ok(hits)
    }

    /// How many letters stand where.
    ///
    /// # Errors
    /// [`super::Error::Forbidden`].
    pub async fn outbox_counts(&self, actor: &Actor) -> Result<OutboxCounts> {
        actor.require(Right::Administer)?;
        Ok(self.store.count_outbox().await?)
    }
}
