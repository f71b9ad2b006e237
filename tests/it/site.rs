//! The help center as a browser without scripts and a search engine meet it.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

use super::support::Site;

const FILES: [(&str, &str); 8] = [
    ("en/_category.md", "---\ntitle: Home\n---\nWelcome.\n"),
    ("en/account/_category.md", "---\ntitle: Account\n---\n"),
    (
        "en/account/reset-password.md",
        "---\ntitle: Reset your password\nslug: reset\naliases: [old/reset]\nquestions: [\"How do I reset my password?\"]\n---\nUse the link on the sign-in page.\n\n## By e-mail\n\nWe send a letter.\n\n## By phone\n\nCall us.\n",
    ),
    ("en/account/delete.md", "---\ntitle: Delete your account\n---\nGone for good.\n"),
    ("en/account/draft.md", "---\ntitle: ZORBLE draft\nstatus: draft\n---\nZORBLE\n"),
    ("en/account/inside.md", "---\ntitle: ZORBLE inside\nvisibility: agent\n---\nZORBLE\n"),
    ("hu/account/reset-password.md", "---\ntitle: Jelszó visszaállítása\n---\nHasználja a hivatkozást.\n"),
    ("en/account/picture.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
];

fn site() -> Site {
    Site::new(&FILES).start()
}

#[test]
fn a_reader_is_led_to_their_language_and_from_old_addresses_to_new_ones() {
    let site = site();
    let hungarian = site.get_with("/", &[("accept-language", "hu-HU,hu;q=0.9")]);
    assert_eq!((hungarian.status, hungarian.header("location")), (302, Some("/hu/")));
    assert!(hungarian.header("vary").is_some_and(|vary| vary.to_lowercase().contains("accept-language")));
    assert_eq!(site.get_with("/", &[("accept-language", "de")]).header("location"), Some("/en/"));
    for old in ["/en/articles/account/reset-password", "/en/articles/old/reset", "/en/articles/account/reset/"] {
        let moved = site.get(old);
        assert_eq!((moved.status, moved.header("location")), (301, Some("/en/articles/account/reset")), "{old}");
    }
    assert_eq!(site.get("/en").header("location"), Some("/en/"));
}

#[test]
fn an_article_is_whole_without_scripts_and_kept_by_browsers() {
    let site = site();
    let page = site.get("/en/articles/account/reset");
    assert_eq!(page.status, 200);
    for expected in [
        "<h1>Reset your password</h1>",
        "id=\"by-e-mail\"",
        "FAQPage",
        "hreflang=\"hu\"",
        "/en/articles/account/delete",
    ] {
        assert!(page.body.contains(expected), "{expected}");
    }
    let tag = page.header("etag").expect("a validator").to_owned();
    assert_eq!(site.get_with("/en/articles/account/reset", &[("if-none-match", &tag)]).status, 304);
    let markdown = site.get("/en/articles/account/reset.md");
    assert_eq!(markdown.status, 200);
    assert!(markdown.header("content-type").is_some_and(|it| it.starts_with("text/markdown")));
    assert!(markdown.body.starts_with("# Reset your password"), "{}", markdown.body);
}

#[test]
fn what_is_not_there_is_a_real_404_that_helps() {
    let site = site();
    for path in [
        "/nowhere",
        "/en/articles/nothing",
        "/en/categories/nothing",
        "/xx/",
        "/en/articles/account/draft",
        "/en/articles/account/inside",
        "/en/articles/account/inside.md",
    ] {
        let page = site.get(path);
        assert_eq!(page.status, 404, "{path}");
        assert!(page.body.contains("role=\"search\"") && !page.body.contains("ZORBLE"), "{path}");
    }
    let elsewhere = site.get("/hu/articles/account/delete");
    assert_eq!(elsewhere.status, 404);
    assert!(elsewhere.body.contains("href=\"/en/articles/account/delete\""), "the language that has it");
    let api = site.get("/api/v1/nothing");
    assert_eq!((api.status, api.header("content-type")), (404, Some("application/problem+json")));
}

#[test]
fn searching_needs_no_script() {
    let site = site();
    let page = site.get("/en/search?q=pasword");
    assert_eq!(page.status, 200);
    assert!(
        page.body.contains("/en/articles/account/reset") && page.body.contains("rel=\"canonical\""),
        "{}",
        page.body
    );
    let nothing = site.get("/en/search?q=zorble");
    assert!(nothing.body.contains("noindex") && !page.body.contains("noindex"));
    assert!(nothing.body.contains("No article matches") && !nothing.body.contains("ZORBLE"), "{}", nothing.body);
    assert!(nothing.body.contains("/en/contact"), "a person can be asked");
}

#[test]
fn a_vote_is_taken_without_a_script_and_asks_a_no_for_its_reason() {
    let site = site();
    let no = site.post_form("/en/articles/account/reset", &[], "helped=no");
    // Loading the page of thanks again votes for nothing.
    assert_eq!((no.status, no.header("location")), (303, Some("/en/articles/account/reset?thanks=no")));
    let asked = site.get("/en/articles/account/reset?thanks=no");
    assert!(asked.body.contains("name=\"reason\"") && asked.body.contains("name=\"comment\""), "{}", asked.body);
    let reason = site.post_form("/en/articles/account/reset", &[], "helped=no&reason=unclear&comment=step%202");
    let done = site.get(reason.header("location").expect("a page of thanks"));
    assert!(done.status == 200 && done.body.contains("we have noted it") && done.body.contains("noindex"));
    assert!(site.get("/en/articles/account/reset?utm=x").body.contains("canonical"), "any other query is the article");
    let quiet = site.post_form("/en/articles/account/reset", &[("accept", "application/json")], "helped=yes");
    assert_eq!(quiet.status, 204);
    assert_eq!(site.post_form("/en/articles/account/inside", &[], "helped=yes").status, 404);
}

#[test]
fn a_message_becomes_a_request_that_its_sender_can_follow() {
    let site = site();
    let wrong = site.post_form("/hu/contact", &[], "subject=Seg%C3%ADts%C3%A9g&body=&name=Ada&email=nobody");
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("value=\"Segítség\"") && wrong.body.contains("id=\"email-error\""), "{}", wrong.body);
    let form = "subject=Help&body=It+is+broken&name=Ada&email=ada%40example.org&key=0123456789abcdef0123";
    let sent = site.post_form("/en/contact", &[], form);
    assert_eq!(sent.status, 303, "{}", sent.body);
    let to = sent.header("location").expect("a page of thanks").to_owned();
    let again = site.post_form("/en/contact", &[], form);
    assert_eq!(again.header("location"), Some(to.as_str()), "sent twice, counted once");
    let changed = site.post_form("/en/contact", &[], &form.replace("broken", "broken+again"));
    assert_eq!(changed.status, 303);
    assert_ne!(changed.header("location"), Some(to.as_str()), "changed after a way back: another message");
    let thanks = site.get(&to);
    assert!(thanks.status == 200 && thanks.body.contains("Its number is "), "{}", thanks.body);
    assert_eq!(thanks.header("referrer-policy"), Some("no-referrer"));
    let path = to.strip_suffix("?new").expect("the request's own page");
    assert!(thanks.body.contains(&format!("href=\"{path}\"")), "{}", thanks.body);
    let page = site.get(path);
    assert!(page.status == 200 && page.body.contains("It is broken"), "{}", page.body);
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    let reply = site.post_form(path, &[], "body=Still+broken&key=abcdef0123456789abcd");
    assert_eq!(reply.status, 303);
    assert!(site.get(path).body.contains("Still broken"));
    assert_eq!(site.post_form(path, &[], "body=").status, 422);
    assert_eq!(site.get("/en/tickets/guess").status, 404);
}

#[test]
fn programs_find_their_way_from_the_configured_address_alone() {
    let site = site();
    let evil = [("host", "evil.invalid"), ("x-forwarded-host", "evil.invalid")];
    for path in ["/sitemap.xml", "/robots.txt", "/en/feed.xml", "/en/opensearch.xml", "/llms.txt", "/en/sitemap.xml"] {
        let document = site.get_with(path, &evil);
        assert_eq!(document.status, 200, "{path}");
        assert!(!document.body.contains("evil.invalid") && !document.body.contains("ZORBLE"), "{path}");
    }
    let map = site.get("/sitemap.xml").body;
    assert!(map.contains("/en/articles/account/reset</loc>") && map.contains("hreflang=\"x-default\""), "{map}");
    assert!(!map.contains("draft") && !map.contains("inside"), "{map}");
    assert!(site.get("/llms.txt").body.contains("/en/articles/account/reset.md"));
    for path in ["/xx/feed.xml", "/xx/sitemap.xml", "/en/sitemap.xml?page=2"] {
        assert_eq!(site.get(path).status, 404, "{path}");
    }
}

/// A form with files as a browser sends it.
fn multipart(fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    for (name, bytes) in files {
        let head = format!("--XX\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.bytes().chain(bytes.iter().copied()).chain(*b"\r\n"));
    }
    body.extend(b"--XX--\r\n");
    body
}

#[test]
fn files_come_with_a_message_and_are_given_back_as_downloads() {
    let site = site();
    let fields = [("subject", "Help"), ("body", "See the picture"), ("name", "Ada"), ("email", "ada@example.org")];
    let png = b"\x89PNG\r\n\x1a\nbytes".as_slice();
    let sent = site
        .post_multipart("/en/contact", &multipart(&fields, &[("x.html", b"<script>1</script>"), ("árvíz.png", png)]));
    assert_eq!(sent.status, 303, "{}", sent.body);
    let path = sent.header("location").and_then(|to| to.strip_suffix("?new")).expect("the request's own page");
    let page = site.get(path);
    assert!(page.body.contains("árvíz.png</a>") && page.body.contains("x.html.txt</a>"), "{}", page.body);
    let at = page.body.find("/files/").expect("a file");
    let id = &page.body[at + 7..at + 7 + 36];
    let file = site.get(&format!("{path}/files/{id}"));
    assert_eq!(file.status, 200);
    assert!(file.header("content-disposition").unwrap().starts_with("attachment; filename="), "a download");
    assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
    assert!(file.header("content-security-policy").unwrap().contains("sandbox"));
    for elsewhere in [format!("/en/tickets/guess/files/{id}"), format!("{path}/files/0"), format!("/files/{id}")] {
        assert_eq!(site.get(&elsewhere).status, 404, "{elsewhere}");
    }
    let desk = site.get(&format!("/desk/tickets/1001/files/{id}"));
    assert!([303, 401].contains(&desk.status), "only agents: {}", desk.status);
    let reply = site.post_multipart(path, &multipart(&[("body", "And this")], &[("log.txt", b"line")]));
    assert_eq!(reply.status, 303);
    assert!(site.get(path).body.contains("log.txt</a>"));
}

#[test]
fn what_could_run_or_is_too_large_is_refused_and_the_text_is_kept() {
    let site = site();
    let fields = [("subject", "Help"), ("body", "Pelargonium"), ("name", "Ada"), ("email", "ada@example.org")];
    let program = site.post_multipart("/en/contact", &multipart(&fields, &[("photo.png", b"MZ\x90\0\x03\0\0")]));
    assert_eq!(program.status, 422);
    assert!(program.body.contains("photo.png") && program.body.contains("Pelargonium"), "{}", program.body);
    let large = site.post_multipart("/en/contact", &multipart(&fields, &[("a.txt", &vec![b'a'; (5 << 20) + 1])]));
    assert_eq!(large.status, 422);
    assert!(large.body.contains("too large") && large.body.contains("Pelargonium"));
    let many: Vec<(&str, &[u8])> = vec![("a.txt", b"a"); 7];
    let many = site.post_multipart("/hu/contact", &multipart(&fields, &many));
    assert!(many.status == 422 && many.body.contains("Legfeljebb 5"), "{}", many.body);
}

#[test]
fn what_has_moved_is_answered_with_301() {
    let site = Site::new(&[
        ("en/old.md", "---\nredirect_to: new\n---\n# Old\n"),
        ("en/gone.md", "---\nredirect_to: https://docs.example.org/gone\n---\n# Gone\n"),
        ("en/new.md", "# New\n\nText.\n"),
    ])
    .start();
    let old = site.get("/en/articles/old");
    assert_eq!((old.status, old.header("location")), (301, Some("/en/articles/new")));
    assert_eq!(site.get("/en/articles/old.md").header("location"), Some("/en/articles/new.md"));
    assert_eq!(site.get("/en/articles/gone").header("location"), Some("https://docs.example.org/gone"));
    assert!(!site.get("/en/").body.contains("Gone") && !site.get("/sitemap.xml").body.contains("/old"));
}

#[test]
fn what_is_read_most_stands_first_on_the_home_page() {
    let mut site = site();
    let browser = [("user-agent", "Mozilla/5.0"), ("sec-fetch-dest", "document")];
    for _ in 0..3 {
        site.get_with("/en/articles/account/reset", &browser);
    }
    site.get_with("/en/articles/account/delete", &[("user-agent", "Mozilla/5.0 (compatible; Somebot/1.0)")]);
    // What was counted is written down when the server stops, and counts from then on.
    site.stop();
    let site = site.start();
    site.wait("the most read article to be first", |site| {
        let home = site.get("/en/").body;
        let at = |path: &str| home.find(path).unwrap_or(usize::MAX);
        at("/en/articles/account/reset") < at("/en/articles/account/delete")
    });
}

#[test]
fn a_company_lays_its_own_templates_over_the_pages() {
    let mut site = Site::new(&FILES);
    let folder = site.folder.path().join("own");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("footer.html"), "<footer>Made by {{ site.name }}, {{ page.kind }}</footer>").unwrap();
    std::fs::write(folder.join("article.html"), "<p>Before</p>{{ content }}").unwrap();
    site.environment("ANSWERDESK_SITE__TEMPLATES", folder.to_str().unwrap());
    let site = site.start();
    for (path, kind) in [
        ("/en/", "home"),
        ("/en/articles/account/reset", "article"),
        ("/en/search?q=x", "search"),
        ("/en/nowhere", "message"),
    ] {
        let page = site.get(path).body;
        assert!(page.contains(&format!("<footer>Made by Answerdesk, {kind}</footer>")), "{page}");
        assert_eq!(page.contains("<p>Before</p>"), kind == "article", "{path}");
    }
}

#[test]
fn a_page_of_the_shop_proposes_its_own_questions() {
    let mut site = Site::new(&[
        ("en/a.md", "# A\n\nText.\n"),
        (
            "en/_bot/refund.md",
            "---\nquestions: [\"Where is my refund?\", \"I want my money back\", \"refund status\"]\n---\nFive days.\n",
        ),
        (
            "en/_bot/hours.md",
            "---\nquestions: [\"When are you open?\", \"opening hours\", \"are you there today\"]\nstarter: true\n---\nAlways.\n",
        ),
    ]);
    site.environment("ANSWERDESK_WIDGET__STARTERS", "[{ page = \"/checkout/**\", cards = [\"refund\", \"gone\"] }]");
    let site = site.start();
    let options = |page: &str| {
        let begun = site.post("/api/v1/conversations", &[], &serde_json::json!({"locale": "en", "page_url": page}));
        begun.json()["greeting"]["options"]
            .as_array()
            .unwrap()
            .iter()
            .map(|o| o["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(options("https://shop.example/checkout/pay"), ["card:refund", "human"]);
    assert_eq!(options("https://shop.example/"), ["card:hours", "human"]);
}

#[test]
fn a_conversation_can_be_sent_to_its_visitor_and_to_nobody_often() {
    let site = site();
    let begun = site.post("/api/v1/conversations", &[], &serde_json::json!({"locale": "en"})).json();
    let path = format!("/api/v1/conversations/{}/transcript", begun["id"].as_str().unwrap());
    let bearer = format!("Bearer {}", begun["token"].as_str().unwrap());
    let send =
        |email: &str| site.post(&path, &[("authorization", &bearer)], &serde_json::json!({ "email": email })).status;
    assert_eq!(send("nobody"), 422);
    assert_eq!([(); 2].map(|()| send("bea@example.org")), [202, 429], "once to an address that nobody gave");
    assert_eq!(send("carl@example.org"), 429, "nor to another such");
    let said = serde_json::json!({"text": "My address is Ada@example.org."});
    let talk = path.replace("/transcript", "/messages");
    assert_eq!(site.post(&talk, &[("authorization", &bearer)], &said).status, 200);
    assert_eq!([(); 2].map(|()| send("ada@example.org")), [202, 202]);
    assert_eq!(send("ada@example.org"), 429, "three letters of one conversation a day");
    assert_eq!(site.post(&path, &[], &serde_json::json!({"email": "ada@example.org"})).status, 404);
}

#[test]
fn old_paths_lead_to_the_article_wherever_they_stood() {
    let article =
        |title: &str| format!("---\ntitle: {title}\naliases: [/help/reset-pw, /old, legacy/pw.html]\n---\nText.\n");
    let site =
        Site::new(&[("en/account/reset.md", &article("Reset")), ("es/account/reset.md", &article("Restablecer"))])
            .start();
    for (path, to) in [
        ("/help/reset-pw", "/en/articles/account/reset"),
        ("/help/reset-pw/", "/en/articles/account/reset"),
        ("/help/reset-pw.html", "/en/articles/account/reset"),
        ("/old", "/en/articles/account/reset"),
        ("/es/help/reset-pw", "/es/articles/account/reset"),
        ("/es/legacy/pw.html", "/es/articles/account/reset"),
        ("/en/articles/account/legacy/pw.html", "/en/articles/account/reset"),
    ] {
        let answer = site.get(path);
        assert_eq!((answer.status, answer.header("location")), (301, Some(to)), "{path}");
    }
    assert_eq!(site.get("/help/other").status, 404);
}

#[test]
fn what_a_form_cannot_be_is_said_on_a_page_in_the_readers_language() {
    let site = site();
    let asked = [("accept-language", "hu")];
    for (path, kind, body, status) in [
        ("/hu/articles/account/reset", "application/json", "{}", 415),
        ("/hu/tickets/x/rating", "application/x-www-form-urlencoded", "score=many", 422),
        ("/hu/search", "application/x-www-form-urlencoded", "q=a", 405),
    ] {
        let headers = [asked[0], ("content-type", kind)];
        let answer = site.send(path, &headers, body);
        assert_eq!(answer.status, status, "{path} {}", answer.body);
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"), "{path} {}", answer.body);
        assert!(answer.body.contains("lang=\"hu\"") && answer.body.contains("Lépjen vissza"), "{path} {}", answer.body);
    }
    // Announced, and refused before it is sent.
    let head = "POST /hu/articles/account/reset HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
        content-type: application/x-www-form-urlencoded\r\ncontent-length: 3000000\r\n\r\n";
    let mut socket = TcpStream::connect(site.url("").trim_start_matches("http://")).unwrap();
    socket.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("content-type: text/html"), "{answer}");
    assert!(answer.contains("lang=\"hu\"") && answer.contains("túl nagyok"), "{answer}");
    assert_eq!(site.get("/healthz").header("content-type"), site.get("/readyz").header("content-type"));
}

#[test]
fn who_guesses_at_the_sign_in_is_limited_whatever_is_sent() {
    let site = site();
    let statuses: Vec<u16> = (0..12)
        .map(|_| site.post("/desk/sign-in", &[], &serde_json::json!({"user": "a", "password": "b"})).status)
        .collect();
    assert_eq!((statuses[0], statuses[11]), (422, 429), "{statuses:?}");
}

#[test]
fn a_very_long_list_is_one_of_letters_unless_its_writer_put_it_in_order() {
    let files: Vec<(String, String)> = (0..130)
        .map(|at| {
            (format!("en/all/a{at}.md"), format!("# {}{at} of many\n\nText.\n", ["Álmos", "Beta", "42 "][at % 3]))
        })
        .collect();
    let mut named: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let plain = Site::new(&named).start();
    let page = plain.get("/en/categories/all").body;
    let letters: Vec<&str> = page.split("<a href=\"#part-").skip(1).map(|rest| &rest[3..4]).collect();
    assert_eq!(letters, ["#", "A", "B"], "signs first, accents with their letter");
    assert_eq!(page.matches("<li><a href=\"/en/articles/all/").count(), 130);
    named.push(("en/all/first.md", "---\ntitle: First\norder: 1\n---\nText.\n"));
    let ordered = Site::new(&named).start();
    assert!(!ordered.get("/en/categories/all").body.contains("#part-"));
}
