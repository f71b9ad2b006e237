//! What is kept of a section for the page of hits: its heading, anchor and text, bounded.

use crate::kb::Section;

/// Text kept; a snippet of a longer section is made from its beginning.
const MAX_TEXT: usize = 12_000;

/// A section as it is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// Heading; empty for the lead.
    pub title: String,
    /// Anchor in the page.
    pub anchor: Option<String>,
    /// Plain text.
    pub text: String,
}

impl Passage {
    pub(super) fn encode(section: &Section) -> Vec<u8> {
        let anchor = section.anchor.as_deref().unwrap_or_default();
        let text = super::feed::cut(&section.text, MAX_TEXT);
        let mut bytes = Vec::with_capacity(section.title.len() + anchor.len() + text.len() + 2);
        bytes.extend(section.title.bytes().filter(|&b| b != 0));
        bytes.push(0);
        bytes.extend(anchor.bytes().filter(|&b| b != 0));
        bytes.push(0);
        bytes.extend_from_slice(text.as_bytes());
        bytes
    }

    pub(super) fn decode(bytes: Vec<u8>) -> Self {
        let text = String::from_utf8(bytes).unwrap_or_default();
        let mut parts = text.splitn(3, '\0');
        let title = parts.next().unwrap_or_default().to_owned();
        let anchor = parts.next().filter(|anchor| !anchor.is_empty()).map(str::to_owned);
        Self { title, anchor, text: parts.next().unwrap_or_default().to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_comes_back() {
        let section = Section {
            anchor: Some("by-email".into()),
            title: "By e-mail".into(),
            path: vec!["How".into()],
            text: "Press the link.\0".into(),
        };
        let passage = Passage::decode(Passage::encode(&section));
        assert_eq!((passage.title.as_str(), passage.anchor.as_deref()), ("By e-mail", Some("by-email")));
        assert_eq!(passage.text, section.text);
    }
}
