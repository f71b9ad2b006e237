//! The desk's rules, pure: no SQL, no HTTP, no clock of its own.
//!
//! A ticket's status and priority, how a conversation ended.

mod outcome;
mod ticket;
mod word;

pub use outcome::{Course, Outcome, SILENCE};
pub use ticket::{Author, Channel, Event, Priority, Role, Status};
pub use word::UnknownWord;
