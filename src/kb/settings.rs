//! Settings files of the knowledge base: synonyms, pins and the bot's phrases.

use std::collections::BTreeMap;

use super::Finding;

/// Words that mean the same, as `_synonyms.toml` has them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synonyms {
    /// Each group: any of them finds all of them.
    pub two_way: Vec<Vec<String>>,
    /// What is typed, and what it finds as well.
    pub one_way: BTreeMap<String, Vec<String>>,
}

/// A curated result, as `_pins.toml` has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// The query.
    pub query: String,
    /// Keys of articles to be shown first.
    pub show: Vec<String>,
    /// Keys of articles not to be shown.
    pub hide: Vec<String>,
}

/// Says why a settings file cannot be read.
///
/// # Errors
/// The finding to be reported.
pub fn check(text: &str, path: &str) -> Result<(), Finding> {
    text.parse::<toml::Table>().map(|_| ()).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start.min(text.len()));
        let line = u32::try_from(text.as_bytes()[..at].iter().filter(|b| **b == b'\n').count() + 1).unwrap_or(1);
        let what = format!("bad TOML: {}", error.message().replace('\n', " "));
        Finding::skipped(path, "toml", what, "Quote text values and write one key = value a line.").at(line)
    })
}

/// A table that was checked before; empty when it is not one after all.
#[must_use]
pub fn table(text: &str) -> toml::Table {
    text.parse().unwrap_or_default()
}

/// Reads synonyms; what does not fit is left out and said.
#[must_use]
pub fn synonyms(table: &toml::Table, path: &str, findings: &mut Vec<Finding>) -> Synonyms {
    let mut out = Synonyms::default();
    let mut complain = |what: &str| {
        findings.push(Finding::warning(
            path,
            "synonyms",
            None,
            what,
            "Write two_way = [[\"a\", \"b\"]] and [one_way] \"x\" = [\"y\"].",
        ));
    };
    match table.get("two_way") {
        Some(toml::Value::Array(groups)) => {
            for group in groups {
                let words = texts(group);
                if words.len() < 2 {
                    complain("a group of two_way has fewer than two words");
                } else {
                    out.two_way.push(words);
                }
            }
        }
        Some(_) => complain("two_way is not a list of lists"),
        None => {}
    }
    match table.get("one_way") {
        Some(toml::Value::Table(pairs)) => {
            out.one_way =
                pairs.iter().map(|(from, to)| (from.clone(), texts(to))).filter(|(_, to)| !to.is_empty()).collect();
        }
        Some(_) => complain("one_way is not a table"),
        None => {}
    }
    for key in table.keys().filter(|key| !["two_way", "one_way"].contains(&key.as_str())) {
        complain(&format!("unknown key {key}"));
    }
    out
}

/// Reads pins; what does not fit is left out and said.
#[must_use]
pub fn pins(table: &toml::Table, path: &str, findings: &mut Vec<Finding>) -> Vec<Pin> {
    let list = table.get("pin").and_then(toml::Value::as_array).cloned().unwrap_or_default();
    let mut out = Vec::with_capacity(list.len());
    let mend = "Write [[pin]] with query = \"…\", show = [\"key\"] and hide = [\"key\"].";
    let mut unknown =
        |key: &str| findings.push(Finding::warning(path, "pins", None, format!("unknown key {key}"), mend));
    table.keys().filter(|key| *key != "pin").for_each(|key| unknown(key));
    let keys = list.iter().filter_map(toml::Value::as_table).flat_map(toml::Table::keys);
    keys.filter(|key| !["query", "show", "hide"].contains(&key.as_str())).for_each(|key| unknown(key));
    for pin in &list {
        let query = pin.get("query").and_then(toml::Value::as_str).map(str::trim).unwrap_or_default();
        if query.is_empty() {
            findings.push(Finding::warning(path, "pins", None, "a [[pin]] has no query", "Add query = \"…\"."));
            continue;
        }
        let keys = |name: &str| pin.get(name).map(texts).unwrap_or_default();
        out.push(Pin { query: query.to_owned(), show: keys("show"), hide: keys("hide") });
    }
    out
}

fn texts(value: &toml::Value) -> Vec<String> {
    match value {
        toml::Value::String(text) => vec![text.clone()],
        toml::Value::Array(items) => items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    }
}
