//! What tells who somebody is becomes a sign, before it is logged or learned from: e-mail
//! addresses, telephone numbers, card and account numbers.

mod addresses;
mod folded;
mod numbers;

use std::sync::LazyLock;

use regex::Regex;

use self::folded::Folded;

static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}")
        .expect("a constant expression")
});
/// Digits with the signs that people put between them.
static DIGITS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[+(]?\d(?:[ ().\-/–]{0,2}\d){6,}").expect("a constant expression"));

/// Masks a text: `[email]`, `[card]`, `[account]`, `[phone]`, in whatever digits, signs and blanks they are
/// written. Shorter numbers (order numbers), days, prices and versions stay.
#[must_use]
pub fn mask(text: &str) -> String {
    let mut folded = Folded::new(text);
    addresses::mask(&mut folded);
    folded.open_underscores();
    numbers::mask(&mut folded);
    folded.masked()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_numbers_of_people_are_masked() {
        for (said, masked) in [
            ("write to Ana.Pérez+x@mail.example.com now", "write to [email] now"),
            ("call +36 30 123 4567 or (06-1) 234-5678", "call [phone] or [phone]"),
            ("card 4111 1111 1111 1111 was declined", "card [card] was declined"),
            ("IBAN HU42 1177 3016 1111 1018 0000 0000 ok", "IBAN [account] ok"),
            ("tel: 912345678.", "tel: [phone]."),
            ("cvc 123 exp 12/28 4111 1111 1111 1111", "cvc 123 exp [card]"),
            ("4111 1111 1111 1111 12/2028 123, 3 times", "[card], 3 times"),
            ("4111111111111111 was charged 120 times", "[card] was charged 120 times"),
            ("order 12345 4111111111111111 failed", "order 12345 [card] failed"),
            ("2026-11-23 4111-1111-1111-1111", "2026-11-23 [card]"),
            ("exp 12/28 4111 1111 1111 1112", "exp [account]"),
            ("számla 11773016-11111018-00000000", "számla [account]"),
            ("hívjon: +36\u{a0}20\u{a0}123\u{202f}4567", "hívjon: [phone]"),
            ("4111\n1111\r\n1111\n1111 ok", "[card] ok"),
            ("4111_1111_1111_1111", "[card]"),
            ("４１１１　１１１１　１１１１　１１１１", "[card]"),
            ("٤١١١ ١١١١ ١١١١ ١١١١", "[card]"),
            ("iban gb29nwbk60161331926819 please", "iban [account] please"),
            ("my account de89 3704 0044 0532 0130 00 is empty", "my account [account] is empty"),
            ("amex 3782 822463 10005", "amex [card]"),
            ("on 2026-11-20 from 06 30 123 4567", "on 2026-11-20 from [phone]"),
        ] {
            assert_eq!(mask(said), masked);
        }
    }

    #[test]
    fn an_address_is_masked_however_it_is_written() {
        for (said, masked) in [
            ("jane＠x.com", "[email]"),
            ("?mail=jane%40x.com&a", "?mail=[email]&a"),
            ("jane(at)x.com", "[email]"),
            ("write to jane [at] x dot com please", "write to [email] please"),
            ("jane @ x.com, thanks", "[email], thanks"),
            ("soy ana arroba x punto es", "soy [email]"),
            ("kata kukac pelda pont hu vagyok", "[email] vagyok"),
            ("jane_doe at x dot co dot uk", "[email]"),
            ("jane.doe at example.com", "[email]"),
            ("anna punkt muster at beispiel punkt de", "[email]"),
            ("jane\u{a0}@\u{a0}x.com", "[email]"),
        ] {
            assert_eq!(mask(said), masked);
        }
    }

    #[test]
    fn what_tells_of_nobody_can_still_be_read() {
        for said in [
            "order AB-12345 of 2026-11-22, version 2.1.3",
            "paid on 22.11.2026 and 23. 11. 2026., 11/22/2026 and 2026/11/23 10:30",
            "from 2026-11-20 - 2026-11-23, are you open 24/7?",
            "12.50 €, 1,299.00 USD, 1 234 567 Ft, €1.234.567, $ 12 500 000",
            "error 0x80070005, E1042 and HTTP 503 at 192.168.100.200:8080",
            "version 10.15.7.12045 since 2024-2025 or 2019/2020",
            "2026-11-23T10:30:00Z and 3.5.2026 14:00",
            "I looked at example.com at 10:30, meet me at the shop",
            "5 @ 3.50 each, 20% off, section 4.2.1, 16 GB, 1920x1080",
            "a kukac az almában van, és pont ez zavar",
            "it is at 4 dot 5 percent",
        ] {
            assert_eq!(mask(said), said);
        }
    }

    use proptest::prelude::*;

    /// A card's number with its check digit.
    fn card() -> impl Strategy<Value = String> {
        ("[3-6]", "[0-9]{14}").prop_map(|(first, rest)| {
            let digits = format!("{first}{rest}");
            let fitting = (0..10).map(|check| format!("{digits}{check}")).find(|number| numbers::is_card(number));
            fitting.expect("one of ten check digits is right")
        })
    }

    proptest! {
        #[test]
        fn a_card_never_shows_whatever_stands_around_it(
            number in card(),
            joint in prop::sample::select(vec!["", " ", "-", ".", "_", "\u{a0}", "\n", " - ", "\u{2011}", "/"]),
            before in prop::sample::select(vec!["", "exp 12/28 ", "12345 ", "order 2026-1 ", "2026-11-23 ", "123 12/28\n", "x", "+"]),
            behind in prop::sample::select(vec!["", " 123", " 12/28", " ok", ", 2026", " - 12/2028 123", "y"]),
        ) {
            let groups: Vec<&str> = (0..4).map(|at| &number[at * 4..at * 4 + 4]).collect();
            let masked = mask(&format!("{before}{}{behind}", groups.join(joint)));
            let left: String = masked.chars().filter(char::is_ascii_digit).collect();
            prop_assert!(!left.contains(&number[4..12]), "{}", masked);
        }

        #[test]
        fn a_telephone_never_shows(
            country in prop::sample::select(vec!["+36", "+34", "+1", "0036", "06", "+44"]),
            groups in prop::collection::vec("[0-9]{2,4}", 3..4),
            joint in prop::sample::select(vec![" ", "-", ".", "/", "\u{a0}", "_", "\u{2009}", ") "]),
        ) {
            let masked = mask(&format!("{country}{joint}{}", groups.join(joint)));
            prop_assert!(masked.bytes().all(|byte| !byte.is_ascii_digit()), "{}", masked);
        }

        #[test]
        fn a_masked_text_stays_as_it_is(text in "[ -~\u{a0}áñ٤４]{0,60}") {
            let once = mask(&text);
            prop_assert_eq!(mask(&once), once);
        }
    }
}
