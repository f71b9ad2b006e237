//! Days as each language writes and tells them.

use super::*;

type Written = (&'static str, &'static str, Option<(i16, i8, i8)>);

/// Said on Sunday, 22 November 2026.
const DAYS: &[Written] = &[
    ("en", "24 May", Some((2027, 5, 24))),
    ("en", "May 24th, 2027", Some((2027, 5, 24))),
    ("en", "12/24/2026", Some((2026, 12, 24))),
    ("en", "2026-12-24", Some((2026, 12, 24))),
    ("en", "tomorrow", Some((2026, 11, 23))),
    ("en", "next Monday", Some((2026, 11, 23))),
    ("en", "the day after tomorrow", Some((2026, 11, 24))),
    ("en", "in two weeks", Some((2026, 12, 6))),
    ("en", "3 days ago", Some((2026, 11, 19))),
    ("en", "last Friday", Some((2026, 11, 20))),
    ("en", "the fifth of May", Some((2027, 5, 5))),
    ("en", "31 February", None),
    ("en", "soon", None),
    ("en", "last week", Some((2026, 11, 15))),
    ("en", "on Friday", Some((2026, 11, 20))),
    ("en", "next Friday", Some((2026, 11, 27))),
    ("en", "since Monday", Some((2026, 11, 16))),
    ("es", "desde el lunes", Some((2026, 11, 16))),
    ("hu", "hétfő óta", Some((2026, 11, 16))),
    ("es", "la semana pasada", Some((2026, 11, 15))),
    ("es", "el viernes", Some((2026, 11, 20))),
    ("es", "el próximo viernes", Some((2026, 11, 27))),
    ("hu", "múlt héten", Some((2026, 11, 15))),
    ("hu", "pénteken", Some((2026, 11, 20))),
    ("hu", "jövő pénteken", Some((2026, 11, 27))),
    ("en", "Nov 3rd", Some((2026, 11, 3))),
    ("en", "this morning", Some((2026, 11, 22))),
    ("es", "esta mañana", Some((2026, 11, 22))),
    ("es", "ayer por la tarde", Some((2026, 11, 21))),
    ("es", "24 de mayo de 2027", Some((2027, 5, 24))),
    ("es", "24/12/2026", Some((2026, 12, 24))),
    ("es", "mañana", Some((2026, 11, 23))),
    ("es", "pasado mañana", Some((2026, 11, 24))),
    ("es", "dentro de tres días", Some((2026, 11, 25))),
    ("es", "hace una semana", Some((2026, 11, 15))),
    ("es", "el viernes pasado", Some((2026, 11, 20))),
    ("es", "el quince de mayo", Some((2027, 5, 15))),
    ("es", "el miércoles", Some((2026, 11, 25))),
    ("hu", "május 24-én", Some((2027, 5, 24))),
    ("hu", "2026.12.24.", Some((2026, 12, 24))),
    ("hu", "12.24.", Some((2026, 12, 24))),
    ("hu", "holnap", Some((2026, 11, 23))),
    ("hu", "holnapután", Some((2026, 11, 24))),
    ("hu", "két hét múlva", Some((2026, 12, 6))),
    ("hu", "három nappal ezelőtt", Some((2026, 11, 19))),
    ("hu", "múlt pénteken", Some((2026, 11, 20))),
    ("hu", "május ötödike", Some((2027, 5, 5))),
    ("hu", "kedd", Some((2026, 11, 24))),
    ("es", "ayer por la mañana", Some((2026, 11, 21))),
    ("de", "gestern", Some((2026, 11, 21))),
    ("de", "gestern Morgen", Some((2026, 11, 21))),
    ("de", "heute morgen", Some((2026, 11, 22))),
    ("de", "morgen früh", Some((2026, 11, 23))),
    ("de", "übermorgen", Some((2026, 11, 24))),
    ("de", "vorgestern", Some((2026, 11, 20))),
    ("de", "20.11.", Some((2026, 11, 20))),
    ("de", "am 3.5.2027", Some((2027, 5, 3))),
    ("de", "am 24. Mai", Some((2027, 5, 24))),
    ("de", "am dritten Mai", Some((2027, 5, 3))),
    ("de", "3. März 2027", Some((2027, 3, 3))),
    ("de", "letzten Freitag", Some((2026, 11, 20))),
    ("de", "nächsten Montag", Some((2026, 11, 23))),
    ("de", "seit Montag", Some((2026, 11, 16))),
    ("de", "vor drei Tagen", Some((2026, 11, 19))),
    ("de", "in zwei Wochen", Some((2026, 12, 6))),
    ("de", "letzte Woche", Some((2026, 11, 15))),
    ("de", "bald", None),
    ("fr", "hier", Some((2026, 11, 21))),
    ("fr", "avant-hier", Some((2026, 11, 20))),
    ("fr", "après-demain", Some((2026, 11, 24))),
    ("fr", "aujourd'hui", Some((2026, 11, 22))),
    ("fr", "ce matin", Some((2026, 11, 22))),
    ("fr", "lundi prochain", Some((2026, 11, 23))),
    ("fr", "vendredi dernier", Some((2026, 11, 20))),
    ("fr", "le 1er mai", Some((2027, 5, 1))),
    ("fr", "le 24 mai 2027", Some((2027, 5, 24))),
    ("fr", "24/12/2026", Some((2026, 12, 24))),
    ("fr", "il y a trois jours", Some((2026, 11, 19))),
    ("fr", "dans deux semaines", Some((2026, 12, 6))),
    ("fr", "la semaine dernière", Some((2026, 11, 15))),
    ("it", "ieri", Some((2026, 11, 21))),
    ("it", "l'altro ieri", Some((2026, 11, 20))),
    ("it", "dopodomani", Some((2026, 11, 24))),
    ("it", "il 24 maggio", Some((2027, 5, 24))),
    ("it", "il primo maggio", Some((2027, 5, 1))),
    ("it", "lunedì prossimo", Some((2026, 11, 23))),
    ("it", "tre giorni fa", Some((2026, 11, 19))),
    ("it", "tra due settimane", Some((2026, 12, 6))),
    ("it", "la settimana scorsa", Some((2026, 11, 15))),
    ("pt", "ontem", Some((2026, 11, 21))),
    ("pt-BR", "anteontem", Some((2026, 11, 20))),
    ("pt", "depois de amanhã", Some((2026, 11, 24))),
    ("pt", "24 de maio", Some((2027, 5, 24))),
    ("pt", "segunda-feira", Some((2026, 11, 23))),
    ("pt", "sexta passada", Some((2026, 11, 20))),
    ("pt", "há três dias", Some((2026, 11, 19))),
    ("pt", "em duas semanas", Some((2026, 12, 6))),
    ("pt", "semana passada", Some((2026, 11, 15))),
    ("nl", "gisteren", Some((2026, 11, 21))),
    ("nl", "eergisteren", Some((2026, 11, 20))),
    ("nl", "overmorgen", Some((2026, 11, 24))),
    ("nl", "vanochtend", Some((2026, 11, 22))),
    ("nl", "24 mei", Some((2027, 5, 24))),
    ("nl", "24-12-2026", Some((2026, 12, 24))),
    ("nl", "volgende maandag", Some((2026, 11, 23))),
    ("nl", "drie dagen geleden", Some((2026, 11, 19))),
    ("nl", "over twee weken", Some((2026, 12, 6))),
    ("nl", "vorige week", Some((2026, 11, 15))),
];

#[test]
fn days_are_read_as_each_language_writes_them() {
    let today = jiff::civil::date(2026, 11, 22);
    for &(locale, text, day) in DAYS {
        let phrases = Phrases::new(&locale.parse().unwrap(), None);
        let expected = day.map(|(y, m, d)| jiff::civil::date(y, m, d));
        assert_eq!(read_day(&phrases, today, text, Lean::Nearest), expected, "{locale}: {text}");
    }
}

#[test]
fn a_weekday_is_in_the_week_that_is_said_and_hours_are_no_days() {
    // Said on Monday, 23 November 2026.
    let today = jiff::civil::date(2026, 11, 23);
    for (locale, text, day) in [
        ("en", "friday last week", Some((11, 20))),
        ("en", "last week on friday", Some((11, 20))),
        ("en", "a week on tuesday", Some((12, 1))),
        ("en", "tuesday week", Some((12, 1))),
        ("en", "tuesday next week", Some((12, 1))),
        ("en", "thursday this week", Some((11, 26))),
        ("en", "friday two weeks ago", Some((11, 13))),
        ("en", "friday at 10 in the morning", Some((11, 27))),
        ("en", "tomorrow at 5pm", Some((11, 24))),
        ("en", "friday 10:30", Some((11, 27))),
        ("en", "on saturday 14th", Some((11, 14))),
        ("en", "it was on the 4th", Some((12, 4))),
        ("en", "friday or saturday", None),
        ("en", "5 or 6 May", None),
        ("es", "el viernes de la semana pasada", Some((11, 20))),
        ("es", "por la mañana", None),
        ("es", "el viernes por la mañana", Some((11, 27))),
        ("es", "mañana por la mañana", Some((11, 24))),
        ("es", "el lunes a las 10", Some((11, 30))),
        ("hu", "múlt hét péntek", Some((11, 20))),
        ("hu", "jövő héten kedden", Some((12, 1))),
        ("hu", "péntekre", Some((11, 27))),
        ("hu", "pénteken 10 órakor", Some((11, 27))),
        ("de", "Freitag letzter Woche", Some((11, 20))),
        ("de", "am Freitag um 10 Uhr", Some((11, 27))),
    ] {
        let phrases = Phrases::new(&locale.parse().unwrap(), None);
        let expected = day.map(|(month, day)| jiff::civil::date(2026, month, day));
        assert_eq!(read_day(&phrases, today, text, Lean::Future), expected, "{locale}: {text}");
    }
}

#[test]
fn moments_are_told_in_words() {
    let now: Zoned = "2026-11-20T18:30:00+01:00[Europe/Budapest]".parse().unwrap();
    let monday: Zoned = "2026-11-23T09:00:00+01:00[Europe/Budapest]".parse().unwrap();
    let tell = |locale: &str, moment| at(&Phrases::new(&locale.parse().unwrap(), None), &now, moment);
    assert_eq!(tell("en", &monday), "on Monday, 23 November, at 9:00");
    assert_eq!(tell("es", &monday), "el lunes 23 de noviembre a las 9:00");
    assert_eq!(tell("hu", &monday), "hétfőn (november 23.) 9:00-kor");
    let tomorrow: Zoned = "2026-11-21T10:00:00+01:00[Europe/Budapest]".parse().unwrap();
    assert_eq!(tell("hu", &tomorrow), "holnap 10:00-kor");
    assert_eq!(tell("de", &monday), "am Montag, dem 23. November, um 9:00 Uhr");
    assert_eq!(tell("fr", &monday), "le lundi 23 novembre à 9:00");
    for (locale, told_so) in [
        ("de", "3. November 2026"),
        ("fr", "3 novembre 2026"),
        ("it", "3 novembre 2026"),
        ("pt-BR", "3 de novembro de 2026"),
        ("nl", "3 november 2026"),
    ] {
        let phrases = Phrases::new(&locale.parse().unwrap(), None);
        assert_eq!(told(&phrases, "2026-11-03").as_deref(), Some(told_so), "{locale}");
    }
}
