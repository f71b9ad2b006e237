//! Where a request goes: departments, and rules that choose one, a priority and tags.

use serde::Deserialize;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use super::{Channel, Priority};

/// A department of the desk.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// As files, rules and URLs name it: `billing`.
    pub key: String,
    /// As people read it; by locale with the language as key, or one for all as `""`.
    #[serde(default)]
    pub names: std::collections::BTreeMap<String, String>,
    /// Address of its lead: told of tickets nobody takes.
    #[serde(default)]
    pub lead: Option<String>,
}

impl Department {
    /// The name in a language, else in any, else the key.
    #[must_use]
    pub fn name(&self, language: &str) -> &str {
        let by_language = self.names.get(language).or_else(|| self.names.get(""));
        by_language.or_else(|| self.names.values().next()).map_or(&self.key, |name| name)
    }
}

/// A rule: when all its conditions hold, what it sets. In the configuration:
///
/// ```toml
/// [[desk.routing]]
/// keywords = ["invoice*", "számla*", "refund"]   # any; * at the end: any ending
/// locales = ["hu"]                               # any; likewise channels, tags, departments
/// department = "billing"
/// priority = "high"
/// add_tags = ["money"]
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RoutingRule {
    /// Words or phrases of subject or body, in any case and accent.
    pub keywords: Vec<String>,
    /// Languages.
    pub locales: Vec<String>,
    /// How it came in.
    pub channels: Vec<Channel>,
    /// Tags it has.
    pub tags: Vec<String>,
    /// Departments it was sent to.
    pub departments: Vec<String>,
    /// Where it goes.
    pub department: Option<String>,
    /// How urgent it is.
    pub priority: Option<Priority>,
    /// Tags it gets.
    pub add_tags: Vec<String>,
}

/// What rules look at.
#[derive(Debug, Clone, Default)]
pub struct Request<'a> {
    /// One line.
    pub subject: &'a str,
    /// The message.
    pub body: &'a str,
    /// Language.
    pub locale: &'a str,
    /// How it came in.
    pub channel: Option<Channel>,
    /// Tags it has.
    pub tags: &'a [String],
    /// The department that the sender or a card chose.
    pub department: Option<&'a str>,
    /// The priority that a card chose.
    pub priority: Option<Priority>,
}

/// Where a request goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routed {
    /// Department; none: the common pool.
    pub department: Option<String>,
    /// Priority.
    pub priority: Priority,
    /// All tags, in order of appearance.
    pub tags: Vec<String>,
}

/// Applies the rules in order: for department and priority the first rule that says something holds
/// (what the sender or a card chose stays), tags add up.
#[must_use]
pub fn route(rules: &[RoutingRule], request: &Request<'_>) -> Routed {
    let text = fold(&format!("{} {}", request.subject, request.body));
    let mut routed = Routed {
        department: request.department.map(str::to_owned),
        priority: request.priority.unwrap_or(Priority::Normal),
        tags: request.tags.to_vec(),
    };
    let mut priority = request.priority;
    for rule in rules.iter().filter(|rule| rule.fits(request, &text)) {
        routed.department = routed.department.or_else(|| rule.department.clone());
        priority = priority.or(rule.priority);
        for tag in &rule.add_tags {
            if !routed.tags.contains(tag) {
                routed.tags.push(tag.clone());
            }
        }
    }
    routed.priority = priority.unwrap_or(routed.priority);
    routed
}

impl RoutingRule {
    fn fits(&self, request: &Request<'_>, text: &str) -> bool {
        let language = request.locale.split('-').next().unwrap_or_default();
        let any = |wanted: &[String], is: &dyn Fn(&String) -> bool| wanted.is_empty() || wanted.iter().any(is);
        any(&self.locales, &|locale| locale == request.locale || locale == language)
            && (self.channels.is_empty() || request.channel.is_some_and(|channel| self.channels.contains(&channel)))
            && any(&self.tags, &|tag| request.tags.contains(tag))
            && any(&self.departments, &|key| request.department == Some(key.as_str()))
            && any(&self.keywords, &|keyword| says(text, keyword))
    }
}

/// Words in lower case without accents, each with a space before, one at the end.
fn fold(text: &str) -> String {
    let plain: String = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(String::new(), |all, word| all + " " + word) + " "
}

fn says(text: &str, keyword: &str) -> bool {
    let folded = fold(keyword);
    let any_ending = keyword.trim_end().ends_with('*');
    let phrase = if any_ending { folded.trim_end() } else { &folded };
    !phrase.trim().is_empty() && text.contains(phrase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Vec<RoutingRule> {
        #[derive(Deserialize)]
        struct Section {
            routing: Vec<RoutingRule>,
        }
        let section: Section = toml::from_str(
            "[[routing]]\nkeywords = ['számla*', 'refund']\ndepartment = 'billing'\nadd_tags = ['money']\n\
             [[routing]]\nkeywords = ['cannot log in']\npriority = 'high'\ndepartment = 'tech'\n\
             [[routing]]\nlocales = ['hu']\nadd_tags = ['magyar']",
        )
        .unwrap();
        section.routing
    }

    fn routed(subject: &str, locale: &str) -> Routed {
        route(&rules(), &Request { subject, locale, ..Request::default() })
    }

    #[test]
    fn keywords_match_words_in_any_case_accent_and_ending() {
        assert_eq!(routed("Hol van a SZAMLÁM?", "hu").department.as_deref(), Some("billing"));
        assert_eq!(routed("Hol van a SZAMLÁM?", "hu").tags, ["money", "magyar"]);
        assert_eq!(routed("refunded twice", "en").department, None);
        assert_eq!(routed("I cannot  log in!", "en").priority, Priority::High);
    }

    #[test]
    fn what_was_chosen_stays_and_the_first_rule_holds() {
        let both = routed("refund: cannot log in", "en");
        assert_eq!((both.department.as_deref(), both.priority), (Some("billing"), Priority::High));
        let request = Request {
            subject: "refund",
            department: Some("sales"),
            priority: Some(Priority::Low),
            ..Request::default()
        };
        let kept = route(&rules(), &request);
        assert_eq!((kept.department.as_deref(), kept.priority), (Some("sales"), Priority::Low));
    }

    #[test]
    fn a_department_has_a_name_in_every_language() {
        let department: Department =
            toml::from_str("key = 'billing'\nnames = { hu = 'Számlázás', '' = 'Billing' }").unwrap();
        assert_eq!((department.name("hu"), department.name("es")), ("Számlázás", "Billing"));
    }
}
