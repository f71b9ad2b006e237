//! Graphemes, quickly: most letters stand by themselves, and of these no table has to be asked.

use unicode_segmentation::UnicodeSegmentation as _;

/// The graphemes of a text with the byte each begins at, like `grapheme_indices(true)`.
pub fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let mut letters = rest.chars();
        let first = letters.next()?;
        let length = match letters.next() {
            None => first.len_utf8(),
            Some('\n') if first == '\r' => rest.graphemes(true).next().map_or(1, str::len),
            Some(second) if stands_alone(first) && stands_alone(second) => first.len_utf8(),
            Some(_) => rest.graphemes(true).next().map_or(1, str::len),
        };
        let found = (at, &rest[..length]);
        at += length;
        Some(found)
    })
}

/// Whether a letter joins neither what stands before nor what comes after it, if that stands alone too:
/// Latin, Greek, Cyrillic, Armenian, kana, Han.
fn stands_alone(c: char) -> bool {
    matches!(c,
        '\0'..='\u{2ff}' | '\u{370}'..='\u{482}' | '\u{48a}'..='\u{590}'
        | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn they_are_those_of_unicode(
            text in "(\\PC|[\r\n\u{300}\u{200d}\u{fe0f}\u{1f1e6}-\u{1f1ff}\u{1f468}\u{3099}가-힣ᄀ-ᇿก-๛ऀ-ॿ]|[a-zé\u{ad}©]){0,40}"
        ) {
            let quick: Vec<_> = graphemes(&text).collect();
            let slow: Vec<_> = text.grapheme_indices(true).collect();
            proptest::prop_assert_eq!(quick, slow);
        }
    }
}
