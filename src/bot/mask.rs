//! What tells who somebody is becomes a sign, before it is logged or learned from: e-mail
//! addresses, telephone numbers, card and account numbers.

use std::sync::LazyLock;

use regex::Regex;

static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}")
        .expect("a constant expression")
});
/// An IBAN: country, two check digits, then groups.
static IBAN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){3,7}(?:[ -]?[A-Z0-9]{1,3})?\b|\b[a-z]{2}\d{2}(?:[ -]?\d{4}){3,7}\b",
    )
    .expect("a constant expression")
});
/// Digits with the signs that people put between them.
static DIGITS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[+(]?\d(?:[ ().\-/–]{0,2}\d){6,}").expect("a constant expression"));

/// Masks a text: `[email]`, `[card]`, `[account]`, `[phone]`. Shorter numbers (dates, order numbers,
/// versions) stay.
#[must_use]
pub fn mask(text: &str) -> String {
    let text = EMAIL.replace_all(text, "[email]");
    let text = IBAN.replace_all(&text, "[account]");
    DIGITS
        .replace_all(&text, |found: &regex::Captures<'_>| {
            let found = &found[0];
            let digits: Vec<u32> = found.chars().filter_map(|c| c.to_digit(10)).collect();
            match digits.len() {
                13..=19 if luhn(&digits) => "[card]".to_owned(),
                16..=19 => "[card]".to_owned(),
                7..=15 if !is_date(found) => "[phone]".to_owned(),
                _ => found.to_owned(),
            }
        })
        .into_owned()
}

/// Whether the whole text is an e-mail address.
#[must_use]
pub fn is_email(text: &str) -> bool {
    find_email(text) == Some(text) && text.len() <= 254
}

/// The first e-mail address in a text.
#[must_use]
pub fn find_email(text: &str) -> Option<&str> {
    EMAIL.find(text).map(|found| found.as_str())
}

/// “Ana arroba x punto es”: an address in words.
#[must_use]
pub fn spoken_email(phrases: &super::phrases::Phrases, text: &str) -> Option<String> {
    let signs = phrases.list("introduce", "at_words");
    let (at_sign, dot) = (signs.first()?, signs.get(1)?);
    let words: Vec<String> =
        text.split_whitespace().map(|word| super::words::fold(word.trim_matches([',', '.', '!', '?']))).collect();
    let at = words.iter().position(|word| word == at_sign).filter(|at| *at > 0)?;
    let mut address = format!("{}@{}", words[at - 1], words.get(at + 1)?);
    let mut next = at + 2;
    while words.get(next).is_some_and(|word| word == dot) {
        address = format!("{address}.{}", words.get(next + 1)?);
        next += 2;
    }
    is_email(&address).then_some(address)
}

/// The first telephone number in a text, as it is written.
#[must_use]
pub fn find_phone(text: &str) -> Option<&str> {
    DIGITS
        .find_iter(text)
        .map(|found| found.as_str())
        .find(|found| (7..=15).contains(&found.chars().filter(char::is_ascii_digit).count()) && !is_date(found))
}

/// `2026-11-22`, `22.11.2026`, `22/11/2026`: eight digits in three groups with one sign between.
fn is_date(text: &str) -> bool {
    let groups: Vec<&str> = text.split(['-', '.', '/']).map(str::trim).collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let digits_only = groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_digit()));
    digits_only && matches!(lengths[..], [4, 1..=2, 1..=2] | [1..=2, 1..=2, 4])
}

/// The check digit of payment cards (ISO/IEC 7812-1).
fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| {
            if at % 2 == 0 {
                *digit
            } else if *digit > 4 {
                digit * 2 - 9
            } else {
                digit * 2
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_numbers_of_people_are_masked_and_order_numbers_stay() {
        for (said, masked) in [
            ("write to Ana.Pérez+x@mail.example.com now", "write to [email] now"),
            ("call +36 30 123 4567 or (06-1) 234-5678", "call [phone] or [phone]"),
            ("card 4111 1111 1111 1111 was declined", "card [card] was declined"),
            ("IBAN HU42 1177 3016 1111 1018 0000 0000 ok", "IBAN [account] ok"),
            ("order AB-12345 of 2026-11-22, version 2.1.3", "order AB-12345 of 2026-11-22, version 2.1.3"),
            ("tel: 912345678.", "tel: [phone]."),
        ] {
            assert_eq!(mask(said), masked);
        }
    }
}
