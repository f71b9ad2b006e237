//! Greeting, small talk, goodbye, other languages, and what fits nowhere.

use super::{Cue, Heard, Step, Talk, TurnAction};
use crate::{
    bot::{
        moment::{at, part_of_day},
        target::Target,
        turn::{Effect, Hours},
        when,
        words::split,
    },
    kb::HandoffTarget,
};

/// Starters shown by a greeting.
const STARTERS: usize = 4;
/// So short a word before a full stop is a title: “Dr.”
pub(super) const TITLE: usize = 2;

impl Talk<'_> {
    /// Greets by time of day, says that it is a bot, whether somebody is there, and offers starters.
    pub(super) fn hello(&mut self) {
        let hello = self.brain.phrases.say("greet", part_of_day(&self.brain.phrases, &self.context.now), 0).to_owned();
        match self.memory.name.clone() {
            Some(name) => self.say_with("greet", "named", &[("hello", &hello), ("name", &name)]),
            None => self.turn.messages.push(crate::bot::speech::bubble(&hello)),
        }
        self.say("greet", if self.context.bot_name.is_some() { "intro_named" } else { "intro" });
        self.say_closed("greet", ["closed", "closed_unknown"]);
        self.say("greet", "ask");
        let cards = self.bot.cards(&self.brain.locale);
        let starters: Vec<(Target, String)> = cards
            .iter()
            .filter(|card| card.starter && when::holds(&card.when, self.context, &self.memory.slots))
            .take(STARTERS)
            .map(|card| (Target::Card(card.id.clone()), card.title.clone()))
            .collect();
        for (target, title) in starters {
            self.offer(target.to_string(), title);
        }
        self.offer_button("human");
        self.act(TurnAction::Greet);
        self.join_bubbles();
    }

    /// The greeting is one bubble with its sentences, and the question after it.
    fn join_bubbles(&mut self) {
        let question = self.turn.messages.pop();
        let text = self.turn.messages.iter().map(|message| message.text.as_str()).collect::<Vec<_>>().join(" ");
        self.turn.messages = vec![crate::bot::speech::bubble(&text)];
        self.turn.messages.extend(question);
    }

    /// When they open, where nobody is there.
    pub(super) fn say_closed(&mut self, section: &str, [known, unknown]: [&str; 2]) {
        match &self.context.hours {
            Hours::Open => {}
            Hours::Closed { opens_at: Some(opens) } => {
                let opens = at(&self.brain.phrases, &self.context.now, opens);
                self.say_with(section, known, &[("opens", &opens)]);
            }
            Hours::Closed { opens_at: None } => self.say(section, unknown),
        }
    }

    /// Answers what is small talk; whether it was.
    pub(super) fn small_talk(&mut self, heard: &Heard) -> bool {
        if heard.is(Cue::Insult) {
            self.insulted();
            return true;
        }
        if heard.is(Cue::Upset) {
            self.upset();
            return true;
        }
        self.say_in_theirs("", heard);
        let key = match heard.small_talk() {
            Some(Cue::Bye) if self.reminds_of_form() => return true,
            Some(Cue::Bye) => {
                self.say_goodbye("bye");
                return true;
            }
            Some(Cue::Who) => "who",
            Some(Cue::Languages) => {
                self.tell_languages();
                return true;
            }
            Some(Cue::Unsure) => "unsure",
            Some(Cue::HowAreYou) => "how_are_you",
            Some(Cue::WhatCan) => "what_can",
            // A smile at first thanks for nothing yet.
            Some(Cue::Thanks) if heard.words() == 0 && self.memory.queries.is_empty() => "hello",
            Some(Cue::Thanks) => "thanks",
            Some(Cue::Hello) => "hello",
            Some(Cue::Compliment) => "compliment",
            Some(Cue::Joke) => "joke",
            _ if heard.is(Cue::Cancel) => "cancelled",
            _ if heard.is(Cue::No) && heard.words() <= 5 && self.asked_else => {
                self.say_goodbye("no_open");
                return true;
            }
            _ if heard.is(Cue::No) && heard.words() <= 5 => "no_start",
            // Nothing has been asked yet: there is no “else”.
            _ if heard.is(Cue::Ok) && self.memory.queries.is_empty() => "yes_open",
            _ if heard.is(Cue::Ok) => "ok",
            _ if heard.is(Cue::Yes) => "yes_open",
            _ => return false,
        };
        match key {
            "thanks" | "ok" | "compliment" if self.reminds_of_form() => return true,
            "thanks" | "ok" | "compliment" => self.say_and_ask(key),
            "who" if self.context.bot_name.is_some() => self.say("greet", "intro_named"),
            "unsure" => self.offer_in_words(key),
            _ => self.say("say", key),
        }
        if matches!(key, "who" | "what_can") {
            self.offer_button("human");
        }
        if self.memory.paused.is_some() {
            self.offer_button("resume");
        }
        self.act(TurnAction::Smalltalk);
        self.memory.step = Step::Open;
        true
    }

    /// Stays calm, and offers a person; the second time passes on.
    fn insulted(&mut self) {
        self.memory.insults = self.memory.insults.saturating_add(1);
        if self.memory.insults >= 2 && !self.memory.queries.is_empty() {
            self.memory.insults = 0;
            return self.hand_off("insulted", &HandoffTarget::default());
        }
        if self.complains_again() {
            return;
        }
        self.memory.apologised = true;
        self.offer_in_words("insult");
        self.act(TurnAction::Smalltalk);
        self.memory.step = Step::Open;
    }

    /// The second outburst in a row is not asked about again: a person takes over. Whether it was that.
    fn complains_again(&mut self) -> bool {
        let again = std::mem::replace(&mut self.memory.complained, true) && self.memory.ticket.is_none();
        if again {
            self.memory.complained = false;
            self.hand_off("lost", &HandoffTarget::default());
        }
        again
    }

    /// Something went wrong that has not been said: asks what, and offers a person. Who has told it already is
    /// not asked again.
    pub(super) fn upset(&mut self) {
        if self.memory.told_story && self.memory.apologised && self.memory.ticket.is_none() {
            return self.hand_off("lost", &HandoffTarget::default());
        }
        if self.complains_again() {
            return;
        }
        self.memory.apologised = true;
        self.offer_in_words("upset");
        self.act(TurnAction::Smalltalk);
        self.memory.step = Step::Open;
    }

    /// Says something that ends with “anything else?”: a “no” means goodbye then.
    pub(super) fn say_and_ask(&mut self, key: &str) {
        self.say("say", key);
        self.memory.asked_else = true;
    }

    /// Thanks and ends.
    pub(super) fn say_goodbye(&mut self, key: &str) {
        self.say("say", key);
        self.act(TurnAction::Close);
        self.memory.step = Step::Closed;
        self.memory.misses = 0;
        self.effects.push(Effect::Closed);
    }

    /// It has gone quiet.
    pub fn close_quietly(&mut self) {
        self.say("say", "idle");
        self.act(TurnAction::Close);
        self.effects.push(Effect::Closed);
    }

    /// Begins a conversation.
    pub fn greet(&mut self) {
        self.hello();
    }

    /// “??”: says that it listens; what was asked is asked again.
    pub(super) fn hear_nudge(&mut self) {
        match self.memory.step.clone() {
            Step::Asking(asking) => self.ask_again(&asking),
            Step::HandingOff(handing) => self.hand_off_again(*handing),
            _ => {
                self.say("say", "nudge");
                self.act(TurnAction::Smalltalk);
                self.offer_button("human");
            }
        }
    }

    /// Which languages are spoken here, with a button for each other one.
    fn tell_languages(&mut self) {
        let locales = self.bot.locales();
        let names = self.brain.phrases.listed_languages(locales);
        self.say_with("say", "speaks", &[("languages", &names)]);
        for locale in locales.iter().filter(|locale| locale.language() != self.brain.locale.language()) {
            let name = self.bot.brain(locale).phrases.say("time", "language", 0);
            let capital = name.chars().next().map(char::to_uppercase).into_iter().flatten();
            self.offer(format!("locale:{locale}"), capital.chain(name.chars().skip(1)).collect::<String>());
        }
        self.say("greet", "ask");
        self.memory.last.clear();
        self.act(TurnAction::Smalltalk);
        self.memory.step = Step::Open;
    }

    /// “Yes”, “no” or “thanks” after a card that ended by asking whether to pass on; whether it was one of these.
    pub(super) fn takes_up_the_offer(&mut self, text: &str, heard: &Heard) -> bool {
        let waits = matches!(self.memory.step, Step::Open | Step::Clarifying(_) | Step::Missing);
        let Some(id) = self.pending.take().filter(|_| waits && heard.words() <= 5) else { return false };
        let person = id == "human";
        // What has buttons of its own is refused as such.
        let refuses_else =
            matches!(self.memory.step, Step::Clarifying(_)) || heard.is(Cue::None) || heard.is(Cue::Unhelpful);
        if person && refuses_else && !heard.is(Cue::Yes) {
            return false;
        }
        // “Ok, thanks” to a person offered by the way is no yes; “yes, thanks” is.
        let first = |text: &str| split(text).into_iter().next();
        let nods = heard.is(Cue::Thanks) || heard.is(Cue::Ok);
        let agrees = heard.is(Cue::Yes) && (!nods || first(text) == first(&self.label("yes")));
        if if person { agrees } else { heard.is(Cue::Yes) || heard.is(Cue::Ok) } {
            self.press(&id);
        } else if person && !heard.is(Cue::No) {
            return false;
        } else if heard.is(Cue::No) || heard.is(Cue::Cancel) {
            self.memory.form = None;
            self.say("handoff", "cancelled");
            self.act(TurnAction::Smalltalk);
            self.offer_button("human");
        } else if (heard.is(Cue::Thanks) || heard.is(Cue::Bye)) && !self.memory.reminded {
            self.memory.reminded = true;
            let card = self.memory.topic.clone().and_then(|topic| self.card(&topic.target));
            self.say("handoff", "not_sent");
            self.act(TurnAction::Smalltalk);
            card.into_iter().for_each(|card| self.offer_options(card));
            self.memory.pending = Some(id);
        } else {
            return false;
        }
        true
    }

    pub(super) fn hear_nothing(&mut self) {
        self.say("say", "empty");
        self.act(TurnAction::Fallback);
        self.put_again();
        self.offer_button("human");
    }

    /// What was asked for is still asked for, with its buttons.
    fn put_again(&mut self) {
        match self.memory.step.clone() {
            Step::Asking(asking) => {
                if let Some((card, ask)) = self.asked(&asking) {
                    self.ask_turn(card, ask);
                }
            }
            Step::HandingOff(handing) if !handing.sent => self.await_form(&handing),
            Step::Clarifying(offered) => self.ask_which(offered),
            _ => {}
        }
    }

    pub(super) fn stale(&mut self) {
        self.say("say", "stale");
        self.act(TurnAction::Fallback);
        self.put_again();
        self.offer_button("human");
    }

    /// Stops what is going on.
    pub(super) fn cancel(&mut self) {
        let handing = matches!(self.memory.step, Step::HandingOff(_));
        let key = if handing { "handoff" } else { "say" };
        if handing {
            self.memory.form = None;
        }
        self.say(key, "cancelled");
        self.act(TurnAction::Smalltalk);
        self.memory.step = Step::Open;
        self.memory.paused = None;
        self.memory.misses = 0;
        self.offer_button("human");
    }

    /// Remembers a name that is introduced; whether the message says nothing else.
    pub(super) fn learn_name(&mut self, text: &str, heard: &Heard) -> bool {
        let introduced = if self.memory.name.is_none() { self.introduced(text, heard) } else { None };
        introduced.is_some_and(|(name, nothing_else)| {
            self.memory.name = Some(name);
            nothing_else
        })
    }

    /// “My name is Anna”, “I'm Anna”, “Kiss Anna vagyok”: the name, and whether nothing else is said.
    pub(super) fn introduced(&self, text: &str, heard: &Heard) -> Option<(String, bool)> {
        let names = self.brain.phrases.list("introduce", "names");
        self.introduced_with(text, heard, &names).or_else(|| {
            // “I'm Anna, how much is it?”, “hey, Anna here. Can I …”
            let text = without_prefix(text, &self.brain.phrases.list("introduce", "polite"));
            let clause = first_clause(&text)?;
            let heard = self.brain.cues.hear_own(clause, &self.brain.reader);
            let openings = [names.clone(), self.brain.phrases.list("introduce", "prefixes")].concat();
            let (name, nothing_else) = self.introduced_with(clause, &heard, &openings)?;
            nothing_else.then_some((name, false))
        })
    }

    fn introduced_with(&self, text: &str, heard: &Heard, names: &[&str]) -> Option<(String, bool)> {
        let list = |key: &str| self.brain.phrases.list("introduce", key);
        let polite = without_prefix(text, &list("polite"));
        // What is polite in front of it may have hidden that it tells a name.
        let hidden = polite.len() < text.trim().len();
        let named =
            heard.is(Cue::Name) || (hidden && self.brain.cues.hear_own(&polite, &self.brain.reader).is(Cue::Name));
        let openings = if named { list("prefixes") } else { names.to_vec() };
        let mut rest = without_prefix(&polite, &openings);
        let mut opened = rest.len() < polite.len();
        if let Some((before, last)) = polite.trim_end_matches(['.', '!']).rsplit_once(' ')
            && list("names_after").contains(&split(last).concat().as_str())
        {
            (rest, opened) = (before.to_owned(), true);
        }
        if !opened || heard.words() > 12 {
            return None;
        }
        let words: Vec<&str> = rest.split_whitespace().collect();
        let is_name =
            |word: &&&str| word.starts_with(char::is_uppercase) && looks_like_name(word.trim_end_matches([',', '.']));
        let capital = words.iter().take_while(is_name).count();
        let all = capital == words.len();
        let name = match capital {
            1..=4 if named || all => words[..capital].join(" "),
            // Not everybody writes capitals, but then nothing else may stand there.
            0 if named && words.len() <= 2 && !words.iter().any(|word| self.is_common(word)) => rest.clone(),
            _ => return None,
        };
        let name = name.trim_matches(|c: char| !c.is_alphabetic() && c != '.').to_owned();
        let fits = looks_like_name(&name) && (named || !name.split_whitespace().any(|word| self.is_common(word)));
        fits.then_some((name, all || capital == 0))
    }

    /// A word of the language or of the knowledge base is nobody's name.
    pub(super) fn is_common(&self, word: &str) -> bool {
        split(word).iter().any(|word| self.brain.reader.is_stop(word)) || self.brain.knows_words(word)
    }

    /// Somebody has said nothing but their name.
    pub(super) fn meet(&mut self) {
        let name = self.memory.name.clone().unwrap_or_default();
        self.say_with("greet", "met", &[("name", &name)]);
        self.act(TurnAction::Smalltalk);
        self.memory.step = Step::Open;
    }
}

/// The text without the prefixes that it begins with, the longest first (compared folded).
pub(super) fn without_prefix(text: &str, prefixes: &[&str]) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let plain: Vec<String> = words.iter().map(|word| split(word).concat()).collect();
    let prefixes: Vec<Vec<String>> =
        prefixes.iter().map(|prefix| prefix.split_whitespace().map(|word| split(word).concat()).collect()).collect();
    let mut begun = 0;
    while let Some(longest) =
        prefixes.iter().filter(|prefix| plain[begun..].starts_with(prefix)).map(Vec::len).max().filter(|n| *n > 0)
    {
        begun += longest;
    }
    let rest = words[begun..].join(" ");
    rest.trim_matches(|c: char| c.is_whitespace() || ",;:.!".contains(c)).to_owned()
}

/// What stands before the first comma or stop; “Dr.” ends nothing.
fn first_clause(text: &str) -> Option<&str> {
    let ends = |at: usize, sign: &str| {
        let abbreviates = text[..at].chars().rev().take_while(|c| c.is_alphabetic()).count() <= TITLE;
        sign != "." || (!abbreviates && text[at + 1..].starts_with(char::is_whitespace))
    };
    let (at, sign) = text.match_indices([',', '.', '!', ';', '\n', '?']).find(|(at, sign)| ends(*at, sign))?;
    let more = text[at + 1..].contains(char::is_alphanumeric);
    (sign != "?" && more).then(|| text[..at].trim())
}

/// Short, made of letters, no question.
pub(super) fn looks_like_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (1..=7).contains(&words)
        && text.chars().count() <= 60
        && text.chars().any(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || "'’.-".contains(c))
}
