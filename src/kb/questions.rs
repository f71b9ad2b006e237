//! Adds a question to the front matter of a card or article. Everything else stays as it is written:
//! comments, order, quotes. What cannot be changed for sure is refused.

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};

use serde_json::Value;

use super::front_matter::{Split, split};

/// Writes a question into a file: aside first, then in its place, so that no reader sees half of it. One that the
/// file has already is not written again: false. Only one at a time may write into a file.
///
/// # Errors
/// When the file cannot be read or written; `InvalidData` when its front matter is of a form that is not understood.
pub fn add_question(file: &Path, question: &str) -> io::Result<bool> {
    let text = fs::read_to_string(file)?;
    if has(&text, question) {
        return Ok(false);
    }
    let unclear = || io::Error::new(io::ErrorKind::InvalidData, "the questions are written in a form of their own");
    let new = added(&text, question).ok_or_else(unclear)?;
    let name = file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let aside = file.with_file_name(format!(".{name}.new"));
    let mut out = fs::File::create(&aside)?;
    out.write_all(new.as_bytes())?;
    out.sync_all()?;
    fs::set_permissions(&aside, fs::metadata(file)?.permissions())?;
    fs::rename(&aside, file)?;
    Ok(true)
}

/// The line that a writer adds to a file that this cannot change.
#[must_use]
pub fn question_line(question: &str) -> String {
    format!("  - {}", Value::from(question))
}

/// Whether the file's own list has the question, however its letters and signs are written.
fn has(text: &str, question: &str) -> bool {
    let plain = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let Ok(split) = split(&plain) else { return false };
    let bare = |text: &str| crate::text::fold(text).replace(|c: char| !c.is_alphanumeric(), "");
    let is = |known: &Value| known.as_str().is_some_and(|known| bare(known) == bare(question));
    match split.values.get("questions") {
        Some(Value::Array(list)) => list.iter().any(is),
        Some(known) => is(known),
        None => false,
    }
}

/// The text with one question more.
fn added(text: &str, question: &str) -> Option<String> {
    let windows = text.contains("\r\n");
    let plain = if windows { text.replace("\r\n", "\n") } else { text.to_owned() };
    let (mark, plain) = plain.strip_prefix('\u{feff}').map_or(("", plain.as_str()), |rest| ("\u{feff}", rest));
    let before = split(plain).ok()?;
    let (at, piece) = place(plain, &before, &Value::from(question).to_string())?;
    let new = format!("{}{piece}{}", &plain[..at], &plain[at..]);
    let after = split(&new).ok()?;
    if !is_one_more(&before, &after, question) {
        return None;
    }
    let new = if windows { new.replace('\n', "\r\n") } else { new };
    Some(format!("{mark}{new}"))
}

/// Whether nothing has changed but the one question.
fn is_one_more(before: &Split<'_>, after: &Split<'_>, question: &str) -> bool {
    let mut wanted = before.values.clone();
    match wanted.get_mut("questions") {
        Some(Value::Array(list)) => list.push(question.into()),
        Some(Value::Null) | None => {
            wanted.insert("questions".to_owned(), vec![question].into());
        }
        Some(_) => return false,
    }
    wanted == after.values && before.body == after.body
}

/// Where to put what.
fn place(text: &str, split: &Split<'_>, quoted: &str) -> Option<(usize, String)> {
    let fence = text.trim_start().lines().next().map(str::trim_end).unwrap_or_default();
    let yaml = match fence {
        "---" => true,
        "+++" => false,
        _ => return Some((0, format!("---\nquestions:\n  - {quoted}\n---\n"))),
    };
    let block = split.block.as_ptr() as usize - text.as_ptr() as usize;
    let mut at = block;
    for line in split.block.split_inclusive('\n') {
        let value = line.strip_prefix("questions").map(str::trim_start);
        let value = value.and_then(|rest| rest.strip_prefix(if yaml { ':' } else { '=' }));
        if let Some(value) = value {
            let from = at + line.len() - value.len();
            return if value.trim_start().starts_with('[') {
                in_brackets(text, from, quoted)
            } else if yaml && value.split('#').next().unwrap_or_default().trim().is_empty() {
                Some(in_list(text, at + line.len(), block + split.block.len(), quoted))
            } else {
                None
            };
        }
        if !yaml && line.starts_with('[') {
            return Some((at, format!("questions = [{quoted}]\n")));
        }
        at += line.len();
    }
    let new_line = if split.block.is_empty() || split.block.ends_with('\n') { "" } else { "\n" };
    let entry = if yaml { format!("questions:\n  - {quoted}\n") } else { format!("questions = [{quoted}]\n") };
    Some((block + split.block.len(), format!("{new_line}{entry}")))
}

/// `[…]` that begins at or after `from`: before its closing bracket.
fn in_brackets(text: &str, from: usize, quoted: &str) -> Option<(usize, String)> {
    let (mut depth, mut quote, mut escaped) = (0_u32, None, false);
    let mut last = None;
    for (at, c) in text[from..].char_indices() {
        match (quote, c) {
            (Some('"'), '\\') if !escaped => {
                escaped = true;
                continue;
            }
            (Some(open), c) if c == open && !escaped => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '[') => depth += 1,
            (None, ']') if depth == 1 => {
                let (end, sign) = last?;
                let joint = if matches!(sign, '[' | ',') { "" } else { "," };
                let space = if sign == '[' { "" } else { " " };
                return Some((from + end, format!("{joint}{space}{quoted}")));
            }
            (None, ']') => depth -= 1,
            _ => {}
        }
        escaped = false;
        if !c.is_whitespace() {
            last = Some((at + c.len_utf8(), c));
        }
    }
    None
}

/// A list of lines that begin with dashes, from `from` on: after its last.
fn in_list(text: &str, from: usize, end: usize, quoted: &str) -> (usize, String) {
    let (mut at, mut last, mut indent) = (from, from, None);
    for line in text[from..end].split_inclusive('\n') {
        let spaces = line.len() - line.trim_start_matches(' ').len();
        let bare = line.trim();
        at += line.len();
        if bare.starts_with("- ") && indent.is_none_or(|indent| indent == spaces) {
            indent = Some(spaces);
        } else if bare.is_empty() || bare.starts_with('#') {
            continue;
        } else if indent.is_none_or(|indent| spaces <= indent) {
            break;
        }
        last = at;
    }
    (last, format!("{}- {quoted}\n", " ".repeat(indent.unwrap_or(2))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_added_and_nothing_else_changes() {
        for (before, after) in [
            (
                "---\nintent: a # why\nquestions:\n  - One?\n  # a note\n  - 'Two: it''s'\n\npatterns: []\n---\nBody\n",
                "---\nintent: a # why\nquestions:\n  - One?\n  # a note\n  - 'Two: it''s'\n  - \"New?\"\n\npatterns: []\n---\nBody\n",
            ),
            (
                "---\nquestions: [\"a ] b\", 'c']  # three\n---\nx",
                "---\nquestions: [\"a ] b\", 'c', \"New?\"]  # three\n---\nx",
            ),
            ("---\nquestions: []\n---\nx", "---\nquestions: [\"New?\"]\n---\nx"),
            ("---\nquestions:\n- a\n- b\ntitle: T\n---\nx", "---\nquestions:\n- a\n- b\n- \"New?\"\ntitle: T\n---\nx"),
            ("---\ntitle: T\n---\nx", "---\ntitle: T\nquestions:\n  - \"New?\"\n---\nx"),
            (
                "+++\ntitle = \"T\"\n[x]\ny = 1\n+++\nx",
                "+++\ntitle = \"T\"\nquestions = [\"New?\"]\n[x]\ny = 1\n+++\nx",
            ),
            ("+++\nquestions = [\n  \"a\",\n]\n+++\nx", "+++\nquestions = [\n  \"a\", \"New?\"\n]\n+++\nx"),
            ("Only text", "---\nquestions:\n  - \"New?\"\n---\nOnly text"),
            ("---\r\nquestions:\r\n  - a\r\n---\r\nx", "---\r\nquestions:\r\n  - a\r\n  - \"New?\"\r\n---\r\nx"),
        ] {
            assert_eq!(added(before, "New?").as_deref(), Some(after));
        }
        assert_eq!(added("---\nquestions: one text\n---\nx", "New?"), None);
    }

    #[test]
    fn a_question_that_the_file_has_is_not_written_twice() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.md");
        fs::write(&file, "---\ntitle: T\n---\nx").unwrap();
        assert!(add_question(&file, "Where is it?").unwrap());
        let once = fs::read_to_string(&file).unwrap();
        assert!(!add_question(&file, "where is IT").unwrap());
        assert_eq!(fs::read_to_string(&file).unwrap(), once);
        fs::write(&file, "---\nquestions: one text\n---\nx").unwrap();
        assert_eq!(add_question(&file, "New?").unwrap_err().kind(), io::ErrorKind::InvalidData);
        assert_eq!(question_line("a \"b\"?"), r#"  - "a \"b\"?""#);
    }

    #[test]
    fn what_a_visitor_wrote_stays_one_text() {
        let new = added("---\nquestions: []\n---\nx", "a\" ]\n- b: {c}").unwrap();
        assert_eq!(split(&new).unwrap().values["questions"][0], "a\" ]\n- b: {c}");
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_added(question in "\\PC{1,60}") {
            let new = added("---\nintent: a\nquestions:\n  - b\n---\nx", &question).unwrap();
            let read = split(&new).unwrap().values["questions"][1].clone();
            proptest::prop_assert_eq!(read.as_str(), Some(question.as_str()));
        }
    }
}
