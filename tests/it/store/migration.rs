//! Migrations: from nothing, by several servers at once, and never backwards.

use answerdesk::store::{Store, StoreError};
use sea_orm::{ConnectionTrait as _, Database};

use super::on_both_databases;
use crate::support::database::sqlite;

on_both_databases! {
    async fn four_servers_start_on_an_empty_database_at_once(db) {
        let stores = [db.connect().await, db.connect().await, db.connect().await, db.connect().await];
        let started = stores.map(|store| tokio::spawn(async move { store.migrate().await }));
        for server in started {
            server.await.unwrap().unwrap();
        }
        let store = db.connect().await;
        store.ready().await.unwrap();
        assert_eq!(store.pending_migrations().await.unwrap(), Vec::<String>::new());
    }
}

on_both_databases! {
    async fn a_database_of_a_later_version_is_refused_and_left_alone(db) {
        db.store().await;
        let raw = Database::connect(&db.url).await.unwrap();
        raw.execute_unprepared("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9000_later', 0)")
            .await
            .unwrap();
        let error = db.connect().await.migrate().await.unwrap_err();
        assert!(matches!(&error, StoreError::Newer { found } if found == "m9000_later"), "{error}");
        assert!(error.to_string().contains("newer than this program"), "{error}");
    }
}

on_both_databases! {
    async fn an_unmigrated_database_is_not_ready(db) {
        let store = db.connect().await;
        assert!(store.ready().await.is_err());
    }
}

#[tokio::test]
async fn an_older_sqlite_file_is_copied_before_it_is_migrated() {
    let db = sqlite();
    db.store().await;
    let raw = Database::connect(&db.url).await.unwrap();
    let undo =
        ["DROP TABLE conversation_files", "DELETE FROM seaql_migrations WHERE version = 'm0007_conversation_files'"];
    for undo in undo {
        raw.execute_unprepared(undo).await.unwrap();
    }
    raw.close().await.unwrap();
    db.store().await.ready().await.unwrap();
    let copy = db.folder.path().join("data/test.before-m0006_merged_tickets.db");
    assert!(copy.exists());
    let copy = Store::connect(&format!("sqlite://{}", copy.display())).await.unwrap();
    assert_eq!(copy.pending_migrations().await.unwrap(), ["m0007_conversation_files"]);
}

#[tokio::test]
async fn a_second_server_on_one_sqlite_file_is_told_so_at_once() {
    let db = sqlite();
    let (first, second) = (db.connect().await, db.connect().await);
    first.lock_exclusive().unwrap();
    first.lock_exclusive().unwrap();
    let error = second.lock_exclusive().unwrap_err();
    assert!(matches!(error, StoreError::InUse(_)), "{error}");
    drop(first);
    second.lock_exclusive().unwrap();
}

#[tokio::test]
async fn addresses_that_name_no_database_are_refused_without_their_password() {
    for url in ["mysql://u:secret@h/d", "answerdesk.db", "sqlite::memory:"] {
        let error = Store::connect(url).await.unwrap_err().to_string();
        assert!(error.contains("sqlite://") && !error.contains("secret"), "{error}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_sqlite_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let db = sqlite();
    db.store().await;
    let mode = std::fs::metadata(db.folder.path().join("data/test.db")).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0);
}
