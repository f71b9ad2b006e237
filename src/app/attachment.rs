//! Files that requesters send with their messages: checked, kept with the message, given out as downloads.

use uuid::Uuid;

use super::{Actor, App, Error, Result, Right};
use crate::{
    base::Token,
    desk::attachment::{MAX_FILES, MAX_TOTAL, Refusal, check},
    store::{AttachedFile, NewAttachment, TicketNumber},
};

/// A file as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// As its sender calls it.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Checks files; the error names what is wrong as a field, the file as the message.
pub(super) fn accept(uploads: Vec<Upload>) -> Result<Vec<NewAttachment>> {
    let total: usize = uploads.iter().map(|upload| upload.bytes.len()).sum();
    if uploads.len() > MAX_FILES {
        return Err(refused(Refusal::Count, String::new()));
    }
    if total > MAX_TOTAL {
        return Err(refused(Refusal::Size, String::new()));
    }
    let checked = uploads.into_iter().map(|upload| match check(&upload.name, &upload.bytes) {
        Ok((name, content_type)) => Ok(NewAttachment { name, content_type, content: upload.bytes }),
        Err(refusal) => Err(refused(refusal, upload.name)),
    });
    checked.collect()
}

fn refused(refusal: Refusal, name: String) -> Error {
    let field = match refusal {
        Refusal::Count => "attachments-count",
        Refusal::Size => "attachments-size",
        Refusal::Kind => "attachments-kind",
        Refusal::Empty => "attachments-empty",
    };
    Error::invalid(field, name)
}

impl App {
    /// A file for the requester whose link this is.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown link or another ticket's file.
    pub async fn requester_file(&self, access: &Token, id: Uuid) -> Result<AttachedFile> {
        let ticket = self.ticket_by_access(access).await?;
        self.store.find_attachment(ticket.number, id).await?.ok_or(Error::NotFound)
    }

    /// A file for an agent.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`].
    pub async fn ticket_file(&self, actor: &Actor, number: TicketNumber, id: Uuid) -> Result<AttachedFile> {
        actor.require(Right::Tickets)?;
        self.store.find_attachment(number, id).await?.ok_or(Error::NotFound)
    }
}
