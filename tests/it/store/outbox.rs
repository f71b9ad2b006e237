//! The outbox: everything leaves once, or is seen not to.

use std::collections::BTreeSet;

use answerdesk::store::{Delivery, NewOutbox, OutboxCounts, OutboxKind, OutboxState, Store};
use serde_json::json;

use super::{at, on_both_databases};

async fn put(store: &Store, count: usize) {
    let tx = store.write().await.unwrap();
    for n in 0..count {
        let new = NewOutbox { kind: OutboxKind::Mail, payload: json!({"n": n}), ticket: None };
        tx.insert_outbox(new, at(0)).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn settle(store: &Store, delivery: Delivery, minute: i64) -> usize {
    let items = store.claim_outbox(OutboxKind::Mail, 10, at(minute)).await.unwrap();
    let tx = store.write().await.unwrap();
    for item in &items {
        tx.settle_outbox(item, delivery.clone(), at(minute)).await.unwrap();
    }
    tx.commit().await.unwrap();
    items.len()
}

on_both_databases! {
    async fn four_workers_never_get_the_same_letter(db) {
        let store = db.store().await;
        put(&store, 120).await;
        let mut stores = vec![];
        for _ in 0..4 {
            stores.push(db.connect().await);
        }
        let workers: Vec<_> = stores.into_iter().map(|store| tokio::spawn(async move {
            let mut mine = Vec::new();
            loop {
                let items = store.claim_outbox(OutboxKind::Mail, 7, at(1)).await.unwrap();
                if items.is_empty() { return mine }
                mine.extend(items.into_iter().map(|item| item.id));
            }
        })).collect();
        let mut all = Vec::new();
        for worker in workers {
            all.extend(worker.await.unwrap());
        }
        let missed = store.claim_outbox(OutboxKind::Mail, 200, at(1)).await.unwrap();
        all.extend(missed.into_iter().map(|item| item.id));
        assert_eq!(all.len(), 120);
        assert_eq!(all.into_iter().collect::<BTreeSet<_>>().len(), 120);
    }
}

on_both_databases! {
    async fn a_letter_of_a_worker_that_died_is_taken_over(db) {
        let store = db.store().await;
        put(&store, 1).await;
        assert_eq!(store.claim_outbox(OutboxKind::Mail, 10, at(0)).await.unwrap().len(), 1);
        assert_eq!(store.claim_outbox(OutboxKind::Mail, 10, at(4)).await.unwrap().len(), 0);
        assert_eq!(store.claim_outbox(OutboxKind::Mail, 10, at(5)).await.unwrap().len(), 1);
        assert_eq!(store.claim_outbox(OutboxKind::Webhook, 10, at(60)).await.unwrap().len(), 0);
    }
}

on_both_databases! {
    async fn what_fails_is_tried_again_until_it_is_given_up_and_can_be_revived(db) {
        let store = db.store().await;
        put(&store, 1).await;
        let (mut minute, mut tries) = (0, 0);
        while store.count_outbox().await.unwrap().due == 1 {
            tries += settle(&store, Delivery::Failed("450 try later".into()), minute).await;
            minute += 13 * 60;
        }
        assert_eq!(tries, 12);
        let dead = store.list_outbox(OutboxState::Dead, 10).await.unwrap();
        assert_eq!(dead[0].error.as_deref(), Some("450 try later"));
        let tx = store.write().await.unwrap();
        assert!(tx.retry_outbox(dead[0].id, at(minute)).await.unwrap());
        assert!(!tx.retry_outbox(dead[0].id, at(minute)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(settle(&store, Delivery::Sent, minute).await, 1);
        assert_eq!(store.count_outbox().await.unwrap(), OutboxCounts::default());
        assert_eq!(settle(&store, Delivery::Sent, minute + 60).await, 0);
    }
}

on_both_databases! {
    async fn letters_wait_while_no_mail_server_is_set_up(db) {
        let store = db.store().await;
        put(&store, 2).await;
        settle(&store, Delivery::NotSetUp, 0).await;
        assert_eq!(store.count_outbox().await.unwrap(), OutboxCounts { waiting: 2, ..Default::default() });
        assert_eq!(settle(&store, Delivery::Sent, 60).await, 0);
        let tx = store.write().await.unwrap();
        assert_eq!(tx.wake_outbox(OutboxKind::Mail, at(61)).await.unwrap(), 2);
        tx.commit().await.unwrap();
        assert_eq!(settle(&store, Delivery::Sent, 61).await, 2);
    }
}
