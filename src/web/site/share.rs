//! `/share/…`: the picture that a network shows with a link to an article.

use axum::{
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;

use super::{look::title_picture, notice::not_found, visit::Anywhere};
use crate::{
    app::Error,
    base::{ArticleKey, Locale},
    kb::Article,
};

/// Path of an article's picture.
#[must_use]
pub fn path(article: &Article) -> String {
    format!("/share/{}/{}.png", article.locale, crate::kb::encode_path(article.key.as_str()))
}

/// `GET /share/{locale}/{key}.png`: with the article's title, or the site's own picture where the title
/// cannot be painted.
pub async fn show(Anywhere(visit): Anywhere, Path((locale, key)): Path<(String, String)>) -> Response {
    let key = key.strip_suffix(".png").map(ArticleKey::from);
    let (Ok(locale), Some(key)) = (locale.parse::<Locale>(), key) else { return not_found(&visit) };
    let Some(title) = visit.view().article(&locale, &key).map(|article| article.title.clone()) else {
        return not_found(&visit);
    };
    let name = visit.uri.path().to_owned();
    if let Some(known) = visit.pages.picture(&name) {
        return picture(known);
    }
    // Painting and packing take milliseconds; they must not hold up other requests.
    let painted = tokio::task::spawn_blocking(move || {
        let look = visit.site.look(&visit.app);
        let own = title_picture(&visit.app.config.site.accent, &look.frame.name, &title).map(Bytes::from);
        let bytes = own.unwrap_or_else(|| look.share.clone());
        visit.pages.put_picture(&name, bytes.clone());
        bytes
    });
    match painted.await {
        Ok(bytes) => picture(bytes),
        Err(error) => Error::Internal(anyhow::Error::new(error)).into_response(),
    }
}

fn picture(bytes: Bytes) -> Response {
    let mut response = (StatusCode::OK, bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/png"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
    response
}
