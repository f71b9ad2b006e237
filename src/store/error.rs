//! What can go wrong with the store, said so that the operator knows what to do.

use std::path::PathBuf;

use sea_orm::{DbErr, RuntimeErr, sqlx};

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The URL names no database that this program knows.
    #[error("the database URL must begin with sqlite:// or postgres://, and name a file or a server: {0}")]
    Address(String),
    /// The file cannot be opened or created.
    #[error("cannot open the database {path}: {source}")]
    Open {
        /// The file or server, without password.
        path: String,
        /// Why.
        source: DbErr,
    },
    /// Another process serves from this file.
    #[error("another answerdesk is using {}; stop it first, or give this one a database of its own", .0.display())]
    InUse(PathBuf),
    /// The database was written by a later version.
    #[error(
        "the database is newer than this program (it knows migration {found}, which this version does not); run the newer answerdesk, or restore a backup made with this one"
    )]
    Newer {
        /// The first migration that this program does not know.
        found: String,
    },
    /// Somebody else changed the record meanwhile: read it again.
    #[error("{0} was changed meanwhile")]
    Conflict(&'static str),
    /// The idempotency key came with another request before.
    #[error("this idempotency key was used for another request")]
    KeyReused,
    /// The record is not there (any more).
    #[error("there is no such {0}")]
    Missing(&'static str),
    /// There is one with this name or address already.
    #[error("there is a {0} already")]
    Taken(&'static str),
    /// What was given cannot be stored.
    #[error("{0}")]
    Invalid(String),
    /// A restore would overwrite what is there.
    #[error("the database is not empty; restore into a new one")]
    NotEmpty,
    /// The backup cannot be read.
    #[error("the backup cannot be used: {0}")]
    Backup(String),
    /// The database said no.
    #[error("database: {0}")]
    Db(#[from] DbErr),
    /// The file system said no.
    #[error("file: {0}")]
    Io(#[from] std::io::Error),
}

impl StoreError {
    /// Whether the database cannot be reached at the moment, or has no connection to spare.
    #[must_use]
    pub fn is_away(&self) -> bool {
        let Self::Db(error) = self else { return false };
        match error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
            DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => match &**error {
                sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => true,
                // Connection exceptions, and a server that shuts down or starts.
                sqlx::Error::Database(said) => {
                    said.code().is_some_and(|code| code.starts_with("08") || code.starts_with("57P"))
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// Turns the database's "unique constraint" into [`StoreError::Taken`].
    pub(super) fn unique(what: &'static str) -> impl Fn(DbErr) -> Self {
        move |error| match error.sql_err() {
            Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => Self::Taken(what),
            _ => Self::Db(error),
        }
    }
}
