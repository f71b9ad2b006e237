//! Pictures and files of articles, and the files made from the configuration.

use std::sync::Arc;

use axum::{
    Extension,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{Site, notice::not_found, visit::Anywhere};
use crate::app::{App, Error};

/// Files larger than this are not served from here.
const LARGEST: u64 = 64 << 20;

/// `GET /files/{path…}`: what public articles refer to, and nothing else.
pub async fn show(Anywhere(visit): Anywhere, Path(path): Path<String>) -> Response {
    let Some(asset) = visit.view().asset(&path) else { return not_found(&visit) };
    let meta = match tokio::fs::metadata(&asset.path).await {
        Ok(meta) if meta.is_file() && meta.len() <= LARGEST => meta,
        _ => return not_found(&visit),
    };
    let changed = meta.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    let tag = format!("W/\"{:x}-{:x}\"", meta.len(), changed.unwrap_or_default().as_nanos());
    let seen = visit.headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut response = if seen.split(',').any(|known| known.trim() == tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        match tokio::fs::read(&asset.path).await {
            Ok(bytes) => Body::from(bytes).into_response(),
            Err(error) => return Error::Internal(anyhow::Error::new(error)).into_response(),
        }
    };
    dress(response.headers_mut(), asset.content_type, &tag);
    response
}

/// Types that a browser shows in place; anything else is a download.
fn is_shown(content_type: &str) -> bool {
    ["image/", "video/", "audio/"].iter().any(|kind| content_type.starts_with(kind))
        || content_type == "application/pdf"
}

fn dress(headers: &mut HeaderMap, content_type: &'static str, tag: &str) {
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600, stale-while-revalidate=86400"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
    // An SVG opened by itself is a document: it gets neither scripts nor this site's origin.
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox"),
    );
    if !is_shown(content_type) {
        headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    }
}

/// `GET /look/{name}`: style sheet, logo, icon; the name holds the content's hash.
pub async fn look(
    State(app): State<Arc<App>>,
    Extension(site): Extension<Arc<Site>>,
    Path(name): Path<String>,
    request: HeaderMap,
) -> Response {
    let Some(file) = site.look(&app).file(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let accepted = request.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (body, encoding) = if accepted.contains("br") && !file.brotli.is_empty() {
        (&file.brotli, Some("br"))
    } else if accepted.contains("gzip") && !file.gzip.is_empty() {
        (&file.gzip, Some("gzip"))
    } else {
        (&file.plain, None)
    };
    let mut response = Body::from(body.clone()).into_response();
    let headers = response.headers_mut();
    dress(headers, file.content_type, &format!("\"{name}\""));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.remove(header::CONTENT_DISPOSITION);
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}
