//! Folding: case, width, accents and compatibility forms, so that what looks alike is alike.
//!
//! Refuses nothing. Marks that carry meaning are kept: vowel signs of Indic scripts, kana voicing,
//! the Cyrillic й (its stemmer needs it); Hangul stays composed.

use unicode_normalization::{IsNormalized, UnicodeNormalization, char::decompose_compatible, is_nfc_quick};

/// Folds a text; see [`fold_into`].
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Folds a text onto the end of `out`.
pub fn fold_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        return out.extend(text.bytes().map(|b| b.to_ascii_lowercase() as char));
    }
    let start = out.len();
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        text.chars().for_each(|c| fold_char(c, out));
    } else {
        text.nfc().for_each(|c| fold_char(c, out));
    }
    // Half-width and squared kana leave their voicing beside the letter, Arabic forms their hamza and madda.
    if out[start..].contains(['\u{3099}', '\u{309a}', '\u{653}', '\u{654}', '\u{655}']) {
        let joined: String = out[start..].nfc().map(|c| if is_alef(c) { 'ا' } else { c }).collect();
        out.truncate(start);
        out.push_str(&joined);
    }
}

fn fold_char(c: char, out: &mut String) {
    match c {
        '\0'..='\x7f' => out.push(c.to_ascii_lowercase()),
        'й' | 'Й' => out.push('й'),
        'ß' | 'ẞ' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ø' | 'Ø' => out.push('o'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'ł' | 'Ł' => out.push('l'),
        'ħ' | 'Ħ' => out.push('h'),
        'þ' | 'Þ' => out.push_str("th"),
        'ı' => out.push('i'),
        '×' => out.push('x'),
        'ς' => out.push('σ'),
        _ if is_alef(c) => out.push('ا'),
        'ى' => out.push('ي'),
        '’' | '‘' | 'ʼ' | '＇' => out.push('\''),
        '‐' | '‑' => out.push('-'),
        _ if is_silent(c) => {}
        _ if decomposes(c) => {
            decompose_compatible(c, |part| if part == c { lower(c, out) } else { fold_char(part, out) });
        }
        _ => lower(c, out),
    }
}

fn lower(c: char, out: &mut String) {
    out.extend(c.to_lowercase().filter(|&l| !is_silent(l)));
}

/// Alef with what writers leave out.
fn is_alef(c: char) -> bool {
    matches!(c, 'أ' | 'إ' | 'آ' | 'ٱ')
}

/// Marks and joiners that writers leave out.
fn is_silent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{64b}'..='\u{652}' | '\u{640}' | '\u{670}'
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}')
}

/// Scripts and blocks where the decomposed letter is the letter people type.
fn decomposes(c: char) -> bool {
    matches!(c,
        '\u{a0}'..='\u{24f}' | '\u{370}'..='\u{52f}' | '\u{1e00}'..='\u{1fff}'
        | '\u{2070}'..='\u{209f}' | '\u{2100}'..='\u{218f}' | '\u{2460}'..='\u{24ff}'
        | '\u{fb00}'..='\u{fb06}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{ff00}'..='\u{ffef}'
        | '\u{3300}'..='\u{33ff}' | '\u{1d400}'..='\u{1d7ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_width_are_folded() {
        for (written, folded) in [
            ("Jelszó", "jelszo"),
            ("ÁRVÍZTŰRŐ", "arvizturo"),
            ("contraseña", "contrasena"),
            ("Straße", "strasse"),
            ("ＡＢＣ１２", "abc12"),
            ("e\u{301}t\u{e9}", "ete"),
            ("İstanbul ılık", "istanbul ilik"),
            ("ﬁle", "file"),
            ("1920×1080", "1920x1080"),
            ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
            ("Ёлка", "елка"),
            ("мой", "мой"),
            ("서버를", "서버를"),
            ("ガイド", "ガイド"),
            ("ｶﾞｲﾄﾞ", "ガイド"),
            ("㌄", "イニング"),
            ("ﺁﺃ", "اا"),
            ("ﺅ", "ؤ"),
            ("मैं", "मैं"),
        ] {
            assert_eq!(fold(written), folded, "{written}");
        }
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in ".{0,40}") {
            let once = fold(&text);
            proptest::prop_assert_eq!(fold(&once), once);
        }
    }
}
