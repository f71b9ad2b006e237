//! The chat widget's files and data: `/widget.js` (the loader, the one file a page pays for), the
//! application behind it under a path that holds its hash, and its texts.
//!
//! The loader keeps its name and is revalidated; everything else may be kept for a year.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock, OnceLock},
};

use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
    routing::get,
};
use bytes::Bytes;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{assets, guard};
use crate::{
    app::App,
    base::{
        Locale,
        i18n::{interface_locale, interface_locales, messages, t},
    },
    config::SiteConfig,
};

mod article;

#[derive(rust_embed::RustEmbed)]
#[folder = "static/widget/"]
struct Files;

/// The one file that is not part of the application.
const LOADER_FILE: &str = "loader.js";
const NEVER_CHANGES: &str = "public, max-age=31536000, immutable";
const REVALIDATE: &str = "public, max-age=300, stale-while-revalidate=86400";

/// One script, compressed once.
struct Script {
    plain: Bytes,
    brotli: Bytes,
    gzip: Bytes,
}

impl Script {
    fn new(source: Vec<u8>) -> Self {
        Self { brotli: assets::brotli(&source, 11), gzip: assets::gzip(&source), plain: source.into() }
    }

    /// The answer for a browser that understands these encodings.
    fn send(&self, headers: &HeaderMap, cache: &'static str) -> Response {
        let encodings = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (body, encoding) = if encodings.contains("br") {
            (&self.brotli, Some("br"))
        } else if encodings.contains("gzip") {
            (&self.gzip, Some("gzip"))
        } else {
            (&self.plain, None)
        };
        let mut response = body.clone().into_response();
        let out = response.headers_mut();
        let mut set = |name: HeaderName, value: &'static str| out.insert(name, HeaderValue::from_static(value));
        set(header::CONTENT_TYPE, "text/javascript; charset=utf-8");
        set(header::CACHE_CONTROL, cache);
        set(header::VARY, "accept-encoding");
        set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        set(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
        if let Some(encoding) = encoding {
            set(header::CONTENT_ENCODING, encoding);
        }
        response
    }
}

/// The loader with its constants filled in, the application's files, and the hash of both.
struct Bundle {
    version: String,
    /// Without the accent, which the configuration gives.
    loader: String,
    files: BTreeMap<String, Script>,
}

static BUNDLE: LazyLock<Bundle> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    let mut files = BTreeMap::new();
    for name in Files::iter() {
        let Some(file) = Files::get(&name).filter(|_| name.ends_with(".js")) else { continue };
        hash.update(&file.data);
        files.insert(name.into_owned(), squeeze(&String::from_utf8_lossy(&file.data)).into_bytes());
    }
    let loader = files.remove(LOADER_FILE).unwrap_or_default();
    hash.update(labels());
    let digest = hash.finalize();
    let version = format!("{:02x}{:02x}{:02x}{:02x}{:02x}", digest[0], digest[1], digest[2], digest[3], digest[4]);
    let loader = String::from_utf8_lossy(&loader)
        .replace("%APP%", &format!("/widget/{version}/app.js"))
        .replace("%LABELS%", &labels().replace('\\', "\\\\").replace('\'', "\\'"));
    let files = files.into_iter().map(|(name, source)| (name, Script::new(source))).collect();
    Bundle { version, loader, files }
});

/// Leaves out indentation and the lines that hold nothing but a comment. The scripts are written so that
/// no text of several lines depends on either.
fn squeeze(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut inside = false;
    for line in source.lines().map(str::trim) {
        let opens = !inside && line.starts_with("/*");
        let closes = line.find("*/").map(|at| line[at + 2..].trim_start().is_empty());
        if inside || (opens && closes != Some(false)) {
            inside = closes.is_none();
        } else if !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// The loader as it is served: the configuration does not change while the program runs.
static LOADER: OnceLock<Script> = OnceLock::new();

fn loader_script(site: &SiteConfig) -> Script {
    let default = SiteConfig::default();
    let accent = if site.accent_is_colour() { &site.accent } else { &default.accent };
    Script::new(BUNDLE.loader.replace("%ACCENT%", accent).into_bytes())
}

/// What the closed widget says, in every interface language: `{"en":[launcher, dialog]}`.
fn labels() -> String {
    let labels: BTreeMap<&str, [String; 2]> = interface_locales()
        .iter()
        .map(|locale| (locale.as_str(), [t(locale, "widget-open"), t(locale, "widget-dialog")]))
        .collect();
    serde_json::to_string(&labels).expect("texts are JSON")
}

/// Its routes.
pub fn router(app: &Arc<App>) -> Router<Arc<App>> {
    let data = Router::new()
        .route("/widget/strings/{file}", get(strings))
        .route("/widget/article/{locale}/articles/{*key}", get(article::show))
        .layer(middleware::from_fn_with_state(app.clone(), guard::cors));
    Router::new().route("/widget.js", get(loader)).route("/widget/{version}/{file}", get(file)).merge(data)
}

/// `GET /widget.js`
async fn loader(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let script = LOADER.get_or_init(|| loader_script(&app.config.site));
    let tag = format!("\"{}-{}\"", BUNDLE.version, app.config.site.accent.trim_start_matches('#'));
    let fresh =
        headers.get(header::IF_NONE_MATCH).and_then(|seen| seen.to_str().ok()).is_some_and(|s| s.contains(&tag));
    let mut response = if fresh {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(REVALIDATE));
        response
    } else {
        script.send(&headers, REVALIDATE)
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// `GET /widget/{version}/{file}`: a loader that is older than this program gets today's file, which
/// its browser must not keep under yesterday's name.
async fn file(Path((version, file)): Path<(String, String)>, headers: HeaderMap) -> Response {
    match BUNDLE.files.get(&file) {
        Some(script) if version == BUNDLE.version => script.send(&headers, NEVER_CHANGES),
        Some(script) => script.send(&headers, "no-cache"),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// What the opened widget needs to speak one language.
#[derive(Debug, Serialize)]
struct Language {
    /// Interface locale that was found.
    locale: String,
    /// `ltr` or `rtl`.
    dir: &'static str,
    /// Its heading: what the bot is called, else the site's help.
    name: String,
    /// The bot's own name, where it has one.
    bot: Option<String>,
    /// Texts by key, variables as `{$name}`.
    strings: BTreeMap<String, String>,
    /// Whether letters can leave from here.
    mail: bool,
    /// Articles to begin with, when nothing is searched for yet.
    starters: Vec<article::Starter>,
}

/// `GET /widget/strings/{locale}.json`
async fn strings(State(app): State<Arc<App>>, Path(file): Path<String>) -> Result<Response, StatusCode> {
    let wanted: Locale = file.strip_suffix(".json").and_then(|tag| tag.parse().ok()).ok_or(StatusCode::NOT_FOUND)?;
    let locale = interface_locale(&wanted);
    let site = app.config.site.name.clone();
    let bot = app.config.bot.name.clone().filter(|name| !name.trim().is_empty());
    let title = || crate::base::i18n::t_args(locale, "widget-title", &[("site", site.into())]);
    let body = Language {
        locale: locale.to_string(),
        dir: if locale.is_right_to_left() { "rtl" } else { "ltr" },
        name: bot.clone().unwrap_or_else(title),
        bot,
        strings: messages(locale, "widget-"),
        mail: app.mail_ready(),
        starters: article::starters(&app, &wanted),
    };
    let mut response = Json(body).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loader_knows_its_application_and_its_labels() {
        let script = loader_script(&SiteConfig { accent: "#ff0066".into(), ..SiteConfig::default() });
        let loader = String::from_utf8(script.plain.to_vec()).expect("text");
        assert!(
            !["%APP%", "%LABELS%", "%ACCENT%"].iter().any(|left| loader.contains(left)),
            "every constant is filled in"
        );
        assert!(loader.contains("'#ff0066'"));
        assert!(loader.contains(&format!("/widget/{}/app.js", BUNDLE.version)));
        assert!(BUNDLE.files.contains_key("app.js") && !BUNDLE.files.contains_key(LOADER_FILE));
    }

    #[test]
    fn comments_stay_at_home_and_code_does_not() {
        let source =
            "// head\n/** @type {X} */ let a = 1;\n  /**\n   * more\n   */\n  b(); // kept\n/** one */\n\n`*,a{}\n  c`";
        assert_eq!(squeeze(source), "/** @type {X} */ let a = 1;\nb(); // kept\n`*,a{}\nc`\n");
        let scripts = BUNDLE.files.values().map(|script| String::from_utf8_lossy(&script.plain).into_owned());
        assert!(scripts.into_iter().all(|script| script.contains("export ") && !script.contains("@ts-check")));
    }

    #[test]
    fn the_widget_weighs_what_was_promised() {
        let opened: usize = BUNDLE.files.values().map(|script| script.gzip.len()).sum();
        let loader = loader_script(&SiteConfig::default()).gzip.len();
        assert!(loader <= 5 * 1024, "loader: {loader} bytes");
        assert!(opened <= 25 * 1024, "opened: {opened} bytes");
    }
}
