//! What writers, readers and agents rely on.

use super::{en, everything, folder, html, load, now, write};
use crate::{
    base::{ArticleKey, Audience, CardId, CategoryKey},
    kb::{CardTarget, Found, Library, Severity, Status, Stored},
};

const MARKER: &str = "XYZZYMARK";

#[test]
fn nothing_internal_or_unpublished_reaches_the_public() {
    let kb = folder(&[
        (
            "en/public.md",
            "# Public\n\nFor all. [a](inside/a.md) ![x](inside/secret.png)\n\n:::agent\n## XYZZYMARK\nXYZZYMARK ![y](only.png)\n:::\n",
        ),
        ("en/first-heading.md", ":::agent\n# XYZZYMARK\n:::\n\nText.\n"),
        ("en/inside/_category.md", "---\ntitle: XYZZYMARK\nvisibility: agent\n---\nXYZZYMARK\n"),
        ("en/inside/a.md", "# XYZZYMARK\n\nXYZZYMARK ![z](secret.png)\n"),
        ("en/inside/deep/b.md", "# XYZZYMARK\n\nXYZZYMARK\n"),
        ("en/inside/open.md", "---\nvisibility: public\n---\n# Open\n\nShown.\n"),
        ("en/draft.md", "---\nstatus: draft\n---\n# XYZZYMARK\n"),
        ("en/old.md", "---\nstatus: archived\n---\n# XYZZYMARK\n"),
        ("en/later.md", "---\npublish_at: 2030-01-01T00:00:00Z\n---\n# XYZZYMARK\n"),
        ("en/over.md", "---\nexpire_at: 2020-01-01\n---\n# XYZZYMARK\n"),
        ("en/_bot/card.md", "---\nquestions: [q]\n---\nShown.\n\n:::agent\nXYZZYMARK\n"),
        ("en/_category.md", "---\ntitle: Home\n---\nWelcome.\n\n:::agent\nXYZZYMARK\n:::\n"),
    ]);
    for picture in ["en/inside/secret.png", "en/only.png"] {
        write(kb.path(), picture, b"\x89PNG\r\n\x1a\n");
    }
    let library = load(kb.path());
    let public = library.view(Audience::Public);
    let seen = everything(public, &library);
    assert!(!seen.contains(MARKER), "{seen}");
    assert!(seen.contains("Shown.") && seen.contains("Welcome."));
    for path in ["inside/a", "inside/deep/b", "draft", "old", "later", "over"] {
        assert_eq!(public.find(&en(), path), None, "{path}");
    }
    assert!(public.asset("en/only.png").is_none());
    assert!(public.asset("en/inside/secret.png").is_some(), "a public article shows it");
    let agent = library.view(Audience::Agent);
    assert!(agent.asset("en/only.png").is_some());
    assert!(html(&library, Audience::Agent, "public").contains("alert-agent"));
    assert_eq!(agent.articles(&en()).count(), 5);
    assert!(agent.category(&en(), &CategoryKey::from("inside/deep")).is_some());
    assert!(public.category(&en(), &CategoryKey::from("inside/deep")).is_none());
    assert_eq!(library.next_change_at().map(|at| at.to_string()), Some("2030-01-01T00:00:00Z".to_owned()));
}

#[test]
fn only_files_that_articles_refer_to_are_served() {
    let kb = folder(&[
        ("en/a b.md", "# A\n\n![x](<pic one.png>) [config](secret.toml) [src](other.md) [up](../../x.png)\n"),
        ("en/other.md", "# O\n\nText.\n"),
    ]);
    write(kb.path(), "en/pic one.png", b"\x89PNG\r\n\x1a\n");
    write(kb.path(), "en/unused.png", b"\x89PNG\r\n\x1a\n");
    write(kb.path(), "en/secret.toml", "x = 1");
    write(kb.path(), "en/.hidden.png", "x");
    let library = load(kb.path());
    let view = library.view(Audience::Public);
    assert_eq!(view.asset("en/pic one.png").unwrap().content_type, "image/png");
    for path in
        ["en/unused.png", "en/secret.toml", "en/other.md", "en/.hidden.png", "../x.png", "en/../en/pic one.png", ""]
    {
        assert!(view.asset(path).is_none(), "{path}");
    }
    assert!(html(&library, Audience::Public, "a b").contains("src=\"/files/en/pic%20one.png\""));
}

#[test]
fn links_lead_to_pages_of_the_site() {
    let kb = folder(&[
        (
            "en/guide/a.md",
            "# A\n\n[b](b.md#part) [c](../c.md) [home](../_index.md) [cat](./) [hu](../../hu/x.md) [abs](/guide/b/) [ext](https://example.org) [gone](gone.md) [zola](@/c.md) <a href=\"b.md\">raw</a>\n",
        ),
        ("en/guide/b.md", "---\nslug: bee\n---\n# B\n\n## Part\n\nText.\n"),
        ("en/c.md", "# C\n\nText.\n"),
        ("hu/x.md", "# X\n\nSzöveg.\n"),
    ]);
    let page = html(&load(kb.path()), Audience::Public, "guide/a");
    for part in [
        "href=\"/en/articles/guide/bee#part\"",
        "href=\"/en/articles/c\"",
        "href=\"/en/\"",
        "href=\"/en/categories/guide\"",
        "href=\"/hu/articles/x\"",
        "<a href=\"/en/articles/guide/bee\">abs</a>",
        "rel=\"noopener noreferrer\"",
        "<span class=\"broken-link\">gone</span>",
        "<a href=\"/en/articles/c\">zola</a>",
        "<a href=\"/en/articles/guide/bee\">raw</a>",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
}

#[test]
fn addresses_old_and_new_are_found() {
    let kb = folder(&[(
        "en/guide/page.md",
        "---\nslug: better\naliases: [/old/path/, sibling]\nredirect_from: /en/older.html\n---\n# P\n\nText.\n",
    )]);
    let library = load(kb.path());
    let view = library.view(Audience::Public);
    let moved = Some(Found::Moved("/en/articles/guide/better".to_owned()));
    assert_eq!(view.find(&en(), "guide/better"), Some(Found::Article(ArticleKey::from("guide/page"))));
    for path in ["guide/page", "old/path", "guide/sibling", "older", "guide/better/", "Guide/Page"] {
        assert_eq!(view.find(&en(), path), moved, "{path}");
    }
    assert_eq!(view.find(&en(), "nowhere"), None);
}

#[test]
fn an_article_that_has_moved_sends_its_readers_on() {
    let kb = folder(&[
        ("en/old.md", "---\nredirect_to: guide/new#steps\n---\n# Old\n\nText.\n"),
        ("en/out.md", "---\nredirect_to: [\"https://docs.example.org/x\"]\n---\n# Out\n"),
        ("en/path.md", "---\nredirect_to: /en/search?q=x\n---\n# Path\n"),
        ("en/odd.md", "---\nredirect_to: \"javascript:alert(1)\"\n---\n# Odd\n"),
        ("en/self.md", "---\nredirect_to: self\n---\n# Self\n"),
        ("en/guide/new.md", "---\nslug: fresh\n---\n# New\n\nText.\n"),
    ]);
    let library = load(kb.path());
    let view = library.view(Audience::Public);
    let to = |path| match view.find(&en(), path) {
        Some(Found::Moved(to)) => to,
        other => format!("{other:?}"),
    };
    assert_eq!(to("old"), "/en/articles/guide/fresh#steps");
    assert_eq!(to("out"), "https://docs.example.org/x");
    assert_eq!(to("path"), "/en/search?q=x");
    assert!(to("odd").contains("Article") && to("self").contains("Article"));
    let listed: Vec<_> = view.articles(&en()).filter(|a| a.listed).map(|a| a.key.to_string()).collect();
    assert_eq!(listed, ["odd", "guide/new"]);
}

#[test]
fn a_page_has_the_files_title_and_headings() {
    let kb = folder(&[
        ("en/a.md", "---\ntitle: \"A & B\"\n---\n# A & B\n\nText.\n\n# Second {#two}\n\n## `code` & <b>x</b>\n"),
        ("en/b.md", "# First *heading*\n\nText.\n"),
        ("en/c-file_name.md", "Text.\n"),
        ("en/d.md", "---\ntitle: 1.10\n---\nText.\n"),
    ]);
    let library = load(kb.path());
    let titles: Vec<_> = library.view(Audience::Public).articles(&en()).map(|a| a.title.clone()).collect();
    assert_eq!(titles, ["1.10", "A & B", "C file name", "First heading"]);
    let page = html(&library, Audience::Public, "a");
    assert!(!page.contains("<h1") && !page.contains("A &amp; B"), "{page}");
    assert!(
        page.contains("<h2 id=\"two\">") && page.contains("<h2 id=\"code--x\"><code>code</code> &amp; <b>x</b></h2>"),
        "{page}"
    );
}

#[test]
fn the_writers_order_is_kept() {
    let kb = folder(&[
        ("en/z.md", "---\norder: 1\n---\n# Z\n"),
        ("en/a.md", "# A\n"),
        ("en/m.md", "---\nsidebar_position: 2\n---\n# M\n"),
        ("en/late/_category.md", "---\ntitle: Late\norder: 9\n---\n"),
        ("en/late/x.md", "# X\n"),
        ("en/early/_index.md", "---\ntitle: Early\nweight: 1\n---\n"),
        ("en/early/y.md", "# Y\n"),
        ("en/empty/_category.md", "---\ntitle: Empty\n---\n"),
        ("en/quiet/q.md", "---\nhidden: true\n---\n# Q\n"),
    ]);
    let library = load(kb.path());
    let view = library.view(Audience::Public);
    let keys: Vec<_> = view.articles(&en()).map(|a| a.key.to_string()).collect();
    assert_eq!(keys, ["z", "m", "a", "early/y", "late/x", "quiet/q"]);
    let categories: Vec<_> = view.categories(&en()).map(|c| c.key.to_string()).collect();
    assert_eq!(categories, ["", "early", "late"]);
}

#[test]
fn a_file_gone_bad_keeps_its_last_good_version() {
    let kb = folder(&[("en/a.md", "# A\n\nGood text.\n"), ("en/b.md", "# B\n")]);
    let first = load(kb.path());
    write(kb.path(), "en/a.md", "---\ntitle: [\n---\n# A\n");
    let second = Library::load(kb.path(), Some(&first), now()).unwrap();
    assert!(html(&second, Audience::Public, "a").contains("Good text."));
    let finding = &second.findings()[0];
    assert_eq!((finding.severity, finding.skipped), (Severity::Error, false));
    assert_eq!(first.revision(), second.revision(), "the same is served");
    let store = tempfile::tempdir().unwrap();
    second.save(store.path()).unwrap();
    let opened = Library::open(store.path(), kb.path()).unwrap();
    let third = Library::load(kb.path(), Some(&opened), now()).unwrap();
    assert!(html(&third, Audience::Public, "a").contains("Good text."), "also after a restart");
    assert_eq!(third.findings(), second.findings());
    write(kb.path(), "en/a.md", "# A\n\nNew text.\n");
    let mended = Library::load(kb.path(), Some(&third), now()).unwrap();
    assert!(html(&mended, Audience::Public, "a").contains("New text.") && mended.findings().is_empty());
}

#[test]
fn the_revision_is_of_the_content_and_of_what_is_published() {
    let kb = folder(&[("en/a.md", "# A\n"), ("en/b.md", "---\npublish_at: 2026-11-23\n---\n# B\n")]);
    let first = load(kb.path());
    write(kb.path(), "en/a.md", "# A\n");
    assert_eq!(Library::load(kb.path(), Some(&first), now()).unwrap().revision(), first.revision(), "touched only");
    assert_eq!(load(kb.path()).revision(), first.revision());
    let later = Library::load(kb.path(), Some(&first), "2026-11-24T00:00:00Z".parse().unwrap()).unwrap();
    assert_ne!(later.revision(), first.revision(), "b is out");
    assert!(!first.is_current("2026-11-24T00:00:00Z".parse().unwrap()));
    write(kb.path(), "en/a.md", "# A!\n");
    assert_ne!(Library::load(kb.path(), Some(&first), now()).unwrap().revision(), first.revision());
    std::fs::remove_file(kb.path().join("en/a.md")).unwrap();
    let without = Library::load(kb.path(), Some(&first), now()).unwrap();
    assert!(without.view(Audience::Public).find(&en(), "a").is_none());
}

#[test]
fn a_changed_fragment_changes_who_includes_it() {
    let kb = folder(&[("en/a.md", "# A\n\n[!INCLUDE [x](includes/x.md)]\n"), ("en/includes/x.md", "Old fragment.\n")]);
    let first = load(kb.path());
    assert!(html(&first, Audience::Public, "a").contains("Old fragment."));
    write(kb.path(), "en/includes/x.md", "Brand new fragment.\n");
    let second = Library::load(kb.path(), Some(&first), now()).unwrap();
    assert!(html(&second, Audience::Public, "a").contains("Brand new fragment."));
    assert_ne!(first.revision(), second.revision());
    assert!(second.view(Audience::Public).find(&en(), "includes/x").is_none());
}

#[test]
fn what_is_stored_is_what_was_loaded_or_is_refused() {
    let kb = folder(&[
        ("en/a.md", "# A\n\nText of a.\n"),
        ("en/x/b.md", "# B\n\nText of b.\n"),
        ("en/x/first.md", "---\norder: 1\n---\n# The first\n"),
        ("en/_bot/c.md", "---\nquestions: [q]\n---\nC\n"),
        ("es/a.md", "---\nslug: b\n---\n# A\n"),
        ("es/a.mdx", "# Of the same key\n"),
        ("es/b.md", "# B\n\nIts place is wanted by another's slug.\n"),
    ]);
    let library = load(kb.path());
    let store = tempfile::tempdir().unwrap();
    library.save(store.path()).unwrap();
    let opened = Library::open(store.path(), kb.path()).unwrap();
    assert!(opened.is_current(now()));
    assert_eq!(opened.revision(), library.revision());
    assert_eq!(opened.findings(), library.findings());
    let agent = Audience::Agent;
    assert_eq!(everything(opened.view(agent), &opened), everything(library.view(agent), &library));
    drop(opened);
    for name in ["library.bin", "bodies.bin"] {
        let good = std::fs::read(store.path().join(name)).unwrap();
        for damage in [
            good[..good.len() - 1].to_vec(),
            [&good[..], b"x"].concat(),
            {
                let mut bytes = good.clone();
                let at = bytes.len() / 2;
                bytes[at] ^= 1;
                bytes
            },
            Vec::new(),
        ] {
            std::fs::write(store.path().join(name), damage).unwrap();
            assert!(Library::open(store.path(), kb.path()).is_err(), "{name}");
            let hurried = Stored::read(store.path()).and_then(|stored| stored.library(kb.path()));
            assert!(hurried.is_err() || !hurried.unwrap().is_whole(), "{name}: seen at the later look");
        }
        std::fs::write(store.path().join(name), good).unwrap();
    }
    assert!(Library::open(store.path(), kb.path()).is_ok());
    write(kb.path(), "en/new.md", "# New\n");
    assert!(!library.is_current(now()));
}

#[test]
fn an_empty_knowledge_base_is_one() {
    let kb = folder(&[]);
    let library = load(kb.path());
    let store = tempfile::tempdir().unwrap();
    library.save(store.path()).unwrap();
    assert_eq!(Library::open(store.path(), kb.path()).unwrap().locales(), []);
}

#[test]
fn cards_replies_and_settings_are_read() {
    let kb = folder(&[
        ("_synonyms.toml", "two_way = [[\"cost\", \"price\"]]\n[one_way]\nvpn = [\"remote access\"]\n"),
        ("en/_synonyms.toml", "two_way = [[\"sign in\", \"log in\"]]\n"),
        ("en/_pins.toml", "[[pin]]\nquery = \"refund\"\nshow = [\"a\"]\nhide = [\"b\"]\n"),
        ("en/_bot/_phrases.toml", "fallback = [\"Say it another way?\"]\n"),
        ("en/_bot/_tests/one.md", "# One\n\n> Hello\n"),
        ("en/_replies/thanks.md", "---\ntitle: Thanks\ntags: [closing]\n---\nThank you, {requester_name}.\n"),
        (
            "en/_bot/money/refund.md",
            "---\nintent: refund\nquestions: [\"Where is my money?\"]\npatterns: [\"refund*\"]\nstarter: true\nask:\n  - { slot: order, prompt: \"Which?\", pattern: \"[A-Z]{2}-\\\\d{5}\" }\noptions:\n  - { label: \"How\", article: a.md }\n  - { label: \"Person\", handoff: { department: billing, priority: high } }\nwhen: { hours: open, page: \"/checkout/**\" }\n---\nSoon, {order}.\n",
        ),
        ("en/a.md", "# A\n"),
        ("en/b.md", "# B\n"),
    ]);
    let library = load(kb.path());
    assert_eq!(library.findings(), &[]);
    let card = library.card(&en(), &CardId::from("refund")).unwrap();
    assert_eq!(
        (card.ask[0].pattern.as_deref(), card.when.page.as_deref()),
        (Some("[A-Z]{2}-\\d{5}"), Some("/checkout/**"))
    );
    assert!(matches!(&card.options[0].target, CardTarget::Article(key) if key.as_str() == "a"));
    assert!(matches!(&card.options[1].target, CardTarget::Handoff(to) if to.department.as_deref() == Some("billing")));
    assert_eq!((library.replies(&en())[0].id.as_str(), library.goldens(&en()).len()), ("thanks", 1));
    assert_eq!(library.synonyms(&en()).two_way.len(), 2);
    assert_eq!(library.pins(&en()).next().unwrap().hide, ["b"]);
    assert!(library.phrases(&en()).unwrap().contains_key("fallback"));
}

#[test]
fn other_systems_front_matter_means_what_it_means_there() {
    let kb = folder(&[
        ("en/hugo.md", "+++\ntitle = \"H\"\ndraft = true\n+++\n"),
        ("en/jekyll.md", "---\npublished: false\n---\nx"),
        ("en/expired.md", "---\nexpiryDate: 2020-01-01\n---\nx"),
        ("en/future.md", "---\ndate: 2030-01-01\n---\nx"),
        ("en/unlisted.md", "---\nunlisted: true\nlinkTitle: Short\n---\nx"),
    ]);
    let library = load(kb.path());
    let status: Vec<_> = library.all_articles(&en()).map(|a| (a.key.to_string(), a.status, a.listed)).collect();
    for (key, expected) in [
        ("hugo", Status::Draft),
        ("jekyll", Status::Draft),
        ("expired", Status::Archived),
        ("future", Status::Draft),
        ("unlisted", Status::Published),
    ] {
        assert!(
            status.iter().any(|(k, s, listed)| k == key && *s == expected && *listed == (key != "unlisted")),
            "{key} {status:?}"
        );
    }
}
