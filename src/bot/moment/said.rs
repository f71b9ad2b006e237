//! What of a text says a day: without hours and parts of the day, with the week it is in.

use jiff::{Span, civil::Date};

use super::{DAY_WORDS, Lean, UNITS, is_of_a_day, marks_a_day, month_of, names_a_day, without_month};
use crate::bot::{number::number, phrases::Phrases, words::split};

/// The words of a text but for hours (“at 10”, “10:30”) and parts of the day (“in the morning”).
pub(super) fn cleaned(phrases: &Phrases, text: &str) -> Vec<String> {
    let untimed = text.split_whitespace().filter(|token| !is_clock(token)).collect::<Vec<_>>().join(" ");
    let mut words = split(&untimed);
    for part in phrases.list("time", "parts_of_day") {
        let part = split(part);
        while let Some(at) = words.windows(part.len()).position(|window| window == part) {
            words.drain(at..at + part.len());
        }
    }
    let hours = phrases.list("time", "hours");
    let is_hour_word = |at: usize| words.get(at).is_some_and(|word| hours.contains(&word.as_str()));
    let is_hour = |at: &usize| {
        let hour = number(phrases, &words[*at]).is_some_and(|hour| hour <= 24);
        let of_a_month = words.get(at + 1).is_some_and(|word| month_of(phrases, std::slice::from_ref(word)).is_some());
        hour && !of_a_month && (is_hour_word(at + 1) || at.checked_sub(1).is_some_and(is_hour_word))
    };
    let hour: Vec<usize> = (0..words.len()).filter(is_hour).collect();
    let rest: Vec<String> =
        words.iter().enumerate().filter(|(at, _)| !hour.contains(at)).map(|(_, word)| word.clone()).collect();
    if says_a_day(phrases, &rest) { rest } else { words }
}

/// `10:30`, `18.00h` is left to the reader of hours.
fn is_clock(token: &str) -> bool {
    let token = token.trim_matches(|c: char| !c.is_alphanumeric());
    let parts = token.split_once(':').map(|(hour, minutes)| [hour, minutes]);
    parts.is_some_and(|parts| parts.iter().all(|part| (1..=2).contains(&part.len()) && part.parse::<u8>().is_ok()))
}

/// Whether words say a day by more than a number.
fn says_a_day(phrases: &Phrases, words: &[String]) -> bool {
    let says = |key: &&str| phrases.holds("time", key, words);
    words.iter().any(|word| names_a_day(phrases, word))
        || DAY_WORDS.iter().any(says)
        || month_of(phrases, words).is_some()
}

/// “Friday or Saturday”, “5 or 6 May”: which of them is left open.
pub(super) fn leaves_open(phrases: &Phrases, words: &[String]) -> bool {
    let ors = phrases.list("introduce", "ors");
    let of_a_day = |word: &String| number(phrases, word).is_some() || names_a_day(phrases, word);
    let between = |at: &usize| words[..*at].iter().any(of_a_day) && words[at + 1..].iter().take(3).any(of_a_day);
    (0..words.len()).filter(|at| ors.contains(&words[*at].as_str())).any(|at| between(&at))
}

/// “Friday last week”, “a week on Tuesday”, “jövő héten kedden”: a weekday, and the week it is in.
pub(super) fn in_a_week(phrases: &Phrases, today: Date, words: &[String]) -> Option<Date> {
    let list = |key: &str| phrases.list("time", key);
    let weeks = list("units_week");
    let says = |key: &str| list(key).iter().any(|known| words.iter().any(|word| word == known));
    let day = words.iter().find_map(|word| weekday(phrases, word))?;
    let unit = words.iter().position(|word| weeks.contains(&word.as_str()))?;
    let before = unit.checked_sub(1).and_then(|at| words.get(at));
    let counted = before.and_then(|word| number(phrases, word)).map(i64::from);
    let one = before.is_some_and(|word| phrases.list("introduce", "unit_ones").contains(&word.as_str()));
    // “Tuesday week”.
    let follows = before.is_some_and(|word| names_a_day(phrases, word)) && !phrases.flag("time", "day_first");
    let counted = counted.or_else(|| (one || follows).then_some(1));
    let monday = today.checked_sub(Span::new().days(i64::from(today.weekday().to_monday_zero_offset()))).ok()?;
    let of_week = |weeks: i64| monday.checked_add(Span::new().days(weeks * 7 + day)).ok();
    match counted {
        Some(count) if says("words_ago") => of_week(-count),
        Some(count) => {
            let this = of_week(0)?;
            let coming = if this > today { this } else { of_week(1)? };
            coming.checked_add(Span::new().weeks(count)).ok()
        }
        None if says("words_last") => of_week(-1),
        None if says("words_next") => of_week(1),
        None => of_week(0),
    }
}

/// “On Saturday 14th”: the day of that number that is such a weekday.
pub(super) fn with_weekday(phrases: &Phrases, today: Date, words: &[String], day: i32, lean: Lean) -> Option<Date> {
    let wanted = words.iter().find_map(|word| weekday(phrases, word))?;
    let of = |months: i64| {
        let month = today.first_of_month().checked_add(Span::new().months(months)).ok()?;
        let date = Date::new(month.year(), month.month(), i8::try_from(day).ok()?).ok()?;
        (i64::from(date.weekday().to_monday_zero_offset()) == wanted).then_some(date)
    };
    let months: [i64; 4] = if lean == Lean::Past { [0, -1, -2, -3] } else { [0, 1, -1, 2] };
    months.into_iter().find_map(of).or_else(|| without_month(today, day, lean))
}

/// Which weekday a word names, from 0.
pub(super) fn weekday(phrases: &Phrases, word: &str) -> Option<i64> {
    if !names_a_day(phrases, word) {
        return None;
    }
    let days = phrases.list("time", "weekdays");
    let alike = |day: &&str| crate::text::shared(&split(day).concat(), word);
    let (at, _) = days.iter().enumerate().max_by_key(|(at, day)| (alike(day), std::cmp::Reverse(*at)))?;
    i64::try_from(at).ok()
}

/// Where in a text days are said, in bytes.
pub(in crate::bot) fn day_spans(phrases: &Phrases, text: &str) -> Vec<std::ops::Range<usize>> {
    let at = |token: &str| token.as_ptr() as usize - text.as_ptr() as usize;
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let units: Vec<&str> = UNITS[..1].iter().flat_map(|key| phrases.list("time", key)).collect();
    let of_a_day = |token: &str| is_of_a_day(phrases, token);
    let mut spans = Vec::new();
    let mut begin = 0;
    while begin < tokens.len() {
        let run = tokens[begin..].iter().take_while(|token| of_a_day(token)).count();
        let found = &tokens[begin..begin + run];
        // “El día 5”: a unit before the number is none of what it counts.
        let words = split(&found.join(" "));
        let numbered = words.windows(2).any(|pair| {
            units.contains(&pair[0].as_str())
                && pair[1].chars().all(|c| c.is_ascii_digit())
                && number(phrases, &pair[1]).is_some()
        });
        if run > 0 && (marks_a_day(phrases, found) || numbered) {
            spans.push(at(found[0])..at(found[run - 1]) + found[run - 1].len());
        }
        begin += run.max(1);
    }
    spans
}
