//! Identifiers as types of their own, so that a key is never taken for a title.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes the text as it is; whoever reads a file or a request has checked it.
            pub fn new(text: impl Into<Arc<str>>) -> Self {
                Self(text.into())
            }

            /// The text itself.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({:?})", stringify!($name), &*self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text.into())
            }
        }
    };
}

text_id!(
    /// An article's path below its locale without extension: `account/reset-password`. The same in
    /// every translation.
    ArticleKey
);
text_id!(
    /// A category's folder below its locale: `account/security`; empty for the locale's home.
    CategoryKey
);
text_id!(
    /// A bot card's `intent:`, else its path below `_bot` without extension.
    CardId
);
text_id!(
    /// Content hash (hex) of a knowledge base and of what shapes its index.
    Revision
);

impl ArticleKey {
    /// The category (folder) that holds the article; empty at the top.
    #[must_use]
    pub fn category(&self) -> CategoryKey {
        CategoryKey::from(self.as_str().rsplit_once('/').map_or("", |(folder, _)| folder))
    }
}

impl CategoryKey {
    /// Whether this is the locale's home.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.as_str().is_empty()
    }

    /// The category above, `None` for the home.
    #[must_use]
    pub fn parent(&self) -> Option<CategoryKey> {
        if self.is_root() {
            return None;
        }
        Some(Self::from(self.as_str().rsplit_once('/').map_or("", |(folder, _)| folder)))
    }
}

/// A secret of 256 random bits, base64url without padding: what a visitor, requester, session or
/// program shows to come in. Only its SHA-256 is ever stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Draws a new one from the operating system.
    ///
    /// # Panics
    /// When the operating system has no randomness to give, which nothing could mend.
    #[must_use]
    pub fn random() -> Self {
        use base64::Engine as _;
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        Self(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes))
    }

    /// A token that somebody showed.
    pub fn shown(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret, to be handed to its owner once.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored and compared: SHA-256 of the text, lower-case hex. Looking a token up by its
    /// hash tells an attacker's clock nothing about the token.
    #[must_use]
    pub fn hash(&self) -> String {
        use sha2::Digest as _;
        sha2::Sha256::digest(self.0.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}
