//! `answerdesk serve`

use std::{net::SocketAddr, process::ExitCode};

use crate::config::Config;

/// Arguments.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Address to serve on [default: 127.0.0.1:3000]
    #[arg(long, env = "ANSWERDESK_LISTEN", value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
}

/// Serves until it is told to stop.
///
/// # Errors
/// When the knowledge base, index, database or address cannot be used.
pub fn run(arguments: Arguments, mut config: Config) -> anyhow::Result<ExitCode> {
    if let Some(listen) = arguments.listen {
        config.listen = listen;
    }
    todo!("{}", config.listen)
}
