//! What was read from one file, kept from one load to the next so that unchanged files are not read
//! again, and a file that can no longer be read keeps its last good version.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Article, Card, Finding, Reply, Status, blob::Body};
use crate::base::{Audience, CategoryKey, Locale};

/// SHA-256.
pub type Hash = [u8; 32];

/// Files that another takes in, with their hashes (`None`: it was not there).
pub type Includes = Box<[(Box<str>, Option<Hash>)]>;

/// One file of the knowledge base.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Item {
    /// Relative, `/` between parts.
    pub path: Box<str>,
    /// Bytes, when it was read.
    pub size: u64,
    /// Nanoseconds since 1970, when it was read.
    pub modified: i64,
    /// `ctime`, when it was read.
    pub changed: i64,
    /// Of the bytes that were read.
    pub hash: Hash,
    /// Of the bytes of the version that is served; differs from `hash` when the file went bad.
    pub served: Option<Hash>,
    /// What it is.
    pub thing: Thing,
    /// What was wrong in it.
    pub findings: Vec<Finding>,
}

/// What a file turned out to be.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Thing {
    /// An article.
    Article(Arc<Entry>),
    /// `_category.md`
    Category(Arc<CategoryFile>),
    /// A card.
    Card(Arc<Card>),
    /// A golden conversation, as written.
    Golden(Locale, Arc<str>),
    /// A saved reply.
    Reply(Arc<Reply>),
    /// A settings file, as written.
    Settings(Arc<str>),
    /// A file that others take in or show.
    Other,
}

/// An article with what loading needs to know beside it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entry {
    /// The article; status and visibility as of the load.
    pub article: Article,
    /// `visibility:` of its own front matter.
    pub own_visibility: Option<Audience>,
    /// Status before `publish_at` and `expire_at` are looked at.
    pub own_status: Status,
    /// The nearest folder whose `_category.md` may speak for it.
    pub folder: CategoryKey,
    /// The file's name ends in `.mdx`.
    pub mdx: bool,
    /// Line of the file on which the body begins.
    pub body_line: u32,
    /// Files that were taken in, or asked for in vain, and their hashes.
    pub includes: Includes,
    /// Files that its public part may refer to.
    pub assets: Box<[Box<str>]>,
    /// Files that only its agent blocks may refer to.
    pub agent_assets: Box<[Box<str>]>,
    /// Number that it had in a hosted help center (`id:`), which links may still name.
    pub number: Option<Box<str>>,
    /// The text below the front matter, includes taken in.
    #[serde(skip)]
    pub body: Body,
    /// Links of its public part with their texts; see [`super::linked`].
    #[serde(skip)]
    pub links: Body,
}

impl Entry {
    /// All texts that lie on a shelf.
    #[must_use]
    pub fn bodies(&self) -> [&Body; 3] {
        [&self.body, &self.links, &self.article.lead]
    }

    /// The same, to be put there.
    pub fn bodies_mut(&mut self) -> [&mut Body; 3] {
        [&mut self.body, &mut self.links, &mut self.article.lead]
    }
}

/// What a `_category.md` says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CategoryFile {
    /// The locale.
    pub locale: Locale,
    /// The folder.
    pub key: CategoryKey,
    /// `title:` or the first heading.
    pub title: Option<String>,
    /// `description:`
    pub description: Option<String>,
    /// Markdown below the front matter, includes taken in.
    pub introduction: String,
    /// Place among its siblings.
    pub order: Option<f64>,
    /// `visibility:`
    pub visibility: Option<Audience>,
    /// Neither draft nor hidden.
    pub listed: bool,
    /// The file's name ends in `.mdx`.
    pub mdx: bool,
    /// Files that were taken in, or asked for in vain, and their hashes.
    pub includes: Includes,
    /// Files that it may refer to.
    pub assets: Box<[Box<str>]>,
}

/// Hex of a hash.
#[must_use]
pub fn hex(hash: &Hash) -> String {
    use std::fmt::Write as _;
    hash.iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// SHA-256 of some bytes.
#[must_use]
pub fn hash(bytes: &[u8]) -> Hash {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).into()
}
