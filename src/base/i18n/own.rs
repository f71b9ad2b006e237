//! Interface texts of a site's own. A folder with `<locale>.ftl` files enters; what they say lies over the
//! built-in texts, message by message, and a language that the program does not have is one more of it.

use std::{fs, path::Path, sync::OnceLock};

use fluent_bundle::FluentResource;

use super::Locale;

/// Language and source of each file, in the order of their names.
static OWN: OnceLock<Vec<(Locale, String)>> = OnceLock::new();

/// Takes up the `.ftl` files of a folder. Called once, before anything is said; what comes later changes
/// nothing.
pub fn adopt(folder: &Path) {
    if OWN.set(read(folder)).is_err() {
        tracing::debug!("the interface texts of the site were read before");
    }
}

pub(super) fn adopted() -> &'static [(Locale, String)] {
    OWN.get().map_or(&[], Vec::as_slice)
}

/// A file whose name is no locale, or that cannot be read, is left out with a warning.
fn read(folder: &Path) -> Vec<(Locale, String)> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<_> = entries.filter(|path| path.extension().is_some_and(|kind| kind == "ftl")).collect();
    files.sort();
    files.iter().filter_map(|path| one(path)).collect()
}

fn one(path: &Path) -> Option<(Locale, String)> {
    let refused = |why: String| tracing::warn!(path = %path.display(), why, "interface text of the site is left out");
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let locale = stem.parse::<Locale>().map_err(|error| refused(error.to_string())).ok()?;
    let source = fs::read_to_string(path).map_err(|error| refused(error.to_string())).ok()?;
    if let Err((_, errors)) = FluentResource::try_new(source.clone()) {
        // The messages that can be read are used all the same.
        refused(format!("in parts: {errors:?}"));
    }
    Some((locale, source))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_after_their_language_and_others_are_left_out() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("he.ftl", "a = א"), ("ar.ftl", "a = أ"), ("not a tag.ftl", "a = b"), ("header.html", "x")]
        {
            fs::write(folder.path().join(name), text).unwrap();
        }
        fs::write(folder.path().join("fa.ftl"), [0xff, 0xfe]).unwrap();
        let found: Vec<_> = read(folder.path()).into_iter().map(|(locale, text)| (locale.to_string(), text)).collect();
        assert_eq!(found, [("ar".into(), "a = أ".into()), ("he".into(), "a = א".to_owned())]);
        assert!(read(&folder.path().join("nowhere")).is_empty());
    }
}
