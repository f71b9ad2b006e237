//! `answerdesk eval bot`

use std::process::ExitCode;

use crate::config::Config;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// JSON lines: text, locale, intent or article
    #[arg(long, value_name = "FILE")]
    pub tests: std::path::PathBuf,
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
