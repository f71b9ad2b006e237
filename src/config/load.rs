//! Reads the file, lays the environment over it, checks what types cannot.

use std::{
    fs,
    path::{Path, PathBuf},
};

use toml::{Table, Value};

use super::{Config, sensible};

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
    sensible::check(config)
}

/// `ANSWERDESK_MAIL__SMTP_HOST=…` sets `mail.smtp_host`; `…_FILE` reads the value from a file. The value
/// is TOML, else plain text, else a list with commas: the first that the key takes.
fn overlay(table: &mut Table, name: &str, value: &str) -> Result<(), ConfigError> {
    let Some(rest) = name.strip_prefix("ANSWERDESK_") else { return Ok(()) };
    let rest = rest.to_lowercase();
    let plain = rest.strip_suffix("_file");
    // Without a section these are flags' variables; only the database's address can be a secret.
    if !rest.contains("__") && plain != Some("database_url") {
        return Ok(());
    }
    let (path, text) = match plain {
        Some(path) => {
            let text = fs::read_to_string(value);
            let text = text.map_err(|source| ConfigError::Read { path: value.into(), source })?;
            (path, text.trim_end().to_owned())
        }
        None => (&*rest, value.to_owned()),
    };
    let parsed = format!("v = {text}").parse::<Table>().ok().and_then(|mut table| table.remove("v"));
    let list = text.split(',').map(|part| Value::String(part.trim().to_owned())).collect();
    let mut first = None;
    for value in parsed.into_iter().chain([Value::String(text), Value::Array(list)]) {
        let mut tried = table.clone();
        set(&mut tried, path, value, name)?;
        match Value::Table(tried.clone()).try_into::<Config>() {
            Ok(_) => {
                *table = tried;
                return Ok(());
            }
            Err(error) => drop(first.get_or_insert(error)),
        }
    }
    let message = first.map_or_else(String::new, |error| without_value(&error.to_string()));
    Err(ConfigError::Parse { origin: name.to_owned(), message })
}

fn set(table: &mut Table, path: &str, value: Value, name: &str) -> Result<(), ConfigError> {
    let (mut table, mut path) = (table, path);
    while let Some((section, rest)) = path.split_once("__") {
        let inner = table.entry(section).or_insert_with(|| Value::Table(Table::new()));
        let Value::Table(inner) = inner else {
            return Err(ConfigError::Parse {
                origin: name.to_owned(),
                message: "names a key that is no section".into(),
            });
        };
        (table, path) = (inner, rest);
    }
    table.insert(path.to_owned(), value);
    Ok(())
}

/// What is wrong with a value, without the value: it may be a secret.
fn without_value(message: &str) -> String {
    let message = message.trim().replace('\n', " ");
    match message.split_once(", expected ") {
        Some((said, expected)) if said.starts_with("invalid") => format!("takes {expected}"),
        _ => message,
    }
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
    fn a_variable_is_read_as_its_key_needs_it_and_never_repeated() {
        let config = with_file(
            "",
            &[
                ("ANSWERDESK_MAIL__SMTP_PASSWORD", "12345"),
                ("ANSWERDESK_SITE__NAME", "123"),
                ("ANSWERDESK_WIDGET__SITES", "https://a.example, https://b.example"),
                ("ANSWERDESK_DESK__HOURS__TIME_ZONE", "Europe/Budapest"),
            ],
        );
        let config = config.unwrap();
        assert_eq!(config.mail.smtp_password.as_deref(), Some("12345"));
        assert_eq!(config.site.name, "123");
        assert_eq!(config.widget.sites, ["https://a.example", "https://b.example"]);
        let error = with_file("", &[("ANSWERDESK_SERVER__MAX_BODY", "hush-hush")]).unwrap_err().to_string();
        assert!(error.contains("ANSWERDESK_SERVER__MAX_BODY") && !error.contains("hush"), "{error}");
    }

    #[test]
    fn the_databases_address_can_lie_in_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("url");
        fs::write(&file, "postgres://a:b@c/d\n").unwrap();
        let config = with_file("", &[("ANSWERDESK_DATABASE_URL_FILE", file.to_str().unwrap())]).unwrap();
        assert_eq!(config.database_url, "postgres://a:b@c/d");
    }

    #[test]
    fn values_that_cannot_mean_anything_are_refused_by_name() {
        for (text, key) in [
            ("[site]\nlogo = \"/nowhere.png\"", "site.logo"),
            ("[site]\ndefault_locale = \"!\"", "site.default_locale"),
            ("[server]\nmax_connections = 0", "server.max_connections"),
            ("[bot]\nanswer = 0.2\nclarify = 0.5", "bot.clarify"),
            ("[[desk.departments]]\nkey = \"a\"\n[[desk.departments]]\nkey = \"a\"", "desk.departments"),
            ("[[desk.departments]]\nkey = \"a\"\n[[desk.routing]]\ndepartment = \"b\"", "desk.routing"),
            ("[mail]\nsmtp_host = \"mx\"\nfrom = \"nonsense\"", "mail.from"),
            ("[widget]\nsites = [\"nope\"]", "widget.sites"),
        ] {
            let error = with_file(text, &[]).unwrap_err().to_string();
            assert!(error.contains(key), "{text}: {error}");
        }
    }

    #[test]
    fn a_missing_file_is_an_error_only_when_it_was_named() {
        assert!(load(Some(Path::new("/nowhere/a.toml")), std::iter::empty()).is_err());
    }

    #[test]
    fn cards_may_call_https_only() {
        assert!(with_file("[bot.endpoints.orders]\nurl = \"http://shop.example\"", &[]).is_err());
        assert!(with_file("[bot.endpoints.orders]\nurl = \"https://u:p@shop.example\"", &[]).is_err());
        let config = with_file("[bot.endpoints.orders]\nurl = \"https://shop.example/api\"", &[]).unwrap();
        assert_eq!(config.bot.endpoints["orders"].timeout_ms, 3000);
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
