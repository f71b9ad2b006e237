//! Calls that cards make: to endpoints of the configuration only, over TLS, to public addresses only
//! (looked up once, and that address is the one connected to), once, without following anywhere, and
//! no longer than the endpoint allows. JSON comes back as values by name; all else is a failure.

use std::{collections::BTreeMap, net::IpAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::{Method, Request, StatusCode, Uri, header};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig, RootCertStore,
        crypto::ring,
        pki_types::{CertificateDer, ServerName, pem::PemObject as _},
    },
};

use crate::{
    bot::Call,
    config::{CallMethod, Endpoint},
};

/// Longest answer read, bytes.
const MOST_BYTES: usize = 64 * 1024;
/// Values taken from an answer.
const MOST_VALUES: usize = 200;
/// Characters of a value.
const MOST_CHARACTERS: usize = 500;

/// Why a call brought nothing.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// The card names an endpoint that the configuration lacks.
    #[error("no endpoint “{0}” is configured under bot.endpoints")]
    Unknown(String),
    /// Address and path make no URL.
    #[error("the card's path makes no address")]
    Address,
    /// The name leads into a private network.
    #[error("{0} is not a public address; set private = true if it is meant")]
    Private(IpAddr),
    /// It took longer than allowed.
    #[error("no answer within {0:?}")]
    Late(Duration),
    /// Not reached, or not understood.
    #[error("{0}")]
    Broken(#[from] anyhow::Error),
    /// Another answer than success; redirections are not followed.
    #[error("the endpoint answered {0}")]
    Status(StatusCode),
}

/// Makes a call. `key` is the same when the same call is made again.
///
/// # Errors
/// See [`CallError`].
pub async fn call(
    endpoints: &BTreeMap<String, Endpoint>,
    call: &Call,
    key: &str,
) -> Result<BTreeMap<String, String>, CallError> {
    let endpoint = endpoints.get(&call.endpoint).ok_or_else(|| CallError::Unknown(call.endpoint.clone()))?;
    let allowed = Duration::from_millis(endpoint.timeout_ms);
    let answer = tokio::time::timeout(allowed, exchange(endpoint, call, key)).await;
    let body = answer.map_err(|_| CallError::Late(allowed))??;
    let json: Value = serde_json::from_slice(&body).map_err(anyhow::Error::from)?;
    let mut values = BTreeMap::new();
    flatten("", &json, &mut values);
    Ok(values)
}

async fn exchange(endpoint: &Endpoint, call: &Call, key: &str) -> Result<Bytes, CallError> {
    let uri: Uri = address(endpoint, &call.path).ok_or(CallError::Address)?;
    let host = uri.host().ok_or(CallError::Address)?.trim_matches(['[', ']']).to_owned();
    let stream = connect(&host, uri.port_u16().unwrap_or(443), endpoint.private).await?;
    let name = ServerName::try_from(host).map_err(|_| CallError::Address)?;
    let tls =
        TlsConnector::from(Arc::new(trust(endpoint)?)).connect(name, stream).await.map_err(anyhow::Error::from)?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(tls)).await.map_err(anyhow::Error::from)?;
    let running = tokio::spawn(connection);
    let request = request(endpoint, &uri, call, key)?;
    let answer = sender.send_request(request).await.map_err(anyhow::Error::from)?;
    if !answer.status().is_success() {
        return Err(CallError::Status(answer.status()));
    }
    let body = Limited::new(answer.into_body(), MOST_BYTES).collect().await;
    running.abort();
    Ok(body.map_err(|error| anyhow::anyhow!("{error}"))?.to_bytes())
}

fn address(endpoint: &Endpoint, path: &str) -> Option<Uri> {
    let base = endpoint.url.trim_end_matches('/');
    let slash = if path.is_empty() || path.starts_with('/') { "" } else { "/" };
    format!("{base}{slash}{path}").parse().ok()
}

/// Looks the name up once and connects to what was found, so that it cannot lead elsewhere meanwhile.
async fn connect(host: &str, port: u16, private: bool) -> Result<TcpStream, CallError> {
    let found: Vec<_> = tokio::net::lookup_host((host, port)).await.map_err(anyhow::Error::from)?.collect();
    if let Some(inside) = found.iter().find(|address| !private && !is_public(address.ip())) {
        return Err(CallError::Private(inside.ip()));
    }
    Ok(TcpStream::connect(&found[..]).await.map_err(anyhow::Error::from)?)
}

fn trust(endpoint: &Endpoint) -> anyhow::Result<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    if let Some(file) = &endpoint.ca_file {
        for certificate in CertificateDer::pem_file_iter(file)? {
            roots.add(certificate?)?;
        }
    }
    let provider = Arc::new(ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

fn request(endpoint: &Endpoint, uri: &Uri, call: &Call, key: &str) -> anyhow::Result<Request<Full<Bytes>>> {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let host = uri.authority().map_or("", |authority| authority.as_str());
    let mut request = Request::builder()
        .uri(path)
        .header(header::HOST, host)
        .header(header::ACCEPT, "application/json")
        .header(header::USER_AGENT, concat!("answerdesk/", env!("CARGO_PKG_VERSION")));
    if let Some(token) = &endpoint.token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let body = match endpoint.method {
        CallMethod::Get => {
            request = request.method(Method::GET);
            Bytes::new()
        }
        CallMethod::Post => {
            request = request
                .method(Method::POST)
                .header(header::CONTENT_TYPE, "application/json")
                .header("idempotency-key", key);
            serde_json::to_vec(&call.slots)?.into()
        }
    };
    Ok(request.body(Full::new(body))?)
}

/// `{"order":{"status":"sent"},"items":["a"]}` as `order.status` and `items.0`.
fn flatten(name: &str, value: &Value, out: &mut BTreeMap<String, String>) {
    let below = |part: &str| if name.is_empty() { part.to_owned() } else { format!("{name}.{part}") };
    let text = match value {
        Value::Object(map) => return map.iter().for_each(|(part, value)| flatten(&below(part), value, out)),
        Value::Array(list) => {
            return list.iter().enumerate().for_each(|(at, value)| flatten(&below(&at.to_string()), value, out));
        }
        Value::Null => return,
        Value::String(text) => text.chars().take(MOST_CHARACTERS).collect(),
        other => other.to_string(),
    };
    if out.len() < MOST_VALUES {
        out.insert(name.to_owned(), text);
    }
}

/// Whether an address belongs to the internet at large (IANA's special-purpose registries, RFC 6890).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            !(v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_documentation()
                || v4.is_multicast()
                || a == 0
                || a >= 240
                || (a == 100 && (64..128).contains(&b))
                || (a == 192 && b == 0 && c == 0)
                || (a == 192 && b == 88 && c == 99)
                || (a == 198 && (18..20).contains(&b)))
        }
        // Only global unicast; what carries an IPv4 address within is not taken for it.
        IpAddr::V6(v6) => match v6.segments() {
            [0x2001, 0xdb8, ..] | [0x2001, 0..0x200, ..] | [0x2002, ..] | [0x3fff, ..] => false,
            [first, ..] => (0x2000..0x4000).contains(&first),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_called() {
        for address in ["93.184.216.34", "8.8.8.8", "2606:4700::1111"] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
        for address in [
            "127.0.0.1",
            "10.0.0.8",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn json_becomes_values_by_name() {
        let mut values = BTreeMap::new();
        let json = serde_json::json!({"order": {"status": "sent", "paid": true, "note": null}, "items": ["a", 2]});
        flatten("", &json, &mut values);
        let shown: Vec<String> = values.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(shown, ["items.0=a", "items.1=2", "order.paid=true", "order.status=sent"]);
    }

    #[tokio::test]
    async fn what_is_not_configured_or_lies_inside_is_not_called() {
        let mut endpoints = BTreeMap::new();
        let wanted = Call { endpoint: "orders".to_owned(), path: "/1".to_owned(), ..Call::default() };
        assert!(matches!(call(&endpoints, &wanted, "k").await, Err(CallError::Unknown(_))));
        for url in ["https://127.0.0.1:1/api", "https://localhost:1", "https://[::1]:1/"] {
            endpoints.insert("orders".to_owned(), Endpoint { url: url.to_owned(), ..Endpoint::default() });
            assert!(matches!(call(&endpoints, &wanted, "k").await, Err(CallError::Private(_))), "{url}");
        }
    }
}
