//! Small upkeep of the server's own memory: limits that nobody is near any more, the usual reply time.

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use super::Beat;
use crate::app::App;

/// How often.
const EVERY: Duration = Duration::from_mins(5);

/// Runs until `stop` turns true.
pub async fn run(app: Arc<App>, stop: watch::Receiver<bool>) {
    let mut beat = Beat::every(EVERY, stop);
    while beat.next().await {
        app.limits.tidy();
        if let Err(error) = app.refresh_recent_reply().await {
            tracing::warn!(%error, "cannot compute the usual reply time");
        }
    }
}
