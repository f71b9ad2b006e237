//! What people decided about suggested examples: approved or declined, nothing is suggested twice.

use std::collections::HashSet;

use jiff::Timestamp;
use sea_orm::{ActiveModelTrait as _, EntityTrait, IntoActiveModel as _, QuerySelect as _, sea_query::OnConflict};

use crate::store::{Store, StoreError, Tx, UserId, entities::example_decision};

impl Store {
    /// The keys of all that was decided.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_example_decisions(&self) -> Result<HashSet<String>, StoreError> {
        let keys: Vec<String> = example_decision::Entity::find()
            .select_only()
            .column(example_decision::Column::Key)
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(keys.into_iter().collect())
    }
}

impl Tx {
    /// Writes a decision down; a later one replaces an earlier one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_example_decision(
        &self,
        key: String,
        approved: bool,
        by: Option<UserId>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        use example_decision::Column;
        let row = example_decision::Model { key, approved, user_id: by, at: now.into() };
        let again =
            OnConflict::column(Column::Key).update_columns([Column::Approved, Column::UserId, Column::At]).to_owned();
        example_decision::Entity::insert(row.into_active_model().reset_all())
            .on_conflict(again)
            .exec_without_returning(self.connection())
            .await?;
        Ok(())
    }
}
