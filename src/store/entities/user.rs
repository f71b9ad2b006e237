//! Table `users`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    desk::Role,
    store::value::{Moment, UserId},
};

/// A person of the desk.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "users")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    /// Address as typed.
    pub email: String,
    /// Address folded to lower case; unique.
    pub email_key: String,
    /// Name as customers see it.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// argon2id, PHC string; none until the invitation is used.
    pub password_hash: Option<String>,
    /// Language of the desk for them.
    pub locale: Option<String>,
    /// Under their replies.
    pub signature: String,
    /// Since when they may not come in.
    pub disabled_at: Option<Moment>,
    /// Since when they are here.
    pub created_at: Moment,
    /// Last sign-in.
    pub signed_in_at: Option<Moment>,
}

/// No relations: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
