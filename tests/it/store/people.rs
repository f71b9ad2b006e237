//! Who may come in, and how they are kept out.

use answerdesk::{
    base::Token,
    desk::Role,
    store::{
        LinkPurpose, NewApiToken, NewSession, NewUser, SignIn, SignInAttempt, Store, StoreError, User, UserChange,
    },
};
use jiff::SignedDuration;

use super::{at, on_both_databases};

const IDLE: SignedDuration = SignedDuration::from_hours(12);

async fn add(store: &Store, email: &str, role: Role) -> Result<User, StoreError> {
    let password_hash = Some(store.hash_password("correct horse").await.unwrap());
    let tx = store.write().await?;
    let new = NewUser { email: email.into(), name: "Ágnes".into(), role, password_hash, locale: None };
    let user = tx.insert_user(new, at(0)).await?;
    tx.commit().await?;
    Ok(user)
}

async fn sign_in(store: &Store, email: &str, password: &str, address: &str) -> SignIn {
    store.sign_in(SignInAttempt { email, password, address }, at(1)).await.unwrap()
}

async fn signed_in(store: &Store, email: &str) -> NewSession {
    match sign_in(store, email, "correct horse", "192.0.2.1").await {
        SignIn::Done(_, session) => session,
        other => panic!("{other:?}"),
    }
}

async fn change(store: &Store, user: &User, change: UserChange) -> Result<User, StoreError> {
    let tx = store.write().await?;
    let user = tx.update_user(user.id, change, at(2)).await?;
    tx.commit().await?;
    Ok(user)
}

on_both_databases! {
    async fn an_address_is_one_person_however_it_is_written(db) {
        let store = db.store().await;
        assert!(store.needs_first_admin().await.unwrap());
        let user = add(&store, " Anna@Example.org", Role::Admin).await.unwrap();
        assert_eq!(user.email, "Anna@Example.org");
        assert!(!store.needs_first_admin().await.unwrap());
        let error = add(&store, "anna@EXAMPLE.org", Role::Agent).await.unwrap_err();
        assert!(matches!(error, StoreError::Taken(_)), "{error}");
        assert_eq!(store.find_user_by_email("ANNA@example.org ").await.unwrap(), Some(user));
    }
}

on_both_databases! {
    async fn the_right_password_lets_in_and_everything_else_is_refused_alike(db) {
        let store = db.store().await;
        let user = add(&store, "a@example.org", Role::Agent).await.unwrap();
        let session = signed_in(&store, "A@example.org").await;
        let who = store.find_session(&session.token, IDLE, at(2)).await.unwrap().unwrap();
        assert_eq!((who.user.id, who.session.csrf), (user.id, session.csrf));
        for (email, password) in [("a@example.org", "wrong horse"), ("nobody@example.org", "correct horse")] {
            assert!(matches!(sign_in(&store, email, password, "192.0.2.1").await, SignIn::Refused));
        }
        assert!(store.find_session(&Token::random(), IDLE, at(2)).await.unwrap().is_none());
    }
}

on_both_databases! {
    async fn sessions_end_by_idleness_sign_out_and_at_once_when_somebody_is_disabled(db) {
        let store = db.store().await;
        let user = add(&store, "a@example.org", Role::Agent).await.unwrap();
        let (idle, out, kept) = (signed_in(&store, &user.email).await, signed_in(&store, &user.email).await, signed_in(&store, &user.email).await);
        let found = async |session: &NewSession, minute| store.find_session(&session.token, IDLE, at(minute)).await.unwrap().is_some();
        assert!(found(&kept, 600).await);
        assert!(!found(&idle, 722).await);
        assert!(found(&kept, 722).await);
        let tx = store.write().await.unwrap();
        tx.delete_session(&out.token.hash()).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!found(&out, 3).await);
        change(&store, &user, UserChange { disabled: Some(true), ..Default::default() }).await.unwrap();
        assert!(!found(&kept, 723).await);
        assert!(matches!(sign_in(&store, &user.email, "correct horse", "192.0.2.9").await, SignIn::Refused));
        change(&store, &user, UserChange { disabled: Some(false), ..Default::default() }).await.unwrap();
        signed_in(&store, &user.email).await;
    }
}

on_both_databases! {
    async fn guessing_is_limited_for_an_account_and_for_an_address(db) {
        let store = db.store().await;
        add(&store, "a@example.org", Role::Agent).await.unwrap();
        for n in 0..10 {
            let from = format!("198.51.100.{n}");
            assert!(matches!(sign_in(&store, "a@example.org", "wrong horse", &from).await, SignIn::Refused));
        }
        let eleventh = sign_in(&store, "a@example.org", "correct horse", "198.51.100.99").await;
        assert!(matches!(eleventh, SignIn::Limited(until) if until > at(1)), "{eleventh:?}");
        for n in 0..50 {
            let tx = store.write().await.unwrap();
            let limit = answerdesk::store::Limit { hits: 50, window: SignedDuration::from_mins(15) };
            assert_eq!(tx.hit_limit("sign-in-from", "203.0.113.7", limit, at(1)).await.unwrap(), None, "{n}");
            tx.commit().await.unwrap();
        }
        assert!(matches!(sign_in(&store, "b@example.org", "x", "203.0.113.7").await, SignIn::Limited(_)));
        let later = SignInAttempt { email: "a@example.org", password: "correct horse", address: "203.0.113.7" };
        assert!(matches!(store.sign_in(later, at(16)).await.unwrap(), SignIn::Done(..)));
    }
}

on_both_databases! {
    async fn the_last_admin_cannot_lock_the_house(db) {
        let store = db.store().await;
        let admin = add(&store, "a@example.org", Role::Admin).await.unwrap();
        add(&store, "b@example.org", Role::Agent).await.unwrap();
        for out in [
            UserChange { disabled: Some(true), ..Default::default() },
            UserChange { role: Some(Role::Agent), ..Default::default() },
        ] {
            let error = change(&store, &admin, out).await.unwrap_err();
            assert!(matches!(error, StoreError::Invalid(_)), "{error}");
        }
        assert_eq!(store.find_user(admin.id).await.unwrap(), store.find_user_by_email("a@example.org").await.unwrap());
        assert_eq!(store.find_user(admin.id).await.unwrap().unwrap().role, Role::Admin);
    }
}

on_both_databases! {
    async fn a_link_lets_in_once_for_three_days_and_the_next_one_ends_it(db) {
        let store = db.store().await;
        let user = add(&store, "a@example.org", Role::Agent).await.unwrap();
        let invite = async || {
            let tx = store.write().await.unwrap();
            let link = tx.insert_link(LinkPurpose::Invite, Some(user.id), at(0)).await.unwrap();
            tx.commit().await.unwrap();
            link
        };
        let use_it = async |link: &Token, minute| {
            let tx = store.write().await.unwrap();
            let opened = tx.use_link(link, at(minute)).await.unwrap();
            tx.commit().await.unwrap();
            opened.and_then(|link| link.user)
        };
        let (first, second) = (invite().await, invite().await);
        assert_eq!(store.find_link(&first, at(1)).await.unwrap(), None);
        assert_eq!(store.find_link(&second, at(1)).await.unwrap().unwrap().user, Some(user.id));
        assert_eq!(use_it(&first, 1).await, None);
        assert_eq!(use_it(&second, 1).await, Some(user.id));
        assert_eq!(use_it(&second, 2).await, None);
        assert_eq!(use_it(&invite().await, 72 * 60).await, None);
        assert!(store.setup_link(at(0)).await.unwrap().is_some());
    }
}

on_both_databases! {
    async fn a_new_password_ends_sessions_and_open_links(db) {
        let store = db.store().await;
        let user = add(&store, "a@example.org", Role::Agent).await.unwrap();
        let session = signed_in(&store, &user.email).await;
        let hash = store.hash_password("another horse").await.unwrap();
        change(&store, &user, UserChange { password_hash: Some(hash), ..Default::default() }).await.unwrap();
        assert!(store.find_session(&session.token, IDLE, at(3)).await.unwrap().is_none());
        assert!(matches!(sign_in(&store, &user.email, "correct horse", "192.0.2.1").await, SignIn::Refused));
        assert!(matches!(sign_in(&store, &user.email, "another horse", "192.0.2.1").await, SignIn::Done(..)));
    }
}

on_both_databases! {
    async fn a_programs_token_works_until_it_ends_is_revoked_or_its_maker_leaves(db) {
        let store = db.store().await;
        let user = add(&store, "a@example.org", Role::Agent).await.unwrap();
        let make = async |expires_at, created_by| {
            let tx = store.write().await.unwrap();
            let new = NewApiToken { name: "export".into(), role: Role::Agent, expires_at, created_by };
            let made = tx.insert_api_token(new, at(0)).await.unwrap();
            tx.commit().await.unwrap();
            made
        };
        let good = async |token: &Token, minute| store.find_api_token(token, at(minute)).await.unwrap().is_some();
        let ((forever, a), (_, b), (_, c)) = (make(None, None).await, make(Some(at(10)), None).await, make(None, Some(user.id)).await);
        assert!(good(&a, 5).await && good(&b, 9).await && good(&c, 5).await);
        assert!(!good(&b, 10).await);
        change(&store, &user, UserChange { disabled: Some(true), ..Default::default() }).await.unwrap();
        assert!(!good(&c, 6).await);
        let tx = store.write().await.unwrap();
        assert!(tx.revoke_api_token(forever.id, at(7)).await.unwrap());
        assert!(!tx.revoke_api_token(forever.id, at(7)).await.unwrap());
        tx.commit().await.unwrap();
        assert!(!good(&a, 8).await);
        assert_eq!(store.list_api_tokens().await.unwrap().len(), 3);
    }
}

on_both_databases! {
    async fn a_secret_is_the_same_for_every_server(db) {
        let (one, two) = (db.store().await, db.connect().await);
        let (a, b) = tokio::join!(one.secret("mail"), two.secret("mail"));
        assert_eq!(a.unwrap(), b.unwrap());
        assert_ne!(one.secret("visitor").await.unwrap(), one.secret("mail").await.unwrap());
    }
}
