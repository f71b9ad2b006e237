//! `[widget]`: which sites may embed the chat, and what it proposes where.

use serde::Deserialize;

/// Section `[widget]`.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WidgetConfig {
    /// Origins that may embed the chat and call the public API from a browser, such as
    /// `https://www.example.org`; `*` for any.
    pub sites: Vec<String>,
    /// Secret with which a site signs its visitors' ids (HMAC-SHA256).
    pub identity_secret: Option<String>,
    /// Starter questions by page.
    pub starters: Vec<StarterRule>,
}

/// Starter questions for some pages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StarterRule {
    /// Glob on the path of the embedding page.
    pub page: String,
    /// Ids of cards to propose, in order.
    pub cards: Vec<String>,
}

impl std::fmt::Debug for WidgetConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WidgetConfig")
            .field("sites", &self.sites)
            .field("starters", &self.starters)
            .finish_non_exhaustive()
    }
}
