//! “And for Android?”, “where is it kept?”: what goes on from the answer before it.
//!
//! A follow-up that brings little of its own is looked for in the article at hand first: the topic's, or the
//! one that its card leads to. Then it is read together with the question before it. Where neither says
//! anything, the bot says that it knows no more of the topic, instead of titles that share a word.

use super::{Cue, Heard, Scored, Talk, Target, Topic, TurnAction, answering::LIKELY, chatting::without_prefix};
use crate::{
    base::ArticleKey,
    bot::{
        bot::{missed, set_target},
        brain::SAME_WORDS,
        moment::Lean,
        turn::TurnArticle,
    },
    kb::{Article, CardTarget, HandoffTarget, Section},
    text::shared,
};

/// A follow-up is short.
const FOLLOW_UP_WORDS: usize = 9;
/// With more telling words than this a message speaks for itself.
const FEW_TELLING: usize = 2;
/// So like a title or question (0 to 1) a message asks for that, not for more about the topic.
const ITS_OWN: f32 = 0.75;
/// So many words of its own a message may have that all stand in the article at hand.
const FEW_OF_ITS_OWN: usize = 3;
/// A section of so many characters is told as a whole.
const SHORT: usize = 400;
/// So many letters two words begin alike to be forms of one.
const ALIKE: usize = 5;
/// So many letters are the last part of a compound, and so many stand before it.
const LAST_PART: usize = 4;

impl<'a> Talk<'a> {
    /// Answers what goes on from the topic at hand; whether it did.
    pub(super) fn follow_up(&mut self, text: &str, heard: &Heard, alone: &[Scored]) -> bool {
        let Some(topic) = self.memory.topic.clone() else { return false };
        if heard.words() > FOLLOW_UP_WORDS || alone.first().is_some_and(|best| best.by_rule) {
            return false;
        }
        if self.tell_measure(&topic, text, alone) {
            return true;
        }
        // Frame words alone never lead to something else, unless that is asked word for word.
        if self.asks_a_measure(text) && alone.first().is_none_or(|best| best.confidence < SAME_WORDS) {
            let question = format!("{} {text}", topic.question);
            self.know_no_more(&topic, &question);
            return true;
        }
        if !heard.is(Cue::Follow) {
            return self.follows_unsaid(&topic, text, alone);
        }
        let bare = without_prefix(text, &self.brain.phrases.list("introduce", "ands"));
        let telling = self.own_words(&bare);
        let speaks_for_itself = telling.len() > FEW_TELLING
            || alone
                .first()
                .is_some_and(|best| best.target != topic.target && self.likeness(&best.target, &telling) >= ITS_OWN);
        if speaks_for_itself && self.answers_any(alone) {
            return false;
        }
        if !speaks_for_itself && self.tell_section_at_hand(&topic, &telling, text) {
            return true;
        }
        self.ask_together(&topic, text, heard, alone)
    }

    /// “Is that compulsory?”, right after an answer that nothing else is asked for by name: the article at hand may
    /// tell. Where it only stands to be offered once more, nothing more is known.
    fn follows_unsaid(&mut self, topic: &Topic, text: &str, alone: &[Scored]) -> bool {
        let telling = self.own_words(text);
        let nearer = alone.first().is_some_and(|best| best.confidence >= LIKELY) && {
            let elsewhere = !self.is_at_hand(topic, &alone[0].target);
            elsewhere && self.asks_by_name(topic, alone, &telling)
        };
        if !nearer && telling.len() <= FEW_OF_ITS_OWN && self.tell_section_at_hand(topic, &telling, text) {
            return true;
        }
        let (_, clarify) = self.bot.thresholds();
        let mut likely = alone.iter().filter(|scored| scored.confidence >= clarify);
        let again = likely.next().is_some_and(|best| best.target == topic.target) && likely.next().is_none();
        if !again || self.answers_any(alone) || !self.is_elliptic(text) || self.memory.misses > 0 {
            return false;
        }
        self.know_no_more(topic, text);
        true
    }

    /// Whether what is likely by itself is asked for by its name: its title and questions hold all of the message. One
    /// that is only like it in its frame (“how much is …”, “is … compulsory”) is not.
    pub(super) fn asks_by_name(&self, topic: &Topic, alone: &[Scored], telling: &[String]) -> bool {
        let Some(best) = alone.first().filter(|best| !self.is_at_hand(topic, &best.target)) else { return false };
        let named = self.names(&best.target);
        let held = telling.iter().filter(|wanted| named.iter().any(|word| akin(word, wanted))).count();
        held == telling.len() || best.confidence >= if held > 0 { super::SURE } else { SAME_WORDS }
    }

    /// Whether what is likely meant is called by a word of the message: “the card has not come” is about cards.
    pub(super) fn names_a_subject(&self, text: &str, scored: &[Scored]) -> bool {
        let Some(best) = scored.first().filter(|best| best.confidence >= LIKELY) else { return false };
        let (named, telling) = (self.names(&best.target), self.telling_words(text));
        telling.iter().any(|wanted| named.iter().any(|word| akin(word, wanted)))
    }

    /// Whether a target is the topic's, or an article that its card leads to.
    fn is_at_hand(&self, topic: &Topic, target: &Target) -> bool {
        *target == topic.target
            || self.articles_at_hand(topic).iter().any(|article| target.article() == Some(&article.key))
    }

    /// The telling words of a follow-up without “and”, “also”, “only”.
    fn own_words(&self, text: &str) -> Vec<String> {
        let list = |key: &str| self.brain.phrases.list("introduce", key);
        let little = [list("ands"), list("fillers")].concat();
        let words: Vec<&str> = text.split_whitespace().collect();
        let kept = words.into_iter().filter(|word| !little.contains(&crate::bot::words::split(word).concat().as_str()));
        let kept: Vec<&str> = kept.collect();
        // “How many kilos?” is about kilos.
        let asks = list("asks");
        let bare = kept.iter().filter(|word| !asks.contains(&crate::bot::words::split(word).concat().as_str()));
        let bare = self.telling_words(&bare.copied().collect::<Vec<_>>().join(" "));
        if bare.is_empty() { self.telling_words(&kept.join(" ")) } else { bare }
    }

    /// How many of some stems a text holds.
    pub(super) fn held(&self, wanted: &[String], text: &str) -> usize {
        let words = self.stems(text);
        wanted.iter().filter(|wanted| words.iter().any(|word| akin(word, wanted))).count()
    }

    /// The topic's question and the follow-up read as one.
    fn ask_together(&mut self, topic: &Topic, text: &str, heard: &Heard, alone: &[Scored]) -> bool {
        let kept = (self.turn.candidates.clone(), self.turn.confidence);
        let together = format!("{} {text}", topic.question);
        let mut scored = self.consider(&together);
        // The article at hand goes on answering only where another of its sections does, a card where the
        // follow-up by itself is most like it.
        let goes_on = match &topic.target {
            Target::Article(article) => self.found_in_section(article, &self.telling_words(text)),
            Target::Card(_) => alone.first().is_some_and(|best| best.target == topic.target),
        };
        // Without a word of its own it asks for more of the same, never for something else.
        let own_words =
            !self.telling_words(&without_prefix(text, &self.brain.phrases.list("introduce", "ands"))).is_empty();
        scored.retain(|scored| (goes_on && own_words) || scored.target != topic.target);
        if !own_words {
            scored.clear();
        }
        match scored.first() {
            Some(best) if self.answers(best) => {
                self.answer_best(&scored, &together, heard);
                return true;
            }
            _ => (self.turn.candidates, self.turn.confidence) = kept,
        }
        if self.answers_any(alone) || !self.is_elliptic(text) {
            return false;
        }
        // “And tomorrow?”: when something is open or comes stands in the answer itself.
        let day = crate::bot::moment::read_day(&self.brain.phrases, self.context.now.date(), text, Lean::Nearest);
        let tells = self.card(&topic.target).is_none_or(|card| card.ask.is_empty() && card.action.is_none());
        if day.is_some() && tells && self.is_allowed(&topic.target) {
            self.memory.asked(text);
            self.answer(&topic.target, &topic.question, 1.0);
            return true;
        }
        self.know_no_more(topic, &together);
        true
    }

    /// Whether the section that the index found has to do with the follow-up, not only with the topic.
    fn found_in_section(&self, article: &ArticleKey, telling: &[String]) -> bool {
        let Some(anchor) = self.sections.get(article) else { return false };
        let Some(article) = self.bot.view().article(&self.brain.locale, article) else { return false };
        let sections = self.bot.view().document(article).sections;
        let found = sections.iter().find(|section| section.anchor.as_deref() == Some(anchor.as_str()));
        found.is_some_and(|section| {
            let words = self.stems(&format!("{} {}", section.title, section.text));
            telling.iter().any(|wanted| words.iter().any(|word| akin(word, wanted)))
        })
    }

    /// A few words that say nothing by themselves: only the topic gives them a meaning.
    fn is_elliptic(&self, text: &str) -> bool {
        self.brain.reader.telling(text) <= FEW_TELLING
    }

    /// Nothing more is known of the topic: that is said, and a person offered; the second time one takes over.
    pub(super) fn know_no_more(&mut self, topic: &Topic, question: &str) {
        self.effects.push(missed(question));
        self.memory.asked(question);
        self.memory.misses = self.memory.misses.saturating_add(1);
        if self.memory.misses >= 2 {
            return self.hand_off("lost", &HandoffTarget::default());
        }
        let title = self.title(&topic.target).unwrap_or_default().to_owned();
        self.say_with("say", "no_more", &[("title", title.trim_end_matches(['?', '.', '!']))]);
        self.act(TurnAction::Fallback);
        self.offer_button("human");
        self.memory.pending = Some("human".to_owned());
    }

    /// The section of the article at hand that holds all that the follow-up asks for.
    fn tell_section_at_hand(&mut self, topic: &Topic, telling: &[String], text: &str) -> bool {
        if telling.is_empty() {
            return false;
        }
        let view = self.bot.view();
        let refused = |article: &&Article| self.memory.refused.contains(&Target::Article(article.key.clone()));
        let mut at_hand = self.articles_at_hand(topic);
        at_hand.retain(|article| !refused(article));
        for article in at_hand {
            let sections = view.document(article).sections;
            let holds = |section: &&Section| {
                let words = self.stems(&format!("{} {}", section.title, section.text));
                telling.iter().all(|wanted| words.iter().any(|word| akin(word, wanted)))
            };
            let mut fits: Vec<&Section> = sections.iter().filter(holds).collect();
            // A heading that says it is surer than a word in the text.
            let headed = |section: &&Section| {
                let words = self.stems(&section.title);
                telling.iter().any(|wanted| words.iter().any(|word| akin(word, wanted)))
            };
            fits.sort_by_key(|section| !headed(section));
            let Some(section) = fits.into_iter().find(|section| !section.text.trim().is_empty()) else { continue };
            self.memory.asked(text);
            self.memory.misses = 0;
            self.tell_section(article, section, telling, topic);
            return true;
        }
        false
    }

    fn tell_section(&mut self, article: &'a Article, section: &Section, telling: &[String], topic: &Topic) {
        let target = Target::Article(article.key.clone());
        self.decided(&target, "goes on from the answer before it");
        self.memory.shown(&target);
        let short = section.anchor.as_deref().filter(|_| section.text.chars().count() <= SHORT);
        let page = |anchor| crate::bot::speech::of_page(&self.bot.view().render(article).html, Some(anchor), "");
        let shown = short.and_then(page);
        let shown = shown.unwrap_or_else(|| crate::bot::speech::bubble(&self.sentences_about(&section.text, telling)));
        self.turn.messages.push(shown);
        self.source(article, section.anchor.as_deref());
        self.memory.topic = Some(Topic { target: target.clone(), question: topic.question.clone() });
        self.act(TurnAction::Answer);
        set_target(&mut self.turn, &target);
        self.confirm_after(None);
    }

    /// The article that an answer is from, at its section.
    pub(super) fn source(&mut self, article: &Article, anchor: Option<&str>) {
        let anchor = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
        self.turn.articles.push(TurnArticle {
            article: article.key.to_string(),
            title: article.title.clone(),
            url: format!("{}{anchor}", article.url()),
            snippet: String::new(),
        });
    }

    /// The one or two sentences that hold all that is asked for, else a long section from the block on that holds
    /// some of it.
    fn sentences_about(&self, text: &str, telling: &[String]) -> String {
        let all: Vec<&str> = text.lines().flat_map(super::measuring::sentences).collect();
        let found: Vec<&str> =
            all.iter().filter(|sentence| self.held(telling, sentence) == telling.len()).copied().collect();
        if (1..=2).contains(&found.len()) && found.len() < all.len() {
            return crate::bot::speech::excerpt(&found.join(" "));
        }
        let blocks: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        let holds = |block: &&str| {
            let words = self.stems(block);
            telling.iter().any(|wanted| words.iter().any(|word| akin(word, wanted)))
        };
        let from = if text.chars().count() <= SHORT { 0 } else { blocks.iter().position(holds).unwrap_or(0) };
        crate::bot::speech::excerpt(&blocks[from..].join("\n"))
    }

    /// The topic's article, or those that its card's buttons lead to.
    pub(super) fn articles_at_hand(&self, topic: &Topic) -> Vec<&'a Article> {
        let (view, locale) = (self.bot.view(), &self.brain.locale);
        match &topic.target {
            Target::Article(key) => view.article(locale, key).into_iter().collect(),
            Target::Card(_) => {
                let options = self.card(&topic.target).map(|card| &card.options[..]).unwrap_or_default();
                let articles = options.iter().filter_map(|option| match &option.target {
                    CardTarget::Article(key) => view.article(locale, key),
                    _ => None,
                });
                articles.collect()
            }
        }
    }

    /// How much of a title or question a message is, by their telling words (Dice).
    fn likeness(&self, target: &Target, telling: &[String]) -> f32 {
        let texts = self.questions_of(target).into_iter();
        texts.map(|text| dice(&self.telling_words(text), telling)).fold(0.0, f32::max)
    }

    /// The stems of a target's title and questions.
    fn names(&self, target: &Target) -> Vec<String> {
        self.questions_of(target).into_iter().flat_map(|text| self.stems(text)).collect()
    }

    pub(super) fn questions_of(&self, target: &Target) -> Vec<&'a str> {
        let questions: &'a [String] = match target {
            Target::Card(_) => self.card(target).map(|card| &card.questions[..]).unwrap_or_default(),
            Target::Article(key) => {
                let article = self.bot.view().article(&self.brain.locale, key);
                article.map(|article| &article.questions[..]).unwrap_or_default()
            }
        };
        questions.iter().map(String::as_str).chain(self.title(target)).collect()
    }

    pub(super) fn stems(&self, text: &str) -> Vec<String> {
        self.brain.reader.words(text).into_iter().map(|word| word.stem).collect()
    }

    /// The stems of the words that are more than little words; a verb and its parted prefix (Hungarian
    /// “állítom vissza”) are one.
    pub(super) fn telling_words(&self, text: &str) -> Vec<String> {
        let reader = &self.brain.reader;
        let apart = self.brain.phrases.list("introduce", "parted_prefixes");
        let mut out: Vec<String> = Vec::new();
        let mut verb: Option<String> = None;
        for word in reader.words(text) {
            if apart.contains(&word.folded.as_str())
                && let Some(verb) = verb.take()
            {
                out.pop();
                out.push(reader.stem(&format!("{}{verb}", word.folded)));
            } else if word.folded.len() > 1 && !reader.is_stop(&word.folded) {
                out.push(word.stem);
                verb = Some(word.folded);
            }
        }
        out
    }
}

/// Forms of one word: the same stem, or a long beginning in common; or the first or last part of a
/// compound (“Störungsnummer” is a number).
fn akin(word: &str, wanted: &str) -> bool {
    let common = shared(word, wanted);
    let (long, short) = (word.chars().count(), wanted.chars().count());
    word == wanted
        || (common >= ALIKE && common * 4 >= long.min(short) * 3)
        || (short >= LAST_PART && long >= short + LAST_PART && (word.ends_with(wanted) || word.starts_with(wanted)))
}

#[expect(clippy::cast_precision_loss, reason = "words of one message")]
fn dice(one: &[String], other: &[String]) -> f32 {
    let common = one.iter().filter(|word| other.iter().any(|known| akin(known, word))).count();
    if one.is_empty() || other.is_empty() { 0.0 } else { 2.0 * common as f32 / (one.len() + other.len()) as f32 }
}
