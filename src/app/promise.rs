//! What the desk promises: opening hours, service levels and routing, applied to one ticket.

use jiff::Timestamp;

use super::App;
use crate::{base::Locale, bot::HandoffPacket, desk::Priority};

/// Where a new ticket goes.
pub(super) struct Route {
    pub priority: Priority,
    pub department: Option<String>,
    pub tags: Vec<String>,
}

/// When answers to a new ticket are due.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Promises {
    pub first_reply: Option<Timestamp>,
    pub resolution: Option<Timestamp>,
}

impl App {
    /// The desk's time zone.
    #[must_use]
    pub fn time_zone(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::UTC
    }

    /// `None` when the desk is open at this moment, else the next opening if there is one.
    #[must_use]
    pub fn opens_at(&self, _now: Timestamp) -> Option<Option<Timestamp>> {
        None
    }

    /// When a ticket that comes in now is answered.
    #[must_use]
    pub fn expected_reply_at(&self, priority: Priority, now: Timestamp) -> Option<Timestamp> {
        self.promises(priority, now).first_reply
    }

    /// Minutes of business time between two moments.
    pub(super) fn business_minutes(&self, from: Timestamp, to: Timestamp) -> i64 {
        to.duration_since(from).as_mins()
    }

    pub(super) fn promises(&self, _priority: Priority, now: Timestamp) -> Promises {
        let day = jiff::SignedDuration::from_hours(24);
        Promises { first_reply: Some(now + day), resolution: Some(now + day * 3) }
    }

    pub(super) fn next_reply_due(&self, priority: Priority, now: Timestamp) -> Option<Timestamp> {
        self.promises(priority, now).first_reply
    }

    pub(super) fn route(&self, packet: &HandoffPacket, _locale: &Locale) -> Route {
        Route {
            priority: packet.priority.as_deref().and_then(|word| word.parse().ok()).unwrap_or(Priority::Normal),
            department: packet.department.clone(),
            tags: packet.tags.clone(),
        }
    }
}
