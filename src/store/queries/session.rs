//! Sessions: a signed-in browser, known by the hash of its cookie.

use jiff::{SignedDuration, Timestamp};
use sea_orm::{
    ActiveModelTrait as _,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, EntityTrait, IntoActiveModel as _, QueryFilter,
};

use crate::{
    base::Token,
    store::{
        Session, Store, StoreError, Tx, User, UserId,
        entities::{session, user},
    },
};

/// How long a session lasts at most.
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 30);
/// How exactly the last request is kept: a request a minute writes once.
const SEEN_STEP: SignedDuration = SignedDuration::from_mins(1);

/// A session that was just begun: the only time its secrets are known.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// For the cookie.
    pub token: Token,
    /// What forms must send along.
    pub csrf: String,
    /// Ends at the latest.
    pub expires_at: Timestamp,
}

/// Who sends a request.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The session.
    pub session: Session,
    /// The person.
    pub user: User,
}

impl Store {
    /// Who holds this cookie: nobody when it is unknown, over, unused for `idle`, or when the person
    /// may not come in any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_session(
        &self,
        token: &Token,
        idle: SignedDuration,
        now: Timestamp,
    ) -> Result<Option<SignedIn>, StoreError> {
        let found = session::Entity::find_by_id(token.hash())
            .filter(session::Column::ExpiresAt.gt(now.as_millisecond()))
            .one(self.reader())
            .await?;
        let Some(session) = found.filter(|session| now.duration_since(session.seen_at.0) < idle) else {
            return Ok(None);
        };
        let person = user::Entity::find_by_id(session.user_id)
            .filter(user::Column::DisabledAt.is_null())
            .one(self.reader())
            .await?;
        let Some(user) = person else { return Ok(None) };
        if now.duration_since(session.seen_at.0) >= SEEN_STEP {
            self.touch_session(&session.token_hash, now).await?;
        }
        Ok(Some(SignedIn { session, user }))
    }

    async fn touch_session(&self, token_hash: &str, now: Timestamp) -> Result<(), StoreError> {
        let tx = self.write().await?;
        session::Entity::update_many()
            .set(session::ActiveModel { seen_at: Set(now.into()), ..Default::default() })
            .filter(session::Column::TokenHash.eq(token_hash))
            .exec(tx.connection())
            .await?;
        tx.commit().await
    }
}

impl Tx {
    /// Begins a session for somebody who has proved who they are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_session(&self, user: UserId, now: Timestamp) -> Result<NewSession, StoreError> {
        let token = Token::random();
        let csrf = Token::random().reveal().to_owned();
        let expires_at = now + LONGEST;
        let row = Session {
            token_hash: token.hash(),
            user_id: user,
            csrf: csrf.clone(),
            created_at: now.into(),
            seen_at: now.into(),
            expires_at: expires_at.into(),
        };
        session::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(self.connection()).await?;
        let seen = user::ActiveModel { id: Unchanged(user), signed_in_at: Set(Some(now.into())), ..Default::default() };
        seen.update(self.connection()).await?;
        Ok(NewSession { token, csrf, expires_at })
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_session(&self, token_hash: &str) -> Result<(), StoreError> {
        session::Entity::delete_by_id(token_hash.to_owned()).exec(self.connection()).await?;
        Ok(())
    }

    /// Ends every session of a person but one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_other_sessions(&self, user: UserId, keep_hash: &str) -> Result<(), StoreError> {
        session::Entity::delete_many()
            .filter(session::Column::UserId.eq(user))
            .filter(session::Column::TokenHash.ne(keep_hash))
            .exec(self.connection())
            .await?;
        Ok(())
    }
}
