//! Where a link leads: to an article, a category, a file beside the articles, elsewhere, or nowhere.

use pulldown_cmark::{Event, Tag};

use super::tag::{self, Piece};
use crate::{
    base::{ArticleKey, CategoryKey, Locale},
    kb::{View, asset, encode_path, path, place},
};

/// What a link's destination is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Another site, a mail address, a telephone number.
    External(String),
    /// A heading of the same page.
    Anchor(String),
    /// An article's page of this site.
    Article(Locale, ArticleKey, Option<String>),
    /// A category's page.
    Category(Locale, CategoryKey, Option<String>),
    /// A file, by its path below the knowledge base.
    Asset(String),
    /// A name in a reference elsewhere (`xref:`), to be shown as code.
    Term(String),
    /// It exists, but not for this audience.
    Hidden,
    /// Nothing is there.
    Broken,
    /// A scheme that no page may hold (`javascript:`).
    Unsafe,
}

/// A page whose links are followed.
#[derive(Debug, Clone, Copy)]
pub struct Site<'a> {
    /// What its reader may see.
    pub view: View<'a>,
    /// Its locale.
    pub locale: &'a Locale,
    /// Its file, below the knowledge base.
    pub path: &'a str,
}

impl Site<'_> {
    /// Follows a link as it is written.
    #[must_use]
    pub fn resolve(&self, written: &str) -> Target {
        let written = written.trim();
        if let Some(target) = elsewhere(written) {
            return target;
        }
        let (before, anchor) = match written.split_once('#') {
            Some((before, anchor)) => (before, Some(path::decode(anchor))),
            None => (written, None),
        };
        let bare = path::decode(before.split('?').next().unwrap_or_default());
        if bare.is_empty() {
            return anchor.filter(|a| !a.is_empty()).map_or(Target::Broken, Target::Anchor);
        }
        let anchor = anchor.filter(|a| !a.is_empty());
        let mut hidden = false;
        for candidate in self.candidates(&bare) {
            match self.page(&candidate, anchor.as_ref()) {
                Target::Hidden => hidden = true,
                Target::Broken => {}
                found => return found,
            }
        }
        for candidate in asset::candidates(self.path, written) {
            if self.view.library().has_asset(&candidate) {
                return Target::Asset(candidate);
            }
        }
        if hidden { Target::Hidden } else { Target::Broken }
    }

    /// The public path (or other address) of a target; `None` when it cannot be linked.
    #[must_use]
    pub fn url(&self, target: &Target) -> Option<String> {
        let with = |url: String, anchor: &Option<String>| match anchor {
            Some(anchor) => format!("{url}#{}", encode_path(anchor)),
            None => url,
        };
        match target {
            Target::External(url) => Some(url.clone()),
            Target::Anchor(anchor) => Some(format!("#{}", encode_path(anchor))),
            Target::Article(locale, key, anchor) => Some(with(self.view.article(locale, key)?.url(), anchor)),
            Target::Category(locale, key, anchor) => Some(with(self.view.category(locale, key)?.url(), anchor)),
            Target::Asset(path) => Some(format!("/files/{}", encode_path(path))),
            Target::Term(_) | Target::Hidden | Target::Broken | Target::Unsafe => None,
        }
    }

    /// Paths below the root (locale first) that a written path may mean, most likely first.
    fn candidates(&self, bare: &str) -> Vec<String> {
        let mut out = Vec::new();
        let mut add = |start: &str, rest: &str| {
            if let Some(path) = path::join(start, rest)
                && !path.is_empty()
                && !out.contains(&path)
            {
                out.push(path);
            }
        };
        let locale = self.locale.as_str();
        if let Some(rest) = bare.strip_prefix("@/").or_else(|| bare.strip_prefix("~/")) {
            add(locale, rest);
            add(self.path, &format!("../{rest}"));
        } else if let Some(rest) = bare.strip_prefix('/') {
            let rest = rest.trim_start_matches('/');
            let first = rest.split('/').next().unwrap_or_default();
            if let Some(named) = self.view.library().locale_named(first) {
                add(named.as_str(), rest[first.len()..].trim_start_matches('/'));
            }
            add(locale, rest);
            if let Some((_, below)) = rest.split_once('/') {
                add(locale, below);
            }
        } else {
            add(path::folder(self.path), bare);
            // Systems that serve a page as a folder write links relative to that folder.
            let page = self.path.rsplit_once('.').map_or(self.path, |(page, _)| page);
            add(page.strip_suffix("/index").unwrap_or(page), bare);
        }
        out
    }

    fn page(&self, candidate: &str, anchor: Option<&String>) -> Target {
        let (first, rest) = candidate.split_once('/').unwrap_or((candidate, ""));
        let library = self.view.library();
        let Some(locale) = library.locale_named(first) else { return Target::Broken };
        let (folder, file) = rest.rsplit_once('/').unwrap_or(("", rest));
        let stem = place::markdown_stem(file);
        let key = match stem {
            Some("_index" | "_category") => return self.category(locale, folder, anchor),
            Some("index") if !folder.is_empty() => folder.to_owned(),
            Some(stem) if folder.is_empty() => stem.to_owned(),
            Some(stem) => format!("{folder}/{stem}"),
            None => rest.trim_end_matches('/').trim_end_matches(".html").to_owned(),
        };
        if key.is_empty() {
            return self.category(locale, "", anchor);
        }
        match library.find_any(locale, &key) {
            Some(article) if self.view.article(locale, &article.key).is_some() => {
                Target::Article(locale.clone(), article.key.clone(), anchor.cloned())
            }
            Some(_) => Target::Hidden,
            None if stem.is_none_or(|stem| stem.eq_ignore_ascii_case("readme") || stem == "index") => {
                self.category(locale, key.trim_end_matches("/index"), anchor)
            }
            None => Target::Broken,
        }
    }

    fn category(&self, locale: &Locale, key: &str, anchor: Option<&String>) -> Target {
        let key = CategoryKey::from(key);
        if self.view.category(locale, &key).is_some() {
            Target::Category(locale.clone(), key, anchor.cloned())
        } else if self.view.library().has_category(locale, &key) {
            Target::Hidden
        } else {
            Target::Broken
        }
    }
}

/// Destinations that are not of this site.
fn elsewhere(written: &str) -> Option<Target> {
    if let Some(host) = written.strip_prefix("//") {
        return Some(Target::External(format!("https://{host}")));
    }
    let (scheme, rest) = written.split_once(':')?;
    if scheme.is_empty() || scheme.contains(['/', '?', '#']) || !scheme.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    Some(match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" | "mailto" | "tel" | "sms" | "xmpp" | "irc" | "ircs" => Target::External(written.to_owned()),
        "xref" => {
            let name = path::decode(rest.split(['?', '#']).next().unwrap_or_default());
            Target::Term(name.trim_end_matches('*').to_owned())
        }
        _ => Target::Unsafe,
    })
}

/// Everything that a body links to or shows, as written, in order.
#[must_use]
pub fn references(events: &[Event<'_>]) -> Vec<String> {
    let mut out = Vec::new();
    let mut block = String::new();
    for event in events {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => out.push(dest_url.to_string()),
            Event::Html(part) => block.push_str(part),
            Event::InlineHtml(part) => from_html(part, &mut out),
            Event::End(pulldown_cmark::TagEnd::HtmlBlock) => {
                from_html(&block, &mut out);
                block.clear();
            }
            _ => {}
        }
    }
    out
}

fn from_html(html: &str, out: &mut Vec<String>) {
    for piece in tag::pieces(html) {
        if let Piece::Tag(tag) = piece {
            let values = tag.attributes.into_iter().filter(|a| is_address(&a.name) && !a.expression);
            out.extend(values.map(|a| tag::entities(&a.value)).filter(|v| !v.is_empty()));
        }
    }
}

/// Attributes whose value is an address.
#[must_use]
pub fn is_address(name: &str) -> bool {
    ["href", "src", "poster"].iter().any(|known| name.eq_ignore_ascii_case(known))
}
