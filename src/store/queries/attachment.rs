//! Files that came with a ticket's messages. Lists leave the content out; it is read one file at a time.

use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect as _,
};
use uuid::Uuid;

use crate::store::{
    Store, StoreError, TicketNumber, Tx,
    entities::{attachment, ticket_message},
    value::new_id,
};

/// A file to be kept; its name and type were checked before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAttachment {
    /// As shown and downloaded.
    pub name: String,
    /// By its content.
    pub content_type: &'static str,
    /// The file.
    pub content: Vec<u8>,
}

/// What is told of a file without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its id.
    pub id: Uuid,
    /// The message that it came with.
    pub message: Uuid,
    /// Its name.
    pub name: String,
    /// Bytes.
    pub size: i64,
}

/// A file with its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachedFile {
    /// Its name.
    pub name: String,
    /// By its content.
    pub content_type: String,
    /// The file.
    pub content: Vec<u8>,
}

impl Store {
    /// The files of a ticket, in the order in which they came.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_attachments(&self, number: TicketNumber) -> Result<Vec<Attachment>, StoreError> {
        use attachment::Column;
        let rows: Vec<(Uuid, Uuid, String, i64)> = attachment::Entity::find()
            .select_only()
            .columns([Column::Id, Column::Message, Column::Name, Column::Size])
            .filter(Column::Ticket.eq(number))
            .order_by_asc(Column::Id)
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(rows.into_iter().map(|(id, message, name, size)| Attachment { id, message, name, size }).collect())
    }

    /// One file of a ticket.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_attachment(&self, number: TicketNumber, id: Uuid) -> Result<Option<AttachedFile>, StoreError> {
        let found =
            attachment::Entity::find_by_id(id).filter(attachment::Column::Ticket.eq(number)).one(self.reader()).await?;
        Ok(found.map(|row| AttachedFile { name: row.name, content_type: row.content_type, content: row.content }))
    }
}

impl Tx {
    /// Keeps files with the message of a ticket that was written last.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the ticket has no message.
    pub async fn insert_attachments(
        &self,
        number: TicketNumber,
        files: Vec<NewAttachment>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if files.is_empty() {
            return Ok(());
        }
        let last = ticket_message::Entity::find()
            .filter(ticket_message::Column::Ticket.eq(number))
            .order_by_desc(ticket_message::Column::At)
            .order_by_desc(ticket_message::Column::Id)
            .one(self.connection())
            .await?;
        let message = last.ok_or(StoreError::Missing("ticket"))?.id;
        for (place, file) in files.into_iter().enumerate() {
            // Ids sort by their millisecond: the sender's order is kept.
            let later = jiff::SignedDuration::from_millis(i64::try_from(place).unwrap_or_default());
            let row = attachment::Model {
                id: new_id(now + later),
                ticket: number,
                message,
                name: file.name,
                content_type: file.content_type.to_owned(),
                size: i64::try_from(file.content.len()).unwrap_or(i64::MAX),
                content: file.content,
                at: now.into(),
            };
            attachment::Entity::insert(row.into_active_model().reset_all())
                .exec_without_returning(self.connection())
                .await?;
        }
        Ok(())
    }
}
