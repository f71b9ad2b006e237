//! Plain facts of a period for the reports; the arithmetic is the desk's ([`crate::desk`]).

use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect as _};

use crate::{
    desk::{
        Course,
        metrics::{ConversationFacts, TicketFacts},
    },
    store::{
        Conversation, Moment, Store, StoreError, Ticket,
        entities::{conversation, ticket},
    },
};

/// Most rows that one report reads.
const MOST: u64 = 200_000;

impl Store {
    /// Conversations begun in `[from, to)`, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn conversation_facts(
        &self,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<ConversationFacts>, StoreError> {
        let rows: Vec<Conversation> = conversation::Entity::find()
            .filter(conversation::Column::CreatedAt.gte(Moment::from(from)))
            .filter(conversation::Column::CreatedAt.lt(Moment::from(to)))
            .order_by_asc(conversation::Column::Id)
            .limit(MOST)
            .all(self.reader())
            .await?;
        Ok(rows.iter().map(ConversationFacts::from).collect())
    }

    /// Tickets that came in in `[from, to)`, oldest first; one merged into another is not counted twice.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ticket_facts(&self, from: Timestamp, to: Timestamp) -> Result<Vec<TicketFacts>, StoreError> {
        let rows = ticket::Entity::find()
            .filter(ticket::Column::CreatedAt.gte(Moment::from(from)))
            .filter(ticket::Column::CreatedAt.lt(Moment::from(to)))
            .filter(ticket::Column::MergedInto.is_null())
            .order_by_asc(ticket::Column::Number)
            .limit(MOST)
            .all(self.reader())
            .await?;
        Ok(rows.iter().map(TicketFacts::from).collect())
    }
}

impl From<&Conversation> for ConversationFacts {
    fn from(row: &Conversation) -> Self {
        Self {
            locale: row.locale.clone(),
            visitor_hash: row.visitor_hash.clone(),
            created_at: row.created_at.0,
            course: row.course(),
        }
    }
}

impl Conversation {
    /// What decides its outcome.
    #[must_use]
    pub fn course(&self) -> Course {
        Course {
            handed_off: self.handed_off,
            helped: self.helped,
            answered: self.answered,
            visitor_messages: self.visitor_messages.unsigned_abs(),
            last_at: self.updated_at.0,
        }
    }
}

impl From<&Ticket> for TicketFacts {
    fn from(row: &Ticket) -> Self {
        Self {
            number: row.number.0,
            status: row.status,
            priority: row.priority,
            channel: row.channel,
            department: row.department.clone(),
            requester: row.requester_key.clone(),
            created_at: row.created_at.0,
            first_replied_at: row.first_replied_at.map(|at| at.0),
            solved_at: row.solved_at.map(|at| at.0),
            public_replies: row.public_replies.unsigned_abs(),
            reopened: row.reopened.unsigned_abs(),
            transfers: row.transfers.unsigned_abs(),
            breached: row.breached_at.is_some(),
            csat: row.csat.and_then(|score| u8::try_from(score).ok()),
        }
    }
}
