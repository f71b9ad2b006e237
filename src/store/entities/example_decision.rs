//! Table `example_decisions`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::store::value::{Moment, UserId};

/// What a person decided about a message that was suggested as an example: it is not suggested again.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "example_decisions")]
pub struct Model {
    /// Names locale and message, without holding them.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Approved; else declined.
    pub approved: bool,
    /// Who decided.
    pub user_id: Option<UserId>,
    /// When.
    pub at: Moment,
}

/// No relations: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
