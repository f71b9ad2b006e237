//! Overrides of the bot's phrases that cannot do what their writer meant. A table enters with the built-in one
//! beside it; what is odd about each value leaves.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;
use toml::{Table, Value};

/// Something odd about one phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Odd {
    /// `section.key`
    pub name: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub mend: &'static str,
}

static NAMES: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\{([a-z_]+)\}").expect("a constant expression"));

/// Everything odd; names that no phrase has are told elsewhere.
pub(super) fn odd(own: &Table, built_in: &str) -> Vec<Odd> {
    let known: Table = built_in.parse().unwrap_or_default();
    let mut out = Vec::new();
    for (section, values) in own {
        let (Some(Value::Table(known)), Value::Table(values)) = (known.get(section), values) else { continue };
        for (key, value) in values {
            let Some(usual) = known.get(key) else { continue };
            let found = shape(section, value, usual)
                .or_else(|| nothing(section, value))
                .or_else(|| length(key, value))
                .or_else(|| if is_rules(section, key) { rules(value) } else { blanks(value, usual) });
            out.extend(found.map(|(what, mend)| Odd { name: format!("{section}.{key}"), what, mend }));
        }
    }
    out
}

/// Whether a phrase is a list of rules.
fn is_rules(section: &str, key: &str) -> bool {
    section == "cues" || (section == "person" && matches!(key, "perhaps" | "refuse"))
}

type Found = Option<(String, &'static str)>;

fn shape(section: &str, value: &Value, usual: &Value) -> Found {
    // Of what is said, one wording will do where there are several.
    let said = is_said(section);
    let fits = match usual {
        Value::Array(_) => value.is_array() || (said && value.is_str()),
        Value::String(_) => value.is_str() || value.is_array(),
        other => other.same_type(value),
    };
    let wanted = match usual {
        Value::Array(_) => "a list of texts: [\"…\", \"…\"]",
        Value::String(_) => "a text: \"…\"",
        Value::Boolean(_) => "true or false",
        Value::Integer(_) | Value::Float(_) => "a number",
        _ => "keys and values",
    };
    (!fits).then(|| {
        (format!("is not {wanted}"), "Write it in the shape of the built-in one; `answerdesk phrases` prints it.")
    })
}

/// A phrase of no wording, where the bot has something to say.
fn nothing(section: &str, value: &Value) -> Found {
    let words = matches!(value, Value::Array(_) | Value::String(_));
    let empty = words && texts(value).iter().all(|text| text.trim().is_empty());
    (is_said(section) && empty).then(|| {
        ("has no words, so the bot says nothing there".to_owned(), "Write at least one wording, or take the line away.")
    })
}

/// What is said, and not what is understood.
fn is_said(section: &str) -> bool {
    matches!(section, "greet" | "say" | "ask" | "call" | "handoff" | "button")
}

fn length(key: &str, value: &Value) -> Found {
    let wanted = match key {
        "weekdays" => 7,
        "months" => 12,
        _ => return None,
    };
    let there = value.as_array().map_or(0, Vec::len);
    (there != wanted).then(|| (format!("has {there} names instead of {wanted}"), "Name all of them, in their order."))
}

fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn blanks(value: &Value, usual: &Value) -> Found {
    let named = |value: &Value| -> BTreeSet<String> {
        texts(value).iter().flat_map(|text| NAMES.captures_iter(text).map(|found| found[1].to_owned())).collect()
    };
    let known = named(usual);
    let unknown: Vec<String> = named(value).difference(&known).map(|name| format!("{{{name}}}")).collect();
    if unknown.is_empty() {
        return None;
    }
    let what = format!("nothing fills {}", unknown.join(", "));
    Some((what, "Use the names in braces of the built-in phrase; `answerdesk phrases` prints it."))
}

/// A rule whose brackets do not pair is never heard.
fn rules(value: &Value) -> Found {
    let broken = texts(value).into_iter().find(|rule| !pairs(rule) || rule.trim().is_empty())?;
    let what = format!("the rule “{broken}” cannot be read and is never heard");
    Some((what, "Close every bracket and quotation mark; a rule has at least one word."))
}

fn pairs(rule: &str) -> bool {
    let mut depth = 0_i32;
    for sign in rule.chars() {
        depth += i32::from(sign == '(') - i32::from(sign == ')');
        if depth < 0 {
            return false;
        }
    }
    depth == 0 && rule.matches('"').count().is_multiple_of(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(own: &str) -> Vec<String> {
        let built_in = crate::bot::built_in_phrases(&"en".parse().expect("a locale"));
        odd(&own.parse().expect("TOML"), &built_in)
            .into_iter()
            .map(|odd| format!("{} {}", odd.name, odd.what))
            .collect()
    }

    #[test]
    fn an_override_that_cannot_work_is_named() {
        assert_eq!(
            said("[cues]\nhello = [\"(hallo\"]"),
            ["cues.hello the rule “(hallo” cannot be read and is never heard"]
        );
        assert_eq!(said("[time]\nweekdays = [\"Montag\"]"), ["time.weekdays has 1 names instead of 7"]);
        assert_eq!(said("[say]\nrephrase = []"), ["say.rephrase has no words, so the bot says nothing there"]);
        assert_eq!(said("[time]\nat = \"am {wekday}\""), ["time.at nothing fills {wekday}"]);
        assert!(said("[introduce]\nprefixes = \"ich bin\"")[0].contains("is not a list"));
        assert_eq!(said("[handoff]\nadded = \"Added to {number}.\""), Vec::<String>::new());
    }

    #[test]
    fn the_built_in_phrases_are_not_odd() {
        for tag in ["en", "es", "hu", "de", "fr", "it", "pt", "nl", "ru", "pl", "sv"] {
            let own = crate::bot::built_in_phrases(&tag.parse().expect("a locale"));
            assert_eq!(odd(&own.parse().expect("TOML"), &own), [], "{tag}");
        }
    }
}
