//! Lenient reading of front matter: people write a list where a string was meant, a number where a
//! title stands, a day in three orders. A value becomes what it can mean, or nothing.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};
use serde_json::{Map, Value};

/// Front matter as a map of values, whatever language it was written in.
pub type Values = Map<String, Value>;

/// Text of a scalar, trimmed; `None` when it is empty or not a scalar.
#[must_use]
pub fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Text of a scalar with its line feeds kept (Markdown in front matter).
#[must_use]
pub fn markdown(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        other => text(other),
    }
}

/// A list of texts; a lone scalar is a list of one.
#[must_use]
pub fn list(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(text).collect(),
        other => text(other).into_iter().collect(),
    }
}

/// A list of short labels; a lone string is cut at its commas.
#[must_use]
pub fn labels(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => text.split(',').map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect(),
        other => list(other),
    }
}

/// A yes or no, however it was spelt.
#[must_use]
pub fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(yes) => Some(*yes),
        Value::Number(number) => number.as_i64().map(|n| n != 0),
        Value::String(text) => match text.trim().to_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Some(true),
            "false" | "no" | "off" | "0" | "" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// A number, also when it was quoted.
#[must_use]
pub fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
    .filter(|number: &f64| number.is_finite())
}

/// A moment: RFC 3339, or a day or time of day without zone (then UTC).
#[must_use]
pub fn moment(value: &Value) -> Option<Timestamp> {
    let text = text(value)?;
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    if let Ok(zoned) = jiff::fmt::strtime::parse("%Y-%m-%d %H:%M:%S %z", &text)
        && let Ok(at) = zoned.to_timestamp()
    {
        return Some(at);
    }
    let civil = text.trim_end_matches(" UTC").parse::<DateTime>().ok().or_else(|| day_of(&text).map(Date::into))?;
    civil.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

/// A day: `2026-11-22`, `11/22/2026` (American, as msdocs writes it) or a moment's day.
#[must_use]
pub fn day(value: &Value) -> Option<Date> {
    let text = text(value)?;
    day_of(&text).or_else(|| moment(value).map(|at| at.to_zoned(TimeZone::UTC).date()))
}

fn day_of(text: &str) -> Option<Date> {
    text.parse().ok().or_else(|| {
        let mut parts = text.split('/').map(str::parse::<i16>);
        let (Some(Ok(month)), Some(Ok(day)), Some(Ok(year)), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return None;
        };
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_mean_what_their_writer_meant() {
        assert_eq!(text(&json!(2024)), Some("2024".to_owned()));
        assert_eq!(text(&json!("a\n  b")), Some("a b".to_owned()));
        assert_eq!(labels(&json!("a, b ,, c")), ["a", "b", "c"]);
        assert_eq!(labels(&json!(["a, b", 3])), ["a, b", "3"]);
        assert_eq!(boolean(&json!("Yes")), Some(true));
        assert_eq!(number(&json!("7")), Some(7.0));
    }

    #[test]
    fn days_and_moments_come_in_many_forms() {
        for text in ["2024-03-05", "03/05/2024", "2024-03-05T00:00:00Z", "2024-03-05 00:00:00 +0000"] {
            assert_eq!(
                moment(&json!(text)).map(|at| at.to_string()),
                Some("2024-03-05T00:00:00Z".to_owned()),
                "{text}"
            );
            assert_eq!(day(&json!(text)).map(|day| day.to_string()), Some("2024-03-05".to_owned()), "{text}");
        }
        assert_eq!(moment(&json!("next week")), None);
    }
}
