//! All that the bot knows in one locale, learned from its cards and public articles: what may answer
//! a message, and how sure that is.

use std::collections::{HashMap, HashSet};

use super::{
    calibrate::{Calibration, Confusion, Material},
    cue::{Cue, Cues},
    explain,
    features::Features,
    model::{Model, Reading},
    pattern::{PatternError, Rules},
    phrases::Phrases,
    spelling::Speller,
    target::{Scored, Target},
    words::{Reader, Word},
};
use crate::{
    base::{Audience, Locale},
    kb::{Library, Status},
};

/// Number of candidates that every turn lists.
pub const CANDIDATES: usize = 5;

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
    targets: Vec<Target>,
    titles: Vec<String>,
    examples: Vec<(u32, String)>,
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
    pub fn learn(library: &Library, locale: &Locale) -> Self {
        let phrases = Phrases::new(locale, library.phrases(locale));
        let reader = Reader::new(locale);
        let cues = Cues::new(&phrases, &reader);
        let mut brain = Self {
            locale: locale.clone(),
            targets: Vec::new(),
            titles: Vec::new(),
            examples: Vec::new(),
            model: Model::default(),
            calibration: Calibration::default(),
            confusions: Vec::new(),
            speller: Speller::default(),
            rules: Rules::default(),
            rule_owners: Vec::new(),
            broken_rules: Vec::new(),
            owners: HashSet::new(),
            synonyms: synonyms(library, locale, &reader),
            reader,
            phrases,
            cues,
        };
        brain.collect(library);
        brain.train();
        brain
    }

    fn collect(&mut self, library: &Library) {
        let locale = self.locale.clone();
        for card in library.cards(&locale) {
            let class = self.add_target(Target::Card(card.id.clone()), card.title.clone());
            self.examples.extend(card.questions.iter().map(|question| (class, question.clone())));
            for pattern in &card.patterns {
                match self.rules.add(pattern, &self.reader) {
                    Ok(_) => self.rule_owners.push((class, pattern.clone())),
                    Err(error) => self.broken_rules.push((Target::Card(card.id.clone()), pattern.clone(), error)),
                }
            }
        }
        for article in library.view(Audience::Public).articles(&locale) {
            if article.status != Status::Published || !article.listed {
                continue;
            }
            let class = self.add_target(Target::Article(article.key.clone()), article.title.clone());
            let texts = article.questions.iter().chain([&article.title]);
            self.examples.extend(texts.map(|text| (class, text.clone())));
        }
    }

    fn add_target(&mut self, target: Target, title: String) -> u32 {
        self.targets.push(target);
        self.titles.push(title);
        super::features::to_u32(self.targets.len() - 1)
    }

    fn train(&mut self) {
        let mut counts: HashMap<String, u32> = HashMap::new();
        let mut features = Vec::with_capacity(self.examples.len());
        for (class, text) in &self.examples {
            let words = self.canonical(self.reader.words(text));
            for word in &words {
                *counts.entry(word.folded.clone()).or_default() += 1;
                if self.reader.stem(&word.stem) == word.stem {
                    counts.entry(word.stem.clone()).or_default();
                }
            }
            features.push(Features::of(&words));
            let heard = self.cues.hear(text, &self.reader);
            let wants_person = heard.is(Cue::Human).then_some(Cue::Human);
            self.owners.extend(wants_person.into_iter().chain(heard.small_talk()).map(|cue| (*class, cue)));
        }
        let strangers: Vec<Features> =
            self.phrases.list("strangers", "texts").iter().map(|text| Features::of(&self.reader.words(text))).collect();
        let borrowed: Vec<&Features> = features.iter().collect();
        let classes: Vec<u32> = self.examples.iter().map(|(class, _)| *class).collect();
        let class_count = self.targets.len();
        self.model = Model::train(&borrowed, &classes, class_count);
        (self.calibration, self.confusions) =
            Calibration::fit(&Material { examples: &borrowed, classes: &classes, class_count, strangers: &strangers });
        self.speller = Speller::new(counts);
    }

    /// What may answer a message, best first; only what `allowed` lets through.
    #[must_use]
    pub fn consider(&self, text: &str, explain: bool, allowed: &dyn Fn(&Target) -> bool) -> Vec<Scored> {
        let (words, mended) = self.understand(text);
        let features = Features::of(&words);
        let mut scored: Vec<Scored> = Vec::new();
        let words_said = super::pattern::length(text, &self.reader).max(1);
        for fit in self.rules.fits(text, &self.reader) {
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
        let reading = self.permitted(self.model.read(&features, mended), allowed);
        // The rank decides the order; a confidence may not contradict it.
        let mut ceiling = 1.0_f32;
        for class in best(&reading, CANDIDATES + scored.len()) {
            let target = &self.targets[class as usize];
            if scored.iter().any(|known| known.target == *target) {
                continue;
            }
            ceiling = self.calibration.confidence(&reading, class).min(ceiling);
            let why = if explain { explain::why(self, &reading, class, &words) } else { Vec::new() };
            scored.push(Scored { target: target.clone(), confidence: ceiling, by_rule: false, why });
        }
        scored.sort_by(|a, b| b.by_rule.cmp(&a.by_rule).then(b.confidence.total_cmp(&a.confidence)));
        scored.truncate(CANDIDATES);
        scored
    }

    /// The words of a message, unknown ones mended, synonyms made one; and the share of mended ones.
    fn understand(&self, text: &str) -> (Vec<Word>, f32) {
        let mut mended = 0;
        let words = self.reader.words(text).into_iter().map(|word| {
            if self.model.vocabulary.knows(&word.stem) || self.synonyms.contains_key(&word.stem) {
                return word;
            }
            // “cerators” is near no word known, but its stem is near that of “creator”.
            match self.speller.mend(&word.folded).or_else(|| self.speller.mend(&word.stem)) {
                Some(known) => {
                    mended += 1;
                    Word { folded: known.to_owned(), stem: self.reader.stem(known) }
                }
                None => word,
            }
        });
        let words = self.canonical(words.collect());
        let mended = share(mended, words.len().max(1));
        (words, mended)
    }

    fn canonical(&self, words: Vec<Word>) -> Vec<Word> {
        let one = |word: Word| match self.synonyms.get(&word.stem) {
            Some(first) => Word { folded: first.clone(), stem: self.reader.stem(first) },
            None => word,
        };
        words.into_iter().map(one).collect()
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

    /// Title of a target, for buttons and lists.
    #[must_use]
    pub fn title(&self, target: &Target) -> Option<&str> {
        self.targets.iter().position(|known| known == target).map(|at| self.titles[at].as_str())
    }

    /// Whether a card or article is itself an answer to this: it has an example that does it.
    #[must_use]
    pub fn owns(&self, target: &Target, cue: Cue) -> bool {
        self.owners.iter().any(|(class, of)| *of == cue && self.targets[*class as usize] == *target)
    }

    /// Whether most words of a message were ever seen.
    #[must_use]
    pub fn knows_words(&self, text: &str) -> bool {
        let (words, _) = self.understand(text);
        words.iter().any(|word| self.model.vocabulary.knows(&word.stem))
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
