//! Content of another help center becomes files of a knowledge base. Nothing is ever overwritten;
//! what cannot be read is said and left out.

mod csv;
mod folder;
mod zendesk;

use std::{
    collections::HashSet,
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use htmd::{
    Element,
    element_handler::{HandlerResult, Handlers},
};

use super::markdown;

/// What can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportKind {
    /// JSON of Zendesk Guide's API: articles, sections, categories.
    Zendesk,
    /// A folder of HTML pages.
    Html,
    /// A folder of Markdown.
    Markdown,
    /// Questions and answers, as cards.
    Csv,
}

/// What an import came to.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Files written, below the folder.
    pub written: Vec<PathBuf>,
    /// What was left out, and why.
    pub left_out: Vec<String>,
}

/// The source cannot be imported at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Reading or writing failed.
    #[error("{}: {source}", .path.display())]
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is not what it was said to be.
    #[error("{}: {what}", .path.display())]
    Format {
        /// Which file.
        path: PathBuf,
        /// In a writer's words.
        what: String,
    },
}

impl std::str::FromStr for ImportKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "zendesk" => Ok(Self::Zendesk),
            "html" => Ok(Self::Html),
            "markdown" => Ok(Self::Markdown),
            "csv" => Ok(Self::Csv),
            other => Err(format!("“{other}” cannot be imported; choose zendesk, html, markdown or csv")),
        }
    }
}

/// Reads `source` and writes files below `into`.
///
/// # Errors
/// When the source cannot be read or the folder cannot be written; single articles that do not fit
/// are listed in what is returned.
pub fn import(kind: ImportKind, source: &Path, into: &Path) -> Result<Imported, ImportError> {
    fs::create_dir_all(into).map_err(|error| io_error(into, error))?;
    let mut writer = Writer { into, taken: HashSet::new(), done: Imported::default() };
    match kind {
        ImportKind::Zendesk => zendesk::import(source, &mut writer)?,
        ImportKind::Html => folder::html(source, &mut writer)?,
        ImportKind::Markdown => folder::markdown(source, &mut writer)?,
        ImportKind::Csv => csv::import(source, &mut writer)?,
    }
    Ok(writer.done)
}

fn io_error(path: &Path, source: io::Error) -> ImportError {
    ImportError::Io { path: path.to_owned(), source }
}

/// Writes files below one folder and nowhere else.
struct Writer<'a> {
    into: &'a Path,
    taken: HashSet<String>,
    done: Imported,
}

impl Writer<'_> {
    /// Writes a new file; one that exists is left alone and said.
    fn write(&mut self, relative: &str, bytes: &[u8]) -> Result<(), ImportError> {
        let safe = super::path::join("", relative).filter(|path| path == relative && !path.starts_with('.'));
        let Some(safe) = safe else {
            self.left_out(format!("{relative}: the path leads elsewhere"));
            return Ok(());
        };
        let file = self.into.join(&safe);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(|error| io_error(folder, error))?;
        }
        match fs::File::create_new(&file).and_then(|mut file| file.write_all(bytes)) {
            Ok(()) => self.done.written.push(PathBuf::from(safe)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                self.left_out(format!("{relative}: exists and was not overwritten"));
            }
            Err(error) => return Err(io_error(&file, error)),
        }
        Ok(())
    }

    /// Whether the folder is one of a locale (and not the knowledge base, whose usual name would
    /// pass for one).
    fn is_locale(&self) -> bool {
        let name = self.into.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name != "kb" && name.parse::<crate::base::Locale>().is_ok()
    }

    fn left_out(&mut self, why: String) {
        self.done.left_out.push(why);
    }

    /// A path that this import has not used yet: `base.md`, `base-2.md`, …
    fn free(&mut self, base: &str, end: &str) -> String {
        let mut number = 1;
        loop {
            let path = if number == 1 { format!("{base}{end}") } else { format!("{base}-{number}{end}") };
            if self.taken.insert(path.to_lowercase()) {
                return path;
            }
            number += 1;
        }
    }
}

/// A file name for a title.
fn file_name(title: &str) -> String {
    let slug = markdown::slug(title);
    let short: String = slug.trim_matches(['-', '_', '.']).chars().take(80).collect();
    let short = short.trim_matches('-');
    if short.is_empty() || short == "index" { "article".to_owned() } else { short.to_owned() }
}

/// A scalar that YAML reads back as this text.
fn yaml(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// HTML of an article as Markdown.
fn to_markdown(html: &str) -> String {
    let options = htmd::options::Options {
        bullet_list_marker: htmd::options::BulletListMarker::Dash,
        ul_bullet_spacing: 1,
        ol_number_spacing: 1,
        ..Default::default()
    };
    let converter = htmd::HtmlToMarkdown::builder()
        .options(options)
        .add_handler(vec!["pre"], |handlers: &dyn Handlers, element: Element| {
            let inside = handlers.walk_children(element.node).content;
            let text = inside.trim_matches('\n');
            let fenced = text.trim_start().starts_with("```") || text.is_empty();
            Some(HandlerResult::from(if fenced { inside } else { format!("\n\n```\n{text}\n```\n\n") }))
        })
        .skip_tags(vec!["script", "style", "head", "nav", "noscript", "iframe", "form"])
        .build();
    converter.convert(html).unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests;
