//! The index of tickets: documents made from the store enter, agents' hits leave.
//!
//! Derived and incremental: a commit carries the number of the last change it holds, so a follower
//! knows where to go on after a crash; a folder that is damaged or of another version is made anew.
//! Nothing public ever opens it.

mod document;
mod find;

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use tantivy::{
    Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term,
    schema::{FAST, Field, INDEXED, STORED, STRING, Schema, TextFieldIndexing, TextOptions},
    tokenizer::WhitespaceTokenizer,
};

pub use document::TicketDocument;
pub use find::TicketHits;

/// Changes whenever documents are made or read differently.
const FORMAT: &str = "tickets-1";
/// Memory of the writer, bytes; the least that tantivy takes.
const WRITER_BYTES: usize = 15_000_000;

/// Why the index of tickets cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TicketIndexError {
    /// The folder cannot be written.
    #[error("cannot write the index of tickets at {path}: {source}")]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The index itself.
    #[error("index of tickets: {0}")]
    Index(#[from] tantivy::TantivyError),
}

/// The index of tickets, open for reading and for the one writer.
pub struct TicketIndex {
    index: Index,
    reader: IndexReader,
    fields: Fields,
    writer: Mutex<IndexWriter>,
}

#[derive(Debug, Clone, Copy)]
struct Fields {
    number: Field,
    email: Field,
    tag: Field,
    exact: Field,
    stem: Field,
    subject: Field,
    updated: Field,
    stored: Field,
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let words = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("words")
            .set_index_option(tantivy::schema::IndexRecordOption::WithFreqs),
    );
    let fields = Fields {
        number: schema.add_i64_field("number", INDEXED | STORED | FAST),
        email: schema.add_text_field("email", STRING),
        tag: schema.add_text_field("tag", STRING),
        exact: schema.add_text_field("exact", words.clone()),
        stem: schema.add_text_field("stem", words.clone()),
        subject: schema.add_text_field("subject", words),
        updated: schema.add_i64_field("updated", FAST),
        stored: schema.add_text_field("stored", STORED),
    };
    (schema.build(), fields)
}

impl TicketIndex {
    /// Opens the index in a folder, making it (anew) where there is none that can be used.
    ///
    /// # Errors
    /// When the folder cannot be written, or another process writes to it.
    pub fn open(folder: &Path) -> Result<Self, TicketIndexError> {
        match Self::open_as_it_is(folder) {
            Ok(index) => Ok(index),
            Err(error) => {
                if folder.exists() {
                    tracing::warn!(%error, "the index of tickets is made anew");
                }
                let failed = |source| TicketIndexError::Io { path: folder.to_owned(), source };
                if folder.exists() {
                    fs::remove_dir_all(folder).map_err(failed)?;
                }
                fs::create_dir_all(folder).map_err(failed)?;
                let (schema, _) = schema();
                Index::create_in_dir(folder, schema)?;
                fs::write(folder.join("format"), FORMAT).map_err(failed)?;
                Self::open_as_it_is(folder)
            }
        }
    }

    fn open_as_it_is(folder: &Path) -> Result<Self, TicketIndexError> {
        let format = fs::read_to_string(folder.join("format"))
            .map_err(|source| TicketIndexError::Io { path: folder.to_owned(), source })?;
        let (expected, fields) = schema();
        let index = Index::open_in_dir(folder)?;
        if format != FORMAT || index.schema() != expected {
            return Err(tantivy::TantivyError::SchemaError("of another version".to_owned()).into());
        }
        index.tokenizers().register("words", WhitespaceTokenizer::default());
        let writer = index.writer_with_num_threads(1, WRITER_BYTES)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { index, reader, fields, writer: Mutex::new(writer) })
    }

    /// The number of the last change that is in the index; 0 for an empty one.
    #[must_use]
    pub fn cursor(&self) -> i64 {
        let meta = self.index.load_metas().ok();
        meta.and_then(|meta| meta.payload?.parse().ok()).unwrap_or(0)
    }

    /// Brings documents into the index, replacing those of the same ticket, and notes the last change
    /// they hold. They are found as soon as this returns.
    ///
    /// # Errors
    /// When the index cannot be written; then nothing of it is in the index.
    pub fn put(&self, documents: &[TicketDocument], cursor: i64) -> Result<(), TicketIndexError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        for document in documents {
            writer.delete_term(Term::from_field_i64(self.fields.number, document.number));
            writer.add_document(self.row(document))?;
        }
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&cursor.to_string());
        commit.commit()?;
        self.reader.reload()?;
        Ok(())
    }

    /// Takes tickets out: those that were erased.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn remove(&self, numbers: &[i64]) -> Result<(), TicketIndexError> {
        let cursor = self.cursor();
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        for number in numbers {
            writer.delete_term(Term::from_field_i64(self.fields.number, *number));
        }
        drop(writer);
        self.put(&[], cursor)
    }

    /// Tickets in the index.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn row(&self, document: &TicketDocument) -> TantivyDocument {
        let fields = self.fields;
        let words = document.words();
        let mut row = TantivyDocument::default();
        row.add_i64(fields.number, document.number);
        row.add_text(fields.email, document.requester_email.to_lowercase());
        for tag in &document.tags {
            row.add_text(fields.tag, tag.to_lowercase());
        }
        row.add_text(fields.exact, words.exact);
        row.add_text(fields.stem, words.stem);
        row.add_text(fields.subject, words.subject);
        row.add_i64(fields.updated, document.updated_at.as_second());
        row.add_text(fields.stored, document.stored());
        row
    }
}

impl std::fmt::Debug for TicketIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TicketIndex({} tickets)", self.len())
    }
}
