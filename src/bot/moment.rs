//! Moments in the words of a locale, and days as people write them.

use jiff::{Span, Zoned, civil::Date};

mod said;

pub(in crate::bot) use said::day_spans;
use said::{cleaned, in_a_week, leaves_open, with_weekday};

use super::{
    number::{is_ordinal, number},
    phrases::{Phrases, fill},
    words::split,
};

/// “on Monday, 23 November, at 09:00”, “tomorrow at 09:00”, in the time zone of `now`.
#[must_use]
pub fn at(phrases: &Phrases, now: &Zoned, moment: &Zoned) -> String {
    tell(phrases, now, moment, ["at", "today", "tomorrow"])
}

/// The same as a deadline.
#[must_use]
pub fn by(phrases: &Phrases, now: &Zoned, moment: &Zoned) -> String {
    tell(phrases, now, moment, ["by", "by_today", "by_tomorrow"])
}

fn tell(phrases: &Phrases, now: &Zoned, moment: &Zoned, [other, today, tomorrow]: [&str; 3]) -> String {
    let moment = moment.with_time_zone(now.time_zone().clone());
    let days = moment.date().since(now.date()).map_or(99, |span| span.get_days());
    let key = match days {
        0 => today,
        1 => tomorrow,
        _ => other,
    };
    let weekday = phrases.list("time", "weekdays");
    let month = phrases.list("time", "months");
    let weekday = weekday.get(usize::from(moment.weekday().to_monday_zero_offset().unsigned_abs())).copied();
    let month = month.get(usize::from(moment.month().unsigned_abs()) - 1).copied();
    fill(
        phrases.say("time", key, 0),
        &[
            ("weekday", weekday.unwrap_or_default()),
            ("day", &moment.day().to_string()),
            ("month", month.unwrap_or_default()),
            ("time", &format!("{}:{:02}", moment.hour(), moment.minute())),
        ],
    )
}

/// `morning`, `afternoon` or `evening`, as the locale divides the day.
#[must_use]
pub fn part_of_day(phrases: &Phrases, now: &Zoned) -> &'static str {
    let hour = i64::from(now.hour());
    let from = |key| phrases.number("greet", key);
    if hour >= from("evening_from") || hour < from("morning_from") {
        "evening"
    } else if hour >= from("afternoon_from") {
        "afternoon"
    } else {
        "morning"
    }
}

/// Which of several days is meant, where a text leaves it open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lean {
    /// The nearest.
    Nearest,
    /// The last one gone by.
    Past,
    /// The next one to come.
    Future,
}

/// A day written in words or figures: `24 May`, `May 24th, 2026`, `24.5.`, `2026-05-24`, `mañana`,
/// `május 24.`, `monday`. Without a year, and for a weekday, `lean` says which is meant.
#[must_use]
pub fn read_day(phrases: &Phrases, today: Date, text: &str, lean: Lean) -> Option<Date> {
    let words = cleaned(phrases, text);
    if leaves_open(phrases, &words) {
        return None;
    }
    if let Some(day) = in_a_week(phrases, today, &words) {
        return Some(day);
    }
    // Since Monday is since the last one.
    let since = phrases.list("time", "words_since").iter().any(|known| words.iter().any(|word| word == known));
    let lean = if since && lean == Lean::Nearest { Lean::Past } else { lean };
    if let Some(days) = relative(phrases, &words) {
        return today.checked_add(days).ok();
    }
    let numbers: Vec<i32> = words.iter().filter_map(|word| number(phrases, word)).collect();
    if let Some(month) = month_of(phrases, &words) {
        return match numbers[..] {
            [day] => without_year(today, month, day, lean),
            [a, b] if a > 31 => date(a, month, b),
            [a, b] if b > 31 || parts_them(phrases, &words) => date(b, month, a),
            _ => None,
        };
    }
    match numbers[..] {
        [year, month, day] if year > 31 => date(year, month, day),
        [a, b, year] => {
            let (day, month) = if phrases.flag("time", "day_first") || a > 12 { (a, b) } else { (b, a) };
            date(year, month, day)
        }
        [a, b] => {
            let (day, month) = if month_first(phrases, text) || b > 12 { (b, a) } else { (a, b) };
            without_year(today, month, day, lean)
        }
        [] => weekday_of(phrases, today, &words, lean),
        [day] if names_a_day_of_the_month(phrases, text, &words) => without_month(today, day, lean),
        [day] => with_weekday(phrases, today, &words, day, lean),
        _ => None,
    }
}

/// Whether the month stands between the two numbers: “24 May 27”, not “5 or 6 May”.
fn parts_them(phrases: &Phrases, words: &[String]) -> bool {
    let is_number = |word: &String| number(phrases, word).is_some();
    let first = words.iter().position(is_number).unwrap_or_default();
    let last = words.iter().rposition(is_number).unwrap_or_default();
    month_of(phrases, words.get(first + 1..last).unwrap_or_default()).is_some()
}

/// “The 5th”, “el 5”, “elsején”, “it was on the 4th”: nothing but the day of a month.
pub(in crate::bot) fn names_a_day_of_the_month(phrases: &Phrases, text: &str, words: &[String]) -> bool {
    let joins = phrases.list("time", "day_joins");
    let others: Vec<&String> = words.iter().filter(|word| number(phrases, word).is_none()).collect();
    let joined = others.iter().all(|word| joins.contains(&word.as_str()) || word.chars().count() <= 3);
    let dotted = phrases.flag("time", "day_first") && text.trim().ends_with('.') && words.len() == 1;
    let ordinal = words.iter().any(|word| is_ordinal(phrases, word));
    let most = if ordinal { 6 } else { 4 };
    words.len() <= most && joined && (ordinal || dotted || (!others.is_empty() && joins.contains(&others[0].as_str())))
}

/// The day of this month, or of the one before or after it.
fn without_month(today: Date, day: i32, lean: Lean) -> Option<Date> {
    let of = |months: i64| {
        let first = today.first_of_month().checked_add(Span::new().months(months)).ok()?;
        date(i32::from(first.year()), i32::from(first.month()), day)
    };
    let this = of(0);
    match lean {
        Lean::Past => this.filter(|date| *date <= today).or_else(|| of(-1)),
        Lean::Nearest | Lean::Future => this.filter(|date| *date >= today).or_else(|| of(1)),
    }
}

/// `05/24` is month first where the locale says so, and `05.24.` is in Hungarian.
fn month_first(phrases: &Phrases, text: &str) -> bool {
    !phrases.flag("time", "day_first") || (text.contains('.') && phrases.say("time", "language", 0) == "magyarul")
}

fn month_of(phrases: &Phrases, words: &[String]) -> Option<i32> {
    let months = phrases.list("time", "months");
    words.iter().filter(|word| word.chars().count() >= 3).find_map(|word| {
        let at = months.iter().position(|month| {
            let month = split(month).concat();
            month.starts_with(word.as_str()) || (word.starts_with(&month) && word.len() <= month.len() + 4)
        })?;
        i32::try_from(at + 1).ok()
    })
}

fn weekday_of(phrases: &Phrases, today: Date, words: &[String], lean: Lean) -> Option<Date> {
    let days = phrases.list("time", "weekdays");
    let wanted = words.iter().filter(|word| word.chars().count() >= 3).find_map(|word| {
        days.iter().position(|day| {
            let day = split(day).concat();
            day.starts_with(word.as_str()) || word.starts_with(&day)
        })
    });
    let wanted = wanted.or_else(|| {
        let day = words.iter().find_map(|word| said::weekday(phrases, word))?;
        usize::try_from(day).ok()
    })?;
    let says = |key: &str| phrases.list("time", key).iter().any(|known| words.iter().any(|word| word == known));
    let lean = match lean {
        _ if says("words_last") => Lean::Past,
        _ if says("words_next") => Lean::Future,
        lean => lean,
    };
    let today_is = usize::from(today.weekday().to_monday_zero_offset().unsigned_abs());
    let ahead = i64::try_from((wanted + 7 - today_is) % 7).ok()?;
    // Who means today says so.
    let ahead = if ahead == 0 { 7 } else { ahead };
    let back = lean == Lean::Past || (lean == Lean::Nearest && (4..7).contains(&ahead));
    let days = if back && ahead == 7 {
        -7
    } else if back {
        ahead - 7
    } else {
        ahead
    };
    today.checked_add(Span::new().days(days)).ok()
}

/// Tomorrow, the day after it, in three days, two weeks ago: how far from today.
fn relative(phrases: &Phrases, words: &[String]) -> Option<Span> {
    let says = |key: &str| phrases.holds("time", key, words);
    // The longer wordings first: “pasado mañana” holds “mañana”.
    let near = [("words_overmorrow", 2), ("words_ereyesterday", -2)];
    // “Gestern morgen” and “ayer por la mañana” are yesterday, though they hold the word for tomorrow.
    let nearest = [("words_today", 0), ("words_yesterday", -1), ("words_tomorrow", 1)];
    if let Some((_, days)) = near.into_iter().find(|(key, _)| words.len() <= 5 && says(key)) {
        return Some(Span::new().days(days));
    }
    if let Some((_, days)) = nearest.into_iter().find(|(key, _)| words.len() <= 5 && says(key)) {
        return Some(Span::new().days(days));
    }
    let unit = |key: &str| words.iter().position(|word| phrases.list("time", key).contains(&word.as_str()));
    // “Last week”, “la semana pasada”, “múlt héten”.
    if words.len() <= 5 && says("words_last") {
        let week = unit("units_week").map(|_| Span::new().weeks(-1));
        let last = week.or_else(|| unit("units_month").map(|_| Span::new().months(-1)));
        if last.is_some() {
            return last;
        }
    }
    let past = says("words_ago");
    if words.len() > 6 || !(past || says("words_in")) {
        return None;
    }
    let counted = |at: usize| {
        let count = words[..at].iter().rev().find_map(|word| number(phrases, word)).map_or(1, i64::from);
        if past { -count } else { count }
    };
    let days = || unit("units_day").map(|at| Span::new().days(counted(at)));
    let weeks = || unit("units_week").filter(|at| *at > 0).map(|at| Span::new().weeks(counted(at)));
    let months = || unit("units_month").map(|at| Span::new().months(counted(at)));
    days().or_else(weeks).or_else(months).filter(|_| counted(words.len()).abs() <= 400)
}

/// A day as it is told, from `YYYY-MM-DD`; nothing for any other text.
#[must_use]
pub fn told(phrases: &Phrases, day: &str) -> Option<String> {
    let date: Date = day.parse().ok().filter(|_| day.len() == 10)?;
    let months = phrases.list("time", "months");
    let month = months.get(usize::from(date.month().unsigned_abs()).checked_sub(1)?)?;
    let (day, year) = (date.day().to_string(), date.year().to_string());
    Some(fill(phrases.say("time", "day", 0), &[("day", &day), ("month", month), ("year", &year)]))
}

/// The one day that a text mentions by the way.
pub(super) fn mentioned_day(phrases: &Phrases, today: Date, text: &str, lean: Lean) -> Option<Date> {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let mut days = tokens
        .chunk_by(|before, _| is_of_a_day(phrases, before))
        .map(|run| if run.last().is_some_and(|last| is_of_a_day(phrases, last)) { run } else { &run[..run.len() - 1] })
        .filter(|run| !run.is_empty() && marks_a_day(phrases, run))
        .filter_map(|run| read_day(phrases, today, &run.join(" "), lean));
    let only = days.next()?;
    days.next().is_none().then_some(only)
}

const DAY_WORDS: [&str; 8] = [
    "words_today",
    "words_tomorrow",
    "words_yesterday",
    "words_overmorrow",
    "words_ereyesterday",
    "words_ago",
    "words_last",
    "words_next",
];
const UNITS: [&str; 3] = ["units_day", "units_week", "units_month"];

/// Whether every word of a token may belong to a day: a number, a weekday, “since”, “of”.
fn is_of_a_day(phrases: &Phrases, token: &str) -> bool {
    let keys = DAY_WORDS.iter().chain(&UNITS).chain(&["words_since", "words_in", "day_joins"]);
    let known: Vec<&str> = keys.flat_map(|key| phrases.list("time", key)).flat_map(str::split_whitespace).collect();
    // “27-re”, “24-én”: the ending is none of its own.
    let bare = token.split_once('-').filter(|(number, _)| number.chars().all(|c| c.is_ascii_digit()));
    let words = split(bare.map_or(token, |(number, _)| number));
    let one = std::slice::from_ref::<String>;
    !words.is_empty()
        && words.iter().all(|word| {
            let small = |number: i32| number <= 31 || (1900..2100).contains(&number);
            number(phrases, word).is_some_and(small)
                || known.contains(&word.as_str())
                || names_a_day(phrases, word)
                || month_of(phrases, one(word)).is_some()
        })
}

/// Whether a run of such words says a day by more than a bare number.
fn marks_a_day(phrases: &Phrases, run: &[&str]) -> bool {
    let text = run.join(" ");
    let words = split(&text);
    let says = |key: &str| phrases.holds("time", key, &words);
    let has_unit = UNITS.iter().any(|key| says(key));
    let numbers = words.iter().filter(|word| number(phrases, word).is_some()).count();
    let with_year = words.iter().any(|word| word.len() == 4 && word.chars().all(|c| c.is_ascii_digit()));
    DAY_WORDS[..5].iter().any(|key| says(key))
        || words.iter().any(|word| names_a_day(phrases, word))
        || (numbers > 0 && month_of(phrases, &words).is_some())
        || (has_unit && (says("words_ago") || says("words_last") || (numbers > 0 && says("words_in"))))
        || (numbers == 3 && with_year)
}

/// A weekday, not only its beginning.
fn names_a_day(phrases: &Phrases, word: &str) -> bool {
    let letters = word.chars().count();
    phrases.list("time", "weekdays").iter().any(|day| {
        let day = split(day).concat();
        let most = day.chars().count();
        // “Péntekre”: the list has them with the ending of “on”.
        let inflected =
            || phrases.say("time", "language", 0) == "magyarul" && crate::text::shared(&day, word) + 2 >= most;
        letters >= 4 && (word.starts_with(&day) || (day.starts_with(word) && letters + 2 >= most) || inflected())
    })
}

fn date(year: i32, month: i32, day: i32) -> Option<Date> {
    let year = if year < 100 { 2000 + year } else { year };
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// “3 November” said on the 22nd was three weeks ago, “5 May” is half a year ahead.
fn without_year(today: Date, month: i32, day: i32, lean: Lean) -> Option<Date> {
    let year = i32::from(today.year());
    let this = date(year, month, day).or_else(|| date(year + 1, month, day))?;
    let next = if this >= today { Some(this) } else { date(year + 1, month, day) };
    let last =
        if this < today || (this == today && lean == Lean::Past) { Some(this) } else { date(year - 1, month, day) };
    let days = |date: Date| date.since(today).map_or(i32::MAX, |span| span.get_days().abs());
    match (last, next) {
        (Some(last), _) if lean == Lean::Past || last == today => Some(last),
        (_, Some(next)) if lean == Lean::Future => Some(next),
        (Some(last), Some(next)) if days(last) * 5 < days(next) * 3 => Some(last),
        (last, next) => next.or(last),
    }
}

#[cfg(test)]
mod tests;
