//! The public help center. A request enters; one read of the snapshot or one use case; a page leaves.
//!
//! Everything here reads as [`crate::base::Audience::Public`]: drafts, internal and archived articles
//! do not exist, neither in lists nor in counts nor in the text of an error. Pages are whole without
//! scripts; `static/site.js` only makes them quicker.

mod article;
mod category;
mod faq;
mod home;
mod json_ld;
mod look;
mod page;
mod titles;
mod tree;

#[cfg(test)]
mod samples;

pub use look::{Frame, Look};
pub use page::{Crumb, Language, Link, Page};
