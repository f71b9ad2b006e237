//! “No, I meant …”: after an answer, a slot of its card is changed, or the question is asked anew.

use super::{Asking, Cue, Heard, Step, Talk, Target, answering::LIKELY, asking::is_strict, chatting::without_prefix};
use crate::{
    bot::slot,
    kb::{Ask, Card},
};

/// A message that asks for another one is short.
const MOST_WORDS: usize = 6;
/// Telling words beside an address that corrects another.
const MOST_BESIDE: usize = 3;

impl<'a> Talk<'a> {
    /// Takes a correction of what was answered last; whether the message was one.
    pub(super) fn meant_otherwise(&mut self, text: &str, heard: &Heard) -> bool {
        if self.memory.topic.is_none() && self.memory.form.is_none() {
            return false;
        }
        if self.corrects_a_slot(text, heard) {
            return true;
        }
        let meant = without_prefix(text, &self.brain.phrases.list("introduce", "meant"));
        let said_so = !meant.is_empty() && meant.len() + 3 < text.trim().len();
        if said_so {
            self.not_helped_because(&meant, heard);
        }
        said_so
    }

    /// Changes a slot of the card that answered last, when a message says that it was wrong.
    pub(super) fn corrects_a_slot(&mut self, text: &str, heard: &Heard) -> bool {
        let value = without_prefix(text, &self.brain.phrases.list("introduce", "mistake"));
        let said_of_form = self.says_of_form(text, heard);
        let says_so = value.len() < text.trim().len() || heard.is(Cue::Correct) || said_of_form.is_some();
        let value = said_of_form.unwrap_or(value);
        // A question in between has another topic, and the form is still the one that was filled.
        let topic = self.memory.topic.clone().and_then(|topic| self.card(&topic.target));
        let form = self.memory.form.clone().and_then(|card| self.card(&Target::Card(card)));
        let cards = topic.into_iter().chain(form);
        let mut open =
            cards.filter(|card| says_so || self.is_another_address(card, text)).collect::<Vec<_>>().into_iter();
        open.any(|card| self.change_slot(card, &value))
    }

    /// “That's wrong, this is it: …”: an address that differs from the one a card has taken, and hardly a word beside.
    pub(super) fn is_another_address(&self, card: &'a Card, text: &str) -> bool {
        let Some(address) = crate::bot::mask::find_email(text) else { return false };
        let taken = self.asks(card).into_iter().filter(|ask| slot::kind(ask) == "email");
        let differs =
            |ask: &Ask| self.memory.slots.get(&ask.slot).is_some_and(|known| !known.is_empty() && known != address);
        let beside = text.replace(address, " ");
        self.brain.reader.telling(&beside) <= MOST_BESIDE && !text.contains('?') && taken.into_iter().any(differs)
    }

    /// “And LH-22222?”, “I have another order”: the card that answered last answers for another one.
    pub(super) fn asks_for_another(&mut self, text: &str, heard: &Heard) -> bool {
        let Some(topic) = self.memory.topic.clone().filter(|topic| self.is_allowed(&topic.target)) else {
            return false;
        };
        let Some(card) = self.card(&topic.target) else { return false };
        let asks = self.asks(card);
        let numbers = || asks.iter().filter(|ask| ask.pattern.is_some());
        let value = numbers().find_map(|ask| Some((ask.slot.clone(), slot::overheard(ask, text)?)));
        match value {
            Some((slot, value)) if self.memory.slots.get(&slot) != Some(&value) => {
                let rest = text.to_lowercase().replace(&value.to_lowercase(), " ");
                let says_else = self.brain.reader.telling(&rest) > 1 || heard.words() > MOST_WORDS;
                if says_else || heard.is(Cue::Correct) {
                    return false;
                }
                self.memory.slots.insert(slot, value);
            }
            None if heard.is(Cue::Another) && numbers().next().is_some() => {
                for ask in &asks {
                    self.memory.slots.remove(&ask.slot);
                }
            }
            _ => return false,
        }
        self.memory.misses = 0;
        self.memory.asked(text);
        self.go_on(card, 0);
        true
    }

    /// “Cancel that, I want to know about deposits”, while a card asks: what is wanted instead is answered.
    pub(super) fn cancels_for_another(&mut self, text: &str) -> bool {
        let Some((first, rest)) = text.split_once([',', '.', ';', '!']) else { return false };
        let heard = |text: &str| self.brain.cues.hear(text, &self.brain.reader);
        let cancels = heard(first).is(Cue::Cancel) && self.brain.reader.says_something(rest);
        if !cancels || !self.surest_reading(rest).0.first().is_some_and(|best| best.confidence >= LIKELY) {
            return false;
        }
        let heard = heard(rest);
        self.memory.step = Step::Open;
        self.memory.paused = None;
        self.hear_question(rest.trim(), &heard);
        true
    }

    /// “Whatever”: no cancelling where any text will do.
    pub(super) fn leaves_open(&self, text: &str) -> bool {
        let said = crate::bot::words::split(text).join(" ");
        self.brain.phrases.list("introduce", "whatever").contains(&said.as_str())
    }

    /// “Four”, when the address is asked for, and “two” was said of the number before it: that was wrong.
    pub(super) fn corrects_before(&mut self, card: &'a Card, asking: &Asking, text: &str) -> bool {
        let asks = self.asks(card);
        if text.split_whitespace().count() > 3 {
            return false;
        }
        let today = self.context.now.date();
        let another = asks.iter().take(asking.slot).rev().find_map(|before| {
            let counts = matches!(slot::kind(before), "number" | "date" | "choice");
            let known = self.memory.slots.get(&before.slot).filter(|value| counts && !value.is_empty())?;
            let value = slot::read(before, text, &self.brain.phrases, today)?;
            (value != *known).then(|| (before.slot.clone(), value))
        });
        let Some((slot, value)) = another else { return false };
        self.memory.slots.insert(slot, value);
        self.say("ask", "noted");
        self.ask_next(card, 0);
        true
    }

    /// Changes the last slot of a card that takes this value and held another, and answers again.
    fn change_slot(&mut self, card: &'a Card, value: &str) -> bool {
        let today = self.context.now.date();
        let mut asks = self.asks(card);
        asks.reverse();
        numbers_first(&mut asks, value);
        let changed = asks.into_iter().filter(|ask| is_strict(ask)).find_map(|ask| {
            let value = slot::read(ask, value, &self.brain.phrases, today)?;
            let known = self.memory.slots.get(&ask.slot)?;
            (*known != value).then(|| (ask.slot.clone(), value))
        });
        let Some((slot, value)) = changed else { return false };
        self.memory.slots.insert(slot, value);
        self.say("ask", "noted");
        self.go_on(card, 0);
        true
    }
}

/// “A Lisboa” to “¿A dónde?”: the preposition is the question's own.
pub(super) fn without_preposition(ask: &Ask, value: String) -> String {
    let first = |text: &str| crate::bot::words::split(text).into_iter().next();
    let own = first(&ask.prompt).filter(|word| word.len() <= 3);
    match value.split_once(' ') {
        Some((word, rest))
            if slot::kind(ask) == "text" && ask.pattern.is_none() && own.is_some() && first(word) == own =>
        {
            rest.trim().to_owned()
        }
        _ => value,
    }
}

/// A bare figure is a number before it is the place of a choice.
fn numbers_first(asks: &mut [&Ask], text: &str) {
    let bare = !text.is_empty() && text.trim_matches(['.', '!', ' ']).chars().all(|c| c.is_ascii_digit());
    if bare {
        asks.sort_by_key(|ask| slot::kind(ask) != "number");
    }
}
