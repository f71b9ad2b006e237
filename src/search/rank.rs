//! From scores to an order: filters, phrases, likeness of the query to whole lines, nearness, pins.

use std::collections::HashSet;

use super::{
    best::{Best, key},
    look::{Look, look_closely},
    parse::{Filter, Parsed},
    phrase,
    ranking::Ranking,
    score::{Norms, Scored, Scores, score},
    understand::Understood,
};
use crate::{
    index::{EntryKind, EntryRef, LocaleIndex},
    search::{HitKind, Sort},
    text::fold,
};

/// One article in its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ranked {
    pub scored: Scored,
    pub score: f32,
    pub parts: Parts,
}

/// What the close look added, as shares of the ceiling (for the explanation).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Parts {
    pub title: f32,
    pub question: f32,
    pub heading: f32,
    pub near: f32,
    /// Likeness of the letters of the query and of the title or a question.
    pub letters: f32,
    pub all_words: bool,
    /// Whether the query is one of its lines, word for word.
    pub whole: Whole,
    /// Many articles link to it, 0 to 1.
    pub links: f32,
    pub pinned: bool,
}

/// Whether a query is one of an article's lines, word for word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Whole {
    /// It is none of them.
    #[default]
    None,
    /// What another article calls it.
    Name,
    /// The title, or one of the questions.
    Title,
}

/// All that was found, best first as far as anybody will look.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub hits: Vec<Ranked>,
    pub total: usize,
    pub ceiling: f32,
    pub weights: Vec<f32>,
    /// Entries counted in `total`, when facets were asked for.
    pub counted: Vec<u32>,
}

/// What narrows a search besides its words.
pub(super) struct Narrow<'a> {
    pub parsed: &'a Parsed,
    pub pinned: &'a [u32],
    pub hidden: &'a HashSet<u32>,
    /// Places that have to be in order.
    pub wanted: usize,
    /// Keep the entries found, to count them.
    pub facets: bool,
    pub sort: Sort,
}

/// Ranks the articles of one locale. A category or tag takes its share of what is found without it, as the
/// counts beside them promise; only where that is nothing is it searched by itself.
pub(super) fn rank(
    index: &LocaleIndex,
    norms: &Norms,
    ranking: &Ranking,
    query: &Understood,
    narrow: &Narrow<'_>,
) -> Outcome {
    let scoped = narrow.parsed.filter.is_scoped();
    let looking = Looking { index, norms, ranking, query, narrow };
    let outcome = looking.rank(scoped);
    if outcome.total == 0 && scoped { looking.rank(false) } else { outcome }
}

struct Looking<'a> {
    index: &'a LocaleIndex,
    norms: &'a Norms,
    ranking: &'a Ranking,
    query: &'a Understood,
    narrow: &'a Narrow<'a>,
}

impl Looking<'_> {
    /// `share`: of what is found without category and tag, those in them.
    fn rank(&self, share: bool) -> Outcome {
        let Self { index, norms, ranking, query, narrow } = *self;
        let kept = ranking.depth.max(narrow.wanted);
        let by_relevance = narrow.sort == Sort::Relevance;
        let scoped = narrow.parsed.filter.is_scoped();
        let open = !narrow.facets && by_relevance && narrow.is_open(index);
        let mut scores = score(index, norms, ranking, query, open.then_some(kept));
        let mut found = std::mem::take(&mut scores.found);
        let in_scope = |scored: &Scored| narrow.parsed.filter.scopes(index.entries().at(scored.entry));
        if !open {
            narrow.apply(index, &mut found);
            if scoped && !share {
                found.retain(in_scope);
            }
            scores.counts = scores.counts.of(&found);
        }
        let counts = scores.counts;
        // A page of hits even where few count; the same for every page, so that pages join.
        let filled = by_relevance && counts.total(ENOUGH) < counts.all.min(ENOUGH);
        let mut counted = Vec::new();
        if !open && !filled {
            if share {
                found.retain(in_scope);
            }
            let keeps = found.iter().filter(|scored| counts.keeps(scored, ENOUGH));
            counted = keeps.map(|scored| scored.entry).collect();
        }
        let mut total = match (open, filled) {
            (_, true) => counts.all.min(ENOUGH),
            (true, false) => counts.total(ENOUGH),
            (false, false) => counted.len(),
        };
        let mut pinned = narrow.pinned(index);
        pinned.retain(in_scope);
        total += pinned.iter().filter(|pin| found.iter().all(|scored| scored.entry != pin.entry)).count();
        if !by_relevance {
            found = self.latest(found, &counted);
        } else if !open {
            let mut best = Best::new(index, Some(kept));
            found.drain(..).for_each(|scored| best.push(scored));
            found = best.into_vec();
        }
        let mut hits = self.hits(found, &scores);
        if by_relevance {
            put_pins_first(pinned, &mut hits);
        }
        hits.truncate(total);
        if filled {
            hits.retain(|hit| !share || in_scope(&hit.scored));
            total = total.min(hits.len());
            counted = hits.iter().map(|hit| hit.scored.entry).collect();
        }
        let Scores { ceiling, weights, .. } = scores;
        Outcome { total, hits, ceiling, weights, counted: if narrow.facets { counted } else { Vec::new() } }
    }

    /// Those that count, the latest change first.
    fn latest(&self, mut found: Vec<Scored>, counted: &[u32]) -> Vec<Scored> {
        let index = self.index;
        let updated = |s: &Scored| index.entries().at(s.entry).updated();
        let keep: HashSet<u32> = counted.iter().copied().collect();
        found.retain(|scored| keep.contains(&scored.entry));
        found.sort_unstable_by(|a, b| updated(b).cmp(&updated(a)).then_with(|| key(index, a).cmp(&key(index, b))));
        found.truncate(self.narrow.wanted);
        found
    }

    /// The second look at the best; below the depth the first look decides, whichever page is asked for.
    fn hits(&self, mut found: Vec<Scored>, scores: &Scores) -> Vec<Ranked> {
        let Self { index, norms, ranking, query, narrow } = *self;
        let below = found.split_off(ranking.depth.min(found.len()));
        let look = Look {
            text: query.read.as_deref().unwrap_or(&narrow.parsed.text),
            index,
            norms,
            ranking,
            query,
            required: scores.counts.required,
            weights: &scores.weights,
            line_weights: &scores.line_weights,
            ceiling: scores.ceiling,
        };
        let mut hits = look_closely(&look, found);
        if narrow.sort == Sort::Relevance {
            hits.sort_by(|a, b| {
                b.score.total_cmp(&a.score).then_with(|| key(index, &a.scored).cmp(&key(index, &b.scored)))
            });
        }
        hits.extend(below.into_iter().map(|scored| Ranked { score: scored.score, scored, parts: Parts::default() }));
        hits
    }
}

/// Articles holding all words from which on no others are counted; hits of a full page.
pub(super) const ENOUGH: usize = 10;

impl Narrow<'_> {
    /// Whether it lets everything through.
    fn is_open(&self, index: &LocaleIndex) -> bool {
        let Parsed { filter, excluded, phrases, .. } = self.parsed;
        let free = self.hidden.is_empty() && self.pinned.is_empty() && filter.is_empty() && phrases.is_empty();
        free && !excluded.iter().any(|text| phrase::is_anywhere(index, text))
    }

    /// The curated entries that meet the conditions of the query.
    fn pinned(&self, index: &LocaleIndex) -> Vec<Scored> {
        let mut pinned: Vec<Scored> = self.pinned.iter().map(|&entry| unscored(index, entry)).collect();
        self.apply(index, &mut pinned);
        pinned
    }

    fn apply(&self, index: &LocaleIndex, found: &mut Vec<Scored>) {
        let filter = &self.parsed.filter;
        if !filter.is_empty() {
            found.retain(|scored| filter.keeps(index.entries().at(scored.entry)));
        }
        if !self.hidden.is_empty() {
            found.retain(|scored| !self.hidden.contains(&scored.entry));
        }
        if !self.parsed.excluded.is_empty() {
            let excluded = phrase::excluded(index, &self.parsed.excluded);
            found.retain(|scored| !excluded[scored.entry as usize]);
        }
        for text in &self.parsed.phrases {
            let (holders, line) = (phrase::holders(index, text), phrase::line(index, text));
            found.retain_mut(|scored| match holders.get(&scored.entry) {
                Some(section) => {
                    scored.section = *section;
                    true
                }
                None => phrase::is_in_line(index, scored.entry, &line),
            });
        }
    }
}

impl Filter {
    /// Whether a category or a tag is asked for.
    fn is_scoped(&self) -> bool {
        self.category.is_some() || self.tag.is_some()
    }

    /// Whether an entry is in the category and has the tag.
    fn scopes(&self, entry: EntryRef<'_>) -> bool {
        let below = |category: &String| {
            let start = entry.category().get(..category.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(category))
                && matches!(entry.category().as_bytes().get(category.len()), None | Some(b'/'))
        };
        self.category.as_ref().is_none_or(below)
            && self.tag.as_ref().is_none_or(|tag| entry.tags().any(|own| own == tag || fold(own) == *tag))
    }

    /// Whether an entry meets the other conditions.
    fn keeps(&self, entry: EntryRef<'_>) -> bool {
        self.visibility.is_none_or(|visibility| entry.visibility() == visibility)
            && self.kind.is_none_or(|kind| kind_of(entry.kind()) == kind)
            && self.updated_from.is_none_or(|from| entry.updated() >= from)
            && self.updated_before.is_none_or(|before| entry.updated() < before)
    }
}

/// The kind of hit that an entry becomes.
pub(super) fn kind_of(kind: EntryKind) -> HitKind {
    match kind {
        EntryKind::Article => HitKind::Article,
        EntryKind::Reply => HitKind::Reply,
        EntryKind::Card => HitKind::Card,
    }
}

fn put_pins_first(pinned: Vec<Scored>, hits: &mut Vec<Ranked>) {
    for (place, scored) in pinned.into_iter().enumerate() {
        let at = hits.iter().position(|hit| hit.scored.entry == scored.entry);
        let mut hit = at.map_or_else(|| Ranked { scored, score: 0.0, parts: Parts::default() }, |at| hits.remove(at));
        hit.parts.pinned = true;
        hit.score = hit.score.max(hits.first().map_or(1.0, |first| first.score));
        hits.insert(place.min(hits.len()), hit);
    }
}

fn unscored(index: &LocaleIndex, entry: u32) -> Scored {
    let section = index.sections_of(entry).start;
    Scored { entry, section, score: 0.0, slots: 0, covered: 0.0, title: 0.0, heading: 0.0 }
}

/// Share of a query's weight below which the best of what was found is next to nothing.
const POOR: f32 = 0.35;

impl Outcome {
    /// Whether nothing was found, or nothing that holds much of the query.
    pub fn is_poor(&self) -> bool {
        let best = self.hits.iter().map(|hit| hit.scored.covered).fold(0.0_f32, f32::max);
        self.hits.is_empty() || best < POOR * self.weights.iter().sum::<f32>()
    }

    /// All that meets the conditions of a query without words, latest change first.
    pub fn of_filter(index: &LocaleIndex, narrow: &Narrow<'_>) -> Self {
        if narrow.parsed.filter.is_empty() {
            return Self::default();
        }
        let all = 0..u32::try_from(index.entries().len()).unwrap_or(u32::MAX);
        let mut found: Vec<Scored> = all.map(|entry| unscored(index, entry)).collect();
        narrow.apply(index, &mut found);
        found.retain(|scored| narrow.parsed.filter.scopes(index.entries().at(scored.entry)));
        let counted = found.iter().map(|scored| scored.entry).collect::<Vec<_>>();
        let updated = |s: &Scored| index.entries().at(s.entry).updated();
        found.sort_by(|a, b| updated(b).cmp(&updated(a)).then_with(|| key(index, a).cmp(&key(index, b))));
        let total = found.len();
        found.truncate(narrow.wanted);
        let hits = found.into_iter().map(|scored| Ranked { scored, score: 0.0, parts: Parts::default() }).collect();
        Self { hits, total, counted, ..Self::default() }
    }
}
