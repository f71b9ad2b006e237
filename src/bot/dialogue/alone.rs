//! “I don't want to talk to a person”: the bot goes on by itself.

use super::{Cue, Heard, Step, Talk, TurnAction, asking::is_strict};

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
}
