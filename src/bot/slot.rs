//! What a slot takes: a text is read as the kind of value that the card asks for, or refused.

use std::sync::{Arc, LazyLock};

use jiff::civil::Date;
use regex::{Regex, RegexBuilder};

use super::{
    mask::{find_email, find_phone, spoken_email},
    moment::{Lean, read_day},
    phrases::Phrases,
    words::{fold, split},
};
use crate::{
    base::Kept,
    kb::{Ask, day},
};

/// Compiled patterns kept.
const MOST_PATTERNS: usize = 1_000;
/// A choice of so many letters may be said with an ending of so many.
const LONG: usize = 5;
const ENDING: usize = 3;
/// A number of so many figures is a telephone's.
const MOST_OF_A_CODE: usize = 9;
/// What one slip in a choice may cost.
const ONE_SLIP: f32 = 1.2;
/// Longest value that is kept.
const MOST: usize = 1_000;

/// Why a text is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// It holds no such value.
    Unreadable,
    /// It is less, or earlier, than this.
    Below(String),
    /// It is more, or later, than this.
    Above(String),
}

/// Reads a value; `None` when the text does not hold one that fits.
#[must_use]
pub fn read(ask: &Ask, text: &str, phrases: &Phrases, today: Date) -> Option<String> {
    take(ask, text, phrases, today).ok()
}

/// Reads a value.
///
/// # Errors
/// Why the text is not taken.
pub fn take(ask: &Ask, text: &str, phrases: &Phrases, today: Date) -> Result<String, Misfit> {
    bounded(ask, value(ask, text, phrases, today).ok_or(Misfit::Unreadable)?, today)
}

fn bounded(ask: &Ask, value: String, today: Date) -> Result<String, Misfit> {
    match kind(ask) {
        "date" => within(ask, value, |bound| day(bound, today).map(|day| day.to_string()), Ord::cmp),
        "number" => within(
            ask,
            value,
            |bound| Some(bound.trim().to_owned()),
            |a, b| {
                let number = |text: &str| text.parse::<f64>().unwrap_or_default();
                number(a).total_cmp(&number(b))
            },
        ),
        _ => Ok(value),
    }
}

/// Holds a value to the card's bounds, the bounds read and compared as its kind is.
fn within(
    ask: &Ask,
    value: String,
    read: impl Fn(&str) -> Option<String>,
    order: impl Fn(&str, &str) -> std::cmp::Ordering,
) -> Result<String, Misfit> {
    let [min, max] = [&ask.min, &ask.max].map(|bound| bound.as_deref().and_then(&read));
    match (min, max) {
        (Some(min), _) if order(&value, &min).is_lt() => Err(Misfit::Below(min)),
        (_, Some(max)) if order(&value, &max).is_gt() => Err(Misfit::Above(max)),
        _ => Ok(value),
    }
}

/// A day without a year, or a weekday, of a slot that only takes days gone by is the last one.
fn lean(ask: &Ask, today: Date) -> Lean {
    let bound = |bound: &Option<String>| day(bound.as_deref()?, today);
    match (bound(&ask.min), bound(&ask.max)) {
        (Some(min), _) if min >= today => Lean::Future,
        (_, Some(max)) if max <= today => Lean::Past,
        _ => Lean::Nearest,
    }
}

fn value(ask: &Ask, text: &str, phrases: &Phrases, today: Date) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > MOST {
        return None;
    }
    let value = match kind(ask) {
        "email" => find_email(text).map(str::to_owned).or_else(|| spoken_email(phrases, text))?,
        "phone" => find_phone(text)?.to_owned(),
        "number" => super::amount::meant(phrases, text)?,
        "date" => read_day(phrases, today, text, lean(ask, today))?.to_string(),
        "file" => return None,
        "choice" => choice(ask, text, phrases)?.to_owned(),
        _ => text.to_owned(),
    };
    match whole(ask) {
        // A card's pattern is for the value alone: “it is AB-12345” holds it as well.
        Some(pattern) if !pattern.is_match(&value) => {
            found(ask, &value).or_else(|| writings(&value).iter().find_map(|other| found(ask, other)))
        }
        Some(_) => Some(as_the_pattern_has_it(ask, value)),
        None => Some(value),
    }
}

/// The same number as people also write it: `AB 12345`, `ab12345` for `AB-12345`, and the other way round.
fn writings(text: &str) -> [String; 3] {
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || "-–_./".contains(c)).collect();
    let mut parted = String::with_capacity(text.len() + 2);
    let mut before: Option<char> = None;
    for c in text.chars() {
        if before.is_some_and(|before| before.is_alphabetic() && c.is_numeric()) {
            parted.push('-');
        }
        parted.push(c);
        before = Some(c);
    }
    let separated = |separator: &str| {
        let mut out = String::new();
        for (at, word) in words.iter().enumerate() {
            let code = |word: &str| word.chars().any(char::is_numeric) || word.chars().count() <= 4;
            let joins = at > 0 && code(words[at - 1]) && word.starts_with(char::is_numeric);
            out.push_str(if at == 0 {
                ""
            } else if joins {
                separator
            } else {
                " "
            });
            out.push_str(word);
        }
        out
    };
    [separated("-"), separated(""), parted]
}

/// Capitals as the card's pattern writes them, which takes either.
fn as_the_pattern_has_it(ask: &Ask, value: String) -> String {
    let exact = ask.pattern.as_deref().and_then(|pattern| build(&format!(r"(?-i)\A(?:{pattern})\z")));
    let fits = |value: &str| exact.as_ref().is_some_and(|exact| exact.is_match(value));
    if fits(&value) {
        return value;
    }
    [value.to_uppercase(), value.to_lowercase()].into_iter().find(|other| fits(other)).unwrap_or(value)
}

/// The value that a message happens to hold, for kinds that cannot be taken for anything else.
#[must_use]
pub fn overheard(ask: &Ask, text: &str) -> Option<String> {
    match (kind(ask), &ask.pattern) {
        // What is taken holds one of these.
        (_, Some(_)) if !text.contains(|c: char| c.is_ascii_digit() || matches!(c, '.' | '/' | '_')) => None,
        // A pattern that any word fits says nothing: only single words that are plainly no words are taken.
        (_, Some(_)) => found(ask, text).filter(|value| {
            let figured = value.contains(|c: char| c.is_ascii_digit());
            let blank = value.contains(char::is_whitespace);
            (figured && !(blank && takes_a_sentence(ask)))
                || (!blank && value.contains(['.', '/', '_']) && !takes_any_word(ask))
        }),
        ("email", None) => find_email(text).map(str::to_owned),
        ("phone", None) => phone_alone(text).map(str::to_owned),
        ("choice", None) => {
            let said = format!(" {} ", spaced(text));
            let mut named = ask.choices.iter().filter(|choice| says_choice(&said, &spaced(choice)));
            let only = named.next()?;
            named.next().is_none().then(|| only.clone())
        }
        _ => None,
    }
}

/// Whether a message holds what is asked for, as far as figures and signs tell: an address, a number.
#[must_use]
pub fn is_told(ask: &Ask, text: &str) -> bool {
    match (kind(ask), &ask.pattern) {
        ("number", None) => {
            let rest = find_email(text).map_or_else(|| text.to_owned(), |address| text.replace(address, " "));
            rest.contains(|c: char| c.is_ascii_digit())
        }
        ("choice", None) => false,
        _ => overheard(ask, text).is_some(),
    }
}

/// The number or the day that a message mentions by the way: “I need three more mailboxes from Monday”. A number
/// counts what the card is about (`is_counted`), or it is none of its numbers.
#[must_use]
pub fn mentioned(
    ask: &Ask,
    text: &str,
    phrases: &Phrases,
    today: Date,
    is_counted: &dyn Fn(&str) -> bool,
) -> Option<String> {
    let value = match (kind(ask), &ask.pattern) {
        ("number", None) => super::amount::counted(phrases, text, is_counted, asks_for_money(ask, phrases))?,
        ("date", None) => super::moment::mentioned_day(phrases, today, text, lean(ask, today))?.to_string(),
        _ => return None,
    };
    bounded(ask, value, today).ok()
}

/// Whether a sum of money is asked for.
fn asks_for_money(ask: &Ask, phrases: &Phrases) -> bool {
    let asked = format!(" {} ", split(&format!("{} {}", ask.prompt, ask.slot.replace('_', " "))).join(" "));
    let words = phrases.list("introduce", "money_words").into_iter().chain(phrases.list("introduce", "money_units"));
    ask.prompt.contains(['€', '£', '$']) || words.into_iter().any(|word| asked.contains(&format!(" {word} ")))
}

/// Whether a text holds a choice; a long one may have an ending (“délutánra”).
fn says_choice(said: &str, choice: &str) -> bool {
    let long = choice.chars().count() >= LONG && choice.ends_with(char::is_alphabetic);
    said.match_indices(&format!(" {choice}")).any(|(at, found)| {
        let ending = said[at + found.len()..].chars().take_while(|c| !c.is_whitespace()).count();
        ending == 0 || (long && ending <= ENDING)
    })
}

/// Whether a pattern takes any words with a figure among them.
fn takes_a_sentence(ask: &Ask) -> bool {
    whole(ask).is_some_and(|pattern| pattern.is_match("there are 2 words and more of them"))
}

/// Whether a text is one of a choice's buttons, word for word.
#[must_use]
pub fn is_choice_of(ask: &Ask, text: &str) -> bool {
    let said = spaced(text);
    ask.choices.iter().any(|choice| spaced(choice) == said)
}

/// Whether a pattern takes a word like any other.
fn takes_any_word(ask: &Ask) -> bool {
    whole(ask).is_some_and(|pattern| ["word", "e-mail", "a.m.", "and/or"].iter().any(|word| pattern.is_match(word)))
}

/// The kind, `text` by default.
#[must_use]
pub fn kind(ask: &Ask) -> &str {
    match ask.kind.as_deref() {
        None if !ask.choices.is_empty() => "choice",
        None => "text",
        Some(kind) => kind,
    }
}

/// The pattern as it must match the whole value; a broken one (`check` names it) asks for nothing.
fn whole(ask: &Ask) -> Option<Arc<Regex>> {
    build(&format!(r"\A(?:{})\z", ask.pattern.as_deref()?))
}

fn found(ask: &Ask, text: &str) -> Option<String> {
    let pattern = build(&format!(r"(?:\A|[^\p{{L}}\p{{N}}])({})(?:[^\p{{L}}\p{{N}}]|\z)", ask.pattern.as_deref()?))?;
    let value = pattern.captures(text)?.get(1).map(|value| value.as_str().to_owned());
    value.filter(|value| !value.is_empty()).map(|value| as_the_pattern_has_it(ask, value))
}

/// Compiled once: a knowledge base has few patterns, and each message is tried against all of them.
fn build(pattern: &str) -> Option<Arc<Regex>> {
    static BUILT: LazyLock<Kept<String, Option<Arc<Regex>>, MOST_PATTERNS>> = LazyLock::new(Kept::default);
    BUILT.get(pattern, || {
        RegexBuilder::new(pattern).case_insensitive(true).size_limit(1 << 20).build().ok().map(Arc::new)
    })
}

/// Folded, one space between words and between figures and the unit after them: `15GB` as `15 gb`.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    for c in fold(text).chars() {
        if c.is_alphabetic() && out.ends_with(|before: char| before.is_ascii_digit()) {
            out.push(' ');
        }
        out.push(if c.is_alphanumeric() || c == '+' { c } else { ' ' });
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A choice by its words, its beginning or its place in the list.
fn choice<'a>(ask: &'a Ask, text: &str, phrases: &Phrases) -> Option<&'a str> {
    let said = spaced(text);
    // “Not the small one” names another.
    let not = phrases.list("introduce", "not_words").first().copied();
    if ask.choices.len() > 1 && not.is_some_and(|not| said.split(' ').any(|word| word == not)) {
        return None;
    }
    let exact = ask.choices.iter().find(|choice| spaced(choice) == said);
    let place = said.parse::<usize>().ok().and_then(|place| ask.choices.get(place.checked_sub(1)?));
    let begins = || {
        let mut fits = ask.choices.iter().filter(|choice| {
            let choice = spaced(choice);
            // An ending may follow a word (“délutánra”), not a figure.
            let end = if choice.ends_with(char::is_alphabetic) { "" } else { " " };
            !said.is_empty() && (choice.starts_with(&said) || format!(" {said} ").contains(&format!(" {choice}{end}")))
        });
        let only = fits.next()?;
        fits.next().is_none().then_some(only)
    };
    let misspelt = || {
        let mut near = ask.choices.iter().filter(|choice| {
            let choice = spaced(choice);
            said.chars().count() >= LONG && crate::text::edit_cost(&said, &choice, ONE_SLIP).is_some()
        });
        near.next().filter(|_| near.next().is_none())
    };
    exact
        .or(place)
        .or_else(begins)
        .or_else(misspelt)
        .or_else(|| ask.choices.get(self::place(text, phrases, ask.choices.len())?))
        .map(String::as_str)
}

/// “The second one”, “a másodikat”, “2nd”, “number 2”, “the last one”: its place among so many, from 0. The lists of
/// ordinals hold the first three in each gender.
#[must_use]
pub fn place(text: &str, phrases: &Phrases, most: usize) -> Option<usize> {
    let words = split(text);
    let says = |key: &str| {
        let known = phrases.list("introduce", key);
        words.iter().any(|word| known.contains(&word.as_str()))
    };
    let ordinals = phrases.list("introduce", "ordinals");
    let inflected = |word: &String, ordinal: &str| {
        let rest = word.strip_prefix(ordinal).filter(|_| ordinal.chars().count() >= LONG - 1);
        word == ordinal || rest.is_some_and(|rest| rest.chars().count() <= ENDING)
    };
    let early = || Some(ordinals.iter().position(|ordinal| words.iter().any(|word| inflected(word, ordinal)))? % 3);
    let later = || {
        let word = words.iter().find(|word| super::number::says_which(phrases, word))?;
        usize::try_from(super::number::number(phrases, word)?).ok()?.checked_sub(1)
    };
    let figure = || {
        let spelt = |word: &String| {
            let letters = word.chars().all(char::is_alphabetic);
            let value = super::number::number(phrases, word).filter(|value| letters && *value > 1)?;
            usize::try_from(value).ok()
        };
        let mut figures = words.iter().filter_map(|word| word.parse::<usize>().ok().or_else(|| spelt(word)));
        let only = figures.next().filter(|_| figures.next().is_none() && words.len() <= 3)?;
        only.checked_sub(1)
    };
    let ends = || says("last_words").then(|| most.checked_sub(1)).flatten();
    let middle = || (says("middle_words") && most % 2 == 1).then_some(most / 2);
    let found =
        if words.len() <= LONG { early().or_else(later).or_else(figure).or_else(ends).or_else(middle) } else { None };
    found.filter(|place| *place < most)
}

/// A telephone number that stands by itself and begins like one, or is too long to be anything else.
fn phone_alone(text: &str) -> Option<&str> {
    let found = find_phone(text)?;
    let at = found.as_ptr() as usize - text.as_ptr() as usize;
    let before = text[..at].chars().next_back();
    let after = text[at + found.len()..].chars().next();
    let alone = ![before, after].into_iter().flatten().any(char::is_alphanumeric)
        && !text[..at].trim_end_matches(['-', '/', '.']).ends_with(|c: char| c.is_alphabetic() && before != Some(' '));
    let figures = found.chars().filter(char::is_ascii_digit).count();
    (alone && (found.starts_with(['0', '+', '(']) || figures >= MOST_OF_A_CODE)).then_some(found)
}

#[cfg(test)]
mod tests;
