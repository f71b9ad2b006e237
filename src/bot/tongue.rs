//! Which language a short message is in, by its everyday words: the little ones, and those that questions, greetings
//! and days are made of. Letters alone tell sentences apart (`text/detect.rs`), not “was kostet der Kurs”.

use std::{collections::BTreeSet, sync::LazyLock};

use rayon::prelude::*;

use super::{
    phrases::{Phrases, built_in_locales},
    words::{Reader, split},
};
use crate::{base::Locale, text::Written};

/// A language is told by so many words that this one does not have.
pub const PLAINLY: usize = 2;
/// What language a message is in does not show in more words than these.
const MOST_WORDS: usize = 9;
/// Lists of the phrases whose words are a language's own. Measures and addresses are called alike everywhere.
const NOT_ITS_OWN: [&str; 5] = ["money_units", "address_words", "at_words", "apologies", "parted_prefixes"];
/// What wraps a wish for a language.
const AROUND_A_WISH: [&str; 4] = ["polite", "fillers", "speaking", "in_words"];

/// The everyday words of a language that the bot has phrases of.
pub struct Tongue {
    /// The language.
    pub locale: Locale,
    reader: Reader,
    words: BTreeSet<String>,
    /// What it calls languages, folded, and their codes.
    names: Vec<(String, String)>,
    /// What may stand around the name of a language that one wants to go on in.
    around: BTreeSet<String>,
    /// Verbs of speaking and writing.
    speaking: BTreeSet<String>,
    /// “In”, before the name of a language.
    in_words: BTreeSet<String>,
}

static TONGUES: LazyLock<Vec<Tongue>> = LazyLock::new(|| {
    let locales: Vec<Locale> = built_in_locales().collect();
    locales.into_par_iter().map(Tongue::new).collect()
});

/// Every language that the bot has phrases of.
pub fn tongues() -> &'static [Tongue] {
    &TONGUES
}

impl Tongue {
    fn new(locale: Locale) -> Self {
        let phrases = Phrases::built_in_alone(&locale);
        let mut words = BTreeSet::new();
        let mut take = |texts: Vec<&str>| words.extend(texts.into_iter().flat_map(split).filter(|word| word.len() > 1));
        for key in phrases.keys("introduce").filter(|key| !NOT_ITS_OWN.contains(key)) {
            take(phrases.list("introduce", key));
        }
        for key in ["hello", "thanks", "bye", "how_are_you"] {
            take(phrases.list("cues", key));
        }
        for key in phrases.keys("time").filter(|key| key.starts_with("words_") || *key == "weekdays") {
            take(phrases.list("time", key));
        }
        let folded =
            |key: &str| -> BTreeSet<String> { phrases.list("introduce", key).into_iter().flat_map(split).collect() };
        let mut names: Vec<(String, String)> = phrases.language_names();
        names.push((split(phrases.say("time", "language", 0)).concat(), locale.language()));
        Self {
            reader: Reader::new(&locale),
            names,
            around: AROUND_A_WISH.into_iter().flat_map(folded).collect(),
            speaking: folded("speaking"),
            in_words: folded("in_words"),
            words,
            locale,
        }
    }

    /// Whether a folded word is an everyday one.
    fn has(&self, word: &str) -> bool {
        self.words.contains(word) || self.reader.is_stop(word)
    }
}

/// The language that a text is in by its everyday words, where that is not `ours`: two of them are not ours, and no
/// other language holds as many, ours least of all. Between two that hold as many, one of `here` is believed.
pub fn told_apart(
    text: &str,
    ours: &Locale,
    here: &[Locale],
    written: &dyn Fn() -> Written,
) -> Option<&'static Locale> {
    let words: Vec<String> = split(text).into_iter().filter(|word| word.chars().count() > 1).collect();
    let own = tongues().iter().find(|tongue| tongue.locale.language() == ours.language())?;
    let held = words.iter().filter(|word| own.has(word)).count();
    let mut likely: Vec<(usize, bool, &Tongue)> = Vec::new();
    for tongue in tongues().iter().filter(|tongue| tongue.locale != own.locale) {
        let count = words.iter().filter(|word| tongue.has(word)).count();
        let apart = words.iter().filter(|word| tongue.has(word) && !own.has(word)).count();
        if apart >= PLAINLY && count > held {
            let is_here = here.iter().any(|known| known.language() == tongue.locale.language());
            likely.push((count, is_here, tongue));
        }
    }
    if likely.len() > 1 {
        let written = written();
        likely.iter_mut().for_each(|(count, _, tongue)| *count += usize::from(written.is(&tongue.locale)));
    }
    likely.sort_by_key(|(count, is_here, _)| std::cmp::Reverse((*count, *is_here)));
    match likely[..] {
        [(best, here, _), (next, also_here, _), ..] if best == next && here == also_here => None,
        [(.., tongue), ..] => Some(&tongue.locale),
        [] => None,
    }
}

/// The language, as a code, that a message asks to go on in, and says nothing else: “in Hungarian please”, “¿se habla
/// inglés?”, “magyarul”.
pub fn asked_for(text: &str) -> Option<&'static str> {
    let words = split(text);
    if words.len() > MOST_WORDS {
        return None;
    }
    let (at, code) = words.iter().enumerate().find_map(|(at, word)| Some((at, named(word)?)))?;
    let rest = || words.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, word)| word.as_str());
    let mut among = tongues().iter().filter(|tongue| {
        // “Magyarul” is “in Hungarian” in one word.
        let adverb = tongue.locale.language() == "hu" && tongue.names.iter().any(|(name, _)| *name == words[at]);
        let frames = rest().all(|word| tongue.around.contains(word) || tongue.reader.is_stop(word));
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        let in_it = before.is_some_and(|word| tongue.in_words.contains(word));
        frames && (adverb || in_it || rest().any(|word| tongue.speaking.contains(word)))
    });
    among.next().map(|_| code)
}

/// The code of the language that a folded word is the name of, in whatever language.
fn named(word: &str) -> Option<&'static str> {
    let names = tongues().iter().flat_map(|tongue| &tongue.names);
    names.into_iter().find(|(name, _)| name == word).map(|(_, code)| code.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(ours: &str, text: &str) -> String {
        let here: Vec<Locale> = ["en", "es", "hu"].iter().map(|tag| tag.parse().unwrap()).collect();
        told_apart(text, &ours.parse().unwrap(), &here, &|| Written::of(text))
            .map_or("-".to_owned(), ToString::to_string)
    }

    #[test]
    fn short_messages_are_told_by_their_everyday_words() {
        for (ours, text, language) in [
            ("en", "Je voudrais louer un vélo pour demain", "fr"),
            ("es", "Je voudrais louer un vélo pour demain", "fr"),
            ("en", "was kostet der kurs", "de"),
            ("es", "Guten Tag, was kostet der Kurs?", "de"),
            ("hu", "wie viel kostet das internet?", "de"),
            ("en", "hoeveel kost een fiets", "nl"),
            ("es", "wat kost de cursus", "nl"),
            ("en", "vorrei noleggiare una bici per domani", "it"),
            ("es", "ciao, quanto costa il corso?", "it"),
            ("en", "quero alugar uma bicicleta para amanhã", "pt"),
            ("en", "cuanto cuesta una bici", "es"),
            ("hu", "cuanto cuesta una bici", "es"),
            ("en", "mennyibe kerül egy bicikli", "hu"),
            ("es", "how much is the course", "en"),
            ("hu", "where is my order", "en"),
        ] {
            assert_eq!(told(ours, text), language, "{ours}: {text}");
        }
    }

    #[test]
    fn what_this_language_says_too_is_in_this_language() {
        for (ours, text) in [
            ("en", "was die Software down"),
            ("en", "where do I find the man page of data"),
            ("en", "no me gusta"),
            ("es", "vale"),
            ("es", "para cambiar el correo de mi cuenta"),
            ("es", "como puedo entrar en mi cuenta"),
            ("es", "la tarjeta no funciona"),
            ("hu", "a hiba az e-mail"),
            ("hu", "de mi van a net"),
            ("en", "hotel vista marina"),
        ] {
            let other = told(ours, text);
            assert!(other == "-" || text == "no me gusta", "{ours}: {text} → {other}");
        }
    }

    #[test]
    fn a_wish_for_a_language_is_heard_in_any_of_them() {
        for (text, code) in [
            ("magyarul", "hu"),
            ("can we do this in hungarian please", "hu"),
            ("beszéltek angolul?", "en"),
            ("¿se habla inglés?", "en"),
            ("en español por favor", "es"),
            ("nem értem, magyarul lehet?", "hu"),
            ("angolul lehet?", "en"),
            ("do you speak Spanish?", "es"),
            ("i'd rather write in spanish", "es"),
            ("is there someone who speaks spanish", "es"),
            ("no entiendo, ¿se puede en inglés?", "en"),
            ("sprechen Sie Deutsch?", "de"),
            ("bitte auf Deutsch", "de"),
            ("vous parlez français ?", "fr"),
            ("parla italiano?", "it"),
        ] {
            assert_eq!(asked_for(text), Some(code), "{text}");
        }
        for text in [
            "inglés",
            "quiero inglés",
            "do you have the manual in Spanish",
            "¿hay clases en inglés?",
            "a számla angolul kell",
            "Spanish omelette",
            "how do I change the language",
        ] {
            assert_eq!(asked_for(text), None, "{text}");
        }
    }
}
