//! Figures for the reports, each computed one way. Plain facts enter, shares and spreads leave.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::{BusinessHours, Channel, Course, Outcome, Priority, Status};

/// Silence that ends a visit of a reader.
const VISIT_GAP: SignedDuration = SignedDuration::from_mins(30);
/// A ticket opened within this time after an answer: the answer did not deflect it.
pub const DEFLECTION: SignedDuration = SignedDuration::from_hours(72);

/// A part of a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Ratio {
    /// How many of them.
    pub part: usize,
    /// Of how many.
    pub whole: usize,
}

/// Middle and tail of durations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Spread {
    /// How many were measured.
    pub count: usize,
    /// Half are at most this.
    pub median: Option<SignedDuration>,
    /// Nine in ten are at most this (nearest rank).
    pub p90: Option<SignedDuration>,
}

/// What a report needs of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationFacts {
    /// Language.
    pub locale: String,
    /// The visitor, without saying who.
    pub visitor_hash: Option<String>,
    /// Begun.
    pub created_at: Timestamp,
    /// What decides its outcome.
    pub course: Course,
}

/// What a report needs of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketFacts {
    /// Number.
    pub number: i64,
    /// Where it stands.
    pub status: Status,
    /// How urgent.
    pub priority: Priority,
    /// How it came in.
    pub channel: Channel,
    /// Whose.
    pub department: Option<String>,
    /// Address, folded.
    pub requester: String,
    /// Came in.
    pub created_at: Timestamp,
    /// First public reply.
    pub first_replied_at: Option<Timestamp>,
    /// Solved (the last time).
    pub solved_at: Option<Timestamp>,
    /// Replies the requester saw.
    pub public_replies: u32,
    /// Times taken up again.
    pub reopened: u32,
    /// Moves between departments.
    pub transfers: u32,
    /// A promise was broken.
    pub breached: bool,
    /// Satisfaction, 1 to 5.
    pub csat: Option<u8>,
}

/// What the bot achieved.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct BotReport {
    /// Conversations with at least one message of the visitor, by outcome. Confirmed and assumed are
    /// told apart, since silence is not success.
    pub outcomes: BTreeMap<Outcome, usize>,
    /// Confirmed and assumed of all.
    pub resolution: Ratio,
    /// Handed off of all.
    pub hand_off: Ratio,
}

/// What the desk achieved.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct TicketReport {
    /// Tickets that came in.
    pub volume: usize,
    /// By way in.
    pub by_channel: BTreeMap<Channel, usize>,
    /// By department; `""`: none.
    pub by_department: BTreeMap<String, usize>,
    /// Business time to the first public reply.
    pub first_reply: Spread,
    /// Business time to the solution.
    pub resolution: Spread,
    /// Solved with one public reply and never taken up again, of all solved.
    pub first_contact: Ratio,
    /// Solved or closed of all.
    pub solved: Ratio,
    /// Not solved yet.
    pub backlog: usize,
    /// Age of the oldest of these, on the clock.
    pub oldest: Option<SignedDuration>,
    /// Public replies of all tickets.
    pub replies: u64,
    /// Tickets taken up again, of all.
    pub reopened: Ratio,
    /// Requesters with more than one ticket, of all requesters.
    pub repeat_contact: Ratio,
    /// Moves between departments.
    pub transfers: u64,
    /// Tickets without a broken promise, of all.
    pub kept: Ratio,
    /// Answers of 4 or 5, of all answers.
    pub csat: Ratio,
}

impl Ratio {
    /// Counts those that fulfil a condition.
    pub fn of<T>(items: impl IntoIterator<Item = T>, is: impl Fn(&T) -> bool) -> Self {
        let mut ratio = Self::default();
        for item in items {
            ratio.whole += 1;
            ratio.part += usize::from(is(&item));
        }
        ratio
    }

    /// The share, 0 to 1; `None` of nothing.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    pub fn share(self) -> Option<f64> {
        (self.whole > 0).then(|| self.part as f64 / self.whole as f64)
    }
}

impl Spread {
    /// Of these durations; the median of an even number is the mean of the two in the middle.
    #[must_use]
    pub fn of(durations: impl IntoIterator<Item = SignedDuration>) -> Self {
        let mut sorted: Vec<SignedDuration> = durations.into_iter().collect();
        sorted.sort_unstable();
        let count = sorted.len();
        if count == 0 {
            return Self::default();
        }
        let (lower, upper) = (sorted[(count - 1) / 2], sorted[count / 2]);
        Self { count, median: Some(lower + (upper - lower) / 2), p90: Some(sorted[(count * 9).div_ceil(10) - 1]) }
    }
}

impl BotReport {
    /// Of these conversations, as of `now`.
    #[must_use]
    pub fn of(conversations: &[ConversationFacts], now: Timestamp) -> Self {
        let asked = conversations.iter().filter(|facts| facts.course.visitor_messages > 0);
        let outcomes: Vec<Outcome> = asked.map(|facts| facts.course.outcome(now)).collect();
        let mut report = Self {
            resolution: Ratio::of(&outcomes, |outcome| matches!(outcome, Outcome::Confirmed | Outcome::Assumed)),
            hand_off: Ratio::of(&outcomes, |outcome| **outcome == Outcome::HandedOff),
            ..Self::default()
        };
        for outcome in outcomes {
            *report.outcomes.entry(outcome).or_default() += 1;
        }
        report
    }
}

impl TicketReport {
    /// Of these tickets, in the desk's business time, as of `now`.
    #[must_use]
    pub fn of(tickets: &[TicketFacts], hours: &BusinessHours, now: Timestamp) -> Self {
        let spread = |end: fn(&TicketFacts) -> Option<Timestamp>| {
            Spread::of(tickets.iter().filter_map(|t| Some(hours.business_time_between(t.created_at, end(t)?))))
        };
        let open: Vec<&TicketFacts> = tickets.iter().filter(|ticket| ticket.status.is_active()).collect();
        let solved = tickets.iter().filter(|ticket| !ticket.status.is_active());
        let mut requesters: HashMap<&str, usize> = HashMap::new();
        let (mut by_channel, mut by_department) = (BTreeMap::new(), BTreeMap::new());
        for ticket in tickets {
            *requesters.entry(&ticket.requester).or_default() += 1;
            *by_channel.entry(ticket.channel).or_default() += 1;
            *by_department.entry(ticket.department.clone().unwrap_or_default()).or_default() += 1;
        }
        Self {
            volume: tickets.len(),
            by_channel,
            by_department,
            first_reply: spread(|ticket| ticket.first_replied_at),
            resolution: spread(|ticket| ticket.solved_at),
            first_contact: Ratio::of(solved, |ticket| ticket.public_replies == 1 && ticket.reopened == 0),
            solved: Ratio::of(tickets, |ticket| !ticket.status.is_active()),
            backlog: open.len(),
            oldest: open.iter().map(|ticket| now.duration_since(ticket.created_at)).max(),
            replies: tickets.iter().map(|ticket| u64::from(ticket.public_replies)).sum(),
            reopened: Ratio::of(tickets, |ticket| ticket.reopened > 0),
            repeat_contact: Ratio::of(requesters.values(), |count| **count > 1),
            transfers: tickets.iter().map(|ticket| u64::from(ticket.transfers)).sum(),
            kept: Ratio::of(tickets, |ticket| !ticket.breached),
            csat: Ratio::of(tickets.iter().filter_map(|ticket| ticket.csat), |score| *score >= 4),
        }
    }
}

/// Somebody did something at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act<'a> {
    /// The visitor, without saying who.
    pub visitor: &'a str,
    /// When.
    pub at: Timestamp,
}

/// Answers (of the bot, or an article read after a search) whose visitor opened no ticket within 72
/// hours, of all answers that are at least that old.
#[must_use]
pub fn deflection(answers: &[Act<'_>], tickets: &[Act<'_>], now: Timestamp) -> Ratio {
    let mut opened: HashMap<&str, Vec<Timestamp>> = HashMap::new();
    for ticket in tickets {
        opened.entry(ticket.visitor).or_default().push(ticket.at);
    }
    let old_enough = answers.iter().filter(|answer| now.duration_since(answer.at) >= DEFLECTION);
    Ratio::of(old_enough, |answer| {
        let later = opened.get(answer.visitor).into_iter().flatten();
        !later.map(|at| at.duration_since(answer.at)).any(|gap| !gap.is_negative() && gap < DEFLECTION)
    })
}

/// A submitted search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchFact<'a> {
    /// The visitor, without saying who; none: a visit of its own.
    pub visitor: Option<&'a str>,
    /// When.
    pub at: Timestamp,
    /// Articles found.
    pub hits: usize,
    /// One of them was opened.
    pub clicked: bool,
}

/// Searches without a hit, of all.
#[must_use]
pub fn zero_results(searches: &[SearchFact<'_>]) -> Ratio {
    Ratio::of(searches, |search| search.hits == 0)
}

/// Visits (searches of a visitor less than 30 minutes apart) in which something was found and nothing
/// opened, of all visits in which something was found.
#[must_use]
pub fn no_clicks(searches: &[SearchFact<'_>]) -> Ratio {
    let mut sorted: Vec<&SearchFact<'_>> = searches.iter().filter(|search| search.hits > 0).collect();
    sorted.sort_by_key(|search| (search.visitor, search.at));
    let visits =
        sorted.chunk_by(|a, b| a.visitor.is_some() && a.visitor == b.visitor && b.at.duration_since(a.at) < VISIT_GAP);
    Ratio::of(visits, |visit| visit.iter().all(|search| !search.clicked))
}

/// Different visitors of some acts.
#[must_use]
pub fn visitors(acts: &[Act<'_>]) -> usize {
    acts.iter().map(|act| act.visitor).collect::<HashSet<_>>().len()
}

#[cfg(test)]
#[path = "metrics_tests.rs"]
mod tests;
