//! The fields of the index and the settings of its segments.
//!
//! Words arrive here already cut, folded and stemmed ([`crate::text`]), separated by spaces, so
//! that one analysis feeds all fields; the index's own tokeniser only splits them again.

use tantivy::{
    IndexSettings,
    schema::{FAST, Field as TantivyField, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions},
    store::Compressor,
    tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager},
};

/// What a word of an article belongs to. Titles, questions, keywords and what is said about the
/// article are indexed once, with its first section; headings and bodies with each section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub enum Field {
    /// Title and short title.
    Title,
    /// Questions of the front matter.
    Questions,
    /// Keywords and tags.
    Keywords,
    /// Description, words of the key and of old paths, titles of the categories above.
    About,
    /// What other articles call it: the texts of links.
    Names,
    /// The section's heading and those above it.
    Heading,
    /// The section's text.
    Body,
    /// Every word of the section (and of all the above, with the first section) folded, not stemmed:
    /// the vocabulary, and the mark of exact words.
    Exact,
}

impl Field {
    /// All, by number.
    pub const ALL: [Self; 8] = [
        Self::Title,
        Self::Questions,
        Self::Keywords,
        Self::About,
        Self::Names,
        Self::Heading,
        Self::Body,
        Self::Exact,
    ];
    /// Those that are scored by frequency and length.
    pub const SCORED: [Self; 7] =
        [Self::Title, Self::Questions, Self::Keywords, Self::About, Self::Names, Self::Heading, Self::Body];

    /// Whether it belongs to the article rather than to one section.
    #[must_use]
    pub fn is_of_article(self) -> bool {
        matches!(self, Self::Title | Self::Questions | Self::Keywords | Self::About | Self::Names)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Questions => "questions",
            Self::Keywords => "keywords",
            Self::About => "about",
            Self::Names => "names",
            Self::Heading => "heading",
            Self::Body => "body",
            Self::Exact => "exact",
        }
    }
}

/// Handles of all fields.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    pub text: [TantivyField; 8],
    /// Number of the entry that a section belongs to.
    pub entry: TantivyField,
    /// What a snippet is made from; see [`super::Passage`].
    pub passage: TantivyField,
}

pub(super) const ENTRY: &str = "entry";

/// Marks a word that stands at the same place as the next one.
pub(super) const SAME_PLACE: char = '\u{1}';

pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let text = Field::ALL.map(|field| {
        let option = match field {
            Field::Body | Field::Heading => IndexRecordOption::WithFreqsAndPositions,
            Field::Exact => IndexRecordOption::Basic,
            _ => IndexRecordOption::WithFreqs,
        };
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("words")
            .set_index_option(option)
            .set_fieldnorms(field != Field::Exact);
        builder.add_text_field(field.name(), TextOptions::default().set_indexing_options(indexing))
    });
    let entry = builder.add_u64_field(ENTRY, FAST | INDEXED);
    let passage = builder.add_bytes_field("passage", STORED);
    (builder.build(), Fields { text, entry, passage })
}

/// Small blocks, not packed: what is in them is already, and a page of hits reads ten of them.
pub(super) fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::None,
        docstore_blocksize: 2_048,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

pub(super) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register("words", Words::default());
    manager
}

/// Splits at spaces.
#[derive(Clone, Default)]
struct Words {
    token: Token,
}

struct WordStream<'a> {
    rest: &'a str,
    next_position: usize,
    token: &'a mut Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream { rest: text, next_position: 0, token: &mut self.token }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((word, rest)) = self.rest.split_once(' ') else { return false };
        self.rest = rest;
        self.token.position = self.next_position;
        self.token.text.clear();
        if let Some(word) = word.strip_prefix(SAME_PLACE) {
            self.token.text.push_str(word);
        } else {
            self.token.text.push_str(word);
            self.next_position += 1;
        }
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
