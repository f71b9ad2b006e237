//! A card's slots, asked one at a time: checked, corrected, skipped, left and taken up again.

use super::{
    Asking, Cue, Heard, Step, Talk, Target, Topic, TurnAction, chatting::without_prefix,
    correcting::without_preposition,
};
use crate::{
    bot::{bot::set_target, slot, speech::placeholders},
    kb::{Ask, Card, CardTarget, HandoffTarget},
};

/// Placeholders that are filled without being asked for.
const KNOWN: [&str; 3] = ["name", "email", "site"];
/// What corrects an answer before is no longer than this, where any text answers the question at hand; words.
const CORRECTION: usize = 4;
/// After so many answers that do not fit, a person takes over.
pub(super) const TRIES: u8 = 3;

impl<'a> Talk<'a> {
    /// Fills what is known already and asks for the rest; false when nothing is left to ask.
    pub(super) fn begin_asking(&mut self, card: &'a Card, said: &str) -> bool {
        // Asked for again, it is another order, another day.
        if self.memory.cards.contains(&card.id) {
            card.ask.iter().for_each(|ask| drop(self.memory.slots.remove(&ask.slot)));
        }
        for ask in self.asks(card) {
            if self.memory.slots.contains_key(&ask.slot) {
                continue;
            }
            let known = match (slot::kind(ask), ask.slot.as_str()) {
                ("email", _) | (_, "email" | "e_mail") => self.memory.email.clone(),
                (_, "name") => self.memory.name.clone(),
                _ => None,
            };
            if let Some(value) = known {
                self.memory.slots.insert(ask.slot.clone(), value);
            }
        }
        let noted = self.take_mentioned(card, said, None);
        self.ask_noting(card, 0, &noted)
    }

    /// What a card asks: its own slots, and those that its words name but another card asks for.
    pub(super) fn asks(&self, card: &'a Card) -> Vec<&'a Ask> {
        let mut asks: Vec<&Ask> = card.ask.iter().collect();
        let path = card.action.as_ref().map_or("", |action| action.path.as_str());
        for name in placeholders(&card.body).into_iter().chain(placeholders(path)) {
            if KNOWN.contains(&name) || asks.iter().any(|ask| ask.slot == name) {
                continue;
            }
            let cards = self.bot.cards(&self.brain.locale);
            let asking = |other: &&Card| other.ask.iter().any(|ask| ask.slot == name);
            // A card that leads here asks in words that fit here.
            let leads_here = |other: &&Card| {
                other.options.iter().any(|option| matches!(&option.target, CardTarget::Card(id) if *id == card.id))
            };
            let other = cards.iter().filter(asking).find(leads_here).or_else(|| cards.iter().find(asking));
            asks.extend(other.and_then(|other| other.ask.iter().find(|ask| ask.slot == name)));
        }
        asks
    }

    pub(super) fn ask_next(&mut self, card: &'a Card, from: usize) -> bool {
        let asks = self.asks(card);
        let next = (from..asks.len()).find(|at| !self.memory.slots.contains_key(&asks[*at].slot));
        let Some(slot) = next else { return false };
        self.memory.step = Step::Asking(Asking { card: card.id.clone(), slot, tries: 0 });
        self.tell_markdown(&asks[slot].prompt);
        self.ask_turn(card, asks[slot]);
        true
    }

    /// The card and the slot that are being asked for, if today's knowledge base still has them.
    pub(super) fn asked(&self, asking: &Asking) -> Option<(&'a Card, &'a Ask)> {
        let card = self.bot.card(&self.brain.locale, &asking.card)?;
        Some((card, self.asks(card).get(asking.slot).copied()?))
    }

    pub(super) fn ask_turn(&mut self, card: &Card, ask: &Ask) {
        self.act(TurnAction::Ask);
        set_target(&mut self.turn, &Target::Card(card.id.clone()));
        self.turn.slot = Some(ask.slot.clone());
        self.turn.slot_type = Some(slot::kind(ask).to_owned());
        if slot::kind(ask) == "file" {
            self.offer("file", self.label("attach"));
        }
        for choice in &ask.choices {
            self.offer(format!("slot:{choice}"), choice.clone());
        }
        if ask.optional {
            self.offer_button("skip");
        }
        self.offer_button("cancel");
    }

    /// A reply to a card's question.
    pub(super) fn hear_slot(&mut self, asking: &Asking, text: &str, heard: &Heard) {
        let Some((card, ask)) = self.asked(asking) else { return self.hear_question(text, heard) };
        if self.cancels_for_another(text) {
            return;
        }
        if heard.is(Cue::Cancel) && (is_strict(ask) || !self.leaves_open(text)) {
            return self.cancel();
        }
        if self.correct(card, asking, text, heard) {
            return;
        }
        // “Are you open on Sundays?” holds a day and a number, but asks something else.
        let asks_else =
            matches!(slot::kind(ask), "date" | "number") && is_question(text) && self.leaves(card, ask, text);
        // “I don't know” or “none” may be a value that the card takes.
        let taken =
            (is_strict(ask) && !asks_else).then(|| slot::read(ask, text, &self.brain.phrases, self.context.now.date()));
        // “15 GB” is a size that is asked for later, not a number of fifteen.
        let others =
            || self.asks(card).into_iter().any(|other| other.slot != ask.slot && slot::is_choice_of(other, text));
        if slot::kind(ask) == "number" && others() && self.answers_another(card, ask, text) {
            return;
        }
        if let Some(Some(value)) = taken {
            return self.fill_said(card, ask, value, text);
        }
        let none = heard.is(Cue::No) && heard.words() <= 3 || slot::kind(ask) == "email" && heard.is(Cue::NoEmail);
        // A day that is too late is too late, and no sum for the question before.
        let misfit = || slot::take(ask, text, &self.brain.phrases, self.context.now.date()).err();
        if is_strict(ask) && !asks_else && misfit().is_some_and(|misfit| misfit != slot::Misfit::Unreadable) {
            return self.retry(card, ask, asking, text);
        }
        if heard.is(Cue::Skip) || (is_strict(ask) && none) {
            return self.skip(card, ask, asking);
        }
        if heard.is(Cue::Explain) && is_strict(ask) {
            return self.explain_slot(card, ask);
        }
        if asks_else || self.leaves(card, ask, text) {
            self.memory.paused = Some(asking.clone());
            self.memory.step = Step::Open;
            self.hear_question(text, heard);
            let back = matches!(self.memory.step, Step::Asking(_));
            if !back && self.turn.options.iter().all(|option| option.id != "resume") {
                self.offer_button("resume");
            }
            return;
        }
        match slot::read(ask, text, &self.brain.phrases, self.context.now.date()) {
            Some(value) => self.fill(card, ask, without_preposition(ask, value)),
            None if self.corrects_before(card, asking, text) => {}
            None if self.answers_another(card, ask, text) => {}
            None if text.trim_end().ends_with('?') && heard.words() >= 2 => self.cannot_tell(card, ask, text),
            None if self.goes_on(text, heard) => self.explain_slot(card, ask),
            None => self.retry(card, ask, asking, text),
        }
    }

    /// A question in between that nothing answers: says so, and puts its own again; no try is lost.
    fn cannot_tell(&mut self, card: &'a Card, ask: &Ask, text: &str) {
        self.effects.push(crate::bot::bot::missed(text));
        let helps = self.may_help(text).filter(|target| target.card() != Some(&card.id));
        match helps {
            Some(target) => self.say_what_may_help(text.trim(), &target),
            None => self.say("ask", "aside"),
        }
        self.tell_markdown(&ask.prompt);
        self.ask_turn(card, ask);
        self.offer_button("human");
    }

    /// “??” in the middle of a card's questions.
    pub(super) fn ask_again(&mut self, asking: &Asking) {
        match self.asked(asking) {
            Some((card, ask)) => self.explain_slot(card, ask),
            None => self.stale(),
        }
    }

    pub(super) fn fill(&mut self, card: &'a Card, ask: &Ask, value: String) {
        if crate::bot::mask::is_email(&value) {
            self.memory.email.get_or_insert_with(|| value.clone());
        }
        self.memory.slots.insert(ask.slot.clone(), value);
        self.go_on(card, 0);
    }

    /// Asks what is still missing, else answers.
    pub(super) fn go_on(&mut self, card: &'a Card, from: usize) {
        if self.ask_next(card, from) {
            return;
        }
        let target = Target::Card(card.id.clone());
        if !super::when::holds(&card.when, self.context, &self.memory.slots) {
            self.memory.step = Step::Open;
            return self.stale();
        }
        self.memory.form = Some(card.id.clone());
        self.memory.reminded = false;
        let question = self.memory.queries.last().cloned().unwrap_or_default();
        self.memory.topic = Some(Topic { target: target.clone(), question });
        self.decided(&target, "its questions are answered");
        self.answer_card(card);
    }

    fn retry(&mut self, card: &'a Card, ask: &Ask, asking: &Asking, text: &str) {
        let tries = asking.tries + 1;
        if tries >= TRIES {
            self.say("ask", "give_up");
            return self.stuck_with(card);
        }
        self.say_what_fits(ask, text);
        self.memory.step = Step::Asking(Asking { tries, ..asking.clone() });
        self.ask_turn(card, ask);
        self.offer_button("human");
    }

    /// Why a reply is not taken: out of its bounds, else what the card says, else what the kind looks like.
    fn say_what_fits(&mut self, ask: &Ask, text: &str) {
        let misfit = slot::take(ask, text, &self.brain.phrases, self.context.now.date()).err();
        let bounded = match misfit {
            Some(slot::Misfit::Below(bound)) => Some((["too_early", "too_small"], bound)),
            Some(slot::Misfit::Above(bound)) => Some((["too_late", "too_great"], bound)),
            _ => None,
        };
        match (bounded, &ask.retry) {
            (Some(([day, number], bound)), _) => {
                let told = crate::bot::moment::told(&self.brain.phrases, &bound);
                let key = if told.is_some() { day } else { number };
                self.say_with("ask", key, &[("bound", told.as_deref().unwrap_or(&bound))]);
            }
            (None, Some(retry)) => self.tell_markdown(retry),
            (None, None) => {
                let key = match slot::kind(ask) {
                    kind @ ("email" | "phone" | "number" | "date" | "choice" | "file") => kind,
                    _ => "retry",
                };
                self.say("ask", key);
            }
        }
    }

    /// “Where do I find it?”: what is wanted is told again, and no try is lost.
    fn explain_slot(&mut self, card: &'a Card, ask: &Ask) {
        self.tell_markdown(ask.retry.as_deref().unwrap_or(&ask.prompt));
        self.ask_turn(card, ask);
        self.offer_button("human");
    }

    fn skip(&mut self, card: &'a Card, ask: &Ask, asking: &Asking) {
        if ask.optional {
            self.memory.slots.insert(ask.slot.clone(), String::new());
            self.say("ask", "skipped");
            return self.go_on(card, asking.slot);
        }
        self.say("ask", "not_optional");
        if let Some(retry) = &ask.retry {
            self.tell_markdown(retry);
        }
        self.ask_turn(card, ask);
        self.offer_button("human");
    }

    /// “No, I meant …”: the answer before is changed, and the question at hand asked again.
    fn correct(&mut self, card: &'a Card, asking: &Asking, text: &str, heard: &Heard) -> bool {
        let rest = without_prefix(text, &self.brain.phrases.list("introduce", "mistake"));
        let says_so = rest.len() < text.trim_end_matches(|c: char| ",;:.!".contains(c)).trim().len();
        if !says_so && !heard.is(Cue::Correct) {
            return false;
        }
        let today = self.context.now.date();
        let asks = self.asks(card);
        let read = |talk: &Self, at: usize| slot::read(asks[at], &rest, &talk.brain.phrases, today);
        let filled = |at: &usize| self.memory.slots.get(&asks[*at].slot).is_some_and(|value| !value.is_empty());
        let strict = |at: usize| is_strict(asks[at]);
        // What is told freely is kept as it was said: “no one came” denies nothing that was said before.
        let freely = !is_strict(asks[asking.slot]);
        if freely && rest.split_whitespace().count() > CORRECTION {
            return false;
        }
        let now = if freely { None } else { read(self, asking.slot) };
        // The answer before, or another one that takes what is said; what was heard by the way may come later.
        let nearest = (0..asking.slot).rev().find(|at| self.memory.slots.contains_key(&asks[*at].slot));
        let takes = |at: &usize| read(self, *at).is_some();
        let mut others: Vec<usize> = (0..asking.slot).rev().chain(asking.slot + 1..asks.len()).collect();
        others.retain(|at| filled(at) && strict(*at) && takes(at));
        if !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit()) {
            others.sort_by_key(|at| slot::kind(asks[*at]) != "number");
        }
        let before = others.first().copied().or(nearest.filter(takes)).or(nearest);
        if says_so
            && let Some(at) = before
            && let Some(value) = read(self, at)
            && (now.is_none() || (strict(at) && !strict(asking.slot)))
        {
            self.memory.slots.insert(asks[at].slot.clone(), value);
            self.say("ask", "noted");
            self.ask_next(card, 0);
            return true;
        }
        if says_so && let Some(value) = now {
            self.fill(card, asks[asking.slot], value);
            return true;
        }
        let Some(at) = before.filter(|_| heard.is(Cue::Correct)) else { return false };
        // “The date is wrong, it was 5 May” brings the right one along.
        let brought =
            (0..asking.slot).rev().filter(|at| matches!(slot::kind(asks[*at]), "date" | "email")).find_map(|at| {
                let value = read(self, at)?;
                (self.memory.slots.get(&asks[at].slot)? != &value).then_some((at, value))
            });
        match brought {
            Some((at, value)) => {
                self.memory.slots.insert(asks[at].slot.clone(), value);
                self.say("ask", "noted");
            }
            None => drop(self.memory.slots.remove(&asks[at].slot)),
        }
        self.ask_next(card, 0);
        true
    }

    /// Whether a message is another question rather than a value: it has no value, or is asked as a
    /// question, and something else answers it for sure.
    fn leaves(&mut self, card: &Card, ask: &Ask, text: &str) -> bool {
        let strict = is_strict(ask);
        let reads = slot::read(ask, text, &self.brain.phrases, self.context.now.date()).is_some();
        let loose = !strict || matches!(slot::kind(ask), "date" | "number");
        if reads && !(loose && is_question(text)) {
            return false;
        }
        let own = Target::Card(card.id.clone());
        let best = self.consider(text).into_iter().find(|scored| scored.target != own);
        // “The newest one” is a reply that does not fit, whatever article it is like.
        let says_enough = text.trim_end().ends_with('?') || text.split_whitespace().count() > 3;
        best.is_some_and(|best| self.answers(&best) && (says_enough || best.by_rule || best.confidence >= super::SURE))
    }

    pub(super) fn press_slot(&mut self, value: &str) {
        let Step::Asking(asking) = self.memory.step.clone() else { return self.stale() };
        match self.asked(&asking) {
            Some((card, ask)) if ask.choices.iter().any(|choice| choice == value) => {
                self.fill(card, ask, value.to_owned());
            }
            _ => self.stale(),
        }
    }

    pub(super) fn press_skip(&mut self) {
        let Step::Asking(asking) = self.memory.step.clone() else { return self.stale() };
        match self.asked(&asking) {
            Some((card, ask)) => self.skip(card, ask, &asking),
            None => self.stale(),
        }
    }

    /// After something else was answered, a card's questions go on where they were left, in the same
    /// turn; false when today's knowledge base has them no more.
    pub(super) fn return_to_questions(&mut self) -> bool {
        let Some(asking) = self.memory.paused.take() else { return false };
        let Some((card, ask)) = self.asked(&asking) else { return false };
        if !self.is_allowed(&Target::Card(card.id.clone())) || self.memory.slots.contains_key(&ask.slot) {
            return false;
        }
        let (action, card_told, article_told) = (self.turn.action, self.turn.card.clone(), self.turn.article.clone());
        self.say("say", "resume");
        self.tell_markdown(&ask.prompt);
        // One question at a time: what else the answer offered can wait.
        self.turn.options.clear();
        self.ask_turn(card, ask);
        // The turn is still the answer; the slot tells what is asked next.
        (self.turn.action, self.turn.card, self.turn.article) = (action, card_told, article_told);
        self.memory.step = Step::Asking(asking);
        true
    }

    /// Back to a card's questions that were left.
    pub(super) fn resume(&mut self) {
        let bot = self.bot;
        let card = self.memory.paused.take().and_then(|asking| bot.card(&self.brain.locale, &asking.card));
        let Some(card) = card.filter(|card| self.is_allowed(&Target::Card(card.id.clone()))) else {
            return self.stale();
        };
        self.say("say", "resume");
        self.go_on(card, 0);
    }
}

/// Whether a reply asks rather than tells.
fn is_question(text: &str) -> bool {
    text.trim_end().ends_with('?') && text.split_whitespace().count() >= 3
}

/// Whether not every text will do.
pub(super) fn is_strict(ask: &Ask) -> bool {
    slot::kind(ask) != "text" || ask.pattern.is_some()
}

/// The department that a card names for a hand-off.
pub(super) fn department(card: &Card) -> HandoffTarget {
    card.options.iter().find_map(|option| option.target.handoff()).cloned().unwrap_or_default()
}
