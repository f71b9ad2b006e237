//! Table `ticket_events`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    desk::Author,
    store::value::{Moment, TicketNumber, UserId},
};

/// Who changed what on a ticket.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "ticket_events")]
pub struct Model {
    /// Id, sorts by age.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Where.
    pub ticket: TicketNumber,
    /// What kind of actor.
    pub author: Author,
    /// Which agent.
    pub user_id: Option<UserId>,
    /// `created`, `status`, `priority`, `department`, `assignee`, `tags`, `subject`, `breached`, `csat`.
    pub what: String,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
    /// When.
    pub at: Moment,
}

/// No relations: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
