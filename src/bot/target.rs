//! What can answer: a card or an article.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::turn::Candidate;
use crate::base::{ArticleKey, CardId};

/// A card or an article; written `card:ID` or `article:KEY`, also as the id of a button.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Target {
    /// A bot card.
    Card(CardId),
    /// A public article.
    Article(ArticleKey),
}

impl Target {
    /// The card's id.
    #[must_use]
    pub fn card(&self) -> Option<&CardId> {
        if let Target::Card(id) = self { Some(id) } else { None }
    }

    /// The article's key.
    #[must_use]
    pub fn article(&self) -> Option<&ArticleKey> {
        if let Target::Article(key) = self { Some(key) } else { None }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Card(id) => write!(f, "card:{id}"),
            Target::Article(key) => write!(f, "article:{key}"),
        }
    }
}

impl From<Target> for String {
    fn from(target: Target) -> Self {
        target.to_string()
    }
}

/// The text names neither a card nor an article.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” names neither a card nor an article")]
pub struct TargetError(String);

impl FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        match text.split_once(':') {
            Some(("card", id)) => Ok(Target::Card(id.into())),
            Some(("article", key)) => Ok(Target::Article(key.into())),
            _ => Err(TargetError(text.to_owned())),
        }
    }
}

impl TryFrom<String> for Target {
    type Error = TargetError;

    fn try_from(text: String) -> Result<Self, TargetError> {
        text.parse()
    }
}

/// A target with how sure the bot is of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// What may answer.
    pub target: Target,
    /// Calibrated, 0 to 1.
    pub confidence: f32,
    /// A rule of the card fits.
    pub by_rule: bool,
    /// Which words, example or rule spoke for it; only with explain.
    pub why: Vec<String>,
}

impl From<&Scored> for Candidate {
    fn from(scored: &Scored) -> Self {
        Candidate {
            card: scored.target.card().map(ToString::to_string),
            article: scored.target.article().map(ToString::to_string),
            confidence: scored.confidence,
            why: scored.why.clone(),
        }
    }
}
