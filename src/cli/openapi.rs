//! `answerdesk openapi`

use std::process::ExitCode;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Arguments {}

/// Prints the API's description.
///
/// # Errors
/// When standard output cannot be written.
pub fn run(_arguments: &Arguments) -> anyhow::Result<ExitCode> {
    super::print_json(&crate::web::openapi())?;
    Ok(ExitCode::SUCCESS)
}
