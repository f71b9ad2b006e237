//! Which section of an article is shown: the one that says more of the query than the article's title and
//! questions say already, else the beginning, which is the answer to them.

use super::{rank::Ranked, searcher::Part, snippet::Marker, understand::Understood};
use crate::index::Passage;

/// What is shown of a hit.
pub(super) fn shown(part: &Part, query: &Understood, marker: &Marker<'_>, ranked: &Ranked) -> Passage {
    part.index.passage(shown_section(part, query, marker, ranked)).unwrap_or_default()
}

/// The section that is shown of a hit.
pub(super) fn shown_section(part: &Part, query: &Understood, marker: &Marker<'_>, ranked: &Ranked) -> u32 {
    let (lead, best) = (part.index.sections_of(ranked.scored.entry).start, ranked.scored.section);
    if best == lead || query.literal {
        return best;
    }
    let (title, lines) = told(part, marker, ranked);
    let telling = query.slots.iter().enumerate().filter(|(_, slot)| slot.required);
    let telling = telling.fold(0_u64, |bits, (at, _)| bits | 1 << (at % 64));
    // What neither title nor questions hold stands in the best section, else it would not be the best.
    if ranked.scored.slots & telling & !lines != 0 {
        return best;
    }
    if ranked.scored.heading > 0.0 && telling & !title != 0 {
        let heading = part.index.entries().at(ranked.scored.entry).heading(best - lead);
        if marker.held(heading) & telling & !title != 0 {
            return best;
        }
    }
    lead
}

/// The slots that the title holds, and those that it or any question holds.
fn told(part: &Part, marker: &Marker<'_>, ranked: &Ranked) -> (u64, u64) {
    let entry = part.index.entries().at(ranked.scored.entry);
    let (mut title, mut all) = (0, 0);
    for (at, line) in entry.lines().iter().enumerate().take(1 + entry.questions().len()) {
        let held = marker.held_by_line(line);
        all |= held;
        title |= if at == 0 { held } else { 0 };
    }
    (title, all)
}
