//! Numbers as people write them, in figures and in words.

use super::phrases::Phrases;

/// A number in figures or in words.
pub(in crate::bot) fn number(phrases: &Phrases, word: &str) -> Option<i32> {
    let place = |key: &str| {
        let forms = |known: &&str| known.split('|').any(|form| form == word);
        phrases.list("time", key).iter().position(forms)
    };
    let spelt = || place("figures").or_else(|| place("ordinals")).and_then(|at| i32::try_from(at + 1).ok());
    ordinal(word).or_else(spelt).or_else(|| greater(phrases, word))
}

/// A number beyond those that are counted one by one, also written as one word: `huszonöt`, `tizenkétezer`.
fn greater(phrases: &Phrases, word: &str) -> Option<i32> {
    let known = phrases.list("time", "more_figures");
    let mut parts: Vec<(&str, i32)> = known
        .into_iter()
        .filter_map(|known| known.split_once(' '))
        .filter_map(|(value, name)| Some((name, value.parse().ok()?)))
        .collect();
    if let Some((_, value)) = parts.iter().find(|(name, _)| *name == word) {
        return Some(*value);
    }
    if !word.chars().all(char::is_alphabetic) || !parts.iter().any(|(name, _)| word.contains(name)) {
        return None;
    }
    for (at, forms) in phrases.list("time", "figures").into_iter().enumerate() {
        let value = i32::try_from(at + 1).ok()?;
        parts.extend(forms.split('|').map(|form| (form, value)));
    }
    let mut values = Vec::new();
    compound(word, &parts, &mut values)
}

/// The parts that make up a word, the longest first, as long as together they are a number.
fn compound(rest: &str, parts: &[(&str, i32)], values: &mut Vec<i32>) -> Option<i32> {
    if rest.is_empty() {
        return if values.len() > 1 { sum(values) } else { None };
    }
    let mut next: Vec<&(&str, i32)> = parts.iter().filter(|(name, _)| rest.starts_with(name)).collect();
    next.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    for (name, value) in next {
        values.push(*value);
        let found = compound(&rest[name.len()..], parts, values);
        values.pop();
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Two, hundred, fifty: each smaller than what it is added to, but for what is multiplied.
fn sum(values: &[i32]) -> Option<i32> {
    let (mut total, mut open, mut last) = (0_i32, 0_i32, i32::MAX);
    for &value in values {
        match value {
            1000 if total == 0 && open < 1000 => (total, open, last) = (open.max(1) * 1000, 0, i32::MAX),
            100 if (1..10).contains(&open) => (open, last) = (open * 100, 100),
            _ if value < last && (open == 0 || (open % 10 == 0 && value < 10) || (open % 100 == 0 && value < 100)) => {
                (open, last) = (open + value, value);
            }
            _ => return None,
        }
    }
    total.checked_add(open)
}

/// The number that words begin with (“twenty-five”, “treinta y dos”, “two hundred and ten”), and how many words it
/// takes.
pub(super) fn composed(phrases: &Phrases, words: &[String]) -> Option<(i32, usize)> {
    let (mut value, mut used) = below_hundred(phrases, words)?;
    let and = super::words::fold(phrases.say("time", "and", 0));
    // What follows a round number belongs to it: “doscientos cincuenta”, “two thousand and ten”.
    let below = |used: usize, times: i32| {
        let next = used + usize::from(words.get(used) == Some(&and));
        let spelt_out = words.get(next).is_some_and(|word| word.chars().all(char::is_alphabetic));
        let rest = if spelt_out { composed(phrases, &words[next..]) } else { None };
        rest.filter(|(rest, _)| *rest < times).map(|(rest, more)| (rest, next + more))
    };
    let times = |word: &String| number(phrases, word).filter(|times| matches!(times, 100 | 1000));
    if value >= 100
        && value % 100 == 0
        && let Some((rest, end)) = below(used, if value % 1000 == 0 { 1000 } else { 100 })
    {
        (value, used) = (value + rest, end);
    }
    while let Some(times) = words.get(used).and_then(times).filter(|times| value < *times) {
        value = value.checked_mul(times)?;
        used += 1;
        if let Some((rest, end)) = below(used, times) {
            (value, used) = (value + rest, end);
        }
    }
    Some((value, used))
}

fn below_hundred(phrases: &Phrases, words: &[String]) -> Option<(i32, usize)> {
    let first = number(phrases, words.first()?)?;
    let and = super::words::fold(phrases.say("time", "and", 0));
    let at = 1 + usize::from(words.get(1) == Some(&and));
    let units =
        words.get(at).filter(|word| word.chars().all(char::is_alphabetic)).and_then(|word| number(phrases, word));
    match units {
        Some(units @ 1..=9) if (20..100).contains(&first) && first % 10 == 0 => Some((first + units, at + 1)),
        _ => Some((first, 1)),
    }
}

/// Whether a word says which of several: `5th`, `elsején`.
pub(super) fn is_ordinal(phrases: &Phrases, word: &str) -> bool {
    let named = phrases.list("time", "ordinals").iter().any(|known| known.split('|').any(|form| form == word));
    named || (word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with(char::is_alphabetic))
}

/// Endings that make a figure an ordinal, in the languages that write them so.
const ENDINGS: [&str; 16] =
    ["st", "nd", "rd", "th", "a", "o", "er", "e", "eme", "te", "ste", "de", "es", "ik", "as", "os"];

/// The same, but for figures with a unit (`2gb`).
pub(super) fn says_which(phrases: &Phrases, word: &str) -> bool {
    let ending = word.trim_start_matches(|c: char| c.is_ascii_digit());
    is_ordinal(phrases, word) && (ending.len() == word.len() || ENDINGS.contains(&ending))
}

/// `24`, `24th`, `1st`, `24-én` (split before), `24e`.
fn ordinal(word: &str) -> Option<i32> {
    let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
    let rest = &word[digits.len()..];
    (!digits.is_empty() && digits.len() <= 4 && rest.chars().count() <= 2).then(|| digits.parse().ok()).flatten()
}

/// The number in figures that begins at a place, and where it ends; a decimal comma is read as a point, and three
/// figures behind a sign or a space that groups thousands belong to it: `1.500` in Spanish, `1,500` in English,
/// `1 500` in Hungarian.
pub(super) fn figures_at(phrases: &Phrases, text: &str, start: usize) -> Option<(String, usize)> {
    // “-5” is below zero, “3-4” is not.
    let minus = text[..start].ends_with('-') && !text[..start].trim_end_matches('-').ends_with(char::is_alphanumeric);
    let sign = if minus { "-" } else { "" };
    let english = !phrases.flag("time", "day_first");
    let (point, grouping) = if english { ('.', ',') } else { (',', '.') };
    let chars: Vec<char> = text[start..].chars().collect();
    let run = |from: usize| chars[from.min(chars.len())..].iter().take_while(|c| c.is_ascii_digit()).count();
    let mut end = run(0);
    let mut digits: String = chars[..end].iter().collect();
    let groups = |at: usize| {
        let sign = chars.get(at).is_some_and(|c| *c == grouping || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\''));
        sign && run(at + 1) == 3
    };
    let mut grouped = false;
    while end <= 3 + 4 * 3 && (grouped || end <= 3) && digits != "0" && groups(end) {
        digits.extend(&chars[end + 1..end + 4]);
        end += 4;
        grouped = true;
    }
    let signed = |c: &char| *c == point || (!grouped && *c == grouping);
    if chars.get(end).is_some_and(signed) && run(end + 1) > 0 {
        let decimals: String = chars[end + 1..end + 1 + run(end + 1)].iter().collect();
        digits = format!("{digits}.{decimals}");
        end += 1 + decimals.len();
    }
    let bytes: usize = chars[..end].iter().map(|c| c.len_utf8()).sum();
    digits.parse::<f64>().ok()?;
    Some((format!("{sign}{digits}"), start + bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{bot::slot::read, kb::Ask};

    fn ask(kind: &str, choices: &[&str]) -> Ask {
        Ask {
            slot: "x".to_owned(),
            prompt: String::new(),
            kind: Some(kind.to_owned()),
            pattern: None,
            choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
            retry: None,
            optional: false,
            min: None,
            max: None,
        }
    }

    #[test]
    fn thousands_hundreds_and_addresses_are_read_as_each_language_writes_them() {
        let today = jiff::civil::date(2026, 11, 22);
        for (locale, kind, text, value) in [
            ("en", "number", "1,500", Some("1500")),
            ("en", "number", "1.5", Some("1.5")),
            ("en", "number", "1,500.25 pounds", Some("1500.25")),
            ("en", "number", "two hundred and ten", Some("210")),
            ("en", "number", "three thousand five hundred", Some("3500")),
            ("en", "number", "3 or 4", None),
            ("en", "number", "12 of them, not 10", Some("12")),
            ("es", "number", "1.500", Some("1500")),
            ("es", "number", "1,5", Some("1.5")),
            ("es", "number", "doscientos cincuenta", Some("250")),
            ("es", "number", "dos mil", Some("2000")),
            ("es", "number", "3 o 4", None),
            ("hu", "number", "1 500", Some("1500")),
            ("hu", "number", "12,50", Some("12.50")),
            ("hu", "number", "kétszáz", Some("200")),
            ("hu", "number", "ezer", Some("1000")),
            ("de", "number", "12.500 km", Some("12500")),
            ("fr", "number", "deux cents", Some("200")),
            ("en", "email", "bob at x dot org", Some("bob@x.org")),
            ("es", "email", "ana arroba x punto es", Some("ana@x.es")),
            ("hu", "email", "kata kukac x pont hu", Some("kata@x.hu")),
            ("en", "email", "look at the dot", None),
            ("en", "date", "the 5th", Some("2026-12-05")),
            ("en", "date", "5", None),
            ("es", "date", "el 5", Some("2026-12-05")),
            ("hu", "date", "elsején", Some("2026-12-01")),
            ("hu", "date", "május elsején", Some("2027-05-01")),
        ] {
            let phrases = Phrases::new(&locale.parse().unwrap(), None);
            let read = read(&ask(kind, &[]), text, &phrases, today);
            assert_eq!(read.as_deref(), value, "{locale}: {text}");
        }
        let size = ask("choice", &["grande", "pequeño"]);
        let es = Phrases::new(&"es".parse().unwrap(), None);
        assert_eq!(read(&size, "gande", &es, today).as_deref(), Some("grande"));
        assert_eq!(read(&size, "no la grande", &es, today), None);
        assert_eq!(read(&size, "mesa", &es, today), None);
    }
}
