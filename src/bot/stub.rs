//! Placeholder until the bot lands; whoever lands it deletes this file.

use super::{Context, Effect, Input, State, TicketRef, Turn};
use crate::base::Locale;

/// The bot of one revision.
#[derive(Debug, Default)]
pub struct Bot;

/// What comes of one turn.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The dialogue's memory.
    pub state: State,
    /// What is said.
    pub turn: Turn,
    /// What must be done.
    pub effects: Vec<Effect>,
}

#[expect(clippy::unused_self, clippy::todo, reason = "placeholder")]
impl Bot {
    /// Greets.
    #[must_use]
    pub fn greet(&self, _locale: &Locale, _context: &Context) -> (State, Turn) {
        todo!()
    }

    /// Answers.
    #[must_use]
    pub fn turn(&self, _locale: &Locale, _state: &State, _input: &Input, _context: &Context) -> Outcome {
        todo!()
    }

    /// Announces the ticket.
    #[must_use]
    pub fn ticket_created(
        &self,
        _locale: &Locale,
        _state: &State,
        _ticket: TicketRef,
        _context: &Context,
    ) -> (State, Turn) {
        todo!()
    }
}
