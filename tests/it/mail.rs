//! Letters: what a requester finds in the mailbox, and what happens when the mail server will not.

use std::{sync::Arc, time::Duration};

use answerdesk::{
    base::Clock,
    config::{Config, SmtpTls},
    desk::Role,
    jobs::{
        mail::{self, Mailer, read_reply_address},
        timers::Timers,
    },
    store::{
        Actor, Letter, MessageEffect, NewTicketMessage, NewUser, OutboxState, Store, Ticket, TicketNumber, UserId,
        new_id,
    },
};
use jiff::Timestamp;
use tokio::sync::watch;

use crate::{
    store::{at, on_both_databases, ticket::create},
    support::smtp::{Received, SmtpServer},
};

fn config(server: Option<&SmtpServer>) -> Config {
    let mut config = Config::default();
    config.server.public_url = Some("https://help.example.org".into());
    config.site.name = "Acme".into();
    config.mail.smtp_host = server.map(|_| "127.0.0.1".into());
    config.mail.smtp_port = server.map(|server| server.port);
    config.mail.tls = SmtpTls::None;
    config.mail.from = "Acme Support <support@example.org>".into();
    config.mail.reply_address = Some("support@example.org".into());
    config
}

/// Runs the worker at a moment until nothing is due any more.
async fn deliver(store: &Store, config: Config, now: Timestamp) {
    let mailer = Mailer {
        store: store.clone(),
        clock: Clock::Fixed(now),
        config: Arc::new(config),
        ticket_url: Arc::new(|ticket: &Ticket| format!("https://help.example.org/{}/tickets/secret", ticket.locale)),
    };
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(mail::run(mailer, stopped));
    let nothing_due = async {
        loop {
            let items = store.list_outbox(OutboxState::Due, 100).await.unwrap();
            if items.iter().all(|item| item.due_at.0 > now && item.locked_until.is_none()) {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), nothing_due).await.unwrap();
    stop.send(true).unwrap();
    worker.await.unwrap();
}

async fn post(store: &Store, letter: Letter) {
    let tx = store.write().await.unwrap();
    tx.insert_letter(&letter, at(0)).await.unwrap();
    tx.commit().await.unwrap();
}

fn header(letter: &Received, name: &str) -> Option<String> {
    let head = letter.data.split("\n\n").next().unwrap().replace("\n ", " ");
    head.lines().find_map(|line| Some(line.strip_prefix(name)?.strip_prefix(": ")?.to_owned()))
}

/// The body with its transfer encodings undone as far as the tests need.
fn plain(letter: &Received) -> String {
    let mut text = String::new();
    for part in letter.data.split("\n--") {
        let Some((head, body)) = part.split_once("\n\n") else { continue };
        if head.contains("base64") {
            use base64::Engine as _;
            let bytes = base64::engine::general_purpose::STANDARD.decode(body.replace('\n', "")).unwrap();
            text += &String::from_utf8(bytes).unwrap();
        } else {
            let body = body.replace("=\n", "");
            let mut bytes = Vec::new();
            let mut rest = body.as_bytes();
            while let [first, tail @ ..] = rest {
                let hex = tail.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
                if let (b'=', Some(byte)) = (first, hex) {
                    bytes.push(byte);
                    rest = &tail[2..];
                } else {
                    bytes.push(*first);
                    rest = tail;
                }
            }
            text += &String::from_utf8_lossy(&bytes);
        }
    }
    text
}

on_both_databases! {
    async fn the_requester_is_told_in_their_language_and_can_answer_the_letter(db) {
        let (store, server) = (db.store().await, SmtpServer::start().await);
        let (ticket, _) = create(&store, 0).await;
        post(&store, Letter::TicketReceived { ticket: ticket.number }).await;
        deliver(&store, config(Some(&server)), at(1)).await;
        let letters = server.letters();
        assert_eq!(letters.len(), 1);
        let letter = &letters[0];
        assert!(letter.to.contains("<Eva@Example.org>"), "{}", letter.to);
        assert!(letter.from.contains("<support@example.org>"), "{}", letter.from);
        assert_eq!(header(letter, "Auto-Submitted").as_deref(), Some("auto-replied"));
        assert_eq!(header(letter, "Message-ID").as_deref(), Some("<ticket-1001@example.org>"));
        assert!(header(letter, "Content-Type").unwrap().starts_with("multipart/alternative"));
        let reply_to = header(letter, "Reply-To").unwrap();
        let secret = store.secret("reply-address").await.unwrap();
        assert_eq!(read_reply_address(&reply_to, &secret), Some(TicketNumber(1001)), "{reply_to}");
        let text = plain(letter);
        for part in ["Kedves Kovács Éva!", "1001", "> Hol a számlám?", "https://help.example.org/hu/tickets/secret", "(UTC)"] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }
}

on_both_databases! {
    async fn an_agents_answer_joins_the_thread_and_is_not_called_automatic(db) {
        let (store, server) = (db.store().await, SmtpServer::start().await);
        let (ticket, _) = create(&store, 0).await;
        let tx = store.write().await.unwrap();
        let new = NewTicketMessage {
            by: Actor::agent(UserId(new_id(at(0)))),
            author_name: "Anna".into(),
            internal: false,
            body: "It is **here**: [page](/hu/articles/billing/invoices)".into(),
            mail_id: None,
        };
        let (_, message) = tx.append_ticket_message(ticket.number, new, MessageEffect::default(), at(1)).await.unwrap();
        tx.insert_letter(&Letter::TicketReplied { ticket: ticket.number, message: message.id }, at(1)).await.unwrap();
        tx.commit().await.unwrap();
        deliver(&store, config(Some(&server)), at(1)).await;
        let letter = &server.letters()[0];
        assert_eq!(header(letter, "Auto-Submitted"), None);
        assert_eq!(header(letter, "In-Reply-To").as_deref(), Some("<ticket-1001@example.org>"));
        assert_eq!(header(letter, "Message-ID"), Some(format!("<message-{}@example.org>", message.id)));
        let text = plain(letter);
        assert!(text.contains("Anna") && text.contains("<strong>here</strong>"), "{text}");
        assert!(text.contains("href=\"https://help.example.org/hu/articles/billing/invoices\""), "{text}");
    }
}

on_both_databases! {
    async fn a_refused_letter_is_given_up_and_a_deferred_one_is_tried_again(db) {
        let (store, server) = (db.store().await, SmtpServer::start().await);
        let (ticket, _) = create(&store, 0).await;
        let letter = Letter::TicketReceived { ticket: ticket.number };
        server.answer("550 no such mailbox");
        post(&store, letter.clone()).await;
        deliver(&store, config(Some(&server)), at(1)).await;
        let dead = store.list_outbox(OutboxState::Dead, 10).await.unwrap();
        assert!(dead[0].error.as_deref().unwrap().contains("no such mailbox"), "{dead:?}");
        server.answer("450 busy");
        post(&store, letter).await;
        deliver(&store, config(Some(&server)), at(2)).await;
        assert_eq!(store.count_outbox().await.unwrap().due, 1);
        server.answer("250 ok");
        deliver(&store, config(Some(&server)), at(60)).await;
        assert_eq!(server.letters().len(), 1);
        assert_eq!(store.count_outbox().await.unwrap().due, 0);
    }
}

on_both_databases! {
    async fn without_a_mail_server_letters_wait_and_leave_once_there_is_one(db) {
        let (store, server) = (db.store().await, SmtpServer::start().await);
        let (ticket, _) = create(&store, 0).await;
        post(&store, Letter::TicketReceived { ticket: ticket.number }).await;
        deliver(&store, config(None), at(1)).await;
        assert_eq!(store.count_outbox().await.unwrap().waiting, 1);
        let mut config = config(Some(&server));
        config.mail.reply_address = None;
        // Started with a mail server, the worker wakes what waited.
        let tx = store.write().await.unwrap();
        tx.wake_outbox(answerdesk::store::OutboxKind::Mail, at(2)).await.unwrap();
        tx.commit().await.unwrap();
        deliver(&store, config, at(2)).await;
        assert_eq!(server.letters().len(), 1);
        assert_eq!(header(&server.letters()[0], "Reply-To"), None);
    }
}

on_both_databases! {
    async fn an_invitation_carries_a_link_that_is_drawn_when_it_leaves(db) {
        let (store, server) = (db.store().await, SmtpServer::start().await);
        let tx = store.write().await.unwrap();
        let new = NewUser {
            email: "ana@example.org".into(),
            name: "Ana\r\nBcc: all@example.org".into(),
            role: Role::Agent,
            password_hash: None,
            locale: Some("es".parse().unwrap()),
        };
        let user = tx.insert_user(new, at(0)).await.unwrap();
        tx.insert_letter(&Letter::Invitation { user: user.id }, at(0)).await.unwrap();
        tx.commit().await.unwrap();
        deliver(&store, config(Some(&server)), at(1)).await;
        let letter = &server.letters()[0];
        assert!(header(letter, "Bcc").is_none() && !letter.to.contains("all@"), "{}", letter.data);
        let text = plain(letter);
        let link = text.split("/desk/setup/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
        let found = store.find_link(&answerdesk::base::Token::shown(link), at(2)).await.unwrap().unwrap();
        assert_eq!(found.user, Some(user.id));
        assert!(text.contains("Elegir una contraseña"), "{text}");
        let stored = store.list_outbox(OutboxState::Sent, 1).await.unwrap();
        assert!(!stored[0].payload.to_string().contains("setup"), "no secret is stored");
    }
}

on_both_databases! {
    async fn time_marks_broken_promises_and_closes_what_was_solved(db) {
        use answerdesk::{desk::Status, store::TicketChange};
        let store = db.store().await;
        let (late, _) = create(&store, 0).await;
        let (solved, _) = create(&store, 0).await;
        let tx = store.write().await.unwrap();
        let change = TicketChange { status: Some(Status::Solved), ..Default::default() };
        tx.update_ticket(solved.number, change, Actor::SYSTEM, at(1)).await.unwrap();
        tx.commit().await.unwrap();
        let timers = |minutes| Timers { store: store.clone(), clock: Clock::Fixed(at(minutes)), config: Arc::new(config(None)) };
        let find = async |number| store.find_ticket(number).await.unwrap().unwrap();
        timers(61).tickets().await.unwrap();
        assert_eq!(find(late.number).await.breached_at.unwrap().0, at(61));
        assert_eq!(find(solved.number).await.status, Status::Solved);
        timers(7 * 24 * 60 + 2).tickets().await.unwrap();
        assert_eq!(find(solved.number).await.status, Status::Closed);
        assert_eq!(find(late.number).await.breached_at.unwrap().0, at(61));
        timers(7 * 24 * 60 + 3).purge().await.unwrap();
        assert_eq!(find(solved.number).await.status, Status::Closed);
    }
}

on_both_databases! {
    async fn letters_go_only_to_a_mail_server_whose_certificate_is_right(db) {
        let (server, authority) = SmtpServer::start_tls(db.folder.path()).await;
        let store = db.store().await;
        let (ticket, _) = create(&store, 0).await;
        post(&store, Letter::TicketReceived { ticket: ticket.number }).await;
        let mut wanted = config(Some(&server));
        wanted.mail.tls = SmtpTls::Tls;
        wanted.mail.smtp_host = Some("localhost".into());
        deliver(&store, wanted.clone(), at(1)).await;
        let due = store.list_outbox(OutboxState::Due, 1).await.unwrap();
        assert!(server.letters().is_empty() && due[0].error.as_deref().unwrap().contains("certificate"), "{due:?}");

        wanted.mail.ca_file = Some(authority);
        wanted.mail.smtp_host = Some("127.0.0.1".into());
        deliver(&store, wanted.clone(), at(60)).await;
        let due = store.list_outbox(OutboxState::Due, 1).await.unwrap();
        assert!(server.letters().is_empty() && due.len() == 1, "another name than the certificate's: {due:?}");

        wanted.mail.smtp_host = Some("localhost".into());
        deliver(&store, wanted, at(120)).await;
        assert_eq!(server.letters().len(), 1);
    }
}
