//! Numbers as people write them, in figures and in words.

use super::{phrases::Phrases, words::split};

/// A number in figures or in words.
pub(in crate::bot) fn number(phrases: &Phrases, word: &str) -> Option<i32> {
    let place = |key: &str| {
        let forms = |known: &&str| known.split('|').any(|form| form == word);
        phrases.list("time", key).iter().position(forms)
    };
    let spelt = || place("figures").or_else(|| place("ordinals")).and_then(|at| i32::try_from(at + 1).ok());
    ordinal(word).or_else(spelt).or_else(|| greater(phrases, word))
}

/// A number beyond those that are counted one by one, also with units at its end (`huszonöt`).
fn greater(phrases: &Phrases, word: &str) -> Option<i32> {
    let known = phrases.list("time", "more_figures");
    known.into_iter().find_map(|known| {
        let (value, name) = known.split_once(' ')?;
        let (value, rest) = (value.parse::<i32>().ok()?, word.strip_prefix(name)?);
        let units = || {
            let forms = phrases.list("time", "figures");
            let at = forms.iter().take(9).position(|known| known.split('|').any(|form| form == rest))?;
            i32::try_from(at + 1).ok().filter(|_| value % 10 == 0)
        };
        if rest.is_empty() { Some(value) } else { Some(value + units()?) }
    })
}

/// The number that words begin with: “twenty-five”, “treinta y dos”, “two hundred and ten”.
pub(super) fn spelt(phrases: &Phrases, words: &[String]) -> Option<i32> {
    composed(phrases, words).map(|(value, _)| value)
}

/// The same, and how many words it takes.
fn composed(phrases: &Phrases, words: &[String]) -> Option<(i32, usize)> {
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

/// Words between a number and what it counts: “five more mailboxes”.
const BETWEEN: usize = 1;

/// The one number of a text that stands before something counted; “one of …” and “a …” count nothing.
pub(super) fn counted(phrases: &Phrases, text: &str, is_counted: &dyn Fn(&str) -> bool) -> Option<i32> {
    let words = split(text);
    let mut found = (0..words.len()).filter_map(|at| {
        let written = words[at].chars().all(|c| c.is_ascii_digit());
        let value = if written { words[at].parse().ok() } else { spelt(phrases, &words[at..]).filter(|n| *n > 1) }?;
        let after = words[at + 1..].iter().take(BETWEEN + 1);
        // “5 mailboxes of 15 GB”: another number ends it.
        let mut after = after.take_while(|word| number(phrases, word).is_none());
        after.any(|word| is_counted(word)).then_some(value)
    });
    let only = found.next()?;
    found.next().is_none().then_some(only)
}

/// Whether a word says which of several: `5th`, `elsején`.
pub(super) fn is_ordinal(phrases: &Phrases, word: &str) -> bool {
    let named = phrases.list("time", "ordinals").iter().any(|known| known.split('|').any(|form| form == word));
    named || (word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with(char::is_alphabetic))
}

/// `24`, `24th`, `1st`, `24-én` (split before), `24e`.
fn ordinal(word: &str) -> Option<i32> {
    let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
    let rest = &word[digits.len()..];
    (!digits.is_empty() && digits.len() <= 4 && rest.chars().count() <= 2).then(|| digits.parse().ok()).flatten()
}

/// The first number in figures, a decimal comma read as a point; three figures behind a sign or a space that groups
/// thousands belong to it: `1.500` in Spanish, `1,500` in English, `1 500` in Hungarian. None where a text leaves open
/// which of two is meant: “3 or 4”.
pub(super) fn in_figures(phrases: &Phrases, text: &str) -> Option<String> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let sign = if text[..start].ends_with('-') { "-" } else { "" };
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
    let rest: String = chars[end..].iter().collect();
    let value = digits.parse::<f64>().ok().map(|_| format!("{sign}{digits}"))?;
    (!goes_on_with_another(phrases, &rest)).then_some(value)
}

/// “… or 4”, and nothing that tells which.
fn goes_on_with_another(phrases: &Phrases, rest: &str) -> bool {
    let words = split(rest);
    let ors = phrases.list("introduce", "ors");
    matches!(&words[..], [or, other, ..] if ors.contains(&or.as_str()) && number(phrases, other).is_some())
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
