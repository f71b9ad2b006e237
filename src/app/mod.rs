//! The state of a running server and its use cases; web, jobs and cli call these and nothing below.

mod attachment;
mod call;
mod check;
mod check_cards;
mod check_phrases;
mod content;
mod converse;
mod desk;
mod error;
mod find;
mod hub;
mod learned;
mod lessons;
mod limits;
mod lists;
mod mailing;
mod outbox;
mod people;
mod promise;
mod publish;
mod quiet;
mod reads;
mod report;
mod saved_reply;
mod snapshot;
mod start;
mod starters;
mod ticket_search;
mod tickets;
mod transcript;
mod turn;

use std::sync::{Arc, atomic::AtomicI64};

use arc_swap::ArcSwap;

pub use attachment::Upload;
pub use call::{CallError, call};
pub use check::check;
pub use content::Feedback;
pub use converse::{ChatEvent, ChatMessage, MAX_MESSAGE, NewConversation};
pub use desk::{DeskTicket, NewReply, Seen};
pub use error::{Error, Result};
pub use lessons::{Conversations, Learned, Lesson, Replayed};
pub use limits::{Limit, Limits};
pub use outbox::Profile;
pub use people::{Actor, Right, Session};
pub use publish::{PublishState, Published, assemble, first_content, published_content};
pub use reads::Popular;
pub use report::{Figures, Gaps, Overdue, StaleTranslation};
pub use saved_reply::unfilled;
pub use snapshot::Snapshot;
pub use tickets::{NewTicket, RequesterMessage, RequesterTicket};

use crate::{
    base::{Clock, Locale},
    config::Config,
    index::Lock,
    search::TicketIndex,
    store::Store,
};

/// Everything a running server holds.
pub struct App {
    /// The configuration.
    pub config: Arc<Config>,
    /// The source of the present moment.
    pub clock: Clock,
    /// What one address may do.
    pub limits: Limits,
    store: Store,
    snapshot: ArcSwap<Snapshot>,
    tickets: TicketIndex,
    tickets_changed: tokio::sync::Notify,
    publishing: publish::Publishing,
    hub: Arc<hub::Hub>,
    /// The server's own secret, the same on every node: signs requesters' links.
    secret: String,
    stop: tokio::sync::watch::Sender<bool>,
    reads: reads::Reads,
    /// Median business seconds to a first reply of late, 0 when not known; a timer refreshes it.
    recent_reply: AtomicI64,
    /// When the last ticket was created, milliseconds.
    last_ticket_ms: AtomicI64,
    /// Examples are written into files one after the other.
    learning: tokio::sync::Mutex<()>,
    _lock: Lock,
}

impl App {
    /// The revision that answers now. A request takes one and keeps to it.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// The site's own locale: the configured one if it has content, else English, else the first.
    #[must_use]
    pub fn default_locale(&self) -> Locale {
        self.snapshot.load().locale_for(None, self.config.site.default_locale.as_deref())
    }

    /// The store, for jobs.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Turns true when the server is to stop.
    #[must_use]
    pub fn stopping(&self) -> tokio::sync::watch::Receiver<bool> {
        self.stop.subscribe()
    }

    /// Asks everything to stop.
    pub fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Whether the database answers, with the schema that this program needs.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it does not.
    pub async fn ready(&self) -> Result<()> {
        self.store.ready().await.map_err(|error| {
            tracing::warn!(%error, "not ready");
            Error::Unavailable
        })
    }
}
