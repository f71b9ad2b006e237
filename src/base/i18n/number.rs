//! Numbers as each language writes them: the marks come from the `base-number-*` messages.

use fluent_bundle::FluentValue;
use intl_memoizer::{Memoizable, concurrent::IntlLangMemoizer};
use unic_langid::LanguageIdentifier;

use super::{Locale, sources, t_args};

/// How a language writes numbers.
#[derive(Debug, Clone)]
struct Marks {
    decimal: String,
    group: String,
    /// Digits before the first group mark at which grouping begins: 2 leaves 1234 alone.
    minimum: usize,
}

impl Marks {
    /// Reads a folder; a language that says nothing writes numbers as English does.
    fn of(folder: &str) -> Self {
        let files = sources(folder);
        let value = |key: &str| {
            let lines = files.iter().flat_map(|(_, source)| source.lines());
            lines.filter_map(|line| line.split_once(" = ")).rfind(|(name, _)| *name == key).map(|(_, text)| text.trim())
        };
        Self {
            decimal: value("base-number-decimal").unwrap_or(".").to_owned(),
            group: match value("base-number-group") {
                Some("space") => "\u{a0}".to_owned(),
                Some(mark) => mark.to_owned(),
                None => ",".to_owned(),
            },
            minimum: value("base-number-minimum").and_then(|text| text.parse().ok()).unwrap_or(1),
        }
    }

    fn write(&self, value: f64, fraction: Option<usize>) -> String {
        let plain = fraction.map_or_else(|| value.abs().to_string(), |digits| format!("{:.digits$}", value.abs()));
        let (whole, rest) = plain.split_once('.').map_or((plain.as_str(), None), |(w, r)| (w, Some(r)));
        let mut out = String::new();
        if value < 0.0 && plain.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
            out.push('\u{2212}');
        }
        let grouped = whole.len() >= 3 + self.minimum;
        for (i, digit) in whole.chars().enumerate() {
            if grouped && i > 0 && (whole.len() - i).is_multiple_of(3) {
                out.push_str(&self.group);
            }
            out.push(digit);
        }
        if let Some(rest) = rest {
            out.push_str(&self.decimal);
            out.push_str(rest);
        }
        out
    }
}

impl Memoizable for Marks {
    type Args = ();
    type Error = std::convert::Infallible;

    fn construct(lang: LanguageIdentifier, (): ()) -> Result<Self, Self::Error> {
        Ok(Self::of(&lang.to_string()))
    }
}

/// How Fluent prints a `{ $number }`.
pub(super) fn format_value(value: &FluentValue<'_>, memoizer: &IntlLangMemoizer) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let fraction = number.options.minimum_fraction_digits;
    memoizer.with_try_get::<Marks, _, _>((), |marks| marks.write(number.value, fraction)).ok()
}

/// A whole number: `12,345`, `12.345` or `12 345`.
#[must_use]
pub fn number(locale: &Locale, value: impl Into<i64>) -> String {
    t_args(locale, "base-number", &[("value", value.into().into())])
}

/// A share (0 to 1) as a percentage with so many digits after the decimal mark.
#[must_use]
pub fn percent(locale: &Locale, share: f64, digits: usize) -> String {
    let step = 10_f64.powi(i32::try_from(digits.min(6)).unwrap_or(6));
    let scaled = (share * 100.0 * step).round() / step;
    t_args(locale, "base-percent", &[("value", scaled.into())])
}
