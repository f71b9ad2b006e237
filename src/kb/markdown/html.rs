//! A body as safe HTML.

use std::{cell::Cell, fmt::Write as _};

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, Tag, TagEnd, html};

use super::{
    Heading, Site, Target, alert,
    alert::Mark,
    headings,
    highlight::{escape, highlight},
    link,
    sanitise::sanitise,
    section::{harmless, unescape_shortcodes},
    tag::{self, Html, Piece},
    tidy::tidy,
};
use crate::kb::{Rendered, TocEntry, encode_path};

/// Renders events; the heading that repeats the title is left out.
#[must_use]
pub fn render(events: &[Event<'_>], title: &str, site: &Site<'_>) -> Rendered {
    let headings = headings(events, title);
    let mut page = Page {
        site,
        out: Vec::with_capacity(events.len()),
        open: Vec::new(),
        notes: Vec::new(),
        links: Vec::new(),
        depth: Cell::default(),
    };
    let mut next = headings.iter().peekable();
    let mut at = 0;
    while at < events.len() {
        if let Some(heading) = next.next_if(|heading| heading.start == at) {
            if !heading.is_title {
                page.heading(heading, &events[at + 1..heading.end]);
            }
            at = heading.end + 1;
        } else {
            at += page.block(events, at);
        }
    }
    while let Some(end) = page.open.pop() {
        page.html(end);
    }
    let mut raw = String::new();
    html::push_html(&mut raw, page.out.into_iter());
    let toc = headings.into_iter().filter(|heading| !heading.is_title);
    let toc = toc.map(|heading| TocEntry { level: heading.level, anchor: heading.id, title: heading.text }).collect();
    Rendered { html: tidy(&sanitise(&raw)), toc }
}

struct Page<'a, 'e> {
    site: &'a Site<'a>,
    out: Vec<Event<'e>>,
    /// End tags of the blocks that marks opened.
    open: Vec<&'static str>,
    /// Labels of footnotes in the order in which they were met.
    notes: Vec<String>,
    /// For each open link, the tag that ends it.
    links: Vec<&'static str>,
    /// Elements of the writer's own HTML that are open, and how many of them were left out.
    depth: Cell<(u32, u32)>,
}

/// Elements and marks nested deeper than this are left out.
const DEEPEST: usize = 48;

/// Elements without an end tag.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

impl<'e> Page<'_, 'e> {
    fn html(&mut self, html: impl Into<CowStr<'e>>) {
        self.out.push(Event::Html(html.into()));
    }

    fn inline(&mut self, html: impl Into<CowStr<'e>>) {
        self.out.push(Event::InlineHtml(html.into()));
    }

    fn heading(&mut self, heading: &Heading, inner: &[Event<'e>]) {
        let mut open = format!("<h{} id=\"{}\">", heading.level, escape(&heading.id));
        for also in &heading.also {
            let _ = write!(open, "<a id=\"{}\"></a>", escape(also));
        }
        self.html(open);
        let mut last = inner.iter().rposition(|event| matches!(event, Event::Text(_)));
        for (at, event) in inner.iter().enumerate() {
            match event {
                Event::Text(text) if last == Some(at) => {
                    last = None;
                    let text = text
                        .rfind("{#")
                        .filter(|_| text.trim_end().ends_with('}'))
                        .map_or(&**text, |cut| text[..cut].trim_end());
                    self.out.push(Event::Text(harmless(text).into_owned().into()));
                }
                Event::InlineHtml(html) if !tag::anchor_names(html).is_empty() => {}
                event => self.event(event.clone()),
            }
        }
        self.html(format!("</h{}>\n", heading.level));
    }

    /// Writes what begins at `events[at]` and says how many events that were.
    fn block(&mut self, events: &[Event<'e>], at: usize) -> usize {
        let length_to =
            |end: &dyn Fn(&Event<'_>) -> bool| events[at..].iter().position(end).map_or(events.len() - at, |n| n + 1);
        match &events[at] {
            Event::Start(Tag::Paragraph) => {
                let Some(Event::Text(text)) = events.get(at + 1) else {
                    self.event(events[at].clone());
                    return 1;
                };
                let Some((mark, length)) = alert::mark(text) else {
                    self.event(events[at].clone());
                    return 1;
                };
                let count = length_to(&|event| matches!(event, Event::End(TagEnd::Paragraph)));
                let rest = text[length..].trim_start().to_owned();
                self.mark(&mark, &rest, &events[at + 2..at + count - 1]);
                count
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let count = length_to(&|event| matches!(event, Event::End(TagEnd::CodeBlock)));
                let code: String = events[at + 1..at + count]
                    .iter()
                    .filter_map(|event| if let Event::Text(text) = event { Some(&**text) } else { None })
                    .collect();
                self.code(kind, &code);
                count
            }
            Event::Start(Tag::HtmlBlock) => {
                let count = length_to(&|event| matches!(event, Event::End(TagEnd::HtmlBlock)));
                let raw: String = events[at + 1..at + count]
                    .iter()
                    .filter_map(|event| match event {
                        Event::Html(text) | Event::Text(text) => Some(&**text),
                        _ => None,
                    })
                    .collect();
                let tidy = self.raw_html(&raw);
                self.html(tidy);
                count
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                let count = image_length(&events[at..]);
                let alt: String = events[at + 1..at + count].iter().filter_map(alt_text).collect();
                self.image(dest_url, title, &alt);
                count
            }
            event => {
                self.event(event.clone());
                1
            }
        }
    }

    fn event(&mut self, event: Event<'e>) {
        match event {
            Event::Text(text) => {
                let text = match harmless(&text) {
                    std::borrow::Cow::Borrowed(_) => text,
                    std::borrow::Cow::Owned(text) => text.into(),
                };
                self.out.push(Event::Text(text));
            }
            Event::Code(code) => {
                let code = unescape_shortcodes(&code).into_owned();
                self.out.push(Event::Code(code.into()));
            }
            Event::Start(Tag::BlockQuote(Some(kind))) => {
                let kind = alert::of_quote(kind);
                self.open_alert(kind, None);
            }
            Event::End(TagEnd::BlockQuote(Some(_))) => self.html("</div>\n"),
            Event::Start(Tag::Table(alignments)) => {
                self.html("<div class=\"table-wrap\" role=\"region\" tabindex=\"0\">");
                let plain: Vec<Alignment> = alignments;
                self.out.push(Event::Start(Tag::Table(plain)));
            }
            Event::End(TagEnd::Table) => {
                self.out.push(Event::End(TagEnd::Table));
                self.html("</div>\n");
            }
            Event::Start(Tag::Link { dest_url, title, .. }) => self.link(&dest_url, &title),
            Event::End(TagEnd::Link) => {
                let end = self.links.pop().unwrap_or("");
                self.inline(end);
            }
            Event::InlineHtml(html) => {
                let tidy = self.raw_html(&html);
                self.inline(tidy);
            }
            Event::FootnoteReference(label) => {
                let number = self.note(&label);
                self.inline(format!("<sup class=\"footnote-ref\"><a href=\"#fn-{number}\">{number}</a></sup>"));
            }
            Event::Start(Tag::FootnoteDefinition(label)) => {
                let number = self.note(&label);
                self.html(format!(
                    "<div class=\"footnote\" id=\"fn-{number}\"><sup class=\"footnote-label\">{number}</sup>\n"
                ));
            }
            Event::End(TagEnd::FootnoteDefinition) => self.html("</div>\n"),
            Event::TaskListMarker(done) => {
                self.inline(if done {
                    "<input type=\"checkbox\" disabled checked> "
                } else {
                    "<input type=\"checkbox\" disabled> "
                });
            }
            event => self.out.push(event),
        }
    }

    fn note(&mut self, label: &str) -> usize {
        if let Some(at) = self.notes.iter().position(|known| known == label) {
            return at + 1;
        }
        self.notes.push(label.to_owned());
        self.notes.len()
    }

    fn open_alert(&mut self, kind: &'static str, title: Option<String>) {
        let title = title.unwrap_or_else(|| escape(alert::title(kind, &self.site.locale.language())));
        self.html(format!("<div class=\"alert alert-{kind}\" role=\"note\"><p class=\"alert-title\">{title}</p>\n"));
    }

    /// A mark and the title that follows it.
    fn mark(&mut self, mark: &Mark, first: &str, rest: &[Event<'e>]) {
        if self.open.len() >= DEEPEST && *mark != Mark::End {
            self.open.push("");
            return;
        }
        if *mark == Mark::End {
            if let Some(end) = self.open.pop() {
                self.html(end);
            }
            return;
        }
        let mut title = escape(&harmless(first));
        for event in rest {
            match event {
                Event::Text(text) => title.push_str(&escape(&harmless(text))),
                Event::Code(code) => {
                    let _ = write!(title, "<code>{}</code>", escape(code));
                }
                Event::SoftBreak | Event::HardBreak => title.push(' '),
                _ => {}
            }
        }
        let title = Some(title.trim().to_owned()).filter(|title| !title.is_empty());
        match mark {
            Mark::Alert(kind) => {
                self.open_alert(kind, title);
                self.open.push("</div>\n");
            }
            Mark::Details => {
                self.html(format!("<details><summary>{}</summary>\n", title.unwrap_or_else(|| "…".to_owned())));
                self.open.push("</details>\n");
            }
            Mark::End => {}
        }
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>, code: &str) {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.to_string(),
            CodeBlockKind::Indented => String::new(),
        };
        let language = info.split([' ', ',', '{', ':']).next().unwrap_or_default().trim_start_matches('.');
        let body = highlight(&unescape_shortcodes(code), language);
        let name: String =
            language.chars().filter(|c| c.is_ascii_alphanumeric() || b"-_+#".contains(&(*c as u8))).collect();
        if let Some(title) = code_title(&info) {
            self.html(format!("<p class=\"code-title\">{}</p>\n", escape(title)));
        }
        let class = if name.is_empty() { String::new() } else { format!(" class=\"language-{}\"", escape(&name)) };
        self.html(format!("<pre tabindex=\"0\"><code{class}>{body}</code></pre>\n"));
    }

    fn link(&mut self, dest: &str, title: &str) {
        let target = self.site.resolve(dest);
        let (open, end) = match (&target, self.site.url(&target)) {
            (Target::Term(name), _) => (format!("<code>{}</code><span hidden>", escape(name)), "</span>"),
            (Target::External(url), _) if url.starts_with("http") => {
                (format!("<a href=\"{}\" rel=\"noopener noreferrer\"{}>", escape(url), title_attribute(title)), "</a>")
            }
            (_, Some(url)) => (format!("<a href=\"{}\"{}>", escape(&url), title_attribute(title)), "</a>"),
            (_, None) => ("<span class=\"broken-link\">".to_owned(), "</span>"),
        };
        self.links.push(end);
        self.inline(open);
    }

    fn image(&mut self, dest: &str, title: &str, alt: &str) {
        let html = picture(self.site, dest, title, alt, None);
        self.inline(html);
    }

    /// Tags of the writer's own HTML with their addresses led where they lead; nothing is trusted.
    fn raw_html(&self, raw: &str) -> String {
        let mut out = String::with_capacity(raw.len());
        for piece in tag::pieces(raw) {
            match piece {
                Piece::Text(text) => out.push_str(&harmless(text)),
                Piece::Tag(tag) => self.raw_tag(tag, &mut out),
                Piece::Nothing => {}
            }
        }
        out
    }

    /// Counts how deep the writer's own elements are nested; false for a tag that is left out.
    fn nest(&self, tag: &Html) -> bool {
        if VOID.iter().any(|name| tag.is(name)) {
            return true;
        }
        let (depth, left_out) = self.depth.get();
        let (now, keep) = match (tag.closing, left_out) {
            (false, _) if depth as usize >= DEEPEST => ((depth, left_out + 1), false),
            (false, _) => ((depth + 1, left_out), true),
            (true, 0) => ((depth.saturating_sub(1), 0), true),
            (true, _) => ((depth, left_out - 1), false),
        };
        self.depth.set(now);
        keep
    }

    fn raw_tag(&self, mut tag: Html, out: &mut String) {
        if tag.is("h1") {
            tag.name = "h2".to_owned();
        }
        if !self.nest(&tag) {
            return;
        }
        if tag.closing {
            tag.write(out);
            return;
        }
        if tag.is("img") {
            let src = tag::attribute(&tag, &["src"]).map(tag::entities).unwrap_or_default();
            let alt = tag::attribute(&tag, &["alt"]).map(tag::entities).unwrap_or_default();
            let title = tag::attribute(&tag, &["title"]).map(tag::entities).unwrap_or_default();
            out.push_str(&picture(self.site, &src, &title, &alt, Some(&tag)));
            return;
        }
        let mut external = false;
        tag.attributes.retain_mut(|attribute| {
            if tag.name.eq_ignore_ascii_case("a") && attribute.name.eq_ignore_ascii_case("name") {
                attribute.name = "id".to_owned();
            }
            if !link::is_address(&attribute.name) {
                return !attribute.name.eq_ignore_ascii_case("rel");
            }
            let target = self.site.resolve(&tag::entities(&attribute.value));
            external |= matches!(&target, Target::External(url) if url.starts_with("http"));
            match self.site.url(&target) {
                Some(url) => {
                    attribute.value = url;
                    true
                }
                None => false,
            }
        });
        if external && tag.is("a") {
            let rel =
                tag::Attribute { name: "rel".to_owned(), value: "noopener noreferrer".to_owned(), expression: false };
            tag.attributes.push(rel);
        }
        tag.write(out);
    }
}

/// Counts the events of the image that begins `events`.
fn image_length(events: &[Event<'_>]) -> usize {
    let mut depth = 0_u32;
    for (at, event) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Image { .. }) => depth += 1,
            Event::End(TagEnd::Image) => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    events.len()
}

fn alt_text<'a>(event: &'a Event<'_>) -> Option<&'a str> {
    match event {
        Event::Text(text) | Event::Code(text) => Some(text),
        Event::SoftBreak | Event::HardBreak => Some(" "),
        _ => None,
    }
}

/// A picture with its size, or its text where there is none.
fn picture(site: &Site<'_>, dest: &str, title: &str, alt: &str, written: Option<&Html>) -> String {
    let alt = escape(&harmless(alt));
    let inline = dest.trim_start().to_ascii_lowercase().starts_with("data:image/");
    let target = site.resolve(dest);
    let src = match &target {
        Target::External(url) => Some(url.clone()),
        Target::Asset(path) => Some(format!("/files/{}", encode_path(path))),
        _ if inline => Some(dest.trim().to_owned()),
        _ => None,
    };
    let Some(src) = src else { return format!("<span class=\"missing-image\">{alt}</span>") };
    let size = written.and_then(|tag| {
        let of = |name| tag::attribute(tag, &[name]).and_then(|text| text.trim_end_matches("px").parse::<usize>().ok());
        Some((of("width")?, of("height")?))
    });
    let size = size.or_else(|| match &target {
        Target::Asset(path) => {
            let size = imagesize::size(site.view.library().root().join(path)).ok()?;
            let width = written
                .and_then(|tag| tag::attribute(tag, &["width"]))
                .and_then(|text| text.trim_end_matches("px").parse::<usize>().ok());
            Some(match width {
                Some(width) if size.width > 0 => (width, size.height * width / size.width),
                _ => (size.width, size.height),
            })
        }
        _ => None,
    });
    let size = size.map_or_else(String::new, |(width, height)| format!(" width=\"{width}\" height=\"{height}\""));
    format!(
        "<img src=\"{}\" alt=\"{alt}\"{}{size} loading=\"lazy\" decoding=\"async\">",
        escape(&src),
        title_attribute(title)
    )
}

fn title_attribute(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(&harmless(title))) }
}

/// `title="…"` of a fence.
fn code_title(info: &str) -> Option<&str> {
    let rest = info.split_once("title=")?.1;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next().filter(|title| !title.is_empty())
}
