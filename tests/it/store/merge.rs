//! Tickets of one requester become one; lists whose next promise stands first.

use answerdesk::{
    base::Token,
    desk::Status,
    store::{Actor, MessageEffect, NewTicket, NewTicketMessage, Store, StoreError, Ticket, TicketFilter, TicketOrder},
};

use super::{at, on_both_databases, ticket::a_ticket};

async fn of(store: &Store, email: &str, due: Option<i64>, minute: i64) -> (Ticket, Token) {
    let (access, locale) = (Token::random(), "hu".parse().unwrap());
    let new = NewTicket {
        requester_email: email.into(),
        first_reply_due: due.map(at),
        resolution_due: None,
        ..a_ticket(&access, &locale)
    };
    let tx = store.write().await.unwrap();
    let ticket = tx.insert_ticket(new, at(minute)).await.unwrap();
    tx.commit().await.unwrap();
    (ticket, access)
}

async fn merge(store: &Store, from: &Ticket, into: &Ticket) -> Result<Ticket, StoreError> {
    let tx = store.write().await?;
    let kept = tx.merge_tickets(from.number, into.number, Actor::SYSTEM, at(9)).await?;
    tx.commit().await?;
    Ok(kept)
}

on_both_databases! {
    async fn two_tickets_become_one_and_the_old_link_leads_there(db) {
        let store = db.store().await;
        let (kept, _) = of(&store, "eva@example.org", Some(60), 0).await;
        let (old, link) = of(&store, "Eva@Example.org", Some(60), 5).await;
        let after = merge(&store, &old, &kept).await.unwrap();
        assert_eq!((after.number, after.status), (kept.number, Status::New));
        let messages = store.list_ticket_messages(kept.number, true).await.unwrap();
        assert_eq!(messages.iter().map(|message| message.at.0).collect::<Vec<_>>(), [at(0), at(5)]);
        assert!(store.list_ticket_messages(old.number, true).await.unwrap().is_empty());
        let signpost = store.find_ticket_by_access(&link).await.unwrap().unwrap();
        assert_eq!((signpost.status, signpost.merged_into), (Status::Closed, Some(kept.number)));
        assert_eq!(store.surviving_ticket(signpost).await.unwrap().number, kept.number);
        for number in [old.number, kept.number] {
            let events = store.list_ticket_events(number).await.unwrap();
            assert!(events.iter().any(|event| event.what == "merged" && event.new == Some(kept.number.to_string())), "{number}");
        }
        assert_eq!(store.ticket_facts(at(0), at(100)).await.unwrap().len(), 1, "reports count it once");

        let (third, _) = of(&store, "eva@example.org", None, 6).await;
        merge(&store, &kept, &third).await.unwrap();
        let signpost = store.find_ticket_by_access(&link).await.unwrap().unwrap();
        assert_eq!(signpost.merged_into, Some(third.number), "no chain of signposts");
        assert_eq!(store.list_ticket_messages(third.number, true).await.unwrap().len(), 3);
    }
}

on_both_databases! {
    async fn nobody_reads_anothers_letters_by_a_merge(db) {
        let store = db.store().await;
        let (one, _) = of(&store, "eva@example.org", None, 0).await;
        let (other, _) = of(&store, "adam@example.org", None, 1).await;
        for (from, into) in [(&one, &other), (&one, &one)] {
            let error = merge(&store, from, into).await.unwrap_err();
            assert!(matches!(error, StoreError::Invalid(_)), "{error}");
        }
        let (gone, _) = of(&store, "eva@example.org", None, 2).await;
        merge(&store, &gone, &one).await.unwrap();
        let error = merge(&store, &gone, &one).await.unwrap_err();
        assert!(matches!(error, StoreError::Invalid(_)), "{error}");
    }
}

on_both_databases! {
    async fn what_is_due_first_stands_first_and_pages_join(db) {
        let store = db.store().await;
        let (late, _) = of(&store, "a@example.org", Some(300), 0).await;
        let (never, _) = of(&store, "a@example.org", None, 1).await;
        let (soon, _) = of(&store, "a@example.org", Some(100), 2).await;
        let (next, _) = of(&store, "a@example.org", Some(10), 3).await;
        let (waits, _) = of(&store, "a@example.org", Some(5), 4).await;
        let tx = store.write().await.unwrap();
        let say = |by| NewTicketMessage { by, author_name: "N".into(), internal: false, body: "x".into(), mail_id: None };
        let agent = Actor { author: answerdesk::desk::Author::Agent, user: None };
        for number in [next.number, waits.number] {
            tx.append_ticket_message(number, say(agent), MessageEffect::default(), at(6)).await.unwrap();
        }
        // The requester of one writes again: what is due is the next reply, not the first.
        let effect = MessageEffect { status: None, next_reply_due: Some(at(200)) };
        tx.append_ticket_message(next.number, say(Actor::REQUESTER), effect, at(7)).await.unwrap();
        tx.commit().await.unwrap();
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = store.list_tickets(&TicketFilter::default(), TicketOrder::Due, after, 2).await.unwrap();
            seen.extend(page.items.iter().map(|ticket| ticket.number));
            after = page.next;
            if after.is_none() { break }
        }
        assert_eq!(seen, [soon.number, next.number, late.number, never.number, waits.number]);
        assert_eq!(store.oldest_active_ticket().await.unwrap(), Some(at(0)));
    }
}

on_both_databases! {
    async fn a_decision_about_an_example_is_kept(db) {
        let store = db.store().await;
        for (key, approved) in [("a", false), ("b", true), ("a", true)] {
            let tx = store.write().await.unwrap();
            tx.put_example_decision(key.into(), approved, None, at(0)).await.unwrap();
            tx.commit().await.unwrap();
        }
        let mut keys: Vec<_> = store.list_example_decisions().await.unwrap().into_iter().collect();
        keys.sort();
        assert_eq!(keys, ["a", "b"]);
    }
}
