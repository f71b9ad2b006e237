//! Front matter keys that mean nothing here: kept in the file, not used, said once per file.

use std::fs;

use rayon::prelude::*;

use crate::kb::{
    Finding, Library, front_matter,
    item::{Item, Thing},
    read,
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

/// One note for each file that has keys without a meaning here.
#[must_use]
pub fn unknown(library: &Library) -> Vec<Finding> {
    library.items.par_iter().filter_map(|item| of_file(library, item)).collect()
}

fn of_file(library: &Library, item: &Item) -> Option<Finding> {
    if !matches!(item.thing, Thing::Article(_) | Thing::Category(_)) {
        return None;
    }
    let bytes = fs::read(library.root().join(&*item.path)).ok()?;
    let text = read::decode(bytes, &item.path).ok()?;
    let split = front_matter::split(&text).ok()?;
    let known = |key: &str| OURS.contains(&key) || OTHERS.contains(&key);
    let keys: Vec<&str> = split.values.keys().map(String::as_str).filter(|key| !known(key)).collect();
    let line = keys.iter().map(|key| split.line_of(key)).min()?;
    let what = format!("{} unknown {}: {}", keys.len(), if keys.len() == 1 { "key" } else { "keys" }, keys.join(", "));
    Some(Finding::note(
        &item.path,
        "unknown-key",
        Some(line),
        what,
        "Nothing needs to be done; correct the spelling if one of ours was meant.",
    ))
}
