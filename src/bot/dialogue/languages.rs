//! Which language a message is in, the offer to go on in it, and what is said to somebody whose language is not
//! spoken here.

use super::{Cue, Heard, Step, Talk, TurnAction};
use crate::{
    base::Locale,
    bot::{
        phrases::Phrases,
        slot,
        tongue::{PLAINLY, asked_for, told_apart},
        words::{Reader, split},
    },
    kb::Ask,
    text::Written,
};

/// Another language is offered only when its words are not better understood in this one.
const UNDERSTOOD: f32 = 0.45;

impl Talk<'_> {
    /// Goes on in the language that was offered, when the reply says yes to it or is written in it.
    pub(super) fn accepts_language(&mut self, text: &str, heard: &Heard) -> bool {
        let Some((offered, question)) = self.memory.offered.take() else { return false };
        let theirs = self.bot.brain(&offered);
        let yes = heard.is(Cue::Yes) || theirs.cues.hear_own(text, &theirs.reader).is(Cue::Yes);
        let goes_on = || self.written_in(text).as_ref() == Some(&offered);
        if yes {
            self.memory.last = question;
        } else if goes_on() {
            text.clone_into(&mut self.memory.last);
        } else {
            return false;
        }
        self.switch_to(offered.as_str());
        true
    }

    /// The other language of this site that a message is written in.
    fn written_in(&self, text: &str) -> Option<Locale> {
        if split(text).len() < 2 {
            return None;
        }
        let locales = self.bot.locales();
        let ours = self.brain.locale.language();
        // Everyday words tell where letters do not suffice: French is not taken for the Spanish of this site.
        if let Some(told) = self.told_apart(text) {
            return locales.iter().find(|known| known.language() == told.language()).cloned();
        }
        if !locales.iter().any(|other| other.language() != ours && self.may_be_in(text, other)) {
            return None;
        }
        // Italian is no Spanish, though nothing else here is nearer.
        if self.written(text).foreign(locales).is_some() {
            return None;
        }
        // A few words tell by themselves, where letters do not suffice.
        let only_theirs = |other: &&Locale| {
            let (theirs, ours) = (self.bot.brain(other).known(text), self.brain.known(text));
            theirs >= 2 && ours == 0
        };
        let other = crate::text::detect(text, locales)
            .or_else(|| self.by_little_words(text).cloned())
            .or_else(|| locales.iter().find(only_theirs).cloned())?;
        (other.language() != ours && self.may_be_in(text, &other)).then_some(other)
    }

    /// The language that a text is in by its everyday words, of this site or not, where it is not this one.
    fn told_apart(&self, text: &str) -> Option<&'static Locale> {
        told_apart(text, &self.brain.locale, self.bot.locales(), &|| self.written(text))
    }

    /// Whether a text is plainly in a language that this site does not speak.
    pub(super) fn is_in_unspoken_language(&self, text: &str) -> bool {
        let told = self.told_apart(text).map(Locale::language);
        told.is_some_and(|told| self.bot.locales().iter().all(|known| known.language() != told))
    }

    /// Whether a text speaks for another language more than for this one, by its little words.
    fn may_be_in(&self, text: &str, other: &Locale) -> bool {
        let (theirs, ours) = (self.little_words(text, other), self.little_words(text, &self.brain.locale));
        // “A” is a little word in English and in Hungarian; the words that tell decide then.
        let known = || (self.bot.brain(other).known(text), self.brain.known(text));
        theirs > ours || (theirs == ours && matches!(known(), (theirs, ours) if theirs >= ours + 2))
    }

    /// What a text is written in; the same text is looked at once a turn.
    fn written(&self, text: &str) -> Written {
        let mut known = self.written.borrow_mut();
        if known.as_ref().is_none_or(|(of, _)| of != text) {
            *known = Some((text.to_owned(), Written::of(text)));
        }
        known.as_ref().map_or_else(|| Written::of(text), |(_, written)| written.clone())
    }

    /// Whether a message is so plainly written in another language of this site that it is not answered in this
    /// one, whatever word they share.
    pub(super) fn is_plainly_foreign(&self, text: &str) -> bool {
        let apart = |other: &Locale| {
            let (theirs, ours) = self.little_words_apart(text, other);
            theirs >= PLAINLY && ours == 0
        };
        self.bot.locales().iter().any(apart) && self.written_in(text).is_some_and(|other| apart(&other))
    }

    /// Somebody greets, thanks or takes leave in a language that this site does not speak: that is understood.
    pub(super) fn take_courtesy(&mut self, heard: &mut Heard) {
        let locales = self.bot.locales();
        if heard.language().is_some_and(|theirs| locales.iter().all(|known| known.language() != theirs.language())) {
            heard.take_courtesy();
        }
    }

    /// The language of a message that this site does not speak, where the bot has a few words of it.
    pub(super) fn their_language(&self, text: &str, heard: &Heard) -> Option<Locale> {
        let locales = self.bot.locales();
        let speaks = |theirs: &Locale| locales.iter().any(|known| known.language() == theirs.language());
        if let Some(theirs) = heard.language() {
            return Some(theirs.clone()).filter(|theirs| !speaks(theirs));
        }
        if let Some(told) = self.told_apart(text) {
            return Some(told.clone()).filter(|theirs| !speaks(theirs));
        }
        let written = self.written(text);
        written.foreign(locales)?;
        let others = crate::bot::phrases::built_in_locales().filter(|theirs| !speaks(theirs));
        others.into_iter().find(|theirs| {
            let with_theirs = [locales, std::slice::from_ref(theirs)].concat();
            written.foreign(&with_theirs).is_none()
        })
    }

    /// Tells in the visitor's own language which ones are spoken here and how to reach a person; by the way once
    /// each, in place of an answer whenever there is none.
    pub(super) fn say_in_theirs(&mut self, text: &str, heard: &Heard) -> bool {
        let Some(theirs) = self.their_language(text, heard) else { return false };
        let phrases = Phrases::few_words(&theirs);
        let foreign = phrases.say("say", "foreign", 0);
        let known = self.memory.offered_locales.contains(&theirs.to_string());
        if foreign.is_empty() || known && text.is_empty() {
            return false;
        }
        if !known {
            self.memory.offered_locales.push(theirs.to_string());
        }
        let told = crate::bot::phrases::fill(foreign, &[("languages", &phrases.listed_languages(self.bot.locales()))]);
        self.turn.messages.push(crate::bot::speech::bubble(&told));
        self.offer("human", phrases.say("button", "human", 0));
        true
    }

    /// Tells which languages are understood, when a message is in none of them.
    pub(super) fn say_languages(&mut self, text: &str) {
        let locales = self.bot.locales();
        let Some(language) = self.written(text).foreign(locales) else { return };
        if self.memory.offered_locales.contains(&language) {
            return;
        }
        self.memory.offered_locales.push(language);
        self.say_with("say", "speaks", &[("languages", &self.brain.phrases.listed_languages(locales))]);
    }

    /// Offers to go on in the language that is written in, once for each.
    pub(super) fn other_language(&mut self, text: &str, heard: &Heard, best: f32) -> bool {
        if best >= UNDERSTOOD {
            return false;
        }
        let courteous = || {
            let language = heard.language()?.language();
            self.bot.locales().iter().find(|locale| locale.language() == language).cloned()
        };
        let Some(other) = self.written_in(text).or_else(courteous) else { return false };
        if self.memory.offered_locales.contains(&other.to_string()) {
            return false;
        }
        self.offer_language(&other, text);
        true
    }

    /// Asks in that language whether to go on in it, with the question that waits for it.
    fn offer_language(&mut self, other: &Locale, question: &str) {
        self.memory.offered_locales.push(other.to_string());
        self.memory.offered = Some((other.clone(), question.to_owned()));
        let theirs = self.bot.brain(other);
        let name = theirs.phrases.language(other);
        let values = [("language", name.as_str())];
        let ask = crate::bot::phrases::fill(theirs.phrases.say("say", "language", 0), &values);
        let yes = crate::bot::phrases::fill(theirs.phrases.say("button", "switch", 0), &values);
        self.turn.messages.push(crate::bot::speech::bubble(&ask));
        self.offer(format!("locale:{other}"), yes);
        self.offer_button("stay");
        self.offer_button("human");
        self.act(TurnAction::Clarify);
    }

    /// “In Hungarian, please”, and nothing else: goes on in it, tells which languages there are, or offers it where
    /// something else is being asked; whether that was all.
    pub(super) fn takes_wish_for_language(&mut self, text: &str, heard: &mut Heard) -> bool {
        let Some(code) = asked_for(text) else { return false };
        if heard.is(Cue::Human) || self.surest_reading(text).0.first().is_some_and(|best| best.by_rule) {
            return false;
        }
        let is_written_in_it = self.told_apart(text).is_some_and(|told| told.language() == code);
        let asks = text.contains('?');
        if let Step::Asking(asking) = &self.memory.step
            && let Some((_, ask)) = self.asked(asking)
            && self.takes_for_value(ask, text, asks)
        {
            return false;
        }
        let ours = self.brain.locale.language();
        let other = self.bot.locales().iter().find(|known| known.language() == code && code != ours).cloned();
        match (other, self.memory.step.clone()) {
            (Some(other), Step::Asking(_) | Step::HandingOff(_)) => self.offer_language(&other, ""),
            (Some(other), _) if is_written_in_it || !asks => {
                self.memory.last.clear();
                self.switch_to(other.as_str());
            }
            (None, Step::Asking(asking)) => {
                let names = self.brain.phrases.listed_languages(self.bot.locales());
                self.say_with("say", "speaks", &[("languages", &names)]);
                self.ask_again(&asking);
            }
            _ => {
                heard.add(Cue::Languages);
                return false;
            }
        }
        true
    }

    /// Whether the name of a language may be just what a card's question is after.
    fn takes_for_value(&self, ask: &Ask, text: &str, asks: bool) -> bool {
        match slot::kind(ask) {
            "choice" => slot::read(ask, text, &self.brain.phrases, self.context.now.date()).is_some(),
            kind => kind == "text" && ask.pattern.is_none() && !asks,
        }
    }

    /// Goes on in another locale, with what was said last.
    pub(super) fn switch_to(&mut self, locale: &str) {
        let known = self.bot.locales().iter().find(|known| known.as_str() == locale).cloned();
        let Some(locale) = known else { return self.stale() };
        self.memory.locale = Some(locale.clone());
        self.brain = self.bot.brain(&locale);
        self.memory.misses = 0;
        self.say("say", "switched");
        // A form that the other language has too goes on.
        if let Step::Asking(asking) = self.memory.step.clone()
            && self.memory.last.is_empty()
            && self.asked(&asking).is_some()
        {
            return self.ask_again(&asking);
        }
        self.memory.step = Step::Open;
        let last = self.memory.last.clone();
        if last.is_empty() {
            self.say("greet", "ask");
            return self.act(TurnAction::Smalltalk);
        }
        let heard = self.brain.cues.hear(&last, &self.brain.reader);
        if heard.is(Cue::Human) && self.wants_a_person(&last, &heard) {
            return;
        }
        self.hear_question(&last, &heard);
    }

    pub(super) fn stay(&mut self) {
        match self.memory.step.clone() {
            Step::Asking(asking) => return self.ask_again(&asking),
            Step::HandingOff(handing) => return self.hand_off_again(*handing),
            _ => {}
        }
        self.say("say", "rephrase");
        self.act(TurnAction::Fallback);
        self.offer_button("human");
    }

    /// The locale of this site whose little words a message holds while it holds none of this one's.
    fn by_little_words(&self, text: &str) -> Option<&Locale> {
        let counted = self.bot.locales().iter().map(|locale| (locale, self.little_words_apart(text, locale)));
        let (best, (little, ours)) = counted.max_by_key(|(_, (theirs, _))| *theirs)?;
        (ours == 0 && little >= PLAINLY).then_some(best)
    }

    /// How many words of a text are little words of that language.
    pub(super) fn little_words(&self, text: &str, locale: &Locale) -> usize {
        self.reader_of(locale).map_or(0, |reader| split(text).iter().filter(|word| reader.is_stop(word)).count())
    }

    fn reader_of(&self, locale: &Locale) -> Option<&Reader> {
        let ours = self.bot.locales().iter().any(|known| known.language() == locale.language());
        ours.then(|| &self.bot.brain(locale).reader)
    }

    /// How many words are little ones of that language only, and how many of this one only; letters by themselves
    /// tell nothing.
    pub(super) fn little_words_apart(&self, text: &str, locale: &Locale) -> (usize, usize) {
        let (mut theirs, mut ours) = (0, 0);
        let [their_own, our_own] = [locale, &self.brain.locale].map(|locale| self.reader_of(locale));
        let little = |reader: Option<&Reader>, word: &str| reader.is_some_and(|reader| reader.is_stop(word));
        for word in split(text).iter().filter(|word| word.chars().count() > 1) {
            match (little(their_own, word), little(our_own, word)) {
                (true, false) => theirs += 1,
                (false, true) => ours += 1,
                _ => {}
            }
        }
        (theirs, ours)
    }
}
