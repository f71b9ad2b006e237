//! The query language: `"phrase"`, `-word`, `OR`, `category:`, `tag:`, `locale:`, `visibility:`,
//! `updated:>2026-01`, `kind:`. Enters any text; what is malformed leaves as text.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use unicode_normalization::UnicodeNormalization as _;

use super::{HitKind, Query};
use crate::{
    base::{Audience, Locale},
    text::fold,
};

/// Bytes of a query that are read; no person types more.
const MAX_BYTES: usize = 10_000;

/// Words excluded and phrases asked for in one query; of more, the first.
const MAX_EXCLUDED: usize = 8;
const MAX_PHRASES: usize = 8;

/// A query taken apart.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Parsed {
    /// What is searched, operators taken out, in order; phrases are in it too.
    pub text: String,
    /// What must stand as it is.
    pub phrases: Vec<String>,
    /// What must not be there.
    pub excluded: Vec<String>,
    /// Pieces of `text` (byte ranges) of which any will do: `a OR b`.
    pub either: Vec<(std::ops::Range<usize>, std::ops::Range<usize>)>,
    /// What the article must be.
    pub filter: Filter,
    /// The text ends in the middle of a word, perhaps.
    pub open_end: bool,
}

/// Conditions on the article rather than on its words.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Filter {
    pub category: Option<String>,
    pub tag: Option<String>,
    pub locale: Option<Locale>,
    pub visibility: Option<Audience>,
    pub kind: Option<HitKind>,
    /// Not before this moment (milliseconds since 1970).
    pub updated_from: Option<i64>,
    /// Before this moment.
    pub updated_before: Option<i64>,
}

impl Filter {
    /// Whether it keeps everything.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Takes a query apart.
pub(super) fn parse(text: &str) -> Parsed {
    let text = &text[..text.floor_char_boundary(MAX_BYTES)];
    // Some systems type Hangul in parts of syllables, which are no words.
    let composed: String;
    let text = if text.contains(|c| matches!(c, '\u{1100}'..='\u{11ff}')) {
        composed = text.nfc().collect();
        &composed
    } else {
        text
    };
    let mut parsed =
        Parsed { open_end: text.trim_end_matches('*').ends_with(char::is_alphanumeric), ..Parsed::default() };
    let mut rest = text;
    let mut before: Option<std::ops::Range<usize>> = None;
    let mut joined = None;
    while let Some(piece) = next_piece(&mut rest) {
        match piece {
            Piece::Exclude(word) if parsed.excluded.len() < MAX_EXCLUDED => parsed.excluded.push(word.to_owned()),
            Piece::Exclude(_) => {}
            Piece::Field(name, value) if parsed.filter.set(name, value) => {}
            Piece::Word("OR") if before.is_some() && !rest.trim().is_empty() => joined = before.take(),
            Piece::Field(..) | Piece::Word(_) | Piece::Phrase(_) => {
                let word = piece.text();
                if !parsed.text.is_empty() {
                    parsed.text.push(' ');
                }
                let start = parsed.text.len();
                parsed.text.push_str(&word);
                let range = start..parsed.text.len();
                if let Piece::Phrase(phrase) = piece {
                    parsed.phrases.extend((parsed.phrases.len() < MAX_PHRASES).then(|| phrase.to_owned()));
                    parsed.open_end &= !rest.is_empty();
                }
                if let Some(left) = joined.take() {
                    parsed.either.push((left, range.clone()));
                }
                before = Some(range);
            }
        }
    }
    parsed
}

impl Parsed {
    /// A query with the conditions that stand beside its text.
    pub fn of(query: &Query) -> Self {
        let mut parsed = parse(&query.text);
        if query.category.is_some() {
            parsed.filter.category.clone_from(&query.category);
        }
        if query.tag.is_some() {
            parsed.filter.tag = query.tag.as_deref().map(fold);
        }
        if query.kind.is_some() {
            parsed.filter.kind = query.kind;
        }
        parsed
    }
}

/// What a text asks for beside its words, for who looks in other places than the index of articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conditions {
    /// `kind:…`
    pub kind: Option<HitKind>,
    /// There is any condition on what is found.
    pub narrowed: bool,
    /// The words without them.
    pub text: String,
}

/// Reads the conditions of a query.
#[must_use]
pub fn conditions(text: &str) -> Conditions {
    let parsed = parse(text);
    Conditions { kind: parsed.filter.kind, narrowed: !parsed.filter.is_empty(), text: parsed.text }
}

enum Piece<'a> {
    Word(&'a str),
    Phrase(&'a str),
    Exclude(&'a str),
    Field(&'a str, &'a str),
}

impl Piece<'_> {
    fn text(&self) -> String {
        match self {
            Self::Word(text) | Self::Phrase(text) | Self::Exclude(text) => (*text).to_owned(),
            Self::Field(name, value) => format!("{name}:{value}"),
        }
    }
}

fn next_piece<'a>(rest: &mut &'a str) -> Option<Piece<'a>> {
    let text = rest.trim_start();
    if text.is_empty() {
        return None;
    }
    if let Some((phrase, tail)) = quoted(text) {
        *rest = tail;
        return Some(Piece::Phrase(phrase));
    }
    if let Some(after) =
        text.strip_prefix('-').filter(|after| after.starts_with(|c: char| c.is_alphanumeric() || c == '"'))
    {
        let (excluded, tail) = quoted(after).unwrap_or_else(|| word(after));
        *rest = tail;
        // `-p` is a flag of a pasted command.
        let is_flag = excluded.len() == 1;
        return Some(if is_flag { Piece::Word(excluded) } else { Piece::Exclude(excluded) });
    }
    if let Some((name, value)) = text.split_once(':')
        && !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphabetic())
        && !value.is_empty()
        && !value.starts_with(char::is_whitespace)
    {
        let (value, tail) = quoted(value).unwrap_or_else(|| word(value));
        *rest = tail;
        return Some(Piece::Field(name, value));
    }
    let (found, tail) = word(text);
    *rest = tail;
    Some(Piece::Word(found))
}

fn quoted(text: &str) -> Option<(&str, &str)> {
    let (phrase, tail) = text.strip_prefix('"')?.split_once('"')?;
    (!phrase.trim().is_empty()).then_some((phrase, tail))
}

fn word(text: &str) -> (&str, &str) {
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

impl Filter {
    /// Takes a condition in; false when there is no such field or the value makes no sense.
    fn set(&mut self, name: &str, value: &str) -> bool {
        match name {
            "category" => self.category = Some(value.trim_matches('/').to_owned()),
            "tag" => self.tag = Some(fold(value)),
            "locale" => return value.parse().map(|locale| self.locale = Some(locale)).is_ok(),
            "visibility" => match value {
                "public" => self.visibility = Some(Audience::Public),
                "agent" | "internal" => self.visibility = Some(Audience::Agent),
                _ => return false,
            },
            "kind" => match value {
                "article" => self.kind = Some(HitKind::Article),
                "reply" => self.kind = Some(HitKind::Reply),
                "card" => self.kind = Some(HitKind::Card),
                "ticket" => self.kind = Some(HitKind::Ticket),
                _ => return false,
            },
            "updated" => return self.set_updated(value),
            _ => return false,
        }
        true
    }

    fn set_updated(&mut self, value: &str) -> bool {
        let (sign, day) = value.split_at(value.find(|c: char| c.is_ascii_digit()).unwrap_or(value.len()));
        let Some((first, next)) = span(day) else { return false };
        match sign {
            ">" => self.updated_from = Some(next),
            ">=" => self.updated_from = Some(first),
            "<" => self.updated_before = Some(first),
            "<=" => self.updated_before = Some(next),
            "" | "=" => (self.updated_from, self.updated_before) = (Some(first), Some(next)),
            _ => return false,
        }
        true
    }
}

/// First moment of a year, month or day, and of the one after it. `>2026-01` means from January on,
/// as people mean it, not from February: so a month or year begins its own span.
fn span(text: &str) -> Option<(i64, i64)> {
    let parts: Vec<i16> = text.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let small = |part: i16| i8::try_from(part).ok();
    let (first, last) = match parts[..] {
        [year] => (Date::new(year, 1, 1).ok()?, Date::new(year, 1, 1).ok()?),
        [year, month] => {
            let first = Date::new(year, small(month)?, 1).ok()?;
            (first, first)
        }
        [year, month, day] => {
            let first = Date::new(year, small(month)?, small(day)?).ok()?;
            (first, first.tomorrow().ok()?)
        }
        _ => return None,
    };
    Some((moment(first)?, moment(last)?))
}

fn moment(day: Date) -> Option<i64> {
    day.to_zoned(TimeZone::UTC).ok().map(|zoned| Timestamp::from(zoned).as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_are_taken_out() {
        let parsed = parse(r#"reset "two words" -phone category:account/ tag:sso kind:reply"#);
        assert_eq!(parsed.text, "reset two words");
        assert_eq!(parsed.phrases, ["two words"]);
        assert_eq!(parsed.excluded, ["phone"]);
        assert_eq!(parsed.filter.category.as_deref(), Some("account"));
        assert_eq!(parsed.filter.tag.as_deref(), Some("sso"));
        assert_eq!(parsed.filter.kind, Some(HitKind::Reply));
    }

    #[test]
    fn of_very_many_conditions_the_first_count() {
        let parsed = parse(&"-aa \"b c\" ".repeat(300));
        assert_eq!((parsed.excluded.len(), parsed.phrases.len()), (MAX_EXCLUDED, MAX_PHRASES));
    }

    #[test]
    fn what_is_malformed_is_text() {
        for text in [
            "\"open",
            "-",
            "a OR",
            "OR b",
            "category:",
            "colour:red",
            "locale:zz_top",
            "kind:thing",
            "updated:soon",
            ": - \"",
        ] {
            let parsed = parse(text);
            assert!(parsed.filter.is_empty() && parsed.phrases.is_empty() && parsed.excluded.is_empty(), "{text}");
        }
        assert_eq!(parse("colour:red std::vec").text, "colour:red std::vec");
    }

    #[test]
    fn either_of_two_words() {
        let parsed = parse("invoice OR receipt pdf");
        assert_eq!(parsed.text, "invoice receipt pdf");
        let (left, right) = parsed.either[0].clone();
        assert_eq!((&parsed.text[left], &parsed.text[right]), ("invoice", "receipt"));
    }

    #[test]
    fn dates_are_spans() {
        let from = |text: &str| parse(text).filter.updated_from;
        assert_eq!(from("updated:>2026-01"), from("updated:>=2026-01-01"));
        assert!(from("updated:>2026-01-31") > from("updated:>2026-01"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_parses(text in ".{0,80}") {
            let parsed = parse(&text);
            for (left, right) in &parsed.either {
                assert!(parsed.text.get(left.clone()).is_some() && parsed.text.get(right.clone()).is_some());
            }
        }
    }
}
