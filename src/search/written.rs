//! Words as the articles write them: the index knows them folded, readers are shown what was written.

use crate::{
    base::Kept,
    index::{Field, LocaleIndex},
    text::{Language, fold},
};

/// Sections that are read for one word.
const MOST_READ: usize = 3;
/// Words remembered.
const MAX_KNOWN: usize = 2_000;

/// How corrections are written, looked up once a revision.
#[derive(Debug, Default)]
pub(super) struct Writing(Kept<String, Option<String>, MAX_KNOWN>);

impl Writing {
    /// How the articles write a folded word; see [`written`].
    pub fn of(&self, index: &LocaleIndex, word: &str) -> Option<String> {
        self.0.get(word, || written(index, word))
    }
}

/// How the articles write a folded word: as in the running text, not as at the beginning of a sentence.
pub(super) fn written(index: &LocaleIndex, word: &str) -> Option<String> {
    let mut sections: Vec<(u32, u32)> = Vec::new();
    for shard in index.shards() {
        let term = shard.term(Field::Exact, word);
        let Some(blocks) = term.and_then(|term| shard.documents(Field::Exact, &term)) else { continue };
        let own = blocks.docs().iter().map(|doc| doc + shard.base());
        sections.extend(own.filter_map(|section| Some((index.entry_of(section)?, section))));
    }
    // The first in the order of keys, which is the same however the index came to be.
    let key = |(entry, section): &(u32, u32)| (index.entries().at(*entry).key_bytes(), *section);
    if sections.len() > MOST_READ {
        sections.select_nth_unstable_by(MOST_READ, |a, b| key(a).cmp(&key(b)));
        sections.truncate(MOST_READ);
    }
    sections.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
    let mut found = Form::default();
    for (entry, section) in sections {
        if found.small.is_some() {
            break;
        }
        let passage = index.passage(section).unwrap_or_default();
        let entry = index.entries().at(entry);
        let lines = std::iter::once(entry.title()).chain(entry.questions()).chain(entry.names());
        [passage.text.as_str(), &passage.title].into_iter().chain(lines).for_each(|text| found.look(index, text, word));
    }
    found.best(index.analyzer().language())
}

/// A folded word with the accents of what was typed in its place, as far as the two are the same; for one that
/// stands in no text (a keyword).
pub(super) fn accented(typed: &str, word: &str) -> String {
    let letters: Vec<(char, String)> = typed.chars().map(|c| (c, fold(c.encode_utf8(&mut [0; 4])))).collect();
    let own: Vec<char> = word.chars().collect();
    if letters.iter().any(|(_, folded)| folded.chars().count() != 1) {
        return word.to_owned();
    }
    let same = |(at, typed): (usize, usize)| letters[typed].1.starts_with(own[at]);
    let most = own.len().min(letters.len());
    let start = (0..most).take_while(|at| same((*at, *at))).count();
    let end = (1..=most - start).take_while(|back| same((own.len() - back, letters.len() - back))).count();
    let accent =
        |(c, folded): &(char, String)| if folded.is_ascii() && c.is_ascii() { folded.clone() } else { c.to_string() };
    let before = letters[..start].iter().map(accent);
    let between = own[start..own.len() - end].iter().map(char::to_string);
    let after = letters[letters.len() - end..].iter().map(accent);
    before.chain(between).chain(after).collect()
}

#[derive(Default)]
struct Form {
    /// Begins with a small letter.
    small: Option<String>,
    /// Does not.
    other: Option<String>,
}

impl Form {
    fn look(&mut self, index: &LocaleIndex, text: &str, word: &str) {
        if self.small.is_some() {
            return;
        }
        index.analyzer().each(text, |token| {
            if token.word == word
                && let Some(own) = text.get(token.start..token.end)
            {
                let slot = if own.starts_with(char::is_lowercase) { &mut self.small } else { &mut self.other };
                if slot.is_none() {
                    *slot = Some(own.to_owned());
                }
            }
        });
    }

    fn best(self, language: Language) -> Option<String> {
        if language.code() == "de" {
            // Nouns have a capital wherever they stand.
            return self.small.or(self.other);
        }
        self.small.or_else(|| self.other.map(|own| uncapitalised(&own)))
    }
}

/// Without the capital of a word that stood at the beginning; names such as `iDEAL` and `SEPA` stay.
fn uncapitalised(word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if !letters.as_str().contains(char::is_uppercase) => {
            first.to_lowercase().chain(letters.as_str().chars()).collect()
        }
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_that_were_typed_stay() {
        assert_eq!(accented("Zählerablessung", "zahlerablesung"), "zählerablesung");
        assert_eq!(accented("résilliation", "resiliation"), "résiliation");
        assert_eq!(accented("straße", "strasse"), "strasse");
        assert_eq!(accented("x", "y"), "y");
        assert_eq!(accented("", "y"), "y");
    }
}
