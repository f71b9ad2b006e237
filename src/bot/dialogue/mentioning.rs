//! What a message says of a card's slots by the way: taken, used up and repeated.

use super::Talk;
use crate::{
    bot::slot,
    kb::{Ask, Card},
};

/// So many letters of a word's beginning stand for it: “bicis”.
const AKIN: usize = 4;

impl<'a> Talk<'a> {
    /// Fills what a message mentions of the slots that are still open, but for the one asked for; returns what
    /// may have been misunderstood.
    pub(super) fn take_mentioned(&mut self, card: &'a Card, said: &str, asked: Option<&Ask>) -> Vec<String> {
        let mut asks = self.asks(card);
        let places: Vec<String> = asks.iter().map(|ask| ask.slot.clone()).collect();
        // What cannot be anything else is taken first, and is used up.
        asks.sort_by_key(|ask| rank(ask));
        let (mut rest, mut noted) = (said.to_owned(), Vec::new());
        for ask in &asks {
            let same = |other: &&&Ask| {
                slot::kind(other) == slot::kind(ask) && other.pattern == ask.pattern && other.choices == ask.choices
            };
            let alone = asks.iter().filter(same).count() == 1;
            let takes = (asked.is_none() || alone) && asked.is_none_or(|asked| asked.slot != ask.slot);
            if self.memory.slots.contains_key(&ask.slot) || !takes {
                continue;
            }
            let place = places.iter().position(|slot| *slot == ask.slot);
            if let Some(value) = slot::overheard(ask, &rest) {
                if slot::kind(ask) == "phone" {
                    noted.push((place, value.clone()));
                }
                rest = without(&rest, &value);
                self.memory.slots.insert(ask.slot.clone(), value);
            } else if alone && let Some(value) = self.mentioned(card, ask, &rest) {
                let told = crate::bot::moment::told(&self.brain.phrases, &value);
                noted.push((place, told.unwrap_or_else(|| value.clone())));
                self.memory.slots.insert(ask.slot.clone(), value);
            }
        }
        noted.sort();
        noted.into_iter().map(|(_, value)| value).collect()
    }

    fn mentioned(&self, card: &Card, ask: &Ask, said: &str) -> Option<String> {
        let reader = &self.brain.reader;
        let slot = ask.slot.replace('_', " ");
        let named = [card.title.as_str(), ask.prompt.as_str(), slot.as_str()];
        let about = card.questions.iter().map(String::as_str).chain(named);
        let about: Vec<String> = about
            .flat_map(|text| reader.words(text))
            .filter(|word| !reader.is_stop(&word.folded))
            .map(|word| word.stem)
            .collect();
        let akin = |one: &str, other: &str| {
            let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
            short == long || (short.len() >= AKIN && long.starts_with(short))
        };
        let is_counted = |word: &str| {
            !reader.is_stop(word) && {
                let stem = reader.stem(word);
                about.iter().any(|known| akin(known, &stem))
            }
        };
        let read = |text: &str| slot::mentioned(ask, text, &self.brain.phrases, self.context.now.date(), &is_counted);
        // A number that the card's own example says is part of what it is called by.
        read(said).filter(|value| {
            slot::kind(ask) != "number" || !card.questions.iter().any(|own| read(own).as_ref() == Some(value))
        })
    }

    /// Asks for what is missing, after what was noted by the way.
    pub(super) fn ask_noting(&mut self, card: &'a Card, from: usize, noted: &[String]) -> bool {
        let asks = self.asks(card);
        let missing = asks[from.min(asks.len())..].iter().any(|ask| !self.memory.slots.contains_key(&ask.slot));
        if missing && !noted.is_empty() {
            self.say_noted(noted);
        }
        self.ask_next(card, from)
    }

    fn say_noted(&mut self, noted: &[String]) {
        let values = self.brain.phrases.listed(noted);
        // A Hungarian day ends in a full stop of its own.
        self.say_with("ask", "taken", &[("values", values.trim_end_matches('.'))]);
    }

    /// Takes a value, and what else the reply says.
    pub(super) fn fill_said(&mut self, card: &'a Card, ask: &Ask, value: String, text: &str) {
        let rest = without(text, &value);
        let noted = self.take_mentioned(card, &rest, Some(ask));
        if noted.is_empty() {
            return self.fill(card, ask, value);
        }
        self.memory.slots.insert(ask.slot.clone(), value);
        if !self.ask_noting(card, 0, &noted) {
            self.go_on(card, 0);
        }
    }

    /// A reply that answers another of the card's questions; whether it did. The one at hand is put again.
    pub(super) fn answers_another(&mut self, card: &'a Card, ask: &Ask, text: &str) -> bool {
        let known = self.memory.slots.clone();
        self.take_mentioned(card, text, Some(ask));
        let phrases = &self.brain.phrases;
        let new = self.memory.slots.iter().filter(|(slot, _)| !known.contains_key(*slot));
        let new: Vec<String> =
            new.map(|(_, value)| crate::bot::moment::told(phrases, value).unwrap_or_else(|| value.clone())).collect();
        if new.is_empty() {
            return false;
        }
        self.say_noted(&new);
        self.tell_markdown(&ask.prompt);
        self.ask_turn(card, ask);
        true
    }
}

/// A text without a value that stands in it by itself.
fn without(text: &str, value: &str) -> String {
    let (low, value) = (text.to_lowercase(), value.to_lowercase());
    let stands = |at: &usize| {
        let before = low[..*at].chars().next_back();
        let after = low[at + value.len()..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    };
    let at = low.match_indices(&value).map(|(at, _)| at).find(stands);
    // Lower case may be longer than capitals, in few languages.
    let Some(at) = at.filter(|_| low.len() == text.len()) else { return text.to_owned() };
    format!("{} {}", &text[..at], &text[at + value.len()..])
}

/// Numbers last: a code, an address or a day holds figures, too.
fn rank(ask: &Ask) -> u8 {
    match slot::kind(ask) {
        _ if ask.pattern.is_some() => 0,
        "email" => 1,
        "phone" => 2,
        "number" => 4,
        _ => 3,
    }
}
