//! `answerdesk index`: builds the index and stops.

use std::{
    io::IsTerminal as _,
    process::ExitCode,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::{
    base::Clock,
    config::Config,
    index::{self, IndexSet, Lock, Progress},
    kb::Library,
};

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
    let (library, set) = open(config)?;
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
            eprintln!("skipped {}: {}", skipped.path, skipped.reason);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Loads the knowledge base and opens its index, building it when it is not there. An index that is
/// there is only read, so this works beside a running server.
pub(super) fn open(config: &Config) -> anyhow::Result<(Library, IndexSet)> {
    let library = Library::load(&config.kb, None, Clock::System.now())?;
    if let Some(set) = index::open(&config.index, library.revision()) {
        return Ok((library, set));
    }
    let _lock = Lock::acquire(&config.index)?;
    let bar = bar();
    let progress = |Progress { done, total }: Progress| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    };
    let set = index::build(&library, &config.index, None, &progress)?;
    bar.finish_and_clear();
    Ok((library, set))
}

fn bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("Indexing {wide_bar} {pos}/{len} {eta}");
    bar.set_style(style.expect("the template is sound"));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
