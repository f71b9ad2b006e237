//! The state of a running server and its use cases; web, jobs and cli call these and nothing below.

mod error;

use std::sync::Arc;

pub use error::{Error, Result};

use crate::{base::Clock, config::Config};

/// Everything a running server holds.
pub struct App {
    /// The configuration.
    pub config: Arc<Config>,
    /// The source of the present moment.
    pub clock: Clock,
}
