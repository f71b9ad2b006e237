//! Files that visitors send to the bot, until a ticket takes them.

use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    prelude::{DbErr, DeriveMigrationName, ForeignKey, ForeignKeyAction},
    schema::{big_integer, blob, text, uuid},
};

use super::{index, table};

/// See the module.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let files = table("conversation_files")
            .col(uuid("id").primary_key())
            .col(uuid("conversation"))
            .col(text("name"))
            .col(text("content_type"))
            .col(big_integer("size"))
            .col(blob("content"))
            .col(big_integer("at"))
            .foreign_key(
                ForeignKey::create()
                    .from("conversation_files", "conversation")
                    .to("conversations", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned();
        manager.create_table(files).await?;
        manager.create_index(index("conversation_files", &["conversation"])).await
    }
}
