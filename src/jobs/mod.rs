//! What happens without anybody asking: one job a file.

use std::sync::Arc;

use tokio::task::JoinHandle;

use crate::app::App;

mod follow;
pub mod mail;
mod quiet;
mod reads;
mod tidy;
pub mod timers;
mod watch;

/// Starts the jobs that every server runs; each ends soon after the application is told to stop.
#[must_use]
pub fn start(app: &Arc<App>) -> Vec<JoinHandle<()>> {
    let stop = app.stopping();
    let pages = Arc::clone(app);
    let mailer = mail::Mailer {
        store: app.store().clone(),
        clock: app.clock,
        config: Arc::clone(&app.config),
        ticket_url: Arc::new(move |ticket| pages.access_url(ticket)),
    };
    let timers = timers::Timers { store: app.store().clone(), clock: app.clock, config: Arc::clone(&app.config) };
    vec![
        tokio::spawn(watch::run(Arc::clone(app), stop.clone())),
        tokio::spawn(mail::run(mailer, stop.clone())),
        tokio::spawn(timers::run(timers, stop.clone())),
        tokio::spawn(follow::run(Arc::clone(app), stop.clone())),
        tokio::spawn(reads::run(Arc::clone(app), stop.clone())),
        tokio::spawn(quiet::run(Arc::clone(app), stop.clone())),
        tokio::spawn(tidy::run(Arc::clone(app), stop.clone())),
    ]
}

/// Waits until the application is told to stop.
async fn stopped(stop: &mut tokio::sync::watch::Receiver<bool>) {
    // An error means that the application is gone, which is a stop too.
    let _ = stop.wait_for(|stop| *stop).await;
}
