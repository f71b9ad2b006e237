//! How much one address may do: kept in memory, one node at a time, and forgotten when idle.

use std::{net::IpAddr, num::NonZeroU32};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _};

use super::{Error, Result};
use crate::config::ServerConfig;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Messages, tickets, votes.
    Write,
    /// Searches and suggestions.
    Search,
}

/// One counter an address and kind.
pub struct Limits {
    writes: DefaultKeyedRateLimiter<IpAddr>,
    searches: DefaultKeyedRateLimiter<IpAddr>,
    clock: governor::clock::DefaultClock,
}

impl Limits {
    /// Limits as configured; 0 is taken as 1.
    #[must_use]
    pub fn new(config: &ServerConfig) -> Self {
        let at_least_one = |number: u32| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        Self {
            writes: RateLimiter::keyed(Quota::per_minute(at_least_one(config.writes_per_minute))),
            searches: RateLimiter::keyed(Quota::per_second(at_least_one(config.searches_per_second))),
            clock: governor::clock::DefaultClock::default(),
        }
    }

    /// Counts one.
    ///
    /// # Errors
    /// [`Error::TooMany`] with the seconds to wait.
    pub fn check(&self, limit: Limit, address: IpAddr) -> Result<()> {
        let limiter = match limit {
            Limit::Write => &self.writes,
            Limit::Search => &self.searches,
        };
        limiter.check_key(&address).map_err(|not_until| {
            let wait = not_until.wait_time_from(self.clock.now());
            Error::TooMany { retry_after: wait.as_secs() + 1 }
        })
    }

    /// Forgets addresses that are within their limits again.
    pub fn tidy(&self) {
        for limiter in [&self.writes, &self.searches] {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}
