//! What every request passes: a request id, the client's address, time-outs, security headers, a log
//! line. No query strings, bodies, cookies or addresses of people are logged.

use std::{
    net::IpAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{
    client::{self, ClientAddress},
    error::{as_problem, problem},
    server::Peer,
};
use crate::{app::App, base::Token};

/// A short random name of one request, shown to the reader with an error and written to the log.
#[derive(Debug, Clone)]
pub struct RequestId(pub Arc<str>);

impl RequestId {
    /// Draws one.
    pub(super) fn new() -> Self {
        Self(Token::random().reveal()[..16].into())
    }
}

/// The name of the header that carries it.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The outermost layer.
pub async fn guard(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = RequestId::new();
    let client = client(&app, &request);
    request.extensions_mut().insert(client);
    request.extensions_mut().insert(id.clone());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let is_api = request.uri().path().starts_with("/api/");
    let limit = Duration::from_secs(app.config.server.request_timeout.max(1));
    let mut response = match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => problem(StatusCode::REQUEST_TIMEOUT, "The request took too long.", None).into_response(),
    };
    if is_api {
        response = as_problem(response);
    }
    seen_off(&app, response, &method, route.as_deref().unwrap_or("-"), started, &id)
}

/// Who asks.
pub(super) fn client(app: &App, request: &Request) -> ClientAddress {
    let peer = request.extensions().get::<Peer>().map_or(IpAddr::from([127, 0, 0, 1]), |peer| peer.0.ip());
    client::address(peer, request.headers(), &app.config.server.trusted_proxies)
}

/// An answer with the headers that every one has, noted.
pub(super) fn seen_off(
    app: &App,
    mut response: Response,
    method: &Method,
    route: &str,
    started: Instant,
    id: &RequestId,
) -> Response {
    dress(app, response.headers_mut());
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    note(method, route, response.status(), started.elapsed(), id);
    response
}

fn note(method: &Method, route: &str, status: StatusCode, took: Duration, id: &RequestId) {
    let ms = took.as_secs_f64() * 1000.0;
    metrics::counter!("answerdesk_requests_total", "route" => route.to_owned(), "status" => status.as_u16().to_string())
        .increment(1);
    metrics::histogram!("answerdesk_request_seconds", "route" => route.to_owned()).record(took.as_secs_f64());
    if status.is_server_error() {
        tracing::warn!(%method, route, status = status.as_u16(), ms, id = %id.0, "request");
    } else {
        tracing::debug!(%method, route, status = status.as_u16(), ms, id = %id.0, "request");
    }
}

/// Pages load their own scripts, styles and data only; pictures of articles may come from https sites.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; \
    media-src 'self' https:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'";

fn dress(app: &App, headers: &mut HeaderMap) {
    let mut default = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    default(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    default(header::CONTENT_SECURITY_POLICY, POLICY);
    default(header::REFERRER_POLICY, "strict-origin-when-cross-origin");
    default(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    default(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=(), payment=()");
    default(header::CACHE_CONTROL, "no-store");
    if app.config.public_url().starts_with("https://") {
        default(header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains");
    }
}

/// Lets the configured sites (those that embed the widget) call the public API from a browser. No
/// cookies go with such calls.
pub async fn cors(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let allowed = origin.filter(|origin| {
        let sites = &app.config.widget.sites;
        sites.iter().any(|site| site == "*" || site.as_bytes() == origin.as_bytes())
    });
    let preflight = request.method() == Method::OPTIONS;
    let mut response = if preflight { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = allowed {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("retry-after, x-request-id"));
        if preflight {
            headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, OPTIONS"));
            headers.insert(
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                HeaderValue::from_static("authorization, content-type, idempotency-key, last-event-id"),
            );
            headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("7200"));
        }
    }
    response
}
