//! In MDX the children of a component are indented as its author likes; in Markdown four spaces are
//! code. Children move left to where their component stands, and the end of fenced code, which MDX takes
//! at any indentation, to where its beginning stands.

use std::{borrow::Cow, collections::BTreeMap};

use super::{super::markdown, Fences, prefix};

struct Frame {
    name: String,
    indent: usize,
    least: usize,
    first: usize,
}

/// Moves the children of components that stand on lines of their own.
#[must_use]
pub fn dedent(text: &str) -> Cow<'_, str> {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut frames: Vec<Frame> = Vec::new();
    let mut fences = Fences::default();
    let mut moved: Vec<(usize, usize, usize)> = Vec::new();
    let mut in_tag = 0;
    let mut ends = BTreeMap::new();
    let mut begun = 0;
    for (at, line) in lines.iter().enumerate() {
        let bare = line.trim_start();
        let mut indent = line.len() - bare.len();
        let was_open = fences.0.is_some();
        let code = fences.line(line);
        if !was_open && fences.0.is_some() {
            begun = prefix(line).0.len();
        } else if was_open && fences.0.is_none() && bare.starts_with(['`', '~']) && indent != begun {
            ends.insert(at, begun);
            indent = begun;
        }
        if !code
            && at >= in_tag
            && bare.starts_with("</")
            && let Some(found) =
                markdown::scan(bare).and_then(|(tag, _)| frames.iter().rposition(|f| f.name == tag.name))
        {
            frames.truncate(found + 1);
            let frame = frames.pop().expect("it was found");
            if frame.least != usize::MAX && frame.least > frame.indent {
                moved.push((frame.first, at, frame.least - frame.indent));
            }
            note(&mut frames, frame.indent.min(indent));
            continue;
        }
        if bare.is_empty() || at < in_tag {
            continue;
        }
        note(&mut frames, indent);
        if code || !bare.starts_with('<') {
            continue;
        }
        let rest = rest_from(text, &lines, at, indent);
        if let Some((tag, length)) = markdown::scan(rest)
            && !tag.closing
            && !tag.self_closing
            && rest[length..].split('\n').next().is_some_and(|after| after.trim().is_empty())
        {
            in_tag = at + rest[..length].matches('\n').count() + 1;
            frames.push(Frame { name: tag.name, indent, least: usize::MAX, first: in_tag });
        }
    }
    if moved.is_empty() && ends.is_empty() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(shifted(&lines, &moved, &ends))
}

/// The lines with the children moved (first line, end, by how much) and the ends of code where their
/// beginnings stand.
fn shifted(lines: &[&str], moved: &[(usize, usize, usize)], ends: &BTreeMap<usize, usize>) -> String {
    let mut shift = vec![0_usize; lines.len() + 1];
    for &(first, end, by) in moved {
        for line in &mut shift[first..end] {
            *line += by;
        }
    }
    let out: Vec<Cow<'_, str>> = lines
        .iter()
        .zip(&shift)
        .enumerate()
        .map(|(at, (line, by))| {
            let bare = line.trim_start();
            match ends.get(&at) {
                Some(begun) => Cow::Owned(format!("{}{bare}", " ".repeat(begun.saturating_sub(*by)))),
                None => Cow::Borrowed(&line[(*by).min(line.len() - bare.len())..]),
            }
        })
        .collect();
    out.join("\n")
}

fn note(frames: &mut [Frame], indent: usize) {
    if let Some(frame) = frames.last_mut() {
        frame.least = frame.least.min(indent);
    }
}

/// The text from a line on (without its indentation).
fn rest_from<'a>(text: &'a str, lines: &[&'a str], at: usize, indent: usize) -> &'a str {
    let start = lines[at].as_ptr() as usize - text.as_ptr() as usize;
    &text[start + indent..]
}
