//! Listening: the question in the middle of a wordy message, long stories, complaints, and thanks in any wording.

use super::{Cue, Heard, Scored, Step, Talk, Target, TurnAction, answering::LIKELY, chatting::looks_like_name};
use crate::{
    bot::{bot::missed, words::split},
    kb::HandoffTarget,
};

/// From so many words a message may say more than its question.
const WORDY: usize = 9;
/// Thanks and goodbyes in passing are short.
const IN_PASSING: usize = 10;
/// A salutation or a signature has so many words at most.
const FRAME: usize = 6;
/// A part has at least so many words.
const PART: usize = 3;
/// So many parts of a message are looked at.
const MOST_PARTS: usize = 12;
/// So many telling words make a complaint that says what of.
const SAYS_WHAT: usize = 2;

/// The subject of a complaint has so many words at most.
const MOST_SUBJECT: usize = 3;
/// Shorter words are numbers and the like.
const SUBJECT: usize = 4;

impl Talk<'_> {
    /// Somebody is in danger: says so kindly, names help, and offers a person.
    pub(super) fn care(&mut self) {
        self.say("say", "crisis");
        self.offer_button("human");
        self.act(TurnAction::Smalltalk);
        self.memory.step = Step::Open;
    }

    /// A letter without “Dear team,” and without “Kind regards, Bob”; nothing where there is no such frame.
    pub(super) fn without_frame(&self, text: &str) -> Option<String> {
        let list = |key: &str| self.brain.phrases.list("introduce", key);
        let (salutations, sign_offs) = (list("salutations"), list("sign_offs"));
        let begins = |part: &str, known: &[&str]| {
            let said = format!("{} ", split(part).join(" "));
            known.iter().any(|known| said.starts_with(&format!("{known} ")))
        };
        let mut rest = text;
        if let Some(end) = rest.find(['!', ',', ':', '\n']).filter(|end| {
            // A line that only greets opens a letter.
            let greets = || self.brain.cues.hear_own(&rest[..*end], &self.brain.reader).is(Cue::Hello);
            let line =
                || text.contains('\n') && rest[*end..].trim_start_matches([':', ',', '!', ' ', '.']).starts_with('\n');
            begins(rest, &salutations) || line() && greets()
        }) && split(&rest[..end]).len() <= FRAME
        {
            rest = rest[end + 1..].trim_start();
        }
        let mut ends: Vec<usize> =
            rest.match_indices(['.', '!', '?', '\n', ',']).map(|(at, sign)| at + sign.len()).collect();
        ends.reverse();
        // Thanks in the same line may be all that matters: “that will do, thanks”.
        let thanks = list("thanks_words");
        let closes = |at: &&usize| {
            let (before, after) = rest.split_at(**at);
            let first = split(after).into_iter().next().unwrap_or_default();
            begins(after, &sign_offs)
                && split(after).len() <= FRAME
                && (before.ends_with('\n') || !thanks.contains(&first.as_str()) || self.asks_before_thanks(before))
        };
        if let Some(end) = ends.iter().find(closes) {
            rest = rest[..*end].trim_end_matches([',', '\n', ' ']);
        }
        let says_more = rest.len() < text.len() && split(rest).len() >= 2 && !begins(rest, &sign_offs);
        says_more.then(|| rest.trim().to_owned())
    }

    /// Who has signed a letter, under “Kind regards”, is called that.
    pub(super) fn learn_signature(&mut self, text: &str) {
        let sign_offs = self.brain.phrases.list("introduce", "sign_offs");
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).rev();
        let (Some(last), Some(before)) = (lines.next(), lines.next()) else { return };
        let signs = sign_offs.contains(&split(before).join(" ").as_str());
        let capital = last.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
        if signs && capital && looks_like_name(last) && self.memory.name.is_none() {
            self.memory.name = Some(last.trim_end_matches('.').to_owned());
        }
    }

    /// “Kind regards, Bob” and nothing else takes leave.
    fn only_signs_off(&self, text: &str) -> bool {
        let words: Vec<&str> = text.split_whitespace().collect();
        let named = |word: &&&str| word.starts_with(char::is_uppercase);
        let of = |end: usize| split(&words[..end].join(" ")).join(" ");
        let sign_offs = self.brain.phrases.list("introduce", "sign_offs");
        let signs = |end: &usize| sign_offs.contains(&of(*end).as_str()) && *end + MOST_SUBJECT >= words.len();
        let Some(end) = (1..=words.len().min(FRAME)).rev().find(signs) else { return false };
        end > 1 && words[end..].iter().filter(named).count() == words.len() - end
    }

    /// “I'd like to cancel. Thanks, Bob”: the thanks only end a sentence that wants something. “It works. Thanks” is
    /// all about them.
    fn asks_before_thanks(&self, before: &str) -> bool {
        let words = split(before);
        let helped = self.brain.phrases.list("introduce", "helped_words");
        let heard = self.brain.cues.hear_own(before, &self.brain.reader);
        before.trim_end().ends_with(['.', '?', '!'])
            && heard.small_talk().is_none()
            && ![Cue::Yes, Cue::No, Cue::Ok, Cue::Cancel].into_iter().any(|cue| heard.is(cue))
            && !words.iter().any(|word| helped.contains(&word.as_str()))
            && self.brain.reader.telling(before) > 0
    }

    /// What a message wants, without the clauses that only tell a name or an address: “my name is Juan and my mail
    /// is …, I would like an offer”. Nothing where there are none, or nothing else.
    pub(super) fn without_details(&self, text: &str) -> Option<String> {
        let introduced = |clause: &str| {
            let heard = self.brain.cues.hear_own(clause, &self.brain.reader);
            heard.is(Cue::Name) || self.introduced(clause, &heard).is_some_and(|(_, nothing_else)| nothing_else)
        };
        let only_tells = |clause: &str| {
            let address = crate::bot::mask::find_email(clause).or_else(|| crate::bot::mask::find_phone(clause));
            let bare = address.map(|address| clause.replace(address, " "));
            bare.is_some_and(|bare| !self.says_more_than_an_address(&bare))
                || (introduced(clause) && clause.split_whitespace().count() <= FRAME)
        };
        let clauses = self.clauses(text);
        let kept: Vec<&str> = clauses.iter().copied().filter(|clause| !only_tells(clause)).collect();
        let rest = kept.join(", ");
        (kept.len() < clauses.len() && self.brain.reader.says_something(&rest)).then_some(rest)
    }

    /// Whether the wish for a person is one, and not told of in a story that a card has asked for: “a person told me
    /// that you would ring”.
    pub(super) fn wishes_now(&self, text: &str) -> bool {
        let Step::Asking(asking) = &self.memory.step else { return true };
        let tells = self.asked(asking).is_some_and(|(_, ask)| !super::asking::is_strict(ask));
        let wish = |part: &str| {
            part.split_whitespace().count() < WORDY && self.brain.cues.hear_own(part, &self.brain.reader).is(Cue::Human)
        };
        !tells || text.split_whitespace().count() < WORDY || text.split([',', '.', ';', '!', '\n']).any(wish)
    }

    /// Thanks or takes leave in words that no rule has (“ay, muchas gracias, hijo”), and asks nothing.
    pub(super) fn hear_in_passing(&self, text: &str, heard: &mut Heard) {
        let does_else = [
            Cue::Human,
            Cue::Cancel,
            Cue::Complaint,
            Cue::Unhelpful,
            Cue::Correct,
            Cue::None,
            Cue::WhenReply,
            Cue::Name,
        ];
        let says_else = heard.small_talk().is_some() || does_else.into_iter().any(|cue| heard.is(cue));
        if says_else || heard.words() > IN_PASSING || text.contains('?') || text.contains(|c: char| c.is_ascii_digit())
        {
            return;
        }
        let words = split(text);
        let says = |key: &str| self.brain.phrases.holds("introduce", key, &words);
        let cue = match (says("bye_words") || self.only_signs_off(text), says("thanks_words")) {
            (true, _) => Cue::Bye,
            (_, true) if !heard.is(Cue::No) => Cue::Thanks,
            _ => return,
        };
        let (scored, _) = self.surest_reading(text);
        if scored.first().is_none_or(|best| !self.answers(best)) {
            heard.add(cue);
        }
    }

    /// “Good morning, I have an old bicycle and I would like to know what a check costs, if you would be so kind”:
    /// answers the one part of a wordy message that something answers.
    pub(super) fn answer_in_the_middle(&mut self, text: &str, heard: &Heard) -> bool {
        if heard.words() < WORDY || heard.is(Cue::Complaint) || heard.is(Cue::Trouble) {
            return false;
        }
        let kept = (self.turn.candidates.clone(), self.turn.confidence);
        let mut found: Option<(Vec<Scored>, String)> = None;
        let mut parts = self.parts(text);
        // “My booking …, can I move it?”: what asks nothing only leads up to the question.
        if parts.iter().any(|part| self.asks_something(part)) {
            parts.retain(|part| self.asks_something(part));
        } else if text.contains('?') {
            parts.clear();
        }
        for part in parts {
            let scored = self.consider(&part);
            let Some(best) = scored.first().filter(|best| self.answers(best)) else { continue };
            match &found {
                Some((other, _)) if other[0].target != best.target => {
                    found = None;
                    break;
                }
                Some((other, _)) if other[0].confidence >= best.confidence => {}
                _ => found = Some((scored, part)),
            }
        }
        let Some((scored, part)) = found else {
            (self.turn.candidates, self.turn.confidence) = kept;
            return false;
        };
        self.consider(&part);
        // What is said before the question may fill the card's slots.
        let all = text.contains(|c: char| c.is_ascii_digit()) && scored[0].target.card().is_some();
        self.answer_best(&scored, if all { text } else { &part }, heard);
        true
    }

    /// The parts between commas and stops, and what stands behind “I would like to know”.
    fn parts(&self, text: &str) -> Vec<String> {
        let polite: Vec<Vec<&str>> = self
            .brain
            .phrases
            .list("introduce", "polite")
            .into_iter()
            .map(|phrase| phrase.split(' ').collect::<Vec<_>>())
            .filter(|phrase| phrase.len() > 1)
            .collect();
        let behind = |part: &str| -> Option<String> {
            let words: Vec<&str> = part.split_whitespace().collect();
            let folded: Vec<String> = words.iter().map(|word| split(word).concat()).collect();
            let ends = |at: &usize| polite.iter().any(|phrase| folded[..*at].ends_with(&to_owned(phrase)));
            let at = (1..words.len()).rev().find(ends)?;
            Some(words[at..].join(" "))
        };
        let cut = text
            .split_inclusive(['.', ',', ';', '!', '?', '\n'])
            .map(|part| part.trim_end_matches(|c: char| c.is_whitespace() || ".,;!".contains(c)));
        let long = |part: &String| part.split_whitespace().count() >= PART;
        let both = |part: &str| [Some(part.trim().to_owned()).filter(long), behind(part)];
        cut.flat_map(both).flatten().take(MOST_PARTS).collect()
    }

    /// Titles are no answer to somebody who is angry: says sorry, asks what happened where that has not been said,
    /// the second time passes on.
    pub(super) fn vented(&mut self, text: &str) {
        self.memory.asked(text);
        self.memory.misses = self.memory.misses.saturating_add(1);
        if self.memory.misses >= 2 {
            return self.hand_off("lost", &HandoffTarget::default());
        }
        let about =
            |word: &&String| word.len() > 2 && !self.brain.reader.is_stop(word) && !self.brain.cues.vents_with(word);
        if split(text).iter().filter(about).count() < SAYS_WHAT {
            return self.upset();
        }
        // It has been said: asking again would say that nobody listened.
        self.memory.apologised = true;
        self.memory.told_story = true;
        self.offer_in_words("story_trouble");
        self.act(TurnAction::Smalltalk);
        self.memory.step = Step::Open;
    }

    /// “I've been waiting for my card for two weeks and nothing”: what is left of a complaint without the words of
    /// complaining may be what an article is about. Says sorry and suggests it; whether there was anything.
    pub(super) fn suggest_its_subject(&mut self, text: &str, heard: &Heard) -> bool {
        let about = |word: &&str| {
            let folded = split(word).concat();
            folded.chars().count() >= SUBJECT
                && self.brain.reader.tells(&folded)
                && !self.brain.cues.vents_with(&folded)
        };
        let subject: Vec<&str> = text.split_whitespace().filter(about).collect();
        if subject.is_empty() || subject.len() > MOST_SUBJECT {
            return false;
        }
        let (scored, sections) = self.surest_reading(&subject.join(" "));
        let likely = scored.iter().filter(|scored| scored.confidence >= LIKELY && scored.target.article().is_some());
        let likely: Vec<Target> = likely.take(3).map(|scored| scored.target.clone()).collect();
        if likely.is_empty() {
            return false;
        }
        self.sections = sections;
        self.turn.candidates = crate::bot::bot::candidates(&scored);
        self.memory.asked(text);
        self.apologise(heard);
        self.say("say", if likely.len() > 1 { "suggest" } else { "clarify_one" });
        self.ask_which(likely);
        self.suggest();
        true
    }

    /// A long story: whoever tells one wants to be heard. Says so, names what parts of it may be about, and
    /// offers a person at once.
    pub(super) fn heard_out(&mut self, text: &str, heard: &Heard) {
        self.memory.told_story = true;
        self.memory.asked(text);
        let kept = (self.turn.candidates.clone(), self.turn.confidence);
        let mut likely: Vec<Scored> = Vec::new();
        for part in self.parts(text) {
            likely.extend(self.consider(&part).into_iter().filter(|scored| scored.confidence >= LIKELY).take(2));
        }
        (self.turn.candidates, self.turn.confidence) = kept;
        self.sections.clear();
        likely.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        let mut offered: Vec<Target> = Vec::new();
        for scored in likely {
            if !offered.contains(&scored.target) && offered.len() < 3 {
                offered.push(scored.target);
            }
        }
        self.effects.push(missed(text));
        self.memory.apologised = true;
        let trouble = heard.is(Cue::Complaint) || heard.is(Cue::Trouble);
        self.offer_in_words(if trouble { "story_trouble" } else { "story" });
        self.turn.options.clear();
        if offered.is_empty() {
            self.say("say", "story_ask");
            self.act(TurnAction::Fallback);
            self.memory.step = Step::Open;
            return self.offer_button("human");
        }
        self.say("say", "story_titles");
        self.ask_which(offered);
    }
}

fn to_owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
