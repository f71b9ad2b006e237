//! The dialogue: a pure state machine. [`Memory`] and one input enter; a turn, the new memory and
//! what is to be done leave. One file per state.

mod alone;
mod answering;
mod asking;
mod calling;
mod chatting;
mod choosing;
mod considering;
mod correcting;
mod filing;
mod filled;
mod following;
mod handing;
mod languages;
mod listening;
mod measuring;
mod memory;
mod mentioning;
mod numbering;
mod several;
mod telling;
#[cfg(test)]
mod tests;
mod ticketed;
mod vainly;

use chatting::without_prefix;
use considering::Readings;
pub use memory::Memory;
use memory::{Asking, Handing, Step, Topic};
use several::Unanswered;

use std::{cell::RefCell, collections::BTreeMap};

use super::{
    bot::{Bot, Outcome, candidates, empty_turn},
    brain::{Brain, CANDIDATES},
    cue::{Cue, Heard},
    phrases::fill,
    speech::bubble,
    target::{Scored, Target},
    turn::{Context, Effect, Input, OptionButton, State, Turn, TurnAction},
    when,
};
use crate::{
    base::{ArticleKey, Locale},
    kb::Card,
    text::Written,
};

/// Longer messages are cut for matching.
const MOST_CHARACTERS: usize = 2_000;
/// From this confidence the index is not asked any more.
const SURE: f32 = 0.9;

/// Articles, and the section of each that is meant.
type Sections = BTreeMap<ArticleKey, String>;

/// One turn in the making.
pub struct Talk<'a> {
    bot: &'a Bot,
    brain: &'a Brain,
    context: &'a Context,
    memory: Memory,
    effects: Vec<Effect>,
    turn: Turn,
    /// What a card's call brought, by the names of its placeholders.
    results: Option<BTreeMap<String, String>>,
    /// The turn before asked whether there was anything else.
    asked_else: bool,
    /// The button that “yes” presses, where a card has just asked whether to pass on.
    pending: Option<String>,
    /// Where in an article the index found what was asked last, when it is not what the article is called.
    sections: Sections,
    /// Questions of this message that nothing answers, still to be named.
    open: Vec<Unanswered>,
    /// What was made of texts in this turn: several states look at the same one.
    read: RefCell<Readings>,
    /// What the text looked at last is written in.
    written: RefCell<Option<(String, Written)>>,
    /// Say why, for each candidate.
    pub explain: bool,
}

impl<'a> Talk<'a> {
    /// Takes up a conversation where its state left it.
    #[must_use]
    pub fn new(bot: &'a Bot, locale: &Locale, state: &State, context: &'a Context) -> Self {
        let mut memory = Memory::read(state);
        memory.turns = memory.turns.wrapping_add(1);
        if let (None, Some((name, email))) = (&memory.email, &context.identity) {
            memory.email = Some(email.clone());
            memory.name = Some(name.clone()).filter(|name| !name.trim().is_empty());
        }
        if context.ticket_closed {
            memory.forget_ticket();
        }
        let brain = bot.brain(memory.locale.as_ref().unwrap_or(locale));
        let asked_else = std::mem::take(&mut memory.asked_else);
        let pending = memory.pending.take();
        Self {
            bot,
            brain,
            context,
            memory,
            effects: Vec::new(),
            turn: empty_turn(),
            results: None,
            asked_else,
            pending,
            sections: BTreeMap::new(),
            open: Vec::new(),
            read: RefCell::default(),
            written: RefCell::default(),
            explain: false,
        }
    }

    /// Goes on within the same turn.
    #[must_use]
    pub fn resume_at(bot: &'a Bot, locale: &Locale, state: &State, context: &'a Context) -> Self {
        let mut talk = Self::new(bot, locale, state, context);
        talk.memory.turns = talk.memory.turns.wrapping_sub(1);
        talk
    }

    /// The finished turn.
    #[must_use]
    pub fn finish(mut self) -> Outcome {
        self.list_candidates();
        self.memory.labels = std::mem::take(&mut self.turn.options);
        self.turn.options.clone_from(&self.memory.labels);
        self.memory.labels.retain(|option| option.url.is_none());
        Outcome { state: self.memory.write(), turn: self.turn, effects: self.effects }
    }

    /// Takes one input.
    pub fn take(&mut self, input: &Input) {
        match input {
            Input::Text(text) => self.hear(text),
            Input::Option(id) => self.press(id),
            Input::Form(form) => self.take_form(form),
            Input::File { name, taken } => self.take_file(name, *taken),
        }
    }

    fn hear(&mut self, text: &str) {
        let text: String = text.trim().chars().take(MOST_CHARACTERS).collect();
        if text.is_empty() {
            return self.hear_nothing();
        }
        if self.passes_on(&text) {
            return;
        }
        if let Some(id) = self.typed_label(&text) {
            return self.press(&id);
        }
        self.learn_signature(&text);
        let text = self.without_frame(&text).unwrap_or(text);
        let text = self.without_denied_wish(&text).unwrap_or(text);
        let mut heard = self.brain.cues.hear(&text, &self.brain.reader);
        if !text.contains(char::is_alphanumeric) && heard.is_silent() {
            return self.hear_nudge();
        }
        if heard.is(Cue::Crisis) {
            return self.care();
        }
        self.take_courtesy(&mut heard);
        if self.accepts_language(&text, &heard) || self.takes_wish_for_language(&text, &mut heard) {
            return;
        }
        self.memory.last.clone_from(&text);
        self.hear_how_it_went(&text, &mut heard);
        let waits = !matches!(self.memory.step, Step::Asking(_) | Step::HandingOff(_));
        if waits && self.changes_address(&text) {
            return;
        }
        if let Some(email) = crate::bot::mask::find_email(&text) {
            self.memory.email.get_or_insert_with(|| email.to_owned());
        }
        if !self.hear_beside(&text, &mut heard) {
            self.hear_in_step(&text, &heard);
        }
    }

    /// What is heard whatever was asked: a yes to what a card offered, a name, the wish for a person, a word about
    /// the request; whether that was all.
    fn hear_beside(&mut self, text: &str, heard: &mut Heard) -> bool {
        let waits = !matches!(self.memory.step, Step::Asking(_) | Step::HandingOff(_));
        if waits {
            self.hear_in_passing(text, heard);
        }
        if self.takes_up_the_offer(text, heard) || (waits && self.takes_up_hand_off(text, heard)) {
            return true;
        }
        if waits && self.sends_form(text, heard) {
            return true;
        }
        if self.learn_name(text, heard) && waits {
            self.meet();
            return true;
        }
        if self.goes_on_alone(text, heard) {
            return true;
        }
        let handing = matches!(self.memory.step, Step::HandingOff(_));
        if waits && heard.is(Cue::PersonPerhaps) && !self.answers_surely(text) {
            heard.add(Cue::Human);
        }
        if !handing && heard.is(Cue::Human) && self.wishes_now(text) && self.wants_a_person(text, heard) {
            return true;
        }
        if heard.is(Cue::WhenReply) && waits && self.tell_status(heard) {
            return true;
        }
        if heard.is(Cue::Withdraw) && waits && self.memory.ticket.is_some() {
            self.add_to_ticket(text);
            return true;
        }
        if waits && self.is_for_the_ticket(text, heard) {
            return true;
        }
        let answered = matches!(self.memory.step, Step::Open | Step::Confirming);
        let button = if answered { self.typed_button(text) } else { None };
        button.inspect(|button| self.press(button)).is_some()
    }

    /// Hands off, by a card of the knowledge base's own where there is one; false where that card does something else.
    fn wants_a_person(&mut self, text: &str, heard: &Heard) -> bool {
        let told = self.says_what_about(text);
        let own = if told || self.memory.ticket.is_some() { None } else { self.own_card_for_people(text) };
        let called = if told || own.is_some() { None } else { self.card_called_so(text) };
        if let Some(target) = called {
            self.memory.asked(text);
            self.decided(&target, "its own example");
            self.answer(&target, text, 1.0);
            return true;
        }
        let Some(target) = own else {
            // “… because my invoice is wrong”, “call me on …”: that is for the team.
            if told {
                self.memory.asked(text);
            }
            self.apologise(heard);
            self.hand_off("asked", &crate::kb::HandoffTarget::default());
            return true;
        };
        self.hand_off_by_card(&target)
    }

    fn hear_in_step(&mut self, text: &str, heard: &Heard) {
        if self.tells_no_second_time(text) {
            return;
        }
        match self.memory.step.clone() {
            Step::Asking(asking) => self.hear_slot(&asking, text, heard),
            Step::HandingOff(handing) => self.hear_handing(*handing, text, heard),
            Step::Clarifying(offered) => self.hear_choice(&offered, text, heard),
            Step::Confirming => self.hear_confirmation(text, heard),
            Step::Missing => self.hear_missing(text, heard),
            Step::Open | Step::Closed | Step::Calling(_) => self.hear_question(text, heard),
        }
    }

    fn press(&mut self, id: &str) {
        let label = id.to_owned();
        match id.split_once(':') {
            Some(("card" | "article", _)) => match id.parse::<Target>() {
                Ok(target) if self.is_allowed(&target) => self.choose(target),
                _ => self.stale(),
            },
            Some(("helped", answer)) => self.confirmed(answer == "yes"),
            Some(("slot", value)) => self.press_slot(value),
            Some(("locale", locale)) => self.switch_to(locale),
            Some(("option", rest)) => self.press_option(rest),
            _ => match label.as_str() {
                "none" => self.none_of_these(),
                "human" => self.hand_off("asked", &crate::kb::HandoffTarget::default()),
                "file" => self.wants_file(),
                "cancel" => self.cancel(),
                "skip" => self.press_skip(),
                "resume" => self.resume(),
                "stay" => self.stay(),
                _ => self.stale(),
            },
        }
    }

    /// A card's own button that hands off: `CARD/NUMBER`.
    fn press_option(&mut self, rest: &str) {
        let target = rest.rsplit_once('/').and_then(|(card, number)| {
            let card = self.card(&Target::Card(card.into()))?;
            let option = card.options.get(number.parse::<usize>().ok()?)?;
            Some((option.target.handoff()?.clone(), card.tags.clone()))
        });
        match target {
            Some((target, tags)) => {
                self.memory.tag(&tags);
                self.hand_off("card", &target);
            }
            None => self.stale(),
        }
    }

    /// Something else than likeness has decided: it comes first, what else there is after it.
    fn decided(&mut self, target: &Target, why: &str) {
        let question = self.memory.queries.last().cloned().unwrap_or_default();
        let mut scored = if question.is_empty() { Vec::new() } else { self.consider(&question) };
        scored.retain(|other| other.target != *target);
        let why = if self.explain { vec![why.to_owned()] } else { Vec::new() };
        scored.insert(0, Scored { target: target.clone(), confidence: 1.0, by_rule: false, why });
        scored.truncate(CANDIDATES);
        self.turn.candidates = candidates(&scored);
        self.turn.confidence = 1.0;
    }

    /// A turn always lists what there is to the question at hand, also one that only asks for a slot.
    fn list_candidates(&mut self) {
        let Some(question) = self.memory.queries.last().cloned() else { return };
        if self.turn.candidates.is_empty() {
            let confidence = self.turn.confidence;
            self.consider(&question);
            self.turn.confidence = confidence;
        }
    }

    /// Whether a card or article applies at all.
    fn is_allowed(&self, target: &Target) -> bool {
        match target {
            Target::Card(_) => {
                self.card(target).is_some_and(|card| when::holds(&card.when, self.context, &self.memory.slots))
            }
            Target::Article(key) => self.bot.view().article(&self.brain.locale, key).is_some(),
        }
    }

    /// Title of a target, for buttons and lists.
    fn title(&self, target: &Target) -> Option<&'a str> {
        match target {
            Target::Card(id) => self.bot.card(&self.brain.locale, id).map(|card| card.title.as_str()),
            Target::Article(key) => {
                self.bot.view().article(&self.brain.locale, key).map(|article| article.title.as_str())
            }
        }
    }

    fn card(&self, target: &Target) -> Option<&'a Card> {
        self.bot.card(&self.brain.locale, target.card()?)
    }

    fn answers(&self, scored: &Scored) -> bool {
        scored.by_rule || scored.confidence >= self.bot.thresholds().0
    }

    /// Whether something answers a message beyond doubt.
    fn answers_surely(&mut self, text: &str) -> bool {
        self.consider(text).first().is_some_and(|best| best.by_rule || best.confidence >= SURE)
    }

    /// A knowledge base may have its own card for “I want a person”; it knows which departments there
    /// are.
    fn own_card_for_people(&mut self, text: &str) -> Option<Target> {
        let best = self.consider(text).into_iter().next()?;
        (self.answers(&best) && self.brain.owns(&best.target, Cue::Human)).then_some(best.target)
    }

    fn say(&mut self, section: &str, key: &str) {
        self.say_with(section, key, &[]);
    }

    fn say_with(&mut self, section: &str, key: &str, values: &[(&str, &str)]) {
        let mut all = vec![("site", self.context.site_name.as_str())];
        all.extend(self.context.bot_name.as_deref().map(|name| ("bot", name)));
        all.push(("own", self.brain.phrases.say("time", "language", 0)));
        all.extend_from_slice(values);
        let text = fill(self.brain.phrases.say(section, key, self.memory.turns), &all);
        if !text.is_empty() {
            self.turn.messages.push(bubble(&text));
        }
    }

    /// Says something that offers a person in words: “yes” takes that up.
    fn offer_in_words(&mut self, key: &str) {
        self.say("say", key);
        self.offer_button("human");
        self.memory.pending = Some("human".to_owned());
    }

    fn offer(&mut self, id: impl Into<String>, label: impl Into<String>) {
        let (id, label) = (id.into(), label.into());
        if self.turn.options.iter().all(|option| option.id != id) {
            self.turn.options.push(OptionButton { id, label, url: None });
        }
    }

    fn offer_button(&mut self, id: &str) {
        let own = [("own", self.brain.phrases.say("time", "language", 0))];
        let label = fill(self.brain.phrases.say("button", id, 0), &own);
        // A card's own button may say the same, and lead to the right department.
        if id == "human" && self.turn.options.iter().any(|option| option.label == label) {
            return;
        }
        self.offer(id, label);
    }

    fn act(&mut self, action: TurnAction) {
        self.turn.action = action;
    }

    /// Says sorry, once in a conversation, when a message complains.
    fn apologise(&mut self, heard: &Heard) {
        if heard.is(Cue::Complaint) && !self.memory.apologised {
            self.memory.apologised = true;
            self.say("say", "sorry");
        }
    }
}
