//! What readers tell about the content: votes, searches, views.

use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    prelude::{DbErr, DeriveMigrationName, Index, IndexCreateStatement, TableCreateStatement},
    schema::{big_integer, boolean, integer, text, text_null, uuid},
};

use super::{index, table, unique_index};

/// See the module.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [feedback(), search_log(), article_views()] {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique_index("feedback", &["article", "locale", "visitor_hash"]),
        index("feedback", &["updated_at"]),
        index("search_log", &["at"]),
        index("article_views", &["day"]),
    ]
}

fn feedback() -> TableCreateStatement {
    table("feedback")
        .col(uuid("id").primary_key())
        .col(text("article"))
        .col(text("locale"))
        .col(text("revision"))
        .col(text("visitor_hash"))
        .col(boolean("helpful"))
        .col(text_null("reason"))
        .col(text_null("comment"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .to_owned()
}

fn search_log() -> TableCreateStatement {
    table("search_log")
        .col(uuid("id").primary_key())
        .col(text("query"))
        .col(text("locale"))
        .col(text("audience"))
        .col(integer("hits"))
        .col(text_null("clicked"))
        .col(text_null("visitor_hash"))
        .col(big_integer("at"))
        .to_owned()
}

fn article_views() -> TableCreateStatement {
    table("article_views")
        .col(text("article"))
        .col(text("locale"))
        .col(text("day"))
        .col(big_integer("views"))
        .primary_key(Index::create().col("article").col("locale").col("day"))
        .to_owned()
}
