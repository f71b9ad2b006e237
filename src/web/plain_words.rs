//! What a JSON library says of a body, in the words of who sends it: the field's name and what it takes, no names
//! of our types, no places in the text.

use serde::de::DeserializeOwned;
use serde_json::Value;

/// Missing fields that are told at once, at most.
const MOST: usize = 20;

/// The field that a message names (the message alone does so for missing and unknown ones), and the message.
#[must_use]
pub fn of(message: &str) -> (Option<String>, String) {
    let message = message.split(" at line ").next().unwrap_or(message).trim();
    let quoted = || message.split('`').nth(1).map(str::to_owned);
    if message.starts_with("missing field") {
        return (quoted(), "is missing".to_owned());
    }
    if message.starts_with("unknown field") {
        let known = known(message);
        let told = if known.is_empty() { String::new() } else { format!("; there are {known}") };
        return (quoted(), format!("is not known here{told}"));
    }
    if message.starts_with("unknown variant") {
        return (None, format!("“{}” is none of {}", quoted().unwrap_or_default(), known(message)));
    }
    if let Some((_, wanted)) = message.strip_prefix("invalid type: ").and_then(|told| told.rsplit_once(", expected ")) {
        return (None, format!("must be {}", kind(wanted)));
    }
    if message.starts_with("invalid length") && message.contains("expected struct") {
        return (None, "must be an object".to_owned());
    }
    if message.starts_with("UUID parsing failed") {
        return (None, "is not an id that this server has given".to_owned());
    }
    (None, message.to_owned())
}

/// What stands in quotation marks after the first.
fn known(message: &str) -> String {
    let names: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
    names.join(", ")
}

/// A type by what JSON calls it.
fn kind(wanted: &str) -> &str {
    match wanted {
        "a string" | "a borrowed string" => "a text",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        number if ["i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "usize", "f32", "f64"].contains(&number) => {
            "a number"
        }
        own if own.starts_with("struct ") || own == "a map" => "an object",
        other => other,
    }
}

/// The fields that an object lacks, in their order, as far as texts may stand in for them.
#[must_use]
pub fn missing<T: DeserializeOwned>(bytes: &[u8]) -> Vec<String> {
    let Ok(Value::Object(mut object)) = serde_json::from_slice::<Value>(bytes) else { return Vec::new() };
    let mut out = Vec::new();
    while out.len() < MOST {
        let Err(error) = serde_json::from_value::<T>(Value::Object(object.clone())) else { break };
        let text = error.to_string();
        let (Some(field), true) = (of(&text).0, text.starts_with("missing field")) else { break };
        object.insert(field.clone(), Value::String(String::new()));
        out.push(field);
    }
    out
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Letter {
        name: String,
        body: String,
        #[serde(default)]
        kind: Option<Kind>,
        #[serde(default)]
        place: Option<Place>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Kind {
        Short,
        Long,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Place {
        town: String,
    }

    fn told(json: &str) -> (Option<String>, String) {
        of(&serde_json::from_str::<Letter>(json).expect_err("misshapen").to_string())
    }

    #[test]
    fn every_missing_field_is_named() {
        assert_eq!(missing::<Letter>(b"{}"), ["name", "body"]);
        assert_eq!(missing::<Letter>(br#"{"name":"x"}"#), ["body"]);
        assert!(missing::<Letter>(b"[]").is_empty());
        assert_eq!(told("{}"), (Some("name".into()), "is missing".into()));
    }

    #[test]
    fn nobody_reads_the_names_of_our_types() {
        let base = r#""name":"x","body":"y""#;
        assert_eq!(told(&format!("{{{base},\"kind\":\"odd\"}}")).1, "“odd” is none of short, long");
        assert_eq!(told(&format!("{{{base},\"place\":\"a\"}}")).1, "must be an object");
        assert_eq!(told(r#"{"name":3,"body":"y"}"#).1, "must be a text");
        assert_eq!(told("[]").1, "must be an object");
        let (field, text) = told(&format!("{{{base},\"nmae\":1}}"));
        assert_eq!(
            (field.as_deref(), text.as_str()),
            (Some("nmae"), "is not known here; there are name, body, kind, place")
        );
    }
}
