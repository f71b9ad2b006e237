//! The schema, step by step. Append-only: a step that was released is never edited, since databases
//! in the field have run it. A step describes tables by name and not by entity, which change later.

use sea_orm::{DbErr, EntityTrait as _};
use sea_orm_migration::{
    MigrationTrait, MigratorTrait, SchemaManager,
    prelude::{Index, IndexCreateStatement, Table, TableCreateStatement},
    seaql_migrations,
};

use super::{Store, StoreError, dialect};

mod m0001_people;
mod m0002_conversations;
mod m0003_tickets;
mod m0004_content;
mod m0005_attachments;
mod m0006_merged_tickets;
mod m0007_conversation_files;

struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_people::Migration),
            Box::new(m0002_conversations::Migration),
            Box::new(m0003_tickets::Migration),
            Box::new(m0004_content::Migration),
            Box::new(m0005_attachments::Migration),
            Box::new(m0006_merged_tickets::Migration),
            Box::new(m0007_conversation_files::Migration),
        ]
    }
}

fn table(name: &'static str) -> TableCreateStatement {
    Table::create().table(name).to_owned()
}

fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.table(table).name(format!("{table}_by_{}", columns.join("_")));
    for column in columns {
        index.col(*column);
    }
    index
}

fn unique_index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    index(table, columns).unique().to_owned()
}

impl Store {
    /// Brings the schema up to this program's version; several servers may do so at once. An SQLite
    /// file that holds an older schema is copied beside itself first.
    ///
    /// # Errors
    /// [`StoreError::Newer`] when a later version has migrated it.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let pending = self.pending_migrations().await?;
        if pending.is_empty() {
            return Ok(());
        }
        if pending.len() < Migrator::migrations().len() {
            self.copy_before_migration().await?;
        }
        let tx = self.write().await?;
        dialect::lock_migrations(tx.connection()).await?;
        Migrator::up(tx.connection(), None).await?;
        tx.commit().await
    }

    /// Names of the steps that this program knows and the database has not run; creates nothing.
    ///
    /// # Errors
    /// [`StoreError::Newer`] when the database has run a step that this program does not know.
    pub async fn pending_migrations(&self) -> Result<Vec<String>, StoreError> {
        let known = Self::known_migrations();
        let applied = self.applied_migrations().await?;
        if let Some(found) = applied.iter().find(|step| !known.contains(step)) {
            return Err(StoreError::Newer { found: found.clone() });
        }
        Ok(known.into_iter().filter(|step| !applied.contains(step)).collect())
    }

    /// Names of the steps that this program knows, oldest first.
    pub(super) fn known_migrations() -> Vec<String> {
        Migrator::migrations().iter().map(|step| step.name().to_owned()).collect()
    }

    /// Names of the steps that the database has run, oldest first.
    pub(super) async fn applied_migrations(&self) -> Result<Vec<String>, DbErr> {
        if !SchemaManager::new(self.reader()).has_table("seaql_migrations").await? {
            return Ok(Vec::new());
        }
        let mut rows = seaql_migrations::Entity::find().all(self.reader()).await?;
        rows.sort_by(|a, b| a.version.cmp(&b.version));
        Ok(rows.into_iter().map(|row| row.version).collect())
    }

    async fn copy_before_migration(&self) -> Result<(), StoreError> {
        let Some(file) = self.file() else { return Ok(()) };
        let last = self.applied_migrations().await?.pop().unwrap_or_default();
        let copy = file.with_extension(format!("before-{last}.db"));
        if !copy.exists() {
            dialect::copy_file(&self.inner.pools.write, &copy).await?;
            tracing::info!(copy = %copy.display(), "kept a copy of the database before migrating it");
        }
        Ok(())
    }
}
