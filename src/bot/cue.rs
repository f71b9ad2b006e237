//! What a message does rather than asks: greets, thanks, agrees, refuses, wants a person, swears.
//! The rules stand with the phrases, so that each locale has its own.

use std::collections::BTreeSet;

use rayon::prelude::*;

mod person;
mod short;

use person::{People, Says};
use short::{Short, squeezed};

use super::{
    pattern::{Rules, length},
    phrases::Phrases,
    words::{Reader, split},
};
use crate::{
    base::Locale,
    text::{edit_cost, fold},
};

/// What a message does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cue {
    /// Wants a person.
    Human,
    /// Wants to stop what is going on.
    Cancel,
    /// Leaves a question out.
    Skip,
    /// Wants to correct what was said.
    Correct,
    /// Agrees.
    Yes,
    /// Disagrees.
    No,
    /// None of what was offered.
    None,
    /// Greets.
    Hello,
    /// Thanks.
    Thanks,
    /// Takes leave.
    Bye,
    /// Asks how the bot is.
    HowAreYou,
    /// Asks who or what the bot is.
    Who,
    /// Asks what the bot can do, or only for help.
    WhatCan,
    /// Swears at the bot.
    Insult,
    /// Praises.
    Compliment,
    /// Wants to be amused.
    Joke,
    /// Nods.
    Ok,
    /// Is unhappy about something.
    Complaint,
    /// Says that an answer was none.
    Unhelpful,
    /// Vents, and says nothing else.
    Upset,
    /// Does not know what is asked of them.
    Explain,
    /// Goes on from what was said before.
    Follow,
    /// Has the same question about another one.
    Another,
    /// Is in trouble: asks for help, has tried everything.
    Trouble,
    /// Says a name.
    Name,
    /// Asks when the team will answer.
    WhenReply,
    /// Asks which languages are spoken.
    Languages,
    /// Does not know.
    Unsure,
    /// Wants the request closed.
    Withdraw,
    /// Has no e-mail address.
    NoEmail,
    /// Is in danger, by their own hand.
    Crisis,
    /// May well want a person, if nothing answers.
    PersonPerhaps,
    /// Does not want a person.
    NoPerson,
    /// Has tried or known what was answered, in vain; told by its words, not by rules.
    InVain,
}

const ALL: [(Cue, &str); 31] = [
    (Cue::Human, "human"),
    (Cue::Cancel, "cancel"),
    (Cue::Skip, "skip"),
    (Cue::Correct, "correct"),
    (Cue::Yes, "yes"),
    (Cue::No, "no"),
    (Cue::None, "none"),
    (Cue::Hello, "hello"),
    (Cue::Thanks, "thanks"),
    (Cue::Bye, "bye"),
    (Cue::HowAreYou, "how_are_you"),
    (Cue::Who, "who"),
    (Cue::WhatCan, "what_can"),
    (Cue::Insult, "insult"),
    (Cue::Compliment, "compliment"),
    (Cue::Joke, "joke"),
    (Cue::Ok, "ok"),
    (Cue::Complaint, "complaint"),
    (Cue::Unhelpful, "unhelpful"),
    (Cue::Upset, "upset"),
    (Cue::Explain, "explain"),
    (Cue::Follow, "follow"),
    (Cue::Another, "another"),
    (Cue::Trouble, "trouble"),
    (Cue::Name, "name"),
    (Cue::WhenReply, "when_reply"),
    (Cue::Languages, "languages"),
    (Cue::Unsure, "unsure"),
    (Cue::Withdraw, "withdraw"),
    (Cue::Crisis, "crisis"),
    (Cue::NoEmail, "no_email"),
];

/// The rules of one locale.
#[derive(Default)]
pub struct Cues {
    rules: Rules,
    cues: Vec<Cue>,
    /// The rules for the wish for a person once more, and their words, folded.
    wish: Rules,
    wishes: BTreeSet<String>,
    people: People,
    short: Short,
    /// Words of the rules for anger.
    vents: BTreeSet<String>,
    /// Words of any rule: nobody's name.
    words: BTreeSet<String>,
    /// “Or”.
    ors: BTreeSet<String>,
    /// The other languages: who wishes for a person in one of them is not asked to switch first, who
    /// greets or thanks is known by it.
    elsewhere: Vec<Elsewhere>,
}

/// What is understood of another language.
struct Elsewhere {
    locale: Locale,
    reader: Reader,
    /// Its letters lie beyond those of Latin: a text without any such letter is not in it.
    beyond_latin: bool,
    rules: Rules,
    /// What each of the rules does.
    does: Vec<Cue>,
    people: People,
}

/// Letters of a word that a slip is looked for in, beyond these; and words of a message.
const SHORT: usize = 3;
const MOST_WORDS: usize = 10;
/// So many bits of small talk follow one another.
const MOST_CHAINED: usize = 4;
/// What a slip may cost: any, and in a short word two letters swapped.
const ONE_SLIP: f32 = 1.2;
const A_SWAP: f32 = 0.85;

/// Faces and hands that say something without a word.
const SIGNS: [(Cue, &str); 4] =
    [(Cue::Yes, "👍👌✅"), (Cue::Thanks, "🙏❤🙂😊😀😃😄🥰"), (Cue::No, "👎❌"), (Cue::Upset, "😡😠🤬😤")];

/// The cues of one message.
#[derive(Debug, Clone, Default)]
pub struct Heard {
    cues: BTreeSet<Cue>,
    words: usize,
    courtesy: Option<(Locale, Cue)>,
}

impl Cues {
    /// Compiles the rules; one that cannot be read is left out (`check` names it).
    #[must_use]
    pub fn new(phrases: &Phrases, reader: &Reader) -> Self {
        let mut out = Self::default();
        for (cue, key) in ALL {
            for pattern in phrases.list("cues", key) {
                if out.rules.add(pattern, reader).is_ok() {
                    out.cues.push(cue);
                }
                let words = pattern.split(|c: char| !c.is_alphabetic()).map(fold);
                let words: Vec<String> = words.filter(|word| word.chars().count() > SHORT).collect();
                match cue {
                    Cue::Human if out.wish.add(pattern, reader).is_ok() => out.wishes.extend(words.iter().cloned()),
                    Cue::Complaint | Cue::Upset | Cue::Insult => out.vents.extend(words.iter().cloned()),
                    _ => {}
                }
                out.words.extend(words);
            }
        }
        out.people = People::new(phrases, reader);
        out.ors = phrases.list("introduce", "ors").into_iter().map(str::to_owned).collect();
        out.short = Short::new(phrases);
        out.elsewhere =
            Phrases::built_in_others(phrases).par_iter().map(|(locale, other)| Elsewhere::new(locale, other)).collect();
        out
    }

    /// What a message does.
    #[must_use]
    pub fn hear(&self, text: &str, reader: &Reader) -> Heard {
        let text = squeezed(text);
        let text = &*self.short.written_out(&text);
        let mut heard = self.hear_own(text, reader);
        if heard.is_silent() {
            heard = self.hear_chain(text, reader);
        }
        let (says, courtesy) = self.hear_elsewhere(text);
        self.hear_of_people(&mut heard, text, says, reader);
        // “Am I talking to a person or to a robot?” wishes for neither.
        if heard.is(Cue::Who) && split(text).iter().any(|word| self.ors.contains(word)) {
            heard.cues.remove(&Cue::Human);
            heard.cues.remove(&Cue::PersonPerhaps);
        }
        if heard.is_silent() {
            heard = self.hear_simplified(text, reader);
        }
        // What is said in this language is said in no other, whatever it means there: Spanish “vale”.
        if heard.cues.iter().all(|cue| matches!(cue, Cue::Follow | Cue::Human | Cue::PersonPerhaps | Cue::Complaint)) {
            heard.courtesy = courtesy;
        }
        if !text.contains(char::is_alphanumeric) {
            heard
                .cues
                .extend(SIGNS.iter().filter(|(_, signs)| text.contains(|c| signs.contains(c))).map(|(cue, _)| *cue));
        }
        heard.words = length(text, reader);
        heard
    }

    /// What is wanted, where something else is not: “I don't want to cancel, just pause it”.
    #[must_use]
    pub fn without_denied_wish(&self, text: &str, instead: &[&str]) -> Option<String> {
        self.people.without_denied_wish(text, instead)
    }

    /// Whether a word only frames a wish: “I want”, “please”.
    #[must_use]
    pub fn frames_a_wish(&self, word: &str) -> bool {
        self.people.frames_a_wish(word)
    }

    /// Whether a folded word is one that the wish for a person is made of.
    #[must_use]
    pub fn wishes_with(&self, word: &str) -> bool {
        self.wishes.contains(word)
    }

    /// Whether a folded word is one that anger is made of.
    #[must_use]
    pub fn vents_with(&self, word: &str) -> bool {
        self.vents.contains(word)
    }

    /// Whether a folded word is one of any rule.
    #[must_use]
    pub fn rules_hold(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// “Good morning, how are you?”: small talk after small talk, the last of it is answered.
    fn hear_chain(&self, text: &str, reader: &Reader) -> Heard {
        let parts: Vec<&str> = text.split([',', '!', '?', '.', '¿', '¡', ';', '\n']).map(str::trim).collect();
        let parts: Vec<&str> = parts.into_iter().filter(|part| part.contains(char::is_alphanumeric)).collect();
        let mut last = Heard::default();
        if !(2..=MOST_CHAINED).contains(&parts.len()) {
            return last;
        }
        for part in parts {
            let heard = self.hear_own(part, reader);
            if heard.small_talk().is_none() && !heard.is(Cue::Ok) {
                return Heard::default();
            }
            last = heard;
        }
        last
    }

    /// “Helo” is this language's own greeting with a letter too few, no other language's.
    fn hear_simplified(&self, text: &str, reader: &Reader) -> Heard {
        let simple = |word: &str| {
            let letters: Vec<char> = word.chars().collect();
            letters.chunk_by(|a, b| a == b).map(|run| run[0]).collect::<String>()
        };
        let word = fold(text.trim_matches(|c: char| !c.is_alphanumeric()));
        if word.contains(' ') || word.chars().count() <= SHORT {
            return Heard::default();
        }
        let alike = self.words.iter().filter(|known| simple(known) == simple(&word));
        let heard = alike.map(|known| self.hear_own(known, reader));
        heard.into_iter().find(|heard| heard.small_talk().is_some()).unwrap_or_default()
    }

    /// Whether a person is wished for or refused, by rule, by grammar, with a slip, or in another language.
    fn hear_of_people(&self, heard: &mut Heard, text: &str, elsewhere: Option<Says>, reader: &Reader) {
        let mut own = self.people.read(text, reader);
        let may_slip = !heard.is(Cue::Human) && own.is_none_or(|own| own == Says::Perhaps);
        let slip = if may_slip { self.wishes_misspelt(text, reader) } else { None };
        let text = slip.as_deref().unwrap_or(text);
        if slip.is_some() {
            own = self.people.read(text, reader);
        }
        let mut wishes = heard.cues.remove(&Cue::Human) || slip.is_some();
        let refuses = own == Some(Says::Refuses);
        if refuses {
            let rest = self.people.without_refusals(text, reader);
            wishes = self.hear_own(&rest, reader).is(Cue::Human);
        }
        let says = match own {
            _ if wishes || own == Some(Says::Wishes) => Cue::Human,
            _ if refuses || elsewhere == Some(Says::Refuses) => Cue::NoPerson,
            _ if elsewhere == Some(Says::Wishes) => Cue::Human,
            Some(Says::Perhaps) => Cue::PersonPerhaps,
            _ => return,
        };
        heard.cues.insert(says);
    }

    /// A message without what refuses a person in it.
    #[must_use]
    pub fn without_refusals(&self, text: &str, reader: &Reader) -> String {
        let rest = self.people.without_refusals(text, reader);
        let whole = || self.elsewhere.iter().any(|other| other.people.read_whole(text) == Some(Says::Refuses));
        if self.people.read(text, reader) != Some(Says::Refuses) && whole() { String::new() } else { rest }
    }

    /// Whether a person is wished for in another language, and the courtesy that a message is in one.
    fn hear_elsewhere(&self, text: &str) -> (Option<Says>, Option<(Locale, Cue)>) {
        let (mut wishes, mut courtesy): (_, Option<(Locale, Cue)>) = (None, None);
        let beyond = text.contains(is_beyond_latin);
        for other in self.elsewhere.iter().filter(|other| beyond || !other.beyond_latin) {
            let says = other.people.read_whole(text);
            wishes = wishes.or(says);
            for fit in other.rules.fits(text, &other.reader) {
                let does = other.does[fit.rule];
                // “Ciao” greets in one language and takes leave in another: who comes greets.
                let greets = does == Cue::Hello && courtesy.as_ref().is_some_and(|(_, known)| *known != Cue::Hello);
                match does {
                    Cue::Human if says.is_none() => wishes = Some(Says::Wishes),
                    Cue::Human => {}
                    does if courtesy.is_none() || greets => courtesy = Some((other.locale.clone(), does)),
                    _ => {}
                }
            }
        }
        (wishes, courtesy)
    }

    /// The wish for a person as it was meant, where one slip stands between it and a short message: whoever is tired
    /// of the bot types fast.
    fn wishes_misspelt(&self, text: &str, reader: &Reader) -> Option<String> {
        let words: Vec<String> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(fold).collect();
        let wishes = |text: &String| !self.wish.fits(text, reader).is_empty();
        let tries = |at: usize| {
            let word = &words[at];
            let most = if word.chars().count() > SHORT + 1 { ONE_SLIP } else { A_SWAP };
            let is_near = |cost: f32| cost > 0.0 && cost <= most;
            let alike = self.wishes.iter().filter(|known| may_be_slip(word, known));
            let mut near = alike.filter(|known| edit_cost(word, known, ONE_SLIP).is_some_and(is_near));
            near.find_map(|known| {
                let mut mended = words.clone();
                mended[at].clone_from(known);
                Some(mended.join(" ")).filter(wishes)
            })
        };
        let may_be = |word: &String| word.chars().count() > SHORT && !self.wishes.contains(word);
        let long = |at: &usize| words.len() <= MOST_WORDS && may_be(&words[*at]);
        (0..words.len()).filter(long).find_map(tries)
    }

    /// The same by the locale's own rules alone, its words not counted.
    #[must_use]
    pub fn hear_own(&self, text: &str, reader: &Reader) -> Heard {
        let cues = self.rules.fits(text, reader).into_iter().map(|fit| self.cues[fit.rule]).collect();
        Heard { cues, ..Heard::default() }
    }
}

/// One slip leaves the beginning or the end of a word as it was. Few words pass, and fast.
fn may_be_slip(typed: &str, word: &str) -> bool {
    typed.len().abs_diff(word.len()) <= SHORT
        && (typed.chars().next() == word.chars().next() || typed.chars().next_back() == word.chars().next_back())
}

impl Elsewhere {
    fn new(locale: &Locale, phrases: &Phrases) -> Self {
        let reader = Reader::new(locale);
        let (mut rules, mut does) = (Rules::default(), Vec::new());
        for (cue, key) in [(Cue::Human, "human"), (Cue::Hello, "hello"), (Cue::Thanks, "thanks"), (Cue::Bye, "bye")] {
            for pattern in phrases.list("cues", key) {
                rules.add(pattern, &reader).expect("the built-in rules can be read (tested)");
                does.push(cue);
            }
        }
        let beyond_latin = phrases.say("time", "language", 0).contains(is_beyond_latin);
        let people = People::new(phrases, &reader);
        Self { locale: locale.clone(), reader, beyond_latin, rules, does, people }
    }
}

/// Greek is the first script behind Latin.
fn is_beyond_latin(c: char) -> bool {
    c >= '\u{370}' && c.is_alphabetic()
}

impl Heard {
    /// Whether the message does this.
    #[must_use]
    pub fn is(&self, cue: Cue) -> bool {
        self.cues.contains(&cue)
    }

    /// Whether it does nothing of the kind.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.cues.is_empty()
    }

    /// Takes it for doing this too.
    pub fn add(&mut self, cue: Cue) {
        self.cues.insert(cue);
    }

    /// Number of words.
    #[must_use]
    pub fn words(&self) -> usize {
        self.words
    }

    /// The other language that the message greets, thanks or takes leave in.
    #[must_use]
    pub fn language(&self) -> Option<&Locale> {
        self.courtesy.as_ref().map(|(locale, _)| locale)
    }

    /// Takes a courtesy in another language for one in this.
    pub fn take_courtesy(&mut self) {
        self.cues.extend(self.courtesy.as_ref().map(|(_, cue)| *cue));
    }

    /// The small talk that the whole message is, if it is.
    #[must_use]
    pub fn small_talk(&self) -> Option<Cue> {
        [
            Cue::Insult,
            Cue::Upset,
            Cue::Who,
            Cue::Languages,
            Cue::Unsure,
            Cue::HowAreYou,
            Cue::WhatCan,
            Cue::Thanks,
            Cue::Bye,
            Cue::Hello,
            Cue::Compliment,
            Cue::Joke,
        ]
        .into_iter()
        .find(|cue| self.is(*cue))
    }
}

#[cfg(test)]
mod tests;
