//! Reads a folder into items, in parallel; what has not changed since the last load is not read.

use std::{
    collections::{HashMap, HashSet},
    fs,
    path::Path,
    sync::{Arc, Mutex},
};

use jiff::Timestamp;
use rayon::prelude::*;

use super::{
    Finding, Severity, card_file,
    item::{Hash, Includes, Item, Thing, hash},
    place::{self, Place},
    read::{self, Around, Source},
    scan::Listed,
};

/// The largest Markdown or settings file that is read, in bytes.
pub const LARGEST: u64 = 2 << 20;

/// Fragments read so far: text and hash, or that there is none.
type Fragments = Mutex<HashMap<String, Option<(Arc<str>, Hash)>>>;

/// Reads what `files` lists. `previous` is sorted by path.
#[must_use]
pub fn items(root: &Path, files: &[Listed], previous: &[Item], now: Timestamp) -> Vec<Item> {
    let known: HashSet<&str> = files.iter().map(|file| &*file.path).collect();
    let fragments = Fragments::default();
    let fragment = |path: &str| -> Option<(Arc<str>, Hash)> {
        if !known.contains(path) {
            return None;
        }
        if let Some(found) = fragments.lock().expect("no reader panics").get(path) {
            return found.clone();
        }
        let found = read_fragment(root, path);
        fragments.lock().expect("no reader panics").insert(path.to_owned(), found.clone());
        found
    };
    let around = Around { now, fragment: &fragment };
    let read = |listed: &Listed| {
        let place = place::place(&listed.path)?;
        let old = previous.binary_search_by(|item| (*item.path).cmp(&listed.path)).ok().map(|at| &previous[at]);
        Some(item(root, listed, &place, old, &around))
    };
    files.par_iter().filter_map(read).collect()
}

fn read_fragment(root: &Path, path: &str) -> Option<(Arc<str>, Hash)> {
    let full = root.join(path);
    if fs::metadata(&full).ok()?.len() > LARGEST {
        return None;
    }
    let bytes = fs::read(full).ok()?;
    let hash = hash(&bytes);
    Some((read::decode(bytes, path).ok()?.into(), hash))
}

fn item(root: &Path, listed: &Listed, place: &Place, old: Option<&Item>, around: &Around<'_>) -> Item {
    let same_stat =
        |old: &&Item| (old.size, old.modified, old.changed) == (listed.size, listed.modified, listed.changed);
    if let Some(old) = old.filter(same_stat)
        && includes_same(&old.thing, around)
    {
        return old.clone();
    }
    let content = match content(root, listed, place) {
        Ok(content) => content,
        Err(finding) => return failed(listed, [0; 32], finding, old),
    };
    let hash = content.hash;
    if let Some(old) = old.filter(|old| old.hash == hash && includes_same(&old.thing, around)) {
        return Item { size: listed.size, modified: listed.modified, changed: listed.changed, ..old.clone() };
    }
    let mut findings = Vec::new();
    match thing(listed, place, content, around, &mut findings) {
        Ok(thing) => Item { served: Some(hash), findings, ..blank(listed, hash, thing) },
        Err(finding) => failed(listed, hash, finding, old),
    }
}

struct Content {
    hash: Hash,
    bytes: Vec<u8>,
}

/// Reads a file; of assets and fragments only the hash is kept.
fn content(root: &Path, listed: &Listed, place: &Place) -> Result<Content, Finding> {
    let unreadable = |error: std::io::Error| {
        Finding::skipped(
            &listed.path,
            "unreadable",
            format!("the file cannot be read: {error}"),
            "Check that it is there and may be read.",
        )
    };
    let full = root.join(&*listed.path);
    if *place == Place::Asset {
        return Ok(Content { hash: hash_file(&full).map_err(unreadable)?, bytes: Vec::new() });
    }
    if listed.size > LARGEST {
        let tenths = listed.size.div_ceil((1 << 20) / 10);
        let what = format!("the file has {}.{} MiB; more than 2 MiB are not read", tenths / 10, tenths % 10);
        return Err(Finding::skipped(&listed.path, "too-large", what, "Split it into several files."));
    }
    let bytes = fs::read(full).map_err(unreadable)?;
    Ok(Content { hash: hash(&bytes), bytes })
}

fn hash_file(path: &Path) -> std::io::Result<Hash> {
    use sha2::Digest as _;
    let mut file = fs::File::open(path)?;
    let mut hasher = sha2::Sha256::new();
    let mut buffer = vec![0_u8; 1 << 16];
    loop {
        let length = std::io::Read::read(&mut file, &mut buffer)?;
        if length == 0 {
            return Ok(hasher.finalize().into());
        }
        hasher.update(&buffer[..length]);
    }
}

fn thing(
    listed: &Listed,
    place: &Place,
    content: Content,
    around: &Around<'_>,
    findings: &mut Vec<Finding>,
) -> Result<Thing, Finding> {
    if matches!(place, Place::Asset | Place::Fragment) {
        return Ok(Thing::Other);
    }
    let text = read::decode(content.bytes, &listed.path)?;
    let source = Source { path: &listed.path, modified: listed.modified, text: &text };
    Ok(match place.clone() {
        Place::Article(locale, key) => Thing::Article(Arc::new(read::article(source, locale, key, around, findings)?)),
        Place::Category(locale, key) => {
            Thing::Category(Arc::new(read::category(source, locale, key, around, findings)?))
        }
        Place::Card(locale, id) => Thing::Card(Arc::new(card_file::read(source, locale, id, findings)?)),
        Place::Golden(locale) => Thing::Golden(locale, text.into()),
        Place::Reply(locale, id) => Thing::Reply(Arc::new(read::reply(source, locale, id, findings)?)),
        Place::Settings(..) => {
            super::settings::check(&text, &listed.path)?;
            Thing::Settings(text.into())
        }
        Place::Asset | Place::Fragment => Thing::Other,
    })
}

/// The last good version of a file that can no longer be read, else nothing.
fn failed(listed: &Listed, hash: Hash, finding: Finding, old: Option<&Item>) -> Item {
    let kept = old.filter(|old| old.served.is_some());
    let Some(old) = kept else {
        return Item { findings: vec![finding], ..blank(listed, hash, Thing::Other) };
    };
    let finding = Finding {
        severity: Severity::Error,
        skipped: false,
        what: format!("{}; its last good version is served", finding.what),
        ..finding
    };
    Item { served: old.served, findings: vec![finding], ..blank(listed, hash, old.thing.clone()) }
}

fn blank(listed: &Listed, hash: Hash, thing: Thing) -> Item {
    Item {
        path: listed.path.clone(),
        size: listed.size,
        modified: listed.modified,
        changed: listed.changed,
        hash,
        served: None,
        thing,
        findings: Vec::new(),
    }
}

fn includes_same(thing: &Thing, around: &Around<'_>) -> bool {
    let includes: &Includes = match thing {
        Thing::Article(entry) => &entry.includes,
        Thing::Category(file) => &file.includes,
        _ => return true,
    };
    includes.iter().all(|(path, hash)| (around.fragment)(path).map(|(_, hash)| hash) == *hash)
}
