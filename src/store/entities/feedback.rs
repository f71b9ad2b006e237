//! Table `feedback`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::store::value::Moment;

/// Whether an article helped: one vote a visitor.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "feedback")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Key.
    pub article: String,
    /// Language read.
    pub locale: String,
    /// Content that was read.
    pub revision: String,
    /// The same visitor, without saying who.
    pub visitor_hash: String,
    /// Yes or no.
    pub helpful: bool,
    /// Why not, from a list.
    pub reason: Option<String>,
    /// In their words.
    pub comment: Option<String>,
    /// First vote.
    pub created_at: Moment,
    /// Last change.
    pub updated_at: Moment,
}

/// No relations: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
