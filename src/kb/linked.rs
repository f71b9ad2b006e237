//! What other articles call an article: the texts of the links that lead to it. Writers say there, in
//! a few words and often other ones than the title's, what a reader looks for (Craswell, Hawking and
//! Robertson 2001; Eiron and `McCurley` 2003).
//!
//! Texts are kept as they were read, compressed beside the bodies; where they lead is settled for one
//! audience at a time, so that what only agents read names nothing in public.

use std::collections::{BTreeMap, HashMap, HashSet};

use pulldown_cmark::{Event, Tag, TagEnd};
use rayon::prelude::*;

use super::{
    View,
    blob::Body,
    item::Entry,
    markdown::{Site, Target},
    path,
};
use crate::{
    base::Locale,
    text::{Analyzer, fold},
};

/// Texts kept for one article.
const MOST: usize = 12;
/// Letters of a longer text say more about the sentence than about the target.
const LONGEST: usize = 100;

/// The links that lead to one article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Linked {
    /// Their texts, those used most first; not the title itself, and none that mostly leads elsewhere.
    pub texts: Vec<String>,
    /// Articles that link to it.
    pub articles: u32,
}

/// Takes a body's links to other pages with their texts.
#[must_use]
pub fn collect(events: &[Event<'_>]) -> Body {
    let mut out = String::new();
    let mut open: Option<(&str, String)> = None;
    for event in events {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => open = Some((dest_url, String::new())),
            Event::End(TagEnd::Link) => {
                if let Some((written, text)) = open.take()
                    && may_lead_here(written)
                {
                    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                    out.push_str(&format!("{}\t{text}\n", written.replace(['\t', '\n'], "")));
                }
            }
            Event::Text(part) | Event::Code(part) => {
                if let Some((_, text)) = &mut open {
                    text.push_str(part);
                }
            }
            Event::SoftBreak => {
                if let Some((_, text)) = &mut open {
                    text.push(' ');
                }
            }
            _ => {}
        }
    }
    Body::new(&out)
}

fn may_lead_here(written: &str) -> bool {
    !written.is_empty() && !written.starts_with('#') && (!written.contains(':') || old_number(written).is_some())
}

/// The number of an article in the address that it had in a hosted help center
/// (`…/articles/360016495639-Use-a-Chromebook`), and the words after it.
fn old_number(written: &str) -> Option<(&str, &str)> {
    let (_, rest) = written.split_once("/articles/")?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let words = rest[end..].split(['?', '#', '/']).next().unwrap_or_default();
    (end >= 6).then(|| (&rest[..end], words.trim_start_matches('-')))
}

/// One text that leads to an article (its place among the entries).
struct Named {
    target: usize,
    text: String,
}

impl View<'_> {
    /// What the articles that this audience may read call one another in a locale, by key.
    #[must_use]
    pub fn linked(self, locale: &Locale) -> HashMap<String, Linked> {
        let Some(content) = self.library().content(locale) else { return HashMap::new() };
        let entries = &content.entries;
        let numbers: HashMap<&str, usize> =
            entries.iter().enumerate().filter_map(|(at, entry)| Some((entry.number.as_deref()?, at))).collect();
        let sources = entries.par_iter().filter(|entry| self.article(locale, &entry.article.key).is_some());
        let found: Vec<Vec<Named>> = sources.map(|entry| self.names_in(entry, &numbers)).collect();
        let mut articles: HashMap<usize, u32> = HashMap::new();
        // Folded text → target → how often, and as it is written.
        let mut uses: BTreeMap<String, BTreeMap<usize, (u32, String)>> = BTreeMap::new();
        for names in found {
            let targets: HashSet<usize> = names.iter().map(|named| named.target).collect();
            targets.into_iter().for_each(|target| *articles.entry(target).or_default() += 1);
            for Named { target, text } in names {
                uses.entry(fold(&text)).or_default().entry(target).or_insert((0, text)).0 += 1;
            }
        }
        let analyzer = Analyzer::new(locale);
        let mut texts: HashMap<usize, Vec<(u32, String)>> = HashMap::new();
        for (folded, targets) in uses {
            let all: u32 = targets.values().map(|(count, _)| count).sum();
            if !says_something(&folded, &analyzer) {
                continue;
            }
            for (target, (count, text)) in targets {
                if count * 2 > all && fold(&entries[target].article.title) != folded {
                    texts.entry(target).or_default().push((count, text));
                }
            }
        }
        let mut out: HashMap<String, Linked> = HashMap::new();
        for (target, articles) in articles {
            let mut texts = texts.remove(&target).unwrap_or_default();
            texts.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
            texts.truncate(MOST);
            let texts = texts.into_iter().map(|(_, text)| text).collect();
            out.insert(entries[target].article.key.to_string(), Linked { texts, articles });
        }
        out
    }

    /// The names that one article gives to others, each once.
    fn names_in(self, entry: &Entry, numbers: &HashMap<&str, usize>) -> Vec<Named> {
        let article = &entry.article;
        let file = article.path.to_string_lossy();
        let site = Site { view: self, locale: &article.locale, path: &file };
        let Some(content) = self.library().content(&article.locale) else { return Vec::new() };
        let links = entry.links.text();
        let mut known: HashMap<&str, Option<usize>> = HashMap::new();
        let mut seen = HashSet::new();
        let mut out = Vec::new();
        for (written, text) in links.lines().filter_map(|line| line.split_once('\t')) {
            let number = old_number(written);
            let target = *known.entry(written).or_insert_with(|| match number {
                Some((number, _)) => numbers.get(number).copied(),
                None => match site.resolve(written) {
                    Target::Article(locale, key, _) if locale == article.locale => {
                        content.place(key.as_str()).map(|at| at as usize)
                    }
                    _ => None,
                },
            });
            let Some(target) = target.filter(|at| content.entries[*at].article.key != article.key) else { continue };
            let words = number.map(|(_, words)| path::decode(words).replace('-', " "));
            for text in std::iter::once(text.to_owned()).chain(words) {
                if seen.insert((target, fold(&text))) {
                    out.push(Named { target, text });
                }
            }
        }
        out
    }
}

/// Whether a text (folded) is words rather than an address, and not only little ones.
fn says_something(folded: &str, analyzer: &Analyzer) -> bool {
    let address = folded.contains("//") || (folded.contains('/') && !folded.contains(' '));
    let mut telling = false;
    if !address && folded.chars().count() <= LONGEST {
        analyzer.each(folded, |token| {
            telling |= !analyzer.is_stop(token.word) && token.word.chars().any(char::is_alphabetic);
        });
    }
    telling
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::{base::Audience, kb::Library};

    fn names(files: &[(&str, &str)], audience: Audience) -> HashMap<String, Linked> {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        }
        let library = Library::load(folder.path(), None, jiff::Timestamp::UNIX_EPOCH).expect("loaded");
        library.view(audience).linked(&"en".parse().expect("a locale"))
    }

    #[test]
    fn an_article_is_known_by_what_others_call_it() {
        let files = [
            ("en/a.md", "See [money back](b.md), [this](b.md), [more *about* it](c.md)."),
            ("en/c.md", "[Money back](b.md) and [Refunds](b.md). [Me](c.md)"),
            ("en/b.md", "# Refunds\n\n[more about it](a.md)\n\n:::agent\n[Secret name](a.md)\n:::\n"),
        ];
        let found = names(&files, Audience::Public);
        assert_eq!(found["b"], Linked { texts: vec!["money back".into()], articles: 2 });
        assert_eq!(found["a"], Linked { texts: vec![], articles: 1 });
        assert!(!format!("{found:?}").contains("Secret"));
    }

    #[test]
    fn links_to_the_address_in_a_hosted_help_center_count() {
        let address = "https://help.example.com/hc/en-us/articles/360016495639-Use-with-a-Chromebook#x";
        let files = [
            ("en/a.md", format!("[on your Chromebook]({address})")),
            ("en/b.md", "---\nid: 360016495639\ntitle: Chromebooks\n---\n".to_owned()),
        ];
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        assert_eq!(names(&files, Audience::Public)["b"].texts, ["Use with a Chromebook", "on your Chromebook"]);
    }

    #[test]
    fn what_only_agents_read_names_nothing_in_public() {
        let files = [
            ("en/a.md", "---\nvisibility: agent\n---\n[the escalation trick](b.md)"),
            ("en/b.md", "# Refunds\n\nText."),
        ];
        assert!(names(&files, Audience::Public).is_empty());
        assert_eq!(names(&files, Audience::Agent)["b"].texts, ["the escalation trick"]);
    }
}
