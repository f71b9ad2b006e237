//! Cards that look something up in another system, seen by the visitor.

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    path::Path,
    sync::Arc,
};

use serde_json::{Value, json};
use tokio_rustls::rustls::{ServerConnection, StreamOwned};

use crate::support::{Site, smtp::tls};

const CARD: &str = "---
intent: order-status
questions: [\"Where is my order?\", \"When does my parcel arrive?\", \"order status\"]
ask:
  - { slot: order_number, prompt: \"What is your order number?\", pattern: \"[A-Z]{2}-\\\\d{5}\" }
action: { endpoint: orders, path: \"/{order_number}\" }
---
Order {order_number} is **{result.status}**.
";

/// An order system: knows AB-12345, sends elsewhere for AB-00302, says too little of AB-00000.
fn order_system(folder: &Path) -> (u16, std::path::PathBuf) {
    let (config, certificate) = tls(folder);
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut stream = StreamOwned::new(ServerConnection::new(config.clone()).unwrap(), stream);
            let mut request = Vec::new();
            let mut byte = [0];
            while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
                request.push(byte[0]);
            }
            let request = String::from_utf8_lossy(&request).into_owned();
            let (status, body) = match request.split(' ').nth(1) {
                Some("/api/AB-12345") if request.contains("Bearer secret") => {
                    ("200 OK", r#"{"status":"on its <way>"}"#)
                }
                Some("/api/AB-00302") => ("302 Found\r\nlocation: https://localhost/", "{}"),
                Some("/api/AB-00000") => ("200 OK", "{}"),
                _ => ("404 Not Found", "{}"),
            };
            let length = body.len();
            let _ = write!(stream, "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
            stream.conn.send_close_notify();
            let _ = stream.flush();
        }
    });
    (port, certificate)
}

fn ask(site: &Site, order: &str) -> Value {
    let begun = site.post("/api/v1/conversations", &[], &json!({"locale": "en"})).json();
    let bearer = format!("Bearer {}", begun["token"].as_str().unwrap());
    let headers = [("authorization", bearer.as_str())];
    let path = format!("/api/v1/conversations/{}/messages", begun["id"].as_str().unwrap());
    let asked = site.post(&path, &headers, &json!({"text": "where is my order"})).json();
    assert_eq!(asked["slot"], "order_number", "{asked}");
    site.post(&path, &headers, &json!({"text": order})).json()
}

#[test]
fn a_card_tells_what_the_system_says_and_hands_off_where_it_says_nothing() {
    let site = Site::new(&[("en/_bot/order.md", CARD), ("en/help/a.md", "# A\n\nText.\n")]);
    let (port, certificate) = order_system(site.folder.path());
    let configuration = format!(
        "[bot.endpoints.orders]\nurl = \"https://localhost:{port}/api\"\ntoken = \"secret\"\nprivate = true\nca_file = {:?}\n",
        certificate.display().to_string()
    );
    std::fs::write(site.folder.path().join("answerdesk.toml"), configuration).unwrap();
    let site = site.start();
    let told = ask(&site, "AB-12345");
    assert_eq!((told["action"].as_str(), told["card"].as_str()), (Some("answer"), Some("order-status")), "{told}");
    assert!(told["messages"][0]["text"].as_str().unwrap().contains("on its <way>"), "{told}");
    assert!(!told["messages"][0]["html"].as_str().unwrap().contains("<way>"), "what came back is no markup: {told}");
    assert_eq!(told["candidates"][0]["card"], "order-status");
    for order in ["AB-00302", "AB-00000", "AB-99999"] {
        let lost = ask(&site, order);
        assert_eq!(lost["action"], "handoff", "{order}: {lost}");
        assert!(!lost["messages"].to_string().contains("{result"), "{lost}");
    }
}

#[test]
fn a_private_address_is_not_called_unless_it_is_meant() {
    let site = Site::new(&[("en/_bot/order.md", CARD), ("en/help/a.md", "# A\n\nText.\n")]);
    let (port, certificate) = order_system(site.folder.path());
    let configuration = format!(
        "[bot.endpoints.orders]\nurl = \"https://localhost:{port}/api\"\ntoken = \"secret\"\nca_file = {:?}\n",
        certificate.display().to_string()
    );
    std::fs::write(site.folder.path().join("answerdesk.toml"), configuration).unwrap();
    let site = site.start();
    assert_eq!(ask(&site, "AB-12345")["action"], "handoff");
}
