//! Backup and restore, also from one kind of database to the other.

use answerdesk::store::{Actor, Store, StoreError, TicketChange, TicketNumber};

use super::{at, ticket::create};
use crate::support::database::{TestDatabase, databases};

async fn filled(db: &TestDatabase) -> Store {
    let store = db.store().await;
    for n in 0..150 {
        create(&store, n).await;
    }
    store.secret("mail").await.unwrap();
    let tx = store.write().await.unwrap();
    let change = TicketChange { tags: Some(vec!["vip".into()]), ..Default::default() };
    tx.update_ticket(TicketNumber(1001), change, Actor::SYSTEM, at(200)).await.unwrap();
    tx.commit().await.unwrap();
    store
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_either_database_restores_into_either() {
    for from in databases().await {
        let store = filled(&from).await;
        let file = from.folder.path().join("desk.backup");
        let made = store.backup(&file, at(300)).await.unwrap();
        assert!(made.rows > 600, "{made:?}");
        for to in databases().await {
            let restored = to.store().await;
            assert_eq!(restored.restore(&file).await.unwrap(), made);
            for number in [1001, 1150] {
                let number = TicketNumber(number);
                assert_eq!(restored.find_ticket(number).await.unwrap(), store.find_ticket(number).await.unwrap());
                assert_eq!(
                    restored.list_ticket_messages(number, true).await.unwrap(),
                    store.list_ticket_messages(number, true).await.unwrap()
                );
            }
            assert_eq!(restored.list_tags(9).await.unwrap(), store.list_tags(9).await.unwrap());
            assert_eq!(restored.secret("mail").await.unwrap(), store.secret("mail").await.unwrap());
            assert_eq!(create(&restored, 400).await.0.number, TicketNumber(1151));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_overwritten() {
    for db in databases().await {
        let store = filled(&db).await;
        let file = db.folder.path().join("desk.backup");
        store.backup(&file, at(300)).await.unwrap();
        assert!(matches!(store.restore(&file).await.unwrap_err(), StoreError::NotEmpty));
        let again = store.backup(&file, at(301)).await.unwrap_err().to_string();
        assert!(again.contains("there already"), "{again}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_backup_changes_nothing() {
    for db in databases().await {
        let file = db.folder.path().join("desk.backup");
        filled(&db).await.backup(&file, at(300)).await.unwrap();
        let whole = std::fs::read(&file).unwrap();
        let mut flipped = whole.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 0x20;
        for (n, bytes) in [&whole[..whole.len() / 2], &flipped, b"hello", b""].into_iter().enumerate() {
            let bad = db.folder.path().join(format!("bad{n}"));
            std::fs::write(&bad, bytes).unwrap();
            for empty in databases().await {
                let store = empty.store().await;
                let error = store.restore(&bad).await.unwrap_err();
                assert!(matches!(error, StoreError::Backup(_)), "{n}: {error}");
                assert_eq!(create(&store, 0).await.0.number, TicketNumber(1001));
            }
        }
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_backup_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let db = crate::support::database::sqlite();
    let file = db.folder.path().join("desk.backup");
    db.store().await.backup(&file, at(0)).await.unwrap();
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o077, 0);
}
