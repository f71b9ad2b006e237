//! Writes down now and then what readers read, and once more at the end.

use std::{sync::Arc, time::Duration};

use tokio::{sync::watch, time::MissedTickBehavior};

use super::stopped;
use crate::app::App;

/// How often; also how old the list of the most read articles may be.
const EVERY: Duration = Duration::from_mins(2);

/// Runs until `stop` turns true.
pub async fn run(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let mut tick = tokio::time::interval(EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let stopping = tokio::select! {
            () = stopped(&mut stop) => true,
            _ = tick.tick() => false,
        };
        if let Err(error) = app.keep_reads().await {
            tracing::warn!(%error, "what was read is not written down yet");
        }
        if stopping {
            return;
        }
    }
}
