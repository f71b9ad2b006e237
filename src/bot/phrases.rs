//! What the bot says by itself, by locale, and what it understands besides questions: a file a language, each
//! phrase overridable by the knowledge base. English, Spanish and Hungarian are whole; German, French, Italian,
//! Portuguese and Dutch too, but for strangers; Polish, Russian and Swedish say all and understand little, the other
//! files hold what people say to reach a person, to greet, thank and agree. English fills in the rest.

use std::borrow::Cow;

use rayon::prelude::*;
use toml::{Table, Value};

use crate::base::Locale;

/// The languages with a file of their own, of two that share a word the more spoken first; another is added by its
/// file and a line here.
const BUILT_IN: [(&str, &str); 19] = [
    ("en", include_str!("phrases/en.toml")),
    ("es", include_str!("phrases/es.toml")),
    ("hu", include_str!("phrases/hu.toml")),
    ("de", include_str!("phrases/de.toml")),
    ("fr", include_str!("phrases/fr.toml")),
    ("pt", include_str!("phrases/pt.toml")),
    ("it", include_str!("phrases/it.toml")),
    ("nl", include_str!("phrases/nl.toml")),
    ("ro", include_str!("phrases/ro.toml")),
    ("sv", include_str!("phrases/sv.toml")),
    ("da", include_str!("phrases/da.toml")),
    ("no", include_str!("phrases/no.toml")),
    ("fi", include_str!("phrases/fi.toml")),
    ("ru", include_str!("phrases/ru.toml")),
    ("pl", include_str!("phrases/pl.toml")),
    ("tr", include_str!("phrases/tr.toml")),
    ("cs", include_str!("phrases/cs.toml")),
    ("el", include_str!("phrases/el.toml")),
    ("ar", include_str!("phrases/ar.toml")),
];
/// Those that address people informally as well (`tone = "informal"`), and only what they say otherwise then.
const INFORMAL: [(&str, &str); 1] = [("hu", include_str!("phrases/hu-informal.toml"))];
/// English, which speaks where another language has no words.
const EN: &str = BUILT_IN[0].1;

/// The phrases of one locale.
#[derive(Debug)]
pub struct Phrases {
    table: Table,
}

impl Phrases {
    /// The built-in phrases of a locale, overridden by what the knowledge base brings.
    #[must_use]
    pub fn new(locale: &Locale, own: Option<&Table>) -> Self {
        let mut table = built_in(locale);
        // Whoever is answered in English has all buttons in English.
        if !speaks(locale)
            && let Some(buttons) = parse(EN).remove("button")
        {
            table.insert("button".to_owned(), buttons);
        }
        if let Some(own) = own {
            let informal = own.get("tone").and_then(Value::as_str) == Some("informal");
            let also = INFORMAL.iter().filter(|(tag, _)| informal && *tag == locale.language());
            also.for_each(|(_, informal)| lay_over(&mut table, &parse(informal)));
            lay_over(&mut table, own);
        }
        Self { table }
    }

    /// The few words that are said in a language that is not spoken here.
    #[must_use]
    pub fn few_words(locale: &Locale) -> Self {
        Self { table: built_in(locale) }
    }

    /// What a language's own file holds, nothing of English filling in.
    #[must_use]
    pub fn built_in_alone(locale: &Locale) -> Self {
        Self { table: own_file(locale).map(parse).unwrap_or_default() }
    }

    /// The built-in phrases of the other languages, each only what is its own.
    #[must_use]
    pub fn built_in_others(own: &Self) -> Vec<(Locale, Self)> {
        BUILT_IN
            .par_iter()
            .map(|(tag, text)| (tag.parse().expect("a locale"), Self { table: parse(text) }))
            .filter(|(_, other)| other.say("time", "language", 0) != own.say("time", "language", 0))
            .collect()
    }

    /// Names in a knowledge base's file that no phrase has, or whose value has another shape.
    #[must_use]
    pub fn unknown(own: &Table) -> Vec<String> {
        let known = parse(EN);
        let mut out = Vec::new();
        for (section, values) in own {
            match (known.get(section), values) {
                (Some(Value::Table(known)), Value::Table(values)) => {
                    out.extend(
                        values.keys().filter(|key| !known.contains_key(*key)).map(|key| format!("{section}.{key}")),
                    );
                }
                (None, Value::String(tone)) if section == "tone" && ["formal", "informal"].contains(&tone.as_str()) => {
                }
                _ => out.push(section.clone()),
            }
        }
        out
    }

    /// A phrase; where there are several, `turn` chooses.
    #[must_use]
    pub fn say(&self, section: &str, key: &str, turn: u32) -> &str {
        match self.value(section, key) {
            Some(Value::String(text)) => text,
            Some(Value::Array(texts)) if !texts.is_empty() => {
                texts[turn as usize % texts.len()].as_str().unwrap_or_default()
            }
            _ => "",
        }
    }

    /// Whether words (folded) hold one of the phrases of a list, word for word.
    #[must_use]
    pub fn holds(&self, section: &str, key: &str, words: &[String]) -> bool {
        let said = format!(" {} ", words.join(" "));
        self.list(section, key).iter().any(|known| said.contains(&format!(" {known} ")))
    }

    /// Whether words (folded) begin with one of the phrases of a list.
    #[must_use]
    pub fn begins(&self, section: &str, key: &str, words: &[String]) -> bool {
        let said = format!("{} ", words.join(" "));
        self.list(section, key).iter().any(|known| said.starts_with(&format!("{known} ")))
    }

    /// A list of texts.
    #[must_use]
    pub fn list(&self, section: &str, key: &str) -> Vec<&str> {
        match self.value(section, key) {
            Some(Value::Array(texts)) => texts.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(text)) => vec![text],
            _ => Vec::new(),
        }
    }

    /// A whole number.
    #[must_use]
    pub fn number(&self, section: &str, key: &str) -> i64 {
        self.value(section, key).and_then(Value::as_integer).unwrap_or_default()
    }

    /// Yes or no.
    #[must_use]
    pub fn flag(&self, section: &str, key: &str) -> bool {
        self.value(section, key).and_then(Value::as_bool).unwrap_or_default()
    }

    /// What a language is called here; its tag when it has no name.
    #[must_use]
    pub fn language(&self, locale: &Locale) -> String {
        let names = self.value("time", "names").and_then(Value::as_table);
        let name = names.and_then(|names| names.get(&locale.language())).and_then(Value::as_str);
        name.map_or_else(|| locale.to_string(), str::to_owned)
    }

    /// What languages are called here, folded, with their codes.
    #[must_use]
    pub fn language_names(&self) -> Vec<(String, String)> {
        let names = self.value("time", "names").and_then(Value::as_table);
        let named = names.into_iter().flatten().filter(|(code, _)| !code.starts_with("the_"));
        let code = |code: &str| code.strip_prefix("also_").unwrap_or(code).to_owned();
        named.filter_map(|(key, name)| Some((super::words::fold(name.as_str()?), code(key)))).collect()
    }

    /// The names of a section's phrases.
    pub fn keys(&self, section: &str) -> impl Iterator<Item = &str> {
        let values = self.table.get(section).and_then(Value::as_table);
        values.into_iter().flat_map(|values| values.keys().map(String::as_str))
    }

    /// Languages in a row, as they are named in a sentence: French “l'anglais et l'espagnol”.
    #[must_use]
    pub fn listed_languages(&self, locales: &[Locale]) -> String {
        let names = self.value("time", "names").and_then(Value::as_table);
        let name = |locale: &Locale| {
            let whole = names.and_then(|names| names.get(&format!("the_{}", locale.language())));
            whole.and_then(Value::as_str).map_or_else(|| self.language(locale), str::to_owned)
        };
        self.listed(&locales.iter().map(name).collect::<Vec<_>>())
    }

    /// Names one after the other, “and” before the last.
    #[must_use]
    pub fn listed(&self, names: &[String]) -> String {
        let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
        names.dedup();
        let Some((last, before)) = names.split_last().filter(|(_, before)| !before.is_empty()) else {
            return names.concat();
        };
        let and = self.say("time", "and", 0);
        // Spanish: “español e inglés”.
        let and = if and == "y" && super::words::fold(last).starts_with('i') { "e" } else { and };
        format!("{} {and} {last}", before.join(", "))
    }

    /// Every rule of the cues.
    #[cfg(test)]
    fn cue_rules(&self) -> Vec<String> {
        let cues = self.table["cues"].as_table().expect("a table");
        let texts = cues.values().filter_map(Value::as_array).flatten();
        texts.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    fn value(&self, section: &str, key: &str) -> Option<&Value> {
        self.table.get(section)?.as_table()?.get(key)
    }
}

/// Puts values for `{names}`. Hungarian `a(z)` becomes `a` or `az`, as what follows begins.
#[must_use]
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = text.to_owned();
    for (name, value) in values {
        out = out.replace(&format!("{{{name}}}"), value);
    }
    for (open, article) in [("a(z) ", "a"), ("A(z) ", "A")] {
        while let Some(at) = out.find(open) {
            let vowel = begins_with_vowel(&out[at + open.len()..]);
            out.replace_range(at..at + open.len(), &format!("{article}{} ", if vowel { "z" } else { "" }));
        }
    }
    out
}

/// The text before a placeholder, whose Hungarian `a(z)` becomes `a` or `az`, as the value begins; only signs
/// (quotation marks, stars) may stand between.
#[must_use]
pub fn with_article<'t>(before: &'t str, value: &str) -> Cow<'t, str> {
    let open = before.rfind("a(z) ").max(before.rfind("A(z) "));
    let Some(at) = open.filter(|at| !before[at + "a(z) ".len()..].contains(char::is_alphanumeric)) else {
        return Cow::Borrowed(before);
    };
    let (article, rest) = (&before[..=at], &before[at + "a(z)".len()..]);
    Cow::Owned(format!("{article}{}{rest}", if begins_with_vowel(value) { "z" } else { "" }))
}

/// Whether a text is read out in Hungarian with a vowel first: also five, fifty, five hundred; one and a thousand,
/// but not ten and a hundred.
fn begins_with_vowel(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let figures = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.chars().next() {
        Some('1') => figures % 3 == 1,
        Some(c) => "aáeéiíoóöőuúüű5".contains(c.to_lowercase().next().unwrap_or(c)),
        None => false,
    }
}

/// The text as HTML that shows exactly it.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'', '\n']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("<br>"),
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The languages that have phrases of their own.
pub fn built_in_locales() -> impl Iterator<Item = Locale> {
    BUILT_IN.iter().map(|(tag, _)| tag.parse().expect("a locale"))
}

/// The built-in phrases of a locale's language as TOML, with what they are for; English where there are
/// none of its own, and for what a language's own file leaves out.
#[must_use]
pub fn built_in_phrases(locale: &Locale) -> Cow<'static, str> {
    let own = own_file(locale).unwrap_or(EN);
    if parse(own).contains_key("strangers") {
        return Cow::Borrowed(own);
    }
    let whole = toml::to_string_pretty(&built_in(locale)).expect("a table that was read can be written");
    let head: String = own.lines().take_while(|line| line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    Cow::Owned(format!("{head}{whole}"))
}

/// How the signs of an e-mail address are said in all built-in languages: the at, the dot.
#[must_use]
pub fn at_words() -> (Vec<String>, Vec<String>) {
    let said = BUILT_IN.iter().filter_map(|(_, text)| {
        let words = parse(text).get("introduce")?.get("at_words")?.as_array()?.clone();
        Some(words.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>())
    });
    let (mut ats, mut dots) = (Vec::new(), Vec::new());
    for (at, word) in said.flat_map(|words| words.into_iter().enumerate()) {
        if at == 1 { dots.push(word) } else { ats.push(word) }
    }
    (ats, dots)
}

/// Whether the bot speaks this locale's language by itself, and does not only understand a few words of it.
#[must_use]
pub fn speaks(locale: &Locale) -> bool {
    own_file(locale).is_some_and(|own| parse(own).contains_key("greet"))
}

/// Whether a wish for a person is understood in this locale's language.
#[must_use]
pub fn understands(locale: &Locale) -> bool {
    own_file(locale).is_some()
}

fn own_file(locale: &Locale) -> Option<&'static str> {
    let language = locale.language();
    // Both written standards of Norwegian.
    let language = if matches!(language.as_str(), "nb" | "nn") { "no" } else { language.as_str() };
    BUILT_IN.iter().find(|(tag, _)| *tag == language).map(|(_, text)| *text)
}

fn built_in(locale: &Locale) -> Table {
    let mut table = parse(EN);
    if let Some(own) = own_file(locale) {
        lay_over(&mut table, &parse(own));
    }
    table
}

fn parse(text: &str) -> Table {
    text.parse().expect("the built-in phrases are valid TOML (tested)")
}

fn lay_over(table: &mut Table, own: &Table) {
    for (key, value) in own {
        match (table.get_mut(key), value) {
            (Some(Value::Table(inner)), Value::Table(value)) => lay_over(inner, value),
            _ => {
                table.insert(key.clone(), value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hungarian_article_fits_the_number_that_follows() {
        for (number, article) in
            [("1", "az"), ("5", "az"), ("50", "az"), ("1000", "az"), ("10", "a"), ("15", "a"), ("100", "a"), ("7", "a")]
        {
            assert_eq!(fill("a(z) {n}. kérés", &[("n", number)]), format!("{article} {number}. kérés"));
        }
        for (before, value, told) in [("A(z) ", "204511", "A "), ("A(z) **", "Alma", "Az **"), ("a(z) „", "5", "az „")]
        {
            assert_eq!(with_article(before, value), told);
        }
        assert_eq!(with_article("a(z) közben A(z) ", "1"), "a(z) közben Az ");
        assert_eq!(with_article("a(z) szó ", "1"), "a(z) szó ");
        assert_eq!(fill("A(z) {n}", &[("n", "„ügyfél”")]), "Az „ügyfél”");
    }

    #[test]
    fn the_three_languages_say_the_same_things() {
        let names = |text: &str| -> Vec<String> {
            let table = parse(text);
            table.iter().flat_map(|(s, v)| v.as_table().unwrap().keys().map(move |k| format!("{s}.{k}"))).collect()
        };
        assert_eq!(names(EN), names(BUILT_IN[1].1));
        assert_eq!(names(EN), names(BUILT_IN[2].1));
    }

    #[test]
    fn more_languages_say_all_of_it_and_their_rules_are_read() {
        let english = parse(EN);
        for (tag, text) in BUILT_IN {
            let (own, locale): (Table, Locale) = (parse(text), tag.parse().unwrap());
            let reader = super::super::words::Reader::new(&locale);
            for rule in Phrases::new(&locale, None).cue_rules() {
                let read = super::super::pattern::Rules::default().add(&rule, &reader);
                assert!(read.is_ok(), "{tag}: {rule}");
            }
            if !speaks(&locale) {
                continue;
            }
            // What is said is whole; what is heard may be little.
            let said = ["greet", "say", "ask", "call", "handoff", "button"];
            let heard = ["time", "cues", "introduce"];
            let few = ["pl", "ru", "sv"].contains(&tag);
            for section in said.into_iter().chain(heard.into_iter().filter(|_| !few)) {
                let names = |table: &Table| -> Vec<String> {
                    table[section]
                        .as_table()
                        .unwrap()
                        .keys()
                        .cloned()
                        .collect::<std::collections::BTreeSet<_>>()
                        .into_iter()
                        .collect()
                };
                assert_eq!(names(&own), names(&english), "{tag}.{section}");
            }
        }
    }

    #[test]
    fn the_other_languages_have_what_leads_to_a_person_and_print_whole() {
        let own_names = |text: &str| Phrases::unknown(&parse(text));
        for (tag, text) in BUILT_IN {
            let locale: Locale = tag.parse().unwrap();
            let phrases = Phrases::new(&locale, None);
            assert_eq!(own_names(text), Vec::<String>::new(), "{tag}");
            assert!(phrases.say("say", "foreign", 0).contains("{languages}"), "{tag}");
            assert!(!phrases.list("cues", "human").is_empty(), "{tag}");
            assert!(parse(&built_in_phrases(&locale)).contains_key("greet"), "{tag}");
        }
        assert_eq!(Phrases::new(&"nb-NO".parse().unwrap(), None).say("time", "language", 0), "norsk");
    }

    #[test]
    fn a_knowledge_base_overrides_one_phrase_and_keeps_the_others() {
        let own: Table = "[say]\nhelped = \"All good?\"".parse().unwrap();
        let phrases = Phrases::new(&"en-GB".parse().unwrap(), Some(&own));
        assert_eq!(phrases.say("say", "helped", 0), "All good?");
        assert!(!phrases.say("say", "missing", 0).is_empty());
        let wrong: Table = "[say]\nhelpde = \"\"\n[sya]\nx = 1".parse().unwrap();
        assert_eq!(Phrases::unknown(&wrong), ["say.helpde", "sya"]);
    }

    #[test]
    fn hungarian_says_te_where_the_knowledge_base_does() {
        let own: Table = "tone = \"informal\"\n[say]\nhelped = \"Jó lett?\"".parse().unwrap();
        let hungarian: Locale = "hu".parse().unwrap();
        let phrases = Phrases::new(&hungarian, Some(&own));
        assert_eq!(phrases.say("say", "hello", 1), "Szia! Mire vagy kíváncsi?");
        assert_eq!(phrases.say("say", "helped", 0), "Jó lett?");
        assert_eq!(phrases.say("button", "none", 0), "Egyik sem", "what sounds alike stays");
        assert_eq!(Phrases::unknown(&own), Vec::<String>::new());
        assert_eq!(Phrases::unknown(&"tone = \"rude\"".parse().unwrap()), ["tone"]);
        // What is said informally is known, and has the same blanks to fill in.
        let (informal, formal) = (parse(INFORMAL[0].1), Phrases::new(&hungarian, None));
        assert_eq!(Phrases::unknown(&informal), Vec::<String>::new());
        let blanks = |text: &str| text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).count();
        for (section, values) in &informal {
            for key in values.as_table().unwrap().keys() {
                let told = Phrases { table: informal.clone() };
                assert_eq!(blanks(told.say(section, key, 0)), blanks(formal.say(section, key, 0)), "{section}.{key}");
                let formal_word = ["Önnek", "Önnel", "Kérem,", " az ügyét", "Írja", "Írjon"];
                let said = told.list(section, key).concat();
                assert!(!formal_word.iter().any(|word| said.contains(word)), "{section}.{key}: {said}");
            }
        }
    }

    #[test]
    fn the_hungarian_article_follows_the_name() {
        assert_eq!(fill("A(z) {site} botja", &[("site", "Alma Kft.")]), "Az Alma Kft. botja");
        assert_eq!(fill("A(z) {site} botja", &[("site", "Körte")]), "A Körte botja");
    }

    #[test]
    fn names_are_listed_as_each_language_does() {
        let listed = |locale: &str, names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            Phrases::new(&locale.parse().unwrap(), None).listed(&names)
        };
        assert_eq!(listed("en", &["English"]), "English");
        assert_eq!(listed("en", &["English", "Spanish", "Hungarian"]), "English, Spanish and Hungarian");
        assert_eq!(listed("es", &["español", "inglés"]), "español e inglés");
        assert_eq!(listed("hu", &["angolul", "magyarul"]), "angolul és magyarul");
    }
}
