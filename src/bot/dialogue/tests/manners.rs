//! How the bot behaves towards people who are angry, in a hurry, polite, or write another language.

use super::*;

fn said(chat: &Chat<'_>) -> String {
    chat.turn.messages.iter().map(|message| message.text.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn who_vents_gets_an_apology_and_a_person_instead_of_titles_or_goodbye() {
    let bot = bot();
    for (locale, texts) in [
        (
            "en",
            &["I hate this", "this is ridiculous", "nothing works", "what a waste of time", "it doesn't help me"][..],
        ),
        ("es", &["odio esto", "estoy harta", "no funciona", "esto es inaceptable", "no me sirve de nada"][..]),
        ("hu", &["utálom az egészet", "elegem van", "ez nem működik", "csalók vagytok", "ez nem segített"][..]),
    ] {
        for text in texts {
            let mut chat = Chat::new(&bot, locale);
            let turn = chat.say(text);
            assert_eq!(turn.action, TurnAction::Smalltalk, "{locale}: {text}: {turn:?}");
            assert!(turn.options.iter().any(|option| option.id == "human"), "{locale}: {text}");
        }
    }
}

#[test]
fn an_answer_that_does_not_help_is_never_followed_by_a_goodbye() {
    let bot = bot();
    for reply in ["this does not help me", "still not working", "I already did that", "not really", "kind of"] {
        let mut chat = Chat::new(&bot, "en");
        chat.say("I forgot my password");
        let turn = chat.say(reply);
        assert_ne!(turn.action, TurnAction::Close, "{reply}");
        assert_ne!(turn.card.as_deref(), Some("reset-password"), "{reply}");
    }
}

#[test]
fn no_means_goodbye_only_after_anything_else() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    assert_eq!(chat.say("no").action, TurnAction::Smalltalk);
    chat.say("I forgot my password");
    chat.say("yes, thanks");
    assert_eq!(chat.say("no").action, TurnAction::Close);
}

#[test]
fn a_name_is_what_people_call_themselves() {
    let bot = bot();
    for (locale, text, name) in [
        ("en", "hi, my name is Tom", "Tom"),
        ("en", "I'm Anna Smith", "Anna Smith"),
        ("es", "hola, soy Marta", "Marta"),
        ("es", "buenas tardes, me llamo Lucía", "Lucía"),
        ("hu", "jó napot, Kiss Béla vagyok", "Kiss Béla"),
    ] {
        let mut chat = Chat::new(&bot, locale);
        chat.say(text);
        assert!(said(&chat).contains(name), "{locale}: {text}: {}", said(&chat));
    }
    for text in ["this is a test", "my name is not important", "I'm Done With This", "it's broken"] {
        let mut chat = Chat::new(&bot, "en");
        chat.say(text);
        assert!(chat.say("I want to talk to a person").slot.as_deref().unwrap().starts_with("name"), "{text}");
    }
}

#[test]
fn what_is_no_name_does_not_become_one_and_a_hand_off_needs_none() {
    let bot = bot();
    for reply in ["do you sell cars", "fuck off", "it is urgent", "where is my order?"] {
        let mut chat = Chat::new(&bot, "en");
        chat.say("I want to talk to a person");
        assert!(chat.say(reply).slot.as_deref().unwrap().starts_with("name"), "{reply}");
        assert!(!chat.say("hurry up please").slot.as_deref().unwrap().starts_with("name"), "{reply}");
        chat.say("ana@example.com");
        let [Effect::HandOff(packet)] = &chat.effects[..] else { panic!("{reply}: {:?}", chat.turn) };
        assert!(packet.name.is_empty() && packet.body.contains(reply), "{packet:?}");
    }
    let mut chat = Chat::new(&bot, "es");
    chat.say("quiero hablar con una persona");
    assert_eq!(chat.say("soy María José García-Páez de la Torre").slot.as_deref(), Some("email,body"));
}

#[test]
fn a_form_waits_while_a_question_is_answered_and_takes_the_next_reply() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    chat.say("where is my refund");
    chat.say("AB-12345");
    let aside = chat.say("are you open on sunday?");
    assert_eq!((aside.card.as_deref(), aside.slot.as_deref()), (Some("opening-hours"), Some("since")));
    assert_eq!(chat.say("yesterday").card.as_deref(), Some("refund-status"));
    assert_eq!(chat.turn.action, TurnAction::Answer);
}

#[test]
fn where_do_i_find_it_costs_no_try_and_numbers_are_read_as_people_write_them() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    chat.say("where is my refund");
    for _ in 0..5 {
        assert_eq!(chat.say("where do I find it?").action, TurnAction::Ask);
    }
    assert_eq!(chat.say("ab 12345").slot.as_deref(), Some("since"));
    chat.say("skip");
    assert!(chat.text().contains("AB-12345"), "{}", chat.text());
}

#[test]
fn a_path_is_never_left_by_what_a_visitor_types() {
    let folder = tempfile::tempdir().unwrap();
    library(folder.path());
    let card = "---\nquestions: [\"look up my crate\", \"crate status\", \"where is the crate\"]\nask:\n  - { slot: crate, prompt: \"Which crate?\" }\naction: { endpoint: orders, path: \"/crates/{crate}\" }\n---\n{result.status}\n";
    std::fs::write(folder.path().join("en/_bot/crate.md"), card).unwrap();
    let library = Library::load(folder.path(), None, "2026-11-23T10:00:00Z".parse().unwrap()).unwrap();
    let bot = Bot::build(&Arc::new(library), None, &BotSettings::default());
    for value in ["..", "../../admin", "a/b", "a\\b"] {
        let mut chat = Chat::new(&bot, "en");
        chat.say("look up my crate");
        chat.say(value);
        assert!(chat.effects.iter().all(|effect| !matches!(effect, Effect::Call(_))), "{value}");
        // Dots say nothing: the question is put again.
        let expected = if value == ".." { TurnAction::Ask } else { TurnAction::Handoff };
        assert_eq!(chat.turn.action, expected, "{value}");
    }
}

#[test]
fn a_condition_that_cannot_be_read_keeps_its_card_quiet() {
    let folder = tempfile::tempdir().unwrap();
    library(folder.path());
    let card = "---\nquestions: [\"the gadget hums\", \"humming gadget\", \"my gadget makes a noise\"]\nwhen: { slot: { os: Windows } }\n---\nTurn it off.\n";
    std::fs::write(folder.path().join("en/_bot/gadget.md"), card).unwrap();
    let library = Library::load(folder.path(), None, "2026-11-23T10:00:00Z".parse().unwrap()).unwrap();
    let bot = Bot::build(&Arc::new(library), None, &BotSettings::default());
    assert_ne!(Chat::new(&bot, "en").say("the gadget hums").card.as_deref(), Some("gadget"));
}

#[test]
fn another_language_is_offered_and_going_on_in_it_says_yes() {
    let bot = bot();
    for reply in ["sí", "¿cuándo estáis abiertos los domingos y a qué hora?"] {
        let mut chat = Chat::new(&bot, "en");
        assert_eq!(chat.say("¿dónde puedo ver las horas de apertura de la tienda?").action, TurnAction::Clarify);
        chat.say(reply);
        assert!(said(&chat).contains("español"), "{reply}: {}", said(&chat));
    }
    let mut chat = Chat::new(&bot, "en");
    assert!(chat.say("köszönöm szépen").options.iter().any(|option| option.id == "locale:hu"));
}

#[test]
fn an_example_word_for_word_is_its_card() {
    let bot = bot();
    for text in ["opening times", "Change Password!", "refund not on my bank account"] {
        let mut chat = Chat::new(&bot, "en");
        let turn = chat.say(text);
        assert!(turn.candidates[0].confidence > 0.98, "{text}: {:?}", turn.candidates);
    }
}

#[test]
fn courtesies_around_a_question_are_no_part_of_it() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    let turn = chat.say("Good afternoon, I was wondering when are you open?");
    assert_eq!(turn.card.as_deref(), Some("opening-hours"));
    for bye in ["ok thanks bye", "no thanks, that's all"] {
        assert_eq!(Chat::new(&bot, "en").say(bye).action, TurnAction::Close, "{bye}");
    }
    assert_eq!(Chat::new(&bot, "es").say("vale, gracias, hasta luego").action, TurnAction::Close);
    assert_eq!(Chat::new(&bot, "hu").say("köszönöm szépen, minden jót").action, TurnAction::Close);
}

#[test]
fn what_visitors_type_never_becomes_markup() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    chat.say("I want to talk to a person");
    chat.say("<b>x</b>");
    assert!(chat.turn.messages.iter().all(|message| !message.html.contains("<b>")));
}

#[test]
fn what_is_said_after_the_ticket_is_added_to_it_without_asking_who_it_is() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    chat.ticket();
    chat.say("one more thing: the box was broken as well");
    let [Effect::HandOff(packet)] = &chat.effects[..] else { panic!("{:?}", chat.turn) };
    assert_eq!(packet.body, "one more thing: the box was broken as well");
}

#[test]
fn small_talk_in_three_languages() {
    let bot = bot();
    for (locale, texts) in [
        ("en", ["hi there", "thanks!", "are you a robot?", "you are stupid"]),
        ("es", ["hola", "¡muchas gracias!", "¿eres un robot?", "eres un inútil"]),
        ("hu", ["szia", "köszönöm szépen!", "te egy robot vagy?", "te hülye vagy"]),
    ] {
        for text in texts {
            assert_eq!(Chat::new(&bot, locale).say(text).action, TurnAction::Smalltalk, "{locale} {text}");
        }
    }
}

#[test]
fn an_answer_that_was_tried_or_known_is_taken_for_none_in_whatever_words() {
    let bot = bot();
    for (locale, texts) in [
        (
            "en",
            &[
                "tried it, no luck",
                "wrong answer",
                "i know that already",
                "I did that twice, nothing happened",
                "same problem",
                "that's not my question",
                "tried but still can't reset the password",
                "didn't work",
            ][..],
        ),
        (
            "es",
            &[
                "ya lo sabía",
                "lo he intentado pero nada",
                "respuesta equivocada",
                "sigue igual",
                "lo hice y no funciona",
            ],
        ),
        (
            "hu",
            &[
                "kipróbáltam, nem jó",
                "megcsináltam de semmi",
                "ezt már tudtam",
                "rossz válasz",
                "így sem működik",
                "nem sikerült",
            ],
        ),
    ] {
        for text in texts {
            let mut chat = Chat::new(&bot, locale);
            chat.say("I forgot my password");
            chat.say(text);
            let told = said(&chat);
            let sorry = ["Sorry that wasn", "Siento", "Sajnálom"].iter().any(|sorry| told.starts_with(sorry));
            assert!(sorry, "{locale}: {text}: {told}");
        }
    }
    for text in ["tried it, works now", "how do I do that?", "what about the app for Android?", "i will try that"] {
        let mut chat = Chat::new(&bot, "en");
        chat.say("I forgot my password");
        chat.say(text);
        assert!(!said(&chat).starts_with("Sorry that"), "{text}: {}", said(&chat));
    }
}

#[test]
fn the_same_question_is_not_answered_with_the_same_words_again_and_again() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    chat.say("how much is shipping");
    let first = said(&chat);
    chat.say("how much is shipping");
    let second = said(&chat);
    assert_ne!(first, second);
    assert!(chat.turn.options.iter().any(|option| option.id == "human"), "{second}");
    chat.say("How much is shipping?");
    assert!(said(&chat) != first && said(&chat) != second, "{}", said(&chat));
    chat.say("when are you open");
    assert!(said(&chat).contains("9 to 17"), "{}", said(&chat));
}

#[test]
fn a_language_is_asked_for_at_any_time() {
    let bot = bot();
    for (locale, text, says) in [
        ("en", "magyarul", "Miben segíthetek"),
        ("en", "can we do this in hungarian please", "Miben segíthetek"),
        ("en", "nem értem, magyarul lehet?", "Miben segíthetek"),
        ("hu", "beszéltek angolul?", "angolul, spanyolul és magyarul"),
        ("es", "¿se habla inglés?", "húngaro"),
        ("en", "is there someone who speaks German?", "English, Spanish and Hungarian"),
    ] {
        let mut chat = Chat::new(&bot, locale);
        chat.say(text);
        let told = said(&chat);
        assert!(told.contains(says), "{locale}: {text}: {told}");
    }
    let mut chat = Chat::new(&bot, "en");
    chat.say("where is my refund?");
    chat.say("en español por favor");
    assert!(chat.turn.options.iter().any(|option| option.id == "locale:es"), "{:?}", chat.turn);
    chat.say("sí");
    assert_eq!(chat.turn.slot.as_deref(), Some("order_number"), "the form goes on: {:?}", chat.turn);
    chat.say("AB-12345");
    assert_eq!(chat.turn.slot.as_deref(), Some("since"), "{:?}", chat.turn);
}

#[test]
fn nobody_is_answered_in_a_language_that_they_do_not_write() {
    let bot = bot();
    for (locale, text, says) in [
        ("es", "vale", "¿Qué te gustaría saber?"),
        ("es", "Guten Tag, was kostet der Kurs?", "kein Deutsch"),
        ("en", "Je voudrais louer un vélo pour demain", "pas français"),
        ("en", "was kostet ein fahrrad", "nur Englisch, Spanisch und Ungarisch"),
        ("en", "😀", "What"),
    ] {
        let mut chat = Chat::new(&bot, locale);
        chat.say(text);
        let told = said(&chat);
        assert!(told.contains(says), "{locale}: {text}: {told}");
    }
}

#[test]
fn a_letter_is_its_question_and_signed_by_a_name() {
    let bot = bot();
    for (locale, letter) in [
        ("es", "Buenos días:\n\nhow much is shipping?\n\nUn saludo,\nMarta Gil"),
        ("en", "Good morning,\n\nhow much is shipping?\n\nKind regards\nMarta Gil"),
        ("hu", "Jó napot kívánok!\n\nhow much is shipping?\n\nÜdvözlettel:\nMarta Gil"),
    ] {
        let mut chat = Chat::new(&bot, locale);
        let turn = chat.say(letter);
        assert_eq!(turn.article.as_deref(), Some("shipping/costs"), "{locale}: {turn:?}");
        chat.say("talk to a person");
        assert_ne!(chat.turn.slot.as_deref(), Some("name"), "{locale}: {:?}", chat.turn);
    }
    let mut chat = Chat::new(&bot, "en");
    assert_eq!(chat.say("Kind regards, Marta").action, TurnAction::Close);
}

#[test]
fn no_problem_and_nothing_else_are_no_complaints() {
    let bot = bot();
    for (locale, text, action) in [
        ("en", "no problem", TurnAction::Smalltalk),
        ("es", "no hay problema", TurnAction::Smalltalk),
        ("hu", "nincs gond", TurnAction::Smalltalk),
        ("hu", "semmi gond", TurnAction::Smalltalk),
        ("en", "no more questions", TurnAction::Close),
        ("es", "nada más", TurnAction::Close),
        ("hu", "semmi más", TurnAction::Close),
    ] {
        let mut chat = Chat::new(&bot, locale);
        chat.say("I forgot my password");
        let taken = chat.say(text).action;
        assert_eq!(taken, action, "{locale}: {text}: {}", said(&chat));
    }
}
