//! `answerdesk import`: content of another help center becomes files of a knowledge base.

use std::process::ExitCode;

use crate::{
    config::Config,
    kb::{self, ImportKind},
};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Kinds:\n  zendesk   JSON of Zendesk Guide's API: articles, sections, categories; a file or a folder of pages\n  html      a folder of HTML pages with their pictures\n  markdown  a folder of Markdown with its pictures\n  csv       lines of question,answer: bot cards\n\nExamples:\n  answerdesk import zendesk export.json --into kb\n  answerdesk import csv faq.csv --into kb/en\n\nNothing is ever overwritten."
)]
pub struct Arguments {
    /// zendesk, html, markdown or csv
    pub kind: ImportKind,
    /// File or folder to read
    pub source: std::path::PathBuf,
    /// Folder to write into
    #[arg(long, value_name = "DIR")]
    pub into: std::path::PathBuf,
}

/// Runs the command.
///
/// # Errors
/// When the source cannot be read or the folder cannot be written.
pub fn run(arguments: &Arguments, _: &Config) -> anyhow::Result<ExitCode> {
    let done = kb::import(arguments.kind, &arguments.source, &arguments.into)?;
    for why in &done.left_out {
        eprintln!("left out: {why}");
    }
    println!("{} files written below {}", done.written.len(), arguments.into.display());
    Ok(if done.left_out.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
