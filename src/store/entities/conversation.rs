//! Table `conversations`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::store::value::{ConversationId, Moment, TicketNumber};

/// A conversation with the bot.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "conversations")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConversationId,
    /// SHA-256 of the visitor's token.
    pub token_hash: String,
    /// Language.
    pub locale: String,
    /// The page that embeds the widget.
    pub page_url: Option<String>,
    /// What the embedding site says of the visitor.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub visitor: Option<Json>,
    /// The same visitor, without saying who.
    pub visitor_hash: Option<String>,
    /// What the dialogue remembers; the bot's own.
    #[sea_orm(column_type = "JsonBinary")]
    pub state: Json,
    /// Counts turns; a writer must know the last.
    pub version: i64,
    /// Number of the last message.
    pub seq: i32,
    /// Closed.
    pub closed_at: Option<Moment>,
    /// The last turn answered.
    pub answered: bool,
    /// What the visitor said of it.
    pub helped: Option<bool>,
    /// A ticket or a person took over.
    pub handed_off: bool,
    /// Messages of the visitor.
    pub visitor_messages: i32,
    /// The ticket, once there is one.
    pub ticket: Option<TicketNumber>,
    /// Begun.
    pub created_at: Moment,
    /// Last message.
    pub updated_at: Moment,
}

/// No relations: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
