//! Files that visitors send to the bot: taken only when asked for, told by their content, and given to the ticket.

use serde_json::{Value, json};

use crate::support::{Answer, Site};

const CARD: &str = "---
intent: broken
questions: [\"my parcel came broken\", \"the box is damaged\", \"it arrived in pieces\"]
ask:
  - { slot: photo, prompt: \"Do you have a photo?\", type: file, optional: true }
options:
  - { label: \"Send it\", handoff: true }
---
I noted: {photo|no photo}.
";

struct Talk<'a> {
    site: &'a Site,
    path: String,
    bearer: String,
}

impl<'a> Talk<'a> {
    fn begin(site: &'a Site) -> Self {
        let begun = site.post("/api/v1/conversations", &[], &json!({"locale": "en"})).json();
        let path = format!("/api/v1/conversations/{}", begun["id"].as_str().unwrap());
        Self { site, path, bearer: format!("Bearer {}", begun["token"].as_str().unwrap()) }
    }

    fn say(&self, body: &Value) -> Value {
        let answer = self.site.post(&format!("{}/messages", self.path), &[("authorization", &self.bearer)], body);
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    fn attach(&self, name: &str, content: &str, key: &str) -> Answer {
        let headers = [
            ("authorization", self.bearer.as_str()),
            ("content-type", "application/octet-stream"),
            ("idempotency-key", key),
        ];
        self.site.send(&format!("{}/files?name={name}", self.path), &headers, content)
    }
}

fn text(turn: &Value) -> String {
    turn["messages"].as_array().unwrap().iter().map(|message| message["text"].as_str().unwrap()).collect()
}

#[test]
fn a_file_that_the_bot_asks_for_goes_to_the_ticket() {
    let site = Site::new(&[("en/_bot/broken.md", CARD), ("en/help/one.md", "# One\n\nText.\n")]).start();
    let talk = Talk::begin(&site);
    let early = talk.attach("a.txt", "hello", "k0");
    assert_eq!((early.status, early.json()["errors"][0]["field"].as_str()), (422, Some("file")), "{}", early.body);
    let asked = talk.say(&json!({"text": "my parcel came broken"}));
    assert_eq!((asked["slot"].as_str(), asked["slot_type"].as_str()), (Some("photo"), Some("file")), "{asked}");
    assert!(text(&talk.say(&json!({"text": "here it is"}))).contains("attach a file"), "words are no file");
    let refused = talk.attach("run.exe", "MZ\u{0}\u{1}\u{2}", "k1");
    assert_eq!(refused.status, 200, "{}", refused.body);
    assert!(text(&refused.json()).contains("run.exe") && refused.json()["slot"] == "photo", "{}", refused.body);
    let taken = talk.attach("notes.txt", "the box was open", "k2");
    assert!(text(&taken.json()).contains("I noted: notes.txt."), "{}", taken.body);
    assert_eq!(talk.attach("notes.txt", "the box was open", "k2").json(), taken.json(), "sent again it counts once");
    talk.say(&json!({"option": "human"}));
    let made = talk.say(&json!({"form": {"name": "Ana", "email": "ana@example.org", "body": "broken"}}));
    let url = made["ticket"]["access_url"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
    let page = site.get(&format!("/{}", url.splitn(4, '/').nth(3).unwrap()));
    assert_eq!(page.body.matches("notes.txt").count().min(1), 1, "{}", page.body);
    let href = page.body.split("href=\"").find(|rest| rest.contains("/files/")).expect("a link to the file");
    let file = site.get(href.split('"').next().unwrap().trim_start_matches(&site.url("")));
    assert_eq!((file.status, file.body.as_str()), (200, "the box was open"));
}

#[test]
fn a_file_needs_the_conversations_token_and_has_a_limit() {
    let site = Site::new(&[("en/_bot/broken.md", CARD), ("en/help/one.md", "# One\n\nText.\n")]).start();
    let talk = Talk::begin(&site);
    talk.say(&json!({"text": "my parcel came broken"}));
    let path = format!("{}/files?name=a.txt", talk.path);
    assert_eq!(site.send(&path, &[("content-type", "application/octet-stream")], "x").status, 404);
    let large = "x".repeat(6 << 20);
    let refused = talk.attach("large.txt", &large, "k1");
    assert_eq!(refused.status, 200, "{}", refused.body);
    assert!(text(&refused.json()).contains("5 MB"), "{}", refused.body);
}
