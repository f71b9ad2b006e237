//! What may answer a message: cards, questions and the index, weighed together.

use std::collections::BTreeMap;

use super::{SURE, Sections, Talk, without_prefix};
use crate::{
    base::Locale,
    bot::{
        article,
        bot::candidates,
        brain::{CANDIDATES, SAME_WORDS},
        slot,
        target::{Scored, Target},
    },
    search::Considered,
};

/// Articles of the index that a turn weighs.
const LOOKED_AT: usize = 8;
/// From this likeness to its title a message asks for all of an article, not for one of its sections.
const ABOUT_ALL_OF_IT: f32 = 0.6;
/// What a value that a card asks for says for it, in log-odds; so many count.
const A_VALUE: f32 = 0.7;
const MOST_VALUES: usize = 3;
/// So far below the threshold is what may not be answered.
const A_LITTLE: f32 = 0.05;

/// Readings of texts, as long as what may be offered stays the same.
#[derive(Default)]
pub(super) struct Readings {
    locale: Option<Locale>,
    refused: Vec<Target>,
    slots: BTreeMap<String, String>,
    known: Vec<(String, (Vec<Scored>, Sections))>,
}

impl Talk<'_> {
    /// What may answer a message now, best first, and listed in the turn. The index is asked only where
    /// cards and questions leave room for doubt.
    pub(super) fn consider(&mut self, text: &str) -> Vec<Scored> {
        let (scored, sections) = self.surest_reading(text);
        self.sections = sections;
        self.turn.candidates = candidates(&scored);
        self.turn.confidence = scored.first().map_or(0.0, |best| best.confidence);
        scored
    }

    /// What may answer a text, and where in articles; the same text is read once a turn.
    pub(super) fn surest_reading(&self, text: &str) -> (Vec<Scored>, Sections) {
        let mut read = self.read.borrow_mut();
        let same = read.locale.as_ref() == Some(&self.brain.locale)
            && read.refused == self.memory.refused
            && read.slots == self.memory.slots;
        if !same {
            *read = Readings {
                locale: Some(self.brain.locale.clone()),
                refused: self.memory.refused.clone(),
                slots: self.memory.slots.clone(),
                known: Vec::new(),
            };
        }
        if let Some((_, reading)) = read.known.iter().find(|(known, _)| known == text) {
            return reading.clone();
        }
        let reading = self.plainest_reading(text);
        read.known.push((text.to_owned(), reading.clone()));
        reading
    }

    /// “Good morning, I was wondering whether …”: the question alone may be plainer than the whole.
    fn plainest_reading(&self, text: &str) -> (Vec<Scored>, Sections) {
        let said = text;
        let text = &self.without_values(&self.without_details(text).unwrap_or_else(|| text.to_owned()));
        let whole = self.weigh(text, said);
        let bare = without_prefix(text, &self.brain.phrases.list("introduce", "polite"));
        let nothing_before = bare.len() >= text.trim_end_matches('.').len();
        if self.answers_any(&whole.0) || nothing_before || !self.brain.reader.says_something(&bare) {
            return whole;
        }
        let sure = |(scored, _): &(Vec<Scored>, Sections)| scored.first().map_or(0.0, |best| best.confidence);
        let asked = self.weigh(&bare, &bare);
        if sure(&asked) > sure(&whole) { asked } else { whole }
    }

    pub(super) fn answers_any(&self, scored: &[Scored]) -> bool {
        scored.first().is_some_and(|best| self.answers(best))
    }

    /// A message without what only fills a card's slots: an order number says nothing of the question.
    fn without_values(&self, text: &str) -> String {
        let mut out = text.to_owned();
        if !text.contains(|c: char| c.is_ascii_digit() || c == '@') {
            return out;
        }
        if let Some(email) = crate::bot::mask::find_email(text) {
            out = out.replace(email, " ");
        }
        let asks = self.bot.cards(&self.brain.locale).iter().flat_map(|card| &card.ask);
        for ask in asks.filter(|ask| ask.pattern.is_some()) {
            if let Some(value) = slot::overheard(ask, &out)
                && !self.brain.knows_words(&value)
            {
                out = out.replace(&value, " ");
            }
        }
        if self.brain.reader.says_something(&out) { out } else { text.to_owned() }
    }

    /// What cards, questions and index say of a text; the cards' rules look at all that was `said`.
    fn weigh(&self, text: &str, said: &str) -> (Vec<Scored>, Sections) {
        // Articles that were learned are this revision's, and public: thousands need not be looked up each turn.
        let allowed = |target: &Target| {
            (target.card().is_none() || self.is_allowed(target)) && !self.memory.refused.contains(target)
        };
        let mut scored = self.brain.consider(text, said, self.explain, &allowed);
        let mut sections = Sections::new();
        if let Some(searcher) = self.bot.searcher()
            && (self.explain || scored.first().is_none_or(|best| best.confidence < SURE))
            && self.brain.reader.says_something(text)
        {
            let considered = searcher.consider(text, &self.brain.locale, LOOKED_AT, &|word| self.brain.is_light(word));
            let mut found = considered.articles.clone();
            found.retain(|article| {
                let target = Target::Article(article.key.clone());
                self.is_allowed(&target) && allowed(&target)
            });
            let inside = found.iter().filter(|article| article.named || article.question_similarity < ABOUT_ALL_OF_IT);
            sections = inside.filter_map(|article| Some((article.key.clone(), article.section.clone()?))).collect();
            let examples = |target: &Target| self.brain.examples_of(target);
            let about = article::Said {
                text,
                telling: self.brain.reader.telling(text),
                strange: considered.strange.len(),
                sections: searcher.sections(&self.brain.locale),
                words: &considered.telling,
            };
            article::weigh(&mut scored, &found, about, &examples, self.explain);
            self.doubt_what_is_about_something_else(text, &mut scored, &considered);
        } else if let Some(searcher) = self.bot.searcher().filter(|_| self.may_be_doubted(&scored)) {
            // The texts of articles are looked at only where their names lack something.
            let mut considered = searcher.strange(text, &self.brain.locale);
            let lacks =
                |scored: &Scored| self.brain.answers_another_thing(text, &scored.target, &considered.telling, None);
            if scored.iter().any(lacks) {
                considered = searcher.consider(text, &self.brain.locale, LOOKED_AT, &|word| self.brain.is_light(word));
            }
            self.doubt_what_is_about_something_else(text, &mut scored, &considered);
        }
        self.put_the_example_first(text, &mut scored);
        self.take_values_as_evidence(said, &mut scored);
        scored.truncate(CANDIDATES);
        (scored, sections)
    }

    /// What a writer has put into a card's examples is the card's, though an article speaks of it as well: a card that
    /// would answer, and that has an example with just the words that tell, goes before the article.
    fn put_the_example_first(&self, text: &str, scored: &mut [Scored]) {
        let Some(best) = scored.first().filter(|best| !best.by_rule && best.target.article().is_some()) else { return };
        let confidence = best.confidence;
        let same = |scored: &Scored| self.answers(scored) && self.brain.tells_the_same(text, &scored.target);
        if let Some(at) = scored.iter().position(same) {
            scored[at].confidence = confidence;
            scored[..=at].rotate_right(1);
        }
    }

    /// “An offer for three, to ana@example.com”: what a card would ask for is said already, which speaks for it.
    fn take_values_as_evidence(&self, said: &str, scored: &mut [Scored]) {
        if !said.contains(|c: char| c.is_ascii_digit() || c == '@') {
            return;
        }
        let likely = scored.iter_mut().filter(|scored| !scored.by_rule && scored.confidence < SAME_WORDS);
        for scored in likely {
            let Some(card) = self.card(&scored.target) else { continue };
            let told = card.ask.iter().filter(|ask| slot::is_told(ask, said)).count().min(MOST_VALUES);
            #[expect(clippy::cast_precision_loss, reason = "slots of one card")]
            let more = A_VALUE * told as f32;
            scored.confidence = article::surer(scored.confidence, more);
        }
        scored.sort_by(|a, b| b.by_rule.cmp(&a.by_rule).then(b.confidence.total_cmp(&a.confidence)));
    }

    /// “How do I cancel my gym membership” has the words of a question here, and is about a thing that neither
    /// articles nor cards ever speak of, or at least not what would answer: at most asked back.
    fn doubt_what_is_about_something_else(&self, text: &str, scored: &mut [Scored], articles: &Considered) {
        if !self.may_be_doubted(scored) {
            return;
        }
        let below = (self.bot.thresholds().0 - A_LITTLE).max(0.0);
        let strange = !articles.strange.is_empty()
            && self.brain.is_about_something_else(text, &articles.strange, articles.strangeness);
        let another = |target: &Target| {
            let found = articles.articles.iter().find(|found| target.article() == Some(&found.key));
            let held = found.map(|found| found.held.as_slice());
            self.brain.answers_another_thing(text, target, &articles.telling, held)
        };
        for scored in scored.iter_mut().filter(|scored| is_likeness(scored, below)) {
            if strange || another(&scored.target) {
                scored.confidence = below;
            }
        }
        scored.sort_by(|a, b| b.by_rule.cmp(&a.by_rule).then(b.confidence.total_cmp(&a.confidence)));
    }

    /// Whether there are articles that could know the words, and anything is sure enough to be doubted.
    fn may_be_doubted(&self, scored: &[Scored]) -> bool {
        let below = (self.bot.thresholds().0 - A_LITTLE).max(0.0);
        self.brain.has_articles() && scored.iter().any(|scored| is_likeness(scored, below))
    }
}

/// What is sure by likeness alone, from `least` on: no rule, and not the same words.
fn is_likeness(scored: &Scored, least: f32) -> bool {
    !scored.by_rule && (least..SAME_WORDS).contains(&scored.confidence)
}
