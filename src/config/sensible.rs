//! What types cannot check: values that parse but cannot mean anything.

use std::{collections::HashSet, path::Path};

use super::{Config, ConfigError};
use crate::base::Locale;

/// The configuration, its public URL without the slash at the end.
///
/// # Errors
/// [`ConfigError::Value`] naming the first key that makes no sense, and how to mend it.
pub fn check(mut config: Config) -> Result<Config, ConfigError> {
    if let Some(url) = &mut config.server.public_url {
        while url.ends_with('/') {
            url.pop();
        }
        if !is_origin(url) {
            return refuse("server.public_url", "write scheme and host only, such as https://help.example.org");
        }
    }
    if config.server.max_connections == 0 {
        return refuse("server.max_connections", "must be at least 1");
    }
    site(&config)?;
    bot(&config)?;
    desk(&config)?;
    if config.mail.smtp_host.is_some() && config.mail.from.parse::<lettre::message::Mailbox>().is_err() {
        return refuse("mail.from", "write a sender such as Support <support@example.org>");
    }
    if let Some(site) = config.widget.sites.iter().find(|site| *site != "*" && !is_origin(site)) {
        return refuse("widget.sites", format!("“{site}” is no site: write https://www.example.org, or * for any"));
    }
    Ok(config)
}

fn refuse<T>(key: &'static str, message: impl Into<String>) -> Result<T, ConfigError> {
    Err(ConfigError::Value { key, message: message.into() })
}

/// Scheme and host, and nothing after them.
fn is_origin(url: &str) -> bool {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
    !host.is_empty() && !host.contains(['/', '?', '#', ' ', '"', '\'', '<'])
}

fn site(config: &Config) -> Result<(), ConfigError> {
    let site = &config.site;
    if !site.accent_is_colour() {
        return refuse("site.accent", "write a colour as #rrggbb");
    }
    if let Some(text) = site.default_locale.as_deref().filter(|text| text.parse::<Locale>().is_err()) {
        return refuse("site.default_locale", format!("“{text}” is no language; write one such as en or pt-BR"));
    }
    let files = [("site.logo", &site.logo), ("site.favicon", &site.favicon), ("site.custom_css", &site.custom_css)];
    for (key, file) in files {
        if let Some(file) = file.as_deref().filter(|file| !Path::is_file(file)) {
            return refuse(key, format!("there is no file {}", file.display()));
        }
    }
    Ok(())
}

fn bot(config: &Config) -> Result<(), ConfigError> {
    for (key, value) in [("bot.answer", config.bot.answer), ("bot.clarify", config.bot.clarify)] {
        if value.is_some_and(|value| !(0.0..=1.0).contains(&value)) {
            return refuse(key, "is a confidence from 0 to 1");
        }
    }
    if let Some((name, _)) = config.bot.endpoints.iter().find(|(_, endpoint)| !endpoint.is_sound()) {
        return refuse("bot.endpoints", format!("{name}: write an https:// address without password, ? and #"));
    }
    match (config.bot.answer, config.bot.clarify) {
        (Some(answer), Some(clarify)) if clarify > answer => {
            refuse("bot.clarify", "must not be above bot.answer: the bot asks where it is less sure")
        }
        _ => Ok(()),
    }
}

fn desk(config: &Config) -> Result<(), ConfigError> {
    let mut known = HashSet::new();
    for department in &config.desk.departments {
        if department.key.trim().is_empty() || !known.insert(department.key.as_str()) {
            return refuse("desk.departments", format!("the key “{}” is empty or there twice", department.key));
        }
    }
    let targets = config.desk.routing.iter().filter_map(|rule| rule.department.as_deref());
    if let Some(name) = targets.filter(|_| !known.is_empty()).find(|name| !known.contains(name)) {
        return refuse("desk.routing", format!("leads to the department {name}, which desk.departments does not have"));
    }
    Ok(())
}
