//! Answers remembered: bounded in number and bytes, kept as the JSON that programs are sent, so that one
//! asked for again is neither searched, nor built, nor written anew. A searcher's own, so that they end with
//! its revision.

use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::{Answer, Query};

/// Answers remembered when nobody says how many, and the bytes of them together at most.
const ANSWERS: usize = 4_096;
const BYTES: u64 = 6 << 20;
/// Longer queries are not remembered.
pub(super) const LONGEST: usize = 200;

/// An answer as JSON, without the time it took (which is 0.0 there), and what tells it from others.
#[derive(Debug, Clone)]
pub struct Told {
    /// UTF-8.
    pub json: Arc<[u8]>,
    /// The beginning of its SHA-256: the same hits in the same order have the same.
    pub tag: u64,
}

impl Told {
    /// Writes an answer; the time is left out.
    pub(super) fn of(answer: &Answer) -> Self {
        let json = serde_json::to_vec(answer).unwrap_or_default();
        let hash = Sha256::digest(&json);
        let tag = hash.iter().take(8).fold(0, |tag, byte| tag << 8 | u64::from(*byte));
        Self { json: json.into(), tag }
    }

    /// Reads it back.
    pub(super) fn answer(&self) -> Option<Answer> {
        serde_json::from_slice(&self.json).ok()
    }
}

/// What was answered lately.
pub(super) struct Memory(quick_cache::sync::Cache<Query, Told, Weight>);

impl Default for Memory {
    fn default() -> Self {
        Self::new(ANSWERS)
    }
}

impl Memory {
    /// Keeps so many answers.
    pub fn new(answers: usize) -> Self {
        Self(quick_cache::sync::Cache::with_weighter(answers, BYTES, Weight))
    }

    /// Whether answers to such a query are kept.
    pub fn takes(query: &Query) -> bool {
        query.text.len() <= LONGEST && !query.explain
    }

    /// The answer to a query ([`normal`]).
    pub fn get(&self, query: &Query) -> Option<Told> {
        self.0.get(query)
    }

    pub fn insert(&self, query: Query, told: Told) {
        self.0.insert(query, told);
    }
}

#[derive(Clone)]
struct Weight;

impl quick_cache::Weighter<Query, Told> for Weight {
    fn weight(&self, query: &Query, told: &Told) -> u64 {
        (size_of::<Query>() + 160 + query.text.len() + told.json.len()) as u64
    }
}

/// Whether a text is as [`normal`] would have it.
pub(super) fn is_normal(text: &str) -> bool {
    let odd = |c: char| c != ' ' && c.is_whitespace();
    !text.starts_with(' ') && !text.contains("  ") && !text.contains(odd)
}

/// The query without what makes no difference to it: one space between words; none before. One at the end
/// says that the last word is finished.
pub(super) fn normal(query: &Query) -> Query {
    let typed = &query.text;
    let mut text = String::with_capacity(typed.len());
    for word in typed.split_whitespace() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    if typed.ends_with(char::is_whitespace) && !text.is_empty() {
        text.push(' ');
    }
    Query { text, ..query.clone() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_normal_stays_as_it_is(text in "[a ő\t\u{2003}]{0,8}") {
            let query = Query::new(text.as_str(), "hu".parse().expect("a locale"));
            let normal = normal(&query).text;
            prop_assert!(is_normal(&normal));
            prop_assert_eq!(is_normal(&text), normal == text);
        }
    }

    #[test]
    fn an_answer_is_read_back_as_it_was() {
        let hit = crate::search::Hit {
            kind: crate::search::HitKind::Article,
            article: "a/b".to_owned(),
            locale: "hu".to_owned(),
            title: "Jelszó „csere”".to_owned(),
            url: "/hu/articles/a/b#c".to_owned(),
            category: String::new(),
            visibility: crate::base::Audience::Public,
            section: crate::search::HitSection { title: "C".to_owned(), anchor: Some("c".to_owned()) },
            snippet: "<mark>Jelszó</mark>".to_owned(),
            score: 0.1 + 0.2,
            updated: "2026-01-01T00:00:00Z".to_owned(),
            translation: None,
            explanation: None,
        };
        let answer = Answer { total: 1, hits: vec![hit], next_cursor: Some("10".to_owned()), ..Answer::default() };
        let read = Told::of(&answer).answer().expect("read");
        assert_eq!(Told::of(&read).json, Told::of(&answer).json);
    }
}
