//! Who reads. Every read of content names an audience; there is no default.

use serde::{Deserialize, Serialize};

/// Whose eyes an answer is for. `Agent` sees everything that `Public` sees, and internal content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// Anybody, signed in or not.
    Public,
    /// People (and programs with a token) of the desk: agents, writers, admins.
    Agent,
}

impl Audience {
    /// Whether content that is meant for `content` may be shown to `self`.
    #[must_use]
    pub fn sees(self, content: Audience) -> bool {
        self >= content
    }

    /// Reads `public` or `agent`.
    ///
    /// # Errors
    /// With a sentence for the person who wrote something else.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text {
            "public" => Ok(Self::Public),
            "agent" => Ok(Self::Agent),
            other => Err(format!("“{other}” is no audience; write public or agent")),
        }
    }
}
