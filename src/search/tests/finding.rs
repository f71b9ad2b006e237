//! What people type that is not what the article says: codes in part, compounds glued or apart, sentences
//! in another language, slips; and what is shown of the article that answers.

use super::{Fixture, Query, keys, locale};
use crate::search::Answer;

const SHOP: &[(&str, &str)] = &[
    (
        "en/mail/rejected.md",
        "---\ntitle: \"Error 550: relaying denied\"\nquestions: [Why is my mail rejected]\n---\nSign in before you send.\n\n## The recipient does not exist\n\nA mail with error 550 5.1.1 has a slip in the address.\n\n## Quota\n\nCode E1042: the mailbox of the recipient is full.\n",
    ),
    (
        "en/plans/prices.md",
        "---\ntitle: Plans and prices\ntags: [money]\n---\nWhat a plan costs a month.\n\n## For students\n\nStudents pay half of the price.\n",
    ),
    (
        "en/plans/cancel.md",
        "---\ntitle: Cancel a plan\n---\nA plan ends with the month. A refund is paid for the rest.\n",
    ),
    (
        "en/domains/transfer.md",
        "---\ntitle: Move a domain\n---\nThe code is 0x80070005 when the domain is locked. The status is on status.example.com.\n",
    ),
    ("en/_replies/refund.md", "---\ntitle: Refund is on its way\n---\nYour refund is on its way.\n"),
    ("en/_pins.toml", "[[pin]]\nquery = \"refund\"\nshow = [\"plans/cancel\"]\n"),
    (
        "es/planes/baja.md",
        "---\ntitle: Darte de baja\nquestions: [\"¿Cómo me doy de baja?\"]\n---\nCierra el contrato en tu panel.\n",
    ),
    ("es/planes/datos.md", "---\ntitle: Imágenes y correo\n---\nPara imap, usa el puerto 993.\n"),
    ("hu/felmondas.md", "---\ntitle: A szerződés felmondása\n---\nA szerződés bármikor felmondható.\n"),
    ("hu/tarhely.md", "---\ntitle: Tárhely és memória\n---\nA tárhely bővíthető. A csomag mérete látszik.\n"),
    ("de/laptop.md", "---\ntitle: Festplattenverschlüsselung einrichten\n---\nDie Festplatte wird geschützt.\n"),
];

fn answer(fixture: &Fixture, text: &str, tag: &str) -> Answer {
    fixture.public().search(&Query::new(text, locale(tag)))
}

#[test]
fn codes_are_found_whole_and_in_part_and_never_taken_for_others() {
    let fixture = Fixture::of(SHOP);
    let public = fixture.public();
    for (text, article) in [
        ("E1042", "mail/rejected"),
        ("1042", "mail/rejected"),
        ("error e-1042", "mail/rejected"),
        ("80070005", "domains/transfer"),
        ("0x80070005", "domains/transfer"),
        ("status.example.com", "domains/transfer"),
    ] {
        assert_eq!(keys(&public, text, "en").first().map(String::as_str), Some(article), "{text}");
    }
    for other in ["0x80070006", "E1043", "80070015"] {
        let found = answer(&fixture, other, "en");
        assert!(found.hits.is_empty() && found.did_you_mean.is_none(), "{other}: {:?}", found.did_you_mean);
    }
}

#[test]
fn compounds_are_found_by_their_parts_and_by_what_they_end_with() {
    let public = Fixture::of(SHOP).public();
    for (text, tag, article) in [
        ("szerződésfelmondás", "hu", "felmondas"),
        ("tarhelycsomag", "hu", "tarhely"),
        ("memóriaméret", "hu", "tarhely"),
        ("memóriakártya", "hu", "tarhely"),
        ("Verschlüsselung", "de", "laptop"),
    ] {
        assert_eq!(keys(&public, text, tag).first().map(String::as_str), Some(article), "{text}");
    }
}

#[test]
fn a_sentence_in_another_language_of_the_site_is_answered_in_it() {
    let fixture = Fixture::of(SHOP);
    let found = answer(&fixture, "¿cómo me doy de baja?", "en");
    assert_eq!((found.hits[0].locale.as_str(), found.hits[0].article.as_str()), ("es", "planes/baja"));
    assert_eq!(found.did_you_mean, None);
    assert_eq!(answer(&fixture, "cancel a plan", "en").hits[0].locale, "en");
}

#[test]
fn what_the_title_says_is_answered_by_the_beginning() {
    let fixture = Fixture::of(SHOP);
    let anchor = |text: &str, tag: &str| answer(&fixture, text, tag).hits[0].section.anchor.clone();
    assert_eq!(anchor("550 relaying denied", "en"), None);
    assert_eq!(anchor("550", "en"), None);
    assert_eq!(anchor("why is my mail rejected", "en"), None);
    assert_eq!(anchor("recipient does not exist", "en").as_deref(), Some("the-recipient-does-not-exist"));
    assert_eq!(anchor("price for students", "en").as_deref(), Some("for-students"));
}

#[test]
fn a_correction_is_proposed_only_where_it_finds_something() {
    let fixture = Fixture::of(SHOP);
    assert_eq!(answer(&fixture, "cancle a plan", "en").did_you_mean.as_deref(), Some("cancel a plan"));
    for text in ["foo plan", "tom", "tom@x.org", "web mail"] {
        assert_eq!(answer(&fixture, text, "en").did_you_mean, None, "{text}");
    }
}

#[test]
fn an_article_with_a_telling_word_stands_above_one_that_is_only_spelled_alike() {
    let notes: Vec<(String, String)> = (0..30)
        .map(|n| (format!("es/notas/n{n}.md"), format!("# Nota {n}\n\nUna nota de la serie de {n}.\n")))
        .collect();
    let all: Vec<(&str, &str)> =
        SHOP.iter().copied().chain(notes.iter().map(|(p, t)| (p.as_str(), t.as_str()))).collect();
    assert_eq!(keys(&Fixture::of(&all).public(), "datos de imap", "es")[0], "planes/datos");
}

#[test]
fn a_pinned_article_obeys_the_filters_and_pushes_nothing_out() {
    let fixture = Fixture::of(SHOP);
    let (public, desk) = (fixture.public(), fixture.desk());
    assert_eq!(keys(&public, "refund", "en")[0], "plans/cancel");
    assert!(keys(&public, "refund category:domains", "en").iter().all(|key| key.starts_with("domains/")));
    assert!(keys(&public, "refund tag:money", "en").iter().all(|key| key == "plans/prices"));
    assert_eq!(keys(&desk, "refund kind:reply", "en"), ["refund"]);
    let both = keys(&desk, "refund", "en");
    assert!(both.starts_with(&["plans/cancel".to_owned()]) && both.contains(&"refund".to_owned()), "{both:?}");
}

#[test]
fn a_filter_gives_as_many_hits_as_stood_beside_it() {
    let fixture = Fixture::of(SHOP);
    let public = fixture.public();
    for text in ["plan price", "what is the code", "refund", "mail"] {
        let facets = Query { facets: true, ..Query::new(text, locale("en")) };
        let found = public.search(&facets);
        let listed = found.facets.expect("asked for").categories;
        assert_eq!(listed.iter().map(|(_, count)| count).sum::<usize>(), found.total, "{text}: {listed:?}");
        for (category, count) in listed {
            let narrowed = Query { category: Some(category.clone()), ..Query::new(text, locale("en")) };
            assert_eq!(public.search(&narrowed).total, count, "{text} in {category}");
        }
    }
}

#[test]
fn little_words_are_marked_only_where_there_is_nothing_else() {
    let fixture = Fixture::of(SHOP);
    let snippet = |text: &str| answer(&fixture, text, "en").hits[0].snippet.clone();
    assert!(!snippet("what is the price for students").contains("<mark>of</mark>"));
    assert!(snippet("half of the price").contains("<mark>price</mark>"));
}
