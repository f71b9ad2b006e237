//! `answerdesk ask`

use std::process::ExitCode;

use super::local;
use crate::{
    base::Locale,
    bot::{Input, State, Turn},
    config::Config,
};

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// What the visitor says
    pub text: String,
    /// Visitor's locale [default: the site's]
    #[arg(long)]
    pub locale: Option<Locale>,
    /// One JSON document on standard output
    #[arg(long)]
    pub json: bool,
    /// Name the words, the example or the rule that decided
    #[arg(long)]
    pub explain: bool,
}

/// Runs the command.
///
/// # Errors
/// When it cannot be carried out.
pub fn run(arguments: &Arguments, config: &Config) -> anyhow::Result<ExitCode> {
    let snapshot = local::open(config)?;
    let locale = local::locale(&snapshot, arguments.locale.as_ref(), config);
    let context = local::context(config);
    let turn = if arguments.explain {
        snapshot.bot.explain(&locale, &arguments.text, &context)
    } else {
        let input = Input::Text(arguments.text.clone());
        let outcome = snapshot.bot.turn(&locale, &State::default(), &input, &context);
        local::finish(config, &snapshot, &locale, &context, outcome)?.turn
    };
    if arguments.json {
        super::print_json(&turn)?;
    } else {
        print_turn(&turn);
        if arguments.explain {
            print_reasons(&turn, snapshot.bot.thresholds());
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A turn as people read it: bubbles, sources, buttons by number.
pub(super) fn print_turn(turn: &Turn) {
    for message in &turn.messages {
        println!("{}\n", message.text);
    }
    for article in &turn.articles {
        println!("  → {} ({})", article.title, article.url);
    }
    for (number, option) in turn.options.iter().enumerate() {
        let url = option.url.as_deref().map(|url| format!(" ({url})")).unwrap_or_default();
        println!("  [{}] {}{url}", number + 1, option.label);
    }
}

fn print_reasons(turn: &Turn, (answer, clarify): (f32, f32)) {
    println!("\nanswers from {answer:.2}, asks back from {clarify:.2}");
    for candidate in &turn.candidates {
        let (kind, name) = match (&candidate.card, &candidate.article) {
            (Some(card), _) => ("card", card.as_str()),
            (None, article) => ("article", article.as_deref().unwrap_or_default()),
        };
        println!("{:.2}  {kind} {name}", candidate.confidence);
        for reason in &candidate.why {
            println!("      {reason}");
        }
    }
}
