//! What the bot's judgement is made of, each of which can be left out to see what it is worth.

/// The parts that take part; all of them, unless an ablation leaves one out.
#[expect(clippy::struct_excessive_bools, reason = "each is a part of its own, and any may be left out")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// Pairs of words, and how a message begins and ends.
    pub pairs: bool,
    /// Character n-grams.
    pub letters: bool,
    /// The linear classifier.
    pub linear: bool,
    /// The nearest example.
    pub nearest: bool,
    /// The sum of a class's examples.
    pub centroid: bool,
    /// Unknown words become the nearest known one.
    pub spelling: bool,
    /// The locale's synonyms.
    pub synonyms: bool,
    /// Slope and offset fitted to the knowledge base.
    pub calibration: bool,
    /// What the index says of whole articles.
    pub index: bool,
}

impl Default for Parts {
    fn default() -> Self {
        Self {
            pairs: true,
            letters: true,
            linear: true,
            nearest: true,
            centroid: true,
            spelling: true,
            synonyms: true,
            calibration: true,
            index: true,
        }
    }
}

impl Parts {
    /// All parts, then each of them left out, by name.
    #[must_use]
    pub fn ablations() -> Vec<(&'static str, Self)> {
        let all = Self::default();
        vec![
            ("all parts", all),
            ("without word pairs", Self { pairs: false, ..all }),
            ("without letters", Self { letters: false, ..all }),
            ("without classifier", Self { linear: false, ..all }),
            ("without nearest example", Self { nearest: false, ..all }),
            ("without centroid", Self { centroid: false, ..all }),
            ("without spelling", Self { spelling: false, ..all }),
            ("without synonyms", Self { synonyms: false, ..all }),
            ("without calibration", Self { calibration: false, ..all }),
            ("without the index", Self { index: false, ..all }),
        ]
    }
}
