//! Business hours: weekly intervals in a time zone, holidays, days with hours of their own.
//!
//! All arithmetic is done on moments, day by day in the desk's time zone, so a day on which the clocks
//! change is as long as it really is.

use std::{collections::BTreeMap, fmt, str::FromStr};

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, Time, Weekday},
    tz::TimeZone,
};
use serde::Deserialize;

/// When the desk is open. In the configuration:
///
/// ```toml
/// [desk.hours]
/// time_zone = "Europe/Budapest"
/// monday = ["09:00-12:00", "13:00-17:00"]   # and so on; a day left out is Monday to Friday 09:00-17:00
/// saturday = []
/// holidays = ["12-25", "2026-12-24"]        # every year, or once
/// special = { "2026-12-31" = ["09:00-12:00"] }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "RawHours")]
pub struct BusinessHours {
    zone: TimeZone,
    week: [Vec<Interval>; 7],
    yearly: Vec<(i8, i8)>,
    special: BTreeMap<Date, Vec<Interval>>,
}

/// Days that are looked at for an opening before the desk counts as closed for good.
const HORIZON_DAYS: usize = 800;

/// An opening of a day in minutes after midnight, `[from, to)`; `to` may be 24:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Interval {
    from: i16,
    to: i16,
}

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct RawHours {
    time_zone: String,
    monday: Vec<String>,
    tuesday: Vec<String>,
    wednesday: Vec<String>,
    thursday: Vec<String>,
    friday: Vec<String>,
    saturday: Vec<String>,
    sunday: Vec<String>,
    holidays: Vec<String>,
    special: BTreeMap<String, Vec<String>>,
}

impl Default for RawHours {
    fn default() -> Self {
        let office = || vec!["09:00-17:00".to_owned()];
        Self {
            time_zone: "UTC".to_owned(),
            monday: office(),
            tuesday: office(),
            wednesday: office(),
            thursday: office(),
            friday: office(),
            saturday: vec![],
            sunday: vec![],
            holidays: vec![],
            special: BTreeMap::new(),
        }
    }
}

/// What cannot be understood of the hours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// No such time zone.
    #[error("“{0}” is no time zone; write one such as Europe/Budapest or UTC")]
    Zone(String),
    /// Not an opening.
    #[error("“{0}” are no opening hours; write 09:00-17:00 (up to 24:00; over midnight is two of them)")]
    Interval(String),
    /// Not a day.
    #[error("“{0}” is no day; write 2026-12-24, or 12-24 for every year")]
    Day(String),
}

impl FromStr for Interval {
    type Err = HoursError;

    fn from_str(text: &str) -> Result<Self, HoursError> {
        let wrong = || HoursError::Interval(text.to_owned());
        let minutes = |part: &str| -> Option<i16> {
            let (hour, minute) = part.trim().split_once(':')?;
            let (hour, minute): (i16, i16) = (hour.parse().ok()?, minute.parse().ok()?);
            let fits = (0..24).contains(&hour) && (0..60).contains(&minute) || (hour, minute) == (24, 0);
            fits.then_some(hour * 60 + minute)
        };
        let (from, to) = text.split_once(['-', '–']).ok_or_else(wrong)?;
        match (minutes(from), minutes(to)) {
            (Some(from), Some(to)) if from < to => Ok(Self { from, to }),
            _ => Err(wrong()),
        }
    }
}

impl TryFrom<RawHours> for BusinessHours {
    type Error = HoursError;

    fn try_from(raw: RawHours) -> Result<Self, HoursError> {
        let zone = TimeZone::get(&raw.time_zone).map_err(|_| HoursError::Zone(raw.time_zone.clone()))?;
        let week = [raw.monday, raw.tuesday, raw.wednesday, raw.thursday, raw.friday, raw.saturday, raw.sunday];
        let mut hours = Self { zone, week: Default::default(), yearly: vec![], special: BTreeMap::new() };
        for (day, texts) in hours.week.iter_mut().zip(&week) {
            *day = intervals(texts)?;
        }
        for text in raw.holidays {
            match text.parse::<Date>() {
                Ok(date) => drop(hours.special.insert(date, vec![])),
                Err(_) => hours.yearly.push(month_and_day(&text)?),
            }
        }
        for (text, texts) in raw.special {
            let date = text.parse::<Date>().map_err(|_| HoursError::Day(text))?;
            hours.special.insert(date, intervals(&texts)?);
        }
        Ok(hours)
    }
}

/// Sorted, with what touches or overlaps made one.
fn intervals(texts: &[String]) -> Result<Vec<Interval>, HoursError> {
    let mut all = texts.iter().map(|text| text.parse()).collect::<Result<Vec<Interval>, _>>()?;
    all.sort_unstable();
    let mut merged: Vec<Interval> = Vec::new();
    for next in all {
        match merged.last_mut().filter(|last| next.from <= last.to) {
            Some(last) => last.to = last.to.max(next.to),
            None => merged.push(next),
        }
    }
    Ok(merged)
}

fn month_and_day(text: &str) -> Result<(i8, i8), HoursError> {
    // A leap year, so that 02-29 is a day.
    let date = format!("2024-{text}").parse::<Date>().map_err(|_| HoursError::Day(text.to_owned()))?;
    Ok((date.month(), date.day()))
}

impl Default for BusinessHours {
    fn default() -> Self {
        RawHours::default().try_into().expect("the default hours are well-formed")
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}–{:02}:{:02}", self.from / 60, self.from % 60, self.to / 60, self.to % 60)
    }
}

impl BusinessHours {
    /// Open at all hours of all days.
    #[must_use]
    pub fn always() -> Self {
        let whole = vec![Interval { from: 0, to: 24 * 60 }];
        Self {
            zone: TimeZone::UTC,
            week: std::array::from_fn(|_| whole.clone()),
            yearly: vec![],
            special: BTreeMap::new(),
        }
    }

    /// The desk's time zone.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The usual hours of a weekday, `09:00–12:00, 13:00–17:00`; empty: closed.
    #[must_use]
    pub fn weekday(&self, day: Weekday) -> String {
        let day = &self.week[usize::from(day.to_monday_zero_offset().unsigned_abs())];
        day.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }

    /// The openings of the day of a moment.
    #[must_use]
    pub fn day(&self, at: Timestamp) -> Vec<(Timestamp, Timestamp)> {
        self.day_spans(self.date(at))
    }

    /// Whether the desk is open at this moment.
    #[must_use]
    pub fn open_at(&self, at: Timestamp) -> bool {
        self.day_spans(self.date(at)).iter().any(|span| span.0 <= at && at < span.1)
    }

    /// `at` itself while the desk is open, else the next opening; `None` when none is in sight.
    #[must_use]
    pub fn next_opening(&self, at: Timestamp) -> Option<Timestamp> {
        self.spans(at).next().map(|(from, _)| from.max(at))
    }

    /// When the desk closes next, if it is open; time without a break counts as one opening.
    #[must_use]
    pub fn closes_at(&self, at: Timestamp) -> Option<Timestamp> {
        let mut end = None;
        for (from, to) in self.spans(at).take(HORIZON_DAYS) {
            match end {
                None if from > at => return None,
                Some(end) if from > end => return Some(end),
                _ => end = Some(to),
            }
        }
        end
    }

    /// The moment by which `time` of business has passed since `at`; `None` when it never will.
    #[must_use]
    pub fn add_business_time(&self, at: Timestamp, time: SignedDuration) -> Option<Timestamp> {
        if time <= SignedDuration::ZERO {
            return Some(at);
        }
        let mut left = time;
        for (from, to) in self.spans(at) {
            let from = from.max(at);
            let length = to.duration_since(from);
            if left <= length {
                return from.checked_add(left).ok();
            }
            left -= length;
        }
        None
    }

    /// How much business time lies between two moments; zero when `to` is not after `from`.
    #[must_use]
    pub fn business_time_between(&self, from: Timestamp, to: Timestamp) -> SignedDuration {
        let parts = self.spans(from).take_while(|span| span.0 < to);
        parts.map(|span| span.1.min(to).duration_since(span.0.max(from))).sum()
    }

    /// Openings that end after `at`, in order, until none is found for over two years.
    fn spans(&self, at: Timestamp) -> impl Iterator<Item = (Timestamp, Timestamp)> + '_ {
        let mut next = Some(self.date(at));
        let mut empty_days = 0;
        let days = std::iter::from_fn(move || {
            let date = next?;
            next = date.tomorrow().ok();
            let spans = self.day_spans(date);
            empty_days = if spans.is_empty() { empty_days + 1 } else { 0 };
            (empty_days < HORIZON_DAYS).then_some(spans)
        });
        days.flatten().filter(move |span| span.1 > at)
    }

    fn day_spans(&self, date: Date) -> Vec<(Timestamp, Timestamp)> {
        let usual = &self.week[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())];
        let of_day = match self.special.get(&date) {
            Some(special) => special.as_slice(),
            None if self.yearly.contains(&(date.month(), date.day())) => &[],
            None => usual,
        };
        let spans = of_day
            .iter()
            .filter_map(|interval| Some((self.moment(date, interval.from)?, self.moment(date, interval.to)?)));
        spans.filter(|(from, to)| from < to).collect()
    }

    /// A wall-clock time of a day as a moment: in a gap the time after it, of a fold the first.
    fn moment(&self, date: Date, minutes: i16) -> Option<Timestamp> {
        let (date, minutes) = if minutes == 24 * 60 { (date.tomorrow().ok()?, 0) } else { (date, minutes) };
        let time = Time::new(i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?, 0, 0).ok()?;
        self.zone.to_ambiguous_timestamp(date.to_datetime(time)).compatible().ok()
    }

    fn date(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }
}

#[cfg(test)]
#[path = "hours_tests.rs"]
mod tests;
