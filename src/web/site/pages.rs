//! Rendered pages of one revision: each is built once, compressed once, and sent with an `ETag`.

use std::sync::Arc;

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use quick_cache::sync::Cache;
use sha2::{Digest as _, Sha256};

use super::titles::Titles;
use crate::{base::Revision, web::assets};

/// Pages kept; with the three forms of each about 50 MB at most.
const KEPT: usize = 600;
/// Pictures kept, some 20 kB each.
const PICTURES: usize = 200;

/// What is built once per revision.
pub struct Pages {
    /// Whose.
    pub revision: Revision,
    /// Titles of all pages.
    pub titles: Titles,
    rendered: Cache<String, Arc<Stored>>,
    pictures: Cache<String, Bytes>,
}

/// A body in the three forms that browsers take.
pub struct Stored {
    plain: Bytes,
    brotli: Bytes,
    gzip: Bytes,
    tag: HeaderValue,
    content_type: HeaderValue,
}

impl Pages {
    /// None rendered yet.
    #[must_use]
    pub fn new(revision: Revision, titles: Titles) -> Self {
        Self { revision, titles, rendered: Cache::new(KEPT), pictures: Cache::new(PICTURES) }
    }

    /// The stored page of a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<Arc<Stored>> {
        self.rendered.get(path)
    }

    /// The picture of a path.
    #[must_use]
    pub fn picture(&self, path: &str) -> Option<Bytes> {
        self.pictures.get(path)
    }

    /// Stores a picture.
    pub fn put_picture(&self, path: &str, picture: Bytes) {
        self.pictures.insert(path.to_owned(), picture);
    }

    /// Stores a page.
    pub fn put(&self, path: &str, page: Stored) -> Arc<Stored> {
        let page = Arc::new(page);
        self.rendered.insert(path.to_owned(), Arc::clone(&page));
        page
    }
}

impl Stored {
    /// Compresses a body.
    ///
    /// # Panics
    /// Never: a hash is visible ASCII.
    #[must_use]
    pub fn new(body: String, content_type: &'static str) -> Self {
        let plain = Bytes::from(body);
        let hash = &assets::hex(&Sha256::digest(&plain))[..16];
        Self {
            brotli: assets::brotli(&plain, 6),
            gzip: assets::gzip(&plain),
            tag: HeaderValue::from_str(&format!("W/\"{hash}\"")).expect("hex is visible ASCII"),
            content_type: HeaderValue::from_static(content_type),
            plain,
        }
    }

    /// The answer to one request: 304 when the browser has it already.
    #[must_use]
    pub fn respond(&self, request: &HeaderMap) -> Response {
        let text = |name| request.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let own = self.tag.to_str().unwrap_or_default().trim_start_matches("W/");
        let seen = text(header::IF_NONE_MATCH);
        let fresh = seen.split(',').any(|tag| tag.trim().trim_start_matches("W/") == own);
        let (body, encoding) = match text(header::ACCEPT_ENCODING) {
            accepted if accepted.contains("br") => (&self.brotli, Some("br")),
            accepted if accepted.contains("gzip") => (&self.gzip, Some("gzip")),
            _ => (&self.plain, None),
        };
        let mut response =
            if fresh { StatusCode::NOT_MODIFIED.into_response() } else { Body::from(body.clone()).into_response() };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, self.tag.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=0, must-revalidate"));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if !fresh {
            headers.insert(header::CONTENT_TYPE, self.content_type.clone());
            if let Some(encoding) = encoding {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
            }
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_that_has_the_page_is_told_so() {
        let page = Stored::new("x".repeat(5000), "text/html; charset=utf-8");
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip, deflate, br"));
        let first = page.respond(&headers);
        assert_eq!(
            (first.status(), &first.headers()[header::CONTENT_ENCODING]),
            (StatusCode::OK, &"br".parse().unwrap())
        );
        let tag = first.headers()[header::ETAG].clone();
        headers.insert(header::IF_NONE_MATCH, format!("\"other\", {}", tag.to_str().unwrap()).parse().unwrap());
        let second = page.respond(&headers);
        assert_eq!(second.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(second.headers()[header::ETAG], tag);
    }
}
