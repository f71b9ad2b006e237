//! Random turns: whatever is said or pressed, the promises of the dialogue hold.

use proptest::prelude::*;

use super::*;

fn anything() -> impl Strategy<Value = Input> {
    let said = prop::sample::select(vec![
        "",
        "where is my refund",
        "track my parcel",
        "my lamp has a crack",
        "AB-12345",
        "no, I meant XY-11111",
        "no, I meant on android",
        "tomorrow",
        "skip",
        "cancel",
        "yes",
        "no",
        "thanks",
        "bye",
        "hello",
        "and for android?",
        "when are you open? how much is shipping?",
        "talk to a person",
        "Ana",
        "ana@example.com",
        "xkcdqwrt",
        "you are stupid",
        "none of these",
        "the first one",
        "2",
        "night emergency line",
        "coupon code",
        "it still does not work on my phone at all",
        "¿dónde está mi pedido?",
        "hol van a csomagom",
        "penguins like cold weather",
        "ok",
        "who are you",
        "I forgot my password",
        "app",
        "and where is it kept?",
        "what about CD-54321",
        "another order",
        "waste of time",
        "Hallo",
        "when are you open and who trains your penguins?",
    ]);
    prop_oneof![
        6 => said.prop_map(|text| Input::Text(text.to_owned())),
        1 => "\\PC{0,40}".prop_map(Input::Text),
        4 => (0_usize..8).prop_map(|at| Input::Option(format!("#{at}"))),
        1 => "[a-z:/]{0,20}".prop_map(Input::Option),
        1 => ("[a-z ]{0,8}", "[a-z@.]{0,12}", "[a-z ]{0,9}")
            .prop_map(|(name, email, body)| Input::Form(RequesterForm { name, email, body })),
        1 => ("[a-z.]{0,9}", any::<bool>()).prop_map(|(name, taken)| Input::File { name, taken }),
    ]
}

fn holds_promises(turn: &Turn, effects: &[Effect]) {
    assert!(!turn.messages.is_empty(), "a turn that says nothing: {turn:?}");
    assert!(turn.candidates.len() <= 5);
    assert!(turn.card.as_deref() != Some("night") && turn.card.as_deref() != Some("checkout"), "{turn:?}");
    let said = serde_json::to_string(turn).unwrap();
    assert!(!said.contains("SECRETMARKER") && !said.contains("card:night"));
    assert!(turn.messages.iter().all(|message| !message.text.contains('{')), "{turn:?}");
    assert!(effects.iter().filter(|effect| matches!(effect, Effect::HandOff(_))).count() <= 1);
}

/// A person is at most two turns away: one wish, and then the form as a whole.
fn reaches_a_person(chat: &Chat<'_>) {
    let human = Input::Text("talk to a person".to_owned());
    let first = chat.bot.turn(&chat.locale, &chat.state, &human, &chat.context);
    assert_eq!(first.turn.action, TurnAction::Handoff, "{:?}", first.turn);
    if first.effects.iter().all(|effect| !matches!(effect, Effect::HandOff(_))) {
        let form = RequesterForm { name: "A B".into(), email: "a@b.example".into(), body: "x".into() };
        let second = chat.bot.turn(&chat.locale, &first.state, &Input::Form(form), &chat.context);
        assert!(second.effects.iter().any(|effect| matches!(effect, Effect::HandOff(_))), "{:?}", second.turn);
    }
}

fn drive(bot: &Bot, locale: &str, inputs: &[Input]) {
    let mut chat = Chat::new(bot, locale);
    let mut announced = 0;
    for input in inputs {
        let input = match input {
            Input::Option(id) => id.strip_prefix('#').and_then(|at| at.parse::<usize>().ok()).map_or_else(
                || input.clone(),
                |at| chat.turn.options.get(at).map_or(Input::Text("ok".into()), |o| Input::Option(o.id.clone())),
            ),
            other => other.clone(),
        };
        chat.input(&input);
        holds_promises(&chat.turn, &chat.effects);
        chat.call(locale == "en");
        holds_promises(&chat.turn, &chat.effects);
        if chat.effects.iter().any(|effect| matches!(effect, Effect::HandOff(_))) {
            let before = chat.text();
            chat.ticket();
            holds_promises(&chat.turn, &[]);
            let thanks = ["Your request has", "Tu solicitud tiene", "Kérésének száma"];
            announced += usize::from(thanks.iter().any(|text| chat.text().contains(text)));
            assert!(thanks.iter().all(|text| !before.contains(text)));
        }
        assert!(announced <= 1, "announced twice");
    }
    reaches_a_person(&chat);
}

#[test]
fn a_hundred_thousand_random_turns_keep_every_promise() {
    let bot = bot();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 2_500,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let strategy = (prop::sample::select(vec!["en", "es", "hu"]), prop::collection::vec(anything(), 40));
    runner
        .run(&strategy, |(locale, inputs)| {
            drive(&bot, locale, &inputs);
            Ok(())
        })
        .unwrap();
}
