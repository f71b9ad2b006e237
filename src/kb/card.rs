//! A bot card: examples and rules that call for it, and what it answers, asks and offers.

use std::{collections::BTreeMap, path::PathBuf};

use serde::{Deserialize, Serialize};

use crate::base::{ArticleKey, Audience, CardId, Locale};

/// One card in one locale.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Card {
    /// `intent:`, else the path below `_bot`.
    pub id: CardId,
    /// The folder of the locale.
    pub locale: Locale,
    /// The file, relative to the knowledge base.
    pub path: PathBuf,
    /// Title for buttons and lists; default: the first example, else the id made readable.
    pub title: String,
    /// Examples, matched by likeness.
    pub questions: Vec<String>,
    /// Rules; they beat the examples.
    pub patterns: Vec<String>,
    /// Slots, asked one at a time, in this order.
    pub ask: Vec<Ask>,
    /// Buttons under the answer.
    pub options: Vec<CardOption>,
    /// The card applies only when all of this holds.
    pub when: When,
    /// The call that fills the answer, where the card makes one.
    pub action: Option<Action>,
    /// Tags given to a ticket that is born of this card.
    pub tags: Vec<String>,
    /// Shown as a starter by the greeting (`starter: true`).
    pub starter: bool,
    /// The answer, Markdown with `{slot}` placeholders. Nothing in it is for agents only.
    pub body: String,
}

/// One slot to be filled.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ask {
    /// Name, as in `{order_number}`.
    pub slot: String,
    /// The question.
    pub prompt: String,
    /// `text` (default), `email`, `phone`, `number`, `date`, `choice`, `file`.
    #[serde(default)]
    pub kind: Option<String>,
    /// A regular expression that the whole value must match (linear-time engine).
    #[serde(default)]
    pub pattern: Option<String>,
    /// What a choice offers.
    #[serde(default)]
    pub choices: Vec<String>,
    /// What is said when the value does not fit.
    #[serde(default)]
    pub retry: Option<String>,
    /// May be skipped.
    #[serde(default)]
    pub optional: bool,
    /// The least number, or the first day: `YYYY-MM-DD`, `today`, `today+14`, `today-30`.
    #[serde(default)]
    pub min: Option<String>,
    /// The greatest number, or the last day.
    #[serde(default)]
    pub max: Option<String>,
}

/// A button.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CardOption {
    /// What it says.
    pub label: String,
    /// What it does.
    pub target: CardTarget,
}

/// What a button leads to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum CardTarget {
    /// Another card.
    Card(CardId),
    /// An article.
    Article(ArticleKey),
    /// A page elsewhere (http, https or a path of this site).
    Url(String),
    /// A person.
    Handoff(HandoffTarget),
}

impl CardTarget {
    /// Where it hands off to, if it leads to a person.
    #[must_use]
    pub fn handoff(&self) -> Option<&HandoffTarget> {
        match self {
            Self::Handoff(target) => Some(target),
            Self::Card(_) | Self::Article(_) | Self::Url(_) => None,
        }
    }
}

/// Where a hand-off goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoffTarget {
    /// Department, else the routing rules decide.
    #[serde(default)]
    pub department: Option<String>,
    /// `low`, `normal`, `high` or `urgent`.
    #[serde(default)]
    pub priority: Option<String>,
    /// Tags for the ticket.
    #[serde(default)]
    pub tags: Vec<String>,
}

/// Conditions; an absent one holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// `open` or `closed`: the business hours at the visitor's message.
    #[serde(default)]
    pub hours: Option<String>,
    /// Glob on the path of the page that embeds the widget: `/checkout/**`.
    #[serde(default)]
    pub page: Option<String>,
    /// Slots that must hold these values.
    #[serde(default)]
    pub slots: BTreeMap<String, String>,
    /// The least audience (visitors known by a signed identity count as public too).
    #[serde(default)]
    pub audience: Option<Audience>,
    /// A condition that cannot be read stands there: it may not hold, so the card does not apply.
    #[serde(default)]
    pub unreadable: bool,
}

impl When {
    /// Whether both can never hold at once, as far as the words tell.
    #[must_use]
    pub fn excludes(&self, other: &Self) -> bool {
        let differ = |one: &Option<String>, other: &Option<String>| one.is_some() && other.is_some() && one != other;
        let slots = || self.slots.iter().any(|(slot, value)| other.slots.get(slot).is_some_and(|its| its != value));
        differ(&self.hours, &other.hours) || differ(&self.page, &other.page) || slots()
    }
}

/// An HTTPS call whose JSON answer fills `{result.…}` placeholders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Name of an endpoint in the configuration.
    pub endpoint: String,
    /// Path template below the endpoint, `{slot}` values percent-encoded.
    #[serde(default)]
    pub path: String,
}

/// The day that a bound names: `YYYY-MM-DD`, `today`, `today+14`, `today-30`.
#[must_use]
pub fn day(bound: &str, today: jiff::civil::Date) -> Option<jiff::civil::Date> {
    let bound = bound.trim();
    let Some(days) = bound.strip_prefix("today") else { return bound.parse().ok() };
    let days: i32 = if days.is_empty() { 0 } else { days.trim().parse().ok()? };
    today.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}
