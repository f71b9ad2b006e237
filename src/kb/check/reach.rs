//! What readers cannot reach or tell apart: cards that nothing leads to, articles of one title side by side, and
//! articles that are past their day.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use crate::kb::{Article, Card, CardTarget, Finding, Library, Status, library::Content};

/// Findings of all locales.
#[must_use]
pub fn findings(library: &Library) -> Vec<Finding> {
    let mut out = Vec::new();
    for content in library.contents.values() {
        cards(content, &mut out);
        twins(content, &mut out);
        expired(library, content, &mut out);
    }
    out
}

/// Cards without examples and rules are reached by a button of another card, or not at all.
fn cards(content: &Content, out: &mut Vec<Finding>) {
    let mut offered: HashSet<&str> = HashSet::new();
    for card in &content.cards {
        for option in &card.options {
            if let CardTarget::Card(id) = &option.target
                && *id != card.id
            {
                offered.insert(id.as_str());
            }
        }
    }
    let is_lost = |card: &&Card| {
        card.questions.is_empty() && card.patterns.is_empty() && !card.starter && !offered.contains(card.id.as_str())
    };
    for card in content.cards.iter().filter(is_lost) {
        let what = "nothing leads to this card: it has no questions and no patterns, and no button names it";
        let mend = "Give it questions, or name it in an option of another card.";
        out.push(Finding::warning(&card.path.to_string_lossy(), "card", None, what, mend));
    }
}

/// Articles of the same title in one category: in lists and among hits nobody can tell them apart.
fn twins(content: &Content, out: &mut Vec<Finding>) {
    let mut known: HashMap<(&str, String), &Path> = HashMap::new();
    let is_seen = |article: &&Article| article.status == Status::Published && article.listed;
    for article in content.entries.iter().map(|entry| &entry.article).filter(is_seen) {
        match known.get(&(article.category.as_str(), article.title.to_lowercase())) {
            Some(other) => {
                let what = format!("its title “{}” is that of {} in the same category", article.title, other.display());
                let mend = "Say in each title what sets it apart.";
                out.push(Finding::warning(&article.path.to_string_lossy(), "title", None, what, mend));
            }
            None => {
                known.insert((article.category.as_str(), article.title.to_lowercase()), &article.path);
            }
        }
    }
}

fn expired(library: &Library, content: &Content, out: &mut Vec<Finding>) {
    for article in content.entries.iter().map(|entry| &entry.article) {
        if let Some(day) = article.expire_at.filter(|day| *day <= library.loaded_at) {
            let what = format!("it is past its expire_at ({day}) and no longer shown");
            let mend = "Set a later day, or archive or remove it.";
            out.push(Finding::note(&article.path.to_string_lossy(), "expired", None, what, mend));
        }
    }
}
