//! The command line: one file per command; arguments in, an exit code out.
//!
//! Exit 0: done; 1: findings or a failed operation; 2: wrong usage. With `--json` standard output holds
//! one JSON document and nothing else; logs and progress go to standard error.

mod ask;
mod backup;
mod chat;
mod check;
mod completions;
mod eval_bot;
mod eval_search;
mod import;
mod index;
mod local;
mod migrate;
mod new;
mod openapi;
mod phrases;
mod restore;
mod search;
mod serve;
mod token;
mod translated;
mod user;

use std::{io::IsTerminal, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};

use crate::config::{self, Config, LogFormat};

/// Help center, FAQ bot and agent search from a folder of Markdown.
#[derive(Debug, Parser)]
#[command(name = "answerdesk", version, propagate_version = true, max_term_width = 100)]
#[command(
    after_help = "Examples:\n  answerdesk serve\n  answerdesk --kb docs search \"reset password\"\n  answerdesk check --json\n  answerdesk ask \"Where is my refund?\" --locale en --explain"
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Flags that every command takes.
#[derive(Debug, Args)]
struct Global {
    /// Configuration file [default: answerdesk.toml if it exists]
    #[arg(long, global = true, env = "ANSWERDESK_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder of the knowledge base [default: kb]
    #[arg(long, global = true, env = "ANSWERDESK_KB", value_name = "DIR")]
    kb: Option<PathBuf>,
    /// Folder of the index [default: index]
    #[arg(long, global = true, env = "ANSWERDESK_INDEX", value_name = "DIR")]
    index: Option<PathBuf>,
    /// Database [default: <sqlite://data/answerdesk.db>]
    #[arg(long, global = true, env = "ANSWERDESK_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    database_url: Option<String>,
    /// How log lines are written [default: text]
    #[arg(long, global = true, env = "ANSWERDESK_LOG_FORMAT", value_enum)]
    log_format: Option<LogFormat>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve help center, bot, desk and API; publish changes of the knowledge base as they are saved
    Serve(serve::Arguments),
    /// Build the index and stop
    Index(index::Arguments),
    /// Search, with the same answer as the API
    Search(search::Arguments),
    /// Say one thing to the bot in a fresh conversation
    Ask(ask::Arguments),
    /// Talk with the bot in the terminal
    Chat(chat::Arguments),
    /// List everything wrong with the knowledge base
    Check(check::Arguments),
    /// Measure search or bot on judged questions
    #[command(subcommand)]
    Eval(Eval),
    /// Bring in content of another help center
    Import(import::Arguments),
    /// Begin an article, card, reply or category
    New(new::Arguments),
    /// Print the bot's built-in phrases, to be changed in `_bot/_phrases.toml`
    Phrases(phrases::Arguments),
    /// Note that a translation is in step with its source
    Translated(translated::Arguments),
    /// People who may come in
    #[command(subcommand)]
    User(user::Arguments),
    /// Programs that may come in
    #[command(subcommand)]
    Token(token::Arguments),
    /// Write everything in the database into one file
    Backup(backup::Arguments),
    /// Bring a backup into an empty database
    Restore(restore::Arguments),
    /// Bring the database up to this version and stop
    Migrate(migrate::Arguments),
    /// Print the API's description (`OpenAPI` 3.1)
    Openapi(openapi::Arguments),
    /// Print completions for a shell
    Completions(completions::Arguments),
}

#[derive(Debug, Subcommand)]
enum Eval {
    /// Queries and judgements: P@1, MRR@10, nDCG@10, Recall@10, speed
    Search(eval_search::Arguments),
    /// Messages and what should answer them: accuracy, out-of-scope recall, AUROC, MCC, speed
    Bot(eval_bot::Arguments),
}

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    end_quietly_without_a_reader();
    let cli = Cli::parse();
    match configured(&cli.global).and_then(|config| run(cli.command, config)) {
        Ok(code) => code,
        Err(error) => {
            let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            let label = if colour { "\x1b[1;31merror:\x1b[0m" } else { "error:" };
            eprintln!("{label} {}", told_once(&error));
            if error.is::<config::ConfigError>() { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

/// An error and its causes, without those whose words stand there already.
fn told_once(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if text.is_empty() {
            text = cause;
        } else if !text.contains(cause.trim()) {
            text = format!("{text}: {cause}");
        }
    }
    text
}

/// `answerdesk check | head` has read enough: that is no failure worth a trace.
fn end_quietly_without_a_reader() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let said = panic.payload_as_str().unwrap_or_default();
        if said.starts_with("failed printing to stdout") && said.contains("Broken pipe") {
            std::process::exit(0);
        }
        usual(panic);
    }));
}

fn run(command: Command, config: Config) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(arguments) => serve::run(arguments, config),
        Command::Index(arguments) => index::run(&arguments, &config),
        Command::Search(arguments) => search::run(&arguments, &config),
        Command::Ask(arguments) => ask::run(&arguments, &config),
        Command::Chat(arguments) => chat::run(&arguments, &config),
        Command::Check(arguments) => check::run(&arguments, &config),
        Command::Eval(Eval::Search(arguments)) => eval_search::run(&arguments, &config),
        Command::Eval(Eval::Bot(arguments)) => eval_bot::run(&arguments, &config),
        Command::Import(arguments) => import::run(&arguments, &config),
        Command::New(arguments) => new::run(&arguments, &config),
        Command::Translated(arguments) => translated::run(&arguments, &config),
        Command::User(arguments) => user::run(&arguments, &config),
        Command::Token(arguments) => token::run(&arguments, &config),
        Command::Backup(arguments) => backup::run(&arguments, &config),
        Command::Restore(arguments) => restore::run(&arguments, &config),
        Command::Migrate(arguments) => migrate::run(&arguments, &config),
        Command::Openapi(arguments) => openapi::run(&arguments),
        Command::Phrases(arguments) => phrases::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
    }
}

/// Flags over variables over file; starts the log.
fn configured(global: &Global) -> anyhow::Result<Config> {
    let mut config = config::load(
        global.config.as_deref(),
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))),
    )?;
    if let Some(kb) = &global.kb {
        config.kb.clone_from(kb);
    }
    if let Some(index) = &global.index {
        config.index.clone_from(index);
    }
    if let Some(url) = &global.database_url {
        config.database_url.clone_from(url);
    }
    if let Some(format) = global.log_format {
        config.log_format = format;
    }
    start_log(config.log_format);
    Ok(config)
}

fn start_log(format: LogFormat) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("ANSWERDESK_LOG")
        .unwrap_or_else(|_| "info,tantivy=warn,sqlx=warn,sea_orm=warn,sea_orm_migration=warn".into());
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.with_ansi(std::io::stderr().is_terminal()).with_target(false).init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
}

/// A runtime for the commands that talk to the database.
fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// A progress bar on standard error, on terminals only.
struct Bar(indicatif::ProgressBar);

impl Bar {
    fn new(what: &'static str) -> Self {
        let bar = if std::io::stderr().is_terminal() {
            indicatif::ProgressBar::new(0)
        } else {
            indicatif::ProgressBar::hidden()
        };
        let style = indicatif::ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}")
            .expect("the template is well-formed");
        Self(bar.with_style(style).with_message(what))
    }

    fn at(&self, done: usize, total: usize) {
        self.0.set_length(total as u64);
        self.0.set_position(done as u64);
    }

    fn finish(&self) {
        self.0.finish_and_clear();
    }
}

/// Prints one JSON document.
fn print_json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, value)?;
    out.write_all(b"\n")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
