//! What is wrong among the bot's cards: hand-offs and calls that lead nowhere, rules that cannot be read, cards
//! that get in each other's way.

use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
};

use super::{
    Snapshot,
    check::{finding, line_of},
};
use crate::{
    base::{Audience, CardId, Locale},
    bot::Conflict,
    config::Config,
    desk::Department,
    kb::{Card, CardTarget, Finding, HandoffTarget, Severity},
    text::fold,
};

/// Looks at the cards of one locale.
pub(super) fn cards(snapshot: &Snapshot, config: &Config, locale: &Locale, findings: &mut Vec<Finding>) {
    rules(snapshot, locale, findings);
    said_twice(snapshot, locale, findings);
    departments(snapshot, locale, &config.desk.departments, findings);
    calls(snapshot, config, locale, findings);
    never(snapshot, locale, findings);
}

/// Cards that wait for a choice that no slot of that name offers.
fn never(snapshot: &Snapshot, locale: &Locale, findings: &mut Vec<Finding>) {
    let cards = snapshot.library.cards(locale);
    for (card, slot, value) in
        cards.iter().flat_map(|card| card.when.slots.iter().map(move |(slot, value)| (card, slot, value)))
    {
        let asks: Vec<_> = cards.iter().flat_map(|card| &card.ask).filter(|ask| ask.slot == *slot).collect();
        let offered: Vec<&str> = asks.iter().flat_map(|ask| &ask.choices).map(String::as_str).collect();
        let free = asks.is_empty() || asks.iter().any(|ask| ask.choices.is_empty());
        if !free && !offered.iter().any(|choice| fold(choice) == fold(value)) {
            findings.push(finding(
                Severity::Warning,
                "card",
                card.path.clone(),
                line_of(snapshot, &card.path, value),
                format!("the card never applies: “{value}” is no choice of the slot {slot}"),
                &format!("write one of {}", offered.join(", ")),
            ));
        }
    }
}

/// A rule that two cards have which may apply at the same time, and an example that an article asks as well.
fn said_twice(snapshot: &Snapshot, locale: &Locale, findings: &mut Vec<Finding>) {
    let same = |text: &str| fold(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut told = |card: &Card, text: &str, severity, what: String, mend: &str| {
        let line = line_of(snapshot, &card.path, text);
        findings.push(finding(severity, "conflict", card.path.clone(), line, what, mend));
    };
    let cards = snapshot.library.cards(locale);
    let mut ruled: HashMap<String, &Card> = HashMap::new();
    for (card, rule) in cards.iter().flat_map(|card| card.patterns.iter().map(move |rule| (card, rule))) {
        let other = *ruled.entry(same(rule)).or_insert(card);
        if other.id != card.id && !card.when.excludes(&other.when) {
            let what = format!("the pattern “{rule}” is also one of the card “{}”", other.id);
            told(card, rule, Severity::Warning, what, "keep it in one of the two cards");
        }
    }
    let examples = cards.iter().flat_map(|card| card.questions.iter().map(move |text| (same(text), (card, text))));
    let examples: HashMap<String, (&Card, &String)> = examples.collect();
    for article in snapshot.view(Audience::Public).articles(locale) {
        for (card, text) in article.questions.iter().filter_map(|text| examples.get(&same(text))) {
            let what = format!("the question “{text}” is also one of the article {}; the card answers it", article.key);
            told(card, text, Severity::Note, what, "keep it in the article, unless the card should answer instead");
        }
    }
}

/// Hand-offs to departments that the configuration does not have, where it has any.
fn departments(snapshot: &Snapshot, locale: &Locale, known: &[Department], findings: &mut Vec<Finding>) {
    if known.is_empty() {
        return;
    }
    for card in snapshot.library.cards(locale) {
        for option in &card.options {
            let CardTarget::Handoff(HandoffTarget { department: Some(name), .. }) = &option.target else { continue };
            if !known.iter().any(|department| department.key == *name) {
                findings.push(finding(
                    Severity::Warning,
                    "card",
                    card.path.clone(),
                    line_of(snapshot, &card.path, &option.label),
                    format!(
                        "the option “{}” hands off to the department {name}, which is not configured",
                        option.label
                    ),
                    "correct the name, or add the department under [[desk.departments]]",
                ));
            }
        }
    }
}

/// Cards whose call the configuration does not allow: their visitors would always end with a person.
fn calls(snapshot: &Snapshot, config: &Config, locale: &Locale, findings: &mut Vec<Finding>) {
    for card in snapshot.library.cards(locale) {
        let Some(action) = &card.action else { continue };
        if !config.bot.endpoints.contains_key(&action.endpoint) {
            findings.push(finding(
                Severity::Warning,
                "endpoint",
                card.path.clone(),
                line_of(snapshot, &card.path, &action.endpoint),
                format!("the endpoint “{}” is not configured", action.endpoint),
                "name it under [bot.endpoints] in answerdesk.toml, or take the action away",
            ));
        }
    }
}

/// Rules that cannot be read, and examples that read like another card's.
fn rules(snapshot: &Snapshot, locale: &Locale, findings: &mut Vec<Finding>) {
    let path = |id: &str| {
        let card = snapshot.library.card(locale, &id.into());
        card.map_or_else(|| PathBuf::from(locale.as_str()).join("_bot"), |card| card.path.clone())
    };
    for (card, rule, why) in snapshot.bot.broken_rules(locale) {
        let what = format!("the pattern “{rule}” cannot be read: {why}");
        let path = path(card.as_str());
        let line = line_of(snapshot, &path, &rule);
        findings.push(finding(Severity::Warning, "pattern", path, line, what, "mend the pattern"));
    }
    let confused = snapshot.bot.conflicts(locale);
    for ((card, other), examples) in confused_cards(snapshot, locale, &confused) {
        let shown = examples.iter().take(3).map(|text| format!("“{text}”")).collect::<Vec<_>>().join(", ");
        let more = if examples.len() > 3 { ", …" } else { "" };
        findings.push(finding(
            Severity::Note,
            "conflict",
            path(card.as_str()),
            None,
            format!("{} examples read like those of the card “{other}”: {shown}{more}", examples.len()),
            "move them there, merge the two cards, or give this card more examples that differ",
        ));
    }
}

/// Pairs of cards with the examples of the first that read like the second's. One example alone is likely an
/// accident, an article may answer as well, and cards that exclude each other may be asked in the same words.
fn confused_cards<'a>(
    snapshot: &Snapshot,
    locale: &Locale,
    confused: &'a [Conflict],
) -> BTreeMap<(&'a CardId, &'a CardId), Vec<&'a str>> {
    let mut pairs: BTreeMap<(&CardId, &CardId), Vec<&str>> = BTreeMap::new();
    for conflict in confused {
        let (Some(card), Some(other)) = (conflict.of.card(), conflict.taken_for.card()) else { continue };
        let both = snapshot.library.card(locale, card).zip(snapshot.library.card(locale, other));
        // A rule is no example, and its fit of another card's is that card's matter.
        if both.is_none_or(|(own, other)| own.patterns.contains(&conflict.text) || own.when.excludes(&other.when)) {
            continue;
        }
        let examples = pairs.entry((card, other)).or_default();
        if !examples.contains(&conflict.text.as_str()) {
            examples.push(&conflict.text);
        }
    }
    pairs.retain(|_, examples| examples.len() > 1);
    pairs
}
