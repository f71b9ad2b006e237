//! As you type: titles, headings and questions that hold what was typed, the last word unfinished
//! and perhaps misspelt.

use std::collections::HashSet;

use super::{
    Query, Searcher, Suggestion,
    look::Likeness,
    parse::parse,
    rank::{Narrow, Ranked, rank},
    ranking::Ranking,
    searcher::{Part, line},
    snippet::Marker,
    understand::{Understood, understand},
};
use crate::{base::Locale, search::Sort};

/// What holding all words that are in any article at all gives when a whole text is searched for.
const ALL_WORDS_OF_A_TEXT: f32 = 0.05;

/// The figures for suggestions: bodies do not count, an unfinished word is worth nearly as much as a
/// finished one.
pub(super) fn ranking(of: &Ranking) -> Ranking {
    Ranking {
        weight: [3.0, 2.5, 0.5, 0.0, 0.5, 2.0, 0.0],
        exact: 0.0,
        article: 0.0,
        proximity: 0.0,
        letters: 0.0,
        prefix: 0.8,
        depth: 40,
        ..of.clone()
    }
}

impl Searcher {
    /// Completes what is being typed: at most `limit` lines, each with the page that it leads to.
    #[must_use]
    pub fn suggest(&self, typed: &str, locale: &Locale, limit: usize) -> Vec<Suggestion> {
        let limit = limit.clamp(1, 20);
        let Some(part) = self.part(locale) else { return Vec::new() };
        let parsed = parse(typed);
        let ranking = self.suggest_ranking();
        let understood = understand(part, &parsed, ranking);
        if understood.slots.is_empty() {
            return Vec::new();
        }
        let narrow = Narrow {
            parsed: &parsed,
            pinned: &[],
            hidden: &HashSet::new(),
            wanted: limit * 3,
            facets: false,
            sort: Sort::Relevance,
        };
        let outcome = rank(&part.index, &part.suggest_norms, ranking, &understood, &narrow);
        let all = outcome.hits.iter().any(|hit| hit.parts.all_words);
        let total = outcome.weights.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        let likeness = Likeness::new(&understood, &outcome.weights, total);
        let marker = Marker::new(part.index.analyzer(), &understood.slots, &outcome.weights);
        let mut seen = HashSet::new();
        outcome
            .hits
            .iter()
            .filter(|hit| hit.parts.all_words || !all)
            .map(|hit| best_line(part, hit, &likeness, &marker, &understood))
            .filter(|suggestion| seen.insert(suggestion.text.clone()))
            .take(limit)
            .collect()
    }

    /// Articles like a text, such as a whole ticket: its rarest words decide.
    #[must_use]
    pub fn similar(&self, text: &str, locale: &Locale, limit: usize) -> Vec<super::Hit> {
        self.like(text, locale, limit, None)
    }

    /// Articles like an article, by what they say.
    #[must_use]
    pub fn related(&self, key: &crate::base::ArticleKey, locale: &Locale, limit: usize) -> Vec<super::Hit> {
        let Some(part) = self.part(locale) else { return Vec::new() };
        let Some(at) = super::searcher::find(&part.index, key.as_str()) else { return Vec::new() };
        let entry = part.index.entries().at(at);
        let lead = part.index.passage(part.index.sections_of(at).start).unwrap_or_default();
        let mut text = format!("{} {}", entry.title(), entry.questions().collect::<Vec<_>>().join(" "));
        text.push(' ');
        text.push_str(&lead.text[..lead.text.floor_char_boundary(600)]);
        self.like(&text, locale, limit, Some(at))
    }

    fn like(&self, text: &str, locale: &Locale, limit: usize, but: Option<u32>) -> Vec<super::Hit> {
        let Some(part) = self.part(locale) else { return Vec::new() };
        let parsed = super::parse::Parsed { text: text.to_owned(), ..Default::default() };
        // Of a long text few words are in any article: one that holds them all is told from the rest.
        let all_words = ALL_WORDS_OF_A_TEXT;
        let ranking =
            Ranking { spelling: false, forms: false, prefix: 0.0, proximity: 0.0, all_words, ..self.ranking().clone() };
        let understood = understand(part, &parsed, &ranking);
        let hidden: HashSet<u32> = but.into_iter().collect();
        let narrow = Narrow {
            parsed: &parsed,
            pinned: &[],
            hidden: &hidden,
            wanted: limit,
            facets: false,
            sort: Sort::Relevance,
        };
        let outcome = rank(&part.index, &part.norms, &ranking, &understood, &narrow);
        let marker = Marker::new(part.index.analyzer(), &understood.slots, &outcome.weights);
        outcome.hits.iter().take(limit).map(|hit| self.hit(part, &understood, hit, &marker, locale)).collect()
    }

    /// Answers a plain text on its first page; for callers without a [`Query`] of their own.
    #[must_use]
    pub fn find(&self, text: &str, locale: &Locale) -> super::Answer {
        self.search(&Query::new(text, locale.clone()))
    }
}

fn best_line(part: &Part, hit: &Ranked, likeness: &Likeness, marker: &Marker<'_>, query: &Understood) -> Suggestion {
    let entry = part.index.entries().at(hit.scored.entry);
    let (mut best, mut at) = (-1.0_f32, 0);
    for (number, own) in entry.lines().iter().enumerate().take(1 + entry.questions().len()) {
        let own = likeness.of(own);
        if own > best + 0.05 {
            (best, at) = (own, number);
        }
    }
    let (mut text, mut kind, mut url) = match at {
        0 => (entry.title().to_owned(), "title", entry.url().to_owned()),
        n => (entry.questions().nth(n - 1).unwrap_or_default().to_owned(), "question", entry.url().to_owned()),
    };
    if hit.scored.heading > 0.0 && !query.slots.is_empty() {
        let passage = part.index.passage(hit.scored.section).unwrap_or_default();
        if likeness.of(&line(&part.index, &passage.title)) > best + 0.15
            && let Some(anchor) = passage.anchor
        {
            (text, kind) = (passage.title, "heading");
            url.push('#');
            super::searcher::push_fragment(&anchor, &mut url);
        }
    }
    Suggestion { html: marker.line(&text), text, url, article: entry.key().to_owned(), kind: kind.to_owned() }
}
