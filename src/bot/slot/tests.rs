//! What each kind of slot takes of what people type.

use super::*;

fn ask(kind: &str, pattern: Option<&str>, choices: &[&str]) -> Ask {
    Ask {
        slot: "x".to_owned(),
        prompt: String::new(),
        kind: Some(kind.to_owned()).filter(|kind| !kind.is_empty()),
        pattern: pattern.map(str::to_owned),
        choices: choices.iter().map(|c| (*c).to_owned()).collect(),
        retry: None,
        optional: false,
        min: None,
        max: None,
    }
}

fn take(ask: &Ask, text: &str) -> Option<String> {
    read(ask, text, &Phrases::new(&"en".parse().unwrap(), None), jiff::civil::date(2026, 11, 22))
}

#[test]
fn each_kind_takes_what_people_type() {
    let order = ask("", Some(r"[A-Z]{2}-\d{5}"), &[]);
    assert_eq!(take(&order, "AB-12345").as_deref(), Some("AB-12345"));
    assert_eq!(take(&order, "it's ab-12345, I think").as_deref(), Some("AB-12345"));
    assert_eq!(take(&order, "ab 12345").as_deref(), Some("AB-12345"));
    assert_eq!(take(&order, "it is AB12345").as_deref(), Some("AB-12345"));
    assert_eq!(take(&order, "12345"), None);
    assert_eq!(take(&ask("email", None, &[]), "sure: ana@example.com.").as_deref(), Some("ana@example.com"));
    assert_eq!(take(&ask("number", None, &[]), "about 12,5 kg").as_deref(), Some("12.5"));
    assert_eq!(take(&ask("number", None, &[]), "three, please").as_deref(), Some("3"));
    assert_eq!(take(&ask("date", None, &[]), "24 December").as_deref(), Some("2026-12-24"));
    let colour = ask("choice", None, &["Red", "Dark blue"]);
    assert_eq!(take(&colour, "dark").as_deref(), Some("Dark blue"));
    assert_eq!(take(&colour, "2").as_deref(), Some("Dark blue"));
    assert_eq!(take(&colour, "the red one").as_deref(), Some("Red"));
    assert_eq!(take(&colour, "the second one").as_deref(), Some("Dark blue"));
    assert_eq!(take(&colour, "green"), None);
    let size = ask("choice", None, &["5 GB", "15 GB", "25 GB"]);
    assert_eq!(take(&size, "15gb").as_deref(), Some("15 GB"));
    assert_eq!(take(&size, "15 GB please").as_deref(), Some("15 GB"));
    assert_eq!(take(&size, "15").as_deref(), Some("15 GB"));
    assert_eq!(take(&size, "5Gb").as_deref(), Some("5 GB"));
}

#[test]
fn a_choice_is_named_by_its_place_in_any_form() {
    for (locale, text, place) in [
        ("en", "the 2nd one", Some("B")),
        ("en", "number 2", Some("B")),
        ("en", "the last one", Some("C")),
        ("en", "the middle one", Some("B")),
        ("en", "2gb", None),
        ("es", "la 2ª", Some("B")),
        ("es", "la opción 3", Some("C")),
        ("es", "opción 3", Some("C")),
        ("es", "la última", Some("C")),
        ("hu", "a másodikat", Some("B")),
        ("hu", "a harmadikat", Some("C")),
        ("hu", "az elsőt", Some("A")),
        ("hu", "a középsőt", Some("B")),
        ("hu", "2-es", Some("B")),
        ("de", "die zweite", Some("B")),
    ] {
        let phrases = Phrases::new(&locale.parse().unwrap(), None);
        let found = super::place(text, &phrases, 3).map(|at| ["A", "B", "C"][at]);
        assert_eq!(found, place, "{locale}: {text}");
    }
}

#[test]
fn a_telephone_stands_alone() {
    let phone = ask("phone", None, &[]);
    assert_eq!(overheard(&phone, "call me on 07700 900123").as_deref(), Some("07700 900123"));
    assert_eq!(overheard(&phone, "az ügyfélszámom f2045118"), None);
    assert_eq!(overheard(&phone, "my number is F-2045118"), None);
    assert_eq!(overheard(&phone, "order 2045118"), None);
}

#[test]
fn numbers_are_read_in_words_as_each_language_says_them() {
    for (locale, text, number) in [
        ("en", "twenty-five of them", "25"),
        ("en", "a dozen", "12"),
        ("en", "just a single one", "1"),
        ("es", "una", "1"),
        ("es", "treinta y dos personas", "32"),
        ("es", "un par", "2"),
        ("hu", "hármat kérek", "3"),
        ("hu", "tizenketten leszünk", "12"),
        ("hu", "huszonöt", "25"),
        ("hu", "egy", "1"),
    ] {
        let phrases = Phrases::new(&locale.parse().unwrap(), None);
        let today = jiff::civil::date(2026, 11, 22);
        let read = read(&ask("number", None, &[]), text, &phrases, today);
        assert_eq!(read.as_deref(), Some(number), "{locale}: {text}");
    }
}

#[test]
fn a_number_and_a_day_said_by_the_way_are_heard() {
    let today = jiff::civil::date(2026, 11, 22);
    let is_counted = |word: &str| ["mailboxes", "buzones", "postafiok", "people"].contains(&word);
    for (locale, kind, text, value) in [
        ("en", "number", "I need five more mailboxes of 15 GB", Some("5")),
        ("en", "number", "I need mailboxes for 2 sites", None),
        ("en", "number", "one of our mailboxes is full", None),
        ("es", "number", "necesito tres buzones más", Some("3")),
        ("hu", "number", "három új postafiók kellene", Some("3")),
        ("en", "date", "example.com shows error 503 since yesterday", Some("2026-11-21")),
        ("en", "date", "it broke 3 days ago, I think", Some("2026-11-19")),
        ("en", "date", "we come on 24 May with 12 people", Some("2027-05-24")),
        ("en", "date", "I may have 3 of them", None),
        ("en", "date", "version 1.3.0 fails", None),
        ("es", "date", "no funciona desde el lunes", Some("2026-11-16")),
        ("hu", "date", "hétfő óta nem működik az oldal", Some("2026-11-16")),
        ("hu", "date", "két hét múlva mennénk", Some("2026-12-06")),
        ("hu", "date", "hét postafiók kellene", None),
    ] {
        let phrases = Phrases::new(&locale.parse().unwrap(), None);
        let found = mentioned(&ask(kind, None, &[]), text, &phrases, today, &is_counted);
        assert_eq!(found.as_deref(), value, "{locale}: {text}");
    }
}

#[test]
fn a_slot_for_days_gone_by_takes_the_last_friday_and_refuses_tomorrow() {
    let today = jiff::civil::date(2026, 11, 22);
    let phrases = Phrases::new(&"en".parse().unwrap(), None);
    let of = |min: Option<&str>, max: Option<&str>| Ask {
        min: min.map(str::to_owned),
        max: max.map(str::to_owned),
        ..ask("date", None, &[])
    };
    let take = |ask: &Ask, text: &str| super::take(ask, text, &phrases, today);
    let day = |text: &str| Ok(text.to_owned());
    let past = of(None, Some("today"));
    assert_eq!(take(&past, "on Monday"), day("2026-11-16"));
    assert_eq!(take(&past, "5 May"), day("2026-05-05"));
    assert_eq!(take(&past, "tomorrow"), Err(Misfit::Above("2026-11-22".to_owned())));
    let future = of(Some("today"), Some("today+30"));
    assert_eq!(take(&future, "on Friday"), day("2026-11-27"));
    assert_eq!(take(&future, "yesterday"), Err(Misfit::Below("2026-11-22".to_owned())));
    assert_eq!(take(&future, "24 December"), Err(Misfit::Above("2026-12-22".to_owned())));
    assert_eq!(take(&of(None, None), "on Friday"), day("2026-11-20"), "the nearest");
    let few = Ask { max: Some("10".to_owned()), ..ask("number", None, &[]) };
    assert_eq!(take(&few, "9.5"), day("9.5"));
    assert_eq!(take(&few, "a dozen is 12"), Err(Misfit::Above("10".to_owned())));
}

#[test]
fn a_message_that_holds_the_value_fills_the_slot() {
    let order = ask("", Some(r"[A-Z]{2}-\d{5}"), &[]);
    assert_eq!(overheard(&order, "Where is my order AB-12345?").as_deref(), Some("AB-12345"));
    assert_eq!(overheard(&order, "Where is my order XAB-123456?"), None);
    assert_eq!(overheard(&ask("", None, &[]), "anything"), None);
    assert_eq!(overheard(&ask("", Some("(?s).{15,}|none"), &[]), "there is none, I want to report a bug"), None);
    let site = ask("", Some(r"[a-z0-9.-]+\.[a-z]{2,}"), &[]);
    assert_eq!(overheard(&site, "my site example.com is down.").as_deref(), Some("example.com"));
    assert_eq!(overheard(&ask("", Some(r"\S+"), &[]), "my site example.com is down"), None);
}
