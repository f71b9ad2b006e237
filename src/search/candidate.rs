//! For the bot: how well articles answer an utterance, in figures that can be compared between
//! utterances. A raw score cannot; it is divided by what the utterance could have reached.

use std::collections::HashSet;

use super::{
    Searcher,
    compound::has_stem,
    parse::Parsed,
    rank::{Narrow, Outcome, Ranked, Whole, rank},
    ranking::Ranking,
    score::rarity,
    searcher::Part,
    section::shown_section,
    snippet::Marker,
    spelling::{KnownAs, Vocabulary, near},
    understand::{Alternative, Slot, Understood, Why, understand},
};
use crate::{
    base::{ArticleKey, Locale},
    index::EntryKind,
    search::Sort,
    text::{edit_cost, fold, trigram_similarity},
};

/// A compound that is found by all its parts counts so much at least, by one of them less.
const WHOLE: f32 = 0.5;
/// What is only guessed is no surer.
const GUESSED: f32 = 0.7;
/// What a light word weighs of its own weight.
const LIGHT: f32 = 0.35;
/// An article is no more likelier for holding what is not light.
const MOST_HEAVIER: f32 = 1.25;
/// A guess more doubtful than this stands for nothing.
const DOUBTFUL: f32 = 0.5;

/// One article as a possible answer. All figures are 0 to 1, but for [`Self::share`].
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "figures and findings, each of its own")]
pub struct ArticleCandidate {
    /// Which.
    pub key: ArticleKey,
    /// Title, plain text.
    pub title: String,
    /// Anchor of its best section; `None` for the lead.
    pub section: Option<String>,
    /// Its score as a share of the utterance's ceiling; more than 1 where its title is much like it.
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
    /// It holds at most one of the telling words, and not the one that tells most.
    pub slight: bool,
    /// The heading of [`Self::section`] says most of what the title does not.
    pub named: bool,
    /// It holds a code that was said (`PAY-402`, `554`), just as it was.
    pub code: bool,
    /// How surely it holds each of [`Considered::telling`], 0 to 1.
    pub held: Vec<f32>,
}

/// One of the telling words of an utterance.
#[derive(Debug, Clone, PartialEq)]
pub struct Telling {
    /// As it was said, folded.
    pub word: String,
    /// How rare that very word is in the articles, 0 to 1; 1 where none holds it.
    pub rarity: f32,
}

/// What the articles of a locale have to say to an utterance.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Considered {
    /// Those that answer it best, best first.
    pub articles: Vec<ArticleCandidate>,
    /// Its telling words, folded, that nothing in the articles stands for: neither as they are nor as another form,
    /// a part or a likely slip.
    pub strange: Vec<String>,
    /// Share of the telling words' weight that is strange.
    pub strangeness: f32,
    /// All its telling words.
    pub telling: Vec<Telling>,
}

impl Searcher {
    /// The articles that answer an utterance best, in the order of the search, and the words that are strange to them.
    /// Words (folded) that are light say little, however rare they are in articles, which seldom ask: “how *long* does
    /// it *take*”.
    #[must_use]
    pub fn consider(&self, text: &str, locale: &Locale, limit: usize, is_light: &dyn Fn(&str) -> bool) -> Considered {
        let Some((part, parsed, ranking)) = self.utterance(text, locale) else { return Considered::default() };
        let understood = understand(part, &parsed, &ranking);
        if understood.slots.is_empty() {
            return Considered::default();
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
        let view = Look::new(part, text, &understood, &outcome, is_light);
        let is_article = |hit: &&Ranked| part.index.entries().at(hit.scored.entry).kind() == EntryKind::Article;
        let articles = outcome.hits.iter().filter(is_article).take(limit).map(|hit| view.candidate(hit)).collect();
        Considered { articles, ..strange(part, &understood) }
    }

    /// The same without the articles: what is strange to them.
    #[must_use]
    pub fn strange(&self, text: &str, locale: &Locale) -> Considered {
        let Some((part, parsed, ranking)) = self.utterance(text, locale) else { return Considered::default() };
        strange(part, &understand(part, &parsed, &ranking))
    }

    /// See [`Considered::articles`].
    #[must_use]
    pub fn candidates(&self, text: &str, locale: &Locale, limit: usize) -> Vec<ArticleCandidate> {
        self.consider(text, locale, limit, &|_| false).articles
    }

    /// How an utterance is looked for: no sign in it means anything, and its last word is finished.
    fn utterance(&self, text: &str, locale: &Locale) -> Option<(&Part, Parsed, Ranking)> {
        let parsed = Parsed { text: text[..text.floor_char_boundary(2_000)].to_owned(), ..Parsed::default() };
        Some((self.part(locale)?, parsed, Ranking { prefix: 0.0, ..self.ranking().clone() }))
    }

    /// How many sections there are in a locale.
    #[must_use]
    pub fn sections(&self, locale: &Locale) -> usize {
        self.part(locale).map_or(0, |part| part.index.sections())
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
        let vocabulary = Vocabulary { index: &part.index, synonyms: None };
        let found = near(vocabulary, word, false, 1).into_iter().find(|near| near.known_as == KnownAs::Word);
        found.map(|near| near.word)
    }
}

/// An utterance beside what was found for it.
struct Look<'a> {
    part: &'a Part,
    understood: &'a Understood,
    outcome: &'a Outcome,
    marker: Marker<'a>,
    folded: String,
    total: f32,
    /// What each slot weighs in the light of how little its word says.
    weights: Vec<f32>,
    /// How doubtful each slot is.
    doubts: Vec<f32>,
    /// How surely each of the telling slots is meant by what stands for it.
    trusts: Vec<f32>,
    guessed: f32,
    /// Codes of few figures, where they are most of what was said.
    codes: Vec<String>,
}

impl<'a> Look<'a> {
    fn new(
        part: &'a Part,
        text: &str,
        understood: &'a Understood,
        outcome: &'a Outcome,
        is_light: &dyn Fn(&str) -> bool,
    ) -> Self {
        let weigh = |(slot, weight): (&Slot, &f32)| {
            if is_light(&slot.typed) { LIGHT * weight } else { *weight }
        };
        let mut weights: Vec<f32> = understood.slots.iter().zip(&outcome.weights).map(weigh).collect();
        // What is made of nothing else is asked with them.
        if understood.slots.iter().all(|slot| !slot.required || is_light(&slot.typed)) {
            weights.clone_from(&outcome.weights);
        }
        let total = weights.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        let doubts: Vec<f32> = understood.slots.iter().map(|slot| doubt(part, slot)).collect();
        let guessed: f32 = doubts.iter().zip(&weights).map(|(doubt, weight)| doubt * weight).sum();
        Self {
            part,
            understood,
            outcome,
            marker: Marker::new(part.index.analyzer(), &understood.slots, &outcome.weights),
            folded: fold(text),
            codes: codes_alone(text, understood),
            total,
            weights,
            guessed: (guessed / total).clamp(0.0, 1.0),
            doubts,
            trusts: understood.slots.iter().map(|slot| trust(part, slot)).collect(),
        }
    }

    fn candidate(&self, hit: &Ranked) -> ArticleCandidate {
        let Self { part, understood, outcome, .. } = *self;
        let entry = part.index.entries().at(hit.scored.entry);
        let lines = std::iter::once(entry.title()).chain(entry.questions());
        let letters = lines.map(|line| trigram_similarity(&self.folded, &fold(line))).fold(0.0_f32, f32::max);
        let words = hit.parts.title.max(hit.parts.question);
        // What a section says at its head is asked like a question of the article's own.
        let heading = entry.heading(hit.scored.section - part.index.sections_of(hit.scored.entry).start);
        let headed = 0.5 * (hit.parts.heading + trigram_similarity(&self.folded, &fold(heading)));
        let exact = hit.parts.whole == Whole::Title;
        let section = shown_section(part, understood, &self.marker, hit);
        let (coverage, heavier) = self.coverage(hit);
        ArticleCandidate {
            key: ArticleKey::from(entry.key()),
            title: entry.title().to_owned(),
            section: self.anchor(section),
            named: section == hit.scored.section && self.names(hit, heading),
            share: (heavier * hit.score / outcome.ceiling.max(f32::MIN_POSITIVE)).max(0.0),
            coverage,
            title_coverage: hit.parts.title,
            question_similarity: if exact { 1.0 } else { (0.5 * (words + letters)).max(headed) },
            exact,
            guessed: self.guessed,
            missing: self.missing(hit.scored.slots),
            slight: self.is_slight(hit.scored.slots),
            code: holds_code(&understood.slots, hit.scored.slots) || self.holds_short_code(hit),
            held: self
                .telling(hit.scored.slots)
                .map(|(at, _, is_held)| if is_held { self.trusts[at] } else { 0.0 })
                .collect(),
        }
    }

    /// The share of the weight that is covered, and how much more or less that is than without regard to light words.
    fn coverage(&self, hit: &Ranked) -> (f32, f32) {
        let all = self.outcome.weights.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        let lighter = self.outcome.weights.iter().zip(&self.weights).enumerate();
        let lighter = lighter.filter(|(at, _)| hit.scored.slots & (1 << (at % 64)) != 0);
        let lighter: f32 = lighter.map(|(_, (full, light))| full - light).sum();
        let before = (hit.scored.covered / all).clamp(0.0, 1.0);
        let now = ((hit.scored.covered - lighter) / self.total).clamp(0.0, 1.0);
        (now, (now / before.max(f32::MIN_POSITIVE)).min(MOST_HEAVIER))
    }

    /// The telling slots: place, weight, whether a set of slots holds it.
    fn telling(&self, held: u64) -> impl Iterator<Item = (usize, f32, bool)> {
        let slots = self.understood.slots.iter().zip(&self.weights).enumerate();
        slots
            .filter(|(_, (slot, _))| slot.required)
            .map(move |(at, (_, weight))| (at, *weight, held & (1 << (at % 64)) != 0))
    }

    /// The share of the telling words' weight that is not among the slots held.
    fn missing(&self, held: u64) -> f32 {
        let (mut all, mut lacking) = (0.0_f32, 0.0_f32);
        for (at, weight, is_held) in self.telling(held) {
            all += weight;
            lacking += if is_held { self.doubts[at] * weight } else { weight };
        }
        lacking / all.max(f32::MIN_POSITIVE)
    }

    /// Whether no more than one telling word is held, and not the one that tells most.
    fn is_slight(&self, held: u64) -> bool {
        let most = self.telling(held).max_by(|a, b| a.1.total_cmp(&b.1));
        most.is_some_and(|(.., is_held)| !is_held) && self.telling(held).filter(|(.., is_held)| *is_held).count() <= 1
    }

    /// The anchor of a section; the beginning has none.
    fn anchor(&self, section: u32) -> Option<String> {
        self.part.index.passage(section).unwrap_or_default().anchor
    }

    /// Whether a section's heading says most of what the article's title does not.
    fn names(&self, hit: &Ranked, heading: &str) -> bool {
        if heading.is_empty() || hit.parts.heading <= 0.0 {
            return false;
        }
        let title = self.marker.held(self.part.index.entries().at(hit.scored.entry).title());
        let headed = self.marker.held(heading) & !title;
        let (mut asked, mut named) = (0.0_f32, 0.0_f32);
        for (_, weight, is_named) in self.telling(headed).filter(|(at, ..)| title & (1 << (at % 64)) == 0) {
            asked += weight;
            named += if is_named { weight } else { 0.0 };
        }
        named > 0.0 && named * 2.0 >= asked
    }

    /// Whether the section that was found holds a code of few figures (`E-12`, `F3`) just as it was said.
    fn holds_short_code(&self, hit: &Ranked) -> bool {
        !self.codes.is_empty()
            && self.part.index.passage(hit.scored.section).is_ok_and(|passage| {
                let held: Vec<String> = short_codes(&passage.title).chain(short_codes(&passage.text)).collect();
                self.codes.iter().any(|code| held.contains(code))
            })
    }
}

/// The words of a text that are made of letters and figures, folded, without the signs that join them.
fn short_codes(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '‐' | '‑')));
    words.map(fold).filter_map(|word| {
        let plain: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
        let figures = plain.chars().filter(char::is_ascii_digit).count();
        (figures > 0 && figures < plain.chars().count() && plain.len() <= LONGEST_CODE).then_some(plain)
    })
}

/// The codes of few figures of a text that says hardly anything else.
fn codes_alone(text: &str, understood: &Understood) -> Vec<String> {
    let codes: Vec<String> = short_codes(text).collect();
    let is_of_code = |slot: &&Slot| codes.iter().any(|code| code.contains(slot.typed.as_str()));
    let others = understood.slots.iter().filter(|slot| slot.required && !is_of_code(slot)).count();
    if others <= BESIDE_A_CODE { codes } else { Vec::new() }
}

/// Telling words beside a code that only say what is asked of it (“error”, “means”).
const BESIDE_A_CODE: usize = 1;
/// A longer word of letters and figures is a name.
const LONGEST_CODE: usize = 8;

fn strange(part: &Part, understood: &Understood) -> Considered {
    let (mut all, mut unheard, mut words, mut telling) = (0.0_f32, 0.0_f32, Vec::new(), Vec::new());
    let rarest = rarity(part.index.sections(), 0);
    for slot in understood.slots.iter().filter(|slot| slot.required) {
        let rarity = rarity(part.index.sections(), part.index.exact_frequency(&slot.typed) as usize);
        let weight = slot.weight * rarity;
        all += weight;
        telling.push(Telling { word: slot.typed.clone(), rarity: rarity / rarest });
        if is_strange(part, slot) {
            unheard += weight;
            words.push(slot.typed.clone());
        }
    }
    let strangeness = unheard / all.max(f32::MIN_POSITIVE);
    Considered { strange: words, strangeness, telling, articles: Vec::new() }
}

/// Whether a telling word is one that nothing in the articles stands for.
fn is_strange(part: &Part, slot: &Slot) -> bool {
    let stands = |why: Why, stems: &[String]| match why {
        Why::Spelling => doubt(part, slot) < DOUBTFUL,
        Why::Typed => {
            part.index.exact_frequency(&slot.typed) > 0 || stems.iter().all(|stem| has_stem(&part.index, stem))
        }
        Why::Synonym => stems.iter().all(|stem| has_stem(&part.index, stem)),
        Why::Continuation | Why::Compound | Why::Form => true,
    };
    !slot.alternatives.iter().any(|other| stands(other.why, &other.stems))
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

/// How surely what stands for a word is what was meant: itself and its synonyms are, one half of a
/// compound where words are glued together as a matter of course.
fn trust(part: &Part, slot: &Slot) -> f32 {
    let known = |stems: &[String]| stems.iter().all(|stem| has_stem(&part.index, stem));
    let glues = part.index.analyzer().language().is_compounding();
    let trusted = |other: &Alternative| match other.why {
        Why::Typed => f32::from(part.index.exact_frequency(&slot.typed) > 0 || known(&other.stems)),
        Why::Synonym | Why::Continuation => f32::from(known(&other.stems)),
        Why::Form => other.weight,
        Why::Compound if glues || other.weight >= WHOLE => GUESSED,
        Why::Compound => other.weight,
        Why::Spelling => (1.0 - doubt(part, slot)).min(GUESSED),
    };
    slot.alternatives.iter().map(trusted).fold(0.0_f32, f32::max)
}

/// How doubtful a word of the utterance is that the index knows only as another one.
fn doubt(part: &Part, slot: &Slot) -> f32 {
    let guess = slot.alternatives.iter().find(|other| matches!(other.why, Why::Spelling | Why::Compound));
    let Some(guess) = guess else { return 0.0 };
    if part.index.exact_frequency(&slot.typed) > 0 {
        return 0.0;
    }
    let one_slip = guess.exact.as_deref().is_some_and(|word| edit_cost(&slot.typed, word, 1.0).is_some());
    match (slot.typed.chars().count(), one_slip || guess.why == Why::Compound) {
        (0..=3, _) => 0.9,
        (4, _) => 0.6,
        (5, true) => 0.3,
        (_, true) => 0.1,
        (_, false) => 0.7,
    }
}
