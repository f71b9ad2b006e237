//! What was made once and may be asked for again, in bounded memory.

use std::{
    borrow::Borrow,
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, PoisonError},
};

/// Things that are made once. `MOST` are kept; then it begins anew.
#[derive(Debug)]
pub struct Kept<K, V, const MOST: usize>(Mutex<HashMap<K, V>>);

impl<K, V, const MOST: usize> Default for Kept<K, V, MOST> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Hash + Eq, V: Clone, const MOST: usize> Kept<K, V, MOST> {
    /// What is kept under a key; made, where nothing is. Two that ask at once may both make it.
    pub fn get<Q>(&self, key: &Q, make: impl FnOnce() -> V) -> V
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ToOwned<Owned = K> + ?Sized,
    {
        let kept = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept().get(key).cloned();
        known.unwrap_or_else(|| {
            let made = make();
            let mut kept = kept();
            if kept.len() >= MOST {
                kept.clear();
            }
            kept.insert(key.to_owned(), made.clone());
            made
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: usize = 400;

    #[test]
    fn what_was_made_is_kept_and_there_is_never_too_much_of_it() {
        let (kept, mut made) = (Kept::<usize, usize, MOST>::default(), 0);
        for key in [1, 2, 1, 2, 1] {
            let doubled = kept.get(&key, || {
                made += 1;
                key * 2
            });
            assert_eq!(doubled, key * 2);
        }
        assert_eq!(made, 2);
        (0..3 * MOST).for_each(|key| assert_eq!(kept.get(&key, || key * 2), key * 2));
        assert!(kept.0.lock().unwrap().len() <= MOST);
    }
}
