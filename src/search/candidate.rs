//! For the bot: how well articles answer an utterance, in figures that can be compared between
//! utterances. A raw score cannot; it is divided by what the utterance could have reached.

use std::collections::HashSet;

use super::{
    Searcher,
    compound::has_stem,
    parse::Parsed,
    rank::{Narrow, Whole, rank},
    ranking::Ranking,
    score::rarity,
    section::shown,
    snippet::Marker,
    spelling,
    understand::{Slot, Why, understand},
};
use crate::{
    base::{ArticleKey, Locale},
    index::EntryKind,
    search::Sort,
    text::{edit_cost, trigram_similarity},
};

/// A guess more doubtful than this stands for nothing.
const DOUBTFUL: f32 = 0.5;

/// One article as a possible answer. All figures are 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleCandidate {
    /// Which.
    pub key: ArticleKey,
    /// Title, plain text.
    pub title: String,
    /// Anchor of its best section; `None` for the lead.
    pub section: Option<String>,
    /// Its score as a share of the utterance's ceiling.
    pub share: f32,
    /// Share of the utterance's weight (rare words weigh more) that the article holds.
    pub coverage: f32,
    /// Likeness of the utterance to the title: how much of each is in the other.
    pub title_coverage: f32,
    /// The same for the best of its questions, its title and its best section's heading, letters counted too.
    pub question_similarity: f32,
    /// The utterance is the title or a question, word for word.
    pub exact: bool,
    /// Share of the utterance's weight that was understood only by guessing, each word as doubtful as
    /// it is short: a slip of the pen in “password” is sure, in “sim” it is not.
    pub guessed: f32,
    /// Share of the telling words' weight that the article does not hold, or only by guessing.
    pub missing: f32,
    /// It holds a code that was said (`PAY-402`, `554`), just as it was.
    pub code: bool,
}

impl Searcher {
    /// The articles that answer an utterance best, best first.
    #[must_use]
    pub fn candidates(&self, text: &str, locale: &Locale, limit: usize) -> Vec<ArticleCandidate> {
        let Some(part) = self.part(locale) else { return Vec::new() };
        let parsed = Parsed { text: text[..text.floor_char_boundary(2_000)].to_owned(), ..Parsed::default() };
        let ranking = Ranking { prefix: 0.0, forms: false, coverage: 0.0, ..self.ranking().clone() };
        let understood = understand(part, &parsed, &ranking);
        if understood.slots.is_empty() {
            return Vec::new();
        }
        let hidden = HashSet::new();
        let narrow = Narrow {
            parsed: &parsed,
            pinned: &[],
            hidden: &hidden,
            wanted: limit,
            facets: false,
            sort: Sort::Relevance,
        };
        let outcome = rank(&part.index, &part.norms, &ranking, &understood, &narrow);
        let total = outcome.weights.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        let marker = Marker::new(part.index.analyzer(), &understood.slots, &outcome.weights);
        let folded = crate::text::fold(text);
        let doubts = understood.slots.iter().zip(&outcome.weights).map(|(slot, weight)| doubt(slot) * weight);
        let guessed = (doubts.sum::<f32>() / total).clamp(0.0, 1.0);
        outcome
            .hits
            .iter()
            .filter(|hit| part.index.entries().at(hit.scored.entry).kind() == EntryKind::Article)
            .take(limit)
            .map(|hit| {
                let entry = part.index.entries().at(hit.scored.entry);
                let lines = std::iter::once(entry.title()).chain(entry.questions());
                let letters =
                    lines.map(|line| trigram_similarity(&folded, &crate::text::fold(line))).fold(0.0_f32, f32::max);
                let words = hit.parts.title.max(hit.parts.question);
                let passage = part.index.passage(hit.scored.section).ok();
                // What a section says at its head is asked like a question of the article's own.
                let heading = passage.as_ref().map_or("", |passage| passage.title.as_str());
                let headed = 0.5 * (hit.parts.heading + trigram_similarity(&folded, &crate::text::fold(heading)));
                ArticleCandidate {
                    key: ArticleKey::from(entry.key()),
                    title: entry.title().to_owned(),
                    section: shown(part, &understood, &marker, hit).anchor,
                    share: (hit.scored.score / outcome.ceiling.max(f32::MIN_POSITIVE)).clamp(0.0, 1.0),
                    coverage: (hit.scored.covered / total).clamp(0.0, 1.0),
                    title_coverage: hit.parts.title,
                    question_similarity: if hit.parts.whole == Whole::Title {
                        1.0
                    } else {
                        (0.5 * (words + letters)).max(headed)
                    },
                    exact: hit.parts.whole == Whole::Title,
                    guessed,
                    missing: missing(&understood.slots, &outcome.weights, hit.scored.slots),
                    code: holds_code(&understood.slots, hit.scored.slots),
                }
            })
            .collect()
    }

    /// The telling words of a text, folded, that nothing in a locale's articles stands for: neither as they are
    /// nor as another form, a part or a likely slip.
    #[must_use]
    pub fn strange_words(&self, text: &str, locale: &Locale) -> Vec<String> {
        let Some(part) = self.part(locale) else { return Vec::new() };
        let parsed = Parsed { text: text[..text.floor_char_boundary(2_000)].to_owned(), ..Parsed::default() };
        let ranking = Ranking { prefix: 0.0, ..self.ranking().clone() };
        let is_strange = |slot: &Slot| {
            let stands = |why: Why, stems: &[String]| match why {
                Why::Spelling => doubt(slot) < DOUBTFUL,
                Why::Typed => {
                    part.index.exact_frequency(&slot.typed) > 0 || stems.iter().all(|stem| has_stem(&part.index, stem))
                }
                Why::Continuation | Why::Synonym | Why::Compound | Why::Form => true,
            };
            slot.required && !slot.alternatives.iter().any(|other| stands(other.why, &other.stems))
        };
        let understood = understand(part, &parsed, &ranking);
        understood.slots.into_iter().filter(is_strange).map(|slot| slot.typed).collect()
    }

    /// Share of its ceiling that the best article reaches for a text: how much the knowledge base has
    /// to say to it, 0 to 1.
    #[must_use]
    pub fn score_share(&self, text: &str, locale: &Locale) -> f32 {
        self.candidates(text, locale, 1).first().map_or(0.0, |best| best.share)
    }

    /// In how many sections of a locale a word (folded, not stemmed) stands.
    #[must_use]
    pub fn doc_freq(&self, word: &str, locale: &Locale) -> u32 {
        self.part(locale).map_or(0, |part| part.index.exact_frequency(word))
    }

    /// How telling a word is: BM25's inverse frequency over sections.
    #[must_use]
    pub fn idf(&self, word: &str, locale: &Locale) -> f32 {
        self.part(locale).map_or(0.0, |part| rarity(part.index.sections(), part.index.exact_frequency(word) as usize))
    }

    /// The known word that a misspelt one (folded) was most likely meant to be. `None` for a word
    /// that is known, or like none.
    #[must_use]
    pub fn nearest_word(&self, word: &str, locale: &Locale) -> Option<String> {
        let part = self.part(locale)?;
        if part.index.exact_frequency(word) > 0 {
            return None;
        }
        spelling::near(&part.index, word, false, 1).into_iter().next().map(|near| near.word)
    }
}

/// The share of the telling words' weight that is not among the slots held.
fn missing(slots: &[Slot], weights: &[f32], held: u64) -> f32 {
    let (mut all, mut lacking) = (0.0_f32, 0.0_f32);
    for (at, (slot, weight)) in slots.iter().zip(weights).enumerate().filter(|(_, (slot, _))| slot.required) {
        all += weight;
        lacking += if held & (1 << (at % 64)) == 0 { *weight } else { doubt(slot) * weight };
    }
    lacking / all.max(f32::MIN_POSITIVE)
}

/// From so many figures a word is a code.
const CODE_FIGURES: usize = 3;

/// Whether a code is among the slots held.
fn holds_code(slots: &[Slot], held: u64) -> bool {
    let is_code = |slot: &Slot| {
        let figures = slot.typed.bytes().filter(u8::is_ascii_digit).count();
        let year = slot.typed.len() == 4 && (slot.typed.starts_with("19") || slot.typed.starts_with("20"));
        figures >= CODE_FIGURES && !year && slot.alternatives.iter().all(|other| other.why != Why::Spelling)
    };
    slots.iter().enumerate().any(|(at, slot)| held & (1 << (at % 64)) != 0 && is_code(slot))
}

/// How doubtful a word of the utterance is that the index knows only as another one.
fn doubt(slot: &Slot) -> f32 {
    let guess = slot.alternatives.iter().find(|other| matches!(other.why, Why::Spelling | Why::Compound));
    let Some(guess) = guess else { return 0.0 };
    let one_slip = guess.exact.as_deref().is_some_and(|word| edit_cost(&slot.typed, word, 1.0).is_some());
    match (slot.typed.chars().count(), one_slip || guess.why == Why::Compound) {
        (0..=3, _) => 0.9,
        (4, _) => 0.6,
        (5, true) => 0.3,
        (_, true) => 0.1,
        (_, false) => 0.7,
    }
}
