//! Packing of short texts, each by itself: words become codes of one, two or three bytes, the commoner the
//! shorter, so that unpacking is copying. A dense word code in the manner of Brisaboa, Fariña, Navarro and
//! Paramá (2007), with a vocabulary learned from a sample, pieces of words for those that are not in it, and
//! raw bytes for the rest. Any bytes come back as they went in.

use super::quick::QuickMap;

/// Longest entry of a vocabulary, in bytes.
const LONGEST: usize = 32;
/// Most entries.
const MOST: usize = 60_000;
/// First bytes of codes: below `TWO` they are whole codes; below `THREE` one more byte follows, then two.
const TWO: usize = 160;
const THREE: usize = 250;
/// Raw bytes follow: their number, then they.
const RAW: u8 = 255;
const ONES: usize = TWO;
const TWOS: usize = ONES + (THREE - TWO) * 256;
/// No text is longer unpacked.
const MOST_BYTES: usize = 16 << 20;

/// Words and what stands between them, the commonest first.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    text: Vec<u8>,
    /// Where each entry ends in `text`.
    ends: Vec<u32>,
}

impl Vocabulary {
    /// Learns from texts: what stands in them twice or more, and the beginnings and ends of rare words.
    #[must_use]
    pub fn learn<'a>(samples: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut counts: QuickMap<&[u8], u32> = QuickMap::default();
        for sample in samples {
            each_token(sample, |token| *counts.entry(token).or_default() += 1);
        }
        let mut pieces: QuickMap<&[u8], u32> = QuickMap::default();
        for (token, _) in counts.iter().filter(|(token, count)| **count <= 3 && token.len() >= 5) {
            let cuts = [3, 4, 5, 6].map(|length| token.get(..length));
            let tails = [2, 3, 4].map(|length| token.get(token.len() - length..));
            for piece in cuts.into_iter().chain(tails).flatten().filter(|piece| piece.len() < token.len()) {
                *pieces.entry(piece).or_default() += 1;
            }
        }
        let mut all: QuickMap<&[u8], u32> = counts.into_iter().filter(|(_, count)| *count >= 2).collect();
        for (piece, count) in pieces.into_iter().filter(|(_, count)| *count >= 4) {
            let known = all.entry(piece).or_default();
            *known = (*known).max(count / 4);
        }
        let mut all: Vec<(&[u8], u32)> = all.into_iter().collect();
        all.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        all.truncate(MOST);
        let mut vocabulary = Self::default();
        all.iter().for_each(|(token, _)| vocabulary.push(token));
        vocabulary
    }

    fn push(&mut self, token: &[u8]) {
        self.text.extend_from_slice(token);
        self.ends.push(u32::try_from(self.text.len()).expect("a vocabulary is small"));
    }

    fn get(&self, at: usize) -> Option<&[u8]> {
        let start = if at == 0 { 0 } else { *self.ends.get(at - 1)? };
        self.text.get(start as usize..*self.ends.get(at)? as usize)
    }

    /// For a file: the lengths of the entries, each followed by its bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.text.len() + self.ends.len());
        for entry in (0..self.ends.len()).filter_map(|at| self.get(at)) {
            bytes.push(u8::try_from(entry.len()).expect("entries are short"));
            bytes.extend_from_slice(entry);
        }
        bytes
    }

    /// From a file; `None` when it is cut short.
    #[must_use]
    pub fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let mut vocabulary = Self::default();
        while let Some((&length, rest)) = bytes.split_first() {
            let (entry, rest) = rest.split_at_checked(usize::from(length))?;
            vocabulary.push(entry);
            bytes = rest;
        }
        (vocabulary.ends.len() <= MOST).then_some(vocabulary)
    }

    /// What packs with it.
    #[must_use]
    pub fn packer(&self) -> Packer<'_> {
        Packer { codes: (0..self.ends.len()).filter_map(|at| Some((self.get(at)?, at))).collect() }
    }

    /// The bytes again; `None` when they are damaged or were packed with another vocabulary.
    #[must_use]
    pub fn unpack(&self, packed: &[u8]) -> Option<Vec<u8>> {
        let (head, mut rest) = packed.split_at_checked(4)?;
        let length = u32::from_le_bytes(head.try_into().ok()?) as usize;
        let mut out = Vec::with_capacity(if length <= MOST_BYTES { length } else { return None });
        while let Some((&first, tail)) = rest.split_first() {
            let lead = usize::from(first);
            let (code, used) = match lead {
                _ if first == RAW => {
                    let (&count, tail) = tail.split_first()?;
                    let (raw, tail) = tail.split_at_checked(usize::from(count))?;
                    out.extend_from_slice(raw);
                    rest = tail;
                    continue;
                }
                0..TWO => (lead, 0),
                TWO..THREE => (ONES + (lead - TWO) * 256 + usize::from(*tail.first()?), 1),
                _ => {
                    let low = usize::from(*tail.first()?) << 8 | usize::from(*tail.get(1)?);
                    (TWOS + ((lead - THREE) << 16) + low, 2)
                }
            };
            out.extend_from_slice(self.get(code)?);
            rest = &tail[used..];
        }
        (out.len() == length).then_some(out)
    }
}

/// Packs texts with a vocabulary.
pub struct Packer<'a> {
    codes: QuickMap<&'a [u8], usize>,
}

impl Packer<'_> {
    /// Packs one text.
    ///
    /// # Panics
    /// When it is longer than 4 GiB.
    #[must_use]
    pub fn pack(&self, text: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(text.len() / 2 + 8);
        out.extend(u32::try_from(text.len()).expect("texts are far shorter").to_le_bytes());
        let mut raw: Vec<u8> = Vec::new();
        each_token(text, |mut token| {
            while !token.is_empty() {
                let known = (1..=token.len()).rev().find_map(|length| {
                    let code = *self.codes.get(&token[..length])?;
                    (length == token.len() || length >= 3 || code < ONES).then_some((length, code))
                });
                match known {
                    Some((length, code)) => {
                        flush(&mut raw, &mut out);
                        push_code(code, &mut out);
                        token = &token[length..];
                    }
                    None => {
                        raw.push(token[0]);
                        token = &token[1..];
                        if raw.len() == 255 {
                            flush(&mut raw, &mut out);
                        }
                    }
                }
            }
        });
        flush(&mut raw, &mut out);
        out
    }
}

fn flush(raw: &mut Vec<u8>, out: &mut Vec<u8>) {
    if !raw.is_empty() {
        out.extend([RAW, u8::try_from(raw.len()).expect("written out at 255")]);
        out.append(raw);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "each part is below 256")]
fn push_code(code: usize, out: &mut Vec<u8>) {
    match code {
        0..ONES => out.push(code as u8),
        ONES..TWOS => out.extend([(TWO + (code - ONES) / 256) as u8, (code - ONES) as u8]),
        _ => {
            let rest = code - TWOS;
            out.extend([(THREE + (rest >> 16)) as u8, (rest >> 8) as u8, rest as u8]);
        }
    }
}

/// Cuts bytes into words (each with the one space before it), runs of signs, and single letters of scripts
/// that have no spaces.
fn each_token<'a>(bytes: &'a [u8], mut visit: impl FnMut(&'a [u8])) {
    let mut at = 0;
    while at < bytes.len() {
        let end = token_end(bytes, at);
        visit(&bytes[at..end]);
        at = end;
    }
}

fn token_end(bytes: &[u8], at: usize) -> usize {
    let begins_word = |at: usize| bytes.get(at).is_some_and(|&b| b.is_ascii_alphanumeric() || matches!(b, 0xc3..=0xdf));
    let continues = |at: usize| bytes.get(at).is_some_and(|&b| matches!(b, 0x80..=0xbf));
    let most = (at + LONGEST).min(bytes.len());
    let word = at + usize::from(bytes[at] == b' ');
    let mut end = at + 1;
    if begins_word(word) {
        end = word + 1;
        while end < most && (begins_word(end) || continues(end)) {
            end += 1;
        }
    } else if bytes[at] >= 0x80 {
        while end < most && continues(end) {
            end += 1;
        }
    } else {
        let before_word = |at: usize| bytes[at] == b' ' && begins_word(at + 1);
        while end < most && bytes[end] < 0x80 && !begins_word(end) && !before_word(end) {
            end += 1;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_sample_become_short() {
        let text = "Open the settings, then press Reset. Open the settings again; the password is new.".repeat(3);
        let vocabulary = Vocabulary::learn([text.as_bytes()]);
        let packed = vocabulary.packer().pack(text.as_bytes());
        assert!(packed.len() * 4 < text.len(), "{} of {}", packed.len(), text.len());
        assert_eq!(vocabulary.unpack(&packed).as_deref(), Some(text.as_bytes()));
        assert_eq!(Vocabulary::from_bytes(&vocabulary.to_bytes()), Some(vocabulary));
    }

    #[test]
    fn codes_of_all_lengths_are_told_apart() {
        for code in [0, ONES - 1, ONES, ONES + 255, ONES + 256, TWOS - 1, TWOS, TWOS + 70_000] {
            let mut vocabulary = Vocabulary::default();
            (0..=code).for_each(|at| vocabulary.push(if at == code { b"x" } else { b"" }));
            let mut packed = vec![1, 0, 0, 0];
            push_code(code, &mut packed);
            assert_eq!(vocabulary.unpack(&packed).as_deref(), Some(&b"x"[..]), "{code}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_comes_back(
            sample in "([a-e ]{1,6}[.,\n ]|\\PC){0,60}",
            text in "([a-e ]{1,6}[.,\n ]|\\PC|\0){0,80}",
        ) {
            let vocabulary = Vocabulary::learn([sample.as_bytes()]);
            let packed = vocabulary.packer().pack(text.as_bytes());
            proptest::prop_assert_eq!(vocabulary.unpack(&packed), Some(text.into_bytes()));
        }

        #[test]
        fn damaged_bytes_are_refused_or_read(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..60)) {
            let _ = Vocabulary::learn([&b"some words and some more words"[..]]).unpack(&bytes);
            let _ = Vocabulary::from_bytes(&bytes);
        }
    }
}
