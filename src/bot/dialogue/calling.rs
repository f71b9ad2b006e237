//! A card that looks something up: the call leaves as an effect, its result comes back as values for
//! the answer; where nothing comes back, a person takes over.

use std::collections::BTreeMap;

use super::{Step, Talk, Target, TurnAction, asking::department};
use crate::{
    bot::{
        bot::set_target,
        speech::placeholders,
        turn::{Call, Effect},
    },
    kb::{Action, Card},
};

/// What a call's values begin with, in a card's words.
const RESULT: &str = "result.";

impl<'a> Talk<'a> {
    /// Asks for the call; until its result is there the turn says that it is being looked up.
    pub(super) fn call(&mut self, card: &'a Card, action: &Action) {
        let slots: BTreeMap<String, String> = self
            .asks(card)
            .iter()
            .filter_map(|ask| Some((ask.slot.clone(), self.memory.slots.get(&ask.slot)?.clone())))
            .collect();
        let known = self.kept_slots();
        if placeholders(&action.path).iter().any(|name| known.get(*name).is_some_and(|value| leads_elsewhere(value))) {
            return self.call_failed(card);
        }
        let path = fill_path(&action.path, &known);
        self.effects.push(Effect::Call(Box::new(Call { endpoint: action.endpoint.clone(), path, slots })));
        self.say("call", "looking");
        self.act(TurnAction::Answer);
        set_target(&mut self.turn, &Target::Card(card.id.clone()));
        self.memory.step = Step::Calling(card.id.clone());
    }

    /// The call has come back.
    pub fn called(&mut self, result: Option<BTreeMap<String, String>>) {
        let Step::Calling(id) = self.memory.step.clone() else { return self.stale() };
        let Some(card) = self.bot.card(&self.brain.locale, &id) else { return self.stale() };
        self.memory.step = Step::Open;
        let target = Target::Card(id);
        self.decided(&target, "its call has come back");
        let values: Option<BTreeMap<String, String>> =
            result.map(|values| values.into_iter().map(|(name, value)| (format!("{RESULT}{name}"), value)).collect());
        // An answer with holes would say less than nothing.
        let whole = |values: &BTreeMap<String, String>| {
            placeholders(&card.body).iter().all(|name| !name.starts_with(RESULT) || values.contains_key(*name))
        };
        match values.filter(whole) {
            Some(values) => {
                self.results = Some(values);
                self.answer_card(card);
            }
            None => self.call_failed(card),
        }
    }

    /// Nothing could be looked up: a person can.
    fn call_failed(&mut self, card: &'a Card) {
        let target = Target::Card(card.id.clone());
        self.memory.shown(&target);
        self.say("call", "failed");
        set_target(&mut self.turn, &target);
        self.hand_off("call-failed", &department(card));
    }

    /// What may stand in an answer: slots, what is known of the visitor, what was looked up.
    pub(super) fn known_slots(&self) -> BTreeMap<String, String> {
        let mut known = self.kept_slots();
        for value in known.values_mut() {
            if let Some(told) = crate::bot::moment::told(&self.brain.phrases, value) {
                *value = told;
            }
        }
        known.extend(self.results.iter().flatten().map(|(name, value)| (name.clone(), value.clone())));
        known
    }

    /// Slots and what is known of the visitor, as they are kept.
    fn kept_slots(&self) -> BTreeMap<String, String> {
        let mut known = self.memory.slots.clone();
        let mut add = |name: &str, value: Option<&String>| {
            if let Some(value) = value {
                known.entry(name.to_owned()).or_insert_with(|| value.clone());
            }
        };
        add("name", self.memory.name.as_ref());
        add("email", self.memory.email.as_ref());
        add("site", Some(&self.context.site_name));
        known
    }
}

/// Whether a value would leave its part of a path, however the other side decodes it.
fn leads_elsewhere(value: &str) -> bool {
    value.contains(['/', '\\', '\0']) || value.trim().chars().all(|c| c == '.')
}

/// A path with its `{slots}`; what a visitor typed is percent-encoded, so it stays one part of the path.
fn fill_path(path: &str, values: &BTreeMap<String, String>) -> String {
    let mut out = path.to_owned();
    for name in placeholders(path) {
        let value = values.get(name).map(String::as_str).unwrap_or_default();
        out = out.replace(&format!("{{{name}}}"), &encode(value));
    }
    out
}

/// RFC 3986: all but unreserved characters. A value of dots alone is no way up.
fn encode(value: &str) -> String {
    let dots = value.chars().all(|c| c == '.');
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || (b"-_~".contains(&byte)) || (byte == b'.' && !dots) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_visitor_types_stays_one_part_of_the_path() {
        let values: BTreeMap<String, String> =
            [("a", "../admin?x=1#y"), ("b", ".."), ("c", "AB-1 é")].map(|(k, v)| (k.to_owned(), v.to_owned())).into();
        assert_eq!(
            fill_path("/orders/{a}/{b}/{c}/{d}", &values),
            "/orders/..%2Fadmin%3Fx%3D1%23y/%2E%2E/AB-1%20%C3%A9/"
        );
    }
}
