//! “How long?”, “and the cheapest?” after an answer: the sentence of the topic at hand that tells a time or a
//! price. Such a follow-up has no word of its own that could be looked for.

use super::{Scored, Talk, Target, Topic, TurnAction};
use crate::{
    bot::{
        bot::set_target,
        speech,
        words::{fold, split},
    },
    kb::{Article, Section},
};

/// Signs that stand beside a price.
const SIGNS: [char; 4] = ['€', '$', '£', '¥'];
/// Sentences told at most.
const MOST_SENTENCES: usize = 2;
/// With more words of its own than this a question asks for more than a measure.
const MOST_ABOUT: usize = 2;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measure {
    Time,
    Money,
}

/// A question for a time or a price.
struct Asked {
    measure: Measure,
    /// The stems of what else it says: “how long is the *link* *valid*?”
    about: Vec<String>,
}

/// Where it is told: the sentences, and the section of an article that holds them.
struct Told<'a> {
    sentences: String,
    source: Option<(&'a Article, Option<String>)>,
}

impl<'a> Talk<'a> {
    /// Answers “how long?” or “how much is that?” from the topic at hand; whether it did. What says a little more
    /// (“when do you pay?”) is answered by a sentence that holds that too, unless something else is asked for by name.
    pub(super) fn tell_measure(&mut self, topic: &Topic, text: &str, alone: &[Scored]) -> bool {
        let Some(asked) = self.asked_measure(text) else { return false };
        if !asked.about.is_empty() && self.asks_by_name(topic, alone, &asked.about) {
            return false;
        }
        let Some(told) = self.told_measure(topic, &asked) else { return false };
        self.memory.asked(text);
        self.memory.misses = 0;
        let target = told
            .source
            .as_ref()
            .map_or_else(|| topic.target.clone(), |(article, _)| Target::Article(article.key.clone()));
        self.decided(&target, "goes on from the answer before it");
        self.memory.shown(&target);
        self.turn.messages.push(speech::bubble(&told.sentences));
        if let Some((article, anchor)) = told.source {
            self.source(article, anchor.as_deref());
        }
        self.act(TurnAction::Answer);
        set_target(&mut self.turn, &target);
        self.confirm_after(None);
        true
    }

    /// “How long does it take?”: a time or a price, of whatever was spoken of, and nothing else.
    pub(super) fn asks_a_measure(&self, text: &str) -> bool {
        self.asked_measure(text).is_some_and(|asked| asked.about.is_empty())
    }

    /// Whether a message asks for a time or a price, and of what.
    fn asked_measure(&self, text: &str) -> Option<Asked> {
        let words = split(text);
        let list = |key: &str| self.brain.phrases.list("introduce", key);
        let ands = [list("ands"), list("fillers")].concat();
        let asks = [(Measure::Time, "time_words", "asks_time"), (Measure::Money, "money_words", "asks_money")];
        asks.into_iter().find_map(|(measure, begins, rest)| {
            let rest = list(rest);
            let begins = self.brain.phrases.holds("introduce", begins, &words);
            let empty = |word: &&String| {
                let word = word.as_str();
                rest.contains(&word) || ands.contains(&word) || self.brain.reader.is_stop(word)
            };
            let spans = measure == Measure::Time && self.names_a_span(&words);
            let is_span = |word: &&String| spans && (self.is_unit(word) || self.counts(word));
            let about: Vec<String> = words
                .iter()
                .filter(|word| !empty(word) && !is_span(word))
                .map(|word| self.brain.reader.stem(word))
                .collect();
            // “And after 14 days?” asks for a time without a word that asks.
            let asked = begins || (spans && about.is_empty());
            (asked && about.len() <= MOST_ABOUT).then_some(Asked { measure, about })
        })
    }

    /// A day, a week, two months, as a span of time; not “since two weeks”, which tells of the visitor.
    fn names_a_span(&self, words: &[String]) -> bool {
        let since = self.brain.phrases.list("time", "words_since");
        words.iter().any(|word| self.is_unit(word)) && !words.iter().any(|word| since.contains(&word.as_str()))
    }

    fn told_measure(&self, topic: &Topic, asked: &Asked) -> Option<Told<'a>> {
        if let Some(card) = self.card(&topic.target)
            && let Some(sentences) = self.sentences_with(&speech::plain(&self.render(&card.body)), asked)
        {
            return Some(Told { sentences, source: None });
        }
        self.articles_at_hand(topic).into_iter().find_map(|article| {
            let sections: Vec<Section> = self.bot.view().document(article).sections;
            sections.iter().find_map(|section| {
                let sentences = self.sentences_with(&section.text, asked)?;
                Some(Told { sentences, source: Some((article, section.anchor.clone())) })
            })
        })
    }

    fn render(&self, markdown: &str) -> String {
        self.bot.view().render_text(&self.brain.locale, markdown)
    }

    /// The first sentences with a figure and a unit of that measure; where the question says more, those that hold
    /// half of it.
    fn sentences_with(&self, text: &str, asked: &Asked) -> Option<String> {
        let about = |sentence: &&str| {
            let held = self.held(&asked.about, sentence);
            asked.about.is_empty() || held * 2 >= asked.about.len()
        };
        let all = || text.lines().flat_map(sentences).filter(|sentence| !sentence.contains('{')).filter(about);
        let mut found: Vec<&str> = all().filter(|sentence| self.tells(sentence, asked.measure)).collect();
        // A row of a table stands by itself only where no sentence says it.
        let ends = |sentence: &&str| sentence.ends_with(['.', '!', '?', ';', ':', '。']);
        if found.iter().any(ends) {
            found.retain(ends);
        }
        if found.is_empty() && asked.measure == Measure::Money {
            found = all().filter(|sentence| self.tells_it_is_free(sentence)).collect();
        }
        found.truncate(MOST_SENTENCES);
        (!found.is_empty()).then(|| found.join(" "))
    }

    fn tells_it_is_free(&self, sentence: &str) -> bool {
        let said = format!(" {}", split(sentence).join(" "));
        self.brain.phrases.list("introduce", "free_words").iter().any(|free| said.contains(&format!(" {free}")))
    }

    fn tells(&self, sentence: &str, measure: Measure) -> bool {
        let words = split(sentence);
        let counts = words.iter().any(|word| self.counts(word));
        match measure {
            Measure::Time => {
                // “An hour”, “eine Woche” count one.
                let ones = self.brain.phrases.list("introduce", "unit_ones");
                let one = words.windows(2).any(|pair| ones.contains(&pair[0].as_str()) && self.is_unit(&pair[1]));
                one || (counts && words.iter().any(|word| self.is_unit(word)))
            }
            Measure::Money => {
                let units = self.brain.phrases.list("introduce", "money_units");
                counts && (sentence.contains(SIGNS) || words.iter().any(|word| self.is_one_of(word, &units)))
            }
        }
    }

    fn counts(&self, word: &str) -> bool {
        crate::bot::number::number(&self.brain.phrases, word).is_some()
            || word.starts_with(|c: char| c.is_ascii_digit())
    }

    fn is_unit(&self, word: &str) -> bool {
        let keys = ["units_short", "units_day", "units_week", "units_month"];
        let units: Vec<&str> = keys.iter().flat_map(|key| self.brain.phrases.list("time", key)).collect();
        self.is_one_of(word, &units)
    }

    /// Whether a word is one of these, in any form.
    fn is_one_of(&self, word: &str, known: &[&str]) -> bool {
        let reader = &self.brain.reader;
        known.contains(&word) || {
            let stem = reader.stem(word);
            known.iter().any(|known| reader.stem(&fold(known)) == stem)
        }
    }
}

/// The sentences of a line.
pub(super) fn sentences(line: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut from = 0;
    for (at, sign) in line.match_indices(['.', '!', '?', ';']) {
        let end = at + sign.len();
        // “3.5”, “.com”, “Box L.” before a small letter do not end a sentence.
        let mut after = line[end..].chars();
        if after.next().is_some_and(char::is_whitespace) && after.next().is_some_and(|c| !c.is_lowercase()) {
            out.push(line[from..end].trim());
            from = end;
        }
    }
    out.push(line[from..].trim());
    out.retain(|sentence| !sentence.is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_into_its_sentences() {
        assert_eq!(
            sentences("Take the code. A .com takes 3.5 days, a .hu longer. Ask!"),
            ["Take the code.", "A .com takes 3.5 days, a .hu longer.", "Ask!"]
        );
        assert_eq!(sentences(""), Vec::<&str>::new());
    }
}
