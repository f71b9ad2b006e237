//! The bot: `(state of the conversation, what was said, what it may know) → (state, turn)`.
//!
//! Pure: no SQL, no HTTP, no clock of its own. Reads cards and the public searcher only.

mod calibrate;
mod cue;
mod features;
mod linear;
pub mod mask;
mod model;
mod pattern;
mod phrases;
mod stub;
mod table;
mod turn;
mod words;

pub use stub::{Bot, Outcome};
pub use turn::{
    Candidate, Context, Effect, HandoffPacket, Hours, Input, Message, OptionButton, RequesterForm, State, TicketRef,
    Turn, TurnAction, TurnArticle,
};
