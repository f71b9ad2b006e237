//! `question,answer` lines (RFC 4180) become cards; questions with one answer become one card.

use std::{fs, path::Path};

use super::{ImportError, Writer, file_name, io_error, yaml};

pub(super) fn import(source: &Path, writer: &mut Writer<'_>) -> Result<(), ImportError> {
    let text = fs::read_to_string(source).map_err(|error| io_error(source, error))?;
    let rows = rows(text.trim_start_matches('\u{FEFF}')).ok_or_else(|| ImportError::Format {
        path: source.to_owned(),
        what: "a quoted value is never closed".to_owned(),
    })?;
    let header =
        rows.first().is_some_and(|row| row.first().is_some_and(|cell| cell.trim().eq_ignore_ascii_case("question")));
    let mut cards: Vec<(String, Vec<String>)> = Vec::new();
    for (at, row) in rows.iter().enumerate().skip(usize::from(header)) {
        let (question, answer) =
            (row.first().map_or("", |cell| cell.trim()), row.get(1).map_or("", |cell| cell.trim()));
        if question.is_empty() || answer.is_empty() {
            if row.iter().any(|cell| !cell.trim().is_empty()) {
                writer.left_out(format!("row {}: question or answer is missing", at + 1));
            }
            continue;
        }
        match cards.iter_mut().find(|(known, _)| known == answer) {
            Some((_, questions)) => questions.push(question.to_owned()),
            None => cards.push((answer.to_owned(), vec![question.to_owned()])),
        }
    }
    let folder = if writer.is_locale() { "_bot/imported/" } else { "" };
    for (answer, questions) in cards {
        let path = writer.free(&format!("{folder}{}", file_name(&questions[0])), ".md");
        let list: String = questions.iter().map(|question| format!("  - {}\n", yaml(question))).collect();
        writer.write(&path, format!("---\nquestions:\n{list}---\n{answer}\n").as_bytes())?;
    }
    Ok(())
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
