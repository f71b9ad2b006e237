//! What a message is about: whether that is known here at all, and whether what would answer it speaks of it.

use std::collections::HashSet;

use super::Brain;
use crate::{
    bot::{spelling::Mended, target::Target, words::Word},
    kb::{Card, Library},
    search::Telling,
    text::shared,
};

/// A strange word of so many letters that is mended so surely was meant to be a known one.
const LONG_ENOUGH: usize = 5;
const SURELY_MEANT: f32 = 0.92;
/// So much of the telling words' weight is what a message of few telling words is about.
const MUCH: f32 = 0.45;
const FEW_TELLING: usize = 3;
/// A word that is held no more surely than this is not held.
const HELD: f32 = 0.5;
/// What is no rarer is spoken of by many articles.
const COMMON: f32 = 0.5;
/// So much of what a message tells is lacking at least in what speaks of something else; it has no more telling words.
const SOME: f32 = 0.3;
const SHORT: usize = 4;

/// A telling word of a message, beside a card or article.
#[derive(Debug)]
struct Spoken<'a> {
    word: &'a str,
    rarity: f32,
    held: bool,
}

impl Spoken<'_> {
    fn lacks(&self) -> bool {
        !self.held && self.rarity > COMMON
    }
}

impl Brain {
    /// Whether a message is about something that is not known here: half of its telling words or more (of few: much
    /// of their weight) are strange to articles and examples alike, and one of them stands where a thing stands, behind
    /// a little word (“my dog”, “for the zoo”). “Strange” are those that the articles do not hold, `share` is their
    /// share of the weight.
    pub fn is_about_something_else(&self, text: &str, strange: &[String], share: f32) -> bool {
        let words = self.read(text);
        let is_strange = |at: usize| {
            let word = &words[at];
            let long = word.folded.chars().count() >= LONG_ENOUGH;
            let meant = |known: &Mended| long && known.trust >= SURELY_MEANT;
            strange.contains(&word.folded)
                && !self.model.vocabulary.knows(&word.stem)
                && !self.synonyms.contains_key(&word.stem)
                && !self.mend(&words, at).first().is_some_and(meant)
        };
        let telling: Vec<usize> = (0..words.len()).filter(|at| self.reader.tells(&words[*at].folded)).collect();
        let strange: Vec<usize> = telling.iter().copied().filter(|at| is_strange(*at)).collect();
        let is_thing = |at: &usize| *at > 0 && self.reader.is_stop(&words[at - 1].folded);
        let many = strange.len() * 2 >= telling.len() || (telling.len() <= FEW_TELLING && share >= MUCH);
        many && strange.iter().any(is_thing)
    }

    /// Whether what would answer a message speaks of something else: a thing that is named in it (“my parcel”, “a
    /// postcard”) stands nowhere in the card or article, nor does any other, or none of its telling words do. What
    /// many articles speak of needs no naming in each. Longer messages say much by the way.
    pub fn answers_another_thing(
        &self,
        text: &str,
        target: &Target,
        telling: &[Telling],
        held: Option<&[f32]>,
    ) -> bool {
        let words = self.read(text);
        let spoken = self.spoken_of(&words, target, telling, held);
        let all: f32 = spoken.iter().map(|word| word.rarity).sum();
        let lacking: f32 = spoken.iter().filter(|word| word.lacks()).map(|word| word.rarity).sum();
        if spoken.is_empty() || lacking < all * SOME {
            return false;
        }
        if spoken.iter().all(Spoken::lacks) {
            return true;
        }
        let mut things = self.things(&words, &spoken).peekable();
        spoken.len() <= SHORT && things.peek().is_some() && things.all(Spoken::lacks)
    }

    /// The telling words of a message, and whether a card or article speaks of each: it is known by that word, or,
    /// as the index has it (`held`), its text holds it.
    fn spoken_of<'t>(
        &self,
        words: &[Word],
        target: &Target,
        telling: &'t [Telling],
        held: Option<&[f32]>,
    ) -> Vec<Spoken<'t>> {
        let own = self.targets.iter().position(|known| known == target).and_then(|class| self.own_words.get(class));
        let holds = |at: usize, said: &Telling| {
            held.and_then(|held| held.get(at)).is_some_and(|held| *held >= HELD)
                || own.is_some_and(|own| self.is_among(own, words, &said.word))
        };
        let telling = telling.iter().enumerate().filter(|(_, said)| self.reader.tells(&said.word));
        telling.map(|(at, said)| Spoken { word: &said.word, rarity: said.rarity, held: holds(at, said) }).collect()
    }

    /// The telling words that name things: those behind an article or a possessive. In English all up to the next
    /// little word (“the early symptoms”); elsewhere the noun comes first, or a verb last.
    fn things<'s>(&self, words: &'s [Word], spoken: &'s [Spoken<'s>]) -> impl Iterator<Item = &'s Spoken<'s>> {
        let before = self.phrases.list("introduce", "determiners");
        let (english, mut inside) = (self.reader.speaks("en"), false);
        let telling = move |word: &Word| spoken.iter().find(|said| said.word == word.folded);
        words.windows(2).filter_map(move |pair| {
            let begins = before.contains(&pair[0].folded.as_str());
            inside = begins || (inside && english && telling(&pair[0]).is_some());
            if inside { telling(&pair[1]) } else { None }
        })
    }

    /// Whether a word of a message is among some stems: itself, a synonym, another form, or what it was surely meant
    /// to be.
    fn is_among(&self, own: &HashSet<String>, words: &[Word], said: &str) -> bool {
        let Some(at) = words.iter().position(|word| word.folded == said) else {
            return own.contains(&self.reader.stem(said));
        };
        let one = self.canonical(vec![words[at].clone()]);
        if one.iter().any(|word| own.contains(&word.stem)) || own.iter().any(|stem| is_form(stem, &words[at].stem)) {
            return true;
        }
        let meant = |known: &Mended| known.trust >= SURELY_MEANT && own.contains(&known.word.stem);
        !self.model.vocabulary.knows(&words[at].stem)
            && said.chars().count() >= LONG_ENOUGH
            && self.mend(words, at).first().is_some_and(meant)
    }

    /// The stems of all that each card or article is known by: examples, titles, and what a card itself says.
    pub(super) fn learn_own_words(&mut self, library: &Library, examples: &[&[Word]]) {
        let mut own = vec![HashSet::new(); self.targets.len()];
        for ((class, _), words) in self.examples.iter().zip(examples) {
            own[*class as usize].extend(words.iter().map(|word| word.stem.clone()));
        }
        for (class, target) in self.targets.iter().enumerate() {
            let Some(card) = target.card().and_then(|id| library.card(&self.locale, id)) else { continue };
            for text in said_by(card) {
                own[class].extend(self.canonical(self.read(text)).into_iter().map(|word| word.stem));
            }
        }
        self.own_words = own;
    }
}

/// What a card says.
fn said_by(card: &Card) -> impl Iterator<Item = &str> {
    let labels = card.options.iter().map(|option| option.label.as_str());
    let prompts = card.ask.iter().map(|ask| ask.prompt.as_str());
    [card.title.as_str(), card.body.as_str()].into_iter().chain(labels).chain(prompts)
}

/// So many letters two words begin alike to be forms of one.
const ALIKE: usize = 5;

/// Another form of a word: most of the shorter one begins the longer.
fn is_form(stem: &str, said: &str) -> bool {
    let common = shared(stem, said);
    common >= ALIKE && common * 4 >= stem.chars().count().max(said.chars().count()) * 3
}

#[cfg(test)]
mod tests {
    use super::super::understand::tests::{CARDS, brain};

    #[test]
    fn what_a_message_is_about_may_be_strange() {
        let brain = brain(CARDS);
        for (text, strange, about) in [
            ("where is my giraffe", &["giraffe"][..], true),
            ("when can i change the zebra", &["zebra"], true),
            ("where is my refudn", &["refudn"], false),
            ("giraffe refund", &["giraffe"], false),
            ("where is my refund for the order of the giraffe", &["giraffe"], false),
            ("where is my refund", &[], false),
        ] {
            let strange: Vec<String> = strange.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(brain.is_about_something_else(text, &strange, 0.3), about, "{text}");
        }
    }
}
