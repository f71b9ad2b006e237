//! Shortcodes of Hugo and Zola, tags of Liquid, Jinja and Markdoc.

use super::{
    super::{
        markdown::{CLOSE, OPEN, alert_kind},
        place::readable,
    },
    component::{Instead, video},
};

/// Names and values between the braces.
#[derive(Debug, Default)]
struct Call {
    name: String,
    closing: bool,
    /// Closed in itself (`/>`): nothing behind it belongs to it.
    empty: bool,
    positional: Vec<String>,
    named: Vec<(String, String)>,
}

impl Call {
    fn get(&self, names: &[&str]) -> Option<&str> {
        let found = self.named.iter().find(|(name, _)| names.iter().any(|wanted| name.eq_ignore_ascii_case(wanted)));
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    fn first(&self) -> Option<&str> {
        self.positional.first().map(String::as_str)
    }
}

/// What a shortcode or tag does to the text after it.
#[derive(Debug, PartialEq, Eq)]
pub enum Does {
    /// It is replaced.
    Replace(Instead),
    /// Everything down to its end tag (this pattern) is code in this language.
    Code(String, Vec<String>),
    /// Everything down to its end tag is dropped.
    Drop(Vec<String>),
}

/// Hugo: `{{< name args >}}` and `{{% name args %}}`. In a link's destination only an address may
/// stand.
#[must_use]
pub fn hugo(inner: &str, in_address: bool, alone: bool) -> Does {
    let inner = inner.trim();
    if let Some(escaped) = inner.strip_prefix("/*") {
        let shown = escaped.trim_end_matches("*/").trim();
        return Does::Replace(Instead::Inline(format!("`{}`", shown.replace('`', ""))));
    }
    let call = parse(inner);
    if alone && matches!(call.name.as_str(), "glossary-term" | "glossary" | "term") {
        return Does::Replace(Instead::Nothing);
    }
    known(&call, in_address, &|name| {
        vec![
            format!("{{{{< /{name} >}}}}"),
            format!("{{{{</{name}>}}}}"),
            format!("{{{{% /{name} %}}}}"),
            format!("{{{{</ {name} >}}}}"),
        ]
    })
}

/// Liquid, Jinja, Markdoc: `{% name args %}`.
#[must_use]
pub fn tag(inner: &str, in_address: bool) -> Does {
    let inner = inner.trim().trim_matches('-').trim();
    let ends = |name: &str| {
        vec![
            format!("{{% end{name} %}}"),
            format!("{{%- end{name} -%}}"),
            format!("{{% /{name} %}}"),
            format!("{{%end{name}%}}"),
        ]
    };
    let mut call = parse(inner);
    if call.name == "comment" {
        return Does::Drop(ends("comment"));
    }
    if let Some(name) = call.name.strip_prefix("end").map(str::to_owned) {
        call = Call { name, closing: true, ..Call::default() };
    }
    if in_address {
        return Does::Replace(inline(
            call.first().filter(|_| matches!(call.name.as_str(), "link" | "post_url" | "asset")),
        ));
    }
    known(&call, false, &ends)
}

/// Liquid, Jinja, Zola: `{{ expression }}`.
#[must_use]
pub fn expression(inner: &str, in_address: bool, alone: bool) -> Instead {
    let inner = inner.trim().trim_matches('-').trim();
    let head = inner.split('|').next().unwrap_or_default().trim();
    for quote in ['"', '\''] {
        if let Some(text) = head.strip_prefix(quote).and_then(|text| text.strip_suffix(quote)) {
            return Instead::Inline(text.to_owned());
        }
    }
    if let Some((name, args)) = head.split_once('(')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == ':')
    {
        let call = parse(&format!("{name} {}", args.trim_end_matches(')').replace(',', " ")));
        return match known(&call, in_address, &|_| Vec::new()) {
            Does::Replace(instead) => instead,
            _ => Instead::Nothing,
        };
    }
    if in_address || alone || inner.is_empty() {
        return Instead::Nothing;
    }
    Instead::Inline(format!("`{}`", inner.replace(['`', '\n'], " ").trim()))
}

fn known(call: &Call, in_address: bool, ends: &dyn Fn(&str) -> Vec<String>) -> Does {
    let name = call.name.to_lowercase();
    let first = call.first();
    if in_address {
        let address = call.get(&["path", "page", "src", "href", "url"]).or(first).unwrap_or_default();
        return Does::Replace(Instead::Inline(address.replace(' ', "%20")));
    }
    let title = call.get(&["title", "summary", "header", "caption"]);
    let kind = match name.as_str() {
        "hint" | "callout" | "admonition" | "alert" | "notice" => Some(
            call.get(&["type", "style", "kind", "color", "context"]).or(first).and_then(alert_kind).unwrap_or("note"),
        ),
        _ => alert_kind(&name),
    };
    if call.closing {
        let block = kind.is_some() || matches!(name.as_str(), "details" | "expand" | "spoiler" | "collapse");
        return Does::Replace(if block { Instead::Block(format!("{OPEN}/{CLOSE}")) } else { Instead::Nothing });
    }
    if call.empty && (kind.is_some() || has_body(&name)) {
        return Does::Replace(inline(call.get(&["text", "content", "code"]).or(title)));
    }
    let instead = match name.as_str() {
        _ if kind.is_some() => {
            Instead::Block(format!("{OPEN}alert {}{CLOSE}{}", kind.unwrap_or("note"), title.unwrap_or_default()))
        }
        "details" | "expand" | "spoiler" | "collapse" => {
            Instead::Block(format!("{OPEN}details{CLOSE}{}", title.or(first).unwrap_or("…")))
        }
        "qr" | "mermaid" | "math" | "katex" => return Does::Code(String::new(), ends(&call.name)),
        "highlight" | "hl" | "code" => {
            return Does::Code(
                call.get(&["lang", "language"]).or(first).unwrap_or_default().to_owned(),
                ends(&call.name),
            );
        }
        "code-toggle" | "code-block" | "codeblock" => {
            return Does::Code(call.get(&["lang", "language"]).unwrap_or_default().to_owned(), ends(&call.name));
        }
        "figure" | "img" | "image" | "resize_image" | "picture" => {
            let alt = call.get(&["alt", "caption", "title"]).unwrap_or_default().replace(['[', ']'], "");
            match call.get(&["src", "path", "url"]).or(first) {
                Some(src) => Instead::Inline(format!("![{alt}](<{src}>)")),
                None => Instead::Nothing,
            }
        }
        "youtube" => match call.get(&["id"]).or(first) {
            Some(id) => Instead::Block(video(id)),
            None => Instead::Nothing,
        },
        "vimeo" => match call.get(&["id"]).or(first) {
            Some(id) => {
                Instead::Block(format!("<https://vimeo.com/{}>", id.replace(|c: char| !c.is_ascii_alphanumeric(), "")))
            }
            None => Instead::Nothing,
        },
        "tab" | "tab-item" | "codetab" => match call.get(&["name", "title", "label", "header"]).or(first) {
            Some(label) => Instead::Block(format!("**{label}**")),
            None => Instead::Nothing,
        },
        "ref" | "relref" | "glossary-term" | "glossary" | "gh" | "kbd" | "term" | "abbr" => inline(first),
        _ if name.ends_with("-in") || name == "since" => {
            inline(first.map(|text| format!("{} {text}", readable(&name))).as_deref())
        }
        _ => Instead::Nothing,
    };
    Does::Replace(instead)
}

/// Shortcodes whose body, down to the end tag, they treat in their own way.
fn has_body(name: &str) -> bool {
    const NAMES: [&str; 14] = [
        "code",
        "code-block",
        "code-toggle",
        "codeblock",
        "collapse",
        "details",
        "expand",
        "highlight",
        "hl",
        "katex",
        "math",
        "mermaid",
        "qr",
        "spoiler",
    ];
    NAMES.contains(&name)
}

fn inline(text: Option<&str>) -> Instead {
    text.map_or(Instead::Nothing, |text| Instead::Inline(text.to_owned()))
}

fn parse(inner: &str) -> Call {
    let open = inner.trim_end_matches('/').trim_end();
    let mut call = Call { empty: open.len() < inner.len(), ..Call::default() };
    let inner = match open.strip_prefix('/') {
        Some(rest) => {
            call.closing = true;
            rest.trim_start()
        }
        None => inner,
    };
    let end = inner.find(|c: char| c.is_whitespace() || c == '(').unwrap_or(inner.len());
    call.name = inner[..end].to_owned();
    let mut rest = inner[end..].trim_start_matches(['(', ' ']).trim_end_matches(')').trim();
    while !rest.is_empty() {
        let (token, after) = token(rest);
        rest = after.trim_start();
        if let Some(value) = rest.strip_prefix('=').filter(|_| !token.is_empty()) {
            let (value, after) = self::token(value.trim_start());
            call.named.push((token, value));
            rest = after.trim_start();
        } else if !token.is_empty() {
            call.positional.push(token);
        } else {
            rest = rest.get(1..).unwrap_or_default().trim_start();
        }
    }
    call
}

/// Takes a quoted or bare word off the front.
fn token(text: &str) -> (String, &str) {
    let mut letters = text.chars();
    if let Some(quote @ ('"' | '\'' | '`')) = letters.next() {
        let rest = letters.as_str();
        return rest.find(quote).map_or_else(|| (rest.to_owned(), ""), |at| (rest[..at].to_owned(), &rest[at + 1..]));
    }
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\'')).unwrap_or(text.len());
    (text[..end].to_owned(), &text[end..])
}
