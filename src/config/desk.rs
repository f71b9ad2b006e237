//! `[desk]`: departments, service levels, business hours, routing.

use serde::Deserialize;

/// Section `[desk]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DeskConfig {
    /// Hours a session of an agent lasts without use.
    pub session_hours: u32,
    /// Days after which a solved ticket is closed for good.
    pub close_after_days: u32,
    /// Days after which conversations, searches and closed tickets are erased; 0 keeps them.
    pub retention_days: u32,
}

impl Default for DeskConfig {
    fn default() -> Self {
        Self { session_hours: 12, close_after_days: 7, retention_days: 0 }
    }
}
