//! A form that is filled and not yet sent: who agrees sends it, who corrects changes it, and what comes in between
//! does not lose it.

use super::{Cue, Heard, Step, Talk, Target, answering::pressed, asking::department};
use crate::{
    bot::{mask::find_email, words::split},
    kb::{Card, HandoffTarget},
};

/// Who sends or corrects a form does so in so many words.
const SHORT: usize = 8;
/// With more words than this it is not only the button's own that are said.
const AS_THE_BUTTON: usize = 5;
/// Telling words beside what is corrected.
const MOST_BESIDE: usize = 3;
/// So many words of a name stand before an address.
const NAME: usize = 4;

impl<'a> Talk<'a> {
    /// The card whose questions are answered, and the one button that passes them on; nothing once there is a
    /// request. “Talk to billing” is a way out, which sends nothing.
    pub(super) fn unsent(&self) -> Option<(&'a Card, String, &'a str)> {
        let card = self.filled_form()?;
        let mut sends = card.options.iter().enumerate().filter(|(_, option)| option.target.handoff().is_some());
        let (number, option) = sends.next().filter(|_| card.action.is_none())?;
        let way_out = self.brain.cues.hear_own(&option.label, &self.brain.reader).is(Cue::Human);
        (sends.next().is_none() && !way_out).then(|| (card, pressed(card, number, option).0, option.label.as_str()))
    }

    /// The card whose questions are answered, as long as there is no request.
    fn filled_form(&self) -> Option<&'a Card> {
        let form = self.memory.form.clone().filter(|_| self.memory.ticket.is_none())?;
        let target = Target::Card(form);
        self.card(&target).filter(|card| self.is_allowed(&target) && !self.asks(card).is_empty())
    }

    /// A card's questions led nowhere: a person of its department takes over.
    pub(super) fn stuck_with(&mut self, card: &'a Card) {
        self.memory.shown(&Target::Card(card.id.clone()));
        self.memory.tag(&card.tags);
        self.hand_off("stuck", &department(card));
    }

    /// Where a person who is wanted takes over: the form that was filled says it, else the card that answered last,
    /// where it leads to one department.
    pub(super) fn department_at_hand(&mut self) -> HandoffTarget {
        let topic = self.memory.topic.as_ref().and_then(|topic| self.card(&topic.target));
        let topic = topic.filter(|card| card.options.iter().filter_map(|option| option.target.handoff()).count() == 1);
        let at_hand = self.form_is_at_hand() || self.unsent().is_some();
        let form = self.filled_form().filter(|_| at_hand);
        let Some(card) = form.or(topic.filter(|_| self.memory.ticket.is_none())) else {
            return HandoffTarget::default();
        };
        self.memory.tag(&card.tags);
        department(card)
    }

    /// Whether the form is what was spoken of last.
    pub(super) fn form_is_at_hand(&self) -> bool {
        let topic = self.memory.topic.as_ref().and_then(|topic| topic.target.card());
        topic.is_some() && topic == self.memory.form.as_ref()
    }

    /// Whether the button that sends stands under what was said last.
    fn is_offered(&self, id: &str) -> bool {
        self.memory.labels.iter().any(|option| option.id == id)
    }

    /// “Yes”, “send it”, the button's own words, or a name and an address: the form is sent. Whether it was.
    pub(super) fn sends_form(&mut self, text: &str, heard: &Heard) -> bool {
        let Some((card, id, label)) = self.unsent() else { return false };
        let waits = matches!(self.memory.step, Step::Open | Step::Confirming);
        if !waits || text.contains('?') || heard.words() > SHORT || heard.is(Cue::No) || heard.is(Cue::Human) {
            return false;
        }
        let agrees = heard.is(Cue::Yes) && self.memory.step == Step::Open && self.is_offered(&id);
        if agrees || self.says_to_go_ahead(text, label, heard) {
            self.press(&id);
            return true;
        }
        let address = find_email(text).filter(|_| self.is_offered(&id) && !self.is_another_address(card, text));
        let Some(name) = address.map(|address| text.replace(address, " ")) else { return false };
        if name.split_whitespace().count() > NAME {
            return false;
        }
        self.press(&id);
        if let Step::HandingOff(handing) = self.memory.step.clone()
            && !handing.sent
        {
            // What it asked for is told already.
            self.turn.messages.pop();
            self.turn.options.clear();
            self.hear_handing(*handing, text, heard);
        }
        true
    }

    fn says_to_go_ahead(&self, text: &str, label: &str, heard: &Heard) -> bool {
        let denials = self.brain.phrases.list("introduce", "denials");
        if heard.words() > AS_THE_BUTTON || split(text).iter().any(|word| denials.contains(&word.as_str())) {
            return false;
        }
        let tells = self.telling_words(text);
        self.goes_on(text, heard) || (!tells.is_empty() && self.held(&tells, label) == tells.len())
    }

    /// “Go ahead”, “do it”, “send it”.
    pub(super) fn goes_on(&self, text: &str, heard: &Heard) -> bool {
        heard.words() <= AS_THE_BUTTON && self.brain.phrases.holds("introduce", "go_ahead", &split(text))
    }

    /// After “ok” or “thanks”: nothing has gone to the team yet. Whether there was something to be sent.
    pub(super) fn reminds_of_form(&mut self) -> bool {
        let offered = self.unsent().filter(|(_, id, _)| self.is_offered(id) && !self.memory.reminded);
        let Some((card, id, label)) = offered else { return false };
        self.memory.reminded = true;
        self.say_with("handoff", "unsent", &[("label", label)]);
        self.act(super::TurnAction::Smalltalk);
        self.offer_options(card);
        self.memory.step = Step::Open;
        self.memory.pending = Some(id);
        true
    }

    /// The button that sends stays at hand under another answer.
    pub(super) fn offer_form(&mut self) {
        if let Some((_, id, label)) = self.unsent() {
            self.offer(id, label);
        }
    }

    /// “It was the 3rd, not Monday” about a form just filled: what is said of it that is not denied.
    pub(super) fn says_of_form(&self, text: &str, heard: &Heard) -> Option<String> {
        let (card, id, _) = self.unsent()?;
        if !self.is_offered(&id) || text.contains('?') || heard.words() > SHORT {
            return None;
        }
        let value = self.without_denied(text);
        let (scored, _) = self.surest_reading(text);
        let own = Target::Card(card.id.clone());
        let asks_else = scored.first().is_some_and(|best| best.target != own && self.answers(best));
        (!asks_else && self.brain.reader.telling(&value) <= MOST_BESIDE).then_some(value)
    }

    /// “The 3rd, not Monday”, “not on Monday but on the 3rd”: without what is denied, where anything else is said.
    fn without_denied(&self, text: &str) -> String {
        let list = |key: &str| self.brain.phrases.list("introduce", key);
        let (denials, instead) = (list("denials"), list("instead"));
        let mut kept: Vec<&str> = Vec::new();
        let mut denied = false;
        for word in text.split_whitespace() {
            let plain = split(word).concat();
            if instead.contains(&plain.as_str()) {
                denied = false;
                continue;
            }
            denied |= denials.contains(&plain.as_str());
            if !denied {
                kept.push(word);
            }
            denied &= !word.ends_with([',', ';', '.', '!']);
        }
        let rest = kept.join(" ");
        if rest.is_empty() { text.to_owned() } else { rest }
    }
}
