//! Table `attachments`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::store::value::{Moment, TicketNumber};

/// A file that came with a message.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "attachments")]
pub struct Model {
    /// Id, sorts by age.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Of which ticket.
    pub ticket: TicketNumber,
    /// With which of its messages.
    pub message: Uuid,
    /// The file's name, made safe.
    pub name: String,
    /// What it is by its content.
    pub content_type: String,
    /// Bytes.
    pub size: i64,
    /// The file itself; in a backup as Base64.
    #[serde(with = "as_base64")]
    pub content: Vec<u8>,
    /// When.
    pub at: Moment,
}

/// No relations: joins are written where they are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(super) mod as_base64 {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        STANDARD.decode(String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}
