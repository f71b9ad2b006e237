//! `answerdesk completions`

use std::process::ExitCode;

use clap::CommandFactory as _;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// bash, elvish, fish, powershell or zsh
    pub shell: clap_complete::Shell,
}

/// Prints the completions.
///
/// # Errors
/// None today; the signature is the one of every command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    clap_complete::generate(arguments.shell, &mut super::Cli::command(), "answerdesk", &mut std::io::stdout());
    Ok(ExitCode::SUCCESS)
}
