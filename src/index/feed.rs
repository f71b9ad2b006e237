//! From an article to what is indexed of it: one document per section.

use tantivy::TantivyDocument;

use super::{
    Entry, EntryKind, Field, Lines, Passage,
    build::Item,
    schema::{Fields, SAME_PLACE},
    word_hash,
};
use crate::{
    base::{Audience, Locale},
    kb::{Article, Card, Document, Reply, Section, View, encode_path, plain_body},
    text::{Analyzer, Packer, QuickMap, TokenKind, Vocabulary},
};

/// Text of a section that is indexed; the rest of a longer one is not.
const MAX_SECTION: usize = 200_000;
/// Stems remembered before starting afresh.
const MAX_REMEMBERED: usize = 50_000;

/// What can be indexed.
#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    Article(&'a Article),
    Reply(&'a Reply),
    Card(&'a Card),
}

impl Source<'_> {
    pub fn kind(&self) -> EntryKind {
        match self {
            Self::Article(_) => EntryKind::Article,
            Self::Reply(_) => EntryKind::Reply,
            Self::Card(_) => EntryKind::Card,
        }
    }

    pub fn key(&self) -> &str {
        match self {
            Self::Article(article) => article.key.as_str(),
            Self::Reply(reply) => &reply.id,
            Self::Card(card) => card.id.as_str(),
        }
    }
}

/// Makes documents; one per thread, since it remembers stems.
pub(super) struct Feed<'a> {
    analyzer: &'a Analyzer,
    fields: &'a Fields,
    stems: QuickMap<Box<str>, Box<str>>,
    packer: Packer<'a>,
}

/// An entry and its sections, ready for the index.
pub(super) struct Fed {
    pub entry: Entry,
    pub documents: Vec<TantivyDocument>,
    /// Bytes of text in it.
    pub bytes: usize,
}

/// What describes an entry as a whole, before analysis.
struct Head<'a> {
    titles: Vec<&'a str>,
    questions: Vec<&'a str>,
    keywords: Vec<&'a str>,
    about: Vec<&'a str>,
    names: Vec<&'a str>,
}

impl<'a> Feed<'a> {
    pub fn new(analyzer: &'a Analyzer, fields: &'a Fields, vocabulary: &'a Vocabulary) -> Self {
        Self { analyzer, fields, stems: QuickMap::default(), packer: vocabulary.packer() }
    }

    /// Reads and analyses one source.
    pub fn feed(&mut self, item: &Item<'_>, number: u32, view: View<'_>) -> Fed {
        match item.source {
            Source::Article(article) => self.article(article, number, item, view),
            Source::Reply(reply) => self.reply(reply, number, item),
            Source::Card(card) => self.card(card, number, item),
        }
    }

    fn article(&mut self, article: &Article, number: u32, item: &Item<'_>, view: View<'_>) -> Fed {
        let document = view.document(article);
        let categories = category_titles(article, view);
        let mut about: Vec<&str> = article.description.as_deref().into_iter().collect();
        about.push(article.key.as_str());
        about.extend(article.slug.as_deref());
        about.extend(article.aliases.iter().map(String::as_str));
        about.extend(categories);
        let mut titles = vec![article.title.as_str()];
        titles.extend(article.short_title.as_deref().filter(|short| *short != article.title));
        let head = Head {
            titles,
            questions: article.questions.iter().map(String::as_str).collect(),
            keywords: article.keywords.iter().chain(&article.tags).map(String::as_str).collect(),
            about,
            names: item.linked.texts.iter().map(String::as_str).collect(),
        };
        let entry = Entry {
            number,
            fingerprint: item.fingerprint,
            kind: EntryKind::Article,
            key: article.key.as_str().into(),
            title: article.title.as_str().into(),
            url: match article.visibility {
                Audience::Public => article.url().into(),
                Audience::Agent => desk_url("article", &article.locale, article.key.as_str()).into(),
            },
            category: article.category.as_str().into(),
            tags: boxed(&article.tags),
            questions: boxed(&article.questions),
            names: boxed(&item.linked.texts),
            links: item.linked.articles,
            visibility: article.visibility,
            updated: article.updated.as_millisecond(),
            headings: Box::default(),
            lines: Lines::default(),
        };
        self.finish(entry, &head, &document)
    }

    fn reply(&mut self, reply: &Reply, number: u32, item: &Item<'_>) -> Fed {
        let entry = Entry {
            number,
            fingerprint: item.fingerprint,
            kind: EntryKind::Reply,
            key: reply.id.as_str().into(),
            title: reply.title.as_str().into(),
            url: desk_url("reply", &reply.locale, &reply.id).into(),
            category: "".into(),
            tags: boxed(&reply.tags),
            questions: Box::default(),
            names: Box::default(),
            links: 0,
            visibility: Audience::Agent,
            updated: item.changed,
            headings: Box::default(),
            lines: Lines::default(),
        };
        let head = Head {
            titles: vec![&reply.title],
            questions: Vec::new(),
            keywords: reply.tags.iter().map(String::as_str).collect(),
            about: reply.description.as_deref().into_iter().chain([reply.id.as_str()]).collect(),
            names: Vec::new(),
        };
        self.finish(entry, &head, &single_section(&reply.body))
    }

    fn card(&mut self, card: &Card, number: u32, item: &Item<'_>) -> Fed {
        let entry = Entry {
            number,
            fingerprint: item.fingerprint,
            kind: EntryKind::Card,
            key: card.id.as_str().into(),
            title: card.title.as_str().into(),
            url: desk_url("card", &card.locale, card.id.as_str()).into(),
            category: "".into(),
            tags: boxed(&card.tags),
            questions: boxed(&card.questions),
            names: Box::default(),
            links: 0,
            visibility: Audience::Agent,
            updated: item.changed,
            headings: Box::default(),
            lines: Lines::default(),
        };
        let head = Head {
            titles: vec![&card.title],
            questions: card.questions.iter().map(String::as_str).collect(),
            keywords: card.tags.iter().map(String::as_str).collect(),
            about: vec![card.id.as_str()],
            names: Vec::new(),
        };
        self.finish(entry, &head, &single_section(&card.body))
    }

    fn finish(&mut self, mut entry: Entry, head: &Head<'_>, document: &Document) -> Fed {
        let lines = head.titles[..1].iter().chain(&head.questions).chain(&head.names);
        let lines: Vec<Vec<u32>> = lines.map(|line| self.line(line)).collect();
        entry.lines = Lines::pack(&lines);
        let headings: Vec<String> = document.sections.iter().map(|s| s.title.replace('\n', " ")).collect();
        entry.headings = headings.join("\n").into();
        let number = entry.number;
        let mut bytes = 0;
        let documents = document
            .sections
            .iter()
            .enumerate()
            .map(|(index, section)| {
                bytes += section.text.len() + section.title.len() + 64;
                self.section(section, (index == 0).then_some(head), number)
            })
            .collect();
        Fed { entry, documents, bytes }
    }

    /// Hashes of the stems of a title or question, stop words marked in the lowest bit.
    fn line(&mut self, text: &str) -> Vec<u32> {
        let analyzer = self.analyzer;
        let mut hashes = Vec::new();
        analyzer.each(text, |token| {
            if token.kind != TokenKind::Part {
                hashes.push(line_hash(analyzer, token.word, &analyzer.stem(token.word)));
            }
        });
        hashes
    }

    fn section(&mut self, section: &Section, head: Option<&Head<'_>>, number: u32) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        let mut exact = String::new();
        if let Some(head) = head {
            for (field, texts) in [
                (Field::Title, &head.titles),
                (Field::Questions, &head.questions),
                (Field::Keywords, &head.keywords),
                (Field::About, &head.about),
                (Field::Names, &head.names),
            ] {
                self.add(&mut document, field, texts.iter().copied(), &mut exact);
            }
        }
        let headings = section.path.iter().map(String::as_str).chain([section.title.as_str()]);
        self.add(&mut document, Field::Heading, headings, &mut exact);
        self.add(&mut document, Field::Body, [cut(&section.text, MAX_SECTION)], &mut exact);
        document.add_text(self.fields.text[Field::Exact as usize], &exact);
        document.add_u64(self.fields.entry, u64::from(number));
        document.add_bytes(self.fields.passage, &self.packer.pack(&Passage::encode(section)));
        document
    }

    fn add<'t>(
        &mut self,
        document: &mut TantivyDocument,
        field: Field,
        texts: impl IntoIterator<Item = &'t str>,
        exact: &mut String,
    ) {
        let mut stems = String::new();
        for text in texts {
            let (analyzer, remembered) = (self.analyzer, &mut self.stems);
            analyzer.each(text, |token| {
                if token.kind == TokenKind::Whole {
                    stems.push(SAME_PLACE);
                }
                push_stem(analyzer, remembered, token.word, &mut stems);
                stems.push(' ');
                exact.push_str(token.word);
                exact.push(' ');
            });
        }
        if !stems.is_empty() {
            document.add_text(self.fields.text[field as usize], &stems);
        }
    }
}

/// Hash of a stem with the lowest bit telling a stop word.
#[must_use]
pub fn line_hash(analyzer: &Analyzer, word: &str, stem: &str) -> u32 {
    word_hash(stem) & !1 | u32::from(analyzer.is_stop(word))
}

fn push_stem(analyzer: &Analyzer, remembered: &mut QuickMap<Box<str>, Box<str>>, word: &str, out: &mut String) {
    if let Some(stem) = remembered.get(word) {
        return out.push_str(stem);
    }
    let stem = analyzer.stem(word);
    out.push_str(&stem);
    if remembered.len() >= MAX_REMEMBERED {
        remembered.clear();
    }
    remembered.insert(word.into(), (&*stem).into());
}

/// Where agents read what has no public page.
fn desk_url(kind: &str, locale: &Locale, id: &str) -> String {
    format!("/desk/read/{kind}/{locale}/{}", encode_path(id))
}

fn category_titles<'a>(article: &Article, view: View<'a>) -> Vec<&'a str> {
    let mut titles = Vec::new();
    let mut category = Some(article.category.clone());
    while let Some(key) = category.filter(|key| !key.is_root()) {
        titles.extend(view.category(&article.locale, &key).map(|found| found.title.as_str()));
        category = key.parent();
    }
    titles
}

fn single_section(body: &str) -> Document {
    Document { sections: vec![Section { text: plain_body(body), ..Section::default() }] }
}

fn boxed(texts: &[String]) -> Box<[Box<str>]> {
    texts.iter().map(|text| text.as_str().into()).collect()
}

/// At most `limit` bytes, cut between characters.
pub(super) fn cut(text: &str, limit: usize) -> &str {
    &text[..text.floor_char_boundary(limit)]
}
