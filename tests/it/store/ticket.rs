//! Tickets: numbered without gaps or twins, their history and promises kept, found again.

use std::collections::BTreeSet;

use answerdesk::{
    base::Token,
    desk::{Author, Channel, Priority, Status},
    store::{
        Actor, AssigneeFilter, Cursor, MessageEffect, NewTicket, NewTicketMessage, Store, StoreError, Ticket,
        TicketChange, TicketFilter, TicketNumber, TicketOrder, UserId, new_id,
    },
};
use serde_json::json;

use super::{at, on_both_databases};

pub fn a_ticket<'a>(access: &'a Token, locale: &'a answerdesk::base::Locale) -> NewTicket<'a> {
    NewTicket {
        subject: "Nem érkezett meg a számla".into(),
        requester_name: "Kovács Éva".into(),
        requester_email: "Eva@Example.org".into(),
        locale,
        priority: Priority::Normal,
        department: Some("billing".into()),
        assignee: None,
        channel: Channel::Bot,
        access,
        conversation: None,
        packet: Some(json!({"reason": "asked", "queries": ["számla"]})),
        tags: vec!["Invoice".into(), "invoice ".into(), "hu".into()],
        first_reply_due: Some(at(60)),
        resolution_due: Some(at(600)),
        body: "Hol a számlám?".into(),
        mail_id: None,
        by: Actor::REQUESTER,
    }
}

pub async fn create(store: &Store, minute: i64) -> (Ticket, Token) {
    let (access, locale) = (Token::random(), "hu".parse().unwrap());
    let tx = store.write().await.unwrap();
    let ticket = tx.insert_ticket(a_ticket(&access, &locale), at(minute)).await.unwrap();
    tx.commit().await.unwrap();
    (ticket, access)
}

async fn write(
    store: &Store,
    number: TicketNumber,
    by: Actor,
    internal: bool,
    minute: i64,
) -> Result<Ticket, StoreError> {
    let tx = store.write().await?;
    let new = NewTicketMessage { by, author_name: "N".into(), internal, body: "text".into(), mail_id: None };
    let effect = MessageEffect { status: None, next_reply_due: Some(at(minute + 30)) };
    let (ticket, _) = tx.append_ticket_message(number, new, effect, at(minute)).await?;
    tx.commit().await?;
    Ok(ticket)
}

async fn change(store: &Store, number: TicketNumber, change: TicketChange, by: Actor, minute: i64) -> Ticket {
    let tx = store.write().await.unwrap();
    let ticket = tx.update_ticket(number, change, by, at(minute)).await.unwrap();
    tx.commit().await.unwrap();
    ticket
}

on_both_databases! {
    async fn a_ticket_lives_from_request_to_solution(db) {
        let store = db.store().await;
        let (ticket, access) = create(&store, 0).await;
        assert_eq!((ticket.number, ticket.status), (TicketNumber(1001), Status::New));
        assert_eq!(store.find_ticket_by_access(&access).await.unwrap().as_ref(), Some(&ticket));
        assert_eq!(store.find_ticket_by_access(&Token::random()).await.unwrap(), None);
        assert_eq!(store.list_ticket_tags(ticket.number).await.unwrap(), ["hu", "invoice"]);

        let agent = Actor::agent(UserId(new_id(at(0))));
        write(&store, ticket.number, agent, true, 5).await.unwrap();
        let noted = store.find_ticket(ticket.number).await.unwrap().unwrap();
        assert_eq!((noted.status, noted.first_replied_at), (Status::Open, None));

        let replied = write(&store, ticket.number, agent, false, 10).await.unwrap();
        assert_eq!((replied.status, replied.public_replies), (Status::Pending, 1));
        assert_eq!(replied.first_replied_at.unwrap().0, at(10));

        let again = write(&store, ticket.number, Actor::REQUESTER, false, 20).await.unwrap();
        assert_eq!((again.status, again.next_reply_due.unwrap().0), (Status::Open, at(50)));

        let solved = change(&store, ticket.number, TicketChange { status: Some(Status::Solved), ..Default::default() }, agent, 30).await;
        assert_eq!(solved.solved_at.unwrap().0, at(30));
        let reopened = write(&store, ticket.number, Actor::REQUESTER, false, 40).await.unwrap();
        assert_eq!((reopened.status, reopened.reopened, reopened.solved_at), (Status::Open, 1, None));

        assert_eq!(store.list_ticket_messages(ticket.number, true).await.unwrap().len(), 5);
        let seen = store.list_ticket_messages(ticket.number, false).await.unwrap();
        assert!(seen.len() == 4 && seen.iter().all(|message| !message.internal));
        let statuses: Vec<_> = store.list_ticket_events(ticket.number).await.unwrap().into_iter()
            .filter(|event| event.what == "status")
            .map(|event| (event.author, event.new.unwrap()))
            .collect();
        assert_eq!(statuses, [
            (Author::Agent, "open".into()), (Author::Agent, "pending".into()), (Author::Requester, "open".into()),
            (Author::Agent, "solved".into()), (Author::Requester, "open".to_owned()),
        ]);
    }
}

on_both_databases! {
    async fn a_closed_ticket_stays_closed(db) {
        let store = db.store().await;
        let (ticket, _) = create(&store, 0).await;
        change(&store, ticket.number, TicketChange { status: Some(Status::Closed), ..Default::default() }, Actor::SYSTEM, 1).await;
        let error = write(&store, ticket.number, Actor::REQUESTER, false, 2).await.unwrap_err();
        assert!(matches!(error, StoreError::Conflict(_)), "{error}");
        assert_eq!(store.list_ticket_messages(ticket.number, true).await.unwrap().len(), 1);
    }
}

on_both_databases! {
    async fn changes_are_written_down_and_idle_ones_are_not(db) {
        let store = db.store().await;
        let (ticket, _) = create(&store, 0).await;
        let agent = Actor::agent(UserId(new_id(at(0))));
        let wanted = TicketChange {
            priority: Some(Priority::Urgent),
            department: Some(Some("tech".into())),
            assignee: Some(agent.user),
            tags: Some(vec!["VIP".into()]),
            csat: Some((5, Some("köszönöm".into()))),
            ..Default::default()
        };
        let changed = change(&store, ticket.number, wanted.clone(), agent, 1).await;
        assert_eq!((changed.transfers, changed.csat), (1, Some(5)));
        change(&store, ticket.number, wanted, agent, 2).await;
        let whats: BTreeSet<_> = store.list_ticket_events(ticket.number).await.unwrap().into_iter().map(|e| e.what).collect();
        assert_eq!(whats.into_iter().collect::<Vec<_>>(), ["assignee", "created", "csat", "department", "priority", "tags"]);
        assert_eq!(store.list_ticket_events(ticket.number).await.unwrap().len(), 6);
        assert_eq!(store.list_tags(10).await.unwrap(), [("vip".to_owned(), 1)]);
    }
}

on_both_databases! {
    async fn lists_are_filtered_counted_and_paged_without_gaps(db) {
        let store = db.store().await;
        let me = UserId(new_id(at(0)));
        for n in 0..7 {
            let (ticket, _) = create(&store, n / 3).await;
            if n % 2 == 0 {
                let mine = TicketChange { assignee: Some(Some(me)), priority: Some(Priority::High), ..Default::default() };
                change(&store, ticket.number, mine, Actor::agent(me), 100).await;
            }
        }
        let all = TicketFilter::default();
        let (mut seen, mut after) = (Vec::new(), None::<Cursor>);
        loop {
            let page = store.list_tickets(&all, TicketOrder::Created, after, 3).await.unwrap();
            seen.extend(page.items.iter().map(|ticket| ticket.number.0));
            after = page.next.map(|cursor| cursor.to_string().parse().unwrap());
            if after.is_none() { break }
        }
        assert_eq!(seen, (1001..=1007).rev().collect::<Vec<_>>());

        let count = async |filter: TicketFilter| store.count_tickets(&filter).await.unwrap();
        assert_eq!(count(TicketFilter { assignee: Some(AssigneeFilter::User(me)), ..all.clone() }).await, 4);
        assert_eq!(count(TicketFilter { assignee: Some(AssigneeFilter::Nobody), ..all.clone() }).await, 3);
        assert_eq!(count(TicketFilter { priority: vec![Priority::High, Priority::Urgent], ..all.clone() }).await, 4);
        assert_eq!(count(TicketFilter { status: vec![Status::Solved], ..all.clone() }).await, 0);
        assert_eq!(count(TicketFilter { tag: Some("INVOICE".into()), department: Some("billing".into()), ..all.clone() }).await, 7);
        assert_eq!(count(TicketFilter { tag: Some("nope".into()), ..all.clone() }).await, 0);
        assert_eq!(count(TicketFilter { requester: Some(" EVA@example.org".into()), ..all.clone() }).await, 7);
        assert_eq!(count(TicketFilter { numbers: Some(vec![TicketNumber(1003), TicketNumber(9)]), ..all.clone() }).await, 1);
        assert_eq!(count(TicketFilter { due_before: Some(at(61)), ..all.clone() }).await, 7);
        assert_eq!(count(TicketFilter { due_before: Some(at(59)), ..all.clone() }).await, 0);
        assert_eq!(store.count_tickets_by_status(&all).await.unwrap().new, 7);
    }
}

on_both_databases! {
    async fn numbers_are_drawn_once_by_any_number_of_servers(db) {
        let stores = [db.store().await, db.connect().await];
        let writers = (0..8).map(|n| {
            let store = stores[n % 2].clone();
            tokio::spawn(async move {
                let mut numbers = Vec::new();
                for _ in 0..10 {
                    numbers.push(create(&store, 0).await.0.number.0);
                }
                numbers
            })
        });
        let mut all = BTreeSet::new();
        for writer in writers.collect::<Vec<_>>() {
            all.extend(writer.await.unwrap());
        }
        assert_eq!(all.into_iter().collect::<Vec<_>>(), (1001..1081).collect::<Vec<_>>());
    }
}

on_both_databases! {
    async fn an_index_that_follows_the_changes_misses_none(db) {
        let store = db.store().await;
        create(&store, 0).await;
        let (second, _) = create(&store, 1).await;
        let seen = store.list_tickets_changed_since(0, 10).await.unwrap();
        assert_eq!(seen.len(), 2);
        let cursor = seen.last().unwrap().change;
        assert!(store.list_tickets_changed_since(cursor, 10).await.unwrap().is_empty());
        write(&store, TicketNumber(1001), Actor::REQUESTER, false, 2).await.unwrap();
        let changed = store.list_tickets_changed_since(cursor, 10).await.unwrap();
        assert_eq!(changed.iter().map(|ticket| ticket.number.0).collect::<Vec<_>>(), [1001]);
        assert_eq!(second.number, TicketNumber(1002));
    }
}

on_both_databases! {
    async fn a_broken_promise_is_marked_once(db) {
        let store = db.store().await;
        let (ticket, _) = create(&store, 0).await;
        assert!(store.list_unmarked_breaches(at(60), 10).await.unwrap().is_empty());
        assert_eq!(store.list_unmarked_breaches(at(61), 10).await.unwrap().len(), 1);
        change(&store, ticket.number, TicketChange { breached: true, ..Default::default() }, Actor::SYSTEM, 61).await;
        assert!(store.list_unmarked_breaches(at(62), 10).await.unwrap().is_empty());
        assert!(store.list_ticket_events(ticket.number).await.unwrap().iter().any(|event| event.what == "breached"));
        let facts = store.ticket_facts(at(0), at(1)).await.unwrap();
        assert!(facts.len() == 1 && facts[0].breached);
    }
}
