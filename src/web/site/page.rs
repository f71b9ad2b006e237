//! What the frame around every page prints: head, header, footer.

use std::sync::Arc;

use super::Frame;
use crate::base::{
    Locale,
    i18n::{self, Arg},
};

/// Longest title that search engines print whole.
pub const TITLE_MAX: usize = 70;
const DESCRIPTION_MAX: usize = 160;

/// A link with a line below it or a note beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub url: String,
    /// What it says.
    pub title: String,
    /// A word more: a date, a description.
    pub note: Option<String>,
}

/// A place above the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// Path of its page.
    pub url: String,
    /// Its title.
    pub title: String,
}

/// The page in another language, or that language's home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// BCP 47.
    pub tag: String,
    /// Path.
    pub url: String,
    /// The language's own name for itself.
    pub name: String,
    /// The title there, where it is known.
    pub title: String,
    /// The language of this page.
    pub current: bool,
}

/// The same page in another language, as search engines want it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternate {
    /// BCP 47 or `x-default`.
    pub lang: String,
    /// Absolute.
    pub url: String,
}

/// The frame's part of a view.
#[derive(Debug, Clone)]
pub struct Page {
    /// What is the same on every page.
    pub site: Arc<Frame>,
    /// The reader's locale.
    pub locale: Locale,
    /// The same as text.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// ` lang="en"` for the parts that speak the interface's language, where it is not the page's.
    pub chrome_lang: String,
    /// Title of the window, at most 70 characters.
    pub title: String,
    /// Title for shares, without the site's name.
    pub heading: String,
    /// For search engines and shares.
    pub description: String,
    /// Absolute address of the page.
    pub canonical: Option<String>,
    /// Its translations, itself and `x-default` included; empty when there is only one.
    pub alternates: Vec<Alternate>,
    /// For the switcher.
    pub languages: Vec<Language>,
    /// This language's own name.
    pub language_name: String,
    /// Not for search engines.
    pub noindex: bool,
    /// Absolute address of its picture for shares.
    pub picture: String,
    /// Open Graph type.
    pub kind: &'static str,
    /// Open Graph locale.
    pub og_locale: String,
    /// Path of the page as Markdown.
    pub markdown: Option<String>,
    /// JSON-LD, escaped for a script element.
    pub json_ld: Vec<String>,
    /// What stands in the search field.
    pub query: String,
    /// The home page has its field in the middle instead.
    pub search_in_header: bool,
    /// Whether the chat is offered here.
    pub chat: bool,
    /// Messages for the script, JSON escaped for a script element.
    pub script_texts: String,
}

impl Page {
    /// A page of a locale.
    #[must_use]
    pub fn new(site: &Arc<Frame>, locale: &Locale, heading: impl Into<String>) -> Self {
        let heading = heading.into();
        let interface = i18n::interface_locale(locale);
        let same = interface.language() == locale.language();
        Self {
            title: full_title(&heading, &site.name),
            description: String::new(),
            heading,
            site: Arc::clone(site),
            locale: locale.clone(),
            lang: locale.to_string(),
            dir: if locale.is_right_to_left() { "rtl" } else { "ltr" },
            chrome_lang: if same { String::new() } else { format!(" lang=\"{interface}\"") },
            canonical: None,
            alternates: Vec::new(),
            languages: Vec::new(),
            language_name: i18n::autonym(locale),
            noindex: false,
            picture: site.picture.clone(),
            kind: "website",
            og_locale: locale.as_str().replace('-', "_"),
            markdown: None,
            json_ld: Vec::new(),
            query: String::new(),
            search_in_header: true,
            chat: true,
            script_texts: site.script_texts(locale),
        }
    }

    /// Sets the description, cut to what search engines print.
    #[must_use]
    pub fn described(mut self, text: &str) -> Self {
        self.description = cut(text, DESCRIPTION_MAX);
        self
    }

    /// The page's own address (a path), for engines and shares.
    #[must_use]
    pub fn at(mut self, path: &str) -> Self {
        self.canonical = Some(format!("{}{path}", self.site.public_url));
        self
    }

    /// Keeps search engines out.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.noindex = true;
        self
    }

    /// The switcher: every locale with the path of this page there, or of its home.
    #[must_use]
    pub fn spoken(mut self, locales: &[Locale], path_in: impl Fn(&Locale) -> Option<String>) -> Self {
        let mut alternates = Vec::new();
        for locale in locales {
            let path = path_in(locale);
            if let Some(path) = &path {
                alternates.push(Alternate { lang: locale.to_string(), url: format!("{}{path}", self.site.public_url) });
            }
            self.languages.push(Language {
                tag: locale.to_string(),
                url: path.unwrap_or_else(|| format!("/{locale}/")),
                name: i18n::autonym(locale),
                title: String::new(),
                current: *locale == self.locale,
            });
        }
        if alternates.len() > 1 {
            let default = self.site.default_locale.as_deref().unwrap_or("en");
            let first = alternates.iter().find(|a| a.lang == default).unwrap_or(&alternates[0]);
            alternates.push(Alternate { lang: "x-default".to_owned(), url: first.url.clone() });
            self.alternates = alternates;
        }
        self
    }

    /// A message.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        i18n::t(&self.locale, key)
    }

    /// A message with one variable.
    #[must_use]
    pub fn with(&self, key: &str, name: &str, value: &str) -> String {
        i18n::t_args(&self.locale, key, &[(name, Arg::from(value))])
    }

    /// A message that counts.
    #[must_use]
    pub fn n(&self, key: &str, count: &usize) -> String {
        i18n::t_args(&self.locale, key, &[("count", Arg::from(*count))])
    }
}

/// Heading and site's name, cut so that both fit.
#[must_use]
pub fn full_title(heading: &str, site: &str) -> String {
    let rest = site.chars().count() + 3;
    if heading.is_empty() || heading.ends_with(site) || rest + 20 > TITLE_MAX {
        return cut(if heading.is_empty() { site } else { heading }, TITLE_MAX);
    }
    format!("{} – {site}", cut(heading, TITLE_MAX - rest))
}

/// At most `max` characters, cut between words, with an ellipsis; white space made single.
#[must_use]
pub fn cut(text: &str, max: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= max {
        return text;
    }
    let head: String = text.chars().take(max - 1).collect();
    let whole = head.rfind(' ').filter(|at| *at > head.len() / 2).map_or(head.as_str(), |at| &head[..at]);
    format!("{}…", whole.trim_end_matches([',', ';', ':', '.', '–', '-', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_fits_whatever_it_holds() {
        assert_eq!(full_title("Reset your password", "Acme"), "Reset your password – Acme");
        assert_eq!(full_title("Acme", "Acme"), "Acme");
        assert_eq!(full_title("All about Acme", "Acme"), "All about Acme");
        let long = "megszentségteleníthetetlenségeskedéseitekért ".repeat(4);
        for site in ["Acme", "A company whose name is far longer than any title ought to be, really"] {
            let title = full_title(&long, site);
            assert!(title.chars().count() <= TITLE_MAX, "{title}");
            assert!(title.contains('…'));
        }
        assert_eq!(cut("one  two\nthree", 9), "one two…");
    }
}
