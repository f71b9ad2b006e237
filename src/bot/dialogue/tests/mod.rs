//! The dialogue in the words of visitors, and driven at random.

mod alone;
mod articles;
mod manners;
mod patience;
mod random;
mod staying;
mod telling;
mod turns;

use std::{path::Path, sync::Arc};

use crate::{
    base::Locale,
    bot::{Bot, BotSettings, Context, Effect, Hours, Input, RequesterForm, State, TicketRef, Turn, TurnAction},
    kb::Library,
};

const CARDS: &[(&str, &str)] = &[
    (
        "_bot/refund-status.md",
        "---\nquestions: [\"Where is my refund?\", \"I have not received my money back\", \"When do I get my refund?\", \"refund still missing\"]\nask:\n  - { slot: order_number, prompt: \"What is your order number?\", pattern: \"[A-Z]{2}-\\\\d{5}\", retry: \"It looks like AB-12345.\" }\n  - { slot: since, prompt: \"Since when have you been waiting?\", kind: date, optional: true }\noptions:\n  - { label: \"Talk to billing\", handoff: { department: billing, priority: high } }\n---\nRefunds take **five working days**. I noted order {order_number}.\n",
    ),
    (
        "_bot/opening-hours.md",
        "---\nstarter: true\nquestions: [\"What are your opening hours?\", \"When are you open?\", \"Are you open on Sunday?\", \"opening times\"]\n---\nWe are open Monday to Friday, 9 to 17.\n",
    ),
    (
        "_bot/reset-password.md",
        "---\nquestions: [\"I forgot my password\", \"How do I reset my password?\", \"change password\", \"cannot log in with my password\"]\n---\nClick **Forgot password** on the sign-in page.\n",
    ),
    (
        "_bot/app-iphone.md",
        "---\nquestions: [\"How do I install the app on my iPhone?\", \"app for iphone\", \"install the iphone app\"]\n---\nSearch for it in the App Store.\n",
    ),
    (
        "_bot/app-android.md",
        "---\nquestions: [\"How do I install the app on Android?\", \"app for android phone\", \"install the android app\"]\n---\nSearch for it in the Play Store.\n",
    ),
    (
        "_bot/night.md",
        "---\nquestions: [\"Is there an emergency number at night?\", \"night emergency line\", \"emergency phone number\"]\nwhen: { hours: closed }\n---\nCall 112.\n",
    ),
    (
        "_bot/checkout.md",
        "---\nquestions: [\"Which payment methods do you take?\", \"can I pay by card\", \"pay with paypal\"]\npatterns: [\"coupon code\"]\nwhen: { page: \"/checkout/**\" }\n---\nCards and PayPal.\n",
    ),
    (
        "_bot/refund-missing.md",
        "---\nquestions: [\"my refund is missing on the bank statement\", \"refund not on my bank account\", \"bank shows no refund\"]\n---\nWe ask the bank about order {order_number}{unknown_thing}.\n",
    ),
    (
        "_bot/track.md",
        "---\nquestions: [\"track my parcel\", \"parcel tracking\", \"follow my parcel\"]\nask:\n  - { slot: parcel, prompt: \"Which order?\", pattern: \"[A-Z]{2}-\\\\d{5}\" }\naction: { endpoint: orders, path: \"/orders/{parcel}\" }\n---\nYour parcel is {result.status}.\n",
    ),
    (
        "_bot/cracked.md",
        "---\nquestions: [\"my lamp has a crack\", \"the lamp is cracked\"]\nask:\n  - { slot: photo, prompt: \"A photo?\", type: file, optional: true }\n  - { slot: came, prompt: \"When did it come?\", type: date, max: today }\n---\nNoted, {photo|without a photo}, {came}.\n",
    ),
    (
        "shipping/costs.md",
        "---\ntitle: Shipping costs\nquestions: [\"How much is shipping?\", \"What does delivery cost?\", \"shipping fee\"]\n---\nShipping is free above 50 euros.\n\n:::agent\nSECRETMARKER for agents\n:::\n",
    ),
];

fn library(folder: &Path) -> Arc<Library> {
    for locale in ["en", "es", "hu"] {
        for (path, text) in CARDS {
            let path = folder.join(locale).join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
    }
    Arc::new(Library::load(folder, None, "2026-11-23T10:00:00Z".parse().unwrap()).unwrap())
}

fn bot() -> Bot {
    let folder = tempfile::tempdir().unwrap();
    Bot::build(&library(folder.path()), None, &BotSettings::default())
}

fn context() -> Context {
    Context {
        now: "2026-11-23T10:00:00+01:00[Europe/Budapest]".parse().unwrap(),
        hours: Hours::Open,
        page_url: None,
        site_name: "Acme".to_owned(),
        bot_name: None,
        expected_reply_at: Some("2026-11-24T10:00:00Z".parse().unwrap()),
        expected_by_priority: Vec::new(),
        identity: None,
        agent_joined: false,
        ticket_closed: false,
    }
}

struct Chat<'a> {
    bot: &'a Bot,
    locale: Locale,
    context: Context,
    state: State,
    turn: Turn,
    effects: Vec<Effect>,
}

impl<'a> Chat<'a> {
    fn new(bot: &'a Bot, locale: &str) -> Self {
        Self::with(bot, locale, context())
    }

    fn with(bot: &'a Bot, locale: &str, context: Context) -> Self {
        let locale: Locale = locale.parse().unwrap();
        let (state, turn) = bot.greet(&locale, &context);
        Self { bot, locale, context, state, turn, effects: Vec::new() }
    }

    fn input(&mut self, input: &Input) -> &Turn {
        let outcome = self.bot.turn(&self.locale, &self.state, input, &self.context);
        (self.state, self.turn, self.effects) = (outcome.state, outcome.turn, outcome.effects);
        &self.turn
    }

    fn say(&mut self, text: &str) -> &Turn {
        self.input(&Input::Text(text.to_owned()))
    }

    fn press(&mut self, id: &str) -> &Turn {
        assert!(self.turn.options.iter().any(|option| option.id == id), "no {id} in {:?}", self.turn.options);
        self.input(&Input::Option(id.to_owned()))
    }

    /// Carries a call out, if the turn waits for one.
    fn call(&mut self, works: bool) {
        if self.effects.iter().any(|effect| matches!(effect, Effect::Call(_))) {
            let values = works.then(|| [("status".to_owned(), "on its way".to_owned())].into());
            let outcome = self.bot.called(&self.locale, &self.state, values, &self.context);
            (self.state, self.turn, self.effects) = (outcome.state, outcome.turn, outcome.effects);
        }
    }

    fn ticket(&mut self) -> &Turn {
        let ticket = TicketRef { number: "A-7".to_owned(), access_url: "/r/x".to_owned(), expected_reply_at: None };
        (self.state, self.turn) = self.bot.ticket_created(&self.locale, &self.state, ticket, &self.context);
        &self.turn
    }

    fn text(&self) -> String {
        self.turn.messages.iter().map(|message| message.text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

#[test]
fn an_answer_is_followed_by_a_question_of_its_own_and_yes_ends_it() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    assert_eq!(chat.turn.action, TurnAction::Greet);
    assert!(chat.text().contains("bot") && chat.turn.options.iter().any(|o| o.id == "card:opening-hours"));
    chat.say("when are you open?");
    assert_eq!((chat.turn.action, chat.turn.card.as_deref()), (TurnAction::Answer, Some("opening-hours")));
    assert_eq!(chat.turn.messages.len(), 2);
    chat.press("helped:yes");
    assert!(matches!(chat.effects[..], [Effect::Feedback { helped: true, .. }]));
    assert_eq!(chat.say("no").action, TurnAction::Close);
}

#[test]
fn slots_are_asked_checked_corrected_and_filled_from_what_was_said() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    assert_eq!(chat.say("where is my refund").slot.as_deref(), Some("order_number"));
    chat.say("hmm it is 4711");
    assert!(chat.text().contains("AB-12345"));
    assert_eq!(chat.say("ab-12345").slot.as_deref(), Some("since"));
    assert_eq!(chat.say("sorry, I meant XY-99999").slot.as_deref(), Some("since"));
    chat.press("skip");
    assert!(chat.text().contains("XY-99999"), "{}", chat.text());
    let mut again = Chat::new(&bot, "en");
    assert_eq!(again.say("Where is my refund for AB-11111?").slot.as_deref(), Some("since"));
}

#[test]
fn a_slip_is_corrected_after_the_answer_and_another_meaning_is_heard() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    chat.say("where is my refund");
    chat.say("AB-12345");
    chat.press("skip");
    chat.say("no, I meant XY-99999");
    assert!(chat.text().contains("XY-99999") && chat.turn.card.as_deref() == Some("refund-status"), "{}", chat.text());
    chat.say("How do I install the app on my iPhone?");
    assert_eq!(chat.say("no, I meant on Android").card.as_deref(), Some("app-android"));
    assert!(chat.effects.iter().any(|effect| matches!(effect, Effect::Feedback { helped: false, .. })));
}

#[test]
fn a_card_whose_words_name_a_slot_of_another_card_asks_for_it_and_shows_no_braces() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    assert_eq!(chat.say("my refund is missing on the bank statement").slot.as_deref(), Some("order_number"));
    chat.say("AB-12345");
    assert!(chat.text().contains("AB-12345") && !chat.text().contains('{'), "{}", chat.text());
    assert_eq!(chat.turn.candidates[0].card.as_deref(), Some("refund-missing"));
    assert!(chat.turn.candidates.len() > 1);
}

#[test]
fn what_a_call_brings_stands_in_the_answer_and_without_it_a_person_takes_over() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    chat.say("track my parcel");
    let outcome = chat.bot.turn(&chat.locale, &chat.state, &Input::Text("AB-12345".into()), &chat.context);
    assert_eq!(outcome.call().unwrap().path, "/orders/AB-12345");
    let called = |values: Option<&[(&str, &str)]>| {
        let values = values.map(|values| values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect());
        chat.bot.called(&chat.locale, &outcome.state, values, &chat.context).turn
    };
    let told = called(Some(&[("status", "<on> its way")]));
    assert!(told.messages[0].text.contains("<on> its way") && !told.messages[0].html.contains("<on>"), "{told:?}");
    assert_eq!(called(None).action, TurnAction::Handoff);
    assert_eq!(called(Some(&[("other", "x")])).action, TurnAction::Handoff);
}

#[test]
fn politeness_is_nobodys_name_and_a_question_during_the_form_is_answered() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    chat.say("I want to talk to a person");
    assert_eq!(chat.say("thanks!").slot.as_deref(), Some("name,email,body"));
    let asked = chat.say("When are you open?").clone();
    assert!(chat.text().contains("Monday to Friday") && asked.slot.as_deref() == Some("name,email,body"), "{asked:?}");
    assert_eq!(chat.say("Ana Pérez").slot.as_deref(), Some("email,body"));
}

#[test]
fn two_questions_joined_by_a_word_are_both_answered() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    chat.say("how do I reset my password and how much is shipping");
    let text = chat.text();
    assert!(text.contains("Forgot password") && text.contains("free above 50"), "{text}");
}

#[test]
fn a_question_in_between_is_answered_and_the_slots_wait() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    chat.say("where is my refund");
    let aside = chat.say("when are you open?");
    assert_eq!((aside.card.as_deref(), aside.slot.as_deref()), (Some("opening-hours"), Some("order_number")));
    let last = chat.turn.messages.last().unwrap().text.clone();
    assert!(last.contains("number"), "the question is put again: {last}");
    assert_eq!(chat.press("cancel").action, TurnAction::Smalltalk);
}

#[test]
fn a_person_is_reached_from_anywhere_and_told_once() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    chat.say("I forgot my password");
    assert_eq!(chat.say("let me talk to a human").action, TurnAction::Handoff);
    assert_eq!(chat.turn.slot.as_deref(), Some("name,email"));
    assert_eq!(chat.say("My name is Ana Pérez").slot.as_deref(), Some("email"));
    assert_eq!(chat.say("ana at example").slot.as_deref(), Some("email"));
    chat.say("ana@example.com");
    let [Effect::HandOff(packet)] = &chat.effects[..] else { panic!("{:?}", chat.effects) };
    assert_eq!((packet.name.as_str(), packet.email.as_str()), ("Ana Pérez", "ana@example.com"));
    assert_eq!(packet.body, "I forgot my password");
    chat.ticket();
    assert!(chat.text().contains("A-7") && chat.text().contains("Ana"), "{}", chat.text());
    // A second wish adds to the same ticket.
    chat.say("talk to a person");
    chat.say("It is urgent");
    assert!(matches!(chat.effects[..], [Effect::HandOff(_)]));
    assert!(chat.ticket().messages[0].text.contains("added"));
}

#[test]
fn outside_hours_the_hand_off_says_when_they_open() {
    let bot = bot();
    let opens_at = Some("2026-11-24T09:00:00+01:00[Europe/Budapest]".parse().unwrap());
    let closed = Context { hours: Hours::Closed { opens_at }, ..context() };
    let mut chat = Chat::with(&bot, "en", closed);
    assert!(chat.text().contains("tomorrow at 9:00"), "{}", chat.text());
    chat.say("human please");
    assert!(chat.text().contains("tomorrow at 9:00"));
    assert_eq!(chat.say("night emergency line").action, TurnAction::Handoff);
}

#[test]
fn an_identified_visitor_is_not_asked_who_they_are() {
    let bot = bot();
    let known = Context { identity: Some(("Ana Pérez".to_owned(), "ana@example.com".to_owned())), ..context() };
    let mut chat = Chat::with(&bot, "en", known);
    chat.say("I forgot my password");
    chat.press("human");
    assert!(matches!(chat.effects[..], [Effect::HandOff(_)]));
}

#[test]
fn two_misses_lead_to_a_person_and_are_counted_masked() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    assert_eq!(chat.say("please sing about the moon for ana@example.com").action, TurnAction::Fallback);
    assert!(matches!(&chat.effects[..], [Effect::Missed { text }] if text.contains("[email]")), "{:?}", chat.effects);
    assert_eq!(chat.say("penguins like cold weather").action, TurnAction::Handoff);
}

#[test]
fn no_means_something_else_and_never_the_same_answer_again() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    chat.say("How do I install the app on Android?");
    assert_eq!(chat.turn.card.as_deref(), Some("app-android"));
    chat.press("helped:no");
    assert!(chat.turn.options.iter().all(|option| option.id != "card:app-android"));
    assert!(chat.turn.options.iter().any(|option| option.id == "human"));
}

#[test]
fn follow_ups_keep_the_topic_and_several_questions_are_all_answered() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    chat.say("How do I install the app on my iPhone?");
    assert_eq!(chat.say("and for Android?").card.as_deref(), Some("app-android"));
    chat.say("How do I reset my password? And how much is shipping?");
    let text = chat.text();
    assert!(text.contains("Forgot password") && text.contains("free above 50"), "{text}");
    assert!(!text.contains("SECRETMARKER"));
}

#[test]
fn conditions_hold_back_cards() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    assert_ne!(chat.say("night emergency line").card.as_deref(), Some("night"));
    assert_ne!(chat.say("coupon code").card.as_deref(), Some("checkout"));
    let page = Context { page_url: Some("https://shop.example/checkout/pay".to_owned()), ..context() };
    let mut chat = Chat::with(&bot, "en", page);
    assert_eq!(chat.say("where do I put the coupon code").card.as_deref(), Some("checkout"));
}

#[test]
fn another_language_is_offered_once() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    chat.say("¿Dónde está mi dinero y por qué no me lo han devuelto todavía?");
    assert!(chat.turn.options.iter().any(|option| option.id == "locale:es"), "{:?}", chat.turn);
    chat.press("locale:es");
    assert!(chat.text().contains("Seguimos en español"));
}

#[test]
fn a_state_of_an_older_version_still_reads() {
    let bot = bot();
    let mut chat = Chat::new(&bot, "en");
    chat.state = State(serde_json::json!({"turns": 3, "step": "open", "unknown": 1}));
    assert_eq!(chat.say("when are you open?").action, TurnAction::Answer);
    chat.state = State(serde_json::json!("nonsense"));
    assert_eq!(chat.say("when are you open?").action, TurnAction::Answer);
}

#[test]
fn the_sample_conversations_go_as_they_are_written() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("kb");
    let library = Arc::new(Library::load(&root, None, "2026-11-23T10:00:00Z".parse().unwrap()).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let set = crate::index::build(&library, folder.path(), None, &|_| {}).unwrap();
    let searcher = Arc::new(crate::search::Searcher::new(Arc::clone(&set.public), &library));
    let mut failed = Vec::new();
    for searcher in [None, Some(searcher)] {
        let bot = Bot::build(&library, searcher, &BotSettings::default());
        for locale in library.locales() {
            for golden in library.goldens(locale) {
                let test = crate::bot::golden::GoldenTest::parse(&golden.text).unwrap();
                let failures = crate::bot::golden::run(&bot, locale, &test, &context());
                failed.extend(failures.into_iter().map(|failure| format!("{}: {failure:?}", golden.path.display())));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn a_conversation_about_a_card_with_a_call_says_what_the_call_brings() {
    let bot = bot();
    let talk = "visitor: track my parcel\nbot: ask\nvisitor: AB-12345\nbot: answer \"on its way\"\n";
    let failures = |front: &str| {
        let test = crate::bot::golden::GoldenTest::parse(&format!("{front}{talk}")).unwrap();
        crate::bot::golden::run(&bot, &"en".parse().unwrap(), &test, &context()).len()
    };
    assert_eq!(failures("---\nresult.status: on its way\n---\n"), 0);
    assert_eq!(failures(""), 1, "without it the call fails, and a person takes over");
}
