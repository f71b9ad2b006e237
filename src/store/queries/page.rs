//! Paging by cursor: where the last page ended, as text that the client hands back.

use std::{fmt, str::FromStr};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// A page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// Where the next begins; none on the last.
    pub next: Option<Cursor>,
}

/// A place in a list sorted by a number (a moment in milliseconds, say), then by another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The first key of the last row seen.
    pub key: i64,
    /// The second.
    pub id: i64,
}

impl<T> Page<T> {
    /// Cuts a list of up to `limit + 1` rows to `limit`; one more than asked for means there is a next.
    pub(super) fn cut(mut items: Vec<T>, limit: u64, cursor: impl Fn(&T) -> Cursor) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(cursor) } else { None };
        Self { items, next }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(format!("{}:{}", self.key, self.id)))
    }
}

impl FromStr for Cursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| "not a cursor of this list")?;
        let text = std::str::from_utf8(&bytes).map_err(|_| "not a cursor of this list")?;
        let (key, id) = text.split_once(':').ok_or("not a cursor of this list")?;
        match (key.parse(), id.parse()) {
            (Ok(key), Ok(id)) => Ok(Self { key, id }),
            _ => Err("not a cursor of this list"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_url() {
        let cursor = Cursor { key: 1_763_776_800_000, id: 1042 };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        assert!("'; drop table".parse::<Cursor>().is_err());
    }
}
