//! Numbers that tell who somebody is, in a folded text: of payment cards (ISO/IEC 7812-1, the check digit tells),
//! accounts (ISO 13616 and national ones) and telephones. Days, years, prices, versions and addresses of machines
//! are none of them and stay.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::folded::Folded;

const CARD: &str = "[card]";
const ACCOUNT: &str = "[account]";
const PHONE: &str = "[phone]";

/// How the figures of the usual cards are written: 4-4-4-4, 4-6-5, 4-6-4, or all in one.
const CARDS: [&[usize]; 4] = [&[4, 4, 4, 4], &[4, 4, 4, 4, 3], &[4, 6, 5], &[4, 6, 4]];

/// Four times four, whatever stands between.
static FOURS: LazyLock<Regex> = LazyLock::new(|| regex(r"\d{4}(?:[^\p{L}\p{N}\x01]{1,3}\d{4}){3}"));
/// The month that a card runs out, right before its number.
static EXPIRY_BEFORE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:^|[^\d/])(\d{1,2} ?/ ?\d{2}(?:\d{2})?[ ,;-]{1,3})$"));
/// The same behind it, and the three figures from its back.
static EXPIRY_BEHIND: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:[ ,;-]{1,3}\d{1,2} ?/ ?\d{2}(?:\d{2})?)?(?:[ ,;-]{1,3}\d{3})?(?:$|[^\d/])"));
/// Where an IBAN may begin: country and two check digits.
static IBAN: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)\b[a-z]{2} ?\d{2}"));
/// An IBAN by its make, though its check digits are wrong.
static IBAN_MAKE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){3,7}(?:[ -]?[A-Z0-9]{1,3})?\b|\b[a-z]{2}\d{2}(?:[ -]?\d{4}){3,7}\b|\b(?i:[a-z]{2}\d{2}[a-z]{4}[ -]?)\d{8,22}\b",
    )
});
/// Digits with the signs that people put between them.
static DIGITS: LazyLock<Regex> = LazyLock::new(|| regex(r"[+(]?\d(?:[ ().\-/]{0,3}\d){6,}"));
static GROUP: LazyLock<Regex> = LazyLock::new(|| regex(r"\d+"));
/// Three figures with one sign between: it is looked at whether they are a day.
static DAY: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\d{1,4}(?: ?- ?\d{1,2} ?- ?|\. ?\d{1,2}\. ?| ?/ ?\d{1,2} ?/ ?)\d{1,4}"));
static VERSION: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)(?:\bv\.?|\bver\.?|\p{L}*versi\p{L}*|\p{L}*verzi\p{L}*|release|build):? ?$"));
static COIN_BEFORE: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)(?:\p{Sc}|\b(?:eur|usd|huf|gbp|chf)) ?$"));
static COIN_BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?i)^(?:,\d{1,2})?,?-? ?(?:\p{Sc}|(?:ft|forint|huf|eur|usd|gbp|chf|dollar|d[oó]lar|pesos?)\b)")
});
/// Thousands in groups of three.
static THOUSANDS: LazyLock<Regex> = LazyLock::new(|| regex(r"^\d{1,3}(?:[ .]\d{3})+$"));

fn regex(text: &str) -> Regex {
    Regex::new(text).expect("a constant expression")
}

/// Masks all of them.
pub(super) fn mask(folded: &mut Folded<'_>) {
    let found = ibans(&folded.text);
    found.into_iter().rev().for_each(|range| folded.mask(range, ACCOUNT));
    let makes: Vec<Range<usize>> = IBAN_MAKE.find_iter(&folded.text).map(|found| found.range()).collect();
    makes.into_iter().for_each(|range| folded.mask(range, ACCOUNT));
    let fours: Vec<Range<usize>> = FOURS.find_iter(&folded.text).map(|found| found.range()).collect();
    let digit =
        |at: Option<usize>, text: &str| at.and_then(|at| text.as_bytes().get(at)).is_some_and(u8::is_ascii_digit);
    for range in fours {
        let text = &folded.text;
        let part_of_more = digit(range.start.checked_sub(1), text) || digit(Some(range.end), text);
        if !part_of_more && is_card(&text[range.clone()]) {
            folded.mask(with_expiry(&folded.text, range), CARD);
        }
    }
    let runs: Vec<Range<usize>> = DIGITS.find_iter(&folded.text).map(|found| found.range()).collect();
    for run in runs {
        for card in cards(&folded.text, &run) {
            folded.mask(with_expiry(&folded.text, card), CARD);
        }
    }
    let runs: Vec<Range<usize>> = DIGITS.find_iter(&folded.text).map(|found| found.range()).collect();
    for (range, sign) in runs.into_iter().flat_map(|run| told(&folded.text, &run)).collect::<Vec<_>>() {
        folded.mask(range, sign);
    }
}

/// Accounts whose check digits are right, by whole words.
fn ibans(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for start in IBAN.find_iter(text).map(|found| found.start()) {
        if found.last().is_some_and(|last| last.end > start) {
            continue;
        }
        let (mut plain, mut longest, mut gap) = (String::new(), None, 0);
        let mut rest = text[start..].char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            if c.is_ascii_alphanumeric() {
                plain.push(c.to_ascii_uppercase());
                gap = 0;
                let ends = rest.peek().is_none_or(|(_, next)| !next.is_alphanumeric());
                if ends && (15..=34).contains(&plain.len()) && is_iban(&plain) {
                    longest = Some(start..start + at + 1);
                }
            } else if gap < 2 && matches!(c, ' ' | '-' | '.' | '/') {
                gap += 1;
            } else {
                break;
            }
            if plain.len() > 34 {
                break;
            }
        }
        found.extend(longest);
    }
    found
}

/// The check digits of an account (ISO 7064, MOD 97-10).
fn is_iban(plain: &str) -> bool {
    if plain.bytes().filter(u8::is_ascii_digit).count() < 8 {
        return false;
    }
    let turned = plain[4..].chars().chain(plain[..4].chars());
    let rest = turned.fold(0, |rest, c| {
        let value = c.to_digit(36).unwrap_or_default();
        (rest * if value > 9 { 100 } else { 10 } + value) % 97
    });
    rest == 1
}

/// Where in a run of figures the numbers of cards stand, written as cards are.
fn cards(text: &str, run: &Range<usize>) -> Vec<Range<usize>> {
    let groups = groups(text, run);
    let mut found = Vec::new();
    let mut at = 0;
    while at < groups.len() {
        let alone = (13..=19).contains(&groups[at].len()).then_some(1);
        let shape = CARDS.iter().rev().filter(|shape| {
            let group = groups.get(at..at + shape.len());
            group.is_some_and(|group| group.iter().map(ExactSizeIterator::len).eq(shape.iter().copied()))
        });
        let lengths = shape.map(|shape| shape.len()).chain(alone);
        let fits = |count: &usize| is_card(&text[groups[at].start..groups[at + count - 1].end]);
        match lengths.filter(fits).max() {
            Some(count) => {
                found.push(groups[at].start..groups[at + count - 1].end);
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

/// A card's number with what stands on the card beside it.
fn with_expiry(text: &str, card: Range<usize>) -> Range<usize> {
    let tail_from = card.start - tail(&text[..card.start]).len();
    let before = EXPIRY_BEFORE.captures(&text[tail_from..card.start]).and_then(|found| found.get(1));
    let start = before.map_or(card.start, |found| tail_from + found.start());
    let end = EXPIRY_BEHIND.find(&text[card.end..]).map_or(card.end, |found| {
        let said = found.as_str();
        card.end + said.rfind(|c: char| c.is_ascii_digit()).map_or(0, |last| last + 1)
    });
    start..end
}

fn groups(text: &str, run: &Range<usize>) -> Vec<Range<usize>> {
    let found = GROUP.find_iter(&text[run.clone()]);
    found.map(|group| run.start + group.start()..run.start + group.end()).collect()
}

/// What the rest of a run of figures is, without the days in it.
fn told(text: &str, run: &Range<usize>) -> Vec<(Range<usize>, &'static str)> {
    let mut parts = Vec::new();
    let mut from = run.start;
    for day in days(text, run) {
        parts.push(from..day.start);
        from = day.end;
    }
    parts.push(from..run.end);
    let parts = parts.into_iter().filter_map(|part| DIGITS.find(&text[part.clone()]).map(|found| (part.start, found)));
    let parts = parts.map(|(start, found)| start + found.start()..start + found.end());
    parts.filter_map(|part| Some((part.clone(), sign(text, &part)?))).collect()
}

fn sign(text: &str, part: &Range<usize>) -> Option<&'static str> {
    let said = &text[part.clone()];
    match said.bytes().filter(u8::is_ascii_digit).count() {
        20.. => Some(ACCOUNT),
        13..=15 if is_card(said) => Some(CARD),
        16..=19 => Some(CARD),
        7..=15 if !is_harmless(text, part) => Some(PHONE),
        _ => None,
    }
}

/// The days in a run of figures: `2026-11-22`, `22. 11. 2026`, `11/22/26`.
fn days(text: &str, run: &Range<usize>) -> Vec<Range<usize>> {
    let within = &text[run.clone()];
    let found = DAY.find_iter(within).map(|found| run.start + found.start()..run.start + found.end());
    found.filter(|day| is_day(&text[day.clone()]) && stands_alone(text, run, day)).collect()
}

fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '.', '/']).map(str::trim).collect();
    let number = |at: usize| parts.get(at).and_then(|part| part.parse::<u32>().ok()).unwrap_or_default();
    let fits = |one: u32, other: u32| (1..=12).contains(&one.min(other)) && (1..=31).contains(&one.max(other));
    match parts.iter().map(|part| part.len()).collect::<Vec<_>>()[..] {
        [4, 1..=2, 1..=2] => (1900..2100).contains(&number(0)) && fits(number(1), number(2)),
        [1..=2, 1..=2, 4] => (1900..2100).contains(&number(2)) && fits(number(0), number(1)),
        [2, 2, 2] => fits(number(0), number(1)) || fits(number(1), number(2)),
        _ => false,
    }
}

/// No figure of the same number stands right before or behind: only a blank, or a dash with blanks.
fn stands_alone(text: &str, run: &Range<usize>, day: &Range<usize>) -> bool {
    let before = text[run.start..day.start].chars().next_back();
    let behind = text[day.end..run.end].trim_start_matches('.').chars().next();
    let free = |c: Option<char>| c.is_none_or(|c| c == ' ' || c == '(' || c == ')');
    let whole = day.len() >= 8 || (run.start == day.start && run.end == day.end);
    whole && free(before) && free(behind)
}

/// Figures that are no number of a person: years, thousands of money, versions, addresses of machines, codes.
fn is_harmless(text: &str, part: &Range<usize>) -> bool {
    let (before, said, behind) = (&text[..part.start], &text[part.clone()], &text[part.end..]);
    let numbers: Vec<&str> = GROUP.find_iter(said).map(|group| group.as_str()).collect();
    let signs: String = said.chars().filter(|c| !c.is_ascii_digit()).collect();
    let years = numbers.len() == 2 && numbers.iter().all(|year| year.len() == 4 && ["19", "20"].contains(&&year[..2]));
    let machine = signs == "..."
        && numbers.len() == 4
        && numbers.iter().all(|part| part.parse::<u32>().is_ok_and(|value| value < 256 && value.to_string() == *part));
    let version = numbers.len() > 1 && signs.chars().all(|c| c == '.') && VERSION.is_match(tail(before));
    let money = THOUSANDS.is_match(said) && (COIN_BEFORE.is_match(tail(before)) || COIN_BEHIND.is_match(behind));
    let code = before.ends_with("0x");
    years || machine || version || money || code
}

/// The end of a text, long enough for the word before.
fn tail(text: &str) -> &str {
    let from = text.char_indices().rev().nth(20).map_or(0, |(at, _)| at);
    &text[from..]
}

pub(super) fn is_card(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    (13..=19).contains(&digits.len()) && luhn(&digits)
}

/// The check digit of payment cards (ISO/IEC 7812-1).
fn luhn(digits: &[u32]) -> bool {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let places = digits.iter().rev().enumerate();
    let sum: u32 = places.map(|(at, digit)| if at % 2 == 0 { *digit } else { doubled(*digit) }).sum();
    sum.is_multiple_of(10)
}
