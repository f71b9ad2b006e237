//! Files that requesters send: a name and bytes enter, what they are by their content leaves. What
//! could run on an agent's machine is refused, whatever it calls itself.

/// Files with one message.
pub const MAX_FILES: usize = 5;
/// Bytes of one file.
pub const MAX_FILE: usize = 5 << 20;
/// Bytes of all files of one message.
pub const MAX_TOTAL: usize = 10 << 20;

const NAME_MAX: usize = 100;

/// Why a file is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// More than [`MAX_FILES`].
    Count,
    /// Larger than [`MAX_FILE`], or together than [`MAX_TOTAL`].
    Size,
    /// Of a kind that is not taken.
    Kind,
    /// There is nothing in it.
    Empty,
}

/// A kind of file: its type and the endings that go with it, the usual one first.
struct Kind {
    content_type: &'static str,
    endings: &'static [&'static str],
}

const fn kind(content_type: &'static str, endings: &'static [&'static str]) -> Kind {
    Kind { content_type, endings }
}

const PNG: Kind = kind("image/png", &["png"]);
const JPEG: Kind = kind("image/jpeg", &["jpg", "jpeg"]);
const GIF: Kind = kind("image/gif", &["gif"]);
const WEBP: Kind = kind("image/webp", &["webp"]);
const HEIC: Kind = kind("image/heic", &["heic", "heif"]);
const PDF: Kind = kind("application/pdf", &["pdf"]);
const MP4: Kind = kind("video/mp4", &["mp4", "mov", "m4v"]);
const WEBM: Kind = kind("video/webm", &["webm"]);
const ZIP: Kind = kind("application/zip", &["zip"]);
const WORD: Kind = kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"]);
const SHEET: Kind = kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"]);
const SLIDES: Kind = kind("application/vnd.openxmlformats-officedocument.presentationml.presentation", &["pptx"]);
const TEXT_DOCUMENT: Kind = kind("application/vnd.oasis.opendocument.text", &["odt"]);
const SPREADSHEET: Kind = kind("application/vnd.oasis.opendocument.spreadsheet", &["ods"]);
const TEXT: Kind =
    kind("text/plain; charset=utf-8", &["txt", "log", "csv", "tsv", "json", "md", "yaml", "yml", "toml", "ini", "eml"]);

/// What a file is by its first bytes; text is what is UTF-8 and holds no control characters.
fn sniff(bytes: &[u8]) -> Option<Kind> {
    let head = &bytes[..bytes.len().min(4096)];
    let brand = head.get(4..12).unwrap_or_default();
    Some(match head {
        _ if head.starts_with(b"\x89PNG\r\n\x1a\n") => PNG,
        _ if head.starts_with(b"\xff\xd8\xff") => JPEG,
        _ if head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a") => GIF,
        _ if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") => WEBP,
        _ if head.starts_with(b"%PDF-") => PDF,
        _ if head.starts_with(b"\x1a\x45\xdf\xa3") => WEBM,
        _ if brand.starts_with(b"ftyphei") || brand.starts_with(b"ftypmif1") => HEIC,
        _ if brand.starts_with(b"ftyp") => MP4,
        _ if head.starts_with(b"PK\x03\x04") => zipped(head),
        _ if is_text(bytes) => TEXT,
        _ => return None,
    })
}

/// Office documents are ZIP files that say early on what they are.
fn zipped(head: &[u8]) -> Kind {
    let holds = |part: &[u8]| head.windows(part.len()).any(|window| window == part);
    if holds(b"mimetypeapplication/vnd.oasis.opendocument.text") {
        TEXT_DOCUMENT
    } else if holds(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet") {
        SPREADSHEET
    } else if holds(b"word/") {
        WORD
    } else if holds(b"xl/") {
        SHEET
    } else if holds(b"ppt/") {
        SLIDES
    } else {
        ZIP
    }
}

fn is_text(bytes: &[u8]) -> bool {
    let script = bytes.starts_with(b"#!");
    let odd = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{1b}');
    !script && std::str::from_utf8(bytes).is_ok_and(|text| !text.contains(odd))
}

/// Name (made safe, with an ending that fits) and type of a file.
///
/// # Errors
/// [`Refusal`].
pub fn check(name: &str, bytes: &[u8]) -> Result<(String, &'static str), Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    if bytes.len() > MAX_FILE {
        return Err(Refusal::Size);
    }
    let kind = sniff(bytes).ok_or(Refusal::Kind)?;
    Ok((named(name, &kind), kind.content_type))
}

/// The last part of a path without what a file system or header may stumble over. An ending that does
/// not fit the content gets the right one behind it.
fn named(name: &str, kind: &Kind) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let odd = |c: char| {
        c.is_control()
            || "<>:\"|?*;\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}".contains(c)
    };
    let clean: String = last.chars().map(|c| if odd(c) { '_' } else { c }).collect();
    let clean = clean.trim().trim_matches('.');
    let (stem, ending) = clean.rsplit_once('.').unwrap_or((clean, ""));
    let fits = kind.endings.contains(&ending.to_ascii_lowercase().as_str());
    let (stem, ending) = if fits { (stem, ending) } else { (clean, kind.endings[0]) };
    let short: String = stem.chars().take(NAME_MAX).collect();
    format!("{}.{ending}", if short.is_empty() { "file" } else { &short })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n....";

    #[test]
    fn a_file_is_what_its_content_says() {
        assert_eq!(check("screen.png", PIXEL), Ok(("screen.png".into(), "image/png")));
        assert_eq!(check("C:\\Users\\Ada\\Számla május.PDF", b"%PDF-1.7").unwrap().0, "Számla május.PDF");
        assert_eq!(check("invoice.exe", b"plain words"), Ok(("invoice.exe.txt".into(), "text/plain; charset=utf-8")));
        assert_eq!(check("page.html", b"<script>alert(1)</script>").unwrap().0, "page.html.txt");
        assert_eq!(check("../../etc/passwd", b"x").unwrap().0, "passwd.txt");
        assert_eq!(check("gpj.\u{202e}exe", PIXEL).unwrap().0, "gpj._exe.png");
        assert_eq!(check("", PIXEL).unwrap().0, "file.png");
        assert_eq!(check("a.docx", b"PK\x03\x04....word/document.xml").unwrap().0, "a.docx");
    }

    #[test]
    fn programs_and_giants_are_refused() {
        for bytes in [b"MZ\x90\0\x03".as_slice(), b"\x7fELF\x02\x01", b"#!/bin/sh\nrm -rf /", b"\xca\xfe\xba\xbe\0"] {
            assert_eq!(check("harmless.png", bytes), Err(Refusal::Kind));
        }
        assert_eq!(check("a.txt", b""), Err(Refusal::Empty));
        assert_eq!(check("a.txt", &vec![b'a'; MAX_FILE + 1]), Err(Refusal::Size));
    }

    proptest::proptest! {
        #[test]
        fn any_name_becomes_one_that_can_be_stored(name in "\\PC{0,300}") {
            let (safe, _) = check(&name, PIXEL).unwrap();
            proptest::prop_assert!(safe.chars().count() <= NAME_MAX + 5 && !safe.starts_with('.'));
            proptest::prop_assert!(!safe.contains(['/', '\\', '"', '\r', '\n', '\0']));
        }
    }
}
