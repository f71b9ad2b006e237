//! Backup and restore: one compressed file of JSON lines, the same for both databases, so that a desk
//! can move from SQLite to PostgreSQL and back.
//!
//! The first line says what it is, every row is a line, the last counts them and carries the SHA-256 of
//! all before it. Sessions, one-time links and rate limits are left out: they are over anyway.

use std::{
    fs::File,
    io::{BufRead, BufReader, BufWriter, Read, Write},
    path::Path,
};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait as _};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use super::{
    Store, StoreError, Tx,
    entities::{
        api_token, article_view, attachment, conversation, conversation_file, conversation_message, counter,
        example_decision, feedback, idempotency, link, meta, outbox, rate_limit, search_log, session, ticket,
        ticket_event, ticket_message, ticket_tag, user,
    },
};

/// Version of the file's shape.
const FORMAT: u32 = 1;
/// Rows of one INSERT.
const BATCH: usize = 100;
/// Longest line that is read: a row with the largest conversation state is far below.
const LONGEST_LINE: u64 = 64 << 20;

#[derive(Serialize, Deserialize)]
struct Head {
    answerdesk_backup: u32,
    schema: String,
    at: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Tail {
    rows: u64,
    sha256: String,
}

#[derive(Serialize, Deserialize)]
struct Row {
    table: String,
    row: Json,
}

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BackupSummary {
    /// Rows of all tables.
    pub rows: u64,
    /// When it was made.
    pub at: Timestamp,
}

/// Does one thing with every table that is backed up, in an order that foreign keys allow.
macro_rules! every_table {
    ($macro:ident) => {
        $macro! {
            meta "meta", counter "counters", user "users", api_token "api_tokens", conversation "conversations",
            conversation_message "conversation_messages",
            conversation_file "conversation_files", ticket "tickets", ticket_message "ticket_messages",
            ticket_tag "ticket_tags", ticket_event "ticket_events", attachment "attachments", feedback "feedback", search_log "search_log",
            example_decision "example_decisions",            article_view "article_views", outbox "outbox", idempotency "idempotency"
        }
    };
}

impl Store {
    /// Writes everything as of this moment into one file, while others write; the file appears when it
    /// is whole. It holds what customers wrote and the server's secrets: only its owner may read it.
    ///
    /// # Errors
    /// When the file is there already or cannot be written.
    pub async fn backup(&self, file: &Path, now: Timestamp) -> Result<BackupSummary, StoreError> {
        if file.exists() {
            return Err(StoreError::Backup(format!("{} is there already", file.display())));
        }
        let mut name = file.as_os_str().to_owned();
        name.push(".part");
        let part = Path::new(&name);
        let written = self.write_backup(part, now).await;
        match &written {
            Ok(_) => std::fs::rename(part, file)?,
            Err(_) => drop(std::fs::remove_file(part)),
        }
        written
    }

    async fn write_backup(&self, part: &Path, now: Timestamp) -> Result<BackupSummary, StoreError> {
        let schema = self.applied_migrations().await?.pop().unwrap_or_default();
        let mut out = Dump::create(part)?;
        out.line(&Head { answerdesk_backup: FORMAT, schema, at: now })?;
        let snapshot = self.snapshot().await?;
        macro_rules! dump_all {
            ($($entity:ident $table:literal),+) => { $(dump::<$entity::Entity>(&snapshot, $table, &mut out).await?;)+ };
        }
        every_table!(dump_all);
        snapshot.rollback().await?;
        Ok(BackupSummary { rows: out.finish()?, at: now })
    }

    /// Brings a backup into a database in which nothing has happened yet: all of it or nothing.
    ///
    /// # Errors
    /// [`StoreError::Backup`] when the file is damaged or of a later version; [`StoreError::NotEmpty`].
    pub async fn restore(&self, file: &Path) -> Result<BackupSummary, StoreError> {
        let summary = verify(file, |schema| {
            let known = Self::known_migrations();
            schema.is_empty() || known.iter().any(|step| step == schema)
        })?;
        let tx = self.write().await?;
        tx.clear_for_restore().await?;
        let mut batch: Vec<Json> = Vec::with_capacity(BATCH);
        let mut table = String::new();
        for line in lines(file)? {
            let Ok(row) = serde_json::from_str::<Row>(&line?) else { continue };
            // Files are large: one at a time.
            let most = if matches!(row.table.as_str(), "attachments" | "conversation_files") { 1 } else { BATCH };
            if row.table != table || batch.len() >= most {
                tx.load(&table, std::mem::take(&mut batch)).await?;
                table = row.table;
            }
            batch.push(row.row);
        }
        tx.load(&table, batch).await?;
        tx.commit().await?;
        Ok(summary)
    }
}

impl Tx {
    /// Makes sure that nothing is overwritten, then clears what a server leaves at its first start.
    async fn clear_for_restore(&self) -> Result<(), StoreError> {
        let connection = self.connection();
        let counts = [
            user::Entity::find().count(connection).await?,
            conversation::Entity::find().count(connection).await?,
            ticket::Entity::find().count(connection).await?,
            feedback::Entity::find().count(connection).await?,
            search_log::Entity::find().count(connection).await?,
            api_token::Entity::find().count(connection).await?,
            outbox::Entity::find().count(connection).await?,
        ];
        if counts.iter().any(|rows| *rows > 0) {
            return Err(StoreError::NotEmpty);
        }
        meta::Entity::delete_many().exec(connection).await?;
        counter::Entity::delete_many().exec(connection).await?;
        article_view::Entity::delete_many().exec(connection).await?;
        idempotency::Entity::delete_many().exec(connection).await?;
        session::Entity::delete_many().exec(connection).await?;
        link::Entity::delete_many().exec(connection).await?;
        rate_limit::Entity::delete_many().exec(connection).await?;
        Ok(())
    }

    async fn load(&self, table: &str, rows: Vec<Json>) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        macro_rules! load_one {
            ($($entity:ident $table:literal),+) => {
                match table {
                    $($table => insert_rows::<$entity::Entity>(self.connection(), table, rows).await,)+
                    other => Err(StoreError::Backup(format!("it has a table {other}, which this version does not know"))),
                }
            };
        }
        every_table!(load_one)
    }
}

async fn dump<E>(snapshot: &DatabaseTransaction, table: &str, out: &mut Dump) -> Result<(), StoreError>
where
    E: EntityTrait,
    E::Model: Serialize + Send + Sync,
{
    let mut rows = E::find().stream(snapshot).await?;
    while let Some(row) = rows.try_next().await? {
        let row = serde_json::to_value(row).map_err(|error| StoreError::Backup(error.to_string()))?;
        out.line(&Row { table: table.to_owned(), row })?;
        out.rows += 1;
    }
    Ok(())
}

async fn insert_rows<E>(connection: &DatabaseTransaction, table: &str, rows: Vec<Json>) -> Result<(), StoreError>
where
    E: EntityTrait,
    E::Model: DeserializeOwned + IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    let models = rows.into_iter().map(|row| {
        serde_json::from_value::<E::Model>(row)
            .map(|model| model.into_active_model().reset_all())
            .map_err(|error| StoreError::Backup(format!("a row of {table} does not fit this version: {error}")))
    });
    let models = models.collect::<Result<Vec<_>, _>>()?;
    E::insert_many(models).exec_without_returning(connection).await?;
    Ok(())
}

/// Writes lines, counting and hashing them.
struct Dump {
    out: GzEncoder<BufWriter<File>>,
    hash: Sha256,
    rows: u64,
}

impl Dump {
    fn create(path: &Path) -> Result<Self, StoreError> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(|error| {
            let told = format!("cannot write {}: {error}; is the folder there, and yours?", path.display());
            StoreError::Io(std::io::Error::new(error.kind(), told))
        })?;
        let file = BufWriter::new(file);
        Ok(Self { out: GzEncoder::new(file, Compression::default()), hash: Sha256::new(), rows: 0 })
    }

    fn line(&mut self, value: &impl Serialize) -> Result<(), StoreError> {
        let mut line = serde_json::to_vec(value).map_err(|error| StoreError::Backup(error.to_string()))?;
        line.push(b'\n');
        self.hash.update(&line);
        Ok(self.out.write_all(&line)?)
    }

    fn finish(mut self) -> Result<u64, StoreError> {
        let sha256 = hex(&std::mem::take(&mut self.hash).finalize());
        let rows = self.rows;
        self.line(&Tail { rows, sha256 })?;
        let file = self.out.finish()?.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok(rows)
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("writing to a string succeeds");
        hex
    })
}

fn lines(file: &Path) -> Result<impl Iterator<Item = std::io::Result<String>>, StoreError> {
    let mut reader = BufReader::new(GzDecoder::new(File::open(file)?));
    Ok(std::iter::from_fn(move || {
        let mut line = String::new();
        match reader.by_ref().take(LONGEST_LINE).read_line(&mut line) {
            Ok(0) => None,
            Ok(_) => Some(Ok(line)),
            Err(error) => Some(Err(error)),
        }
    }))
}

/// Reads a backup to its end without using it: whole, undamaged, of a version that is known.
fn verify(file: &Path, knows: impl Fn(&str) -> bool) -> Result<BackupSummary, StoreError> {
    let damaged = |why: &str| StoreError::Backup(why.to_owned());
    let mut lines = lines(file)?;
    let first = lines.next().ok_or_else(|| damaged("the file is empty"))?;
    let first = first.map_err(|_| damaged("the file is not an answerdesk backup"))?;
    let head: Head = serde_json::from_str(&first).map_err(|_| damaged("the file is not an answerdesk backup"))?;
    if head.answerdesk_backup != FORMAT || !knows(&head.schema) {
        return Err(damaged("it was made by a newer answerdesk; restore it with that version"));
    }
    let (mut hash, mut rows, mut tail) = (Sha256::new(), 0, None);
    hash.update(&first);
    for line in lines {
        let line = line.map_err(|_| damaged("the file is damaged or was cut short"))?;
        if tail.is_some() {
            return Err(damaged("there is something behind its end"));
        }
        tail = serde_json::from_str::<Tail>(&line).ok();
        if tail.is_none() {
            hash.update(&line);
            rows += 1;
        }
    }
    let tail = tail.ok_or_else(|| damaged("the file was cut short"))?;
    if tail.rows != rows || tail.sha256 != hex(&hash.finalize()) {
        return Err(damaged("its checksum is wrong; the file is damaged"));
    }
    Ok(BackupSummary { rows, at: head.at })
}
