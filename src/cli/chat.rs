//! `answerdesk chat`

use std::{
    io::{BufRead as _, IsTerminal as _, Write as _},
    process::ExitCode,
};

use super::{ask::print_turn, local};
use crate::{
    bot::{Effect, Input, TicketRef, Turn, TurnAction},
    config::Config,
};

/// Arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "A button is pressed by its number; Ctrl-D ends the conversation.")]
pub struct Arguments {
    /// Visitor's locale [default: the site's]
    #[arg(long)]
    pub locale: Option<crate::base::Locale>,
}

/// Runs the command.
///
/// # Errors
/// When it cannot be carried out.
pub fn run(arguments: &Arguments, config: &Config) -> anyhow::Result<ExitCode> {
    let snapshot = local::open(config)?;
    let locale = local::locale(&snapshot, arguments.locale.as_ref(), config);
    let context = local::context(config);
    let (mut state, mut turn) = snapshot.bot.greet(&locale, &context);
    print_turn(&turn);
    let prompts = std::io::stdin().is_terminal();
    let mut tickets = 0;
    let mut lines = std::io::stdin().lock().lines();
    loop {
        if prompts {
            print!("> ");
            std::io::stdout().flush()?;
        }
        let Some(line) = lines.next().transpose()? else { break };
        let outcome = snapshot.bot.turn(&locale, &state, &read(&line, &turn), &context);
        let outcome = local::finish(config, &snapshot, &locale, &context, outcome)?;
        (state, turn) = (outcome.state, outcome.turn);
        if outcome.effects.iter().any(|effect| matches!(effect, Effect::HandOff(_))) {
            tickets += 1;
            let ticket =
                TicketRef { number: format!("TRIAL-{tickets}"), access_url: String::new(), expected_reply_at: None };
            (state, turn) = snapshot.bot.ticket_created(&locale, &state, ticket, &context);
        }
        print_turn(&turn);
        if turn.action == TurnAction::Close {
            break;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// `[2]`, `2` (unless something is asked for) or the label of a button presses it; everything else is
/// said.
fn read(line: &str, turn: &Turn) -> Input {
    let line = line.trim();
    let bare = line.strip_prefix('[').and_then(|line| line.strip_suffix(']'));
    let number = bare.or((turn.slot.is_none()).then_some(line)).and_then(|number| number.parse::<usize>().ok());
    let by_number = number.and_then(|number| turn.options.get(number.checked_sub(1)?));
    let option = by_number.or_else(|| turn.options.iter().find(|option| option.label == line));
    option.map_or_else(|| Input::Text(line.to_owned()), |option| Input::Option(option.id.clone()))
}
