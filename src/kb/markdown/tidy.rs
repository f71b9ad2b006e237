//! What other systems' HTML may hold and no page should: ids given twice, list items outside of lists,
//! rows without cells, addresses with characters that no address has. Clean, well-formed HTML enters;
//! the same leaves, valid, looking as before.

use std::{borrow::Cow, collections::HashSet, fmt::Write as _};

use super::tag::{self, Html};

/// Repairs clean HTML. What needs no repair comes out as it went in.
#[must_use]
pub fn tidy(html: &str) -> String {
    let mut tidy = Tidy::new(html);
    let mut rest = html;
    while !rest.is_empty() {
        if let Some((tag, length)) = tag::scan(rest) {
            let written = &rest[..length];
            if tag.closing {
                tidy.close(&tag, written)
            } else {
                tidy.open(tag, written)
            }
            rest = &rest[length..];
            continue;
        }
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let length = rest[first..].find('<').map_or(rest.len(), |at| first + at);
        tidy.text(&rest[..length]);
        rest = &rest[length..];
    }
    tidy.finish()
}

/// An element that is open: one of the writer's, or one that was missing.
#[derive(Debug)]
struct Open {
    name: String,
    missing: bool,
    /// Of a `dl`: whether its last child was a term.
    term: Option<bool>,
}

/// The rows of one part of a table: what still reaches down from above.
#[derive(Debug, Default)]
struct Rows {
    /// Cells that span rows: their piece, and how many rows below the present one they still cover.
    spans: Vec<(usize, usize)>,
    /// The row that is open: its piece, and whether it has a cell.
    row: Option<(usize, bool)>,
}

struct Tidy {
    /// What is written so far, in pieces that may still change.
    out: Vec<String>,
    open: Vec<Open>,
    /// Ids that are taken, and those that headings will take.
    taken: HashSet<String>,
    of_headings: HashSet<String>,
    rows: Vec<Rows>,
    /// The headings above the present place: their levels as written and as shown.
    above: Vec<(u8, u8)>,
}

/// A cell spans no more rows than this.
const MOST_ROWS: usize = 1000;
const VOID: [&str; 8] = ["br", "hr", "img", "input", "wbr", "col", "source", "area"];

fn is_heading(name: &str) -> bool {
    matches!(name, "h2" | "h3" | "h4" | "h5" | "h6")
}

fn is_list(name: &str) -> bool {
    matches!(name, "ul" | "ol" | "menu")
}

/// The element that such a child must stand in, and the one that is put around it when it does not.
fn needs(name: &str) -> Option<(&'static [&'static str], &'static str)> {
    match name {
        "li" => Some((&["ul", "ol", "menu"], "ul")),
        "dt" | "dd" => Some((&["dl"], "dl")),
        _ => None,
    }
}

impl Tidy {
    fn new(html: &str) -> Self {
        let mut of_headings = HashSet::new();
        for (at, _) in html.match_indices("<h") {
            if let Some((tag, _)) = tag::scan(&html[at..]).filter(|(tag, _)| is_heading(&tag.name)) {
                of_headings.extend(tag::attribute(&tag, &["id"]).map(str::to_owned));
            }
        }
        Self {
            out: Vec::new(),
            open: Vec::new(),
            taken: HashSet::new(),
            of_headings,
            rows: Vec::new(),
            above: Vec::new(),
        }
    }

    fn parent(&self) -> &str {
        self.open.last().map_or("", |open| &open.name)
    }

    fn write(&mut self, text: impl Into<String>) {
        self.out.push(text.into());
    }

    /// Ends elements that were missing, down to the writer's own.
    fn end_missing(&mut self, goes_on: impl Fn(&str) -> bool) {
        while self.open.last().is_some_and(|open| open.missing && !goes_on(&open.name)) {
            let Some(open) = self.open.pop() else { return };
            self.explain(&open);
            self.write(format!("</{}>", open.name));
        }
    }

    fn begin_missing(&mut self, name: &str) {
        self.write(format!("<{name}>"));
        self.open.push(Open { name: name.to_owned(), missing: true, term: None });
    }

    /// Puts around what comes next the item that its list has not given it.
    fn wrap(&mut self) {
        if is_list(self.parent()) {
            self.begin_missing("li");
        } else if self.parent() == "dl" {
            self.define(false);
            self.begin_missing("dd");
        }
    }

    /// A term or what explains it comes next; nothing is explained without a term.
    fn define(&mut self, term: bool) {
        let Some(list) = self.open.last_mut() else { return };
        let first = list.term.replace(term).is_none();
        if first && !term {
            self.write("<dt></dt>");
        }
    }

    /// The last term of a list that ends is explained, if by nothing.
    fn explain(&mut self, list: &Open) {
        if list.term == Some(true) {
            self.write("<dd></dd>");
        }
    }

    fn text(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.end_missing(|name| matches!(name, "li" | "dd"));
            self.wrap();
        }
        self.write(text);
    }

    fn open(&mut self, mut tag: Html, written: &str) {
        let name = tag.name.to_ascii_lowercase();
        let wanted = needs(&name);
        // A list that was missing goes on for the next item of its kind, an item for anything but an item.
        self.end_missing(|open| match open {
            "li" => name != "li",
            "dd" => !matches!(name.as_str(), "dt" | "dd"),
            open => wanted.is_some_and(|(_, missing)| missing == open),
        });
        let fits = match wanted {
            Some((parents, _)) => parents.contains(&self.parent()),
            None => false,
        };
        if !fits {
            self.wrap();
            if let Some((_, missing)) = wanted {
                self.begin_missing(missing);
            }
        }
        if matches!(name.as_str(), "dt" | "dd") {
            self.define(name == "dt");
        }
        self.in_table(&name);
        let changed = self.name_once(&mut tag, &name) | self.unskip(&mut tag, &name) | mend_addresses(&mut tag);
        if changed {
            let mut text = String::new();
            tag.write(&mut text);
            self.write(text);
        } else {
            self.write(written);
        }
        if matches!(name.as_str(), "td" | "th") {
            self.cell(&tag);
        }
        if !VOID.contains(&name.as_str()) && !tag.self_closing {
            self.open.push(Open { name: tag.name.to_ascii_lowercase(), missing: false, term: None });
        }
    }

    fn close(&mut self, tag: &Html, written: &str) {
        self.end_missing(|_| false);
        let open = self.open.pop();
        if let Some(open) = &open {
            self.explain(open);
        }
        match open {
            Some(open) if is_heading(&open.name) => self.write(format!("</{}>", open.name)),
            _ => self.write(written),
        }
        match tag.name.to_ascii_lowercase().as_str() {
            "tr" => self.row_ends(),
            "thead" | "tbody" | "tfoot" => self.part_ends(),
            "table" => {
                self.part_ends();
                self.rows.pop();
            }
            _ => {}
        }
    }

    /// Whether the tag lost its id: each is given once, to a heading first.
    fn name_once(&mut self, tag: &mut Html, name: &str) -> bool {
        let Some(id) = tag::attribute(tag, &["id"]).map(str::to_owned) else { return false };
        let reserved = !is_heading(name) && self.of_headings.contains(&id);
        if !reserved && self.taken.insert(id) {
            return false;
        }
        tag.attributes.retain(|attribute| !attribute.name.eq_ignore_ascii_case("id"));
        true
    }

    /// Whether a heading that skips a level on the way down was raised.
    fn unskip(&mut self, tag: &mut Html, name: &str) -> bool {
        let Some(written) = name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok()) else { return false };
        self.above.retain(|(above, _)| *above < written);
        let shown = self.above.last().map_or(2, |(_, shown)| shown + 1);
        self.above.push((written, shown));
        let skips = shown != written;
        if skips {
            tag.name = format!("h{shown}");
        }
        skips
    }

    fn in_table(&mut self, name: &str) {
        match name {
            "table" => self.rows.push(Rows::default()),
            "tr" => {
                let at = self.out.len();
                if let Some(rows) = self.rows.last_mut() {
                    rows.row = Some((at, false));
                }
            }
            _ => {}
        }
    }

    /// A cell was written: its row has one, and it may reach into the rows below.
    fn cell(&mut self, tag: &Html) {
        let at = self.out.len() - 1;
        let Some(rows) = self.rows.last_mut() else { return };
        if let Some((_, has_cell)) = &mut rows.row {
            *has_cell = true;
        }
        let span = tag::attribute(tag, &["rowspan"]).and_then(|text| text.parse::<usize>().ok()).unwrap_or(1);
        if span > 1 {
            // One more, since the row that it stands in ends too.
            rows.spans.push((at, span.min(MOST_ROWS)));
        }
    }

    /// A row without cells is none: it goes, and what reached through it reaches one row less far.
    fn row_ends(&mut self) {
        let Some(rows) = self.rows.last_mut() else { return };
        let Some((from, has_cell)) = rows.row.take() else { return };
        let mut shorter = Vec::new();
        for (at, left) in &mut rows.spans {
            if *left > 0 {
                *left -= 1;
                if !has_cell {
                    shorter.push(*at);
                }
            }
        }
        if !has_cell {
            self.out[from..].iter_mut().for_each(String::clear);
            shorter.into_iter().for_each(|at| self.shorten(at, 1));
        }
    }

    /// No cell reaches beyond its part of the table.
    fn part_ends(&mut self) {
        let Some(rows) = self.rows.last_mut() else { return };
        let beyond: Vec<(usize, usize)> = rows.spans.drain(..).filter(|(_, left)| *left > 0).collect();
        beyond.into_iter().for_each(|(at, left)| self.shorten(at, left));
    }

    fn shorten(&mut self, at: usize, by: usize) {
        let Some((mut tag, _)) = tag::scan(&self.out[at]) else { return };
        let Some(span) = tag.attributes.iter_mut().find(|attribute| attribute.name.eq_ignore_ascii_case("rowspan"))
        else {
            return;
        };
        let rows = span.value.trim().parse::<usize>().unwrap_or(1).min(MOST_ROWS);
        span.value = rows.saturating_sub(by).max(1).to_string();
        self.out[at].clear();
        tag.write(&mut self.out[at]);
    }

    fn finish(mut self) -> String {
        self.end_missing(|_| false);
        self.out.concat()
    }
}

/// Whether an address was changed.
fn mend_addresses(tag: &mut Html) -> bool {
    let mut changed = false;
    for attribute in &mut tag.attributes {
        if matches!(attribute.name.as_str(), "href" | "src" | "poster" | "cite") {
            let plain = tag::entities(&attribute.value);
            if let Cow::Owned(mended) = address(&plain) {
                attribute.value = super::highlight::escape(&mended);
                changed = true;
            }
        }
    }
    changed
}

/// An address with what none may hold written as `%hh`: the URL standard's code points stay.
fn address(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let coded = |at: usize| bytes[at..].len() > 2 && bytes[at + 1..at + 3].iter().all(u8::is_ascii_hexdigit);
    let host_ends = text.find("://").map_or(0, |at| text[at + 3..].find('/').map_or(text.len(), |end| at + 3 + end));
    let hash = text.find('#').unwrap_or(text.len());
    let wrong = |at: usize, c: char| match c {
        '%' => !coded(at),
        '#' => at > hash,
        '[' | ']' => at >= host_ends,
        '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | ' ' => true,
        c => c.is_ascii_control(),
    };
    if !text.char_indices().any(|(at, c)| wrong(at, c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        if wrong(at, c) {
            let _ = write!(out, "%{:02X}", c as u32);
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::kb::markdown::sanitise::sanitise;

    #[test]
    fn what_is_right_stays_as_it_is() {
        for fine in [
            "<p>A <a href=\"/en/a?b=1&amp;c=%20#d\">b</a><br>c</p>\n<ul>\n<li>x<ul><li>y</li></ul></li>\n</ul>",
            "<table><tbody><tr><td rowspan=\"2\">a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>",
            "<dl><dt>a</dt><dd>b</dd></dl><p>1 &lt; 2</p><img src=\"https://x.example/ő.png\" alt=\"\">",
            "",
        ] {
            assert_eq!(tidy(fine), fine);
        }
    }

    #[test]
    fn items_stand_in_lists_and_lists_hold_items() {
        assert_eq!(
            tidy("<table><tbody><tr><td>a<li>b</li> <li>c</li>d</td></tr></tbody></table>"),
            "<table><tbody><tr><td>a<ul><li>b</li> <li>c</li></ul>d</td></tr></tbody></table>"
        );
        assert_eq!(tidy("<ul><ul><li>a</li></ul></ul>"), "<ul><li><ul><li>a</li></ul></li></ul>");
        assert_eq!(tidy("<ol>a <b>b</b><li>c</li></ol>"), "<ol><li>a <b>b</b></li><li>c</li></ol>");
        assert_eq!(tidy("<dt>a</dt><dd>b</dd><p>c</p>"), "<dl><dt>a</dt><dd>b</dd></dl><p>c</p>");
        assert_eq!(tidy("<div><li>a</li></div>"), "<div><ul><li>a</li></ul></div>");
        assert_eq!(tidy("<dl><li>a</li></dl>"), "<dl><dt></dt><dd><ul><li>a</li></ul></dd></dl>");
        assert_eq!(tidy("<dl>a<dt>b</dt></dl>"), "<dl><dt></dt><dd>a</dd><dt>b</dt><dd></dd></dl>");
        assert_eq!(
            tidy("<dl><div><dt>a</dt></div></dl>"),
            "<dl><dt></dt><dd><div><dl><dt>a</dt><dd></dd></dl></div></dd></dl>"
        );
    }

    #[test]
    fn an_id_is_given_once_and_to_the_heading() {
        assert_eq!(
            tidy("<p><a id=\"x\"></a></p><h2 id=\"x\">X</h2><p id=\"y\"></p><p id=\"y\"></p>"),
            "<p><a></a></p><h2 id=\"x\">X</h2><p id=\"y\"></p><p></p>"
        );
    }

    #[test]
    fn headings_skip_no_level() {
        assert_eq!(
            tidy("<h3>a</h3><h4 id=\"b\">b</h4><h2>c</h2><h5>d</h5><h5>e</h5>"),
            "<h2>a</h2><h3 id=\"b\">b</h3><h2>c</h2><h3>d</h3><h3>e</h3>"
        );
    }

    #[test]
    fn rows_have_cells() {
        let rows = |inner: &str| format!("<table><tbody>{inner}</tbody></table>");
        let three = rows("<tr><td rowspan=\"3\">a</td></tr><tr> </tr><tr></tr><tr><td>b</td></tr>");
        assert_eq!(tidy(&three), rows("<tr><td rowspan=\"1\">a</td></tr><tr><td>b</td></tr>"));
        let beyond = rows("<tr><td rowspan=\"9\">a</td><td>b</td></tr><tr><td>c</td></tr>");
        assert_eq!(tidy(&beyond), rows("<tr><td rowspan=\"2\">a</td><td>b</td></tr><tr><td>c</td></tr>"));
    }

    #[test]
    fn addresses_hold_what_addresses_may() {
        for (written, mended) in [
            ("https://x.example/a%", "https://x.example/a%25"),
            ("https://x.example/a[]?q=a|b", "https://x.example/a%5B%5D?q=a%7Cb"),
            ("/a#b#c", "/a#b%23c"),
            ("/a b", "/a%20b"),
        ] {
            assert_eq!(address(written), mended);
        }
        for fine in ["http://[::1]:80/a", "mailto:ő@x.hu", "/a%20b?c=(d)#e", "data:image/png;base64,aa+/="] {
            assert_eq!(address(fine), fine);
        }
        assert_eq!(tidy("<a href=\"/x&quot;y\">z</a>"), "<a href=\"/x%22y\">z</a>");
    }

    proptest! {
        /// Any HTML that the sanitiser lets pass stays clean, and what is tidy stays tidy.
        #[test]
        fn tidying_is_harmless_and_ends(html in r#"(<(/?)(ul|ol|li|dl|dt|dd|table|tr|td|p|h2|a)( id="[ab]")?( rowspan="[0-9]")?>|a| ){0,24}"#) {
            // What a browser would nest otherwise the second time is not ours to mend.
            let clean = sanitise(&sanitise(&html));
            prop_assume!(sanitise(&clean) == clean);
            let once = tidy(&clean);
            prop_assert_eq!(sanitise(&once), once.clone(), "well formed and clean");
            prop_assert_eq!(tidy(&once), once);
        }
    }
}
