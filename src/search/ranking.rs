//! The figures of the ranking, in one place. One set serves every knowledge base and language; an
//! ablation ([`super::evaluate`]) turns each ingredient off in turn.

use serde::{Deserialize, Serialize};

/// Weights and switches. The default is what is served.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each switches one ingredient off")]
pub struct Ranking {
    /// Weight of each scored field: title, questions, keywords, about, names, heading, body.
    pub weight: [f32; 7],
    /// How much each field's length counts, 0 to 1.
    pub length: [f32; 7],
    /// How soon more occurrences cease to count.
    pub saturation: f32,
    /// Weight of an exact word beside its stem.
    pub exact: f32,
    /// Share of the article's evidence as a whole, against its best section's.
    pub article: f32,
    /// Factor on stop words.
    pub stop: f32,
    /// Weight of the title (or the best question) scored by itself, beside the whole.
    pub line: f32,
    /// Weight of the section's heading scored by itself.
    pub heading_line: f32,
    /// How much the length of such a line counts, 0 to 1.
    pub line_length: f32,
    /// Factor on stop words in such a line: they tell kinds of questions apart.
    pub line_stop: f32,
    /// Likeness of the query to the title, as a share of the query's ceiling.
    pub title: f32,
    /// Likeness of the query to one question.
    pub question: f32,
    /// Words standing near each other and in order.
    pub proximity: f32,
    /// Likeness of the letters of the query and the title or a question.
    pub letters: f32,
    /// What a letter of a stop word counts in it.
    pub letters_stop: f32,
    /// What the letters of the section's heading count against those of the title.
    pub heading_letters: f32,
    /// How much little words in a line, and their letters, depend on the telling words being there.
    pub little: f32,
    /// The same for letters.
    pub little_letters: f32,
    /// Rarity (in articles) below which a word counts less in lines too: what every article speaks of
    /// tells little in a title.
    pub topic: f32,
    /// What a line that others call the article by counts against its own title, 0 to 1.
    pub names: f32,
    /// The query is such a line, word for word, as a share of the query's ceiling.
    pub named: f32,
    /// Many articles link to it.
    pub links: f32,
    /// All words of the query found in one article; the sum over words has paid for that already.
    pub all_words: f32,
    /// Words expanded from an unfinished last word.
    pub prefix: f32,
    /// Compounds that end with a word, against the word itself.
    pub head: f32,
    /// The two words of a known compound, apart, against the compound.
    pub apart: f32,
    /// Share of the query's weight below which an article that holds none of its telling words is trusted less.
    pub least_held: f32,
    /// How much the share of the query's weight that an article holds counts (an exponent).
    pub coverage: f32,
    /// Telling words of a query up to which each is meant.
    pub coverage_words: usize,
    /// Correct unknown words.
    pub spelling: bool,
    /// Search other forms of words that the index lacks.
    pub forms: bool,
    /// Where a query finds nothing, search what is nearly so.
    pub net: bool,
    /// Use synonyms.
    pub synonyms: bool,
    /// Join and split compounds.
    pub compounds: bool,
    /// Articles looked at closely.
    pub depth: usize,
    /// Sections from which on common words are looked up only where they can matter; changes no answer.
    pub prune: usize,
}

impl Default for Ranking {
    fn default() -> Self {
        Self {
            weight: [3.0, 2.5, 2.0, 0.8, 1.0, 1.8, 1.0],
            length: [0.5, 0.5, 0.3, 0.5, 0.5, 0.5, 0.7],
            saturation: 1.6,
            exact: 0.15,
            article: 0.35,
            stop: 0.8,
            line: 1.0,
            heading_line: 1.0,
            line_length: 0.5,
            line_stop: 1.8,
            title: 0.25,
            question: 0.35,
            proximity: 0.1,
            letters: 0.8,
            letters_stop: 1.0,
            heading_letters: 1.0,
            little: 0.2,
            little_letters: 0.3,
            topic: 3.0,
            names: 0.8,
            named: 0.5,
            links: 0.05,
            all_words: 0.0,
            prefix: 0.3,
            head: 0.5,
            apart: 0.5,
            least_held: 0.1,
            coverage: 0.2,
            coverage_words: 2,
            spelling: true,
            forms: true,
            net: false,
            synonyms: true,
            compounds: true,
            depth: 60,
            prune: 4_096,
        }
    }
}

impl Ranking {
    /// What little words count in a line that holds so much of all telling words.
    pub(super) fn dependent(&self, held: f32, all: f32) -> f32 {
        let share = if all > 0.0 { (held / all).min(1.0) } else { 1.0 };
        1.0 - self.little + self.little * share
    }

    /// The default with one ingredient off, each with its name, for an ablation.
    #[must_use]
    pub fn ablations() -> Vec<(&'static str, Self)> {
        let off = |change: &dyn Fn(&mut Self)| {
            let mut ranking = Self::default();
            change(&mut ranking);
            ranking
        };
        vec![
            ("all ingredients", Self::default()),
            ("fields weighted alike", off(&|r| r.weight = [1.0; 7])),
            ("no length normalisation", off(&|r| r.length = [0.0; 7])),
            ("no exact words", off(&|r| r.exact = 0.0)),
            ("best section only", off(&|r| r.article = 0.0)),
            ("stop words full", off(&|r| r.stop = 1.0)),
            ("no title of its own", off(&|r| r.line = 0.0)),
            ("no title likeness", off(&|r| r.title = 0.0)),
            ("no question likeness", off(&|r| r.question = 0.0)),
            ("no heading of its own", off(&|r| r.heading_line = 0.0)),
            ("no letters", off(&|r| r.letters = 0.0)),
            ("little words by themselves", off(&|r| (r.little, r.little_letters) = (0.0, 0.0))),
            ("topics like other words", off(&|r| r.topic = 0.0)),
            ("no texts of links", off(&|r| (r.names, r.named, r.weight[4]) = (0.0, 0.0, 0.0))),
            ("no count of links", off(&|r| r.links = 0.0)),
            ("no proximity", off(&|r| r.proximity = 0.0)),
            ("a bonus for all words", off(&|r| r.all_words = 0.05)),
            ("no compounds by their ends", off(&|r| r.head = 0.0)),
            ("known compounds whole only", off(&|r| r.apart = 0.0)),
            ("likeness of letters trusted", off(&|r| r.least_held = 0.0)),
            ("no prefixes", off(&|r| r.prefix = 0.0)),
            ("no spelling", off(&|r| r.spelling = false)),
            ("parts of short queries trusted", off(&|r| r.coverage = 0.0)),
            ("coverage in sentences too", off(&|r| r.coverage_words = usize::MAX)),
            ("no other forms", off(&|r| r.forms = false)),
            ("no synonyms", off(&|r| r.synonyms = false)),
            ("no compounds", off(&|r| r.compounds = false)),
        ]
    }
}
