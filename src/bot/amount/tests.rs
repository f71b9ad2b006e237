//! Numbers as people say them among other things.

use super::*;

fn read(locale: &str, text: &str) -> Option<String> {
    meant(&Phrases::new(&locale.parse().unwrap(), None), text)
}

#[test]
fn a_number_is_read_whole_or_asked_for_again() {
    for (locale, text, value) in [
        ("hu", "tizenkétezer ötszáz", Some("12500")),
        ("hu", "tizenkétezer-ötszáz forint", Some("12500")),
        ("hu", "ötezer", Some("5000")),
        ("hu", "12 ezer ötszáz", Some("12500")),
        ("hu", "kétszázötven", Some("250")),
        ("hu", "ketten leszünk", Some("2")),
        ("hu", "két hét", Some("2")),
        ("de", "dreihundertfünfzig", Some("350")),
        ("it", "duecentocinquanta", Some("250")),
        ("en", "twelve thousand five hundred", Some("12500")),
        ("en", "3 thousand", Some("3000")),
        ("en", "me and my two brothers", None),
        ("en", "two adults and two kids", None),
        ("en", "a dozen, so 12", Some("12")),
        ("en", "two adults and one kid", None),
        ("en", "five or six", None),
        ("en", "3-4", None),
        ("en", "twenty-two fifty", None),
        ("en", "22 pounds fifty", Some("22.50")),
        ("en", "two, and my phone is 07700900123", Some("2")),
        ("en", "just me", Some("1")),
        ("en", "you charged me £65.50 twice on the 3rd", Some("65.50")),
        ("en", "it was on the 4th", None),
        ("en", "12 of them, not 10", Some("12")),
        ("en", "K2041", None),
        ("en", "at 10:30", None),
        ("en", "3 times", Some("3")),
        ("es", "79 euros con cincuenta", Some("79.50")),
        ("es", "me habéis cobrado 79,50 € de más el día 5", Some("79.50")),
        ("es", "12,30 euros el 3 de noviembre", Some("12.30")),
        ("es", "una docena", Some("12")),
        ("es", "solo yo", Some("1")),
        ("es", "mi marido y yo", None),
        ("es", "cinco o seis", None),
        ("es", "24.12.", None),
        ("hu", "24.12.", None),
        ("nl", "ik wil een 3", Some("3")),
    ] {
        assert_eq!(read(locale, text).as_deref(), value, "{locale}: {text}");
    }
}

#[test]
fn by_the_way_only_what_is_counted_is_a_number() {
    let of = |locale: &str, text: &str, money: bool| {
        let is_counted = |word: &str| ["people", "veces", "mailboxes"].contains(&word);
        counted(&Phrases::new(&locale.parse().unwrap(), None), text, &is_counted, money)
    };
    assert_eq!(of("es", "me habéis cobrado dos veces", true), None);
    assert_eq!(of("en", "you charged me £65.50 twice on the 3rd", true).as_deref(), Some("65.50"));
    assert_eq!(of("en", "you charged me £65.50 twice on the 3rd", false), None);
    assert_eq!(of("en", "there are 4 people on the 3rd", false).as_deref(), Some("4"));
    assert_eq!(of("es", "me habéis cobrado 79,50 € de más el día 5", true).as_deref(), Some("79.50"));
}
