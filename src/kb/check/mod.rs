//! Everything wrong with a knowledge base, said so that a writer can mend it: what loading found,
//! and what only reading every article shows.

mod body;
mod card;
mod key;
mod line;
mod picture;
mod reach;
mod reply;
mod whole;

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::{Finding, Library, item::Entry};
use crate::base::{ArticleKey, Locale};

/// Ids of headings and anchors of every article.
type Anchors = HashMap<(Locale, ArticleKey), HashSet<String>>;

/// Looks through all of a library, drafts and internal articles too. Reads the files again for what
/// a library does not keep (unknown keys, line numbers). Sorted by path and line.
#[must_use]
pub fn check(library: &Library) -> Vec<Finding> {
    let entries: Vec<&Entry> =
        library.contents.values().flat_map(|content| content.entries.iter().map(AsRef::as_ref)).collect();
    let read: Vec<body::Body> = entries.par_iter().map(|entry| body::read(library, entry)).collect();
    let mut anchors = Anchors::with_capacity(read.len());
    let mut pending = Vec::with_capacity(read.len());
    let mut findings = library.findings().to_vec();
    for (entry, body) in entries.iter().zip(read) {
        anchors.insert((entry.article.locale.clone(), entry.article.key.clone()), body.anchors);
        findings.extend(body.findings);
        pending.push((entry, body.anchored));
    }
    for (entry, anchored) in pending {
        findings.extend(body::missing_anchors(entry, &anchored, &anchors));
    }
    findings.extend(key::findings(library));
    findings.extend(card::findings(library));
    findings.extend(reply::findings(library));
    findings.extend(whole::findings(library, &anchors));
    findings.extend(reach::findings(library));
    line::add(library, &mut findings);
    findings.sort_by(|a, b| (&a.path, a.line, &a.code, &a.what).cmp(&(&b.path, b.line, &b.code, &b.what)));
    findings.dedup();
    findings
}
