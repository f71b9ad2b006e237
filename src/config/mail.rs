//! `[mail]`: how replies leave. Without `smtp_host` they wait in the outbox and the desk says so.

use serde::Deserialize;

/// Section `[mail]`.
#[derive(Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailConfig {
    /// The mail server; absent: nothing is sent, everything waits.
    pub smtp_host: Option<String>,
    /// Its port; default by `tls`: 465, 587 or 25.
    pub smtp_port: Option<u16>,
    /// `tls`, `starttls` or `none` (loopback only).
    pub tls: SmtpTls,
    /// Name to sign in with.
    pub smtp_user: Option<String>,
    /// Password to sign in with; better given as `ANSWERDESK_MAIL__SMTP_PASSWORD_FILE`.
    pub smtp_password: Option<String>,
    /// Sender, `Support <support@example.org>`.
    pub from: String,
    /// Address that takes answers, `support@example.org`; a ticket's own tag is put before the @ with a plus.
    pub reply_address: Option<String>,
    /// A PEM file with further authorities for the mail server's certificate.
    pub ca_file: Option<std::path::PathBuf>,
}

/// How the connection to the mail server is protected. Certificates are always verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpTls {
    /// TLS from the first byte.
    Tls,
    /// Plain first, then TLS or nothing.
    #[default]
    Starttls,
    /// No protection; refused for hosts other than this machine.
    None,
}

impl Default for MailConfig {
    fn default() -> Self {
        Self {
            smtp_host: None,
            smtp_port: None,
            tls: SmtpTls::default(),
            smtp_user: None,
            smtp_password: None,
            from: "Answerdesk <support@localhost>".into(),
            reply_address: None,
            ca_file: None,
        }
    }
}

impl std::fmt::Debug for MailConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailConfig")
            .field("smtp_host", &self.smtp_host)
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}
