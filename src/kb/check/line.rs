//! Where in its file a finding is, for those that were made from what was read rather than from the text itself.

use std::{collections::HashMap, fs, path::PathBuf};

use crate::kb::{Finding, Library, read};

/// Sets the line of findings that have none, where what they quote stands in the file.
pub fn add(library: &Library, findings: &mut [Finding]) {
    let mut files: HashMap<PathBuf, Option<String>> = HashMap::new();
    for finding in findings.iter_mut().filter(|finding| finding.line.is_none() && !finding.skipped) {
        let text = files.entry(finding.path.clone()).or_insert_with_key(|path| {
            let bytes = fs::read(library.root().join(path)).ok()?;
            read::decode(bytes, &path.to_string_lossy()).ok()
        });
        finding.line = text.as_deref().and_then(|text| line_of(text, finding));
    }
}

/// The line that holds what is quoted, else the one that sets the key which the finding is named after.
fn line_of(text: &str, finding: &Finding) -> Option<u32> {
    let quoted = finding.what.split('“').skip(1).filter_map(|rest| rest.split('”').next());
    let named = finding.what.split_whitespace().map(|word| word.trim_matches([',', ':', '(', ')', '#']));
    let named = named.filter(|word| word.contains(['/', '-', '_', '.']) && word.len() > 3);
    let mut words = quoted.chain(named).filter(|word| !word.trim().is_empty());
    let at = words.find_map(|word| line(text, |line| line.contains(word)));
    at.or_else(|| line(text, |line| line.starts_with(&finding.code) && line.contains([':', '='])))
}

fn line(text: &str, holds: impl Fn(&str) -> bool) -> Option<u32> {
    let at = text.lines().position(holds)?;
    u32::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_or_named_tells_the_line() {
        let text = "---\ntitle: Refunds\nquestions: [\"Where is my money?\"]\nrelated: [billing/old]\nanswer: x\n---\n";
        let at = |code: &str, what: &str| line_of(text, &Finding::warning("a.md", code, None, what, ""));
        assert_eq!(at("question", "the question “Where is my money?” is asked in b.md already"), Some(3));
        assert_eq!(at("related", "related names the article billing/old, which is not there"), Some(4));
        assert_eq!(at("answer", "answer names a section which the article does not have"), Some(5));
        assert_eq!(at("empty", "the article has no text"), None);
    }
}
