//! Clashes between files of one locale: two cards with one id, two articles with one URL.

use super::{Article, Card, Finding};

/// Two articles would have the same URL.
#[must_use]
pub fn slug_taken(article: &Article, url: &str) -> Finding {
    let path = article.path.to_string_lossy();
    let what = format!("another article already has the address {url}; this slug is not used");
    Finding::warning(&path, "duplicate", None, what, "Choose another slug.")
}

/// Keeps the first of cards that share an id. The cards are sorted by id, then path.
pub fn drop_duplicate_cards(cards: &mut Vec<Card>, findings: &mut Vec<Finding>) {
    cards.dedup_by(|later, first| {
        let same = later.id == first.id;
        if same {
            let what =
                format!("the card {} is also written in {}; this one is not used", later.id, first.path.display());
            let path = later.path.to_string_lossy();
            findings.push(Finding::warning(&path, "duplicate", None, what, "Give one of them another intent."));
        }
        same
    });
}
