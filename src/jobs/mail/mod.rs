//! Letters leave: claimed from the outbox, written in the reader's language, handed to the mail server.
//!
//! A letter may leave twice (a server that dies between sending and noting so), never not at all; its
//! Message-ID is the same both times, so that mail programs show it once.

mod compose;
mod reply_address;
mod smtp;
mod view;

use std::{sync::Arc, time::Duration};

use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use tokio::sync::watch;

pub use reply_address::{read_reply_address, reply_address};
pub use smtp::transport;

use crate::{
    base::Clock,
    config::Config,
    store::{Delivery, OutboxItem, OutboxKind, Store, StoreError, Ticket},
};

/// How often the outbox is looked at.
const POLL: Duration = Duration::from_secs(1);
/// Letters claimed at once: few enough to be sent within their lease.
const BATCH: u64 = 4;
/// Longest that one letter may take.
const PATIENCE: Duration = Duration::from_secs(45);

/// What the worker needs.
#[derive(Clone)]
pub struct Mailer {
    /// Where letters wait.
    pub store: Store,
    /// The present.
    pub clock: Clock,
    /// Mail server, sender, public URL.
    pub config: Arc<Config>,
    /// The page of a ticket that its requester's link opens.
    pub ticket_url: TicketUrl,
}

/// Makes the address of a ticket's page for its requester.
pub type TicketUrl = Arc<dyn Fn(&Ticket) -> String + Send + Sync>;

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// Sends letters until `stop` turns true; a letter under way is finished.
pub async fn run(mailer: Mailer, mut stop: watch::Receiver<bool>) {
    let transport = transport(&mailer.config.mail).unwrap_or_else(|error| {
        tracing::error!(error = format!("{error:#}"), "the mail server cannot be used; letters wait");
        None
    });
    if transport.is_some()
        && let Err(error) = mailer.wake().await
    {
        tracing::warn!(%error, "waking the letters that waited");
    }
    while !*stop.borrow() {
        match mailer.deliver(transport.as_ref(), &stop).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::warn!(%error, "reading the outbox"),
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

impl Mailer {
    async fn wake(&self) -> Result<(), StoreError> {
        let tx = self.store.write().await?;
        let woken = tx.wake_outbox(OutboxKind::Mail, self.clock.now()).await?;
        tx.commit().await?;
        if woken > 0 {
            tracing::info!(letters = woken, "letters that waited for a mail server leave now");
        }
        Ok(())
    }

    /// Sends a few letters that are due; how many were taken.
    async fn deliver(&self, transport: Option<&Transport>, stop: &watch::Receiver<bool>) -> Result<usize, StoreError> {
        let items = self.store.claim_outbox(OutboxKind::Mail, BATCH, self.clock.now()).await?;
        for item in &items {
            if *stop.borrow() {
                self.store.release_outbox(item.id).await?;
                continue;
            }
            let delivery = match transport {
                Some(transport) => self.send(transport, item).await,
                None => Delivery::NotSetUp,
            };
            if let Delivery::Failed(error) | Delivery::Refused(error) = &delivery {
                tracing::warn!(letter = %item.id, error, "a letter did not leave");
            }
            let tx = self.store.write().await?;
            tx.settle_outbox(item, delivery, self.clock.now()).await?;
            tx.commit().await?;
        }
        Ok(items.len())
    }

    async fn send(&self, transport: &Transport, item: &OutboxItem) -> Delivery {
        let message = match self.compose(item).await {
            Ok(Some(message)) => message,
            Ok(None) => return Delivery::Refused("what the letter tells of is gone".to_owned()),
            Err(error) => return Delivery::Failed(format!("{error:#}")),
        };
        match tokio::time::timeout(PATIENCE, transport.send(message)).await {
            Ok(Ok(_)) => Delivery::Sent,
            Ok(Err(error)) if smtp::is_final(&error) => Delivery::Refused(smtp::describe(&error)),
            Ok(Err(error)) => Delivery::Failed(smtp::describe(&error)),
            Err(_) => Delivery::Failed("the mail server did not answer in time".to_owned()),
        }
    }

    async fn compose(&self, item: &OutboxItem) -> anyhow::Result<Option<Message>> {
        let Some(letter) = item.letter() else { return Ok(None) };
        let Some(draft) = compose::draft(self, &letter).await? else { return Ok(None) };
        Ok(Some(compose::message(self, item.id, draft).await?))
    }
}
