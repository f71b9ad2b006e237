//! Visitors who are unclear, in a hurry, or say more than they were asked.

use super::*;

/// Cards that count, date and choose; an article that tells times and prices.
const SHOP: &[(&str, &str, &str)] = &[
    (
        "en",
        "_bot/mailboxes.md",
        "---\nintent: mailboxes\ntitle: More mailboxes\nquestions: [\"I want more mailboxes\", \"order additional mailboxes\", \"add mailboxes to my plan\"]\nask:\n  - { slot: count, prompt: \"How many do you need?\", type: number }\n  - { slot: from, prompt: \"From which day?\", type: date }\n  - { slot: size, prompt: \"Which size?\", choices: [5 GB, 15 GB, 25 GB] }\n---\n{count} mailboxes of {size} from {from}.\n",
    ),
    (
        "en",
        "_bot/invoice.md",
        "---\nintent: invoice\ntitle: A copy of an invoice\nquestions: [\"I need an invoice\", \"send me my invoice again\", \"copy of the bill\"]\nask:\n  - { slot: invoice, prompt: \"Which invoice?\", pattern: \"CU-\\\\d{4}\", retry: \"It looks like CU-0042.\", optional: true }\n  - { slot: email, prompt: \"Which address?\", type: email }\n---\nInvoice {invoice|you asked for} goes to {email}.\n",
    ),
    (
        "en",
        "_bot/down.md",
        "---\nintent: down\ntitle: My website is down\nquestions: [\"my website does not work\", \"the site is offline\", \"page does not load\"]\nask:\n  - { slot: domain, prompt: \"Which website?\", pattern: \"[a-z0-9.-]+\\\\.[a-z]{2,}\" }\n  - { slot: seen, prompt: \"What do you see?\", choices: [Error 503, White page] }\n  - { slot: since, prompt: \"Since when?\", type: date, optional: true }\n---\n{domain} shows {seen} since {since}.\n",
    ),
    (
        "en",
        "guide/transfer.md",
        "---\ntitle: Move your domain to us\nquestions: [\"How do I transfer a domain?\"]\n---\nUnlock the domain first. A .com takes five to seven days.\n\n## Fees\n\nIt costs 12 € and adds a year.\n",
    ),
    (
        "es",
        "_bot/buzones.md",
        "---\nintent: buzones\ntitle: Más buzones\nquestions: [\"quiero más buzones\", \"contratar buzones adicionales\", \"ampliar buzones\"]\nask:\n  - { slot: count, prompt: \"¿Cuántos necesitas?\", type: number }\n  - { slot: size, prompt: \"¿De qué tamaño?\", choices: [5 GB, 15 GB, 25 GB] }\n---\n{count} buzones de {size}.\n",
    ),
    (
        "hu",
        "_bot/postafiok.md",
        "---\nintent: postafiok\ntitle: További postafiók\nquestions: [\"több postafiókot szeretnék\", \"új postafiók kellene\", \"postafiók rendelése\"]\nask:\n  - { slot: count, prompt: \"Hány postafiók legyen?\", type: number }\n  - { slot: size, prompt: \"Mekkora?\", choices: [5 GB, 15 GB] }\n---\n{count} postafiók, {size}.\n",
    ),
    (
        "hu",
        "_bot/szamla.md",
        "---\nintent: szamla\ntitle: Számlamásolat\nquestions: [\"számlát szeretnék\", \"küldjék el újra a számlát\", \"elveszett a számlám\"]\nask:\n  - { slot: invoice, prompt: \"Melyik számla?\", pattern: \"CU-\\\\d{4}\", optional: true }\n  - { slot: email, prompt: \"Melyik címre?\", type: email }\n---\n{invoice|A számla}, {email}.\n",
    ),
];

fn shop() -> Bot {
    let folder = tempfile::tempdir().unwrap();
    for (locale, path, text) in SHOP {
        let path = folder.path().join(locale).join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    Bot::build(&library(folder.path()), None, &BotSettings::default())
}

/// A conversation that has been handed over: the ticket's number and the promise are known.
fn with_ticket<'a>(bot: &'a Bot, locale: &str, wish: &str) -> Chat<'a> {
    let mut chat = Chat::new(bot, locale);
    for text in [wish, "Anna Kis", "anna@example.com", "It does not send letters any more."] {
        if chat.effects.iter().all(|effect| !matches!(effect, Effect::HandOff(_))) {
            chat.say(text);
        }
    }
    chat.ticket();
    chat
}

#[test]
fn question_marks_alone_are_answered_and_cost_nothing() {
    let bot = shop();
    for locale in ["en", "es", "hu"] {
        let mut chat = Chat::new(&bot, locale);
        let first = chat.say("??").messages[0].text.clone();
        assert_eq!(chat.turn.action, TurnAction::Smalltalk);
        assert_ne!(chat.say("…").messages[0].text, first, "not the same sentence twice");
        assert!(chat.turn.options.iter().any(|option| option.id == "human"));
    }
    let mut chat = Chat::new(&bot, "en");
    chat.say("I need an invoice");
    for _ in 0..5 {
        assert_eq!(chat.say("?").slot.as_deref(), Some("invoice"));
    }
    let mut chat = Chat::new(&bot, "en");
    chat.say("I want to talk to a person");
    assert!(chat.say("???").slot.as_deref().unwrap().starts_with("name"));
}

#[test]
fn what_cannot_be_read_is_asked_for_again_before_anybody_is_called() {
    let bot = shop();
    let mut chat = Chat::new(&bot, "en");
    for text in ["asdf qwer zxcv", "??", "my horse eats hay"] {
        assert_ne!(chat.say(text).action, TurnAction::Handoff, "{text}");
    }
    assert_eq!(chat.say("and it sings in the bath").action, TurnAction::Handoff);
}

#[test]
fn a_clear_question_is_answered_even_when_a_hand_off_has_begun_because_nothing_was_clear() {
    let bot = shop();
    let mut chat = Chat::new(&bot, "en");
    chat.say("my horse eats hay");
    assert_eq!(chat.say("and it sings in the bath").action, TurnAction::Handoff);
    let turn = chat.say("how do I transfer a domain");
    assert_eq!((turn.action, turn.article.as_deref()), (TurnAction::Answer, Some("guide/transfer")));
    // Who wished for a person gets one.
    let mut chat = Chat::new(&bot, "en");
    chat.say("I want to talk to a person");
    assert_eq!(chat.say("how do I transfer a domain").action, TurnAction::Handoff);
}

#[test]
fn what_a_message_says_of_several_slots_is_asked_no_more() {
    let bot = shop();
    let mut chat = Chat::new(&bot, "en");
    chat.say("my website does not work");
    chat.say("it's example.com and I see error 503 since yesterday");
    assert_eq!(chat.turn.action, TurnAction::Answer, "{}", chat.text());
    assert!(chat.text().contains("example.com shows Error 503 since 22 November 2026"), "{}", chat.text());
    let mut chat = Chat::new(&bot, "en");
    assert_eq!(chat.say("I want five more mailboxes from 27 November").slot.as_deref(), Some("size"));
    assert!(chat.text().contains("I've noted: 5 and 27 November 2026."), "{}", chat.text());
    for (locale, text, noted) in [
        ("es", "necesito tres buzones más", "He anotado: 3."),
        ("hu", "három új postafiók kellene", "Feljegyeztem: 3."),
    ] {
        let mut chat = Chat::new(&bot, locale);
        assert_eq!(chat.say(text).slot.as_deref(), Some("size"), "{locale}");
        assert!(chat.text().contains(noted), "{}", chat.text());
    }
}

#[test]
fn an_answer_to_another_of_the_cards_questions_is_kept_and_the_one_at_hand_put_again() {
    let bot = shop();
    let mut chat = Chat::new(&bot, "en");
    chat.say("I need an invoice");
    assert_eq!(chat.say("bob@x.org").slot.as_deref(), Some("invoice"));
    assert!(chat.text().contains("bob@x.org") && chat.text().contains("Which invoice?"), "{}", chat.text());
    assert_eq!(chat.say("I don't know the number").action, TurnAction::Answer);
    assert!(chat.text().contains("Invoice you asked for goes to bob@x.org."), "{}", chat.text());
    let mut chat = Chat::new(&bot, "hu");
    chat.say("számlát szeretnék");
    assert_eq!(chat.say("nem tudom a számát").slot.as_deref(), Some("email"));
}

#[test]
fn an_answer_is_corrected_in_few_words_and_units_need_no_space() {
    let bot = shop();
    let mut chat = Chat::new(&bot, "es");
    chat.say("quiero más buzones");
    chat.say("3");
    assert_eq!(chat.say("15gb").action, TurnAction::Answer);
    chat.say("mejor 4");
    assert!(chat.text().contains("4 buzones de 15 GB."), "{}", chat.text());
}

#[test]
fn when_the_answer_comes_is_told_from_the_ticket_and_nothing_is_announced_again() {
    let bot = shop();
    for (locale, wish, question, number, when) in [
        ("en", "talk to a person", "when will you answer?", "Your request A-7 is with our team.", "tomorrow"),
        ("es", "quiero hablar con una persona", "¿cuándo me vais a responder?", "Tu solicitud A-7", "mañana"),
        ("hu", "munkatársat kérek", "mikor válaszolnak?", "Az A-7 számú", "holnap"),
    ] {
        let mut chat = with_ticket(&bot, locale, wish);
        let turn = chat.say(question).clone();
        assert!(chat.text().contains(number), "{locale}: {}", chat.text());
        assert!(chat.text().contains("11:00") && chat.text().contains(when), "{}", chat.text());
        assert!(turn.ticket.is_some() && chat.effects.is_empty(), "{turn:?}");
        // What is added is confirmed with the number, in other words each time.
        let more = match locale {
            "es" => "y además la impresora del sótano echa humo desde el desayuno",
            "hu" => "és a pincében reggeli óta füstöl a nyomtató",
            _ => "and the printer in the cellar is on fire since breakfast",
        };
        let mut told = Vec::new();
        for _ in 0..2 {
            chat.say(more);
            assert!(matches!(chat.effects[..], [Effect::HandOff(_)]), "{locale}: {:?}", chat.turn);
            told.push(chat.ticket().messages[0].text.clone());
        }
        assert!(told[0] != told[1] && told.iter().all(|text| text.contains("A-7")), "{told:?}");
    }
}

#[test]
fn when_the_promise_is_broken_it_says_sorry_and_tells_the_team() {
    let bot = shop();
    let mut chat = with_ticket(&bot, "en", "talk to a person");
    chat.context.now = "2026-11-25T10:00:00+01:00[Europe/Budapest]".parse().unwrap();
    chat.say("when will I get an answer?");
    assert!(chat.text().contains("sorry"), "{}", chat.text());
    assert!(matches!(&chat.effects[..], [Effect::HandOff(packet)] if packet.body.contains("when will")));
    assert!(chat.ticket().messages[0].text.contains("A-7"));
}

#[test]
fn how_long_and_how_much_go_on_from_the_answer_before() {
    let bot = shop();
    let mut chat = Chat::new(&bot, "en");
    chat.say("How do I transfer a domain?");
    assert_eq!(chat.say("how long").article.as_deref(), Some("guide/transfer"));
    assert_eq!(chat.turn.messages[0].text, "A .com takes five to seven days.");
    assert_eq!(chat.say("and how much does it cost?").messages[0].text, "It costs 12 € and adds a year.");
    assert!(chat.turn.articles[0].url.ends_with("#fees"), "{:?}", chat.turn.articles);
    // Nothing of the kind is told of the app: the bot says so, and never tells of something else.
    chat.say("How do I install the app on my iPhone?");
    assert_eq!(chat.say("how long").action, TurnAction::Fallback);
}

#[test]
fn the_languages_are_told_and_one_may_go_on_in_each() {
    let bot = shop();
    for (locale, text, names) in [
        ("en", "what languages do you speak", "English, Spanish and Hungarian"),
        ("es", "¿en qué idiomas hablas?", "inglés, español y húngaro"),
        ("hu", "milyen nyelveken beszél?", "angolul, spanyolul és magyarul"),
    ] {
        let mut chat = Chat::new(&bot, locale);
        chat.say(text);
        assert!(chat.text().contains(names), "{locale}: {}", chat.text());
        assert_eq!(chat.turn.options.iter().filter(|option| option.id.starts_with("locale:")).count(), 2);
    }
    let mut chat = Chat::new(&bot, "en");
    chat.say("do you speak Spanish?");
    assert_eq!(chat.press("locale:es").messages.len(), 2, "what may it be, in Spanish");
}

#[test]
fn a_question_plainly_in_another_language_is_not_answered_in_this_one() {
    let bot = shop();
    let mut chat = Chat::new(&bot, "es");
    chat.say("how much is the buzones thing");
    assert!(chat.turn.options.iter().any(|option| option.id == "locale:en"), "{:?}", chat.turn);
}

#[test]
fn who_the_bot_is_and_that_all_is_well_are_understood() {
    let bot = shop();
    for (locale, texts) in [
        ("en", ["what's your name", "what is your name?", "who am I talking to"]),
        ("es", ["¿cómo te llamas?", "y tú cómo te llamas", "¿con quién hablo?"]),
        ("hu", ["ki vagy?", "hogy hívják Önt?", "kivel beszélek?"]),
    ] {
        for text in texts {
            let mut chat = Chat::new(&bot, locale);
            chat.say(text);
            assert!(
                ["assistant", "asistente", "asszisztens"].iter().any(|word| chat.text().contains(word)),
                "{text}: {}",
                chat.text()
            );
        }
    }
    for (locale, question, thanks) in [
        ("en", "I forgot my password", "ok fixed thx"),
        ("en", "I forgot my password", "it works now, thank you"),
        ("es", "I forgot my password", "ya está, gracias"),
        ("hu", "I forgot my password", "oké, megvan, köszi"),
    ] {
        let mut chat = Chat::new(&bot, locale);
        chat.say(question);
        assert_eq!(chat.say(thanks).action, TurnAction::Smalltalk, "{locale}: {thanks}");
        assert!(matches!(chat.effects[..], [Effect::Feedback { helped: true, .. }]), "{thanks}: {:?}", chat.effects);
    }
}
