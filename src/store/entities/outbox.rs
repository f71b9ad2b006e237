//! Table `outbox`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::store::value::{Moment, OutboxId, TicketNumber};

/// A letter or webhook on its way out.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    /// Id, sorts by age.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OutboxId,
    /// `mail` or `webhook`.
    pub kind: String,
    /// What to send.
    #[sea_orm(column_type = "JsonBinary")]
    pub payload: Json,
    /// `due`, `waiting` (nothing is set up to send it), `sent` or `dead`.
    pub state: String,
    /// Times tried.
    pub attempts: i32,
    /// Not before.
    pub due_at: Moment,
    /// A worker has it until then.
    pub locked_until: Option<Moment>,
    /// What went wrong the last time.
    pub error: Option<String>,
    /// The ticket it belongs to.
    pub ticket: Option<TicketNumber>,
    /// Written.
    pub created_at: Moment,
    /// Sent or given up.
    pub done_at: Option<Moment>,
}

/// No relations: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
