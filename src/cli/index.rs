//! `answerdesk index`: builds the index and stops.

use std::{process::ExitCode, time::Instant};

use serde::Serialize;

use crate::config::Config;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// One JSON document on standard output
    #[arg(long)]
    pub json: bool,
}

/// What was built.
#[derive(Debug, Serialize)]
struct Built {
    revision: String,
    articles: usize,
    sections: usize,
    skipped: Vec<Skipped>,
    locales: Vec<String>,
    took_ms: u64,
}

/// A file that could not be read.
#[derive(Debug, Serialize)]
struct Skipped {
    path: String,
    line: Option<u32>,
    reason: String,
}

/// Runs the command.
///
/// # Errors
/// When the knowledge base cannot be read or the index cannot be written.
pub fn run(arguments: &Arguments, config: &Config) -> anyhow::Result<ExitCode> {
    let begun = Instant::now();
    let (library, set) = super::local::content(config)?;
    let skipped = library.findings().iter().filter(|finding| finding.skipped).map(|finding| Skipped {
        path: finding.path.display().to_string(),
        line: finding.line,
        reason: finding.what.clone(),
    });
    let built = Built {
        revision: set.revision.to_string(),
        articles: set.desk.articles(),
        sections: set.desk.sections(),
        skipped: skipped.collect(),
        locales: library.locales().iter().map(ToString::to_string).collect(),
        took_ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
    };
    if arguments.json {
        println!("{}", serde_json::to_string(&built)?);
    } else {
        println!(
            "Revision {}: {} articles, {} sections, {} locales, {} files skipped, {} ms.",
            built.revision,
            built.articles,
            built.sections,
            built.locales.len(),
            built.skipped.len(),
            built.took_ms
        );
        for skipped in &built.skipped {
            let line = skipped.line.map_or_else(String::new, |line| format!(":{line}"));
            eprintln!("skipped {}{line}: {}", skipped.path, skipped.reason);
        }
    }
    Ok(ExitCode::SUCCESS)
}
