//! The index: a [`crate::kb::Library`] enters, two indexes leave, apart on disk: `public` holds what
//! readers may see, `desk` everything. Each has one part per locale, with statistics of its own.
//!
//! A revision is built aside, synced, and renamed into place: whatever happens, what is in place is
//! whole. A folder that is damaged or of another version is set aside and built anew. Unchanged
//! segments are shared between revisions by hard links, and only what changed is read and analysed.
//! Whoever holds a handle to one index has no way to the other.

mod build;
mod catalogue;
mod entry;
mod feed;
mod locale_index;
mod lock;
mod packing;
mod passage;
mod revision;
mod schema;

use std::{collections::BTreeMap, io, path::PathBuf, sync::Arc};

pub use build::Progress;
pub use catalogue::{Entries, EntryRef};
pub use entry::{Entry, EntryKind, Lines, word_hash};
pub use feed::line_hash;
pub use locale_index::{LocaleIndex, Shard};
pub use lock::Lock;
pub use passage::Passage;
pub use revision::{IndexSet, build, is_built, open};
pub use schema::Field;

use crate::base::{Audience, Locale, Revision};

/// One index of one audience: all its locales, opened.
#[derive(Debug)]
pub struct Index {
    /// Whose it is.
    pub audience: Audience,
    /// The revision that it was made from.
    pub revision: Revision,
    /// Its parts.
    pub locales: BTreeMap<Locale, Arc<LocaleIndex>>,
}

impl Index {
    /// Sections in it.
    #[must_use]
    pub fn sections(&self) -> usize {
        self.locales.values().map(|locale| locale.sections()).sum()
    }

    /// Articles in it (replies and cards not counted).
    #[must_use]
    pub fn articles(&self) -> usize {
        self.locales.values().flat_map(|l| l.entries().iter()).filter(|e| e.kind() == EntryKind::Article).count()
    }
}

/// Why an index cannot be built or opened.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file system says no.
    #[error("cannot write the index at {path}: {source}")]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The index itself is not sound.
    #[error("the index at {path} is damaged: {reason}")]
    Damaged {
        /// Where.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// Somebody else has it.
    #[error("another process is using the index folder {path}. Stop it, or name another folder with --index")]
    Locked {
        /// Which.
        path: PathBuf,
    },
}

/// Whether the file system refused to write (a full disk, no rights), rather than gave back what is not sound.
fn is_refused(reason: &tantivy::TantivyError) -> bool {
    let said = format!("{reason:?}");
    ["StorageFull", "QuotaExceeded", "ReadOnlyFilesystem", "PermissionDenied"].iter().any(|kind| said.contains(kind))
}

impl Error {
    fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }

    fn damaged(path: impl Into<PathBuf>) -> impl FnOnce(tantivy::TantivyError) -> Self {
        let path = path.into();
        move |reason| {
            if is_refused(&reason) {
                Self::Io { path, source: io::Error::other(reason) }
            } else {
                Self::Damaged { path, reason: reason.to_string() }
            }
        }
    }
}
