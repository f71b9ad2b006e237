//! Files that visitors send to the bot: kept with the conversation until a ticket takes them.

use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect as _, prelude::Uuid,
};

use crate::store::{
    ConversationId, NewAttachment, StoreError, TicketNumber, Tx,
    entities::{
        attachment,
        conversation_file::{Column, Entity, Model},
        ticket_message,
    },
    value::new_id,
};

impl Tx {
    /// Number and bytes of the files that wait in a conversation.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn conversation_files(&self, conversation: ConversationId) -> Result<(usize, i64), StoreError> {
        let sizes: Vec<i64> = Entity::find()
            .select_only()
            .column(Column::Size)
            .filter(Column::Conversation.eq(conversation))
            .into_tuple()
            .all(self.connection())
            .await?;
        Ok((sizes.len(), sizes.iter().sum()))
    }

    /// Keeps a file with a conversation; its name and type were checked before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_conversation_file(
        &self,
        conversation: ConversationId,
        file: NewAttachment,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let row = Model {
            id: new_id(now),
            conversation,
            name: file.name,
            content_type: file.content_type.to_owned(),
            size: i64::try_from(file.content.len()).unwrap_or(i64::MAX),
            content: file.content,
            at: now.into(),
        };
        Entity::insert(row.into_active_model()).exec_without_returning(self.connection()).await?;
        Ok(())
    }

    /// Gives a conversation's files to the message of a ticket that was written last.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the ticket has no message.
    pub async fn move_conversation_files(
        &self,
        conversation: ConversationId,
        number: TicketNumber,
    ) -> Result<(), StoreError> {
        let files = Entity::find().filter(Column::Conversation.eq(conversation)).order_by_asc(Column::Id);
        let files: Vec<Model> = files.all(self.connection()).await?;
        if files.is_empty() {
            return Ok(());
        }
        let last: Option<Uuid> = ticket_message::Entity::find()
            .select_only()
            .column(ticket_message::Column::Id)
            .filter(ticket_message::Column::Ticket.eq(number))
            .order_by_desc(ticket_message::Column::At)
            .order_by_desc(ticket_message::Column::Id)
            .into_tuple()
            .one(self.connection())
            .await?;
        let message = last.ok_or(StoreError::Missing("ticket"))?;
        for file in files {
            let row = attachment::Model {
                id: file.id,
                ticket: number,
                message,
                name: file.name,
                content_type: file.content_type,
                size: file.size,
                content: file.content,
                at: file.at,
            };
            attachment::Entity::insert(row.into_active_model()).exec_without_returning(self.connection()).await?;
        }
        Entity::delete_many().filter(Column::Conversation.eq(conversation)).exec(self.connection()).await?;
        Ok(())
    }
}
