//! What happens without anybody asking: one job a file.

use std::sync::Arc;

use tokio::{sync::watch::Receiver, task::JoinHandle};

use crate::app::App;

pub mod mail;
pub mod timers;
pub mod watch;

/// Starts the jobs that every server runs; each ends soon after `stop` turns true.
#[must_use]
pub fn start(app: &Arc<App>, stop: &Receiver<bool>) -> Vec<JoinHandle<()>> {
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
    ]
}
