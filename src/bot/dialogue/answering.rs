//! A question is heard: answered, asked back about, or not understood.

use super::{Cue, Heard, Scored, Step, Talk, Target, Topic, TurnAction};
use crate::{
    bot::{
        bot::{missed, set_target},
        speech,
        turn::{Message, OptionButton, TurnArticle},
    },
    kb::{AnswerFrom, Article, Card, CardOption, CardTarget, HandoffTarget},
};

/// From here a candidate is likely what is meant, if not surely.
pub(super) const LIKELY: f32 = 0.4;
/// A heading that is offered has so many characters at most.
const SECTION: usize = 60;
/// Somebody who is angry is shown titles from here.
const CALM: f32 = 0.5;
/// From so many characters a message that nothing answers is a story.
const STORY: usize = 150;
/// A complaint in so few words has no subject that an article's text could be about.
const OUTCRY: usize = 4;
/// One article alone is offered from here: below, “do you mean this?” is a shot in the dark.
const ALONE: f32 = 0.3;
/// With more telling words beside a number a message asks for something by itself.
const MOST_BESIDE_A_NUMBER: usize = 2;
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
        if matches!(self.memory.step, Step::Open | Step::Confirming | Step::Closed)
            && self.asks_for_another(text, heard)
        {
            return;
        }
        self.memory.step = Step::Open;
        let scored = self.consider(text);
        // “Still not here” before anything was answered is no word about an answer, where it is about something.
        let of_an_answer = || self.memory.topic.is_some() || !self.names_a_subject(text, &scored);
        if heard.is(Cue::Unhelpful) && !self.answers_any(&scored) && of_an_answer() {
            return self.complained(text, heard);
        }
        if self.is_only_small_talk(heard, scored.first()) && self.small_talk(heard) {
            return;
        }
        let sure = scored.first().is_some_and(|best| best.by_rule || best.confidence >= super::SURE);
        if !sure && self.is_plainly_foreign(text) && self.other_language(text, heard, 0.0) {
            return;
        }
        if self.says_more_about_ticket(text, heard, &scored) || self.answer_several(text, heard, &scored) {
            return;
        }
        let by_rule = scored.first().is_some_and(|best| best.by_rule);
        if !by_rule && self.wants_a_number_looked_at(text, 0) {
            return;
        }
        if self.follow_up(text, heard, &scored) {
            return;
        }
        match scored.first() {
            Some(best) if self.answers(best) && !self.only_cries_out(heard, best) => {
                self.answer_best(&scored, text, heard);
            }
            best => {
                let best = best.map_or(0.0, |best| best.confidence);
                if self.small_talk(heard) || self.other_language(text, heard, best) {
                    return;
                }
                if self.is_in_unspoken_language(text) {
                    self.memory.asked(text);
                    return self.miss(text, heard);
                }
                if self.answer_in_the_middle(text, heard) {
                    return;
                }
                if text.chars().count() >= STORY && !self.memory.told_story {
                    return self.heard_out(text, heard);
                }
                if self.offers_to_send(heard) || self.wants_a_number_looked_at(text, MOST_BESIDE_A_NUMBER) {
                    return;
                }
                let named = heard.words() > OUTCRY && self.names_a_subject(text, &scored);
                if heard.is(Cue::Complaint) && !named && (best < CALM || heard.words() <= OUTCRY) {
                    if !self.suggest_its_subject(text, heard) {
                        self.vented(text);
                    }
                    return;
                }
                self.doubt(text, heard, &scored);
            }
        }
    }

    /// “It fails again”, of which some article holds every word.
    fn only_cries_out(&self, heard: &Heard, best: &Scored) -> bool {
        let of_its_own = best.target.card().is_some() || best.confidence >= super::SURE;
        heard.is(Cue::Complaint) && heard.words() <= OUTCRY && !of_its_own
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

    pub(super) fn answer_best(&mut self, scored: &[Scored], text: &str, heard: &Heard) {
        self.memory.alternatives = scored.iter().skip(1).map(|other| other.target.clone()).collect();
        self.memory.asked(text);
        if !self.is_sorry(&scored[0].target) {
            self.apologise(heard);
        }
        self.answer(&scored[0].target, text, scored[0].confidence);
    }

    /// Whether a card's own words begin with an apology.
    fn is_sorry(&self, target: &Target) -> bool {
        // A card that asks begins with its first question.
        let said = |card: &'a Card| self.asks(card).first().map_or(card.body.as_str(), |ask| ask.prompt.as_str());
        let begins: String = self.card(target).map_or("", said).chars().take(60).collect();
        let begins = crate::bot::words::fold(&begins);
        self.brain.phrases.list("introduce", "apologies").iter().any(|sorry| begins.contains(sorry))
    }

    /// Answers with a card or an article, and asks whether that helped where that makes sense.
    pub(super) fn answer(&mut self, target: &Target, question: &str, confidence: f32) {
        self.turn.confidence = confidence;
        self.memory.misses = 0;
        self.memory.told_again = false;
        self.memory.garbled = false;
        self.memory.complained = false;
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
        self.offer_options(card);
    }

    /// A card's buttons that lead anywhere now.
    pub(super) fn offer_options(&mut self, card: &Card) {
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

    /// The button of the last turn whose label was typed.
    pub(super) fn typed_label(&self, text: &str) -> Option<String> {
        let said = crate::bot::words::split(text);
        let typed = |option: &&OptionButton| !said.is_empty() && crate::bot::words::split(&option.label) == said;
        if let Some(option) = self.memory.labels.iter().find(typed) {
            return Some(option.id.clone());
        }
        // “2” under an answer is its second button.
        let answered = matches!(self.memory.step, Step::Open | Step::Confirming);
        let place = text.trim_matches(['.', ')', ' ']).parse::<usize>().ok().filter(|_| answered)?;
        self.memory.labels.get(place.checked_sub(1)?).map(|option| option.id.clone())
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
        let (view, shelf) = (self.bot.view(), self.bot.shelf());
        let holds = |anchor: &str| {
            let headings = shelf.headings(view, article);
            headings.iter().any(|section| section.anchor.as_deref() == Some(anchor) && !section.empty)
        };
        let named;
        let anchor = match &article.answer {
            AnswerFrom::Text(text) => {
                let html = view.render_text(&article.locale, text);
                let message = Message { text: speech::plain(&html), html };
                self.turn.messages.push(message);
                None
            }
            AnswerFrom::Section(anchor) => Some(anchor.as_str()),
            AnswerFrom::Lead => match self.sections.get(&article.key).map(String::as_str) {
                // The words stand in one of its sections: that one answers, not how the article begins.
                Some(anchor) if holds(anchor) => Some(anchor),
                _ => {
                    named = self.named_section(article);
                    named.as_deref()
                }
            },
        };
        if !matches!(article.answer, AnswerFrom::Text(_)) {
            self.turn.messages.extend(shelf.passage(view, article, anchor));
        }
        let url = anchor.map_or_else(|| article.url(), |anchor| format!("{}#{anchor}", article.url()));
        self.turn.articles.push(TurnArticle {
            article: article.key.to_string(),
            title: article.title.clone(),
            url,
            snippet: String::new(),
        });
    }

    /// The section whose heading names what was asked for, where neither the title nor the beginning does: the word of
    /// a glossary.
    fn named_section(&self, article: &Article) -> Option<String> {
        let reader = &self.brain.reader;
        let stems = |text: &str| -> Vec<String> {
            let words = reader.words(text).into_iter().filter(|word| reader.tells(&word.folded));
            words.map(|word| word.stem).collect()
        };
        let asked = stems(&self.memory.topic.as_ref()?.question);
        let told = stems(&format!("{} {}", article.title, article.lead()));
        let sections = self.bot.shelf().headings(self.bot.view(), article);
        let names = |title: &str| {
            let heading = stems(title);
            let named = !heading.is_empty() && heading.iter().all(|stem| asked.contains(stem));
            (named && !heading.iter().all(|stem| told.contains(stem))).then_some(heading.len())
        };
        let named = sections.iter().filter(|section| section.anchor.is_some() && !section.empty);
        let named = named.filter_map(|section| Some((names(&section.title)?, section)));
        named.max_by_key(|(length, _)| *length)?.1.anchor.clone()
    }

    /// “Did that help?”, in a bubble of its own; never after half an answer: a card without words, one
    /// that asks something itself, or one whose buttons all lead to people.
    pub(super) fn confirm_after(&mut self, card: Option<&Card>) {
        let leads_on = card.is_some_and(|card| {
            let on = |option: &CardOption| option.target.handoff().is_some();
            card.body.is_empty()
                || card.body.trim_end().ends_with('?')
                || (!card.options.is_empty() && card.options.iter().all(on))
        });
        self.say_what_stays_open();
        self.memory.pending = card.and_then(own_question);
        if leads_on {
            self.memory.step = Step::Open;
        } else if self.memory.paused.is_none() {
            self.say("say", "helped");
            let (yes, no) = (self.label("yes"), self.label("no"));
            self.offer("helped:yes", yes);
            self.offer("helped:no", no);
            self.memory.step = Step::Confirming;
        }
        self.offer_form();
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
    pub(super) fn suggest(&mut self) {
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

    /// The heading of the section that an article would answer with, where it says more than the title.
    fn section_meant(&self, target: &Target) -> Option<String> {
        let key = target.article()?;
        let anchor = self.sections.get(key)?;
        let article = self.bot.view().article(&self.brain.locale, key)?;
        let leads = matches!(article.answer, AnswerFrom::Lead);
        let sections = self.bot.shelf().headings(self.bot.view(), article);
        let found = sections.iter().find(|section| section.anchor.as_deref() == Some(anchor.as_str()))?;
        let title = found.title.trim().to_owned();
        let short = !title.is_empty() && title.chars().count() <= SECTION && title != article.title;
        (leads && short).then_some(title)
    }

    /// Titles as buttons.
    pub(super) fn ask_which(&mut self, offered: Vec<Target>) {
        for target in &offered {
            let title = self.title(target).unwrap_or_default();
            let label =
                self.section_meant(target).map_or_else(|| title.to_owned(), |section| format!("{title}: {section}"));
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
        let garbled = heard.words() <= 6 && self.is_gibberish(text) && self.their_language(text, heard).is_none();
        // What cannot be read is no question: it is asked for again once before it counts.
        if garbled && !std::mem::replace(&mut self.memory.garbled, true) {
            self.say("say", "gibberish");
            self.act(TurnAction::Fallback);
            self.memory.step = Step::Open;
            return self.offer_button("human");
        }
        self.effects.push(missed(text));
        self.memory.misses = self.memory.misses.saturating_add(1);
        if self.memory.misses >= 2 {
            return self.hand_off("lost", &HandoffTarget::default());
        }
        if self.say_in_theirs(text, heard) {
            // Asking for other words would ask for the same language.
        } else {
            if text.chars().count() >= LONG {
                self.offer_in_words("long");
            } else {
                self.say("say", "rephrase");
            }
            self.say_languages(text);
        }
        self.act(TurnAction::Fallback);
        self.memory.step = Step::Open;
        self.offer_button("human");
    }

    /// No known word, and nothing that could be one: hardly a vowel, or one letter again and again.
    fn is_gibberish(&self, text: &str) -> bool {
        let letters: Vec<char> = crate::bot::words::fold(text).chars().filter(|c| c.is_alphabetic()).collect();
        if letters.is_empty() {
            return !text.contains(|c: char| c.is_ascii_digit());
        }
        if self.brain.knows_words(text) || !letters.iter().all(char::is_ascii) {
            return false;
        }
        let vowels = letters.iter().filter(|c| "aeiouy".contains(**c)).count();
        let distinct: std::collections::BTreeSet<&char> = letters.iter().collect();
        letters.len() >= 4
            && (vowels * 6 < letters.len()
                || distinct.len() * 3 < letters.len().min(26)
                || crate::bot::words::split(text).iter().all(|word| is_row_of_keys(word)))
    }

    pub(super) fn label(&self, button: &str) -> String {
        self.brain.phrases.say("button", button, 0).to_owned()
    }
}

/// Keys that lie beside each other: “asdf”, “qwer”.
fn is_row_of_keys(word: &str) -> bool {
    word.len() >= 3
        && ["qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm"].iter().any(|row| row.contains(word))
}

/// A card that is nothing but a way to a person.
fn only_hands_off(card: &Card) -> Option<HandoffTarget> {
    match &card.options[..] {
        [option] if card.body.is_empty() && card.ask.is_empty() => option.target.handoff().cloned(),
        _ => None,
    }
}

/// What “yes” presses where a card ends by asking whether to pass on.
fn own_question(card: &Card) -> Option<String> {
    let last = card.body.trim_end().lines().last()?;
    let hands_off = |option: &CardOption| option.target.handoff().is_some();
    let number = card.options.iter().position(hands_off).filter(|_| last.contains('?'))?;
    Some(pressed(card, number, &card.options[number]).0)
}

/// What pressing a card's button sends, and the address that it opens instead.
pub(super) fn pressed(card: &Card, number: usize, option: &CardOption) -> (String, Option<String>) {
    match &option.target {
        CardTarget::Card(card) => (Target::Card(card.clone()).to_string(), None),
        CardTarget::Article(key) => (Target::Article(key.clone()).to_string(), None),
        CardTarget::Url(url) => (format!("url:{}/{number}", card.id), Some(url.clone())),
        CardTarget::Handoff(_) => (format!("option:{}/{number}", card.id), None),
    }
}
