//! HTML (and JSX) tags as they stand in Markdown: scanned, never trusted; the sanitiser has the
//! last word.

use pulldown_cmark::{Event, Parser};

/// The longest tag that is looked for, in bytes.
const LONGEST: usize = 8192;

/// An attribute of a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// As written.
    pub name: String,
    /// Without quotes; empty when there is none.
    pub value: String,
    /// The value is a JSX expression (`{…}`), without its braces.
    pub expression: bool,
}

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Html {
    /// As written; empty for JSX fragments (`<>`).
    pub name: String,
    /// `</…>`
    pub closing: bool,
    /// `<…/>`
    pub self_closing: bool,
    /// In order.
    pub attributes: Vec<Attribute>,
}

/// A part of a stretch of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text as written.
    Text(&'a str),
    /// A tag.
    Tag(Html),
    /// A comment, declaration or the content of a script or style.
    Nothing,
}

/// The value of the first of `names` that the tag has as plain text.
#[must_use]
pub fn attribute<'a>(tag: &'a Html, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|name| {
        let found = tag.attributes.iter().find(|a| a.name.eq_ignore_ascii_case(name) && !a.expression)?;
        (!found.value.trim().is_empty()).then_some(found.value.trim())
    })
}

impl Html {
    /// Whether the name is this one.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Writes the tag as HTML; expressions are left out.
    pub fn write(&self, out: &mut String) {
        out.push('<');
        if self.closing {
            out.push('/');
        }
        out.push_str(&self.name);
        for attribute in self.attributes.iter().filter(|a| !a.expression) {
            out.push(' ');
            out.push_str(&attribute.name);
            if !attribute.value.is_empty() {
                out.push_str("=\"");
                out.push_str(&attribute.value.replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;"));
                out.push('"');
            }
        }
        out.push_str(if self.self_closing { " />" } else { ">" });
    }
}

/// Reads the tag at the start of `text` and says how long it is.
#[must_use]
pub fn scan(text: &str) -> Option<(Html, usize)> {
    let bytes = text.as_bytes();
    if bytes.first() != Some(&b'<') {
        return None;
    }
    let closing = bytes.get(1) == Some(&b'/');
    let mut at = if closing { 2 } else { 1 };
    let name_len = bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric() || b"-._:".contains(b)).count();
    let name = text[at..at + name_len].to_owned();
    let fragment = name.is_empty() && bytes.get(at) == Some(&b'>');
    if !fragment && !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    at += name_len;
    let mut tag = Html { name, closing, self_closing: false, attributes: Vec::new() };
    loop {
        at += bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        if at > LONGEST {
            return None;
        }
        match bytes.get(at)? {
            b'>' => return Some((tag, at + 1)),
            b'/' => {
                tag.self_closing = true;
                at += 1;
            }
            b'{' => at += braces(&text[at..])?,
            b'<' | b'"' | b'\'' | b'=' | b'`' => return None,
            _ => {
                let (attribute, length) = scan_attribute(&text[at..])?;
                tag.attributes.push(attribute);
                tag.self_closing = false;
                at += length;
            }
        }
    }
}

fn scan_attribute(text: &str) -> Option<(Attribute, usize)> {
    let bytes = text.as_bytes();
    let name_len = bytes.iter().take_while(|b| !b.is_ascii_whitespace() && !b"=>/{<\"'`".contains(b)).count();
    if name_len == 0 {
        return None;
    }
    let name = text.get(..name_len)?.to_owned();
    let after = name_len + bytes[name_len..].iter().take_while(|b| b.is_ascii_whitespace()).count();
    if bytes.get(after) != Some(&b'=') {
        return Some((Attribute { name, value: String::new(), expression: false }, name_len));
    }
    let at = after + 1 + bytes[after + 1..].iter().take_while(|b| b.is_ascii_whitespace()).count();
    let (value, length, expression) = match bytes.get(at)? {
        quote @ (b'"' | b'\'') => {
            let length = text[at + 1..].find(*quote as char)?;
            (text[at + 1..at + 1 + length].to_owned(), length + 2, false)
        }
        b'{' => {
            let length = braces(&text[at..])?;
            literal(&text[at + 1..at + length - 1])
                .map_or_else(|| (String::new(), length, true), |text| (text, length, false))
        }
        _ => {
            let length = bytes[at..].iter().take_while(|b| !b.is_ascii_whitespace() && **b != b'>').count();
            (text.get(at..at + length)?.trim_end_matches('/').to_owned(), length, false)
        }
    };
    Some((Attribute { name, value, expression }, at + length))
}

/// Length of a balanced `{…}` at the start of `text`, strings and comments skipped.
#[must_use]
pub fn braces(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_u32, 0);
    while at < bytes.len().min(LONGEST) {
        match bytes[at] {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            quote @ (b'"' | b'`') => {
                let rest = &bytes[at + 1..bytes.len().min(LONGEST)];
                at += rest.iter().position(|b| *b == quote)? + 1;
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => at += text[at..].find("*/")? + 1,
            _ => {}
        }
        at += 1;
    }
    None
}

/// The text of a JSX expression that is a string, a template without holes, or a number.
#[must_use]
pub fn literal(expression: &str) -> Option<String> {
    let expression = expression.trim();
    for quote in ['"', '\'', '`'] {
        if let Some(text) = expression.strip_prefix(quote).and_then(|text| text.strip_suffix(quote)) {
            return (!text.contains(quote) && !text.contains("${")).then(|| text.to_owned());
        }
    }
    (!expression.is_empty() && expression.chars().all(|c| c.is_ascii_digit() || c == '.'))
        .then(|| expression.to_owned())
}

/// Takes a stretch of HTML apart.
#[must_use]
pub fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let (mut at, mut from) = (0, 0);
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let rest = &html[start..];
        let (piece, length) = if rest.starts_with("<!--") {
            (Piece::Nothing, rest.find("-->").map_or(rest.len(), |end| end + 3))
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            (Piece::Nothing, rest.find('>').map_or(rest.len(), |end| end + 1))
        } else if let Some((tag, length)) = scan(rest) {
            let raw = ["script", "style"].into_iter().find(|name| tag.is(name) && !tag.closing);
            match raw {
                Some(name) => (Piece::Nothing, end_of(rest, name).unwrap_or(rest.len())),
                None => (Piece::Tag(tag), length),
            }
        } else {
            at = start + 1;
            continue;
        };
        if start > from {
            out.push(Piece::Text(&html[from..start]));
        }
        out.push(piece);
        at = start + length;
        from = at;
    }
    if from < html.len() {
        out.push(Piece::Text(&html[from..]));
    }
    out
}

fn end_of(html: &str, name: &str) -> Option<usize> {
    let lower = html.to_ascii_lowercase();
    let at = lower.find(&format!("</{name}"))?;
    lower[at..].find('>').map(|end| at + end + 1)
}

/// Names of the anchors (`<a name>`, `<a id>`) in a stretch of HTML.
#[must_use]
pub fn anchor_names(html: &str) -> Vec<String> {
    pieces(html)
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Tag(tag) if !tag.closing => {
                attribute(&tag, if tag.is("a") { &["id", "name"] } else { &["id"] }).map(str::to_owned)
            }
            _ => None,
        })
        .collect()
}

/// Plain text of a stretch of HTML.
#[must_use]
pub fn text(html: &str) -> String {
    let mut out = String::new();
    for piece in pieces(html) {
        match piece {
            Piece::Text(text) => out.push_str(&entities(text)),
            Piece::Tag(tag) => {
                if tag.is("img") {
                    out.push_str(attribute(&tag, &["alt"]).unwrap_or_default());
                }
                out.push_str(break_of(&tag.name));
            }
            Piece::Nothing => {}
        }
    }
    let lines = out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    super::section::harmless(&lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")).into_owned()
}

/// Text without tags, in one line.
#[must_use]
pub fn strip(html: &str) -> String {
    text(html).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What an inline tag means for plain text.
#[must_use]
pub fn space_for(html: &str) -> &'static str {
    scan(html).map_or("", |(tag, _)| break_of(&tag.name))
}

fn break_of(name: &str) -> &'static str {
    match name.to_ascii_lowercase().as_str() {
        "td" | "th" => " ",
        "a" | "b" | "i" | "u" | "s" | "em" | "strong" | "code" | "kbd" | "span" | "sub" | "sup" | "mark" | "small"
        | "abbr" | "cite" | "del" | "ins" | "q" | "samp" | "var" | "time" | "font" | "img" => "",
        _ => "\n",
    }
}

/// Decodes character references by the Markdown parser's own table.
#[must_use]
pub fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = rest.bytes().take(34).position(|b| b == b';').map(|end| end + 1);
        let decoded = length.and_then(|length| decode(&rest[..length]));
        match (decoded, length) {
            (Some(decoded), Some(length)) => {
                out.push_str(&decoded);
                rest = &rest[length..];
            }
            _ => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn decode(entity: &str) -> Option<String> {
    let inner = &entity[1..entity.len() - 1];
    if inner.is_empty() || !inner.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#') {
        return None;
    }
    let source = format!("x{entity}");
    let text: String = Parser::new(&source)
        .filter_map(|event| if let Event::Text(text) = event { Some(text.into_string()) } else { None })
        .collect();
    text.strip_prefix('x').filter(|text| *text != entity).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_scanned_with_html_and_jsx_attributes() {
        let (tag, length) = scan("<TabItem label=\"A > B\" value={`x`} on={() => { f(\"}\") }} open>rest").unwrap();
        assert_eq!(
            (tag.name.as_str(), &"<TabItem label=\"A > B\" value={`x`} on={() => { f(\"}\") }} open>rest"[length..]),
            ("TabItem", "rest")
        );
        assert_eq!(attribute(&tag, &["label"]), Some("A > B"));
        assert_eq!(attribute(&tag, &["value"]), Some("x"));
        assert_eq!(attribute(&tag, &["on"]), None);
        assert!(scan("<br/>").unwrap().0.self_closing && scan("</>").unwrap().0.closing);
        assert!(scan("< b>").is_none() && scan("<3 hearts").is_none() && scan("<a href=").is_none());
    }

    #[test]
    fn html_becomes_text() {
        assert_eq!(
            text("<p>A &amp; <b>b</b><!-- no --></p><script>no</script><ul><li>one<li>tw&#111;</ul>"),
            "A & b\none\ntwo"
        );
        assert_eq!(entities("&eacute; &nope; & &#x41;"), "é &nope; & A");
    }
}
