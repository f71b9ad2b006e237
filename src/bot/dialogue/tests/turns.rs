//! What goes on from turn to turn: follow-ups, several questions, bounds, files, other languages, long stories.

use super::*;

/// Cards whose slots have bounds, and one that takes a file.
const MORE: &[(&str, &str)] = &[
    (
        "_bot/return.md",
        "---\nquestions: [\"I want to return an item\", \"send a product back\", \"return my parcel\"]\nask:\n  - { slot: order, prompt: \"Which order?\", pattern: \"[A-Z]{2}-\\\\d{5}\" }\n  - { slot: received, prompt: \"When did it come?\", type: date, max: today }\n  - { slot: photo, prompt: \"A photo?\", type: file, optional: true }\n---\nNoted: {order}, received {received}, {photo|no photo}.\n",
    ),
    (
        "guide/backup.md",
        "---\ntitle: Make a backup\nquestions: [\"How do I make a backup?\", \"save my data\"]\n---\nRun the tool every night.\n\n## Where it is stored\n\nThe file is stored in the folder `vault` of your account.\n\n## When it fails\n\nIf it fails, a letter tells you why.\n",
    ),
];

fn bot_with_more() -> Bot {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in MORE {
        let path = folder.path().join("en").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    Bot::build(&library(folder.path()), None, &BotSettings::default())
}

fn file(chat: &mut Chat<'_>, name: &str, taken: bool) {
    chat.input(&Input::File { name: name.to_owned(), taken });
}

#[test]
fn a_follow_up_is_looked_for_in_the_article_at_hand() {
    let bot = bot_with_more();
    let mut chat = Chat::new(&bot, "en");
    assert_eq!(chat.say("How do I make a backup?").article.as_deref(), Some("guide/backup"));
    let turn = chat.say("and where is it stored?");
    assert_eq!(turn.article.as_deref(), Some("guide/backup"));
    assert!(chat.text().contains("vault"), "{}", chat.text());
    assert!(chat.turn.articles[0].url.contains('#'), "{:?}", chat.turn.articles);
    chat.say("what if it fails?");
    assert!(chat.text().contains("a letter tells you why"), "{}", chat.text());
    // What has an answer of its own is not about the backup.
    assert_eq!(chat.say("and how much is shipping?").article.as_deref(), Some("shipping/costs"));
}

#[test]
fn where_nothing_more_is_known_of_the_topic_that_is_said() {
    let bot = bot_with_more();
    let mut chat = Chat::new(&bot, "en");
    chat.say("How do I make a backup?");
    let turn = chat.say("and for giraffes?").clone();
    assert_eq!(turn.action, TurnAction::Fallback);
    assert!(chat.text().contains("“Make a backup”"), "{}", chat.text());
    assert_eq!(chat.say("and for zebras?").action, TurnAction::Handoff);
}

#[test]
fn each_of_three_questions_is_answered_and_the_open_one_is_named() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    chat.say("when are you open and how much is shipping and how do I reset my password");
    let text = chat.text();
    assert!(["Monday to Friday", "free above 50", "Forgot password"].iter().all(|part| text.contains(part)), "{text}");
    chat.say("How much is shipping? Who trains your penguins?");
    let text = chat.text();
    assert!(text.contains("free above 50") && text.contains("“Who trains your penguins?”"), "{text}");
    assert!(chat.effects.iter().any(|effect| matches!(effect, Effect::Missed { text } if text.contains("penguins"))));
}

#[test]
fn a_day_gone_by_is_the_last_one_and_a_day_to_come_is_refused() {
    let bot = bot_with_more();
    let mut chat = Chat::new(&bot, "en");
    chat.say("I want to return an item");
    chat.say("AB-12345");
    chat.say("tomorrow");
    assert!(chat.text().contains("after 23 November 2026"), "{}", chat.text());
    assert_eq!(chat.say("on Friday").slot.as_deref(), Some("photo"));
    chat.press("skip");
    assert!(chat.text().contains("received 20 November 2026, no photo."), "{}", chat.text());
}

#[test]
fn a_file_slot_takes_files_and_no_words() {
    let bot = bot_with_more();
    let mut chat = Chat::new(&bot, "en");
    file(&mut chat, "early.png", true);
    assert!(chat.text().contains("earlier step"), "nobody asked: {}", chat.text());
    chat.say("return my parcel AB-12345");
    chat.say("yesterday");
    assert_eq!((chat.turn.slot.as_deref(), chat.turn.slot_type.as_deref()), (Some("photo"), Some("file")));
    assert!(chat.turn.options.iter().any(|option| option.id == "file"));
    assert_eq!(chat.say("here it is").slot.as_deref(), Some("photo"), "words are no photo");
    file(&mut chat, "virus.exe", false);
    assert!(chat.text().contains("virus.exe") && chat.turn.slot.as_deref() == Some("photo"), "{}", chat.text());
    file(&mut chat, "<b>.png", true);
    assert!(chat.text().contains("<b>.png.") && !chat.turn.messages[0].html.contains("<b>"), "{:?}", chat.turn);
}

#[test]
fn the_same_card_answers_for_another_order() {
    let bot = bot_with_more();
    let mut chat = Chat::new(&bot, "en");
    chat.say("my refund is missing on the bank statement");
    chat.say("AB-12345");
    chat.say("and CD-54321?");
    assert!(chat.text().contains("CD-54321"), "{}", chat.text());
    assert_eq!(chat.say("I have another order").slot.as_deref(), Some("order_number"));
}

#[test]
fn a_long_story_gets_a_kind_word_and_a_person_at_once() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    let story = "Hello, since this morning I have tried to get our old machine in the cellar to talk to the new one \
                 upstairs, my boss is waiting, I looked everywhere and I tried everything, please help me";
    let turn = chat.say(story).clone();
    assert!(turn.messages[0].text.contains("sorry"), "{turn:?}");
    assert!(turn.options.iter().any(|option| option.id == "human"));
    assert_eq!(chat.press("human").action, TurnAction::Handoff);
}

#[test]
fn a_german_visitor_is_told_in_german_and_reaches_a_person() {
    let bot = bot();
    for locale in ["en", "es", "hu"] {
        let mut chat = Chat::new(&bot, locale);
        assert_eq!(chat.say("Hallo").action, TurnAction::Smalltalk, "{locale}");
        assert!(chat.text().contains("kein Deutsch"), "{locale}: {}", chat.text());
        assert_eq!(chat.say("Ich möchte mit einem Menschen sprechen").action, TurnAction::Handoff, "{locale}");
    }
}

#[test]
fn anger_is_heard_and_neutral_sentences_are_not_taken_for_it() {
    let bot = bot();
    for (locale, angry, calm) in [
        (
            "en",
            &["what a waste of time", "I've been waiting for a week", "it's broken again", "no one ever replies"][..],
            &["how long is the wait", "which week do you close", "how do I write again"][..],
        ),
        (
            "es",
            &["menuda pérdida de tiempo", "llevo una semana esperando", "otra vez se ha roto", "estoy harta"][..],
            &["cuántas semanas tarda", "qué días de la semana"][..],
        ),
        (
            "hu",
            &["kész időpocsékolás", "egy hete várok", "már megint elromlott", "fel vagyok háborodva"][..],
            &["hány hét múlva", "a múlt héten rendeltem"][..],
        ),
    ] {
        let sorry = ["sorry", "Siento", "Lamento", "Sajnálom"];
        let apologises = |text: &str| {
            let mut chat = Chat::new(&bot, locale);
            chat.say(text);
            sorry.iter().any(|word| chat.text().contains(word))
        };
        assert!(angry.iter().all(|text| apologises(text)), "{locale}: {angry:?}");
        assert!(!calm.iter().any(|text| apologises(text)), "{locale}: {calm:?}");
    }
}

#[test]
fn a_rule_reads_the_address_that_likeness_leaves_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("en/_bot/letters.md");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, "---\npatterns: [\"write to @email\"]\n---\nWe write to you there.\n").unwrap();
    let bot = Bot::build(&library(folder.path()), None, &BotSettings::default());
    let mut chat = Chat::new(&bot, "en");
    assert_eq!(chat.say("please write to bob@example.org").card.as_deref(), Some("letters"));
}
