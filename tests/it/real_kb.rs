//! Knowledge bases that other people wrote load as they are. They lie beside the repository where it is
//! developed (`../shared/data/kb`); elsewhere these tests have nothing to look at and pass.

use std::path::{Path, PathBuf};

use crate::support::Site;

fn folder(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/kb").join(name);
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("{} is not there: nothing to look at", path.display());
    None
}

/// The page's text without what may show markup: code.
fn outside_code(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find("<pre").into_iter().chain(rest.find("<code")).min() {
        out.push_str(&rest[..at]);
        let end = if rest[at..].starts_with("<pre") { "</pre>" } else { "</code>" };
        rest = rest[at..].find(end).map_or("", |length| &rest[at + length + end.len()..]);
    }
    out.push_str(rest);
    out
}

fn pages_are_clean(name: &str, most: usize) {
    let Some(kb) = folder(name) else { return };
    let site = Site::new(&[]).start_on(&kb);
    let urls = article_urls(&site);
    assert!(!urls.is_empty(), "{name} has no articles");
    let step = urls.len().div_ceil(most);
    for url in urls.iter().step_by(step) {
        let page = site.get(url);
        assert_eq!(page.status, 200, "{url}");
        let text = outside_code(&page.body);
        for raw in ["{{", "{%", ":::", "<Tabs", "import {"] {
            assert!(!text.contains(raw), "{url} shows {raw}: {}", around(&text, raw));
        }
        assert_eq!(text.matches("<h1").count(), 1, "{url} has not one h1");
        let runs_script = text.contains("<script>") || page.body.to_lowercase().contains("=\"javascript:");
        assert!(!runs_script, "{url}");
    }
}

fn around(text: &str, what: &str) -> String {
    let at = text.find(what).unwrap_or_default();
    text[..at].chars().rev().take(80).collect::<Vec<_>>().into_iter().rev().chain(text[at..].chars().take(80)).collect()
}

/// Every article's address, from the sitemap (and the sitemaps it names).
fn article_urls(site: &Site) -> Vec<String> {
    let mut maps = vec!["/sitemap.xml".to_owned()];
    let mut urls = Vec::new();
    while let Some(map) = maps.pop() {
        for found in site.get(&map).body.split("<loc>").skip(1) {
            let url = found.split("</loc>").next().unwrap_or_default();
            let path = url.splitn(4, '/').nth(3).map(|path| format!("/{path}")).unwrap_or_default();
            let path = path.replace("&amp;", "&");
            if path.rsplit('.').next() == Some("xml") {
                maps.push(path);
            } else if path.contains("/articles/") {
                urls.push(path);
            }
        }
    }
    urls
}

#[test]
fn a_live_help_center_of_zendesk_s() {
    pages_are_clean("arduino", 420);
}

#[test]
fn documentation_with_toml_front_matter() {
    pages_are_clean("zola", 200);
}

#[test]
fn documentation_with_shortcodes() {
    pages_are_clean("hugo", 250);
}

#[test]
fn documentation_with_components_in_many_languages() {
    pages_are_clean("astro", 250);
}

#[test]
fn hostile_and_odd_files_harm_nothing() {
    pages_are_clean("oddities", 120);
    let Some(kb) = folder("oddities") else { return };
    let site = Site::new(&[]);
    let output = site.command_on(&kb).args(["check", "--json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    serde_json::from_str::<serde_json::Value>(&text).unwrap();
    for file in ["made/utf16.md", "made/cp1250.md", "made/alias-bomb.md"] {
        assert!(text.contains(file), "{file} is not reported");
    }
}
