//! Table `ticket_messages`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    desk::Author,
    store::value::{Moment, TicketNumber, UserId},
};

/// One message of a ticket.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "ticket_messages")]
pub struct Model {
    /// Id, sorts by age.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Where.
    pub ticket: TicketNumber,
    /// Requester, agent, bot or system.
    pub author: Author,
    /// Which agent.
    pub user_id: Option<UserId>,
    /// Name as shown.
    pub author_name: String,
    /// A note that only agents see.
    pub internal: bool,
    /// Text (Markdown for agents, plain for requesters).
    pub body: String,
    /// Message-ID of the letter that brought or carried it.
    pub mail_id: Option<String>,
    /// When.
    pub at: Moment,
}

/// No relations: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
