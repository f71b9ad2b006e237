//! Lists of tickets: filtered, paged, counted; and what an index follows.

use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait as _, QueryFilter, QueryOrder, QuerySelect as _, Select,
    sea_query::{Expr, ExprTrait as _, Func, Order, Query},
};

use crate::{
    desk::{Priority, Status},
    store::{
        Moment, Store, StoreError, Ticket, TicketNumber, UserId,
        entities::{ticket, ticket_tag},
    },
};

use super::{
    page::{Cursor, Page},
    user::fold_email,
};

/// Which tickets; an empty filter is all.
#[derive(Debug, Clone, Default)]
pub struct TicketFilter {
    /// In one of these.
    pub status: Vec<Status>,
    /// Of one of these.
    pub priority: Vec<Priority>,
    /// Of this department.
    pub department: Option<String>,
    /// Whose.
    pub assignee: Option<AssigneeFilter>,
    /// With this tag.
    pub tag: Option<String>,
    /// In this language.
    pub locale: Option<String>,
    /// Of this address.
    pub requester: Option<String>,
    /// With a promise broken, or due before this moment.
    pub due_before: Option<Timestamp>,
    /// One of these numbers: what a search found.
    pub numbers: Option<Vec<TicketNumber>>,
    /// Changed last before this moment.
    pub untouched_since: Option<Timestamp>,
}

/// Whose tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssigneeFilter {
    /// Nobody's.
    Nobody,
    /// This person's.
    User(UserId),
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TicketOrder {
    /// Last changed first.
    #[default]
    Updated,
    /// Newest first.
    Created,
    /// What the desk owes first: the promise that ends first, those without a promise last.
    Due,
}

/// Tickets by status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StatusCounts {
    /// Untouched.
    pub new: u64,
    /// Waiting for an agent.
    pub open: u64,
    /// Waiting for the requester.
    pub pending: u64,
    /// Solved.
    pub solved: u64,
    /// Closed.
    pub closed: u64,
}

impl Store {
    /// A page of tickets.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_tickets(
        &self,
        filter: &TicketFilter,
        order: TicketOrder,
        after: Option<Cursor>,
        limit: u64,
    ) -> Result<Page<Ticket>, StoreError> {
        let column = match order {
            TicketOrder::Updated => ticket::Column::UpdatedAt,
            TicketOrder::Created => ticket::Column::CreatedAt,
            TicketOrder::Due => return self.list_tickets_by_due(filter, after, limit).await,
        };
        let mut query = select(filter);
        if let Some(cursor) = after {
            let same = Condition::all().add(column.eq(cursor.key)).add(ticket::Column::Number.lt(cursor.id));
            query = query.filter(Condition::any().add(column.lt(cursor.key)).add(same));
        }
        let rows = query
            .order_by_desc(column)
            .order_by_desc(ticket::Column::Number)
            .limit(limit + 1)
            .all(self.reader())
            .await?;
        Ok(Page::cut(rows, limit, |row| {
            let at = if order == TicketOrder::Updated { row.updated_at } else { row.created_at };
            Cursor { key: at.millis(), id: row.number.0 }
        }))
    }

    async fn list_tickets_by_due(
        &self,
        filter: &TicketFilter,
        after: Option<Cursor>,
        limit: u64,
    ) -> Result<Page<Ticket>, StoreError> {
        let mut query = select(filter);
        if let Some(cursor) = after {
            let same = Condition::all().add(due().eq(cursor.key)).add(ticket::Column::Number.gt(cursor.id));
            query = query.filter(Condition::any().add(due().gt(cursor.key)).add(same));
        }
        let rows = query
            .order_by(due(), Order::Asc)
            .order_by_asc(ticket::Column::Number)
            .limit(limit + 1)
            .all(self.reader())
            .await?;
        Ok(Page::cut(rows, limit, |row| Cursor { key: row.due().map_or(NEVER, Moment::millis), id: row.number.0 }))
    }

    /// How many tickets.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_tickets(&self, filter: &TicketFilter) -> Result<u64, StoreError> {
        Ok(select(filter).count(self.reader()).await?)
    }

    /// How many stand where.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_tickets_by_status(&self, filter: &TicketFilter) -> Result<StatusCounts, StoreError> {
        let rows: Vec<(Status, i64)> = select(filter)
            .select_only()
            .column(ticket::Column::Status)
            .column_as(ticket::Column::Number.count(), "count")
            .group_by(ticket::Column::Status)
            .into_tuple()
            .all(self.reader())
            .await?;
        let mut counts = StatusCounts::default();
        for (status, count) in rows {
            let count = count.unsigned_abs();
            match status {
                Status::New => counts.new = count,
                Status::Open => counts.open = count,
                Status::Pending => counts.pending = count,
                Status::Solved => counts.solved = count,
                Status::Closed => counts.closed = count,
            }
        }
        Ok(counts)
    }

    /// When the oldest ticket that is not solved came in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn oldest_active_ticket(&self) -> Result<Option<Timestamp>, StoreError> {
        let active = Status::ALL.iter().copied().filter(|status| status.is_active());
        let oldest = ticket::Entity::find()
            .filter(ticket::Column::Status.is_in(active))
            .order_by_asc(ticket::Column::CreatedAt)
            .one(self.reader())
            .await?;
        Ok(oldest.map(|ticket| ticket.created_at.0))
    }

    /// Tickets that were rated with a comment since a moment, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_rated_with_comment(&self, since: Timestamp, limit: u64) -> Result<Vec<Ticket>, StoreError> {
        Ok(ticket::Entity::find()
            .filter(ticket::Column::CsatComment.is_not_null())
            .filter(ticket::Column::UpdatedAt.gte(Moment::from(since)))
            .order_by_desc(ticket::Column::UpdatedAt)
            .limit(limit)
            .all(self.reader())
            .await?)
    }

    /// Tickets changed after change `after` (0: all), in the order of their changes: what keeps the
    /// search index of tickets fresh. Changes become visible in their order, so none is missed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_tickets_changed_since(&self, after: i64, limit: u64) -> Result<Vec<Ticket>, StoreError> {
        Ok(ticket::Entity::find()
            .filter(ticket::Column::Change.gt(after))
            .order_by_asc(ticket::Column::Change)
            .limit(limit)
            .all(self.reader())
            .await?)
    }

    /// Tags in use on tickets, with counts, most used first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_tags(&self, limit: u64) -> Result<Vec<(String, i64)>, StoreError> {
        Ok(ticket_tag::Entity::find()
            .select_only()
            .column(ticket_tag::Column::Tag)
            .column_as(ticket_tag::Column::Ticket.count(), "count")
            .group_by(ticket_tag::Column::Tag)
            .order_by_desc(ticket_tag::Column::Ticket.count())
            .order_by_asc(ticket_tag::Column::Tag)
            .limit(limit)
            .into_tuple()
            .all(self.reader())
            .await?)
    }

    /// Active tickets with a promise broken by `now` that nobody has marked yet.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_unmarked_breaches(&self, now: Timestamp, limit: u64) -> Result<Vec<Ticket>, StoreError> {
        Ok(ticket::Entity::find()
            .filter(ticket::Column::BreachedAt.is_null())
            .filter(overdue(now.into()))
            .order_by_asc(ticket::Column::Number)
            .limit(limit)
            .all(self.reader())
            .await?)
    }
}

/// Stands for no promise where promises are compared.
const NEVER: i64 = i64::MAX;

/// [`Ticket::due`] in the database's words, in milliseconds.
fn due() -> Expr {
    use ticket::Column;
    let reply = Expr::case(Column::FirstRepliedAt.is_null(), Expr::col(Column::FirstReplyDue))
        .finally(Expr::col(Column::NextReplyDue));
    let of_open = Func::coalesce([reply.into(), Expr::col(Column::ResolutionDue), Expr::val(NEVER)]);
    let of_pending = Func::coalesce([Expr::col(Column::ResolutionDue), Expr::val(NEVER)]);
    let waits_for_us = Column::Status.is_in([Status::New, Status::Open]);
    Expr::case(waits_for_us, Expr::expr(of_open))
        .case(Column::Status.eq(Status::Pending), Expr::expr(of_pending))
        .finally(Expr::val(NEVER))
        .into()
}

impl Ticket {
    /// The promise that the desk has to keep next: the reply, else the solution; none when it is over.
    #[must_use]
    pub fn due(&self) -> Option<Moment> {
        let reply = if self.first_replied_at.is_none() { self.first_reply_due } else { self.next_reply_due };
        match self.status {
            Status::New | Status::Open => reply.or(self.resolution_due),
            Status::Pending => self.resolution_due,
            Status::Solved | Status::Closed => None,
        }
    }
}

fn select(filter: &TicketFilter) -> Select<ticket::Entity> {
    let mut query = ticket::Entity::find();
    if !filter.status.is_empty() {
        query = query.filter(ticket::Column::Status.is_in(filter.status.iter().copied()));
    }
    if !filter.priority.is_empty() {
        query = query.filter(ticket::Column::Priority.is_in(filter.priority.iter().copied()));
    }
    if let Some(department) = &filter.department {
        query = query.filter(ticket::Column::Department.eq(department.as_str()));
    }
    if let Some(locale) = &filter.locale {
        query = query.filter(ticket::Column::Locale.eq(locale.as_str()));
    }
    query = match filter.assignee {
        Some(AssigneeFilter::Nobody) => query.filter(ticket::Column::Assignee.is_null()),
        Some(AssigneeFilter::User(id)) => query.filter(ticket::Column::Assignee.eq(id)),
        None => query,
    };
    if let Some(tag) = &filter.tag {
        query = query.filter(ticket::Column::Number.in_subquery(tagged(tag)));
    }
    if let Some(requester) = &filter.requester {
        query = query.filter(ticket::Column::RequesterKey.eq(fold_email(requester)));
    }
    if let Some(moment) = filter.due_before {
        query =
            query.filter(Condition::any().add(ticket::Column::BreachedAt.is_not_null()).add(overdue(moment.into())));
    }
    if let Some(numbers) = &filter.numbers {
        query = query.filter(ticket::Column::Number.is_in(numbers.iter().copied()));
    }
    if let Some(moment) = filter.untouched_since {
        query = query.filter(ticket::Column::UpdatedAt.lt(Moment::from(moment)));
    }
    query
}

fn tagged(tag: &str) -> sea_orm::sea_query::SelectStatement {
    Query::select()
        .column(ticket_tag::Column::Ticket)
        .from(ticket_tag::Entity)
        .and_where(Expr::col(ticket_tag::Column::Tag).eq(tag.trim().to_lowercase()))
        .to_owned()
}

/// Active, and a promise ends before `moment`.
fn overdue(moment: Moment) -> Condition {
    let unanswered =
        Condition::all().add(ticket::Column::FirstRepliedAt.is_null()).add(ticket::Column::FirstReplyDue.lt(moment));
    let promises = Condition::any()
        .add(unanswered)
        .add(ticket::Column::NextReplyDue.lt(moment))
        .add(ticket::Column::ResolutionDue.lt(moment));
    let active = Status::ALL.iter().copied().filter(|status| status.is_active());
    Condition::all().add(ticket::Column::Status.is_in(active)).add(promises)
}
