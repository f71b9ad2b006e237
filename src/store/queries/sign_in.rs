//! Signing in: limits first, then the password, then the session. Whether the account is unknown,
//! disabled or the password wrong, the answer and the work are the same.

use jiff::{SignedDuration, Timestamp};

use crate::{
    base::Token,
    store::{Store, StoreError, User},
};

use super::{NewSession, PasswordError, rate_limit::Limit, user::fold_email};

/// Tries for one account.
const PER_ACCOUNT: Limit = Limit { hits: 10, window: SignedDuration::from_mins(15) };
/// Tries from one address, for whichever accounts.
const PER_ADDRESS: Limit = Limit { hits: 50, window: SignedDuration::from_mins(15) };

/// Somebody who wants to come in.
#[derive(Clone)]
pub struct SignInAttempt<'a> {
    /// Address of the account.
    pub email: &'a str,
    /// Password as typed.
    pub password: &'a str,
    /// Network address they come from.
    pub address: &'a str,
}

/// What came of it.
#[derive(Debug)]
pub enum SignIn {
    /// In.
    Done(Box<User>, NewSession),
    /// Not in: and never why.
    Refused,
    /// Tried too often; try again then.
    Limited(Timestamp),
}

impl Store {
    /// Signs somebody in by password.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sign_in(&self, attempt: SignInAttempt<'_>, now: Timestamp) -> Result<SignIn, StoreError> {
        let account = fold_email(attempt.email);
        let tx = self.write().await?;
        let by_account = tx.hit_limit("sign-in", &account, PER_ACCOUNT, now).await?;
        let by_address = tx.hit_limit("sign-in-from", attempt.address, PER_ADDRESS, now).await?;
        tx.commit().await?;
        if let Some(until) = by_account.max(by_address) {
            return Ok(SignIn::Limited(until));
        }
        let user = self.find_user_by_email(&account).await?.filter(|user| user.disabled_at.is_none());
        let hash = user.as_ref().and_then(|user| user.password_hash.clone());
        let right = self.inner.passwords.verify(attempt.password, hash.clone()).await;
        let Some(user) = user.filter(|_| right) else { return Ok(SignIn::Refused) };
        self.begin_session(user, hash, &account, now).await
    }

    async fn begin_session(
        &self,
        user: User,
        verified: Option<String>,
        account: &str,
        now: Timestamp,
    ) -> Result<SignIn, StoreError> {
        let tx = self.write().await?;
        // Disabled, or given another password, while the old one was being checked: not in.
        let still = tx.lock_user(user.id).await?;
        if still.is_none_or(|still| still.disabled_at.is_some() || still.password_hash != verified) {
            return Ok(SignIn::Refused);
        }
        tx.clear_limit("sign-in", account).await?;
        let session = tx.insert_session(user.id, now).await?;
        tx.commit().await?;
        Ok(SignIn::Done(Box::new(user), session))
    }

    /// Whether this is the person's password: asked again before something weighty.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn verify_password(&self, user: &User, password: &str) -> Result<bool, StoreError> {
        Ok(self.inner.passwords.verify(password, user.password_hash.clone()).await)
    }

    /// The hash of a new password, for [`super::NewUser`] or [`super::UserChange`].
    ///
    /// # Errors
    /// When it is too short or too long.
    pub async fn hash_password(&self, password: &str) -> Result<String, PasswordError> {
        self.inner.passwords.hash(password).await
    }

    /// Draws the link by which the first admin makes an account; earlier ones end.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn setup_link(&self, now: Timestamp) -> Result<Option<Token>, StoreError> {
        if !self.needs_first_admin().await? {
            return Ok(None);
        }
        let tx = self.write().await?;
        let token = tx.insert_link(super::LinkPurpose::Setup, None, now).await?;
        tx.commit().await?;
        Ok(Some(token))
    }
}
