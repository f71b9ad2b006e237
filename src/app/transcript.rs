//! A conversation by e-mail, for its visitor: the letter is written when it leaves.

use jiff::SignedDuration;
use uuid::Uuid;

use super::{App, Error, Result, tickets::email};
use crate::{
    base::Token,
    store::{ConversationId, Letter, Limit},
};

/// So that nobody's mailbox can be filled from here: letters from one conversation, and to one address.
const PER_DAY: Limit = Limit { hits: 3, window: SignedDuration::from_hours(24) };

impl App {
    /// Puts the letter into the outbox.
    ///
    /// # Errors
    /// [`Error::NotFound`] without the conversation's token, [`Error::Invalid`] for what is no address,
    /// [`Error::TooMany`] after three letters on one day.
    pub async fn mail_transcript(&self, id: Uuid, token: &Token, address: &str) -> Result<()> {
        let found = self.store.find_conversation(ConversationId(id), token).await?.ok_or(Error::NotFound)?;
        let address = email(address)?;
        let now = self.clock.now();
        let tx = self.store.write().await?;
        let conversation = found.id.to_string();
        for (what, whom) in [("transcript-of", &conversation), ("transcript-to", &address.to_lowercase())] {
            if let Some(until) = tx.hit_limit(what, whom, PER_DAY, now).await? {
                let wait = until.duration_since(now).as_secs().max(1);
                return Err(Error::TooMany { retry_after: wait.unsigned_abs() });
            }
        }
        tx.insert_letter(&Letter::Transcript { conversation: found.id, address }, now).await?;
        tx.commit().await?;
        Ok(())
    }
}
