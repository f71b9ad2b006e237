//! The hand-off: asks only for what is missing, is announced once, and adds to one ticket.

use super::Target;
use super::{Cue, Handing, Heard, Step, Talk, TurnAction, telling::add_to_body};
use crate::{
    bot::{
        bot::set_target,
        mask::{find_email, is_email},
        moment::by,
        turn::{Effect, HandoffPacket, REASONS, RequesterForm, TicketRef},
    },
    kb::HandoffTarget,
};

/// Longest subject, characters.
const SUBJECT: usize = 120;
/// So much of a request is remembered, to know what is about the same; characters.
const MATTER: usize = 500;
/// “That's all” is said in so many words at most.
const NO_MORE: usize = 6;
/// From so many telling words a message says what a request is about.
const SAYS_WHAT: usize = 3;
/// Longest description, characters.
pub(super) const BODY: usize = 8_000;

impl Talk<'_> {
    /// Begins a hand-off, with everything known filled in.
    pub(super) fn hand_off(&mut self, reason: &str, target: &HandoffTarget) {
        debug_assert!(REASONS.contains(&reason), "{reason} has no words on the desk");
        let mut handing = match &self.memory.step {
            Step::HandingOff(handing) => {
                let target = if *target == HandoffTarget::default() { &handing.target } else { target };
                Handing { target: target.clone(), wants_body: false, ..(**handing).clone() }
            }
            _ => {
                let target =
                    if *target == HandoffTarget::default() { self.department_at_hand() } else { target.clone() };
                Handing { reason: reason.to_owned(), target, ..Handing::default() }
            }
        };
        handing.sent = false;
        let form = &mut handing.form;
        if form.name.is_empty() {
            form.name = self.memory.name.clone().unwrap_or_default();
        }
        if form.email.is_empty() {
            form.email = self.memory.email.clone().unwrap_or_default();
        }
        let first = self.memory.ticket.is_none();
        if form.body.is_empty() && first {
            form.body = self.memory.queries.join("\n");
        }
        if let Some(ticket) = self.memory.ticket.clone() {
            self.say_with("handoff", "known", &[("number", &ticket.number)]);
        } else if reason == "lost" || reason == "not-helped" {
            self.say("handoff", "lost");
            self.say_closed("handoff", ["intro_closed", "intro_closed_unknown"]);
        } else if matches!(self.context.hours, crate::bot::turn::Hours::Open) {
            self.say("handoff", "intro");
        } else {
            self.say_closed("handoff", ["intro_closed", "intro_closed_unknown"]);
        }
        if first && !handing.form.body.is_empty() && !self.missing(&handing).is_empty() {
            self.say("handoff", "body_known");
        }
        self.ask_or_send(handing);
    }

    /// A card of the knowledge base's own for “I want a person”: its words and departments, and what is
    /// said next is what it is about. False when the card hands off to nobody.
    pub(super) fn hand_off_by_card(&mut self, target: &Target) -> bool {
        let Some(card) = self.card(target) else { return false };
        let mut departments = card.options.iter().filter_map(|option| option.target.handoff().cloned());
        let (Some(first), several) = (departments.next(), departments.next().is_some()) else { return false };
        if !card.ask.is_empty() || self.memory.ticket.is_some() {
            return false;
        }
        self.memory.tag(&card.tags);
        self.tell(target);
        set_target(&mut self.turn, target);
        let form = self.form(self.memory.queries.join("\n"));
        self.say_closed("handoff", ["intro_closed", "intro_closed_unknown"]);
        self.act(TurnAction::Handoff);
        self.offer_button("cancel");
        let target = if several { self.department_at_hand() } else { first };
        let handing = Handing { reason: "asked".to_owned(), target, form, wants_body: true, ..Handing::default() };
        self.turn.slot = Some(self.missing(&handing).join(",")).filter(|missing| !missing.is_empty());
        self.memory.step = Step::HandingOff(Box::new(handing));
        true
    }

    /// A form with what is known of the visitor.
    pub(super) fn form(&self, body: String) -> RequesterForm {
        let name = self.memory.name.clone().unwrap_or_default();
        let email = self.memory.email.clone().or_else(|| self.memory.phone.clone()).unwrap_or_default();
        RequesterForm { name, email, body }
    }

    /// Asks for the next missing part, or passes on.
    pub(super) fn ask_or_send(&mut self, mut handing: Handing) {
        self.act(TurnAction::Handoff);
        let missing = self.missing(&handing);
        let Some(next) = missing.first() else {
            self.memory.name = Some(handing.form.name.clone()).filter(|name| !name.is_empty());
            let reached = Some(handing.form.email.clone()).filter(|address| !address.is_empty());
            match reached {
                Some(address) if !is_email(&address) => self.memory.phone = Some(address),
                address => self.memory.email = address.or(self.memory.email.take()),
            }
            self.effects.push(Effect::HandOff(Box::new(self.packet(&handing))));
            self.memory.matter = handing.form.body.chars().take(MATTER).collect();
            self.memory.left = None;
            handing.sent = true;
            self.say("handoff", "sending");
            self.memory.step = Step::HandingOff(Box::new(handing));
            return;
        };
        let asks = if *next == "email" && handing.by_phone { "phone" } else { next };
        self.say("handoff", &format!("ask_{asks}"));
        self.await_form(&handing);
        self.memory.step = Step::HandingOff(Box::new(handing));
    }

    /// The form is open for what is missing.
    pub(super) fn await_form(&mut self, handing: &Handing) {
        self.act(TurnAction::Handoff);
        self.turn.slot = Some(self.missing(handing).join(",")).filter(|missing| !missing.is_empty());
        self.offer_button("cancel");
    }

    /// A message while the form is open: answers are taken one by one.
    pub(super) fn hear_handing(&mut self, mut handing: Handing, text: &str, heard: &Heard) {
        if handing.sent {
            return self.ask_or_send(handing);
        }
        let leaves = heard.is(Cue::Bye) || heard.is(Cue::Thanks);
        if leaves && !handing.wants_body && !handing.form.email.is_empty() && !handing.form.body.is_empty() {
            // Who takes leave has said all there is; where to answer is known.
            handing.unnamed = true;
            return self.ask_or_send(handing);
        }
        let nothing_more = self.says_no_more(text);
        if nothing_more && !handing.form.body.is_empty() {
            return self.hand_off_again(handing);
        }
        if heard.is(Cue::Bye) && !nothing_more {
            self.memory.form = None;
            return self.say_goodbye("bye");
        }
        if heard.is(Cue::Cancel) || (heard.is(Cue::No) && heard.words() <= 3) {
            return self.cancel();
        }
        if self.asks_what_for(text) {
            self.say("handoff", "what_for");
            return self.ask_or_send(handing);
        }
        let empty = self.wavers(text) || is_only_polite(heard);
        if handing.wants_body && empty {
            self.say("handoff", "ask_body");
            return self.await_form(&handing);
        }
        // “Call me on …” is the number that was asked for.
        let wishes = heard.is(Cue::Human) && crate::bot::mask::find_phone(text).is_none();
        if wishes || empty {
            return self.hand_off_again(handing);
        }
        if std::mem::take(&mut handing.wants_body) {
            self.memory.asked(text);
            add_to_body(&mut handing.form, text);
            return self.ask_or_send(handing);
        }
        let asked = self.missing(&handing).first().copied();
        if heard.is(Cue::WhenReply) && asked != Some("body") && !self.answer_aside(text) {
            self.say_expected(self.context.expected_for(handing.target.priority.as_deref()));
            return self.ask_or_send(handing);
        }
        if asked != Some("body") && self.found_after_all(&handing, text, heard) {
            return;
        }
        if asked == Some("body") || !self.answer_aside(text) {
            self.take_part(&mut handing, asked, text, heard);
        }
        if handing.given_up {
            self.act(TurnAction::Smalltalk);
            self.offer_button("human");
            self.memory.step = Step::Open;
            return;
        }
        self.ask_or_send(handing);
    }

    /// The bot was lost and hands over, and now a message comes that it can answer: it does.
    fn found_after_all(&mut self, handing: &Handing, text: &str, heard: &Heard) -> bool {
        let lost = handing.reason == "lost" && self.memory.ticket.is_none();
        if !lost || heard.words() < 3 || find_email(text).is_some() || self.take_name(&mut handing.clone(), text, heard)
        {
            return false;
        }
        let found = self.consider(text).first().is_some_and(|best| self.answers(best));
        if found {
            self.memory.left = Some(Box::new(handing.clone()));
            self.memory.step = Step::Open;
            self.memory.misses = 0;
            self.hear_question(text, heard);
        }
        found
    }

    /// “No, that's all”: there is nothing to add, and what was begun goes on.
    fn says_no_more(&self, text: &str) -> bool {
        let words = crate::bot::words::split(text);
        words.len() <= NO_MORE && self.brain.phrases.holds("introduce", "no_more", &words)
    }

    /// “Why do you need my name?”
    fn asks_what_for(&self, text: &str) -> bool {
        self.brain.phrases.begins("introduce", "what_for", &crate::bot::words::split(text))
    }

    /// “No, wait”, “one moment”: neither a name nor the matter.
    fn wavers(&self, text: &str) -> bool {
        let said = crate::bot::words::split(text).join(" ");
        self.brain.phrases.list("introduce", "wavering").contains(&said.as_str())
    }

    /// An address and nothing else, after the hand-off was left for a question: it goes on. Whether it did.
    pub(super) fn takes_up_hand_off(&mut self, text: &str, heard: &Heard) -> bool {
        let only_address =
            find_email(text).is_some_and(|address| !self.says_more_than_an_address(&text.replace(address, " ")));
        let Some(handing) = self.memory.left.take().filter(|_| only_address && self.memory.ticket.is_none()) else {
            return false;
        };
        self.hear_handing(*handing, text, heard);
        true
    }

    /// “When will you answer?” before anything was sent: says so, and offers to.
    pub(super) fn offers_to_send(&mut self, heard: &Heard) -> bool {
        let asks = heard.is(Cue::WhenReply) && heard.words() >= 3 && self.memory.ticket.is_none();
        if asks {
            self.say("handoff", "not_sent");
            self.act(TurnAction::Smalltalk);
            self.offer_button("human");
            self.memory.pending = Some("human".to_owned());
        }
        asks
    }

    /// What is missing is asked for again, part by part: what is said next answers that.
    pub(super) fn hand_off_again(&mut self, mut handing: Handing) {
        handing.wants_body = false;
        if !self.missing(&handing).is_empty() {
            self.say("handoff", "again");
        }
        self.ask_or_send(handing);
    }

    /// A question while the form is open is answered, and the form goes on.
    fn answer_aside(&mut self, text: &str) -> bool {
        if !self.asks_something(text) || text.split_whitespace().count() < 3 {
            return false;
        }
        let best = self.consider(text).into_iter().find(|best| self.answers(best));
        let Some(best) = best.filter(|best| self.card(&best.target).is_none_or(|card| self.asks(card).is_empty()))
        else {
            return false;
        };
        self.memory.asked(text);
        self.tell(&best.target);
        true
    }

    /// The form as a whole; what does not fit is asked for again.
    pub(super) fn take_form(&mut self, form: &RequesterForm) {
        let mut handing = match self.memory.step.clone() {
            Step::HandingOff(handing) => *handing,
            _ => Handing { reason: "asked".to_owned(), ..Handing::default() },
        };
        let trimmed = |text: &str, most: usize| text.trim().chars().take(most).collect::<String>();
        for (part, value) in
            [(&mut handing.form.name, trimmed(&form.name, 100)), (&mut handing.form.body, trimmed(&form.body, BODY))]
        {
            if !value.is_empty() {
                *part = value;
            }
        }
        let email = trimmed(&form.email, 254);
        if is_email(&email) {
            handing.form.email = email;
        } else if !email.is_empty() {
            self.say("handoff", "bad_email");
            handing.form.email.clear();
        }
        if handing.form.body.is_empty() && self.memory.ticket.is_none() {
            handing.form.body = self.memory.queries.join("\n");
        }
        handing.sent = false;
        self.ask_or_send(handing);
    }

    /// What a ticket still needs, in the order in which it is asked for; one that exists knows whose it is.
    fn missing(&self, handing: &Handing) -> Vec<&'static str> {
        let form = &handing.form;
        let known = |part: &str| match part {
            "name" => handing.unnamed || self.memory.ticket.is_some(),
            "email" => self.memory.ticket.is_some(),
            _ => false,
        };
        [("name", &form.name), ("email", &form.email), ("body", &form.body)]
            .into_iter()
            .filter(|(part, value)| value.trim().is_empty() && !known(part))
            .map(|(part, _)| part)
            .collect()
    }

    fn packet(&self, handing: &Handing) -> HandoffPacket {
        let memory = &self.memory;
        let form =
            memory.form.clone().filter(|_| self.form_is_at_hand()).and_then(|form| self.card(&Target::Card(form)));
        let subject = form.map(|card| card.title.as_str()).or_else(|| self.telling_query());
        let subject = subject.unwrap_or(handing.form.body.as_str());
        let subject: String = subject.lines().next().unwrap_or_default().chars().take(SUBJECT).collect();
        let mut tags = memory.tags.clone();
        tags.extend(handing.target.tags.iter().filter(|tag| !memory.tags.contains(tag)).cloned());
        HandoffPacket {
            name: handing.form.name.clone(),
            email: handing.form.email.clone(),
            new_address: self.memory.new_address,
            subject: if subject.is_empty() {
                self.brain.phrases.say("handoff", "subject", 0).to_owned()
            } else {
                subject
            },
            body: handing.form.body.clone(),
            locale: Some(self.brain.locale.clone()),
            department: handing.target.department.clone(),
            priority: handing.target.priority.clone(),
            tags,
            slots: memory.slots.clone(),
            queries: memory.queries.clone(),
            articles: memory.articles.iter().map(ToString::to_string).collect(),
            cards: memory.cards.iter().map(ToString::to_string).collect(),
            refused: memory.ever_refused.iter().map(ToString::to_string).collect(),
            reason: handing.reason.clone(),
            page_url: self.context.page_url.clone(),
            time_zone: self.context.now.time_zone().iana_name().map(str::to_owned),
        }
    }

    /// The last thing asked that says what it is about, rather than “no, that will be all”.
    fn telling_query(&self) -> Option<&str> {
        let tells = |query: &&String| self.brain.reader.telling(query).min(SAYS_WHAT);
        self.memory.queries.iter().max_by_key(tells).map(String::as_str)
    }

    /// Tells of the ticket: its number and when to expect the reply, once; later that it was added to.
    pub fn announce(&mut self, ticket: TicketRef) {
        self.act(TurnAction::Handoff);
        if self.memory.announced && std::mem::take(&mut self.memory.new_address) {
            let email = self.memory.email.clone().unwrap_or_default();
            self.say_with("handoff", "new_address", &[("email", &email), ("number", &ticket.number)]);
        } else if self.memory.announced {
            let added = self.brain.phrases.say("handoff", "added", self.memory.added);
            let added = crate::bot::phrases::fill(added, &[("number", &ticket.number)]);
            self.turn.messages.push(crate::bot::speech::bubble(&added));
            self.memory.added = self.memory.added.wrapping_add(1);
        } else {
            self.memory.announced = true;
            let name = self.memory.name.clone().unwrap_or_default();
            let first_name = name.split_whitespace().next().unwrap_or_default().to_owned();
            let spoken = if self.brain.locale.language() == "hu" { name.as_str() } else { first_name.as_str() };
            let key = if spoken.is_empty() { "created_unnamed" } else { "created" };
            self.say_with("handoff", key, &[("name", spoken), ("number", &ticket.number)]);
            self.say_closed("handoff", ["opens", ""]);
            self.say_expected(self.expected(&ticket));
        }
        self.turn.options.push(self.ticket_button(&ticket));
        self.turn.ticket = Some(ticket.clone());
        self.memory.ticket = Some(ticket);
        self.memory.step = Step::Open;
        self.memory.misses = 0;
        self.memory.queue.clear();
        self.memory.paused = None;
    }

    /// When the answer to a ticket is expected: as promised with it, else as things stand now.
    pub(super) fn expected(&self, ticket: &TicketRef) -> Option<jiff::Timestamp> {
        let written = ticket.expected_reply_at.as_deref().and_then(|at| at.parse::<jiff::Timestamp>().ok());
        written.or(self.context.expected_reply_at)
    }

    pub(super) fn say_expected(&mut self, at: Option<jiff::Timestamp>) {
        if let Some(moment) = at {
            let moment = moment.to_zoned(self.context.now.time_zone().clone());
            let when = by(&self.brain.phrases, &self.context.now, &moment);
            match self.memory.phone.clone().filter(|_| self.memory.email.is_none()) {
                Some(phone) => self.say_with("handoff", "expect_phone", &[("phone", &phone), ("when", &when)]),
                None => self.say_with("handoff", "expect", &[("when", &when)]),
            }
        }
    }
}

/// “Thanks”, “ok”, “hello”: nobody's name.
fn is_only_polite(heard: &Heard) -> bool {
    let small_talk = [Cue::Thanks, Cue::Hello, Cue::Ok, Cue::Yes, Cue::Compliment, Cue::HowAreYou, Cue::Who];
    small_talk.into_iter().any(|cue| heard.is(cue)) && heard.words() <= 4
}
