//! What is not public is found by no public route.

use serde_json::json;

use crate::support::Site;

const MARKER: &str = "zorbleflux";

fn site() -> Site {
    let hidden = |front: &str| {
        format!(
            "---\ntitle: Secret {MARKER}\ntags: [{MARKER}]\nquestions: [\"What is {MARKER}?\"]\n{front}\n---\nText {MARKER}.\n"
        )
    };
    Site::new(&[
        ("en/_category.md", "---\ntitle: Help\n---\nWelcome.\n"),
        ("en/open/_category.md", "---\ntitle: Open\n---\n"),
        ("en/open/public.md", &format!("---\ntitle: Public matters\nquestions: [\"What is public?\"]\n---\nSeen by all about matters.\n\n:::agent\nOnly agents read {MARKER}.\n:::\n\n## More\n\nFurther text.\n\n:::agent More\n## Hidden {MARKER}\n\nUnclosed {MARKER} to the end.\n")),
        ("en/open/internal.md", &hidden("visibility: agent")),
        ("en/open/draft.md", &hidden("status: draft")),
        ("en/open/old.md", &hidden("status: archived")),
        ("en/open/later.md", &hidden("publish_at: 2199-01-01T00:00:00Z")),
        ("en/open/past.md", &hidden("expire_at: 2001-01-01T00:00:00Z")),
        (&format!("en/{MARKER}/_category.md"), &format!("---\ntitle: Inside {MARKER}\nvisibility: agent\n---\nFor us {MARKER}.\n")),
        (&format!("en/{MARKER}/note.md"), &format!("---\ntitle: Note {MARKER}\n---\nText {MARKER}.\n")),
        ("en/_replies/hello.md", &format!("---\ntitle: Reply {MARKER}\n---\nHello {MARKER}.\n")),
        ("en/_bot/refund.md", "---\nquestions: [\"Where is my refund?\", \"refund please\"]\n---\nFive days.\n"),
    ])
    .start()
}

#[test]
fn a_word_of_what_is_internal_draft_archived_or_not_yet_out_is_on_no_public_route() {
    let site = site();
    let queries = [
        MARKER,
        "zorbleflu",
        "zorble",
        "zorblefux",
        "\"zorbleflux\"",
        "zorbleflux*",
        "title:zorbleflux",
        "visibility:agent",
        "tag:zorbleflux",
        "category:zorbleflux",
        "secret",
        "note",
        "-public",
    ];
    let mut paths: Vec<String> = [
        "/",
        "/en/",
        "/en/contact",
        "/sitemap.xml",
        "/robots.txt",
        "/en/feed.xml",
        "/llms.txt",
        "/en/opensearch.xml",
        "/en/articles/open/public",
        "/en/articles/open/public.md",
        "/en/categories/open",
        "/en/articles/open/internal",
        "/en/articles/open/internal.md",
        "/en/articles/open/draft",
        "/en/articles/open/old",
        "/en/articles/open/later",
        "/en/articles/open/past",
        "/en/categories/zorbleflu",
        "/en/articles/nothing-here",
        "/openapi.json",
        "/widget.js",
        "/healthz",
        "/readyz",
        "/files/en/open/internal.md",
        "/files/en/_replies/hello.md",
    ]
    .map(String::from)
    .to_vec();
    for query in queries {
        let query = query.replace('"', "%22");
        paths.extend(
            ["/en/search?q=", "/api/v1/search?locale=en&facets=true&q=", "/api/v1/suggest?locale=en&q="]
                .map(|route| format!("{route}{query}")),
        );
    }
    for path in paths {
        let answer = site.get(&path);
        assert!(answer.status < 500, "{path}: {}", answer.status);
        // What was typed may be shown back; nothing else may.
        let body = answer.body.to_lowercase();
        let typed = path.to_lowercase().contains(MARKER);
        let told = [
            " zorbleflux.",
            "secret zorbleflux",
            "note zorbleflux",
            "inside zorbleflux",
            "reply zorbleflux",
            "hidden zorbleflux",
        ];
        assert!(typed || !body.contains(MARKER), "{path} tells the word");
        assert!(!told.iter().any(|text| body.contains(text)), "{path} tells the text");
    }
}

#[test]
fn a_hidden_word_is_answered_like_nonsense() {
    let site = site();
    let shape = |query: &str| {
        let answer = site.get(&format!("/api/v1/search?locale=en&q={query}")).json();
        (answer["total"].clone(), answer["did_you_mean"].clone(), answer["hits"].clone())
    };
    assert_eq!(shape(MARKER), shape("qqxwvvkkj"));
}

#[test]
fn the_bot_does_not_know_what_is_internal() {
    let site = site();
    let begun = site.post("/api/v1/conversations", &[], &json!({"locale": "en"})).json();
    let bearer = format!("Bearer {}", begun["token"].as_str().unwrap());
    let path = format!("/api/v1/conversations/{}/messages", begun["id"].as_str().unwrap());
    for text in ["What is the secret?", "secret note", "What is it about?"] {
        let turn = site.post(&path, &[("authorization", &bearer)], &json!({"text": text}));
        assert_eq!(turn.status, 200, "{}", turn.body);
        assert!(!turn.body.to_lowercase().contains(MARKER), "{}", turn.body);
    }
}

#[test]
fn a_conversation_is_closed_to_whoever_lacks_its_token() {
    let site = site();
    let begun = site.post("/api/v1/conversations", &[], &json!({"locale": "en"})).json();
    let other = site.post("/api/v1/conversations", &[], &json!({"locale": "en"})).json();
    let id = begun["id"].as_str().unwrap();
    let wrong = format!("Bearer {}", other["token"].as_str().unwrap());
    for headers in [vec![], vec![("authorization", wrong.as_str())]] {
        assert_eq!(site.get_with(&format!("/api/v1/conversations/{id}"), &headers).status, 404);
        assert_eq!(site.get_with(&format!("/api/v1/conversations/{id}/events"), &headers).status, 404);
        assert_eq!(
            site.post(&format!("/api/v1/conversations/{id}/messages"), &headers, &json!({"text": "hi"})).status,
            404
        );
    }
}

#[test]
fn the_desk_gives_no_hint_to_strangers() {
    let site = site();
    for path in
        ["/api/v1/desk/search?q=secret", "/api/v1/desk/tickets", "/api/v1/desk/tickets/1001", "/api/v1/desk/users"]
    {
        let answer = site.get(path);
        assert_eq!(answer.status, 401, "{path}");
        assert!(!answer.body.contains(MARKER));
        assert_eq!(site.get_with(path, &[("authorization", "Bearer nonsense")]).status, 401, "{path}");
    }
}
