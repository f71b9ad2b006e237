//! The desk's rules, pure: no SQL, no HTTP, no clock of its own.
//!
//! A ticket's status and priority, business hours, what is promised by when ([`SlaPolicy`]), where a
//! request goes ([`route`]), how a conversation ended, how good a contact was ([`Scorecard`]), what the
//! reports count ([`metrics`]). Settings structs read
//! the `[desk]` section of the configuration.

pub mod attachment;
mod hours;
pub mod metrics;
mod outcome;
mod routing;
mod scorecard;
mod sla;
mod ticket;
mod word;

pub use hours::{BusinessHours, HoursError};
pub use outcome::{Course, Outcome, SILENCE};
pub use routing::{Department, Request, Routed, RoutingRule, route};
pub use scorecard::{Check, Mark, Scorecard};
pub use sla::{Dues, SlaPolicy, Targets, expected_reply};
pub use ticket::{Author, Channel, Event, Priority, Role, Status};
pub use word::UnknownWord;
