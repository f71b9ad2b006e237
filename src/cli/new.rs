//! `answerdesk new`: begins an article, card, reply or category, as its place says.

use std::process::ExitCode;

use crate::{config::Config, kb};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  answerdesk new kb/en/account/reset-password.md\n  answerdesk new en/_bot/refund-status.md\n  answerdesk new en/billing/_category.md"
)]
pub struct Arguments {
    /// File to begin, such as kb/en/account/reset-password.md
    pub path: std::path::PathBuf,
}

/// Runs the command.
///
/// # Errors
/// When the file exists or its place is none for content.
pub fn run(arguments: &Arguments, config: &Config) -> anyhow::Result<ExitCode> {
    let file = kb::begin(&config.kb, &arguments.path)?;
    println!("{}", file.display());
    Ok(ExitCode::SUCCESS)
}
