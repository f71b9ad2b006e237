//! The help center as a browser without scripts and a search engine meet it.

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
    assert_eq!(no.status, 200, "{}", no.body);
    assert!(no.body.contains("name=\"reason\"") && no.body.contains("name=\"comment\""));
    let reason = site.post_form("/en/articles/account/reset", &[], "helped=no&reason=unclear&comment=step%202");
    assert!(reason.status == 200 && reason.body.contains("we have noted it"));
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
    assert_eq!(sent.status, 201, "{}", sent.body);
    let number =
        |body: &str| body.split_once("Its number is ").map(|(_, rest)| rest.split('<').next().unwrap().to_owned());
    assert_eq!(number(&site.post_form("/en/contact", &[], form).body), number(&sent.body), "sent twice, counted once");
    let link = sent.body.split("href=\"").find(|part| part.contains("/tickets/")).expect("the link");
    let path = &link[link.find("/en/tickets/").unwrap()..link.find('"').unwrap()];
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
