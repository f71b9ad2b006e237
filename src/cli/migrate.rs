//! `answerdesk migrate`

use std::process::ExitCode;

use crate::{config::Config, store::Store};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  answerdesk --database-url postgres://desk@db/desk migrate")]
pub struct Arguments {
    /// Print one JSON document on standard output
    #[arg(long)]
    pub json: bool,
}

/// Runs the command.
///
/// # Errors
/// When the database cannot be reached, or is newer than this program.
pub fn run(arguments: &Arguments, config: &Config) -> anyhow::Result<ExitCode> {
    super::runtime()?.block_on(async {
        let store = Store::connect(&config.database_url).await?;
        let pending = store.pending_migrations().await?;
        store.migrate().await?;
        store.close().await;
        if arguments.json {
            super::print_json(&serde_json::json!({ "applied": pending }))?;
        } else if pending.is_empty() {
            println!("The database is up to date.");
        } else {
            println!("Applied {}.", pending.join(", "));
        }
        Ok(ExitCode::SUCCESS)
    })
}
