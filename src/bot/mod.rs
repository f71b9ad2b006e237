//! The bot: `(state of the conversation, what was said, what it may know) → (state, turn)`.
//!
//! Pure: no SQL, no HTTP, no clock of its own. Reads cards and the public searcher only.
//!
//! A message becomes [`features`] of its [`words`]; a [`model`] learned from examples and
//! [`pattern`]s say what may answer it ([`brain`]), how surely is [`calibrate`]d per knowledge base;
//! the [`dialogue`] decides what is said.

mod amount;
mod article;
#[expect(clippy::module_inception, reason = "the bot is what the module is about")]
mod bot;
mod brain;
mod calibrate;
mod code;
mod cue;
mod dialogue;
pub mod evaluate;
mod explain;
mod features;
pub mod golden;
mod linear;
pub mod mask;
mod model;
mod moment;
mod number;
mod parts;
mod pattern;
mod phrases;
mod separable;
mod shelf;
mod slot;
mod speech;
mod spelling;
mod table;
mod target;
mod tongue;
mod turn;
mod when;
mod words;

pub use bot::{Bot, BotSettings, Outcome};
pub use brain::Conflict;
pub use parts::Parts;
pub use phrases::{built_in_phrases, speaks, understands};
pub use target::Target;
pub use turn::{
    Call, Candidate, Context, Effect, HandoffPacket, Hours, Input, Message, OptionButton, REASONS, RequesterForm,
    State, TicketRef, Turn, TurnAction, TurnArticle,
};
pub use when::holds as applies;
