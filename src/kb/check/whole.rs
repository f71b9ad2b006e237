//! What shows only across files: questions asked twice, translations that are missing or out of
//! date, buttons and pins that lead nowhere.

use std::collections::{BTreeMap, HashMap};

use jiff::tz::TimeZone;

use super::Anchors;
use crate::{
    base::{Audience, Locale},
    kb::{
        Article, CardTarget, Finding, Library, Status, When,
        library::{Content, old_path},
        place::{FRAGMENT_FOLDERS, markdown_stem},
    },
};

/// Findings across the files of a library.
#[must_use]
pub fn findings(library: &Library, anchors: &Anchors) -> Vec<Finding> {
    let mut out = Vec::new();
    for (locale, content) in &library.contents {
        questions(content, &mut out);
        old_paths(content, &mut out);
        cards(library, locale, content, anchors, &mut out);
        pins(library, locale, content, &mut out);
        redirects(library, locale, content, &mut out);
        upkeep(library, locale, content, &mut out);
    }
    translations(library, &mut out);
    outside(library, &mut out);
    out
}

fn fold(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The same question in two articles or two cards: neither can be first for both.
fn questions(content: &Content, out: &mut Vec<Finding>) {
    let always = When::default();
    let mut asked = Asked::new();
    let articles = content.entries.iter().map(|entry| &entry.article).filter(|a| a.status == Status::Published);
    for (path, question) in articles.flat_map(|a| a.questions.iter().map(|q| (a.path.as_path(), q.as_str()))) {
        twice(&mut asked, &always, path, question, out);
    }
    let mut asked = Asked::new();
    for card in &content.cards {
        for question in &card.questions {
            twice(&mut asked, &card.when, &card.path, question, out);
        }
    }
}

/// Folded question → where it is asked, and when that holds.
type Asked<'a> = HashMap<String, Vec<(&'a When, &'a std::path::Path)>>;

/// Cards that never apply at once may share questions: that is how the bot answers otherwise at night.
fn twice<'a>(
    asked: &mut Asked<'a>,
    when: &'a When,
    path: &'a std::path::Path,
    question: &'a str,
    out: &mut Vec<Finding>,
) {
    let folded = fold(question);
    if folded.is_empty() {
        return;
    }
    let places = asked.entry(folded).or_default();
    if let Some((_, other)) = places.iter().find(|(other, _)| !other.excludes(when)) {
        let place = if *other == path { "in this file".to_owned() } else { format!("in {}", other.display()) };
        let what = format!("the question “{question}” is asked {place} already");
        out.push(Finding::warning(&path.to_string_lossy(), "question", None, what, "Keep it in one place."));
    }
    places.push((when, path));
}

/// An old path that leads to another article than its own says.
fn old_paths(content: &Content, out: &mut Vec<Finding>) {
    for entry in &content.entries {
        let article = &entry.article;
        for (written, path) in article.aliases.iter().map(|alias| (alias, old_path(article, alias))) {
            let there = match content.entry(path) {
                Some(other) => other,
                None => match content.addresses.get(path) {
                    Some(address) => &content.entries[address.entry as usize],
                    None => continue,
                },
            };
            if there.article.key != article.key {
                let what = format!("the old path {written} leads to {} already", there.article.path.display());
                let mend = "Keep the alias in one article, and take no other article's own path.";
                out.push(Finding::warning(&article.path.to_string_lossy(), "alias", None, what, mend));
            }
        }
    }
}

/// Articles that send their readers to nothing, or round in a circle.
fn redirects(library: &Library, locale: &Locale, content: &Content, out: &mut Vec<Finding>) {
    let next = |article: &Article| -> Option<&Article> {
        let to = article.redirect_to.as_deref()?.split('#').next()?;
        library.find_any(locale, to.trim_matches('/').trim_end_matches(".md"))
    };
    for article in content.entries.iter().map(|entry| &entry.article) {
        let Some(to) = article.redirect_to.as_deref() else { continue };
        let first = next(article);
        let elsewhere = to.starts_with('/') || to.starts_with("http://") || to.starts_with("https://");
        let circle = std::iter::successors(first, |at| next(at)).take(MOST_REDIRECTS).any(|at| at.key == article.key);
        let what = match first {
            None if !elsewhere => format!("redirect_to names {to}, which is not there"),
            Some(_) if circle => format!("redirect_to {to} leads back here"),
            _ => continue,
        };
        let mend = "Name an article that is there, a path that begins with /, or a whole address.";
        out.push(Finding::warning(&article.path.to_string_lossy(), "redirect", None, what, mend));
    }
}

/// Redirects that are followed, one after the other.
const MOST_REDIRECTS: usize = 10;

/// Markdown that no locale's folder holds: nobody will ever read it.
fn outside(library: &Library, out: &mut Vec<Finding>) {
    let documents = ["readme", "license", "licence", "contributing", "changelog", "notice"];
    let is_lost = |path: &str| {
        let file = path.rsplit('/').next().and_then(markdown_stem);
        let folder = path.split_once('/').map(|(folder, _)| folder);
        file.is_some_and(|stem| folder.is_some() || !documents.contains(&stem.to_lowercase().as_str()))
            && !folder.is_some_and(|folder| folder.starts_with('_') || folder.parse::<Locale>().is_ok())
            && !path.split('/').any(|part| FRAGMENT_FOLDERS.contains(&part))
    };
    let lost: Vec<&str> = library.items.iter().map(|item| &*item.path).filter(|path| is_lost(path)).collect();
    let Some(first) = lost.first() else { return };
    let what = if lost.len() == 1 {
        format!("{first} stands in no locale's folder and is not served")
    } else {
        format!("{} Markdown files stand in no locale's folder and are not served, {first} the first", lost.len())
    };
    out.push(Finding::warning(
        first,
        "no-locale",
        None,
        what,
        "Move them into a folder named after their language, such as kb/en/.",
    ));
}

fn cards(library: &Library, locale: &Locale, content: &Content, anchors: &Anchors, out: &mut Vec<Finding>) {
    for card in &content.cards {
        let path = card.path.to_string_lossy();
        for option in &card.options {
            let what = match &option.target {
                CardTarget::Card(id) if !content.cards.iter().any(|card| card.id == *id) => {
                    format!("the option “{}” leads to the card {id}, which is not there", option.label)
                }
                CardTarget::Article(key) => {
                    let (key, anchor) =
                        key.as_str().split_once('#').map_or((key.as_str(), None), |(k, a)| (k, Some(a)));
                    match library.find_any(locale, key) {
                        None => format!("the option “{}” leads to the article {key}, which is not there", option.label),
                        Some(article) if article.status != Status::Published => {
                            format!("the option “{}” leads to the article {key}, which is not published", option.label)
                        }
                        Some(article) if article.visibility == Audience::Agent => {
                            format!(
                                "the option “{}” leads to the article {key}, which visitors may not see",
                                option.label
                            )
                        }
                        Some(article) => match anchor {
                            Some(anchor) if !has_anchor(anchors, article, anchor) => {
                                format!("the option “{}” names the heading #{anchor}, which is not there", option.label)
                            }
                            _ => continue,
                        },
                    }
                }
                _ => continue,
            };
            out.push(Finding::warning(&path, "card", None, what, "Correct the name, or remove the option."));
        }
    }
}

fn has_anchor(anchors: &Anchors, article: &Article, anchor: &str) -> bool {
    anchors.get(&(article.locale.clone(), article.key.clone())).is_some_and(|ids| ids.contains(anchor))
}

fn pins(library: &Library, locale: &Locale, content: &Content, out: &mut Vec<Finding>) {
    for pin in &content.pins {
        for key in pin.show.iter().chain(&pin.hide).filter(|key| library.find_any(locale, key).is_none()) {
            let what = format!("the pin for “{}” names the article {key}, which is not there", pin.query);
            out.push(Finding::warning(&format!("{locale}/_pins.toml"), "pins", None, what, "Correct the key."));
        }
        let internal = |key: &&String| library.find_any(locale, key).is_some_and(|a| a.visibility == Audience::Agent);
        for key in pin.show.iter().filter(internal) {
            let what = format!("the pin for “{}” shows {key}, which only agents see", pin.query);
            let mend = "Leave it if it is meant for the desk; readers are shown the other hits.";
            out.push(Finding::note(&format!("{locale}/_pins.toml"), "pins", None, what, mend));
        }
    }
}

fn upkeep(library: &Library, locale: &Locale, content: &Content, out: &mut Vec<Finding>) {
    let today = library.loaded_at.to_zoned(TimeZone::UTC).date();
    for article in content.entries.iter().map(|entry| &entry.article) {
        let path = article.path.to_string_lossy();
        for key in article.related.iter().filter(|key| library.find_any(locale, key.as_str()).is_none()) {
            let what = format!("related names the article {key}, which is not there");
            out.push(Finding::warning(&path, "related", None, what, "Correct the key, or remove it."));
        }
        if let Some(day) = article.review_by.filter(|day| *day < today) {
            let who = article.owner.as_deref().map(|owner| format!(" by {owner}")).unwrap_or_default();
            let what = format!("it was to be reviewed{who} until {day}");
            out.push(Finding::note(&path, "review", None, what, "Read it again and set a new review_by."));
        }
    }
}

fn translations(library: &Library, out: &mut Vec<Finding>) {
    let locales = library.locales();
    for article in locales.iter().flat_map(|locale| library.all_articles(locale)) {
        let Some(stamped) = &article.translation_of else { continue };
        let mut others = locales
            .iter()
            .filter(|locale| **locale != article.locale)
            .filter_map(|locale| library.content(locale)?.entry(article.key.as_str()))
            .peekable();
        let what = if others.peek().is_none() {
            "translation_of is set, but no other locale has this article"
        } else if others.any(|other| other.article.hash == *stamped) {
            continue;
        } else {
            "the article it was translated from has changed since"
        };
        let mend = "Bring the translation up to date, then run: answerdesk translated FILE";
        out.push(Finding::warning(&article.path.to_string_lossy(), "translation", None, what, mend));
    }
    missing_translations(library, out);
}

/// One note for each locale that lacks articles of the fullest one.
fn missing_translations(library: &Library, out: &mut Vec<Finding>) {
    let keys_of = |locale: &Locale| -> BTreeMap<&str, &Article> {
        let published = library.all_articles(locale).filter(|article| article.status == Status::Published);
        published.map(|article| (article.key.as_str(), article)).collect()
    };
    let all: Vec<(&Locale, BTreeMap<&str, &Article>)> = library.locales().iter().map(|l| (l, keys_of(l))).collect();
    let Some((source, most)) = all.iter().rev().max_by_key(|(_, keys)| keys.len()) else { return };
    for (locale, keys) in all.iter().filter(|(locale, _)| locale != source) {
        let missing: Vec<&str> = most.keys().filter(|key| !keys.contains_key(*key)).copied().collect();
        if missing.is_empty() {
            continue;
        }
        let shown = missing.iter().take(10).copied().collect::<Vec<_>>().join(", ");
        let more = if missing.len() > 10 { ", …" } else { "" };
        let what = format!("{} articles of {source} have no translation: {shown}{more}", missing.len());
        out.push(Finding::note(
            locale.as_str(),
            "missing-translation",
            None,
            what,
            "Translate them; readers are shown the other language meanwhile.",
        ));
    }
}
