//! Once there is a request: what belongs to it is added, and who asks how it stands is told.

use super::{Cue, Handing, Heard, Step, Talk, TurnAction};
use crate::bot::{
    mask::find_email,
    turn::{OptionButton, TicketRef},
    words::split,
};

/// What is added to a request in so many words at least.
const ADDS: usize = 4;

impl Talk<'_> {
    /// What nothing answers after a ticket was made belongs to it: it is added.
    pub(super) fn adds_to_ticket(&mut self, text: &str, heard: &Heard) -> bool {
        if self.memory.ticket.is_none() || heard.words() < 3 {
            return false;
        }
        self.add_to_ticket(text);
        true
    }

    /// “Please add that …” is added to the request there is; “hello? anyone?” is told how it stands.
    pub(super) fn is_for_the_ticket(&mut self, text: &str, heard: &Heard) -> bool {
        if self.memory.ticket.is_none() {
            return false;
        }
        if heard.words() >= ADDS && self.brain.phrases.holds("introduce", "add_words", &split(text)) {
            self.add_to_ticket(text);
            return true;
        }
        let calls = text.contains('?') && heard.small_talk() == Some(Cue::Hello);
        calls && self.tell_status(heard)
    }

    /// “My site is down since three days”, after a request about a slow site: more about the same is for the team.
    pub(super) fn says_more_about_ticket(&mut self, text: &str, heard: &Heard, scored: &[super::Scored]) -> bool {
        let told = self.memory.ticket.is_some() && heard.words() >= 4 && !self.asks_something(text);
        let sure = scored.first().is_some_and(|best| best.by_rule || best.confidence >= super::SURE);
        if !told || sure || heard.small_talk().is_some() {
            return false;
        }
        let matter = format!("{}\n{}", self.memory.queries.join("\n"), self.memory.matter);
        let wanted = self.telling_words(text);
        let same = self.held(&wanted, &matter) > 0;
        if same {
            self.add_to_ticket(text);
        }
        same
    }

    /// What is said while a person of the team is at it is for them.
    pub(super) fn passes_on(&mut self, text: &str) -> bool {
        let passes = self.context.agent_joined && self.memory.ticket.is_some();
        if passes {
            self.add_to_ticket(text);
        }
        passes
    }

    pub(super) fn add_to_ticket(&mut self, text: &str) {
        self.memory.asked(text);
        let form = self.form(text.to_owned());
        self.ask_or_send(Handing { reason: "asked".to_owned(), form, ..Handing::default() });
    }

    /// “Actually my address is …”, once there is a request: the answer goes there. Whether the message was that.
    pub(super) fn changes_address(&mut self, text: &str) -> bool {
        let known = self.memory.email.as_deref().or(self.memory.phone.as_deref()).unwrap_or_default();
        let another = find_email(text).filter(|address| !address.eq_ignore_ascii_case(known)).map(str::to_owned);
        let may = self.memory.ticket.is_some() && self.context.identity.is_none();
        let Some(address) = another.filter(|_| may) else { return false };
        if self.says_more_than_an_address(&text.replace(&address, " ")) {
            return false;
        }
        self.memory.email = Some(address);
        self.memory.new_address = true;
        self.add_to_ticket(text);
        true
    }

    /// “When will you answer?” after the hand-off: the request's number, and when; if that has gone by, says
    /// sorry and tells the team. False before there is a ticket.
    pub(super) fn tell_status(&mut self, heard: &Heard) -> bool {
        let Some(ticket) = self.memory.ticket.clone() else { return false };
        // “When?”, “how long does it take?” right after an answer ask about that.
        let bare = || heard.is(Cue::Follow) || self.asks_a_measure(&self.memory.last);
        if self.memory.step == Step::Confirming && bare() {
            return false;
        }
        let expected = self.expected(&ticket);
        if expected.is_some_and(|at| at < self.context.now.timestamp()) {
            self.say("handoff", "overdue");
            let last = self.memory.last.clone();
            self.add_to_ticket(&last);
            return true;
        }
        self.say_with("handoff", "status", &[("number", &ticket.number)]);
        self.say_closed("handoff", ["opens", ""]);
        self.say_expected(expected);
        self.act(TurnAction::Smalltalk);
        self.turn.options.push(self.ticket_button(&ticket));
        self.turn.ticket = Some(ticket);
        self.memory.step = Step::Open;
        true
    }

    pub(super) fn ticket_button(&self, ticket: &TicketRef) -> OptionButton {
        OptionButton { id: "ticket".to_owned(), label: self.label("open"), url: Some(ticket.access_url.clone()) }
    }
}
