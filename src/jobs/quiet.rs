//! Closes conversations that have gone quiet.

use std::{sync::Arc, time::Duration};

use tokio::{sync::watch, time::MissedTickBehavior};

use super::stopped;
use crate::app::App;

/// How often.
const EVERY: Duration = Duration::from_mins(1);

/// Runs until `stop` turns true.
pub async fn run(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let mut tick = tokio::time::interval(EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stopped(&mut stop) => return,
            _ = tick.tick() => {}
        }
        if let Err(error) = app.close_quiet_conversations().await {
            tracing::warn!(%error, "closing quiet conversations");
        }
    }
}
