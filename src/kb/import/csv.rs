//! `question,answer` lines (RFC 4180) become cards; questions with one answer become one card.

use std::{fs, path::Path};

use super::{ImportError, Writer, file_name, io_error, yaml};

pub(super) fn import(source: &Path, writer: &mut Writer<'_>) -> Result<(), ImportError> {
    let text = fs::read_to_string(source).map_err(|error| io_error(source, error))?;
    let rows = rows(text.trim_start_matches('\u{FEFF}')).ok_or_else(|| ImportError::Format {
        path: source.to_owned(),
        what: "a quoted value is never closed".to_owned(),
    })?;
    let columns = Columns::of(rows.first().map_or(&[], Vec::as_slice));
    if !columns.unused.is_empty() {
        writer.left_out(format!("columns that are not used: {}", columns.unused.join(", ")));
    }
    let mut cards: Vec<Card> = Vec::new();
    for (at, row) in rows.iter().enumerate().skip(usize::from(columns.header)) {
        let cell = |column: usize| row.get(column).map_or("", |cell| cell.trim());
        let (question, answer) = (cell(columns.question), cell(columns.answer));
        if question.is_empty() || answer.is_empty() {
            if row.iter().any(|cell| !cell.trim().is_empty()) {
                writer.left_out(format!("row {}: question or answer is missing", at + 1));
            }
            continue;
        }
        let tags = columns.tags.map_or("", cell).split([',', ';', '|']).map(str::trim).filter(|tag| !tag.is_empty());
        let known = cards.iter().position(|card| card.answer == answer).unwrap_or_else(|| {
            cards.push(Card { answer: answer.to_owned(), ..Card::default() });
            cards.len() - 1
        });
        cards[known].questions.push(question.to_owned());
        for tag in tags.map(str::to_owned) {
            if !cards[known].tags.contains(&tag) {
                cards[known].tags.push(tag);
            }
        }
    }
    let folder = if writer.is_locale() { "_bot/imported/" } else { "" };
    for card in cards {
        let path = writer.free(&format!("{folder}{}", file_name(&card.questions[0])), ".md");
        writer.write(&path, card.text().as_bytes())?;
    }
    Ok(())
}

#[derive(Default)]
struct Card {
    answer: String,
    questions: Vec<String>,
    tags: Vec<String>,
}

impl Card {
    fn text(&self) -> String {
        let questions: String = self.questions.iter().map(|question| format!("  - {}\n", yaml(question))).collect();
        let tags: Vec<String> = self.tags.iter().map(|tag| yaml(tag)).collect();
        let tags = if tags.is_empty() { String::new() } else { format!("tags: [{}]\n", tags.join(", ")) };
        format!("---\ntitle: {}\n{tags}questions:\n{questions}---\n{}\n", yaml(&self.questions[0]), self.answer)
    }
}

/// Which column holds what: as the first row names them, else question and answer come first.
struct Columns<'a> {
    header: bool,
    question: usize,
    answer: usize,
    tags: Option<usize>,
    unused: Vec<&'a str>,
}

/// What columns are called where FAQs come from.
const QUESTION: &[&str] =
    &["question", "questions", "title", "q", "faq", "pregunta", "kerdes", "frage", "domanda", "pergunta"];
const ANSWER: &[&str] =
    &["answer", "answers", "body", "text", "a", "respuesta", "valasz", "antwort", "reponse", "risposta", "resposta"];
const TAGS: &[&str] =
    &["tag", "tags", "labels", "keywords", "category", "etiquetas", "cimkek", "categoria", "kategoria"];

impl<'a> Columns<'a> {
    fn of(first: &'a [String]) -> Self {
        let named =
            |names: &[&str]| first.iter().position(|cell| names.contains(&crate::text::fold(cell.trim()).as_str()));
        let (Some(question), Some(answer)) = (named(QUESTION), named(ANSWER)) else {
            return Self { header: false, question: 0, answer: 1, tags: None, unused: Vec::new() };
        };
        let tags = named(TAGS);
        let used = |at: &usize| *at == question || *at == answer || Some(*at) == tags;
        let unused = first.iter().enumerate().filter(|(at, cell)| !used(at) && !cell.trim().is_empty());
        let unused = unused.map(|(_, cell)| cell.trim()).collect();
        Self { header: true, question, answer, tags, unused }
    }
}

/// Rows of cells; `None` when a quote is never closed. The separator is what the first line has most
/// of: comma, semicolon or tab.
fn rows(text: &str) -> Option<Vec<Vec<String>>> {
    let first = text.lines().next().unwrap_or_default();
    let separator = [',', ';', '\t'].into_iter().max_by_key(|c| (first.matches(*c).count(), *c == ',')).unwrap_or(',');
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if cell.trim().is_empty() => {
                cell.clear();
                loop {
                    match letters.next()? {
                        '"' if letters.peek() == Some(&'"') => {
                            letters.next();
                            cell.push('"');
                        }
                        '"' => break,
                        other => cell.push(other),
                    }
                }
            }
            letter if letter == separator => row.push(std::mem::take(&mut cell)),
            '\r' => {}
            '\n' => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    Some(rows)
}
