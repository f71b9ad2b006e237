//! What must not be lost: conversations, tickets, votes, people, letters on their way out.
//!
//! The same code on SQLite (embedded, the default) and PostgreSQL (several servers); the URL decides
//! and [`dialect`] alone knows. Reads are methods of [`Store`]; writes are methods of [`Tx`], which
//! [`Store::write`] begins and [`Tx::commit`] ends: what was not committed did not happen. Several
//! writes that belong together (a ticket, its message, the letter about it) share one `Tx`.

use std::{
    fs::File,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use sea_orm::{DatabaseConnection, DatabaseTransaction, TransactionTrait as _};

mod backup;
mod dialect;
mod entities;
mod error;
mod letter;
mod migration;
mod queries;
mod value;

pub use backup::BackupSummary;
pub use entities::{
    api_token::Model as ApiToken, conversation::Model as Conversation,
    conversation_message::Model as ConversationMessage, feedback::Model as Feedback, outbox::Model as OutboxItem,
    search_log::Model as SearchEntry, session::Model as Session, ticket::Model as Ticket,
    ticket_event::Model as TicketEvent, ticket_message::Model as TicketMessage, user::Model as User,
};
pub use error::StoreError;
pub use letter::Letter;
pub use queries::*;
pub use value::{ApiTokenId, ConversationId, Moment, OutboxId, TicketNumber, UserId, new_id};

/// Open connections to one database; cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    pools: dialect::Pools,
    lock: Mutex<Option<File>>,
    passwords: queries::Passwords,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

impl Store {
    /// Opens the database of a URL: `sqlite://data/answerdesk.db` (created if it is not there) or
    /// `postgres://user:password@host/name?sslmode=verify-full`. Call [`Store::migrate`] next.
    ///
    /// # Errors
    /// When the URL means nothing, or the file or server cannot be reached.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        let pools = dialect::open(url).await?;
        let inner = Inner { pools, lock: Mutex::new(None), passwords: queries::Passwords::new() };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Claims an SQLite file for this process until the store is dropped; a server does so first of
    /// all. PostgreSQL is made for several servers and needs none.
    ///
    /// # Errors
    /// [`StoreError::InUse`] at once when another server has it.
    pub fn lock_exclusive(&self) -> Result<(), StoreError> {
        let Some(file) = self.file() else { return Ok(()) };
        let mut held = self.inner.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if held.is_none() {
            *held = Some(dialect::lock_file(file)?);
        }
        Ok(())
    }

    /// Begins a writing transaction; the only way to write.
    ///
    /// # Errors
    /// When the database cannot be reached or is overloaded.
    pub async fn write(&self) -> Result<Tx, StoreError> {
        #[expect(clippy::disallowed_methods, reason = "the one place where writing begins: IMMEDIATE on SQLite")]
        let inner = self.inner.pools.write.begin_with_options(dialect::write_options()).await?;
        Ok(Tx { inner })
    }

    /// Whether the database answers, with the schema that this program needs.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ready(&self) -> Result<(), StoreError> {
        self.reader().ping().await?;
        match self.pending_migrations().await?.first() {
            None => Ok(()),
            Some(step) => Err(StoreError::Invalid(format!("the database has not been migrated ({step})"))),
        }
    }

    /// Ends all connections, after what is under way.
    pub async fn close(&self) {
        for pool in [&self.inner.pools.write, &self.inner.pools.read] {
            if let Err(error) = pool.close_by_ref().await {
                tracing::warn!(%error, "closing the database");
            }
        }
    }

    /// A transaction for reading in which everything is of one moment.
    async fn snapshot(&self) -> Result<DatabaseTransaction, StoreError> {
        let options = dialect::snapshot_options(self.reader());
        #[expect(clippy::disallowed_methods, reason = "reads only, never turns into a write")]
        let snapshot = self.reader().begin_with_options(options).await?;
        Ok(snapshot)
    }

    fn reader(&self) -> &DatabaseConnection {
        &self.inner.pools.read
    }

    fn file(&self) -> Option<&Path> {
        self.inner.pools.file.as_deref()
    }
}

/// A writing transaction. Dropped without [`Tx::commit`], nothing of it has happened.
pub struct Tx {
    inner: DatabaseTransaction,
}

impl Tx {
    /// Makes everything of this transaction durable.
    ///
    /// # Errors
    /// When the database could not; then nothing of it has happened.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.inner.commit().await?)
    }

    fn connection(&self) -> &DatabaseTransaction {
        &self.inner
    }
}
