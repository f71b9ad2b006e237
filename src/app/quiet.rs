//! Conversations that have gone quiet are closed, politely; whoever comes back goes on where they were.

use jiff::{SignedDuration, Timestamp};

use super::{
    App, Result,
    converse::{known_visitor, parse_locale},
    turn::change_of,
};
use crate::{
    bot::State,
    store::{Conversation, NewTurn, StoreError},
};

/// Conversations in one go.
const BATCH: u64 = 200;
/// What is older was quiet before anybody looked: nobody waits for a goodbye.
const OLDEST: SignedDuration = SignedDuration::from_hours(24);

impl App {
    /// Closes what has been quiet for `bot.idle_minutes`; how many that were.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn close_quiet_conversations(&self) -> Result<usize> {
        let minutes = i64::from(self.config.bot.idle_minutes);
        if minutes == 0 {
            return Ok(0);
        }
        let now = self.clock.now();
        let before = now - SignedDuration::from_mins(minutes);
        let mut closed = 0;
        for conversation in self.store.list_quiet_conversations(before - OLDEST, before, BATCH).await? {
            match self.close_quietly(&conversation, now).await {
                Ok(()) => closed += 1,
                // Somebody has said something just now.
                Err(StoreError::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(closed)
    }

    async fn close_quietly(&self, conversation: &Conversation, now: Timestamp) -> Result<(), StoreError> {
        let locale = parse_locale(&conversation.locale);
        let context = self.context(&known_visitor(conversation), conversation.page_url.clone(), now);
        let outcome = self.snapshot().bot.idle(&locale, &State(conversation.state.clone()), &context);
        let change = change_of(&outcome.turn, &outcome.effects);
        let tx = self.store.write().await?;
        let new = NewTurn { said: None, turn: Some(&outcome.turn), state: outcome.state, change };
        tx.append_turn(conversation, new, now).await?;
        tx.commit().await?;
        self.hub.ring(conversation.id.0);
        Ok(())
    }
}
