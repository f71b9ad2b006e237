//! The quality checklist for a contact, scored on its transcript: sixteen points, weighted by what
//! customers miss most when it is missing.

use std::collections::BTreeMap;

use super::word::words;

words!(
    /// A point of the checklist.
    Check, "point of the checklist" {
        /// Greeted, as a person would.
        Greeting = "greeting",
        /// The name asked for once and used naturally.
        Name = "name",
        /// Sorry for the trouble, and the trouble understood, before solving.
        Empathy = "empathy",
        /// Let them finish; the problem reflected in their words.
        Listening = "listening",
        /// What happens and why, without jargon.
        Clarity = "clarity",
        /// More than one way, with what speaks for and against each.
        Options = "options",
        /// Where none fits, an alternative that was agreed.
        Alternative = "alternative",
        /// Every question answered.
        Complete = "complete",
        /// A realistic time and the next steps.
        NextSteps = "next_steps",
        /// The article that makes them self-sufficient.
        Teaching = "teaching",
        /// A positive tone; nobody blamed.
        Tone = "tone",
        /// Asked whether anything is left.
        AnythingElse = "anything_else",
        /// Thanked.
        Thanks = "thanks",
        /// Solved at the first reply, else an update every day.
        Timely = "timely",
        /// Tagged, prioritised, documented.
        Documented = "documented",
        /// Escalated in time.
        Escalated = "escalated",
    }
);

words!(
    /// How well a point was met.
    Mark, "mark" {
        /// Met.
        Yes = "yes",
        /// In part.
        Partly = "partly",
        /// Missed.
        No = "no",
        /// Did not arise in this contact.
        NotApplicable = "n/a",
    }
);

impl Check {
    /// What the point counts, 1 to 3.
    #[must_use]
    pub fn weight(self) -> u32 {
        match self {
            Self::Complete | Self::Clarity | Self::Timely => 3,
            Self::Empathy | Self::Listening | Self::NextSteps | Self::Tone | Self::Escalated | Self::Teaching => 2,
            Self::Greeting
            | Self::Name
            | Self::Options
            | Self::Alternative
            | Self::AnythingElse
            | Self::Thanks
            | Self::Documented => 1,
        }
    }
}

/// Marks for one contact.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Scorecard(pub BTreeMap<Check, Mark>);

impl Scorecard {
    /// The score from 0 to 100: weights met over weights that apply. `None` while nothing that applies
    /// is marked. A point without a mark counts as not looked at.
    #[must_use]
    pub fn score(&self) -> Option<u32> {
        let (mut met, mut all) = (0, 0);
        for (check, mark) in &self.0 {
            let half_points = match mark {
                Mark::Yes => 2,
                Mark::Partly => 1,
                Mark::No => 0,
                Mark::NotApplicable => continue,
            };
            met += half_points * check.weight();
            all += 2 * check.weight();
        }
        (all > 0).then(|| (met * 100 + all / 2) / all)
    }

    /// Whether every point has a mark.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        Check::ALL.iter().all(|check| self.0.contains_key(check))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_did_not_arise_does_not_count() {
        let mut card = Scorecard::default();
        assert_eq!(card.score(), None);
        card.0.insert(Check::Complete, Mark::Yes);
        card.0.insert(Check::Escalated, Mark::NotApplicable);
        assert_eq!(card.score(), Some(100));
        card.0.insert(Check::Greeting, Mark::No);
        assert_eq!(card.score(), Some(75));
        card.0.insert(Check::Tone, Mark::Partly);
        assert_eq!(card.score(), Some(67));
    }

    #[test]
    fn a_card_has_sixteen_points_and_survives_storage() {
        assert_eq!(Check::ALL.len(), 16);
        let card = Scorecard(Check::ALL.iter().map(|check| (*check, Mark::Partly)).collect());
        assert!(card.is_complete());
        assert_eq!(card.score(), Some(50));
        let json = serde_json::to_string(&card).unwrap();
        assert_eq!(serde_json::from_str::<Scorecard>(&json).unwrap(), card);
    }
}
