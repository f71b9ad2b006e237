//! A picture for shares with a page's own title on it, 1200 × 630 PNG: title, site and accent enter,
//! a file leaves; nothing for a script that the font (`DejaVu Sans Bold`, subset) does not hold.

use ab_glyph::{Font as _, FontRef, Glyph, PxScaleFont, ScaleFont as _, point};

use super::accent::{HEIGHT, Rgb, WHITE, WIDTH, png, shades};

/// Latin, Greek and Cyrillic; its licence stands beside it.
static FONT: &[u8] = include_bytes!("title.ttf");

const LEFT: f32 = 96.0;
const ROOM: f32 = 1200.0 - 2.0 * LEFT;
const TOP: f32 = 190.0;
/// Sizes tried in turn, with the lines that fit.
const SIZES: [(f32, usize); 3] = [(82.0, 3), (66.0, 4), (54.0, 5)];
const SITE: f32 = 36.0;
/// Steps from paper to ink.
const STEPS: u8 = 15;
const ACCENT: u8 = STEPS + 1;
const INK: Rgb = Rgb::new(0x14, 0x20, 0x1c);

/// Paints it.
#[must_use]
pub fn title_picture(accent: &str, site: &str, title: &str) -> Option<Vec<u8>> {
    let font = FontRef::try_from_slice(FONT).expect("the font was looked at when it was put here");
    let known = |text: &str| text.chars().all(|c| c.is_whitespace() || font.glyph_id(c).0 != 0);
    if title.trim().is_empty() || !known(title) {
        return None;
    }
    let mut canvas = Canvas { points: vec![0; (WIDTH * HEIGHT) as usize] };
    canvas.fill(0, 0, 24, HEIGHT);
    canvas.fill(96, 112, 184, 126);
    let (size, lines) = laid_out(&font, title);
    let scaled = font.as_scaled(size);
    let mut baseline = TOP + scaled.ascent();
    for line in lines {
        canvas.write(&scaled, &line, LEFT, baseline);
        baseline += size * 1.2;
    }
    if known(site) {
        canvas.fill(96, 532, 118, 560);
        canvas.write(&font.as_scaled(SITE), site, LEFT + 42.0, 560.0);
    }
    Some(canvas.png(shades(accent).0))
}

/// The largest size at which the title fits, and its lines; the last one is cut where it does not.
fn laid_out(font: &FontRef<'_>, title: &str) -> (f32, Vec<String>) {
    let fits = SIZES.iter().find_map(|(size, most)| {
        let lines = wrapped(&font.as_scaled(*size), title);
        (lines.len() <= *most).then_some((*size, lines))
    });
    fits.unwrap_or_else(|| {
        let (size, most) = SIZES[SIZES.len() - 1];
        let mut lines = wrapped(&font.as_scaled(size), title);
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            let shorter: String = last.chars().take(last.chars().count().saturating_sub(2)).collect();
            *last = format!("{}…", shorter.trim_end());
        }
        (size, lines)
    })
}

fn width(font: &PxScaleFont<&FontRef<'_>>, text: &str) -> f32 {
    text.chars().map(|c| font.h_advance(font.glyph_id(c))).sum()
}

/// Lines that fit; a word that is longer than a line is broken.
fn wrapped(font: &PxScaleFont<&FontRef<'_>>, text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is one");
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(font, &longer) <= ROOM {
            *line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(String::new());
        }
        for letter in word.chars() {
            let line = lines.last_mut().expect("there is one");
            line.push(letter);
            if width(font, line) > ROOM {
                line.pop();
                lines.push(letter.to_string());
            }
        }
    }
    lines
}

/// Points as places in the palette: paper, steps to ink, accent.
struct Canvas {
    points: Vec<u8>,
}

impl Canvas {
    fn fill(&mut self, left: u32, top: u32, right: u32, bottom: u32) {
        for y in top..bottom {
            let row = (y * WIDTH) as usize;
            self.points[row + left as usize..row + right as usize].fill(ACCENT);
        }
    }

    fn write(&mut self, font: &PxScaleFont<&FontRef<'_>>, text: &str, left: f32, baseline: f32) {
        let mut x = left;
        for letter in text.chars() {
            let mut glyph: Glyph = font.scaled_glyph(letter);
            glyph.position = point(x, baseline);
            x += font.h_advance(glyph.id);
            if let Some(outline) = font.outline_glyph(glyph) {
                let corner = outline.px_bounds().min;
                outline.draw(|dx, dy, cover| self.ink(corner.x + as_float(dx), corner.y + as_float(dy), cover));
            }
        }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be within the picture")]
    fn ink(&mut self, x: f32, y: f32, cover: f32) {
        if x < 0.0 || y < 0.0 || x >= as_float(WIDTH) || y >= as_float(HEIGHT) {
            return;
        }
        let at = (y as u32 * WIDTH + x as u32) as usize;
        let step = (cover.clamp(0.0, 1.0) * f32::from(STEPS)).round() as u8;
        self.points[at] = self.points[at].max(step);
    }

    fn png(&self, accent: Rgb) -> Vec<u8> {
        let step = |at: u8| WHITE.toward(INK, u16::from(at) * 100 / u16::from(STEPS));
        let palette: Vec<Rgb> = (0..=STEPS).map(step).chain([accent]).collect();
        let rows = self.points.chunks(WIDTH as usize);
        let raw: Vec<u8> = rows.flat_map(|row| std::iter::once(0).chain(row.iter().copied())).collect();
        png(&raw, &palette)
    }
}

#[expect(clippy::cast_precision_loss, reason = "places in a picture of 1200 points are exact")]
fn as_float(place: u32) -> f32 {
    place as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_in_latin_greek_or_cyrillic_is_painted() {
        let long = "Megszentségteleníthetetlenségeskedéseitekért és más hosszú szavak a súgóközpontban, ".repeat(6);
        for title in ["Reset your password", "Árvíztűrő tükörfúrógép", "Вход в систему", "Επαναφορά", long.as_str()]
        {
            let picture = title_picture("#1f6f5c", "Acme", title).expect(title);
            let size = imagesize::blob_size(&picture).map(|size| (size.width, size.height)).ok();
            assert_eq!(size, Some((1200, 630)), "{title}");
            assert!(picture.len() < 60_000, "{}", picture.len());
        }
    }

    #[test]
    fn what_the_font_does_not_hold_is_not_painted_as_boxes() {
        for title in ["パスワード", "إعادة تعيين", " ", ""] {
            assert!(title_picture("#1f6f5c", "Acme", title).is_none(), "{title}");
        }
    }

    #[test]
    fn lines_keep_within_the_picture() {
        let font = FontRef::try_from_slice(FONT).unwrap();
        let text = format!("{} a {}", "W".repeat(120), "ill ".repeat(60));
        for (size, _) in SIZES {
            let scaled = font.as_scaled(size);
            assert!(wrapped(&scaled, &text).iter().all(|line| width(&scaled, line) <= ROOM));
        }
    }
}
