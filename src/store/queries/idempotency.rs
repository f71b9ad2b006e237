//! A write that may be sent twice happens once: the answer to the first is the answer to the second.

use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, EntityTrait, TryInsertResult};
use serde_json::Value as Json;

use crate::{
    base::Token,
    store::{StoreError, Tx, entities::idempotency, value::clean_json},
};

/// What to do with a write that carries a key.
#[derive(Debug, Clone, PartialEq)]
pub enum Replay {
    /// Do it, then [`Tx::remember_answer`] in the same transaction.
    First,
    /// It was done: answer this.
    Again(Json),
}

impl Tx {
    /// Claims a key (of `scope`: whose and which write) for a request. Of two servers that claim it at
    /// once, the second waits for the first.
    ///
    /// # Errors
    /// [`StoreError::KeyReused`] when the key was used for another request.
    pub async fn claim_key(
        &self,
        scope: &str,
        key: &str,
        request: &[u8],
        now: Timestamp,
    ) -> Result<Replay, StoreError> {
        let request_hash = Token::shown(String::from_utf8_lossy(request)).hash();
        let key = Token::shown(key).hash();
        let row = idempotency::ActiveModel {
            scope: Set(scope.to_owned()),
            key: Set(key.clone()),
            request_hash: Set(request_hash.clone()),
            response: Set(Json::Null),
            at: Set(now.into()),
        };
        let inserted = idempotency::Entity::insert(row)
            .on_conflict_do_nothing_on([idempotency::Column::Scope, idempotency::Column::Key])
            .exec_without_returning(self.connection())
            .await?;
        if matches!(inserted, TryInsertResult::Inserted(1..)) {
            return Ok(Replay::First);
        }
        let found = idempotency::Entity::find_by_id((scope.to_owned(), key)).one(self.connection()).await?;
        match found {
            Some(found) if found.request_hash == request_hash => Ok(Replay::Again(found.response)),
            _ => Err(StoreError::KeyReused),
        }
    }

    /// Keeps the answer to a claimed key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remember_answer(&self, scope: &str, key: &str, response: Json) -> Result<(), StoreError> {
        use sea_orm::{ColumnTrait as _, QueryFilter as _};
        idempotency::Entity::update_many()
            .set(idempotency::ActiveModel { response: Set(clean_json(response)), ..Default::default() })
            .filter(idempotency::Column::Scope.eq(scope))
            .filter(idempotency::Column::Key.eq(Token::shown(key).hash()))
            .exec(self.connection())
            .await?;
        Ok(())
    }
}
