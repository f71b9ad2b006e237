//! Splits a file into front matter and body. YAML between `---` lines or TOML between `+++` lines
//! enters, a map of values leaves; alias bombs, deep nesting and half-written blocks are refused.

use serde_json::{Number, Value};

use super::value::Values;

/// A file taken apart.
#[derive(Debug, Default)]
pub struct Split<'a> {
    /// Keys and values; empty when there is no front matter.
    pub values: Values,
    /// The block as it is written, for line numbers.
    pub block: &'a str,
    /// 1-based line on which the block's first line stands.
    pub block_line: u32,
    /// What follows.
    pub body: &'a str,
    /// 1-based line on which the body begins.
    pub body_line: u32,
    /// Something stood between the markers that was not keys with values; it is read as text.
    pub no_map: bool,
    /// 1-based line of a title or other text with “: ” in it, which YAML wants quoted and got so from us.
    pub unquoted: Option<u32>,
}

/// Why a front matter cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatterError {
    /// 1-based.
    pub line: u32,
    /// In a writer's words.
    pub what: String,
    /// How to mend it.
    pub mend: &'static str,
}

impl Split<'_> {
    /// The line on which a key stands at the top level, else the block's first.
    #[must_use]
    pub fn line_of(&self, key: &str) -> u32 {
        let at = self.block.lines().position(|line| {
            let line = line.trim_start_matches(['"', '\'']);
            line.strip_prefix(key)
                .is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with([':', '=']))
        });
        self.block_line + at.and_then(|at| u32::try_from(at).ok()).unwrap_or(0)
    }
}

/// Takes a file apart. The text has LF line ends and no byte order mark.
///
/// # Errors
/// When there is a front matter and it cannot be read.
pub fn split(text: &str) -> Result<Split<'_>, FrontMatterError> {
    let start = text.len() - text.trim_start_matches(['\n', ' ', '\t']).len();
    let first_line = line_number(text, start);
    let whole = Split { body: text, body_line: 1, ..Split::default() };
    let rest = &text[start..];
    let (fence, yaml) = match rest.lines().next().map(str::trim_end) {
        Some("---") => ("---", true),
        Some("+++") => ("+++", false),
        _ => return Ok(whole),
    };
    let inner = start + rest.find('\n').map_or(rest.len(), |at| at + 1);
    let Some((block_len, close_len)) = find_close(&text[inner..], fence) else {
        return if looks_like_keys(&text[inner..]) {
            Err(FrontMatterError {
                line: first_line,
                what: format!("the front matter opened by {fence} is never closed"),
                mend: "End it with the same marker on a line of its own.",
            })
        } else {
            Ok(whole)
        };
    };
    let block = &text[inner..inner + block_len];
    let body = &text[inner + block_len + close_len..];
    let mut unquoted = None;
    let parsed = match if yaml { parse_yaml(block) } else { parse_toml(block) } {
        Err(error) if yaml => match quoted(block).map(|(block, line)| (parse_yaml(&block), line)) {
            Some((Ok(value), line)) => {
                unquoted = Some(first_line + line);
                Ok(value)
            }
            _ => Err(error),
        },
        parsed => parsed,
    };
    let value = match parsed {
        Ok(value) => value,
        Err(_) if !looks_like_keys(block) => return Ok(whole),
        Err((line, what)) => {
            let mend = if yaml {
                "Correct the YAML: quote values that hold “: ” or begin with a special character, and indent evenly."
            } else {
                "Correct the TOML: quote text values and write one key = value a line."
            };
            return Err(FrontMatterError { line: first_line + line, what, mend });
        }
    };
    let values = match value {
        Value::Object(values) => values,
        Value::Null => Values::new(),
        _ => return Ok(Split { no_map: true, ..whole }),
    };
    let body_line = line_number(text, text.len() - body.len());
    Ok(Split { values, block, block_line: first_line + 1, body, body_line, no_map: false, unquoted })
}

/// Keys whose value is one line of text.
const LINES_OF_TEXT: [&str; 6] = ["title", "short_title", "linkTitle", "sidebar_label", "description", "summary"];

/// The block with the texts in quotes that have “: ” in them (in French a blank stands before every
/// colon), and the first such line, counted from 1; `None` when there is none.
fn quoted(block: &str) -> Option<(String, u32)> {
    let mut first = None;
    let lines = (1..).zip(block.lines()).map(|(number, line)| {
        let mended = line.split_once(':').and_then(|(key, value)| {
            let value = value.trim();
            let is_text = LINES_OF_TEXT.contains(&key)
                && value.contains(": ")
                && value.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '«' | '“' | '¿' | '¡'));
            is_text.then(|| format!("{key}: '{}'", value.replace('\'', "''")))
        });
        if mended.is_some() {
            first = first.or(Some(number));
        }
        mended.unwrap_or_else(|| line.to_owned())
    });
    let block = lines.collect::<Vec<_>>().join("\n");
    Some((block, first?))
}

/// Length of the block and of its closing line (with line feed).
fn find_close(text: &str, fence: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == fence || (fence == "---" && bare == "...") {
            return Some((at, line.len()));
        }
        at += line.len();
    }
    None
}

fn looks_like_keys(block: &str) -> bool {
    block.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#')).is_some_and(|line| {
        let name = line.trim_start_matches(['"', '\'']);
        let end = name
            .find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.' | '[' | ']' | '"' | '\''))
            .unwrap_or(0);
        end > 0 && name[end..].trim_start().starts_with([':', '=']) || (line.starts_with('[') && line.ends_with(']'))
    })
}

fn line_number(text: &str, at: usize) -> u32 {
    u32::try_from(text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1).unwrap_or(u32::MAX)
}

/// YAML with strict budgets. The line of an error counts from 1 within the block.
fn parse_yaml(block: &str) -> Result<Value, (u32, String)> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: 32,
            max_events: 50_000,
            max_nodes: 20_000,
            max_aliases: 64,
            max_anchors: 64,
            max_documents: 1,
            max_merge_keys: 64,
            max_total_scalar_bytes: 1 << 20,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: 10_000,
            max_replay_stack_depth: 8,
        },
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::LastWins,
        strict_booleans: true,
        with_snippet: false,
    };
    if block.trim().is_empty() {
        return Ok(Value::Null);
    }
    serde_saphyr::from_str_with_options::<Value>(block, options).map_err(|error| {
        let line = error.location().map_or(1, |at| u32::try_from(at.line()).unwrap_or(1).max(1));
        (line, format!("bad YAML: {}", without_place(&one_line(&error.to_string()))))
    })
}

fn parse_toml(block: &str) -> Result<Value, (u32, String)> {
    match block.parse::<toml::Table>() {
        Ok(table) => Ok(Value::Object(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect())),
        Err(error) => {
            let line = error.span().map_or(1, |span| line_number(block, span.start.min(block.len())));
            Err((line, format!("bad TOML: {}", one_line(error.message()))))
        }
    }
}

fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::Number(number.into()),
        toml::Value::Float(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
        toml::Value::Boolean(yes) => Value::Bool(yes),
        toml::Value::Datetime(at) => Value::String(at.to_string()),
        toml::Value::Array(items) => Value::Array(items.into_iter().map(from_toml).collect()),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect())
        }
    }
}

/// The parser counts lines from the block's first; the finding says the file's own.
fn without_place(message: &str) -> String {
    let head = message.split(" at line ").next().unwrap_or(message);
    head.split(" (defined at").next().unwrap_or(head).to_owned()
}

fn one_line(text: &str) -> String {
    let mut line = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = line.char_indices().nth(300) {
        line.truncate(at);
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_and_toml_say_the_same() {
        let yaml = split("\n---\ntitle: A\ntags: [x, y]\n---\nBody\n").unwrap();
        let toml = split("+++\ntitle = \"A\"\ntags = [\"x\", \"y\"]\n+++\nBody\n").unwrap();
        assert_eq!(yaml.values, toml.values);
        assert_eq!((yaml.body, yaml.body_line, toml.body_line), ("Body\n", 6, 5));
        assert_eq!(yaml.line_of("tags"), 4);
    }

    #[test]
    fn a_file_without_front_matter_is_all_body() {
        for text in ["# Title\n\n---\n\ntext", "", "---\n\nA rule, then text.\n", "---\njust words\n---\nmore"] {
            assert_eq!(split(text).unwrap().body, text);
        }
    }

    #[test]
    fn half_written_front_matter_is_refused_with_its_line() {
        let error = split("---\ntitle: Never closed\n\n# Heading\n").unwrap_err();
        assert_eq!(error.line, 1);
        let error = split("---\ntitle: a: b\nx: [\n---\n").unwrap_err();
        assert!(error.line >= 2, "{error:?}");
        let split_well = |text: &'static str| split(text).unwrap();
        let french = split_well("---\ntags: [a]\ntitle: Espace client : l'inscription\n---\nTexte.\n");
        assert_eq!(french.values["title"], "Espace client : l'inscription");
        assert_eq!((french.unquoted, french.body), (Some(3), "Texte.\n"));
        assert_eq!(split_well("---\ntitle: \"One: two\"\n---\n").unquoted, None);
        assert!(split("---\n- a\n- b\n---\n").is_ok_and(|split| split.no_map));
    }

    #[test]
    fn bombs_do_not_go_off() {
        let mut bomb = String::from("---\na: &a [x,x,x,x,x,x,x,x,x]\n");
        for (name, of) in ["b", "c", "d", "e", "f", "g"].iter().zip(["a", "b", "c", "d", "e", "f"]) {
            bomb.push_str(&format!("{name}: &{name} [*{of},*{of},*{of},*{of},*{of},*{of},*{of},*{of}]\n"));
        }
        assert!(split(&format!("{bomb}---\n")).is_err());
        let deep = format!("---\na: {}{}\n---\n", "[".repeat(5000), "]".repeat(5000));
        assert!(split(&deep).is_err());
    }
}
