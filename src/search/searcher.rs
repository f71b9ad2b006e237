//! The searcher of one audience: opens one index, and has no way to another.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
    time::Instant,
};

use super::{
    Answer, Facets, Hit, HitSection, Query, Sort,
    compound::Tails,
    explain::explain,
    memory::{LONGEST, Memory, Told, is_normal, normal},
    parse::Parsed,
    rank::{ENOUGH, Narrow, Outcome, Ranked, kind_of, rank},
    ranking::Ranking,
    score::Norms,
    section::shown,
    snippet::Marker,
    spelling::Starts,
    synonyms::SynonymMap,
    understand::{Understood, understand},
    written::Writing,
};
use crate::{
    base::{Audience, Locale, Revision},
    index::{EntryKind, Index, LocaleIndex},
    kb::Library,
};

/// Hits on one page at most.
const MAX_LIMIT: usize = 100;
/// Hits that can be passed over.
const MAX_OFFSET: usize = 1_000;
/// Hits of one other locale.
const MOST_FOREIGN: usize = 5;
/// Share of a query's words below which the reader's language does not know it, and from which on another does.
const UNKNOWN: f32 = 0.5;
const KNOWN: f32 = 0.8;

/// Searches one index of one audience. Immutable; share it between threads.
pub struct Searcher {
    index: Arc<Index>,
    parts: BTreeMap<Locale, Part>,
    ranking: Ranking,
    suggest_ranking: Ranking,
    memory: Option<Memory>,
}

/// One locale with what its index does not hold.
pub(super) struct Part {
    pub index: Arc<LocaleIndex>,
    pub norms: Norms,
    pub suggest_norms: Norms,
    pub synonyms: SynonymMap,
    pub starts: Starts,
    pub tails: Tails,
    pub writing: Writing,
    pins: Vec<Pinned>,
}

/// A curated query: stems → entries shown first, entries not shown.
struct Pinned {
    line: Vec<u32>,
    show: Vec<u32>,
    hide: HashSet<u32>,
}

impl std::fmt::Debug for Searcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Searcher").field("index", &self.index).finish_non_exhaustive()
    }
}

impl Searcher {
    /// Opens an index; synonyms and pins come from the library of the same revision.
    #[must_use]
    pub fn new(index: Arc<Index>, library: &Library) -> Self {
        Self::with_ranking(index, library, Ranking::default())
    }

    /// Remembers so many answers, none for 0.
    #[must_use]
    pub fn remembering(mut self, answers: usize) -> Self {
        self.memory = (answers > 0).then(|| Memory::new(answers));
        self
    }

    /// The same with other figures, for measurements.
    #[must_use]
    pub fn with_ranking(index: Arc<Index>, library: &Library, ranking: Ranking) -> Self {
        let suggest_ranking = super::suggest::ranking(&ranking);
        let parts = index
            .locales
            .iter()
            .map(|(locale, part)| (locale.clone(), Part::new(part, library, &ranking, &suggest_ranking)))
            .collect();
        Self { index, parts, ranking, suggest_ranking, memory: Some(Memory::default()) }
    }

    /// The revision searched.
    #[must_use]
    pub fn revision(&self) -> &Revision {
        &self.index.revision
    }

    /// Whose index it is.
    #[must_use]
    pub fn audience(&self) -> Audience {
        self.index.audience
    }

    pub(super) fn ranking(&self) -> &Ranking {
        &self.ranking
    }

    pub(super) fn suggest_ranking(&self) -> &Ranking {
        &self.suggest_ranking
    }

    /// The part that serves a locale: its own, else one of the same language.
    pub(super) fn part(&self, locale: &Locale) -> Option<&Part> {
        let same_language = || self.parts.values().find(|p| p.index.locale().language() == locale.language());
        self.parts.get(locale).or_else(same_language)
    }

    /// Answers a query. Never fails: what cannot be understood finds nothing.
    #[must_use]
    pub fn search(&self, query: &Query) -> Answer {
        let begun = Instant::now();
        let mut answer = match self.memory.as_ref().filter(|_| Memory::takes(query)) {
            Some(memory) => {
                let query = normal(query);
                let told = memory.get(&query).and_then(|told| told.answer());
                told.unwrap_or_else(|| {
                    let answer = self.answer(&query);
                    memory.insert(query, Told::of(&answer));
                    answer
                })
            }
            None => self.answer(query),
        };
        answer.query.clone_from(&query.text);
        answer.took_ms = begun.elapsed().as_secs_f64() * 1_000.0;
        answer
    }

    /// Answers a query as JSON, without the time that it took.
    #[must_use]
    pub fn tell(&self, query: &Query) -> Told {
        if let Some(told) = self.recall(query) {
            return told;
        }
        let told = Told::of(&self.answer(query));
        if let Some(memory) = self.memory_for(query) {
            memory.insert(query.clone(), told.clone());
        }
        told
    }

    /// The same for a query that was answered before and is remembered.
    #[must_use]
    pub fn recall(&self, query: &Query) -> Option<Told> {
        self.memory_for(query)?.get(query)
    }

    /// Where the answer to a query is kept just as it was typed.
    fn memory_for(&self, query: &Query) -> Option<&Memory> {
        self.memory.as_ref().filter(|_| Memory::takes(query) && is_normal(&query.text))
    }

    /// The same without the cache and without the time. Where a phrase stands nowhere its words are searched, and
    /// the answer says so.
    #[must_use]
    pub fn answer(&self, query: &Query) -> Answer {
        let mut parsed = Parsed::of(query);
        let answer = self.found(query, &parsed);
        if answer.total > 0 || query.as_written || parsed.phrases.is_empty() {
            return answer;
        }
        parsed.phrases.clear();
        let loose = self.found(query, &parsed);
        if loose.total == 0 {
            return answer;
        }
        Answer { did_you_mean: Some(loose.did_you_mean.unwrap_or(parsed.text)), ..loose }
    }

    /// What is found for a query as it was read.
    fn found(&self, query: &Query, parsed: &Parsed) -> Answer {
        let mut answer = Answer {
            query: query.text.clone(),
            locale: query.locale.to_string(),
            revision: self.index.revision.to_string(),
            ..Answer::default()
        };
        let named = parsed.filter.locale.clone();
        let locale = named.as_ref().unwrap_or(&query.locale);
        let mut search =
            Search { searcher: self, query, parsed, answer: &mut answer, weak: true, found: HashSet::new() };
        let spoken = self.spoken(parsed, locale).filter(|_| named.is_none());
        if let Some(part) = spoken.or_else(|| self.part(locale)) {
            search.primary(part);
        }
        if search.weak && named.is_none() {
            search.others(spoken.map_or(locale, |part| part.index.locale()));
        }
        let end = search.offset() + search.limit();
        if answer.total > end && end <= MAX_OFFSET {
            answer.next_cursor = Some(end.to_string());
        }
        answer
    }

    /// The part of another language that the query is plainly in: it knows nearly all its words, the
    /// reader's own less than half.
    fn spoken(&self, parsed: &Parsed, locale: &Locale) -> Option<&Part> {
        let own = self.part(locale)?;
        if self.parts.len() < 2 || own.knows(&parsed.text) >= UNKNOWN {
            return None;
        }
        let others = self.others(locale).map(|part| (part.knows(&parsed.text), part));
        others.filter(|(known, _)| *known >= KNOWN).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, part)| part)
    }

    /// All other locales, the reader's fallbacks.
    fn others(&self, locale: &Locale) -> impl Iterator<Item = &Part> {
        let own = self.part(locale).map(|part| part.index.locale().clone());
        self.parts.values().filter(move |part| Some(part.index.locale()) != own.as_ref())
    }
}

impl Part {
    /// Share of the words of a text that this locale knows, small words of the language among them.
    fn knows(&self, text: &str) -> f32 {
        let analyzer = self.index.analyzer();
        let (mut known, mut all) = (0.0_f32, 0.0_f32);
        analyzer.each(&text[..text.floor_char_boundary(LONGEST)], |token| {
            if token.kind != crate::text::TokenKind::Part {
                all += 1.0;
                let knows = analyzer.is_stop(token.word)
                    || self.index.exact_frequency(token.word) > 0
                    || self.synonyms.knows(&analyzer.stem(token.word));
                known += f32::from(knows);
            }
        });
        if all > 0.0 { known / all } else { 1.0 }
    }

    fn new(index: &Arc<LocaleIndex>, library: &Library, ranking: &Ranking, suggest: &Ranking) -> Self {
        let analyzer = index.analyzer();
        let synonyms = SynonymMap::new(analyzer, &library.synonyms(index.locale()));
        let entries = |keys: &[String]| -> Vec<u32> { keys.iter().filter_map(|key| find(index, key)).collect() };
        let pins = library.pins(index.locale()).map(|pin| Pinned {
            line: line(index, &pin.query),
            show: entries(&pin.show),
            hide: entries(&pin.hide).into_iter().collect(),
        });
        Self {
            norms: Norms::new(index, ranking),
            suggest_norms: Norms::new(index, suggest),
            synonyms,
            starts: Starts::default(),
            tails: Tails::default(),
            writing: Writing::default(),
            pins: pins.collect(),
            index: Arc::clone(index),
        }
    }
}

/// Hashes of the stems of a text, the way titles are kept.
pub(super) fn line(index: &LocaleIndex, text: &str) -> Vec<u32> {
    let analyzer = index.analyzer();
    let words = analyzer.words(text);
    let whole = words.iter().filter(|w| w.kind != crate::text::TokenKind::Part);
    whole.map(|w| crate::index::line_hash(analyzer, &w.exact, &w.stem)).collect()
}

/// The place of an article by its key.
pub(super) fn find(index: &LocaleIndex, key: &str) -> Option<u32> {
    index.entries().find(EntryKind::Article, key)
}

/// One search on its way.
struct Search<'a> {
    searcher: &'a Searcher,
    query: &'a Query,
    parsed: &'a Parsed,
    answer: &'a mut Answer,
    /// The reader's own locale has nothing that holds most of the query.
    weak: bool,
    /// What was found, in the languages that were searched.
    found: HashSet<(EntryKind, String)>,
}

impl Search<'_> {
    fn limit(&self) -> usize {
        self.query.limit.clamp(1, MAX_LIMIT)
    }

    fn offset(&self) -> usize {
        self.query.offset.min(MAX_OFFSET)
    }

    /// Searches a part; where that finds next to nothing because words are unknown (`net`), what is nearly so.
    fn run(&self, part: &Part, net: bool) -> (Understood, Outcome) {
        let own = &self.searcher.ranking;
        let first = |ranking: &Ranking| {
            let understood = understand(part, self.parsed, ranking);
            let outcome = self.ranked(part, &understood);
            (understood, outcome)
        };
        if self.query.as_written {
            return first(&Ranking { spelling: false, ..own.clone() });
        }
        let found = first(own);
        if !net || !found.0.guessed || !found.1.is_poor() || !own.forms {
            return found;
        }
        let net = understand(part, self.parsed, &Ranking { net: true, ..own.clone() });
        if net == found.0 {
            return found;
        }
        let outcome = self.ranked(part, &net);
        if outcome.hits.is_empty() { found } else { (net, outcome) }
    }

    fn ranked(&self, part: &Part, understood: &Understood) -> Outcome {
        let pinned = part.pins.iter().find(|pin| pin.line == understood.line && !pin.line.is_empty());
        let none = HashSet::new();
        let narrow = Narrow {
            parsed: self.parsed,
            pinned: pinned.map_or(&[], |pin| &pin.show),
            hidden: pinned.map_or(&none, |pin| &pin.hide),
            wanted: (self.offset() + self.limit()).max(ENOUGH),
            facets: self.query.facets,
            sort: self.query.sort,
        };
        if understood.slots.is_empty() {
            Outcome::of_filter(&part.index, &narrow)
        } else {
            rank(&part.index, &part.norms, &self.searcher.ranking, understood, &narrow)
        }
    }

    fn primary(&mut self, part: &Part) {
        let (understood, outcome) = self.run(part, true);
        let best = outcome.hits.iter().map(|hit| hit.scored.covered).fold(0.0_f32, f32::max);
        self.weak = outcome.hits.is_empty() || best < 0.5 * outcome.weights.iter().sum::<f32>();
        self.answer.total = outcome.total;
        if self.weak {
            self.found.extend(outcome.hits.iter().map(|hit| name(part, hit)));
        }
        let held = outcome.hits.first().map_or(0, |hit| hit.scored.slots);
        let best = outcome.hits.iter().any(|hit| hit.parts.all_words);
        self.answer.sure = best && !understood.guessed;
        self.answer.did_you_mean = understood.did_you_mean(part, &self.parsed.text, held);
        if self.query.facets {
            self.answer.facets = Some(facets(&part.index, &outcome.counted));
        }
        let page = page(&outcome.hits, self.offset(), self.limit());
        self.show(part, &understood, &outcome, page);
    }

    /// Fills one page's worth of hits from other locales, where they hold most of the query. They follow
    /// the reader's own and are paged with them.
    fn others(&mut self, locale: &Locale) {
        if self.query.sort == Sort::Updated {
            return;
        }
        let (from, to) = (self.offset(), self.offset() + self.limit());
        for part in self.searcher.others(locale) {
            let room = ENOUGH.saturating_sub(self.answer.total).min(MOST_FOREIGN);
            if room == 0 {
                break;
            }
            let (understood, mut outcome) = self.run(part, false);
            let least = 0.6 * outcome.weights.iter().sum::<f32>();
            outcome.hits.retain(|hit| hit.scored.covered >= least);
            outcome.hits.retain(|hit| !self.found.contains(&name(part, hit)));
            outcome.hits.truncate(room);
            self.found.extend(outcome.hits.iter().map(|hit| name(part, hit)));
            let before = self.answer.total;
            self.answer.total += outcome.hits.len();
            let end = to.saturating_sub(before).min(outcome.hits.len());
            let begin = from.saturating_sub(before).min(end);
            self.show(part, &understood, &outcome, &outcome.hits[begin..end]);
        }
    }

    fn show(&mut self, part: &Part, understood: &Understood, outcome: &Outcome, page: &[Ranked]) {
        let marker = Marker::new(part.index.analyzer(), &understood.slots, &outcome.weights);
        for ranked in page {
            let mut hit = self.searcher.hit(part, understood, ranked, &marker, &self.query.locale);
            if self.query.explain {
                hit.explanation = Some(explain(&part.index, &self.parsed.text, understood, outcome, ranked));
            }
            self.answer.hits.push(hit);
        }
    }
}

/// What an article is called in every language: it is found once, in the one that comes first.
fn name(part: &Part, hit: &Ranked) -> (EntryKind, String) {
    let entry = part.index.entries().at(hit.scored.entry);
    (entry.kind(), entry.key().to_owned())
}

fn page(hits: &[Ranked], offset: usize, limit: usize) -> &[Ranked] {
    let from = offset.min(hits.len());
    &hits[from..(from + limit).min(hits.len())]
}

impl Searcher {
    pub(super) fn hit(
        &self,
        part: &Part,
        understood: &Understood,
        ranked: &Ranked,
        marker: &Marker<'_>,
        reader: &Locale,
    ) -> Hit {
        let entry = part.index.entries().at(ranked.scored.entry);
        let passage = shown(part, understood, marker, ranked);
        let mut url = entry.url().to_owned();
        if let Some(anchor) = &passage.anchor {
            url.push('#');
            push_fragment(anchor, &mut url);
        }
        let foreign = part.index.locale() != reader;
        let translation = self.parts.get(reader).filter(|_| foreign).and_then(|own| {
            let at = find(&own.index, entry.key()).filter(|_| entry.kind() == EntryKind::Article)?;
            Some(own.index.entries().at(at).url().to_owned())
        });
        Hit {
            kind: kind_of(entry.kind()),
            article: entry.key().to_owned(),
            locale: part.index.locale().to_string(),
            title: entry.title().to_owned(),
            url,
            category: entry.category().to_owned(),
            visibility: entry.visibility(),
            snippet: marker.snippet(&passage.text),
            section: HitSection { title: passage.title, anchor: passage.anchor },
            score: ranked.score,
            updated: moment(entry.updated()),
            translation,
            explanation: None,
        }
    }
}

fn moment(milliseconds: i64) -> String {
    jiff::Timestamp::from_millisecond(milliseconds).map(|at| at.to_string()).unwrap_or_default()
}

/// Percent-encodes an anchor.
pub(super) fn push_fragment(anchor: &str, url: &mut String) {
    use std::fmt::Write as _;
    for byte in anchor.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            url.push(byte as char);
        } else {
            let _ = write!(url, "%{byte:02X}");
        }
    }
}

fn facets(index: &LocaleIndex, counted: &[u32]) -> Facets {
    let mut categories: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
    let mut tags: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
    let mut kinds: BTreeMap<crate::index::EntryKind, usize> = BTreeMap::new();
    for &at in counted {
        let entry = index.entries().at(at);
        if !entry.category().is_empty() {
            *categories.entry(entry.category()).or_default() += 1;
        }
        for tag in entry.tags() {
            *tags.entry(tag).or_default() += 1;
        }
        *kinds.entry(entry.kind()).or_default() += 1;
    }
    let most_first = |counts: std::collections::HashMap<&str, usize>| {
        let mut all: Vec<(String, usize)> = counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
        all.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        all.truncate(50);
        all
    };
    Facets {
        categories: most_first(categories),
        tags: most_first(tags),
        kinds: kinds.into_iter().map(|(kind, count)| (kind_of(kind), count)).collect(),
    }
}
