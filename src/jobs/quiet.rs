//! Closes conversations that have gone quiet.

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use super::Beat;
use crate::app::App;

/// How often.
const EVERY: Duration = Duration::from_mins(1);

/// Runs until `stop` turns true.
pub async fn run(app: Arc<App>, stop: watch::Receiver<bool>) {
    let mut beat = Beat::every(EVERY, stop);
    while beat.next().await {
        if let Err(error) = app.close_quiet_conversations().await {
            tracing::warn!(%error, "closing quiet conversations");
        }
    }
}
