//! Limits on how often something may be done, shared by all servers.

use jiff::{SignedDuration, Timestamp};
use sea_orm::{
    ActiveValue::Set,
    EntityTrait, ExprTrait as _,
    sea_query::{Expr, OnConflict, SimpleExpr},
};

use crate::{
    base::Token,
    store::{StoreError, Tx, entities::rate_limit},
};

/// So many times in so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Times.
    pub hits: i32,
    /// Length of the window.
    pub window: SignedDuration,
}

impl Tx {
    /// Counts one more of `what` for `whom` (hashed before it is stored): `None` while it is allowed,
    /// else when the window ends.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hit_limit(
        &self,
        what: &str,
        whom: &str,
        limit: Limit,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let window = std::cmp::Ord::max(limit.window.as_secs() * 1000, 1);
        let start = now.as_millisecond().div_euclid(window) * window;
        let start = Timestamp::from_millisecond(start).unwrap_or(now);
        let row = rate_limit::ActiveModel {
            key: Set(format!("{what}:{}", Token::shown(whom).hash())),
            window_at: Set(start.into()),
            hits: Set(1),
        };
        let same_window = Expr::col((rate_limit::Entity, rate_limit::Column::WindowAt)).eq(start.as_millisecond());
        let one_more = Expr::col((rate_limit::Entity, rate_limit::Column::Hits)).add(1);
        let hits: SimpleExpr = Expr::case(same_window, one_more).finally(1).into();
        let conflict = OnConflict::column(rate_limit::Column::Key)
            .value(rate_limit::Column::Hits, hits)
            .value(rate_limit::Column::WindowAt, start.as_millisecond())
            .to_owned();
        let row = rate_limit::Entity::insert(row).on_conflict(conflict).exec_with_returning(self.connection()).await?;
        Ok((row.hits > limit.hits).then(|| start + limit.window))
    }

    /// Forgets the count of `what` for `whom`: after a success, say.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn clear_limit(&self, what: &str, whom: &str) -> Result<(), StoreError> {
        let key = format!("{what}:{}", Token::shown(whom).hash());
        rate_limit::Entity::delete_by_id(key).exec(self.connection()).await?;
        Ok(())
    }
}
