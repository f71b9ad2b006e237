//! “Tried it, no luck”, “no problem”, “nothing else”: replies to an answer that say nothing but how it went.

use super::{Cue, Heard, Step, Talk};
use crate::bot::words::split;

/// “Tried that twice, still the same” is said in so many words at most.
const MOST_WORDS: usize = 12;

impl Talk<'_> {
    /// Takes a reply to an answer or an offer by its words, where it brings nothing else but what was asked.
    pub(super) fn hear_how_it_went(&self, text: &str, heard: &mut Heard) {
        let waits = matches!(self.memory.step, Step::Confirming | Step::Clarifying(_) | Step::Missing);
        let says_else = [Cue::Yes, Cue::Thanks, Cue::Unsure, Cue::Human, Cue::Cancel, Cue::Bye];
        if waits && !says_else.iter().any(|cue| heard.is(*cue)) {
            self.how_it_went(text).into_iter().for_each(|cue| heard.add(cue));
        }
    }

    fn how_it_went(&self, text: &str) -> Option<Cue> {
        let words = split(text);
        if words.len() > MOST_WORDS || text.contains('?') {
            return None;
        }
        let (phrases, reader) = (&self.brain.phrases, &self.brain.reader);
        let of = |key: &str| {
            let known = phrases.list("introduce", key);
            move |word: &String| known.iter().any(|known| is_like(word, known))
        };
        let (tried, failed, outcome, no) = (of("tried"), of("failed"), of("outcome"), of("no_words"));
        let (polite, filler, fault, more) = (of("polite"), of("fillers"), of("faults"), of("else_words"));
        let little = |word: &String| word.len() == 1 || polite(word) || filler(word) || reader.is_stop(word);
        let has = |of: &dyn Fn(&String) -> bool| words.iter().any(of);
        let (has_tried, has_failed) = (has(&tried), has(&failed));
        if !has_tried && has(&no) && !words.iter().any(|word| failed(word) && !no(word)) {
            let others = phrases.list("introduce", "else_words");
            if has(&|word| others.contains(&word.as_str()))
                && words.iter().all(|word| no(word) || more(word) || little(word))
            {
                return Some(Cue::Bye);
            }
            if has(&fault) && words.iter().all(|word| no(word) || fault(word) || little(word)) {
                return Some(Cue::Ok);
            }
        }
        let asked: Vec<String> = self.memory.topic.iter().flat_map(|topic| split(&topic.question)).collect();
        let same = |word: &String| asked.iter().any(|known| reader.stem(known) == reader.stem(word));
        let frame = |word: &String| tried(word) || failed(word) || outcome(word) || little(word) || same(word);
        let telling = has(&|word| tried(word) || outcome(word) || !reader.is_stop(word));
        let asks = phrases.list("introduce", "asks");
        let begins_to_ask = words.first().is_some_and(|first| asks.contains(&first.as_str()));
        let plainly = has_failed || has_tried && !has(&of("helped_words")) && !begins_to_ask;
        // What would be answered with the same once more is no new question.
        let leads_back = || {
            let best = self.surest_reading(text).0.into_iter().next().map(|best| best.target);
            best.is_some() && best == self.memory.topic.as_ref().map(|topic| topic.target.clone())
        };
        let nothing_else = || words.iter().all(frame) || has_tried && has_failed && leads_back();
        (telling && plainly && nothing_else()).then_some(Cue::InVain)
    }
}

/// Whether a word is one of a list, where `*` stands for any letters.
fn is_like(word: &str, known: &str) -> bool {
    match (known.strip_prefix('*'), known.strip_suffix('*')) {
        (Some(end), _) => word.ends_with(end),
        (None, Some(beginning)) => word.starts_with(beginning),
        (None, None) => word == known,
    }
}
