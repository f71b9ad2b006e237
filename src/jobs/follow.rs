//! Lets the index of tickets follow the store: at once when this server writes, soon when another does.

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use super::stopped;
use crate::app::App;

/// Several changes in this time are one commit.
const GATHER: Duration = Duration::from_millis(100);
/// How often the store is asked what other servers have written.
const POLL: Duration = Duration::from_secs(2);

/// Runs until `stop` turns true.
pub async fn run(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(error) = app.follow_tickets().await {
            tracing::warn!(%error, "the index of tickets cannot follow");
        }
        tokio::select! {
            () = stopped(&mut stop) => return,
            () = app.ticket_change() => tokio::time::sleep(GATHER).await,
            () = tokio::time::sleep(POLL) => {}
        }
    }
}
