//! A form as a browser sends it, with files or without: fields by name and files enter handlers from here.

use std::{
    collections::HashMap,
    fmt::Write as _,
    sync::atomic::{AtomicUsize, Ordering},
};

use axum::{
    extract::{Form, FromRequest as _, Multipart, Request, multipart::Field},
    http::header,
};

use sha2::{Digest as _, Sha256};

use crate::{app::Upload, desk::attachment::MAX_FILES};

/// Largest form that is read; what is too large for us but not for this is refused with a word of why.
pub const LARGEST: usize = 24 << 20;
/// Bytes of all forms that are being read; further ones are refused until some are done.
const ALL_AT_ONCE: usize = 256 << 20;

static READING: AtomicUsize = AtomicUsize::new(0);

/// What was sent.
#[derive(Debug, Default)]
pub struct Sent {
    fields: HashMap<String, String>,
    /// Files, empty fields left out.
    pub files: Vec<Upload>,
    /// The form was cut off; what came before is here.
    pub cut: bool,
}

impl Sent {
    /// A field; empty when it was not sent.
    pub fn take(&mut self, name: &str) -> String {
        self.fields.remove(name).unwrap_or_default()
    }

    /// Reads a request's body.
    pub async fn read(request: Request) -> Self {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            return match Form::<Vec<(String, String)>>::from_request(request, &()).await {
                Ok(Form(pairs)) => Self { fields: pairs.into_iter().collect(), ..Self::default() },
                Err(_) => Self { cut: true, ..Self::default() },
            };
        }
        let mut sent = Self::default();
        let mut held = Held(0);
        let read = match Multipart::from_request(request, &()).await {
            Ok(mut parts) => sent.parts(&mut parts, &mut held).await,
            Err(_) => None,
        };
        sent.cut = read.is_none();
        sent
    }

    async fn parts(&mut self, parts: &mut Multipart, held: &mut Held) -> Option<()> {
        while let Some(field) = parts.next_field().await.ok()? {
            let name = field.name().unwrap_or_default().to_owned();
            let file = field.file_name().map(str::to_owned);
            let bytes = whole(field, held).await?;
            match file {
                None => drop(self.fields.insert(name, String::from_utf8_lossy(&bytes).into_owned())),
                Some(file) if file.is_empty() && bytes.is_empty() => {}
                // One more than is taken is enough to say that there are too many.
                Some(_) if self.files.len() > MAX_FILES => {}
                Some(file) => self.files.push(Upload { name: file, bytes }),
            }
        }
        Some(())
    }
}

async fn whole(mut field: Field<'_>, held: &mut Held) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.ok()? {
        held.more(chunk.len())?;
        bytes.extend_from_slice(&chunk);
    }
    Some(bytes)
}

/// The key of a form together with what it says: sent twice it counts once; changed, after a way back in the
/// browser that keeps the key, it is another message.
pub fn repeat_key(key: &str, said: &[&str]) -> Option<String> {
    let mut hash = Sha256::new();
    for part in [key].iter().chain(said) {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let hex = |mut text: String, byte: &u8| {
        let _ = write!(text, "{byte:02x}");
        text
    };
    let known = (16..=128).contains(&key.len()) && key.is_ascii();
    known.then(|| hash.finalize().iter().fold(String::new(), hex))
}

/// Counts what one request holds in memory, and gives it back at its end.
struct Held(usize);

impl Held {
    fn more(&mut self, bytes: usize) -> Option<()> {
        self.0 += bytes;
        (READING.fetch_add(bytes, Ordering::Relaxed) + bytes <= ALL_AT_ONCE).then_some(())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        READING.fetch_sub(self.0, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_under_the_same_key_are_the_same_message() {
        let key = |key, said: &[&str]| repeat_key(key, said);
        let first = key("0123456789abcdef", &["a", "b"]);
        assert!(first.as_ref().is_some_and(|key| key.len() == 64));
        assert_eq!(first, key("0123456789abcdef", &["a", "b"]));
        assert_ne!(first, key("0123456789abcdef", &["a", "b changed"]));
        assert_ne!(first, key("0123456789abcdef", &["ab", ""]));
        assert_eq!(key("short", &["a"]), None);
    }
}
