//! One table a file: its columns and what they mean.

pub(super) mod api_token;
pub(super) mod article_view;
pub(super) mod attachment;
pub(super) mod conversation;
pub(super) mod conversation_file;
pub(super) mod conversation_message;
pub(super) mod counter;
pub(super) mod example_decision;
pub(super) mod feedback;
pub(super) mod idempotency;
pub(super) mod link;
pub(super) mod meta;
pub(super) mod outbox;
pub(super) mod rate_limit;
pub(super) mod search_log;
pub(super) mod session;
pub(super) mod ticket;
pub(super) mod ticket_event;
pub(super) mod ticket_message;
pub(super) mod ticket_tag;
pub(super) mod user;
