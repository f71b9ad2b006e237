//! Table `one_time_links`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::store::value::{Moment, UserId};

/// A link that lets somebody in once: an invitation, a new password, the first admin.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "one_time_links")]
pub struct Model {
    /// SHA-256 of the secret in the link.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: String,
    /// `invite`, `password` or `setup`.
    pub purpose: String,
    /// For whom; none for the first admin.
    pub user_id: Option<UserId>,
    /// Made.
    pub created_at: Moment,
    /// Good until.
    pub expires_at: Moment,
    /// Used or superseded.
    pub used_at: Option<Moment>,
}

/// No relations: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
