//! Programs' tokens.

use jiff::{SignedDuration, Timestamp};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder,
};

use crate::{
    base::Token,
    desk::Role,
    store::{
        ApiToken, ApiTokenId, Store, StoreError, Tx, UserId,
        entities::{api_token, user},
        value::{clean, new_id},
    },
};

/// How exactly the last use is kept.
const USED_STEP: SignedDuration = SignedDuration::from_mins(1);

/// A token to make.
#[derive(Debug, Clone)]
pub struct NewApiToken {
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Good until; none: until it is revoked.
    pub expires_at: Option<Timestamp>,
    /// Who makes it: it ends when they are disabled. None from the command line.
    pub created_by: Option<UserId>,
}

impl Store {
    /// The token a program shows, if it is good.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_api_token(&self, token: &Token, now: Timestamp) -> Result<Option<ApiToken>, StoreError> {
        let found = api_token::Entity::find()
            .filter(api_token::Column::TokenHash.eq(token.hash()))
            .filter(api_token::Column::RevokedAt.is_null())
            .one(self.reader())
            .await?;
        let Some(found) = found.filter(|row| row.expires_at.is_none_or(|end| end.0 > now)) else {
            return Ok(None);
        };
        if let Some(maker) = found.created_by {
            let maker = user::Entity::find_by_id(maker).one(self.reader()).await?;
            if maker.is_none_or(|maker| maker.disabled_at.is_some()) {
                return Ok(None);
            }
        }
        if found.used_at.is_none_or(|used| now.duration_since(used.0) >= USED_STEP) {
            self.touch_api_token(found.id, now).await?;
        }
        Ok(Some(found))
    }

    async fn touch_api_token(&self, id: ApiTokenId, now: Timestamp) -> Result<(), StoreError> {
        let tx = self.write().await?;
        api_token::Entity::update_many()
            .set(api_token::ActiveModel { used_at: Set(Some(now.into())), ..Default::default() })
            .filter(api_token::Column::Id.eq(id))
            .exec(tx.connection())
            .await?;
        tx.commit().await
    }

    /// All tokens, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_api_tokens(&self) -> Result<Vec<ApiToken>, StoreError> {
        Ok(api_token::Entity::find().order_by_desc(api_token::Column::Id).all(self.reader()).await?)
    }
}

impl Tx {
    /// Makes a token; its secret is known only now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_api_token(&self, new: NewApiToken, now: Timestamp) -> Result<(ApiToken, Token), StoreError> {
        let token = Token::random();
        let row = ApiToken {
            id: ApiTokenId(new_id(now)),
            token_hash: token.hash(),
            name: clean(new.name.trim()),
            role: new.role,
            created_by: new.created_by,
            created_at: now.into(),
            expires_at: new.expires_at.map(Into::into),
            used_at: None,
            revoked_at: None,
        };
        api_token::Entity::insert(row.clone().into_active_model().reset_all())
            .exec_without_returning(self.connection())
            .await?;
        Ok((row, token))
    }

    /// Revokes a token at once; whether there was one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revoke_api_token(&self, id: ApiTokenId, now: Timestamp) -> Result<bool, StoreError> {
        let done = api_token::Entity::update_many()
            .set(api_token::ActiveModel { revoked_at: Set(Some(now.into())), ..Default::default() })
            .filter(api_token::Column::Id.eq(id))
            .filter(api_token::Column::RevokedAt.is_null())
            .exec(self.connection())
            .await?;
        Ok(done.rows_affected == 1)
    }
}
