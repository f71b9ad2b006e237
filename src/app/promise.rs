//! What the desk promises: opening hours, service levels and routing, applied to one ticket.

use jiff::Timestamp;

use super::App;
use crate::{
    base::Locale,
    bot::HandoffPacket,
    desk::{Channel, Dues, Priority, Request, Routed, SlaPolicy, expected_reply, route},
    store::Ticket,
};

impl App {
    /// The desk's time zone.
    #[must_use]
    pub fn time_zone(&self) -> jiff::tz::TimeZone {
        self.config.desk.hours.zone().clone()
    }

    /// `None` when the desk is open at this moment, else the next opening if there is one.
    #[must_use]
    pub fn opens_at(&self, now: Timestamp) -> Option<Option<Timestamp>> {
        let hours = &self.config.desk.hours;
        (!hours.open_at(now)).then(|| hours.next_opening(now))
    }

    /// The openings of the present day, in the desk's time zone.
    #[must_use]
    pub fn hours_today(&self, now: Timestamp) -> Vec<(Timestamp, Timestamp)> {
        self.config.desk.hours.day(now)
    }

    /// When a ticket that comes in now can be expected to be answered.
    #[must_use]
    pub fn expected_reply_at(&self, priority: Priority, now: Timestamp) -> Option<Timestamp> {
        self.expected(self.dues(None, &[], priority, now).first_reply, now)
    }

    /// The same for priorities that cards may give a ticket.
    #[must_use]
    pub fn expected_by_priority(&self, now: Timestamp) -> Vec<(String, Timestamp)> {
        let others = Priority::ALL.iter().filter(|priority| **priority != Priority::Normal);
        others.filter_map(|priority| Some((priority.to_string(), self.expected_reply_at(*priority, now)?))).collect()
    }

    /// What to tell a requester of a promise, in the light of how long replies have taken of late.
    pub(super) fn expected(&self, due: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
        expected_reply(&self.config.desk.hours, due, self.recent_reply_time(), now)
    }

    /// Minutes of business time between two moments.
    pub(super) fn business_minutes(&self, from: Timestamp, to: Timestamp) -> i64 {
        self.config.desk.hours.business_time_between(from, to).as_mins()
    }

    /// What is promised for a ticket that came in at `created`.
    pub(super) fn dues(
        &self,
        department: Option<&str>,
        tags: &[String],
        priority: Priority,
        created: Timestamp,
    ) -> Dues {
        let policy = SlaPolicy::choose(&self.config.desk.sla, department, tags);
        policy.map(|policy| policy.dues(&self.config.desk.hours, priority, created)).unwrap_or_default()
    }

    /// By when to answer what the requester of a ticket wrote at `wrote`.
    pub(super) fn next_reply_due(&self, ticket: &Ticket, priority: Priority, wrote: Timestamp) -> Option<Timestamp> {
        let policy = SlaPolicy::choose(&self.config.desk.sla, ticket.department.as_deref(), &[])?;
        policy.next_reply_due(&self.config.desk.hours, priority, wrote)
    }

    /// Where a request goes, by what its sender or card chose and the rules.
    pub(super) fn route(&self, packet: &HandoffPacket, locale: &Locale, channel: Channel) -> Routed {
        let known = |key: &&str| {
            let departments = &self.config.desk.departments;
            departments.is_empty() || departments.iter().any(|department| department.key == **key)
        };
        let request = Request {
            subject: &packet.subject,
            body: &packet.body,
            locale: locale.as_str(),
            channel: Some(channel),
            tags: &packet.tags,
            department: packet.department.as_deref().map(str::trim).filter(|key| !key.is_empty()).filter(known),
            priority: packet.priority.as_deref().and_then(|word| word.parse().ok()),
        };
        route(&self.config.desk.routing, &request)
    }
}
