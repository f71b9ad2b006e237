//! All that the bot knows in one locale, learned from its cards and public articles: what may answer
//! a message, and how sure that is.

mod about;
mod understand;

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::{
    calibrate::{Calibration, Confusion, Material},
    code,
    cue::{Cue, Cues},
    explain,
    features::Features,
    model::{Model, Reading},
    parts::Parts,
    pattern::{PatternError, Rules},
    phrases::Phrases,
    spelling::Speller,
    target::{Scored, Target},
    words::{Reader, Word},
};
use crate::{
    base::{Audience, Locale},
    kb::{Article, Library, Status},
};

/// Number of candidates that every turn lists.
pub const CANDIDATES: usize = 5;
/// Titles and questions of articles that are learned as examples, all or none: beyond, learning them
/// would cost seconds at each start and say little that the index does not.
const MOST_ARTICLE_TEXTS: usize = 4_000;

/// A message with so many telling words that the knowledge base knows is no stranger's.
const OWN_WORDS: usize = 2;
/// Telling words from which on a message with just those of a card's example says what the card is for.
const SEVERAL: usize = 3;
/// How sure it is what is meant by somebody who says an example word for word.
pub const SAME_WORDS: f32 = 0.99;

/// What is known in one locale.
pub struct Brain {
    /// The locale.
    pub locale: Locale,
    /// Its words.
    pub reader: Reader,
    /// Its phrases.
    pub phrases: Phrases,
    /// What messages do rather than ask.
    pub cues: Cues,
    parts: Parts,
    targets: Vec<Target>,
    examples: Vec<(u32, String)>,
    /// How many examples each has.
    known_by: HashMap<Target, usize>,
    /// The stems of all that each target is known by; nothing where there are no articles.
    own_words: Vec<HashSet<String>>,
    /// The words of each example and title, and whose they are.
    word_for_word: HashMap<String, Vec<u32>>,
    /// The same without little words, of cards beside articles.
    told_the_same: HashMap<String, Vec<u32>>,
    model: Model,
    calibration: Calibration,
    confusions: Vec<Confusion>,
    speller: Speller,
    rules: Rules,
    rule_owners: Vec<(u32, String)>,
    broken_rules: Vec<(Target, String, PatternError)>,
    /// Classes with an example that does this rather than asks: their own answer comes first.
    owners: HashSet<(u32, Cue)>,
    synonyms: HashMap<String, String>,
    /// Words of the strangers: of the language, if not of the knowledge base.
    everyday: HashSet<String>,
    /// Stems of everyday words that say little of what is asked about: “take”, “long”, “need”.
    light: HashSet<String>,
    /// There are articles, so that the index knows what the knowledge base speaks of.
    has_articles: bool,
}

/// Two cards (or articles) that the bot confuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Whose example or rule it is.
    pub of: Target,
    /// What it was taken for.
    pub taken_for: Target,
    /// The example or rule.
    pub text: String,
}

impl Brain {
    /// Learns a locale.
    #[must_use]
    pub fn learn(library: &Library, locale: &Locale, parts: Parts) -> Self {
        let phrases = Phrases::new(locale, library.phrases(locale));
        let reader = Reader::new(locale);
        let cues = Cues::new(&phrases, &reader);
        let mut brain = Self {
            locale: locale.clone(),
            targets: Vec::new(),
            examples: Vec::new(),
            known_by: HashMap::new(),
            own_words: Vec::new(),
            word_for_word: HashMap::new(),
            told_the_same: HashMap::new(),
            model: Model::default(),
            calibration: Calibration::default(),
            confusions: Vec::new(),
            speller: Speller::default(),
            rules: Rules::of_writers(&reader),
            rule_owners: Vec::new(),
            broken_rules: Vec::new(),
            owners: HashSet::new(),
            has_articles: false,
            light: phrases.list("introduce", "light_words").iter().map(|word| reader.stem(word)).collect(),
            everyday: everyday(&phrases, &reader),
            synonyms: if parts.synonyms { synonyms(library, locale, &reader) } else { HashMap::new() },
            parts,
            reader,
            phrases,
            cues,
        };
        brain.collect(library);
        brain.train(library);
        brain
    }

    fn collect(&mut self, library: &Library) {
        let locale = self.locale.clone();
        for card in library.cards(&locale) {
            let class = self.add_target(Target::Card(card.id.clone()));
            self.examples.extend(card.questions.iter().map(|question| (class, question.clone())));
            for pattern in &card.patterns {
                match self.rules.add(pattern, &self.reader) {
                    Ok(_) => self.rule_owners.push((class, pattern.clone())),
                    Err(error) => self.broken_rules.push((Target::Card(card.id.clone()), pattern.clone(), error)),
                }
            }
        }
        let articles: Vec<&Article> = library
            .view(Audience::Public)
            .articles(&locale)
            .filter(|article| article.status == Status::Published && article.listed)
            .collect();
        self.has_articles = !articles.is_empty();
        // So many are the index's business, which scores titles and questions by themselves as well.
        if articles.iter().map(|article| 1 + article.questions.len()).sum::<usize>() > MOST_ARTICLE_TEXTS {
            return;
        }
        for article in articles {
            let class = self.add_target(Target::Article(article.key.clone()));
            let texts = article.questions.iter().chain([&article.title]);
            self.examples.extend(texts.map(|text| (class, text.clone())));
        }
    }

    fn add_target(&mut self, target: Target) -> u32 {
        self.targets.push(target);
        super::features::to_u32(self.targets.len() - 1)
    }

    fn train(&mut self, library: &Library) {
        let read: Vec<(Vec<Word>, Features, Vec<Cue>)> =
            self.examples.par_iter().map(|(_, text)| self.read_example(text)).collect();
        for ((_, _, cues), (class, text)) in read.iter().zip(&self.examples) {
            self.owners.extend(cues.iter().map(|cue| (*class, *cue)));
            self.word_for_word.entry(self.plain(text)).or_default().push(*class);
            if self.has_articles && self.targets[*class as usize].card().is_some() {
                if let Some(told) = self.told(text) {
                    self.told_the_same.entry(told).or_default().push(*class);
                }
            }
            *self.known_by.entry(self.targets[*class as usize].clone()).or_default() += 1;
        }
        let features: Vec<&Features> = read.iter().map(|(_, features, _)| features).collect();
        let strangers = self.strangers(read.iter().flat_map(|(words, ..)| words));
        let strangers: Vec<&Features> = strangers.iter().collect();
        let classes: Vec<u32> = self.examples.iter().map(|(class, _)| *class).collect();
        let class_count = self.targets.len();
        let parts = self.parts;
        self.model = Model::train(&features, &classes, class_count, &strangers, parts);
        (self.calibration, self.confusions) = Calibration::fit(&Material {
            examples: &features,
            classes: &classes,
            class_count,
            strangers: &strangers,
            parts,
        });
        if !parts.calibration {
            self.calibration = Calibration::default();
        }
        self.speller = Speller::new(read.iter().flat_map(|(words, ..)| words));
        if self.has_articles {
            let words: Vec<&[Word]> = read.iter().map(|(words, ..)| words.as_slice()).collect();
            self.learn_own_words(library, &words);
        }
    }

    /// What is said to nobody here. A text two of whose telling words the examples hold, or all of them, may well
    /// be meant for this knowledge base, and is left out.
    fn strangers<'a>(&self, examples: impl Iterator<Item = &'a Word>) -> Vec<Features> {
        let known: HashSet<&str> = examples.map(|word| word.stem.as_str()).collect();
        let texts = self.phrases.list("strangers", "texts");
        let foreign = texts.iter().map(|text| self.canonical(self.read(text))).filter(|words| {
            let telling = words.iter().filter(|word| !self.reader.is_stop(&word.folded));
            let (own, strange): (Vec<&Word>, Vec<&Word>) = telling.partition(|word| known.contains(word.stem.as_str()));
            !strange.is_empty() && own.len() < OWN_WORDS
        });
        foreign.map(|words| self.features(&words)).collect()
    }

    fn read_example(&self, text: &str) -> (Vec<Word>, Features, Vec<Cue>) {
        let words = self.canonical(self.read(text));
        let features = self.features(&words);
        let heard = self.cues.hear_own(text, &self.reader);
        let cues = heard.is(Cue::Human).then_some(Cue::Human).into_iter().chain(heard.small_talk()).collect();
        (words, features, cues)
    }

    /// What may answer a message, best first; only what `allowed` lets through. Rules look at the `whole` message,
    /// with the values in it that likeness is better without.
    #[must_use]
    pub fn consider(&self, text: &str, whole: &str, explain: bool, allowed: &dyn Fn(&Target) -> bool) -> Vec<Scored> {
        let (words, features) = self.understand(text);
        let mut scored: Vec<Scored> = Vec::new();
        let mut fits = self.rules.fits(text, &self.reader);
        if whole != text {
            let more = self.rules.fits(whole, &self.reader);
            fits.extend(
                more.into_iter().filter(|fit| fits.iter().all(|known| known.rule != fit.rule)).collect::<Vec<_>>(),
            );
        }
        let words_said = if fits.is_empty() { 1 } else { super::pattern::length(whole, &self.reader).max(1) };
        for fit in fits {
            let (class, pattern) = &self.rule_owners[fit.rule];
            let target = &self.targets[*class as usize];
            if allowed(target) && scored.iter().all(|known| known.target != *target) {
                let confidence = 0.9 + 0.09 * share(fit.covered, words_said);
                let why = if explain { vec![format!("rule “{pattern}”")] } else { Vec::new() };
                scored.push(Scored { target: target.clone(), confidence, by_rule: true, why });
            }
        }
        if features.is_empty() || self.targets.is_empty() {
            return scored;
        }
        for class in self.word_for_word.get(&self.plain(text)).into_iter().flatten() {
            let target = &self.targets[*class as usize];
            if allowed(target) && scored.iter().all(|known| known.target != *target) {
                let why = if explain { vec!["an example, word for word".to_owned()] } else { Vec::new() };
                scored.push(Scored { target: target.clone(), confidence: SAME_WORDS, by_rule: false, why });
            }
        }
        let reading = self.permitted(self.model.read(&features), allowed);
        let codes = code::codes(text);
        // The rank decides the order; a confidence may not contradict it.
        let mut ceiling = 1.0_f32;
        for class in best(&reading, CANDIDATES + scored.len()) {
            let target = &self.targets[class as usize];
            if scored.iter().any(|known| known.target == *target) {
                continue;
            }
            let confidence = self.calibration.confidence(&reading, class);
            let example = self.example(reading.classes[class as usize].example);
            ceiling = code::doubted(confidence, &codes, &code::codes(example)).min(ceiling);
            let why = if explain { explain::why(self, &reading, class, &words) } else { Vec::new() };
            scored.push(Scored { target: target.clone(), confidence: ceiling, by_rule: false, why });
        }
        scored.sort_by(|a, b| b.by_rule.cmp(&a.by_rule).then(b.confidence.total_cmp(&a.confidence)));
        scored.truncate(CANDIDATES);
        scored
    }

    /// A text as it is compared word for word.
    fn plain(&self, text: &str) -> String {
        self.reader.words(text).into_iter().map(|word| word.folded).collect::<Vec<_>>().join(" ")
    }

    /// The telling words of a text that has several.
    fn told(&self, text: &str) -> Option<String> {
        let words = self.reader.words(text).into_iter().map(|word| word.folded);
        let told: Vec<String> = words.filter(|word| self.reader.tells(word)).collect();
        (told.len() >= SEVERAL).then(|| told.join(" "))
    }

    /// Whether an example of a card tells just what a message does, in the same words and order: only little words
    /// and the way of asking differ.
    #[must_use]
    pub fn tells_the_same(&self, text: &str, target: &Target) -> bool {
        let classes = self.told(text).and_then(|told| self.told_the_same.get(&told));
        classes.is_some_and(|classes| classes.iter().any(|class| self.targets[*class as usize] == *target))
    }

    /// The reading without classes that may not answer now.
    fn permitted(&self, mut reading: Reading, allowed: &dyn Fn(&Target) -> bool) -> Reading {
        for evidence in &mut reading.classes {
            if !allowed(&self.targets[evidence.class as usize]) {
                evidence.rank = f32::NEG_INFINITY;
                evidence.linear = -9.0;
                (evidence.near_words, evidence.near_grams) = (0.0, 0.0);
            }
        }
        reading
    }

    /// Whether a card or article is itself an answer to this: it has an example that does it.
    #[must_use]
    pub fn owns(&self, target: &Target, cue: Cue) -> bool {
        self.owners.iter().any(|(class, of)| *of == cue && self.targets[*class as usize] == *target)
    }

    /// By how many titles, questions or examples a card or article is known.
    #[must_use]
    pub fn examples_of(&self, target: &Target) -> usize {
        self.known_by.get(target).copied().unwrap_or(0)
    }

    /// Whether most words of a message were ever seen.
    #[must_use]
    pub fn knows_words(&self, text: &str) -> bool {
        let any = |words: &[Word]| words.iter().any(|word| self.model.vocabulary.knows(&word.stem));
        any(&self.canonical(self.read(text))) || any(&self.understand(text).0)
    }

    /// How many words of a text were seen as they are written, little words not counted.
    #[must_use]
    pub fn known(&self, text: &str) -> usize {
        let words = self.reader.words(text);
        let told = words.iter().filter(|word| !self.reader.is_stop(&word.folded));
        told.filter(|word| self.model.vocabulary.knows(&word.stem)).count()
    }

    /// Whether a word (folded) is one of every day that says little of what is asked about.
    #[must_use]
    pub fn is_light(&self, word: &str) -> bool {
        self.light.contains(&self.reader.stem(word))
    }

    /// Whether there are articles, so that the index knows what the knowledge base speaks of.
    #[must_use]
    pub fn has_articles(&self) -> bool {
        self.has_articles
    }

    /// Rules that cannot be read.
    #[must_use]
    pub fn broken_rules(&self) -> &[(Target, String, PatternError)] {
        &self.broken_rules
    }

    /// Examples taken for another card's when they are held out, and rules that fit another card's
    /// example.
    #[must_use]
    pub fn conflicts(&self) -> Vec<Conflict> {
        let mut out: Vec<Conflict> = self
            .confusions
            .iter()
            .map(|confusion| {
                let (class, text) = &self.examples[confusion.example as usize];
                Conflict {
                    of: self.targets[*class as usize].clone(),
                    taken_for: self.targets[confusion.taken_for as usize].clone(),
                    text: text.clone(),
                }
            })
            .collect();
        for (class, text) in &self.examples {
            for fit in self.rules.fits(text, &self.reader) {
                let (owner, pattern) = &self.rule_owners[fit.rule];
                if owner != class {
                    out.push(Conflict {
                        of: self.targets[*owner as usize].clone(),
                        taken_for: self.targets[*class as usize].clone(),
                        text: pattern.clone(),
                    });
                }
            }
        }
        out
    }

    /// The model, for explanations.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// An example by its number.
    #[must_use]
    pub fn example(&self, number: u32) -> &str {
        self.examples.get(number as usize).map_or("", |(_, text)| text)
    }
}

fn best(reading: &Reading, count: usize) -> Vec<u32> {
    let mut order: Vec<(f32, u32)> = reading
        .classes
        .iter()
        .filter(|evidence| evidence.rank.is_finite())
        .map(|evidence| (evidence.rank, evidence.class))
        .collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    order.into_iter().take(count).map(|(_, class)| class).collect()
}

#[expect(clippy::cast_precision_loss, reason = "words of one message")]
fn share(part: usize, whole: usize) -> f32 {
    (part as f32 / whole as f32).min(1.0)
}

fn everyday(phrases: &Phrases, reader: &Reader) -> HashSet<String> {
    let texts = phrases.list("strangers", "texts");
    texts.iter().flat_map(|text| reader.words(text)).map(|word| word.folded).collect()
}

/// Words that stand for one another, each led to the first of its group. Only single words: longer
/// ones are the index's business.
fn synonyms(library: &Library, locale: &Locale, reader: &Reader) -> HashMap<String, String> {
    let mut out = HashMap::new();
    for group in library.synonyms(locale).two_way {
        let words: Vec<Word> = group
            .iter()
            .filter_map(|text| match &reader.words(text)[..] {
                [word] => Some(word.clone()),
                _ => None,
            })
            .collect();
        if let Some((first, others)) = words.split_first() {
            for other in others {
                out.entry(other.stem.clone()).or_insert_with(|| first.folded.clone());
            }
        }
    }
    out
}
