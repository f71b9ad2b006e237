//! `answerdesk import`

use std::process::ExitCode;

use crate::config::Config;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// zendesk, html, markdown or csv
    pub kind: String,
    /// File or folder to read
    pub source: std::path::PathBuf,
    /// Folder to write into
    #[arg(long, value_name = "DIR")]
    pub into: std::path::PathBuf,
}

/// Runs the command.
///
/// # Errors
/// When it cannot be carried out.
pub fn run(arguments: &Arguments, config: &Config) -> anyhow::Result<ExitCode> {
    let _ = (arguments, config);
    todo!()
}
