//! A question is heard: answered, asked back about, or not understood.

use super::{Cue, Heard, Scored, Step, Talk, Target, Topic, TurnAction};
use crate::{
    bot::{
        bot::{missed, set_target},
        speech,
        target::Scored as Candidate,
        turn::{Message, OptionButton, TurnArticle},
    },
    kb::{AnswerFrom, Article, Card, CardOption, CardTarget, HandoffTarget},
};

/// How many questions of one message are answered at once.
const MOST_QUESTIONS: usize = 3;
/// The first of two questions joined by “and” has at least so many words, and the second one more.
const JOINED_WORDS: usize = 2;
/// A follow-up is short.
const FOLLOW_UP_WORDS: usize = 9;
/// From here a candidate is likely what is meant, if not surely.
const LIKELY: f32 = 0.4;
/// One article alone is offered from here: below, “do you mean this?” is a shot in the dark.
const ALONE: f32 = 0.3;
/// A message without a known word is gibberish only when it is short.
const LONG: usize = 600;

impl<'a> Talk<'a> {
    /// A message while nothing else is open.
    pub(super) fn hear_question(&mut self, text: &str, heard: &Heard) {
        if matches!(self.memory.step, Step::Open | Step::Closed | Step::Confirming) && self.memory.misses == 0 {
            self.memory.refused.clear();
        }
        if self.memory.step == Step::Open && self.corrects_a_slot(text, heard) {
            return;
        }
        self.memory.step = Step::Open;
        let scored = self.consider(text);
        if heard.is(Cue::Unhelpful) && !self.answers_any(&scored) {
            return self.complained(text, heard);
        }
        if self.is_only_small_talk(heard, scored.first()) && self.small_talk(heard) {
            return;
        }
        if self.answer_several(text, heard) {
            return;
        }
        if self.follow_up(text, heard, &scored) {
            return;
        }
        match scored.first() {
            Some(best) if self.answers(best) => self.answer_best(&scored, text, heard),
            best => {
                let best = best.map_or(0.0, |best| best.confidence);
                if self.small_talk(heard) || self.other_language(text, heard, best) {
                    return;
                }
                // Titles are no answer to somebody who is angry.
                if heard.is(Cue::Complaint) && best < LIKELY && self.memory.queries.is_empty() {
                    self.memory.asked(text);
                    return self.upset();
                }
                self.doubt(text, heard, &scored);
            }
        }
    }

    /// Small talk is answered as such, unless a card of the knowledge base's own is made for it.
    fn is_only_small_talk(&self, heard: &Heard, best: Option<&Scored>) -> bool {
        // A bare yes, no or ok answers the bot's own question, whatever article it is like.
        let bare = [Cue::No, Cue::Yes, Cue::Ok].into_iter().any(|cue| heard.is(cue)) && heard.words() <= 3;
        if bare {
            return best.is_none_or(|best| !best.by_rule);
        }
        let Some(cue) = heard.small_talk() else { return false };
        best.is_none_or(|best| !best.by_rule && !(self.answers(best) && self.brain.owns(&best.target, cue)))
    }

    fn answer_best(&mut self, scored: &[Scored], text: &str, heard: &Heard) {
        self.memory.alternatives = scored.iter().skip(1).map(|other| other.target.clone()).collect();
        self.memory.asked(text);
        if !self.is_sorry(&scored[0].target) {
            self.apologise(heard);
        }
        self.answer(&scored[0].target, text, scored[0].confidence);
    }

    /// Whether a card's own words begin with an apology.
    fn is_sorry(&self, target: &Target) -> bool {
        let begins: String = self.card(target).map_or("", |card| card.body.as_str()).chars().take(60).collect();
        let begins = crate::bot::words::fold(&begins);
        self.brain.phrases.list("introduce", "apologies").iter().any(|sorry| begins.contains(sorry))
    }

    /// Several questions in one message, answered one after the other.
    fn answer_several(&mut self, text: &str, heard: &Heard) -> bool {
        let parts: Vec<String> = sentences(text).iter().flat_map(|part| self.joined_questions(part)).collect();
        if parts.len() < 2 {
            return false;
        }
        let kept = (self.turn.candidates.clone(), self.turn.confidence);
        let mut found: Vec<(String, Candidate)> = Vec::new();
        for part in parts.into_iter().take(6) {
            let best = self.consider(&part).into_iter().next().filter(|best| self.answers(best));
            if let Some(best) = best
                && found.iter().all(|(_, known)| known.target != best.target)
                && found.len() < MOST_QUESTIONS
            {
                found.push((part, best));
            }
        }
        (self.turn.candidates, self.turn.confidence) = kept;
        if found.len() < 2 {
            return false;
        }
        self.memory.asked(text);
        self.apologise(heard);
        self.say("say", "many");
        // What asks for slots comes last, so that its question ends the turn.
        found.sort_by_key(|(_, best)| self.takes_time(&best.target));
        let last = found.len() - 1;
        for (at, (part, best)) in found.into_iter().enumerate() {
            if at < last && self.takes_time(&best.target) {
                self.memory.queue.push(part);
            } else if at < last {
                self.tell(&best.target);
            } else {
                self.answer(&best.target, &part, best.confidence);
            }
        }
        true
    }

    /// “How do I pay and where is my invoice”: cut before a word that begins a question.
    fn joined_questions(&self, text: &str) -> Vec<String> {
        let (ands, asks) = (self.brain.phrases.list("introduce", "ands"), self.brain.phrases.list("introduce", "asks"));
        let words: Vec<&str> = text.split_whitespace().collect();
        let folded: Vec<String> = words.iter().map(|word| crate::bot::words::split(word).concat()).collect();
        let cut = (JOINED_WORDS..words.len().saturating_sub(JOINED_WORDS))
            .find(|at| ands.contains(&folded[*at].as_str()) && asks.contains(&folded[at + 1].as_str()));
        match cut {
            Some(cut) => vec![words[..cut].join(" "), words[cut + 1..].join(" ")],
            None => vec![text.to_owned()],
        }
    }

    /// Whether a card asks or looks something up before it answers.
    fn takes_time(&self, target: &Target) -> bool {
        self.card(target).is_some_and(|card| card.action.is_some() || !self.asks(card).is_empty())
    }

    /// “And for Android?”: the topic at hand and what is new about it.
    fn follow_up(&mut self, text: &str, heard: &Heard, alone: &[Scored]) -> bool {
        let Some(topic) = self.memory.topic.clone() else { return false };
        if !heard.is(Cue::Follow) || heard.words() > FOLLOW_UP_WORDS || alone.first().is_some_and(|b| self.answers(b)) {
            return false;
        }
        let kept = (self.turn.candidates.clone(), self.turn.confidence);
        let together = format!("{} {text}", topic.question);
        let mut scored = self.consider(&together);
        // The article at hand goes on answering only where another of its sections does.
        let goes_on = topic.target.article().is_some_and(|article| self.sections.contains_key(article));
        scored.retain(|scored| goes_on || scored.target != topic.target);
        let (_, clarify) = self.bot.thresholds();
        match scored.first() {
            Some(best) if self.answers(best) => self.answer_best(&scored, &together, heard),
            Some(best) if best.confidence >= clarify => self.doubt(text, heard, &scored),
            _ => {
                (self.turn.candidates, self.turn.confidence) = kept;
                return false;
            }
        }
        true
    }

    /// Answers with a card or an article, and asks whether that helped where that makes sense.
    pub(super) fn answer(&mut self, target: &Target, question: &str, confidence: f32) {
        self.turn.confidence = confidence;
        self.memory.misses = 0;
        self.memory.topic = Some(Topic { target: target.clone(), question: question.chars().take(300).collect() });
        let card = self.card(target);
        if let Some(card) = card {
            self.memory.tag(&card.tags);
            if let Some(handoff) = only_hands_off(card) {
                self.memory.shown(target);
                set_target(&mut self.turn, target);
                return self.hand_off("card", &handoff);
            }
            if self.begin_asking(card, question) {
                return;
            }
            return self.answer_card(card);
        }
        self.tell(target);
        self.act(TurnAction::Answer);
        set_target(&mut self.turn, target);
        self.confirm_after(None);
    }

    /// Answers with a card that has nothing left to ask; one that makes a call waits for its result.
    pub(super) fn answer_card(&mut self, card: &'a Card) {
        let target = Target::Card(card.id.clone());
        if let Some(action) = &card.action
            && self.results.is_none()
        {
            return self.call(card, action);
        }
        self.tell(&target);
        self.act(TurnAction::Answer);
        set_target(&mut self.turn, &target);
        self.confirm_after(Some(card));
    }

    /// The bubbles of an answer, its source and its buttons.
    pub(super) fn tell(&mut self, target: &Target) {
        self.memory.shown(target);
        match target {
            Target::Card(_) => {
                if let Some(card) = self.card(target) {
                    self.tell_card(card);
                }
            }
            Target::Article(key) => {
                if let Some(article) = self.bot.view().article(&self.brain.locale, key) {
                    self.tell_article(article);
                }
            }
        }
    }

    /// A card's words, with what is known put in.
    pub(super) fn tell_markdown(&mut self, text: &str) {
        if !text.is_empty() {
            let message = speech::card(self.bot.view(), &self.brain.locale, text, &self.known_slots());
            self.turn.messages.push(message);
        }
    }

    fn tell_card(&mut self, card: &Card) {
        self.tell_markdown(&card.body);
        for (number, option) in card.options.iter().enumerate() {
            let (id, url) = pressed(card, number, option);
            let reachable = url.is_some() || id.starts_with("option:") || {
                id.parse::<Target>().is_ok_and(|target| self.is_allowed(&target))
            };
            if reachable && self.turn.options.iter().all(|known| known.id != id) {
                self.turn.options.push(OptionButton { id, label: option.label.clone(), url });
            }
        }
    }

    /// The button under the last answer whose label was typed.
    pub(super) fn typed_button(&self, text: &str) -> Option<String> {
        let card = self.card(&self.memory.topic.as_ref()?.target)?;
        let label = crate::bot::words::fold(text);
        let typed = |(_, option): &(usize, &CardOption)| crate::bot::words::fold(&option.label) == label;
        let (number, option) = card.options.iter().enumerate().find(typed)?;
        let (id, url) = pressed(card, number, option);
        url.is_none().then_some(id)
    }

    fn tell_article(&mut self, article: &Article) {
        let view = self.bot.view();
        let section = |anchor: &str| {
            let sections = view.document(article).sections;
            sections.into_iter().find(|section| section.anchor.as_deref() == Some(anchor)).map(|section| section.text)
        };
        let (text, anchor) = match &article.answer {
            AnswerFrom::Text(text) => {
                let html = view.render_text(&article.locale, text);
                let message = Message { text: speech::plain(&html), html };
                self.turn.messages.push(message);
                (None, None)
            }
            AnswerFrom::Section(anchor) => (section(anchor), Some(anchor.as_str())),
            AnswerFrom::Lead => match self.sections.get(&article.key).map(String::as_str) {
                // The words stand in one of its sections: that one answers, not how the article begins.
                Some(anchor) if section(anchor).is_some_and(|text| !text.trim().is_empty()) => {
                    (section(anchor), Some(anchor))
                }
                _ => (Some(article.lead()), None),
            },
        };
        if let Some(text) = text {
            let marked = speech::of_page(&view.render(article).html, anchor, &article.lead());
            self.turn.messages.push(marked.unwrap_or_else(|| {
                if text.trim().is_empty() {
                    speech::bubble(article.description.as_deref().unwrap_or(&article.title))
                } else {
                    speech::bubble(&speech::excerpt(&text))
                }
            }));
        }
        let url = anchor.map_or_else(|| article.url(), |anchor| format!("{}#{anchor}", article.url()));
        self.turn.articles.push(TurnArticle {
            article: article.key.to_string(),
            title: article.title.clone(),
            url,
            snippet: String::new(),
        });
    }

    /// “Did that help?”, in a bubble of its own; never after half an answer: a card without words, one
    /// that asks something itself, or one whose buttons all lead to people.
    pub(super) fn confirm_after(&mut self, card: Option<&Card>) {
        let leads_on = card.is_some_and(|card| {
            let on = |option: &CardOption| matches!(option.target, CardTarget::Handoff(_));
            card.body.is_empty()
                || card.body.trim_end().ends_with('?')
                || (!card.options.is_empty() && card.options.iter().all(on))
        });
        if leads_on {
            self.memory.step = Step::Open;
        } else if self.memory.paused.is_none() {
            self.say("say", "helped");
            let (yes, no) = (self.label("yes"), self.label("no"));
            self.offer("helped:yes", yes);
            self.offer("helped:no", no);
            self.memory.step = Step::Confirming;
        }
        if self.memory.paused.is_some() && !self.return_to_questions() {
            self.offer_button("resume");
        }
        self.offer_button("human");
    }

    /// Nothing is sure: asks which is meant, names articles, asks for other words, or hands off.
    pub(super) fn doubt(&mut self, text: &str, heard: &Heard, scored: &[Scored]) {
        self.memory.asked(text);
        self.apologise(heard);
        let (_, clarify) = self.bot.thresholds();
        let offered: Vec<Target> =
            scored.iter().filter(|scored| scored.confidence >= clarify).take(3).map(|s| s.target.clone()).collect();
        match &offered[..] {
            [] => return self.miss(text, heard),
            [_] if scored[0].confidence < ALONE => return self.miss(text, heard),
            [_] => self.say("say", "clarify_one"),
            several if several.iter().all(|target| target.article().is_some()) => {
                self.say("say", "suggest");
                self.ask_which(offered);
                return self.suggest();
            }
            _ => self.say("say", "clarify"),
        }
        self.ask_which(offered);
    }

    /// Articles only: they are shown as such, to be read here or on their pages.
    fn suggest(&mut self) {
        let Step::Clarifying(offered) = &self.memory.step else { return };
        let (view, locale) = (self.bot.view(), &self.brain.locale);
        let articles = offered.iter().filter_map(|target| view.article(locale, target.article()?));
        self.turn.articles.extend(articles.map(|article| TurnArticle {
            article: article.key.to_string(),
            title: article.title.clone(),
            url: article.url(),
            snippet: article.description.as_deref().map(speech::escaped).unwrap_or_default(),
        }));
        self.act(TurnAction::Suggest);
    }

    /// Titles as buttons.
    pub(super) fn ask_which(&mut self, offered: Vec<Target>) {
        for target in &offered {
            let label = self.title(target).unwrap_or_default().to_owned();
            self.offer(target.to_string(), label);
        }
        self.offer_button("none");
        self.offer_button("human");
        self.act(TurnAction::Clarify);
        self.memory.step = Step::Clarifying(offered);
    }

    fn miss(&mut self, text: &str, heard: &Heard) {
        if self.adds_to_ticket(text, heard) {
            return;
        }
        self.effects.push(missed(text));
        self.memory.misses = self.memory.misses.saturating_add(1);
        if self.memory.misses >= 2 {
            return self.hand_off("lost", &HandoffTarget::default());
        }
        if text.chars().count() >= LONG {
            self.say("say", "long");
        } else if heard.words() <= 6 && self.is_gibberish(text) {
            self.say("say", "gibberish");
        } else {
            self.say("say", "rephrase");
        }
        self.say_languages(text);
        self.act(TurnAction::Fallback);
        self.memory.step = Step::Open;
        self.offer_button("human");
    }

    /// No known word, and nothing that could be one: hardly a vowel, or one letter again and again.
    fn is_gibberish(&self, text: &str) -> bool {
        let letters: Vec<char> = crate::bot::words::fold(text).chars().filter(|c| c.is_alphabetic()).collect();
        if letters.is_empty() {
            return true;
        }
        if self.brain.knows_words(text) || !letters.iter().all(char::is_ascii) {
            return false;
        }
        let vowels = letters.iter().filter(|c| "aeiouy".contains(**c)).count();
        let distinct: std::collections::BTreeSet<&char> = letters.iter().collect();
        letters.len() >= 4 && (vowels * 6 < letters.len() || distinct.len() * 3 < letters.len().min(26))
    }

    pub(super) fn label(&self, button: &str) -> String {
        self.brain.phrases.say("button", button, 0).to_owned()
    }
}

/// A card that is nothing but a way to a person.
fn only_hands_off(card: &Card) -> Option<HandoffTarget> {
    match &card.options[..] {
        [option] if card.body.is_empty() && card.ask.is_empty() => match &option.target {
            CardTarget::Handoff(target) => Some(target.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// The sentences of a message that may be questions of their own: at least two words each.
fn sentences(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut sentence = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        sentence.push(c);
        let ends =
            matches!(c, '?' | '!' | '\n' | ';') || (c == '.' && rest.peek().is_none_or(|next| next.is_whitespace()));
        if ends {
            out.push(std::mem::take(&mut sentence));
        }
    }
    out.push(sentence);
    out.into_iter().map(|part| part.trim().to_owned()).filter(|part| part.split_whitespace().count() >= 2).collect()
}

/// What pressing a card's button sends, and the address that it opens instead.
fn pressed(card: &Card, number: usize, option: &CardOption) -> (String, Option<String>) {
    match &option.target {
        CardTarget::Card(card) => (Target::Card(card.clone()).to_string(), None),
        CardTarget::Article(key) => (Target::Article(key.clone()).to_string(), None),
        CardTarget::Url(url) => (format!("url:{}/{number}", card.id), Some(url.clone())),
        CardTarget::Handoff(_) => (format!("option:{}/{number}", card.id), None),
    }
}
