//! The outbox: letters and webhooks are written in the transaction that they tell of, and leave later,
//! at least once, with back-off; what cannot be delivered is kept where the desk sees it.

use jiff::{SignedDuration, Timestamp};
use sea_orm::{
    ActiveModelTrait as _,
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect as _,
    sea_query::{LockBehavior, LockType},
};
use serde_json::Value as Json;

use crate::store::{
    OutboxId, OutboxItem, Store, StoreError, TicketNumber, Tx,
    entities::outbox,
    value::{clean, clean_json, new_id},
};

/// Tries before an item is given up: spread over about three days.
const TRIES: i32 = 12;
/// First wait after a failure; doubles up to [`LONGEST_WAIT`].
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(30);
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(12);
/// How long a worker has an item before another may take it: the worker may have died.
const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// How an item leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutboxKind {
    /// By SMTP.
    Mail,
    /// By HTTP.
    Webhook,
}

/// Where an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutboxState {
    /// To be sent.
    Due,
    /// Nothing is set up to send it.
    Waiting,
    /// Sent.
    Sent,
    /// Given up.
    Dead,
}

/// An item to send.
#[derive(Debug, Clone)]
pub struct NewOutbox {
    /// How.
    pub kind: OutboxKind,
    /// What.
    pub payload: Json,
    /// The ticket it belongs to.
    pub ticket: Option<TicketNumber>,
}

/// What came of sending an item.
#[derive(Debug, Clone)]
pub enum Delivery {
    /// It arrived.
    Sent,
    /// It may arrive later.
    Failed(String),
    /// It never will: the address does not exist, say.
    Refused(String),
    /// Nothing is set up to send it.
    NotSetUp,
}

/// How many items stand where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OutboxCounts {
    /// To be sent.
    pub due: u64,
    /// Nothing is set up to send them.
    pub waiting: u64,
    /// Given up.
    pub dead: u64,
}

impl OutboxKind {
    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Webhook => "webhook",
        }
    }
}

impl OutboxState {
    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Dead => "dead",
        }
    }
}

impl Store {
    /// Takes up to `limit` items that are due, oldest first; no other worker gets them for five minutes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_outbox(
        &self,
        kind: OutboxKind,
        limit: u64,
        now: Timestamp,
    ) -> Result<Vec<OutboxItem>, StoreError> {
        let due = outbox::Entity::find()
            .filter(outbox::Column::Kind.eq(kind.as_str()))
            .filter(outbox::Column::State.eq(OutboxState::Due.as_str()))
            .filter(outbox::Column::DueAt.lte(now.as_millisecond()))
            .filter(free(now));
        if due.clone().one(self.reader()).await?.is_none() {
            return Ok(Vec::new());
        }
        let tx = self.write().await?;
        let items = due
            .order_by_asc(outbox::Column::DueAt)
            .order_by_asc(outbox::Column::Id)
            .limit(limit)
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
            .all(tx.connection())
            .await?;
        let ids: Vec<OutboxId> = items.iter().map(|item| item.id).collect();
        let until = Some((now + LEASE).into());
        outbox::Entity::update_many()
            .set(outbox::ActiveModel { locked_until: Set(until), ..Default::default() })
            .filter(outbox::Column::Id.is_in(ids))
            .exec(tx.connection())
            .await?;
        tx.commit().await?;
        Ok(items)
    }

    /// Gives back a claimed item that was not tried: the worker stops.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_outbox(&self, id: OutboxId) -> Result<(), StoreError> {
        let tx = self.write().await?;
        outbox::Entity::update_many()
            .set(outbox::ActiveModel { locked_until: Set(None), ..Default::default() })
            .filter(outbox::Column::Id.eq(id))
            .exec(tx.connection())
            .await?;
        tx.commit().await
    }

    /// Items in a state, newest first: what waits, what was given up.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_outbox(&self, state: OutboxState, limit: u64) -> Result<Vec<OutboxItem>, StoreError> {
        Ok(outbox::Entity::find()
            .filter(outbox::Column::State.eq(state.as_str()))
            .order_by_desc(outbox::Column::Id)
            .limit(limit)
            .all(self.reader())
            .await?)
    }

    /// Items that belong to a ticket, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_outbox_of(&self, ticket: TicketNumber) -> Result<Vec<OutboxItem>, StoreError> {
        Ok(outbox::Entity::find()
            .filter(outbox::Column::Ticket.eq(ticket))
            .order_by_asc(outbox::Column::Id)
            .limit(500)
            .all(self.reader())
            .await?)
    }

    /// How many stand where.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_outbox(&self) -> Result<OutboxCounts, StoreError> {
        let rows: Vec<(String, i64)> = outbox::Entity::find()
            .select_only()
            .column(outbox::Column::State)
            .column_as(outbox::Column::Id.count(), "count")
            .filter(outbox::Column::State.ne(OutboxState::Sent.as_str()))
            .group_by(outbox::Column::State)
            .into_tuple()
            .all(self.reader())
            .await?;
        let of = |state: OutboxState| {
            rows.iter().find(|(word, _)| word == state.as_str()).map_or(0, |row| row.1.unsigned_abs())
        };
        Ok(OutboxCounts { due: of(OutboxState::Due), waiting: of(OutboxState::Waiting), dead: of(OutboxState::Dead) })
    }
}

impl Tx {
    /// Puts an item into the outbox, in the transaction that it tells of.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_outbox(&self, new: NewOutbox, now: Timestamp) -> Result<OutboxId, StoreError> {
        let id = OutboxId(new_id(now));
        let row = OutboxItem {
            id,
            kind: new.kind.as_str().to_owned(),
            payload: clean_json(new.payload),
            state: OutboxState::Due.as_str().to_owned(),
            attempts: 0,
            due_at: now.into(),
            locked_until: None,
            error: None,
            ticket: new.ticket,
            created_at: now.into(),
            done_at: None,
        };
        outbox::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(self.connection()).await?;
        Ok(id)
    }

    /// Writes down what came of a claimed item.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn settle_outbox(&self, item: &OutboxItem, delivery: Delivery, now: Timestamp) -> Result<(), StoreError> {
        let attempts = item.attempts + 1;
        let (state, error) = match delivery {
            Delivery::Sent => (OutboxState::Sent, None),
            Delivery::NotSetUp => (OutboxState::Waiting, None),
            Delivery::Refused(error) => (OutboxState::Dead, Some(error)),
            Delivery::Failed(error) if attempts >= TRIES => (OutboxState::Dead, Some(error)),
            Delivery::Failed(error) => (OutboxState::Due, Some(error)),
        };
        let done = matches!(state, OutboxState::Sent | OutboxState::Dead);
        let row = outbox::ActiveModel {
            state: Set(state.as_str().to_owned()),
            attempts: Set(if state == OutboxState::Waiting { item.attempts } else { attempts }),
            due_at: Set((now + wait(attempts)).into()),
            locked_until: Set(None),
            error: Set(error.map(clean)),
            done_at: Set(done.then(|| now.into())),
            ..Default::default()
        };
        outbox::Entity::update_many().set(row).filter(outbox::Column::Id.eq(item.id)).exec(self.connection()).await?;
        Ok(())
    }

    /// Tries one item again now, from the start; whether there was such an item to retry.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn retry_outbox(&self, id: OutboxId, now: Timestamp) -> Result<bool, StoreError> {
        let again = outbox::Entity::update_many()
            .set(due_again(now))
            .filter(outbox::Column::Id.eq(id))
            .filter(outbox::Column::State.is_in([OutboxState::Dead.as_str(), OutboxState::Waiting.as_str()]))
            .exec(self.connection())
            .await?;
        Ok(again.rows_affected == 1)
    }

    /// Tries everything again that waits for a way to be sent: at start, once there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn wake_outbox(&self, kind: OutboxKind, now: Timestamp) -> Result<u64, StoreError> {
        let woken = outbox::Entity::update_many()
            .set(due_again(now))
            .filter(outbox::Column::Kind.eq(kind.as_str()))
            .filter(outbox::Column::State.eq(OutboxState::Waiting.as_str()))
            .exec(self.connection())
            .await?;
        Ok(woken.rows_affected)
    }
}

fn due_again(now: Timestamp) -> outbox::ActiveModel {
    outbox::ActiveModel {
        state: Set(OutboxState::Due.as_str().to_owned()),
        attempts: Set(0),
        due_at: Set(now.into()),
        locked_until: Set(None),
        done_at: Set(None),
        ..Default::default()
    }
}

fn free(now: Timestamp) -> Condition {
    Condition::any()
        .add(outbox::Column::LockedUntil.is_null())
        .add(outbox::Column::LockedUntil.lte(now.as_millisecond()))
}

/// The wait before try `attempts + 1`.
fn wait(attempts: i32) -> SignedDuration {
    let doubled = FIRST_WAIT.checked_mul(1 << attempts.clamp(1, 16).saturating_sub(1)).unwrap_or(LONGEST_WAIT);
    doubled.min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_the_last_try_is_days_after_the_first() {
        assert_eq!(wait(1), SignedDuration::from_secs(30));
        assert_eq!(wait(2), SignedDuration::from_mins(1));
        assert_eq!(wait(40), LONGEST_WAIT);
        let total: i64 = (1..TRIES).map(|attempt| wait(attempt).as_secs()).sum();
        assert!((8 * 3600..7 * 86400).contains(&total), "{total}");
    }
}
