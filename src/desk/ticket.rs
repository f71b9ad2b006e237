//! A ticket's words: status, priority, channel, author; and how its status moves.
//!
//! The machine refuses nothing that people do: an event that means nothing for a status leaves it
//! as it is. `closed` is final: whoever writes to a closed ticket gets a new one.

use super::word::words;

words!(
    /// Where a ticket stands.
    Status, "status" {
        /// Nobody has touched it.
        New = "new",
        /// Waits for an agent.
        Open = "open",
        /// Waits for the requester.
        Pending = "pending",
        /// Answered for good, as far as the agent can tell.
        Solved = "solved",
        /// Over.
        Closed = "closed",
    }
);

words!(
    /// How urgent a ticket is; chooses the service level.
    Priority, "priority" {
        /// Can wait.
        Low = "low",
        /// The usual.
        Normal = "normal",
        /// Before the usual.
        High = "high",
        /// Somebody cannot work.
        Urgent = "urgent",
    }
);

words!(
    /// How a ticket came in.
    Channel, "channel" {
        /// The contact form of the help center.
        Form = "form",
        /// Handed off by the bot.
        Bot = "bot",
        /// By e-mail.
        Mail = "mail",
        /// By a program.
        Api = "api",
        /// Written down by an agent after a call.
        Phone = "phone",
        /// Written down by an agent: anything else.
        Other = "other",
    }
);

words!(
    /// Who wrote a message of a ticket or a conversation.
    Author, "author" {
        /// The person who asks for help, on a ticket.
        Requester = "requester",
        /// The person who asks for help, in a conversation.
        Visitor = "visitor",
        /// The bot.
        Bot = "bot",
        /// A person of the desk.
        Agent = "agent",
        /// The program itself: an automatic notice.
        System = "system",
    }
);

words!(
    /// What a person or program may do.
    Role, "role" {
        /// Everything.
        Admin = "admin",
        /// Tickets, internal articles, search.
        Agent = "agent",
        /// Articles and reports.
        Writer = "writer",
    }
);

/// What happens to a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The requester writes.
    RequesterWrote,
    /// An agent answers where the requester sees it.
    AgentReplied,
    /// An agent takes the ticket, notes or changes something.
    AgentTouched,
    /// An agent or the timer sets the status.
    Set(Status),
}

impl Status {
    /// The status after an event.
    #[must_use]
    pub fn after(self, event: Event) -> Self {
        match (self, event) {
            (Self::Closed, Event::Set(Self::Open)) => Self::Open,
            (Self::Closed, _) => Self::Closed,
            (now, Event::Set(next)) if next == Self::New && now != Self::New => Self::Open,
            (_, Event::Set(next)) => next,
            (Self::New, Event::RequesterWrote) => Self::New,
            (Self::Pending | Self::Solved | Self::Open, Event::RequesterWrote) | (Self::New, Event::AgentTouched) => {
                Self::Open
            }
            (_, Event::AgentReplied) => Self::Pending,
            (now, Event::AgentTouched) => now,
        }
    }

    /// Whether somebody still has to do something.
    #[must_use]
    pub fn is_active(self) -> bool {
        matches!(self, Self::New | Self::Open | Self::Pending)
    }

    /// Whether the move from `self` to `next` takes a solved or closed ticket up again.
    #[must_use]
    pub fn is_reopened_by(self, next: Self) -> bool {
        !self.is_active() && next.is_active()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_waits_for_whoever_must_act_next() {
        assert_eq!(Status::New.after(Event::AgentReplied), Status::Pending);
        assert_eq!(Status::Pending.after(Event::RequesterWrote), Status::Open);
        assert_eq!(Status::New.after(Event::RequesterWrote), Status::New);
        assert_eq!(Status::New.after(Event::AgentTouched), Status::Open);
        assert_eq!(Status::Solved.after(Event::AgentTouched), Status::Solved);
    }

    #[test]
    fn a_solved_ticket_comes_back_and_a_closed_one_does_not() {
        assert_eq!(Status::Solved.after(Event::RequesterWrote), Status::Open);
        assert!(Status::Solved.is_reopened_by(Status::Open));
        assert_eq!(Status::Closed.after(Event::RequesterWrote), Status::Closed);
        assert_eq!(Status::Closed.after(Event::Set(Status::Solved)), Status::Closed);
        assert_eq!(Status::Open.after(Event::Set(Status::New)), Status::Open);
    }

    #[test]
    fn words_read_back_as_written_and_others_are_named() {
        for status in Status::ALL {
            assert_eq!(status.as_str().parse::<Status>().as_ref(), Ok(status));
        }
        let error = "urgently".parse::<Priority>().unwrap_err().to_string();
        assert_eq!(error, "“urgently” is no priority; known: low, normal, high, urgent");
    }
}
