//! What must not be lost: on SQLite and PostgreSQL alike.

mod backup;
mod conversation;
mod merge;
mod migration;
mod outbox;
mod people;
mod statistics;
pub mod ticket;

use jiff::{Timestamp, ToSpan as _};

/// A moment of a quiet test day, `minutes` after its beginning.
pub fn at(minutes: i64) -> Timestamp {
    "2026-11-02T08:00:00Z".parse::<Timestamp>().unwrap() + minutes.minutes()
}

/// Runs one test on every kind of database.
macro_rules! on_both_databases {
    ($(#[$doc:meta])* async fn $name:ident($db:ident) $body:block) => {
        $(#[$doc])*
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            for $db in crate::support::database::databases().await $body
        }
    };
}
pub(crate) use on_both_databases;
