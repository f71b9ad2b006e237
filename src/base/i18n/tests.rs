//! What readers see in each language, and that every language says everything.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

fn locale(tag: &str) -> Locale {
    tag.parse().expect("a locale")
}

#[test]
fn dates_read_as_a_native_writes_them() {
    let day = jiff::civil::date(2026, 11, 22);
    assert_eq!(date(&locale("en"), day), "November 22, 2026");
    assert_eq!(date(&locale("es"), day), "22 de noviembre de 2026");
    assert_eq!(date(&locale("hu"), day), "2026. november 22.");
    assert_eq!(date(&locale("es-MX"), day), "22 de noviembre de 2026");
    assert_eq!(short_date(&locale("hu"), day), "2026. nov. 22.");
    let at = day.at(15, 5, 0, 0).in_tz("Europe/Budapest").expect("a zone");
    assert_eq!(date_time(&locale("en"), &at), "November 22, 2026 at 3:05 PM");
    assert_eq!(date_time(&locale("es"), &at), "22 de noviembre de 2026, 15:05");
    assert_eq!(date_time(&locale("hu"), &at), "2026. november 22. 15:05");
    assert_eq!(weekday(&locale("hu"), jiff::civil::Weekday::Monday), "hétfő");
}

#[test]
fn spans_choose_the_plural() {
    let now: jiff::Timestamp = "2026-11-22T12:00:00Z".parse().expect("a moment");
    let ago = |tag: &str, seconds: i64| relative(&locale(tag), now - jiff::SignedDuration::from_secs(seconds), now);
    assert_eq!(ago("en", 60), "1 minute ago");
    assert_eq!(ago("en", 7200), "2 hours ago");
    assert_eq!(ago("es", 86_400), "hace 1 día");
    assert_eq!(ago("es", -7200), "dentro de 2 horas");
    assert_eq!(ago("hu", 180), "3 perce");
    assert_eq!(ago("hu", -3 * 86_400), "3 nap múlva");
    assert_eq!(ago("hu", 5), "most");
    assert_eq!(ago("en", 90 * 86_400), "August 24, 2026");
    assert_eq!(duration_minutes(&locale("en"), 150), "2 hours 30 minutes");
    assert_eq!(duration_minutes(&locale("hu"), 1440), "1 nap");
}

#[test]
fn numbers_are_grouped_as_each_language_does() {
    assert_eq!(number(&locale("en"), 12_345), "12,345");
    assert_eq!(number(&locale("en"), -1234), "\u{2212}1,234");
    assert_eq!(number(&locale("es"), 1234), "1234");
    assert_eq!(number(&locale("es"), 12_345), "12.345");
    assert_eq!(number(&locale("hu"), 1_234_567), "1\u{a0}234\u{a0}567");
    assert_eq!(percent(&locale("en"), 0.1234, 1), "12.3%");
    assert_eq!(percent(&locale("en"), 0.125, 0), "13%");
    assert_eq!(percent(&locale("hu"), 0.1234, 1), "12,3%");
    assert_eq!(percent(&locale("es"), 0.5, 0), "50\u{a0}%");
}

#[test]
fn a_reader_is_given_the_language_the_browser_asks_for() {
    let available = ["en", "es", "hu", "pt-BR"].map(locale);
    let pick = |header: &str| negotiate(Some(header), &available).map(|l| l.to_string());
    assert_eq!(pick("hu-HU,hu;q=0.9,en;q=0.8").as_deref(), Some("hu"));
    assert_eq!(pick("de, es;q=0.5, en;q=0.7").as_deref(), Some("en"));
    assert_eq!(pick("pt").as_deref(), Some("pt-BR"));
    assert_eq!(pick("pt-pt, hu").as_deref(), Some("pt-BR"));
    assert_eq!(pick("hu;q=0, es").as_deref(), Some("es"));
    for nothing in ["", "*", "de", ";;q=,", "en;q=7"] {
        assert_eq!(pick(nothing), None, "{nothing}");
    }
    assert_eq!(negotiate(None, &available), None);
}

#[test]
fn a_language_is_named_in_itself() {
    for (tag, name) in [
        ("hu", "Magyar"),
        ("pt-BR", "Português (Brasil)"),
        ("fr-BE", "Français (BE)"),
        ("tlh", "tlh"),
        ("EN", "English"),
    ] {
        assert_eq!(autonym(&locale(tag)), name);
    }
}

#[test]
fn scripts_get_their_messages_with_variables_left_open() {
    for tag in ["en", "es", "hu", "ja"] {
        let found = messages(&locale(tag), "widget-");
        assert!(!found.is_empty());
        assert!(found.keys().all(|key| key.starts_with("widget-")));
    }
}

/// Key → the variables it uses, as the files have it.
fn keys_of(folder: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys = BTreeMap::new();
    let mut current = String::new();
    for (path, source) in sources(folder) {
        assert!(
            fluent_bundle::FluentResource::try_new(source.clone()).is_ok(),
            "{path} does not parse: {:?}",
            fluent_bundle::FluentResource::try_new(source).map_err(|(_, errors)| errors)
        );
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, _)) = line.split_once(" =").filter(|(key, _)| !key.starts_with(' ')) {
                current = key.to_owned();
                assert!(keys.insert(current.clone(), BTreeSet::new()).is_none(), "{path} says {key} twice");
            }
            for (_, rest) in line.match_indices('$').map(|(at, _)| line.split_at(at + 1)) {
                let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
                keys.get_mut(&current).expect("inside a message").insert(name);
            }
        }
    }
    keys
}

/// Words that are the same in two languages, and messages that are only marks.
const ALIKE: &[&str] = &[];

#[test]
fn every_language_has_every_message_with_the_same_variables() {
    let english = keys_of("en");
    for language in interface_locales().iter().filter(|l| l.as_str() != "en") {
        let theirs = keys_of(language.as_str());
        for (key, variables) in &english {
            if key.starts_with("base-number") || key.starts_with("base-time") || key.starts_with("base-date") {
                assert!(theirs.contains_key(key), "{language} lacks {key}");
                continue;
            }
            assert_eq!(theirs.get(key), Some(variables), "{key} in {language}");
        }
        let extra: Vec<_> = theirs.keys().filter(|key| !english.contains_key(*key)).collect();
        assert!(extra.is_empty(), "{language} has keys that English lacks: {extra:?}");
    }
}

#[test]
fn nothing_was_left_in_english() {
    let english = CATALOG.bundles.get("en").expect("English");
    for language in interface_locales().iter().filter(|l| l.as_str() != "en") {
        for key in keys_of("en").keys().filter(|key| !key.starts_with("base-") && !ALIKE.contains(&key.as_str())) {
            let theirs = format(bundle_of(language), key, None).unwrap_or_default();
            let words = theirs.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 3).count();
            assert!(words < 2 || Some(&theirs) != format(english, key, None).as_ref(), "{key} in {language}: {theirs}");
        }
    }
}

#[test]
fn every_key_in_the_sources_exists() {
    let known = keys_of("en");
    let pattern =
        regex::Regex::new(r#"["'`]((?:site|desk|widget|mail|base)-[a-z0-9-]*[a-z0-9])["'`]"#).expect("a pattern");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut missing = BTreeSet::new();
    let mut todo = vec![root.join("src"), root.join("templates")];
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.ends_with("src/base/i18n") {
                continue;
            }
            if path.is_dir() {
                todo.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let used = pattern.captures_iter(&text).map(|found| found[1].to_owned());
                missing.extend(
                    used.filter(|key| !known.contains_key(key)).map(|key| format!("{key} in {}", path.display())),
                );
            }
        }
    }
    assert!(missing.is_empty(), "no such message: {missing:#?}");
}
