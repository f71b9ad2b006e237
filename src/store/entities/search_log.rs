//! Table `search_log`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::store::value::Moment;

/// A submitted search.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "search_log")]
pub struct Model {
    /// Id, sorts by age.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Folded, personal data masked.
    pub query: String,
    /// Language.
    pub locale: String,
    /// `public`: submitted in the help center; `bot`: the bot had no answer.
    pub audience: String,
    /// Articles found.
    pub hits: i32,
    /// Key of the first article opened from it.
    pub clicked: Option<String>,
    /// The same visit, without saying who.
    pub visitor_hash: Option<String>,
    /// When.
    pub at: Moment,
}

/// No relations: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
