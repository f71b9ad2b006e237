//! Pictures and other files beside the articles: which may be served, and as what.

use std::{fs::File, io::Read as _, path::Path};

use super::{path, place};

/// Extensions of files that an article may refer to.
const SERVED: [&str; 41] = [
    "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "bmp", "tif", "tiff", "pdf", "zip", "gz", "7z", "mp4",
    "webm", "ogv", "mov", "mp3", "wav", "ogg", "m4a", "vtt", "txt", "csv", "tsv", "json", "xml", "ino", "hex", "bin",
    "stl", "step", "dxf", "docx", "xlsx", "pptx", "odt", "ods", "odp",
];

/// Whether a file of this name may be served at all.
#[must_use]
pub fn is_served(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, end)| SERVED.iter().any(|known| end.eq_ignore_ascii_case(known)))
}

/// Paths below the root that a written destination in the file at `from` may mean; none when it
/// cannot be a file that is served.
#[must_use]
pub fn candidates(from: &str, written: &str) -> Vec<String> {
    let bare = written.split(['#', '?']).next().unwrap_or_default().trim();
    if !is_served(bare) || bare.contains("://") || bare.starts_with("//") || bare.starts_with("data:") {
        return Vec::new();
    }
    let bare = path::decode(bare);
    let locale = from.split('/').next().unwrap_or_default();
    let stem = from.rsplit('/').next().and_then(place::markdown_stem).unwrap_or_default();
    let as_folder = path::join(path::folder(from), stem).unwrap_or_default();
    let rooted = bare.strip_prefix("~/").or_else(|| bare.strip_prefix("@/")).or_else(|| bare.strip_prefix('/'));
    let all = match rooted {
        Some(rest) => [path::join(locale, rest), path::join("", rest), path::join(locale, &format!("static/{rest}"))],
        None => [path::join(path::folder(from), &bare), path::join(&as_folder, &bare), path::join(locale, &bare)],
    };
    let mut out: Vec<String> = Vec::new();
    for path in all.into_iter().flatten() {
        if !out.contains(&path) {
            out.push(path);
        }
    }
    out
}

/// The type of a file by its first bytes; `None` when it cannot be read.
#[must_use]
pub fn sniff(path: &Path) -> Option<&'static str> {
    let mut head = Vec::with_capacity(512);
    File::open(path).ok()?.take(512).read_to_end(&mut head).ok()?;
    Some(of_bytes(&head))
}

fn of_bytes(head: &[u8]) -> &'static str {
    let starts = |magic: &[u8]| head.starts_with(magic);
    let at = |from: usize, magic: &[u8]| head.get(from..).is_some_and(|rest| rest.starts_with(magic));
    match () {
        () if starts(b"\x89PNG\r\n\x1a\n") => "image/png",
        () if starts(b"\xff\xd8\xff") => "image/jpeg",
        () if starts(b"GIF87a") || starts(b"GIF89a") => "image/gif",
        () if starts(b"RIFF") && at(8, b"WEBP") => "image/webp",
        () if starts(b"RIFF") && at(8, b"WAVE") => "audio/wav",
        () if at(4, b"ftypavif") || at(4, b"ftypavis") => "image/avif",
        () if starts(b"BM") && head.len() > 30 => "image/bmp",
        () if starts(b"\0\0\x01\0") => "image/x-icon",
        () if starts(b"II*\0") || starts(b"MM\0*") => "image/tiff",
        () if starts(b"%PDF-") => "application/pdf",
        () if starts(b"PK\x03\x04") => "application/zip",
        () if starts(b"\x1f\x8b") => "application/gzip",
        () if at(4, b"ftypqt") => "video/quicktime",
        () if at(4, b"ftypM4A") => "audio/mp4",
        () if at(4, b"ftyp") => "video/mp4",
        () if starts(b"\x1a\x45\xdf\xa3") => "video/webm",
        () if starts(b"OggS") => "audio/ogg",
        () if starts(b"ID3") || starts(b"\xff\xfb") || starts(b"\xff\xf3") => "audio/mpeg",
        () if is_svg(head) => "image/svg+xml",
        () if is_text(head) => "text/plain; charset=utf-8",
        () => "application/octet-stream",
    }
}

fn is_svg(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    (text.starts_with("<?xml") || text.starts_with("<!") || text.starts_with("<svg")) && text.contains("<svg")
}

fn is_text(head: &[u8]) -> bool {
    !head.contains(&0) && std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_what_their_bytes_say() {
        assert_eq!(of_bytes(b"\x89PNG\r\n\x1a\n...."), "image/png");
        assert_eq!(of_bytes(b"<html><script>"), "text/plain; charset=utf-8");
        assert_eq!(of_bytes(b"<?xml version=\"1.0\"?><svg>"), "image/svg+xml");
        assert_eq!(of_bytes(b"\0\x01\x02"), "application/octet-stream");
    }

    #[test]
    fn a_written_path_leads_below_the_root() {
        assert_eq!(candidates("en/a/page.md", "img/x%20y.png")[0], "en/a/img/x y.png");
        assert_eq!(candidates("en/a/page.md", "/img/x.png")[..2], ["en/img/x.png", "img/x.png"]);
        assert!(candidates("en/a.md", "../../x.png").iter().all(|path| !path.contains("..")));
        assert!(candidates("en/a.md", "https://example.com/x.png").is_empty());
        assert!(candidates("en/a.md", "b.md").is_empty());
    }
}
