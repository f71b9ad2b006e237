//! The language of a text, among those that the knowledge base is written in.

use crate::base::Locale;

/// The locale that a text is written in, when that can be told with some certainty. Short texts
/// rarely can: prefer the locale that the reader chose.
#[must_use]
pub fn detect(text: &str, locales: &[Locale]) -> Option<Locale> {
    let allowed: Vec<whatlang::Lang> = locales.iter().filter_map(|l| lang(&l.language())).collect();
    if allowed.is_empty() {
        return None;
    }
    let info = whatlang::Detector::with_allowlist(allowed).detect(text)?;
    if info.confidence() < 0.5 {
        return None;
    }
    locales.iter().find(|l| lang(&l.language()) == Some(info.lang())).cloned()
}

/// What a text is written in, looked at once.
#[derive(Debug, Clone)]
pub struct Written {
    /// What is surely the language, if there is one.
    surely: Option<whatlang::Lang>,
}

impl Written {
    /// Looks at a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let long_enough =
            || text.split_whitespace().count() >= 3 || text.chars().filter(|c| !c.is_ascii()).count() >= 5;
        if !long_enough() {
            return Self { surely: None };
        }
        let info = whatlang::detect(text).filter(|info| info.is_reliable() && info.confidence() > 0.9);
        Self { surely: info.map(|info| info.lang()) }
    }

    /// Whether it is surely in this locale's language.
    #[must_use]
    pub fn is(&self, locale: &Locale) -> bool {
        self.surely.is_some() && self.surely == lang(&locale.language())
    }

    /// The language (ISO 639-3), where it is surely that of none of these locales.
    #[must_use]
    pub fn foreign(&self, locales: &[Locale]) -> Option<String> {
        let surely = self.surely?;
        let known = locales.iter().any(|locale| lang(&locale.language()) == Some(surely));
        (!known).then(|| surely.code().to_owned())
    }
}

fn lang(code: &str) -> Option<whatlang::Lang> {
    use whatlang::Lang as L;
    Some(match code {
        "en" => L::Eng,
        "es" => L::Spa,
        "hu" => L::Hun,
        "de" => L::Deu,
        "fr" => L::Fra,
        "it" => L::Ita,
        "pt" => L::Por,
        "nl" => L::Nld,
        "sv" => L::Swe,
        "da" => L::Dan,
        "no" | "nb" | "nn" => L::Nob,
        "fi" => L::Fin,
        "ro" => L::Ron,
        "pl" => L::Pol,
        "cs" => L::Ces,
        "sk" => L::Slk,
        "hr" => L::Hrv,
        "sl" => L::Slv,
        "tr" => L::Tur,
        "ru" => L::Rus,
        "uk" => L::Ukr,
        "bg" => L::Bul,
        "sr" => L::Srp,
        "el" => L::Ell,
        "ar" => L::Ara,
        "fa" => L::Pes,
        "he" => L::Heb,
        "hi" => L::Hin,
        "bn" => L::Ben,
        "ta" => L::Tam,
        "th" => L::Tha,
        "vi" => L::Vie,
        "id" => L::Ind,
        "ja" => L::Jpn,
        "ko" => L::Kor,
        "zh" => L::Cmn,
        "ca" => L::Cat,
        "lt" => L::Lit,
        "lv" => L::Lav,
        "et" => L::Est,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_told_apart() {
        let locales: Vec<Locale> = ["en", "es", "hu"].iter().map(|l| l.parse().expect("a locale")).collect();
        let of = |text| detect(text, &locales).map(|l| l.to_string());
        assert_eq!(of("How do I change the address of my account?").as_deref(), Some("en"));
        assert_eq!(of("¿Cómo cambio la dirección de mi cuenta?").as_deref(), Some("es"));
        assert_eq!(of("Hogyan változtathatom meg a fiókom címét?").as_deref(), Some("hu"));
        assert_eq!(detect("anything", &[]), None);
    }
}
