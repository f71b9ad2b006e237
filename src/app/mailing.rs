//! Letters to requesters: written into the outbox in the transaction that they tell of.

use jiff::Timestamp;

use super::{App, Result};
use crate::store::{Letter, Ticket, TicketMessage, Tx};

/// What a letter tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notice {
    /// The ticket has come in.
    Received,
    /// An agent has answered.
    Replied,
    /// It is solved: how was it?
    Solved,
}

impl App {
    /// Puts a letter to the requester into the outbox; it is written when it leaves.
    pub(super) async fn notify(
        &self,
        tx: &Tx,
        notice: Notice,
        ticket: &Ticket,
        message: Option<&TicketMessage>,
        now: Timestamp,
    ) -> Result<()> {
        // Who gave a telephone number is called.
        if !ticket.requester_email.contains('@') {
            return Ok(());
        }
        let letter = match (notice, message) {
            (Notice::Received, _) => Letter::TicketReceived { ticket: ticket.number },
            (Notice::Replied, Some(message)) => Letter::TicketReplied { ticket: ticket.number, message: message.id },
            (Notice::Replied, None) => return Ok(()),
            (Notice::Solved, _) => Letter::TicketSolved { ticket: ticket.number },
        };
        tx.insert_letter(&letter, now).await?;
        Ok(())
    }
}
