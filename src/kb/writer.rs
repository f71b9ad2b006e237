//! The writer's helpers: begin a file where the layout says what it is, and note that a translation
//! is in step with its source.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use super::{
    Article, Library, front_matter,
    place::{self, Place},
};
use crate::base::Locale;

/// A helper could not do its work; the text says what to do instead.
#[derive(Debug, thiserror::Error)]
pub enum WriterError {
    /// The path leads out of the knowledge base, or to a place that holds nothing of this kind.
    #[error("{0}")]
    Place(String),
    /// There is a file already.
    #[error("{} exists; nothing was overwritten", .0.display())]
    Exists(PathBuf),
    /// Reading or writing failed.
    #[error("{}: {source}", .path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Where a path given on the command line stands below the knowledge base: as it is seen from the
/// working folder, else from the knowledge base.
///
/// # Errors
/// When it leads out of the knowledge base, through `..` or a link.
pub fn below(root: &Path, given: &Path) -> Result<String, WriterError> {
    let io = |source| WriterError::Io { path: root.to_owned(), source };
    let root = root.canonicalize().map_err(io)?;
    let seen = std::env::current_dir().map_err(io)?.join(given);
    let outside =
        || WriterError::Place(format!("{} is not below the knowledge base {}", given.display(), root.display()));
    let relative = [seen, root.join(given)].into_iter().find_map(|path| {
        // The nearest folder that exists is asked where it really is, so that no link leads out.
        let existing = path.ancestors().find(|above| above.exists())?;
        let rest = path.strip_prefix(existing).ok()?.to_str()?.to_owned();
        let real = existing.canonicalize().ok()?;
        let inside = real.strip_prefix(&root).ok()?.to_str()?.replace('\\', "/");
        if rest.split(['/', '\\']).any(|part| part == "..") {
            return None;
        }
        super::path::join(&inside, &rest).filter(|path| !path.is_empty())
    });
    relative.ok_or_else(outside)
}

/// Begins an article, category, card or saved reply, as the place of the file says. Gives the file.
///
/// # Errors
/// When the place is none for such a file, or there is a file already.
pub fn begin(root: &Path, given: &Path) -> Result<PathBuf, WriterError> {
    fs::create_dir_all(root).map_err(|source| WriterError::Io { path: root.to_owned(), source })?;
    let relative = below(root, given)?;
    let text = match place::place(&relative) {
        Some(Place::Article(_, key)) => article(&place::readable(last(key.as_str()))),
        Some(Place::Category(_, key)) => {
            let name = if key.is_root() { "Help center".to_owned() } else { place::readable(last(key.as_str())) };
            category(&name)
        }
        Some(Place::Card(_, id)) => card(&id),
        Some(Place::Reply(_, id)) => reply(&place::readable(last(&id))),
        Some(Place::Golden(_)) => GOLDEN.to_owned(),
        _ => {
            let what = format!(
                "{relative} is no place for content: begin it with a locale and end it in .md, such as en/account/reset-password.md, en/account/_category.md, en/_bot/refund.md, en/_bot/_tests/refund.md or en/_replies/refund.md"
            );
            return Err(WriterError::Place(what));
        }
    };
    let file = root.join(&relative);
    let failed = |source: io::Error| {
        if source.kind() == io::ErrorKind::AlreadyExists {
            WriterError::Exists(file.clone())
        } else {
            WriterError::Io { path: file.clone(), source }
        }
    };
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut new = fs::File::create_new(&file).map_err(failed)?;
    new.write_all(text.as_bytes()).map_err(failed)?;
    Ok(file)
}

const GOLDEN: &str = "---\ntitle: What this conversation shows\n# hours: closed\n# page: /checkout/cart\n# at: 2026-11-22T08:00:00Z\n---\n# Each line of the visitor is followed by what the bot must do: an action, what answers (a card's id or\n# an article's key in brackets), and words that must be said (in quotes). The last two may be left out.\nvisitor: Where is my refund?\nbot: answer [refund-status] \"five working days\"\n# A button, by its label:\nvisitor: [Talk to a person]\nbot: handoff\n";

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn article(title: &str) -> String {
    format!(
        "---\ntitle: {}\ndescription: \"\"\n# What people ask when they need this article; each must find it first.\nquestions: []\n# What the bot says for them; without it, the first paragraph. \"#anchor\" names a section.\n# answer: \"\"\ntags: []\n# draft, published or archived\nstatus: draft\n# public, or agent for the desk only\nvisibility: public\n# owner: \"\"\n# review_by: 2027-01-01\n---\nSay in one paragraph what the reader can do here.\n\n## First step\n\nText.\n",
        quoted(title)
    )
}

fn category(title: &str) -> String {
    format!(
        "---\ntitle: {}\ndescription: \"\"\n# Place among its siblings\norder: 10\n# agent hides everything below from the public\nvisibility: public\n---\n",
        quoted(title)
    )
}

fn card(id: &str) -> String {
    format!(
        "---\nintent: {}\n# Examples, matched by likeness\nquestions: []\n# Rules, which beat the examples: (a|b) for either, * for anything\npatterns: []\n# Slots, asked one at a time\n# ask:\n#   - {{ slot: order_number, prompt: \"What is your order number?\", pattern: \"[A-Z]{{2}}-\\\\d{{5}}\", retry: \"It looks like AB-12345.\" }}\n# Buttons under the answer\n# options:\n#   - {{ label: \"Talk to a person\", handoff: {{ department: support }} }}\n---\nWrite the answer here.\n",
        quoted(last(id))
    )
}

fn reply(title: &str) -> String {
    format!(
        "---\ntitle: {}\ndescription: When to use it.\ntags: []\n---\nHello {{requester_name}},\n\nWrite the reply here.\n",
        quoted(title)
    )
}

/// What [`stamp`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped {
    /// The translation.
    pub file: PathBuf,
    /// The locale that it was compared with.
    pub source: Locale,
    /// The source's content hash.
    pub hash: String,
}

/// Writes the present content hash of the source into a translation's front matter and touches
/// nothing else in it. The source is the same article in `default`, else in the fullest other locale.
///
/// # Errors
/// When the file is no article or there is nothing that it could be a translation of.
pub fn stamp(library: &Library, default: Option<&Locale>, given: &Path) -> Result<Stamped, WriterError> {
    let relative = below(library.root(), given)?;
    let Some(Place::Article(locale, key)) = place::place(&relative) else {
        return Err(WriterError::Place(format!("{relative} is no article")));
    };
    let file = library.root().join(&relative);
    let failed = |source: io::Error| WriterError::Io { path: file.clone(), source };
    let bytes = fs::read(&file).map_err(failed)?;
    let others = library.locales().iter().filter(|other| **other != locale);
    let mut found: Vec<&Article> =
        others.filter_map(|other| library.all_articles(other).find(|article| article.key == key)).collect();
    found.sort_by_key(|article| {
        let size = library.all_articles(&article.locale).count();
        (Some(&article.locale) != default, std::cmp::Reverse(size))
    });
    let source = found.first().ok_or_else(|| {
        WriterError::Place(format!(
            "no other locale has the article {key}; there is nothing it could be a translation of"
        ))
    })?;
    if default == Some(&locale) || source.translation_of.is_some() {
        return Err(WriterError::Place(format!(
            "{relative} is what others are translated from; name the translation, such as {}/{key}.md",
            source.locale
        )));
    }
    let text = String::from_utf8(bytes).map_err(|error| failed(io::Error::new(io::ErrorKind::InvalidData, error)))?;
    let stamped = with_stamp(&text, &source.hash);
    replace(&file, stamped.as_bytes()).map_err(failed)?;
    Ok(Stamped { file, source: source.locale.clone(), hash: source.hash.clone() })
}

/// The text with `translation_of` set, line ends and everything else kept.
fn with_stamp(text: &str, hash: &str) -> String {
    let (mark, rest) = text.strip_prefix('\u{FEFF}').map_or(("", text), |rest| ("\u{FEFF}", rest));
    let end = if rest.contains("\r\n") { "\r\n" } else { "\n" };
    let lead = rest.len() - rest.trim_start_matches(['\n', '\r', ' ', '\t']).len();
    let fence = rest[lead..].lines().next().map(str::trim_end);
    let has_block =
        front_matter::split(&rest.replace("\r\n", "\n")).is_ok_and(|split| split.body_line > 1 && !split.no_map);
    let line = match fence {
        Some("+++") if has_block => format!("translation_of = \"{hash}\"{end}"),
        Some("---") if has_block => format!("translation_of: {hash}{end}"),
        _ => return format!("{mark}---{end}translation_of: {hash}{end}---{end}{rest}"),
    };
    let block = lead + rest[lead..].find('\n').map_or(0, |at| at + 1);
    let mut at = block;
    for old in rest[block..].split_inclusive('\n') {
        let bare = old.trim_end();
        if bare == "---" || bare == "+++" || bare == "..." || (fence == Some("+++") && bare.starts_with('[')) {
            break;
        }
        let key = old.trim_start_matches(['"', '\'']);
        if key
            .strip_prefix("translation_of")
            .is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with([':', '=']))
        {
            return format!("{mark}{}{line}{}", &rest[..at], &rest[at + old.len()..]);
        }
        at += old.len();
    }
    format!("{mark}{}{line}{}", &rest[..block], &rest[block..])
}

/// Writes aside and renames, so that a reader never sees half a file.
fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or("file");
    let aside = file.with_file_name(format!(".{name}.new"));
    let mut new = fs::File::create(&aside)?;
    new.write_all(bytes)?;
    new.set_permissions(fs::metadata(file)?.permissions())?;
    new.sync_all()?;
    fs::rename(&aside, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_changes_one_line_and_nothing_else() {
        for (before, after) in [
            ("---\ntitle: A\n---\nBody  \n", "---\ntranslation_of: HASH\ntitle: A\n---\nBody  \n"),
            (
                "---\r\ntitle: A\r\ntranslation_of: old\r\n---\r\nB",
                "---\r\ntitle: A\r\ntranslation_of: HASH\r\n---\r\nB",
            ),
            (
                "\u{FEFF}+++\ntitle = \"A\"\n[extra]\nx = 1\n+++\n",
                "\u{FEFF}+++\ntranslation_of = \"HASH\"\ntitle = \"A\"\n[extra]\nx = 1\n+++\n",
            ),
            ("# Body only\n\n---\n", "---\ntranslation_of: HASH\n---\n# Body only\n\n---\n"),
        ] {
            assert_eq!(with_stamp(before, "HASH"), after);
            assert_eq!(with_stamp(after, "HASH"), after, "a second stamp changes nothing");
        }
    }

    #[test]
    fn a_file_begins_as_what_its_place_says_and_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for path in
            ["en/account/reset-password.md", "en/account/_category.md", "en/_bot/refund.md", "en/_replies/hello.md"]
        {
            let file = begin(root, Path::new(path)).unwrap();
            assert!(file.is_file());
            assert!(matches!(begin(root, Path::new(path)), Err(WriterError::Exists(_))));
        }
        for path in ["../outside.md", "en/../../x.md", "/etc/x.md", "nowhere.md", "en/picture.png"] {
            assert!(matches!(begin(root, Path::new(path)), Err(WriterError::Place(_))), "{path}");
        }
        let library = Library::load(root, None, jiff::Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(library.findings(), &[]);
        assert_eq!(library.stats().cards, 1);
    }
}
