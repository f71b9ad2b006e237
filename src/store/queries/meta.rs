//! What the program keeps for itself: secrets drawn once, counters that only go up.

use sea_orm::{
    ActiveValue::Set,
    EntityTrait, ExprTrait as _,
    sea_query::{Expr, OnConflict},
};

use crate::{
    base::Token,
    store::{
        Store, StoreError, Tx,
        entities::{counter, meta},
    },
};

impl Store {
    /// A secret that is drawn once and then the same for every server of this database.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn secret(&self, name: &str) -> Result<String, StoreError> {
        if let Some(row) = meta::Entity::find_by_id(name.to_owned()).one(self.reader()).await? {
            return Ok(row.value);
        }
        let tx = self.write().await?;
        let drawn = meta::ActiveModel { key: Set(name.to_owned()), value: Set(Token::random().reveal().to_owned()) };
        meta::Entity::insert(drawn)
            .on_conflict(OnConflict::column(meta::Column::Key).do_nothing().to_owned())
            .exec_without_returning(tx.connection())
            .await?;
        let row = meta::Entity::find_by_id(name.to_owned()).one(tx.connection()).await?;
        tx.commit().await?;
        row.map(|row| row.value).ok_or(StoreError::Missing("secret"))
    }

    /// A setting that a server left for the others.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(meta::Entity::find_by_id(name.to_owned()).one(self.reader()).await?.map(|row| row.value))
    }
}

impl Tx {
    /// Leaves a setting for all servers.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let row = meta::ActiveModel { key: Set(name.to_owned()), value: Set(value.to_owned()) };
        meta::Entity::insert(row)
            .on_conflict(OnConflict::column(meta::Column::Key).update_column(meta::Column::Value).to_owned())
            .exec_without_returning(self.connection())
            .await?;
        Ok(())
    }

    /// The next value of a counter, the first being `first`. Whoever draws holds the counter until the
    /// transaction ends, so values become visible in their order.
    pub(super) async fn next_value(&self, name: &str, first: i64) -> Result<i64, StoreError> {
        let row = counter::ActiveModel { name: Set(name.to_owned()), value: Set(first) };
        let up = Expr::col((counter::Entity, counter::Column::Value)).add(1);
        let row = counter::Entity::insert(row)
            .on_conflict(OnConflict::column(counter::Column::Name).value(counter::Column::Value, up).to_owned())
            .exec_with_returning(self.connection())
            .await?;
        Ok(row.value)
    }
}
