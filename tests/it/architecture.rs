//! The one way through the house: every module imports only what stands before it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Module → modules it may import.
fn rule() -> BTreeMap<&'static str, Vec<&'static str>> {
    let all = ["base", "desk", "config", "text", "kb", "index", "search", "bot", "store", "app", "jobs", "web", "cli"];
    let may = |names: &[&'static str]| names.to_vec();
    BTreeMap::from([
        ("base", may(&[])),
        ("desk", may(&["base"])),
        ("config", may(&["base", "desk"])),
        ("text", may(&["base"])),
        ("kb", may(&["base", "text"])),
        ("index", may(&["base", "text", "kb"])),
        ("search", may(&["base", "text", "kb", "index"])),
        ("bot", may(&["base", "text", "kb", "index", "search"])),
        ("store", may(&["base", "desk", "kb", "bot"])),
        ("app", may(&["base", "desk", "config", "text", "kb", "index", "search", "bot", "store"])),
        ("jobs", may(&["base", "desk", "config", "kb", "search", "bot", "store", "app"])),
        ("web", may(&["base", "desk", "config", "kb", "search", "bot", "store", "app"])),
        ("cli", may(&all)),
    ])
}

fn rust_files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
}

/// Every `crate::name` in a line, also inside `crate::{a::…, b::…}`.
fn imports(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let (mut depth, mut word, mut fresh) = (0, String::new(), true);
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => fresh = true,
                    c if c.is_alphanumeric() || c == '_' => {
                        if fresh && depth == 0 {
                            word.push(c);
                        }
                        continue;
                    }
                    c if c.is_whitespace() && word.is_empty() => continue,
                    _ => {}
                }
                if !word.is_empty() {
                    found.push(std::mem::take(&mut word));
                    fresh = c == ',' && depth == 0;
                }
            }
            if !word.is_empty() {
                found.push(word);
            }
        } else {
            found.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    found
}

#[test]
fn every_module_imports_only_what_stands_before_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for (module, allowed) in rule() {
        let mut files = Vec::new();
        rust_files(&src.join(module), &mut files);
        for file in files {
            for import in imports(&fs::read_to_string(&file).unwrap()) {
                let is_room = rule().contains_key(import.as_str());
                if is_room && import != module && !allowed.contains(&import.as_str()) {
                    wrong.push(format!("{} imports {import}", file.strip_prefix(&src).unwrap().display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "imports that go up the house:\n{}", wrong.join("\n"));
}

#[test]
fn grouped_imports_are_read() {
    assert_eq!(imports("use crate::{base::{Audience, Locale}, kb::Library, text};"), ["base", "kb", "text"]);
    assert_eq!(imports("crate::app::Error"), ["app"]);
}

#[test]
fn every_module_says_what_it_is_for() {
    let mut files = Vec::new();
    rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let silent = files
        .iter()
        .filter(|file| !fs::read_to_string(file).unwrap().starts_with("//!"))
        .map(|file| file.display().to_string())
        .collect::<Vec<_>>();
    assert!(silent.is_empty(), "modules without an opening //!:\n{}", silent.join("\n"));
}

#[test]
fn files_stay_small_enough_to_read() {
    let mut files = Vec::new();
    rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let long = files
        .iter()
        .map(|file| (fs::read_to_string(file).unwrap().lines().count(), file))
        .filter(|(lines, _)| *lines > 500)
        .map(|(lines, file)| format!("{lines} {}", file.display()))
        .collect::<Vec<_>>();
    assert!(long.is_empty(), "files over 500 lines:\n{}", long.join("\n"));
}
