//! Writers publish by saving a file: changes show within a second, mistakes lose nothing.

use std::time::Duration;

use crate::support::Site;

fn article(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\n---\n{text}\n")
}

#[test]
fn editing_adding_renaming_and_deleting_shows_within_a_second() {
    let site = Site::new(&[("en/guide/first.md", &article("First", "Alpha quokka."))]).start();
    assert!(site.get("/en/articles/guide/first").body.contains("Alpha quokka"));

    let second = Duration::from_secs(1);
    site.write("en/guide/first.md", &article("First", "Beta numbat."));
    assert!(site.wait("the edit", |site| site.get("/en/articles/guide/first").body.contains("Beta numbat")) < second);
    site.write("en/guide/second.md", &article("Second", "Gamma bilby."));
    assert!(site.wait("the new article", |site| site.get("/en/articles/guide/second").status == 200) < second);
    assert!(site.get("/api/v1/search?q=bilby&locale=en").json()["total"] == 1);
    std::fs::rename(site.kb().join("en/guide/second.md"), site.kb().join("en/guide/third.md")).unwrap();
    assert!(site.wait("the new name", |site| site.get("/en/articles/guide/third").status == 200) < second);
    assert_eq!(site.get("/en/articles/guide/second").status, 404);
    site.remove("en/guide/third.md");
    assert!(site.wait("the deletion", |site| site.get("/en/articles/guide/third").status == 404) < second);
    assert!(site.get("/api/v1/search?q=bilby&locale=en").json()["total"] == 0);
}

#[test]
fn a_broken_file_goes_on_as_it_was_and_is_reported() {
    let site =
        Site::new(&[("en/one.md", &article("One", "Good wombat.")), ("en/two.md", &article("Two", "Fine."))]).start();
    site.write("en/one.md", "---\ntitle: [unclosed\n---\nBroken possum.\n");
    site.write("en/two.md", &article("Two", "Changed meanwhile."));
    site.wait("the other change", |site| site.get("/en/articles/two").body.contains("Changed meanwhile"));
    let page = site.get("/en/articles/one");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Good wombat") && !page.body.contains("possum"));
    let findings = site.run(&["check", "--json"], 1);
    assert!(findings.contains("en/one.md"), "{findings}");
}

#[test]
fn a_second_process_on_the_same_files_is_told_so_at_once() {
    let site = Site::new(&[("en/one.md", &article("One", "Text."))]).start();
    let output = site.command().args(["serve", "--listen", "127.0.0.1:0"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(message.contains("using"), "{message}");
}

#[test]
fn check_names_what_is_misspelt_and_takes_no_rule_for_an_example() {
    let site = Site::new(&[
        ("en/one.md", &article("One", "Good wombat.")),
        ("en/_bot/pizza.md", "---\npatterns: [\"pizza *\"]\n---\nWe have no pizza.\n"),
        ("en/_bot/pasta.md", "---\nquestions: [\"Do you have pasta?\", \"pizza or pasta\", \"noodles\"]\n---\nYes.\n"),
        ("en/_bot/calzone.md", "---\npatterns: [\"Pizza  *\"]\n---\nNor calzone.\n"),
        ("en/two.md", "---\nquestions: [noodles]\n---\n# Two\n\nThin ones.\n"),
        ("en/_bot/_phrases.toml", "[cues]\nhello = [\"(hallo\"]\n"),
        ("en/_bot/_tests/a.md", "visitor: pizza please\nbot: ansewr [pizza]\n"),
    ]);
    site.write("sw/moja.md", &article("Moja", "Wombat nzuri."));
    let findings = site.run(&["check", "--json"], 1);
    assert!(findings.contains("the bot greets in English in sw"), "{findings}");
    assert!(!findings.contains("greets in English in en"), "{findings}");
    assert!(findings.contains("one of greet, answer") && findings.contains("got ansewr"), "{findings}");
    assert!(!findings.contains("goes another way"), "{findings}");
    assert!(findings.contains("cues.hello: the rule “(hallo” cannot be read"), "{findings}");
    let clash = "the pattern “pizza *” is also one of the card “calzone”";
    assert!(findings.contains(clash), "{findings}");
    let both = "the question “noodles” is also one of the article two; the card answers it";
    assert!(findings.contains(both), "{findings}");
    assert!(!findings.contains("“pizza *” for"), "a rule is no example: {findings}");
}
