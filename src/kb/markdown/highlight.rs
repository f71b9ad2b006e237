//! Code, coloured on the server: spans with a handful of classes, no inline style.

use std::{fmt::Write as _, sync::LazyLock};

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

/// Code longer than this stays plain.
const LONGEST: usize = 24 * 1024;
/// Code with a line longer than this stays plain.
const LONGEST_LINE: usize = 2000;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Scopes and the class that stands for them; the first that fits wins.
static CLASSES: LazyLock<Vec<(Scope, &'static str)>> = LazyLock::new(|| {
    [
        ("comment", "hl-c"),
        ("string", "hl-s"),
        ("constant.character.escape", "hl-n"),
        ("constant.numeric", "hl-n"),
        ("constant", "hl-n"),
        ("keyword.operator", "hl-o"),
        ("keyword", "hl-k"),
        ("storage", "hl-k"),
        ("entity.name.function", "hl-f"),
        ("support.function", "hl-f"),
        ("variable.function", "hl-f"),
        ("entity.name.tag", "hl-t"),
        ("entity.other.attribute-name", "hl-a"),
        ("entity.name", "hl-t"),
        ("support", "hl-t"),
        ("variable.parameter", "hl-v"),
        ("markup.inserted", "hl-i"),
        ("markup.deleted", "hl-d"),
        ("markup.heading", "hl-k"),
    ]
    .into_iter()
    .filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, class)))
    .collect()
});

/// Style rules for the classes, for light or dark pages.
#[must_use]
pub fn highlight_css(dark: bool) -> &'static str {
    if dark {
        ".hl-c{color:#9aa3b2;font-style:italic}.hl-s{color:#a5d6a7}.hl-n{color:#f8b26a}.hl-k{color:#c9a7f5}\
         .hl-o{color:#9fd3e6}.hl-f{color:#8ab8ff}.hl-t{color:#ff9e9e}.hl-a{color:#f3d27a}.hl-v{color:#e6c9a8}\
         .hl-i{color:#a5d6a7}.hl-d{color:#ff9e9e}"
    } else {
        ".hl-c{color:#5c6675;font-style:italic}.hl-s{color:#1f6b33}.hl-n{color:#8f4a00}.hl-k{color:#6a2fb5}\
         .hl-o{color:#1b5f78}.hl-f{color:#1d4fb0}.hl-t{color:#a8232b}.hl-a{color:#7a5200}.hl-v{color:#6e4a1e}\
         .hl-i{color:#1f6b33}.hl-d{color:#a8232b}"
    }
}

/// Code as HTML: escaped, with spans where the language is known.
#[must_use]
pub fn highlight(code: &str, language: &str) -> String {
    let fits = code.len() <= LONGEST && code.lines().all(|line| line.len() <= LONGEST_LINE);
    let coloured = if fits { syntax(language).and_then(|syntax| colour(code, syntax)) } else { None };
    coloured.unwrap_or_else(|| escape(code))
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let language = language.to_lowercase();
    let known = match language.as_str() {
        "" | "text" | "txt" | "plain" | "plaintext" | "output" | "none" => return None,
        "csharp" | "c#" | "csharp-interactive" | "dotnet" => "cs",
        "ts" | "tsx" | "typescript" | "jsx" | "mjs" | "cjs" | "node" => "js",
        "jsonc" | "json5" | "webmanifest" => "json",
        "shell" | "sh" | "zsh" | "console" | "shell-session" | "dotnetcli" | "azurecli" | "terminal"
        | "bash-session" => "bash",
        "astro" | "vue" | "svelte" | "xhtml" | "handlebars" | "hbs" | "go-html-template" | "jinja" | "jinja2"
        | "liquid" => "html",
        "xaml" | "svg" | "csproj" | "msbuild" | "config" => "xml",
        "c++" | "arduino" | "ino" | "hpp" => "cpp",
        "scss" | "sass" | "less" => "css",
        "mdx" | "markdoc" => "md",
        "golang" => "go",
        "docker" => "dockerfile",
        "yml" => "yaml",
        other => other,
    };
    SYNTAXES.find_syntax_by_token(known)
}

fn colour(code: &str, syntax: &SyntaxReference) -> Option<String> {
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut out = String::with_capacity(code.len() * 2);
    let mut open: Option<&'static str> = None;
    for line in code.split_inclusive('\n') {
        let with_end = if line.ends_with('\n') { line.to_owned() } else { format!("{line}\n") };
        let ops = state.parse_line(&with_end, &SYNTAXES).ok()?;
        let mut at = 0;
        for (position, op) in ops {
            let position = position.min(line.len());
            put(&line[at..position], class(&stack), &mut open, &mut out);
            at = position;
            stack.apply(&op).ok()?;
        }
        put(&line[at..], class(&stack), &mut open, &mut out);
    }
    if open.is_some() {
        out.push_str("</span>");
    }
    Some(out)
}

fn put(text: &str, class: Option<&'static str>, open: &mut Option<&'static str>, out: &mut String) {
    if text.is_empty() {
        return;
    }
    let class = if text.trim().is_empty() { *open } else { class };
    if *open != class {
        if open.is_some() {
            out.push_str("</span>");
        }
        if let Some(class) = class {
            let _ = write!(out, "<span class=\"{class}\">");
        }
        *open = class;
    }
    out.push_str(&escape(text));
}

fn class(stack: &ScopeStack) -> Option<&'static str> {
    stack
        .as_slice()
        .iter()
        .rev()
        .find_map(|scope| CLASSES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, class)| *class))
}

/// Escapes text for HTML.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_coloured_by_classes_and_never_lost() {
        let html = highlight("let x = \"<b>\"; // ok\n", "js");
        assert!(
            html.contains("hl-k") && html.contains("hl-s") && html.contains("hl-c") && html.contains("&lt;b&gt;"),
            "{html}"
        );
        assert_eq!(highlight("<x>", "nonsense"), "&lt;x&gt;");
        assert!(!highlight(&"x ".repeat(20_000), "js").contains("span"));
    }
}
