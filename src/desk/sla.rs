//! Service levels: by when the desk promises to reply and to solve, in business time.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::{BusinessHours, Priority};

/// One policy. In the configuration, the first that fits a ticket holds:
///
/// ```toml
/// [[desk.sla]]
/// departments = ["billing"]      # only for these; tags likewise
/// urgent = { first_reply = "1h", next_reply = "2h", resolution = "8h" }
/// normal = { first_reply = "8h" }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SlaPolicy {
    /// As reports call it.
    pub name: String,
    /// Only for these departments; empty: for all.
    pub departments: Vec<String>,
    /// Only with one of these tags; empty: with any.
    pub tags: Vec<String>,
    /// Targets by priority.
    pub urgent: Targets,
    /// Targets by priority.
    pub high: Targets,
    /// Targets by priority.
    pub normal: Targets,
    /// Targets by priority.
    pub low: Targets,
}

/// What is promised, in business time (`"1h 30m"`); absent: nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Targets {
    /// From the request to the first public reply.
    pub first_reply: Option<SignedDuration>,
    /// From the requester's next message to the reply.
    pub next_reply: Option<SignedDuration>,
    /// From the request to the solution.
    pub resolution: Option<SignedDuration>,
}

/// What is promised for one ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dues {
    /// First reply by.
    pub first_reply: Option<Timestamp>,
    /// Solution by.
    pub resolution: Option<Timestamp>,
}

impl Targets {
    const fn hours(first_reply: i64, next_reply: i64, resolution: i64) -> Self {
        Self {
            first_reply: Some(SignedDuration::from_hours(first_reply)),
            next_reply: Some(SignedDuration::from_hours(next_reply)),
            resolution: Some(SignedDuration::from_hours(resolution)),
        }
    }
}

impl Default for SlaPolicy {
    /// One to sixteen business hours for a first reply, an update at least every working day.
    fn default() -> Self {
        Self {
            name: "standard".to_owned(),
            departments: vec![],
            tags: vec![],
            urgent: Targets::hours(1, 2, 8),
            high: Targets::hours(4, 4, 16),
            normal: Targets::hours(8, 8, 40),
            low: Targets::hours(16, 16, 80),
        }
    }
}

impl SlaPolicy {
    /// The first policy that fits; `None` when none does: then nothing is promised.
    #[must_use]
    pub fn choose<'a>(policies: &'a [Self], department: Option<&str>, tags: &[String]) -> Option<&'a Self> {
        policies.iter().find(|policy| {
            let of_department = policy.departments.is_empty()
                || department.is_some_and(|key| policy.departments.iter().any(|wanted| wanted == key));
            let tagged = policy.tags.is_empty() || policy.tags.iter().any(|tag| tags.contains(tag));
            of_department && tagged
        })
    }

    /// The targets of a priority.
    #[must_use]
    pub fn targets(&self, priority: Priority) -> Targets {
        match priority {
            Priority::Urgent => self.urgent,
            Priority::High => self.high,
            Priority::Normal => self.normal,
            Priority::Low => self.low,
        }
    }

    /// The promises for a ticket that came in at `created`; also when its priority changes later.
    #[must_use]
    pub fn dues(&self, hours: &BusinessHours, priority: Priority, created: Timestamp) -> Dues {
        let targets = self.targets(priority);
        let due = |target: Option<SignedDuration>| hours.add_business_time(created, target?);
        Dues { first_reply: due(targets.first_reply), resolution: due(targets.resolution) }
    }

    /// By when to answer what the requester wrote at `wrote`.
    #[must_use]
    pub fn next_reply_due(&self, hours: &BusinessHours, priority: Priority, wrote: Timestamp) -> Option<Timestamp> {
        hours.add_business_time(wrote, self.targets(priority).next_reply?)
    }
}

/// What to tell a requester: the promise, or later if replies have taken longer of late, since a
/// promise that is usually broken is worse than none. Rounded up to the quarter of an hour.
///
/// `recent` is the median first reply time of late, in business time.
#[must_use]
pub fn expected_reply(
    hours: &BusinessHours,
    due: Option<Timestamp>,
    recent: Option<SignedDuration>,
    now: Timestamp,
) -> Option<Timestamp> {
    let usual = recent.and_then(|time| hours.add_business_time(now, time));
    let at = due.max(usual)?;
    let quarter = 15 * 60;
    let seconds = at.as_second() + i64::from(at.subsec_nanosecond() > 0);
    Timestamp::from_second(seconds.div_euclid(quarter) * quarter + if seconds % quarter == 0 { 0 } else { quarter })
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn promises_are_in_business_time_and_by_priority() {
        let (policy, hours) = (SlaPolicy::default(), BusinessHours::default());
        let friday = at("2026-11-20T16:00:00Z");
        let dues = policy.dues(&hours, Priority::Urgent, friday);
        assert_eq!(dues.first_reply, Some(at("2026-11-20T17:00:00Z")));
        assert_eq!(dues.resolution, Some(at("2026-11-23T16:00:00Z")));
        assert_eq!(policy.dues(&hours, Priority::Normal, friday).first_reply, Some(at("2026-11-23T16:00:00Z")));
        assert_eq!(policy.next_reply_due(&hours, Priority::High, friday), Some(at("2026-11-23T12:00:00Z")));
    }

    #[test]
    fn the_first_policy_that_fits_holds() {
        let policies: Vec<SlaPolicy> = vec![
            toml::from_str("name = 'gold'\ntags = ['vip']\nnormal = { first_reply = '30m' }").unwrap(),
            toml::from_str("name = 'money'\ndepartments = ['billing']").unwrap(),
        ];
        let name =
            |department, tags: &[String]| SlaPolicy::choose(&policies, department, tags).map(|p| p.name.as_str());
        assert_eq!(name(Some("billing"), &["vip".to_owned()]), Some("gold"));
        assert_eq!(name(Some("billing"), &[]), Some("money"));
        assert_eq!(name(None, &[]), None);
        assert_eq!(policies[0].normal.first_reply, Some(SignedDuration::from_mins(30)));
        assert_eq!(policies[0].normal.resolution, None);
    }

    #[test]
    fn a_reply_is_expected_when_it_really_comes() {
        let hours = BusinessHours::default();
        let now = at("2026-11-23T10:01:00Z");
        let due = Some(at("2026-11-23T12:01:00Z"));
        let expect = |due, recent: Option<i64>| expected_reply(&hours, due, recent.map(SignedDuration::from_mins), now);
        assert_eq!(expect(due, None), Some(at("2026-11-23T12:15:00Z")));
        assert_eq!(expect(due, Some(20)), Some(at("2026-11-23T12:15:00Z")));
        assert_eq!(expect(due, Some(8 * 60)), Some(at("2026-11-24T10:15:00Z")));
        assert_eq!(expect(None, None), None);
    }
}
