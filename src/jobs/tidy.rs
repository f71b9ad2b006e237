//! Small upkeep of the server's own memory: limits that nobody is near any more, the usual reply time.

use std::{sync::Arc, time::Duration};

use tokio::{sync::watch, time::MissedTickBehavior};

use super::stopped;
use crate::app::App;

/// How often.
const EVERY: Duration = Duration::from_mins(5);

/// Runs until `stop` turns true.
pub async fn run(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let mut tick = tokio::time::interval(EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stopped(&mut stop) => return,
            _ = tick.tick() => {}
        }
        app.limits.tidy();
        if let Err(error) = app.refresh_recent_reply().await {
            tracing::warn!(%error, "cannot compute the usual reply time");
        }
    }
}
