//! What a library is sorted by, kept from one start to the next: sorting is most of what is left to do
//! once the files need not be read.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{
    Library,
    item::{Entry, Thing},
};
use crate::base::{CategoryKey, Locale, Revision};

/// What was derived from the items of a library, and is again from the same ones.
#[derive(Debug, Serialize, Deserialize)]
pub struct Known {
    /// Of the content.
    pub revision: Revision,
    /// All that have content.
    pub locales: Vec<Locale>,
    /// Of the articles of each locale.
    pub orders: BTreeMap<Locale, Order>,
}

/// The orders of a locale's articles.
#[derive(Debug, Serialize, Deserialize)]
pub struct Order {
    /// Indexes into the items, in the writer's order.
    pub entries: Vec<u32>,
    /// Indexes into the entries, by key.
    pub by_key: Vec<u32>,
    /// The folders that they lie in.
    pub folders: Vec<CategoryKey>,
}

impl Known {
    /// What a library has derived. A locale in which an article is not as its item has it, or not all are in
    /// the order, is left out: what is wrong there has to be told again.
    pub fn of(library: &Library) -> Self {
        let mut places: HashMap<*const Entry, u32> = HashMap::with_capacity(library.items.len());
        let mut articles: HashMap<&Locale, usize> = HashMap::new();
        for (at, item) in (0_u32..).zip(&library.items) {
            if let Thing::Article(entry) = &item.thing {
                places.insert(Arc::as_ptr(entry), at);
                *articles.entry(&entry.article.locale).or_default() += 1;
            }
        }
        let orders = library.contents.iter().filter_map(|(locale, content)| {
            let entries = content.entries.iter().map(|entry| places.get(&Arc::as_ptr(entry)).copied());
            let entries = entries.collect::<Option<Vec<u32>>>()?;
            let folders: BTreeSet<&CategoryKey> = content.entries.iter().map(|e| &e.article.category).collect();
            let folders = folders.into_iter().cloned().collect();
            let whole = articles.get(locale).copied().unwrap_or(0) == entries.len();
            whole.then(|| (locale.clone(), Order { entries, by_key: content.by_key.clone(), folders }))
        });
        let orders = orders.collect();
        Self { revision: library.revision().clone(), locales: library.locales().to_vec(), orders }
    }
}
