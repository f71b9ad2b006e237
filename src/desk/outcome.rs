//! How a conversation with the bot ended: one outcome each, the last answer decides.

use jiff::{SignedDuration, Timestamp};

use super::word::words;

words!(
    /// Outcome of a conversation, strongest first: the first that holds is the one.
    Outcome, "outcome" {
        /// A ticket or a person took over.
        HandedOff = "handed_off",
        /// The visitor said that it did not help.
        Negative = "negative",
        /// Left while the bot had no answer.
        Abandoned = "abandoned",
        /// The visitor said that it helped.
        Confirmed = "confirmed",
        /// Answered, and silent for a day.
        Assumed = "assumed",
        /// Not over yet, or nothing was asked.
        Pending = "pending",
    }
);

/// What decides the outcome of one conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// Handed off to a ticket or a person.
    pub handed_off: bool,
    /// What the visitor said of the last answer.
    pub helped: Option<bool>,
    /// The last thing the bot did for the visitor was an answer.
    pub answered: bool,
    /// Messages of the visitor.
    pub visitor_messages: u32,
    /// The last message of either.
    pub last_at: Timestamp,
}

/// Silence after which a conversation is over.
pub const SILENCE: SignedDuration = SignedDuration::from_hours(24);

impl Course {
    /// The outcome as of `now`.
    #[must_use]
    pub fn outcome(&self, now: Timestamp) -> Outcome {
        let silent = now.duration_since(self.last_at) >= SILENCE;
        match (self.handed_off, self.helped, self.answered) {
            (true, ..) => Outcome::HandedOff,
            (_, Some(false), _) => Outcome::Negative,
            (_, Some(true), true) => Outcome::Confirmed,
            _ if self.visitor_messages == 0 => Outcome::Pending,
            (_, _, false) if silent => Outcome::Abandoned,
            (_, _, true) if silent => Outcome::Assumed,
            _ => Outcome::Pending,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(handed_off: bool, helped: Option<bool>, answered: bool, hours: i64) -> Outcome {
        let last_at = Timestamp::UNIX_EPOCH;
        Course { handed_off, helped, answered, visitor_messages: 2, last_at }
            .outcome(last_at + SignedDuration::from_hours(hours))
    }

    #[test]
    fn the_stronger_outcome_wins_and_silence_is_not_success() {
        assert_eq!(outcome(true, Some(true), true, 0), Outcome::HandedOff);
        assert_eq!(outcome(false, Some(false), true, 48), Outcome::Negative);
        assert_eq!(outcome(false, None, false, 25), Outcome::Abandoned);
        assert_eq!(outcome(false, Some(true), true, 1), Outcome::Confirmed);
        assert_eq!(outcome(false, None, true, 24), Outcome::Assumed);
        assert_eq!(outcome(false, None, true, 23), Outcome::Pending);
    }
}
