//! Front matter whose keys or values mean nothing here: kept in the file, not used, said.

use std::{collections::HashSet, fs};

use rayon::prelude::*;

use crate::kb::{
    Finding, Library,
    front_matter::{self, Split},
    item::{Item, Thing},
    read, value,
};

/// Keys with a meaning here.
const OURS: [&str; 29] = [
    "title",
    "description",
    "tags",
    "tag",
    "keywords",
    "slug",
    "aliases",
    "redirect_from",
    "redirect_to",
    "questions",
    "answer",
    "status",
    "publish_at",
    "expire_at",
    "visibility",
    "owner",
    "review_by",
    "updated",
    "translation_of",
    "related",
    "order",
    "sidebar_position",
    "weight",
    "nav_order",
    "short_title",
    "categories",
    "date",
    "url",
    "permalink",
];

/// Keys of other systems that are understood.
const OTHERS: [&str; 20] = [
    "draft",
    "published",
    "hidden",
    "unlisted",
    "headless",
    "expiryDate",
    "unpublishdate",
    "publishDate",
    "lastmod",
    "last_modified_at",
    "last_update",
    "ms.date",
    "linkTitle",
    "sidebar_label",
    "nav_title",
    "sidebar",
    "build",
    "_build",
    "id",
    "layout",
];

/// What is wrong with the front matter of every file: one note for its keys without a meaning here, and
/// a warning for each value that cannot be read and each key that stands there twice.
#[must_use]
pub fn findings(library: &Library) -> Vec<Finding> {
    library.items.par_iter().flat_map_iter(|item| of_file(library, item).unwrap_or_default()).collect()
}

fn of_file(library: &Library, item: &Item) -> Option<Vec<Finding>> {
    if !matches!(item.thing, Thing::Article(_) | Thing::Category(_)) {
        return None;
    }
    let bytes = fs::read(library.root().join(&*item.path)).ok()?;
    let text = read::decode(bytes, &item.path).ok()?;
    let split = front_matter::split(&text).ok()?;
    let mut out: Vec<Finding> = unreadable(&split, &item.path).chain(twice(&split, &item.path)).collect();
    if matches!(item.thing, Thing::Category(_)) {
        out.extend(draft_category(&split, &item.path));
    }
    out.extend(aliases(&split, &item.path));
    out.extend(unknown(&split, &item.path));
    Some(out)
}

/// A category that says draft, as if that hid what is in it.
fn draft_category(split: &Split<'_>, path: &str) -> Option<Finding> {
    let says = |key: &str, word: &str| split.values.get(key).and_then(value::text).is_some_and(|text| text == word);
    let key = if says("draft", "true") {
        "draft"
    } else if says("status", "draft") || says("status", "archived") {
        "status"
    } else {
        return None;
    };
    let what = "the category stands in no list, but its articles stay public";
    let mend = "Set the status of each article, or visibility: agent here, which holds for all below.";
    Some(Finding::warning(path, "category", Some(split.line_of(key)), what, mend))
}

/// Old paths that no path of this site can be.
fn aliases<'a>(split: &'a Split<'_>, path: &'a str) -> impl Iterator<Item = Finding> + 'a {
    ["aliases", "redirect_from"].into_iter().flat_map(move |key| {
        let written = split.values.get(key).map(value::list).unwrap_or_default();
        let elsewhere = written.into_iter().filter(|alias| alias.contains("://") || alias.starts_with("//"));
        elsewhere.map(move |alias| {
            let what = format!("the old path “{alias}” is an address of another site and is never asked for here");
            Finding::warning(path, "alias", Some(split.line_of(key)), what, "Write the path alone, such as /old/page.")
        })
    })
}

fn unknown(split: &Split<'_>, path: &str) -> Option<Finding> {
    let known = |key: &str| OURS.contains(&key) || OTHERS.contains(&key);
    let keys: Vec<&str> = split.values.keys().map(String::as_str).filter(|key| !known(key)).collect();
    let line = keys.iter().map(|key| split.line_of(key)).min()?;
    let what = format!("{} unknown {}: {}", keys.len(), if keys.len() == 1 { "key" } else { "keys" }, keys.join(", "));
    Some(Finding::note(
        path,
        "unknown-key",
        Some(line),
        what,
        "Nothing needs to be done; correct the spelling if one of ours was meant.",
    ))
}

/// Values that say nothing because they are written in another way than their key takes. (Those that
/// decide who sees the file are reported when it is loaded.)
fn unreadable<'a>(split: &'a Split<'_>, path: &'a str) -> impl Iterator<Item = Finding> + 'a {
    let reads: [(&str, fn(&serde_json::Value) -> bool, &str); 3] = [
        ("order", |value| value::number(value).is_some(), "Write a number, such as 10."),
        ("review_by", |value| value::day(value).is_some(), "Write a day, such as 2027-01-31."),
        ("updated", |value| value::moment(value).is_some(), "Write a day or a moment, such as 2026-11-22T08:00:00Z."),
    ];
    reads.into_iter().filter_map(move |(key, reads, mend)| {
        let value = split.values.get(key).filter(|value| !value.is_null() && !reads(value))?;
        let what = format!("{key}: “{}” cannot be read and is not used", value::text(value).unwrap_or_default());
        Some(Finding::warning(path, "front-matter", Some(split.line_of(key)), what, mend))
    })
}

/// Keys at the beginning of a line that stood in the block before.
fn twice<'a>(split: &'a Split<'_>, path: &'a str) -> impl Iterator<Item = Finding> + 'a {
    let mut seen = HashSet::new();
    let mut in_table = false;
    split.block.lines().zip(split.block_line..).filter_map(move |(line, number)| {
        in_table |= line.starts_with('[');
        let key = line.split([':', '=']).next().map(str::trim_end).filter(|key| key.len() < line.len())?;
        let plain = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        if in_table || !plain || key.starts_with('-') || seen.insert(key) {
            return None;
        }
        let what = format!("the key {key} stands there twice; the last one counts");
        Some(Finding::warning(path, "front-matter", Some(number), what, "Keep one of them."))
    })
}
