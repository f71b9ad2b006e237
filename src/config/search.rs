//! `[search]`: what an owner may want to turn off.

use serde::Deserialize;

/// Section `[search]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SearchConfig {
    /// Answers kept per revision; 0 keeps none.
    pub cache: usize,
    /// Keep what readers searched for (masked), so that gaps can be found.
    pub log: bool,
}

impl Default for SearchConfig {
    fn default() -> Self {
        Self { cache: 4096, log: true }
    }
}
