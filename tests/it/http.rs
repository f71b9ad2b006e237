//! What every client meets: problems that say what to mend, limits, headers, patience with an end.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use serde_json::json;

use crate::support::Site;

fn site() -> Site {
    Site::new(&[("en/help/one.md", "---\ntitle: One\n---\nSome text.\n")])
}

#[test]
fn a_problem_says_what_to_mend_and_never_why_it_happened_inside() {
    let site = site().start();
    let answer = site.get("/api/v1/search?q=x&limit=0");
    assert_eq!(answer.status, 422);
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    assert_eq!(answer.json()["errors"][0]["field"], "limit");
    let bad = [
        (json!({}), 422),
        (json!({"name": "", "email": "nobody", "subject": "s", "body": "b", "locale": "en"}), 422),
        (json!({"name": "n", "email": "a@example.org", "subject": "s", "body": "b", "locale": "../en"}), 422),
        (json!([1, 2]), 422),
    ];
    for (body, status) in bad {
        let answer = site.post("/api/v1/tickets", &[], &body);
        assert_eq!(answer.status, status, "{body}: {}", answer.body);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        assert!(!answer.body.contains("src/"), "{}", answer.body);
    }
    let missing = site.get("/api/v1/nothing");
    assert_eq!((missing.status, missing.header("content-type")), (404, Some("application/problem+json")));
}

#[test]
fn what_a_layer_refuses_is_a_problem_too() {
    let mut site = site();
    site.environment("ANSWERDESK_SERVER__MAX_BODY", "2000");
    let site = site.start();
    let large =
        json!({"name": "n", "email": "a@example.org", "subject": "s", "body": "b".repeat(3_000), "locale": "en"});
    for (answer, status) in [
        (site.post("/api/v1/search", &[], &json!({})), 405),
        (site.post("/api/v1/tickets", &[], &large), 413),
        (site.post("/api/v1/tickets", &[], &json!({"name": 5})), 422),
        (site.get("/api/v1/search?q=x&limit=many"), 422),
    ] {
        assert_eq!(answer.status, status, "{}", answer.body);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{status}");
        assert_eq!(answer.json()["status"], status);
        if status == 405 {
            assert!(answer.header("allow").is_some_and(|methods| methods.contains("GET")));
        }
        if status == 422 {
            assert_ne!(answer.json()["errors"][0]["field"], json!(null), "{}", answer.body);
        }
    }
}

#[test]
fn a_search_asked_for_again_answers_the_same_and_counts_the_same() {
    let mut site = site();
    site.environment("ANSWERDESK_SERVER__SEARCHES_PER_SECOND", "5");
    let site = site.start();
    site.wait("room within the limit", |site| site.get("/api/v1/search?q=text&locale=en").status == 200);
    let (first, again) = (site.get("/api/v1/search?q=some&locale=en"), site.get("/api/v1/search?q=some&locale=en"));
    let told = |answer: &crate::support::Answer| {
        let mut headers = answer.headers.clone();
        headers.retain(|(name, _)| !["x-request-id", "date", "content-length"].contains(&name.as_str()));
        headers.sort();
        let mut body = answer.json();
        body["took_ms"] = json!(0);
        (answer.status, headers, body)
    };
    assert_eq!(told(&first), told(&again));
    assert_ne!(first.header("x-request-id"), again.header("x-request-id"));
    let tag = first.header("etag").expect("a tag").to_owned();
    let refused = |site: &Site| {
        let answer = site.get_with("/api/v1/search?q=some&locale=en", &[("if-none-match", &tag)]);
        assert!(matches!(answer.status, 304 | 429), "{}", answer.status);
        answer.status == 429
    };
    assert!((0..50).any(|_| refused(&site)), "remembered or not, the limit holds");
}

#[test]
fn a_conversation_begun_twice_with_one_key_is_one() {
    let site = site().start();
    let begin = |key: &str, locale: &str| {
        let body = json!({"locale": locale});
        site.post("/api/v1/conversations", &[("idempotency-key", key)], &body)
    };
    let (first, again, other) = (begin("k-1", "en").json(), begin("k-1", "en").json(), begin("k-2", "en").json());
    assert_eq!(first, again);
    assert_ne!(first["id"], other["id"]);
    assert_ne!(first["token"], other["token"]);
    let bearer = format!("Bearer {}", again["token"].as_str().expect("a token"));
    let path = format!("/api/v1/conversations/{}/messages", first["id"].as_str().expect("an id"));
    assert_eq!(site.post(&path, &[("authorization", &bearer)], &json!({"text": "hello"})).status, 200);
    let reused = begin("k-1", "es");
    assert_eq!(reused.status, 409);
    assert!(
        reused.json()["detail"].as_str().is_some_and(|detail| detail.contains("Idempotency-Key")),
        "{}",
        reused.body
    );
}

#[test]
fn a_ticket_in_a_language_without_content_opens_in_the_sites_own() {
    let site = site().start();
    let body = json!({"name": "n", "email": "a@example.org", "subject": "two\r\nlines", "body": "b", "locale": "de"});
    let made = site.post("/api/v1/tickets", &[], &body);
    let url = made.json()["access_url"].as_str().expect("a link").to_owned();
    let path = url.splitn(4, '/').nth(3).map(|path| format!("/{path}")).expect("a path");
    let page = site.get(&path);
    assert_eq!(page.status, 200, "{url}");
    assert!(page.body.contains("two lines"));
}

#[test]
fn every_page_carries_a_strict_policy() {
    let site = site().start();
    for path in ["/en/", "/en/articles/help/one", "/en/search?q=one", "/en/contact", "/desk/sign-in", "/nowhere"] {
        let answer = site.get(path);
        let policy = answer.header("content-security-policy").unwrap_or_else(|| panic!("{path} has no policy"));
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        for part in ["default-src 'none'", "base-uri", "form-action", "frame-ancestors"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert!(answer.header("x-request-id").is_some());
        assert!(!answer.body.contains(" style=\"") && !answer.body.contains(" onclick="), "{path}");
    }
}

#[test]
fn another_host_name_is_not_believed() {
    let site = site().start();
    for path in ["/", "/en/", "/sitemap.xml", "/robots.txt", "/en/opensearch.xml"] {
        let answer = site.get_with(path, &[("host", "evil.invalid"), ("x-forwarded-host", "evil.invalid")]);
        assert!(!answer.body.contains("evil.invalid"), "{path}");
        assert!(answer.headers.iter().all(|(_, value)| !value.contains("evil.invalid")), "{path}");
    }
}

#[test]
fn guessing_passwords_is_slowed_down_whatever_address_is_claimed() {
    let site = site().start();
    let mut codes = Vec::new();
    for n in 0..60 {
        let claimed = format!("1.2.3.{n}");
        let answer = site.post_form(
            "/desk/sign-in",
            &[("x-forwarded-for", &claimed)],
            "email=a%40example.org&password=wrong-password",
        );
        codes.push(answer.status);
        if answer.status == 429 {
            assert!(answer.header("retry-after").is_some());
            return;
        }
    }
    panic!("never limited: {codes:?}");
}

#[test]
fn a_silent_client_is_cut() {
    let mut site = site();
    site.environment("ANSWERDESK_SERVER__HEADER_TIMEOUT", "1");
    let site = site.start();
    let sent: [&[u8]; 3] = [
        b"",
        b"GET / HTTP/1.1\r\nHost: a",
        b"POST /api/v1/tickets HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
    ];
    for bytes in sent {
        let mut socket = TcpStream::connect(("127.0.0.1", site.port)).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(8))).unwrap();
        socket.write_all(bytes).unwrap();
        let mut answer = Vec::new();
        // Cut with or without an answer; only waiting on for ever is wrong.
        match socket.read_to_end(&mut answer) {
            Ok(_) => {}
            Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset, "{error}"),
        }
    }
}

#[test]
fn too_large_a_body_is_refused() {
    let site = site().start();
    let answer = site.try_post("/api/v1/tickets", &[], &json!({"body": "x".repeat(2 << 20)}));
    assert!(answer.is_none_or(|answer| answer.status == 413));
}

#[test]
fn a_list_is_no_object_and_a_cursor_is_one_that_was_given() {
    let site = site().start();
    let visitor = site.post("/api/v1/conversations", &[], &json!({"locale": "en", "visitor": [null, null]}));
    assert_eq!(visitor.status, 422);
    assert!(visitor.body.contains("must be an object, not a list"), "{}", visitor.body);
    for (path, status) in [
        ("/api/v1/search?q=one&cursor=10", 200),
        ("/api/v1/search?q=one&cursor=", 200),
        ("/api/v1/search?q=one&cursor=%2B5", 422),
        ("/api/v1/search?q=one&cursor=1001", 422),
        ("/api/v1/search?q=one&locale=%1B", 422),
    ] {
        assert_eq!(site.get(path).status, status, "{path}");
    }
    let described = site.get("/openapi.json").json();
    let locale = &described["components"]["schemas"]["Begin"]["properties"]["locale"]["pattern"];
    assert!(locale.as_str().is_some_and(|pattern| pattern.starts_with('^')), "what is taken is described");
}

#[test]
fn whom_the_site_vouches_for_need_not_say_who_they_are() {
    let site = site().start();
    let begun = site.post("/api/v1/conversations", &[], &json!({"locale": "en"})).json();
    let bearer = format!("Bearer {}", begun["token"].as_str().expect("a token"));
    let path = format!("/api/v1/conversations/{}/messages", begun["id"].as_str().expect("an id"));
    let said = |body| site.post(&path, &[("authorization", &bearer)], &body);
    assert_eq!(said(json!({"option": "human"})).status, 200);
    let part = said(json!({"form": {"body": "It is broken"}}));
    assert_eq!(part.status, 200, "a form may hold only what is missing: {}", part.body);
    assert_eq!(said(json!({"form": ["Ada", "ada@example.org", "x"]})).status, 422);
}
