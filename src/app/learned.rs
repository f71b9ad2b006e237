//! What may be learned from a visitor's message: only questions, and nothing that tells who asked. E-mail
//! addresses and telephone numbers are masked by the bot; here names and the numbers that cards ask for go, too.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::App;
use crate::{
    base::Locale,
    bot::{Turn, TurnAction, mask::mask},
    desk::Author,
    kb::{Card, Library},
    store::{Conversation, StoreError},
};

/// Two or more capitalised words in a row: a name, more often than not.
static NAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\p{Lu}\p{Ll}+(?:[ -]\p{Lu}\p{Ll}+)+").expect("a constant expression"));
/// A mask, as it stands in a text.
static MASK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\[[a-z]+\]").expect("a constant expression"));

impl App {
    /// A message that the bot had no answer for, as writers may see it; none when it was no question but an
    /// answer to the bot's, or when nothing but masks is left of it.
    pub(super) async fn missed_question(
        &self,
        conversation: &Conversation,
        locale: &Locale,
        text: &str,
    ) -> Result<Option<String>, StoreError> {
        // This turn is not stored yet for who reads beside it: the last turn that is, is what was answered to.
        let rows = self.store.list_conversation_messages(conversation.id, 0).await?;
        let mut turns = rows.into_iter().rev().filter(|row| row.author == Author::Bot);
        let before = turns.find_map(|row| serde_json::from_value::<Turn>(row.turn?).ok());
        if before.is_some_and(|turn| turn.slot.is_some() || matches!(turn.action, TurnAction::Ask)) {
            return Ok(None);
        }
        let plain = self.without_persons(conversation, locale, text);
        let telling = MASK.replace_all(&plain, " ");
        let words = telling.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 1).count();
        Ok((words > 0).then_some(plain))
    }

    /// A message without what tells who wrote it: `[email]`, `[phone]`, `[name]`, `[number]`.
    pub(super) fn without_persons(&self, conversation: &Conversation, locale: &Locale, text: &str) -> String {
        let mut plain = mask(text.trim());
        plain = without_words(&plain, &names(conversation));
        let snapshot = self.snapshot();
        // German writes all nouns with capitals.
        if locale.language() != "de" {
            plain = without_names(&plain, &snapshot.library, locale);
        }
        without_numbers(&plain, snapshot.library.cards(locale))
    }
}

/// The words of the visitor's name, as the site told it or the bot was told.
pub(super) fn names(conversation: &Conversation) -> Vec<String> {
    let mut found = Vec::new();
    let told = [conversation.visitor.as_ref(), Some(&conversation.state)];
    told.into_iter().flatten().for_each(|value| named(value, &mut found));
    let words = found.iter().flat_map(|name| name.split_whitespace());
    let words = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let mut words: Vec<String> = words.filter(|word| word.chars().count() > 2).map(str::to_owned).collect();
    words.sort();
    words.dedup();
    words
}

/// Every text that stands under `name`, however deep.
fn named(value: &serde_json::Value, found: &mut Vec<String>) {
    use serde_json::Value;
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| match value {
            Value::String(name) if key == "name" => found.push(name.clone()),
            value => named(value, found),
        }),
        Value::Array(items) => items.iter().for_each(|item| named(item, found)),
        _ => {}
    }
}

/// A text with `[name]` for each of these words.
pub(super) fn without_words(text: &str, words: &[String]) -> String {
    if words.is_empty() {
        return text.to_owned();
    }
    let any = words.iter().map(|word| regex::escape(word)).collect::<Vec<_>>().join("|");
    let any = Regex::new(&format!(r"(?i)\b(?:{any})\b")).expect("words are escaped");
    any.replace_all(text, "[name]").into_owned()
}

/// Takes names out; what the knowledge base itself names so stays.
fn without_names(text: &str, library: &Library, locale: &Locale) -> String {
    let known = |name: &str| {
        let titles = library.all_articles(locale).map(|article| article.title.as_str());
        let of_cards = library.cards(locale).iter().flat_map(|card| card.questions.iter().map(String::as_str));
        titles.chain(of_cards).any(|text| text.contains(name))
    };
    let replaced = NAME.replace_all(
        text,
        |found: &Captures<'_>| {
            if known(&found[0]) { found[0].to_owned() } else { "[name]".to_owned() }
        },
    );
    replaced.into_owned()
}

/// Takes out what a slot's pattern of a card fits (order numbers, customer numbers), however it is written:
/// with a space or nothing where the pattern has a hyphen, in small letters.
fn without_numbers(text: &str, cards: &[Card]) -> String {
    let mut plain = text.to_owned();
    let patterns = cards.iter().flat_map(|card| &card.ask).filter_map(|ask| ask.pattern.as_deref());
    for pattern in patterns.filter(|pattern| pattern.contains("\\d") || pattern.contains("0-9")) {
        let bare = pattern.trim_start_matches('^').trim_end_matches('$');
        let loose = if bare.contains("]-") || bare.contains(")-") || bare.contains("}-") {
            bare.replace("}-", "}[- ]?").replace("]-", "][- ]?").replace(")-", ")[- ]?")
        } else {
            bare.to_owned()
        };
        // A pattern that fits a lone short number would take years and quantities out.
        let Ok(regex) = Regex::new(&format!(r"(?i)\b(?:{loose})\b")) else { continue };
        if regex.is_match("2026") || regex.is_match("12") || regex.is_match("abc") {
            continue;
        }
        plain = regex.replace_all(&plain, "[number]").into_owned();
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kb::Ask;

    #[test]
    fn a_name_is_found_wherever_the_bot_keeps_it() {
        let state =
            serde_json::json!({"handing": {"form": {"name": "Jane Doe", "email": "x"}}, "asked": [{"name": "Li"}]});
        let mut found = Vec::new();
        named(&state, &mut found);
        found.sort();
        assert_eq!(found, ["Jane Doe", "Li"]);
        let words = ["Jane".to_owned(), "Doe".to_owned()];
        assert_eq!(without_words("Thank you, JANE. Does it work?", &words), "Thank you, [name]. Does it work?");
    }

    fn card(pattern: &str) -> Card {
        let mut card: Card = serde_json::from_value(serde_json::json!({
            "id": "a", "locale": "en", "path": "en/_bot/a.md", "title": "A", "questions": [], "patterns": [],
            "ask": [], "options": [], "when": {}, "action": null, "tags": [], "starter": false, "body": "x"
        }))
        .expect("a card");
        card.ask.push(Ask {
            slot: "order".into(),
            prompt: "?".into(),
            kind: None,
            pattern: Some(pattern.into()),
            choices: vec![],
            retry: None,
            optional: false,
            min: None,
            max: None,
        });
        card
    }

    #[test]
    fn numbers_that_a_card_asks_for_are_masked_and_others_are_not() {
        let cards = [card(r"[A-Z]{2}-\d{5}")];
        for said in ["return LH-77777", "return lh-77777", "return lh 77777"] {
            assert_eq!(without_numbers(said, &cards), "return [number]", "{said}");
        }
        assert_eq!(without_numbers("error 0x80070005 since 2026", &cards), "error 0x80070005 since 2026");
        assert_eq!(without_numbers("in 2026 I bought 12", &[card(r"\d+")]), "in 2026 I bought 12");
    }
}
