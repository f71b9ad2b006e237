//! Words as people shorten them in a chat, written out: “how r u”, “xq”, “nemtom”.

use std::{borrow::Cow, collections::HashMap};

use crate::bot::{phrases::Phrases, words::fold};

/// What short forms stand for.
#[derive(Default)]
pub struct Short(HashMap<String, String>);

impl Short {
    /// Reads a language's list: each form, a blank, and what it stands for.
    #[must_use]
    pub fn new(phrases: &Phrases) -> Self {
        let known = phrases.list("chat", "short").into_iter().filter_map(|known| known.split_once(' '));
        Self(known.map(|(short, long)| (fold(short), long.to_owned())).collect())
    }

    /// A text with its short forms written out.
    #[must_use]
    pub fn written_out<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let long = |word: &str| {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let long = self.0.get(&fold(bare)).filter(|_| !bare.is_empty())?;
            Some(word.replacen(bare, long, 1))
        };
        let words: Vec<(&str, Option<String>)> = text.split_whitespace().map(|word| (word, long(word))).collect();
        if words.iter().all(|(_, long)| long.is_none()) {
            return Cow::Borrowed(text);
        }
        let words: Vec<String> =
            words.into_iter().map(|(word, long)| long.unwrap_or_else(|| word.to_owned())).collect();
        Cow::Owned(words.join(" "))
    }
}

/// “Hellooo” and “hi hi” as they are meant: no letter three times, no word twice in a row.
pub fn squeezed(text: &str) -> Cow<'_, str> {
    let chars: Vec<char> = text.chars().collect();
    let long = chars.windows(3).any(|run| run[0].is_alphabetic() && run[0] == run[1] && run[1] == run[2]);
    let words: Vec<&str> = text.split_whitespace().collect();
    let doubled = words.len() > 1 && words.len() <= 4 && words.iter().all(|word| fold(word) == fold(words[0]));
    if !long && !doubled {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let words = if doubled { &words[..1] } else { &words[..] };
    for word in words {
        let letters: Vec<char> = word.chars().collect();
        for run in letters.chunk_by(|a, b| a == b) {
            let keep = if run.len() >= 3 && run[0].is_alphabetic() { 1 } else { run.len() };
            out.extend(run.iter().take(keep));
        }
        out.push(' ');
    }
    out.pop();
    Cow::Owned(out)
}
