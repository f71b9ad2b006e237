//! A ticket as the index sees it: everything that was said, with what a list of hits shows.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{base::Locale, text::Analyzer};

/// Characters of a ticket's text that are kept for snippets.
const KEPT: usize = 12_000;

/// A ticket to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketDocument {
    /// Its number.
    pub number: i64,
    /// One line.
    pub subject: String,
    /// Who asks.
    pub requester_name: String,
    /// Their address.
    pub requester_email: String,
    /// Its language.
    pub locale: Locale,
    /// Its status, as a word.
    pub status: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Messages, notes and the conversation it came from.
    pub text: String,
    /// Last change.
    pub updated_at: Timestamp,
}

/// Words for the index, each field's separated by spaces.
pub(super) struct Words {
    pub exact: String,
    pub stem: String,
    pub subject: String,
}

/// What the index keeps to show a hit.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Stored {
    pub number: i64,
    pub subject: String,
    pub requester: String,
    pub locale: String,
    pub status: String,
    pub text: String,
    pub updated_at: i64,
}

impl TicketDocument {
    pub(super) fn words(&self) -> Words {
        let analyzer = Analyzer::new(&self.locale);
        let mut words = Words { exact: String::new(), stem: String::new(), subject: String::new() };
        let put = |to: &mut String, word: &str| {
            to.push_str(word);
            to.push(' ');
        };
        let address = self.requester_email.replace(['@', '.'], " ");
        for text in [&self.subject, &self.requester_name, &address, &self.tags.join(" "), &self.text] {
            analyzer.each(text, |token| {
                put(&mut words.exact, token.word);
                put(&mut words.stem, &analyzer.stem(token.word));
            });
        }
        analyzer.each(&self.subject, |token| put(&mut words.subject, &analyzer.stem(token.word)));
        words
    }

    pub(super) fn stored(&self) -> String {
        let stored = Stored {
            number: self.number,
            subject: self.subject.clone(),
            requester: self.requester_name.clone(),
            locale: self.locale.to_string(),
            status: self.status.clone(),
            text: self.text.chars().take(KEPT).collect(),
            updated_at: self.updated_at.as_millisecond(),
        };
        serde_json::to_string(&stored).unwrap_or_default()
    }
}
