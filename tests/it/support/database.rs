//! Real databases: an SQLite file always, and one of a PostgreSQL server when `TEST_POSTGRES_URL`
//! names it. Each test gets its own, empty.

use std::sync::atomic::{AtomicU32, Ordering};

use answerdesk::store::Store;
use sea_orm::{ConnectionTrait as _, Database};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// An empty database; dropped with its folder (PostgreSQL: with its server).
pub struct TestDatabase {
    /// Where it is.
    pub url: String,
    /// Holds the SQLite file.
    pub folder: tempfile::TempDir,
}

impl TestDatabase {
    /// A connection of its own, as another server would have.
    pub async fn connect(&self) -> Store {
        Store::connect(&self.url).await.unwrap()
    }

    /// A connection to the migrated database.
    pub async fn store(&self) -> Store {
        let store = self.connect().await;
        store.migrate().await.unwrap();
        store
    }
}

/// One empty database of each kind.
pub async fn databases() -> Vec<TestDatabase> {
    let mut all = vec![sqlite()];
    if let Ok(server) = std::env::var("TEST_POSTGRES_URL") {
        all.push(postgres(&server).await);
    }
    all
}

/// An SQLite file that is not there yet.
pub fn sqlite() -> TestDatabase {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("data/test.db").display());
    TestDatabase { url, folder }
}

async fn postgres(server: &str) -> TestDatabase {
    let name = format!("t{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let admin = Database::connect(server).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    admin.close().await.unwrap();
    let (base, _) = server.rsplit_once('/').expect("postgres://user@host:port/database");
    TestDatabase { url: format!("{base}/{name}"), folder: tempfile::tempdir().unwrap() }
}
