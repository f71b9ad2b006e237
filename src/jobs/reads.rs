//! Writes down now and then what readers read, and once more at the end.

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use super::Beat;
use crate::app::App;

/// How often; also how old the list of the most read articles may be.
const EVERY: Duration = Duration::from_mins(2);

/// Runs until `stop` turns true.
pub async fn run(app: Arc<App>, stop: watch::Receiver<bool>) {
    let mut beat = Beat::every(EVERY, stop);
    loop {
        let goes_on = beat.next().await;
        if let Err(error) = app.keep_reads().await {
            tracing::warn!(%error, "what was read is not written down yet");
        }
        if !goes_on {
            return;
        }
    }
}
