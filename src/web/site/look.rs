//! How a company makes the help center its own: name, logo, accent, links, style sheet. The
//! configuration enters once; what every page's frame prints leaves.

mod accent;
mod title_picture;

use std::{collections::HashMap, fs, path::Path, sync::Arc};

use bytes::Bytes;
use sha2::{Digest as _, Sha256};

pub use accent::{icon as mark, rules as accent_rules};
pub use title_picture::title_picture;

use super::{json_ld, own::Own, page::Link};
use crate::{
    base::{Locale, i18n},
    config::Config,
    web::assets::{self, asset},
};

/// What is the same on every page.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// The company's or product's name.
    pub name: String,
    /// Scheme and host.
    pub public_url: String,
    /// Locale for readers whose language is not there.
    pub default_locale: Option<String>,
    /// The home page's headline, if the owner wrote one.
    pub headline: Option<String>,
    /// Path of the logo.
    pub logo: Option<String>,
    /// Path of the tab's icon.
    pub icon: String,
    /// Absolute address of the picture for shares.
    pub picture: String,
    /// Path of the style sheet.
    pub style: String,
    /// Path of the script that sets the theme before anything is painted.
    pub theme_script: &'static str,
    /// Path of the page's script.
    pub script: &'static str,
    /// Links in the header.
    pub header_links: Vec<Link>,
    /// Links in the footer.
    pub footer_links: Vec<Link>,
    /// Whether the contact form is offered.
    pub contact: bool,
    /// Whether the chat is offered.
    pub chat: bool,
    pub(super) texts: HashMap<String, String>,
}

impl Frame {
    /// Messages for the page's script, as JSON that can stand in a script element.
    #[must_use]
    pub fn script_texts(&self, locale: &Locale) -> String {
        self.texts.get(i18n::interface_locale(locale).as_str()).cloned().unwrap_or_else(|| "{}".to_owned())
    }
}

/// A file made from the configuration, served under `/look/{name}`.
#[derive(Debug, Clone)]
pub struct LookFile {
    /// As it is.
    pub plain: Bytes,
    /// Compressed; empty where compressing gains nothing.
    pub brotli: Bytes,
    /// Compressed; empty where compressing gains nothing.
    pub gzip: Bytes,
    /// By its content.
    pub content_type: &'static str,
}

/// The frame and the files that it names.
#[derive(Debug, Clone, Default)]
pub struct Look {
    /// For the pages.
    pub frame: Arc<Frame>,
    /// The picture for shares of pages without one of their own.
    pub share: Bytes,
    /// The company's own templates.
    pub own: Option<Arc<Own>>,
    files: HashMap<String, LookFile>,
}

impl Look {
    /// Reads the configured files. One that cannot be read is logged and left out.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        let site = &config.site;
        let mut look = Self::default();
        let style = look.add("site", "css", style_sheet(config).into_bytes(), "text/css; charset=utf-8");
        let logo = site.logo.as_deref().and_then(|path| look.add_picture("logo", path));
        let icon = site
            .favicon
            .as_deref()
            .and_then(|path| look.add_picture("icon", path))
            .unwrap_or_else(|| look.add("icon", "svg", accent::icon(&site.accent).into_bytes(), "image/svg+xml"));
        look.share = accent::picture(&site.accent).into();
        let picture = look.add("share", "png", look.share.to_vec(), "image/png");
        let public_url = config.public_url();
        look.own = site.templates.as_deref().and_then(Own::read).map(Arc::new);
        let link = |link: &crate::config::Link| Link { url: link.url.clone(), title: link.label.clone(), note: None };
        look.frame = Arc::new(Frame {
            name: site.name.clone(),
            picture: format!("{public_url}{picture}"),
            public_url,
            default_locale: site.default_locale.clone(),
            headline: site.headline.clone(),
            logo,
            icon,
            style,
            theme_script: asset("theme.js"),
            script: asset("site.js"),
            header_links: site.header_links.iter().map(link).collect(),
            footer_links: site.footer_links.iter().map(link).collect(),
            contact: site.contact,
            chat: site.chat,
            texts: script_texts(),
        });
        look
    }

    /// A file by the name that its URL holds.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&LookFile> {
        self.files.get(name)
    }

    fn add(&mut self, stem: &str, extension: &str, bytes: Vec<u8>, content_type: &'static str) -> String {
        let hash = &assets::hex(&Sha256::digest(&bytes))[..10];
        let name = format!("{stem}.{hash}.{extension}");
        let text = matches!(extension, "css" | "svg");
        let compress = |with: fn(&[u8]) -> Bytes| if text { with(&bytes) } else { Bytes::new() };
        let (brotli, gzip) = (compress(|bytes| assets::brotli(bytes, 11)), compress(assets::gzip));
        self.files.insert(name.clone(), LookFile { plain: bytes.into(), brotli, gzip, content_type });
        format!("/look/{name}")
    }

    fn add_picture(&mut self, stem: &str, path: &Path) -> Option<String> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                tracing::warn!(path = %path.display(), %error, "picture of the site cannot be read");
                return None;
            }
        };
        let (extension, content_type) = sniff(&bytes)?;
        Some(self.add(stem, extension, bytes, content_type))
    }
}

/// Type of a picture by its first bytes.
fn sniff(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let head = &bytes[..bytes.len().min(512)];
    if head.starts_with(b"\x89PNG") {
        Some(("png", "image/png"))
    } else if head.starts_with(b"\xff\xd8\xff") {
        Some(("jpg", "image/jpeg"))
    } else if head.starts_with(b"GIF8") {
        Some(("gif", "image/gif"))
    } else if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        Some(("webp", "image/webp"))
    } else if head.starts_with(&[0, 0, 1, 0]) {
        Some(("ico", "image/x-icon"))
    } else if std::str::from_utf8(head).is_ok_and(|text| text.contains("<svg")) {
        Some(("svg", "image/svg+xml"))
    } else {
        None
    }
}

/// Tokens, the built-in sheet, the accent, and the owner's own sheet last.
fn style_sheet(config: &Config) -> String {
    let mut sheet = String::new();
    for part in [include_str!("../../../static/tokens.css"), include_str!("../../../static/site.css")] {
        sheet.push_str(&squeeze(part));
    }
    sheet.push_str(&accent::rules(&config.site.accent));
    if let Some(path) = &config.site.custom_css {
        match fs::read_to_string(path) {
            Ok(own) => sheet.push_str(&own),
            Err(error) => tracing::warn!(path = %path.display(), %error, "custom style sheet cannot be read"),
        }
    }
    sheet
}

/// Leaves out comments and indentation.
fn squeeze(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n") + "\n"
}

fn script_texts() -> HashMap<String, String> {
    let texts = |locale: &Locale| {
        let found = i18n::messages(locale, "site-js-");
        let short: serde_json::Map<String, serde_json::Value> =
            found.into_iter().map(|(key, text)| (key["site-js-".len()..].to_owned(), text.into())).collect();
        json_ld::script(&short.into())
    };
    i18n::interface_locales().iter().map(|locale| (locale.to_string(), texts(locale))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_sheet_ends_with_the_owners_own() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("own.css");
        fs::write(&own, "h1 { letter-spacing: 0 }").unwrap();
        let mut config = Config::default();
        config.site.custom_css = Some(own);
        config.site.accent = "#c00000".into();
        let sheet = style_sheet(&config);
        assert!(sheet.ends_with("h1 { letter-spacing: 0 }"));
        assert!(sheet.contains("--accent") && !sheet.contains("/*"));
    }

    #[test]
    fn a_picture_is_served_as_what_it_is() {
        assert_eq!(sniff(b"\x89PNG\r\n").map(|found| found.1), Some("image/png"));
        assert_eq!(sniff(b"<?xml version=\"1.0\"?><svg xmlns=").map(|found| found.1), Some("image/svg+xml"));
        assert_eq!(sniff(b"<!doctype html><script>"), None);
        assert_eq!(sniff(b""), None);
    }
}
