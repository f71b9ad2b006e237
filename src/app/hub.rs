//! Tells those who listen to a conversation that something was added to it.
//!
//! Only a bell: what was added is read from the store, so that a listener never misses a message, also
//! when it was written by another server (then a slow poll finds it).

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::watch;
use uuid::Uuid;

/// The bells, one for each conversation that somebody listens to.
#[derive(Debug, Default)]
pub struct Hub {
    bells: Mutex<HashMap<Uuid, watch::Sender<u64>>>,
}

impl Hub {
    /// Rings the bell of a conversation.
    pub fn ring(&self, conversation: Uuid) {
        let bells = self.bells.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bell) = bells.get(&conversation) {
            bell.send_modify(|count| *count += 1);
        }
    }

    /// Listens to a conversation's bell.
    pub fn listen(self: &Arc<Self>, conversation: Uuid) -> watch::Receiver<u64> {
        let mut bells = self.bells.lock().unwrap_or_else(PoisonError::into_inner);
        bells.retain(|_, bell| bell.receiver_count() > 0);
        bells.entry(conversation).or_insert_with(|| watch::Sender::new(0)).subscribe()
    }
}
