//! Merging: everything of one ticket moves to another, which goes on; the first stays as a signpost.

use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel as _, PaginatorTrait as _,
    QueryFilter, sea_query::Expr,
};

use crate::{
    desk::Status,
    store::{
        Store, StoreError, Ticket, TicketNumber, Tx,
        entities::{attachment, conversation, ticket, ticket_message, ticket_tag},
    },
};

use super::ticket::{Actor, set_status};

/// Signposts that are followed one after the other.
const MOST_STEPS: usize = 20;

impl Store {
    /// The ticket that goes on in place of this one: itself, or what it was merged into.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn surviving_ticket(&self, mut ticket: Ticket) -> Result<Ticket, StoreError> {
        for _ in 0..MOST_STEPS {
            let Some(next) = ticket.merged_into else { break };
            let Some(found) = self.find_ticket(next).await? else { break };
            ticket = found;
        }
        Ok(ticket)
    }
}

impl Tx {
    /// Moves messages, files, tags and the conversations of `from` to `into`; `from` is closed and points there.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when one of them is not there; [`StoreError::Invalid`] when they cannot be one:
    /// the same ticket, other requesters, or one that was merged before.
    pub async fn merge_tickets(
        &self,
        from: TicketNumber,
        into: TicketNumber,
        by: Actor,
        now: Timestamp,
    ) -> Result<Ticket, StoreError> {
        // In the order of their numbers, so that two merges never wait for each other.
        let (first, second) = (self.lock_ticket(from.min(into)).await?, self.lock_ticket(from.max(into)).await?);
        let (old, kept) = if first.number == from { (first, second) } else { (second, first) };
        if let Some(why) = hindrance(&old, &kept) {
            return Err(StoreError::Invalid(why.to_owned()));
        }
        self.move_parts(from, into).await?;
        let mut signpost = old.clone();
        signpost.merged_into = Some(into);
        set_status(&mut signpost, Status::Closed, now);
        (signpost.first_reply_due, signpost.next_reply_due, signpost.resolution_due) = (None, None, None);
        self.store_ticket(&old, signpost, by, now).await?;
        let mut after = kept.clone();
        after.requester_wrote_at = kept.requester_wrote_at.max(old.requester_wrote_at);
        after.public_replies += old.public_replies;
        after.first_replied_at = [kept.first_replied_at, old.first_replied_at].into_iter().flatten().min();
        after.conversation_id = kept.conversation_id.or(old.conversation_id);
        after.packet = kept.packet.clone().or(old.packet);
        self.insert_event(into, by, "merged", Some(from.to_string()), Some(into.to_string()), now).await?;
        self.store_ticket(&kept, after, by, now).await
    }

    /// How many messages and notes a ticket has, in this transaction.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_ticket_messages(&self, number: TicketNumber) -> Result<u64, StoreError> {
        Ok(ticket_message::Entity::find()
            .filter(ticket_message::Column::Ticket.eq(number))
            .count(self.connection())
            .await?)
    }

    async fn move_parts(&self, from: TicketNumber, into: TicketNumber) -> Result<(), StoreError> {
        ticket_message::Entity::update_many()
            .col_expr(ticket_message::Column::Ticket, Expr::value(into))
            .filter(ticket_message::Column::Ticket.eq(from))
            .exec(self.connection())
            .await?;
        attachment::Entity::update_many()
            .col_expr(attachment::Column::Ticket, Expr::value(into))
            .filter(attachment::Column::Ticket.eq(from))
            .exec(self.connection())
            .await?;
        conversation::Entity::update_many()
            .col_expr(conversation::Column::Ticket, Expr::value(into))
            .filter(conversation::Column::Ticket.eq(from))
            .exec(self.connection())
            .await?;
        self.move_tags(from, into).await?;
        // Who was merged into `from` before is now found at `into`.
        let earlier = ticket::Entity::find().filter(ticket::Column::MergedInto.eq(from)).all(self.connection()).await?;
        for row in earlier {
            let mut row = row.into_active_model();
            row.merged_into = Set(Some(into));
            row.update(self.connection()).await?;
        }
        Ok(())
    }

    async fn move_tags(&self, from: TicketNumber, into: TicketNumber) -> Result<(), StoreError> {
        let tags = |number| ticket_tag::Entity::find().filter(ticket_tag::Column::Ticket.eq(number));
        let kept: Vec<String> = tags(into).all(self.connection()).await?.into_iter().map(|row| row.tag).collect();
        for row in tags(from).all(self.connection()).await? {
            if !kept.contains(&row.tag) {
                let row = ticket_tag::ActiveModel { ticket: Set(into), tag: Set(row.tag) };
                ticket_tag::Entity::insert(row).exec_without_returning(self.connection()).await?;
            }
        }
        Ok(())
    }
}

/// Why two tickets cannot be one.
fn hindrance(old: &Ticket, kept: &Ticket) -> Option<&'static str> {
    if old.number == kept.number {
        return Some("A ticket cannot be merged into itself.");
    }
    if old.requester_key != kept.requester_key {
        // Each requester's link opens the remaining ticket: nobody may read another's letters.
        return Some("The two tickets are of different requesters.");
    }
    if old.merged_into.is_some() || kept.merged_into.is_some() {
        return Some("One of the two was merged into another ticket before.");
    }
    (kept.status == Status::Closed).then_some("The remaining ticket is closed; open it first.")
}
