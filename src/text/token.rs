//! Cutting a text into words: where they begin and end, folded, compounds whole and in parts.
//!
//! Enters any string; words leave in order through a closure, without an allocation per word.

use unicode_normalization::char::is_combining_mark;

use super::{
    Language, fold_into,
    segment::{is_hangul, is_unspaced, segment},
};

/// Letters of a word that are kept; the rest of a longer one (base64, hashes) is dropped.
const MAX_WORD_BYTES: usize = 60;

/// What a token is to the words around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A plain word.
    Word,
    /// A compound as a whole (`login` of `log-in`, `v2.1.3`, `c++`); its parts follow.
    Whole,
    /// A part of the whole before it.
    Part,
}

/// One word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// Folded.
    pub word: &'a str,
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte in the text.
    pub end: usize,
    /// Place among the words; a whole has the place of its first part.
    pub position: u32,
    /// Plain, whole or part.
    pub kind: TokenKind,
}

/// Calls `emit` for every token of `text`.
pub(super) fn tokenize(text: &str, language: Language, emit: &mut dyn FnMut(Token<'_>)) {
    Tokenizer { text, language, position: 0, word: String::with_capacity(MAX_WORD_BYTES + 8), emit }.run();
}

struct Tokenizer<'t, 'e> {
    text: &'t str,
    language: Language,
    position: u32,
    word: String,
    emit: &'e mut dyn FnMut(Token<'_>),
}

impl Tokenizer<'_, '_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(c) = self.text[at..].chars().next() {
            if is_unspaced(c) {
                let end = self.end_of(at, |c| is_unspaced(c) || is_combining_mark(c));
                self.unspaced(at, end);
                at = end;
            } else if is_word(c) {
                at = self.elided(at).unwrap_or_else(|| self.compound(at));
            } else {
                at += c.len_utf8();
            }
        }
    }

    /// Where an elided little word (`l'`, `qu'`, `dell'`) ends: it says nothing, and the word behind it is one
    /// by itself.
    fn elided(&self, start: usize) -> Option<usize> {
        let particles = self.language.elided();
        if particles.is_empty() {
            return None;
        }
        let end = self.end_of(start, is_word);
        let mut rest = self.text[end..].chars();
        let apostrophe = rest.next().filter(|c| matches!(c, '\'' | '’' | 'ʼ'))?;
        rest.next().filter(|&c| is_word(c))?;
        let word = &self.text[start..end];
        particles.iter().any(|own| own.eq_ignore_ascii_case(word)).then_some(end + apostrophe.len_utf8())
    }

    fn end_of(&self, start: usize, inside: impl Fn(char) -> bool) -> usize {
        self.text[start..].find(|c| !inside(c)).map_or(self.text.len(), |length| start + length)
    }

    /// A run of words joined by hyphens, dots and the like, with no space between.
    fn compound(&mut self, start: usize) -> usize {
        let mut end = self.end_of(start, is_word);
        let mut pieces = Pieces::default();
        let mut joined_by_dot = false;
        pieces.push(start, end);
        while let Some((connector, next)) = self.connector(end) {
            end = self.end_of(next, is_word);
            joined_by_dot |= matches!(connector, '.' | '@');
            pieces.push(next, end);
        }
        let symbol_end = self.symbols(start, end);
        let dotted = start > 0 && self.is_leading_dot(start);
        if symbol_end > end || dotted {
            let from = if dotted { start - 1 } else { start };
            self.emit_range(from, symbol_end, TokenKind::Whole);
            self.pieces(&pieces, TokenKind::Part);
        } else if pieces.count == 1 {
            self.single(start, end);
        } else {
            self.whole(start, end, joined_by_dot);
            self.pieces(&pieces, TokenKind::Part);
        }
        symbol_end
    }

    /// A character that joins what stands before `at` to a word right behind it.
    fn connector(&self, at: usize) -> Option<(char, usize)> {
        let mut rest = self.text[at..].chars();
        let c = rest.next()?;
        let next = rest.next()?;
        let joins = match c {
            '-' | '‐' | '‑' | '_' | '.' | '@' => true,
            '\'' | '’' | 'ʼ' => !self.language.apostrophe_parts(),
            _ => false,
        };
        (joins && is_word(next)).then_some((c, at + c.len_utf8()))
    }

    /// `C++`, `C#`, `F#`: up to two signs right after a short word.
    fn symbols(&self, start: usize, end: usize) -> usize {
        if end - start > 3 {
            return end;
        }
        let signs = self.text[end..].bytes().take_while(|b| matches!(b, b'+' | b'#')).count();
        let after = self.text[end + signs..].chars().next();
        if (1..=2).contains(&signs) && !after.is_some_and(is_word) { end + signs } else { end }
    }

    /// `.NET`, `.env`: a dot that begins a word.
    fn is_leading_dot(&self, start: usize) -> bool {
        let before = &self.text[..start];
        before.ends_with('.')
            && self.text[start..].starts_with(char::is_alphabetic)
            && before[..before.len() - 1].chars().next_back().is_none_or(|c| c.is_whitespace() || "([\"'`".contains(c))
    }

    /// A word without connectors: split where its spelling shows parts (`OneDrive`, `covid19`).
    fn single(&mut self, start: usize, end: usize) {
        let text = &self.text[start..end];
        if text.contains(is_hangul) {
            return self.with_pairs(start, end);
        }
        if let Some(number) = code_number(text) {
            self.emit_range(start, end, TokenKind::Whole);
            return self.emit_range(start + number, end, TokenKind::Part);
        }
        let mut cuts = [0_usize; 4];
        let cuts = inner_cuts(text, &mut cuts);
        if cuts.is_empty() {
            return self.emit_range(start, end, TokenKind::Word);
        }
        self.emit_range(start, end, TokenKind::Whole);
        let mut from = start;
        for to in cuts.iter().map(|cut| start + cut).chain([end]) {
            self.emit_range(from, to, TokenKind::Part);
            from = to;
        }
    }

    /// The joined form: hyphens and apostrophes vanish (`login`, `dont`), dots stay (`v2.1.3`), a
    /// possessive `'s` goes.
    fn whole(&mut self, start: usize, end: usize, keep_dots: bool) {
        self.word.clear();
        let text = self.text[start..end].trim_end_matches("'s").trim_end_matches("’s");
        fold_into(truncate(text), &mut self.word);
        self.word.retain(|c| !(matches!(c, '-' | '\'' | '_') || c.is_whitespace() || (!keep_dots && c == '.')));
        if !self.word.is_empty() {
            (self.emit)(Token { word: &self.word, start, end, position: self.position, kind: TokenKind::Whole });
        }
    }

    fn pieces(&mut self, pieces: &Pieces, kind: TokenKind) {
        for &(start, end) in &pieces.ranges[..pieces.count.min(MAX_PIECES)] {
            let after_apostrophe = self.text[..start].ends_with(['\'', '’', 'ʼ']);
            if !(after_apostrophe && end - start <= 2) {
                self.emit_range(start, end, kind);
            }
        }
    }

    fn emit_range(&mut self, start: usize, end: usize, kind: TokenKind) {
        self.word.clear();
        fold_into(truncate(&self.text[start..end]), &mut self.word);
        if self.word.contains(char::is_whitespace) {
            self.word.retain(|c| !c.is_whitespace());
        }
        if !self.word.is_empty() {
            (self.emit)(Token { word: &self.word, start, end, position: self.position, kind });
            self.position += u32::from(kind != TokenKind::Whole);
        }
    }

    fn unspaced(&mut self, start: usize, end: usize) {
        let run = &self.text[start..end];
        let mut words = Vec::new();
        segment(run, |from, to| words.push((start + from, start + to)));
        for (from, to) in words {
            self.with_pairs(from, to);
        }
    }

    /// A word of a script where words are glued or cut differently by different hands: whole, and
    /// from three characters on also in overlapping pairs.
    fn with_pairs(&mut self, start: usize, end: usize) {
        let text = self.text;
        let letters = text[start..end].chars().count();
        if letters < 3 || !text[start..end].chars().all(|c| is_hangul(c) || ('\u{3005}'..='\u{9fff}').contains(&c)) {
            return self.emit_range(start, end, TokenKind::Word);
        }
        self.emit_range(start, end, TokenKind::Whole);
        let mut ends = text[start..end].char_indices().map(|(i, _)| start + i).skip(2).chain([end]);
        for (from, _) in text[start..end].char_indices().take(letters - 1) {
            let to = ends.next().unwrap_or(end);
            self.emit_range(start + from, to, TokenKind::Part);
        }
    }
}

const MAX_PIECES: usize = 8;

#[derive(Default)]
struct Pieces {
    ranges: [(usize, usize); MAX_PIECES],
    count: usize,
}

impl Pieces {
    fn push(&mut self, start: usize, end: usize) {
        if let Some(range) = self.ranges.get_mut(self.count) {
            *range = (start, end);
        }
        self.count += 1;
    }
}

fn is_word(c: char) -> bool {
    (c.is_alphanumeric() && !is_unspaced(c))
        || c == '×'
        || (!c.is_ascii() && (is_combining_mark(c) || matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}')))
}

/// Where the number begins in a code of one letter and a number of three digits or more (`E1042`), or
/// in a hexadecimal one (`0x80070005`): people leave out what stands before it.
fn code_number(word: &str) -> Option<usize> {
    let bytes = word.as_bytes();
    let hexadecimal =
        bytes.len() > 5 && matches!(bytes, [b'0', b'x' | b'X', rest @ ..] if rest.iter().all(u8::is_ascii_hexdigit));
    let lettered = bytes.len() > 3
        && matches!(bytes, [letter, rest @ ..] if letter.is_ascii_alphabetic() && rest.iter().all(u8::is_ascii_digit));
    if hexadecimal { Some(2) } else { lettered.then_some(1) }
}

/// Cuts inside a word: before a capital that follows a small letter, and between letters and digits,
/// when every part has two letters or more (numbers may be shorter). At most four.
fn inner_cuts<'a>(word: &str, cuts: &'a mut [usize; 4]) -> &'a [usize] {
    let mut count = 0;
    let mut before: Option<char> = None;
    let mut part = 0;
    for (at, c) in word.char_indices() {
        if let Some(b) = before {
            let camel = b.is_lowercase() && c.is_uppercase();
            let number = b.is_numeric() != c.is_numeric();
            if camel || number {
                if count == cuts.len() || (part < 2 && !b.is_numeric()) {
                    return &[];
                }
                cuts[count] = at;
                count += 1;
                part = 0;
            }
        }
        before = Some(c);
        part += 1;
    }
    let short_tail = part < if word.starts_with(char::is_numeric) { 3 } else { 2 };
    if (short_tail && before.is_some_and(char::is_alphabetic)) || count > 1 && word.contains(char::is_numeric) {
        return &[];
    }
    &cuts[..count]
}

fn truncate(text: &str) -> &str {
    if text.len() <= MAX_WORD_BYTES {
        return text;
    }
    let mut end = MAX_WORD_BYTES;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, language: &str) -> String {
        let mut out = Vec::new();
        tokenize(text, Language::from_code(language), &mut |t: Token<'_>| {
            let sign = match t.kind {
                TokenKind::Word => "",
                TokenKind::Whole => "=",
                TokenKind::Part => "+",
            };
            out.push(format!("{sign}{}@{}", t.word, t.position));
        });
        out.join(" ")
    }

    #[test]
    fn compounds_are_given_whole_and_in_parts() {
        assert_eq!(words("Log-in now", "en"), "=login@0 +log@0 +in@1 now@2");
        assert_eq!(words("v2.1.3 is", "en"), "=v2.1.3@0 +v2@0 +1@1 +3@2 is@3");
        assert_eq!(words("error 0x80070005!", "en"), "error@0 =0x80070005@1 +80070005@1");
        assert_eq!(words("E1042 and h264, v21", "en"), "=e1042@0 +1042@0 and@1 =h264@2 +264@2 v21@3");
        assert_eq!(words("C++ and C#, .NET", "en"), "=c++@0 +c@0 and@1 =c#@2 +c@2 =.net@3 +net@3");
        assert_eq!(
            words("OneDrive COVID-19 covid19", "en"),
            "=onedrive@0 +one@0 +drive@1 =covid19@2 +covid@2 +19@3 =covid19@4 +covid@4 +19@5"
        );
        assert_eq!(words("bob@example.com", "en"), "=bob@example.com@0 +bob@0 +example@1 +com@2");
    }

    #[test]
    fn apostrophes_follow_the_language() {
        assert_eq!(words("don't user's", "en"), "=dont@0 +don@0 =user@1 +user@1");
        assert_eq!(words("l'article d’ouverture", "fr"), "article@0 ouverture@1");
        assert_eq!(words("Qu'est-ce aujourd'hui", "fr"), "=estce@0 +est@0 +ce@1 aujourd@2 hui@3");
        assert_eq!(words("nell'ordine, un'altra", "it"), "ordine@0 altra@1");
        assert_eq!(words("l l' d", "fr"), "l@0 l@1 d@2");
    }

    #[test]
    fn scripts_without_spaces_are_segmented() {
        assert!(words("パスワードを変更する", "ja").contains("変更"));
        assert!(words("重置密码", "zh").contains("密码"));
        assert!(words("เปลี่ยนรหัสผ่าน", "th").contains("รหัส"));
        assert!(words("서버를 설정", "ko").contains("+서버"));
    }

    proptest::proptest! {
        #[test]
        fn tokens_lie_in_the_text_in_order(text in proptest::prop_oneof!["\\PC{0,60}", "[a-zA-Z0-9.+#@'’_ -]{0,40}"]) {
            let mut last = 0;
            tokenize(&text, Language::from_code("en"), &mut |t: Token<'_>| {
                assert!(t.start < t.end && text.get(t.start..t.end).is_some());
                assert!(t.position >= last);
                assert!(!t.word.contains(char::is_whitespace), "{t:?}");
                last = t.position;
            });
        }
    }
}
