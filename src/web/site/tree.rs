//! Categories and articles of one locale as a reader's tree: what stands in no list is not in it, and
//! not in its counts.

use std::collections::HashMap;

use crate::{
    base::{ArticleKey, CategoryKey, Locale},
    kb::{Article, Category, View},
};

/// The tree, in the writer's order.
pub struct Tree<'a> {
    categories: HashMap<&'a CategoryKey, &'a Category>,
    children: HashMap<CategoryKey, Vec<&'a Category>>,
    articles: HashMap<&'a CategoryKey, Vec<&'a Article>>,
    order: Vec<&'a Article>,
}

impl<'a> Tree<'a> {
    /// Reads one locale.
    #[must_use]
    pub fn new(view: View<'a>, locale: &Locale) -> Self {
        Self::of(view.categories(locale), view.articles(locale))
    }

    fn of(categories: impl Iterator<Item = &'a Category>, articles: impl Iterator<Item = &'a Article>) -> Self {
        let mut tree =
            Self { categories: HashMap::new(), children: HashMap::new(), articles: HashMap::new(), order: Vec::new() };
        for category in categories.filter(|category| category.listed) {
            tree.categories.insert(&category.key, category);
            if let Some(parent) = category.key.parent() {
                tree.children.entry(parent).or_default().push(category);
            }
        }
        for article in articles.filter(|article| article.listed) {
            tree.articles.entry(&article.category).or_default().push(article);
        }
        tree.walk(&CategoryKey::from(""), 0);
        tree
    }

    /// Reading order: a category's own articles, then those of the categories below it.
    fn walk(&mut self, key: &CategoryKey, depth: usize) {
        self.order.extend(self.articles.get(key).into_iter().flatten());
        let below: Vec<CategoryKey> = self.children(key).iter().map(|category| category.key.clone()).collect();
        if depth < 64 {
            for child in below {
                self.walk(&child, depth + 1);
            }
        }
    }

    /// Categories right below.
    #[must_use]
    pub fn children(&self, key: &CategoryKey) -> &[&'a Category] {
        self.children.get(key).map_or(&[], Vec::as_slice)
    }

    /// Articles right in a category.
    #[must_use]
    pub fn articles(&self, key: &CategoryKey) -> &[&'a Article] {
        self.articles.get(key).map_or(&[], Vec::as_slice)
    }

    /// All articles in reading order.
    #[must_use]
    pub fn order(&self) -> &[&'a Article] {
        &self.order
    }

    /// Articles in a category and below it.
    #[must_use]
    pub fn count(&self, key: &CategoryKey) -> usize {
        self.articles(key).len() + self.children(key).iter().map(|child| self.count(&child.key)).sum::<usize>()
    }

    /// The first articles in a category and below it.
    #[must_use]
    pub fn first(&self, key: &CategoryKey, limit: usize) -> Vec<&'a Article> {
        let mut found: Vec<&Article> = self.articles(key).iter().take(limit).copied().collect();
        for child in self.children(key) {
            if found.len() >= limit {
                break;
            }
            found.extend(self.first(&child.key, limit - found.len()));
        }
        found
    }

    /// The categories above, outermost first, the one with this key included; the root left out.
    #[must_use]
    pub fn path(&self, key: &CategoryKey) -> Vec<&'a Category> {
        let mut above = Vec::new();
        let mut at = Some(key.clone());
        while let Some(key) = at.filter(|key| !key.is_root()) {
            above.extend(self.categories.get(&key).copied());
            at = key.parent();
        }
        above.reverse();
        above
    }

    /// Neighbours in reading order, as far as they share the topmost category.
    #[must_use]
    pub fn neighbours(&self, article: &ArticleKey) -> (Option<&'a Article>, Option<&'a Article>) {
        let Some(at) = self.order.iter().position(|other| other.key == *article) else { return (None, None) };
        let top = |key: &ArticleKey| key.as_str().split_once('/').map(|(top, _)| top.to_owned());
        let near = |other: Option<&&'a Article>| other.copied().filter(|other| top(&other.key) == top(article));
        (near(at.checked_sub(1).and_then(|before| self.order.get(before))), near(self.order.get(at + 1)))
    }
}

#[cfg(test)]
mod tests {
    use super::{super::samples, *};

    #[test]
    fn what_is_unlisted_is_neither_shown_nor_counted() {
        let categories = [samples::category("", "Home"), samples::category("a", "A"), samples::category("a/b", "B")];
        let mut articles = [samples::article("a/one"), samples::article("a/b/two"), samples::article("a/b/hidden")];
        articles[2].listed = false;
        let tree = Tree::of(categories.iter(), articles.iter());
        assert_eq!(tree.count(&"a".into()), 2);
        assert_eq!(tree.children(&"".into()).len(), 1);
        assert_eq!(tree.first(&"".into(), 5).len(), 2);
        let path: Vec<_> = tree.path(&"a/b".into()).iter().map(|category| category.title.as_str()).collect();
        assert_eq!(path, ["A", "B"]);
        let (before, after) = tree.neighbours(&"a/one".into());
        assert!(before.is_none());
        assert_eq!(after.map(|article| article.key.as_str()), Some("a/b/two"));
        assert!(matches!(tree.neighbours(&"a/b/hidden".into()), (None, None)));
    }
}
