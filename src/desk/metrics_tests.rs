//! The reports' arithmetic, on days small enough to check by hand.

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn minutes(n: i64) -> SignedDuration {
    SignedDuration::from_mins(n)
}

fn ticket(requester: &str) -> TicketFacts {
    TicketFacts {
        number: 1001,
        status: Status::New,
        priority: Priority::Normal,
        channel: Channel::Form,
        department: None,
        requester: requester.to_owned(),
        created_at: at("2026-11-20T16:00:00Z"),
        first_replied_at: None,
        solved_at: None,
        public_replies: 0,
        reopened: 0,
        transfers: 0,
        breached: false,
        csat: None,
    }
}

#[test]
fn middle_and_tail_are_those_of_the_textbook() {
    let spread = |values: &[i64]| {
        let spread = Spread::of(values.iter().copied().map(minutes));
        (spread.median.map(|d| d.as_mins()), spread.p90.map(|d| d.as_mins()))
    };
    assert_eq!(spread(&[]), (None, None));
    assert_eq!(spread(&[7]), (Some(7), Some(7)));
    assert_eq!(spread(&[10, 2]), (Some(6), Some(10)));
    assert_eq!(spread(&[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]), (Some(5), Some(9)));
}

#[test]
fn replies_are_timed_in_business_hours_and_solved_once_is_told_from_solved_again() {
    // Friday 16:00: an hour of Friday, an hour of Monday.
    let once = TicketFacts {
        status: Status::Solved,
        first_replied_at: Some(at("2026-11-23T10:00:00Z")),
        solved_at: Some(at("2026-11-23T10:00:00Z")),
        public_replies: 1,
        csat: Some(5),
        ..ticket("a")
    };
    let again = TicketFacts { reopened: 1, csat: Some(3), channel: Channel::Bot, ..once.clone() };
    let open = TicketFacts { breached: true, department: Some("tech".into()), ..ticket("b") };
    let report = TicketReport::of(&[once, again, open], &BusinessHours::default(), at("2026-11-24T16:00:00Z"));
    assert_eq!((report.volume, report.backlog, report.replies), (3, 1, 2));
    assert_eq!(report.first_reply, Spread { count: 2, median: Some(minutes(120)), p90: Some(minutes(120)) });
    assert_eq!(report.first_contact, Ratio { part: 1, whole: 2 });
    assert_eq!(report.solved, Ratio { part: 2, whole: 3 });
    assert_eq!(report.repeat_contact, Ratio { part: 1, whole: 2 });
    assert_eq!(report.kept, Ratio { part: 2, whole: 3 });
    assert_eq!(report.csat, Ratio { part: 1, whole: 2 });
    assert_eq!(report.oldest, Some(minutes(4 * 24 * 60)));
    assert_eq!(report.by_department, BTreeMap::from([(String::new(), 2), ("tech".to_owned(), 1)]));
    assert_eq!(TicketReport::of(&[], &BusinessHours::default(), Timestamp::UNIX_EPOCH).csat.share(), None);
}

#[test]
fn conversations_without_a_word_of_the_visitor_do_not_count() {
    let facts = |visitor_messages, answered, helped| ConversationFacts {
        locale: "en".into(),
        visitor_hash: None,
        created_at: Timestamp::UNIX_EPOCH,
        course: Course { handed_off: false, helped, answered, visitor_messages, last_at: Timestamp::UNIX_EPOCH },
    };
    let all = [facts(0, false, None), facts(1, true, None), facts(2, true, Some(true)), facts(1, false, None)];
    let report = BotReport::of(&all, Timestamp::UNIX_EPOCH + minutes(24 * 60));
    assert_eq!(report.resolution, Ratio { part: 2, whole: 3 });
    let expected = [(Outcome::Abandoned, 1), (Outcome::Confirmed, 1), (Outcome::Assumed, 1)];
    assert_eq!(report.outcomes, BTreeMap::from(expected));
}

#[test]
fn an_answer_deflects_when_no_ticket_follows_within_three_days() {
    let start = at("2026-11-02T00:00:00Z");
    let act = |visitor, hours: i64| Act { visitor, at: start + minutes(hours * 60) };
    let answers = [act("a", 0), act("b", 0), act("c", 0), act("d", 100)];
    let tickets = [act("a", 71), act("b", 72), act("c", -1)];
    assert_eq!(deflection(&answers, &tickets, start + minutes(101 * 60)), Ratio { part: 2, whole: 3 });
    assert_eq!(visitors(&answers), 4);
}

#[test]
fn a_visit_is_judged_as_a_whole() {
    let start = at("2026-11-02T00:00:00Z");
    let search = |visitor, minute, hits, clicked| SearchFact { visitor, at: start + minutes(minute), hits, clicked };
    let all = [
        search(Some("a"), 0, 3, false),
        search(Some("a"), 20, 3, true),
        search(Some("a"), 60, 2, false),
        search(Some("b"), 0, 0, false),
        search(None, 0, 1, false),
        search(None, 0, 1, true),
    ];
    assert_eq!(zero_results(&all), Ratio { part: 1, whole: 6 });
    assert_eq!(no_clicks(&all), Ratio { part: 2, whole: 4 });
}
