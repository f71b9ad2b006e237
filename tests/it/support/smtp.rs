//! A mail server on a free port of this machine that keeps what it is given, or refuses it.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader},
    net::TcpListener,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    },
};

/// How a server on this machine proves to be `localhost`, and the file that vouches for it.
pub fn tls(folder: &Path) -> (ServerConfig, PathBuf) {
    let (certificate, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"])
        .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-out")
        .arg(&certificate)
        .arg("-keyout")
        .arg(&key)
        .output()
        .expect("openssl is installed");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let chain = vec![CertificateDer::from_pem_file(&certificate).unwrap()];
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, PrivateKeyDer::from_pem_file(&key).unwrap())
        .unwrap();
    (config, certificate)
}

/// A letter as it arrived.
#[derive(Debug, Clone)]
pub struct Received {
    pub from: String,
    pub to: String,
    /// Headers and body as sent.
    pub data: String,
}

#[derive(Clone)]
pub struct SmtpServer {
    pub port: u16,
    letters: Arc<Mutex<Vec<Received>>>,
    /// What it says to a recipient, `250 ok` or a refusal.
    answer: Arc<Mutex<&'static str>>,
}

impl SmtpServer {
    /// Without protection.
    pub async fn start() -> Self {
        Self::listen(None).await
    }

    /// With TLS from the first byte, as `localhost`; and the file that vouches for it.
    pub async fn start_tls(folder: &Path) -> (Self, PathBuf) {
        let (config, certificate) = tls(folder);
        (Self::listen(Some(TlsAcceptor::from(Arc::new(config)))).await, certificate)
    }

    async fn listen(tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = Self { port, letters: Arc::default(), answer: Arc::new(Mutex::new("250 ok")) };
        let own = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (own, tls) = (own.clone(), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => own.serve(stream).await,
                        Some(tls) => own.serve(tls.accept(stream).await.ok()?).await,
                    }
                });
            }
        });
        server
    }

    pub fn answer(&self, answer: &'static str) {
        *self.answer.lock().unwrap() = answer;
    }

    pub fn letters(&self) -> Vec<Received> {
        self.letters.lock().unwrap().clone()
    }

    async fn serve(self, stream: impl AsyncRead + AsyncWrite + Unpin) -> Option<()> {
        let (read, mut write) = tokio::io::split(stream);
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 test\r\n").await.ok()?;
        let (mut from, mut to) = (String::new(), String::new());
        loop {
            let line = lines.next_line().await.ok()??;
            let command = line.to_ascii_uppercase();
            let answer = match command.split([' ', ':']).next()? {
                "EHLO" => "250-test\r\n250 8BITMIME",
                "MAIL" => {
                    from = line;
                    "250 ok"
                }
                "RCPT" => {
                    to = line;
                    *self.answer.lock().unwrap()
                }
                "DATA" => {
                    write.write_all(b"354 go\r\n").await.ok()?;
                    let mut data = String::new();
                    loop {
                        match lines.next_line().await.ok()??.as_str() {
                            "." => break,
                            line => data = data + line.strip_prefix('.').unwrap_or(line) + "\n",
                        }
                    }
                    let letter = Received { from: std::mem::take(&mut from), to: std::mem::take(&mut to), data };
                    self.letters.lock().unwrap().push(letter);
                    "250 taken"
                }
                "QUIT" => "221 bye",
                _ => "250 ok",
            };
            write.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
        }
    }
}
