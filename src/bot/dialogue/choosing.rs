//! Which of these? Did that help? What was missing?

use super::{Cue, Heard, Scored, Step, Talk, Target, Topic, TurnAction, answering::LIKELY, chatting::without_prefix};
use crate::{
    bot::{
        bot::missed,
        turn::Effect,
        words::{fold, split},
    },
    kb::HandoffTarget,
};

/// What is offered is named in so many words at most.
const FEW_WORDS: usize = 4;
/// “That helped” is said in so many words at most.
const HELPED_WORDS: usize = 6;

impl Talk<'_> {
    /// A reply to “which of these?”.
    pub(super) fn hear_choice(&mut self, offered: &[Target], text: &str, heard: &Heard) {
        let meant = without_prefix(text, &self.brain.phrases.list("introduce", "meant"));
        let text = if meant.is_empty() { text } else { meant.as_str() };
        if let Some(target) = self.named(offered, text) {
            return self.choose(target);
        }
        if let Some(target) = self.asks_for_this_number(offered, text) {
            self.memory.asked(text);
            let question = format!("{} {text}", self.memory.queries.last().cloned().unwrap_or_default());
            self.decided(&target, "asks for a number like this");
            return self.answer(&target, &question, 1.0);
        }
        let in_vain = heard.is(Cue::InVain) || heard.is(Cue::Unhelpful) && heard.words() <= HELPED_WORDS;
        if heard.is(Cue::None) || in_vain || heard.is(Cue::No) && heard.words() <= 4 {
            return self.none_of_these();
        }
        if heard.is(Cue::Yes) && offered.len() == 1 {
            return self.choose(offered[0].clone());
        }
        if heard.is(Cue::Cancel) {
            return self.cancel();
        }
        // Other words for the same: what was offered counts more than before.
        let scored = self.consider(text);
        let (_, clarify) = self.bot.thresholds();
        let fits: Vec<&Scored> = scored.iter().filter(|scored| offered.contains(&scored.target)).collect();
        if let [only] = fits[..]
            && only.confidence >= clarify
            && scored.first().is_some_and(|best| best.target == only.target)
            && !self.repeats_the_question(text)
        {
            let (target, confidence) = (only.target.clone(), only.confidence);
            // A number that was said before still counts.
            let before = self.memory.queries.last().filter(|said| said.contains(|c: char| c.is_ascii_digit()));
            let question = before.map_or_else(|| text.to_owned(), |before| format!("{before} {text}"));
            self.memory.asked(text);
            return self.answer(&target, &question, confidence);
        }
        let unclear = scored.first().is_some_and(|best| !self.answers(best)) && heard.small_talk().is_none();
        let misses = self.memory.misses;
        // What is likely meant, if not surely, is worth one more question.
        let likely = scored.first().is_some_and(|best| best.confidence >= LIKELY && !offered.contains(&best.target));
        if unclear && misses >= if likely { 2 } else { 1 } {
            self.effects.push(missed(text));
            self.memory.asked(text);
            return self.hand_off("lost", &HandoffTarget::default());
        }
        self.hear_question(text, heard);
        // Asked back a second time: one more such reply, and a person takes over.
        if unclear && self.memory.misses == misses && matches!(self.memory.step, Step::Clarifying(_)) {
            self.memory.misses = misses + 1;
        }
    }

    /// The same words once more choose nothing: what was offered for them is not what is meant.
    fn repeats_the_question(&self, text: &str) -> bool {
        self.memory.queries.last().is_some_and(|asked| split(asked) == split(text))
    }

    /// What was offered, by number, place or title.
    fn named(&self, offered: &[Target], text: &str) -> Option<Target> {
        let said = fold(text);
        let said = said.trim_matches(|c: char| !c.is_alphanumeric());
        if let Ok(place) = said.parse::<usize>() {
            return offered.get(place.checked_sub(1)?).cloned();
        }
        let title = |target: &&Target| {
            self.title(target).is_some_and(|title| fold(title).trim_matches(|c: char| !c.is_alphanumeric()) == said)
        };
        if let Some(target) = offered.iter().find(title) {
            return Some(target.clone());
        }
        let place = crate::bot::slot::place(text, &self.brain.phrases, offered.len());
        place.and_then(|place| offered.get(place).cloned()).or_else(|| self.named_in_part(offered, text))
    }

    /// “The order”: few words that stand in one title alone, where nothing else is called so for sure.
    fn named_in_part(&self, offered: &[Target], text: &str) -> Option<Target> {
        let telling = self.telling_words(text);
        if telling.is_empty() || split(text).len() > FEW_WORDS || text.contains('?') {
            return None;
        }
        let holds =
            |target: &&Target| self.title(target).is_some_and(|title| self.held(&telling, title) == telling.len());
        let mut holding = offered.iter().filter(holds);
        let only = holding.next().filter(|_| holding.next().is_none())?;
        let (scored, _) = self.surest_reading(text);
        let elsewhere =
            scored.first().is_some_and(|best| !offered.contains(&best.target) && best.confidence >= super::SURE);
        (!elsewhere).then(|| only.clone())
    }

    /// A card or article was picked by a button or by name.
    pub(super) fn choose(&mut self, target: Target) {
        let question = self.memory.queries.last().cloned().unwrap_or_default();
        self.memory.alternatives.retain(|other| *other != target);
        self.memory.refused.retain(|other| *other != target);
        self.memory.ever_refused.retain(|other| *other != target);
        self.decided(&target, "picked by the visitor");
        self.answer(&target, &question, 1.0);
    }

    /// None of what was offered: it is not offered again.
    pub(super) fn none_of_these(&mut self) {
        if let Step::Clarifying(offered) = self.memory.step.clone() {
            offered.into_iter().for_each(|target| self.memory.refuse(target));
        }
        if let Some(question) = self.memory.queries.last() {
            self.effects.push(missed(question));
        }
        self.memory.misses = self.memory.misses.saturating_add(1);
        if self.memory.misses >= 2 {
            return self.hand_off("lost", &HandoffTarget::default());
        }
        self.say("say", "refused");
        self.act(TurnAction::Fallback);
        self.offer_button("human");
        self.memory.step = Step::Missing;
    }

    /// A reply to “did that help?”; anything that is neither yes nor no is a new question.
    pub(super) fn hear_confirmation(&mut self, text: &str, heard: &Heard) {
        if self.meant_otherwise(text, heard) {
            return;
        }
        if heard.is(Cue::InVain) {
            return self.confirmed(false);
        }
        if heard.is(Cue::No) || heard.is(Cue::None) || heard.is(Cue::Unhelpful) {
            // “No, it still does not work on my phone” says what was missing at once.
            return if heard.words() > 6 { self.not_helped_because(text, heard) } else { self.confirmed(false) };
        }
        if heard.is(Cue::Yes) || heard.is(Cue::Thanks) || heard.is(Cue::Compliment) {
            return self.confirmed(true);
        }
        if self.says_it_helped(text, heard) {
            return self.confirmed(true);
        }
        if heard.is(Cue::Bye) {
            self.feedback(true);
            if self.reminds_of_form() {
                return;
            }
            return self.say_goodbye("bye");
        }
        if heard.is(Cue::Ok) {
            self.feedback(true);
        }
        self.hear_question(text, heard);
    }

    /// “Cool, that worked”: a word of help without a “not”, and no question of its own.
    fn says_it_helped(&self, text: &str, heard: &Heard) -> bool {
        let words = crate::bot::words::split(text);
        let has = |key: &str| {
            let known = self.brain.phrases.list("introduce", key);
            words.iter().any(|word| known.contains(&word.as_str()))
        };
        heard.words() <= HELPED_WORDS
            && !text.contains('?')
            && has("helped_words")
            && !has("not_words")
            && !heard.is(Cue::Human)
            && self.surest_reading(text).0.first().is_none_or(|best| !self.answers(best))
    }

    /// The same question once more, right after its answer: that was read, and was none. Names what else there is, the
    /// next time a person; whether it was that.
    pub(super) fn tells_no_second_time(&mut self, text: &str) -> bool {
        let Some(Topic { target, question }) = self.memory.topic.clone() else { return false };
        let again = self.memory.told_again;
        let right_after = match self.memory.step {
            Step::Confirming => true,
            Step::Open | Step::Clarifying(_) => again,
            _ => false,
        };
        let acts = self.card(&target).is_some_and(|card| !card.ask.is_empty() || card.action.is_some());
        if !right_after || acts || split(&question) != split(text) {
            return false;
        }
        let scored = self.consider(text);
        if !scored.first().is_some_and(|best| best.target == target && self.answers(best)) {
            return false;
        }
        self.memory.told_again = true;
        let (_, clarify) = self.bot.thresholds();
        let others = scored.iter().skip(1).filter(|other| other.confidence >= clarify);
        let others: Vec<Target> = others.take(3).map(|other| other.target.clone()).collect();
        if again || others.is_empty() {
            self.memory.step = Step::Open;
            self.know_no_more(&Topic { target, question }, text);
        } else {
            self.effects.push(missed(text));
            self.say("say", "repeated");
            self.say("say", "story_titles");
            self.ask_which(others);
        }
        true
    }

    fn feedback(&mut self, helped: bool) {
        let Some(Topic { target, .. }) = self.memory.topic.clone() else { return };
        self.effects.push(Effect::Feedback {
            card: target.card().map(ToString::to_string),
            article: target.article().map(ToString::to_string),
            helped,
        });
    }

    /// “Yes” or “no” to “did that help?”, by button or in words.
    pub(super) fn confirmed(&mut self, helped: bool) {
        if self.memory.topic.is_none() || !matches!(self.memory.step, Step::Confirming | Step::Open) {
            return self.stale();
        }
        self.feedback(helped);
        if helped {
            self.memory.refused.clear();
            self.memory.misses = 0;
            self.memory.step = Step::Open;
            if self.memory.paused.is_some() {
                return self.resume();
            }
            if let Some(next) = self.memory.queue.pop() {
                let heard = self.brain.cues.hear(&next, &self.brain.reader);
                return self.hear_question(&next, &heard);
            }
            if self.reminds_of_form() {
                return;
            }
            self.say_and_ask("good");
            return self.act(TurnAction::Smalltalk);
        }
        self.not_helped();
    }

    /// “That does not help”, with nothing before it that asked: about what was answered last, if anything
    /// was; else something went wrong that has not been said.
    pub(super) fn complained(&mut self, text: &str, heard: &Heard) {
        if self.memory.topic.is_none() {
            return self.upset();
        }
        self.memory.step = Step::Confirming;
        if heard.words() > 6 { self.not_helped_because(text, heard) } else { self.confirmed(false) }
    }

    /// Tries the next candidates, and asks what was missing.
    fn not_helped(&mut self) {
        if let Some(topic) = self.memory.topic.clone() {
            self.memory.refuse(topic.target);
        }
        self.memory.misses = self.memory.misses.max(1);
        let question = self.memory.topic.as_ref().map(|topic| topic.question.clone()).unwrap_or_default();
        let next = self.consider(&question);
        let (_, clarify) = self.bot.thresholds();
        let offered: Vec<Target> =
            next.iter().filter(|scored| scored.confidence >= clarify).take(3).map(|s| s.target.clone()).collect();
        if !offered.is_empty() {
            self.say("say", "missing_next");
            return self.ask_which(offered);
        }
        self.say("say", "missing");
        self.act(TurnAction::Fallback);
        self.offer_button("human");
        self.memory.step = Step::Missing;
    }

    pub(super) fn not_helped_because(&mut self, text: &str, heard: &Heard) {
        self.feedback(false);
        if let Some(topic) = self.memory.topic.clone() {
            self.memory.refuse(topic.target);
        }
        self.memory.misses = self.memory.misses.max(1);
        self.memory.step = Step::Missing;
        self.hear_missing(text, heard);
    }

    /// What was missing, in the visitor's words; with the question before, if that says more.
    pub(super) fn hear_missing(&mut self, text: &str, heard: &Heard) {
        if heard.is(Cue::Cancel) {
            return self.cancel();
        }
        if heard.is(Cue::Bye) {
            return self.say_goodbye("bye");
        }
        if heard.is(Cue::None) || heard.is(Cue::InVain) || heard.is(Cue::No) && heard.words() <= 4 {
            return self.hand_off("not-helped", &HandoffTarget::default());
        }
        let mut scored = self.consider(text);
        if scored.first().is_none_or(|best| !self.answers(best))
            && let Some(question) = self.memory.queries.last().cloned()
        {
            let together = self.consider(&format!("{question} {text}"));
            if together.first().is_some_and(|best| self.answers(best)) {
                scored = together;
            }
        }
        match scored.first() {
            Some(best) if self.answers(best) => {
                let (target, confidence) = (best.target.clone(), best.confidence);
                self.memory.asked(text);
                self.answer(&target, text, confidence);
            }
            _ if heard.small_talk().is_some() => {
                self.small_talk(heard);
            }
            _ => {
                self.memory.step = Step::Open;
                self.doubt(text, heard, &scored);
            }
        }
    }
}
