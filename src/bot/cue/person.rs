//! The wish for a person, and the refusal of one, by grammar rather than by wording: verbs of wishing and of talking,
//! names of persons and the little words between them, as each language's phrases list them (`[person]`).

use std::collections::HashMap;

use crate::bot::{
    pattern::Rules,
    phrases::Phrases,
    words::{Reader, fold},
};

/// A clause that wishes for a person in so many words at most.
const MOST_WORDS: usize = 14;

/// What a word is; one may be several.
type Kinds = u32;
const WHO: Kinds = 1;
const TEAM: Kinds = 1 << 1;
const NOBODY: Kinds = 1 << 2;
const ALIVE: Kinds = 1 << 3;
const TALK: Kinds = 1 << 4;
const REACH: Kinds = 1 << 5;
const PASS: Kinds = 1 << 6;
const WISH: Kinds = 1 << 7;
const CAN: Kinds = 1 << 8;
const NOT: Kinds = 1 << 9;
const NONE: Kinds = 1 << 10;
const LITTLE: Kinds = 1 << 11;
const ME: Kinds = 1 << 12;
const THERE: Kinds = 1 << 13;
const BOTS: Kinds = 1 << 14;
const WITH: Kinds = 1 << 15;
/// An ending that says “with”, where there is no preposition.
const ENDING: Kinds = 1 << 16;
const WHY: Kinds = 1 << 17;

const LISTS: [(&str, Kinds); 18] = [
    ("who", WHO),
    ("team", TEAM),
    ("nobody", NOBODY),
    ("alive", ALIVE),
    ("talk", TALK),
    ("reach", REACH),
    ("pass", PASS),
    ("wish", WISH),
    ("can", CAN),
    ("not", NOT),
    ("none", NONE),
    ("little", LITTLE),
    ("me", ME | LITTLE),
    ("there", THERE),
    ("bots", BOTS),
    ("with", WITH | LITTLE),
    ("endings", ENDING),
    ("why", WHY),
];
const VERBS: Kinds = TALK | REACH | PASS;
/// What may stand between a person and the verb.
const LINKS: Kinds = VERBS | WISH | CAN | NOT | NONE | LITTLE | ALIVE | THERE;

/// What a clause says of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Says {
    /// May well wish for one: what answers the question goes first.
    Perhaps,
    /// Does not want one.
    Refuses,
    /// Wishes for one.
    Wishes,
}

/// The words of one language.
#[derive(Default)]
pub struct People {
    words: HashMap<String, Kinds>,
    begin: Vec<(String, Kinds)>,
    end: Vec<(String, Kinds)>,
    perhaps: Rules,
    refusals: Rules,
}

impl People {
    /// Reads a language's lists; a word may end or begin with a star.
    #[must_use]
    pub fn new(phrases: &Phrases, reader: &Reader) -> Self {
        let mut out = Self::default();
        for (list, kind) in LISTS {
            for entry in phrases.list("person", list) {
                let word = plain(entry.trim_matches('*'));
                match (entry.starts_with('*'), entry.ends_with('*')) {
                    (false, false) => *out.words.entry(word).or_default() |= kind,
                    (true, _) => out.end.push((word, kind)),
                    _ => out.begin.push((word, kind)),
                }
            }
        }
        for (list, rules) in [("perhaps", &mut out.perhaps), ("refuse", &mut out.refusals)] {
            for pattern in phrases.list("person", list) {
                // One that cannot be read is left out (`check` names it).
                let _ = rules.add(pattern, reader);
            }
        }
        out
    }

    /// What a message says of a person: the most telling of its clauses.
    #[must_use]
    pub fn read(&self, text: &str, reader: &Reader) -> Option<Says> {
        clauses(text).filter_map(|clause| self.clause(clause, reader)).max()
    }

    /// What another language's message says of a person: every word of the clause has to be known.
    #[must_use]
    pub fn read_whole(&self, text: &str) -> Option<Says> {
        let known = |clause: &&str| self.kinds(clause).iter().all(|kinds| kinds & !ENDING != 0);
        clauses(text)
            .filter(known)
            .filter_map(|clause| self.wording(clause))
            .filter(|says| *says != Says::Perhaps)
            .max()
    }

    /// A message without the clauses that refuse a person.
    #[must_use]
    pub fn without_refusals(&self, text: &str, reader: &Reader) -> String {
        let kept: Vec<&str> =
            clauses(text).filter(|clause| self.clause(clause, reader) != Some(Says::Refuses)).collect();
        kept.join(", ")
    }

    /// “I don't want to cancel, just pause it”: what is wanted, without what is not. It begins with one of the
    /// words for “but”, or is a wish of its own.
    #[must_use]
    pub fn without_denied_wish(&self, text: &str, instead: &[&str]) -> Option<String> {
        let parts: Vec<&str> = clauses(text).collect();
        let denied = |part: &str| {
            let kinds = self.kinds(part);
            let next =
                |at: usize| (at + 1..kinds.len()).find(|next| !is(kinds[*next], LITTLE) || is(kinds[*next], WISH));
            (0..kinds.len()).any(|at| is(kinds[at], NOT) && next(at).is_some_and(|next| is(kinds[next], WISH)))
        };
        let begins = |part: &str| {
            let first = part.split_whitespace().next().map(plain).unwrap_or_default();
            instead.contains(&first.as_str())
        };
        let wishes = |part: &str| self.kinds(part).iter().any(|kinds| is(*kinds, WISH));
        let at = parts.iter().position(|part| denied(part))?;
        parts.get(at + 1).filter(|next| !denied(next) && (begins(next) || wishes(next)))?;
        let kept: Vec<&str> = parts[..at].iter().chain(&parts[at + 1..]).copied().collect();
        Some(kept.join(", ") + if text.trim_end().ends_with('?') { "?" } else { "" })
    }

    /// Whether a word only frames a wish.
    #[must_use]
    pub fn frames_a_wish(&self, word: &str) -> bool {
        is(self.kinds_of(&plain(word)), WISH | CAN | LITTLE)
    }

    fn clause(&self, clause: &str, reader: &Reader) -> Option<Says> {
        let fits = |rules: &Rules| !rules.fits(clause, reader).is_empty();
        if fits(&self.refusals) {
            return Some(Says::Refuses);
        }
        self.wording(clause).or_else(|| fits(&self.perhaps).then_some(Says::Perhaps))
    }

    fn wording(&self, clause: &str) -> Option<Says> {
        let kinds = self.kinds(clause);
        if kinds.len() > MOST_WORDS {
            return None;
        }
        let persons = (0..kinds.len()).filter(|at| is(kinds[*at], WHO | TEAM | NOBODY));
        persons.filter_map(|at| about(&kinds, at)).max().or_else(|| names_somebody(&kinds))
    }

    fn kinds(&self, clause: &str) -> Vec<Kinds> {
        let words = clause.split(|c: char| !(c.is_alphanumeric() || is_apostrophe(c)));
        words.map(plain).filter(|word| !word.is_empty()).map(|word| self.kinds_of(&word)).collect()
    }

    fn kinds_of(&self, word: &str) -> Kinds {
        let begun = self.begin.iter().filter(|(known, _)| word.starts_with(known.as_str()));
        let ended = self.end.iter().filter(|(known, _)| word.len() > known.len() + 2 && word.ends_with(known.as_str()));
        let globs = begun.chain(ended).fold(0, |all, (_, kinds)| all | kinds);
        self.words.get(word).copied().unwrap_or_default() | globs
    }
}

/// What is said of the person at a place.
fn about(kinds: &[Kinds], person: usize) -> Option<Says> {
    let links = |at: &usize| is(kinds[*at], LINKS);
    let from = (0..person).rev().take_while(links).last().unwrap_or(person);
    let to = (person + 1..kinds.len()).take_while(links).last().unwrap_or(person);
    let has = |kind: Kinds| (from..=to).any(|at| at != person && is(kinds[at], kind));
    let (begins, ends) = (from == 0, to + 1 == kinds.len());
    let excused = kinds.iter().any(|kinds| is(*kinds, BOTS | WHY));
    if !excused && (from..=to).any(|at| denies(kinds, at, person, begins)) {
        return Some(Says::Refuses);
    }
    let who = is(kinds[person], WHO);
    if (has(NOT) && !has(CAN)) || !(who || is(kinds[person], TEAM)) {
        return None;
    }
    let asks = has(WISH | CAN) || (who && begins);
    let brings = has(REACH) || (has(PASS) && has(ME));
    let there = begins && has(THERE) && kinds.len() <= MOST_WORDS / 2;
    let wishes = (asks && has(TALK)) || (who && ((asks && brings) || (begins && has(WISH)) || there));
    if wishes && ends {
        return Some(Says::Wishes);
    }
    (who && asks && has(TALK)).then_some(Says::Perhaps)
}

/// Whether the word at a place denies the wish for the person: “I *don't* want …”, “*no* human”, but not “I can*not* …”
/// and “the agent did *not* call”.
fn denies(kinds: &[Kinds], at: usize, person: usize, begins: bool) -> bool {
    if !is(kinds[at], NOT | NONE) {
        return false;
    }
    let little = |kinds: Kinds| is(kinds, LITTLE | ALIVE) && !is(kinds, VERBS | WISH);
    let Some(next) = (at + 1..kinds.len()).find(|next| !little(kinds[*next])) else { return false };
    let wish = is(kinds[next], WISH) || (at < person && is(kinds[next], TALK | PASS));
    (is(kinds[at], NOT) && wish && !is(kinds[next], CAN)) || (next == person && (begins || is(kinds[at], NONE)))
}

/// “I need to talk to accounts”: one word that nothing else is known of, in a wish to talk with it.
fn names_somebody(kinds: &[Kinds]) -> Option<Says> {
    let mut unknown = (0..kinds.len()).filter(|at| kinds[*at] & !ENDING == 0);
    let named = unknown.next().filter(|_| unknown.next().is_none())?;
    let talk = kinds.iter().position(|kinds| is(*kinds, TALK))?;
    let before = |at: usize| named.checked_sub(at).is_some_and(|at| is(kinds[at], WITH));
    let with = is(kinds[named], ENDING) || before(1) || before(2);
    let has = |kind: Kinds| kinds.iter().any(|kinds| is(*kinds, kind));
    let last = named.max(talk) + 1 == kinds.len();
    (with && last && has(WISH | CAN) && !has(NOT | BOTS | WHY)).then_some(Says::Perhaps)
}

fn is(kinds: Kinds, kind: Kinds) -> bool {
    kinds & kind != 0
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '´' | '`')
}

/// Folded, `don't` as `dont`.
fn plain(word: &str) -> String {
    fold(&word.replace(is_apostrophe, ""))
}

fn clauses(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split([',', '.', ';', ':', '!', '?', '¿', '¡', '\n', '(', ')', '…', '–', '—']);
    parts.map(str::trim).filter(|part| !part.is_empty())
}
