//! `answerdesk translated`: notes that a translation is in step with its source.

use std::process::ExitCode;

use crate::{
    base::{Clock, Locale},
    config::Config,
    kb::{self, Library},
};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  answerdesk translated kb/hu/account/reset-password.md")]
pub struct Arguments {
    /// The translation, such as kb/hu/account/reset-password.md
    pub path: std::path::PathBuf,
}

/// Runs the command.
///
/// # Errors
/// When the file is no article, or no other locale has it.
pub fn run(arguments: &Arguments, config: &Config) -> anyhow::Result<ExitCode> {
    let library = Library::load(&config.kb, None, Clock::System.now())?;
    let default = config.site.default_locale.as_deref().and_then(|text| text.parse::<Locale>().ok());
    let stamped = kb::stamp(&library, default.as_ref(), &arguments.path)?;
    println!("{}: in step with {} ({})", stamped.file.display(), stamped.source, stamped.hash);
    Ok(ExitCode::SUCCESS)
}
