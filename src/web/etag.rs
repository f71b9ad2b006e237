//! Answers that say whether they have changed: what an answer says and the request's headers enter, the
//! answer or 304 leaves.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest as _, Sha256};

use super::assets;

/// 304 when the caller's `If-None-Match` names what `said` is, else the answer; both with a weak `ETag`
/// and the request to ask again each time.
pub fn unchanged_or(headers: &HeaderMap, said: &[u8], answer: impl FnOnce() -> Response) -> Response {
    tagged_or(headers, &assets::hex(&Sha256::digest(said))[..16], answer)
}

/// The same for what has a tag already.
pub fn tagged_or(headers: &HeaderMap, tag: &str, answer: impl FnOnce() -> Response) -> Response {
    let tag = format!("\"{tag}\"");
    let seen = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let known = seen.split(',').any(|seen| {
        let seen = seen.trim();
        seen == "*" || seen.trim_start_matches("W/") == tag
    });
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { answer() };
    let out = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&format!("W/{tag}")) {
        out.insert(header::ETAG, tag);
    }
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_not_changed_is_not_sent_again() {
        let ask = |seen: Option<&str>, said: &str| {
            let mut headers = HeaderMap::new();
            if let Some(seen) = seen {
                headers.insert(header::IF_NONE_MATCH, seen.parse().unwrap());
            }
            let said = said.to_owned();
            unchanged_or(&headers, said.clone().as_bytes(), || said.into_response())
        };
        let first = ask(None, "a");
        let tag = first.headers()[header::ETAG].to_str().unwrap().to_owned();
        assert_eq!((first.status(), tag.starts_with("W/\"")), (StatusCode::OK, true));
        assert_eq!(ask(Some(&format!("\"x\", {tag}")), "a").status(), StatusCode::NOT_MODIFIED);
        assert_eq!(ask(Some("*"), "a").status(), StatusCode::NOT_MODIFIED);
        assert_eq!(ask(Some(&tag), "b").status(), StatusCode::OK);
    }
}
