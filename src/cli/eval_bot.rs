//! `answerdesk eval bot`

use std::process::ExitCode;

use anyhow::Context as _;

use super::local;
use crate::{
    app::Snapshot,
    bot::{
        Bot, BotSettings, Parts,
        evaluate::{BotReport, BotTest, evaluate},
    },
    config::Config,
};

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// JSON lines: text, locale, intent or article
    #[arg(long, value_name = "FILE")]
    pub tests: std::path::PathBuf,
    /// One JSON document on standard output
    #[arg(long)]
    pub json: bool,
    /// Measure with each part of the bot's judgement left out in turn
    #[arg(long)]
    pub ablation: bool,
}

/// Runs the command.
///
/// # Errors
/// When it cannot be carried out.
pub fn run(arguments: &Arguments, config: &Config) -> anyhow::Result<ExitCode> {
    let tests = read(&arguments.tests)?;
    let snapshot = local::open(config)?;
    if arguments.ablation {
        return ablation(arguments, config, &snapshot, &tests);
    }
    let report = evaluate(&snapshot.bot, &tests, &local::context(config));
    if arguments.json {
        super::print_json(&report)?;
    } else {
        print(&report);
    }
    Ok(ExitCode::SUCCESS)
}

/// The same with each part left out, one line each.
fn ablation(
    arguments: &Arguments,
    config: &Config,
    snapshot: &Snapshot,
    tests: &[BotTest],
) -> anyhow::Result<ExitCode> {
    let measure = |parts| {
        let settings = BotSettings { answer: config.bot.answer, clarify: config.bot.clarify, parts };
        let bot = Bot::build(&snapshot.library, Some(snapshot.public.clone()), &settings);
        evaluate(&bot, tests, &local::context(config))
    };
    let table: Vec<(&str, BotReport)> =
        Parts::ablations().into_iter().map(|(name, parts)| (name, measure(parts))).collect();
    if arguments.json {
        super::print_json(&table)?;
        return Ok(ExitCode::SUCCESS);
    }
    println!("| | best right | answered right | left alone | at 90 % | ROC |\n| --- | --- | --- | --- | --- | --- |");
    for (name, report) in &table {
        let columns = [
            report.in_scope_accuracy_no_threshold,
            report.in_scope_accuracy,
            report.out_of_scope_recall,
            report.out_of_scope_recall_at_90,
            report.auroc,
        ];
        let shown = columns.map(|value| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}")));
        println!("| {name} | {} |", shown.join(" | "));
    }
    Ok(ExitCode::SUCCESS)
}

fn read(path: &std::path::Path) -> anyhow::Result<Vec<BotTest>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| serde_json::from_str(line).with_context(|| format!("{} line {}", path.display(), at + 1)))
        .collect()
}

fn print(report: &BotReport) {
    let line = |name: &str, value: Option<f64>| {
        println!("{name:<46} {}", value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}")));
    };
    println!("{:<46} {} ({} in scope, {} out)", "tests", report.tests, report.in_scope, report.out_of_scope);
    line("in scope, answered right", report.in_scope_accuracy);
    line("in scope, answered wrong", report.answered_wrong);
    line("in scope, best candidate right", report.in_scope_accuracy_no_threshold);
    line("in scope, asked back with the right one", report.clarified_right);
    line("out of scope, left alone", report.out_of_scope_recall);
    line("out of scope, left alone at 90 % answered", report.out_of_scope_recall_at_90);
    line("area under the ROC", report.auroc);
    line("Matthews' correlation", report.mcc);
    println!("{:<46} {:.0} ms", "learning, once a revision", report.learn_ms);
    println!("{:<46} {:.2} / {:.2} / {:.2} ms", "a turn, p50 / p95 / p99", report.p50_ms, report.p95_ms, report.p99_ms);
}
