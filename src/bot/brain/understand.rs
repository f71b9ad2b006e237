//! A message is understood: its words, misspelt ones as they were most likely meant, synonyms made one.

use super::Brain;
use crate::bot::{
    features::{END, Features, START},
    separable,
    spelling::Mended,
    words::Word,
};

/// Unknown words of one message that are mended; one full of them is not misspelt.
const MOST_MENDED: usize = 5;
/// A word by itself that is trusted no more than this to be another one stays as it is.
const DOUBTFUL: f32 = 0.5;
/// So many other readings of a message are tried, each of which costs as much as the message itself.
const MOST_TRIES: usize = 4;

/// What a word may mean, the likeliest first, and how much each is trusted.
type Guesses = Vec<(Word, f32)>;

impl Brain {
    /// The words of a message, unknown ones mended, synonyms made one; and their features, what is only
    /// guessed as doubtful as it is. Where a slip leads to several words as well (“timre”: “timer”, “time”),
    /// the one is taken with which the message says most.
    pub(super) fn understand(&self, text: &str) -> (Vec<Word>, Features) {
        let guesses = self.guesses(&self.read(text));
        let mut choice = vec![0; guesses.len()];
        let mut best = self.as_meant(&guesses, &choice);
        let others: Vec<(usize, usize)> =
            guesses.iter().enumerate().flat_map(|(at, of)| (1..of.len()).map(move |other| (at, other))).collect();
        if others.is_empty() {
            return best;
        }
        let mut surest = self.sureness(&best.1);
        for (at, other) in others.into_iter().take(MOST_TRIES) {
            let before = std::mem::replace(&mut choice[at], other);
            let next = self.as_meant(&guesses, &choice);
            let sureness = self.sureness(&next.1);
            if sureness > surest {
                (best, surest) = (next, sureness);
            } else {
                choice[at] = before;
            }
        }
        best
    }

    /// What each word of a message may mean; itself, where it is known or like nothing.
    fn guesses(&self, words: &[Word]) -> Vec<Guesses> {
        let mut unknown = 0;
        let guess = |(at, word): (usize, &Word)| {
            let mut guesses = Guesses::new();
            if unknown < MOST_MENDED && !self.is_known(word) {
                unknown += 1;
                guesses.extend(self.mend(words, at).into_iter().map(|known| (known.word, known.trust)));
            }
            if guesses.is_empty() {
                guesses.push((word.clone(), 1.0));
            }
            guesses
        };
        words.iter().enumerate().map(guess).collect()
    }

    /// A message with one of the guesses for each word.
    fn as_meant(&self, guesses: &[Guesses], choice: &[usize]) -> (Vec<Word>, Features) {
        let (meant, trusts): (Vec<Word>, Vec<f32>) = guesses.iter().zip(choice).map(|(of, at)| of[*at].clone()).unzip();
        let words = self.canonical(meant);
        let features = Features::guessed(words.iter().zip(trusts)).only(self.parts);
        (words, features)
    }

    /// How sure the likeliest answer to a message is.
    fn sureness(&self, features: &Features) -> f32 {
        let reading = self.model.read(features);
        let best = super::best(&reading, 1);
        best.first().map_or(0.0, |class| self.calibration.confidence(&reading, *class))
    }

    /// The words of a text, verbs with the prefixes that they were parted from.
    pub(super) fn read(&self, text: &str) -> Vec<Word> {
        separable::rejoin(self.reader.words(text), &self.reader)
    }

    /// A word that was seen, or one of the language: nothing to mend.
    fn is_known(&self, word: &Word) -> bool {
        !self.parts.spelling
            || self.model.vocabulary.knows(&word.stem)
            || self.synonyms.contains_key(&word.stem)
            || self.reader.is_stop(&word.folded)
            || self.everyday.contains(&word.folded)
    }

    /// The known words that an unknown one may have been meant to be.
    pub(super) fn mend(&self, words: &[Word], at: usize) -> Vec<Mended> {
        let (word, vocabulary) = (&words[at], &self.model.vocabulary);
        let before = at.checked_sub(1).map_or(START, |before| words[before].stem.as_str());
        let after = words.get(at + 1).map_or(END, |after| after.stem.as_str());
        // A word that is all there is stands beside nothing.
        let alone = words.len() == 1;
        let fits = |stem: &str| !alone && (vocabulary.knows_pair(before, stem) || vocabulary.knows_pair(stem, after));
        let mut readings = self.speller.readings(word, &self.reader, &fits);
        readings.retain(|mended| !alone || mended.trust > DOUBTFUL);
        readings
    }

    pub(super) fn features(&self, words: &[Word]) -> Features {
        Features::of(words).only(self.parts)
    }

    pub(super) fn canonical(&self, words: Vec<Word>) -> Vec<Word> {
        let one = |word: Word| match self.synonyms.get(&word.stem) {
            Some(first) => Word { folded: first.clone(), stem: self.reader.stem(first) },
            None => word,
        };
        words.into_iter().map(one).collect()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::{bot::parts::Parts, kb::Library};

    pub fn brain(cards: &[(&str, &[&str])]) -> Brain {
        let folder = tempfile::tempdir().unwrap();
        let bot = folder.path().join("en/_bot");
        std::fs::create_dir_all(&bot).unwrap();
        for (card, questions) in cards {
            let text = format!("---\nquestions: {questions:?}\n---\nAnswer.\n");
            std::fs::write(bot.join(format!("{card}.md")), text).unwrap();
        }
        let library = Library::load(folder.path(), None, "2026-11-23T10:00:00Z".parse().unwrap()).unwrap();
        Brain::learn(&library, &"en".parse().unwrap(), Parts::default())
    }

    fn meant(brain: &Brain, text: &str) -> String {
        let (words, _) = brain.understand(text);
        words.into_iter().map(|word| word.folded).collect::<Vec<_>>().join(" ")
    }

    pub const CARDS: &[(&str, &[&str])] = &[
        ("timer", &["start a timer for me", "set a timer", "a timer of ten minutes"]),
        ("tires", &["change my tire", "when must a tire be changed", "a new tire for the car"]),
        ("hours", &["what time do you open", "at what time do you close", "time of opening"]),
        ("refund", &["where is my refund", "refund my order", "when do i get my refund"]),
    ];

    #[test]
    fn of_several_words_that_a_slip_leads_to_the_message_tells_which() {
        let brain = brain(CARDS);
        assert_eq!(meant(&brain, "please set a timre"), "please set a timer");
        assert_eq!(meant(&brain, "how often is a timre changed"), "how often is a tire changed");
    }

    #[test]
    fn no_word_is_made_up() {
        let brain = brain(&[
            ("book", &["book a table", "i have booked the table", "her booking", "how do i book"]),
            ("courier", &["where is the courier", "the courier was late"]),
        ]);
        assert_eq!(meant(&brain, "my courier thing"), "my courier thing");
        assert_eq!(meant(&brain, "the table broke"), "the table broke");
        assert_eq!(meant(&brain, "i have boooked a tabel"), "i have booked a table");
    }

    #[test]
    fn a_slip_costs_little() {
        let brain = brain(CARDS);
        let sure = |text: &str| brain.consider(text, text, false, &|_| true)[0].clone();
        for (right, slip) in [
            ("is there a refund for my order", "is there a refunnd for my order"),
            ("is there a refund for my order", "is there a refudn for my order"),
            ("could you set the timer please", "could you set the tmier please"),
            ("where do you open", "where do you opne"),
        ] {
            let (right, slip) = (sure(right), sure(slip));
            assert_eq!(right.target, slip.target);
            assert!(slip.confidence > right.confidence - 0.05, "{} {}", right.confidence, slip.confidence);
        }
    }

    #[test]
    fn an_everyday_word_that_nobody_asks_about_here_is_not_misspelt() {
        let brain = brain(&[
            ("height", &["set the height of the desk", "height of my desk"]),
            ("colour", &["colour of the desk", "is there another colour"]),
        ]);
        assert_eq!(meant(&brain, "how can i lose weight"), "how can i lose weight");
        assert_eq!(meant(&brain, "what is the heihgt"), "what is the height");
    }
}
