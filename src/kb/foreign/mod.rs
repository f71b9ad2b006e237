//! Markup of other systems becomes Markdown or readable text: MDX imports and components, Liquid,
//! Jinja and Hugo's shortcodes, Docusaurus' and Microsoft's directives. Code is left as it is.

mod component;
mod dedent;
mod directive;
mod scanner;
mod shortcode;

use std::{borrow::Cow, collections::BTreeMap};

/// How often markup of each kind was met.
pub type Counts = BTreeMap<&'static str, u32>;

/// What must stand in a text for it to hold anything of others at all.
const TRIGGERS: [&str; 9] = ["{{", "{%", ":::", "[!", "import ", "export ", "{:", "[TOC]", "[[toc]]"];

/// The text with other systems' markup made readable.
#[must_use]
pub fn degrade(text: &str, mdx: bool) -> Cow<'_, str> {
    degrade_counted(text, mdx).0
}

/// The same, and what was met.
#[must_use]
pub fn degrade_counted(text: &str, mdx: bool) -> (Cow<'_, str>, Counts) {
    let mut counts = Counts::new();
    let components = text.contains('<') && has_component(text);
    if !mdx && !components && !TRIGGERS.iter().any(|trigger| text.contains(trigger)) {
        return (Cow::Borrowed(text), counts);
    }
    let dedented = if components || mdx { dedent::dedent(text) } else { Cow::Borrowed(text) };
    let scanned = scanner::scan(&dedented, mdx, &mut counts);
    let out = directive::rewrite(&scanned, &mut counts);
    (Cow::Owned(out), counts)
}

/// Whether a tag with a capital letter (a component) stands anywhere.
fn has_component(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.windows(3).any(|three| {
        three[0] == b'<'
            && (three[1].is_ascii_uppercase()
                || (three[1] == b'/' && (three[2].is_ascii_uppercase() || three[2] == b'>')))
    }) || text.contains("<>")
}

/// White space, `>` and list markers that begin a line; the same with list markers blanked, for the
/// lines that follow.
fn prefix(line: &str) -> (&str, String) {
    let mut at = 0;
    loop {
        let rest = &line[at..];
        let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let rest = &rest.as_bytes()[blank..];
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let step = match rest {
            [b'>', ..] => 1,
            [b'-' | b'*' | b'+', b' ' | b'\t', ..] => 1,
            _ if (1..=9).contains(&digits) && matches!(&rest[digits..], [b'.' | b')', b' ' | b'\t', ..]) => digits + 1,
            _ => {
                let first = &line[..at + blank];
                let after = first.chars().map(|c| if matches!(c, '>' | ' ' | '\t') { c } else { ' ' }).collect();
                return (first, after);
            }
        };
        at += blank + step;
    }
}

/// Tells fenced code from text, line by line.
#[derive(Debug, Default)]
struct Fences(Option<(u8, usize)>);

impl Fences {
    /// Takes the next line; true when it is part of fenced code (its fences included).
    fn line(&mut self, line: &str) -> bool {
        let bare = line[prefix(line).0.len()..].trim_end();
        let Some(mark) = bare.bytes().next().filter(|byte| matches!(byte, b'`' | b'~')) else {
            return self.0.is_some();
        };
        let count = bare.bytes().take_while(|byte| *byte == mark).count();
        match self.0 {
            Some((open, least)) => {
                if open == mark && count >= least && bare.len() == count {
                    self.0 = None;
                }
                true
            }
            None if count >= 3 && !(mark == b'`' && bare[count..].contains('`')) => {
                self.0 = Some((mark, count));
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests;
