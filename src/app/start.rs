//! Starting: locks, database, first snapshot; what is in the way is said at once.

use std::sync::{Arc, atomic::AtomicI64};

use arc_swap::ArcSwap;

use super::{
    App, Limits,
    hub::Hub,
    publish::{self, Publishing, assemble, first_content},
    reads::Reads,
};
use crate::{
    base::Clock,
    config::Config,
    index::{Lock, Progress},
    search::TicketIndex,
    store::Store,
};

impl App {
    /// Takes index and database for this process, brings the database up to date, opens or builds the
    /// first snapshot.
    ///
    /// # Errors
    /// When another process has them, or one of them cannot be used.
    pub async fn start(
        config: Config,
        clock: Clock,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> anyhow::Result<Arc<Self>> {
        if let Some(folder) = &config.site.templates {
            crate::base::i18n::adopt(folder);
        }
        let lock = Lock::acquire(&config.index)?;
        let now = clock.now();
        let content = || {
            let (library, set) = first_content(&config, now, true, progress)?;
            anyhow::Ok(assemble(&config, library, set))
        };
        let runtime = tokio::runtime::Handle::current();
        // Database and content know nothing of each other: side by side.
        let (opened, content) = tokio::task::block_in_place(|| {
            std::thread::scope(|scope| {
                let opened = scope.spawn(|| runtime.block_on(open_store(&config)));
                let content = content();
                (opened.join(), content)
            })
        });
        let (store, secret) = opened.map_err(|_| anyhow::anyhow!("opening the database has failed"))??;
        let snapshot = content?;
        let tickets = TicketIndex::open(&config.index.join("tickets"))?;
        publish::report(snapshot.library.findings(), &[]);
        let findings = snapshot.library.findings().to_vec();
        Ok(Arc::new(Self {
            limits: Limits::new(&config.server),
            config: Arc::new(config),
            clock,
            store,
            snapshot: ArcSwap::from_pointee(snapshot),
            tickets,
            tickets_changed: tokio::sync::Notify::new(),
            publishing: Publishing::begin(findings, now),
            hub: Arc::new(Hub::default()),
            secret,
            stop: tokio::sync::watch::Sender::new(false),
            reads: Reads::default(),
            recent_reply: AtomicI64::new(0),
            last_ticket_ms: AtomicI64::new(0),
            learning: tokio::sync::Mutex::new(()),
            _lock: lock,
        }))
    }

    /// Ends all connections to the database, after what is under way.
    pub async fn close(&self) {
        self.store.close().await;
    }
}

/// The database, brought up to date, for this process alone where it can be; and the server's secret.
async fn open_store(config: &Config) -> anyhow::Result<(Store, String)> {
    let store = Store::connect(&config.database_url).await?;
    store.lock_exclusive()?;
    store.migrate().await?;
    let secret = store.secret("access").await?;
    Ok((store, secret))
}
