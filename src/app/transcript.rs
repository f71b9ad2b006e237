//! A conversation by e-mail, for its visitor: the letter is written when it leaves.

use jiff::SignedDuration;
use uuid::Uuid;

use super::{App, Error, Result, tickets::email};
use crate::{
    base::Token,
    desk::Author,
    store::{Conversation, ConversationId, ConversationMessage, Letter, Limit},
};

/// So that nobody's mailbox can be filled from here: letters from one conversation, to one address, and by
/// one client to addresses that were not given in their conversations.
const PER_DAY: Limit = Limit { hits: 3, window: SignedDuration::from_hours(24) };
/// Letters of one conversation to an address that was not given in it.
const NOT_GIVEN: Limit = Limit { hits: 1, window: SignedDuration::from_hours(24) };

impl App {
    /// Puts the letter into the outbox. `client` is whom the limits count by.
    ///
    /// # Errors
    /// [`Error::NotFound`] without the conversation's token, [`Error::Invalid`] for what is no address,
    /// [`Error::TooMany`] after three letters on one day, or one to an address that nobody gave while talking.
    pub async fn mail_transcript(&self, id: Uuid, token: &Token, address: &str, client: &str) -> Result<()> {
        let found = self.store.find_conversation(ConversationId(id), token).await?.ok_or(Error::NotFound)?;
        let address = email(address)?;
        let whom = address.to_lowercase();
        let conversation = found.id.to_string();
        let mut limits = vec![("transcript-of", &*conversation, PER_DAY), ("transcript-to", &*whom, PER_DAY)];
        if !self.was_given(&found, &whom).await? {
            limits.push(("transcript-elsewhere-of", &conversation, NOT_GIVEN));
            limits.push(("transcript-elsewhere-by", client, PER_DAY));
        }
        let now = self.clock.now();
        let tx = self.store.write().await?;
        for (what, whom, limit) in limits {
            if let Some(until) = tx.hit_limit(what, whom, limit, now).await? {
                let wait = until.duration_since(now).as_secs().max(1);
                return Err(Error::TooMany { retry_after: wait.unsigned_abs() });
            }
        }
        tx.insert_letter(&Letter::Transcript { conversation: found.id, address }, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Whether the visitor has given this address while talking: written it, or sent it with a form.
    async fn was_given(&self, conversation: &Conversation, address: &str) -> Result<bool> {
        let quoted = format!("\"{address}\"");
        let holds = |known: &serde_json::Value| known.to_string().to_lowercase().contains(&quoted);
        if holds(&conversation.state) || conversation.visitor.as_ref().is_some_and(holds) {
            return Ok(true);
        }
        let messages = self.store.list_messages_of(&[conversation.id]).await?;
        let said = |message: &ConversationMessage| {
            let text = message.text.to_lowercase();
            text.split(|c: char| c.is_whitespace() || ",;<>()".contains(c))
                .any(|word| word.trim_end_matches('.') == address)
        };
        Ok(messages.iter().filter(|message| message.author == Author::Visitor).any(said))
    }
}
