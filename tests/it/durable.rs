//! What was acknowledged is there after `kill -9`, without a manual step.

use serde_json::json;

use crate::support::Site;

fn site() -> Site {
    Site::new(&[
        (
            "en/help/refunds.md",
            "---\ntitle: Refunds\nquestions: [\"When do I get my refund?\"]\n---\nRefunds take five working days.\n",
        ),
        (
            "en/_bot/hours.md",
            "---\nquestions: [\"When are you open?\", \"opening hours\"]\n---\nWe are open from nine to five.\n",
        ),
    ])
}

#[test]
fn a_conversation_goes_on_after_a_crash_where_it_was() {
    let mut site = site().start();
    let begun = site.post("/api/v1/conversations", &[], &json!({"locale": "en"})).json();
    let bearer = format!("Bearer {}", begun["token"].as_str().unwrap());
    let headers = [("authorization", bearer.as_str())];
    let path = format!("/api/v1/conversations/{}", begun["id"].as_str().unwrap());
    let turn = site.post(&format!("{path}/messages"), &headers, &json!({"text": "I want to talk to a person"})).json();
    assert_eq!(turn["action"], "handoff", "{turn}");
    site.kill();
    site.start_again();
    let transcript = site.get_with(&path, &headers).json();
    assert_eq!(transcript["messages"].as_array().unwrap().len(), 3, "{transcript}");
    let form = json!({"form": {"name": "Ada", "email": "ada@example.org", "body": "My order never came."}});
    let turn = site.post(&format!("{path}/messages"), &headers, &form).json();
    assert_eq!(turn["action"], "handoff");
    assert!(turn["ticket"]["number"].is_string(), "{turn}");
    let again = site.post(&format!("{path}/messages"), &headers, &json!({"text": "talk to a person please"})).json();
    let numbers = [&turn, &again].map(|turn| turn["ticket"]["number"].clone());
    assert!(numbers[1].is_null() || numbers[0] == numbers[1], "a second hand-off makes no second ticket: {again}");
}

#[test]
fn no_acknowledged_ticket_is_lost_by_kill_9_in_mid_writing() {
    let mut site = site().start();
    let mut links = Vec::new();
    for round in 0..3 {
        let stop = std::sync::atomic::AtomicBool::new(false);
        let made = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..3)
                .map(|writer| {
                    let (site, stop) = (&site, &stop);
                    scope.spawn(move || {
                        let mut made = Vec::new();
                        while !stop.load(std::sync::atomic::Ordering::Relaxed) && made.len() < 15 {
                            let body = json!({"name": "Ada", "email": format!("a{round}.{writer}@example.org"),
                                "subject": "Broken", "body": "It does not work.", "locale": "en"});
                            let Some(answer) = site.try_post("/api/v1/tickets", &[], &body) else { break };
                            match answer.status {
                                201 => made.push(answer.json()["access_url"].as_str().unwrap().to_owned()),
                                429 => break,
                                other => panic!("{other}: {}", answer.body),
                            }
                        }
                        made
                    })
                })
                .collect();
            let made = writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect::<Vec<_>>();
            stop.store(true, std::sync::atomic::Ordering::Relaxed);
            made
        });
        links.extend(made);
        site.kill();
        site.start_again();
    }
    assert!(links.len() > 10, "{}", links.len());
    for link in links {
        let path = link.split_once("127.0.0.1").map_or(link.as_str(), |(_, rest)| &rest[rest.find('/').unwrap()..]);
        assert_eq!(site.get(path).status, 200, "{link}");
    }
}

#[test]
fn the_same_idempotency_key_makes_one_ticket() {
    let site = site().start();
    let body = json!({"name": "Ada", "email": "ada@example.org", "subject": "Once", "body": "Please.", "locale": "en"});
    let make = || site.post("/api/v1/tickets", &[("idempotency-key", "abc-1")], &body).json()["number"].clone();
    assert_eq!(make(), make());
}

#[test]
fn a_damaged_index_is_built_anew() {
    let mut site = site().start();
    site.kill();
    for entry in std::fs::read_dir(site.folder.path().join("index")).unwrap().flatten() {
        if entry.path().is_dir() {
            damage(&entry.path());
        }
    }
    site.start_again();
    assert_eq!(site.get("/api/v1/search?q=refunds&locale=en").json()["total"], 1);
}

fn damage(folder: &std::path::Path) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            damage(&entry.path());
        } else {
            std::fs::write(entry.path(), b"rubbish").unwrap();
        }
    }
}
