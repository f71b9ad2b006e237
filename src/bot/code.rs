//! Codes and numbers: one like another is something else altogether. Who asks of error 550 is
//! not helped with error 503, however like the two are.

use super::words::fold;

/// From so many figures a word is a code.
const FIGURES: usize = 3;
/// How sure at most an answer is that names another code of the same make: too little to offer it.
const ANOTHER: f32 = 0.15;

/// The codes of a text, folded, without the signs that join their parts.
#[must_use]
pub fn codes(text: &str) -> Vec<String> {
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    let words = text.split(|c: char| !(c.is_alphanumeric() || ".-‐‑_".contains(c)));
    words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).filter_map(code).collect()
}

/// A word's code; of `550-es` (Hungarian: “the 550”) and `PAY-402` what counts.
fn code(word: &str) -> Option<String> {
    let suffixed = word
        .split_once('-')
        .filter(|(head, tail)| head.chars().all(|c| c.is_ascii_digit()) && tail.chars().all(char::is_alphabetic));
    let word = suffixed.map_or(word, |(head, _)| head);
    let plain: String = fold(word).chars().filter(|c| c.is_alphanumeric() || *c == '.').collect();
    let figures = plain.bytes().filter(u8::is_ascii_digit).count();
    // What is said of one version or year is often true of the next.
    let year = plain.len() == 4 && (plain.starts_with("19") || plain.starts_with("20"));
    (figures >= FIGURES && !plain.contains('.') && !year).then_some(plain)
}

/// A confidence in what names these codes, for a message that names others.
#[must_use]
pub fn doubted(confidence: f32, said: &[String], named: &[String]) -> f32 {
    let same = |one: &String, two: &String| one == two || one.ends_with(two) || two.ends_with(one);
    let another = said
        .iter()
        .any(|code| named.iter().any(|other| alike(code, other)) && !named.iter().any(|other| same(code, other)));
    if another { confidence.min(ANOTHER) } else { confidence }
}

/// Whether two codes are of one make: as long, letters and figures in the same places but for hexadecimal ones.
fn alike(one: &str, two: &str) -> bool {
    let make = |c: char| if c.is_ascii_digit() { '0' } else { c };
    let hexadecimal = one.starts_with("0x") && two.starts_with("0x");
    one.len() == two.len() && (hexadecimal || one.chars().map(make).eq(two.chars().map(make)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_code_of_the_same_make_is_not_offered() {
        for (said, named, offered) in [
            ("me da un error 550", "Error 503: sin servicio", false),
            ("550-es hiba", "503-as hiba", false),
            ("error 0x80070006", "Windows error 0x80070005", false),
            ("E1043", "Error E1042", false),
            ("E-1042", "Error E1042", true),
            ("error 1042", "Error E1042", true),
            ("80070005", "error 0x80070005", true),
            ("PAY402", "Error PAY-402: payment failed", true),
            ("upgrade to 12.04", "How do I upgrade to 11.10?", true),
            ("for Office 2019", "Office 2016", true),
            ("where is order 12345", "Error 503", true),
            ("error 554 or 503", "Error 503", false),
            ("error 503", "sorry, no service", true),
        ] {
            let confidence = doubted(0.9, &codes(said), &codes(named));
            assert_eq!(confidence > 0.5, offered, "{said} | {named}");
        }
    }
}
