//! `[site]`: how the help center presents itself.

use std::path::PathBuf;

use serde::Deserialize;

/// Section `[site]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SiteConfig {
    /// The product's or company's name.
    pub name: String,
    /// Locale for readers whose languages the knowledge base does not have; default: `en` if it is there,
    /// else the first.
    pub default_locale: Option<String>,
    /// Accent colour, `#rrggbb`.
    pub accent: String,
    /// Picture file for the header.
    pub logo: Option<PathBuf>,
    /// Picture file for the browser's tab.
    pub favicon: Option<PathBuf>,
    /// Style sheet laid over the built-in one.
    pub custom_css: Option<PathBuf>,
    /// Folder of templates laid over the built-in ones.
    pub templates: Option<PathBuf>,
    /// The home page's headline; default: a greeting in the reader's language.
    pub headline: Option<String>,
    /// Links in the header.
    pub header_links: Vec<Link>,
    /// Links in the footer.
    pub footer_links: Vec<Link>,
    /// Whether the contact form is offered.
    pub contact: bool,
    /// Whether the chat is offered on the help center's own pages.
    pub chat: bool,
}

/// A link in header or footer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// What it says.
    pub label: String,
    /// Where it leads: http, https, mailto or a path.
    pub url: String,
}

impl SiteConfig {
    /// Whether `accent` can go into a style sheet.
    #[must_use]
    pub fn accent_is_colour(&self) -> bool {
        self.accent
            .strip_prefix('#')
            .is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
    }
}

impl Default for SiteConfig {
    fn default() -> Self {
        Self {
            name: "Answerdesk".into(),
            default_locale: None,
            accent: "#1f6f5c".into(),
            logo: None,
            favicon: None,
            custom_css: None,
            templates: None,
            headline: None,
            header_links: Vec::new(),
            footer_links: Vec::new(),
            contact: true,
            chat: true,
        }
    }
}
