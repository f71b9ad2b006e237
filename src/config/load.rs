//! Reads the file, lays the environment over it, checks what types cannot.

use std::{
    fs,
    path::{Path, PathBuf},
};

use toml::{Table, Value};

use super::Config;

/// The configuration cannot be used; the text says where and how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file named by `--config` cannot be read.
    #[error("cannot read the configuration {path}: {source}")]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Not TOML, an unknown key, or a value of the wrong kind.
    #[error("{origin}: {message}")]
    Parse {
        /// File or variable.
        origin: String,
        /// What is wrong, with line and column where they are known.
        message: String,
    },
    /// A value that parses but makes no sense.
    #[error("configuration key {key}: {message}")]
    Value {
        /// Dotted key.
        key: &'static str,
        /// What is wrong and how to mend it.
        message: String,
    },
}

/// The file that is read when none is named; it need not exist.
const DEFAULT_FILE: &str = "answerdesk.toml";

/// Reads `file` (or `answerdesk.toml` if it is there) and the given environment.
///
/// # Errors
/// When the file is named but missing, is not TOML, or holds an unknown key or an unusable value.
pub fn load(file: Option<&Path>, environment: impl Iterator<Item = (String, String)>) -> Result<Config, ConfigError> {
    let path = file.unwrap_or(Path::new(DEFAULT_FILE));
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if file.is_none() && error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(source) => return Err(ConfigError::Read { path: path.to_owned(), source }),
    };
    let origin = path.display().to_string();
    let parse = |error: toml::de::Error| ConfigError::Parse { origin: origin.clone(), message: error.to_string() };
    // Typed first, from the text itself, so that an error names its line.
    toml::from_str::<Config>(&text).map_err(parse)?;
    let mut table: Table = toml::from_str(&text).map_err(parse)?;
    for (name, value) in environment {
        overlay(&mut table, &name, &value)?;
    }
    let config = Value::Table(table)
        .try_into::<Config>()
        .map_err(|error| ConfigError::Parse { origin: "environment".into(), message: error.to_string() })?;
    check(config)
}

/// `ANSWERDESK_MAIL__SMTP_HOST=…` sets `mail.smtp_host`; `…_FILE` reads the value from a file.
fn overlay(table: &mut Table, name: &str, value: &str) -> Result<(), ConfigError> {
    let Some((section, key)) = name.strip_prefix("ANSWERDESK_").and_then(|rest| rest.split_once("__")) else {
        return Ok(());
    };
    let (section, mut key) = (section.to_lowercase(), key.to_lowercase());
    let mut text = value.to_owned();
    if let Some(plain) = key.strip_suffix("_file") {
        text = fs::read_to_string(value)
            .map_err(|source| ConfigError::Read { path: value.into(), source })?
            .trim_end()
            .to_owned();
        key = plain.to_owned();
    }
    let parsed = format!("v = {text}").parse::<Table>().ok().and_then(|mut table| table.remove("v"));
    let entry = table.entry(section).or_insert_with(|| Value::Table(Table::new()));
    let Value::Table(entry) = entry else {
        return Err(ConfigError::Parse { origin: name.to_owned(), message: "names a key that is no section".into() });
    };
    entry.insert(key, parsed.unwrap_or(Value::String(text)));
    Ok(())
}

fn check(mut config: Config) -> Result<Config, ConfigError> {
    if let Some(url) = &mut config.server.public_url {
        while url.ends_with('/') {
            url.pop();
        }
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
        if host.is_empty() || host.contains(['/', '?', '#', ' ', '"', '\'', '<']) {
            return Err(ConfigError::Value {
                key: "server.public_url",
                message: "write scheme and host only, such as https://help.example.org".into(),
            });
        }
    }
    for (key, value) in [("bot.answer", config.bot.answer), ("bot.clarify", config.bot.clarify)] {
        if value.is_some_and(|value| !(0.0..=1.0).contains(&value)) {
            return Err(ConfigError::Value { key, message: "is a confidence from 0 to 1".into() });
        }
    }
    if !config.site.accent_is_colour() {
        return Err(ConfigError::Value { key: "site.accent", message: "write a colour as #rrggbb".into() });
    }
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_file(text: &str, env: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("answerdesk.toml");
        fs::write(&file, text).unwrap();
        load(Some(&file), env.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())))
    }

    #[test]
    fn a_variable_beats_the_file_and_the_file_the_default() {
        let text = "[site]\nname = \"From file\"\n[bot]\nanswer = 0.5\n";
        let config =
            with_file(text, &[("ANSWERDESK_BOT__ANSWER", "0.7"), ("ANSWERDESK_MAIL__SMTP_HOST", "mx.example.org")])
                .unwrap();
        assert_eq!(config.site.name, "From file");
        assert_eq!(config.bot.answer, Some(0.7));
        assert_eq!(config.mail.smtp_host.as_deref(), Some("mx.example.org"));
        assert_eq!(config.kb, PathBuf::from("kb"));
    }

    #[test]
    fn a_slip_of_the_pen_is_refused_with_its_line() {
        let error = with_file("[site]\nnmae = \"x\"\n", &[]).unwrap_err().to_string();
        assert!(error.contains("nmae") && error.contains("line 2"), "{error}");
    }

    #[test]
    fn a_missing_file_is_an_error_only_when_it_was_named() {
        assert!(load(Some(Path::new("/nowhere/a.toml")), std::iter::empty()).is_err());
    }

    #[test]
    fn the_public_url_holds_no_path() {
        assert!(with_file("[server]\npublic_url = \"https://x.example/help\"", &[]).is_err());
        let config = with_file("[server]\npublic_url = \"https://x.example/\"", &[]).unwrap();
        assert_eq!(config.public_url(), "https://x.example");
    }

    /// Every commented key of the file that ships, brought to life.
    #[test]
    fn the_commented_file_is_understood_key_by_key() {
        let shipped = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/answerdesk.toml")).unwrap();
        toml::from_str::<Config>(&shipped).unwrap();
        let is_setting =
            |line: &str| line.starts_with('[') || line.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '));
        let alive = shipped.lines().map(|line| line.strip_prefix("# ").filter(|rest| is_setting(rest)).unwrap_or(line));
        let alive = alive.collect::<Vec<_>>().join("\n");
        let config = toml::from_str::<Config>(&alive).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(config.desk.departments.len(), 1);
        assert_eq!(config.widget.starters.len(), 1);
        assert_eq!(config.site.footer_links.len(), 1);
    }
}
