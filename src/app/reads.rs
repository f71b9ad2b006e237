//! What readers read: each opening of an article enters, counted in memory and written in batches; what
//! is read most leaves. Nobody's reading is kept, only sums by day.

use std::{
    collections::{BTreeMap, HashMap},
    mem,
    sync::{Arc, Mutex, PoisonError},
};

use arc_swap::ArcSwap;
use jiff::SignedDuration;

use super::{App, Result};
use crate::base::{ArticleKey, Locale};

/// Days that count for what is read most.
const DAYS: i64 = 30;
/// Articles looked at, of all languages together.
const KNOWN: u64 = 600;

/// What was read since the last writing, and what is read most.
#[derive(Debug, Default)]
pub(super) struct Reads {
    /// Ordered, so that two servers write in the same order and never wait for each other in a circle.
    counts: Mutex<BTreeMap<(String, String), i64>>,
    popular: ArcSwap<Popular>,
}

/// The most read articles of the last month.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Popular {
    /// Another number for another order.
    pub version: u64,
    by_locale: HashMap<String, Vec<ArticleKey>>,
}

impl Popular {
    /// Those of a locale, best first.
    #[must_use]
    pub fn of(&self, locale: &Locale) -> &[ArticleKey] {
        self.by_locale.get(locale.as_str()).map_or(&[], Vec::as_slice)
    }
}

impl App {
    /// Counts one reading of an article.
    pub fn note_read(&self, article: &ArticleKey, locale: &Locale) {
        let mut counts = self.reads.counts.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry((article.to_string(), locale.to_string())).or_default() += 1;
    }

    /// What is read most, as of the last [`App::keep_reads`].
    #[must_use]
    pub fn popular(&self) -> Arc<Popular> {
        self.reads.popular.load_full()
    }

    /// Writes down what was read, and looks up what is read most.
    ///
    /// # Errors
    /// When the store fails; what was counted is kept for the next time.
    pub async fn keep_reads(&self) -> Result<()> {
        let counts = mem::take(&mut *self.reads.counts.lock().unwrap_or_else(PoisonError::into_inner));
        if let Err(error) = self.write_reads(&counts).await {
            let mut waiting = self.reads.counts.lock().unwrap_or_else(PoisonError::into_inner);
            for (key, count) in counts {
                *waiting.entry(key).or_default() += count;
            }
            return Err(error);
        }
        let since = self.clock.now() - SignedDuration::from_hours(24 * DAYS);
        let mut by_locale: HashMap<String, Vec<ArticleKey>> = HashMap::new();
        for row in self.store.most_read(since, KNOWN).await? {
            by_locale.entry(row.locale).or_default().push(ArticleKey::from(row.article));
        }
        let before = self.popular();
        if before.by_locale != by_locale {
            self.reads.popular.store(Arc::new(Popular { version: before.version + 1, by_locale }));
        }
        Ok(())
    }

    async fn write_reads(&self, counts: &BTreeMap<(String, String), i64>) -> Result<()> {
        if counts.is_empty() {
            return Ok(());
        }
        let now = self.clock.now();
        let tx = self.store.write().await?;
        for ((article, locale), count) in counts {
            let Ok(locale) = locale.parse::<Locale>() else { continue };
            tx.add_views(&ArticleKey::from(article.as_str()), &locale, *count, now).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
