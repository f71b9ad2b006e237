//! Links that let somebody in once: the first admin, an invitation, a forgotten password.

use jiff::{SignedDuration, Timestamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::{
    base::Token,
    store::{Store, StoreError, Tx, UserId, entities::link},
};

/// How long a link is good; a password reset only an hour.
const LONGEST: SignedDuration = SignedDuration::from_hours(72);
const PASSWORD: SignedDuration = SignedDuration::from_hours(1);

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPurpose {
    /// The first admin makes an account.
    Setup,
    /// Somebody who was invited sets a password.
    Invite,
    /// Somebody who forgot the password sets a new one.
    Password,
}

/// A link that is good now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneTimeLink {
    /// What for.
    pub purpose: LinkPurpose,
    /// For whom; nobody yet, for the first admin.
    pub user: Option<UserId>,
    /// Good until.
    pub expires_at: Timestamp,
}

impl LinkPurpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::Invite => "invite",
            Self::Password => "password",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Setup, Self::Invite, Self::Password].into_iter().find(|purpose| purpose.as_str() == word)
    }
}

fn read(row: &link::Model, now: Timestamp) -> Option<OneTimeLink> {
    let good = row.used_at.is_none() && row.expires_at.0 > now;
    let purpose = LinkPurpose::parse(&row.purpose).filter(|_| good)?;
    Some(OneTimeLink { purpose, user: row.user_id, expires_at: row.expires_at.0 })
}

impl Store {
    /// What a link is for, if it is good; using it is [`Tx::use_link`].
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_link(&self, token: &Token, now: Timestamp) -> Result<Option<OneTimeLink>, StoreError> {
        let row = link::Entity::find_by_id(token.hash()).one(self.reader()).await?;
        Ok(row.and_then(|row| read(&row, now)))
    }
}

impl Tx {
    /// Makes a link, good for at most 72 hours; earlier ones of the same person and purpose end.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_link(
        &self,
        purpose: LinkPurpose,
        user: Option<UserId>,
        now: Timestamp,
    ) -> Result<Token, StoreError> {
        let same_person = user.map_or_else(|| link::Column::UserId.is_null(), |id| link::Column::UserId.eq(id));
        link::Entity::delete_many()
            .filter(link::Column::Purpose.eq(purpose.as_str()))
            .filter(same_person)
            .exec(self.connection())
            .await?;
        let token = Token::random();
        let lifetime = if purpose == LinkPurpose::Password { PASSWORD } else { LONGEST };
        let row = link::ActiveModel {
            token_hash: Set(token.hash()),
            purpose: Set(purpose.as_str().to_owned()),
            user_id: Set(user),
            created_at: Set(now.into()),
            expires_at: Set((now + lifetime).into()),
            used_at: Set(None),
        };
        link::Entity::insert(row).exec_without_returning(self.connection()).await?;
        Ok(token)
    }

    /// Uses a link up: of two that try, one gets it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_link(&self, token: &Token, now: Timestamp) -> Result<Option<OneTimeLink>, StoreError> {
        let Some(row) = link::Entity::find_by_id(token.hash()).one(self.connection()).await? else {
            return Ok(None);
        };
        let used = link::Entity::update_many()
            .set(link::ActiveModel { used_at: Set(Some(now.into())), ..Default::default() })
            .filter(link::Column::TokenHash.eq(token.hash()))
            .filter(link::Column::UsedAt.is_null())
            .exec(self.connection())
            .await?;
        Ok(read(&row, now).filter(|_| used.rows_affected == 1))
    }
}
