//! Answerdesk: a self-hosted help center, rule-based FAQ bot and agent search in one binary.
//!
//! One way through the house; every module may import only what stands before it:
//!
//! ```text
//! base ← config, text ← kb ← index ← search ← bot
//! base, config ← desk          store sees the types of kb, bot, desk
//! app sees all of these        web, jobs, cli see app and the types
//! ```
//!
//! Files in `kb/` become a [`kb::Library`]; the library becomes two indexes ([`index`]); a
//! [`search::Searcher`] reads them; the [`bot`] answers from cards and articles; [`app`] holds one
//! immutable snapshot of all that, and [`web`], [`jobs`] and [`cli`] call its use cases.
pub mod app;
pub mod base;
pub mod bot;
pub mod cli;
pub mod config;
pub mod desk;
pub mod index;
pub mod jobs;
pub mod kb;
pub mod search;
pub mod store;
pub mod text;
pub mod web;
