//! Why a hit stands where it stands, in words a writer understands.

use super::{
    Explanation,
    rank::{Outcome, Ranked, Whole},
    understand::{Slot, Understood, Why},
};
use crate::index::LocaleIndex;

/// One line for each thing that counted, the most important first.
pub(super) fn explain(index: &LocaleIndex, query: &Understood, outcome: &Outcome, hit: &Ranked) -> Explanation {
    let mut lines = Vec::new();
    let parts = &hit.parts;
    if parts.pinned {
        lines.push("Pinned: _pins.toml puts this article first for this query.".to_owned());
    }
    if parts.whole == Whole::Title {
        lines.push("The query is the title, or one of the article's questions, word for word.".to_owned());
    }
    if parts.whole == Whole::Name {
        lines.push("Other articles call it so, word for word, where they link to it.".to_owned());
    }
    let total: f32 = outcome.weights.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    let place = outcome.hits.iter().position(|other| other.scored.entry == hit.scored.entry);
    if let Some(above) = place.and_then(|at| at.checked_sub(1)).and_then(|at| outcome.hits.get(at)) {
        lines.push(difference(index, above, hit, total));
    }
    let mut slots: Vec<(f32, String)> = query
        .slots
        .iter()
        .zip(&outcome.weights)
        .enumerate()
        .map(|(at, (slot, weight))| (*weight, word_line(slot, *weight / total, hit.scored.slots >> (at % 64) & 1 == 1)))
        .collect();
    slots.sort_by(|a, b| b.0.total_cmp(&a.0));
    lines.extend(slots.into_iter().map(|(_, line)| line));
    for (share, what) in [
        (parts.title, "The title and the query are alike"),
        (parts.question, "One of its questions and the query are alike"),
        (parts.heading, "The section's heading holds this share of the query"),
        (parts.letters, "The letters of its title, a question or a heading are those of the query"),
        (parts.near, "The words stand near each other, in this order"),
    ] {
        if share >= 0.05 {
            lines.push(format!("{what}: {:.0} %.", share * 100.0));
        }
    }
    if parts.all_words {
        lines.push("It holds all words of the query.".to_owned());
    }
    let links = index.entries().at(hit.scored.entry).links();
    if links > 1 {
        lines.push(format!("{links} articles link to it."));
    }
    lines.push(format!("Score {:.1} of at most about {:.1}.", hit.score, outcome.ceiling * 2.0));
    Explanation { lines }
}

fn word_line(slot: &Slot, share: f32, held: bool) -> String {
    let importance = format!("{:.0} % of the query's weight", share * 100.0);
    let stop = if slot.weight < 1.0 && !slot.required { ", a small word" } else { "" };
    if !held {
        return format!("“{}” is not in it ({importance}{stop}).", slot.typed);
    }
    let others: Vec<String> = slot
        .alternatives
        .iter()
        .filter(|a| a.why != Why::Typed)
        .map(|a| {
            let why = match a.why {
                Why::Continuation => "begins so",
                Why::Spelling => "spelled so",
                Why::Synonym => "means the same",
                Why::Compound => "written together or apart",
                Why::Typed => "typed",
            };
            format!("{} ({why})", a.exact.clone().unwrap_or_else(|| a.stems.join(" ")))
        })
        .take(6)
        .collect();
    if others.is_empty() {
        format!("“{}” is in it ({importance}{stop}).", slot.typed)
    } else {
        format!("“{}” is in it, or {} ({importance}{stop}).", slot.typed, others.join(", "))
    }
}

fn difference(index: &LocaleIndex, above: &Ranked, hit: &Ranked, total: f32) -> String {
    let title = index.entries().at(above.scored.entry).title();
    let mut why = Vec::new();
    let gap = |a: f32, b: f32| a - b > 0.05;
    if gap(above.scored.covered / total, hit.scored.covered / total) {
        why.push("it holds more of the query");
    }
    if gap(above.parts.title.max(above.parts.question), hit.parts.title.max(hit.parts.question)) {
        why.push("its title or a question is more like it");
    }
    if gap(above.parts.heading, hit.parts.heading) {
        why.push("the heading says more of it");
    }
    if gap(above.parts.near, hit.parts.near) {
        why.push("the words stand nearer");
    }
    if why.is_empty() {
        why.push("its words are rarer, more frequent, or in a shorter text");
    }
    format!("Below “{title}” because {}.", why.join(", and "))
}
