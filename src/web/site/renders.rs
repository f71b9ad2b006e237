//! Every page in every interface language: whole, with one main heading, nothing that the content
//! security policy forbids, nothing that readers must not see.

use std::{fs, sync::Arc};

use askama::Template;

use super::{
    Frame, Language, Link, Look, Page, article, category, contact, feedback, home, notice,
    page::TITLE_MAX,
    reader::Reader,
    search::{self, Asked},
    ticket,
    titles::Titles,
};
use crate::{
    base::{ArticleKey, Audience, CategoryKey, Locale},
    config::Config,
    kb::Library,
    search::{Answer, Facets, Hit, HitKind, HitSection},
};

const FILES: [(&str, &str); 9] = [
    ("en/_category.md", "---\ntitle: Help\n---\nWelcome. See [one](a/one.md).\n"),
    ("en/a/_category.md", "---\ntitle: Accounts & keys\ndescription: All of it\n---\n"),
    ("en/a/b/_category.md", "---\ntitle: Deeper\n---\nIntro\n"),
    (
        "en/a/one.md",
        "---\ntitle: \"One <script>\"\nquestions: [\"How?\"]\ntags: [x y]\n---\nLead.\n\n## First\n\nText.\n\n:::agent\nZORBLE\n:::\n\n## Second\n\n```sh\nls\n```\n",
    ),
    ("en/a/b/two.md", "---\ntitle: Two\n---\nLead of two.\n"),
    ("en/loose.md", "# Loose\n\nText\n"),
    ("en/a/inside.md", "---\ntitle: ZORBLE inside\nvisibility: agent\n---\nZORBLE\n"),
    ("hu/a/one.md", "---\ntitle: Egy\ntranslation_of: 0000\n---\nBevezető.\n"),
    ("ar/a/one.md", "---\ntitle: واحد\n---\nنص.\n"),
];

fn library() -> (tempfile::TempDir, Library) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in FILES {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    let library = Library::load(folder.path(), None, "2026-11-22T10:00:00Z".parse().unwrap()).unwrap();
    (folder, library)
}

fn check(name: &str, html: &str) {
    assert!(html.starts_with("<!doctype html>"), "{name}");
    assert_eq!(html.matches("<h1").count(), 1, "{name}: one main heading");
    for forbidden in [" style=\"", " onclick=", "javascript:", "ZORBLE", "{{", "{%", "{ $", "One <script>"] {
        assert!(!html.contains(forbidden), "{name} holds {forbidden}");
    }
    let inline = html.matches("<script").count()
        - html.matches("<script src=").count()
        - html.matches("<script async src=").count();
    let data =
        html.matches("<script type=\"application/").count() + html.matches("<script type=\"module\" src=").count();
    assert_eq!(inline, data, "{name}: scripts in the page are data");
    let raw = regex::Regex::new(r">[^<]*\bsite-[a-z]").unwrap();
    assert!(!raw.is_match(html), "{name} shows a key instead of its message: {:?}", raw.find(html));
    let title = html.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>")).unwrap().0;
    assert!((1..=TITLE_MAX + 10).contains(&title.chars().count()), "{name}: {title}");
    assert!(!html.contains("content=\"\""), "{name}: an empty description");
}

fn hit() -> Hit {
    Hit {
        kind: HitKind::Article,
        article: "a/one".into(),
        locale: "en".into(),
        title: "One".into(),
        url: "/en/articles/a/one#first".into(),
        category: "a".into(),
        visibility: Audience::Public,
        section: HitSection { title: "First".into(), anchor: Some("first".into()) },
        snippet: "a <mark>b</mark>".into(),
        score: 1.0,
        updated: String::new(),
        translation: None,
        explanation: None,
    }
}

#[test]
fn every_page_of_content_renders() {
    let (_folder, library) = library();
    let look = Look::new(&Config::default());
    let view = library.view(Audience::Public);
    let titles = Titles::new(view, library.locales(), "Acme");
    for locale in library.locales() {
        let reader = Reader { frame: &look.frame, view, locales: library.locales(), titles: &titles, locale };
        let popular = [ArticleKey::from("a/one")];
        check("home", &home::home(&reader, &popular).render().unwrap());
        for found in view.categories(locale).filter(|category| !category.key.is_root()) {
            check(found.key.as_str(), &category::category(&reader, found).render().unwrap());
        }
        for found in view.articles(locale) {
            let similar = [Link { url: "/en/articles/loose".into(), title: "Loose".into(), note: None }];
            check(found.key.as_str(), &article::article(&reader, found, &similar).render().unwrap());
        }
        let facets = Facets { categories: vec![("a".into(), 1)], tags: vec![("x y".into(), 1)], kinds: Vec::new() };
        let found = Answer {
            total: 25,
            hits: vec![hit()],
            did_you_mean: Some("one".into()),
            facets: Some(facets),
            ..Answer::default()
        };
        for answer in [found, Answer::default()] {
            let asked =
                Asked { q: "onne <b>".into(), page: 2, tag: Some("t".into()), category: None, as_written: false };
            check("search", &search::results(&reader, &asked, &answer).render().unwrap());
        }
        check("search", &search::results(&reader, &Asked::parse(""), &Answer::default()).render().unwrap());
    }
}

#[test]
fn an_article_says_where_it_stands_and_what_it_is() {
    let (_folder, library) = library();
    let look = Look::new(&Config::default());
    let view = library.view(Audience::Public);
    let titles = Titles::new(view, library.locales(), "Acme");
    let hu: Locale = "hu".parse().unwrap();
    let reader = Reader { frame: &look.frame, view, locales: library.locales(), titles: &titles, locale: &hu };
    let one = view.article(&hu, &ArticleKey::from("a/one")).unwrap();
    let html = article::article(&reader, one, &[]).render().unwrap();
    for expected in [
        "<html lang=\"hu\" dir=\"ltr\">",
        "hreflang=\"x-default\" href=\"http://127.0.0.1:3000/en/articles/a/one\"",
        "hreflang=\"ar\"",
        "rel=\"canonical\" href=\"http://127.0.0.1:3000/hu/articles/a/one\"",
        "\"@type\":\"BreadcrumbList\"",
        "\"@type\":\"TechArticle\"",
        "Az eredeti cikk megváltozott",
        "action=\"/hu/articles/a/one\"",
    ] {
        assert!(html.contains(expected), "{expected}\n{html}");
    }
    assert!(view.category(&hu, &CategoryKey::from("a")).is_some());
}

fn page(frame: &Arc<Frame>, locale: &Locale) -> Page {
    Page::new(frame, locale, "A heading")
        .described("Something.")
        .spoken(&[locale.clone(), "en".parse().unwrap()], |_| None)
}

#[test]
fn every_other_page_renders() {
    let look = Look::new(&Config::default());
    for tag in ["en", "es", "hu", "ar"] {
        let locale: Locale = tag.parse().unwrap();
        let page = page(&look.frame, &locale);
        let back = Link { url: "/en/articles/x".into(), title: "X".into(), note: None };
        let problems = vec![contact::FieldMessage { field: "subject", message: "Write one.".into() }];
        let contact_page = contact::ContactPage {
            page: page.clone(),
            hours: Some(contact::Presence { open: true, text: "Open".into() }),
            today: Some(contact::Today { open: true, hours: "9:00 – 17:00".into() }),
            zone: "Europe/Budapest".into(),
            expected: Some("Soon".into()),
            problems,
            departments: vec![contact::Choice { key: "a\"b".into(), name: "A & B".into(), chosen: true }],
            form: contact::ContactForm { subject: "\"><b>".into(), ..Default::default() },
            key: "k".into(),
        };
        check("contact", &contact_page.render().unwrap());
        let sent = contact::SentPage {
            page: page.clone(),
            number: "A-1".into(),
            url: "/en/tickets/x".into(),
            expected: Some("Soon".into()),
        };
        check("sent", &sent.render().unwrap());
        check("ticket", &ticket_page(page.clone()).render().unwrap());
        let message = notice::MessagePage {
            page: page.clone(),
            code: Some(404),
            heading: "Not here".into(),
            lead: "Sorry".into(),
            search: true,
            languages: vec![Language {
                tag: "en".into(),
                url: "/en/".into(),
                name: "English".into(),
                title: "X".into(),
                current: false,
            }],
            links: vec![back.clone()],
            request_id: Some("abc".into()),
        };
        check("message", &message.render().unwrap());
        check("choose", &home::ChoosePage { page: page.clone() }.render().unwrap());
        let feedback = feedback::FeedbackPage {
            crumbs: Vec::new(),
            heading: "Thanks".into(),
            lead: "Tell us".into(),
            ask: true,
            helped: "no",
            reasons: feedback::reasons(&page),
            feedback_url: "/en/articles/x".into(),
            back,
            page,
        };
        check("feedback", &feedback.render().unwrap());
    }
}

fn ticket_page(page: Page) -> ticket::TicketPage {
    ticket::TicketPage {
        subject: "Help".into(),
        number: "A-1".into(),
        status: "Open".into(),
        expected: Some("Soon".into()),
        flash: Some("Sent".into()),
        messages: vec![ticket::ShownMessage {
            mine: true,
            author: "You".into(),
            at: "today".into(),
            at_iso: "2026-11-22T10:00:00Z".into(),
            html: "<p>Hi</p>".into(),
            files: vec![Link { url: "/en/tickets/x/files/1".into(), title: "a.png".into(), note: Some("3 kB".into()) }],
        }],
        rating: true,
        scores: vec![ticket::Score { value: 5, label: "5".into() }],
        problem: Some("Write first".into()),
        files_problem: Some("Too large".into()),
        draft: String::new(),
        open: true,
        url: "/en/tickets/x".into(),
        key: "k".into(),
        page,
    }
}
