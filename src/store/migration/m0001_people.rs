//! What the program knows of itself and of the people who may come in.

use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    prelude::{
        DbErr, DeriveMigrationName, ForeignKey, ForeignKeyAction, Index, IndexCreateStatement, TableCreateStatement,
    },
    schema::{big_integer, big_integer_null, integer, json_binary, text, text_null, text_uniq, uuid, uuid_null},
};

use super::{index, table};

/// See the module.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in
            [meta(), counters(), users(), sessions(), one_time_links(), api_tokens(), rate_limits(), idempotency()]
        {
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
        index("sessions", &["user_id"]),
        index("sessions", &["expires_at"]),
        index("one_time_links", &["user_id"]),
        index("rate_limits", &["window_at"]),
        index("idempotency", &["at"]),
    ]
}

fn meta() -> TableCreateStatement {
    table("meta").col(text("key").primary_key()).col(text("value")).to_owned()
}

fn counters() -> TableCreateStatement {
    table("counters").col(text("name").primary_key()).col(big_integer("value")).to_owned()
}

fn users() -> TableCreateStatement {
    table("users")
        .col(uuid("id").primary_key())
        .col(text("email"))
        .col(text_uniq("email_key"))
        .col(text("name"))
        .col(text("role"))
        .col(text_null("password_hash"))
        .col(text_null("locale"))
        .col(text("signature"))
        .col(big_integer_null("disabled_at"))
        .col(big_integer("created_at"))
        .col(big_integer_null("signed_in_at"))
        .to_owned()
}

fn sessions() -> TableCreateStatement {
    table("sessions")
        .col(text("token_hash").primary_key())
        .col(uuid("user_id"))
        .col(text("csrf"))
        .col(big_integer("created_at"))
        .col(big_integer("seen_at"))
        .col(big_integer("expires_at"))
        .foreign_key(
            ForeignKey::create().from("sessions", "user_id").to("users", "id").on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn one_time_links() -> TableCreateStatement {
    table("one_time_links")
        .col(text("token_hash").primary_key())
        .col(text("purpose"))
        .col(uuid_null("user_id"))
        .col(big_integer("created_at"))
        .col(big_integer("expires_at"))
        .col(big_integer_null("used_at"))
        .foreign_key(
            ForeignKey::create()
                .from("one_time_links", "user_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn api_tokens() -> TableCreateStatement {
    table("api_tokens")
        .col(uuid("id").primary_key())
        .col(text_uniq("token_hash"))
        .col(text("name"))
        .col(text("role"))
        .col(uuid_null("created_by"))
        .col(big_integer("created_at"))
        .col(big_integer_null("expires_at"))
        .col(big_integer_null("used_at"))
        .col(big_integer_null("revoked_at"))
        .to_owned()
}

fn rate_limits() -> TableCreateStatement {
    table("rate_limits").col(text("key").primary_key()).col(big_integer("window_at")).col(integer("hits")).to_owned()
}

fn idempotency() -> TableCreateStatement {
    table("idempotency")
        .col(text("scope"))
        .col(text("key"))
        .col(text("request_hash"))
        .col(json_binary("response"))
        .col(big_integer("at"))
        .primary_key(Index::create().col("scope").col("key"))
        .to_owned()
}
