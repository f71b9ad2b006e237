//! The knowledge base for commands without a server: what is published already if nothing has changed,
//! else built; beside a running server only what that has published.

use anyhow::Context as _;

use crate::{
    app::{self, Snapshot, assemble, first_content, published_content},
    base::{Clock, Locale},
    bot::{Context, Hours, Outcome},
    config::Config,
    index::{self, IndexSet, Lock},
    kb::Library,
};

/// Content and indexes.
///
/// # Errors
/// When the knowledge base cannot be read, the index cannot be written, or another process has the index
/// and has not published this state of the knowledge base.
pub fn content(config: &Config) -> anyhow::Result<(Library, IndexSet)> {
    let now = Clock::System.now();
    let _lock = match Lock::acquire(&config.index) {
        Ok(lock) => lock,
        Err(locked @ index::Error::Locked { .. }) => {
            return published_content(config, now).with_context(|| locked.to_string());
        }
        Err(other) => return Err(other.into()),
    };
    let bar = super::Bar::new("indexing");
    let content = first_content(config, now, false, &|progress| bar.at(progress.done, progress.total));
    bar.finish();
    content
}

/// The same with searchers and bot.
///
/// # Errors
/// As for [`content`].
pub fn open(config: &Config) -> anyhow::Result<Snapshot> {
    let (library, set) = content(config)?;
    Ok(assemble(config, library, set))
}

/// Makes the call that a turn waits for, and takes the turn that comes of it.
///
/// # Errors
/// When the machine has no means to call anything; a call that fails is part of the conversation.
pub fn finish(
    config: &Config,
    snapshot: &Snapshot,
    locale: &Locale,
    context: &Context,
    outcome: Outcome,
) -> anyhow::Result<Outcome> {
    let Some(call) = outcome.call() else { return Ok(outcome) };
    let result = super::runtime()?.block_on(app::call(&config.bot.endpoints, call, "terminal"));
    let values = result.map_err(|error| tracing::warn!(%error, "a card's call brought nothing")).ok();
    let next = snapshot.bot.called(locale, &outcome.state, values, context);
    Ok(outcome.followed_by(next))
}

/// The locale asked for, else the site's.
#[must_use]
pub fn locale(snapshot: &Snapshot, asked: Option<&Locale>, config: &Config) -> Locale {
    snapshot.locale_for(asked, config.site.default_locale.as_deref())
}

/// What the bot is told of the world in the terminal: now, the desk's hours, no page.
#[must_use]
pub fn context(config: &Config) -> Context {
    let (now, hours) = (Clock::System.now(), &config.desk.hours);
    let zone = hours.zone().clone();
    let opens_at = || hours.next_opening(now).map(|at| at.to_zoned(zone.clone()));
    Context {
        now: now.to_zoned(zone.clone()),
        hours: if hours.open_at(now) { Hours::Open } else { Hours::Closed { opens_at: opens_at() } },
        page_url: None,
        site_name: config.site.name.clone(),
        bot_name: config.bot.name.clone(),
        expected_reply_at: None,
        expected_by_priority: Vec::new(),
        identity: None,
        agent_joined: false,
        ticket_closed: false,
    }
}
