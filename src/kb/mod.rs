//! The knowledge base: a folder of Markdown enters, a typed [`Library`] leaves.
//!
//! Refuses nothing that can be served: a file that cannot be read is skipped and listed as a
//! [`Finding`]; everything else is loaded as it is.

mod article;
mod card;
mod category;
mod document;
mod finding;
mod library;
mod reply;

pub use article::{AnswerFrom, Article, Status};
pub use card::{Action, Ask, Card, CardOption, CardTarget, HandoffTarget, When};
pub use category::Category;
pub use document::{Document, Rendered, Section, TocEntry};
pub use finding::{Finding, Severity};
pub use library::{Asset, Found, Library, LoadError, View, encode_path};
pub use reply::Reply;
