//! What messages do, in many wordings and languages.

use super::*;

fn hear(locale: &str, text: &str) -> Heard {
    let locale = locale.parse().unwrap();
    let reader = Reader::new(&locale);
    Cues::new(&Phrases::new(&locale, None), &reader).hear(text, &reader)
}

#[test]
fn every_built_in_rule_can_be_read() {
    for locale in crate::bot::phrases::built_in_locales() {
        let (phrases, reader) = (Phrases::new(&locale, None), Reader::new(&locale));
        for (_, key) in ALL {
            for pattern in phrases.list("cues", key) {
                assert!(Rules::default().add(pattern, &reader).is_ok(), "{locale} {key}: {pattern}");
            }
        }
    }
}

#[test]
fn the_wish_for_a_person_is_heard_with_a_slip_in_it() {
    for (locale, text) in [
        ("en", "i wnat an agent"),
        ("en", "stop, human"),
        ("es", "quiero ablar con una persona"),
        ("hu", "emberel akarok beszelni"),
    ] {
        assert!(hear(locale, text).is(Cue::Human), "{locale}: {text}");
    }
}

#[test]
fn the_wish_for_a_person_is_heard_in_many_wordings() {
    for (locale, texts) in [
        (
            "en",
            &[
                "I want to talk to a person",
                "can i speak with someone please",
                "connect me to an agent",
                "Let me talk to a real human!!",
                "human please",
                "I don't want to talk to a bot",
                "is anybody there?",
                "get me a manager",
                "customer service",
                "please put me through to support",
                "I need an agent",
            ][..],
        ),
        (
            "es",
            &[
                "Quiero hablar con una persona",
                "¿puedo hablar con alguien?",
                "pásame con un agente",
                "necesito un asesor",
                "una persona real por favor",
                "no quiero hablar con un robot",
                "¿hay alguien ahí?",
                "atención al cliente",
                "que me llamen",
                "me gustaría que me atendiera una persona",
            ][..],
        ),
        (
            "hu",
            &[
                "Emberrel szeretnék beszélni",
                "beszélhetnék egy ügyintézővel?",
                "kapcsoljon egy munkatársat",
                "élő embert kérek",
                "nem akarok robottal beszélni, nem bottal",
                "ügyfélszolgálat",
                "hívjanak vissza kérem",
                "van ott valaki?",
                "Valakivel beszélni szeretnék",
                "munkatárssal szeretnék",
            ][..],
        ),
    ] {
        for text in texts {
            assert!(hear(locale, text).is(Cue::Human), "{locale}: {text}");
        }
    }
}

#[test]
fn the_wish_for_a_person_is_heard_in_ten_more_languages() {
    for (locale, text) in [
        ("de", "Ich möchte mit einem Menschen sprechen"),
        ("fr", "je voudrais parler à quelqu'un"),
        ("it", "vorrei parlare con una persona"),
        ("pt", "quero falar com um atendente"),
        ("nl", "ik wil met een medewerker praten"),
        ("sv", "jag vill prata med en människa"),
        ("da", "jeg vil gerne tale med et menneske"),
        ("nb", "jeg vil snakke med en person"),
        ("fi", "haluan puhua ihmisen kanssa"),
        ("ro", "vreau să vorbesc cu un om"),
        ("de", "ich will den Chef sprechen"),
        ("de", "kann mich jemand anrufen"),
        ("de", "bitte um Rückruf"),
        ("fr", "parler à un être humain"),
        ("fr", "pouvez-vous me rappeler"),
    ] {
        assert!(hear(locale, text).is(Cue::Human), "{locale}: {text}");
        assert!(hear("en", text).is(Cue::Human), "on an English site: {text}");
    }
    for (locale, text) in [
        ("en", "how do I add a person to my account"),
        ("en", "can I send money to someone abroad"),
        ("en", "what does an agent see"),
        ("en", "the support page does not load"),
        ("es", "cómo añado un agente"),
        ("es", "mi persona de contacto ha cambiado"),
        ("hu", "hogyan vehetek fel új munkatársat"),
        ("hu", "új munkatársat szeretnék felvenni"),
        ("hu", "hány ember használhatja a fiókot"),
    ] {
        assert!(!hear(locale, text).is(Cue::Human), "{locale}: {text}");
    }
}

#[test]
fn the_wish_for_a_person_is_heard_in_words_that_no_rule_has() {
    for (locale, texts) in [
        (
            "en",
            &[
                "any real ppl here",
                "i'd rather deal with a person",
                "is there anyone i can actually talk to",
                "talk to sm1",
                "can u get ur manager",
                "rep please",
                "who can i talk to",
                "pls can someone call me back",
                "cant i just talk to a human",
                "i don't want this, i want a person",
                "i dont want this i want a human",
                "not a bot, a human please",
            ][..],
        ),
        (
            "es",
            &[
                "hay alguien de verdad ahi?",
                "quiero q me llame una persona",
                "pasame ya con alguien",
                "con quien puedo hablar",
                "kiero hablar con alguien",
                "no quiero hablar con un robot",
                "no quiero un bot quiero una persona",
                "¿no puedo hablar con una persona?",
            ][..],
        ),
        (
            "hu",
            &[
                "valaki élőt adjatok már",
                "add a főnököt",
                "tudnál kapcsolni valakit",
                "inkább egy emberrel írnék",
                "ember van?",
                "hogy tudok veletek beszelni",
                "nem robottal, emberrel akarok beszélni",
                "nem tudok emberrel beszélni?",
            ][..],
        ),
        ("de", &["kann ich bitte mit jemandem reden", "ich will lieber mit einem echten Menschen schreiben"][..]),
        ("fr", &["je peux parler à quelqu'un ?", "je veux un humain svp"][..]),
        ("it", &["posso parlare con qualcuno", "preferisco parlare con una persona vera"][..]),
        ("pt", &["posso falar com alguém?", "prefiro falar com uma pessoa"][..]),
        ("nl", &["kan ik iemand spreken", "ik wil liever met een mens praten"][..]),
        ("pl", &["czy mogę porozmawiać z kimś", "wolę rozmawiać z człowiekiem"][..]),
        ("ru", &["могу я поговорить с человеком", "хочу живого оператора"][..]),
        ("sv", &["kan jag få prata med någon", "jag vill hellre prata med en människa"][..]),
    ] {
        for text in texts {
            assert!(hear(locale, text).is(Cue::Human), "{locale}: {text}");
        }
    }
    for (locale, text) in [
        ("en", "do you have a phone number i can ring"),
        ("en", "i need to speak to accounts"),
        ("es", "necesito hablar con secretaría"),
        ("hu", "szeretnék beszélni a titkársággal"),
    ] {
        let heard = hear(locale, text);
        assert!(heard.is(Cue::PersonPerhaps) || heard.is(Cue::Human), "{locale}: {text}");
    }
}

#[test]
fn what_is_asked_about_persons_is_no_wish_for_one() {
    for (locale, text) in [
        ("en", "can a second person drive"),
        ("en", "can i transfer money to someone"),
        ("en", "can i give someone my login"),
        ("en", "how many people fit in"),
        ("en", "i talked to someone yesterday"),
        ("en", "who am i talking to"),
        ("en", "is a deposit needed per person"),
        ("en", "can i bring someone along"),
        ("en", "i need a seat for one more person in the car"),
        ("es", "puede conducir otra persona"),
        ("es", "para cuántas personas es"),
        ("es", "con quién hablo"),
        ("es", "puedo invitar a alguien más"),
        ("hu", "hány ember fér el"),
        ("hu", "vezethet más is"),
        ("hu", "új munkatársat szeretnék felvenni"),
        ("hu", "valaki ellopta a biciklimet"),
        ("de", "wie viele Personen passen hinein"),
        ("de", "darf eine zweite Person fahren"),
        ("fr", "combien de personnes peuvent venir"),
        ("it", "quante persone ci stanno"),
        ("pt", "quantas pessoas cabem"),
        ("nl", "mag een tweede persoon rijden"),
        ("pl", "ile osób się zmieści"),
        ("ru", "сколько человек помещается"),
        ("sv", "hur många personer får plats"),
    ] {
        let heard = hear(locale, text);
        assert!(!heard.is(Cue::Human) && !heard.is(Cue::NoPerson), "{locale}: {text}");
    }
}

#[test]
fn whoever_refuses_a_person_does_not_wish_for_one() {
    for (locale, text) in [
        ("en", "i don't want to talk to a human"),
        ("en", "i dont want a human"),
        ("en", "please don't forward me to an agent"),
        ("en", "I do not need an agent, thanks"),
        ("en", "i'd rather not talk to anyone"),
        ("en", "don't call me"),
        ("es", "no quiero un humano"),
        ("es", "no quiero hablar con una persona"),
        ("es", "no me pases con nadie"),
        ("es", "no necesito hablar con ningún agente"),
        ("es", "sin personas por favor"),
        ("hu", "nem akarok emberrel beszélni"),
        ("hu", "emberrel nem akarok beszélni"),
        ("hu", "nem kérek ügyintézőt"),
        ("hu", "ne kapcsoljatok senkit"),
        ("de", "ich will nicht mit einem Menschen sprechen"),
        ("de", "ich brauche keinen Mitarbeiter"),
        ("fr", "je ne veux pas parler à un humain"),
        ("it", "non voglio parlare con una persona"),
        ("pt", "não quero falar com um atendente"),
        ("nl", "ik wil niet met een medewerker praten"),
        ("pl", "nie chcę rozmawiać z człowiekiem"),
        ("ru", "я не хочу говорить с оператором"),
        ("sv", "jag vill inte prata med en människa"),
    ] {
        for site in [locale, "en"] {
            let heard = hear(site, text);
            assert!(heard.is(Cue::NoPerson) && !heard.is(Cue::Human), "{locale}, on {site}: {text}");
        }
    }
    assert!(!hear("en", "nobody calls me back").is(Cue::NoPerson));
    assert!(!hear("es", "no me llama nadie").is(Cue::NoPerson));
    assert!(!hear("hu", "senki nem hív vissza").is(Cue::NoPerson));
    assert!(!hear("en", "you are not a human").is(Cue::NoPerson));
    assert!(!hear("en", "your agent did not call me back").is(Cue::NoPerson));
}

#[test]
fn small_talk_in_two_parts_drawn_out_or_doubled_is_still_small_talk() {
    for (locale, text, cue) in [
        ("en", "good morning, how are you?", Cue::HowAreYou),
        ("en", "hey! how's it going", Cue::HowAreYou),
        ("en", "hellooo", Cue::Hello),
        ("en", "hi hi", Cue::Hello),
        ("es", "buenos días, ¿qué tal estás?", Cue::HowAreYou),
        ("es", "holaaaa", Cue::Hello),
        ("hu", "jó napot, hogy van?", Cue::HowAreYou),
        ("hu", "sziaaa", Cue::Hello),
    ] {
        assert_eq!(hear(locale, text).small_talk(), Some(cue), "{locale}: {text}");
    }
    assert_eq!(hear("en", "hi, how do I get a refund?").small_talk(), None);
    assert_eq!(hear("en", "helo").language(), None, "English with a slip, not Hungarian");
}

#[test]
fn small_talk_is_only_what_is_nothing_else() {
    for (locale, text, cue) in [
        ("en", "Hi there!", Cue::Hello),
        ("en", "thanks a lot", Cue::Thanks),
        ("en", "are you a robot?", Cue::Who),
        ("en", "you are so stupid", Cue::Insult),
        ("en", "I need help", Cue::WhatCan),
        ("es", "¡Buenos días!", Cue::Hello),
        ("es", "muchas gracias", Cue::Thanks),
        ("es", "¿eres un robot?", Cue::Who),
        ("es", "adiós", Cue::Bye),
        ("hu", "Jó napot kívánok!", Cue::Hello),
        ("hu", "köszönöm szépen", Cue::Thanks),
        ("hu", "te egy robot vagy?", Cue::Who),
        ("hu", "viszlát", Cue::Bye),
    ] {
        assert_eq!(hear(locale, text).small_talk(), Some(cue), "{locale}: {text}");
    }
    for (locale, text) in
        [("en", "hi, where is my refund"), ("es", "hola, dónde está mi pedido"), ("hu", "szia, hol a csomagom")]
    {
        assert_eq!(hear(locale, text).small_talk(), None, "{locale}: {text}");
    }
}

#[test]
fn what_is_said_in_this_language_is_no_courtesy_in_another() {
    for (locale, text) in [("es", "vale"), ("es", "vale, gracias"), ("hu", "szia"), ("en", "ok"), ("de", "ciao")] {
        assert_eq!(hear(locale, text).language(), None, "{locale}: {text}");
    }
    assert_eq!(hear("hu", "ciao").language().map(ToString::to_string).as_deref(), Some("it"));
    assert!(hear("hu", "vale").language().is_none());
}

#[test]
fn person_or_machine_is_a_question_and_no_wish() {
    for (locale, text) in [
        ("en", "am I talking to a person or a bot?"),
        ("es", "hablo con una persona o con una máquina"),
        ("hu", "emberrel beszélek vagy géppel?"),
        ("hu", "ember vagy robot?"),
    ] {
        let heard = hear(locale, text);
        assert!(hear("hu", "hülye robot, embert!").is(Cue::Human));
        assert!(heard.small_talk() == Some(Cue::Who) && !heard.is(Cue::Human), "{locale}: {text}");
    }
}

#[test]
fn chat_spelling_is_understood() {
    for (locale, text, cue) in [
        ("en", "how r u", Cue::HowAreYou),
        ("en", "wat can u do", Cue::WhatCan),
        ("en", "nvm", Cue::Cancel),
        ("en", "pls get me sm1", Cue::Human),
        ("es", "q tal", Cue::Hello),
        ("es", "nose", Cue::Unsure),
        ("es", "kiero ablar con alguien xfa", Cue::Human),
        ("hu", "nemtom", Cue::Unsure),
        ("hu", "vkivel beszélni szeretnék pls", Cue::Human),
    ] {
        assert!(hear(locale, text).is(cue), "{locale}: {text}");
    }
}

#[test]
fn what_is_wanted_stands_without_what_is_not() {
    let rest = |locale: &str, text: &str| {
        let locale = locale.parse().unwrap();
        let (phrases, reader) = (Phrases::new(&locale, None), Reader::new(&locale));
        let instead = [phrases.list("introduce", "instead"), phrases.list("introduce", "fillers")].concat();
        Cues::new(&phrases, &reader).without_denied_wish(text, &instead)
    };
    for (locale, text, wanted) in [
        ("en", "i dont want to cancel, just pause for a month", Some("just pause for a month")),
        ("en", "i don't want a refund, i want a replacement", Some("i want a replacement")),
        ("es", "no quiero darme de baja, solo cambiar de horario", Some("solo cambiar de horario")),
        ("hu", "nem akarom felmondani, csak csomagot váltanék", Some("csak csomagot váltanék")),
        ("en", "i don't want the letters, they come daily", None),
        ("en", "i do not want to pay", None),
        ("en", "i don't know, just help me", None),
    ] {
        assert_eq!(rest(locale, text).as_deref(), wanted, "{locale}: {text}");
    }
}
