//! One file of Markdown in; an article, category or reply out, with what is wrong in it.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{
    Article, Finding, Reply, Status, asset,
    blob::Body,
    front_matter::{self, Split},
    include,
    item::{CategoryFile, Entry, Hash, Includes, hash, hex},
    linked, markdown, meta, path, place, value,
};
use crate::base::{ArticleKey, Audience, CategoryKey, Locale};

/// What reading a file needs to know about the rest.
pub struct Around<'a> {
    /// The present moment.
    pub now: Timestamp,
    /// Reads a file that another takes in; gives its text and hash.
    pub fragment: &'a (dyn Fn(&str) -> Option<(std::sync::Arc<str>, Hash)> + Sync),
}

/// A file to be read.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Relative, `/` between parts.
    pub path: &'a str,
    /// Last change of the file.
    pub modified: i64,
    /// Its text: LF line ends, no byte order mark.
    pub text: &'a str,
}

/// Bytes as text: UTF-8 without byte order mark, line ends folded to LF, no NUL.
///
/// # Errors
/// What makes the file unreadable: code, what, mend.
pub fn decode(bytes: Vec<u8>, path: &str) -> Result<String, Finding> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Finding::skipped(path, "encoding", "the file is UTF-16, not UTF-8", "Save it as UTF-8.").at(1));
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        let line = line_at(&bytes, at);
        return Err(
            Finding::skipped(path, "nul", "the file holds a NUL character", "Remove it; text has none.").at(line)
        );
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let line = line_at(error.as_bytes(), error.utf8_error().valid_up_to());
        Finding::skipped(path, "encoding", "the file is not UTF-8", "Save it as UTF-8.").at(line)
    })?;
    let text = text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text);
    Ok(if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text })
}

fn line_at(bytes: &[u8], at: usize) -> u32 {
    u32::try_from(bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1).unwrap_or(u32::MAX)
}

/// Splits off the front matter.
///
/// # Errors
/// A finding that says why the file is skipped.
pub fn split<'a>(source: Source<'a>, findings: &mut Vec<Finding>) -> Result<Split<'a>, Finding> {
    let split = front_matter::split(source.text)
        .map_err(|error| Finding::skipped(source.path, "front-matter", error.what, error.mend).at(error.line))?;
    if split.no_map {
        let what = "what stands between the front matter's markers is not keys with values; it is shown as text";
        findings.push(Finding::warning(
            source.path,
            "front-matter",
            Some(1),
            what,
            "Write “key: value” lines, or remove the markers.",
        ));
    }
    if split.unquoted.is_some() {
        let what = "a text with “: ” in it stands without quotes; it is read as if it had them";
        findings.push(Finding::warning(
            source.path,
            "front-matter",
            split.unquoted,
            what,
            "Put the whole text in quotes: title: \"…\".",
        ));
    }
    Ok(split)
}

/// Reads an article.
///
/// # Errors
/// A finding that says why the file is skipped.
pub fn article(
    source: Source<'_>,
    locale: Locale,
    key: ArticleKey,
    around: &Around<'_>,
    findings: &mut Vec<Finding>,
) -> Result<Entry, Finding> {
    let split = split(source, findings)?;
    let values = &split.values;
    let (body, includes, hash) = take_in(source, split.body, around);
    let meta = meta::read(&split, source.path, around.now, findings);
    let mdx = is_mdx(source.path);
    let own_title = meta::title(&split).map(|title| markdown::plain(&title));
    let for_public = outline(&body, source.path, own_title.as_deref(), Audience::Public, mdx);
    let agent_assets = if super::agent::mentions(&body) {
        let all = outline(&body, source.path, own_title.as_deref(), Audience::Agent, mdx).assets;
        all.into_iter().filter(|path| !for_public.assets.contains(path)).collect()
    } else {
        Vec::new()
    };
    let file = source.path.rsplit('/').next().and_then(place::markdown_stem).unwrap_or_default();
    let last = if file == "index" { key.as_str().rsplit('/').next().unwrap_or_default() } else { file };
    let title = own_title.or(for_public.title).unwrap_or_else(|| place::readable(last));
    let folder = source.path.split_once('/').map_or("", |(_, rest)| path::folder(rest));
    let updated =
        meta.updated.or_else(|| Timestamp::from_nanosecond(source.modified.into()).ok()).unwrap_or(around.now);
    let article = Article {
        category: key.category(),
        locale,
        path: source.path.into(),
        title,
        short_title: meta::short_title(values),
        description: values.get("description").and_then(value::text).map(|text| markdown::plain(&text)),
        lead: Body::new(&for_public.lead),
        tags: meta::labels(values, &["tags", "tag"]),
        keywords: meta::labels(values, &["keywords", "categories"]),
        questions: values.get("questions").map(value::list).unwrap_or_default(),
        answer: meta::answer(values),
        status: meta.status,
        publish_at: meta.publish_at,
        expire_at: meta.expire_at,
        visibility: meta.visibility.unwrap_or(Audience::Public),
        listed: meta.listed,
        slug: meta.slug,
        aliases: meta.aliases,
        redirect_to: meta.redirect_to,
        owner: meta::text(values, &["owner"]),
        review_by: values.get("review_by").and_then(value::day),
        updated: super::meta::whole_seconds(updated),
        translation_of: meta::text(values, &["translation_of"]),
        related: values.get("related").map(value::list).unwrap_or_default().iter().map(|r| related(r)).collect(),
        order: meta::order(values),
        hash: hex(&hash),
        key,
    };
    Ok(Entry {
        article,
        own_visibility: meta.visibility,
        own_status: meta.status,
        folder: CategoryKey::from(folder),
        mdx,
        body_line: split.body_line,
        includes,
        assets: for_public.assets.into(),
        agent_assets: agent_assets.into(),
        number: meta::text(values, &["id"])
            .filter(|id| id.len() >= 6 && id.bytes().all(|b| b.is_ascii_digit()))
            .map(Box::from),
        body: Body::new(&body),
        links: for_public.links,
    })
}

/// Reads a `_category.md`.
///
/// # Errors
/// A finding that says why the file is skipped.
pub fn category(
    source: Source<'_>,
    locale: Locale,
    key: CategoryKey,
    around: &Around<'_>,
    findings: &mut Vec<Finding>,
) -> Result<CategoryFile, Finding> {
    let split = split(source, findings)?;
    let meta = meta::read(&split, source.path, around.now, findings);
    let (body, includes, _) = take_in(source, split.body, around);
    let mdx = is_mdx(source.path);
    let own_title = meta::title(&split).map(|title| markdown::plain(&title));
    let outline = outline(&body, source.path, own_title.as_deref(), Audience::Public, mdx);
    let due = meta.publish_at.is_none_or(|at| at <= around.now) && meta.expire_at.is_none_or(|at| at > around.now);
    Ok(CategoryFile {
        locale,
        key,
        title: own_title.or(outline.title),
        description: split.values.get("description").and_then(value::text).map(|text| markdown::plain(&text)),
        introduction: body.trim().to_owned(),
        order: meta::order(&split.values),
        visibility: meta.visibility,
        listed: meta.listed && meta.status == Status::Published && due,
        mdx,
        includes,
        assets: outline.assets.into(),
    })
}

/// Reads a saved reply.
///
/// # Errors
/// A finding that says why the file is skipped.
pub fn reply(source: Source<'_>, locale: Locale, id: String, findings: &mut Vec<Finding>) -> Result<Reply, Finding> {
    let split = split(source, findings)?;
    let outline = outline(split.body, source.path, None, Audience::Agent, false);
    let body = split.body.trim();
    let own_title = meta::title(&split);
    let body = match (&own_title, body.strip_prefix("# ")) {
        (None, Some(rest)) => rest.split_once('\n').map_or("", |(_, rest)| rest.trim_start()),
        _ => body,
    };
    if body.is_empty() {
        findings.push(Finding::warning(
            source.path,
            "empty",
            None,
            "the saved reply has no text",
            "Write the text below the front matter.",
        ));
    }
    Ok(Reply {
        title: own_title.or(outline.title).unwrap_or_else(|| place::readable(id.rsplit('/').next().unwrap_or(&id))),
        id,
        locale,
        path: source.path.into(),
        description: split.values.get("description").and_then(value::text),
        tags: meta::labels(&split.values, &["tags", "tag"]),
        body: body.to_owned(),
    })
}

/// Whether a file is MDX by its name.
#[must_use]
pub fn is_mdx(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("mdx"))
}

/// The body with its includes, what they were, and the hash of the whole file so.
fn take_in(source: Source<'_>, body: &str, around: &Around<'_>) -> (String, Includes, Hash) {
    if !include::mentions(body) {
        return (body.to_owned(), Box::default(), hash(source.text.as_bytes()));
    }
    let mut asked = BTreeMap::new();
    let fetch = |path: &str| (around.fragment)(path).map(|(text, _)| text);
    let expanded = include::expand(body, source.path, &fetch, &mut asked);
    let includes = asked.into_keys().map(|path| {
        let hash = (around.fragment)(&path).map(|(_, hash)| hash);
        (path.into_boxed_str(), hash)
    });
    let includes: Includes = includes.collect();
    let head = &source.text[..source.text.len() - body.len()];
    let whole = hash(&[head.as_bytes(), expanded.as_bytes()].concat());
    (expanded, includes, whole)
}

fn related(written: &str) -> ArticleKey {
    let bare = written.trim_matches('/');
    ArticleKey::from(place::markdown_stem(bare).unwrap_or(bare))
}

struct Outline {
    title: Option<String>,
    lead: String,
    assets: Vec<Box<str>>,
    links: Body,
}

fn outline(body: &str, path: &str, title: Option<&str>, audience: Audience, mdx: bool) -> Outline {
    let prepared = markdown::prepare(body, audience, mdx);
    let events = markdown::events(&prepared);
    let found = match title {
        Some(_) => None,
        None => markdown::first_heading(&events),
    };
    let mut assets: Vec<Box<str>> = Vec::new();
    for written in markdown::references(&events) {
        for candidate in asset::candidates(path, &written) {
            if !assets.iter().any(|known| **known == *candidate) {
                assets.push(candidate.into());
            }
        }
    }
    Outline { title: found, lead: markdown::lead(&events), assets, links: linked::collect(&events) }
}
