//! What a file is, by where it stands: the layout of the knowledge base in one place.

use crate::base::{ArticleKey, CategoryKey, Locale};

/// Folders whose Markdown is taken in by others and is no article.
pub const FRAGMENT_FOLDERS: [&str; 3] = ["includes", "_includes", "_common"];

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// An article.
    Article(Locale, ArticleKey),
    /// `_category.md` or `_index.md` of a folder.
    Category(Locale, CategoryKey),
    /// A bot card; the id it has unless its front matter says otherwise.
    Card(Locale, String),
    /// A golden conversation.
    Golden(Locale),
    /// A saved reply; its id.
    Reply(Locale, String),
    /// A settings file; `None` is for all locales.
    Settings(Option<Locale>, Settings),
    /// Markdown that only others take in.
    Fragment,
    /// Anything else that an article may refer to.
    Asset,
}

/// Which settings file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settings {
    /// `_synonyms.toml`
    Synonyms,
    /// `_pins.toml`
    Pins,
    /// `_bot/_phrases.toml`
    Phrases,
}

/// Says what the file at `path` (relative, `/` between parts) is; `None` when it is nothing of ours.
#[must_use]
pub fn place(path: &str) -> Option<Place> {
    let mut parts: Vec<&str> = path.split('/').collect();
    if parts.iter().any(|part| part.starts_with('.') || part.is_empty()) {
        return None;
    }
    let file = parts.pop()?;
    let locale = parts.first().and_then(|name| name.parse::<Locale>().ok());
    if let Some(settings) = settings(&parts, file, locale.as_ref()) {
        return Some(settings);
    }
    let Some(stem) = markdown_stem(file) else {
        let data = ["toml", "yaml", "yml"].iter().any(|end| has_extension(file, end));
        return (!data).then_some(Place::Asset);
    };
    let Some(locale) = locale else { return Some(Place::Fragment) };
    let folders = &parts[1..];
    match folders.first() {
        Some(&"_bot") => return in_bot(locale, &folders[1..], stem),
        Some(&"_replies") => {
            return (!hidden(&folders[1..], stem)).then(|| Place::Reply(locale, join(&folders[1..], stem)));
        }
        _ => {}
    }
    if folders.iter().any(|folder| folder.starts_with('_') || FRAGMENT_FOLDERS.contains(folder)) {
        return Some(Place::Fragment);
    }
    Some(match stem {
        "_category" | "_index" => Place::Category(locale, CategoryKey::from(folders.join("/"))),
        _ if stem.starts_with('_') => Place::Fragment,
        "index" if !folders.is_empty() => Place::Article(locale, ArticleKey::from(folders.join("/"))),
        _ => Place::Article(locale, ArticleKey::from(join(folders, stem))),
    })
}

/// The file's name without `.md`, `.mdx` or `.markdown`; `None` when it is not Markdown.
#[must_use]
pub fn markdown_stem(file: &str) -> Option<&str> {
    let (stem, extension) = file.rsplit_once('.')?;
    let markdown = ["md", "mdx", "markdown"].iter().any(|known| extension.eq_ignore_ascii_case(known));
    (markdown && !stem.is_empty()).then_some(stem)
}

/// A name made readable: `getting-started` → `Getting started`.
#[must_use]
pub fn readable(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = words.chars();
    letters.next().map_or_else(|| name.to_owned(), |first| first.to_uppercase().chain(letters).collect())
}

fn settings(folders: &[&str], file: &str, locale: Option<&Locale>) -> Option<Place> {
    let (locale, kind) = match (folders, file) {
        ([], "_synonyms.toml") => (None, Settings::Synonyms),
        ([], "_pins.toml") => (None, Settings::Pins),
        ([_], "_synonyms.toml") => (Some(locale?), Settings::Synonyms),
        ([_], "_pins.toml") => (Some(locale?), Settings::Pins),
        ([_, "_bot"], "_phrases.toml") => (Some(locale?), Settings::Phrases),
        _ => return None,
    };
    Some(Place::Settings(locale.cloned(), kind))
}

fn in_bot(locale: Locale, folders: &[&str], stem: &str) -> Option<Place> {
    if folders.first() == Some(&"_tests") {
        return (!hidden(&folders[1..], stem)).then_some(Place::Golden(locale));
    }
    (!hidden(folders, stem)).then(|| Place::Card(locale, join(folders, stem)))
}

fn hidden(folders: &[&str], stem: &str) -> bool {
    stem.starts_with('_') || folders.iter().any(|folder| folder.starts_with('_'))
}

fn join(folders: &[&str], stem: &str) -> String {
    let mut key = folders.join("/");
    if !key.is_empty() {
        key.push('/');
    }
    key.push_str(stem);
    key
}

fn has_extension(file: &str, extension: &str) -> bool {
    file.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case(extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(path: &str) -> String {
        match place(path) {
            None => "nothing".to_owned(),
            Some(Place::Article(locale, key)) => format!("article {locale} {key}"),
            Some(Place::Category(locale, key)) => format!("category {locale} {key}"),
            Some(Place::Card(locale, id)) => format!("card {locale} {id}"),
            Some(Place::Golden(locale)) => format!("golden {locale}"),
            Some(Place::Reply(locale, id)) => format!("reply {locale} {id}"),
            Some(Place::Settings(locale, which)) => format!("{which:?} {}", locale.is_some()),
            Some(Place::Fragment) => "fragment".to_owned(),
            Some(Place::Asset) => "asset".to_owned(),
        }
    }

    #[test]
    fn the_layout_says_what_a_file_is() {
        for (path, what) in [
            ("en/account/reset-password.md", "article en account/reset-password"),
            ("en/guide/index.mdx", "article en guide"),
            ("en/index.md", "article en index"),
            ("en/_category.md", "category en "),
            ("en/guide/_index.md", "category en guide"),
            ("en/_bot/money/refund.md", "card en money/refund"),
            ("en/_bot/_tests/one.md", "golden en"),
            ("en/_bot/_drafts/one.md", "nothing"),
            ("en/_replies/a/b.markdown", "reply en a/b"),
            ("en/_bot/_phrases.toml", "Phrases true"),
            ("_synonyms.toml", "Synonyms false"),
            ("pt-BR/_synonyms.toml", "Synonyms true"),
            ("en/x/includes/part.md", "fragment"),
            ("en/_drafts/part.md", "fragment"),
            ("en/x/_note.md", "fragment"),
            ("LICENSE.md", "fragment"),
            ("en/img/a b.PNG", "asset"),
            ("en/.git/x.md", "nothing"),
            ("en/config.toml", "nothing"),
        ] {
            assert_eq!(said(path), what, "{path}");
        }
    }
}
