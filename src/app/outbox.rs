//! Letters on their way, and those that were given up, for the desk.

use super::{Actor, App, Error, Result, Right};
use crate::store::{OutboxCounts, OutboxId, OutboxItem, OutboxState, UserChange};

/// What people change about themselves.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Name as customers see it.
    pub name: String,
    /// Language of the desk; none: the browser's.
    pub locale: Option<crate::base::Locale>,
    /// Under their replies.
    pub signature: String,
}

impl App {
    /// How many letters stand where, and those that wait or were given up.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn outbox(&self, actor: &Actor) -> Result<(OutboxCounts, Vec<OutboxItem>)> {
        actor.require(Right::Administer)?;
        let mut letters = self.store.list_outbox(OutboxState::Dead, 100).await?;
        letters.extend(self.store.list_outbox(OutboxState::Waiting, 100).await?);
        Ok((self.store.count_outbox().await?, letters))
    }

    /// Whether letters can leave.
    #[must_use]
    pub fn mail_ready(&self) -> bool {
        self.config.mail.smtp_host.is_some()
    }

    /// Tries a letter again.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`].
    pub async fn retry_outbox(&self, actor: &Actor, id: OutboxId) -> Result<()> {
        actor.require(Right::Administer)?;
        let tx = self.store.write().await?;
        let was = tx.retry_outbox(id, self.clock.now()).await?;
        tx.commit().await?;
        if was { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Changes one's own name, language and signature.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for programs, [`Error::Invalid`].
    pub async fn update_profile(&self, actor: &Actor, profile: Profile) -> Result<()> {
        let user = actor.user.as_ref().ok_or(Error::Forbidden)?;
        let change = UserChange {
            name: Some(super::tickets::text("name", &profile.name, 100)?),
            locale: Some(profile.locale),
            signature: Some(super::converse::cut(profile.signature.trim(), 1000)),
            ..UserChange::default()
        };
        let tx = self.store.write().await?;
        tx.update_user(user.id, change, self.clock.now()).await?;
        tx.commit().await?;
        Ok(())
    }
}
