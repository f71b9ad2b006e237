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
