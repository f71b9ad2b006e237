//! `answerdesk check`

use std::{io::IsTerminal as _, process::ExitCode};

use serde::Serialize;

use crate::{
    app,
    base::Clock,
    config::Config,
    kb::{Finding, Severity},
};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exits with 1 when there are errors or warnings; notes alone are fine.")]
pub struct Arguments {
    /// One JSON document on standard output
    #[arg(long)]
    pub json: bool,
}

/// What is found, counted.
#[derive(Debug, Serialize)]
struct Report<'a> {
    articles: usize,
    cards: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    skipped: usize,
    findings: &'a [Finding],
}

/// Lists everything wrong with the knowledge base.
///
/// # Errors
/// When the knowledge base cannot be read or the index cannot be written.
pub fn run(arguments: &Arguments, config: &Config) -> anyhow::Result<ExitCode> {
    let snapshot = super::local::open(config)?;
    let findings = app::check(&snapshot, config, Clock::System.now());
    let stats = snapshot.library.stats();
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let report = Report {
        articles: stats.articles,
        cards: stats.cards,
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        notes: count(Severity::Note),
        skipped: findings.iter().filter(|finding| finding.skipped).count(),
        findings: &findings,
    };
    if arguments.json {
        super::print_json(&report)?;
    } else {
        print(&report);
    }
    Ok(if report.errors + report.warnings > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn print(report: &Report<'_>) {
    let colours = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let paint = |code: &str, text: &str| if colours { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() };
    for finding in report.findings {
        let label = match finding.severity {
            Severity::Error => paint("1;31", "error"),
            Severity::Warning => paint("1;33", "warning"),
            Severity::Note => paint("36", "note"),
        };
        let line = finding.line.map_or_else(String::new, |line| format!(":{line}"));
        println!("{}{line}: {label}[{}]: {}", finding.path.display(), finding.code, finding.what);
        println!("    {}", finding.mend);
    }
    println!(
        "{} articles, {} cards: {} errors, {} warnings, {} notes, {} files left out",
        report.articles, report.cards, report.errors, report.warnings, report.notes, report.skipped
    );
}
