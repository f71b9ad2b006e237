//! Style sheets and scripts, embedded in the program, served under names that hold their hash, so that
//! a browser keeps them for a year and never has a stale one.

use std::{borrow::Cow, collections::HashMap, io::Write as _, sync::LazyLock};

use axum::{
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use sha2::{Digest as _, Sha256};

#[derive(rust_embed::RustEmbed)]
#[folder = "static/"]
struct Files;

/// One embedded file, compressed once.
struct Asset {
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
    content_type: &'static str,
}

struct Assets {
    /// Name → URL path with hash.
    urls: HashMap<String, String>,
    /// Hashed file name (below `/static/`) → asset.
    files: HashMap<String, Asset>,
}

static ASSETS: LazyLock<Assets> = LazyLock::new(collect);

fn collect() -> Assets {
    let mut assets = Assets { urls: HashMap::new(), files: HashMap::new() };
    for name in Files::iter() {
        let Some(file) = Files::get(&name) else { continue };
        let hash = hex(&Sha256::digest(&file.data))[..10].to_owned();
        let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
        let hashed = format!("{stem}.{hash}.{extension}");
        assets.urls.insert(name.to_string(), format!("/static/{hashed}"));
        assets.files.insert(hashed, Asset::new(file.data, extension));
    }
    assets
}

impl Asset {
    fn new(data: Cow<'static, [u8]>, extension: &str) -> Self {
        let content_type = content_type(extension);
        let text = content_type.contains("charset") || content_type == "image/svg+xml";
        Self {
            brotli: text.then(|| brotli(&data, 11)),
            gzip: text.then(|| gzip(&data)),
            plain: Bytes::from(data.into_owned()),
            content_type,
        }
    }
}

fn content_type(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        _ => "application/octet-stream",
    }
}

/// The URL of an embedded file by its name below `static/`.
///
/// # Panics
/// When there is no such file, which a test of every template shows.
#[must_use]
pub fn asset(name: &str) -> &'static str {
    ASSETS.urls.get(name).map_or_else(|| panic!("static/{name} is missing"), String::as_str)
}

/// `GET /static/{file}`
pub async fn show(Path(file): Path<String>, headers: HeaderMap) -> Response {
    match ASSETS.files.get(&file) {
        Some(asset) => send(asset, &headers, "public, max-age=31536000, immutable"),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// An embedded file under a fixed name (`/widget.js`): revalidated, since its name never changes.
#[must_use]
pub fn show_named(name: &str, headers: &HeaderMap) -> Response {
    let url = asset(name);
    let hashed = url.strip_prefix("/static/").unwrap_or(url);
    let tag = format!("\"{}\"", hashed.rsplit('.').nth(1).unwrap_or_default());
    let fresh =
        headers.get(header::IF_NONE_MATCH).is_some_and(|seen| seen.to_str().is_ok_and(|seen| seen.contains(&tag)));
    let mut response = if fresh {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        send(&ASSETS.files[hashed], headers, "public, max-age=300, stale-while-revalidate=86400")
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

fn send(asset: &Asset, headers: &HeaderMap, cache: &'static str) -> Response {
    let encodings = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (body, encoding) = match (&asset.brotli, &asset.gzip) {
        (Some(brotli), _) if encodings.contains("br") => (brotli, Some("br")),
        (_, Some(gzip)) if encodings.contains("gzip") => (gzip, Some("gzip")),
        _ => (&asset.plain, None),
    };
    let mut response = body.clone().into_response();
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    out.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    out.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    if let Some(encoding) = encoding {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// Brotli at a quality from 0 to 11.
#[must_use]
pub fn brotli(bytes: &[u8], quality: u32) -> Bytes {
    let mut out = Vec::new();
    brotli::CompressorWriter::new(&mut out, 4096, quality, 20).write_all(bytes).expect("a vector takes every byte");
    out.into()
}

/// Gzip at the default level.
#[must_use]
pub fn gzip(bytes: &[u8]) -> Bytes {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).and_then(|()| out.finish()).expect("a vector takes every byte").into()
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        use std::fmt::Write as _;
        let _ = write!(text, "{byte:02x}");
        text
    })
}
