//! Dates, times and spans in words. Order, month names and marks come from the `base-date-*`
//! messages, so that a new language needs no code.

use jiff::{Timestamp, Zoned, civil};

use super::{Locale, t, t_args};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

fn in_words(locale: &Locale, pattern: &str, day: civil::Date) -> String {
    let month = t(locale, &format!("base-month-{}", day.month()));
    let month_short = t(locale, &format!("base-month-short-{}", day.month()));
    let year = day.year().to_string();
    t_args(
        locale,
        pattern,
        &[
            ("day", day.day().to_string().into()),
            ("month", month.into()),
            ("month-short", month_short.into()),
            ("year", year.into()),
        ],
    )
}

/// `November 22, 2026`, `22 de noviembre de 2026`, `2026. november 22.`
#[must_use]
pub fn date(locale: &Locale, day: civil::Date) -> String {
    in_words(locale, "base-date-long", day)
}

/// The same with the month cut short, for tables: `Nov 22, 2026`.
#[must_use]
pub fn short_date(locale: &Locale, day: civil::Date) -> String {
    in_words(locale, "base-date-short", day)
}

/// `Monday`, `lunes`, `hétfő`.
#[must_use]
pub fn weekday(locale: &Locale, day: civil::Weekday) -> String {
    t(locale, &format!("base-weekday-{}", day.to_monday_one_offset()))
}

/// Time of day by the 24-hour clock, or the 12-hour one where the language's pattern says so.
#[must_use]
pub fn time(locale: &Locale, at: civil::Time) -> String {
    let half = if at.hour() < 12 { "base-time-am" } else { "base-time-pm" };
    let hour12 = match at.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    t_args(
        locale,
        "base-time",
        &[
            ("hour", at.hour().to_string().into()),
            ("hour2", format!("{:02}", at.hour()).into()),
            ("hour12", hour12.to_string().into()),
            ("minute", format!("{:02}", at.minute()).into()),
            ("half", t(locale, half).into()),
        ],
    )
}

/// Day and time of day in the moment's own time zone.
#[must_use]
pub fn date_time(locale: &Locale, at: &Zoned) -> String {
    let parts = [("date", date(locale, at.date()).into()), ("time", time(locale, at.time()).into())];
    t_args(locale, "base-date-time", &parts)
}

/// How long ago, or in how long: `3 hours ago`, `in 2 days`; beyond 30 days the date itself (UTC).
#[must_use]
pub fn relative(locale: &Locale, at: Timestamp, now: Timestamp) -> String {
    let seconds = at.as_second() - now.as_second();
    let (unit, count) = match seconds.abs() {
        span if span < MINUTE => return t(locale, "base-just-now"),
        span if span < HOUR => ("minutes", span / MINUTE),
        span if span < DAY => ("hours", span / HOUR),
        span if span < 30 * DAY => ("days", span / DAY),
        _ => return date(locale, at.to_zoned(jiff::tz::TimeZone::UTC).date()),
    };
    let direction = if seconds < 0 { "ago" } else { "in" };
    t_args(locale, &format!("base-{direction}-{unit}"), &[("count", count.into())])
}

/// A span in the largest one or two units: `45 minutes`, `2 hours 30 minutes`, `3 days`.
#[must_use]
pub fn duration_minutes(locale: &Locale, minutes: i64) -> String {
    let say = |unit: &str, count: i64| t_args(locale, &format!("base-span-{unit}"), &[("count", count.into())]);
    let minutes = minutes.max(0);
    let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let parts: Vec<String> = match (days, hours, rest) {
        (0, 0, rest) => vec![say("minutes", rest)],
        (0, hours, 0) => vec![say("hours", hours)],
        (0, hours, rest) => vec![say("hours", hours), say("minutes", rest)],
        (days, 0, _) => vec![say("days", days)],
        (days, hours, _) => vec![say("days", days), say("hours", hours)],
    };
    parts.join(" ")
}
