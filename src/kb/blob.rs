//! Bodies of articles, compressed: in memory while a revision is being made, in a mapped file of the
//! revision afterwards, so that a large knowledge base does not fill the memory.

use std::sync::Arc;

use memmap2::Mmap;

/// The text of one body.
#[derive(Clone)]
pub struct Body {
    raw: u32,
    store: Store,
}

#[derive(Clone)]
enum Store {
    Memory(Arc<[u8]>),
    File { map: Arc<Mmap>, start: usize, length: usize },
}

impl Body {
    /// Compresses a text.
    ///
    /// # Panics
    /// When the text is longer than 4 GiB; files above 2 MiB are refused long before.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let raw = u32::try_from(text.len()).expect("bodies are capped far below 4 GiB");
        Self { raw, store: Store::Memory(lz4_flex::block::compress(text.as_bytes()).into()) }
    }

    /// A body that lies in a mapped file; `None` when it would reach beyond its end.
    #[must_use]
    pub fn mapped(map: &Arc<Mmap>, start: usize, length: usize, raw: u32) -> Option<Self> {
        map.get(start..start.checked_add(length)?)?;
        Some(Self { raw, store: Store::File { map: Arc::clone(map), start, length } })
    }

    /// The compressed bytes.
    #[must_use]
    pub fn compressed(&self) -> &[u8] {
        match &self.store {
            Store::Memory(bytes) => bytes,
            Store::File { map, start, length } => &map[*start..start + length],
        }
    }

    /// Length of the text in bytes.
    #[must_use]
    pub fn raw_len(&self) -> u32 {
        self.raw
    }

    /// The text. Blocks of a mapped file were checked when it was opened; should one be damaged
    /// since, it reads as empty.
    #[must_use]
    pub fn text(&self) -> String {
        lz4_flex::block::decompress(self.compressed(), self.raw as usize)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .unwrap_or_else(|| {
                tracing::error!("a stored article body is damaged; delete the index folder to rebuild it");
                String::new()
            })
    }
}

impl Default for Body {
    fn default() -> Self {
        Self { raw: 0, store: Store::Memory(Arc::from([0_u8])) }
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Body({} bytes)", self.raw)
    }
}
