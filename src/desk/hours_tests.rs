//! Business time: by example, and by what must hold for all hours.

use proptest::prelude::*;

use super::*;

fn hours(toml: &str) -> BusinessHours {
    toml::from_str(toml).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn minutes(n: i64) -> SignedDuration {
    SignedDuration::from_mins(n)
}

#[test]
fn an_office_week_has_nights_weekends_and_holidays() {
    let hours = hours("time_zone = 'Europe/Budapest'\nholidays = ['12-25', '2026-12-24']");
    assert!(hours.open_at(at("2026-11-23T08:00:00Z")));
    assert!(!hours.open_at(at("2026-11-23T07:59:59Z")));
    assert!(!hours.open_at(at("2026-11-23T16:00:00Z")));
    // Friday evening to Monday morning
    assert_eq!(hours.next_opening(at("2026-11-20T16:00:00Z")), Some(at("2026-11-23T08:00:00Z")));
    assert_eq!(hours.closes_at(at("2026-11-20T15:00:00Z")), Some(at("2026-11-20T16:00:00Z")));
    assert_eq!(hours.closes_at(at("2026-11-20T16:00:00Z")), None);
    // Wednesday before Christmas: Thursday and Friday are holidays, then the weekend
    assert_eq!(hours.add_business_time(at("2026-12-23T15:30:00Z"), minutes(60)), Some(at("2026-12-28T08:30:00Z")));
    assert_eq!(hours.business_time_between(at("2026-12-23T15:30:00Z"), at("2026-12-28T08:30:00Z")), minutes(60));
    assert!(hours.open_at(at("2027-12-24T10:00:00Z")), "the 24th was a holiday once");
}

#[test]
fn the_day_the_clocks_change_is_as_long_as_it_is() {
    let whole = "time_zone = 'Europe/Budapest'\nsunday = ['00:00-24:00']\nmonday = []\ntuesday = []\nwednesday = []\nthursday = []\nfriday = []";
    let hours = hours(whole);
    let day = |from: &str| hours.business_time_between(at(from), at(from) + minutes(48 * 60));
    assert_eq!(day("2026-03-28T23:00:00Z"), minutes(23 * 60));
    assert_eq!(day("2026-10-24T22:00:00Z"), minutes(25 * 60));
    assert_eq!(day("2026-11-21T23:00:00Z"), minutes(24 * 60));
}

#[test]
fn lunch_is_not_business_and_special_days_have_their_own_hours() {
    let hours =
        hours("monday = ['13:00-17:00', '08:00-12:00', '11:00-12:00']\nspecial = { '2026-12-31' = ['09:00-12:00'] }");
    assert_eq!(hours.weekday(Weekday::Monday), "08:00–12:00, 13:00–17:00");
    assert_eq!(hours.add_business_time(at("2026-11-23T11:30:00Z"), minutes(60)), Some(at("2026-11-23T13:30:00Z")));
    assert_eq!(hours.add_business_time(at("2026-11-23T11:30:00Z"), minutes(30)), Some(at("2026-11-23T12:00:00Z")));
    assert_eq!(hours.closes_at(at("2026-12-31T10:00:00Z")), Some(at("2026-12-31T12:00:00Z")));
}

#[test]
fn a_desk_that_never_opens_promises_nothing_and_one_that_never_closes_keeps_the_clock() {
    let never = hours("monday = []\ntuesday = []\nwednesday = []\nthursday = []\nfriday = []");
    assert_eq!(never.next_opening(at("2026-11-23T11:30:00Z")), None);
    assert_eq!(never.add_business_time(at("2026-11-23T11:30:00Z"), minutes(1)), None);
    let always = BusinessHours::always();
    assert_eq!(always.add_business_time(at("2026-11-23T11:30:00Z"), minutes(3000)), Some(at("2026-11-25T13:30:00Z")));
}

#[test]
fn what_cannot_be_understood_is_named() {
    for (toml, names) in [
        ("time_zone = 'Budapest'", "“Budapest” is no time zone"),
        ("monday = ['9-17']", "“9-17” are no opening hours"),
        ("monday = ['22:00-06:00']", "“22:00-06:00”"),
        ("monday = ['08:00-24:30']", "“08:00-24:30”"),
        ("holidays = ['13-01']", "“13-01” is no day"),
        ("munday = []", "munday"),
    ] {
        let error = toml::from_str::<BusinessHours>(toml).unwrap_err().to_string();
        assert!(error.contains(names), "{error}");
    }
}

prop_compose! {
    fn any_hours()(
        zone in prop::sample::select(vec!["UTC", "Europe/Budapest", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"]),
        days in prop::collection::vec(prop::collection::vec((0_i16..1440, 1_i16..600), 0..3), 7),
    ) -> BusinessHours {
        let mut hours = BusinessHours { zone: TimeZone::get(zone).unwrap(), ..BusinessHours::always() };
        for (day, spans) in hours.week.iter_mut().zip(days) {
            let texts: Vec<String> = spans.into_iter().map(|(from, length)| {
                let to = (from + length).min(1440);
                format!("{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)
            }).collect();
            *day = intervals(&texts).unwrap();
        }
        hours
    }
}

proptest! {
    #[test]
    fn time_that_was_added_has_passed(hours in any_hours(), start in 0_i64..4_000_000, length in 0_i64..20_000) {
        let start = Timestamp::from_second(1_700_000_000 + start * 60).unwrap();
        if let Some(end) = hours.add_business_time(start, minutes(length)) {
            prop_assert_eq!(hours.business_time_between(start, end), minutes(length));
            prop_assert!(end >= start);
        }
    }

    #[test]
    fn business_time_adds_up_and_never_exceeds_the_clock(hours in any_hours(), start in 0_i64..4_000_000, a in 0_i64..30_000, b in 0_i64..30_000) {
        let start = Timestamp::from_second(1_700_000_000 + start * 60).unwrap();
        let (middle, end) = (start + minutes(a), start + minutes(a + b));
        let whole = hours.business_time_between(start, end);
        prop_assert_eq!(hours.business_time_between(start, middle) + hours.business_time_between(middle, end), whole);
        prop_assert!(whole <= minutes(a + b));
    }

    #[test]
    fn the_next_opening_is_open_and_nothing_before_it_is(hours in any_hours(), start in 0_i64..4_000_000) {
        let start = Timestamp::from_second(1_700_000_000 + start * 60).unwrap();
        if let Some(opening) = hours.next_opening(start) {
            prop_assert!(hours.open_at(opening));
            prop_assert_eq!(hours.business_time_between(start, opening), SignedDuration::ZERO);
        }
    }
}
