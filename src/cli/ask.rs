//! `answerdesk ask`

use std::{process::ExitCode, sync::Arc};

use anyhow::Context as _;

use crate::{
    base::{Clock, Locale},
    bot::{Bot, BotSettings, Context, Hours, Input, State, Turn},
    config::Config,
    kb::Library,
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
    let bot = LocalBot::open(config)?;
    let locale = bot.locale(arguments.locale.as_ref(), config);
    let turn = if arguments.explain {
        bot.bot.explain(&locale, &arguments.text, &bot.context)
    } else {
        let input = Input::Text(arguments.text.clone());
        bot.bot.turn(&locale, &State::default(), &input, &bot.context).turn
    };
    if arguments.json {
        super::print_json(&turn)?;
    } else {
        print_turn(&turn);
        if arguments.explain {
            print_reasons(&turn, bot.bot.thresholds());
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A bot without a server: the knowledge base as it lies on disk, nothing stored.
pub(super) struct LocalBot {
    /// The bot.
    pub bot: Bot,
    /// The knowledge base.
    pub library: Arc<Library>,
    /// Now, somebody there, no page.
    pub context: Context,
}

impl LocalBot {
    /// Loads the knowledge base and learns from it.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        let now = Clock::System.now();
        let library = Arc::new(Library::load(&config.kb, None, now).context("no knowledge base, no bot")?);
        let settings = BotSettings { answer: config.bot.answer, clarify: config.bot.clarify };
        let bot = Bot::build(&library, None, &settings);
        let context = Context {
            now: now.to_zoned(jiff::tz::TimeZone::system()),
            hours: Hours::Open,
            page_url: None,
            site_name: config.bot.name.clone().unwrap_or_else(|| config.site.name.clone()),
            expected_reply_at: None,
            identity: None,
        };
        Ok(Self { bot, library, context })
    }

    /// The locale asked for, else the site's, else English, else the first with content.
    pub fn locale(&self, wanted: Option<&Locale>, config: &Config) -> Locale {
        let locales = self.library.locales();
        let named = |name: &str| locales.iter().find(|locale| locale.as_str().eq_ignore_ascii_case(name));
        wanted
            .or_else(|| config.site.default_locale.as_deref().and_then(named))
            .or_else(|| named("en"))
            .or_else(|| locales.first())
            .cloned()
            .unwrap_or_else(|| "en".parse().expect("en is a locale"))
    }
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
