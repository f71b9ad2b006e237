//! `[bot]`: thresholds by hand, the bot's name, when it closes, and what its cards may call.

use std::{collections::BTreeMap, path::PathBuf};

use serde::Deserialize;

/// Section `[bot]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BotConfig {
    /// Confidence from which the bot answers; default: calibrated from the cards' examples.
    pub answer: Option<f32>,
    /// Confidence from which the bot asks which of several is meant; default: calibrated.
    pub clarify: Option<f32>,
    /// What the bot is called in the chat's header; default: the site's name.
    pub name: Option<String>,
    /// Minutes of silence until the bot closes a conversation; 0: never.
    pub idle_minutes: u32,
    /// What cards may call, by the name that they use; nothing else is called.
    pub endpoints: BTreeMap<String, Endpoint>,
}

impl Default for BotConfig {
    fn default() -> Self {
        Self { answer: None, clarify: None, name: None, idle_minutes: 60, endpoints: BTreeMap::new() }
    }
}

/// What cards may call.
#[derive(Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Endpoint {
    /// Begins with `https://`; the card's path is put after it.
    pub url: String,
    /// `get` (the slots stand in the card's path) or `post` (they are sent as JSON).
    pub method: CallMethod,
    /// Sent as `Authorization: Bearer …`.
    pub token: Option<String>,
    /// Milliseconds, from looking the name up to the last byte.
    pub timeout_ms: u64,
    /// It lies in a private network; else such addresses are refused.
    pub private: bool,
    /// A PEM file with further authorities for its certificate.
    pub ca_file: Option<PathBuf>,
}

/// How an endpoint is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CallMethod {
    /// Reads.
    #[default]
    Get,
    /// Sends the slots.
    Post,
}

impl Default for Endpoint {
    fn default() -> Self {
        Self {
            url: String::new(),
            method: CallMethod::default(),
            token: None,
            timeout_ms: 3000,
            private: false,
            ca_file: None,
        }
    }
}

impl std::fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Endpoint").field("url", &self.url).field("method", &self.method).finish_non_exhaustive()
    }
}

impl Endpoint {
    /// Whether it can be called at all: TLS, a host, no password, query or fragment.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let rest = self.url.strip_prefix("https://").unwrap_or_default();
        !rest.is_empty() && !rest.starts_with(['/', ':']) && !rest.contains(['?', '#', '@', ' ', '\\'])
    }
}
