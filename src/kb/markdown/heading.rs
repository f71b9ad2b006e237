//! Headings: their plain text, level and id, by GitHub's rule.

use std::collections::HashMap;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::tag;

/// One heading of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Index of the start event.
    pub start: usize,
    /// Index of the end event.
    pub end: usize,
    /// 2 to 6 (a second `#` heading counts as one of the second level).
    pub level: u8,
    /// Plain text.
    pub text: String,
    /// Unique in the page.
    pub id: String,
    /// Further ids that lead here (`<a name>`).
    pub also: Vec<String>,
    /// It repeats the article's title and is not shown.
    pub is_title: bool,
}

/// The headings among `events`. The first one is left out when it repeats `title`.
#[must_use]
pub fn headings(events: &[Event<'_>], title: &str) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    let mut ids = Ids::of_page();
    let mut at = 0;
    while at < events.len() {
        let Event::Start(Tag::Heading { level, .. }) = &events[at] else {
            at += 1;
            continue;
        };
        let end = (at..events.len()).find(|i| matches!(events[*i], Event::End(TagEnd::Heading(_)))).unwrap_or(at);
        let (text, explicit) = plain(&events[at..end]);
        let (text, written_id) = take_id(&text);
        let is_title = found.is_empty() && *level as u8 == 1 && same(text, title);
        let mut named = explicit.into_iter();
        let auto = slug(text);
        let id = match written_id.map(str::to_owned).or_else(|| named.next()) {
            Some(id) => ids.take(&id),
            None if is_title => String::new(),
            None => ids.take(&auto),
        };
        let also = named.filter(|name| ids.claim(name)).collect();
        found.push(Heading { start: at, end, level: (*level as u8).max(2), text: text.to_owned(), id, also, is_title });
        at = end + 1;
    }
    unskip(&mut found);
    for heading in &mut found {
        let auto = slug(&heading.text);
        if !heading.is_title && heading.id != auto && ids.claim(&auto) {
            heading.also.push(auto);
        }
    }
    found
}

/// No level is skipped on the way down from the title, whatever the writer's house style was: what stood
/// below still stands below, what stood side by side still does.
fn unskip(headings: &mut [Heading]) {
    // The open headings, as written and as shown.
    let mut above: Vec<(u8, u8)> = Vec::new();
    for heading in headings.iter_mut().filter(|heading| !heading.is_title) {
        above.retain(|(written, _)| *written < heading.level);
        let shown = above.last().map_or(2, |(_, shown)| shown + 1);
        above.push((heading.level, shown));
        heading.level = shown;
    }
}

/// Text of the first heading of the first level.
#[must_use]
pub fn first_heading(events: &[Event<'_>]) -> Option<String> {
    let start = events.iter().position(|event| {
        matches!(event, Event::Start(Tag::Heading { level: pulldown_cmark::HeadingLevel::H1, .. }))
    })?;
    let end = (start..events.len()).find(|i| matches!(events[*i], Event::End(TagEnd::Heading(_))))?;
    let (text, _) = plain(&events[start..end]);
    let (text, _) = take_id(&text);
    (!text.is_empty()).then(|| text.to_owned())
}

/// GitHub's id for a heading: lower case, words joined by hyphens, punctuation gone.
#[must_use]
pub fn slug(text: &str) -> String {
    let slug: String = text
        .trim()
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(|c| match c {
            ' ' | '\t' => Some('-'),
            '-' | '_' => Some(c),
            c if c.is_alphanumeric() || is_mark(c) => Some(c),
            _ => None,
        })
        .collect();
    if slug.is_empty() { "section".to_owned() } else { slug }
}

/// Combining marks (Devanagari vowels, Arabic points, Thai tones) belong to their words.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn same(a: &str, b: &str) -> bool {
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    fold(a) == fold(b)
}

/// Plain text of a heading and the names of anchors in it.
fn plain(events: &[Event<'_>]) -> (String, Vec<String>) {
    let (mut text, mut names) = (String::new(), Vec::new());
    for event in events {
        match event {
            Event::Text(part) => text.push_str(&super::section::harmless(part)),
            Event::Code(part) => text.push_str(&super::section::unescape_shortcodes(part)),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::InlineHtml(html) | Event::Html(html) => {
                for name in tag::anchor_names(html) {
                    names.push(name);
                }
            }
            _ => {}
        }
    }
    (text.split_whitespace().collect::<Vec<_>>().join(" "), names)
}

/// Takes `{#id}` off the end of a heading.
fn take_id(text: &str) -> (&str, Option<&str>) {
    let Some((before, id)) = text.strip_suffix('}').and_then(|text| text.rsplit_once("{#")) else {
        return (text, None);
    };
    let id = id.split([' ', '.']).next().unwrap_or_default();
    let valid = !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'));
    if valid { (before.trim_end(), Some(id)) } else { (text, None) }
}

/// Ids given out so far.
#[derive(Debug, Default)]
struct Ids(HashMap<String, u32>);

/// What the article's page calls its own parts; a heading of that name gets another id.
const OF_PAGE: [&str; 13] = [
    "asked", "chat", "comment", "feedback", "helped", "main", "q", "related", "stuck", "texts", "thanks", "toc", "true",
];

impl Ids {
    fn of_page() -> Self {
        Self(OF_PAGE.iter().map(|id| ((*id).to_owned(), 1)).collect())
    }

    /// A unique id made from `wish`: `wish`, `wish-1`, `wish-2`, …
    fn take(&mut self, wish: &str) -> String {
        let mut number = self.0.get(wish).copied().unwrap_or(0);
        let id = loop {
            let id = if number == 0 { wish.to_owned() } else { format!("{wish}-{number}") };
            number += 1;
            if number == 1 || !self.0.contains_key(&id) {
                break id;
            }
        };
        self.0.insert(wish.to_owned(), number);
        self.0.entry(id.clone()).or_insert(1);
        id
    }

    /// Claims exactly this id; false when it is taken.
    fn claim(&mut self, id: &str) -> bool {
        !self.0.contains_key(id) && self.0.insert(id.to_owned(), 1).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(markdown: &str) -> Vec<String> {
        headings(&super::super::events(markdown), "Title").into_iter().filter(|h| !h.is_title).map(|h| h.id).collect()
    }

    #[test]
    fn a_heading_named_like_a_part_of_the_page_has_an_id_of_its_own() {
        assert_eq!(ids("## Main\n## Feedback\n## Feedback\n## Mains"), ["main-1", "feedback-1", "feedback-2", "mains"]);
    }

    #[test]
    fn no_level_is_skipped() {
        let levels = |markdown: &str| -> Vec<u8> {
            headings(&super::super::events(markdown), "Title").iter().filter(|h| !h.is_title).map(|h| h.level).collect()
        };
        assert_eq!(
            levels("# Title\n#### a\n#### b\n### c\n## d\n#### e\n##### f\n#### g\n### h"),
            [2, 2, 2, 2, 3, 4, 3, 3]
        );
        assert_eq!(levels("## a\n### b\n#### c\n## d"), [2, 3, 4, 2]);
    }

    #[test]
    fn ids_follow_githubs_rule() {
        assert_eq!(
            ids("## Can't open: `a.b_c`?\n## Árvíztűrő tükörfúrógép"),
            ["cant-open-ab_c", "árvíztűrő-tükörfúrógép"]
        );
        assert_eq!(ids("## A\n## A\n## A-1\n## A"), ["a", "a-1", "a-1-1", "a-2"]);
        assert_eq!(ids("## One {#first}\n## <a name=\"second\"></a>Two\n## Three {x}"), ["first", "second", "three-x"]);
        assert_eq!(ids("# Title\n# Other\n## !!!"), ["other", "section"]);
    }
}
