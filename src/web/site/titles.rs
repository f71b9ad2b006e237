//! A title for every page, different from every other page's: two results of a search engine with the
//! same title cannot be told apart.

use std::collections::{HashMap, HashSet};

use sha2::{Digest as _, Sha256};

use super::page::{TITLE_MAX, cut, full_title};
use crate::{
    base::{Locale, i18n},
    kb::View,
    web::assets,
};

/// Path of a page → title of its window.
#[derive(Debug, Default)]
pub struct Titles(HashMap<String, String>);

/// What tells a page from its namesakes, first choice first.
struct Named {
    path: String,
    title: String,
    above: Option<String>,
    language: String,
}

impl Titles {
    /// Names all public pages of all locales.
    #[must_use]
    pub fn new(view: View<'_>, locales: &[Locale], site: &str) -> Self {
        Self::of(locales.iter().flat_map(|locale| pages(view, locale)).collect(), site)
    }

    fn of(pages: Vec<Named>, site: &str) -> Self {
        let mut titles = HashMap::new();
        let mut left = pages;
        for attempt in 0..=LAST_ATTEMPT {
            let mut seen: HashMap<String, usize> = HashMap::new();
            let tried: Vec<String> = left.iter().map(|page| page.attempt(attempt, site)).collect();
            for title in &tried {
                *seen.entry(title.clone()).or_default() += 1;
            }
            let taken: HashSet<String> = titles.values().cloned().collect();
            let mut again = Vec::new();
            for (page, title) in left.into_iter().zip(tried) {
                if (seen[&title] == 1 && !taken.contains(&title)) || attempt == LAST_ATTEMPT {
                    titles.insert(page.path, title);
                } else {
                    again.push(page);
                }
            }
            left = again;
        }
        Self(titles)
    }

    /// The title of a path's page.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }
}

const LAST_ATTEMPT: usize = 4;

impl Named {
    fn attempt(&self, attempt: usize, site: &str) -> String {
        let beside = |note: &str| {
            let room = TITLE_MAX.saturating_sub(note.chars().count() + 3);
            format!("{} ({note})", cut(&self.title, room))
        };
        match (attempt, &self.above) {
            (0, _) => full_title(&self.title, site),
            (1, Some(above)) => full_title(&beside(&cut(above, 24)), site),
            (1, None) | (2, _) => full_title(&beside(&self.language), site),
            (3, _) => {
                let path = self.path.chars().collect::<Vec<_>>();
                let tail: String = path[path.len().saturating_sub(TITLE_MAX - 26)..].iter().collect();
                format!("{} · {tail}", cut(&self.title, 22))
            }
            _ => {
                let hash = assets::hex(&Sha256::digest(&self.path));
                format!("{} · {}", cut(&self.title, TITLE_MAX - 12), &hash[..8])
            }
        }
    }
}

fn pages(view: View<'_>, locale: &Locale) -> Vec<Named> {
    let language = i18n::autonym(locale);
    let named =
        |path: String, title: String, above: Option<String>| Named { path, title, above, language: language.clone() };
    let title_of: HashMap<_, _> = view.categories(locale).map(|c| (c.key.clone(), c.title.clone())).collect();
    let mut pages: Vec<Named> = view
        .categories(locale)
        .filter(|category| !category.key.is_root())
        .map(|category| {
            let above = category.key.parent().filter(|key| !key.is_root()).and_then(|key| title_of.get(&key).cloned());
            named(category.url(), category.title.clone(), above)
        })
        .collect();
    let home = i18n::t(locale, "site-home-title");
    pages.push(named(format!("/{locale}/"), home, None));
    pages.push(named(format!("/{locale}/contact"), i18n::t(locale, "site-contact"), None));
    pages.extend(view.articles(locale).map(|article| {
        let above = (!article.category.is_root()).then(|| title_of.get(&article.category).cloned()).flatten();
        named(article.url(), article.title.clone(), above)
    }));
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(path: &str, title: &str, above: Option<&str>, language: &str) -> Named {
        Named { path: path.into(), title: title.into(), above: above.map(Into::into), language: language.into() }
    }

    #[test]
    fn no_two_pages_have_the_same_title() {
        let long = "A title that is much longer than any search engine would ever print on one line";
        let pages = vec![
            named("/en/a", "Webhooks", Some("Desk"), "English"),
            named("/en/b", "Webhooks", Some("Bot"), "English"),
            named("/hu/a", "Webhooks", Some("Desk"), "Magyar"),
            named("/hu/b", "Webhooks", None, "Magyar"),
            named("/en/l1", long, None, "English"),
            named("/en/l2", long, None, "English"),
            named("/en/articles/t/3", "Three", Some("T"), "English"),
            named("/en/categories/t/3", "Three", Some("T"), "English"),
            named("/en/c", "Only one", None, "English"),
        ];
        let titles = Titles::of(pages, "Acme");
        let all: HashSet<&String> = titles.0.values().collect();
        assert_eq!(all.len(), 9, "{titles:?}");
        assert!(all.iter().all(|title| title.chars().count() <= TITLE_MAX), "{titles:?}");
        assert_eq!(titles.get("/en/c"), Some("Only one – Acme"));
    }
}
