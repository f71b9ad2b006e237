//! `answerdesk search`

use std::process::ExitCode;

use crate::config::Config;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// What to look for
    pub query: String,
    /// Reader's locale [default: the site's]
    #[arg(long)]
    pub locale: Option<crate::base::Locale>,
    /// Whose eyes: public or agent
    #[arg(long, default_value = "public", value_parser = crate::base::Audience::parse)]
    pub audience: crate::base::Audience,
    /// Number of hits
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=100))]
    pub limit: u16,
    /// One JSON document on standard output
    #[arg(long)]
    pub json: bool,
    /// Say why each hit stands where it stands
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
