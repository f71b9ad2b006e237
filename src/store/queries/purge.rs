//! Forgetting: what is older than the desk wants to keep, and what is over anyway.

use jiff::{SignedDuration, Timestamp};
use sea_orm::{ColumnTrait, Condition, DeleteMany, EntityTrait, QueryFilter};

use crate::{
    desk::Status,
    store::{
        Moment, StoreError, Tx,
        entities::{
            article_view, conversation, feedback, idempotency, link, outbox, rate_limit, search_log, session, ticket,
        },
    },
};

use super::{outbox::OutboxState, view::day};

/// What lives how long; `None`: for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Retention {
    /// Conversations since their last message (those of a kept ticket stay with it).
    pub conversations: Option<SignedDuration>,
    /// Closed tickets since their last change.
    pub tickets: Option<SignedDuration>,
    /// Searches, votes and counts of reads.
    pub statistics: Option<SignedDuration>,
}

/// What was forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Purged {
    /// Conversations.
    pub conversations: u64,
    /// Tickets.
    pub tickets: u64,
    /// Searches, votes, counts.
    pub statistics: u64,
    /// Sessions, links, limits, keys, sent letters: over anyway.
    pub spent: u64,
}

/// How long the answers to repeated writes and sent letters are kept.
const SPENT: SignedDuration = SignedDuration::from_hours(24 * 7);

impl Tx {
    /// Forgets what is older than wanted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn purge(&self, keep: Retention, now: Timestamp) -> Result<Purged, StoreError> {
        let mut purged = Purged { spent: self.purge_spent(now).await?, ..Purged::default() };
        if let Some(age) = keep.tickets {
            let old = ticket::Entity::delete_many()
                .filter(ticket::Column::Status.eq(Status::Closed))
                .filter(ticket::Column::UpdatedAt.lt(Moment::from(now - age)));
            purged.tickets = self.delete(old).await?;
        }
        if let Some(age) = keep.conversations {
            let kept =
                sea_orm::sea_query::Query::select().column(ticket::Column::Number).from(ticket::Entity).to_owned();
            let free = Condition::any()
                .add(conversation::Column::Ticket.is_null())
                .add(conversation::Column::Ticket.not_in_subquery(kept));
            let old = conversation::Entity::delete_many()
                .filter(conversation::Column::UpdatedAt.lt(Moment::from(now - age)))
                .filter(free);
            purged.conversations = self.delete(old).await?;
        }
        if let Some(age) = keep.statistics {
            purged.statistics = self.purge_statistics(now - age).await?;
        }
        Ok(purged)
    }

    async fn purge_statistics(&self, before: Timestamp) -> Result<u64, StoreError> {
        let moment = Moment::from(before);
        let searches = self.delete(search_log::Entity::delete_many().filter(search_log::Column::At.lt(moment))).await?;
        let votes = self.delete(feedback::Entity::delete_many().filter(feedback::Column::UpdatedAt.lt(moment))).await?;
        let reads = article_view::Entity::delete_many().filter(article_view::Column::Day.lt(day(before)));
        Ok(searches + votes + self.delete(reads).await?)
    }

    async fn purge_spent(&self, now: Timestamp) -> Result<u64, StoreError> {
        let (moment, week_ago) = (Moment::from(now), Moment::from(now - SPENT));
        let done = outbox::Entity::delete_many()
            .filter(outbox::Column::State.eq(OutboxState::Sent.as_str()))
            .filter(outbox::Column::DoneAt.lt(week_ago));
        let counts = [
            self.delete(session::Entity::delete_many().filter(session::Column::ExpiresAt.lt(moment))).await?,
            self.delete(link::Entity::delete_many().filter(link::Column::ExpiresAt.lt(moment))).await?,
            self.delete(rate_limit::Entity::delete_many().filter(rate_limit::Column::WindowAt.lt(week_ago))).await?,
            self.delete(idempotency::Entity::delete_many().filter(idempotency::Column::At.lt(week_ago))).await?,
            self.delete(done).await?,
        ];
        Ok(counts.iter().sum())
    }

    async fn delete<E: EntityTrait>(&self, what: DeleteMany<E>) -> Result<u64, StoreError> {
        Ok(what.exec(self.connection()).await?.rows_affected)
    }
}
