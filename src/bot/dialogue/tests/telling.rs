//! What visitors tell of themselves and of their matter: in one go, or not at all.

use super::*;

fn packet(chat: &Chat<'_>) -> crate::bot::HandoffPacket {
    match &chat.effects[..] {
        [Effect::HandOff(packet)] => (**packet).clone(),
        other => panic!("no hand-off: {other:?}\n{}", chat.text()),
    }
}

#[test]
fn name_address_and_matter_said_in_one_go_are_not_asked_again() {
    let bot = bot();
    for (locale, wish, told, name, body) in [
        ("en", "talk to a person", "Bob Smith, bob@x.org, my screen flickers green", "Bob Smith", "flickers green"),
        (
            "es",
            "quiero hablar con una persona",
            "Luis Gil, luis@x.es, la pantalla parpadea en verde",
            "Luis Gil",
            "parpadea",
        ),
        ("hu", "munkatársat kérek", "Kiss Pál, pal@x.hu, zölden villog a képernyő", "Kiss Pál", "villog"),
    ] {
        let mut chat = Chat::new(&bot, locale);
        chat.say(wish);
        chat.say(told);
        let packet = packet(&chat);
        assert_eq!(packet.name, name, "{locale}");
        assert!(packet.body.contains(body) && !packet.body.contains('@'), "{}", packet.body);
    }
    let mut chat = Chat::new(&bot, "en");
    chat.say("talk to a person");
    let turn = chat.say("my name is Bob Smith and my email is bob@x.org");
    assert_eq!(turn.slot.as_deref(), Some("body"), "only the matter is missing: {turn:?}");
    chat.say("The screen flickers green.");
    let packet = packet(&chat);
    assert_eq!((packet.name.as_str(), packet.email.as_str()), ("Bob Smith", "bob@x.org"));
}

#[test]
fn a_wish_for_a_person_that_says_why_is_not_asked_what_it_is_about() {
    let bot = bot();
    for (locale, wish) in [
        ("en", "I need a human because my invoice shows the wrong address, my email is ana@example.com"),
        ("es", "quiero hablar con una persona porque la factura tiene mal la dirección, mi correo es ana@example.com"),
        ("hu", "emberrel szeretnék beszélni, mert rossz cím van a számlán, a címem ana@example.com"),
    ] {
        let mut chat = Chat::new(&bot, locale);
        assert_eq!(chat.say(wish).slot.as_deref(), Some("name"), "{locale}");
        chat.say("Ana Kis");
        assert!(packet(&chat).body.contains(wish), "{locale}");
    }
}

#[test]
fn who_gives_no_name_is_asked_what_it_is_about_and_the_refusal_is_no_matter() {
    let bot = bot();
    for (locale, wish, refusal, matter) in [
        ("en", "talk to a person", "none of your business", "The screen flickers green."),
        ("es", "quiero hablar con una persona", "omitir", "La pantalla parpadea."),
        ("hu", "munkatársat kérek", "nem mondom meg", "Villog a képernyő."),
    ] {
        let mut chat = Chat::new(&bot, locale);
        chat.say(wish);
        assert_eq!(chat.say(refusal).slot.as_deref(), Some("email,body"), "{locale}");
        assert_eq!(chat.say("bob@x.org").slot.as_deref(), Some("body"), "{locale}");
        chat.say(matter);
        let packet = packet(&chat);
        assert_eq!((packet.name.as_str(), packet.body.as_str()), ("", matter), "{locale}");
    }
}

#[test]
fn a_typed_label_is_its_button_whatever_else_is_going_on() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "de");
    chat.say("Ich möchte mit einem Menschen sprechen");
    assert_eq!(chat.say("Cancel").action, TurnAction::Smalltalk);
    let mut chat = Chat::new(&bot, "en");
    chat.say("I forgot my password");
    chat.say("Yes, thanks");
    assert!(matches!(chat.effects[..], [Effect::Feedback { helped: true, .. }]));
    chat.say("where is my refund");
    assert_eq!(chat.say("cancel").action, TurnAction::Smalltalk);
}

#[test]
fn that_it_helped_is_heard_in_other_words_and_a_not_is_heard_too() {
    let bot = bot();
    for (locale, texts) in [
        ("en", ["thanks that helps", "cool that worked"]),
        ("es", ["gracias, me sirve", "pues ha funcionado"]),
        ("hu", ["köszi, ez segített", "na, így már sikerült"]),
    ] {
        for text in texts {
            let mut chat = Chat::new(&bot, locale);
            chat.say("I forgot my password");
            chat.say(text);
            let helped = matches!(chat.effects[..], [Effect::Feedback { helped: true, .. }]);
            assert!(helped, "{locale}: {text}: {}", chat.text());
        }
    }
    for text in ["that has not helped much", "nothing helped"] {
        let mut chat = Chat::new(&bot, "en");
        chat.say("I forgot my password");
        chat.say(text);
        assert!(!matches!(chat.effects[..], [Effect::Feedback { helped: true, .. }]), "{text}");
    }
}

#[test]
fn one_trouble_with_an_and_in_it_is_not_cut_in_two() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    chat.say("my refund is missing and I lose money");
    assert!(!chat.text().contains("one by one"), "{}", chat.text());
}

#[test]
fn what_is_told_after_the_ticket_about_the_ticket_goes_to_it() {
    let bot = bot();
    for (locale, number, withdraw) in [
        ("en", "what is my ticket number", "please cancel my request"),
        ("es", "¿cuál es mi número de solicitud?", "cancelad mi solicitud, por favor"),
        ("hu", "mi a kérésem száma?", "visszavonom a kérésemet"),
    ] {
        let mut chat = Chat::new(&bot, locale);
        chat.ticket();
        chat.say(number);
        assert!(chat.text().contains("A-7") && chat.effects.is_empty(), "{locale}: {}", chat.text());
        chat.say(withdraw);
        assert_eq!(packet(&chat).body, withdraw);
    }
}

#[test]
fn a_language_of_its_own_is_named_by_its_own_name() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "de");
    chat.say("when are you open on the weekend and where is it?");
    assert!(
        chat.turn.options.iter().all(|option| !option.label.contains('{') && option.label != "No, stay in English")
    );
}

#[test]
fn a_letter_is_read_without_its_frame() {
    let bot = bot();
    for text in [
        "Dear team,\n\nI forgot my password.\n\nThanks\nBob",
        "Hello, I forgot my password.\nKind regards,\nBob Smith",
        "Dear Sir or Madam, how do I reset my password? Yours sincerely, Ann",
    ] {
        let mut chat = Chat::new(&bot, "en");
        assert_eq!(chat.say(text).card.as_deref(), Some("reset-password"), "{text}");
    }
}

#[test]
fn who_is_in_danger_is_told_where_help_is() {
    let bot = bot();
    for (locale, text) in [("en", "i want to kill myself"), ("es", "quiero morirme"), ("hu", "nem akarok tovább élni")]
    {
        let mut chat = Chat::new(&bot, locale);
        chat.say(text);
        assert!(chat.text().contains("112"), "{locale}: {}", chat.text());
    }
}

#[test]
fn a_value_of_a_later_slot_does_not_fill_the_number_at_hand() {
    let folder = tempfile::tempdir().unwrap();
    library(folder.path());
    let card = "---\nquestions: [\"order more crates\", \"I want crates\", \"crates please\"]\nask:\n  - { slot: count, prompt: \"How many?\", type: number }\n  - { slot: size, prompt: \"Which size?\", choices: [5 GB, 15 GB] }\n---\n{count} of {size}.\n";
    std::fs::write(folder.path().join("en/_bot/crates.md"), card).unwrap();
    let library = Library::load(folder.path(), None, "2026-11-23T10:00:00Z".parse().unwrap()).unwrap();
    let bot = Bot::build(&Arc::new(library), None, &BotSettings::default());
    let mut chat = Chat::new(&bot, "en");
    chat.say("order more crates");
    assert_eq!(chat.say("15gb").slot.as_deref(), Some("count"));
    chat.say("3");
    assert!(chat.text().contains("3 of 15 GB."), "{}", chat.text());
}

#[test]
fn who_has_no_address_is_told_so_and_let_go() {
    let bot = bot();
    for (locale, wish, name, none) in [
        ("en", "talk to a person", "Bob Smith", "I don't have an email"),
        ("en", "talk to a person", "Bob", "i have no email"),
        ("es", "quiero hablar con una persona", "Luis Gil", "no tengo correo"),
        ("hu", "munkatársat kérek", "Kiss Pál", "nincs e-mailem"),
    ] {
        let mut chat = Chat::new(&bot, locale);
        chat.say(wish);
        chat.say(name);
        assert_eq!(chat.say(none).slot.as_deref(), Some("email,body"), "{locale}: it says what the address is for");
        assert_eq!(chat.say(none).action, TurnAction::Smalltalk, "{locale}");
        assert_eq!(chat.say("I forgot my password").card.as_deref(), Some("reset-password"), "{locale}");
    }
}
