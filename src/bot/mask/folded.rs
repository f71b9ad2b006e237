//! A text as a mask looks at it: digits of every script, wide letters and signs, blanks and dashes of every make
//! are the plain ones; each byte knows where it stands in the text as it was written.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

/// The zeros of scripts whose digits stand in a row (Unicode `Nd`).
const ZEROS: [u32; 19] = [
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0xF20, 0x1040,
    0x17E0, 0x1810, 0x1D7CE,
];
/// Stands where something was masked already: no expression fits it.
const MASKED: char = '\u{1}';

/// A text, folded, and what of it is to be masked.
pub(super) struct Folded<'t> {
    written: &'t str,
    /// The folded text; what is masked is blotted out of it.
    pub(super) text: String,
    /// For each byte of `text`, and for its end, where it stands in `written`.
    places: Vec<usize>,
    masks: Vec<(Range<usize>, &'static str)>,
}

impl<'t> Folded<'t> {
    pub(super) fn new(written: &'t str) -> Self {
        let mut folded = Self {
            written,
            text: String::with_capacity(written.len()),
            places: Vec::with_capacity(written.len() + 1),
            masks: Vec::new(),
        };
        for (at, c) in written.char_indices() {
            let plain = plain(c);
            folded.text.push(plain);
            folded.places.extend(std::iter::repeat_n(at, plain.len_utf8()));
        }
        folded.places.push(written.len());
        folded
    }

    /// Underscores are part of an address, and a blank between figures.
    pub(super) fn open_underscores(&mut self) {
        self.text = self.text.replace('_', " ");
    }

    /// Masks a part of the folded text.
    pub(super) fn mask(&mut self, range: Range<usize>, sign: &'static str) {
        let blot: String = std::iter::repeat_n(MASKED, range.len()).collect();
        self.text.replace_range(range.clone(), &blot);
        self.masks.push((range, sign));
    }

    /// The text as it was written, with its masks.
    pub(super) fn masked(mut self) -> String {
        self.masks.sort_by_key(|(range, _)| range.start);
        let (mut out, mut from) = (String::with_capacity(self.written.len()), 0);
        for (range, sign) in &self.masks {
            out.push_str(&self.written[from..self.places[range.start]]);
            out.push_str(sign);
            from = self.places[range.end];
        }
        out.push_str(&self.written[from..]);
        out
    }
}

fn plain(c: char) -> char {
    match c {
        c if c.is_ascii_graphic() => c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => ' ',
        c if c.is_whitespace() || c.is_control() => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => '-',
        '\u{2024}' | '\u{3002}' | '\u{ff61}' => '.',
        '\u{2044}' | '\u{2215}' => '/',
        c => digit(c).or_else(|| single(c)).unwrap_or(c),
    }
}

/// A digit of another script.
fn digit(c: char) -> Option<char> {
    let code = u32::from(c);
    let zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

/// The plain sign that a wide, small or raised one stands for (NFKC).
fn single(c: char) -> Option<char> {
    let mut plain = std::iter::once(c).nfkc();
    let first = plain.next().filter(char::is_ascii_graphic)?;
    plain.next().is_none().then_some(first)
}
