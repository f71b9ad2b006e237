//! Texts of articles that pages need one at a time (bodies, links, leads): compressed in memory while a
//! revision is being made, afterwards packed on a shelf, which is a mapped file of the revision, so that a
//! large knowledge base does not fill the memory.

use std::{
    borrow::Cow,
    sync::{Arc, OnceLock},
};

use memmap2::Mmap;

use crate::text::{Packer, Vocabulary};

/// One text.
#[derive(Clone)]
pub struct Body(Store);

#[derive(Clone)]
enum Store {
    /// Its length, and what LZ4 made of it.
    Memory(u32, Arc<[u8]>),
    Shelf {
        shelf: Arc<Shelf>,
        start: u32,
        length: u32,
    },
}

/// A file of packed texts with the vocabulary that they were packed with at its end.
pub struct Shelf {
    map: Mmap,
    /// Where the vocabulary begins.
    texts: usize,
    /// Read when the first text is.
    vocabulary: OnceLock<Vocabulary>,
}

impl Shelf {
    /// A mapped file whose first `texts` bytes are texts; `None` when it is shorter.
    #[must_use]
    pub fn new(map: Mmap, texts: u64) -> Option<Arc<Self>> {
        let texts = usize::try_from(texts).ok().filter(|texts| *texts <= map.len())?;
        Some(Arc::new(Self { map, texts, vocabulary: OnceLock::new() }))
    }

    /// Length of the file.
    #[must_use]
    pub fn length(&self) -> usize {
        self.map.len()
    }

    /// What unpacks the texts.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary.get_or_init(|| {
            Vocabulary::from_bytes(&self.map[self.texts..]).unwrap_or_else(|| {
                tracing::error!("the stored vocabulary is damaged; delete the index folder to rebuild it");
                Vocabulary::default()
            })
        })
    }

    fn get(&self, start: u32, length: u32) -> Option<&[u8]> {
        self.map[..self.texts].get(start as usize..start.checked_add(length)? as usize)
    }
}

impl Body {
    /// Compresses a text.
    ///
    /// # Panics
    /// When the text is longer than 4 GiB; files above 2 MiB are refused long before.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let length = u32::try_from(text.len()).expect("bodies are capped far below 4 GiB");
        Self(Store::Memory(length, lz4_flex::block::compress(text.as_bytes()).into()))
    }

    /// A text that lies on a shelf; `None` when it would reach beyond its end.
    #[must_use]
    pub fn shelved(shelf: &Arc<Shelf>, start: u32, length: u32) -> Option<Self> {
        shelf.get(start, length)?;
        Some(Self(Store::Shelf { shelf: Arc::clone(shelf), start, length }))
    }

    /// Where it lies, if it lies on a shelf.
    #[must_use]
    pub fn shelf(&self) -> Option<&Arc<Shelf>> {
        match &self.0 {
            Store::Memory(..) => None,
            Store::Shelf { shelf, .. } => Some(shelf),
        }
    }

    /// Packed with a vocabulary; `same` is the shelf that was packed with it already.
    #[must_use]
    pub fn packed(&self, packer: &Packer<'_>, same: Option<&Arc<Shelf>>) -> Cow<'_, [u8]> {
        match &self.0 {
            Store::Shelf { shelf, start, length } if same.is_some_and(|same| Arc::ptr_eq(same, shelf)) => {
                Cow::Borrowed(shelf.get(*start, *length).unwrap_or_default())
            }
            _ => Cow::Owned(packer.pack(self.text().as_bytes())),
        }
    }

    /// The text. A mapped file was checked when it was opened; should it be damaged since, it reads as
    /// empty.
    #[must_use]
    pub fn text(&self) -> String {
        let bytes = match &self.0 {
            Store::Memory(length, bytes) => lz4_flex::block::decompress(bytes, *length as usize).ok(),
            Store::Shelf { shelf, start, length } => {
                shelf.get(*start, *length).and_then(|packed| shelf.vocabulary().unpack(packed))
            }
        };
        bytes.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_else(|| {
            tracing::error!("a stored article body is damaged; delete the index folder to rebuild it");
            String::new()
        })
    }
}

impl From<&str> for Body {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl Default for Body {
    fn default() -> Self {
        Self(Store::Memory(0, Arc::from([0_u8])))
    }
}

/// As the text, wherever it lies.
impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.text())
    }
}

impl std::fmt::Debug for Shelf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Shelf({} bytes)", self.map.len())
    }
}
