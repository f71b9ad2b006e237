//! Who may come in: people by password and session, programs by token; each with a role.

use jiff::{SignedDuration, Timestamp};

use super::{App, Error, Result, tickets};
use crate::{
    base::{Locale, Token},
    desk::Role,
    store::{
        ApiToken, ApiTokenId, LinkPurpose, NewApiToken, NewUser, PasswordError, SignIn, SignInAttempt, StoreError,
        User, UserChange, UserId,
    },
};

/// Somebody (or some program) who has come in.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The person; none for a program's token.
    pub user: Option<User>,
    /// What they may do.
    pub role: Role,
    /// For a session: what its forms must send along.
    pub csrf: Option<String>,
    /// For a session: its hash, to end it.
    pub session_hash: Option<String>,
    /// Name as shown.
    pub name: String,
}

/// What may be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Search internal content and see reports of content.
    Read,
    /// See and answer tickets.
    Tickets,
    /// Reports of what is missing and wrong in the content.
    Content,
    /// Write into the knowledge base from the desk.
    Write,
    /// People, tokens, outbox.
    Administer,
}

impl Actor {
    /// Whether the role allows it.
    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        matches!(
            (self.role, right),
            (Role::Admin, _)
                | (_, Right::Read)
                | (Role::Agent, Right::Tickets)
                | (Role::Agent | Role::Writer, Right::Content)
                | (Role::Writer, Right::Write)
        )
    }

    /// Goes on only if the role allows it.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn require(&self, right: Right) -> Result<()> {
        if self.may(right) { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// As the store writes it down.
    #[must_use]
    pub(super) fn on_tickets(&self) -> crate::store::Actor {
        let agent = crate::store::Actor { author: crate::desk::Author::Agent, user: None };
        self.user.as_ref().map_or(agent, |user| crate::store::Actor::agent(user.id))
    }
}

/// A session that was begun.
pub struct Session {
    /// For the cookie.
    pub token: Token,
    /// Ends at the latest.
    pub expires_at: Timestamp,
}

impl App {
    /// Signs in by password.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] and never why; [`Error::TooMany`] after too many tries.
    pub async fn sign_in(&self, email: &str, password: &str, address: &str) -> Result<Session> {
        let now = self.clock.now();
        match self.store.sign_in(SignInAttempt { email, password, address }, now).await? {
            SignIn::Done(_, session) => Ok(Session { token: session.token, expires_at: session.expires_at }),
            SignIn::Refused => Err(Error::Unauthenticated),
            SignIn::Limited(until) => {
                let seconds = until.duration_since(now).as_secs().max(1);
                Err(Error::TooMany { retry_after: seconds.unsigned_abs() })
            }
        }
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sign_out(&self, actor: &Actor) -> Result<()> {
        if let Some(hash) = &actor.session_hash {
            let tx = self.store.write().await?;
            tx.delete_session(hash).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Who holds this session cookie.
    ///
    /// # Errors
    /// When the store fails; an unknown cookie is nobody, not an error.
    pub async fn by_session(&self, token: &Token) -> Result<Option<Actor>> {
        let idle = SignedDuration::from_hours(self.config.desk.session_hours.into());
        let found = self.store.find_session(token, idle, self.clock.now()).await?;
        Ok(found.map(|found| Actor {
            role: found.user.role,
            name: found.user.name.clone(),
            csrf: Some(found.session.csrf.clone()),
            session_hash: Some(found.session.token_hash.clone()),
            user: Some(found.user),
        }))
    }

    /// Which program shows this token.
    ///
    /// # Errors
    /// When the store fails; an unknown token is nobody, not an error.
    pub async fn by_token(&self, token: &Token) -> Result<Option<Actor>> {
        let found = self.store.find_api_token(token, self.clock.now()).await?;
        Ok(found.map(|found| Actor { user: None, role: found.role, csrf: None, session_hash: None, name: found.name }))
    }

    /// The path of the link that makes the first admin, while there is none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn setup_path(&self) -> Result<Option<String>> {
        let link = self.store.setup_link(self.clock.now()).await?;
        Ok(link.map(|token| format!("/desk/setup/{}", token.reveal())))
    }

    /// What a one-time link is for: the person it is for (none for the first admin).
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is unknown, used or over.
    pub async fn one_time_link(&self, token: &Token) -> Result<Option<User>> {
        let link = self.store.find_link(token, self.clock.now()).await?.ok_or(Error::NotFound)?;
        match link.user {
            None => Ok(None),
            Some(id) => Ok(Some(self.store.find_user(id).await?.ok_or(Error::NotFound)?)),
        }
    }

    /// Uses a one-time link: the first admin gives name and address, everybody a password; signs in.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the link is not good, [`Error::Invalid`] naming the fields.
    pub async fn use_link(&self, token: &Token, name: &str, email: &str, password: &str) -> Result<Session> {
        let now = self.clock.now();
        let hash = self.store.hash_password(password).await.map_err(bad_password)?;
        let tx = self.store.write().await?;
        let link = tx.use_link(token, now).await?.ok_or(Error::NotFound)?;
        let user = match (link.purpose, link.user) {
            (LinkPurpose::Setup, _) => {
                let new = NewUser {
                    email: tickets::email(email)?,
                    name: tickets::text("name", name, 100)?,
                    role: Role::Admin,
                    password_hash: Some(hash),
                    locale: None,
                };
                tx.insert_user(new, now).await?.id
            }
            (_, Some(user)) => {
                let change = UserChange { password_hash: Some(hash), ..UserChange::default() };
                tx.update_user(user, change, now).await?.id
            }
            (_, None) => return Err(Error::NotFound),
        };
        let session = tx.insert_session(user, now).await?;
        tx.commit().await?;
        Ok(Session { token: session.token, expires_at: session.expires_at })
    }

    /// Changes one's own password; other sessions end.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the present password is wrong or the new one will not do.
    pub async fn change_password(&self, actor: &Actor, present: &str, new: &str) -> Result<Session> {
        let user = actor.user.as_ref().ok_or(Error::Forbidden)?;
        if !self.store.verify_password(user, present).await? {
            return Err(Error::invalid("present", "is not your present password"));
        }
        let now = self.clock.now();
        let hash = self.store.hash_password(new).await.map_err(bad_password)?;
        let tx = self.store.write().await?;
        tx.update_user(user.id, UserChange { password_hash: Some(hash), ..UserChange::default() }, now).await?;
        let session = tx.insert_session(user.id, now).await?;
        tx.commit().await?;
        Ok(Session { token: session.token, expires_at: session.expires_at })
    }

    /// Everybody.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for others than admins.
    pub async fn users(&self, actor: &Actor) -> Result<Vec<User>> {
        actor.require(Right::Administer)?;
        Ok(self.store.list_users().await?)
    }

    /// Those who can be given tickets, by name.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who may not see tickets.
    pub async fn agents(&self, actor: &Actor) -> Result<Vec<User>> {
        actor.require(Right::Tickets)?;
        let users = self.store.list_users().await?;
        Ok(users.into_iter().filter(|user| user.disabled_at.is_none() && user.role != Role::Writer).collect())
    }

    /// Lets somebody in: makes the account and the path of the link by which they set their password.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::Invalid`], or [`Error::Conflict`] when the address is taken.
    pub async fn invite(
        &self,
        actor: &Actor,
        email: &str,
        name: &str,
        role: Role,
        locale: Option<Locale>,
    ) -> Result<String> {
        actor.require(Right::Administer)?;
        let new = NewUser {
            email: tickets::email(email)?,
            name: tickets::text("name", name, 100)?,
            role,
            password_hash: None,
            locale,
        };
        let now = self.clock.now();
        let tx = self.store.write().await?;
        let user = tx.insert_user(new, now).await?;
        let token = tx.insert_link(LinkPurpose::Invite, Some(user.id), now).await?;
        tx.commit().await?;
        Ok(format!("/desk/setup/{}", token.reveal()))
    }

    /// A new link for somebody who lost theirs or forgot the password; earlier ones end.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`].
    pub async fn new_link(&self, actor: &Actor, user: UserId) -> Result<String> {
        actor.require(Right::Administer)?;
        self.store.find_user(user).await?.ok_or(Error::NotFound)?;
        let tx = self.store.write().await?;
        let token = tx.insert_link(LinkPurpose::Password, Some(user), self.clock.now()).await?;
        tx.commit().await?;
        Ok(format!("/desk/setup/{}", token.reveal()))
    }

    /// Changes role or name, disables or lets in again. Disabling ends all sessions at once.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Conflict`] for the last admin.
    pub async fn update_user(&self, actor: &Actor, user: UserId, change: UserChange) -> Result<()> {
        actor.require(Right::Administer)?;
        let tx = self.store.write().await?;
        tx.update_user(user, change, self.clock.now()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The programs' tokens, newest first.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for others than admins.
    pub async fn tokens(&self, actor: &Actor) -> Result<Vec<ApiToken>> {
        actor.require(Right::Administer)?;
        Ok(self.store.list_api_tokens().await?)
    }

    /// Makes a token; its secret is told once.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::Invalid`].
    pub async fn add_token(
        &self,
        actor: &Actor,
        name: &str,
        role: Role,
        expires_at: Option<Timestamp>,
    ) -> Result<Token> {
        actor.require(Right::Administer)?;
        let created_by = actor.user.as_ref().map(|user| user.id);
        let new = NewApiToken { name: tickets::text("name", name, 100)?, role, expires_at, created_by };
        let tx = self.store.write().await?;
        let (_, token) = tx.insert_api_token(new, self.clock.now()).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Revokes a token at once.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`].
    pub async fn revoke_token(&self, actor: &Actor, id: ApiTokenId) -> Result<()> {
        actor.require(Right::Administer)?;
        let tx = self.store.write().await?;
        let was = tx.revoke_api_token(id, self.clock.now()).await?;
        tx.commit().await?;
        if was { Ok(()) } else { Err(Error::NotFound) }
    }
}

fn bad_password(error: PasswordError) -> Error {
    Error::invalid("password", error.to_string())
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict(what) => Self::Conflict(format!("{what} was changed meanwhile; look again.")),
            StoreError::KeyReused => Self::Conflict(
                "This Idempotency-Key was used for another request; send every new request with a new key, and a \
                 repeated one unchanged."
                    .to_owned(),
            ),
            StoreError::Taken(what) => Self::Conflict(format!("There is such a {what} already.")),
            StoreError::Missing(_) => Self::NotFound,
            StoreError::Invalid(what) => Self::Conflict(what),
            away if away.is_away() => {
                tracing::warn!(cause = %away, "the database does not answer");
                Self::Unavailable
            }
            other => Self::Internal(other.into()),
        }
    }
}
