//! `[bot]`: thresholds by hand, and the bot's name.

use serde::Deserialize;

/// Section `[bot]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BotConfig {
    /// Confidence from which the bot answers; default: calibrated from the cards' examples.
    pub answer: Option<f32>,
    /// Confidence from which the bot asks which of several is meant; default: calibrated.
    pub clarify: Option<f32>,
    /// What the bot is called in the chat's header; default: the site's name.
    pub name: Option<String>,
}
