//! The connection to the mail server: protected, its certificate always verified, never waited for
//! without end.

use std::{error::Error as _, net::IpAddr, time::Duration};

use anyhow::{Context as _, bail};
use lettre::{
    AsyncSmtpTransport, Tokio1Executor,
    transport::smtp::{
        Error,
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
    },
};

use crate::config::{MailConfig, SmtpTls};

/// The transport of a configuration; `None` when no mail server is configured.
///
/// # Errors
/// When the certificate file cannot be read, or a connection without protection would leave this machine.
pub fn transport(config: &MailConfig) -> anyhow::Result<Option<AsyncSmtpTransport<Tokio1Executor>>> {
    let Some(host) = config.smtp_host.as_deref().filter(|host| !host.is_empty()) else { return Ok(None) };
    let (tls, port) = match config.tls {
        SmtpTls::Tls => (Tls::Wrapper(parameters(config, host)?), 465),
        SmtpTls::Starttls => (Tls::Required(parameters(config, host)?), 587),
        SmtpTls::None if is_this_machine(host) => (Tls::None, 25),
        SmtpTls::None => bail!("[mail] tls = \"none\" is for a mail server on this machine, not for {host}"),
    };
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
        .port(config.smtp_port.unwrap_or(port))
        .tls(tls)
        .timeout(Some(Duration::from_secs(20)));
    if let Some(user) = &config.smtp_user {
        let password = config.smtp_password.clone().unwrap_or_default();
        builder = builder.credentials(Credentials::new(user.clone(), password));
    }
    Ok(Some(builder.build()))
}

fn parameters(config: &MailConfig, host: &str) -> anyhow::Result<TlsParameters> {
    let mut tls = TlsParameters::builder(host.to_owned());
    if let Some(file) = &config.ca_file {
        let pem = std::fs::read(file).with_context(|| format!("[mail] ca_file {}", file.display()))?;
        let authorities = Certificate::from_pem(&pem).with_context(|| format!("[mail] ca_file {}", file.display()))?;
        tls = tls.add_root_certificate(authorities);
    }
    Ok(tls.build()?)
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Whether trying again is of no use: the server will never take this letter. What it says against the
/// sign-in (530 to 538) is about the configuration, which somebody will mend.
pub(super) fn is_final(error: &Error) -> bool {
    let code = error.status().map_or(0, u16::from);
    error.is_permanent() && !(530..=538).contains(&code)
}

/// The error with its cause.
pub(super) fn describe(error: &Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_connection_without_protection_stays_on_this_machine() {
        let on = |host: &str| {
            transport(&MailConfig { smtp_host: Some(host.into()), tls: SmtpTls::None, ..MailConfig::default() })
        };
        assert!(on("127.0.0.1").unwrap().is_some() && on("localhost").unwrap().is_some());
        assert!(on("mail.example.org").err().unwrap().to_string().contains("on this machine"));
        assert!(transport(&MailConfig::default()).unwrap().is_none());
    }
}
