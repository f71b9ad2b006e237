//! Table `api_tokens`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    desk::Role,
    store::value::{ApiTokenId, Moment, UserId},
};

/// What a program shows to come in.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "api_tokens")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApiTokenId,
    /// SHA-256 of the secret.
    pub token_hash: String,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Who made it.
    pub created_by: Option<UserId>,
    /// Made.
    pub created_at: Moment,
    /// Good until.
    pub expires_at: Option<Moment>,
    /// Last use, to the minute.
    pub used_at: Option<Moment>,
    /// Revoked.
    pub revoked_at: Option<Moment>,
}

/// No relations: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
