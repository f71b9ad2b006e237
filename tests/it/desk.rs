//! The desk as agents and their programs use it: two people on one ticket, merging, saved replies.

use serde_json::{Value, json};

use crate::support::{Answer, Site};

const KB: [(&str, &str); 5] = [
    ("en/shipping/times.md", "# Delivery times\n\nTwo days.\n"),
    ("en/internal/tariff.md", "---\nvisibility: agent\n---\n# Tariff of the carrier\n\nFive.\n"),
    ("en/returns.md", "# Returns\n\nThirty days.\n\n:::agent\nKulancfrist sixty days.\n:::\n"),
    (
        "en/_replies/times.md",
        "# Times\n\nHello {requester_name}, see [times](../shipping/times.md) and [tariff](../internal/tariff.md) \
         by {expected_reply}, {nmae}.\n",
    ),
    ("en/_bot/track.md", "---\nquestions: [\"Where is my parcel?\"]\n---\nOn its way.\n"),
];

/// A person of the desk with a browser.
struct Agent {
    cookie: String,
    csrf: String,
}

fn site() -> Site {
    Site::new(&KB).start()
}

fn person(site: &Site, name: &str) -> Agent {
    person_as(site, name, "agent")
}

fn person_as(site: &Site, name: &str, role: &str) -> Agent {
    let mut add = site.command();
    add.args(["user", "add", &format!("{name}@example.org"), "--name", name, "--role", role]);
    add.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = add.spawn().unwrap();
    std::io::Write::write_all(child.stdin.as_mut().unwrap(), b"correct horse battery\n").unwrap();
    assert!(child.wait().unwrap().success());
    let origin = site.url("");
    let form = format!("email={name}%40example.org&password=correct+horse+battery");
    let answer = site.post_form("/desk/sign-in", &[("origin", &origin)], &form);
    let cookie = answer.header("set-cookie").expect("signed in").split(';').next().unwrap().to_owned();
    let page = site.get_with("/desk/account", &[("cookie", &cookie)]).body;
    let csrf = field(&page, "csrf").expect("a form");
    Agent { cookie, csrf }
}

/// The value of a hidden field.
fn field(html: &str, name: &str) -> Option<String> {
    let from = html.split_once(&format!("name=\"{name}\" value=\""))?.1;
    Some(from.split('"').next()?.to_owned())
}

impl Agent {
    fn open(&self, site: &Site, path: &str) -> Answer {
        site.get_with(path, &[("cookie", &self.cookie)])
    }

    fn send(&self, site: &Site, path: &str, form: &str) -> Answer {
        let origin = site.url("");
        site.post_form(path, &[("cookie", &self.cookie), ("origin", &origin)], &format!("csrf={}&{form}", self.csrf))
    }
}

fn ticket(site: &Site, name: &str, subject: &str) -> Value {
    let body = json!({"name": name, "email": format!("{name}@example.org"), "subject": subject, "body": "Please help.", "locale": "en"});
    let answer = site.post("/api/v1/tickets", &[], &body);
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.json()
}

fn number(ticket: &Value) -> String {
    ticket["number"].as_str().unwrap().to_owned()
}

/// A program with an admin's token.
fn program(site: &Site) -> String {
    let out = site.run(&["token", "add", "robot", "--role", "admin", "--json"], 0);
    let made: Value = serde_json::from_str(&out).expect("JSON");
    format!("Bearer {}", made["token"].as_str().expect("a token"))
}

/// The fields of the properties' form, with some of them chosen otherwise.
fn properties(html: &str, chosen: &[(&str, &str)]) -> String {
    let names = ["subject", "status", "priority", "department", "assignee", "tags"];
    let was = |name: &&str| (name.to_string(), field(html, &format!("was_{name}")).unwrap_or_default());
    let fields = names.iter().map(was).flat_map(|(name, was)| {
        let mine = chosen.iter().find(|(of, _)| *of == name).map_or(was.clone(), |(_, mine)| (*mine).to_owned());
        [format!("{name}={}", mine.replace(' ', "+")), format!("was_{name}={}", was.replace(' ', "+"))]
    });
    fields.collect::<Vec<_>>().join("&")
}

#[test]
fn two_agents_on_one_ticket_do_not_undo_each_other() {
    let site = site();
    let (abe, bea) = (person(&site, "abe"), person(&site, "bea"));
    let path = format!("/desk/tickets/{}", number(&ticket(&site, "ada", "A cup is broken")));
    let before = bea.open(&site, &path).body;
    let saved = abe.send(&site, &path, &properties(&abe.open(&site, &path).body, &[("priority", "urgent")]));
    assert_eq!(saved.status, 303, "{}", saved.body);
    // Bea's page is from before: what she changes is written, what she did not touch stays Abe's.
    assert_eq!(bea.send(&site, &path, &properties(&before, &[("status", "open")])).status, 303);
    let now = abe.open(&site, &path).body;
    assert_eq!((field(&now, "was_priority"), field(&now, "was_status")), (Some("urgent".into()), Some("open".into())));
    // Both change the same: she is told who did what, and what she chose is kept.
    let told = bea.send(&site, &path, &properties(&before, &[("priority", "low"), ("tags", "cup")]));
    assert_eq!(told.status, 409);
    assert!(told.body.contains("abe · priority: Normal → Urgent"), "{}", told.body);
    assert!(told.body.contains("value=\"low\" selected") && told.body.contains("name=\"tags\" value=\"cup\""));
    assert_eq!(bea.send(&site, &path, &properties(&told.body, &[("priority", "low"), ("tags", "cup")])).status, 303);
    assert_eq!(field(&abe.open(&site, &path).body, "was_priority"), Some("low".into()));
}

#[test]
fn who_takes_a_ticket_that_was_just_taken_is_told_whose_it_is() {
    let site = site();
    let (abe, bea) = (person(&site, "abe"), person(&site, "bea"));
    let path = format!("/desk/tickets/{}", number(&ticket(&site, "ada", "A cup is broken")));
    let (of_abe, of_bea) = (abe.open(&site, &path).body, bea.open(&site, &path).body);
    assert_eq!(abe.send(&site, &path, &format!("{}&take=yes", properties(&of_abe, &[]))).status, 303);
    let told = bea.send(&site, &path, &format!("{}&take=yes", properties(&of_bea, &[])));
    assert_eq!(told.status, 409);
    assert!(told.body.contains("abe · assignee: – → abe"), "{}", told.body);
}

#[test]
fn a_reply_to_a_ticket_that_was_answered_meanwhile_is_asked_about_once() {
    let site = site();
    let (abe, bea) = (person(&site, "abe"), person(&site, "bea"));
    let path = format!("/desk/tickets/{}", number(&ticket(&site, "ada", "A cup is broken")));
    let post = format!("{path}/messages");
    let reply = |page: &str, text: &str| format!("body={text}&internal=false&seen={}", field(page, "seen").unwrap());
    let (of_abe, of_bea) = (abe.open(&site, &path).body, bea.open(&site, &path).body);
    assert_eq!(abe.send(&site, &post, &reply(&of_abe, "We+send+another.")).status, 303);
    let told = bea.send(&site, &post, &reply(&of_bea, "Sorry+to+hear."));
    assert_eq!(told.status, 409);
    assert!(told.body.contains("added by: abe") && told.body.contains(">Sorry to hear.</textarea>"), "{}", told.body);
    assert!(told.body.contains("message agent-reply fresh"), "{}", told.body);
    assert_eq!(bea.send(&site, &post, &reply(&told.body, "Sorry+to+hear.")).status, 303);
}

#[test]
fn a_program_that_read_an_older_version_writes_nothing() {
    let site = site();
    let robot = program(&site);
    let token = ("authorization", robot.as_str());
    let path = format!("/api/v1/desk/tickets/{}", number(&ticket(&site, "ada", "A cup is broken")));
    let tag = site.get_with(&path, &[token]).header("etag").expect("a version").to_owned();
    let patch = |tag: Option<&str>, priority: &str| {
        let mut headers = vec![token];
        headers.extend(tag.map(|tag| ("if-match", tag)));
        site.patch(&path, &headers, &json!({"priority": priority}))
    };
    let first = patch(Some(&tag), "high");
    assert_eq!(first.status, 200, "{}", first.body);
    let stale = patch(Some(&tag), "low");
    assert_eq!((stale.status, stale.json()["status"].as_u64()), (412, Some(412)));
    assert_eq!(stale.header("content-type"), Some("application/problem+json"));
    assert_eq!(patch(Some("\"nonsense\""), "low").status, 412);
    assert_eq!(patch(first.header("etag"), "urgent").status, 200);
    assert_eq!((patch(None, "normal").status, patch(Some("*"), "low").status), (200, 200));
    let late = site.post(&format!("{path}/messages"), &[token, ("if-match", &tag)], &json!({"body": "Hi"}));
    assert_eq!(late.status, 412, "{}", late.body);
}

#[test]
fn merged_tickets_go_on_under_one_number_for_everybody() {
    let site = site();
    let abe = person(&site, "abe");
    let robot = program(&site);
    let token = ("authorization", robot.as_str());
    let (one, two, foreign) =
        (ticket(&site, "ada", "A cup"), ticket(&site, "ada", "The cup"), ticket(&site, "bob", "A hat"));
    let merge = |from: &Value, into: &Value| {
        let path = format!("/api/v1/desk/tickets/{}/merge", number(from));
        site.post(&path, &[token], &json!({"into": number(into).parse::<i64>().unwrap()}))
    };
    assert_eq!(merge(&foreign, &one).status, 409, "another customer's");
    let sent = abe.send(&site, &format!("/desk/tickets/{}/merge", number(&two)), &format!("into={}", number(&one)));
    assert_eq!(sent.header("location"), Some(format!("/desk/tickets/{}?done=merged", number(&one)).as_str()));
    let link = two["access_url"].as_str().unwrap();
    let path = &link[link.find("/en/").unwrap()..];
    let page = site.get(path).body;
    assert!(page.contains(&number(&one)) && page.contains("A cup"), "{page}");
    assert!(page.contains(&format!("Request {} was joined to this one", number(&two))), "{page}");
    let file = site.get_with(&format!("/api/v1/desk/tickets/{}", number(&one)), &[token]).json();
    assert_eq!(file["messages"].as_array().unwrap().len(), 3, "{file}");
    let answer =
        site.post(&format!("/api/v1/desk/tickets/{}/messages", number(&two)), &[token], &json!({"body": "Hi"}));
    assert_eq!(answer.status, 409);
    assert!(answer.json()["detail"].as_str().unwrap().contains(&number(&one)), "{}", answer.body);
    assert_eq!(merge(&two, &one).status, 409);
}

#[test]
fn a_saved_reply_comes_with_links_that_work_and_blanks_are_asked_about() {
    let site = site();
    let abe = person(&site, "abe");
    let path = format!("/desk/tickets/{}", number(&ticket(&site, "ada", "Where is it?")));
    let text = abe.open(&site, &format!("{path}/saved-reply?id=en/times")).body;
    assert!(text.contains("Hello ada, see [times](http"), "{text}");
    assert!(text.contains("/en/articles/shipping/times) and tariff"), "{text}");
    assert!(text.contains("{nmae}") && !text.contains("{expected_reply}"), "{text}");
    let post = format!("{path}/messages");
    let form = "body=Hello+%7Bnmae%7D%2C+soon.&internal=false";
    let told = abe.send(&site, &post, form);
    assert_eq!(told.status, 422);
    assert!(
        told.body.contains("Nothing fills {nmae}") && told.body.contains(">Hello {nmae}, soon.</textarea>"),
        "{}",
        told.body
    );
    assert_eq!(abe.send(&site, &post, &format!("{form}&anyway=yes")).status, 303);
}

#[test]
fn a_second_ticket_of_a_conversation_is_added_to_the_first() {
    let site = site();
    let begun = site.post("/api/v1/conversations", &[], &json!({"locale": "en"})).json();
    let bearer = format!("Bearer {}", begun["token"].as_str().unwrap());
    let new = |subject: &str, body: &str| {
        let body = json!({"name": "Ada", "email": "ada@example.org", "subject": subject, "body": body, "locale": "en", "conversation": begun["id"]});
        site.post("/api/v1/tickets", &[("authorization", &bearer)], &body).json()
    };
    let (first, second) = (new("A cup", "It is broken."), new("And a plate", "Broken, too."));
    assert_eq!(first["number"], second["number"], "{second}");
    let robot = program(&site);
    let path = format!("/api/v1/desk/tickets/{}", number(&first));
    let file = site.get_with(&path, &[("authorization", &robot)]).json();
    assert_eq!(file["messages"][1]["body"], "And a plate\n\nBroken, too.", "{file}");
    let said = format!("/api/v1/conversations/{}/messages", begun["id"].as_str().unwrap());
    let turn = site.post(&said, &[("authorization", &bearer)], &json!({"text": "I want to talk to a person"})).json();
    assert!(turn.to_string().contains("You already have a request with us, number 1001"), "{turn}");
}

#[test]
fn kinds_hold_in_the_search_of_the_desk_and_agents_get_to_what_only_they_see() {
    let site = site();
    let robot = program(&site);
    ticket(&site, "ada", "Where is my parcel");
    let search = |query: &str| {
        site.get_with(&format!("/api/v1/desk/search?q={query}&locale=en"), &[("authorization", &robot)]).json()
    };
    site.wait("the ticket to be found", |_| search("parcel")["hits"].to_string().contains("\"ticket\""));
    let kinds = |query: &str| -> Vec<String> {
        let found = search(query);
        found["hits"].as_array().unwrap().iter().map(|hit| hit["kind"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(kinds("kind:card+parcel"), ["card"]);
    assert_eq!(kinds("kind:ticket+parcel"), ["ticket"]);
    let hit = &search("kulancfrist")["hits"][0];
    assert!(hit["url"].as_str().unwrap().starts_with("/desk/read/article/en/returns"), "{hit}");
}

#[test]
fn a_page_that_is_a_script_is_no_page() {
    let site = site();
    for (url, status) in
        [("javascript:alert(1)", 422), ("JaVaScript:x", 422), ("https://example.org/a:b", 201), ("file:///a.html", 201)]
    {
        let answer = site.post("/api/v1/conversations", &[], &json!({"locale": "en", "page_url": url}));
        assert_eq!(answer.status, status, "{url}: {}", answer.body);
    }
}

fn say(site: &Site, begun: &Value, body: &Value) -> Value {
    let bearer = format!("Bearer {}", begun["token"].as_str().unwrap());
    let path = format!("/api/v1/conversations/{}/messages", begun["id"].as_str().unwrap());
    site.post(&path, &[("authorization", &bearer)], body).json()
}

#[test]
fn a_conversation_that_became_a_ticket_is_replayed_without_untrue_differences() {
    let site = site();
    let abe = person(&site, "abe");
    let begun = site.post("/api/v1/conversations", &[], &json!({"locale": "en"})).json();
    say(&site, &begun, &json!({"text": "Where is my parcel?"}));
    say(&site, &begun, &json!({"text": "I want to talk to a person"}));
    let form = json!({"name": "Ada Byron", "email": "ada@example.org", "subject": "Parcel", "body": "It is lost."});
    let done = say(&site, &begun, &json!({"form": form}));
    assert!(done["ticket"]["number"].is_string(), "{done}");
    say(&site, &begun, &json!({"text": "thank you"}));
    let list = abe.open(&site, "/desk/conversations?outcome=handed-off&locale=en").body;
    assert!(list.contains(">Where is my parcel?</a>"), "{list}");
    assert!(!abe.open(&site, "/desk/conversations?outcome=answered").body.contains(">Where is my parcel?</a>"));
    let replay = abe.open(&site, &format!("/desk/conversations/{}", begun["id"].as_str().unwrap())).body;
    assert!(!replay.contains(">different<"), "{replay}");
    assert!(
        replay.contains("On its way.") && replay.contains("Then and today"),
        "what was said then and today: {replay}"
    );
    let ticket = abe.open(&site, &format!("/desk/tickets/{}", done["ticket"]["number"].as_str().unwrap())).body;
    assert!(ticket.contains(&format!("/desk/conversations/{}", begun["id"].as_str().unwrap())), "{ticket}");
}

#[test]
fn only_questions_go_to_what_customers_could_not_find() {
    let site = site();
    let abe = person(&site, "abe");
    let begun = site.post("/api/v1/conversations", &[], &json!({"locale": "en"})).json();
    for text in ["do you repair umbrellas xyzzy", "???", "17"] {
        say(&site, &begun, &json!({"text": text}));
    }
    let page = abe.open(&site, "/desk/content").body;
    assert!(page.contains("do you repair umbrellas xyzzy"), "{page}");
    assert!(!page.contains("<th scope=\"row\">17</th>") && !page.contains("<th scope=\"row\">???</th>"), "{page}");
    let reports = abe.open(&site, "/desk/reports").body;
    let figure = |label: &str| {
        let at = reports.find(&format!("<dt>{label}</dt><dd><b>")).unwrap_or_else(|| panic!("{label} in {reports}"));
        reports[at..].split("<b>").nth(1).unwrap().split('<').next().unwrap().to_owned()
    };
    assert_eq!((figure("Searches"), figure("Without a result")), ("0".into(), "–".into()), "nobody searched");
    assert_eq!(figure("Questions without an answer"), "1");
    assert_eq!(figure("Not answered"), "100%");
}

#[test]
fn a_suggested_example_is_declined_for_good_and_agents_do_not_write_articles() {
    let site = site();
    let abe = person(&site, "abe");
    let key = "a".repeat(64);
    let form = format!("locale=en&target=card%3Atrack&text=my+box+is+late&key={key}&decline=yes");
    assert_eq!(abe.send(&site, "/desk/conversations/examples", &form).status, 403);
    assert!(!abe.open(&site, "/desk/conversations").body.contains("id=\"lessons\""));
    let eve = person_as(&site, "eve", "writer");
    assert_eq!(
        eve.send(&site, "/desk/conversations/examples", &form).header("location"),
        Some("/desk/conversations?done=declined")
    );
    let taken = form.replace("&decline=yes", "");
    assert_eq!(
        eve.send(&site, "/desk/conversations/examples", &taken).header("location"),
        Some("/desk/conversations?done=learned")
    );
    let card = std::fs::read_to_string(site.kb().join("en/_bot/track.md")).unwrap();
    assert!(card.contains("my box is late"), "{card}");
}

#[test]
fn what_a_customer_says_with_a_rating_is_read_on_the_ticket_and_in_the_reports() {
    let site = site();
    let abe = person(&site, "abe");
    let made = ticket(&site, "ada", "A cup");
    let link = made["access_url"].as_str().unwrap();
    let path = &link[link.find("/en/").unwrap()..];
    let rated = site.post_form(&format!("{path}/rating"), &[], "score=2&comment=Slow+%3Cbut%3E+kind");
    assert_eq!(rated.status, 303, "{}", rated.body);
    for page in [format!("/desk/tickets/{}", number(&made)), "/desk/reports".to_owned()] {
        let page = abe.open(&site, &page).body;
        assert!(page.contains("Slow &#60;but&#62; kind") && page.contains("Rating: 2 of 5"), "{page}");
    }
}

#[test]
fn what_a_visitor_says_to_an_agent_who_has_come_in_goes_to_the_ticket() {
    let site = site();
    let abe = person(&site, "abe");
    let begun = site.post("/api/v1/conversations", &[], &json!({"locale": "en"})).json();
    say(&site, &begun, &json!({"text": "I want to talk to a person"}));
    let form = json!({"name": "Ada Byron", "email": "ada@example.org", "subject": "Lamp", "body": "It is broken."});
    let made = say(&site, &begun, &json!({"form": form}));
    let page = format!("/desk/tickets/{}", made["ticket"]["number"].as_str().unwrap());
    let seen = field(&abe.open(&site, &page).body, "seen").unwrap();
    let reply = format!("body=Which+lamp%3F&internal=false&status=pending&seen={seen}");
    assert_eq!(abe.send(&site, &format!("{page}/messages"), &reply).status, 303);
    let turn = say(&site, &begun, &json!({"text": "Where is my parcel?"}));
    assert_eq!((turn["action"].as_str(), turn["card"].as_str()), (Some("handoff"), None), "{turn}");
    let after = abe.open(&site, &page).body;
    assert!(after.matches("Where is my parcel?").count() > 0, "{after}");
    assert_eq!(field(&after, "was_status"), Some("open".into()));
}

#[test]
fn who_comes_back_after_their_ticket_was_closed_for_good_gets_another() {
    let site = site();
    let abe = person(&site, "abe");
    let begun = site.post("/api/v1/conversations", &[], &json!({"locale": "en"})).json();
    let wish = json!({"text": "I want to talk to a person"});
    let form = |body: &str| json!({"form": {"name": "Ada Byron", "email": "ada@example.org", "body": body}});
    say(&site, &begun, &wish);
    let first = number(&say(&site, &begun, &form("A cup is broken."))["ticket"]);
    let page = format!("/desk/tickets/{first}");
    let closed = properties(&abe.open(&site, &page).body, &[("status", "closed")]);
    assert_eq!(abe.send(&site, &page, &closed).status, 303);
    say(&site, &begun, &wish);
    let turn = say(&site, &begun, &form("Now a plate is broken."));
    let second = number(&turn["ticket"]);
    assert_ne!(first, second, "{turn}");
    assert!(turn["messages"].to_string().contains(&second), "it is announced: {turn}");
    let after = abe.open(&site, &format!("/desk/tickets/{second}")).body;
    assert!(after.contains("Now a plate is broken.") && !after.contains("A cup is broken.\nNow"), "{after}");
    assert_eq!(field(&abe.open(&site, &page).body, "was_status"), Some("closed".into()));
}

#[test]
fn the_page_that_a_visitor_walks_on_to_decides_what_holds_there() {
    let card = "---\nquestions: [\"The payment button is grey\", \"I cannot pay\"]\nwhen: { page: \"/checkout/**\" }\n---\nTick the box first.\n";
    let site = Site::new(&[("en/_bot/pay.md", card), KB[4]]).start();
    let begin = json!({"locale": "en", "page_url": "https://shop.example/home"});
    let begun = site.post("/api/v1/conversations", &[], &begin).json();
    let asks = |page: Option<&str>| {
        say(&site, &begun, &json!({"text": "The payment button is grey", "page_url": page}))["card"].clone()
    };
    assert_eq!(asks(None), Value::Null);
    assert_eq!(asks(Some("https://shop.example/checkout/pay")), "pay");
    assert_eq!(asks(Some("https://shop.example/home")), Value::Null);
}
