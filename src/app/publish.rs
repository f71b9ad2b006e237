//! Publishing: a changed folder becomes the next snapshot, built aside, warmed, swapped in whole.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use anyhow::Context as _;
use jiff::Timestamp;

use super::{App, Snapshot};
use crate::{
    base::{Revision, memory},
    bot::{Bot, BotSettings},
    config::Config,
    index::{self, Index, IndexSet, Progress},
    kb::{Finding, Library, Listing, Stored, StoredError},
    search::Searcher,
};

/// Where the library lies in the index folder.
const LIBRARY: &str = ".library";

/// What publishing last came to, for the desk.
#[derive(Debug, Clone, Default)]
pub struct PublishState {
    /// When the revision that is served was published.
    pub published_at: Option<Timestamp>,
    /// Why the last attempt failed, if it did.
    pub error: Option<String>,
    /// Everything wrong with the content that loading tells.
    pub findings: Vec<Finding>,
}

/// What one attempt came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Published {
    /// Nothing has changed.
    Unchanged,
    /// This revision is served now.
    Revision(Revision),
}

/// One attempt at a time, and what it came to.
#[derive(Debug, Default)]
pub(super) struct Publishing {
    turn: Mutex<()>,
    state: Mutex<PublishState>,
}

impl Publishing {
    pub(super) fn begin(findings: Vec<Finding>, now: Timestamp) -> Self {
        let state = PublishState { published_at: Some(now), error: None, findings };
        Self { turn: Mutex::new(()), state: Mutex::new(state) }
    }

    fn change(&self, change: impl FnOnce(&mut PublishState)) {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// Content and indexes: those published before if the folder has not changed since, else read and built.
/// `progress` hears how far a build has come. `hurried`, a large knowledge base is taken to be unchanged and sound,
/// to be looked at by the caller soon.
///
/// # Errors
/// When the folder cannot be read, or the index cannot be written.
pub fn first_content(
    config: &Config,
    now: Timestamp,
    hurried: bool,
    progress: &(dyn Fn(Progress) + Sync),
) -> anyhow::Result<(Library, IndexSet)> {
    match open_saved(config, now, hurried).ok() {
        Some(Ok(content)) => Ok(content),
        Some(Err(old)) => build(config, Library::load(&config.kb, Some(&old), now)?, None, progress),
        None => build(config, Library::load(&config.kb, None, now)?, None, progress),
    }
}

/// What a running server has published, without touching anything.
///
/// # Errors
/// When nothing is published, or the folder has changed since.
pub fn published_content(config: &Config, now: Timestamp) -> anyhow::Result<(Library, IndexSet)> {
    let opened = open_saved(config, now, false).context("nothing is published yet")?;
    opened.map_err(|_| anyhow::anyhow!("the knowledge base has changed since it was published"))
}

/// What is stored, with its indexes; or the library alone if the folder is not what it was. `hurried`, a large one
/// is taken as it is: the folder is not listed, the texts are not gone through.
fn open_saved(
    config: &Config,
    now: Timestamp,
    hurried: bool,
) -> Result<Result<(Library, IndexSet), Box<Library>>, StoredError> {
    let folder = config.index.join(LIBRARY);
    if hurried && Library::is_large(&folder) {
        let stored = Stored::read(&folder)?;
        let revision = stored.revision().clone();
        let (library, set) = rayon::join(|| stored.library(&config.kb), || index::open(&config.index, &revision));
        let library = library?;
        let set = set.filter(|_| !library.is_due(now));
        return Ok(beside(library, set));
    }
    // The folder is listed while the library is read.
    let (library, listing) = std::thread::scope(|scope| {
        let listing = scope.spawn(|| Listing::of(&config.kb));
        (Library::open(&folder, &config.kb), listing.join())
    });
    let library = library?;
    let current = listing.is_ok_and(|listing| library.is_as_listed(&listing, now));
    let set = index::open(&config.index, library.revision()).filter(|_| current);
    Ok(beside(library, set))
}

fn beside(library: Library, set: Option<IndexSet>) -> Result<(Library, IndexSet), Box<Library>> {
    match set {
        Some(set) => Ok((library, set)),
        None => Err(Box::new(library)),
    }
}

fn build(
    config: &Config,
    library: Library,
    previous: Option<&IndexSet>,
    progress: &(dyn Fn(Progress) + Sync),
) -> anyhow::Result<(Library, IndexSet)> {
    let set = index::build(&library, &config.index, previous, progress)?;
    let folder = config.index.join(LIBRARY);
    library.save(&folder).with_context(|| format!("cannot write {}", folder.display()))?;
    // Opened again, its texts are read from the disk and leave the memory.
    let library =
        Library::open(&folder, &config.kb).with_context(|| format!("cannot read back {}", folder.display()))?;
    Ok((library, set))
}

/// Everything that answers questions, from content and indexes: learns the bot.
#[must_use]
pub fn assemble(config: &Config, library: Library, set: IndexSet) -> Snapshot {
    let library = Arc::new(library);
    let searcher = |index: &Arc<Index>| Searcher::new(Arc::clone(index), &library).remembering(config.search.cache);
    let (public, desk) = (Arc::new(searcher(&set.public)), Arc::new(searcher(&set.desk)));
    let settings = BotSettings { answer: config.bot.answer, clarify: config.bot.clarify, ..BotSettings::default() };
    let bot = Bot::build(&library, Some(public.clone()), &settings);
    Snapshot { revision: library.revision().clone(), library, public, desk, bot, set }
}

impl App {
    /// What a start leaves for when the first readers have their answers: going through the stored texts, where it
    /// was in a hurry, and the rest of the warming up.
    pub fn settle(&self) {
        if let Err(error) = self.mend() {
            tracing::error!(error = format!("{error:#}"), "publishing failed; the last revision goes on");
        }
        self.snapshot().warm();
        memory::give_back();
        memory::forget_start();
    }

    /// Looks at the folder and publishes what has changed; blocks while it builds.
    ///
    /// # Errors
    /// When the folder cannot be read or the index cannot be built; the last revision goes on.
    pub fn publish(&self) -> anyhow::Result<Published> {
        let _turn = self.publishing.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let result = self.publish_in_turn();
        if let Err(error) = &result {
            self.publishing.change(|state| state.error = Some(format!("{error:#}")));
        }
        result
    }

    /// Reads the folder anew if the texts that were stored of it are damaged.
    fn mend(&self) -> anyhow::Result<()> {
        let _turn = self.publishing.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.snapshot().library.is_whole() {
            tracing::error!("the stored texts of the knowledge base are damaged; reading the folder again");
            let (begun, now) = (Instant::now(), self.clock.now());
            self.serve(Library::load(&self.config.kb, None, now)?, now, begun)?;
        }
        Ok(())
    }

    fn publish_in_turn(&self) -> anyhow::Result<Published> {
        let (begun, now) = (Instant::now(), self.clock.now());
        let before = self.snapshot();
        if before.library.is_current(now) {
            return Ok(Published::Unchanged);
        }
        self.serve(Library::load(&self.config.kb, Some(&before.library), now)?, now, begun)
    }

    /// Makes a library the one that is served; `begun`: when the look at the folder began.
    fn serve(&self, library: Library, now: Timestamp, begun: Instant) -> anyhow::Result<Published> {
        let before = self.snapshot();
        report(library.findings(), before.library.findings());
        let findings = library.findings().to_vec();
        // The same content with other times or findings is saved too, so that the next look is short.
        let changed = *library.revision() != before.revision;
        let (library, set) = build(&self.config, library, Some(&before.set), &|_| {})?;
        let snapshot = assemble(&self.config, library, set);
        snapshot.warm();
        let revision = snapshot.revision.clone();
        drop(before);
        self.snapshot.store(Arc::new(snapshot));
        memory::give_back();
        self.publishing.change(|state| {
            *state = PublishState { published_at: Some(now), error: None, findings };
        });
        if !changed {
            return Ok(Published::Unchanged);
        }
        tracing::info!(%revision, took_ms = millis(begun.elapsed()), "published");
        Ok(Published::Revision(revision))
    }

    /// What publishing last came to.
    #[must_use]
    pub fn publish_state(&self) -> PublishState {
        self.publishing.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Time until an article is due to appear or vanish.
    #[must_use]
    pub fn next_change_in(&self) -> Option<Duration> {
        let due = self.snapshot.load().library.next_change_at()?;
        Some(due.duration_since(self.clock.now()).try_into().unwrap_or(Duration::ZERO))
    }
}

/// Says what is newly wrong in the log, once.
pub(super) fn report(findings: &[Finding], known: &[Finding]) {
    let serious = findings.iter().filter(|finding| finding.severity == crate::kb::Severity::Error);
    for finding in serious.filter(|finding| !known.contains(finding)) {
        let line = finding.line.map_or_else(String::new, |line| format!(":{line}"));
        tracing::warn!("{}{line}: {}. {}", finding.path.display(), finding.what, finding.mend);
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
