//! Reads a bot card. What does not fit is left out and reported with its line; the rest of the card
//! works.

use serde_json::Value;

use super::{
    Action, Ask, Card, CardOption, CardTarget, Finding, HandoffTarget, When, agent,
    front_matter::Split,
    meta, place, read,
    read::Source,
    value::{self, Values},
};
use crate::base::{ArticleKey, Audience, CardId, Locale};

/// What a `when` may hold.
const WHEN: [&str; 4] = ["hours", "page", "slots", "audience"];

/// Keys that a card may have.
const KEYS: [&str; 15] = [
    "intent",
    "questions",
    "patterns",
    "ask",
    "options",
    "when",
    "action",
    "tags",
    "starter",
    "title",
    "description",
    "keywords",
    "owner",
    "review_by",
    "updated",
];

const KINDS: [&str; 7] = ["text", "email", "phone", "number", "date", "choice", "file"];

/// Reads a card; `id` is what it is called unless `intent:` says otherwise.
///
/// # Errors
/// A finding that says why the file is skipped.
pub fn read(source: Source<'_>, locale: Locale, id: String, findings: &mut Vec<Finding>) -> Result<Card, Finding> {
    let split = read::split(source, findings)?;
    let mut card = Reader { split: &split, path: source.path, findings };
    let values = &split.values;
    card.unknown_keys();
    let id = meta::text(values, &["intent"]).unwrap_or(id);
    let questions = values.get("questions").map(value::list).unwrap_or_default();
    let title = meta::title(&split)
        .or_else(|| questions.first().cloned())
        .unwrap_or_else(|| place::readable(id.rsplit('/').next().unwrap_or(&id)));
    let body = agent::for_audience(split.body, Audience::Public).trim().to_owned();
    let out = Card {
        title,
        id: CardId::from(id),
        locale,
        path: source.path.into(),
        questions,
        patterns: values.get("patterns").map(value::list).unwrap_or_default(),
        ask: card.asks(),
        options: card.options(),
        when: card.when(),
        action: card.action(),
        tags: meta::labels(values, &["tags"]),
        starter: values.get("starter").and_then(value::boolean).unwrap_or(false),
        body,
    };
    if out.body.is_empty() && out.options.is_empty() && out.ask.is_empty() && out.action.is_none() {
        card.complain(
            "questions",
            "the card answers nothing: it has no text, options or slots".to_owned(),
            "Write the answer below the front matter.",
        );
    }
    Ok(out)
}

struct Reader<'a, 'b> {
    split: &'a Split<'a>,
    path: &'a str,
    findings: &'b mut Vec<Finding>,
}

impl Reader<'_, '_> {
    fn complain(&mut self, key: &str, what: String, mend: &str) {
        self.findings.push(Finding::warning(self.path, "card", Some(self.split.line_of(key)), what, mend));
    }

    fn unknown_keys(&mut self) {
        let unknown: Vec<&str> =
            self.split.values.keys().map(String::as_str).filter(|key| !KEYS.contains(key)).collect();
        for key in unknown {
            let line = self.split.line_of(key);
            let what = format!("a card has no key “{key}”");
            let mend = "Correct its spelling or remove it.";
            self.findings.push(Finding::note(self.path, "unknown-key", Some(line), what, mend));
        }
    }

    fn maps(&mut self, key: &str) -> Vec<Values> {
        let items = match self.split.values.get(key) {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::Array(items)) => items.clone(),
            Some(single) => vec![single.clone()],
        };
        let mut out = Vec::with_capacity(items.len());
        for item in items {
            match item {
                Value::Object(map) => out.push(map),
                _ => self.complain(
                    key,
                    format!("an entry of {key} is not made of keys and values"),
                    "Write { key: value, … }.",
                ),
            }
        }
        out
    }

    fn asks(&mut self) -> Vec<Ask> {
        let mut out: Vec<Ask> = Vec::new();
        for map in self.maps("ask") {
            let Some(slot) = meta::text(&map, &["slot"]) else {
                self.complain("ask", "a question of ask has no slot".to_owned(), "Add slot: a_name.");
                continue;
            };
            if !slot.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
                || out.iter().any(|ask| ask.slot == slot)
            {
                self.complain(
                    "ask",
                    format!("the slot name “{slot}” is used twice or has odd characters"),
                    "Use letters, digits and _ , each name once.",
                );
                continue;
            }
            let kind = meta::text(&map, &["kind", "type"]);
            if let Some(kind) = kind.as_deref().filter(|kind| !KINDS.contains(kind)) {
                self.complain(
                    "ask",
                    format!("“{kind}” is no kind of slot"),
                    "Write text, email, phone, number, date, choice or file.",
                );
            }
            let pattern = self.pattern(&map, &slot);
            let choices = meta::first(&map, &["choices"]).map(value::list).unwrap_or_default();
            if (kind.as_deref() == Some("choice") || map.contains_key("choices")) && choices.is_empty() {
                self.complain(
                    "ask",
                    format!("the slot {slot} offers a choice of nothing"),
                    "Add choices: [\"…\", \"…\"].",
                );
            }
            let same = |one: &String, other: &String| crate::text::fold(one) == crate::text::fold(other);
            let twice =
                choices.iter().enumerate().find(|(at, choice)| choices[..*at].iter().any(|it| same(it, choice)));
            if let Some((_, choice)) = twice {
                let what = format!("the slot {slot} offers “{choice}” twice");
                self.complain("ask", what, "Name each choice once.");
            }
            let prompt = meta::text(&map, &["prompt"]).unwrap_or_else(|| {
                self.complain("ask", format!("the slot {slot} has no prompt"), "Add prompt: \"…?\".");
                place::readable(&slot)
            });
            let optional = map.get("optional").and_then(value::boolean).unwrap_or(false);
            let kind = kind.filter(|kind| KINDS.contains(&kind.as_str()));
            let [min, max] = ["min", "max"].map(|key| self.bound(&map, key, &slot, kind.as_deref()));
            if min.as_deref().zip(max.as_deref()).is_some_and(|(min, max)| is_above(min, max)) {
                let what = format!("no value fits the slot {slot}: its min is above its max");
                self.complain("ask", what, "Write the smaller number or the earlier day as min.");
            }
            let retry = meta::text(&map, &["retry"]);
            out.push(Ask { slot, prompt, kind, pattern, choices, retry, optional, min, max });
        }
        out
    }

    /// The pattern of a slot; one that cannot be read is reported, and none.
    fn pattern(&mut self, map: &Values, slot: &str) -> Option<String> {
        let written = map.get("pattern")?;
        if written.as_str().is_some_and(|pattern| pattern.trim().is_empty()) {
            let what = format!("the pattern of slot {slot} is empty");
            self.complain("ask", what, "Write a regular expression, or take the pattern away.");
            return None;
        }
        let pattern = value::text(written)?;
        let valid = regex::Regex::new(&format!("^(?:{pattern})$"));
        if let Err(error) = &valid {
            let reason = error.to_string().lines().last().unwrap_or_default().trim().to_owned();
            self.complain(
                "ask",
                format!("the pattern of slot {slot} is no regular expression: {reason}"),
                "Correct it; look-around and back-references are not supported.",
            );
        }
        valid.is_ok().then_some(pattern)
    }

    /// `min` or `max` of a date or a number; what cannot be one is reported, and no bound.
    fn bound(&mut self, map: &Values, key: &str, slot: &str, kind: Option<&str>) -> Option<String> {
        let bound = map.get(key).and_then(value::text)?;
        let fits = match kind {
            Some("number") => bound.trim().parse::<f64>().is_ok(),
            Some("date") => super::card::day(&bound, jiff::civil::date(2000, 1, 1)).is_some(),
            _ => false,
        };
        if !fits {
            let what = format!("“{bound}” is no {key} for the slot {slot}");
            self.complain(
                "ask",
                what,
                "With type: number write a number; with type: date 2026-12-31, today, today+14 or today-30.",
            );
        }
        Some(bound).filter(|_| fits)
    }

    fn options(&mut self) -> Vec<CardOption> {
        let mut out = Vec::new();
        for map in self.maps("options") {
            let target = self.target(&map);
            let label = meta::text(&map, &["label"]);
            let leads: Vec<&str> =
                ["card", "article", "url", "handoff"].into_iter().filter(|key| map.contains_key(*key)).collect();
            if leads.len() > 1 {
                let label = label.as_deref().unwrap_or_default();
                let what = format!("the option “{label}” leads to {}: only the first counts", leads.join(" and "));
                self.complain("options", what, "Keep one, or make an option of each.");
            }
            match (label, target) {
                (Some(label), Some(target)) => out.push(CardOption { label, target }),
                (None, _) => self.complain("options", "an option has no label".to_owned(), "Add label: \"…\"."),
                (Some(label), None) => {
                    let what = format!("the option “{label}” leads nowhere");
                    self.complain("options", what, "Add card:, article:, url: or handoff:.");
                }
            }
        }
        out
    }

    fn target(&mut self, map: &Values) -> Option<CardTarget> {
        if let Some(card) = meta::text(map, &["card"]) {
            return Some(CardTarget::Card(CardId::from(card)));
        }
        if let Some(article) = meta::text(map, &["article"]) {
            let bare = article.trim_matches('/');
            return Some(CardTarget::Article(ArticleKey::from(place::markdown_stem(bare).unwrap_or(bare))));
        }
        if let Some(url) = meta::text(map, &["url"]) {
            let fine = url.starts_with("https://")
                || url.starts_with("http://")
                || (url.starts_with('/') && !url.starts_with("//"));
            if !fine {
                self.complain(
                    "options",
                    format!("“{url}” is no address for a button"),
                    "Use http, https or a path of this site.",
                );
            }
            return fine.then_some(CardTarget::Url(url));
        }
        match map.get("handoff")? {
            Value::Object(handoff) => Some(CardTarget::Handoff(self.handoff(handoff))),
            other if value::boolean(other) == Some(false) => None,
            Value::Bool(_) | Value::Null => Some(CardTarget::Handoff(HandoffTarget::default())),
            other => {
                Some(CardTarget::Handoff(HandoffTarget { department: value::text(other), ..HandoffTarget::default() }))
            }
        }
    }

    fn handoff(&mut self, map: &Values) -> HandoffTarget {
        let priority = meta::text(map, &["priority"]).filter(|priority| {
            let known = ["low", "normal", "high", "urgent"].contains(&priority.as_str());
            if !known {
                self.complain("options", format!("“{priority}” is no priority"), "Write low, normal, high or urgent.");
            }
            known
        });
        HandoffTarget { department: meta::text(map, &["department"]), priority, tags: meta::labels(map, &["tags"]) }
    }

    fn when(&mut self) -> When {
        let Some(value) = self.split.values.get("when").filter(|value| !value.is_null()) else {
            return When::default();
        };
        let Value::Object(map) = value else {
            self.complain("when", "when is not made of keys and values".to_owned(), "Write when: { hours: open }.");
            return When { unreadable: true, ..When::default() };
        };
        for key in map.keys().filter(|key| !WHEN.contains(&key.as_str())) {
            self.complain(
                "when",
                format!("when knows no “{key}”; the card never applies"),
                "Use hours, page, slots or audience.",
            );
        }
        let unreadable = map.keys().any(|key| !WHEN.contains(&key.as_str()));
        let hours = meta::text(map, &["hours"]);
        if let Some(hours) = hours.as_deref().filter(|hours| !["open", "closed"].contains(hours)) {
            self.complain("when", format!("“{hours}” are no hours; the card never applies"), "Write open or closed.");
        }
        let page = meta::text(map, &["page"]);
        if let Some(page) = page
            .as_deref()
            .filter(|page| page.matches('[').count() != page.matches(']').count() || !page.starts_with(['/', '*']))
        {
            self.complain(
                "when",
                format!("“{page}” is no pattern for a path"),
                "Begin with /; * stands for a part, ** for any parts.",
            );
        }
        let slots = map
            .get("slots")
            .and_then(Value::as_object)
            .map(|slots| slots.iter().filter_map(|(slot, value)| Some((slot.clone(), value::text(value)?))).collect());
        let audience = meta::text(map, &["audience"])
            .map(|text| if text == "public" { Audience::Public } else { Audience::Agent });
        When { hours, page, slots: slots.unwrap_or_default(), audience, unreadable }
    }

    fn action(&mut self) -> Option<Action> {
        let value = self.split.values.get("action").filter(|value| !value.is_null())?;
        let action = value.as_object().and_then(|map| {
            let path = meta::text(map, &["path"]).unwrap_or_default();
            Some(Action { endpoint: meta::text(map, &["endpoint"])?, path })
        });
        if action.is_none() {
            self.complain(
                "action",
                "action names no endpoint".to_owned(),
                "Write action: { endpoint: name, path: \"/…\" }.",
            );
        }
        action
    }
}
/// Whether a slot's least value is above its greatest, as far as both can be compared.
fn is_above(min: &str, max: &str) -> bool {
    if let (Ok(min), Ok(max)) = (min.trim().parse::<f64>(), max.trim().parse::<f64>()) {
        return min > max;
    }
    let from = jiff::civil::date(2000, 1, 1);
    let alike = min.trim().starts_with("today") == max.trim().starts_with("today");
    let days = super::card::day(min, from).zip(super::card::day(max, from));
    alike && days.is_some_and(|(min, max)| min > max)
}
