//! A company's own templates beside the built-in ones. A built-in page enters; it leaves with the
//! company's `head.html`, `header.html`, `footer.html` and the page's own file (`home.html`,
//! `article.html`, …) in their places. A file that cannot be used is logged and the built-in part stays.

use std::{collections::HashSet, fs, path::Path};

use minijinja::{Environment, Value, context};

use super::{Frame, Link};
use crate::base::{Locale, i18n};

/// The templates of one folder.
#[derive(Debug)]
pub struct Own {
    templates: Environment<'static>,
    names: HashSet<String>,
}

/// What a template may print beside the built-in parts.
pub struct Facts<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The reader's.
    pub locale: &'a Locale,
    /// Path of the page.
    pub path: &'a str,
    /// `home`, `category`, `article`, `search`, `contact`, `ticket` or `message`: the file that takes its place.
    pub kind: &'static str,
    /// Languages that have content, with their home pages.
    pub languages: Vec<Link>,
    /// Topmost categories.
    pub topics: Vec<Link>,
}

impl Own {
    /// Reads every `.html` of a folder; none: nothing of one's own.
    #[must_use]
    pub fn read(folder: &Path) -> Option<Self> {
        let entries = fs::read_dir(folder).map_err(|error| {
            tracing::warn!(folder = %folder.display(), %error, "the templates of the site cannot be read");
        });
        let mut own = Self { templates: Environment::new(), names: HashSet::new() };
        for path in entries.ok()?.filter_map(|entry| Some(entry.ok()?.path())) {
            let stem = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".html")).map(str::to_owned);
            let Some(stem) = stem else { continue };
            let added = fs::read_to_string(&path).map_err(|error| error.to_string()).and_then(|text| {
                own.templates.add_template_owned(format!("{stem}.html"), text).map_err(|e| e.to_string())
            });
            match added {
                Ok(()) => drop(own.names.insert(stem)),
                Err(error) => tracing::warn!(path = %path.display(), error, "a template of the site is left out"),
            }
        }
        (!own.names.is_empty()).then_some(own)
    }

    /// The page with the company's parts in it.
    #[must_use]
    pub fn dress(&self, facts: &Facts<'_>, html: String) -> String {
        let Some(page) = Parts::of(&html) else { return html };
        let own = |name: &str, with: &Value| -> Option<String> {
            let template = self.names.contains(name).then(|| self.templates.get_template(&format!("{name}.html")))?;
            let rendered = template.and_then(|template| template.render(with));
            rendered.map_err(|error| tracing::warn!(name, error = format!("{error:#}"), "a template of the site")).ok()
        };
        let with = page.context(facts);
        let head = own("head", &with).map_or_else(|| page.head.to_owned(), |own| format!("{}{own}\n", page.head));
        let part = |name, built_in: &str| own(name, &with).unwrap_or_else(|| built_in.to_owned());
        [
            head.as_str(),
            page.before,
            &part("header", page.header),
            page.main_open,
            &part(facts.kind, page.content),
            "</main>\n",
            &part("footer", page.footer),
            page.after,
        ]
        .concat()
    }
}

/// A built-in page, cut where parts can be exchanged.
struct Parts<'a> {
    /// Up to `</head>`.
    head: &'a str,
    before: &'a str,
    header: &'a str,
    main_open: &'a str,
    content: &'a str,
    footer: &'a str,
    after: &'a str,
}

impl<'a> Parts<'a> {
    fn of(html: &'a str) -> Option<Self> {
        let head = html.find("</head>")?;
        let header = head + html[head..].find("<header class=\"top\"")?;
        let header_end = header + html[header..].find("</header>")? + "</header>".len();
        let content = header_end + html[header_end..].find("<main id=\"main\" tabindex=\"-1\">")?;
        let content = content + "<main id=\"main\" tabindex=\"-1\">".len();
        let content_end = html.rfind("</main>")?;
        let footer = content_end + html[content_end..].find("<footer class=\"foot\"")?;
        let footer_end = footer + html[footer..].find("</footer>")? + "</footer>".len();
        Some(Self {
            head: &html[..head],
            before: &html[head..header],
            header: &html[header..header_end],
            main_open: &html[header_end..content],
            content: html.get(content..content_end)?,
            footer: &html[footer..footer_end],
            after: &html[footer_end..],
        })
    }

    fn title(&self) -> &'a str {
        let title = self.head.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
        title.map_or("", |(title, _)| title)
    }

    fn context(&self, facts: &Facts<'_>) -> Value {
        let links = |links: &[Link]| -> Vec<Value> {
            links
                .iter()
                .map(
                    |link| context! { title => link.title.clone(), url => link.url.clone(), lang => link.note.clone() },
                )
                .collect()
        };
        let safe = |html: &str| Value::from_safe_string(html.to_owned());
        let locale = facts.locale.clone();
        context! {
            site => context! {
                name => facts.frame.name.clone(), url => facts.frame.public_url.clone(), logo => facts.frame.logo.clone(),
                contact => facts.frame.contact, chat => facts.frame.chat,
                header_links => links(&facts.frame.header_links), footer_links => links(&facts.frame.footer_links),
            },
            page => context! {
                kind => facts.kind, lang => facts.locale.as_str(), path => facts.path, title => safe(self.title()),
                dir => if facts.locale.is_right_to_left() { "rtl" } else { "ltr" },
            },
            languages => links(&facts.languages),
            categories => links(&facts.topics),
            header => safe(self.header), content => safe(self.content), footer => safe(self.footer),
            t => Value::from_function(move |key: String| i18n::t(&locale, &key)),
        }
    }
}

/// Which page a path is of.
#[must_use]
pub fn kind(path: &str, found: bool) -> &'static str {
    match path.split('/').nth(2) {
        _ if !found => "message",
        None | Some("") => "home",
        Some("categories") => "category",
        Some("articles") if path.ends_with("/articles/") => "category",
        Some("articles") => "article",
        Some("search") => "search",
        Some("contact") => "contact",
        Some("tickets") => "ticket",
        Some(_) => "message",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><head><title>A &amp; B</title>\n</head>\n<body><header class=\"top\">H</header>\n\
        <main id=\"main\" tabindex=\"-1\">\n<header class=\"head\">C</header>\n</main>\n<footer class=\"foot\">F</footer>\n</body></html>";

    fn dressed(files: &[(&str, &str)], kind: &'static str) -> String {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let frame = Frame { name: "Acme <Ltd>".into(), ..Frame::default() };
        let locale: Locale = "hu".parse().unwrap();
        let topics = vec![Link { url: "/hu/categories/a".into(), title: "Á & B".into(), note: None }];
        let facts = Facts { frame: &frame, locale: &locale, path: "/hu/", kind, languages: Vec::new(), topics };
        match Own::read(folder.path()) {
            Some(own) => own.dress(&facts, PAGE.to_owned()),
            None => PAGE.to_owned(),
        }
    }

    #[test]
    fn a_company_lays_its_parts_over_the_page() {
        let header = "<header class=\"acme\">{{ site.name }} {% for c in categories %}<a href=\"{{ c.url }}\">{{ c.title }}</a>{% endfor %} {{ t('site-contact') }}</header>";
        let html = dressed(
            &[("header.html", header), ("home.html", "<p>Own</p>{{ content }}"), ("head.html", "<meta name=x>")],
            "home",
        );
        assert!(html.contains("<header class=\"acme\">Acme &lt;Ltd&gt; <a href=\"&#x2f;hu&#x2f;categories&#x2f;a\">Á &amp; B</a> Kapcsolat</header>"), "{html}");
        assert!(
            html.contains("<p>Own</p>\n<header class=\"head\">C</header>") && html.contains("<meta name=x>\n</head>"),
            "{html}"
        );
        assert!(!html.contains(">H<") && html.contains("<footer class=\"foot\">F</footer>"));
    }

    #[test]
    fn what_cannot_be_used_leaves_the_built_in_page() {
        assert_eq!(dressed(&[("header.html", "{% if %}"), ("note.txt", "x")], "home"), PAGE);
        assert_eq!(dressed(&[("footer.html", "{{ nothing.at.all }}")], "home"), PAGE);
        assert_eq!(dressed(&[("article.html", "<p>Only articles</p>")], "home"), PAGE);
    }

    #[test]
    fn every_page_has_its_file() {
        let paths = [
            "/en/",
            "/en/categories/a/b",
            "/en/articles/",
            "/en/articles/a",
            "/en/search",
            "/en/contact",
            "/en/tickets/x",
        ];
        let kinds = paths.map(|path| kind(path, true));
        assert_eq!(kinds, ["home", "category", "category", "article", "search", "contact", "ticket"]);
        assert_eq!(kind("/en/articles/a", false), "message");
    }
}
