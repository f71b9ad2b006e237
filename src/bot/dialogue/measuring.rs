//! “How long?”, “and the cheapest?” after an answer: the sentence of the topic at hand that tells a time or a
//! price. Such a follow-up has no word of its own that could be looked for.

use super::{Talk, Target, Topic, TurnAction};
use crate::{
    bot::{
        bot::set_target,
        speech,
        turn::TurnArticle,
        words::{fold, split},
    },
    kb::{Article, Section},
};

/// Signs that stand beside a price.
const SIGNS: [char; 4] = ['€', '$', '£', '¥'];
/// Sentences told at most.
const MOST_SENTENCES: usize = 2;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measure {
    Time,
    Money,
}

/// Where it is told: the sentences, and the section of an article that holds them.
struct Told<'a> {
    sentences: String,
    source: Option<(&'a Article, Option<String>)>,
}

impl<'a> Talk<'a> {
    /// Answers a bare “how long?” or “how much?” from the topic at hand; whether it did.
    pub(super) fn tell_measure(&mut self, topic: &Topic, text: &str) -> bool {
        let Some(measure) = self.asked_measure(text) else { return false };
        let Some(told) = self.told_measure(topic, measure) else { return false };
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
            let anchor = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
            self.turn.articles.push(TurnArticle {
                article: article.key.to_string(),
                title: article.title.clone(),
                url: format!("{}{anchor}", article.url()),
                snippet: String::new(),
            });
        }
        self.act(TurnAction::Answer);
        set_target(&mut self.turn, &target);
        self.confirm_after(None);
        true
    }

    /// “How long does it take?”: a time or a price, of whatever was spoken of.
    pub(super) fn asks_a_measure(&self, text: &str) -> bool {
        self.asked_measure(text).is_some()
    }

    /// Whether a message asks for a time or a price, and for nothing that could be looked up by its words.
    fn asked_measure(&self, text: &str) -> Option<Measure> {
        let words = split(text);
        let said = format!(" {} ", words.join(" "));
        let list = |key: &str| self.brain.phrases.list("introduce", key);
        let ands = list("ands");
        [(Measure::Time, "time_words", "asks_time"), (Measure::Money, "money_words", "asks_money")]
            .into_iter()
            .find(|(_, begins, rest)| {
                let (begins, rest) = (list(begins), list(rest));
                let empty = |word: &String| {
                    let word = word.as_str();
                    rest.contains(&word) || ands.contains(&word) || self.brain.reader.is_stop(word)
                };
                begins.iter().any(|known| said.contains(&format!(" {known} "))) && words.iter().all(empty)
            })
            .map(|(measure, ..)| measure)
    }

    fn told_measure(&self, topic: &Topic, measure: Measure) -> Option<Told<'a>> {
        if let Some(card) = self.card(&topic.target)
            && let Some(sentences) = self.sentences_with(&speech::plain(&self.render(&card.body)), measure)
        {
            return Some(Told { sentences, source: None });
        }
        self.articles_at_hand(topic).into_iter().find_map(|article| {
            let sections: Vec<Section> = self.bot.view().document(article).sections;
            sections.iter().find_map(|section| {
                let sentences = self.sentences_with(&section.text, measure)?;
                Some(Told { sentences, source: Some((article, section.anchor.clone())) })
            })
        })
    }

    fn render(&self, markdown: &str) -> String {
        self.bot.view().render_text(&self.brain.locale, markdown)
    }

    /// The first sentences with a figure and a unit of that measure.
    fn sentences_with(&self, text: &str, measure: Measure) -> Option<String> {
        let found: Vec<&str> = text
            .lines()
            .flat_map(sentences)
            .filter(|sentence| !sentence.contains('{') && self.tells(sentence, measure))
            .take(MOST_SENTENCES)
            .collect();
        (!found.is_empty()).then(|| found.join(" "))
    }

    fn tells(&self, sentence: &str, measure: Measure) -> bool {
        let (phrases, reader) = (&self.brain.phrases, &self.brain.reader);
        let words = split(sentence);
        let counts = words.iter().any(|word| crate::bot::moment::number(phrases, word).is_some());
        let units: Vec<&str> = match measure {
            Measure::Time => ["units_short", "units_day", "units_week", "units_month"]
                .iter()
                .flat_map(|key| phrases.list("time", key))
                .collect(),
            Measure::Money => phrases.list("introduce", "money_units"),
        };
        let stems: Vec<String> = units.iter().map(|unit| reader.stem(&fold(unit))).collect();
        let named = words.iter().any(|word| units.contains(&word.as_str()) || stems.contains(&reader.stem(word)));
        let signed = measure == Measure::Money && sentence.contains(SIGNS);
        counts && (named || signed)
    }
}

/// The sentences of a line.
fn sentences(line: &str) -> Vec<&str> {
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
