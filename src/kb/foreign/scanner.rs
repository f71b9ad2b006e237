//! One walk over a text: code is copied, other systems' markup is replaced.

use super::{
    super::markdown::{self, Html},
    Counts, Fences,
    component::{self, Instead},
    prefix,
    shortcode::{self, Does},
};

/// How far the end of a construct is looked for, in bytes.
const REACH: usize = 4096;

/// Walks over `text`.
#[must_use]
pub fn scan(text: &str, mdx: bool, counts: &mut Counts) -> String {
    let mut scanner = Scanner {
        text,
        mdx,
        out: String::with_capacity(text.len() + 64),
        counts,
        fences: Fences::default(),
        no_ticks: 0,
    };
    scanner.run();
    scanner.out
}

struct Scanner<'a, 'c> {
    text: &'a str,
    mdx: bool,
    out: String,
    counts: &'c mut Counts,
    fences: Fences,
    /// Before this place no backtick run has an end.
    no_ticks: usize,
}

impl<'a> Scanner<'a, '_> {
    fn run(&mut self) {
        let mut at = 0;
        while at < self.text.len() {
            if at == 0 || self.text.as_bytes()[at - 1] == b'\n' {
                let line = self.line(at);
                if self.fences.line(line) {
                    self.out.push_str(line);
                    at += line.len();
                    continue;
                }
                if let Some(length) = self.module(at) {
                    self.count("mdx");
                    self.out.push('\n');
                    at += length;
                    continue;
                }
            }
            at += self.step(at);
        }
    }

    /// The line that begins here, with its line feed.
    fn line(&self, at: usize) -> &'a str {
        let rest = &self.text[at..];
        &rest[..rest.find('\n').map_or(rest.len(), |end| end + 1)]
    }

    fn count(&mut self, kind: &'static str) {
        *self.counts.entry(kind).or_default() += 1;
    }

    /// Up to [`REACH`] bytes from here.
    fn ahead(&self, at: usize) -> &'a str {
        let mut end = (at + REACH).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        &self.text[at..end]
    }

    /// Takes one step from `at` and says how many bytes it took.
    fn step(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let length = match rest.as_bytes()[0] {
            b'\\' => {
                let length = 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
                self.out.push_str(&rest[..length]);
                Some(length)
            }
            b'`' => Some(self.code_span(at)),
            b'<' => self.angle(at),
            b'{' => self.brace(at),
            b'[' => self.bracket(at),
            _ => None,
        };
        length.unwrap_or_else(|| {
            let first = rest.chars().next().map_or(1, char::len_utf8);
            let plain = rest[first..].find(['\\', '`', '<', '{', '[', '\n']).map_or(rest.len(), |end| first + end);
            let plain = if rest.starts_with('\n') { 1 } else { plain };
            self.out.push_str(&rest[..plain]);
            plain
        })
    }

    fn code_span(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let ticks = rest.bytes().take_while(|byte| *byte == b'`').count();
        let paragraph = &rest[..rest.find("\n\n").unwrap_or(rest.len())];
        let mut from = ticks;
        if at >= self.no_ticks {
            while let Some(found) = paragraph[from..].find('`') {
                let start = from + found;
                let run = paragraph[start..].bytes().take_while(|byte| *byte == b'`').count();
                if run == ticks {
                    self.out.push_str(&paragraph[..start + run]);
                    return start + run;
                }
                from = start + run;
            }
            if ticks == 1 {
                self.no_ticks = at + paragraph.len();
            }
        }
        self.out.push_str(&rest[..ticks]);
        ticks
    }

    /// `import …` and `export …` at the start of a line.
    fn module(&self, at: usize) -> Option<usize> {
        let line = self.line(at);
        let bare = line.trim();
        let import = bare.starts_with("import ")
            && (bare.contains(" from ") || bare.starts_with("import '") || bare.starts_with("import \""))
            && bare.trim_end_matches(';').ends_with(['"', '\'']);
        if import {
            return Some(line.len());
        }
        let several = self.mdx
            && !line.starts_with([' ', '\t'])
            && (bare.starts_with("import {") || bare.starts_with("export ") || bare.starts_with("import * "));
        if !several {
            return None;
        }
        let rest = &self.text[at..];
        Some(rest.find("\n\n").map_or(rest.len(), |end| end + 1))
    }

    fn angle(&mut self, at: usize) -> Option<usize> {
        let rest = self.ahead(at);
        if rest.starts_with("<!--") {
            let length = self.text[at..].find("-->").map(|end| end + 3)?;
            self.out.push_str(&self.text[at..at + length]);
            return Some(length);
        }
        let (tag, length) = markdown::scan(rest)?;
        let name = tag.name.as_str();
        if !self.mdx && !tag.closing && ["pre", "code", "script", "style"].iter().any(|known| tag.is(known)) {
            let end = self.text[at..].find(&format!("</{name}")).unwrap_or(length).max(length);
            self.out.push_str(&self.text[at..at + end]);
            return Some(end);
        }
        if is_component(&tag, rest, length) {
            let closed = tag.closing || self.text[at + length..].contains(&format!("</{name}>"));
            let instead = component::component(&tag, self.mdx, closed);
            if instead == Instead::Text {
                self.out.push_str("&lt;");
                return Some(1);
            }
            self.count("mdx");
            self.put(&instead, at + length);
            return Some(length);
        }
        if tag.attributes.iter().any(|a| a.expression || a.value.contains("{{") || a.value.contains("{%")) {
            self.html(tag, at + length);
            return Some(length);
        }
        self.out.push_str(&rest[..length]);
        if self.mdx && is_block(&tag) && self.is_alone(at + length) {
            self.blank_line();
        }
        Some(length)
    }

    /// A tag of HTML with values that are not HTML's.
    fn html(&mut self, mut tag: Html, end: usize) {
        for attribute in &mut tag.attributes {
            attribute.value = without_braces(&attribute.value);
        }
        tag.write(&mut self.out);
        if self.mdx && is_block(&tag) && self.is_alone(end) {
            self.blank_line();
        }
    }

    fn brace(&mut self, at: usize) -> Option<usize> {
        let rest = self.ahead(at);
        let in_address = self.in_address();
        for (open, close) in [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")] {
            let Some(inner) = rest.strip_prefix(open) else { continue };
            let Some(end) = inner.find(close) else { continue };
            self.count(if open == "{%" { "liquid" } else { "shortcode" });
            let length = open.len() + end + close.len();
            let does = if open == "{%" {
                shortcode::tag(&inner[..end], in_address)
            } else {
                shortcode::hugo(&inner[..end], in_address, self.is_alone(at + length))
            };
            return Some(length + self.does(does, at + length));
        }
        if let Some(inner) = rest.strip_prefix("{{") {
            let end = inner.find("}}").filter(|end| !inner[..*end].contains("\n\n"));
            if let Some(end) = end {
                self.count("liquid");
                let length = end + 4;
                let alone = self.is_alone(at + length);
                let instead = shortcode::expression(&inner[..end], in_address, alone);
                self.put(&instead, at + length);
                return Some(length);
            }
            return Some(2);
        }
        if rest.starts_with("{:") && !rest.starts_with("{::") {
            let end = rest.find('}').filter(|end| !rest[..*end].contains('\n'))?;
            self.count("liquid");
            return Some(end + 1);
        }
        if !self.mdx || rest.starts_with("{#") {
            return None;
        }
        let length = markdown::braces(rest)?;
        self.count("mdx");
        if let Some(text) = markdown::literal(&rest[1..length - 1]) {
            self.out.push_str(&text.replace('{', "&#123;").replace('<', "&lt;"));
        }
        Some(length)
    }

    /// Carries out what a shortcode does; says how much of the text behind it that took.
    fn does(&mut self, does: Does, end: usize) -> usize {
        let find = |ends: &[String]| {
            let rest = &self.text[end..];
            ends.iter().filter_map(|close| rest.find(close.as_str()).map(|at| (at, close.len()))).min()
        };
        match does {
            Does::Replace(instead) => {
                self.put(&instead, end);
                0
            }
            Does::Drop(ends) => find(&ends).map_or(0, |(at, length)| at + length),
            Does::Code(language, ends) => {
                let Some((at, length)) = find(&ends) else { return 0 };
                let code = self.text[end..end + at].trim_matches('\n').to_owned();
                if code.contains("```") {
                    self.block(&code);
                } else {
                    self.block(&format!("```{language}\n{code}\n```"));
                }
                at + length
            }
        }
    }

    fn bracket(&mut self, at: usize) -> Option<usize> {
        let rest = self.ahead(at);
        if rest.starts_with("[TOC]") || rest.starts_with("[[toc]]") || rest.starts_with("[[_TOC_]]") {
            let length = rest.find(']')? + if rest.starts_with("[[") { 2 } else { 1 };
            return self.is_alone(at + length).then_some(length);
        }
        let lower = rest.get(..rest.len().min(14)).map(str::to_ascii_lowercase)?;
        if let Some(kind) = ["[!code", "[!include", "[!video", "[!div"].into_iter().find(|kind| lower.starts_with(kind))
        {
            let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
            let end = if kind == "[!video" || kind == "[!div" {
                line.find(']')?
            } else {
                line.rfind(")]").map(|end| end + 1)?
            };
            let first =
                line.find(")]").map(|at| at + 1).filter(|_| kind != "[!video" && kind != "[!div").unwrap_or(end);
            self.count("microsoft");
            let inner = &line[kind.len()..first];
            match kind {
                "[!video" => self.block(&format!("<{}>", inner.trim().split(' ').next().unwrap_or_default())),
                "[!code" => {
                    let path = inner.rsplit_once('(').map_or(inner, |(_, path)| path).trim_end_matches(')');
                    self.file_name(path, at + first + 1);
                }
                _ => {}
            }
            return Some(first + 1);
        }
        None
    }

    /// Names the file whose code would stand here.
    fn file_name(&mut self, path: &str, end: usize) {
        let path = path.split(['#', '?', ' ']).next().unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or_default().replace('`', "");
        if !name.is_empty() {
            self.put(&Instead::Inline(format!("`{name}`")), end);
        }
    }

    fn put(&mut self, instead: &Instead, end: usize) {
        match instead {
            Instead::Nothing | Instead::Text => {
                if self.is_alone(end) {
                    self.blank_line();
                }
            }
            Instead::Inline(text) => self.out.push_str(text),
            Instead::Block(text) => self.block(text),
        }
    }

    /// Writes a block with blank lines around it, at the depth of the present line.
    fn block(&mut self, text: &str) {
        let start = self.out.rfind('\n').map_or(0, |at| at + 1);
        let (_, after) = prefix(&self.out[start..]);
        let before_is_prefix = prefix(&self.out[start..]).0.len() == self.out.len() - start;
        let bare = after.trim_end().to_owned();
        if !before_is_prefix {
            self.out.push_str(&format!("\n{bare}\n{after}"));
        } else if self.out[start..] == after && start > 0 {
            self.out.push_str(&format!("\n{after}"));
        }
        self.out.push_str(&text.replace('\n', &format!("\n{after}")));
        self.out.push_str(&format!("\n{bare}\n{after}"));
    }

    /// Ends a block of HTML, so that Markdown is read again.
    fn blank_line(&mut self) {
        let start = self.out.rfind('\n').map_or(0, |at| at + 1);
        let (_, after) = prefix(&self.out[start..]);
        let bare = after.trim_end().to_owned();
        self.out.push_str(&format!("\n{bare}"));
    }

    /// Whether nothing else stands on the line: only a prefix before, only blanks after `end`.
    fn is_alone(&self, end: usize) -> bool {
        let start = self.out.rfind('\n').map_or(0, |at| at + 1);
        let line = &self.out[start..];
        let before = prefix(line).0.len() == line.len()
            || (line.trim_start().starts_with('<') && line.trim_end().ends_with('>'));
        before && self.text[end..].split('\n').next().is_none_or(|after| after.trim().is_empty())
    }

    /// Whether a link's destination or an attribute's value is being written.
    fn in_address(&self) -> bool {
        let start = self.out.rfind('\n').map_or(0, |at| at + 1);
        let line = &self.out[start..];
        let link = line.rfind("](").is_some_and(|at| !line[at..].contains([')', ' ']));
        let definition = line.starts_with('[') && line.rfind("]: ").is_some_and(|at| !line[at + 3..].contains(' '));
        link || definition
    }
}

/// Names with a capital letter are components, except HTML shouted by old editors.
fn is_component(tag: &Html, rest: &str, length: usize) -> bool {
    let name = tag.name.as_str();
    if name.is_empty() {
        return true;
    }
    if rest[..length].contains("://") && tag.attributes.is_empty() && name.contains(':') {
        return false;
    }
    let shouted = !name.chars().any(|c| c.is_ascii_lowercase()) && HTML.contains(&name.to_ascii_lowercase().as_str());
    (name.starts_with(|c: char| c.is_ascii_uppercase()) || name.contains('.'))
        && !shouted
        && !name.contains(':')
        && !name.contains('@')
}

/// HTML elements that documents write in capitals.
const HTML: [&str; 40] = [
    "a",
    "b",
    "blockquote",
    "br",
    "center",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "input",
    "kbd",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
];

fn is_block(tag: &Html) -> bool {
    let blocks = [
        "div",
        "section",
        "article",
        "aside",
        "details",
        "summary",
        "p",
        "figure",
        "figcaption",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "center",
        "main",
        "header",
        "footer",
        "nav",
        "td",
        "th",
    ];
    blocks.iter().any(|known| tag.is(known))
}

fn without_braces(value: &str) -> String {
    let mut out = value.to_owned();
    for (open, close) in [("{{", "}}"), ("{%", "%}")] {
        while let Some(start) = out.find(open) {
            let end = out[start..].find(close).map_or(out.len(), |end| start + end + 2);
            out.replace_range(start..end, "");
        }
    }
    out
}
