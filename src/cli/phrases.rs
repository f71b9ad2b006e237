//! `answerdesk phrases`

use std::process::ExitCode;

use crate::{base::Locale, bot::built_in_phrases};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  answerdesk phrases es > kb/es/_bot/_phrases.toml")]
pub struct Arguments {
    /// Language; where the bot has no words of its own, the English ones to translate
    #[arg(default_value = "en", value_name = "LOCALE")]
    pub locale: Locale,
}

/// Prints the phrases, ready to be changed and kept as `_bot/_phrases.toml`.
///
/// # Errors
/// None today; the signature is the one of every command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    print!("{}", built_in_phrases(&arguments.locale));
    Ok(ExitCode::SUCCESS)
}
