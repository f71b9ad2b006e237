//! Table `tickets`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    desk::{Channel, Priority, Status},
    store::value::{ConversationId, Moment, TicketNumber, UserId},
};

/// A request of a customer.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "tickets")]
pub struct Model {
    /// As people say it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: TicketNumber,
    /// One line.
    pub subject: String,
    /// Who asks.
    pub requester_name: String,
    /// Address as typed.
    pub requester_email: String,
    /// Address folded to lower case.
    pub requester_key: String,
    /// Language to write in.
    pub locale: String,
    /// Where it stands.
    pub status: Status,
    /// How urgent.
    pub priority: Priority,
    /// Whose it is, by key.
    pub department: Option<String>,
    /// Who works on it.
    pub assignee: Option<UserId>,
    /// How it came in.
    pub channel: Channel,
    /// SHA-256 of the requester's link.
    pub access_hash: String,
    /// The conversation it came from.
    pub conversation_id: Option<ConversationId>,
    /// What the bot handed over.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub packet: Option<Json>,
    /// First reply promised by.
    pub first_reply_due: Option<Moment>,
    /// Next reply promised by.
    pub next_reply_due: Option<Moment>,
    /// Solution promised by.
    pub resolution_due: Option<Moment>,
    /// The first promise broken.
    pub breached_at: Option<Moment>,
    /// First public reply.
    pub first_replied_at: Option<Moment>,
    /// Solved (the last time).
    pub solved_at: Option<Moment>,
    /// Closed.
    pub closed_at: Option<Moment>,
    /// The requester's last message.
    pub requester_wrote_at: Moment,
    /// Replies the requester saw.
    pub public_replies: i32,
    /// Times taken up again.
    pub reopened: i32,
    /// Moves between departments.
    pub transfers: i32,
    /// Satisfaction, 1 to 5.
    pub csat: Option<i32>,
    /// What they added.
    pub csat_comment: Option<String>,
    /// The ticket that this one was merged into.
    #[serde(default)]
    pub merged_into: Option<TicketNumber>,
    /// Came in.
    pub created_at: Moment,
    /// Last change.
    pub updated_at: Moment,
    /// Rises with every change of any ticket; what an index follows.
    pub change: i64,
}

/// No relations: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
