//! What can go wrong with a use case, as its caller needs to know it.

/// One of nine; only `web/error.rs` makes status codes of them.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Fields that cannot be accepted, each with a sentence for a person.
    #[error("invalid: {0:?}")]
    Invalid(Vec<(&'static str, String)>),
    /// Nobody is signed in.
    #[error("not signed in")]
    Unauthenticated,
    /// Signed in, but not allowed.
    #[error("not allowed")]
    Forbidden,
    /// Nothing there, or nothing that this caller may know of.
    #[error("not found")]
    NotFound,
    /// Somebody else was faster, or it was done before.
    #[error("conflict: {0}")]
    Conflict(String),
    /// What was to be changed is not as its writer saw it.
    #[error("stale")]
    Stale,
    /// A limit is reached.
    #[error("too many requests")]
    TooMany {
        /// Seconds to wait.
        retry_after: u64,
    },
    /// Not ready, or the database is away.
    #[error("unavailable")]
    Unavailable,
    /// A fault of ours; the cause is for the log.
    #[error("internal: {0:#}")]
    Internal(anyhow::Error),
}

/// What use cases return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<anyhow::Error> for Error {
    fn from(cause: anyhow::Error) -> Self {
        Self::Internal(cause)
    }
}

impl Error {
    /// One field that cannot be accepted.
    pub fn invalid(field: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![(field, message.into())])
    }
}
