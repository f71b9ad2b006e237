//! “TR-123456”: a number that only some cards ask for tells which of them are meant.

use super::{Scored, Talk, Target, answering::LIKELY};
use crate::bot::{brain::CANDIDATES, slot, turn::Candidate};

/// Cards asked about at most.
const MOST_CARDS: usize = 3;

impl Talk<'_> {
    /// The one of these cards that asks for a number like the one in a message.
    pub(super) fn asks_for_this_number(&self, offered: &[Target], text: &str) -> Option<Target> {
        let mut asking = offered.iter().filter(|target| self.takes_number(target, text).is_some());
        let only = asking.next()?;
        asking.next().is_none().then(|| only.clone())
    }

    /// A message that holds such a number and at most so many telling words beside it: the card that asks for it goes
    /// on with it, of several is asked which. False where none asks for it, or the message says more.
    pub(super) fn wants_a_number_looked_at(&mut self, text: &str, most_beside: usize) -> bool {
        if !text.contains(|c: char| c.is_ascii_digit()) {
            return false;
        }
        let cards = self.bot.cards(&self.brain.locale).iter().map(|card| Target::Card(card.id.clone()));
        let asking: Vec<Target> = cards
            .filter(|target| self.is_allowed(target) && !self.memory.refused.contains(target))
            .filter(|target| self.takes_number(target, text).is_some())
            .take(MOST_CARDS)
            .collect();
        let Some(value) = asking.first().and_then(|target| self.takes_number(target, text)) else { return false };
        let beside = text.to_lowercase().replace(&value.to_lowercase(), " ");
        if self.brain.reader.telling(&beside) > most_beside {
            return false;
        }
        self.memory.asked(text);
        if let [only] = &asking[..] {
            self.decided(only, "asks for a number like this");
            self.answer(&only.clone(), text, 1.0);
        } else {
            self.turn.candidates = self.first_of_all(&asking);
            self.say("say", "clarify");
            self.ask_which(asking);
        }
        true
    }

    /// The candidates of the turn with these before all others.
    fn first_of_all(&self, asking: &[Target]) -> Vec<Candidate> {
        let is_card = |known: &Candidate, target: &Target| {
            known.card.as_deref() == target.card().map(crate::base::CardId::as_str)
        };
        let first = asking.iter().map(|target| {
            let known = self.turn.candidates.iter().find(|known| is_card(known, target));
            let confidence = known.map_or(0.0, |known| known.confidence).max(LIKELY);
            Candidate::from(&Scored { target: target.clone(), confidence, by_rule: false, why: Vec::new() })
        });
        let others = self.turn.candidates.iter().filter(|other| !asking.iter().any(|target| is_card(other, target)));
        first.chain(others.cloned()).take(CANDIDATES).collect()
    }

    /// The number in a message that a card's slot has a pattern for.
    fn takes_number(&self, target: &Target, text: &str) -> Option<String> {
        let asks = self.card(target).map(|card| self.asks(card)).unwrap_or_default();
        let numbers = asks.into_iter().filter(|ask| ask.pattern.is_some());
        numbers.filter_map(|ask| slot::overheard(ask, text)).find(|value| value.contains(|c: char| c.is_ascii_digit()))
    }
}
