//! What the bot remembers of a conversation. Kept as JSON; a field that an older version did not
//! write has its default, and what cannot be read at all begins anew.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    base::{ArticleKey, CardId, Locale},
    bot::{
        target::Target,
        turn::{OptionButton, RequesterForm, State, TicketRef},
    },
    kb::HandoffTarget,
};

/// How many of each thing are remembered.
const MOST: usize = 30;

/// Everything remembered.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is remembered by itself, and read from what older versions stored"
)]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// Turns so far; chooses among phrases.
    pub turns: u32,
    /// The locale that the visitor switched to.
    pub locale: Option<Locale>,
    /// Locales that were offered once.
    pub offered_locales: Vec<String>,
    /// The language that was offered just now, and the question that waits for the answer.
    pub offered: Option<(Locale, String)>,
    /// The bot has just asked whether there is anything else.
    pub asked_else: bool,
    /// The button that “yes” presses, after a card has asked whether to pass on.
    pub pending: Option<String>,
    /// Where the dialogue stands.
    pub step: Step,
    /// A card's questions, left for something else.
    pub paused: Option<Asking>,
    /// Slots filled.
    pub slots: BTreeMap<String, String>,
    /// Visitor's name, once said.
    pub name: Option<String>,
    /// Visitor's address, once said.
    pub email: Option<String>,
    /// The telephone number of a visitor who gives no address.
    pub phone: Option<String>,
    /// The answer to the ticket goes to another address from now on; still to be said.
    pub new_address: bool,
    /// The card whose questions were answered last.
    pub form: Option<CardId>,
    /// It was said that nothing of it has gone to the team.
    pub reminded: bool,
    /// What was answered last, and to which question.
    pub topic: Option<Topic>,
    /// What else might have answered it, best first.
    pub alternatives: Vec<Target>,
    /// What the visitor refused; never offered again for the same question.
    pub refused: Vec<Target>,
    /// What the visitor refused of all that was asked.
    pub ever_refused: Vec<Target>,
    /// Messages in a row that nothing answered.
    pub misses: u8,
    /// What came last could not be read, and was asked for again.
    pub garbled: bool,
    /// What was answered last was asked once more, in the same words.
    pub told_again: bool,
    /// Times the visitor swore.
    pub insults: u8,
    /// The message before complained and said of nothing.
    pub complained: bool,
    /// The visitor was told sorry.
    pub apologised: bool,
    /// A long story was told, and taken note of.
    pub told_story: bool,
    /// Questions of one message that wait for their turn.
    pub queue: Vec<String>,
    /// What was asked.
    pub queries: Vec<String>,
    /// Articles shown.
    pub articles: Vec<ArticleKey>,
    /// Cards shown.
    pub cards: Vec<CardId>,
    /// Tags of the cards shown.
    pub tags: Vec<String>,
    /// The ticket.
    pub ticket: Option<TicketRef>,
    /// How often something was added to it.
    pub added: u32,
    /// What it is about.
    pub matter: String,
    /// A hand-off that was left for a question.
    pub left: Option<Box<Handing>>,
    /// The ticket was announced.
    pub announced: bool,
    /// The buttons under what was said last: one whose label is typed is pressed.
    pub labels: Vec<OptionButton>,
    /// The last thing said.
    pub last: String,
}

/// Where the dialogue stands.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Waiting for a question.
    #[default]
    Open,
    /// Which of these?
    Clarifying(Vec<Target>),
    /// Filling a card's slots.
    Asking(Asking),
    /// Waiting for the result of a card's call; never longer than a turn.
    Calling(CardId),
    /// Did that help?
    Confirming,
    /// It did not; what was missing?
    Missing,
    /// Collecting what a ticket needs.
    HandingOff(Box<Handing>),
    /// Said goodbye.
    Closed,
}

/// A card whose slots are being filled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asking {
    /// The card.
    pub card: CardId,
    /// Which of its slots.
    pub slot: usize,
    /// Answers that did not fit.
    #[serde(default)]
    pub tries: u8,
}

/// A hand-off being prepared.
#[expect(clippy::struct_excessive_bools, reason = "each is remembered by itself")]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Handing {
    /// Why: see [`crate::bot::HandoffPacket::reason`].
    pub reason: String,
    /// Where to.
    pub target: HandoffTarget,
    /// What is known so far.
    pub form: RequesterForm,
    /// Given to the application; the ticket is on its way.
    pub sent: bool,
    /// Answers that did not fit.
    pub tries: u8,
    /// What is said next is what it is about.
    pub wants_body: bool,
    /// The visitor gives no name.
    pub unnamed: bool,
    /// The visitor gives no address: a telephone number will do.
    pub by_phone: bool,
    /// The visitor gives neither: nothing can be sent.
    pub given_up: bool,
}

/// What was answered last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Topic {
    /// With what.
    pub target: Target,
    /// The question.
    pub question: String,
}

impl Memory {
    /// Reads a stored state.
    #[must_use]
    pub fn read(state: &State) -> Self {
        serde_json::from_value(state.0.clone()).unwrap_or_default()
    }

    /// What is stored.
    #[must_use]
    pub fn write(&self) -> State {
        State(serde_json::to_value(self).expect("the memory has only text keys"))
    }

    /// The ticket is closed for good: what was said until then is dealt with, and another begins.
    pub fn forget_ticket(&mut self) {
        if self.ticket.take().is_some() {
            (self.announced, self.added) = (false, 0);
            self.matter.clear();
            self.queries.clear();
            self.tags.clear();
        }
    }

    /// Remembers a question.
    pub fn asked(&mut self, text: &str) {
        let text: String = text.trim().chars().take(500).collect();
        if !text.is_empty() && self.queries.last() != Some(&text) {
            push(&mut self.queries, text);
        }
    }

    /// Remembers what was shown.
    pub fn shown(&mut self, target: &Target) {
        match target {
            Target::Card(id) => push(&mut self.cards, id.clone()),
            Target::Article(key) => push(&mut self.articles, key.clone()),
        }
    }

    /// Remembers what was refused.
    pub fn refuse(&mut self, target: Target) {
        push(&mut self.ever_refused, target.clone());
        push(&mut self.refused, target);
    }

    /// Remembers tags for a ticket.
    pub fn tag(&mut self, tags: &[String]) {
        tags.iter().for_each(|tag| push(&mut self.tags, tag.clone()));
    }
}

fn push<T: PartialEq>(list: &mut Vec<T>, item: T) {
    list.retain(|known| *known != item);
    list.push(item);
    if list.len() > MOST {
        list.remove(0);
    }
}
