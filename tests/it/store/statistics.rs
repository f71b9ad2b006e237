//! What readers tell: votes, searches, reads; and forgetting.

use answerdesk::{
    base::{ArticleKey, Locale, Revision},
    desk::Status,
    store::{Actor, Asked, FeedbackCount, NewSearch, Retention, Store, TicketChange, Vote},
};
use jiff::SignedDuration;

use super::{at, on_both_databases, ticket::create};

fn article() -> ArticleKey {
    ArticleKey::from("billing/refunds")
}

fn hu() -> Locale {
    "hu".parse().unwrap()
}

async fn vote(store: &Store, visitor: &str, helpful: bool, comment: Option<&str>, minute: i64) {
    let tx = store.write().await.unwrap();
    let vote = Vote {
        article: &article(),
        locale: &hu(),
        revision: &Revision::from("r1"),
        visitor_hash: visitor.into(),
        helpful,
        reason: None,
        comment: comment.map(str::to_owned),
    };
    tx.put_feedback(vote, at(minute)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn search(store: &Store, query: &str, hits: usize, visitor: &str, click: bool) {
    let tx = store.write().await.unwrap();
    let new =
        NewSearch { query: query.into(), locale: &hu(), asked: Asked::Site, hits, visitor_hash: Some(visitor.into()) };
    let id = tx.insert_search(new, at(0)).await.unwrap();
    if click {
        tx.click_search(id, &article()).await.unwrap();
    }
    tx.commit().await.unwrap();
}

on_both_databases! {
    async fn a_visitor_has_one_vote_and_may_change_it(db) {
        let store = db.store().await;
        vote(&store, "v1", true, None, 0).await;
        vote(&store, "v2", true, None, 0).await;
        vote(&store, "v1", false, Some("hiányzik a díj"), 1).await;
        vote(&store, "v1", false, None, 2).await;
        let expected = FeedbackCount { article: "billing/refunds".into(), locale: "hu".into(), votes: 2, helpful: 1 };
        assert_eq!(store.count_feedback(at(0)).await.unwrap(), [expected]);
        let comments = store.list_comments(Some(&article()), 10).await.unwrap();
        assert_eq!(comments[0].comment.as_deref(), Some("hiányzik a díj"));
        assert!(store.list_comments(Some(&ArticleKey::from("x")), 10).await.unwrap().is_empty());
    }
}

on_both_databases! {
    async fn searches_are_counted_by_what_came_of_them(db) {
        let store = db.store().await;
        for visitor in ["a", "b", "b"] {
            search(&store, "visszatérítés", 3, visitor, visitor == "a").await;
        }
        search(&store, "fax", 0, "a", false).await;
        let told = |rows: Vec<answerdesk::store::QueryCount>| {
            rows.into_iter().map(|row| (row.query, row.searches, row.visitors)).collect::<Vec<_>>()
        };
        let top = told(store.top_queries(at(0), 10).await.unwrap());
        assert_eq!(top, [("visszatérítés".into(), 3, 2), ("fax".into(), 1, 1)]);
        assert_eq!(told(store.zero_result_queries(at(0), 10).await.unwrap()), [("fax".into(), 1, 1)]);
        assert_eq!(told(store.no_click_queries(at(0), 10).await.unwrap()), [("visszatérítés".into(), 2, 1)]);
        assert!(store.top_queries(at(1), 10).await.unwrap().is_empty());
        let tx = store.write().await.unwrap();
        let asked = NewSearch { query: "küldtök kutyát".into(), locale: &hu(), asked: Asked::Bot, hits: 0, visitor_hash: None };
        tx.insert_search(asked, at(0)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.list_searches(at(0), 10).await.unwrap().len(), 4, "what the bot was asked is no search");
        assert_eq!(told(store.zero_result_queries(at(0), 10).await.unwrap()), [("fax".into(), 1, 1)]);
        assert_eq!(told(store.missed_questions(at(0), 10).await.unwrap()), [("küldtök kutyát".into(), 1, 0)]);
        assert_eq!(store.count_missed_questions(at(0)).await.unwrap(), 1);
    }
}

on_both_databases! {
    async fn reads_add_up_by_article(db) {
        let store = db.store().await;
        let tx = store.write().await.unwrap();
        for (key, views, day) in [("a", 2, 0), ("b", 1, 0), ("a", 3, 0), ("b", 9, 1), ("c", 50, -1)] {
            tx.add_views(&key.into(), &hu(), views, at(day * 24 * 60)).await.unwrap();
        }
        tx.commit().await.unwrap();
        let read: Vec<_> = store.most_read(at(0), 2).await.unwrap().into_iter().map(|row| (row.article, row.views)).collect();
        assert_eq!(read, [("b".to_owned(), 10), ("a".to_owned(), 5)]);
    }
}

on_both_databases! {
    async fn what_is_older_than_wanted_is_forgotten_and_nothing_else(db) {
        let store = db.store().await;
        vote(&store, "old", true, None, 0).await;
        vote(&store, "new", true, None, 60).await;
        search(&store, "old", 1, "v", false).await;
        let (closed, _) = create(&store, 0).await;
        let (open, _) = create(&store, 0).await;
        let tx = store.write().await.unwrap();
        let close = TicketChange { status: Some(Status::Closed), ..Default::default() };
        tx.update_ticket(closed.number, close, Actor::SYSTEM, at(1)).await.unwrap();
        let age = Some(SignedDuration::from_mins(30));
        let purged = tx.purge(Retention { conversations: age, tickets: age, statistics: age }, at(61)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((purged.tickets, purged.statistics), (1, 2));
        assert!(store.find_ticket(closed.number).await.unwrap().is_none());
        assert!(store.list_ticket_messages(closed.number, true).await.unwrap().is_empty());
        assert_eq!(store.list_ticket_messages(open.number, true).await.unwrap().len(), 1);
        assert_eq!(store.count_feedback(at(0)).await.unwrap()[0].votes, 1);
    }
}

on_both_databases! {
    async fn nothing_is_forgotten_unless_it_is_wanted(db) {
        let store = db.store().await;
        create(&store, 0).await;
        let tx = store.write().await.unwrap();
        let purged = tx.purge(Retention::default(), at(60 * 24 * 3650)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((purged.tickets, purged.conversations, purged.statistics), (0, 0, 0));
    }
}
