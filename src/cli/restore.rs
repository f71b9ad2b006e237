//! `answerdesk restore`

use std::process::ExitCode;

use crate::{config::Config, store::Store};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "The database must be empty, and no server may use it; it may be of the other kind than the \
                        one that was backed up.\n\nExample:\n  answerdesk --database-url sqlite://data/new.db restore \
                        desk-2026-11-22.backup")]
pub struct Arguments {
    /// Backup to read
    pub file: std::path::PathBuf,
    /// Print one JSON document on standard output
    #[arg(long)]
    pub json: bool,
}

/// Runs the command.
///
/// # Errors
/// When the backup is damaged or the database not empty; then nothing has changed.
pub fn run(arguments: &Arguments, config: &Config) -> anyhow::Result<ExitCode> {
    super::runtime()?.block_on(async {
        let store = Store::connect(&config.database_url).await?;
        store.lock_exclusive()?;
        store.migrate().await?;
        let restored = store.restore(&arguments.file).await?;
        store.close().await;
        if arguments.json {
            super::print_json(&restored)?;
        } else {
            println!("Restored {} rows of {}.", restored.rows, restored.at);
        }
        Ok(ExitCode::SUCCESS)
    })
}
