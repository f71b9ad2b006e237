//! Everything wrong with the content: what loading and reading tell (`kb`), questions that do not find
//! their article first, curated results that are not, golden conversations that fail, cards that get
//! in each other's way.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::{Snapshot, check_cards};
use crate::{
    base::{Audience, Locale},
    bot::{Context, Hours, built_in_phrases, golden},
    config::Config,
    kb::{self, Article, Finding, Severity},
    search::Query,
};

/// Looks at all of it. Sorted by path and line; errors first within a file.
#[must_use]
pub fn check(snapshot: &Snapshot, config: &Config, now: Timestamp) -> Vec<Finding> {
    let mut findings = kb::check(&snapshot.library);
    for locale in snapshot.library.locales() {
        for article in snapshot.view(Audience::Agent).articles(locale) {
            findings.extend(article.questions.iter().filter_map(|question| loses(snapshot, article, question)));
        }
        pins(snapshot, locale, &mut findings);
        goldens(snapshot, config, locale, now, &mut findings);
        phrases(snapshot, locale, &mut findings);
        check_cards::cards(snapshot, config, locale, &mut findings);
    }
    findings.extend(default_locale(snapshot, config));
    findings.sort_by(|a, b| (&a.path, a.line, a.severity, &a.what).cmp(&(&b.path, b.line, b.severity, &b.what)));
    findings.dedup();
    findings
}

pub(super) fn finding(
    severity: Severity,
    code: &str,
    path: PathBuf,
    line: Option<u32>,
    what: String,
    mend: &str,
) -> Finding {
    Finding { severity, code: code.to_owned(), path, line, what, mend: mend.to_owned(), skipped: false }
}

/// The finding for a question of an article that finds another one first.
fn loses(snapshot: &Snapshot, article: &Article, question: &str) -> Option<Finding> {
    if article.visibility == Audience::Public && !article.listed {
        return None;
    }
    let mut query = Query::new(question, article.locale.clone());
    query.limit = 1;
    let answer = snapshot.searcher(article.visibility).search(&query);
    let first = answer.hits.first();
    if first.is_some_and(|hit| hit.article == article.key.as_str() && hit.locale == article.locale.as_str()) {
        return None;
    }
    let instead = first.map_or("nothing".to_owned(), |hit| format!("“{}” ({})", hit.title, hit.article));
    Some(finding(
        Severity::Warning,
        "question",
        article.path.clone(),
        line_of(snapshot, &article.path, question),
        format!("the question “{question}” finds {instead} first"),
        "use the question's own words in this article, or give the question to the article that it finds",
    ))
}

/// The default language of the site, when it has no content in it.
fn default_locale(snapshot: &Snapshot, config: &Config) -> Option<Finding> {
    let wanted = config.site.default_locale.as_deref()?;
    let locales = snapshot.library.locales();
    let there: Vec<&str> = locales.iter().map(Locale::as_str).collect();
    (!there.is_empty() && snapshot.library.locale_named(wanted).is_none()).then(|| {
        finding(
            Severity::Warning,
            "locale",
            PathBuf::from(wanted),
            None,
            format!("site.default_locale is {wanted}, and there is no folder of this name"),
            &format!("write the language of a folder that there is ({}), or add the folder", there.join(", ")),
        )
    })
}

/// The first line of a file of the knowledge base that holds a text.
pub(super) fn line_of(snapshot: &Snapshot, path: &Path, text: &str) -> Option<u32> {
    let source = std::fs::read_to_string(snapshot.library.root().join(path)).ok()?;
    let at = source.lines().position(|line| line.contains(text))?;
    u32::try_from(at + 1).ok()
}

fn pins(snapshot: &Snapshot, locale: &Locale, findings: &mut Vec<Finding>) {
    for pin in snapshot.library.pins(locale) {
        let answer = snapshot.desk.search(&Query::new(pin.query.clone(), locale.clone()));
        let found = answer.hits.iter().map(|hit| hit.article.as_str()).collect::<Vec<_>>();
        let missing = pin.show.iter().enumerate().filter(|(place, key)| found.get(*place) != Some(&key.as_str()));
        let shown = pin.hide.iter().filter(|key| found.contains(&key.as_str()));
        let wrong = missing.map(|(_, key)| format!("does not show {key} first"));
        for what in wrong.chain(shown.map(|key| format!("still shows {key}"))) {
            findings.push(finding(
                Severity::Warning,
                "pin",
                "_pins.toml".into(),
                None,
                format!("the curated query “{}” {what} in {locale}", pin.query),
                "name keys of published articles of this locale",
            ));
        }
    }
}

fn goldens(snapshot: &Snapshot, config: &Config, locale: &Locale, now: Timestamp, findings: &mut Vec<Finding>) {
    let context = Context {
        now: now.to_zoned(jiff::tz::TimeZone::UTC),
        hours: Hours::Open,
        page_url: None,
        site_name: config.site.name.clone(),
        bot_name: None,
        expected_reply_at: Some(now + jiff::SignedDuration::from_hours(8)),
        expected_by_priority: Vec::new(),
        identity: None,
        agent_joined: false,
        ticket_closed: false,
    };
    for test in snapshot.library.goldens(locale) {
        let mut told = |line: usize, what: String, mend: &str| {
            let line = u32::try_from(line).ok();
            findings.push(finding(Severity::Warning, "golden", test.path.clone(), line, what, mend));
        };
        let parsed = match golden::GoldenTest::parse(&test.text) {
            Ok(parsed) => parsed,
            Err(odd) => {
                for line in odd {
                    let what = format!("this line tests nothing: expected {}, got {}", line.expected, line.got);
                    told(line.line, what, "correct the line; a golden conversation with a mistake in it is not played");
                }
                continue;
            }
        };
        let known = |target: &str| {
            let article = snapshot.view(Audience::Public).article(locale, &target.into()).is_some();
            article || snapshot.library.card(locale, &target.into()).is_some()
        };
        for (line, target) in parsed.targets().filter(|(_, target)| !known(target)) {
            told(
                line,
                format!("there is no card or public article “{target}”"),
                "write the id of a card or the key of an article",
            );
        }
        // After the first wrong turn the rest goes another way anyway.
        if let Some(failure) = golden::run(&snapshot.bot, locale, &parsed, &context).into_iter().next() {
            let what = format!("the conversation goes another way: expected {}, got {}", failure.expected, failure.got);
            told(failure.line, what, "mend the card or the article, or the expectation if the bot is right");
        }
    }
}

fn phrases(snapshot: &Snapshot, locale: &Locale, findings: &mut Vec<Finding>) {
    let own = snapshot.library.phrases(locale);
    let speaks = crate::bot::speaks(locale) || own.is_some_and(|own| own.contains_key("cues"));
    if !speaks {
        let and = if crate::bot::understands(locale) {
            ", though it understands there when a person is asked for"
        } else {
            ", and does not understand there when a person is asked for"
        };
        findings.push(finding(
            Severity::Note,
            "phrase",
            PathBuf::from(locale.as_str()).join("_bot/_phrases.toml"),
            None,
            format!("the bot greets in English in {locale}{and}"),
            "write the phrases and [cues] of this language; `answerdesk phrases en` prints what to begin with",
        ));
    }
    if let Some(own) = own {
        let file = snapshot.library.root().join(locale.as_str()).join("_bot/_phrases.toml");
        let source = std::fs::read_to_string(file).unwrap_or_default();
        for odd in super::check_phrases::odd(own, &built_in_phrases(locale)) {
            let key = odd.name.rsplit('.').next().unwrap_or_default();
            let line = source.lines().position(|line| line.trim_start().starts_with(key));
            findings.push(finding(
                Severity::Warning,
                "phrase",
                PathBuf::from(locale.as_str()).join("_bot/_phrases.toml"),
                line.and_then(|line| u32::try_from(line + 1).ok()),
                format!("{}: {}", odd.name, odd.what),
                odd.mend,
            ));
        }
    }
    for name in snapshot.bot.unknown_phrases(locale) {
        findings.push(finding(
            Severity::Warning,
            "phrase",
            PathBuf::from(locale.as_str()).join("_bot/_phrases.toml"),
            None,
            format!("the bot has no phrase {name}"),
            "correct the name; `answerdesk phrases` prints all of them",
        ));
    }
}
