//! People of the desk.

use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, EntityTrait, IntoActiveModel as _, PaginatorTrait as _, QueryFilter,
    QueryOrder, QuerySelect as _,
};

use crate::{
    base::Locale,
    desk::Role,
    store::{
        Store, StoreError, Tx, User, UserId,
        entities::{link, session, user},
        value::{clean, new_id},
    },
};

/// A person to let in.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// Address; one person each.
    pub email: String,
    /// Name as customers see it.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// From [`super::Passwords::hash`]; none until an invitation is used.
    pub password_hash: Option<String>,
    /// Language of the desk for them.
    pub locale: Option<Locale>,
}

/// What is changed on a person; `None` leaves as is.
#[derive(Debug, Clone, Default)]
pub struct UserChange {
    /// Name as customers see it.
    pub name: Option<String>,
    /// What they may do.
    pub role: Option<Role>,
    /// A new password's hash: ends all their sessions and open links.
    pub password_hash: Option<String>,
    /// Language of the desk for them.
    pub locale: Option<Option<Locale>>,
    /// Under their replies.
    pub signature: Option<String>,
    /// Out (ends all their sessions at once), or in again.
    pub disabled: Option<bool>,
}

/// An address as it is compared: trimmed, lower case.
#[must_use]
pub fn fold_email(email: &str) -> String {
    clean(email.trim().to_lowercase())
}

impl Store {
    /// The person with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_user(&self, id: UserId) -> Result<Option<User>, StoreError> {
        Ok(user::Entity::find_by_id(id).one(self.reader()).await?)
    }

    /// The person with this address, in whatever case it is written.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_user_by_email(&self, email: &str) -> Result<Option<User>, StoreError> {
        Ok(user::Entity::find().filter(user::Column::EmailKey.eq(fold_email(email))).one(self.reader()).await?)
    }

    /// All people, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_users(&self) -> Result<Vec<User>, StoreError> {
        Ok(user::Entity::find()
            .order_by_asc(user::Column::Name)
            .order_by_asc(user::Column::Id)
            .all(self.reader())
            .await?)
    }

    /// Whether nobody can administer this desk yet: there is no admin with a password.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn needs_first_admin(&self) -> Result<bool, StoreError> {
        let admins = user::Entity::find()
            .filter(user::Column::Role.eq(Role::Admin))
            .filter(user::Column::PasswordHash.is_not_null())
            .filter(user::Column::DisabledAt.is_null());
        Ok(admins.count(self.reader()).await? == 0)
    }
}

impl Tx {
    /// Lets a person in.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the address is somebody's.
    pub async fn insert_user(&self, new: NewUser, now: Timestamp) -> Result<User, StoreError> {
        let row = User {
            id: UserId(new_id(now)),
            email_key: fold_email(&new.email),
            email: clean(new.email.trim()),
            name: clean(new.name.trim()),
            role: new.role,
            password_hash: new.password_hash,
            locale: new.locale.map(Into::into),
            signature: String::new(),
            disabled_at: None,
            created_at: now.into(),
            signed_in_at: None,
        };
        user::Entity::insert(row.clone().into_active_model().reset_all())
            .exec_without_returning(self.connection())
            .await
            .map_err(StoreError::unique("user with this address"))?;
        Ok(row)
    }

    /// Changes a person. The last admin who can sign in stays one.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without such a person; [`StoreError::Invalid`] when nobody would be left
    /// to administer the desk.
    pub async fn update_user(&self, id: UserId, change: UserChange, now: Timestamp) -> Result<User, StoreError> {
        let before = self.lock_user(id).await?.ok_or(StoreError::Missing("user"))?;
        let ends_sessions = change.password_hash.is_some() || change.disabled == Some(true);
        let after = User {
            name: change.name.map_or(before.name.clone(), clean),
            role: change.role.unwrap_or(before.role),
            password_hash: change.password_hash.or(before.password_hash.clone()),
            locale: change.locale.map_or(before.locale.clone(), |locale| locale.map(Into::into)),
            signature: change.signature.map_or(before.signature.clone(), clean),
            disabled_at: match change.disabled {
                Some(true) => before.disabled_at.or(Some(now.into())),
                Some(false) => None,
                None => before.disabled_at,
            },
            ..before.clone()
        };
        after.clone().into_active_model().reset_all().update(self.connection()).await?;
        if is_acting_admin(&before) && !is_acting_admin(&after) {
            self.refuse_without_admin().await?;
        }
        if ends_sessions {
            self.end_sessions_of(id).await?;
        }
        Ok(after)
    }

    /// The person with this id, held until the transaction ends.
    pub(super) async fn lock_user(&self, id: UserId) -> Result<Option<User>, StoreError> {
        Ok(user::Entity::find_by_id(id).lock_exclusive().one(self.connection()).await?)
    }

    async fn refuse_without_admin(&self) -> Result<(), StoreError> {
        let left = user::Entity::find()
            .filter(user::Column::Role.eq(Role::Admin))
            .filter(user::Column::PasswordHash.is_not_null())
            .filter(user::Column::DisabledAt.is_null())
            .count(self.connection())
            .await?;
        if left > 0 { Ok(()) } else { Err(StoreError::Invalid("the last admin must stay".to_owned())) }
    }

    /// Ends every session of a person and every link that would let them in.
    async fn end_sessions_of(&self, id: UserId) -> Result<(), StoreError> {
        session::Entity::delete_many().filter(session::Column::UserId.eq(id)).exec(self.connection()).await?;
        link::Entity::delete_many().filter(link::Column::UserId.eq(id)).exec(self.connection()).await?;
        Ok(())
    }
}

fn is_acting_admin(user: &User) -> bool {
    user.role == Role::Admin && user.disabled_at.is_none() && user.password_hash.is_some()
}
