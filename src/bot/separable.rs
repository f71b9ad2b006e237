//! Verbs that come apart: Hungarian sets a verb's prefix behind it (`kapcsold fel`) or before its helper
//! (`fel tudod kapcsolni`) and writes it with the verb elsewhere (`felkapcsolod`). Put together again, all
//! three are forms of one word, and `fel` is told from `le`.

use super::words::{Reader, Word};

/// The prefixes, folded.
const HUNGARIAN: [&str; 20] = [
    "at", "be", "el", "elo", "fel", "felre", "fol", "haza", "hozza", "ide", "ki", "le", "meg", "oda", "ossze", "ra",
    "szet", "tovabb", "ujra", "vissza",
];
/// What a Hungarian infinitive ends in.
const INFINITIVE: &str = "ni";
/// How far before its infinitive a prefix stands.
const FARTHEST: usize = 2;
/// No verb is shorter.
const SHORTEST: usize = 3;

/// The words of a message, each verb with its prefix.
#[must_use]
pub fn rejoin(words: Vec<Word>, reader: &Reader) -> Vec<Word> {
    if !reader.speaks("hu") || !words.iter().any(is_prefix) {
        return words;
    }
    let mut out: Vec<Word> = Vec::with_capacity(words.len());
    // Where in `out` a prefix waits for its infinitive.
    let mut waiting: Option<usize> = None;
    for word in words {
        if is_prefix(&word) {
            match out.last() {
                Some(verb) if may_lead(verb, reader) => {
                    let whole = whole(&word, verb, reader);
                    out.pop();
                    out.push(whole);
                }
                _ => {
                    waiting = Some(out.len());
                    out.push(word);
                }
            }
            continue;
        }
        match waiting {
            Some(at) if word.folded.ends_with(INFINITIVE) && out.len() - at <= FARTHEST => {
                let prefix = out.remove(at);
                out.push(whole(&prefix, &word, reader));
                waiting = None;
            }
            _ => out.push(word),
        }
    }
    out
}

fn is_prefix(word: &Word) -> bool {
    HUNGARIAN.contains(&word.folded.as_str())
}

/// Whether a word may be a verb with its prefix behind it.
fn may_lead(word: &Word, reader: &Reader) -> bool {
    !is_prefix(word)
        && word.folded.chars().count() >= SHORTEST
        && word.folded.chars().all(char::is_alphabetic)
        && !word.folded.ends_with(INFINITIVE)
        && !reader.is_stop(&word.folded)
}

fn whole(prefix: &Word, verb: &Word, reader: &Reader) -> Word {
    let folded = format!("{}{}", prefix.folded, verb.folded);
    Word { stem: reader.stem(&folded), folded }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(locale: &str, text: &str) -> Vec<String> {
        let reader = Reader::new(&locale.parse().unwrap());
        rejoin(reader.words(text), &reader).into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn a_verb_gets_its_prefix_back() {
        for (text, whole) in [
            ("kapcsold fel a lámpát", "felkapcsold"),
            ("hogyan illesztem be a widgetet", "beillesztem"),
            ("hogyan állítom vissza?", "visszaallitom"),
            ("fel tudod kapcsolni?", "felkapcsolni"),
            ("le kell mondani", "lemondani"),
        ] {
            assert!(words("hu", text).iter().any(|word| word == whole), "{text}: {:?}", words("hu", text));
        }
    }

    #[test]
    fn other_words_and_languages_stay_as_they_are() {
        assert_eq!(words("hu", "ki az"), ["ki", "az"]);
        assert_eq!(words("hu", "le is"), ["le", "is"]);
        assert_eq!(words("hu", "503-at ír ki"), ["503", "at", "ir", "ki"]);
        assert_eq!(words("en", "turn el off"), ["turn", "el", "off"]);
        assert_eq!(words("es", "abre el garaje"), ["abre", "el", "garaje"]);
    }
}
