//! Table `ticket_tags`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::store::value::TicketNumber;

/// A tag on a ticket.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "ticket_tags")]
pub struct Model {
    /// Where.
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket: TicketNumber,
    /// Lower case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tag: String,
}

/// No relations: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
