//! Cards: keys that nothing reads, slots that nobody fills, options that lead in a circle, examples that are
//! none. The files are read again for what a card does not keep.

use std::{collections::HashSet, fs, sync::LazyLock};

use rayon::prelude::*;
use regex::Regex;
use serde_json::Value;

use crate::{
    base::Locale,
    kb::{
        Card, CardTarget, Finding, Library,
        front_matter::{self, Split},
        item::{Item, Thing},
        library::Content,
        read,
    },
};

/// Keys of one question of `ask`.
const ASK: [&str; 10] = ["slot", "kind", "type", "prompt", "pattern", "choices", "retry", "optional", "min", "max"];
/// Keys of one option.
const OPTION: [&str; 5] = ["label", "card", "article", "url", "handoff"];
/// Keys of a hand-off.
const HANDOFF: [&str; 3] = ["department", "priority", "tags"];
/// Keys of a call.
const ACTION: [&str; 2] = ["endpoint", "path"];
/// Names that the bot fills without asking.
const KNOWN: [&str; 3] = ["name", "email", "site"];

static PLACEHOLDER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\{([\p{L}_][\p{L}\p{N}_.-]*)(?:\|[^{}\n]*)?\}").expect("a constant expression"));

/// Findings of all cards.
#[must_use]
pub fn findings(library: &Library) -> Vec<Finding> {
    library.items.par_iter().flat_map_iter(|item| of_file(library, item).unwrap_or_default()).collect()
}

fn of_file(library: &Library, item: &Item) -> Option<Vec<Finding>> {
    let Thing::Card(card) = &item.thing else { return None };
    let bytes = fs::read(library.root().join(&*item.path)).ok()?;
    let text = read::decode(bytes, &item.path).ok()?;
    let split = front_matter::split(&text).ok()?;
    let content = library.content(&card.locale)?;
    let mut look = Look { path: &item.path, split: &split, out: Vec::new() };
    look.keys();
    look.empty_texts();
    look.audience();
    look.slots(card, content, &card.locale);
    look.circles(card);
    Some(look.out)
}

struct Look<'a> {
    path: &'a str,
    split: &'a Split<'a>,
    out: Vec<Finding>,
}

impl Look<'_> {
    fn warn(&mut self, line: u32, what: String, mend: &str) {
        self.out.push(Finding::warning(self.path, "card", Some(line), what, mend));
    }

    /// The line of `needle` within what stands under a key, else that of the key.
    fn line(&self, key: &str, needle: &str) -> u32 {
        let first = self.split.line_of(key);
        let skip = usize::try_from(first.saturating_sub(self.split.block_line)).unwrap_or_default();
        let at = self.split.block.lines().skip(skip).position(|line| line.contains(needle));
        first + at.and_then(|at| u32::try_from(at).ok()).unwrap_or_default()
    }

    /// The line of `needle` in the text below the front matter.
    fn body_line(&self, needle: &str) -> u32 {
        let at = self.split.body.lines().position(|line| line.contains(needle));
        self.split.body_line + at.and_then(|at| u32::try_from(at).ok()).unwrap_or_default()
    }

    fn maps(&self, key: &str) -> Vec<serde_json::Map<String, Value>> {
        let one_or_many = match self.split.values.get(key) {
            Some(Value::Array(items)) => items.clone(),
            Some(single) => vec![single.clone()],
            None => Vec::new(),
        };
        one_or_many.into_iter().filter_map(|item| item.as_object().cloned()).collect()
    }

    fn keys(&mut self) {
        for (section, known) in [("ask", &ASK[..]), ("options", &OPTION[..]), ("action", &ACTION[..])] {
            for map in self.maps(section) {
                self.unknown(section, section, &map, known);
                if let Some(Value::Object(handoff)) = map.get("handoff").filter(|_| section == "options") {
                    self.unknown(section, "handoff", handoff, &HANDOFF);
                }
            }
        }
    }

    fn unknown(&mut self, section: &str, name: &str, map: &serde_json::Map<String, Value>, known: &[&str]) {
        for key in map.keys().filter(|key| !known.contains(&key.as_str())) {
            let what = format!("{name} knows no “{key}”; it is not read");
            self.warn(self.line(section, key), what, &format!("Use {}.", known.join(", ")));
        }
    }

    /// Examples and rules with nothing in them.
    fn empty_texts(&mut self) {
        for key in ["questions", "patterns"] {
            let Some(Value::Array(items)) = self.split.values.get(key) else { continue };
            let empty = items.iter().filter(|item| item.as_str().is_some_and(|text| text.trim().is_empty())).count();
            if empty > 0 {
                let line = self.line(key, "\"\"").max(self.split.line_of(key));
                self.warn(line, format!("{empty} of its {key} are empty"), "Write a text, or remove the entry.");
            }
        }
    }

    fn audience(&mut self) {
        let Some(Value::Object(when)) = self.split.values.get("when") else { return };
        let Some(audience) = when.get("audience").and_then(Value::as_str) else { return };
        if !["public", "agent"].contains(&audience) {
            let what = format!("“{audience}” is no audience; the card never applies");
            self.warn(self.line("when", "audience"), what, "Write public or agent.");
        }
    }

    /// Names in braces and conditions on slots that nobody fills.
    fn slots(&mut self, card: &Card, content: &Content, locale: &Locale) {
        let own: HashSet<&str> = card.ask.iter().map(|ask| ask.slot.as_str()).collect();
        let asks = content.cards.iter().flat_map(|card| &card.ask);
        let elsewhere: HashSet<&str> = asks.map(|ask| ask.slot.as_str()).collect();
        let path = card.action.as_ref().map(|action| action.path.clone()).unwrap_or_default();
        let in_path = PLACEHOLDER.captures_iter(&path).map(|found| (found[1].to_owned(), true));
        let in_text = PLACEHOLDER.captures_iter(&card.body).map(|found| (found[1].to_owned(), false));
        let mut seen = HashSet::new();
        for (name, of_path) in in_path.chain(in_text).filter(|used| seen.insert(used.clone())) {
            let written = format!("{{{name}}}");
            let line = if of_path { self.line("action", &written) } else { self.body_line(&written) };
            if name.starts_with("result.") {
                if card.action.is_none() {
                    let what = format!("{written} comes from a call, and this card makes none");
                    self.warn(line, what, "Add action: { endpoint: …, path: \"…\" }, or take it out.");
                }
            } else if KNOWN.contains(&name.as_str()) || own.contains(name.as_str()) {
            } else if !elsewhere.contains(name.as_str()) {
                let what = format!("{written} is asked for by no card of {locale}: visitors would read it empty");
                self.warn(line, what, &format!("Add ask: [{{ slot: {name}, prompt: \"…?\" }}], or correct the name."));
            } else {
                let what =
                    format!("{written} is not asked for here; who comes here first is asked in another card's words");
                let mend =
                    format!("Add ask: [{{ slot: {name}, prompt: \"…?\" }}]; what is known already is not asked again.");
                self.out.push(Finding::note(self.path, "card", Some(line), what, &mend));
            }
        }
        for slot in card.when.slots.keys().filter(|slot| !elsewhere.contains(slot.as_str())) {
            let what =
                format!("when waits for the slot {slot}, which no card of {locale} asks for: the card never applies");
            self.warn(self.line("when", slot), what, "Correct the name, or ask for it in a card.");
        }
    }

    fn circles(&mut self, card: &Card) {
        for option in &card.options {
            if matches!(&option.target, CardTarget::Card(id) if *id == card.id) {
                let what = format!("the option “{}” leads to its own card", option.label);
                self.warn(self.line("options", &option.label), what, "Lead to another card, or remove the option.");
            }
        }
    }
}
