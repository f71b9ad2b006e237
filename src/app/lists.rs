//! What the desk's lists show beside the tickets themselves.

use std::collections::HashMap;

use super::{Actor, App, Result, Right};
use crate::store::{OutboxCounts, Ticket, TicketNumber};

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

    /// How many letters stand where.
    ///
    /// # Errors
    /// [`super::Error::Forbidden`].
    pub async fn outbox_counts(&self, actor: &Actor) -> Result<OutboxCounts> {
        actor.require(Right::Administer)?;
        Ok(self.store.count_outbox().await?)
    }
}
