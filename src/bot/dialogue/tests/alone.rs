//! Visitors who do not want a person.

use super::*;

#[test]
fn whoever_refuses_a_person_keeps_the_form_at_hand() {
    let bot = bot();
    for (locale, refusal) in
        [("en", "i dont want a human"), ("es", "no quiero un humano"), ("hu", "nem akarok emberrel beszélni")]
    {
        let mut chat = Chat::new(&bot, locale);
        assert_eq!(chat.say("Where is my refund?").slot.as_deref(), Some("order_number"));
        let turn = chat.say(refusal);
        assert_eq!((turn.action, turn.slot.as_deref()), (TurnAction::Ask, Some("order_number")), "{locale}");
        assert_eq!(chat.say("AB-12345").slot.as_deref(), Some("since"));
    }
}

#[test]
fn a_hand_off_is_left_by_whoever_does_not_want_a_person_after_all() {
    let bot = bot();
    for (locale, wish, refusal) in [
        ("en", "can i talk to someone", "actually no"),
        ("en", "can i talk to someone", "i don't want to talk to a human"),
        ("es", "quiero hablar con una persona", "no quiero hablar con una persona"),
        ("hu", "emberrel szeretnék beszélni", "nem akarok emberrel beszélni"),
    ] {
        let mut chat = Chat::new(&bot, locale);
        assert_eq!(chat.say(wish).action, TurnAction::Handoff, "{wish}");
        let turn = chat.say(refusal);
        assert_eq!((turn.action, turn.slot.as_deref()), (TurnAction::Smalltalk, None), "{refusal}");
    }
}

#[test]
fn what_is_wanted_instead_of_a_person_is_answered() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    chat.say("I don't want to talk to a person, just tell me your opening hours");
    assert_eq!(chat.turn.action, TurnAction::Answer);
    assert!(chat.turn.messages.iter().any(|message| message.text.contains("Monday to Friday")));
    let turn = chat.say("please don't forward me to an agent");
    assert_eq!(turn.action, TurnAction::Smalltalk);
    assert!(turn.options.iter().any(|option| option.id == "human"), "the way stays open");
}
