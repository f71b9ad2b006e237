//! A folder of articles, as its `_category.md` (or `_index.md`) describes it.

use serde::{Deserialize, Serialize};

use crate::base::{Audience, CategoryKey, Locale};

/// One category in one locale. The root category (empty key) is the locale's home page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Category {
    /// Folder below the locale.
    pub key: CategoryKey,
    /// The folder of the locale.
    pub locale: Locale,
    /// Title, else the folder's name made readable.
    pub title: String,
    /// `description:`, plain text.
    pub description: Option<String>,
    /// Introduction (Markdown source, empty when there is none). May hold what is for agents only:
    /// readers are shown [`super::View::introduction`].
    pub introduction: String,
    /// Place among its siblings; those without one follow, by title.
    pub order: Option<f64>,
    /// The least audience that may see it; inherited from above unless the file says otherwise.
    pub visibility: Audience,
    /// False when the file says draft or hidden: it stands in no list.
    pub listed: bool,
}

impl Category {
    /// The public path of its page, percent-encoded.
    #[must_use]
    pub fn url(&self) -> String {
        if self.key.is_root() {
            return format!("/{}/", self.locale);
        }
        format!("/{}/categories/{}", self.locale, super::encode_path(self.key.as_str()))
    }
}
