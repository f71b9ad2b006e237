//! Conversations: nobody's turn is lost, none is said twice.

use answerdesk::{
    base::Token,
    bot::{Message, State, Turn, TurnAction},
    desk::{Author, Outcome},
    store::{
        Conversation, ConversationChange, ConversationEnd, ConversationFilter, NewConversation, NewTurn, Replay, Store,
        StoreError,
    },
};
use serde_json::json;

use super::{at, on_both_databases};

fn turn(text: &str) -> Turn {
    Turn {
        action: TurnAction::Answer,
        card: None,
        article: None,
        confidence: 0.9,
        messages: vec![Message { text: text.to_owned(), html: format!("<p>{text}</p>") }],
        options: vec![],
        articles: vec![],
        slot: None,
        slot_type: None,
        ticket: None,
        candidates: vec![],
    }
}

async fn begin(store: &Store, token: &Token) -> Conversation {
    let tx = store.write().await.unwrap();
    let new = NewConversation {
        token,
        locale: &"hu".parse().unwrap(),
        page_url: Some("https://example.org/kosár".into()),
        visitor: Some(json!({"plan": "pro\0"})),
        visitor_hash: None,
        state: State(json!({"step": "greeted"})),
        greeting: &turn("Szia!"),
    };
    let conversation = tx.insert_conversation(new, at(0)).await.unwrap();
    tx.commit().await.unwrap();
    conversation
}

fn said(text: &str, answer: &'static str, answered: bool) -> (String, Turn, ConversationChange) {
    let change = ConversationChange { answered: Some(answered), ..ConversationChange::default() };
    (text.to_owned(), turn(answer), change)
}

async fn append(
    store: &Store,
    read: &Conversation,
    what: (String, Turn, ConversationChange),
) -> Result<Conversation, StoreError> {
    let (text, turn, change) = what;
    let tx = store.write().await?;
    let new = NewTurn { said: Some(text), turn: Some(&turn), state: State(json!({"n": read.version})), change };
    let next = tx.append_turn(read, new, at(1)).await?;
    tx.commit().await?;
    Ok(next)
}

on_both_databases! {
    async fn a_conversation_is_read_back_as_it_was_by_its_token_only(db) {
        let store = db.store().await;
        let token = Token::random();
        let begun = begin(&store, &token).await;
        let next = append(&store, &begun, said("Hol a\0 számlám?", "Itt.", true)).await.unwrap();
        store.close().await;
        let store = db.connect().await;
        let read = store.find_conversation(begun.id, &token).await.unwrap().unwrap();
        assert_eq!(read, next);
        assert_eq!(read.visitor, Some(json!({"plan": "pro"})));
        assert_eq!(store.find_conversation(begun.id, &Token::random()).await.unwrap(), None);
        let messages = store.list_conversation_messages(begun.id, 0).await.unwrap();
        let told: Vec<_> = messages.iter().map(|m| (m.seq, m.author, m.text.as_str())).collect();
        assert_eq!(told, [(1, Author::Bot, "Szia!"), (2, Author::Visitor, "Hol a számlám?"), (3, Author::Bot, "Itt.")]);
        assert_eq!(messages[2].turn, Some(serde_json::to_value(turn("Itt.")).unwrap()));
        assert_eq!(store.list_conversation_messages(begun.id, 2).await.unwrap().len(), 1);
        assert_eq!(read.course().outcome(at(60 * 25)), Outcome::Assumed);
    }
}

on_both_databases! {
    async fn two_tabs_cannot_fork_a_conversation(db) {
        let store = db.store().await;
        let begun = begin(&store, &Token::random()).await;
        append(&store, &begun, said("one", "1", true)).await.unwrap();
        let error = append(&store, &begun, said("two", "2", true)).await.unwrap_err();
        assert!(matches!(error, StoreError::Conflict(_)), "{error}");
        assert_eq!(store.list_conversation_messages(begun.id, 0).await.unwrap().len(), 3);
    }
}

on_both_databases! {
    async fn what_was_not_committed_did_not_happen(db) {
        let store = db.store().await;
        let begun = begin(&store, &Token::random()).await;
        let tx = store.write().await.unwrap();
        let new = NewTurn { said: Some("gone".into()), turn: None, state: State::default(), change: ConversationChange::default() };
        tx.append_turn(&begun, new, at(1)).await.unwrap();
        drop(tx);
        let read = store.read_conversation(begun.id).await.unwrap().unwrap();
        assert_eq!((read.version, read.visitor_messages), (1, 0));
    }
}

on_both_databases! {
    async fn a_write_sent_twice_happens_once(db) {
        let store = db.store().await;
        for request in 0..2 {
            let tx = store.write().await.unwrap();
            match tx.claim_key("tickets", "k1", b"{\"a\":1}", at(0)).await.unwrap() {
                Replay::First => tx.remember_answer("tickets", "k1", json!({"number": 1001})).await.unwrap(),
                Replay::Again(answer) => assert_eq!((request, answer), (1, json!({"number": 1001}))),
            }
            tx.commit().await.unwrap();
        }
        let tx = store.write().await.unwrap();
        let other = tx.claim_key("tickets", "k1", b"{\"a\":2}", at(0)).await.unwrap_err();
        assert!(matches!(other, StoreError::KeyReused), "{other}");
        assert_eq!(tx.claim_key("votes", "k1", b"{\"a\":2}", at(0)).await.unwrap(), Replay::First);
    }
}

on_both_databases! {
    async fn eight_writers_lose_nothing(db) {
        let store = db.store().await;
        let writers = (0..8).map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut conversation = begin(&store, &Token::random()).await;
                for n in 0..49 {
                    conversation = append(&store, &conversation, said(&format!("{writer} says {n}"), "so", true)).await?;
                }
                Ok::<_, StoreError>(conversation.id)
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            let id = writer.await.unwrap().unwrap();
            assert_eq!(store.list_conversation_messages(id, 0).await.unwrap().len(), 1 + 2 * 49);
        }
    }
}

on_both_databases! {
    async fn conversations_are_listed_by_how_they_stand_and_pages_join(db) {
        let store = db.store().await;
        let since = at(-60);
        let all = ConversationFilter { since, locale: None, end: None };
        begin(&store, &Token::random()).await;
        for n in 0..5 {
            let conversation = begin(&store, &Token::random()).await;
            let mut what = said("hol a számlám", "Itt.", n % 2 == 0);
            what.2.handed_off = (n == 4).then_some(true);
            append(&store, &conversation, what).await.unwrap();
        }
        let count = async |end, locale: Option<&str>| {
            let filter = ConversationFilter { since, locale: locale.map(str::to_owned), end };
            store.list_conversations(&filter, None, 100).await.unwrap().len()
        };
        assert_eq!(count(None, None).await, 5, "where nobody said anything there is nothing to read");
        assert_eq!(count(Some(ConversationEnd::HandedOff), None).await, 1);
        assert_eq!(count(Some(ConversationEnd::Answered), None).await, 2);
        assert_eq!(count(Some(ConversationEnd::Open), Some("hu")).await, 2);
        assert_eq!(count(None, Some("en")).await, 0);
        // All of one millisecond: pages join by the id.
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = store.list_conversations(&all, after, 2).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some((last.updated_at.0, last.id));
            seen.extend(page.iter().map(|row| row.id));
        }
        let unique: std::collections::HashSet<_> = seen.iter().collect();
        assert_eq!((seen.len(), unique.len()), (5, 5));
    }
}
