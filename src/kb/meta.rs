//! Front matter keys and what they mean here, whichever system they were written for.

use jiff::Timestamp;

use super::{
    AnswerFrom, Finding, Status,
    front_matter::Split,
    value::{self, Values},
};
use crate::base::Audience;

/// What the front matter of an article or category says.
#[derive(Debug)]
pub struct Meta {
    /// Draft, published or archived before the dates are looked at.
    pub status: Status,
    /// `visibility:`
    pub visibility: Option<Audience>,
    /// Neither hidden nor unlisted.
    pub listed: bool,
    /// From this moment on.
    pub publish_at: Option<Timestamp>,
    /// Until this moment.
    pub expire_at: Option<Timestamp>,
    /// Last part of the public URL.
    pub slug: Option<String>,
    /// Old paths.
    pub aliases: Vec<String>,
    /// Where readers are sent instead.
    pub redirect_to: Option<String>,
    /// Last change, as the file says it.
    pub updated: Option<Timestamp>,
}

/// The first of `keys` that is there.
#[must_use]
pub fn first<'a>(values: &'a Values, keys: &[&str]) -> Option<&'a serde_json::Value> {
    keys.iter().find_map(|key| values.get(*key)).filter(|value| !value.is_null())
}

/// Text of the first of `keys` that is there.
#[must_use]
pub fn text(values: &Values, keys: &[&str]) -> Option<String> {
    first(values, keys).and_then(value::text)
}

/// All the labels of all of `keys`.
#[must_use]
pub fn labels(values: &Values, keys: &[&str]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for label in keys.iter().filter_map(|key| values.get(*key)).flat_map(value::labels) {
        if !out.contains(&label) {
            out.push(label);
        }
    }
    out
}

/// Place among siblings.
#[must_use]
pub fn order(values: &Values) -> Option<f64> {
    first(values, &["order", "sidebar_position", "weight", "nav_order"])
        .or_else(|| values.get("sidebar").and_then(|sidebar| sidebar.get("order")))
        .and_then(value::number)
}

/// Short title for lists.
#[must_use]
pub fn short_title(values: &Values) -> Option<String> {
    text(values, &["linkTitle", "sidebar_label", "short_title", "nav_title"])
        .or_else(|| values.get("sidebar").and_then(|sidebar| sidebar.get("label")).and_then(value::text))
}

/// The front matter's own title, with its spelling kept where YAML took it for a number.
#[must_use]
pub fn title(split: &Split<'_>) -> Option<String> {
    let value = split.values.get("title")?;
    if value.is_number() || value.is_boolean() {
        let line = split.block.lines().find_map(|line| line.strip_prefix("title"))?;
        let written = line.trim_start().trim_start_matches([':', '=']).trim();
        return (!written.is_empty()).then(|| written.trim_matches(['"', '\'']).to_owned());
    }
    value::text(value)
}

/// What the bot says for the questions.
#[must_use]
pub fn answer(values: &Values) -> AnswerFrom {
    match first(values, &["answer"]).and_then(value::markdown) {
        None => AnswerFrom::Lead,
        Some(text) => match text.strip_prefix('#') {
            Some(anchor) if !anchor.is_empty() && !anchor.contains(char::is_whitespace) && !anchor.starts_with('#') => {
                AnswerFrom::Section(anchor.to_owned())
            }
            _ => AnswerFrom::Text(text),
        },
    }
}

/// Reads what decides who sees a file, and when. What cannot be understood keeps it from the public
/// and is reported.
#[must_use]
pub fn read(split: &Split<'_>, path: &str, now: Timestamp, findings: &mut Vec<Finding>) -> Meta {
    let values = &split.values;
    let mut complain = |key: &str, what: String, mend: &str| {
        findings.push(Finding::warning(path, "front-matter", Some(split.line_of(key)), what, mend));
    };
    let yes = |key: &str| values.get(key).and_then(value::boolean) == Some(true);
    let mut status = match values.get("status").and_then(value::text).map(|text| text.to_lowercase()).as_deref() {
        None | Some("published") => Status::Published,
        Some("draft") => Status::Draft,
        Some("archived") => Status::Archived,
        Some(other) => {
            complain(
                "status",
                format!("“{other}” is no status; the article is kept as a draft"),
                "Write published, draft or archived.",
            );
            Status::Draft
        }
    };
    let published = values.get("published").and_then(value::boolean);
    if status == Status::Published && (yes("draft") || published == Some(false)) {
        status = Status::Draft;
    }
    let visibility = values.get("visibility").and_then(value::text).map(|text| match text.to_lowercase().as_str() {
        "public" => Audience::Public,
        "agent" => Audience::Agent,
        other => {
            complain(
                "visibility",
                format!("“{other}” is no visibility; the article is shown to agents only"),
                "Write public or agent.",
            );
            Audience::Agent
        }
    });
    let mut date = |keys: &[&str]| {
        let (key, value) = keys.iter().find_map(|key| Some((*key, values.get(*key).filter(|v| !is_empty(v))?)))?;
        let at = value::moment(value);
        if at.is_none() {
            let written = value::text(value).unwrap_or_default();
            complain(
                key,
                format!("“{written}” is no moment; the article is kept as a draft"),
                "Write RFC 3339, such as 2026-11-22T08:00:00Z.",
            );
            status = Status::Draft;
        }
        at
    };
    let publish_at = date(&["publish_at", "publishDate"]);
    let expire_at = date(&["expire_at", "expiryDate", "unpublishdate"]);
    let dated = first(values, &["date"]).and_then(value::moment);
    let publish_at = publish_at.or(dated.filter(|at| *at > now));
    let changed = ["updated", "lastmod", "last_modified_at", "last_update", "ms.date"];
    let updated =
        changed.iter().find_map(|key| values.get(*key).and_then(value::moment)).or(dated.filter(|at| *at <= now));
    let unlisted = ["hidden", "unlisted", "headless"].iter().any(|key| yes(key)) || build_says_no(values);
    let (slug, aliases) = addresses(values);
    let redirect_to = redirect(values);
    // What only leads elsewhere is found there.
    let listed = !unlisted && redirect_to.is_none();
    Meta { status, visibility, listed, publish_at, expire_at, slug, aliases, redirect_to, updated }
}

/// `redirect_to:` (as Jekyll has it, perhaps a list of one): a key, a path or an http(s) address.
fn redirect(values: &Values) -> Option<String> {
    let to = values.get("redirect_to").map(value::list)?.into_iter().next()?.trim().to_owned();
    let scheme = to.split(['/', '?', '#']).next().is_some_and(|head| head.contains(':'));
    let leads = !to.is_empty() && !to.starts_with("//") && !to.contains(char::is_control);
    let web = to.starts_with("https://") || to.starts_with("http://");
    (leads && (!scheme || web)).then_some(to)
}

fn is_empty(value: &serde_json::Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// Hugo's `build: { list: never }`.
fn build_says_no(values: &Values) -> bool {
    first(values, &["build", "_build"])
        .and_then(|build| build.get("list"))
        .is_some_and(|list| list.as_str() == Some("never") || value::boolean(list) == Some(false))
}

fn addresses(values: &Values) -> (Option<String>, Vec<String>) {
    let keys = ["aliases", "redirect_from", "url", "permalink"];
    let mut aliases: Vec<String> = keys.iter().filter_map(|key| values.get(*key)).flat_map(value::list).collect();
    let slug = values.get("slug").and_then(value::text);
    let slug = slug.and_then(|slug| {
        let slug = slug.trim_matches('/').to_owned();
        let usable = !slug.is_empty() && slug != "." && slug != ".." && !slug.contains(['/', '?', '#']);
        if !usable && !slug.is_empty() {
            aliases.push(format!("/{slug}"));
        }
        usable.then_some(slug)
    });
    aliases.retain(|alias| !alias.contains("://") && !alias.trim_matches('/').is_empty());
    (slug, aliases)
}

/// Cut to whole seconds: finer than any reader, and the same in every database.
#[must_use]
pub fn whole_seconds(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}
