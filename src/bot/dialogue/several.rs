//! Several questions in one message: each is answered, one after the other, and what stays open is named.

use super::{Cue, Heard, Scored, Talk, Target, answering::LIKELY};
use crate::{
    base::ArticleKey,
    bot::{bot::missed, brain::SAME_WORDS},
};

/// How many questions of one message are answered at once.
const MOST_QUESTIONS: usize = 3;
/// How many parts of a message are looked at.
const MOST_PARTS: usize = 6;
/// Each of two questions joined by “and” has at least so many words.
const JOINED_WORDS: usize = 2;
/// So many “and”s are tried where nothing says that a question begins behind one.
const MOST_TRIED: usize = 3;
/// Longer messages tell a story; their “and”s join no questions.
const MOST_JOINED: usize = 30;
/// Each of two statements is so sure by itself.
const STANDS_ALONE: f32 = 0.75;
/// Of so few words a second thing may want the frame of the first.
const FEW: usize = 3;

/// The questions of one message.
#[derive(Default)]
struct Parts {
    /// What has an answer.
    found: Vec<Found>,
    /// What is asked, and has none for sure: with what may help, if anything may.
    open: Vec<Unanswered>,
}

/// A question that nothing answers for sure, and what may help with it.
#[derive(Debug, Clone)]
pub(super) struct Unanswered {
    question: String,
    may_help: Option<Target>,
}

/// A question and its answer.
struct Found {
    question: String,
    best: Scored,
    /// The section of an article that answers.
    section: Option<(ArticleKey, String)>,
}

impl Talk<'_> {
    /// Several questions in one message, answered one after the other; `whole` is what the message as one is
    /// answered with.
    pub(super) fn answer_several(&mut self, text: &str, heard: &Heard, whole: &[Scored]) -> bool {
        let parts: Vec<String> = sentences(text).iter().flat_map(|part| self.joined_questions(part)).collect();
        let (kept, sections) = ((self.turn.candidates.clone(), self.turn.confidence), self.sections.clone());
        let mut said = if parts.len() < 2 { Parts::default() } else { self.look_at(parts) };
        if said.found.len() < 2 && whole.first().is_none_or(|best| best.confidence < SAME_WORDS && !best.by_rule) {
            said = self.joined_statements(text, whole).unwrap_or(said);
        }
        (self.turn.candidates, self.turn.confidence) = kept;
        if said.found.is_empty() || said.found.len() + said.open.len() < 2 {
            self.sections = sections;
            return false;
        }
        self.memory.asked(text);
        self.apologise(heard);
        if said.found.len() > 1 {
            self.say("say", "many");
        }
        self.tell_all(said);
        true
    }

    /// What answers each part. One that goes on from the part before it (“and on Windows?”) is read with that.
    fn look_at(&mut self, parts: Vec<String>) -> Parts {
        let mut out = Parts::default();
        let mut before = String::new();
        for part in parts.into_iter().take(MOST_PARTS) {
            let follows = self.brain.cues.hear(&part, &self.brain.reader).is(Cue::Follow) && !before.is_empty();
            let mut best = self.answer_to(&part);
            if best.is_none() && follows {
                best = self.answer_to(&format!("{before} {part}"));
            }
            match best {
                Some(found) if out.found.iter().any(|known| known.best.target == found.best.target) => {}
                Some(found) if out.found.len() < MOST_QUESTIONS => {
                    out.found.push(Found { question: part.clone(), ..found })
                }
                Some(found) => out.open.push(Unanswered { question: part.clone(), may_help: Some(found.best.target) }),
                None if self.asks_something(&part) => {
                    let may_help = self.may_help(&part);
                    out.open.push(Unanswered { question: part.clone(), may_help });
                }
                None => {}
            }
            before = part;
        }
        out
    }

    /// What may help with a question that nothing answers for sure.
    pub(super) fn may_help(&self, question: &str) -> Option<Target> {
        let (_, clarify) = self.bot.thresholds();
        let (scored, _) = self.surest_reading(question);
        let best = scored.into_iter().next()?;
        (best.confidence >= clarify.max(LIKELY)).then_some(best.target)
    }

    fn answer_to(&mut self, part: &str) -> Option<Found> {
        let best = self.consider(part).into_iter().next().filter(|best| self.answers(best))?;
        let section = best.target.article().and_then(|article| self.sections.get_key_value(article));
        let section = section.map(|(article, anchor)| (article.clone(), anchor.clone()));
        Some(Found { question: part.to_owned(), best, section })
    }

    /// Two statements joined by “and”, each of which is answered by something else.
    fn joined_statements(&mut self, text: &str, whole: &[Scored]) -> Option<Parts> {
        let text = text.rsplit_once(':').map_or(text, |(_, list)| list);
        let words: Vec<&str> = text.split_whitespace().collect();
        if words.len() > MOST_JOINED {
            return None;
        }
        let ands = self.brain.phrases.list("introduce", "ands");
        let is_and = |at: usize| words.get(at).is_some_and(|word| ands.contains(&folded(word).as_str()));
        let cuts = (JOINED_WORDS..words.len()).filter(|at| is_and(*at) && !is_and(at - 1)).take(MOST_TRIED);
        for cut in cuts.collect::<Vec<_>>() {
            let first = words[..cut].join(" ");
            let from = (cut + 1..words.len()).find(|at| !is_and(*at))?;
            let seconds = [Some(words[from..].join(" ")), framed(&words[..cut], &words[from..])];
            let Some(one) = self.answer_to(&first) else { continue };
            for second in seconds.into_iter().flatten() {
                let Some(two) = self.answer_to(&second) else { continue };
                if self.are_two(&one, &two, whole) {
                    return Some(Parts { found: vec![one, two], open: Vec::new() });
                }
            }
        }
        None
    }

    /// “My site is down and I lose money” is one thing, “renew and manage a licence” may be the title of one: of two,
    /// neither is an answer to the other, and what answers the whole is not called by both.
    fn are_two(&self, one: &Found, two: &Found, whole: &[Scored]) -> bool {
        let stands = |found: &Found| {
            found.best.confidence >= STANDS_ALONE && self.brain.reader.telling(&found.question) >= JOINED_WORDS
        };
        if one.best.target == two.best.target || !stands(one) || !stands(two) {
            return false;
        }
        let likely = |found: &Found, target: &Target| {
            let (scored, _) = self.surest_reading(&found.question);
            scored.iter().any(|scored| scored.target == *target && scored.confidence >= LIKELY)
        };
        let names_both = whole.first().is_some_and(|best| {
            let names = self.questions_of(&best.target).join(" ");
            [one, two].into_iter().all(|found| {
                let tells = self.telling_words(&found.question);
                self.held(&tells, &names) * 2 >= tells.len()
            })
        });
        !likely(one, &two.best.target) && !likely(two, &one.best.target) && !names_both
    }

    fn tell_all(&mut self, said: Parts) {
        let Parts { mut found, open } = said;
        // What asks for slots comes last, so that its question ends the turn.
        found.sort_by_key(|found| self.takes_time(&found.best.target));
        let last = found.len() - 1;
        self.effects.extend(open.iter().map(|part| missed(&part.question)));
        self.open = open;
        for (at, Found { question, best, section }) in found.into_iter().enumerate() {
            self.sections = section.into_iter().collect();
            if at < last && self.takes_time(&best.target) {
                self.memory.queue.push(question);
            } else if at < last {
                self.tell(&best.target);
            } else {
                if self.takes_time(&best.target) {
                    self.say_what_stays_open();
                }
                self.answer(&best.target, &question, best.confidence);
            }
        }
    }

    /// Which questions of the message have no answer; once.
    pub(super) fn say_what_stays_open(&mut self) {
        for Unanswered { question, may_help } in std::mem::take(&mut self.open) {
            let question = question.trim_matches(|c: char| c.is_whitespace() || ",;:.".contains(c)).to_owned();
            match may_help {
                Some(target) => self.say_what_may_help(&question, &target),
                None => self.say_with("say", "unanswered", &[("question", &question)]),
            }
        }
    }

    /// “On …, this may help”, with a button.
    pub(super) fn say_what_may_help(&mut self, question: &str, target: &Target) {
        let title = self.title(target).unwrap_or_default();
        self.say_with("say", "may_help", &[("question", question), ("title", title)]);
        self.offer(target.to_string(), title);
    }

    /// “How do I pay and where is my invoice”: cut before each word that begins a question.
    fn joined_questions(&self, text: &str) -> Vec<String> {
        let (ands, asks) = (self.brain.phrases.list("introduce", "ands"), self.brain.phrases.list("introduce", "asks"));
        let before_asks = self.brain.phrases.list("introduce", "before_asks");
        let words: Vec<&str> = text.split_whitespace().collect();
        let plain: Vec<String> = words.iter().map(|word| folded(word)).collect();
        let asks_at = |at: usize| plain.get(at).is_some_and(|word| asks.contains(&word.as_str()));
        let begins = |at: usize| {
            asks_at(at) || (plain.get(at).is_some_and(|word| before_asks.contains(&word.as_str())) && asks_at(at + 1))
        };
        let mut parts = Vec::new();
        // “And where …” at the beginning joins it to the sentence before.
        let mut from = usize::from(plain.first().is_some_and(|word| ands.contains(&word.as_str())) && begins(1));
        for at in 1..words.len().saturating_sub(JOINED_WORDS) {
            let is_and = |at: usize| plain.get(at).is_some_and(|word| ands.contains(&word.as_str()));
            // “… and also how …”
            let next = (at + 1..plain.len()).find(|at| !is_and(*at)).unwrap_or(at + 1);
            let joined = is_and(at) && begins(next);
            // “How much is it, do you have helmets and can I …”
            let listed = words[at].ends_with(',') && begins(at + 1) && self.asks_something(&words[from..=at].join(" "));
            if joined && at >= from + JOINED_WORDS {
                parts.push(words[from..at].join(" "));
                from = next;
            } else if listed && at + 1 >= from + JOINED_WORDS {
                parts.push(words[from..=at].join(" "));
                from = at + 1;
            }
        }
        parts.push(words[from..].join(" "));
        parts
    }

    /// Whether a part is a question about something: with a sign, or by how it begins.
    pub(super) fn asks_something(&self, part: &str) -> bool {
        let first = part.split_whitespace().next().map(folded).unwrap_or_default();
        let asks = self.brain.phrases.list("introduce", "asks").contains(&first.as_str());
        let polite = super::chatting::without_prefix(part, &self.brain.phrases.list("introduce", "polite"));
        (asks || part.trim_end().ends_with('?')) && self.brain.reader.telling(&polite) > 0
    }

    /// Whether a card asks or looks something up before it answers.
    fn takes_time(&self, target: &Target) -> bool {
        self.card(target).is_some_and(|card| card.action.is_some() || !self.asks(card).is_empty())
    }
}

fn folded(word: &str) -> String {
    crate::bot::words::split(word).concat()
}

/// “Do you have helmets and child seats?”: the second thing in the frame of the first, “do you have child seats?”.
fn framed(first: &[&str], second: &[&str]) -> Option<String> {
    if second.len() > FEW {
        return None;
    }
    let again = second.first().map(|word| folded(word));
    let at = first.iter().rposition(|word| Some(folded(word)) == again).unwrap_or(first.len().saturating_sub(1));
    (at > 0).then(|| [&first[..at], second].concat().join(" "))
}

/// The sentences of a message that may be questions of their own: at least two words each, or one that asks.
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
    let asks_or_long = |part: &String| {
        part.split_whitespace().count() >= 2
            || (part.ends_with('?') && part.chars().filter(|c| c.is_alphabetic()).count() >= 4)
    };
    out.into_iter().map(|part| part.trim().to_owned()).filter(asks_or_long).collect()
}
