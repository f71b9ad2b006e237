//! Other forms of a word that the index lacks: what begins as it does, participles, and, as the last net
//! under it all, what begins or ends nearly so. They are searched in silence; none of them is a correction.
//!
//! A common beginning stands in for a stemmer where there is none or where it falls short (the truncation
//! of Frakes 1992); the thresholds are shares of the word, so that they mean the same in every language.

use std::collections::HashMap;

use super::spelling::{KnownAs, Near, nearly_beginning};
use crate::{
    index::{Field, LocaleIndex},
    text::{edit_cost, shared, trigram_similarity},
};

/// Letters that two forms of a word share at least, and from which on no more are asked for.
const LEAST_SHARED: usize = 4;
const SURELY_SHARED: usize = 7;
/// Forms of one word that are searched.
const MAX_FORMS: usize = 6;
/// Words looked at for one beginning.
const MAX_SEEN: usize = 2_000;
/// Letters of an ending that another takes the place of, and the cost up to which two endings are a slip apart.
const MAX_ENDING: usize = 3;
const ONE_LETTER: f32 = 1.2;
/// Likeness of the letters below which a word is no relative even for want of better.
const LEAST_ALIKE: f32 = 0.3;

/// Whether two words differ in their endings only: forms of one word rather than a slip within it.
pub(super) fn is_other_form(typed: &str, word: &str) -> bool {
    let letters = typed.chars().count();
    let same = shared(typed, word);
    if same < 3 || same * 10 < letters * 6 {
        return false;
    }
    let rest = |text: &str| text.chars().skip(same).collect::<Vec<char>>();
    let (mut left, mut right) = (rest(typed), rest(word));
    let whole_ending = same > LEAST_SHARED && left.len().max(right.len()) <= MAX_ENDING && {
        let text = |rest: &[char]| rest.iter().collect::<String>();
        left.len().min(right.len()) > 1 && edit_cost(&text(&left), &text(&right), ONE_LETTER).is_none()
    };
    if !left.is_empty() && left.last() == right.last() && !whole_ending {
        return false;
    }
    // A letter doubled, or two swapped, is a slip wherever it stands.
    if right.is_empty() && left.len() == 1 && typed.chars().nth(same - 1) == left.first().copied() {
        return false;
    }
    left.sort_unstable();
    right.sort_unstable();
    left != right
}

/// Letters that a form of `typed` has to begin with.
fn needed(letters: usize) -> usize {
    (letters * 6).div_ceil(10).clamp(LEAST_SHARED, SURELY_SHARED)
}

/// Words of the index that begin as `typed` does, or as what it is a participle of; the longest shared
/// beginning first. The cost is the share of the word that is not shared.
pub(super) fn forms(index: &LocaleIndex, typed: &str) -> Vec<Near> {
    let letters = typed.chars().count();
    if !(3..=40).contains(&letters) || typed.chars().any(char::is_numeric) {
        return Vec::new();
    }
    let found = beginning(index, typed, needed(letters));
    if !found.is_empty() {
        return found;
    }
    let language = index.analyzer().language();
    let mut found = bases(language.code(), typed).map(|base| beginning(index, &base, needed(base.chars().count())));
    found.find(|found| !found.is_empty()).unwrap_or_default()
}

/// What is left of a verb without the marks of its participle, or without its prefix.
pub(super) fn bases(language: &str, typed: &str) -> impl Iterator<Item = String> {
    participle_base(language, typed).into_iter().chain(without_prefix(language, typed))
}

/// Words that begin as the first part of a compound does, whose second is known.
pub(super) fn modifiers(index: &LocaleIndex, start: &str) -> Vec<Near> {
    let letters = start.chars().count();
    if letters < LEAST_VERB { Vec::new() } else { beginning(index, start, needed(letters)) }
}

/// Words that share at least `least` letters with `typed` at the beginning; of them those that share the most.
fn beginning(index: &LocaleIndex, typed: &str, least: usize) -> Vec<Near> {
    let letters = typed.chars().count();
    let least = least.min(letters);
    let start: String = typed.chars().take(least).collect();
    let mut seen: HashMap<String, u32> = HashMap::new();
    for shard in index.shards() {
        let Ok(mut stream) = shard.dictionary(Field::Exact).range().ge(start.as_bytes()).into_stream() else {
            continue;
        };
        let mut count = 0;
        while count < MAX_SEEN && stream.advance() && stream.key().starts_with(start.as_bytes()) {
            count += 1;
            if let Ok(word) = std::str::from_utf8(stream.key()) {
                *seen.entry(word.to_owned()).or_default() += shard.living_frequency(Field::Exact, stream.value());
            }
        }
    }
    let mut found: Vec<(usize, Near)> = seen
        .into_iter()
        .filter(|(word, frequency)| *frequency > 0 && !word.contains('@') && !index.analyzer().is_stop(word))
        .map(|(word, frequency)| {
            let same = shared(typed, &word);
            #[expect(clippy::cast_precision_loss, reason = "letters of a word")]
            let cost = 1.0 - same as f32 / letters as f32;
            (same, Near { word, frequency, cost, known_as: KnownAs::Word })
        })
        .collect();
    let most = found.iter().map(|(same, _)| *same).max().unwrap_or(0);
    found.retain(|(same, _)| same + 1 >= most);
    found.sort_unstable_by(|a, b| {
        b.0.cmp(&a.0).then_with(|| b.1.frequency.cmp(&a.1.frequency)).then_with(|| a.1.word.cmp(&b.1.word))
    });
    found.into_iter().take(MAX_FORMS).map(|(_, near)| near).collect()
}

/// Prefixes that verbs are parted from, folded.
const PREFIXES: [(&str, &[&str]); 6] = [
    (
        "de",
        &[
            "ab", "an", "auf", "aus", "bei", "ein", "fest", "her", "hin", "los", "mit", "nach", "uber", "um", "vor",
            "weg", "weiter", "zu", "zuruck", "zusammen",
        ],
    ),
    (
        "nl",
        &[
            "aan", "achter", "af", "bij", "door", "in", "mee", "na", "om", "op", "over", "terug", "toe", "uit", "voor",
            "weg",
        ],
    ),
    (
        "hu",
        &[
            "at", "be", "bele", "el", "fel", "haza", "hozza", "ide", "ki", "le", "meg", "oda", "ossze", "ra", "szet",
            "tul", "vegig", "vissza",
        ],
    ),
    ("sv", &["av", "bort", "fram", "in", "ned", "om", "pa", "till", "upp", "ut"]),
    ("da", &["af", "bort", "frem", "ind", "ned", "om", "op", "pa", "til", "ud"]),
    ("no", &["av", "bort", "frem", "inn", "ned", "om", "opp", "pa", "til", "ut"]),
];

/// Whether a word is one of those that verbs are parted from; and in German and Dutch, where they stand at the end.
pub(super) fn is_particle(language: &str, word: &str) -> bool {
    PREFIXES.iter().any(|(code, prefixes)| *code == language && prefixes.contains(&word))
}

/// Letters of a verb that is left without its prefix.
const LEAST_VERB: usize = 5;

/// `koltoztem` of `elkoltoztem`: the verb without its prefix, the longest first.
fn without_prefix(language: &str, typed: &str) -> Option<String> {
    let (_, prefixes) = PREFIXES.iter().find(|(code, _)| *code == language)?;
    let rests = prefixes.iter().filter_map(|prefix| typed.strip_prefix(prefix));
    rests.filter(|rest| rest.chars().count() >= LEAST_VERB).min_by_key(|rest| rest.len()).map(str::to_owned)
}

/// `kundig` of `gekundigt`, `auszog` of `ausgezogen`: the verb without the marks of its participle.
fn participle_base(language: &str, typed: &str) -> Option<String> {
    let (_, prefixes) = PREFIXES.iter().find(|(code, _)| *code == language)?;
    let endings: &[&str] = match language {
        "de" => &["en", "t"],
        "nl" => &["en", "d", "t"],
        _ => return None,
    };
    let before = std::iter::once("").chain(prefixes.iter().copied());
    let mut bases = before.filter_map(|prefix| {
        let rest = typed.strip_prefix(prefix)?.strip_prefix("ge")?;
        let root = endings.iter().find_map(|ending| rest.strip_suffix(ending))?;
        (root.chars().count() >= 3 && prefix.len() + root.len() >= 5).then(|| format!("{prefix}{root}"))
    });
    bases.next()
}

/// Vowels that take each other's place in the stems of Spanish verbs, with and without the stress on them.
const VOWELS: [(&str, &[&str]); 6] =
    [("ue", &["o", "u"]), ("ie", &["e"]), ("i", &["e"]), ("o", &["ue"]), ("e", &["ie", "i"]), ("u", &["ue"])];

/// `devolv` of `devuelv`, `cierr` of `cerr`: stems with another last vowel, which may be of the same verb.
pub(super) fn sisters(language: &str, stem: &str) -> Vec<String> {
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    if language != "es" || stem.len() < 3 || !stem.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Vec::new();
    }
    let Some(end) = stem.rfind(is_vowel).map(|at| at + 1) else { return Vec::new() };
    let start = stem[..end].rfind(|c| !is_vowel(c)).map_or(0, |at| at + 1);
    let others = VOWELS.iter().find(|(vowels, _)| *vowels == &stem[start..end]).map_or(&[][..], |(_, others)| others);
    others.iter().map(|other| format!("{}{other}{}", &stem[..start], &stem[end..])).collect()
}

/// What is nearly so, for a query that finds nothing otherwise: words whose beginning is a slip away from
/// that of `typed`, else those that share four letters and look alike.
pub(super) fn alike(index: &LocaleIndex, typed: &str) -> Vec<Near> {
    let letters = typed.chars().count();
    if !(5..=40).contains(&letters) || typed.chars().any(char::is_numeric) {
        return Vec::new();
    }
    let longest = (letters * 8 / 10).clamp(5, 9);
    let shortest = letters.div_ceil(2).clamp(5, 7).min(longest);
    let mut found = Vec::new();
    for length in (shortest..=longest).rev() {
        let start: String = typed.chars().take(length).collect();
        found = nearly_beginning(index, &start);
        rate(typed, &mut found);
        if !found.is_empty() {
            return found;
        }
    }
    if let Some(base) = participle_base(index.analyzer().language().code(), typed) {
        found = beginning(index, &base, LEAST_SHARED);
    }
    if found.is_empty() {
        found = beginning(index, typed, LEAST_SHARED);
        found.retain(|near| shared(typed, &near.word) * 10 >= letters * 4);
        rate(typed, &mut found);
    }
    found
}

/// The likest first; what is not alike goes.
fn rate(typed: &str, found: &mut Vec<Near>) {
    found.iter_mut().for_each(|near| near.cost = 1.0 - trigram_similarity(typed, &near.word));
    found.retain(|near| near.cost <= 1.0 - LEAST_ALIKE);
    found.sort_unstable_by(|a, b| {
        a.cost.total_cmp(&b.cost).then_with(|| b.frequency.cmp(&a.frequency)).then_with(|| a.word.cmp(&b.word))
    });
    found.truncate(MAX_FORMS);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_ending_is_a_form_and_a_slip_within_is_none() {
        for (typed, word) in
            [("faktury", "faktura"), ("vysoke", "vysokou"), ("bezahlen", "bezahlt"), ("loppui", "loppuu")]
        {
            assert!(is_other_form(typed, word), "{typed} {word}");
        }
        for (typed, word) in [("cancle", "cancel"), ("pasword", "password"), ("pagar", "apagar"), ("refundd", "refund")]
        {
            assert!(!is_other_form(typed, word), "{typed} {word}");
        }
    }

    #[test]
    fn verbs_change_their_vowel() {
        assert_eq!(sisters("es", "devuelv"), ["devolv", "devulv"]);
        assert_eq!(sisters("es", "cerr"), ["cierr", "cirr"]);
        assert_eq!(sisters("es", "ped"), ["pied", "pid"]);
        assert_eq!(sisters("en", "ped"), [""; 0]);
    }

    #[test]
    fn participles_lose_what_makes_them_so() {
        assert_eq!(participle_base("de", "gekundigt").as_deref(), Some("kundig"));
        assert_eq!(participle_base("de", "ausgezogen").as_deref(), Some("auszog"));
        assert_eq!(participle_base("nl", "geannuleerd").as_deref(), Some("annuleer"));
        assert_eq!(participle_base("nl", "opgehaald").as_deref(), Some("ophaal"));
        assert_eq!(participle_base("en", "gekundigt"), None);
        assert_eq!(participle_base("de", "geld"), None);
    }
}
