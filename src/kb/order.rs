//! What a library is sorted by, kept from one start to the next: sorting is most of what is left to do
//! once the files need not be read.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{Library, item::Thing};
use crate::base::{Locale, Revision};

/// What was derived from the items of a library, and is again from the same ones.
#[derive(Debug, Serialize, Deserialize)]
pub struct Known {
    /// Of the content.
    pub revision: Revision,
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
}

impl Known {
    /// What a library has derived. A locale in which an article is not as its item has it is left out.
    pub fn of(library: &Library) -> Self {
        let articles = (0_u32..).zip(&library.items).filter_map(|(at, item)| match &item.thing {
            Thing::Article(entry) => Some((Arc::as_ptr(entry), at)),
            _ => None,
        });
        let places: HashMap<_, _> = articles.collect();
        let orders = library.contents.iter().filter_map(|(locale, content)| {
            let entries = content.entries.iter().map(|entry| places.get(&Arc::as_ptr(entry)).copied());
            let entries = entries.collect::<Option<Vec<u32>>>()?;
            Some((locale.clone(), Order { entries, by_key: content.by_key.clone() }))
        });
        Self { revision: library.revision().clone(), orders: orders.collect() }
    }
}
