//! Letters as they wait in the outbox: what they tell, not their text. The text is made when a letter
//! leaves, in the reader's language of that moment; secrets in links are drawn then and never stored.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ConversationId, NewOutbox, OutboxId, OutboxItem, OutboxKind, StoreError, TicketNumber, Tx, UserId};

/// A letter to send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub enum Letter {
    /// To the requester: the ticket has come in.
    TicketReceived {
        /// Which.
        ticket: TicketNumber,
    },
    /// To the requester: an agent has answered.
    TicketReplied {
        /// Which.
        ticket: TicketNumber,
        /// The answer.
        message: Uuid,
    },
    /// To the requester: it is solved; how was it?
    TicketSolved {
        /// Which.
        ticket: TicketNumber,
    },
    /// To the requester: their ticket goes on under another number.
    TicketMerged {
        /// The one that goes on.
        ticket: TicketNumber,
        /// The one that was merged into it.
        from: TicketNumber,
    },
    /// To a visitor: what was said in their conversation.
    Transcript {
        /// Which.
        conversation: ConversationId,
        /// Where they want it.
        address: String,
    },
    /// To a person of the desk: an account waits for them. The link in it ends earlier ones.
    Invitation {
        /// Whom.
        user: UserId,
    },
    /// To a person of the desk who forgot the password. The link in it ends earlier ones.
    PasswordReset {
        /// Whom.
        user: UserId,
    },
}

impl Letter {
    /// The ticket it belongs to.
    #[must_use]
    pub fn ticket(&self) -> Option<TicketNumber> {
        match self {
            Self::TicketReceived { ticket }
            | Self::TicketReplied { ticket, .. }
            | Self::TicketSolved { ticket }
            | Self::TicketMerged { ticket, .. } => Some(*ticket),
            Self::Transcript { .. } | Self::Invitation { .. } | Self::PasswordReset { .. } => None,
        }
    }
}

impl OutboxItem {
    /// The letter that the item is; none for a webhook.
    #[must_use]
    pub fn letter(&self) -> Option<Letter> {
        serde_json::from_value(self.payload.clone()).ok()
    }
}

impl Tx {
    /// Puts a letter into the outbox, in the transaction that it tells of.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_letter(&self, letter: &Letter, now: Timestamp) -> Result<OutboxId, StoreError> {
        let payload = serde_json::to_value(letter).map_err(|error| StoreError::Invalid(error.to_string()))?;
        self.insert_outbox(NewOutbox { kind: OutboxKind::Mail, payload, ticket: letter.ticket() }, now).await
    }
}
