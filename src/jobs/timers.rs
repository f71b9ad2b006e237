//! What time itself brings: broken promises are marked, solved tickets closed, old data forgotten.
//!
//! Any number of servers may run this: each step takes a ticket under lock and looks again.

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use crate::{
    base::Clock,
    config::Config,
    desk::Status,
    store::{Actor, Purged, Retention, Store, StoreError, TicketChange, TicketFilter, TicketOrder},
};

/// How often tickets are looked at.
const TICKETS: Duration = Duration::from_mins(1);
/// After how many of these old data is forgotten.
const PURGE_EVERY: u32 = 60;
/// Tickets in one go.
const BATCH: u64 = 200;

/// What the timers need.
#[derive(Clone)]
pub struct Timers {
    /// Where tickets are.
    pub store: Store,
    /// The present.
    pub clock: Clock,
    /// Days until tickets close and data is forgotten.
    pub config: Arc<Config>,
}

/// Runs until `stop` turns true.
pub async fn run(timers: Timers, mut stop: watch::Receiver<bool>) {
    let mut round: u32 = 0;
    while !*stop.borrow() {
        if let Err(error) = timers.tickets().await {
            tracing::warn!(%error, "looking after tickets");
        }
        if round.is_multiple_of(PURGE_EVERY)
            && let Err(error) = timers.purge().await
        {
            tracing::warn!(%error, "forgetting old data");
        }
        round = round.wrapping_add(1);
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            () = tokio::time::sleep(TICKETS) => {}
        }
    }
}

impl Timers {
    /// Marks broken promises and closes what has been solved for long.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tickets(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        self.mark_breaches(now).await?;
        self.close_solved(now).await
    }

    async fn mark_breaches(&self, now: Timestamp) -> Result<(), StoreError> {
        for ticket in self.store.list_unmarked_breaches(now, BATCH).await? {
            let tx = self.store.write().await?;
            if tx.lock_ticket(ticket.number).await?.change == ticket.change {
                let breached = TicketChange { breached: true, ..TicketChange::default() };
                tx.update_ticket(ticket.number, breached, Actor::SYSTEM, now).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }

    async fn close_solved(&self, now: Timestamp) -> Result<(), StoreError> {
        let days = self.config.desk.close_after_days;
        let filter = TicketFilter {
            status: vec![Status::Solved],
            untouched_since: Some(before(now, days)),
            ..TicketFilter::default()
        };
        for ticket in self.store.list_tickets(&filter, TicketOrder::Updated, None, BATCH).await?.items {
            let tx = self.store.write().await?;
            if tx.lock_ticket(ticket.number).await?.change == ticket.change {
                let close = TicketChange { status: Some(Status::Closed), ..TicketChange::default() };
                tx.update_ticket(ticket.number, close, Actor::SYSTEM, now).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }

    /// Forgets what is older than the desk wants to keep, and what is over anyway.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn purge(&self) -> Result<Purged, StoreError> {
        let days = self.config.desk.retention_days;
        let age = (days > 0).then(|| SignedDuration::from_hours(24 * i64::from(days)));
        let keep = Retention { conversations: age, tickets: age, statistics: age };
        let tx = self.store.write().await?;
        let purged = tx.purge(keep, self.clock.now()).await?;
        tx.commit().await?;
        if purged.conversations + purged.tickets + purged.statistics > 0 {
            tracing::info!(?purged, "forgot what is older than {days} days");
        }
        Ok(purged)
    }
}

fn before(now: Timestamp, days: u32) -> Timestamp {
    now - SignedDuration::from_hours(24 * i64::from(days))
}
