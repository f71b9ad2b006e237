//! Tickets merged into others; decisions about suggested examples.

use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    prelude::{DbErr, DeriveMigrationName, Table},
    schema::{big_integer, big_integer_null, boolean, text, uuid_null},
};

use super::table;

/// See the module.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let merged = Table::alter().table("tickets").add_column(big_integer_null("merged_into")).to_owned();
        manager.alter_table(merged).await?;
        let decisions = table("example_decisions")
            .col(text("key").primary_key())
            .col(boolean("approved"))
            .col(uuid_null("user_id"))
            .col(big_integer("at"))
            .to_owned();
        manager.create_table(decisions).await
    }
}
