//! Takes fragments in: `[!INCLUDE [name](path)]` (Microsoft's) and `{{% include "path" %}}`
//! (Hugo's). Only from inside the knowledge base, not in circles, not without end.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use regex::{Captures, Regex};

use super::front_matter;

static INCLUDE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r#"(?i)\[!INCLUDE\s*\[(?P<label>(?:[^\[\]\n]|\\\]|\[[^\]\n]*\])*)\]\(\s*(?P<path>[^()\n]+?)\s*\)\s*\]"#,
        r#"|\{\{[<%]\s*include\s+"(?P<hugo>[^"\n]+)"\s*/?[%>]\}\}"#,
    ))
    .expect("a valid expression")
});

const DEEPEST: u32 = 8;
const LONGEST: usize = 2 << 20;

/// Reads a file of the knowledge base by its path below the root.
pub type Fetch<'a> = dyn Fn(&str) -> Option<Arc<str>> + Sync + 'a;

/// Takes in what `text`, the file at `path`, includes. Every file that was asked for is noted in
/// `asked`, found or not.
pub fn expand(text: &str, path: &str, fetch: &Fetch<'_>, asked: &mut BTreeMap<String, bool>) -> String {
    let mut stack = vec![path.to_owned()];
    let mut room = LONGEST.saturating_sub(text.len());
    expand_in(text, path, fetch, asked, &mut stack, &mut room)
}

/// Whether the text includes anything.
#[must_use]
pub fn mentions(text: &str) -> bool {
    (text.contains("[!") || text.contains("include")) && INCLUDE.is_match(text)
}

/// What a file at `path` includes that is not there: line and path as written. What stands in code only shows
/// how it is written.
#[must_use]
pub fn missing(text: &str, path: &str, exists: &dyn Fn(&str) -> bool) -> Vec<(u32, String)> {
    let gone = INCLUDE.captures_iter(text).filter_map(|found| {
        let written = found.name("path").or_else(|| found.name("hugo"))?;
        let there = candidates(path, written.as_str()).iter().any(|candidate| exists(candidate));
        (!there && !in_code(&text[..written.start()])).then_some(written)
    });
    let line = |at: usize| u32::try_from(text[..at].bytes().filter(|byte| *byte == b'\n').count() + 1).unwrap_or(1);
    gone.map(|written| (line(written.start()), written.as_str().to_owned())).collect()
}

fn expand_in(
    text: &str,
    path: &str,
    fetch: &Fetch<'_>,
    asked: &mut BTreeMap<String, bool>,
    stack: &mut Vec<String>,
    room: &mut usize,
) -> String {
    let replaced = INCLUDE.replace_all(text, |found: &Captures<'_>| {
        let whole = found.get(0).expect("a match has a whole");
        let written = found.name("path").or_else(|| found.name("hugo")).map_or("", |path| path.as_str());
        let taken = (stack.len() <= DEEPEST as usize).then(|| {
            candidates(path, written).into_iter().find_map(|candidate| {
                if stack.contains(&candidate) {
                    return None;
                }
                let content = fetch(&candidate);
                asked.insert(candidate.clone(), content.is_some());
                content.map(|content| (candidate, content))
            })
        });
        let Some((fragment_path, content)) = taken.flatten() else { return left_over(text, whole.range(), found) };
        let body = front_matter::split(&content).map_or_else(
            |_| String::new(),
            |split| {
                if is_private(&split.values) { String::new() } else { split.body.trim().to_owned() }
            },
        );
        if body.len() > *room {
            return String::new();
        }
        *room -= body.len();
        stack.push(fragment_path.clone());
        let body = expand_in(&body, &fragment_path, fetch, asked, stack, room);
        stack.pop();
        indent(&body, text, whole.start())
    });
    replaced.into_owned()
}

/// A fragment that its own front matter keeps from the public is not shown through another file.
fn is_private(values: &super::value::Values) -> bool {
    let visibility = values.get("visibility").and_then(super::value::text);
    visibility.is_some_and(|text| text != "public") || values.get("draft").and_then(super::value::boolean) == Some(true)
}

/// What stays of an include that leads nowhere: itself in code (which shows how one is written), its label
/// inside a sentence, nothing on its own.
fn left_over(text: &str, range: std::ops::Range<usize>, found: &Captures<'_>) -> String {
    if in_code(&text[..range.start]) {
        return text[range].to_owned();
    }
    let before = text[..range.start].rsplit('\n').next().unwrap_or_default();
    let after = text[range.end..].split('\n').next().unwrap_or_default();
    let alone = before.trim_matches([' ', '\t', '>']).is_empty() && after.trim().is_empty();
    let label = found.name("label").map_or("", |label| label.as_str());
    if alone { String::new() } else { label.to_owned() }
}

/// Whether a fenced block is still open at the end of a text.
fn in_code(before: &str) -> bool {
    let fence = |line: &&str| {
        let line = line.trim_start_matches([' ', '\t', '>']);
        line.starts_with("```") || line.starts_with("~~~")
    };
    before.lines().filter(fence).count() % 2 == 1
}

/// Indents the lines after the first as deep as the include stands.
fn indent(body: &str, text: &str, at: usize) -> String {
    let line = text[..at].rsplit('\n').next().unwrap_or_default();
    let blank: String = line.chars().take_while(|c| matches!(c, ' ' | '\t' | '>')).collect();
    if blank.is_empty() { body.to_owned() } else { body.replace('\n', &format!("\n{blank}")) }
}

/// Where a written path may lead, most likely first; all below the root.
fn candidates(from: &str, written: &str) -> Vec<String> {
    let written = super::path::decode(written.split(['#', '?']).next().unwrap_or_default());
    let locale = from.split('/').next().unwrap_or_default();
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let starts: &[&str] = if written.starts_with(['/', '~']) { &[locale, ""] } else { &[folder, locale] };
    let bare = written.trim_start_matches(['~', '/']);
    let mut out: Vec<String> = Vec::new();
    for start in starts {
        if let Some(path) = super::path::join(start, bare)
            && super::place::markdown_stem(&path).is_some()
            && !out.contains(&path)
        {
            out.push(path);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(text: &str) -> (String, Vec<String>) {
        let mut asked = BTreeMap::new();
        let fetch = |path: &str| -> Option<Arc<str>> {
            match path {
                "en/includes/a.md" => Some("---\ntitle: x\n---\nA [!INCLUDE [b](b.md)]\n".into()),
                "en/includes/b.md" => Some("B [!INCLUDE [a](a.md)]".into()),
                "en/includes/many.md" => Some("one\n\ntwo".into()),
                "en/includes/secret.md" => Some("---\nvisibility: agent\n---\nSECRET".into()),
                _ => None,
            }
        };
        let out = expand(text, "en/x/page.md", &fetch, &mut asked);
        (out, asked.into_keys().collect())
    }

    #[test]
    fn fragments_are_taken_in_from_inside_only() {
        assert_eq!(expanded("> [!INCLUDE [a](../includes/a.md)]").0, "> A B a");
        assert_eq!(expanded("  [!include[many](~/includes/many.md)]").0, "  one\n  \n  two");
        assert_eq!(expanded("{{% include \"/includes/many.md\" %}}").0, "one\n\ntwo");
        let (text, asked) = expanded("use [!INCLUDE [Name](../../../etc/passwd.md)] here\n[!INCLUDE [x](gone.md)]\n");
        assert_eq!(text, "use Name here\n\n");
        assert!(asked.iter().all(|path| path.starts_with("en/") || path.starts_with("etc")), "{asked:?}");
        let shown = "```markdown\n[!INCLUDE [x](gone.md)]\n```\n";
        assert_eq!(expanded(shown).0, shown, "code shows how it is written");
        assert_eq!(expanded("[!INCLUDE [s](../includes/secret.md)]").0, "");
    }
}
