//! `answerdesk ask`

use std::process::ExitCode;

use crate::config::Config;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// What the visitor says
    pub text: String,
    /// Visitor's locale [default: the site's]
    #[arg(long)]
    pub locale: Option<crate::base::Locale>,
    /// One JSON document on standard output
    #[arg(long)]
    pub json: bool,
    /// Name the words, the example or the rule that decided
    #[arg(long)]
    pub explain: bool,
}

/// Runs the command.
///
/// # Errors
/// When it cannot be carried out.
pub fn run(arguments: &Arguments, config: &Config) -> anyhow::Result<ExitCode> {
    let _ = (arguments, config);
    todo!()
}
