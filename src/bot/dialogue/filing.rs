//! Files that a card asks for: taken, refused, or not to be had here.

use super::{Asking, Step, Talk, asking::TRIES};
use crate::bot::slot;

impl Talk<'_> {
    /// Whether the slot at hand takes a file.
    #[must_use]
    pub fn awaits_file(&self) -> bool {
        matches!(&self.memory.step, Step::Asking(asking)
            if self.asked(asking).is_some_and(|(_, ask)| slot::kind(ask) == "file"))
    }

    /// A file has come; one that is not taken counts as a reply that does not fit.
    pub(super) fn take_file(&mut self, name: &str, taken: bool) {
        let Step::Asking(asking) = self.memory.step.clone() else { return self.stale() };
        let Some((card, ask)) = self.asked(&asking).filter(|_| self.awaits_file()) else { return self.stale() };
        if taken {
            return self.fill(card, ask, name.to_owned());
        }
        let tries = asking.tries + 1;
        if tries >= TRIES {
            self.say("ask", "give_up");
            return self.stuck_with(card);
        }
        self.say_with("ask", "file_refused", &[("file", name)]);
        self.memory.step = Step::Asking(Asking { tries, ..asking });
        self.ask_turn(card, ask);
        self.offer_button("human");
    }

    /// The button for a file was pressed where files cannot be chosen: what is wanted is told again.
    pub(super) fn wants_file(&mut self) {
        let Step::Asking(asking) = self.memory.step.clone() else { return self.stale() };
        let Some((card, ask)) = self.asked(&asking).filter(|_| self.awaits_file()) else { return self.stale() };
        self.say("ask", "file");
        self.ask_turn(card, ask);
    }
}
