//! Behaviour of the whole room, on folders on disk.

mod behaviour;
mod invalid;
mod property;

use std::path::Path;

use jiff::Timestamp;

use super::{Library, View};
use crate::base::{ArticleKey, Audience, Locale};

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    folder
}

fn write(root: &Path, path: &str, text: impl AsRef<[u8]>) {
    let file = root.join(path);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, text).unwrap();
}

fn now() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

fn load(root: &Path) -> Library {
    Library::load(root, None, now()).unwrap()
}

fn en() -> Locale {
    "en".parse().unwrap()
}

/// Everything that a view gives out about every locale, as one text.
fn everything(view: View<'_>, library: &Library) -> String {
    let mut out = String::new();
    for locale in library.locales() {
        for article in view.articles(locale) {
            out.push_str(&format!("{article:?}\n{:?}\n{:?}\n", view.document(article), view.render(article)));
            out.push_str(&view.markdown(article));
        }
        for category in view.categories(locale) {
            out.push_str(&format!("{} {:?} {:?}\n", category.title, category.description, view.introduction(category)));
        }
        if view.audience() == Audience::Public {
            out.push_str(&format!("{:?}", library.cards(locale)));
        }
    }
    out
}

fn html(library: &Library, audience: Audience, key: &str) -> String {
    let view = library.view(audience);
    view.article(&en(), &ArticleKey::from(key)).map(|article| view.render(article).html).unwrap_or_default()
}
