//! Content of other help centers, as it comes out.

use jiff::Timestamp;

use super::*;
use crate::{base::Audience, kb::Library};

#[test]
fn a_zendesk_export_becomes_a_knowledge_base() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("export.json");
    let export = serde_json::json!({
        "categories": [{"id": 1, "name": "Account & access", "position": 2}],
        "sections": [{"id": 2, "name": "Sign in", "category_id": 1}],
        "articles": [
            {"id": 3, "title": "Reset: your \"password\"", "locale": "en-us", "section_id": 2, "label_names": ["a", "b"],
             "body": "<p>Open <b>Settings</b>.</p><ul><li>One</li></ul><script>x</script>", "html_url": "https://x.org/hc/en-us/articles/3-Reset"},
            {"id": 4, "title": "Reset: your \"password\"", "locale": "en-us", "section_id": 2, "body": "<p>Second</p>", "user_segment_id": 7},
            {"id": 5, "title": "../../evil", "locale": "../en", "body": "<p>x</p>", "draft": true},
            {"id": 6, "title": "Empty", "locale": "en-us", "body": ""}
        ]
    });
    std::fs::write(&source, export.to_string()).unwrap();
    let into = folder.path().join("kb");
    let done = import(ImportKind::Zendesk, &source, &into).unwrap();
    assert_eq!((done.written.len(), done.left_out.len()), (5, 1), "{done:?}");
    let library = Library::load(&into, None, Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(library.findings(), &[]);
    let locale = library.locale_named("en-us").unwrap().clone();
    let titles: Vec<_> =
        library.view(Audience::Public).articles(&locale).map(|a| (a.title.clone(), a.lead())).collect();
    assert_eq!(titles, [("Reset: your \"password\"".to_owned(), "Open Settings.".to_owned())]);
    let again = import(ImportKind::Zendesk, &source, &into).unwrap();
    assert_eq!(again.written.len(), 0, "nothing is overwritten");
}

#[test]
fn questions_and_answers_become_cards() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("faq.csv");
    std::fs::write(&source, "question,answer\r\n\"Where, is it?\",\"Here \"\"now\"\".\nLine two\"\nWhere?,\"Here \"\"now\"\".\nLine two\"\nno answer,\n").unwrap();
    let into = folder.path().join("kb/en");
    let done = import(ImportKind::Csv, &source, &into).unwrap();
    assert_eq!((done.written.len(), done.left_out.len()), (1, 1));
    let library = Library::load(&folder.path().join("kb"), None, Timestamp::UNIX_EPOCH).unwrap();
    let cards = library.cards(&library.locales()[0]);
    assert_eq!(cards[0].questions, ["Where, is it?", "Where?"]);
    assert_eq!(cards[0].body, "Here \"now\".\nLine two");
}

#[test]
fn columns_are_taken_by_their_names() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("faq.csv");
    std::fs::write(&source, "id;Kategória;Kérdés;Válasz\n7;fiók, jelszó;Hol a jelszó?;Itt.\n").unwrap();
    let done = import(ImportKind::Csv, &source, &folder.path().join("kb/hu")).unwrap();
    assert_eq!((done.written.len(), done.left_out), (1, vec!["columns that are not used: id".to_owned()]));
    let library = Library::load(&folder.path().join("kb"), None, Timestamp::UNIX_EPOCH).unwrap();
    let card = &library.cards(&library.locales()[0])[0];
    assert_eq!((card.title.as_str(), &card.questions[..]), ("Hol a jelszó?", &["Hol a jelszó?".to_owned()][..]));
    assert_eq!(card.tags, ["fiók", "jelszó"]);
}

#[test]
fn folders_of_pages_and_of_markdown_come_over_with_their_pictures() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("site");
    std::fs::create_dir_all(source.join("a")).unwrap();
    std::fs::write(source.join("a/page.html"), "<html><head><title>T</title><meta name=\"Description\" content=\"About it\"></head><body><nav>no</nav><main><h1>Page &amp; more</h1><p>Text, <a href=\"b/c.html#d\">more</a>, <a href=\"https://x.org/a.html\">out</a></p><pre>a  b</pre></main></body></html>").unwrap();
    std::fs::write(source.join("a/x.png"), [1, 2, 3]).unwrap();
    std::fs::write(source.join("b.md"), "---\nx: 1\n---\n# B").unwrap();
    std::fs::write(source.join("bad.md"), [0xFF, 0xFE, 0]).unwrap();
    std::fs::write(source.join("secret.env"), "no").unwrap();
    let pages = import(ImportKind::Html, &source, &folder.path().join("pages")).unwrap();
    assert_eq!(pages.written, [PathBuf::from("a/page.md"), PathBuf::from("a/x.png")]);
    let text = std::fs::read_to_string(folder.path().join("pages/a/page.md")).unwrap();
    assert_eq!(
        text,
        "---\ntitle: \"Page & more\"\ndescription: \"About it\"\n---\nText, [more](b/c.md#d), [out](https://x.org/a.html)\n\n```\na  b\n```\n"
    );
    let copied = import(ImportKind::Markdown, &source, &folder.path().join("copy")).unwrap();
    assert_eq!(copied.written, [PathBuf::from("a/x.png"), PathBuf::from("b.md")]);
    assert_eq!(copied.left_out.len(), 1);
    assert_eq!(std::fs::read_to_string(folder.path().join("copy/b.md")).unwrap(), "---\nx: 1\n---\n# B");
}
