//! Table `sessions`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::store::value::{Moment, UserId};

/// A signed-in browser.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    /// SHA-256 of the cookie.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: String,
    /// Who.
    pub user_id: UserId,
    /// What forms must send along.
    pub csrf: String,
    /// Signed in.
    pub created_at: Moment,
    /// Last request, to the minute.
    pub seen_at: Moment,
    /// Over at.
    pub expires_at: Moment,
}

/// No relations: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
