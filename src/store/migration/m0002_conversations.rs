//! Conversations with the bot.

use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    prelude::{
        DbErr, DeriveMigrationName, ForeignKey, ForeignKeyAction, Index, IndexCreateStatement, TableCreateStatement,
    },
    schema::{
        big_integer, big_integer_null, boolean, boolean_null, integer, json_binary, json_binary_null, text, text_null,
        text_uniq, uuid,
    },
};

use super::{index, table};

/// See the module.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [conversations(), conversation_messages()] {
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
        index("conversations", &["updated_at"]),
        index("conversations", &["created_at"]),
        index("conversations", &["ticket"]),
    ]
}

fn conversations() -> TableCreateStatement {
    table("conversations")
        .col(uuid("id").primary_key())
        .col(text_uniq("token_hash"))
        .col(text("locale"))
        .col(text_null("page_url"))
        .col(json_binary_null("visitor"))
        .col(text_null("visitor_hash"))
        .col(json_binary("state"))
        .col(big_integer("version"))
        .col(integer("seq"))
        .col(big_integer_null("closed_at"))
        .col(boolean("answered"))
        .col(boolean_null("helped"))
        .col(boolean("handed_off"))
        .col(integer("visitor_messages"))
        .col(big_integer_null("ticket"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .to_owned()
}

fn conversation_messages() -> TableCreateStatement {
    table("conversation_messages")
        .col(uuid("conversation_id"))
        .col(integer("seq"))
        .col(text("author"))
        .col(text("text"))
        .col(json_binary_null("turn"))
        .col(big_integer("at"))
        .primary_key(Index::create().col("conversation_id").col("seq"))
        .foreign_key(
            ForeignKey::create()
                .from("conversation_messages", "conversation_id")
                .to("conversations", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}
