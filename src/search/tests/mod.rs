//! The searcher on small knowledge bases: what is found, in which order, and what must never be.

use std::{fs, path::Path, sync::Arc};

use jiff::Timestamp;
use proptest::prelude::*;

mod finding;
mod near;

use super::{HitKind, Query, Searcher};
use crate::{
    base::{ArticleKey, Locale},
    index::{self, IndexSet},
    kb::Library,
};

const ARTICLES: &[(&str, &str)] = &[
    (
        "en/account/reset-password.md",
        "---\ntitle: Reset your password\ntags: [security]\nquestions: [\"I forgot my password\", \"How do I get a new password?\"]\n---\nYou can set a new password at any time.\n\n## By e-mail\n\nPress *Forgot password* and follow the link in the e-mail.\n\n:::agent\nMarker xylophone: check the bounce list first.\n:::\n",
    ),
    (
        "en/account/close-account.md",
        "---\ntitle: Close your account\n---\nThis deletes your data. You need your password for it, and the password of the owner.\n",
    ),
    (
        "en/billing/invoices.md",
        "---\ntitle: Find your invoices\n---\nInvoices are under Billing. Error 0x80070005 means that the login failed. Version v2.1.3 mends it.\n",
    ),
    (
        "en/billing/refunds.md",
        "---\ntitle: Refunds\n---\nRefunds take five working days.\n\n## Business customers\n\nA refund for a C++ licence goes to the company's card.\n",
    ),
    (
        "en/internal/escalation.md",
        "---\ntitle: Escalation of refunds\nvisibility: agent\n---\nMarker zeppelin: call the second tier.\n",
    ),
    ("en/draft.md", "---\ntitle: Draft about walruses\nstatus: draft\n---\nWalrus walrus.\n"),
    ("en/_replies/refund-sent.md", "---\ntitle: Refund sent\n---\nYour refund is on its way, {requester_name}.\n"),
    ("hu/fiok/jelszo.md", "---\ntitle: A jelszó visszaállítása\n---\nÚj jelszót bármikor kérhet e-mailben.\n"),
    (
        "hu/fiok/okostelefon.md",
        "---\ntitle: Okostelefon párosítása\n---\nAz okostelefon bluetooth kapcsolattal párosítható.\n",
    ),
    (
        "es/cuenta/contrasena.md",
        "---\ntitle: Restablecer la contraseña\n---\nPuede cambiar la contraseña cuando quiera.\n",
    ),
];

struct Fixture {
    folder: tempfile::TempDir,
    library: Library,
    set: IndexSet,
}

impl Fixture {
    fn new() -> Self {
        Self::of(ARTICLES)
    }

    fn of(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            write(&folder.path().join("kb"), path, text);
        }
        let library = load(folder.path());
        let set = index::build(&library, &folder.path().join("index"), None, &|_| {}).expect("built");
        Self { folder, library, set }
    }

    fn public(&self) -> Searcher {
        Searcher::new(Arc::clone(&self.set.public), &self.library)
    }

    fn desk(&self) -> Searcher {
        Searcher::new(Arc::clone(&self.set.desk), &self.library)
    }

    /// Loads the folder again and builds on what is there.
    fn publish(&mut self) {
        let library =
            Library::load(&self.folder.path().join("kb"), Some(&self.library), Timestamp::UNIX_EPOCH).expect("loaded");
        self.set = index::build(&library, &self.folder.path().join("index"), Some(&self.set), &|_| {}).expect("built");
        self.library = library;
    }
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    fs::write(path, text).expect("written");
}

fn load(folder: &Path) -> Library {
    Library::load(&folder.join("kb"), None, Timestamp::UNIX_EPOCH).expect("loaded")
}

fn locale(tag: &str) -> Locale {
    tag.parse().expect("a locale")
}

fn keys(searcher: &Searcher, text: &str, tag: &str) -> Vec<String> {
    searcher.search(&Query::new(text, locale(tag))).hits.into_iter().map(|hit| hit.article).collect()
}

#[test]
fn the_right_article_comes_first() {
    let fixture = Fixture::new();
    let searcher = fixture.public();
    for (text, tag, article) in [
        ("reset password", "en", "account/reset-password"),
        ("i forgot my pasword", "en", "account/reset-password"),
        ("pass", "en", "account/reset-password"),
        ("invoice", "en", "billing/invoices"),
        ("log in failed", "en", "billing/invoices"),
        ("error 0x80070005", "en", "billing/invoices"),
        ("v2.1.3", "en", "billing/invoices"),
        ("c++", "en", "billing/refunds"),
        ("money back", "en", "billing/refunds"),
        ("\"five working days\"", "en", "billing/refunds"),
        ("jelszo visszaallitasa", "hu", "fiok/jelszo"),
        ("telefon párosítás", "hu", "fiok/okostelefon"),
        ("contrasena", "es", "cuenta/contrasena"),
    ] {
        assert_eq!(keys(&searcher, text, tag).first().map(String::as_str), Some(article), "{text}");
    }
}

#[test]
fn a_correction_is_shown() {
    let answer = Fixture::new().public().search(&Query::new("reset pasword", locale("en")));
    assert_eq!(answer.did_you_mean.as_deref(), Some("reset password"));
    assert!(answer.hits[0].snippet.contains("<mark>password</mark>"), "{}", answer.hits[0].snippet);
}

#[test]
fn the_query_language_narrows() {
    let fixture = Fixture::new();
    let searcher = fixture.desk();
    assert_eq!(keys(&searcher, "password -owner", "en"), ["account/reset-password"]);
    assert_eq!(keys(&searcher, "password tag:security", "en"), ["account/reset-password"]);
    assert!(keys(&searcher, "refund category:billing", "en").iter().all(|key| key.starts_with("billing/")));
    assert_eq!(keys(&searcher, "refund kind:reply", "en"), ["refund-sent"]);
    assert_eq!(keys(&searcher, "refund visibility:agent kind:article", "en"), ["internal/escalation"]);
    assert!(keys(&searcher, "refund updated:<1971", "en").iter().all(|key| key == "refund-sent"));
}

#[test]
fn another_locale_is_a_labelled_fallback() {
    let answer = Fixture::new().public().search(&Query::new("visszaállítása", locale("en")));
    assert_eq!(answer.hits[0].locale, "hu");
}

#[test]
fn internal_content_is_found_on_the_desk_only() {
    let fixture = Fixture::new();
    let (public, desk) = (fixture.public(), fixture.desk());
    for marker in ["xylophone", "zeppelin", "xylophon", "zepelin", "escalation", "\"second tier\""] {
        let answer = public.search(&Query::new(marker, locale("en")));
        let text = serde_json::to_string(&answer.hits).expect("JSON");
        assert!(!text.contains("xylophone") && !text.contains("zeppelin") && !text.contains("escalation"), "{text}");
        assert!(!answer.did_you_mean.is_some_and(|better| better.contains("xyloph") || better.contains("zeppelin")));
        assert!(public.suggest(marker, &locale("en"), 5).iter().all(|s| !s.article.starts_with("internal/")));
        assert!(!desk.search(&Query::new(marker, locale("en"))).hits.is_empty(), "{marker}");
    }
    assert!(keys(&public, "walrus", "en").is_empty() && keys(&desk, "walrus", "en").is_empty());
    assert_eq!(public.doc_freq("xylophone", &locale("en")), 0);
}

#[test]
fn suggestions_complete_what_is_typed() {
    let searcher = Fixture::new().public();
    let first = |typed: &str| searcher.suggest(typed, &locale("en"), 5).into_iter().next();
    assert_eq!(first("res").expect("a line").text, "Reset your password");
    assert_eq!(first("reset pas").expect("a line").text, "Reset your password");
    assert_eq!(first("i forg").expect("a line").kind, "question");
    assert_eq!(first("business cu").expect("a line").url, "/en/articles/billing/refunds#business-customers");
    assert!(searcher.suggest("", &locale("en"), 5).is_empty());
}

#[test]
fn related_articles_and_articles_for_a_ticket() {
    let searcher = Fixture::new().public();
    let related = searcher.related(&ArticleKey::from("account/reset-password"), &locale("en"), 3);
    assert_eq!(related[0].article, "account/close-account");
    let similar = searcher.similar("Hello, I paid twice and would like a refund please", &locale("en"), 3);
    assert_eq!(similar[0].article, "billing/refunds");
}

#[test]
fn candidates_tell_how_much_of_an_utterance_is_answered() {
    let searcher = Fixture::new().public();
    let asked = &searcher.candidates("I forgot my password", &locale("en"), 3)[0];
    assert_eq!(asked.key.as_str(), "account/reset-password");
    assert!(asked.exact && asked.question_similarity > 0.9);
    let off = searcher.candidates("what is the weather in Lisbon", &locale("en"), 3);
    assert!(off.first().is_none_or(|best| best.share < asked.share));
}

#[test]
fn light_words_say_little_of_what_an_article_answers() {
    let searcher = Fixture::new().public();
    let best = |is_light: &dyn Fn(&str) -> bool| {
        let found = searcher.consider("where do I keep my password", &locale("en"), 8, is_light).articles;
        found.into_iter().find(|article| article.key.as_str() == "account/reset-password").expect("it is found")
    };
    let (plain, light) = (best(&|_| false), best(&|word| word == "keep"));
    assert!(light.coverage > plain.coverage && light.missing < plain.missing, "{light:?} {plain:?}");
    assert_eq!(best(&|_| true).coverage.to_bits(), plain.coverage.to_bits(), "nothing else was said");
}

#[test]
fn a_change_is_published_and_ranks_as_if_built_anew() {
    let mut fixture = Fixture::new();
    for number in 0..80 {
        let text = format!("---\ntitle: Note {number}\n---\nNote {number} on widgets and password number {number}.\n");
        write(&fixture.folder.path().join("kb"), &format!("en/notes/n{number}.md"), &text);
    }
    fixture.publish();
    let root = fixture.folder.path().join("kb");
    write(&root, "en/billing/refunds.md", "---\ntitle: Refunds\n---\nNow six days, says the walrus.\n");
    fs::remove_file(root.join("en/account/close-account.md")).expect("removed");
    write(&root, "en/billing/cards.md", "---\ntitle: Cards\n---\nCards and the password for them.\n");
    fixture.publish();
    let public = fixture.public();
    assert_eq!(keys(&public, "walrus", "en"), ["billing/refunds"]);
    let phrase = Query { as_written: true, ..Query::new("\"five working days\"", locale("en")) };
    assert_eq!(public.search(&phrase).total, 0, "what was changed stands there no more");
    assert!(keys(&public, "close account", "en").iter().all(|key| key != "account/close-account"));

    let fresh_folder = fixture.folder.path().join("fresh");
    let set = index::build(&fixture.library, &fresh_folder, None, &|_| {}).expect("built");
    for (old, new) in [(&fixture.set.public, &set.public), (&fixture.set.desk, &set.desk)] {
        let changed = Searcher::new(Arc::clone(old), &fixture.library);
        let fresh = Searcher::new(Arc::clone(new), &fixture.library);
        for text in ["password", "note 7 widgets", "refunds", "cards password", "closing an acount", "delete data"] {
            let query = Query::new(text, locale("en"));
            let (left, right) = (changed.answer(&query), fresh.answer(&query));
            assert_eq!(left.did_you_mean, right.did_you_mean);
            let order = |answer: &super::Answer| -> Vec<(String, String)> {
                answer.hits.iter().map(|hit| (hit.article.clone(), format!("{:.4}", hit.score))).collect()
            };
            assert_eq!(order(&left), order(&right), "{text}");
        }
    }
}

#[test]
fn the_desk_shares_an_index_only_while_nothing_in_it_is_internal() {
    let mut fixture = Fixture::new();
    let shared = |fixture: &Fixture, tag: &str| {
        let of = |index: &index::Index| Arc::clone(&index.locales[&locale(tag)]);
        Arc::ptr_eq(&of(&fixture.set.public), &of(&fixture.set.desk))
    };
    assert!(shared(&fixture, "hu") && !shared(&fixture, "en"));
    let root = fixture.folder.path().join("kb");
    write(&root, "hu/fiok/szamla.md", "---\ntitle: Számla\n---\nA számla letölthető.\n");
    fixture.publish();
    assert!(shared(&fixture, "hu"));
    write(&root, "hu/belso.md", "---\ntitle: Belső\nvisibility: agent\n---\nZeppelin.\n");
    write(&root, "hu/fiok/szamla.md", "---\ntitle: Számla\n---\nLetölthető.\n\n:::agent\nXilofon.\n:::\n");
    fixture.publish();
    assert!(!shared(&fixture, "hu"));
    for word in ["zeppelin", "xilofon"] {
        assert!(keys(&fixture.public(), word, "hu").is_empty());
        assert_eq!(keys(&fixture.desk(), word, "hu").len(), 1);
    }
}

#[test]
fn answers_are_the_same_remembered_or_not() {
    let fixture = Fixture::new();
    let (keeps, forgets) = (fixture.public(), fixture.public().remembering(0));
    for text in ["reset password", "reset  password", "pasword", "refunds"] {
        assert_eq!(keys(&keeps, text, "en"), keys(&forgets, text, "en"));
        assert_eq!(keys(&keeps, text, "en"), keys(&forgets, text, "en"));
    }
}

#[test]
fn a_damaged_index_is_built_anew_and_a_cut_off_build_is_forgotten() {
    let mut fixture = Fixture::new();
    let folder = fixture.folder.path().join("index");
    fs::create_dir_all(folder.join(".new-abandoned/public")).expect("a folder");
    let catalogue = fixture.set.path.join("public/en/catalogue");
    fs::write(&catalogue, b"junk").expect("written");
    assert!(index::open(&folder, fixture.library.revision()).is_none());
    fixture.publish();
    assert!(!folder.join(".new-abandoned").exists());
    assert_eq!(keys(&fixture.public(), "refunds", "en")[0], "billing/refunds");
}

#[test]
fn facets_and_pages() {
    let searcher = Fixture::new().desk();
    let mut query = Query::new("refund", locale("en"));
    query.facets = true;
    query.limit = 1;
    let answer = searcher.search(&query);
    assert_eq!(answer.hits.len(), 1);
    let facets = answer.facets.expect("asked for");
    assert!(facets.kinds.contains(&(HitKind::Reply, 1)), "{facets:?}");
    query.offset = answer.next_cursor.expect("another page").parse().expect("a number");
    assert_ne!(searcher.search(&query).hits[0].article, answer.hits[0].article);
}

#[test]
fn pages_join_whatever_their_length() {
    let fixture = Fixture::new();
    for (searcher, text) in
        [(fixture.public(), "how do I get a new password for my account"), (fixture.desk(), "refund jelszó")]
    {
        let page = |offset, limit| searcher.search(&Query { limit, offset, ..Query::new(text, locale("en")) });
        let whole = page(0, 50);
        assert_eq!((whole.hits.len(), &whole.next_cursor), (whole.total, &None));
        let mut joined = Vec::new();
        let mut next = Some("0".to_owned());
        while let Some(cursor) = next {
            let part = page(cursor.parse().expect("a number"), 2);
            assert_eq!(part.total, whole.total);
            joined.extend(part.hits.into_iter().map(|hit| (hit.locale, hit.article)));
            next = part.next_cursor;
        }
        let all: Vec<_> = whole.hits.into_iter().map(|hit| (hit.locale, hit.article)).collect();
        assert_eq!(joined, all);
    }
}

#[test]
fn what_agents_find_opens_for_them_and_has_a_date() {
    let searcher = Fixture::new().desk();
    let first = |text| searcher.search(&Query::new(text, locale("en"))).hits.remove(0);
    assert_eq!(first("zeppelin").url, "/desk/read/article/en/internal/escalation");
    let reply = first("refund kind:reply");
    assert_eq!(reply.url, "/desk/read/reply/en/refund-sent");
    assert!(reply.updated.as_str() > "2000", "{}", reply.updated);
}

#[test]
fn reasons_are_given_in_words() {
    let searcher = Fixture::new().public();
    let mut query = Query::new("reset pasword", locale("en"));
    query.explain = true;
    let lines = searcher.search(&query).hits.remove(0).explanation.expect("asked for").lines.join("\n");
    assert!(lines.contains("password (spelled so)"), "{lines}");
}

/// Whatever arrives in a request, read as a server reads it.
fn any_bytes() -> BoxedStrategy<String> {
    proptest::collection::vec(any::<u8>(), 0..400)
        .prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .boxed()
}

#[test]
fn an_article_is_found_by_what_others_call_it() {
    let mut fixture = Fixture::new();
    let root = fixture.folder.path().join("kb");
    write(
        &root,
        "en/a.md",
        "See [getting your kumquat again](billing/refunds.md) and [the walrus trick](internal/escalation.md).\n",
    );
    write(&root, "en/internal/more.md", "---\nvisibility: agent\n---\n[the abracadabra way](../billing/refunds.md)\n");
    fixture.publish();
    let (public, desk) = (fixture.public(), fixture.desk());
    assert_eq!(keys(&public, "getting your kumquat again", "en")[0], "billing/refunds");
    assert_eq!(keys(&desk, "the walrus trick", "en")[0], "internal/escalation");
    assert_eq!(keys(&desk, "abracadabra", "en").len(), 2);
    assert!(keys(&public, "abracadabra", "en").is_empty());
    assert!(keys(&public, "walrus trick", "en").iter().all(|key| key == "a"));
    fs::remove_file(root.join("en/a.md")).expect("removed");
    fixture.publish();
    assert!(keys(&fixture.public(), "kumquat", "en").is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3))]

    #[test]
    fn what_is_gone_or_internal_is_never_found_again(steps in proptest::collection::vec((0_usize..5, 0_u8..3), 1..4)) {
        let mut fixture = Fixture::new();
        let root = fixture.folder.path().join("kb");
        let mut shown = [false; 5];
        for (article, what) in steps {
            let path = format!("en/made/m{article}.md");
            let text = |visibility| format!("---\ntitle: Made {article}\nvisibility: {visibility}\n---\nquokka{article} text\n");
            match what {
                0 => write(&root, &path, &text("public")),
                1 => write(&root, &path, &text("agent")),
                _ => drop(fs::remove_file(root.join(&path))),
            }
            shown[article] = what == 0;
            fixture.publish();
            let public = fixture.public();
            for (number, shown) in shown.iter().enumerate() {
                let found = keys(&public, &format!("quokka{number}"), "en").contains(&format!("made/m{number}"));
                prop_assert_eq!(found, *shown, "m{}", number);
                let suggested = public.suggest(&format!("made {number}"), &locale("en"), 5);
                let suggested = suggested.iter().any(|line| line.article == format!("made/m{number}"));
                prop_assert_eq!(suggested, *shown, "m{}", number);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_answered(text in prop_oneof![any_bytes(), "\\PC{0,60}".boxed(), "([a-z\"():>-]{1,9} ){0,12}".boxed(), "(reset |pasword |\"a |-b |OR |tag:|c\\+\\+ ){0,9}".boxed()]) {
        thread_local! { static FIXTURE: (Searcher, Fixture) = { let f = Fixture::new(); (f.desk(), f) }; }
        FIXTURE.with(|(searcher, _)| {
            let answer = searcher.answer(&Query::new(text.clone(), locale("en")));
            for hit in &answer.hits {
                let bare = hit.snippet.replace("<mark>", "").replace("</mark>", "");
                assert!(!bare.contains(['<', '>']), "{}", hit.snippet);
            }
            let _ = searcher.suggest(&text, &locale("hu"), 5);
            let _ = searcher.candidates(&text, &locale("en"), 5);
            let _ = searcher.similar(&text, &locale("es"), 5);
        });
    }
}

#[test]
fn a_very_long_query_is_answered() {
    let searcher = Fixture::new().public();
    for text in ["password ".repeat(3_000), "x".repeat(20_000), "\"a\" -b ".repeat(2_000), "ж ".repeat(9_000)] {
        let _ = searcher.answer(&Query::new(text, locale("en")));
    }
}
