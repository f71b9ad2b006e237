//! The only file that knows which database it is: how to open, lock and copy one.

use std::{
    fs::File,
    path::{Path, PathBuf},
    str::FromStr as _,
    time::Duration,
};

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, RuntimeErr, SqliteTransactionMode,
    Statement, TransactionOptions,
    sqlx::{
        self, ConnectOptions as _,
        postgres::{PgConnectOptions, PgPoolOptions},
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
    },
};

use super::StoreError;

/// How long a connection is waited for before the store says that it is overloaded.
const ACQUIRE: Duration = Duration::from_secs(20);
/// The same for a server, which may be away: whoever asks is told so before their own patience ends.
const ACQUIRE_REMOTE: Duration = Duration::from_secs(5);

/// Any number, the same for every version: whoever migrates holds it.
const MIGRATION_LOCK: i64 = 0x616e_7377_6572;

/// Open connections: `read` never writes, `write` is one connection on SQLite.
pub(super) struct Pools {
    pub read: DatabaseConnection,
    pub write: DatabaseConnection,
    pub file: Option<PathBuf>,
}

/// Opens the database of a URL; creates an SQLite file that is not there, readable by its owner only.
pub(super) async fn open(url: &str) -> Result<Pools, StoreError> {
    if url.starts_with("sqlite:") {
        open_sqlite(url).await
    } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        open_postgres(url).await
    } else {
        Err(StoreError::Address(without_password(url)))
    }
}

async fn open_sqlite(url: &str) -> Result<Pools, StoreError> {
    let options = SqliteConnectOptions::from_str(url).map_err(|_| StoreError::Address(url.to_owned()))?;
    let file = options.get_filename().to_owned();
    if file.as_os_str().is_empty() || url.contains(":memory:") || url.contains("mode=memory") {
        return Err(StoreError::Address(format!("{url} (a database in memory would lose what customers send)")));
    }
    create_private(&file)?;
    let options = options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(15))
        .foreign_keys(true)
        .disable_statement_logging();
    let failed = |error| StoreError::Open { path: file.display().to_string(), source: connection_error(error) };
    let write = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(ACQUIRE)
        .connect_with(options.clone())
        .await
        .map_err(failed)?;
    let read = SqlitePoolOptions::new()
        .max_connections(6)
        .acquire_timeout(ACQUIRE)
        .connect_with(options.pragma("query_only", "ON"))
        .await
        .map_err(failed)?;
    Ok(Pools { read: read.into(), write: write.into(), file: Some(file) })
}

async fn open_postgres(url: &str) -> Result<Pools, StoreError> {
    let options = PgConnectOptions::from_str(url)
        .map_err(|_| StoreError::Address(without_password(url)))?
        .application_name("answerdesk")
        .disable_statement_logging();
    let failed = |error| StoreError::Open { path: without_password(url), source: connection_error(error) };
    let pool = PgPoolOptions::new().max_connections(16).acquire_timeout(ACQUIRE_REMOTE);
    let pool = match pool.connect_with(options.clone()).await {
        Ok(pool) => pool,
        // The pool only says that it waited; one attempt of our own says for what.
        Err(sqlx::Error::PoolTimedOut) => {
            let cause = options.connect().await.err().unwrap_or(sqlx::Error::PoolTimedOut);
            return Err(failed(cause));
        }
        Err(error) => return Err(failed(error)),
    };
    let pool: DatabaseConnection = pool.into();
    Ok(Pools { read: pool.clone(), write: pool, file: None })
}

fn connection_error(error: sqlx::Error) -> DbErr {
    DbErr::Conn(RuntimeErr::SqlxError(error.into()))
}

fn without_password(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        _ => url.to_owned(),
    }
}

fn create_private(file: &Path) -> Result<(), StoreError> {
    try_create(file).map_err(|error| {
        let told = format!("cannot create {}: {error}; name another place with --database-url", file.display());
        StoreError::Io(std::io::Error::new(error.kind(), told))
    })
}

fn try_create(file: &Path) -> std::io::Result<()> {
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)?;
    Ok(())
}

/// How a writing transaction begins: a plain `BEGIN` on SQLite loses to "database is locked" when a
/// read turns into a write, whatever the busy timeout.
pub(super) fn write_options() -> TransactionOptions {
    TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() }
}

/// How a snapshot for reading begins: everything in it is of one moment.
pub(super) fn snapshot_options(connection: &DatabaseConnection) -> TransactionOptions {
    let postgres = connection.get_database_backend() == DbBackend::Postgres;
    TransactionOptions {
        isolation_level: postgres.then_some(sea_orm::IsolationLevel::RepeatableRead),
        ..Default::default()
    }
}

/// Lets one server migrate at a time. On SQLite the transaction itself is the lock.
pub(super) async fn lock_migrations(tx: &DatabaseTransaction) -> Result<(), DbErr> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let lock = Statement::from_sql_and_values(
            DbBackend::Postgres,
            "SELECT pg_advisory_xact_lock($1)",
            [MIGRATION_LOCK.into()],
        );
        tx.execute_raw(lock).await?;
    }
    Ok(())
}

/// Marks the SQLite file as served by this process until the handle is dropped.
pub(super) fn lock_file(database: &Path) -> Result<File, StoreError> {
    let mut name = database.as_os_str().to_owned();
    name.push(".lock");
    let lock = std::fs::OpenOptions::new().write(true).create(true).truncate(false).open(PathBuf::from(name))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(std::fs::TryLockError::WouldBlock) => Err(StoreError::InUse(database.to_owned())),
        Err(std::fs::TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Copies an SQLite database as of this moment, while others write.
pub(super) async fn copy_file(connection: &DatabaseConnection, to: &Path) -> Result<(), DbErr> {
    let to = to.to_str().ok_or_else(|| DbErr::Custom("the path is not UTF-8".to_owned()))?;
    let copy = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [to.into()]);
    connection.execute_raw(copy).await.map(|_| ())
}
