//! `answerdesk eval search`

use std::process::ExitCode;

use crate::config::Config;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// JSON lines: id, text, locale
    #[arg(long, value_name = "FILE")]
    pub queries: std::path::PathBuf,
    /// Tab-separated: query id, article key, grade
    #[arg(long, value_name = "FILE")]
    pub qrels: std::path::PathBuf,
    /// Locale of all queries [default: each line's]
    #[arg(long)]
    pub locale: Option<crate::base::Locale>,
    /// Whose eyes: public or agent
    #[arg(long, default_value = "public", value_parser = crate::base::Audience::parse)]
    pub audience: crate::base::Audience,
    /// One JSON document on standard output
    #[arg(long)]
    pub json: bool,
}

/// Runs the command.
///
/// # Errors
/// When it cannot be carried out.
pub fn run(arguments: &Arguments, config: &Config) -> anyhow::Result<ExitCode> {
    let _ = (arguments, config);
    todo!()
}
