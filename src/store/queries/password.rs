//! Passwords: argon2id, off the async threads, few at a time, so that sign-ins cannot starve the rest.

use std::sync::{Arc, OnceLock};

use argon2::{
    Argon2,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use tokio::sync::Semaphore;

/// Shortest password, in characters.
pub const MIN_PASSWORD: usize = 8;
/// Longest password, in bytes: nobody makes the server hash a book.
pub const MAX_PASSWORD: usize = 1024;
/// Hashes at the same time; each takes 19 MiB and tens of milliseconds.
const AT_ONCE: usize = 2;

/// Why a password cannot be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Fewer than [`MIN_PASSWORD`] characters.
    #[error("the password is too short: at least {MIN_PASSWORD} characters")]
    Short,
    /// More than [`MAX_PASSWORD`] bytes.
    #[error("the password is too long: at most {MAX_PASSWORD} bytes")]
    Long,
    /// The machine could not (no memory, no randomness).
    #[error("the password could not be hashed")]
    Failed,
}

/// Hashes and verifies passwords.
#[derive(Debug, Clone)]
pub struct Passwords {
    slots: Arc<Semaphore>,
    nobodys: Arc<OnceLock<String>>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

impl Passwords {
    /// With two hashes at a time.
    #[must_use]
    pub fn new() -> Self {
        Self { slots: Arc::new(Semaphore::new(AT_ONCE)), nobodys: Arc::default() }
    }

    /// The hash to store, a PHC string.
    ///
    /// # Errors
    /// When the password is too short or too long.
    pub async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        if password.chars().count() < MIN_PASSWORD {
            return Err(PasswordError::Short);
        }
        if password.len() > MAX_PASSWORD {
            return Err(PasswordError::Long);
        }
        let password = password.to_owned();
        self.run(move || hash(&password)).await.flatten().ok_or(PasswordError::Failed)
    }

    /// Whether this is the password. Without a hash (no such account, no password yet) as much work is
    /// done and the answer is no, so that the time does not tell which accounts there are.
    pub async fn verify(&self, password: &str, stored: Option<String>) -> bool {
        if password.len() > MAX_PASSWORD {
            return false;
        }
        let known = stored.is_some();
        let password = password.to_owned();
        let nobodys = Arc::clone(&self.nobodys);
        let matches = self.run(move || {
            let against = stored.or_else(|| nobodys_hash(&nobodys));
            against.is_some_and(|against| matches(&password, &against))
        });
        matches.await.unwrap_or(false) && known
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let slot = Arc::clone(&self.slots).acquire_owned().await.ok()?;
        let task = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(slot);
            result
        });
        task.await.ok()
    }
}

fn hash(password: &str) -> Option<String> {
    Argon2::default().hash_password(password.as_bytes()).ok().map(|hash| hash.to_string())
}

fn matches(password: &str, stored: &str) -> bool {
    PasswordHash::new(stored)
        .is_ok_and(|stored| Argon2::default().verify_password(password.as_bytes(), &stored).is_ok())
}

fn nobodys_hash(cell: &OnceLock<String>) -> Option<String> {
    if cell.get().is_none() {
        let _ = cell.set(hash("the password of nobody at all")?);
    }
    cell.get().cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_opens_its_own_account_and_no_other() {
        let passwords = Passwords::new();
        let hash = passwords.hash("tűzőgép 42 éve").await.unwrap();
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        assert!(passwords.verify("tűzőgép 42 éve", Some(hash.clone())).await);
        assert!(!passwords.verify("tuzogep 42 eve", Some(hash)).await);
        assert!(!passwords.verify("the password of nobody at all", None).await);
    }

    #[tokio::test]
    async fn too_short_and_too_long_passwords_are_told_apart() {
        let passwords = Passwords::new();
        assert_eq!(passwords.hash("seven77").await, Err(PasswordError::Short));
        assert_eq!(passwords.hash(&"x".repeat(1025)).await, Err(PasswordError::Long));
    }
}
