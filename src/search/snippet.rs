//! Snippets: the stretch of a section that says most of the query, as safe HTML with `<mark>` and
//! nothing else. Never cuts a grapheme (a letter with its accents, an emoji).

use std::{collections::HashMap, ops::Range};

use super::understand::{Slot, Why};
use crate::{
    index::word_hash,
    text::{Analyzer, TokenKind, graphemes},
};

/// Graphemes of a snippet.
const LENGTH: usize = 190;
/// Bytes before the first match that may be shown.
const LEAD: usize = 50;
/// Least weight of a slot that is a small word of the language (parts of a compound weigh less): such are
/// marked only where there is nothing else.
const LITTLE: f32 = 0.5;
/// Bytes between two words that stand together for one.
const BESIDE: usize = 6;
/// Matches of one section that are looked at.
const MAX_MATCHES: usize = 200;

/// What is marked: words of the query and what stands for them. Made once per query.
pub(super) struct Marker<'a> {
    analyzer: &'a Analyzer,
    /// Stem → slot, and whether it says something alone: not so a word of several that stand for one.
    stems: HashMap<&'a str, (usize, bool)>,
    /// Hash of a stem, without the stop bit → slot; sorted.
    hashes: Vec<(u32, usize)>,
    weights: &'a [f32],
    /// First two bytes of all stems: most words are dismissed by these.
    beginnings: Vec<[u8; 2]>,
    /// First bytes of all stems.
    first: [bool; 256],
}

struct Match {
    range: Range<usize>,
    slot: usize,
    alone: bool,
}

impl<'a> Marker<'a> {
    /// Marks the words of these slots, the weightier first.
    pub fn new(analyzer: &'a Analyzer, slots: &'a [Slot], weights: &'a [f32]) -> Self {
        let mut stems = HashMap::new();
        let little = |slot: &Slot| !slot.required && slot.weight >= LITTLE;
        let only_little = slots.iter().all(little);
        for (at, slot) in slots.iter().enumerate().filter(|(_, slot)| only_little || !little(slot)) {
            for other in &slot.alternatives {
                let alone = other.stems.len() == 1 || other.why != Why::Synonym;
                // Of others the small words say nothing by themselves.
                let telling = |stem: &&String| !alone || other.stems.len() == 1 || !analyzer.is_stop(stem);
                for stem in other.stems.iter().filter(telling) {
                    let known = stems.entry(stem.as_str()).or_insert((at, alone));
                    known.1 |= alone && known.0 == at;
                }
            }
        }
        let telling = stems.iter().filter(|(stem, (_, alone))| *alone || !analyzer.is_stop(stem));
        let mut hashes: Vec<(u32, usize)> = telling.map(|(stem, (slot, _))| (word_hash(stem) & !1, *slot)).collect();
        hashes.sort_unstable();
        let mut beginnings: Vec<[u8; 2]> = stems.keys().map(|stem| beginning(stem)).collect();
        beginnings.sort_unstable();
        beginnings.dedup();
        let mut first = [false; 256];
        beginnings.iter().for_each(|beginning| first[usize::from(beginning[0])] = true);
        Self { analyzer, stems, hashes, weights, beginnings, first }
    }

    /// The best stretch of a text, marked; its beginning when nothing of the query is in it.
    pub fn snippet(&self, text: &str) -> String {
        let matches = self.matches(text);
        let from = self.best_start(&matches);
        let window = window(text, from);
        self.html(text, window, &matches)
    }

    /// A whole line (a title, a question), marked.
    pub fn line(&self, text: &str) -> String {
        self.html(text, 0..text.len(), &self.matches(text))
    }

    /// The slots that a text holds, one bit each.
    pub fn held(&self, text: &str) -> u64 {
        self.matches(text).iter().fold(0, |bits, found| bits | 1 << (found.slot % 64))
    }

    /// The same of a line of the index.
    pub fn held_by_line(&self, line: &[u32]) -> u64 {
        let slot = |word: &u32| self.hashes.binary_search_by_key(&(word & !1), |(hash, _)| *hash).ok();
        line.iter().filter_map(slot).fold(0, |bits, at| bits | 1 << (self.hashes[at].1 % 64))
    }

    /// Words between spaces are looked at one by one; most of them are dismissed by their first letters.
    fn matches(&self, text: &str) -> Vec<Match> {
        let mut matches: Vec<Match> = Vec::new();
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() && matches.len() < MAX_MATCHES {
            let end = bytes[at..].iter().position(u8::is_ascii_whitespace).map_or(bytes.len(), |length| at + length);
            if self.may_hold(&bytes[at..end]) {
                self.matches_in(&text[at..end], at, &mut matches);
            }
            at = end + 1;
        }
        if matches.iter().any(|found| !found.alone) {
            drop_lonely(&mut matches);
        }
        matches
    }

    fn matches_in(&self, piece: &str, base: usize, matches: &mut Vec<Match>) {
        self.analyzer.each(piece, |token| {
            if matches.len() >= MAX_MATCHES || !self.begins(beginning(token.word)) {
                return;
            }
            let stem = self.analyzer.stem(token.word);
            if let Some(&(slot, alone)) = self.stems.get(&*stem) {
                let range = base + token.start..base + token.end;
                let within = matches.last().is_some_and(|last| range.end <= last.range.end);
                if !(within && token.kind == TokenKind::Part) {
                    matches.push(Match { range, slot, alone });
                }
            }
        });
    }

    /// Whether any word could begin in this run of bytes that has one of the beginnings. A word begins where
    /// something else than a letter or digit stands before, where letters turn to digits or back, and at
    /// capitals; where a letter is not ASCII it is not known, and the run is looked at.
    fn may_hold(&self, piece: &[u8]) -> bool {
        let mut before = Class::Other;
        for (at, &byte) in piece.iter().enumerate() {
            let class = Class::of(byte);
            let follows = class == before && class != Class::Other || (before, class) == (Class::Capital, Class::Small);
            let found = match class {
                Class::Foreign => {
                    let next = piece.get(at + 1).copied().unwrap_or_default();
                    let small =
                        byte == 0xc3 && next >= 0xa0 && next != 0xb7 || byte == 0xc5 && matches!(next, 0x91 | 0xb1);
                    let inside = before == Class::Foreign && byte < 0xc0;
                    !(inside || small && matches!(before, Class::Small | Class::Foreign))
                }
                Class::Other => byte == b'.' && self.first[usize::from(b'.')],
                _ if follows => false,
                _ => self.begins_at(byte.to_ascii_lowercase(), piece.get(at + 1).copied()),
            };
            if found {
                return true;
            }
            before = class;
        }
        false
    }

    fn begins_at(&self, first: u8, next: Option<u8>) -> bool {
        self.first[usize::from(first)]
            && match next.filter(u8::is_ascii_alphanumeric) {
                Some(next) => self.begins([first, next.to_ascii_lowercase()]),
                None => true,
            }
    }

    fn begins(&self, own: [u8; 2]) -> bool {
        self.first[usize::from(own[0])]
            && (self.beginnings.binary_search(&own).is_ok() || self.beginnings.binary_search(&[own[0], 0]).is_ok())
    }

    /// Where the stretch with the weightiest set of words begins.
    fn best_start(&self, matches: &[Match]) -> usize {
        let weight = |slot: usize| self.weights.get(slot).copied().unwrap_or(0.0);
        let (mut best, mut start) = (-1.0_f32, 0);
        for (at, first) in matches.iter().enumerate() {
            let end = first.range.start + LENGTH - LEAD;
            let mut seen = 0_u64;
            let mut worth = 0.0;
            for next in matches[at..].iter().take_while(|m| m.range.end <= end).take(24) {
                let bit = 1_u64 << (next.slot % 64);
                worth += if seen & bit == 0 { weight(next.slot) } else { 0.1 * weight(next.slot) };
                seen |= bit;
            }
            if worth > best {
                (best, start) = (worth, first.range.start);
            }
        }
        start
    }

    fn html(&self, text: &str, window: Range<usize>, matches: &[Match]) -> String {
        let mut out = String::with_capacity(window.len() + 64);
        if window.start > 0 {
            out.push_str("… ");
        }
        let mut marked = false;
        let mut next = matches.partition_point(|m| m.range.end <= window.start);
        let mut space = true;
        for (at, grapheme) in graphemes(&text[window.clone()]) {
            let (from, to) = (window.start + at, window.start + at + grapheme.len());
            while matches.get(next).is_some_and(|m| m.range.end <= from) {
                next += 1;
            }
            let inside = matches.get(next).is_some_and(|m| m.range.start < to && m.range.end > from);
            if inside != marked {
                out.push_str(if inside { "<mark>" } else { "</mark>" });
                marked = inside;
            }
            let is_space = grapheme.chars().all(|c| c.is_whitespace() || c.is_control());
            if is_space {
                if !space {
                    out.push(' ');
                }
            } else {
                escape(grapheme, &mut out);
            }
            space = is_space;
        }
        if marked {
            out.push_str("</mark>");
        }
        if window.end < text.trim_end().len() {
            out.push_str(" …");
        }
        out
    }
}

/// What a byte is to the words around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Small,
    Capital,
    Digit,
    /// Part of a letter that is not ASCII.
    Foreign,
    Other,
}

impl Class {
    fn of(byte: u8) -> Self {
        match byte {
            b'a'..=b'z' => Self::Small,
            b'A'..=b'Z' => Self::Capital,
            b'0'..=b'9' => Self::Digit,
            0x80.. => Self::Foreign,
            _ => Self::Other,
        }
    }
}

fn beginning(word: &str) -> [u8; 2] {
    let bytes = word.as_bytes();
    [bytes.first().copied().unwrap_or(0), bytes.get(1).copied().unwrap_or(0)]
}

/// A stretch of about [`LENGTH`] graphemes around `from`, begun at a sentence or word where one is
/// near, ended at a word.
fn window(text: &str, from: usize) -> Range<usize> {
    let start = begin(text, from);
    let mut end = start;
    let mut word_end = None;
    for (count, (at, grapheme)) in graphemes(&text[start..]).enumerate() {
        if count >= LENGTH {
            break;
        }
        end = start + at + grapheme.len();
        if count > LENGTH - 30 && grapheme.chars().all(char::is_whitespace) {
            word_end = Some(start + at);
        }
    }
    let cut = end < text.len();
    start..if cut { word_end.unwrap_or(end) } else { end }
}

fn begin(text: &str, from: usize) -> usize {
    if from <= LEAD {
        return 0;
    }
    let earliest = text.ceil_char_boundary(from - LEAD);
    let before = &text[earliest..from];
    let sentence = before
        .rmatch_indices(['\n', '.', '!', '?', '。'])
        .map(|(at, sign)| at + sign.len())
        .find(|&at| before[at..].starts_with(char::is_whitespace) || before[..at].ends_with('\n'));
    if let Some(at) = sentence {
        let skipped = before[at..].len() - before[at..].trim_start().len();
        return earliest + at + skipped;
    }
    match before.find(char::is_whitespace) {
        Some(at) => earliest + at + before[at..].chars().next().map_or(1, char::len_utf8),
        // No space near (Chinese, Japanese, Thai): the next grapheme's beginning.
        None => grapheme_start(text, earliest, from),
    }
}

/// The first beginning of a grapheme at or after `at`.
fn grapheme_start(text: &str, at: usize, limit: usize) -> usize {
    let from = text.floor_char_boundary(at.saturating_sub(64));
    let line = text[from..at].rfind('\n').map_or(from, |newline| from + newline + 1);
    graphemes(&text[line..]).map(|(offset, _)| line + offset).find(|&start| start >= at).unwrap_or(limit)
}

/// Escapes text for HTML, attribute values too.
pub(super) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
}

/// Lets go of the words that say something only together, where they stand apart.
fn drop_lonely(matches: &mut Vec<Match>) {
    let beside = |one: &Match, other: &Match| {
        !one.alone && !other.alone && one.slot == other.slot && other.range.start <= one.range.end + BESIDE
    };
    let kept: Vec<bool> = (0..matches.len())
        .map(|at| {
            let next = matches.get(at + 1).is_some_and(|next| beside(&matches[at], next));
            matches[at].alone || next || at > 0 && beside(&matches[at - 1], &matches[at])
        })
        .collect();
    let mut kept = kept.into_iter();
    matches.retain(|_| kept.next().unwrap_or(true));
}

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation as _;

    use super::super::understand::{Alternative, Why};
    use super::*;
    use crate::text::Language;

    #[test]
    fn words_that_stand_for_one_are_marked_where_they_stand_together() {
        let mut slots = slots(&["instal"]);
        let stems = vec!["set".to_owned(), "up".to_owned()];
        slots[0].alternatives.push(Alternative { stems, exact: None, weight: 0.5, why: Why::Synonym });
        let analyzer = Analyzer::new(&"en".parse().unwrap());
        let marker = Marker::new(&analyzer, &slots, &[1.0]);
        let line = marker.line("Set the price. Then set up the till, or install it.");
        assert_eq!(line, "Set the price. Then <mark>set</mark> <mark>up</mark> the till, or <mark>install</mark> it.");
    }

    fn slots(words: &[&str]) -> Vec<Slot> {
        words
            .iter()
            .map(|word| Slot {
                typed: (*word).to_owned(),
                alternatives: vec![Alternative {
                    stems: vec![(*word).to_owned()],
                    exact: None,
                    weight: 1.0,
                    why: Why::Typed,
                }],
                required: true,
                weight: 1.0,
                position: 0,
                meant: None,
            })
            .collect()
    }

    fn snippet(text: &str, words: &[&str]) -> String {
        let analyzer = Analyzer::of(Language::from_code("en"));
        let slots = slots(words);
        let weights = vec![1.0; words.len()];
        Marker::new(&analyzer, &slots, &weights).snippet(text)
    }

    #[test]
    fn words_are_marked_and_markup_is_escaped() {
        assert_eq!(
            snippet("Press <b>Reset</b> & wait for the passwords.", &["reset", "password"]),
            "Press &lt;b&gt;<mark>Reset</mark>&lt;/b&gt; &amp; wait for the <mark>passwords</mark>."
        );
    }

    #[test]
    fn the_stretch_with_most_words_is_taken() {
        let text = format!(
            "{} reset. {} Then reset the password. {}",
            "a b ".repeat(80),
            "c d ".repeat(80),
            "e f ".repeat(80)
        );
        let found = snippet(&text, &["reset", "password"]);
        assert!(found.contains("<mark>reset</mark> the <mark>password</mark>"), "{found}");
        assert!(found.starts_with('…') && found.ends_with('…'), "{found}");
    }

    proptest::proptest! {
        #[test]
        fn no_word_is_dismissed_by_mistake(
            text in "([a-cA-CéÉőŐ1-2 .'+#@_\n-]|[a-z]|\\PC){0,60}",
            word in "([a-c1-2]{1,3}|[.]?[a-cé]{1,2}[+]?|\\PC)",
        ) {
            let analyzer = Analyzer::of(Language::from_code("en"));
            let folded = crate::text::fold(&word);
            let slots = slots(&[&folded]);
            let marker = Marker::new(&analyzer, &slots, &[1.0]);
            let quick: Vec<_> = marker.matches(&text).into_iter().map(|found| found.range).collect();
            let mut slow = Vec::new();
            marker.matches_in(&text, 0, &mut slow);
            let slow: Vec<_> = slow.into_iter().map(|found| found.range).collect();
            proptest::prop_assert_eq!(quick, slow);
        }

        #[test]
        fn snippets_are_safe(text in "[\\PC\n]{0,400}", word in "[a-z]{1,4}") {
            let found = snippet(&text, &[&word]);
            let bare = found.replace("<mark>", "").replace("</mark>", "");
            assert!(!bare.contains(['<', '>', '"', '\'']), "{found}");
            assert_eq!(found.matches("<mark>").count(), found.matches("</mark>").count());
            assert!(bare.chars().count() < 1500);
            let plain = |text: &str| {
                [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
                    .iter()
                    .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
            };
            // Characters that show, and which of them may begin a grapheme: white space is laid out anew, and a
            // joining mark beside it then belongs to another grapheme than it did in the text.
            let shows = |c: &char| !c.is_whitespace() && !c.is_control();
            let all: Vec<char> = text.chars().filter(shows).collect();
            let mut begins = std::collections::HashSet::from([0]);
            text.graphemes(true).fold(0, |before, grapheme| {
                let after = before + grapheme.chars().filter(shows).count();
                begins.insert(after);
                after
            });
            let inner = found.strip_prefix("… ").unwrap_or(&found);
            let inner = inner.strip_suffix(" …").unwrap_or(inner);
            let pieces: Vec<Vec<char>> = inner
                .split("<mark>")
                .flat_map(|piece| piece.split("</mark>"))
                .map(|piece| plain(piece).chars().filter(shows).collect())
                .collect();
            let shown = pieces.concat();
            let whole = |from: usize| {
                let mut at = from;
                all[from..].starts_with(&shown)
                    && begins.contains(&from)
                    && pieces.iter().all(|piece| {
                        at += piece.len();
                        begins.contains(&at)
                    })
            };
            assert!(shown.is_empty() || (0..all.len()).any(whole), "{found} of {text:?}");
        }
    }
}
