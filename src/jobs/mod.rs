//! What happens without anybody asking: one job a file.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::watch::Receiver,
    task::JoinHandle,
    time::{Interval, MissedTickBehavior},
};

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
async fn stopped(stop: &mut Receiver<bool>) {
    // An error means that the application is gone, which is a stop too.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Something done at once and then again and again, until the application is told to stop.
struct Beat {
    tick: Interval,
    stop: Receiver<bool>,
}

impl Beat {
    fn every(period: Duration, stop: Receiver<bool>) -> Self {
        let mut tick = tokio::time::interval(period);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { tick, stop }
    }

    /// Waits for the next turn; false when it is time to stop.
    async fn next(&mut self) -> bool {
        tokio::select! {
            () = stopped(&mut self.stop) => false,
            _ = self.tick.tick() => true,
        }
    }
}
