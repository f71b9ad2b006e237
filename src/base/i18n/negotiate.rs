//! Which language a reader is given, by what the browser asks for (RFC 4647 look-up, RFC 9110 §12.5.4).

use super::Locale;

/// The best of `available` for an `Accept-Language` header: exact tag, then same language, then a
/// tag that begins alike, in the reader's order of preference. `None` when nothing fits.
#[must_use]
pub fn negotiate(accept_language: Option<&str>, available: &[Locale]) -> Option<Locale> {
    let header = accept_language?;
    let mut wanted: Vec<(&str, u16)> = header.split(',').take(32).filter_map(range).collect();
    wanted.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    wanted.into_iter().find_map(|(tag, _)| best(tag, available))
}

/// One `tag;q=0.8` as tag and weight in thousandths; what is refused (`q=0`) or malformed is left out.
fn range(part: &str) -> Option<(&str, u16)> {
    let mut fields = part.split(';').map(str::trim);
    let tag = fields.next().filter(|tag| !tag.is_empty())?;
    let weight = match fields.find_map(|field| field.strip_prefix("q=").or_else(|| field.strip_prefix("Q="))) {
        None => 1.0,
        Some(text) => text.parse::<f32>().ok().filter(|q| (0.0..=1.0).contains(q))?,
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000, checked above")]
    let thousandths = (weight * 1000.0) as u16;
    (thousandths > 0).then_some((tag, thousandths))
}

fn best(tag: &str, available: &[Locale]) -> Option<Locale> {
    let language = tag.split('-').next().unwrap_or(tag).to_lowercase();
    let exact = available.iter().find(|locale| locale.as_str().eq_ignore_ascii_case(tag));
    let plain = || available.iter().find(|locale| locale.as_str().eq_ignore_ascii_case(&language));
    let sibling = || available.iter().find(|locale| locale.language() == language);
    exact.or_else(plain).or_else(sibling).cloned()
}
