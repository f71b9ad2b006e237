//! Starting: locks, database, first snapshot; what is in the way is said at once.

/// Why the server cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database.
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
    /// Anything else, said in full.
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}
