//! What writers look at: what customers could not find, votes, upkeep, findings of the last publishing.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{extract::State, response::Response};

use super::{
    encode, html,
    page::{Page, Word},
    session::{self, Failure, SignedIn},
};
use crate::{
    app::{App, Gaps, Right},
    base::{ArticleKey, Audience, Locale, i18n},
    bot::mask::mask,
    kb::{Finding, Severity},
};

/// Days looked back.
const DAYS: i64 = 60;
/// Findings shown; `answerdesk check` has them all.
const FINDINGS: usize = 100;

#[derive(Debug, Template)]
#[template(path = "desk/content.html")]
struct ContentView {
    page: Page,
    published: String,
    publish_error: Option<String>,
    gaps: Vec<GapView>,
    votes: Vec<VoteView>,
    upkeep: Vec<UpkeepView>,
    findings: Vec<FindingView>,
    findings_total: usize,
}

#[derive(Debug)]
struct GapView {
    words: String,
    language: String,
    zero: i64,
    unread: i64,
    missed: i64,
    url: String,
}

#[derive(Debug)]
struct VoteView {
    title: String,
    url: String,
    counts: String,
    comments: Vec<String>,
}

#[derive(Debug)]
struct UpkeepView {
    title: String,
    url: String,
    why: String,
}

#[derive(Debug)]
struct FindingView {
    severity: Word,
    place: String,
    what: String,
    mend: String,
}

/// `GET /desk/content`
pub async fn show(State(app): State<Arc<App>>, who: SignedIn) -> Result<Response, Failure> {
    who.require(Right::Content)?;
    let gaps = app.gaps(&who.actor, DAYS).await?;
    let mut page = session::page(&app, &who.clone().into(), String::new());
    page.title = page.t("desk-content");
    let page = super::framed(&app, &who, page, "/desk/content").await?;
    let state = app.publish_state();
    let published = state.published_at.map(|at| page.when(at, app.clock.now(), &app.time_zone()).text);
    let published = published.map(|when| page.t1("desk-published", "when", when)).unwrap_or_default();
    let mut findings = state.findings;
    findings.sort_by_key(|finding| finding.severity);
    Ok(html(&ContentView {
        published,
        publish_error: state.error,
        gaps: gap_views(&gaps),
        votes: vote_views(&app, &page, &gaps),
        upkeep: upkeep_views(&page, &gaps),
        findings_total: findings.len(),
        findings: findings.iter().take(FINDINGS).map(|finding| finding_view(&page, finding)).collect(),
        page,
    }))
}

fn language(tag: &str) -> String {
    tag.parse::<Locale>().map_or_else(|_| tag.to_owned(), |locale| i18n::autonym(&locale))
}

/// Searches without hits and without clicks, and questions that the bot had no answer for, in one list, by how
/// many people were left without.
fn gap_views(gaps: &Gaps) -> Vec<GapView> {
    // Counts by kind: no result, not opened, not answered; then the most people of the three.
    let mut found: BTreeMap<(&str, &str), ([i64; 3], i64)> = BTreeMap::new();
    for (kind, queries) in [&gaps.zero_result, &gaps.no_click, &gaps.missed].into_iter().enumerate() {
        for query in queries {
            let (counts, visitors) = found.entry((&query.query, &query.locale)).or_default();
            counts[kind] = query.searches;
            *visitors = (*visitors).max(query.visitors);
        }
    }
    let mut list: Vec<_> = found.into_iter().collect();
    list.sort_by_key(|(_, (counts, visitors))| std::cmp::Reverse((*visitors, counts.iter().sum::<i64>())));
    let view = |((words, locale), ([zero, unread, missed], _)): ((&str, &str), ([i64; 3], i64))| GapView {
        // Once more: a site's log may be older than what is masked today.
        words: mask(words),
        language: language(locale),
        zero,
        unread,
        missed,
        url: format!("/desk?q={}&locale={}", encode(&mask(words)), encode(locale)),
    };
    list.into_iter().take(50).map(view).collect()
}

/// Articles with votes against them, most first.
fn vote_views(app: &App, page: &Page, gaps: &Gaps) -> Vec<VoteView> {
    let snapshot = app.snapshot();
    let view = snapshot.view(Audience::Agent);
    let mut votes: Vec<_> = gaps.votes.iter().filter(|count| count.votes > count.helpful).collect();
    votes.sort_by_key(|count| std::cmp::Reverse(count.votes - count.helpful));
    let shown = |count: &&crate::store::FeedbackCount| {
        let locale: Option<Locale> = count.locale.parse().ok();
        let article = locale.and_then(|locale| view.article(&locale, &ArticleKey::from(count.article.as_str())));
        let of_this = gaps.comments.iter().filter(|vote| vote.article == count.article && vote.locale == count.locale);
        let share = i18n::number(&page.locale, count.votes - count.helpful);
        VoteView {
            title: article.map_or_else(|| count.article.clone(), |article| article.title.clone()),
            url: format!("/desk/read/article/{}/{}", count.locale, crate::kb::encode_path(&count.article)),
            counts: format!(
                "{} · {}",
                page.t1("desk-votes-against", "count", share),
                page.t1("desk-votes-for", "count", i18n::number(&page.locale, count.helpful))
            ),
            comments: of_this.filter_map(|vote| vote.comment.as_deref().map(mask)).collect(),
        }
    };
    votes.iter().take(30).map(shown).collect()
}

fn upkeep_views(page: &Page, gaps: &Gaps) -> Vec<UpkeepView> {
    let url = |locale: &Locale, key: &ArticleKey| {
        format!("/desk/read/article/{locale}/{}", crate::kb::encode_path(key.as_str()))
    };
    let overdue = gaps.overdue.iter().map(|article| {
        let day = i18n::short_date(&page.locale, article.review_by);
        let mut why = page.t1("desk-upkeep-review", "day", day);
        if let Some(owner) = &article.owner {
            why = format!("{why} · {owner}");
        }
        UpkeepView { title: article.title.clone(), url: url(&article.locale, &article.article), why }
    });
    let stale = gaps.stale.iter().map(|article| UpkeepView {
        title: article.title.clone(),
        url: url(&article.locale, &article.article),
        why: page.t1("desk-upkeep-stale", "language", i18n::autonym(&article.locale)),
    });
    overdue.chain(stale).take(100).collect()
}

fn finding_view(page: &Page, finding: &Finding) -> FindingView {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let line = finding.line.map(|line| format!(":{line}")).unwrap_or_default();
    FindingView {
        severity: page.word("severity", severity),
        place: format!("{}{line}", finding.path.display()),
        what: finding.what.clone(),
        mend: finding.mend.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::QueryCount;

    fn query(words: &str, searches: i64, visitors: i64) -> QueryCount {
        QueryCount { query: words.into(), locale: "en".into(), searches, visitors }
    }

    #[test]
    fn what_most_people_missed_stands_first_and_once() {
        let gaps = Gaps {
            days: DAYS,
            zero_result: vec![query("invoice", 9, 2), query("gift card", 3, 3)],
            no_click: vec![query("invoice", 4, 4)],
            missed: vec![query("do you ship dogs", 1, 1)],
            top: vec![],
            votes: vec![],
            comments: vec![],
            stale: vec![],
            overdue: vec![],
        };
        let views = gap_views(&gaps);
        let shown: Vec<_> = views.iter().map(|gap| (gap.words.as_str(), gap.zero, gap.unread, gap.missed)).collect();
        assert_eq!(shown, [("invoice", 9, 4, 0), ("gift card", 3, 0, 0), ("do you ship dogs", 0, 0, 1)]);
    }

    #[test]
    fn the_page_says_how_to_mend() {
        let page = Page::sample("Content");
        let finding = Finding {
            severity: Severity::Warning,
            code: "link".into(),
            path: "en/a.md".into(),
            line: Some(7),
            what: "the link leads nowhere".into(),
            mend: "name an article".into(),
            skipped: false,
        };
        let gaps = vec![GapView {
            words: "x".into(),
            language: "English".into(),
            zero: 1,
            unread: 0,
            missed: 0,
            url: "/desk".into(),
        }];
        let comments = vec!["Too long".into()];
        let votes = vec![VoteView { title: "A".into(), url: "/desk".into(), counts: "1".into(), comments }];
        let upkeep = vec![UpkeepView { title: "B".into(), url: "/desk".into(), why: "old".into() }];
        let findings = vec![finding_view(&page, &finding)];
        let publish_error = Some("disk full".into());
        let published = "Published".into();
        let view = ContentView { page, published, publish_error, gaps, votes, upkeep, findings, findings_total: 1 };
        let html = view.render().expect("renders");
        assert!(html.contains("en/a.md:7") && html.contains("name an article") && html.contains("disk full"), "{html}");
    }
}
