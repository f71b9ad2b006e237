//! How the house's own types are kept in a column: moments as whole milliseconds since 1970 (UTC),
//! words and locales as text, ids as UUIDs. Both databases keep these exactly.

use jiff::Timestamp;
use sea_orm::{
    ColIdx, DbErr, QueryResult, TryFromU64, TryGetError, TryGetable, Value,
    sea_query::{ArrayType, ColumnType, Nullable, StringLen, ValueType, ValueTypeErr},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    base::Locale,
    desk::{Author, Channel, Outcome, Priority, Role, Status},
};

macro_rules! column_value {
    ($type:ty, $raw:ty, $column:expr, $array:expr, |$own:ident| $to_raw:expr, |$stored:ident| $from_raw:expr) => {
        impl From<$type> for Value {
            fn from($own: $type) -> Self {
                Value::from($to_raw)
            }
        }

        impl TryGetable for $type {
            fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
                let $stored = <$raw as TryGetable>::try_get_by(row, index)?;
                $from_raw.map_err(|error| TryGetError::DbErr(DbErr::Type(error.to_string())))
            }
        }

        impl ValueType for $type {
            fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
                let $stored = <$raw as ValueType>::try_from(value)?;
                $from_raw.map_err(|_| ValueTypeErr)
            }

            fn type_name() -> String {
                stringify!($type).to_owned()
            }

            fn array_type() -> ArrayType {
                $array
            }

            fn column_type() -> ColumnType {
                $column
            }
        }

        impl Nullable for $type {
            fn null() -> Value {
                <$raw as Nullable>::null()
            }
        }

        impl sea_orm::IntoActiveValue<$type> for $type {
            fn into_active_value(self) -> sea_orm::ActiveValue<$type> {
                sea_orm::ActiveValue::Set(self)
            }
        }
    };
}

macro_rules! text_values {
    ($($type:ty),+) => {$(
        column_value!(
            $type, String, ColumnType::String(StringLen::None), ArrayType::String,
            |own| own.to_string(), |stored| stored.parse::<$type>()
        );
    )+};
}

text_values!(Locale, Author, Channel, Outcome, Priority, Role, Status);

/// A moment as it is stored: whole milliseconds, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment(pub Timestamp);

impl Moment {
    /// Milliseconds since 1970.
    #[must_use]
    pub fn millis(self) -> i64 {
        self.0.as_millisecond()
    }
}

impl From<Timestamp> for Moment {
    fn from(at: Timestamp) -> Self {
        Self(Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at))
    }
}

impl From<Moment> for Timestamp {
    fn from(moment: Moment) -> Self {
        moment.0
    }
}

column_value!(Moment, i64, ColumnType::BigInteger, ArrayType::BigInt, |own| own.millis(), |stored| {
    Timestamp::from_millisecond(stored).map(Moment)
});

macro_rules! uuid_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }

        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }

        column_value!(
            $name, Uuid, ColumnType::Uuid, ArrayType::Uuid,
            |own| own.0, |stored| Ok::<_, std::convert::Infallible>(Self(stored))
        );
    )+};
}

uuid_ids!(
    /// A person of the desk.
    UserId,
    /// A conversation with the bot.
    ConversationId,
    /// A program's token.
    ApiTokenId,
    /// A letter or webhook in the outbox.
    OutboxId,
);

/// A ticket's number as people say it: 1001, 1002, …
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TicketNumber(pub i64);

impl std::fmt::Display for TicketNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for TicketNumber {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.trim_start_matches('#').parse().map(Self)
    }
}

impl TryFromU64 for TicketNumber {
    fn try_from_u64(number: u64) -> Result<Self, DbErr> {
        number.try_into().map(Self).map_err(|_| DbErr::ConvertFromU64("TicketNumber"))
    }
}

column_value!(TicketNumber, i64, ColumnType::BigInteger, ArrayType::BigInt, |own| own.0, |stored| Ok::<
    _,
    std::convert::Infallible,
>(Self(stored)));

/// A new `UUIDv7` for this moment: ids of one table sort by age.
#[must_use]
pub fn new_id(now: Timestamp) -> Uuid {
    let since_epoch = std::time::Duration::from_millis(now.as_millisecond().max(0).cast_unsigned());
    Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, since_epoch.as_secs(), since_epoch.subsec_nanos()))
}

/// Text without NUL, which PostgreSQL refuses in text and JSON.
pub(super) fn clean(text: impl Into<String>) -> String {
    let text = text.into();
    if text.contains('\0') { text.replace('\0', "") } else { text }
}

/// JSON without NUL in its texts.
pub(super) fn clean_json(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value as Json;
    match value {
        Json::String(text) => Json::String(clean(text)),
        Json::Array(items) => Json::Array(items.into_iter().map(clean_json).collect()),
        Json::Object(map) => {
            Json::Object(map.into_iter().map(|(key, value)| (clean(key), clean_json(value))).collect())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_later_moments_sort_later() {
        let at = |ms| new_id(Timestamp::from_millisecond(ms).unwrap());
        assert!(at(1_700_000_000_000) < at(1_700_000_000_001));
    }

    #[test]
    fn nul_never_reaches_a_database() {
        assert_eq!(clean("a\0b"), "ab");
        assert_eq!(clean_json(serde_json::json!({"k\0": ["x\0"]})), serde_json::json!({"k": ["x"]}));
    }
}
