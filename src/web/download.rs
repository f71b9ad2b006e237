//! Files that people sent, given back as downloads: never shown by the browser as a page of this site.

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};

use crate::store::AttachedFile;

/// The answer that makes a browser save the file.
#[must_use]
pub fn download(file: AttachedFile) -> Response {
    let mut response = Body::from(file.content).into_response();
    let headers = response.headers_mut();
    let mut set = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, &file.content_type);
    set(header::CONTENT_DISPOSITION, &disposition(&file.name));
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox");
    set(header::CACHE_CONTROL, "private, no-store");
    set(header::REFERRER_POLICY, "no-referrer");
    response
}

/// RFC 6266: a plain name for old programs, the true one beside it.
fn disposition(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || " .-_()".contains(c) { c } else { '_' }).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", crate::kb::encode_path(name).replace('/', "%2F"))
}

/// A size as people read it: `312 kB`, `1.4 MB`.
#[must_use]
pub fn size(bytes: i64) -> String {
    match bytes.max(0) {
        small @ 0..1_000 => format!("{small} B"),
        kilo @ 1_000..1_000_000 => format!("{} kB", (kilo + 500) / 1_000),
        mega => format!("{}.{} MB", (mega + 50_000) / 1_000_000, (mega + 50_000) / 100_000 % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_survives_the_header() {
        let header = disposition("Számla \"május\"\r\n.pdf");
        assert!(
            header.starts_with("attachment; filename=\"Sz_mla _m_jus___.pdf\"; filename*=UTF-8''Sz%C3%A1mla"),
            "{header}"
        );
        assert!(!header.contains(['\r', '\n']));
        assert_eq!([size(12), size(312_400), size(1_449_999)], ["12 B", "312 kB", "1.4 MB"]);
    }
}
