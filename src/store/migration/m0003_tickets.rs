//! Tickets, their messages, tags and history; the outbox.

use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    prelude::{
        DbErr, DeriveMigrationName, ForeignKey, ForeignKeyAction, Index, IndexCreateStatement, TableCreateStatement,
    },
    schema::{
        big_integer, big_integer_null, boolean, integer, integer_null, json_binary, json_binary_null, text, text_null,
        text_uniq, uuid, uuid_null,
    },
};

use super::{index, table};

/// See the module.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [tickets(), ticket_messages(), ticket_tags(), ticket_events(), outbox()] {
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
        index("tickets", &["status", "updated_at"]),
        index("tickets", &["updated_at"]),
        index("tickets", &["assignee"]),
        index("tickets", &["requester_key"]),
        index("tickets", &["change"]),
        index("tickets", &["created_at"]),
        index("tickets", &["conversation_id"]),
        index("ticket_messages", &["ticket", "at"]),
        index("ticket_messages", &["mail_id"]),
        index("ticket_tags", &["tag"]),
        index("ticket_events", &["ticket", "at"]),
        index("outbox", &["state", "due_at"]),
        index("outbox", &["ticket"]),
    ]
}

fn tickets() -> TableCreateStatement {
    table("tickets")
        .col(big_integer("number").primary_key())
        .col(text("subject"))
        .col(text("requester_name"))
        .col(text("requester_email"))
        .col(text("requester_key"))
        .col(text("locale"))
        .col(text("status"))
        .col(text("priority"))
        .col(text_null("department"))
        .col(uuid_null("assignee"))
        .col(text("channel"))
        .col(text_uniq("access_hash"))
        .col(uuid_null("conversation_id"))
        .col(json_binary_null("packet"))
        .col(big_integer_null("first_reply_due"))
        .col(big_integer_null("next_reply_due"))
        .col(big_integer_null("resolution_due"))
        .col(big_integer_null("breached_at"))
        .col(big_integer_null("first_replied_at"))
        .col(big_integer_null("solved_at"))
        .col(big_integer_null("closed_at"))
        .col(big_integer("requester_wrote_at"))
        .col(integer("public_replies"))
        .col(integer("reopened"))
        .col(integer("transfers"))
        .col(integer_null("csat"))
        .col(text_null("csat_comment"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .col(big_integer("change"))
        .to_owned()
}

fn ticket_messages() -> TableCreateStatement {
    table("ticket_messages")
        .col(uuid("id").primary_key())
        .col(big_integer("ticket"))
        .col(text("author"))
        .col(uuid_null("user_id"))
        .col(text("author_name"))
        .col(boolean("internal"))
        .col(text("body"))
        .col(text_null("mail_id"))
        .col(big_integer("at"))
        .foreign_key(
            ForeignKey::create()
                .from("ticket_messages", "ticket")
                .to("tickets", "number")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn ticket_tags() -> TableCreateStatement {
    table("ticket_tags")
        .col(big_integer("ticket"))
        .col(text("tag"))
        .primary_key(Index::create().col("ticket").col("tag"))
        .foreign_key(
            ForeignKey::create()
                .from("ticket_tags", "ticket")
                .to("tickets", "number")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn ticket_events() -> TableCreateStatement {
    table("ticket_events")
        .col(uuid("id").primary_key())
        .col(big_integer("ticket"))
        .col(text("author"))
        .col(uuid_null("user_id"))
        .col(text("what"))
        .col(text_null("old"))
        .col(text_null("new"))
        .col(big_integer("at"))
        .foreign_key(
            ForeignKey::create()
                .from("ticket_events", "ticket")
                .to("tickets", "number")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn outbox() -> TableCreateStatement {
    table("outbox")
        .col(uuid("id").primary_key())
        .col(text("kind"))
        .col(json_binary("payload"))
        .col(text("state"))
        .col(integer("attempts"))
        .col(big_integer("due_at"))
        .col(big_integer_null("locked_until"))
        .col(text_null("error"))
        .col(big_integer_null("ticket"))
        .col(big_integer("created_at"))
        .col(big_integer_null("done_at"))
        .to_owned()
}
