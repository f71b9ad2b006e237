//! Where words stand: quoted phrases, excluded words, and words near each other.

use std::collections::HashMap;

use tantivy::{DocSet as _, TERMINATED, postings::Postings as _};

use super::{score::Scored, understand::Understood};
use crate::{
    index::{Field, LocaleIndex, Shard, line_hash},
    text::TokenKind,
};

/// Stems of a phrase in order; of a compound its parts.
fn stems(index: &LocaleIndex, phrase: &str) -> Vec<String> {
    let words = index.analyzer().words(phrase);
    words.into_iter().filter(|w| w.kind != TokenKind::Whole).map(|w| w.stem).take(16).collect()
}

/// Entries that hold a phrase in a section, each with that section.
pub(super) fn holders(index: &LocaleIndex, phrase: &str) -> HashMap<u32, u32> {
    let stems = stems(index, phrase);
    let mut found = HashMap::new();
    if stems.is_empty() {
        return found;
    }
    for field in [Field::Body, Field::Heading] {
        for shard in index.shards() {
            in_shard(index, shard, field, &stems, &mut found);
        }
    }
    found
}

/// The words of a phrase as titles and questions keep theirs.
pub(super) fn line(index: &LocaleIndex, phrase: &str) -> Vec<u32> {
    let analyzer = index.analyzer();
    let words = analyzer.words(phrase);
    let whole = words.iter().filter(|word| word.kind != TokenKind::Part);
    whole.map(|word| line_hash(analyzer, &word.exact, &word.stem)).collect()
}

/// Whether the title or a question of an entry holds a phrase.
pub(super) fn is_in_line(index: &LocaleIndex, entry: u32, line: &[u32]) -> bool {
    let entry = index.entries().at(entry);
    let lines = 1 + entry.questions().len();
    !line.is_empty() && entry.lines().iter().take(lines).any(|own| own.windows(line.len()).any(|run| run == line))
}

fn in_shard(index: &LocaleIndex, shard: &Shard, field: Field, stems: &[String], found: &mut HashMap<u32, u32>) {
    let postings: Option<Vec<_>> =
        stems.iter().map(|stem| shard.term(field, stem).and_then(|term| shard.positions(field, &term))).collect();
    let Some(mut postings) = postings else { return };
    let rarest = (0..postings.len()).min_by_key(|&at| postings[at].doc_freq()).unwrap_or(0);
    let mut doc = postings[rarest].doc();
    let mut positions: Vec<Vec<u32>> = vec![Vec::new(); postings.len()];
    while doc != TERMINATED {
        let all =
            postings.iter_mut().all(|list| if list.doc() < doc { list.seek(doc) == doc } else { list.doc() == doc });
        if all && let Some(entry) = index.entry_of(doc + shard.base()) {
            for (list, out) in postings.iter_mut().zip(&mut positions) {
                list.positions(out);
            }
            let run = |start: u32| (0_u32..).zip(&positions).all(|(at, own)| own.binary_search(&(start + at)).is_ok());
            if positions[0].iter().any(|&start| run(start)) {
                found.entry(entry).or_insert(doc + shard.base());
            }
        }
        doc = postings[rarest].advance();
    }
}

/// Whether anything might hold a word or phrase: all its words are known.
pub(super) fn is_anywhere(index: &LocaleIndex, text: &str) -> bool {
    let holds = |stem: &String| {
        let mut places = index.shards().iter().flat_map(|shard| Field::SCORED.map(|field| (shard, field)));
        places.any(|(shard, field)| shard.term(field, stem).is_some())
    };
    stems(index, text).iter().all(holds)
}

/// For every entry, whether it holds a word (or, quoted, a phrase) that must not be there.
pub(super) fn excluded(index: &LocaleIndex, words: &[String]) -> Vec<bool> {
    let mut out = vec![false; index.entries().len()];
    for text in words {
        let stems = stems(index, text);
        if stems.len() > 1 {
            holders(index, text).into_keys().for_each(|entry| out[entry as usize] = true);
            let line = line(index, text);
            (0_u32..).zip(&mut out).for_each(|(entry, out)| *out |= is_in_line(index, entry, &line));
            continue;
        }
        for (shard, field) in index.shards().iter().flat_map(|s| Field::SCORED.map(|f| (s, f))) {
            let Some(stem) = stems.first() else { continue };
            let Some(mut blocks) = shard.term(field, stem).and_then(|term| shard.blocks(field, &term)) else {
                continue;
            };
            while blocks.block_len() > 0 {
                let entries = blocks.docs().iter().filter_map(|doc| index.entry_of(doc + shard.base()));
                entries.for_each(|entry| out[entry as usize] = true);
                blocks.advance();
            }
        }
    }
    out
}

/// Candidates whose words are looked up one by one.
const DEPTH: usize = 24;

/// How near the query's neighbouring words stand in each candidate's best section, 0 to 1: the
/// weight of each pair over their distance, less when the order is turned round.
pub(super) fn proximity(index: &LocaleIndex, query: &Understood, weights: &[f32], candidates: &[Scored]) -> Vec<f32> {
    let mut near = vec![0.0; candidates.len()];
    let candidates = &candidates[..candidates.len().min(DEPTH)];
    if query.slots.len() < 2 {
        return near;
    }
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_unstable_by_key(|&at| candidates[at].section);
    // Little words between two others are no pair of their own. Slot by slot, so that each list of
    // postings is walked once.
    let telling: Vec<usize> = (0..query.slots.len()).filter(|&at| query.slots[at].required).collect();
    let places: Vec<Vec<Vec<u32>>> =
        telling.iter().map(|&at| places(index, &query.slots[at].alternatives, candidates, &order)).collect();
    let pairs: Vec<f32> = telling.windows(2).map(|pair| weights[pair[0]].min(weights[pair[1]])).collect();
    let all: f32 = pairs.iter().sum();
    if all <= 0.0 {
        return near;
    }
    for (at, near) in near.iter_mut().enumerate().take(candidates.len()) {
        let closeness = |pair: usize| closeness(&places[pair][at], &places[pair + 1][at]);
        let sum: f32 = pairs.iter().enumerate().map(|(pair, weight)| weight * closeness(pair)).sum();
        *near = sum / all;
    }
    near
}

/// Positions of a slot in each candidate's section.
fn places(
    index: &LocaleIndex,
    alternatives: &[super::understand::Alternative],
    candidates: &[Scored],
    order: &[usize],
) -> Vec<Vec<u32>> {
    let mut places: Vec<Vec<u32>> = vec![Vec::new(); candidates.len()];
    let mut buffer = Vec::new();
    let single = alternatives.iter().filter(|a| a.stems.len() == 1).take(2);
    for (alternative, shard) in single.flat_map(|a| index.shards().iter().map(move |s| (a, s))) {
        let Some(mut list) =
            shard.term(Field::Body, &alternative.stems[0]).and_then(|term| shard.positions(Field::Body, &term))
        else {
            continue;
        };
        for &at in order {
            let section = candidates[at].section;
            if section < shard.base() {
                continue;
            }
            let doc = section - shard.base();
            if list.doc() < doc && list.seek(doc) == TERMINATED {
                break;
            }
            if list.doc() == doc {
                list.positions(&mut buffer);
                places[at].extend(buffer.iter().take(64));
            }
        }
    }
    for own in &mut places {
        own.sort_unstable();
    }
    places
}

/// 1 for the next word, less with every word between, half when turned round; 0 beyond eight.
fn closeness(left: &[u32], right: &[u32]) -> f32 {
    let mut best = 0.0_f32;
    let mut from = 0;
    for &place in left {
        while from < right.len() && right[from] + 8 < place {
            from += 1;
        }
        for &other in right[from..].iter().take_while(|&&other| other <= place + 8) {
            let distance = place.abs_diff(other).max(1);
            #[expect(clippy::cast_precision_loss, reason = "at most 8")]
            let value = if other >= place { 1.0 } else { 0.5 } / distance as f32;
            best = best.max(value);
        }
    }
    best
}
