//! What goes into one turn of a conversation and what comes out of it: the JSON of the contract.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::base::Locale;

/// What a visitor does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Says something.
    Text(String),
    /// Presses a button of the last turn, by its id.
    Option(String),
    /// Sends the form of a hand-off.
    Form(RequesterForm),
    /// Sends a file.
    File {
        /// What it is called.
        name: String,
        /// It is of a kind and size that is taken.
        taken: bool,
    },
}

/// The hand-off form, as the visitor sent it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RequesterForm {
    /// Name; need not be sent when the embedding site has vouched for the visitor.
    #[serde(default)]
    pub name: String,
    /// E-mail address, likewise.
    #[serde(default)]
    pub email: String,
    /// What it is about.
    #[serde(default)]
    pub body: String,
}

/// Why the bot hands over: what [`HandoffPacket::reason`] says.
pub const REASONS: [&str; 7] = ["asked", "card", "lost", "not-helped", "insulted", "stuck", "call-failed"];

/// What the bot is told of the world for one turn.
#[derive(Debug, Clone)]
pub struct Context {
    /// Now, in the visitor's time zone where it is known, else the desk's.
    pub now: jiff::Zoned,
    /// Business hours at this moment.
    pub hours: Hours,
    /// The page that embeds the widget.
    pub page_url: Option<String>,
    /// The product's or company's name.
    pub site_name: String,
    /// The bot's own name, where it has one.
    pub bot_name: Option<String>,
    /// When a ticket created now would be answered, by the service level.
    pub expected_reply_at: Option<Timestamp>,
    /// The same for other priorities, by their names.
    pub expected_by_priority: Vec<(String, Timestamp)>,
    /// Name and e-mail proved by the site that embeds the widget.
    pub identity: Option<(String, String)>,
    /// A person of the team has written in this conversation and is still at it.
    pub agent_joined: bool,
    /// The conversation's ticket is closed for good: what comes now needs another.
    pub ticket_closed: bool,
}

impl Context {
    /// When a ticket of this priority, created now, would be answered.
    #[must_use]
    pub fn expected_for(&self, priority: Option<&str>) -> Option<Timestamp> {
        let known = self.expected_by_priority.iter().find(|(name, _)| Some(name.as_str()) == priority);
        known.map(|(_, at)| *at).or(self.expected_reply_at)
    }
}

/// Open or closed, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hours {
    /// Somebody is there.
    Open,
    /// Nobody is there until then (`None`: no opening is known).
    Closed {
        /// The next opening.
        opens_at: Option<jiff::Zoned>,
    },
}

/// Everything the dialogue remembers; stored as JSON with the conversation. The bot module owns the
/// inside; a state written by an older version still reads.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct State(pub serde_json::Value);

/// What the bot does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum TurnAction {
    /// Says hello.
    Greet,
    /// Answers with a card or an article.
    Answer,
    /// Asks which of several is meant.
    Clarify,
    /// Names articles that may help.
    Suggest,
    /// Asks for a slot.
    Ask,
    /// Asks to say it another way.
    Fallback,
    /// Hands off: the form, then the ticket.
    Handoff,
    /// Hello, thanks, goodbye and the like.
    Smalltalk,
    /// Asks whether that helped.
    Confirm,
    /// Ends.
    Close,
}

/// One turn of the bot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Turn {
    /// What it does.
    pub action: TurnAction,
    /// The card that answers or asks.
    pub card: Option<String>,
    /// The article that answers.
    pub article: Option<String>,
    /// Calibrated, 0 to 1: of the answer, else of the best candidate.
    pub confidence: f32,
    /// Bubbles, in order.
    pub messages: Vec<Message>,
    /// Buttons under the last bubble.
    pub options: Vec<OptionButton>,
    /// Articles shown with it: sources or suggestions.
    pub articles: Vec<TurnArticle>,
    /// The slot asked for, or `"form"` parts still missing in a hand-off, comma-separated.
    pub slot: Option<String>,
    /// What the slot takes: `text`, `email`, `phone`, `number`, `date`, `choice` or `file`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot_type: Option<String>,
    /// The ticket, once there is one.
    pub ticket: Option<TicketRef>,
    /// The best five, always.
    pub candidates: Vec<Candidate>,
}

/// One bubble.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Message {
    /// Plain text.
    pub text: String,
    /// The same as sanitised HTML.
    pub html: String,
}

/// One button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OptionButton {
    /// Sent back as `{"option": id}`; good for the turn it came with, and later as long as it makes sense.
    pub id: String,
    /// What it says.
    pub label: String,
    /// A page to open instead of sending the option.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// An article shown in a turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TurnArticle {
    /// Key.
    pub article: String,
    /// Title.
    pub title: String,
    /// Path of the page, with an anchor where a section answers.
    pub url: String,
    /// A few words of it, safe HTML with `<mark>` only; may be empty.
    #[serde(default)]
    pub snippet: String,
}

/// A ticket as the visitor is told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TicketRef {
    /// Number, as people say it.
    pub number: String,
    /// The requester's unguessable link.
    pub access_url: String,
    /// When to expect the reply, RFC 3339.
    pub expected_reply_at: Option<String>,
}

/// What the bot considered: `card` or `article` is set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Candidate {
    /// A card's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<String>,
    /// An article's key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// Calibrated, 0 to 1.
    pub confidence: f32,
    /// Which words, example or rule spoke for it; only with explain.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<String>,
}

/// What the application must do because of a turn.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Create the ticket (or add to the conversation's ticket), then call `Bot::ticket_created`.
    HandOff(Box<HandoffPacket>),
    /// Make a card's call, then call `Bot::called` with what it brought.
    Call(Box<Call>),
    /// The visitor said whether an answer helped.
    Feedback {
        /// The card or article that answered.
        card: Option<String>,
        /// The article that answered.
        article: Option<String>,
        /// Yes or no.
        helped: bool,
    },
    /// Nothing answered: count it as a content gap (text masked).
    Missed {
        /// What was said.
        text: String,
    },
    /// The conversation is over.
    Closed,
}

/// A card's call to an endpoint of the configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Call {
    /// The endpoint's name.
    pub endpoint: String,
    /// Path below it, filled in and encoded.
    pub path: String,
    /// The card's slots.
    pub slots: BTreeMap<String, String>,
}

/// What the agent is given: all that was said is in the transcript, kept with the conversation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct HandoffPacket {
    /// Requester's name.
    pub name: String,
    /// Requester's address, or the telephone number of who has none.
    pub email: String,
    /// The requester wants the answer at this address from now on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub new_address: bool,
    /// One line.
    pub subject: String,
    /// What the visitor wants, prefilled from the conversation.
    pub body: String,
    /// Locale of the conversation.
    #[schema(value_type = Option<String>)]
    pub locale: Option<Locale>,
    /// Department by the card or the routing rules.
    pub department: Option<String>,
    /// Priority by the card or the routing rules.
    pub priority: Option<String>,
    /// Tags by cards and rules.
    pub tags: Vec<String>,
    /// Slots filled.
    pub slots: BTreeMap<String, String>,
    /// Queries tried on the way.
    pub queries: Vec<String>,
    /// Articles shown, by key.
    pub articles: Vec<String>,
    /// Cards shown, by id.
    pub cards: Vec<String>,
    /// Candidates the visitor refused.
    pub refused: Vec<String>,
    /// Why the bot gave up: `asked`, `card`, `lost`, `stuck` in a form, `not-helped`, `insulted`.
    pub reason: String,
    /// The page that embeds the widget.
    pub page_url: Option<String>,
    /// Visitor's time zone, where it is known.
    pub time_zone: Option<String>,
}
