//! Table `conversation_messages`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    desk::Author,
    store::value::{ConversationId, Moment},
};

/// One message of a conversation.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "conversation_messages")]
pub struct Model {
    /// Where.
    #[sea_orm(primary_key, auto_increment = false)]
    pub conversation_id: ConversationId,
    /// 1, 2, 3, … within the conversation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i32,
    /// Visitor, bot, agent or system.
    pub author: Author,
    /// Plain text.
    pub text: String,
    /// The bot's turn as it was sent.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub turn: Option<Json>,
    /// When.
    pub at: Moment,
}

/// No relations: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
