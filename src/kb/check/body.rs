//! What only an article's text shows: links and pictures that lead nowhere, markup of other systems,
//! agent blocks that hide more than they should.

use std::{collections::HashSet, fs};

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Anchors, picture};
use crate::{
    base::{ArticleKey, Audience, Locale},
    kb::{
        AnswerFrom, Finding, Library, Status, agent, foreign, include,
        item::Entry,
        markdown::{self, Site, Target},
        read,
    },
};

/// What was found in one article.
#[derive(Debug, Default)]
pub struct Body {
    /// Ids that links may name.
    pub anchors: HashSet<String>,
    /// Links to headings, to be looked up when all ids are known.
    pub anchored: Vec<Anchored>,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// A link to a heading.
#[derive(Debug)]
pub struct Anchored {
    article: (Locale, ArticleKey),
    anchor: String,
    written: String,
    line: Option<u32>,
}

/// Reads one article as its readers see it.
#[must_use]
pub fn read(library: &Library, entry: &Entry) -> Body {
    let article = &entry.article;
    let path = article.path.to_string_lossy();
    let text = entry.body.text();
    let mut body = Body::default();
    let raw = fs::read(library.root().join(&article.path)).ok().and_then(|bytes| read::decode(bytes, &path).ok());
    let raw = raw.unwrap_or_default();
    for (line, what) in agent::oddities(&text) {
        let line = entry.body_line.saturating_add(u32::try_from(line).unwrap_or(0));
        let mend = "Put :::agent and ::: on lines of their own, around what is for agents.";
        body.findings.push(Finding::warning(&path, "agent-block", Some(line), what, mend));
    }
    let exists = |path: &str| library.root().join(path).is_file();
    for (line, written) in include::missing(&raw, &path, &exists) {
        let what = format!("it includes “{written}”, which is not there");
        body.findings.push(Finding::warning(
            &path,
            "include",
            Some(line),
            what,
            "Correct the path, or remove the line.",
        ));
    }
    let for_agents = agent::for_audience(&text, Audience::Agent);
    let (_, counts) = foreign::degrade_counted(&for_agents, entry.mdx);
    if !counts.is_empty() {
        let said: Vec<String> = counts.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        let what = format!("markup of other systems is shown as readable text: {}", said.join(", "));
        body.findings.push(Finding::note(
            &path,
            "foreign-markup",
            None,
            what,
            "Rewrite it as Markdown where the page misses something.",
        ));
    }
    let everything = markdown::prepare(&text, Audience::Agent, entry.mdx);
    let events = markdown::events(&everything);
    body.anchors = anchors(&events, &article.title);
    let audience = if article.visibility == Audience::Public { Audience::Public } else { Audience::Agent };
    let prepared = markdown::prepare(&text, audience, entry.mdx);
    let seen = markdown::events(&prepared);
    let mut lines = Lines { raw: &raw, at: 0 };
    links(library, entry, audience, &seen, &mut lines, &mut body);
    body.findings.extend(picture::findings(&path, &seen, |written| Lines { raw: &raw, at: 0 }.of(written)));
    if audience == Audience::Public && agent::mentions(&text) {
        let known: HashSet<String> = markdown::references(&seen).into_iter().collect();
        let more: Vec<String> =
            markdown::references(&events).into_iter().filter(|written| !known.contains(written)).collect();
        follow(library, entry, Audience::Agent, &more, &mut Lines { raw: &raw, at: 0 }, &mut body);
    }
    if article.status == Status::Published && article.redirect_to.is_none() && is_empty(&seen) {
        body.findings.push(Finding::warning(
            &path,
            "empty",
            None,
            "the article has no text",
            "Write it, or make it a draft.",
        ));
    }
    if let AnswerFrom::Section(anchor) = &article.answer
        && !body.anchors.contains(anchor)
    {
        let what = format!("answer names the section #{anchor}, which the article does not have");
        body.findings.push(Finding::warning(&path, "answer", None, what, "Name one of its headings."));
    }
    body
}

/// Findings for links to headings that are not there.
#[must_use]
pub fn missing_anchors(entry: &Entry, anchored: &[Anchored], anchors: &Anchors) -> Vec<Finding> {
    let path = entry.article.path.to_string_lossy();
    let missing = anchored.iter().filter(|link| {
        let ids = anchors.get(&link.article);
        ids.is_some_and(|ids| !ids.contains(&link.anchor) && !ids.contains(&link.anchor.to_lowercase()))
    });
    missing
        .map(|link| {
            let what = format!("the link “{}” names the heading #{}, which is not there", link.written, link.anchor);
            Finding::warning(&path, "anchor", link.line, what, "Name a heading of that page, or leave the # part out.")
        })
        .collect()
}

fn anchors(events: &[Event<'_>], title: &str) -> HashSet<String> {
    let mut out: HashSet<String> = HashSet::from(["top".to_owned()]);
    for heading in markdown::headings(events, title) {
        if heading.is_title {
            out.insert(markdown::slug(&heading.text));
        }
        out.extend(std::iter::once(heading.id).chain(heading.also));
    }
    for event in events {
        if let Event::Html(html) | Event::InlineHtml(html) = event {
            out.extend(markdown::anchor_names(html));
        }
    }
    out
}

/// Whether nothing stands below the headings.
fn is_empty(events: &[Event<'_>]) -> bool {
    let mut in_heading = false;
    !events.iter().any(|event| {
        match event {
            Event::Start(Tag::Heading { .. }) => in_heading = true,
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            _ => {}
        }
        let shows = match event {
            Event::Text(text) => !text.trim().is_empty(),
            Event::Code(_) | Event::Html(_) | Event::Start(Tag::Image { .. }) => true,
            _ => false,
        };
        shows && !in_heading
    })
}

fn links(
    library: &Library,
    entry: &Entry,
    audience: Audience,
    events: &[Event<'_>],
    lines: &mut Lines<'_>,
    body: &mut Body,
) {
    follow(library, entry, audience, &markdown::references(events), lines, body);
}

fn follow(
    library: &Library,
    entry: &Entry,
    audience: Audience,
    written: &[String],
    lines: &mut Lines<'_>,
    body: &mut Body,
) {
    let article = &entry.article;
    let path = article.path.to_string_lossy();
    let site = Site { view: library.view(audience), locale: &article.locale, path: &path };
    let mut seen: HashSet<&str> = HashSet::new();
    let mut absolute: Vec<&str> = Vec::new();
    let mut absolute_line = None;
    for written in written {
        let line = lines.of(written);
        if !seen.insert(written) {
            continue;
        }
        let own = (article.locale.clone(), article.key.clone());
        match site.resolve(written) {
            Target::Anchor(anchor) => {
                body.anchored.push(Anchored { article: own, anchor, written: written.clone(), line });
            }
            Target::Article(locale, key, Some(anchor)) => {
                body.anchored.push(Anchored { article: (locale, key), anchor, written: written.clone(), line });
            }
            Target::Broken if written.starts_with('/') => {
                absolute_line = absolute_line.or(line);
                absolute.push(written);
            }
            Target::Broken => {
                let what = format!("“{written}” leads nowhere");
                body.findings.push(Finding::warning(
                    &path,
                    "link",
                    line,
                    what,
                    "Correct the path, or remove the link.",
                ));
            }
            Target::Hidden => {
                let what = format!("“{written}” leads to what readers of this article may not see");
                body.findings.push(Finding::warning(
                    &path,
                    "link",
                    line,
                    what,
                    "Publish the target, or remove the link.",
                ));
            }
            Target::Unsafe if !written.starts_with("data:image/") => {
                let what =
                    format!("“{}” is an address that no page may hold", written.chars().take(60).collect::<String>());
                body.findings.push(Finding::warning(&path, "link", line, what, "Use http or https."));
            }
            _ => {}
        }
    }
    if !absolute.is_empty() {
        let shown = absolute.iter().take(5).copied().collect::<Vec<_>>().join(", ");
        let more = if absolute.len() > 5 { ", …" } else { "" };
        let what = format!("{} links to other parts of a site lead nowhere here: {shown}{more}", absolute.len());
        body.findings.push(Finding::warning(
            &path,
            "link",
            absolute_line,
            what,
            "Write the whole address, or a path of this knowledge base.",
        ));
    }
}

/// Finds the line on which a destination is written, going forward.
struct Lines<'a> {
    raw: &'a str,
    at: usize,
}

impl Lines<'_> {
    fn of(&mut self, written: &str) -> Option<u32> {
        let at = match self.raw.get(self.at..)?.find(written) {
            Some(found) => self.at + found,
            None => self.raw.find(written)?,
        };
        self.at = at + written.len();
        u32::try_from(self.raw[..at].bytes().filter(|byte| *byte == b'\n').count() + 1).ok()
    }
}
