//! Words that mean the same: the writer's (`_synonyms.toml`), and a small general list of ours for
//! each shipped language. One-way or two-way, of one word or several.

use std::collections::{BTreeSet, HashMap, HashSet};

use tantivy_fst::Map;

use super::understand::{Alternative, Slot, Why};
use crate::{
    kb::Synonyms,
    text::{Analyzer, fold},
};

/// What a writer's synonym is worth against the word itself, a form of it, and ours, which knows less.
const WRITERS: f32 = 0.8;
const FORM: f32 = 0.8;
const GENERAL: f32 = 0.45;
/// What one is worth at least in place of a word that stands nowhere.
const INSTEAD: f32 = 0.7;

/// Words of support that people interchange; a group a line, its members between commas.
const LISTS: [(&str, &str); 19] = [
    ("cs", include_str!("synonyms/cs.txt")),
    ("da", include_str!("synonyms/da.txt")),
    ("de", include_str!("synonyms/de.txt")),
    ("el", include_str!("synonyms/el.txt")),
    ("en", include_str!("synonyms/en.txt")),
    ("es", include_str!("synonyms/es.txt")),
    ("fi", include_str!("synonyms/fi.txt")),
    ("fr", include_str!("synonyms/fr.txt")),
    ("hu", include_str!("synonyms/hu.txt")),
    ("it", include_str!("synonyms/it.txt")),
    ("nl", include_str!("synonyms/nl.txt")),
    ("no", include_str!("synonyms/no.txt")),
    ("pl", include_str!("synonyms/pl.txt")),
    ("pt", include_str!("synonyms/pt.txt")),
    ("ro", include_str!("synonyms/ro.txt")),
    ("ru", include_str!("synonyms/ru.txt")),
    ("sv", include_str!("synonyms/sv.txt")),
    ("tr", include_str!("synonyms/tr.txt")),
    ("uk", include_str!("synonyms/uk.txt")),
];

/// Forms of one word that no stemmer brings together (`lose`, `lost`), a word a line.
const FORMS: [(&str, &str); 8] = [
    ("de", include_str!("forms/de.txt")),
    ("en", include_str!("forms/en.txt")),
    ("es", include_str!("forms/es.txt")),
    ("fr", include_str!("forms/fr.txt")),
    ("hu", include_str!("forms/hu.txt")),
    ("it", include_str!("forms/it.txt")),
    ("nl", include_str!("forms/nl.txt")),
    ("pt", include_str!("forms/pt.txt")),
];

/// All synonyms of one locale, by stems.
#[derive(Debug, Default)]
pub(super) struct SynonymMap {
    /// First stem → what follows, and what it all means.
    by_first: HashMap<String, Vec<Rule>>,
    /// Every stem that means something else as well: none of them is a misspelling.
    known: HashSet<String>,
    /// The single words of them, folded, for slips in them.
    words: Option<Map<Vec<u8>>>,
}

/// Letters from which on a word that has synonyms is told from a slip.
const LEAST_WORD: usize = 4;

#[derive(Debug)]
struct Rule {
    typed: Vec<String>,
    means: Vec<Vec<String>>,
    weight: f32,
}

impl SynonymMap {
    /// Reads the writer's and our own.
    pub fn new(analyzer: &Analyzer, written: &Synonyms) -> Self {
        let mut map = Self::default();
        let mut words = BTreeSet::new();
        let mut stems = |text: &str| {
            let own = stems(analyzer, text);
            if let [_] = own[..] {
                let word = fold(text.trim());
                if word.chars().count() >= LEAST_WORD && word.chars().all(char::is_alphabetic) {
                    words.insert(word);
                }
            }
            own
        };
        for group in &written.two_way {
            map.group(&group.iter().map(|text| stems(text)).collect::<Vec<_>>(), WRITERS);
        }
        for (typed, means) in &written.one_way {
            map.rule(stems(typed), means.iter().map(|text| stems(text)).collect(), WRITERS);
        }
        for (lists, weight) in [(&FORMS[..], FORM), (&LISTS[..], GENERAL)] {
            let list = lists.iter().find(|(code, _)| *code == analyzer.language().code());
            for group in list.iter().flat_map(|(_, list)| list.lines()) {
                map.group(&group.split(',').map(&mut stems).collect::<Vec<_>>(), weight);
            }
        }
        map.words = Map::from_iter(words.into_iter().map(|word| (word, 0))).ok();
        map
    }

    /// The single words that have synonyms, folded.
    pub fn words(&self) -> Option<&Map<Vec<u8>>> {
        self.words.as_ref()
    }

    fn group(&mut self, group: &[Vec<String>], weight: f32) {
        for (at, typed) in group.iter().enumerate() {
            let others = group.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, means)| means.clone());
            self.rule(typed.clone(), others.collect(), weight);
        }
    }

    fn rule(&mut self, typed: Vec<String>, mut means: Vec<Vec<String>>, weight: f32) {
        means.retain(|stems| !stems.is_empty() && *stems != typed);
        if let Some(first) = typed.first().filter(|_| !means.is_empty()) {
            self.known.extend(typed.iter().cloned());
            self.by_first.entry(first.clone()).or_default().push(Rule { typed, means, weight });
        }
    }

    /// Whether a stem is part of anything that has synonyms.
    pub fn knows(&self, stem: &str) -> bool {
        self.known.contains(stem)
    }

    /// Whether a word that stands nowhere has a synonym that does.
    pub fn replaces(&self, stem: &str, is_known: impl Fn(&str) -> bool) -> bool {
        let rules = self.by_first.get(stem).into_iter().flatten().filter(|rule| rule.typed.len() == 1);
        rules.flat_map(|rule| &rule.means).any(|stems| stems.iter().all(|stem| is_known(stem)))
    }

    /// Adds to each slot what its word, or the words that begin with it, mean as well.
    pub fn expand(&self, slots: &mut [Slot], is_known: impl Fn(&str) -> bool) {
        if self.by_first.is_empty() {
            return;
        }
        for at in 0..slots.len() {
            let Some(rules) = slots[at].read_as().and_then(|(stem, _)| self.by_first.get(stem)) else { continue };
            for rule in rules {
                let run = at..at + rule.typed.len();
                let trust = |run: &[Slot]| {
                    let read = run.iter().zip(&rule.typed);
                    let mut each = read.map(|(slot, stem)| slot.read_as().filter(|(own, _)| *own == stem));
                    each.try_fold(1.0_f32, |least, read| Some(least.min(read?.1)))
                };
                if let Some(trust) = slots.get(run.clone()).and_then(trust) {
                    let known = rule.typed.iter().all(|stem| is_known(stem));
                    for slot in &mut slots[run] {
                        rule.add_to(slot, trust * if known { rule.weight } else { rule.weight.max(INSTEAD) });
                    }
                }
            }
        }
    }
}

impl Rule {
    fn add_to(&self, slot: &mut Slot, weight: f32) {
        for stems in &self.means {
            let known = slot.alternatives.iter_mut().find(|a| a.stems == *stems);
            match known {
                Some(same) => same.weight = same.weight.max(weight),
                None => {
                    slot.alternatives.push(Alternative { stems: stems.clone(), exact: None, weight, why: Why::Synonym })
                }
            }
        }
    }
}

/// Stems of a phrase; of a compound (`log-in`, `e-mail`) its parts.
fn stems(analyzer: &Analyzer, text: &str) -> Vec<String> {
    let words = analyzer.words(text.trim());
    words.into_iter().filter(|w| w.kind != crate::text::TokenKind::Whole).map(|w| w.stem).collect()
}
