//! What every page of the desk shows around its content, and the small parts that views are made of.

use jiff::{Timestamp, tz::TimeZone};

use crate::{
    base::{
        Locale,
        i18n::{self, t, t_args},
    },
    web::assets,
};

/// The frame of a page.
#[derive(Debug, Clone)]
pub struct Page {
    /// Language of the interface.
    pub locale: Locale,
    /// Title, also of the browser's tab.
    pub title: String,
    /// The product's or company's name.
    pub site: String,
    /// Who is signed in.
    pub user: Option<Badge>,
    /// What forms send along.
    pub csrf: String,
    /// The way to the other pages.
    pub links: Vec<NavLink>,
    /// What has just happened, and what needs somebody's attention.
    pub notices: Vec<Notice>,
}

/// Who is signed in.
#[derive(Debug, Clone)]
pub struct Badge {
    /// Name.
    pub name: String,
    /// `admin`, `agent` or `writer`.
    pub role: &'static str,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where.
    pub url: String,
    /// What it says.
    pub label: String,
}

/// A link of a navigation.
#[derive(Debug, Clone)]
pub struct NavLink {
    /// Where.
    pub url: String,
    /// What it says.
    pub label: String,
    /// This is where one is.
    pub current: bool,
    /// How many wait there.
    pub count: Option<u64>,
}

/// A line above the content.
#[derive(Debug, Clone)]
pub struct Notice {
    /// `good`, `warn`, `bad` or empty.
    pub kind: &'static str,
    /// What it says.
    pub text: String,
    /// Where to go about it.
    pub link: Option<Link>,
    /// It is the answer to what was just done, to be read out.
    pub fresh: bool,
}

/// A word of a closed vocabulary with what people call it.
#[derive(Debug, Clone)]
pub struct Word {
    /// As stored.
    pub value: String,
    /// As shown.
    pub label: String,
}

/// One line of a drop-down list.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// It is the present one.
    pub chosen: bool,
}

/// A drop-down list.
#[derive(Debug, Clone)]
pub struct Select {
    /// Name of the field.
    pub name: &'static str,
    /// Its label.
    pub label: String,
    /// What it says when nothing is chosen.
    pub any: String,
    /// Its lines.
    pub options: Vec<Choice>,
}

/// A moment, as short as one reads it and as exact as one may want it.
#[derive(Debug, Clone)]
pub struct When {
    /// RFC 3339.
    pub iso: String,
    /// `3 hours ago`.
    pub text: String,
    /// Day and time.
    pub full: String,
}

/// A promise.
#[derive(Debug, Clone)]
pub struct Due {
    /// What is promised.
    pub label: String,
    /// `ok`, `soon` or `late`.
    pub state: &'static str,
    /// Until when.
    pub when: When,
}

impl Page {
    /// Text of the interface.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        t(&self.locale, key)
    }

    /// Text with one variable.
    #[must_use]
    pub fn t1(&self, key: &str, name: &str, value: impl std::fmt::Display) -> String {
        t_args(&self.locale, key, &[(name, value.to_string().into())])
    }

    /// Text that chooses by `$count`.
    #[must_use]
    pub fn count(&self, key: &str, count: impl std::fmt::Display) -> String {
        // A template hands numbers over by reference and of any width; their text is the same.
        t_args(&self.locale, key, &[("count", count.to_string().parse::<i64>().unwrap_or(i64::MAX).into())])
    }

    /// Language for `lang=`.
    #[must_use]
    pub fn lang(&self) -> &str {
        self.locale.as_str()
    }

    /// `ltr` or `rtl`.
    #[must_use]
    pub fn dir(&self) -> &'static str {
        if self.locale.is_right_to_left() { "rtl" } else { "ltr" }
    }

    /// URL of an embedded file.
    #[must_use]
    #[expect(clippy::unused_self, reason = "templates call it on what they have")]
    pub fn asset(&self, name: &str) -> &'static str {
        assets::asset(name)
    }

    /// A vocabulary's word: `desk-status-open`.
    #[must_use]
    pub fn word(&self, vocabulary: &str, value: &str) -> Word {
        Word { value: value.to_owned(), label: self.t(&format!("desk-{vocabulary}-{value}")) }
    }

    /// A drop-down list of a vocabulary.
    #[must_use]
    pub fn choices<'a>(
        &self,
        vocabulary: &str,
        values: impl IntoIterator<Item = &'a str>,
        chosen: Option<&str>,
    ) -> Vec<Choice> {
        let choice = |value: &str| {
            let word = self.word(vocabulary, value);
            Choice { chosen: chosen == Some(value), value: word.value, label: word.label }
        };
        values.into_iter().map(choice).collect()
    }

    /// A moment for people.
    #[must_use]
    pub fn when(&self, at: Timestamp, now: Timestamp, zone: &TimeZone) -> When {
        When {
            iso: at.to_string(),
            text: i18n::relative(&self.locale, at, now),
            full: i18n::date_time(&self.locale, &at.to_zoned(zone.clone())),
        }
    }

    /// Adds a line above the content.
    #[must_use]
    pub fn with_notice(mut self, notice: Option<Notice>) -> Self {
        self.notices.extend(notice);
        self
    }
}

#[cfg(test)]
impl Page {
    /// A page of an admin in English.
    pub(crate) fn sample(title: &str) -> Self {
        let link = |url: &str, label: &str| NavLink {
            url: url.into(),
            label: label.into(),
            current: url == "/desk/tickets",
            count: (url == "/desk/tickets").then_some(3),
        };
        Self {
            locale: "en".parse().expect("a locale"),
            title: title.into(),
            site: "Answerdesk".into(),
            user: Some(Badge { name: "Ada".into(), role: "admin" }),
            csrf: "token".into(),
            links: vec![link("/desk", "Search"), link("/desk/tickets", "Tickets")],
            notices: vec![Notice { kind: "good", text: "Saved.".into(), link: None, fresh: true }],
        }
    }
}

#[cfg(test)]
impl When {
    pub(crate) fn sample() -> Self {
        Self {
            iso: "2026-11-22T10:00:00Z".into(),
            text: "2 hours ago".into(),
            full: "November 22, 2026 at 10:00 AM".into(),
        }
    }
}

#[cfg(test)]
impl Select {
    pub(crate) fn sample(name: &'static str) -> Self {
        let options = vec![
            Choice { value: "a".into(), label: "A".into(), chosen: false },
            Choice { value: "b".into(), label: "B".into(), chosen: true },
        ];
        Self { name, label: name.to_uppercase(), any: "Any".into(), options }
    }
}

#[cfg(test)]
mod tests {
    use crate::{base::i18n, bot::REASONS};

    #[test]
    fn whatever_the_bot_hands_over_for_has_words_on_the_desk() {
        for locale in ["en", "es", "hu"] {
            for reason in REASONS {
                let key = format!("desk-reason-{reason}");
                assert_ne!(i18n::t(&locale.parse().unwrap(), &key), key, "{locale}");
            }
        }
    }
}
