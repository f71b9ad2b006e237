//! Line by line: `:::` directives (Docusaurus, `VitePress`, Microsoft's) and `> [!KIND]` alerts.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{
    super::markdown::{CLOSE, OPEN, alert_kind},
    Counts, Fences, prefix,
};

static PICTURE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i):{3,}[ \t]*(image|code|video)[ \t]+([^\n]*?)(?::{3,}|$)").expect("a valid expression")
});
static ATTRIBUTE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"([A-Za-z-]+)[ \t]*=[ \t]*"([^"]*)""#).expect("a valid expression"));
static ALERT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\\?\[!([A-Za-z-]+)\]:?[ \t]*(.*)$").expect("a valid expression"));

/// Directives that have an end of their own name.
const LEAVES: [&str; 16] = [
    "image-end",
    "row",
    "row-end",
    "column",
    "column-end",
    "zone",
    "zone-end",
    "moniker",
    "moniker-end",
    "code",
    "image",
    "video",
    "toc",
    "no-loc",
    "form",
    "end",
];

struct Open {
    colons: usize,
    marked: bool,
}

/// Rewrites a text whose other markup has been replaced already.
#[must_use]
pub fn rewrite(text: &str, counts: &mut Counts) -> String {
    if !text.contains(":::") && !text.contains("[!") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 64);
    let mut fences = Fences::default();
    let mut open: Vec<Open> = Vec::new();
    for line in text.split_inclusive('\n') {
        let plain = fences.line(line) || !(line.contains(":::") || line.contains("[!"));
        if plain {
            out.push_str(line);
            continue;
        }
        let line = pictures(line, counts);
        let (start, after) = prefix(&line);
        let rest = line[start.len()..].trim_end();
        if let Some(alert) = alert(start, &after, rest) {
            // A second alert within one quote begins a quote of its own.
            let outside = start.rfind('>').map_or("", |at| start[..at].trim_end());
            let quoted = out.lines().next_back().is_some_and(|last| prefix(last).0.contains('>'));
            if quoted && start.contains('>') {
                out.push_str(&format!("{outside}\n"));
            }
            out.push_str(&alert);
        } else if rest.starts_with(":::") {
            directive(start, &after, rest, &mut open, &mut out, counts);
        } else {
            out.push_str(&line);
        }
    }
    out
}

/// Microsoft's pictures, code samples and videos, wherever they stand in a line.
fn pictures(line: &str, counts: &mut Counts) -> String {
    if !line.contains(":::") {
        return line.to_owned();
    }
    let end = line.trim_end_matches('\n').len();
    let replaced = PICTURE.replace_all(&line[..end], |found: &Captures<'_>| {
        *counts.entry("microsoft").or_default() += 1;
        let of = |name: &str| {
            let found = ATTRIBUTE.captures_iter(&found[2]).find(|pair| pair[1].eq_ignore_ascii_case(name));
            found.map(|pair| pair[2].trim().to_owned()).unwrap_or_default()
        };
        let source = of("source");
        match found[1].to_ascii_lowercase().as_str() {
            "image" => format!("![{}](<{source}>)", of("alt-text").replace(['[', ']'], "")),
            "video" => format!("<{source}>"),
            _ => {
                let name = source.split(['#', '?']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
                if name.is_empty() { String::new() } else { format!("`{name}`") }
            }
        }
    });
    format!("{replaced}{}", &line[end..])
}

/// `[!NOTE]` at the start of a quote (or of a line, where the quote was forgotten).
fn alert(start: &str, after: &str, rest: &str) -> Option<String> {
    let found = ALERT.captures(rest)?;
    let name = found[1].to_lowercase();
    let text = found[2].trim();
    let kind = match name.as_str() {
        "note" | "tip" | "important" | "warning" | "caution" => Some(name.to_uppercase()),
        other => alert_kind(other).map(|kind| {
            match kind {
                "danger" => "CAUTION",
                "success" => "TIP",
                _ => "NOTE",
            }
            .to_owned()
        }),
    };
    let quote = if start.contains('>') { String::new() } else { "> ".to_owned() };
    Some(match kind {
        Some(kind) if text.is_empty() => format!("{start}{quote}[!{kind}]\n"),
        Some(kind) => format!("{start}{quote}[!{kind}]\n{after}{quote}{text}\n"),
        None => format!("{start}{text}\n"),
    })
}

fn directive(start: &str, after: &str, rest: &str, open: &mut Vec<Open>, out: &mut String, counts: &mut Counts) {
    let colons = rest.bytes().take_while(|byte| *byte == b':').count();
    let inner = rest[colons..].trim().trim_start_matches('{').trim_start_matches('.').trim();
    let name: String = inner.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect();
    let tail = inner[name.len()..].trim();
    let name = name.to_lowercase();
    let bare = after.trim_end();
    let block = |text: &str| format!("{start}{text}\n{bare}\n");
    if name.is_empty() && tail.is_empty() {
        let found = open.iter().rposition(|open| open.colons == colons);
        let found = found.or_else(|| open.iter().rposition(|open| open.colons < colons));
        match found {
            Some(at) => {
                let ended = open.drain(at..).filter(|open| open.marked).count();
                out.push_str(&format!("{bare}\n"));
                (0..ended).for_each(|_| out.push_str(&block(&format!("{OPEN}/{CLOSE}"))));
            }
            None => out.push_str(&format!("{bare}\n")),
        }
        return;
    }
    if LEAVES.contains(&name.as_str()) || (tail.ends_with(":::") && !tail.is_empty()) {
        *counts.entry("directive").or_default() += 1;
        out.push_str(&format!("{start}\n"));
        return;
    }
    let title = title(tail);
    let (text, marked) = match alert_kind(&name) {
        Some(kind) => (format!("{OPEN}alert {kind}{CLOSE}{title}"), true),
        None if name == "details" => (format!("{OPEN}details{CLOSE}{title}"), true),
        None if !title.is_empty() => (format!("**{}**", title.replace('*', "")), false),
        None => (String::new(), false),
    };
    if !marked {
        *counts.entry("directive").or_default() += 1;
    }
    open.push(Open { colons, marked });
    out.push_str(&format!("{bare}\n"));
    out.push_str(&block(&text));
}

/// `[Title]`, `{title="Title"}` or the rest of the line.
fn title(tail: &str) -> String {
    let tail = tail.trim_end_matches(':').trim();
    if let Some(inner) = tail.strip_prefix('[') {
        return inner.rsplit_once(']').map_or(inner, |(title, _)| title).trim().to_owned();
    }
    if let Some(found) = ATTRIBUTE.captures_iter(tail).find(|pair| &pair[1] == "title") {
        return found[2].trim().to_owned();
    }
    if tail.contains(['{', '=', '}']) { String::new() } else { tail.to_owned() }
}
