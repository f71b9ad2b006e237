//! One broken knowledge base per case, and what a writer is told about it.

use std::path::{Path, PathBuf};

use super::{folder, load, now, write};
use crate::kb::{Finding, Library, Severity, check};

/// Case, and for each finding: severity, code, file, line, a part of what is said.
type Case = (&'static str, &'static [(char, &'static str, &'static str, u32, &'static str)]);

const CASES: &[Case] = &[
    ("bad-yaml", &[('E', "front-matter", "en/broken.md", 2, "bad YAML")]),
    ("bad-toml", &[('E', "front-matter", "en/broken.md", 2, "bad TOML")]),
    ("unclosed-front-matter", &[('E', "front-matter", "en/broken.md", 1, "never closed")]),
    ("front-matter-no-map", &[('W', "front-matter", "en/odd.md", 1, "not keys with values")]),
    ("not-utf8", &[('E', "encoding", "en/broken.md", 2, "not UTF-8")]),
    ("nul", &[('E', "nul", "en/broken.md", 3, "NUL")]),
    ("unclosed-agent-block", &[('W', "agent-block", "en/open.md", 5, "never closed")]),
    (
        "agent-marker-in-a-line",
        &[
            ('W', "agent-block", "en/inline.md", 3, "middle of a line"),
            ('W', "agent-block", "en/inline.md", 3, "never closed"),
        ],
    ),
    (
        "broken-links",
        &[
            ('W', "anchor", "en/links.md", 3, "#missing"),
            ('W', "anchor", "en/links.md", 3, "#nowhere"),
            ('W', "link", "en/links.md", 3, "gone.md"),
            ('W', "link", "en/links.md", 5, "images/gone.png"),
            ('W', "link", "en/links.md", 7, "no page may hold"),
            ('W', "link", "en/links.md", 9, "/docs/old/page"),
        ],
    ),
    ("private-link", &[('W', "link", "en/public.md", 3, "may not see")]),
    ("duplicate-key", &[('W', "duplicate", "en/same/index.md", 0, "same key as en/same.md")]),
    ("duplicate-slug", &[('W', "duplicate", "en/b.md", 0, "another article already has the address there")]),
    ("duplicate-category", &[('W', "duplicate", "en/x/_index.md", 0, "both a _category.md and an _index.md")]),
    ("duplicate-card", &[('W', "duplicate", "en/_bot/b.md", 0, "also written in en/_bot/a.md")]),
    (
        "bad-card",
        &[
            ('W', "card", "en/_bot/card.md", 14, "which is not published"),
            ('W', "card", "en/_bot/card.md", 13, "the article not/there, which is not there"),
            ('W', "card", "en/_bot/card.md", 12, "the card gone, which is not there"),
            ('N', "unknown-key", "en/_bot/card.md", 4, "surprise"),
            ('W', "card", "en/_bot/card.md", 5, "no slot"),
            ('W', "card", "en/_bot/card.md", 5, "no regular expression"),
            ('W', "card", "en/_bot/card.md", 5, "colour"),
            ('W', "card", "en/_bot/card.md", 9, "no label"),
            ('W', "card", "en/_bot/card.md", 9, "leads nowhere"),
            ('W', "card", "en/_bot/card.md", 9, "yesterday"),
            ('W', "card", "en/_bot/card.md", 16, "checkout"),
            ('W', "card", "en/_bot/card.md", 16, "sometimes"),
            ('W', "card", "en/_bot/card.md", 17, "no endpoint"),
        ],
    ),
    ("empty-card", &[('W', "card", "en/_bot/card.md", 2, "answers nothing")]),
    ("bad-dates", &[('W', "front-matter", "en/odd.md", 2, "next week")]),
    ("bad-status", &[('W', "front-matter", "en/odd.md", 2, "live"), ('W', "front-matter", "en/odd.md", 3, "staff")]),
    ("unknown-key", &[('N', "unknown-key", "en/odd.md", 3, "2 unknown keys: colour, ms.topic")]),
    (
        "stale-translation",
        &[
            ('N', "missing-translation", "hu", 0, "1 articles of en have no translation: more"),
            ('W', "translation", "hu/page.md", 2, "has changed since"),
        ],
    ),
    (
        "odd-values",
        &[
            ('W', "front-matter", "en/odd.md", 3, "order: “first”"),
            ('W', "front-matter", "en/odd.md", 4, "review_by: “never”"),
            ('W', "front-matter", "en/odd.md", 5, "updated: “yesterday”"),
            ('W', "front-matter", "en/odd.md", 6, "title stands there twice"),
        ],
    ),
    (
        "alias-twice",
        &[
            ('W', "alias", "en/b.md", 3, "/old/page leads to en/a.md already"),
            ('W', "alias", "en/b.md", 3, "/en/a.html leads to en/a.md already"),
        ],
    ),
    ("no-locale", &[('W', "no-locale", "guide/lost.md", 0, "guide/lost.md stands in no locale")]),
    ("question-twice", &[('W', "question", "en/b.md", 2, "already")]),
    ("empty-article", &[('W', "empty", "en/empty.md", 0, "no text")]),
    (
        "bad-settings",
        &[
            ('W', "synonyms", "_synonyms.toml", 1, "fewer than two"),
            ('W', "synonyms", "_synonyms.toml", 2, "three_way"),
            ('W', "pins", "en/_pins.toml", 0, "has no query"),
            ('W', "pins", "en/_pins.toml", 4, "names the article gone"),
            ('E', "toml", "en/_synonyms.toml", 1, "bad TOML"),
        ],
    ),
    ("foreign-markup", &[('N', "foreign-markup", "en/odd.mdx", 0, "mdx")]),
    ("draft-category", &[('W', "category", "en/x/_category.md", 3, "its articles stay public")]),
    (
        "card-contradictions",
        &[
            ('W', "card", "en/_bot/a.md", 3, "offers “s” twice"),
            ('W', "card", "en/_bot/a.md", 3, "its min is above its max"),
            ('W', "card", "en/_bot/a.md", 3, "place offers a choice of nothing"),
            ('W', "card", "en/_bot/a.md", 3, "pattern of slot code is empty"),
            ('W', "card", "en/_bot/a.md", 8, "leads to url and handoff"),
        ],
    ),
    (
        "card-details",
        &[
            ('W', "card", "en/_bot/a.md", 2, "1 of its questions are empty"),
            ('W', "card", "en/_bot/a.md", 4, "ask knows no “typ”"),
            ('W', "card", "en/_bot/a.md", 6, "leads to its own card"),
            ('W', "card", "en/_bot/a.md", 7, "handoff knows no “departement”"),
            ('W', "card", "en/_bot/a.md", 8, "“martians” is no audience"),
            ('W', "card", "en/_bot/a.md", 8, "waits for the slot colour"),
            ('W', "card", "en/_bot/a.md", 9, "{zzz} is asked for by no card"),
            ('W', "card", "en/_bot/a.md", 11, "{nosuch} is asked for by no card"),
            ('N', "card", "en/_bot/a.md", 11, "{parcel} is not asked for here"),
            ('W', "card", "en/_bot/b.md", 6, "comes from a call"),
        ],
    ),
    (
        "odd-replies",
        &[
            ('W', "alias", "en/page.md", 2, "http://other.example/x"),
            ('W', "reply", "en/_replies/x/a.md", 4, "{{requester_name}}"),
            ('W', "reply", "en/_replies/x/a.md", 4, "{nmae}"),
            ('W', "reply", "en/_replies/x/a.md", 4, "gone.md” leads nowhere"),
            ('W', "reply", "en/_replies/x/a.md", 5, "customers may not see"),
        ],
    ),
    (
        "leads-nowhere",
        &[
            ('W', "include", "en/page.md", 5, "includes/gone.md"),
            ('W', "redirect", "en/three.md", 2, "sub/never"),
            ('W', "redirect", "en/one.md", 2, "leads back"),
            ('W', "redirect", "en/two.md", 2, "leads back"),
            ('N', "pins", "en/_pins.toml", 2, "only agents see"),
            ('W', "pins", "en/_pins.toml", 0, "unknown key hides"),
            ('W', "pins", "en/_pins.toml", 0, "unknown key pins"),
        ],
    ),
    (
        "out-of-reach",
        &[
            ('W', "card", "en/_bot/lost.md", 0, "nothing leads to this card"),
            ('N', "alt", "en/a.md", 6, "https://example.org/a.png has no text"),
            ('W', "title", "en/b.md", 2, "is that of en/a.md in the same category"),
            ('W', "html", "en/b.md", 6, "<script> is left out"),
            ('N', "expired", "en/c.md", 3, "no longer shown"),
        ],
    ),
    (
        "related-gone",
        &[
            ('W', "answer", "en/odd.md", 3, "#gone"),
            ('W', "related", "en/odd.md", 2, "gone"),
            ('N', "review", "en/odd.md", 4, "by Anna until 2020-01-01"),
        ],
    ),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kb_invalid")
}

#[test]
fn each_broken_knowledge_base_is_explained() {
    for (case, expected) in CASES {
        let found = check(&load(&root().join(case)));
        let said = found.iter().map(|f| format!("{f:?}")).collect::<Vec<_>>().join("\n");
        assert_eq!(found.len(), expected.len(), "{case}:\n{said}");
        for (severity, code, path, line, what) in *expected {
            assert!(found.iter().any(|f| fits(f, *severity, code, path, *line, what)), "{case}: {code} {what}\n{said}");
        }
        assert!(found.iter().all(|f| !f.mend.is_empty()), "{case}");
    }
}

fn fits(finding: &Finding, severity: char, code: &str, path: &str, line: u32, what: &str) -> bool {
    let same = matches!(
        (finding.severity, severity),
        (Severity::Error, 'E') | (Severity::Warning, 'W') | (Severity::Note, 'N')
    );
    same && finding.code == code
        && finding.path == Path::new(path)
        && finding.line.unwrap_or(0) == line
        && finding.what.contains(what)
        && (finding.severity == Severity::Error) == finding.skipped
}

#[test]
fn every_case_has_its_folder_and_every_folder_its_case() {
    let mut folders: Vec<String> =
        std::fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let mut cases: Vec<String> = CASES.iter().map(|(case, _)| (*case).to_owned()).collect();
    folders.sort();
    cases.sort();
    assert_eq!(folders, cases);
}

#[test]
fn a_sound_file_beside_a_broken_one_is_served() {
    let library = load(&root().join("bad-yaml"));
    assert_eq!((library.stats().articles, library.stats().skipped), (1, 1));
}

#[test]
fn too_much_is_refused() {
    let kb = folder(&[]);
    write(kb.path(), "en/large.md", vec![b'a'; (2 << 20) + 1]);
    let mut bomb = "---\na: &a [x,x,x,x,x,x,x,x]\n".to_owned();
    for (name, of) in [("b", "a"), ("c", "b"), ("d", "c"), ("e", "d"), ("f", "e")] {
        bomb.push_str(&format!("{name}: &{name} [*{of},*{of},*{of},*{of},*{of},*{of},*{of},*{of}]\n"));
    }
    write(kb.path(), "en/bomb.md", format!("{bomb}---\nText.\n"));
    let library = load(kb.path());
    let codes: Vec<&str> = library.findings().iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(codes, ["front-matter", "too-large"]);
    assert!(library.findings().iter().all(|finding| finding.skipped));
}

#[test]
fn a_missing_folder_is_said() {
    let error = Library::load(Path::new("/nowhere/at/all"), None, now()).unwrap_err();
    assert!(error.to_string().contains("--kb"), "{error}");
}
