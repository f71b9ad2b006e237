//! Table `article_views`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// How often an article was read on a day.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "article_views")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub article: String,
    /// Language.
    #[sea_orm(primary_key, auto_increment = false)]
    pub locale: String,
    /// UTC date, `2026-11-22`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: String,
    /// Times.
    pub views: i64,
}

/// No relations: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
