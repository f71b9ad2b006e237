//! Why a hit stands where it stands, in words a writer understands.

use super::{
    Explanation,
    rank::{Outcome, Ranked, Whole},
    relatives::forms,
    understand::{Slot, Understood, Why},
    written::written,
};
use crate::{index::LocaleIndex, text::TokenKind};

/// One line for each thing that counted, the most important first. `text`: the query as it was typed.
pub(super) fn explain(
    index: &LocaleIndex,
    text: &str,
    query: &Understood,
    outcome: &Outcome,
    hit: &Ranked,
) -> Explanation {
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
    // A word that no article holds is asked of none.
    let anywhere = outcome.hits.iter().fold(0, |all, hit| all | hit.scored.slots);
    let words = index.analyzer().words(text);
    let mut slots: Vec<(f32, String)> = query
        .slots
        .iter()
        .zip(&outcome.weights)
        .enumerate()
        .map(|(at, (slot, weight))| {
            let holds = |bits: u64| bits >> (at % 64) & 1 == 1;
            let own = words.iter().find(|word| word.position == slot.position && word.kind != TokenKind::Whole);
            let typed = own.and_then(|word| text.get(word.start..word.end)).unwrap_or(&slot.typed);
            let held = match (holds(hit.scored.slots), holds(anywhere)) {
                (true, _) => Held::Here,
                (false, true) => Held::Elsewhere,
                (false, false) => Held::Nowhere,
            };
            (*weight, word_line(index, slot, typed, weight / total, held))
        })
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
        let all = query.slots.iter().enumerate().all(|(at, slot)| !slot.required || anywhere >> (at % 64) & 1 == 1);
        let said = if all {
            "It holds all words of the query"
        } else {
            "It holds all words of the query that any article holds"
        };
        lines.push(format!("{said}."));
    }
    let links = index.entries().at(hit.scored.entry).links();
    if links > 1 {
        lines.push(format!("{links} articles link to it."));
    }
    lines.push(format!("Score {:.1} of at most about {:.1}.", hit.score, outcome.ceiling * 2.0));
    Explanation { lines }
}

/// Where a word of the query is found.
enum Held {
    Here,
    Elsewhere,
    Nowhere,
}

fn word_line(index: &LocaleIndex, slot: &Slot, typed: &str, share: f32, held: Held) -> String {
    let importance = format!("{:.0} % of the query's weight", share * 100.0);
    let stop = if slot.weight < 1.0 && !slot.required { ", a small word" } else { "" };
    match held {
        Held::Here => {}
        Held::Elsewhere => return format!("“{typed}” is not in it ({importance}{stop})."),
        Held::Nowhere => return format!("“{typed}” is in no article ({importance}{stop})."),
    }
    let mut others: Vec<String> = Vec::new();
    for other in slot.alternatives.iter().filter(|a| a.why != Why::Typed).take(6) {
        let why = match other.why {
            Why::Continuation => "begins so",
            Why::Spelling => "spelled so",
            Why::Form => "another form, or nearly",
            Why::Synonym => "means the same",
            Why::Compound => "written together or apart",
            Why::Typed => "typed",
        };
        let said = match &other.exact {
            Some(word) => written(index, word).unwrap_or_else(|| word.clone()),
            None => other.stems.iter().map(|stem| said_of(index, stem)).collect::<Vec<_>>().join(" "),
        };
        let line = format!("{said} ({why})");
        if !others.contains(&line) {
            others.push(line);
        }
    }
    if others.is_empty() {
        format!("“{typed}” is in it ({importance}{stop}).")
    } else {
        format!("“{typed}” is in it, or {} ({importance}{stop}).", others.join(", "))
    }
}

/// A word of the articles that has a stem, as they write it.
fn said_of(index: &LocaleIndex, stem: &str) -> String {
    let whole = (index.exact_frequency(stem) > 0).then(|| stem.to_owned());
    let word = whole.or_else(|| {
        forms(index, stem).into_iter().map(|near| near.word).find(|word| index.analyzer().stem(word) == stem)
    });
    word.and_then(|word| written(index, &word)).unwrap_or_else(|| stem.to_owned())
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
    if gap(above.parts.letters, hit.parts.letters) {
        why.push("the letters of its title, a question or a heading are more like it");
    }
    if above.scored.title > 1.1 * hit.scored.title {
        why.push("more of the query, or rarer words of it, stand in its title");
    }
    if gap(above.parts.near, hit.parts.near) {
        why.push("the words stand nearer");
    }
    if why.is_empty() {
        why.push(
            "the words stand there in a place that counts more (a question, a keyword, a heading), more often, or in a \
             shorter text",
        );
    }
    format!("Below “{title}” because {}.", why.join(", and "))
}
