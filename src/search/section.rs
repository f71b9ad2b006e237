//! Which section of an article is shown: the one that says more of the query than the article's title and
//! questions say already, else the beginning, which is the answer to them.

use super::{
    rank::Ranked,
    searcher::Part,
    snippet::Marker,
    understand::{Slot, Understood},
};
use crate::index::{EntryRef, Passage, word_hash};

/// The section to show of a hit, and its text.
pub(super) fn shown(part: &Part, query: &Understood, marker: &Marker<'_>, ranked: &Ranked) -> (u32, Passage) {
    let read = |section: u32| part.index.passage(section).unwrap_or_default();
    let (lead, best) = (part.index.sections_of(ranked.scored.entry).start, ranked.scored.section);
    let passage = read(best);
    if best == lead || query.literal || has_own(part, query, marker, ranked, &passage) {
        return (best, passage);
    }
    (lead, read(lead))
}

/// Whether a section holds a telling word that the title and the questions lack, or its heading one that
/// the title lacks.
fn has_own(part: &Part, query: &Understood, marker: &Marker<'_>, ranked: &Ranked, passage: &Passage) -> bool {
    let entry = part.index.entries().at(ranked.scored.entry);
    let telling = query.slots.iter().enumerate().filter(|(_, slot)| slot.required);
    let telling = telling.fold(0_u64, |bits, (at, _)| bits | 1 << (at % 64));
    let (title, lines) = told(entry, &query.slots);
    let in_heading = marker.held(&passage.title) & telling;
    in_heading & !title != 0 || (in_heading | marker.held(&passage.text) & telling) & !lines != 0
}

/// The slots that the title holds, and those that it or any question holds.
fn told(entry: EntryRef<'_>, slots: &[Slot]) -> (u64, u64) {
    let holds = |line: &[u32], slot: &Slot| {
        let has = |stem: &String| line.iter().any(|word| word & !1 == word_hash(stem) & !1);
        slot.alternatives.iter().any(|alternative| alternative.stems.iter().all(has))
    };
    let (mut title, mut all) = (0, 0);
    for (at, line) in entry.lines().iter().enumerate().take(1 + entry.questions().len()) {
        let held = slots.iter().enumerate().filter(|(_, slot)| holds(line, slot));
        let held = held.fold(0_u64, |bits, (slot, _)| bits | 1 << (slot % 64));
        all |= held;
        title |= if at == 0 { held } else { 0 };
    }
    (title, all)
}
