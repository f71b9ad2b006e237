//! Who is signed in: the session's cookie for people, a bearer token for programs.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, Method, header, request::Parts},
};

use super::{error::ApiError, extract::Bearer};
use crate::{
    app::{Actor, App, Error, Session},
    base::Token,
};

/// The cookie's name. Behind TLS it carries the prefix that ties it to this host and to TLS.
fn cookie_name(app: &App) -> &'static str {
    if is_secure(app) { "__Host-answerdesk" } else { "answerdesk" }
}

fn is_secure(app: &App) -> bool {
    app.config.public_url().starts_with("https://")
}

/// The header that begins a session in the browser.
#[must_use]
pub fn set_cookie(app: &App, session: &Session) -> HeaderValue {
    cookie(app, session.token.reveal(), i64::from(app.config.desk.session_hours) * 3600)
}

/// The header that ends a session in the browser.
#[must_use]
pub fn clear_cookie(app: &App) -> HeaderValue {
    cookie(app, "", 0)
}

fn cookie(app: &App, value: &str, max_age: i64) -> HeaderValue {
    let secure = if is_secure(app) { "; Secure" } else { "" };
    let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}", cookie_name(app));
    HeaderValue::from_str(&text).expect("a token is visible ASCII")
}

/// The session's token that a browser shows.
pub(super) fn shown_cookie(app: &App, headers: &HeaderMap) -> Option<Token> {
    let wanted = cookie_name(app);
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, value)| *name == wanted && !value.is_empty()).map(|(_, value)| Token::shown(value))
}

/// A person or program on the desk's API: a bearer token, else the session's cookie.
pub struct Caller(pub Actor);

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let Ok(Bearer(token)) = Bearer::from_request_parts(parts, app).await;
        if let Some(token) = token {
            return app.by_token(&token).await?.map(Self).ok_or_else(|| Error::Unauthenticated.into());
        }
        let token = shown_cookie(app, &parts.headers).ok_or(Error::Unauthenticated)?;
        let actor = app.by_session(&token).await?.ok_or(Error::Unauthenticated)?;
        if is_write(&parts.method) && !is_same_origin(&app.config.public_url(), &parts.headers) {
            return Err(Error::Forbidden.into());
        }
        Ok(Self(actor))
    }
}

pub(super) fn is_write(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether a write comes from our own pages: browsers say so themselves (`Sec-Fetch-Site`); older ones
/// say where from (`Origin`). One that says neither did not come from a page.
pub(super) fn is_same_origin(public_url: &str, headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok()) else { return true };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let named = origin.split_once("://").map_or(origin, |(_, host)| host);
    origin == public_url || (!host.is_empty() && named == host)
}

/// A path of the desk to go on to after signing in: nothing else, or the desk.
#[must_use]
pub fn local_path(next: Option<&str>) -> String {
    let fits = |path: &&str| {
        let inside = *path == "/desk" || path.starts_with("/desk/") || path.starts_with("/desk?");
        inside && !path.contains(['\\', '\r', '\n']) && !path.contains("..")
    };
    next.filter(fits).unwrap_or("/desk").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &str)| {
            (header::HeaderName::from_static(name), value.parse().expect("a value"))
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn after_signing_in_one_stays_on_the_desk() {
        assert_eq!(local_path(Some("/desk/tickets/1001?x=1")), "/desk/tickets/1001?x=1");
        for evil in [
            "",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/desk/../en/",
            "/deskevil",
            "javascript:alert(1)",
        ] {
            assert_eq!(local_path(Some(evil)), "/desk", "{evil}");
        }
    }

    #[test]
    fn a_form_on_somebody_elses_site_is_not_ours() {
        let ours = "https://help.example.org";
        assert!(is_same_origin(ours, &headers(&[("sec-fetch-site", "same-origin")])));
        assert!(!is_same_origin(ours, &headers(&[("sec-fetch-site", "cross-site"), ("origin", ours)])));
        assert!(!is_same_origin(ours, &headers(&[("sec-fetch-site", "same-site")])));
        assert!(is_same_origin(ours, &headers(&[("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000")])));
        assert!(!is_same_origin(ours, &headers(&[("origin", "https://evil.example"), ("host", "help.example.org")])));
        assert!(!is_same_origin(ours, &headers(&[("origin", "null"), ("host", "help.example.org")])));
    }
}
