//! Files that requesters send with a message.

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
        let attachments = table("attachments")
            .col(uuid("id").primary_key())
            .col(big_integer("ticket"))
            .col(uuid("message"))
            .col(text("name"))
            .col(text("content_type"))
            .col(big_integer("size"))
            .col(blob("content"))
            .col(big_integer("at"))
            .foreign_key(
                ForeignKey::create()
                    .from("attachments", "ticket")
                    .to("tickets", "number")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned();
        manager.create_table(attachments).await?;
        manager.create_index(index("attachments", &["ticket"])).await
    }
}
