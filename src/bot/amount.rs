//! The numbers that a text holds, each read whole, and the one that is meant. Where several are left it is none: a
//! question more is better than a wrong value.

use super::{
    mask::find_email,
    moment::{day_spans, names_a_day_of_the_month},
    number::{composed, figures_at, is_ordinal, number},
    phrases::Phrases,
    words::{fold, split},
};

/// So many figures make a telephone number, if it begins like one.
const A_PHONE: usize = 7;
/// Who counts themselves says so in so many words.
const FEW_WORDS: usize = 4;
/// Words between a number and what it counts: “five more mailboxes”.
const BETWEEN: usize = 1;
/// A little word between the pounds and the pence.
const LITTLE: usize = 3;
const SIGNS: [char; 5] = ['€', '£', '$', '¥', '₽'];

/// A piece of a text: a word, or a number in figures.
#[derive(Debug)]
struct Piece {
    start: usize,
    end: usize,
    word: String,
    figures: Option<String>,
}

/// What more is known of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trait {
    /// In words.
    Spelt,
    /// Which of several.
    Ordinal,
    Money,
    /// How often.
    Times,
    /// “Not 10”.
    Denied,
}

/// A number of a text.
#[derive(Debug, Clone)]
struct Amount {
    value: String,
    /// Its first piece, and the one behind it.
    from: usize,
    to: usize,
    traits: Vec<Trait>,
}

impl Amount {
    fn is(&self, known: Trait) -> bool {
        self.traits.contains(&known)
    }
}

/// The number that is meant by a reply.
#[must_use]
pub(super) fn meant(phrases: &Phrases, text: &str) -> Option<String> {
    let pieces = pieces(phrases, text);
    let words: Vec<&str> = pieces.iter().map(|piece| piece.word.as_str()).collect();
    let list = |section: &str, key: &str| phrases.list(section, key);
    let selves = list("time", "selves");
    let counts_self = words.iter().any(|word| selves.contains(word));
    let mut left = amounts(phrases, text, &pieces);
    let ands = list("introduce", "ands");
    let joins = |pair: &[&str]| {
        (selves.contains(&pair[0]) && ands.contains(&pair[1])) || (ands.contains(&pair[0]) && selves.contains(&pair[1]))
    };
    if words.windows(2).any(joins) {
        return None;
    }
    if left.is_empty() {
        let ones = list("time", "ones");
        let one = words.iter().any(|word| ones.contains(word)) || (counts_self && words.len() <= FEW_WORDS);
        return one.then(|| "1".to_owned());
    }
    let ones = list("time", "ones");
    for odd in [
        &|amount: &Amount| amount.is(Trait::Ordinal),
        &|amount: &Amount| amount.is(Trait::Times),
        &|amount: &Amount| amount.is(Trait::Denied),
        &|amount: &Amount| amount.is(Trait::Spelt) && amount.value == "1" && ones.contains(&words[amount.from]),
        &|amount: &Amount| !amount.is(Trait::Money),
    ] as [&dyn Fn(&Amount) -> bool; 5]
    {
        if left.iter().any(|amount| !odd(amount)) {
            left.retain(|amount| !odd(amount));
        }
    }
    if left.iter().all(|amount| amount.is(Trait::Ordinal)) && names_a_day_of_the_month(phrases, text, &split(text)) {
        return None;
    }
    let (first, last) = (left.first()?, left.last()?);
    // “Two adults and two children” are four.
    let added = words[first.to.min(last.from)..last.from].iter().any(|word| ands.contains(word));
    (!added && left.iter().all(|amount| amount.value == first.value)).then(|| first.value.clone())
}

/// The one number of a text that stands before something counted, or is the one sum of money where that is asked
/// for; “one of …” and “a …” count nothing, and neither do times: “charged twice”.
#[must_use]
pub(super) fn counted(
    phrases: &Phrases,
    text: &str,
    is_counted: &dyn Fn(&str) -> bool,
    wants_money: bool,
) -> Option<String> {
    let pieces = pieces(phrases, text);
    let mut left = amounts(phrases, text, &pieces);
    left.retain(|amount| {
        !(amount.is(Trait::Ordinal)
            || amount.is(Trait::Times)
            || amount.is(Trait::Denied)
            || (amount.is(Trait::Spelt) && amount.value == "1"))
    });
    let counts = |amount: &Amount| {
        let after = pieces[amount.to..].iter().take(BETWEEN + 1);
        // “5 mailboxes of 15 GB”: another number ends it.
        let mut after = after.take_while(|piece| piece.figures.is_none() && number(phrases, &piece.word).is_none());
        after.any(|piece| is_counted(&piece.word))
    };
    let mut found: Vec<&Amount> = left.iter().filter(|amount| !amount.is(Trait::Money) && counts(amount)).collect();
    if wants_money && found.is_empty() {
        found = left.iter().filter(|amount| amount.is(Trait::Money)).collect();
    }
    let first = found.first()?.value.clone();
    found.iter().all(|amount| amount.value == first).then_some(first)
}

/// All numbers but those of days, addresses, telephones and codes.
fn amounts(phrases: &Phrases, text: &str, pieces: &[Piece]) -> Vec<Amount> {
    let days = day_spans(phrases, text);
    let mut out: Vec<Amount> = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let Some((value, to)) = value_at(phrases, text, pieces, at) else {
            at += 1;
            continue;
        };
        let inside = days.iter().any(|day| day.start <= pieces[at].start && pieces[at].end <= day.end);
        let unit = at > 0 && out.last().is_some_and(|before| before.to == at) && is_unit(phrases, &pieces[at].word);
        if !inside && !unit {
            out.push(amount(phrases, text, pieces, (value, at, to)));
        }
        at = to;
    }
    with_cents(text, pieces, out)
}

fn amount(phrases: &Phrases, text: &str, pieces: &[Piece], (value, from, to): (String, usize, usize)) -> Amount {
    let list = |section: &str, key: &str| phrases.list(section, key);
    let (first, last) = (&pieces[from], &pieces[to - 1]);
    let next = pieces.get(to).filter(|next| text[last.end..next.start].trim().is_empty());
    let says = |key: (&str, &str)| next.is_some_and(|next| list(key.0, key.1).contains(&next.word.as_str()));
    let denial = list("introduce", "not_words").first().copied().unwrap_or_default();
    let before = from.checked_sub(1).map(|at| &pieces[at]);
    let signed = text[..first.start].trim_end().ends_with(SIGNS) || text[last.end..].trim_start().starts_with(SIGNS);
    let denied = before.is_some_and(|before| before.word == denial && text[before.end..first.start].trim().is_empty());
    let which = to - from == 1 && is_ordinal(phrases, &first.word) && !says(("time", "units_short"));
    let known = [
        (Trait::Spelt, first.figures.is_none()),
        (Trait::Ordinal, which),
        (Trait::Money, signed || says(("introduce", "money_units"))),
        (Trait::Times, says(("time", "times"))),
        (Trait::Denied, denied),
    ];
    let traits = known.into_iter().filter(|(_, holds)| *holds).map(|(known, _)| known).collect();
    Amount { value, from, to, traits }
}

/// “79 euros con cincuenta”: what follows a sum at the end of a text are its cents.
fn with_cents(text: &str, pieces: &[Piece], amounts: Vec<Amount>) -> Vec<Amount> {
    let [.., sum, cents] = &amounts[..] else { return amounts };
    let between = pieces[sum.to..cents.from].iter().skip(usize::from(!text[..pieces[sum.from].start].ends_with(SIGNS)));
    let little = between.clone().count() <= 1 && between.clone().all(|piece| piece.word.chars().count() <= LITTLE);
    let closes = pieces.len() <= cents.to + 1;
    let small = cents.value.parse::<u8>().is_ok_and(|value| (1..100).contains(&value));
    let joined = !text[pieces[sum.to - 1].end..pieces[cents.from].start].contains(['.', ',', ';', '!', '?']);
    if !(sum.is(Trait::Money) && little && closes && small && joined)
        || sum.value.contains('.')
        || cents.is(Trait::Ordinal)
    {
        return amounts;
    }
    let mut whole = sum.clone();
    whole.value = format!("{}.{:0>2}", sum.value, cents.value);
    whole.to = cents.to;
    amounts[..amounts.len() - 2].iter().cloned().chain([whole]).collect()
}

/// “Two weeks”, in a language whose week is also its seven.
fn is_unit(phrases: &Phrases, word: &str) -> bool {
    ["units_day", "units_week", "units_month"].iter().any(|key| phrases.list("time", key).contains(&word))
}

/// The number that begins at a piece, and the piece behind it.
fn value_at(phrases: &Phrases, text: &str, pieces: &[Piece], at: usize) -> Option<(String, usize)> {
    let joined = |from: usize| {
        let gap = |pair: &[Piece]| {
            text[pair[0].end..pair[1].start].chars().all(|c| c.is_whitespace() || c == '-') && pair[1].figures.is_none()
        };
        let more = pieces[from..].windows(2).take_while(|pair| gap(pair)).count();
        pieces[from..=from + more].iter().map(|piece| piece.word.clone()).collect::<Vec<String>>()
    };
    let Some(figures) = &pieces[at].figures else {
        let (value, used) = composed(phrases, &joined(at))?;
        return Some((value.to_string(), at + used));
    };
    // “12 ezer ötszáz”, “3 thousand”.
    let times = pieces.get(at + 1).and_then(|next| number(phrases, &next.word)).filter(|n| matches!(n, 100 | 1000));
    let Some((times, whole)) = times.zip(figures.parse::<i32>().ok()).filter(|(times, whole)| whole < times) else {
        return Some((figures.clone(), at + 1));
    };
    let rest = if pieces.len() > at + 2 { composed(phrases, &joined(at + 2)) } else { None };
    let rest = rest.filter(|(rest, _)| *rest < times && pieces[at + 2].figures.is_none());
    let (more, used) = rest.unwrap_or_default();
    Some((whole.checked_mul(times)?.checked_add(more)?.to_string(), at + 2 + used))
}

fn pieces(phrases: &Phrases, text: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(next) = text[from..].find(|c: char| c.is_alphanumeric()) {
        let start = from + next;
        let token = token_at(text, start);
        if text[token.clone()].contains('@') || is_no_number(phrases, &text[token.clone()]) {
            from = token.end.max(start + 1);
            continue;
        }
        from = if text[start..].starts_with(|c: char| c.is_ascii_digit()) {
            figure(phrases, text, start, &mut out)
        } else {
            let end = text[start..].find(|c: char| !c.is_alphabetic()).map_or(text.len(), |end| start + end);
            let end = end.max(start + text[start..].chars().next().map_or(1, char::len_utf8));
            let (word, figures) = (fold(&text[start..end]), None);
            out.push(Piece { start, end, word, figures });
            end
        };
    }
    out
}

/// A number in figures, and what is written to its end: `5th`, `15gb`.
fn figure(phrases: &Phrases, text: &str, start: usize, out: &mut Vec<Piece>) -> usize {
    let Some((value, end)) = figures_at(phrases, text, start) else { return start + 1 };
    let tail = text[end..].find(|c: char| !(c.is_alphabetic() || matches!(c, 'º' | 'ª'))).unwrap_or(text.len() - end);
    let word = fold(&text[start..end + tail]);
    let ordinal = tail > 0 && is_ordinal(phrases, &word) && tail <= LITTLE && !is_sum(phrases, &text[end..end + tail]);
    let phone = value.bytes().filter(u8::is_ascii_digit).count() >= A_PHONE
        && (text[start..].starts_with('0') || text[..start].ends_with('+'));
    if !phone {
        let (end, word) = if ordinal { (end + tail, word) } else { (end, fold(&text[start..end])) };
        out.push(Piece { start, end, word, figures: Some(value) });
        if ordinal {
            return end;
        }
    }
    end
}

fn is_sum(phrases: &Phrases, suffix: &str) -> bool {
    let suffix = fold(suffix);
    phrases.list("introduce", "money_units").contains(&suffix.as_str())
        || phrases.list("time", "times").contains(&suffix.as_str())
}

/// What stands around a place without a blank.
fn token_at(text: &str, at: usize) -> std::ops::Range<usize> {
    let start = text[..at].rfind(char::is_whitespace).map_or(0, |blank| blank + 1);
    let start = if text.is_char_boundary(start) { start } else { at };
    let end = text[at..].find(char::is_whitespace).map_or(text.len(), |end| at + end);
    start..end
}

/// A code (`K2041`, `AB-12`), a time (`10:30`), a day (`24/12`, and `24.12.` where numbers have a comma).
fn is_no_number(phrases: &Phrases, token: &str) -> bool {
    if find_email(token).is_some() {
        return true;
    }
    let bare = token.trim_matches(|c: char| !(c.is_alphanumeric() || c == '.'));
    let chars: Vec<char> = bare.chars().collect();
    let code = |pair: &[char]| pair[0].is_alphabetic() && pair[1].is_ascii_digit();
    let hyphened = |three: &[char]| three[0].is_alphabetic() && three[1] == '-' && three[2].is_ascii_digit();
    let between = |sign: char| {
        chars.windows(3).any(|three| three[0].is_ascii_digit() && three[1] == sign && three[2].is_ascii_digit())
    };
    let parts: Vec<u32> = bare.split('.').filter_map(|part| part.parse().ok()).collect();
    let dotted = phrases.flag("time", "day_first")
        && bare.ends_with('.')
        && matches!(parts[..], [a, b] | [_, a, b] if (1..=31).contains(&a) && (1..=31).contains(&b) && a.min(b) <= 12);
    chars.windows(2).any(code) || chars.windows(3).any(hyphened) || between(':') || between('/') || dotted
}

#[cfg(test)]
mod tests;
