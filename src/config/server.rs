//! `[server]`: how requests are taken.

use std::{net::IpAddr, net::SocketAddr, str::FromStr};

use serde::Deserialize;

/// Section `[server]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServerConfig {
    /// Scheme and host that readers use: links in mail, canonical addresses, secure cookies.
    pub public_url: Option<String>,
    /// Reverse proxies whose `X-Forwarded-For` is believed: addresses or networks.
    pub trusted_proxies: Vec<Network>,
    /// Connections at once; more wait in the kernel's queue.
    pub max_connections: usize,
    /// Seconds for a request's line and headers to arrive, and between two requests.
    pub header_timeout: u64,
    /// Seconds for a body to arrive, and for a handler to answer.
    pub request_timeout: u64,
    /// Largest body, bytes.
    pub max_body: usize,
    /// Serves `/metrics` without a token on an address of its own, such as `127.0.0.1:9464`.
    pub metrics_listen: Option<SocketAddr>,
    /// Requests that write (messages, tickets, votes) an address may make per minute.
    pub writes_per_minute: u32,
    /// Searches and suggestions an address may make per second.
    pub searches_per_second: u32,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            public_url: None,
            trusted_proxies: Vec::new(),
            max_connections: 4096,
            header_timeout: 10,
            request_timeout: 30,
            max_body: 256 * 1024,
            metrics_listen: None,
            writes_per_minute: 600,
            searches_per_second: 200,
        }
    }
}

/// An address or a network in CIDR notation: `10.0.0.0/8`, `::1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    /// Whether the address lies in the network. IPv4 in IPv6 clothes counts as IPv4.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let bits = u32::from(self.bits);
        match (self.address.to_canonical(), address.to_canonical()) {
            (IpAddr::V4(net), IpAddr::V4(one)) => {
                let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
                net.to_bits() & mask == one.to_bits() & mask
            }
            (IpAddr::V6(net), IpAddr::V6(one)) => {
                let mask = u128::MAX.checked_shl(128 - bits).unwrap_or(0);
                net.to_bits() & mask == one.to_bits() & mask
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || format!("“{text}” is not an address or network; write 10.0.0.1 or 10.0.0.0/8");
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| bad())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse::<u8>).map_err(|_| bad())?;
        if bits > most { Err(bad()) } else { Ok(Self { address, bits }) }
    }
}

impl<'de> Deserialize<'de> for Network {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_lies_in_its_network_only() {
        let network: Network = "10.1.0.0/16".parse().unwrap();
        assert!(network.contains("10.1.2.3".parse().unwrap()));
        assert!(network.contains("::ffff:10.1.2.3".parse().unwrap()));
        assert!(!network.contains("10.2.0.1".parse().unwrap()));
        assert!(!network.contains("::1".parse().unwrap()));
        let all: Network = "0.0.0.0/0".parse().unwrap();
        assert!(all.contains("8.8.8.8".parse().unwrap()));
        assert!("10.0.0.0/33".parse::<Network>().is_err());
    }
}
