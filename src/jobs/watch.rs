//! Watches the knowledge base's folder and publishes what changes, within a second.
//!
//! Events of the file system only say "look again": what is published is decided by reading the folder,
//! so that a lost event costs nothing but time (a slow poll is the net under it). A burst of events (an
//! editor saving, a `git pull`) is waited out briefly, but never for longer than half a second.

use std::{path::Path, sync::Arc, time::Duration};

use notify::Watcher as _;
use tokio::{sync::mpsc, sync::watch, time::Instant};

use crate::app::App;

/// Quiet time after the last event of a burst.
const QUIET: Duration = Duration::from_millis(120);
/// Longest wait from the first event of a burst.
const PATIENCE: Duration = Duration::from_millis(500);
/// What a start has to itself before the folder is looked at and watched.
const START: Duration = Duration::from_millis(200);
/// How often the folder is looked at without an event.
const POLL: Duration = Duration::from_mins(1);

/// Runs until `stop` turns true.
pub async fn run(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    tokio::time::sleep(START).await;
    let (sender, mut events) = mpsc::unbounded_channel();
    let watcher = watcher(&app.config.kb, sender);
    if let Err(error) = &watcher {
        tracing::warn!(%error, "cannot watch the knowledge base; looking at it every {} s instead", POLL.as_secs());
    }
    // What has changed before anybody watched.
    look(&app).await;
    let settling = app.clone();
    // Not served any better if it fails.
    let _ = tokio::task::spawn_blocking(move || settling.settle()).await;
    loop {
        let wait = app.next_change_in().map_or(POLL, |due| due.min(POLL));
        tokio::select! {
            _ = async { stop.wait_for(|stop| *stop).await.is_ok() } => break,
            Some(()) = events.recv() => settle(&mut events).await,
            () = tokio::time::sleep(wait) => {}
        }
        look(&app).await;
    }
    drop(watcher);
}

/// Publishes what has changed.
async fn look(app: &Arc<App>) {
    let publisher = app.clone();
    match tokio::task::spawn_blocking(move || publisher.publish()).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => {
            tracing::error!(error = format!("{error:#}"), "publishing failed; the last revision goes on");
        }
        Err(error) => tracing::error!(%error, "publishing was cut short; the last revision goes on"),
    }
}

fn watcher(folder: &Path, sender: mpsc::UnboundedSender<()>) -> notify::Result<notify::RecommendedWatcher> {
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let matters = event.as_ref().is_ok_and(|event| !event.kind.is_access()) || event.is_err();
        if matters {
            // The receiver is gone only when the server stops.
            let _ = sender.send(());
        }
    })?;
    watcher.watch(folder, notify::RecursiveMode::Recursive)?;
    Ok(watcher)
}

async fn settle(events: &mut mpsc::UnboundedReceiver<()>) {
    let latest = Instant::now() + PATIENCE;
    loop {
        let quiet = (Instant::now() + QUIET).min(latest);
        match tokio::time::timeout_at(quiet, events.recv()).await {
            Ok(Some(())) if Instant::now() < latest => {}
            _ => return,
        }
    }
}
