//! Staying with what was said: follow-ups of an article, offers taken up, refusals, numbers that name a card,
//! corrections, and languages beyond the first three.

use super::*;

const BIKES: &[(&str, &str)] = &[
    (
        "en/rent/return.md",
        "---\ntitle: Bring a bike back\nquestions: [\"How do I bring a bike back?\", \"return the bike\"]\n---\nLeave it at any station before ten in the evening. A late one costs €5. We send the deposit back after 3 days. The lock is compulsory.\n\n## Helmets\n\nHelmets go into the box at the counter.\n",
    ),
    (
        "en/rent/prices.md",
        "---\ntitle: Prices\nquestions: [\"How much is a bike?\", \"What does a day cost?\"]\n---\nA bike costs €12 a day.\n",
    ),
    (
        "en/rent/insurance.md",
        "---\ntitle: Insurance\nquestions: [\"Is the insurance compulsory?\"]\n---\nThe insurance is yours to choose.\n",
    ),
    (
        "de/rent/return.md",
        "---\ntitle: Rad zurückgeben\nquestions: [\"Wie gebe ich ein Rad zurück?\", \"Rad zurückgeben\"]\n---\nStellen Sie es vor zehn Uhr abends an einer Station ab. Ein verspätetes kostet 5 €. Die Kaution kommt nach drei Tagen zurück. Die Rückgabenummer steht auf dem Schloss.\n",
    ),
    (
        "de/rent/prices.md",
        "---\ntitle: Preise\nquestions: [\"Was kostet ein Rad?\", \"Was kostet ein Tag?\"]\n---\nEin Rad kostet 12 € am Tag.\n",
    ),
    (
        "de/_bot/book.md",
        "---\nquestions: [\"Ich möchte ein Rad buchen\", \"Rad reservieren\"]\nask:\n  - { slot: count, type: number, prompt: \"Wie viele Räder?\" }\n  - { slot: day, type: date, prompt: \"An welchem Tag?\" }\n  - { slot: email, type: email, prompt: \"Welche E-Mail-Adresse?\" }\n---\n{count} Räder am {day} für {email}.\n",
    ),
];

fn bot_of_bikes() -> Bot {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in BIKES {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    Bot::build(&library(folder.path()), None, &BotSettings::default())
}

fn packet(chat: &Chat<'_>) -> crate::bot::HandoffPacket {
    let packet = chat.effects.iter().find_map(|effect| match effect {
        Effect::HandOff(packet) => Some((**packet).clone()),
        _ => None,
    });
    packet.unwrap_or_else(|| panic!("no hand-off: {:?}", chat.turn))
}

#[test]
fn a_short_question_after_an_answer_is_answered_from_the_same_article() {
    let bot = bot_of_bikes();
    for (locale, first, follow_up, told, not_told) in [
        ("en", "How do I bring a bike back?", "how much is that", "€5", "€12"),
        ("en", "How do I bring a bike back?", "what does it cost", "€5", "€12"),
        ("en", "How do I bring a bike back?", "when do you send the deposit", "after 3 days", "station"),
        ("en", "How do I bring a bike back?", "and after 3 days?", "after 3 days", "station"),
        ("en", "How do I bring a bike back?", "and helmets?", "counter", "station"),
        ("en", "How do I bring a bike back?", "is the lock compulsory", "lock is compulsory", "yours to choose"),
        ("de", "Wie gebe ich ein Rad zurück?", "was kostet das", "5 €", "12 €"),
        ("de", "Wie gebe ich ein Rad zurück?", "und die kaution?", "nach drei Tagen", "Station"),
        ("de", "Wie gebe ich ein Rad zurück?", "wie lange", "drei Tagen", "Station"),
        ("de", "Wie gebe ich ein Rad zurück?", "und die nummer?", "Rückgabenummer", "Station"),
    ] {
        let mut chat = Chat::new(&bot, locale);
        assert_eq!(chat.say(first).article.as_deref(), Some("rent/return"), "{first}");
        let turn = chat.say(follow_up);
        assert_eq!(turn.article.as_deref(), Some("rent/return"), "{follow_up}: {:?}", turn.candidates);
        assert!(chat.text().contains(told) && !chat.text().contains(not_told), "{follow_up}: {}", chat.text());
    }
}

#[test]
fn a_section_is_linked_and_a_taxi_is_no_person() {
    let bot = bot_of_bikes();
    let mut chat = Chat::new(&bot, "en");
    chat.say("How do I bring a bike back?");
    chat.say("and helmets?");
    assert!(chat.turn.articles[0].url.ends_with("#helmets"), "{:?}", chat.turn.articles);
    // A wish for something else with the same verb is none for a person.
    assert_ne!(chat.say("can you call me a taxi").action, TurnAction::Handoff);
    assert_eq!(chat.say("call me back").action, TurnAction::Handoff);
}

#[test]
fn what_is_asked_by_its_name_is_no_follow_up() {
    let bot = bot_of_bikes();
    let mut chat = Chat::new(&bot, "en");
    chat.say("How do I bring a bike back?");
    assert_eq!(chat.say("how much is a bike?").article.as_deref(), Some("rent/prices"));
    chat.say("How do I bring a bike back?");
    assert_eq!(chat.say("is the insurance compulsory?").article.as_deref(), Some("rent/insurance"));
    chat.say("How do I bring a bike back?");
    assert_eq!(chat.say("I forgot my password").card.as_deref(), Some("reset-password"));
    let mut chat = Chat::new(&bot, "de");
    chat.say("Wie gebe ich ein Rad zurück?");
    assert_eq!(chat.say("was kostet ein rad?").article.as_deref(), Some("rent/prices"));
}

#[test]
fn yes_takes_up_what_was_offered_in_words() {
    let bot = bot();
    for (locale, outburst, yes, no) in [
        ("en", "this is ridiculous", "yes please", "no"),
        ("es", "qué vergüenza", "sí", "no"),
        ("hu", "ez felháborító", "igen", "nem"),
    ] {
        let mut chat = Chat::new(&bot, locale);
        assert_eq!(chat.say(outburst).action, TurnAction::Smalltalk, "{outburst}");
        assert_eq!(chat.say(yes).action, TurnAction::Handoff, "{outburst}, {yes}");
        let mut chat = Chat::new(&bot, locale);
        chat.say(outburst);
        assert_eq!(chat.say(no).action, TurnAction::Smalltalk, "{outburst}, {no}");
    }
    // “Ok, thanks” is a nod.
    let mut chat = Chat::new(&bot, "en");
    chat.say("this is ridiculous");
    assert_ne!(chat.say("ok thanks").action, TurnAction::Handoff);
    // Where nothing was offered, yes is only polite.
    let mut chat = Chat::new(&bot, "en");
    assert_eq!(chat.say("yes").action, TurnAction::Smalltalk);
}

#[test]
fn the_second_outburst_reaches_a_person_and_an_answer_in_between_calms() {
    let bot = bot();
    for (locale, first, second) in [
        ("en", "this is ridiculous", "this sucks"),
        ("es", "esto es una vergüenza", "no sirve de nada"),
        ("hu", "ez felháborító", "nem segített"),
    ] {
        let mut chat = Chat::new(&bot, locale);
        chat.say(first);
        assert_eq!(chat.say(second).action, TurnAction::Handoff, "{locale}: {second}");
    }
    let mut chat = Chat::new(&bot, "en");
    chat.say("this is ridiculous");
    assert_eq!(chat.say("when are you open?").action, TurnAction::Answer);
    assert_eq!(chat.say("this is ridiculous").action, TurnAction::Smalltalk);
}

#[test]
fn who_no_longer_wants_a_person_is_let_go_politely() {
    let bot = bot();
    for (locale, person, refusals) in [
        ("en", "talk to a person", &["actually forget it", "ok never mind", "no need", "leave it please"][..]),
        ("es", "quiero hablar con una persona", &["déjalo", "no, déjalo", "olvídalo", "ya no hace falta, gracias"]),
        ("hu", "embert kérek", &["inkább mégse kell", "hagyjuk", "mégse", "nem kell, köszönöm"]),
    ] {
        for refusal in refusals {
            let mut chat = Chat::new(&bot, locale);
            chat.say(person);
            assert_eq!(chat.say(refusal).action, TurnAction::Smalltalk, "{refusal}");
            assert_eq!(chat.turn.slot, None, "{refusal}");
        }
    }
    // “No, wait” neither cancels nor is it the matter.
    let mut chat = Chat::new(&bot, "en");
    for text in ["talk to a person", "no wait", "ok", "Bob Smith", "bob@example.com"] {
        chat.say(text);
    }
    assert_eq!(chat.turn.slot.as_deref(), Some("body"), "{:?}", chat.turn);
    // A real matter with such a word in it is one.
    let mut chat = Chat::new(&bot, "en");
    for text in ["talk to a person", "cancel my parcel before it leaves", "Bob Smith", "bob@example.com"] {
        chat.say(text);
    }
    assert!(packet(&chat).body.contains("before it leaves"));
}

#[test]
fn name_address_and_matter_of_one_line_are_told_apart() {
    let bot = bot();
    for (line, name, matter) in [
        ("Bob Dylan bob@example.com you people are useless", "Bob Dylan", Some("you people are useless")),
        ("Ana Ruiz, ana@example.com, my lamp never came", "Ana Ruiz", Some("my lamp never came")),
        ("Bob Dylan bob@example.com", "Bob Dylan", None),
    ] {
        let mut chat = Chat::new(&bot, "en");
        chat.say("talk to a person");
        chat.say(line);
        if matter.is_none() {
            assert_eq!(chat.turn.slot.as_deref(), Some("body"), "{line}");
            chat.say("the lamp is dark");
        }
        assert_eq!(packet(&chat).name, name, "{line}");
        assert!(packet(&chat).body.contains(matter.unwrap_or("dark")), "{line}: {}", packet(&chat).body);
    }
    // What stands before an address is not always a name.
    let mut chat = Chat::new(&bot, "en");
    chat.say("talk to a person");
    assert!(chat.say("write to bob@example.com please").slot.as_deref().is_some_and(|slot| slot.contains("name")));
}

#[test]
fn who_has_no_address_gives_a_number_and_who_has_a_new_one_is_answered_there() {
    let bot = bot();
    for (locale, person, none, number) in [
        ("en", "talk to a person", "I have no email", "call me on +36 30 123 4567"),
        ("es", "quiero hablar con una persona", "no tengo correo", "en el 600 123 123"),
        ("hu", "embert kérek", "nincs e-mailem", "a 06 30 123 4567-es számon"),
    ] {
        let mut chat = Chat::new(&bot, locale);
        chat.say(person);
        chat.say("Kata Nagy");
        let turn = chat.say(none);
        assert!(turn.slot.as_deref().is_some_and(|slot| slot.contains("email")), "{none}: {turn:?}");
        assert_eq!(chat.say(number).slot.as_deref(), Some("body"), "{number}");
        chat.say("the parcel came without its lamp");
        assert!(packet(&chat).email.contains("123"), "{:?}", packet(&chat));
        chat.ticket();
        assert!(chat.text().contains("123"), "{}", chat.text());
    }
    let mut chat = Chat::new(&bot, "en");
    for text in ["talk to a person", "Bob Smith", "bob@example.com", "the parcel came without its lamp"] {
        chat.say(text);
    }
    chat.ticket();
    chat.say("Actually, my e-mail is bob2@example.com");
    assert!(packet(&chat).new_address && packet(&chat).email == "bob2@example.com");
    chat.ticket();
    assert!(chat.text().contains("bob2@example.com"), "{}", chat.text());
    // Somebody else's address in a sentence changes nothing.
    chat.say("my wife ana@example.com also waits for her lamp");
    assert!(!chat.effects.iter().any(|effect| matches!(effect, Effect::HandOff(packet) if packet.new_address)));
}

#[test]
fn a_hand_off_left_for_a_question_goes_on_with_the_address() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    for said in ["blorp frobnicator", "penguins like cold weather", "Ann Lee"] {
        chat.say(said);
    }
    assert_eq!(chat.say("when are you open?").card.as_deref(), Some("opening-hours"));
    chat.say("ann@example.com");
    assert_eq!((packet(&chat).name.as_str(), packet(&chat).email.as_str()), ("Ann Lee", "ann@example.com"));
    // Before anything was sent, nobody can say when it is answered; yes sends it.
    let mut chat = Chat::new(&bot, "en");
    assert_eq!(chat.say("when will you answer me").action, TurnAction::Smalltalk);
    assert_eq!(chat.say("yes").action, TurnAction::Handoff);
}

#[test]
fn more_about_the_matter_of_a_request_is_added_and_a_question_is_answered() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    for said in ["talk to a person", "Bob Smith", "bob@example.com", "my lamp flickers"] {
        chat.say(said);
    }
    chat.ticket();
    chat.say("the lamp is dark since three days");
    assert!(packet(&chat).body.contains("dark"));
    chat.ticket();
    assert_eq!(chat.say("how much is shipping?").article.as_deref(), Some("shipping/costs"));
}

#[test]
fn a_number_that_only_cards_ask_for_leads_to_them() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    assert_eq!(chat.say("AB-12345").action, TurnAction::Clarify);
    let cards: Vec<&str> = chat.turn.options.iter().filter_map(|option| option.id.strip_prefix("card:")).collect();
    assert!(cards.contains(&"refund-status") && cards.contains(&"track"), "{cards:?}");
    chat.press("card:refund-status");
    assert_eq!(chat.turn.slot.as_deref(), Some("since"), "the number is not asked for again");
    // A number like none of them is no card's.
    let mut chat = Chat::new(&bot, "en");
    assert_ne!(chat.say("AB12").action, TurnAction::Clarify);
}

#[test]
fn a_form_in_german_reads_days_and_corrections_and_says_german_things() {
    let bot = bot_of_bikes();
    let mut chat = Chat::new(&bot, "de");
    assert!(chat.text().contains("ein Bot"), "{}", chat.text());
    for (said, slot) in [
        ("Ich möchte ein Rad buchen", Some("count")),
        ("zwei", Some("day")),
        ("nein, ich meinte drei", Some("day")),
        ("nächsten Freitag", Some("email")),
        ("4", Some("email")),
        ("anna@example.com", None),
    ] {
        chat.say(said);
        assert_eq!(chat.turn.slot.as_deref(), slot, "{said}: {}", chat.text());
    }
    assert!(chat.text().contains("4 Räder am 27. November 2026 für anna@example.com"), "{}", chat.text());
    chat.say("das war falsch, es ist anne@example.com");
    assert!(chat.text().contains("anne@example.com"), "{}", chat.text());
    assert_eq!(chat.say("danke, das hilft").action, TurnAction::Smalltalk);
    assert_eq!(chat.say("wie geht es Ihnen?").action, TurnAction::Smalltalk);
    assert_eq!(chat.say("Sachbearbeiter sprechen").action, TurnAction::Handoff);
    assert_eq!(chat.say("lass gut sein").action, TurnAction::Smalltalk);
}

#[test]
fn a_form_is_corrected_after_a_question_in_between() {
    let bot = bot_of_bikes();
    let mut chat = Chat::new(&bot, "de");
    for said in
        ["Ich möchte ein Rad buchen", "zwei", "nächsten Freitag", "Wie gebe ich ein Rad zurück?", "anna@example.com"]
    {
        chat.say(said);
    }
    assert_eq!(chat.turn.card.as_deref(), Some("book"), "{:?}", chat.turn);
    chat.say("nein, ich meinte anne@example.com");
    assert!(chat.text().contains("für anne@example.com"), "{}", chat.text());
    chat.say("Wie gebe ich ein Rad zurück?");
    chat.say("Entschuldigung, es ist doch anja@example.com");
    assert!(chat.text().contains("für anja@example.com"), "{}", chat.text());
}

#[test]
fn the_time_told_is_the_visitors_own_and_knows_of_holidays() {
    let bot = bot();
    let context = Context {
        now: "2026-12-24T15:00:00-05:00[America/New_York]".parse().unwrap(),
        hours: Hours::Closed { opens_at: Some("2026-12-28T09:00:00+01:00[Europe/Budapest]".parse().unwrap()) },
        expected_reply_at: Some("2026-12-28T16:00:00Z".parse().unwrap()),
        ..context()
    };
    for (locale, person, name, opens, answered) in [
        ("en", "talk to a person", "Bob Smith", "on Monday, 28 December, at 3:00", "Monday, 28 December, at 11:00"),
        ("es", "quiero hablar con una persona", "Ana Ruiz", "el lunes 28 de diciembre a las 3:00", "a las 11:00"),
        ("hu", "embert kérek", "Kiss Pál", "hétfőn (december 28.) 3:00-kor", "11:00-ig"),
    ] {
        let mut chat = Chat::with(&bot, locale, context.clone());
        assert!(chat.text().contains(opens), "{}", chat.text());
        for said in [person, name, "bob@example.com", "the lamp came without its glass"] {
            chat.say(said);
        }
        chat.ticket();
        assert!(chat.text().contains(opens) && chat.text().contains(answered), "{}", chat.text());
    }
}

#[test]
fn a_wish_for_a_person_is_understood_in_more_languages_and_a_question_with_its_words_is_not_one() {
    let bot = bot();
    for wish in [
        "хочу поговорить с человеком",
        "позовите оператора",
        "chcę rozmawiać z konsultantem",
        "müşteri temsilcisine bağlanmak istiyorum",
        "chci mluvit s operátorem",
        "θέλω να μιλήσω με έναν άνθρωπο",
        "أريد التحدث مع موظف",
        "je veux quelqu'un",
        "un technicien svp",
    ] {
        assert_eq!(Chat::new(&bot, "en").say(wish).action, TurnAction::Handoff, "{wish}");
    }
    for other in ["meu carro não liga", "сколько стоит доставка", "wie melde ich mich an", "komputer nie działa"]
    {
        assert_ne!(Chat::new(&bot, "en").say(other).action, TurnAction::Handoff, "{other}");
    }
}

#[test]
fn what_is_told_of_oneself_does_not_hide_the_question() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    chat.say("my name is Juan and my e-mail is juan@example.com, when are you open?");
    assert_eq!(chat.turn.card.as_deref(), Some("opening-hours"), "{:?}", chat.turn.candidates);
    assert_eq!(chat.say("I forgot my password. Thanks, Bob").card.as_deref(), Some("reset-password"));
    assert_eq!(chat.say("It works now. Thanks").action, TurnAction::Smalltalk);
}
