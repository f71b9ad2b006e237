//! One colour from the configuration becomes an accent that can be read on both themes (WCAG 2.2:
//! at least 4.5 : 1), a tab icon and a picture for shares.

use std::io::Write as _;

/// The papers that accents stand on; see `static/tokens.css`.
const LIGHT_PAPERS: [Rgb; 2] = [Rgb([0xff, 0xff, 0xff]), Rgb([0xf4, 0xf7, 0xf5])];
const DARK_PAPERS: [Rgb; 2] = [Rgb([0x0f, 0x14, 0x13]), Rgb([0x1c, 0x24, 0x22])];
pub(super) const WHITE: Rgb = Rgb([255; 3]);
const INK: Rgb = Rgb([0x0b, 0x16, 0x13]);
/// A little above AA, since washes of the accent lie under it too.
const ENOUGH: f64 = 5.2;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rgb([u8; 3]);

impl Rgb {
    pub(super) const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self([red, green, blue])
    }

    fn parse(text: &str) -> Self {
        let part = |at: usize| text.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0);
        Self([part(1), part(3), part(5)])
    }

    fn hex(self) -> String {
        let [r, g, b] = self.0;
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// Relative luminance, WCAG 2.2.
    fn luminance(self) -> f64 {
        let [r, g, b] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// So many hundredths of the way to another colour.
    pub(super) fn toward(self, other: Self, hundredths: u16) -> Self {
        let mix = |a: u8, b: u8| {
            let sum = u16::from(a) * (100 - hundredths) + u16::from(b) * hundredths;
            u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
        };
        Self(std::array::from_fn(|at| mix(self.0[at], other.0[at])))
    }

    /// The nearest shade of the same hue, darker or lighter, that can be read on all papers.
    fn readable(self, lighter: bool, papers: &[Self]) -> Self {
        let (hue, saturation, lightness) = self.hsl();
        let end = if lighter { 1.0 } else { 0.0 };
        (0..=50)
            .map(|step| lightness + (end - lightness) * f64::from(step) / 50.0)
            .map(|lightness| Self::from_hsl(hue, saturation, lightness))
            .find(|shade| papers.iter().all(|paper| shade.contrast(*paper) >= ENOUGH))
            .unwrap_or(if lighter { WHITE } else { Rgb([0; 3]) })
    }

    /// Hue in sixths of the circle, saturation and lightness from 0 to 1.
    fn hsl(self) -> (f64, f64, f64) {
        let [r, g, b] = self.0.map(|part| f64::from(part) / 255.0);
        let (max, min) = (r.max(g).max(b), r.min(g).min(b));
        let (chroma, lightness) = (max - min, f64::midpoint(max, min));
        if chroma < f64::EPSILON {
            return (0.0, 0.0, lightness);
        }
        let hue = match max {
            top if (top - r).abs() < f64::EPSILON => ((g - b) / chroma).rem_euclid(6.0),
            top if (top - g).abs() < f64::EPSILON => (b - r) / chroma + 2.0,
            _ => (r - g) / chroma + 4.0,
        };
        (hue, chroma / (1.0 - (2.0 * lightness - 1.0).abs()), lightness)
    }

    fn from_hsl(hue: f64, saturation: f64, lightness: f64) -> Self {
        let chroma = (1.0 - (2.0 * lightness - 1.0).abs()) * saturation;
        let second = chroma * (1.0 - (hue % 2.0 - 1.0).abs());
        let [r, g, b] = match hue {
            hue if hue < 1.0 => [chroma, second, 0.0],
            hue if hue < 2.0 => [second, chroma, 0.0],
            hue if hue < 3.0 => [0.0, chroma, second],
            hue if hue < 4.0 => [0.0, second, chroma],
            hue if hue < 5.0 => [second, 0.0, chroma],
            _ => [chroma, 0.0, second],
        };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
        let byte = |part: f64| ((part + lightness - chroma / 2.0) * 255.0).round().clamp(0.0, 255.0) as u8;
        Self([byte(r), byte(g), byte(b)])
    }

    /// Text on top of this colour.
    fn text(self) -> Self {
        if self.contrast(WHITE) >= self.contrast(INK) { WHITE } else { INK }
    }
}

/// Light and dark shade.
pub(super) fn shades(accent: &str) -> (Rgb, Rgb) {
    let colour = Rgb::parse(accent);
    (colour.readable(false, &LIGHT_PAPERS), colour.readable(true, &DARK_PAPERS))
}

/// The rule that lays the accent over the tokens.
#[must_use]
pub fn rules(accent: &str) -> String {
    let (light, dark) = shades(accent);
    format!(
        "@media not (forced-colors: active) {{ :root {{ --accent: light-dark({}, {}); --on-accent: light-dark({}, {}) }} }}\n",
        light.hex(),
        dark.hex(),
        light.text().hex(),
        dark.text().hex()
    )
}

/// The mark: an index card with its tab.
#[must_use]
pub fn icon(accent: &str) -> String {
    let colour = Rgb::parse(accent).hex();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><path fill=\"{colour}\" d=\"M4 3h11a2 2 0 0 1 2 2v4h11v18a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3z\"/><path stroke=\"#fff\" stroke-width=\"2.6\" stroke-linecap=\"round\" d=\"M10 16h12M10 22h7\"/></svg>"
    )
}

pub(super) const WIDTH: u32 = 1200;
pub(super) const HEIGHT: u32 = 630;

/// A picture for shares, 1200 × 630 PNG: the mark's card, large, on the accent.
pub fn picture(accent: &str) -> Vec<u8> {
    let (shade, _) = shades(accent);
    let wash = shade.toward(WHITE, 92);
    let palette = [shade, WHITE, wash, shade.toward(WHITE, 55)];
    let mut raw = Vec::with_capacity(((WIDTH + 1) * HEIGHT) as usize);
    for y in 0..HEIGHT {
        raw.push(0);
        raw.extend((0..WIDTH).map(|x| ink_at(x, y)));
    }
    png(&raw, &palette)
}

/// Which of the palette a point is painted with.
fn ink_at(x: u32, y: u32) -> u8 {
    let within =
        |left: u32, top: u32, right: u32, bottom: u32| (left..right).contains(&x) && (top..bottom).contains(&y);
    if within(190, 300, 880, 330)
        || within(190, 400, 1010, 418)
        || within(190, 452, 930, 470)
        || within(190, 504, 700, 522)
    {
        return if y < 340 { 0 } else { 3 };
    }
    if within(120, 130, 420, 210) || within(120, 200, 1080, 630) {
        return 1;
    }
    0
}

/// Indexed-colour PNG (ISO/IEC 15948): signature, header, palette, one compressed block, end.
pub(super) fn png(raw: &[u8], palette: &[Rgb]) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::new();
    header.extend(WIDTH.to_be_bytes());
    header.extend(HEIGHT.to_be_bytes());
    header.extend([8, 3, 0, 0, 0]);
    chunk(&mut out, *b"IHDR", &header);
    chunk(&mut out, *b"PLTE", &palette.iter().flat_map(|colour| colour.0).collect::<Vec<u8>>());
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let packed = zlib.write_all(raw).and_then(|()| zlib.finish()).expect("a vector takes every byte");
    chunk(&mut out, *b"IDAT", &packed);
    chunk(&mut out, *b"IEND", &[]);
    out
}

fn chunk(out: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    out.extend(u32::try_from(data.len()).expect("a chunk is small").to_be_bytes());
    out.extend(kind);
    out.extend(data);
    let mut sum = flate2::Crc::new();
    sum.update(&kind);
    sum.update(data);
    out.extend(sum.sum().to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_accent_can_be_read_in_both_themes() {
        for accent in ["#ffff00", "#000000", "#ffffff", "#1f6f5c", "#ff0066", "#00ff00", "#0000ff", "#808080"] {
            let (light, dark) = shades(accent);
            assert!(LIGHT_PAPERS.iter().all(|paper| light.contrast(*paper) >= 4.5), "{accent} {}", light.hex());
            assert!(DARK_PAPERS.iter().all(|paper| dark.contrast(*paper) >= 4.5), "{accent} {}", dark.hex());
            assert!(light.text().contrast(light) >= 4.5 && dark.text().contrast(dark) >= 4.5, "{accent}");
        }
    }

    #[test]
    fn a_good_accent_is_left_alone() {
        assert_eq!(shades("#0a5c4b").0.hex(), "#0a5c4b");
    }

    #[test]
    fn the_picture_is_a_small_png_of_the_size_that_networks_want() {
        let picture = picture("#1f6f5c");
        assert_eq!(imagesize::blob_size(&picture).map(|size| (size.width, size.height)).ok(), Some((1200, 630)));
        assert!(picture.len() < 12_000, "{}", picture.len());
    }
}
