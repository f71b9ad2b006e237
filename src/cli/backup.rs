//! `answerdesk backup`

use std::process::ExitCode;

use crate::{base::Clock, config::Config, store::Store};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "Works while the server runs. The file holds what customers wrote and the server's \
                        secrets: keep it safe.\n\nExample:\n  answerdesk backup /var/backups/desk-2026-11-22.backup")]
pub struct Arguments {
    /// File to write; must not exist
    pub file: std::path::PathBuf,
    /// Print one JSON document on standard output
    #[arg(long)]
    pub json: bool,
}

/// Runs the command.
///
/// # Errors
/// When the database cannot be read or the file not be written.
pub fn run(arguments: &Arguments, config: &Config) -> anyhow::Result<ExitCode> {
    super::runtime()?.block_on(async {
        let store = Store::connect(&config.database_url).await?;
        store.ready().await?;
        let made = store.backup(&arguments.file, Clock::System.now()).await?;
        store.close().await;
        if arguments.json {
            super::print_json(&made)?;
        } else {
            println!("Wrote {} rows to {}.", made.rows, arguments.file.display());
        }
        Ok(ExitCode::SUCCESS)
    })
}
