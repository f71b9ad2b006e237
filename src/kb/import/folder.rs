//! Folders of HTML pages or of Markdown, pictures included.

use std::{fs, path::Path, sync::LazyLock};

use regex::Regex;

use super::{
    super::{
        asset,
        markdown::{self, Piece},
        place, read, scan,
    },
    ImportError, Writer, io_error, to_markdown, yaml,
};

/// The largest file that is copied.
const LARGEST: u64 = 64 << 20;

pub(super) fn markdown(source: &Path, writer: &mut Writer<'_>) -> Result<(), ImportError> {
    each(source, writer, |path, bytes, writer| {
        let file = path.rsplit('/').next().unwrap_or(path);
        if place::markdown_stem(file).is_some() {
            if let Err(finding) = read::decode(bytes.clone(), path) {
                writer.left_out(format!("{path}: {}", finding.what));
                return Ok(());
            }
            return writer.write(path, &bytes);
        }
        if asset::is_served(path) {
            return writer.write(path, &bytes);
        }
        Ok(())
    })
}

pub(super) fn html(source: &Path, writer: &mut Writer<'_>) -> Result<(), ImportError> {
    each(source, writer, |path, bytes, writer| {
        let lower = path.to_ascii_lowercase();
        let Some(stem) =
            lower.strip_suffix(".html").or_else(|| lower.strip_suffix(".htm")).map(|stem| &path[..stem.len()])
        else {
            return if asset::is_served(path) { writer.write(path, &bytes) } else { Ok(()) };
        };
        let html = String::from_utf8_lossy(&bytes);
        let (title, body) = page(&html);
        let text = to_pages(&to_markdown(body));
        if text.is_empty() {
            writer.left_out(format!("{path}: the page has no text"));
            return Ok(());
        }
        let title = title.unwrap_or_else(|| place::readable(stem.rsplit('/').next().unwrap_or(stem)));
        let text = text.strip_prefix(&format!("# {title}\n")).map_or(text.as_str(), str::trim_start);
        let about = description(&html).map(|about| format!("description: {}\n", yaml(&about))).unwrap_or_default();
        let stem = writer.free(stem, ".md");
        writer.write(&stem, format!("---\ntitle: {}\n{about}---\n{text}\n", yaml(&title)).as_bytes())
    })
}

fn each(
    source: &Path,
    writer: &mut Writer<'_>,
    mut take: impl FnMut(&str, Vec<u8>, &mut Writer<'_>) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    if source.is_file() {
        let bytes = fs::read(source).map_err(|error| io_error(source, error))?;
        return take(&source.file_name().unwrap_or_default().to_string_lossy(), bytes, writer);
    }
    let (files, findings) = scan::scan(source).map_err(|error| io_error(source, error))?;
    for finding in findings {
        writer.left_out(format!("{}: {}", finding.path.display(), finding.what));
    }
    for file in files {
        if file.size > LARGEST {
            writer.left_out(format!("{}: larger than 64 MiB", file.path));
            continue;
        }
        match fs::read(source.join(&*file.path)) {
            Ok(bytes) => take(&file.path, bytes, writer)?,
            Err(error) => writer.left_out(format!("{}: {error}", file.path)),
        }
    }
    Ok(())
}

/// Title and main part of a page.
fn page(html: &str) -> (Option<String>, &str) {
    let title =
        inside(html, "h1").or_else(|| inside(html, "title")).map(markdown::text_of_html).filter(|t| !t.is_empty());
    let body = ["main", "article", "body"].into_iter().find_map(|name| inside(html, name)).unwrap_or(html);
    (title, body)
}

/// Links to other pages of the folder, which are Markdown now.
fn to_pages(text: &str) -> String {
    static LINK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\]\(([^():\s]+)\.html?(#[^()\s]*)?\)").expect("a valid expression"));
    LINK.replace_all(text, "]($1.md$2)").into_owned()
}

/// What a page's head says that it is about.
fn description(html: &str) -> Option<String> {
    let tags = markdown::pieces(html).into_iter().filter_map(|piece| match piece {
        Piece::Tag(tag) => Some(tag),
        _ => None,
    });
    let about = tags
        .filter(|tag| tag.is("meta"))
        .find(|tag| markdown::attribute(tag, &["name"]).is_some_and(|name| name.eq_ignore_ascii_case("description")))?;
    let text = markdown::attribute(&about, &["content"])?.trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// What stands between the first start tag and the last end tag of this name.
fn inside<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    let lower = html.to_ascii_lowercase();
    let mut from = 0;
    loop {
        let at = from + lower[from..].find(&format!("<{name}"))?;
        let next = lower.as_bytes().get(at + 1 + name.len())?;
        if next.is_ascii_alphanumeric() {
            from = at + 1;
            continue;
        }
        let start = at + lower[at..].find('>')? + 1;
        let close = format!("</{name}");
        let end = if name == "body" || name == "main" {
            lower.rfind(&close)
        } else {
            lower[start..].find(&close).map(|end| start + end)
        };
        return html.get(start..end.filter(|end| *end >= start)?);
    }
}

/// Whether a page holds any tag at all.
#[must_use]
pub(super) fn is_html(text: &str) -> bool {
    markdown::pieces(text).iter().any(|piece| matches!(piece, Piece::Tag(_)))
}
