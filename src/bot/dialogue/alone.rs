//! “I don't want to talk to a person”: the bot goes on by itself.

use super::{Cue, Heard, Step, Talk, Target, TurnAction, asking::is_strict};

impl Talk<'_> {
    /// Somebody refuses a person: what is at hand goes on, a hand-off is left. Whether that was all to be done.
    pub(super) fn goes_on_alone(&mut self, text: &str, heard: &Heard) -> bool {
        if !heard.is(Cue::NoPerson) {
            return false;
        }
        let reader = &self.brain.reader;
        let rest = Some(self.brain.cues.without_refusals(text, reader)).filter(|rest| reader.says_something(rest));
        match (self.memory.step.clone(), rest) {
            (Step::Asking(asking), rest) => {
                let Some((card, ask)) = self.asked(&asking) else { return false };
                // What is told freely may be about persons, too.
                if rest.is_some() && !is_strict(ask) {
                    return false;
                }
                self.say("say", "alone");
                if let Some(rest) = rest {
                    let heard = self.brain.cues.hear(&rest, &self.brain.reader);
                    self.hear_slot(&asking, &rest, &heard);
                } else {
                    self.tell_markdown(&ask.prompt);
                    self.ask_turn(card, ask);
                }
            }
            (Step::HandingOff(handing), _) if handing.sent => return false,
            (Step::HandingOff(_), None) => self.cancel(),
            (Step::Clarifying(offered), None) => {
                self.say("say", "alone");
                self.say("say", if offered.len() > 1 { "clarify" } else { "clarify_one" });
                self.ask_which(offered);
            }
            (step, Some(rest)) => {
                if !matches!(step, Step::Clarifying(_) | Step::Confirming | Step::Missing) {
                    self.memory.step = Step::Open;
                }
                let heard = self.brain.cues.hear(&rest, &self.brain.reader);
                self.hear_in_step(&rest, &heard);
            }
            (_, None) => {
                self.say("say", "alone");
                self.say("greet", "ask");
                self.act(TurnAction::Smalltalk);
                self.offer_button("human");
                self.memory.step = Step::Open;
            }
        }
        true
    }

    /// “I don't want to cancel, just pause it”: only what is wanted, where nothing is being asked for.
    pub(super) fn without_denied_wish(&self, text: &str) -> Option<String> {
        if matches!(self.memory.step, Step::Asking(_) | Step::HandingOff(_)) {
            return None;
        }
        let list = |key: &str| self.brain.phrases.list("introduce", key);
        let instead = [list("instead"), list("fillers")].concat();
        self.brain.cues.without_denied_wish(text, &instead)
    }

    /// The one card with questions of its own whose example says what a message says, but for “I want” and “please”:
    /// it knows its department better than a hand-off does.
    pub(super) fn card_called_so(&self, text: &str) -> Option<Target> {
        let tells = |text: &str| {
            let words = crate::bot::words::split(text);
            let kept: Vec<String> = words.into_iter().filter(|word| !self.brain.cues.frames_a_wish(word)).collect();
            self.stems(&kept.join(" "))
        };
        let said = tells(text);
        let same = |own: &String| {
            let own = tells(own);
            !own.is_empty() && own.len() == said.len() && own.iter().all(|stem| said.contains(stem))
        };
        let cards = self.bot.cards(&self.brain.locale);
        let called = cards.iter().filter(|card| !card.ask.is_empty() && card.questions.iter().any(same));
        let mut called = called.map(|card| Target::Card(card.id.clone())).filter(|target| self.is_allowed(target));
        called.next().filter(|_| called.next().is_none())
    }
}
