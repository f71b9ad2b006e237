//! The configuration: `answerdesk.toml`, environment and flags enter, one checked [`Config`] leaves.
//!
//! A flag beats a variable beats the file beats the default. Every key of a section can be given as
//! `ANSWERDESK_<SECTION>__<KEY>` (two underscores). Unknown keys are refused with their line, so that a
//! slip of the pen is not a silent default.

mod bot;
mod desk;
mod load;
mod mail;
mod search;
mod sensible;
mod server;
mod site;
mod widget;

use std::{net::SocketAddr, path::PathBuf};

use serde::Deserialize;

pub use bot::{BotConfig, CallMethod, Endpoint};
pub use desk::DeskConfig;
pub use load::{ConfigError, load};
pub use mail::{MailConfig, SmtpTls};
pub use search::SearchConfig;
pub use server::{Network, ServerConfig};
pub use site::{Link, SiteConfig};
pub use widget::{StarterRule, WidgetConfig};

/// Everything that can be set.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Folder of the knowledge base.
    pub kb: PathBuf,
    /// Folder of the index; derived, safe to delete.
    pub index: PathBuf,
    /// `sqlite://path` or `postgres://…`.
    pub database_url: String,
    /// Address to serve on.
    pub listen: SocketAddr,
    /// `text` or `json`.
    pub log_format: LogFormat,
    /// How requests are taken.
    pub server: ServerConfig,
    /// How the help center presents itself.
    pub site: SiteConfig,
    /// Search.
    pub search: SearchConfig,
    /// The bot.
    pub bot: BotConfig,
    /// Departments, service levels, business hours.
    pub desk: DeskConfig,
    /// Outgoing mail.
    pub mail: MailConfig,
    /// The chat widget.
    pub widget: WidgetConfig,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            kb: "kb".into(),
            index: "index".into(),
            database_url: "sqlite://data/answerdesk.db".into(),
            listen: SocketAddr::from(([127, 0, 0, 1], 3000)),
            log_format: LogFormat::Text,
            server: ServerConfig::default(),
            site: SiteConfig::default(),
            search: SearchConfig::default(),
            bot: BotConfig::default(),
            desk: DeskConfig::default(),
            mail: MailConfig::default(),
            widget: WidgetConfig::default(),
        }
    }
}

impl Config {
    /// The address that readers use, without a trailing slash: `server.public_url`, else the listener's.
    #[must_use]
    pub fn public_url(&self) -> String {
        self.server.public_url.clone().unwrap_or_else(|| format!("http://{}", self.listen))
    }
}
