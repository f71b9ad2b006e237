//! Table `rate_limits`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::store::value::Moment;

/// How often something was done in a window of time.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "rate_limits")]
pub struct Model {
    /// What is limited, for whom (hashed where it is a person).
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Start of the window.
    pub window_at: Moment,
    /// Times in it.
    pub hits: i32,
}

/// No relations: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
