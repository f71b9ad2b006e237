//! Table `conversation_files`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::store::value::{ConversationId, Moment};

/// A file that a visitor sent to the bot.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "conversation_files")]
pub struct Model {
    /// Id, sorts by age.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// In which conversation.
    pub conversation: ConversationId,
    /// The file's name, made safe.
    pub name: String,
    /// What it is by its content.
    pub content_type: String,
    /// Bytes.
    pub size: i64,
    /// The file itself; in a backup as Base64.
    #[serde(with = "super::attachment::as_base64")]
    pub content: Vec<u8>,
    /// When.
    pub at: Moment,
}

/// No relations: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
