//! The knowledge base: a folder of Markdown enters, a typed [`Library`] leaves.
//!
//! Refuses nothing that can be served: a file that cannot be read is skipped and listed as a
//! [`Finding`]; everything else is loaded as it is.

mod agent;
mod article;
mod assemble;
mod asset;
mod blob;
mod card;
mod card_file;
mod category;
mod check;
mod document;
mod finding;
mod findings_of_content;
mod foreign;
mod front_matter;
mod import;
mod include;
mod item;
mod library;
mod linked;
mod load;
mod markdown;
mod meta;
mod order;
mod path;
mod place;
mod questions;
mod read;
mod reply;
mod save;
mod scan;
mod settings;
#[cfg(test)]
mod tests;
mod value;
mod view;
mod writer;

pub use article::{AnswerFrom, Article, Status};
pub use assemble::SCHEMA;
pub use card::{Action, Ask, Card, CardOption, CardTarget, HandoffTarget, When, day};
pub use category::Category;
pub use check::check;
pub use document::{Document, Rendered, Section, TocEntry};
pub use finding::{Finding, Severity};
pub use import::{ImportError, ImportKind, Imported, import};
pub use library::{Golden, Library, Listing, LoadError, Stats};
pub use linked::Linked;
pub use markdown::{highlight_css, plain_body};
pub use questions::{add_question, question_line};
pub use reply::{BLANKS, FILLED, Placeholder, Reply, absolute_links, placeholders};
pub use save::{Stored, StoredError};
pub use settings::{Pin, Synonyms};
pub use view::{Asset, Found, View, encode_path};
pub use writer::{Stamped, WriterError, begin, stamp};
