//! A knowledge base of articles only, as most are on the first day.

use super::{Chat, context};
use crate::{
    bot::{Bot, BotSettings, TurnAction},
    index,
    kb::Library,
    search::Searcher,
};

const POWER: &[(&str, &str)] = &[
    (
        "tariffs.md",
        "---\ntitle: Our tariffs\nquestions: [\"Which tariffs are there?\", \"What does a kilowatt hour cost?\"]\n---\n| Tariff | Price |\n| --- | --- |\n| Leaf | 31.9 ct |\n| Flex | 29.9 ct |\n\n## Green power\n\nLeaf comes from wind and water.\n",
    ),
    (
        "glossary.md",
        "---\ntitle: Words from A to Z\nquestions: [\"What does network charge mean?\"]\n---\nThe words of your bill, explained.\n\n## Network charge\n\nWhat the owner of the lines gets.\n\n## Standing charge\n\nA fixed sum a month, however much you use.\n",
    ),
    (
        "wallbox-errors.md",
        "---\ntitle: Error codes of the wallbox\nquestions: [\"My wallbox does not charge\"]\n---\nThe wallbox shows a code and blinks.\n\n## E-07: too hot\n\nWait for half an hour.\n\n## E-12: no contact\n\nPush the plug in as far as it goes.\n",
    ),
    (
        "moving.md",
        "---\ntitle: You are moving house\nquestions: [\"What must I do when I move?\"]\n---\nTell us three weeks before. Your successor takes over the meter with the reading of the last day.\n",
    ),
    (
        "charging-card.md",
        "---\ntitle: Charging card\nquestions: [\"I have lost my charging card\"]\n---\nBlock a lost card in the app.\n",
    ),
];

fn bot() -> (tempfile::TempDir, Bot) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in POWER {
        let path = folder.path().join("kb/en").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let library = Library::load(&folder.path().join("kb"), None, "2026-11-23T10:00:00Z".parse().unwrap()).unwrap();
    let library = std::sync::Arc::new(library);
    let set = index::build(&library, &folder.path().join("index"), None, &|_| {}).unwrap();
    let searcher = std::sync::Arc::new(Searcher::new(set.public.clone(), &library));
    let bot = Bot::build(&library, Some(searcher), &BotSettings::default());
    (folder, bot)
}

/// What the bot does with a message, with which article, and what it says.
fn told(bot: &Bot, text: &str) -> (TurnAction, Option<String>, String) {
    let mut chat = Chat::with(bot, "en", context());
    chat.say(text);
    let said = chat.turn.messages.iter().map(|message| message.text.as_str()).collect::<Vec<_>>().join("\n");
    (chat.turn.action, chat.turn.article.clone(), said)
}

#[test]
fn what_an_article_holds_is_answered_whatever_its_title() {
    let (_folder, bot) = bot();
    for (text, article) in [
        ("what must i do when i move", "moving"),
        ("my successor takes over the meter", "moving"),
        ("i lost my charging card", "charging-card"),
        ("the wallbox blinks and shows a code", "wallbox-errors"),
    ] {
        let (action, answered, _) = told(&bot, text);
        assert_eq!((action, answered.as_deref()), (TurnAction::Answer, Some(article)), "{text}");
    }
}

#[test]
fn a_question_with_another_thing_in_it_is_not_answered() {
    let (_folder, bot) = bot();
    for text in ["i have lost my umbrella", "what is the weather like today", "who won the match", "tell me a joke"] {
        let (action, answered, _) = told(&bot, text);
        assert!(action != TurnAction::Answer, "{text}: {answered:?}");
    }
}

#[test]
fn a_known_verb_with_another_thing_is_at_most_asked_back() {
    let (_folder, bot) = bot();
    for text in ["i have lost my keys", "have you seen my parcel", "what does a postcard cost"] {
        let (action, answered, _) = told(&bot, text);
        assert!(!matches!(action, TurnAction::Answer | TurnAction::Ask), "{text}: {answered:?}");
    }
    // Who says more of the same thing is answered.
    for text in ["i lost my charging card on the train", "i have lost the charging card"] {
        assert_eq!(told(&bot, text).1.as_deref(), Some("charging-card"), "{text}");
    }
}

#[test]
fn what_only_one_article_speaks_of_is_shown_before_other_words_are_asked_for() {
    let (_folder, bot) = bot();
    for (text, article) in [("what about the successor", "article:moving"), ("wind?", "article:tariffs")] {
        let mut chat = Chat::with(&bot, "en", context());
        chat.say(text);
        let offered: Vec<&str> = chat.turn.options.iter().map(|option| option.id.as_str()).collect();
        let answered = chat.turn.article.as_ref().map(|article| format!("article:{article}"));
        assert!(
            offered.contains(&article) || answered.as_deref() == Some(article),
            "{text}: {:?} {offered:?}",
            chat.turn.action
        );
    }
}

#[test]
fn a_complaint_with_a_subject_gets_an_apology_and_what_there_is_about_it() {
    let (_folder, bot) = bot();
    let mut chat = Chat::with(&bot, "en", context());
    let turn = chat.say("waiting for weeks, this is ridiculous, my charging card").clone();
    let offered = turn.options.iter().any(|option| option.id == "article:charging-card");
    assert!(offered || turn.article.as_deref() == Some("charging-card"), "{turn:?}");
    assert!(turn.messages[0].text.to_lowercase().contains("sorry"), "{turn:?}");
}

#[test]
fn the_same_words_after_a_no_are_not_taken_for_a_choice() {
    let (_folder, bot) = bot();
    let mut chat = Chat::with(&bot, "en", context());
    assert_eq!(chat.say("i lost my charging card").article.as_deref(), Some("charging-card"));
    chat.say("no");
    let again = chat.say("i lost my charging card");
    assert!(again.article.as_deref().is_none_or(|article| article == "charging-card"), "{again:?}");
}

#[test]
fn a_page_of_prices_is_told_by_its_table() {
    let (_folder, bot) = bot();
    for text in ["Which tariffs are there?", "What does a kilowatt hour cost?"] {
        let (_, article, said) = told(&bot, text);
        assert_eq!(article.as_deref(), Some("tariffs"));
        assert!(said.contains("Leaf · 31.9 ct") && !said.contains("wind"), "{said}");
    }
}

#[test]
fn of_a_glossary_the_word_that_was_asked_for_is_told() {
    let (_folder, bot) = bot();
    for (text, explained) in
        [("What does standing charge mean?", "A fixed sum"), ("What does network charge mean?", "owner of the lines")]
    {
        let (_, article, said) = told(&bot, text);
        assert_eq!(article.as_deref(), Some("glossary"), "{text}");
        assert!(said.contains(explained), "{text}: {said}");
    }
}

#[test]
fn a_code_by_itself_is_answered_by_the_article_that_holds_it() {
    let (_folder, bot) = bot();
    for text in ["E-12", "e12", "error E-12"] {
        let (action, article, said) = told(&bot, text);
        assert_eq!((action, article.as_deref()), (TurnAction::Answer, Some("wallbox-errors")), "{text}");
        assert!(said.contains("Push the plug"), "{text}: {said}");
    }
    assert!(told(&bot, "E-13").0 != TurnAction::Answer);
}
