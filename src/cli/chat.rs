//! `answerdesk chat`

use std::process::ExitCode;

use crate::config::Config;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Visitor's locale [default: the site's]
    #[arg(long)]
    pub locale: Option<crate::base::Locale>,
}

/// Runs the command.
///
/// # Errors
/// When it cannot be carried out.
pub fn run(arguments: &Arguments, config: &Config) -> anyhow::Result<ExitCode> {
    let _ = (arguments, config);
    todo!()
}
