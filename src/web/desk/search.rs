//! The one search box of the desk: articles, internal ones too, saved replies, bot cards and tickets.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{
    extract::{Query as Params, State},
    http::HeaderMap,
    response::Response,
};
use serde::Deserialize;

use super::{
    encode, html, html_text,
    page::{Choice, Link, Page, Select},
    session::{self, Failure, SignedIn},
};
use crate::{
    app::{App, Right},
    base::{Audience, Locale, i18n::autonym},
    desk::Status,
    search::{Answer, Hit, HitKind, Query},
};

/// Hits on a page.
const PAGE: usize = 20;

#[derive(Debug, Template)]
#[template(path = "desk/search.html")]
struct SearchView {
    page: Page,
    query: String,
    filters: Vec<Select>,
    results_html: String,
}

/// What a search found.
#[derive(Debug, Template)]
#[template(path = "desk/results.html")]
pub struct ResultsView {
    page: Page,
    query: String,
    total: usize,
    took: Option<String>,
    did_you_mean: Option<Link>,
    hits: Vec<HitView>,
    more: Option<String>,
}

/// One hit.
#[derive(Debug, Clone)]
pub struct HitView {
    /// `article`, `reply`, `card` or `ticket`.
    pub kind: &'static str,
    /// What people call it.
    pub kind_label: String,
    /// Title.
    pub title: String,
    /// The best section's heading.
    pub section: String,
    /// Safe HTML.
    pub snippet: String,
    /// Where it opens.
    pub url: String,
    /// Where its preview comes from.
    pub preview: String,
    /// Markdown that stands for it in a reply to a customer.
    pub insert: Option<String>,
    /// `locale/id` of a saved reply, to be filled in.
    pub reply: Option<String>,
    /// For agents only.
    pub internal: bool,
    /// Language, category, last change.
    pub notes: Vec<String>,
}

/// What can be asked.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    kind: String,
    locale: String,
    category: String,
    tag: String,
    visibility: String,
    from: usize,
}

impl Asked {
    fn kind(&self) -> Option<HitKind> {
        KINDS.iter().find(|(word, _)| *word == self.kind).map(|(_, kind)| *kind)
    }

    fn url(&self, from: usize) -> String {
        let fields = [
            ("q", &self.q),
            ("kind", &self.kind),
            ("locale", &self.locale),
            ("category", &self.category),
            ("tag", &self.tag),
            ("visibility", &self.visibility),
        ];
        let mut pairs: Vec<String> = fields
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        if from > 0 {
            pairs.push(format!("from={from}"));
        }
        format!("/desk?{}", pairs.join("&"))
    }
}

const KINDS: [(&str, HitKind); 4] =
    [("article", HitKind::Article), ("reply", HitKind::Reply), ("ticket", HitKind::Ticket), ("card", HitKind::Card)];

/// The word of a kind.
pub fn word(kind: HitKind) -> &'static str {
    KINDS.iter().find(|(_, known)| *known == kind).map_or("article", |(word, _)| word)
}

/// `GET /desk`: the page, or with `x-fragment` what was found alone.
pub async fn show(
    State(app): State<Arc<App>>,
    who: SignedIn,
    headers: HeaderMap,
    Params(asked): Params<Asked>,
) -> Result<Response, Failure> {
    who.require(Right::Read)?;
    let mut page = session::page(&app, &who.clone().into(), String::new());
    page.title = page.t("desk-search");
    let locale = reading_locale(&app, &who, &asked.locale);
    let results = results(&app, &who, page.clone(), &asked, &locale).await?;
    let rendered = html_text(&results);
    if headers.contains_key("x-fragment") {
        return Ok(super::fragment(rendered));
    }
    let filters = filters(&app, &page, &asked, &locale);
    let page = super::framed(&app, &who, page, "/desk").await?;
    Ok(html(&SearchView { page, query: asked.q, filters, results_html: rendered }))
}

/// The locale searched: the one asked for, else the agent's own if there is content in it.
fn reading_locale(app: &App, who: &SignedIn, asked: &str) -> Locale {
    let wanted = asked.parse().ok().unwrap_or_else(|| who.locale.clone());
    app.snapshot().locale_for(Some(&wanted), app.config.site.default_locale.as_deref())
}

async fn results(
    app: &App,
    who: &SignedIn,
    page: Page,
    asked: &Asked,
    locale: &Locale,
) -> Result<ResultsView, Failure> {
    let text = asked.q.trim().to_owned();
    if text.is_empty() {
        let hits = Vec::new();
        return Ok(ResultsView { page, query: text, total: 0, took: None, did_you_mean: None, hits, more: None });
    }
    let optional = |value: &String| (!value.is_empty()).then(|| value.clone());
    let wanted = match asked.visibility.as_str() {
        "public" => Some(Audience::Public),
        "agent" => Some(Audience::Agent),
        _ => None,
    };
    let mut query = Query::new(text, locale.clone());
    query.kind = asked.kind();
    query.category = optional(&asked.category);
    query.tag = optional(&asked.tag);
    query.offset = asked.from.min(1000);
    query.limit = if wanted.is_some() { 100 } else { PAGE };
    let mut answer = app.desk_search(&who.actor, &query).await?;
    if let Some(wanted) = wanted {
        answer.hits.retain(|hit| hit.visibility == wanted);
        answer.hits.truncate(PAGE);
        (answer.total, answer.next_cursor) = (answer.hits.len(), None);
    }
    Ok(found(app, page, asked, locale, answer))
}

fn found(app: &App, page: Page, asked: &Asked, locale: &Locale, answer: Answer) -> ResultsView {
    let more = answer.next_cursor.is_some().then(|| asked.url(asked.from + PAGE));
    let hits = answer.hits.iter().map(|hit| hit_view(app, &page, hit, Some(locale))).collect();
    let did_you_mean = answer.did_you_mean.map(|better| {
        let url = Asked { q: better.clone(), ..asked.clone() }.url(0);
        Link { url, label: better }
    });
    let took = Some(format!("{:.2}", answer.took_ms));
    ResultsView { query: answer.query, total: answer.total, took, did_you_mean, hits, more, page }
}

/// A hit as it is shown; its language is named where it is not the one searched in.
pub fn hit_view(app: &App, page: &Page, hit: &Hit, searched: Option<&Locale>) -> HitView {
    let kind = word(hit.kind);
    let place = format!("{}/{}", hit.locale, crate::kb::encode_path(&hit.article));
    let public = hit.kind == HitKind::Article && hit.visibility == Audience::Public;
    let url = match hit.kind {
        HitKind::Ticket => format!("/desk/tickets/{}", hit.article),
        _ => format!("/desk/read/{kind}/{place}"),
    };
    let mut notes = Vec::new();
    if let Ok(locale) = hit.locale.parse::<Locale>()
        && searched != Some(&locale)
        && hit.kind != HitKind::Ticket
    {
        notes.push(autonym(&locale));
    }
    // A ticket's category is where it stands.
    match hit.category.parse::<Status>() {
        Ok(status) if hit.kind == HitKind::Ticket => notes.push(page.word("status", status.as_str()).label),
        _ if hit.category.is_empty() => {}
        _ => notes.push(hit.category.clone()),
    }
    // Cards and replies have no date of their own.
    if let Ok(at) = hit.updated.parse::<jiff::Timestamp>()
        && at > jiff::Timestamp::UNIX_EPOCH
    {
        notes.push(page.when(at, app.clock.now(), &app.time_zone()).text);
    }
    HitView {
        kind,
        kind_label: page.t(&format!("desk-kind-{kind}")),
        title: hit.title.clone(),
        section: hit.section.title.clone(),
        snippet: hit.snippet.clone(),
        preview: format!("/desk/read/{kind}/{place}"),
        url,
        insert: public.then(|| format!("[{}]({}{})", hit.title, app.config.public_url(), hit.url)),
        reply: (hit.kind == HitKind::Reply).then_some(place),
        internal: hit.kind == HitKind::Article && hit.visibility == Audience::Agent,
        notes,
    }
}

fn filters(app: &App, page: &Page, asked: &Asked, locale: &Locale) -> Vec<Select> {
    let snapshot = app.snapshot();
    let view = snapshot.view(Audience::Agent);
    let select = |name: &'static str, options: Vec<Choice>| Select {
        name,
        label: page.t(&format!("desk-filter-{name}")),
        any: page.t(&format!("desk-any-{name}")),
        options,
    };
    let locales = snapshot.library.locales().iter().map(|known| Choice {
        value: known.to_string(),
        label: autonym(known),
        chosen: known.as_str() == asked.locale,
    });
    let categories = view.categories(locale).filter(|category| !category.key.is_root()).map(|category| Choice {
        value: category.key.to_string(),
        label: format!("{}{}", "– ".repeat(category.key.as_str().matches('/').count()), category.title),
        chosen: category.key.as_str() == asked.category,
    });
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for tag in view.articles(locale).flat_map(|article| &article.tags) {
        *counts.entry(tag).or_default() += 1;
    }
    let tags = counts.keys().map(|tag| Choice {
        value: (*tag).to_owned(),
        label: (*tag).to_owned(),
        chosen: *tag == asked.tag,
    });
    vec![
        select("kind", page.choices("kind", KINDS.map(|(word, _)| word), Some(&asked.kind))),
        select("locale", locales.collect()),
        select("category", categories.collect()),
        select("tag", tags.collect()),
        select("visibility", page.choices("visibility", ["public", "agent"], Some(&asked.visibility))),
    ]
}

#[cfg(test)]
impl HitView {
    pub(crate) fn sample() -> Self {
        Self {
            kind: "article",
            kind_label: "Article".into(),
            title: "Reset your password".into(),
            section: "By e-mail".into(),
            snippet: "We send a <mark>link</mark>.".into(),
            url: "/desk/read/article/en/account/reset".into(),
            preview: "/desk/read/article/en/account/reset".into(),
            insert: Some("[Reset](http://127.0.0.1/en/articles/account/reset)".into()),
            reply: None,
            internal: true,
            notes: vec!["account".into()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn results(total: usize) -> ResultsView {
        ResultsView {
            page: Page::sample("Search"),
            query: "pasword".into(),
            total,
            took: Some("0.4".into()),
            did_you_mean: Some(Link { url: "/desk?q=password".into(), label: "password".into() }),
            hits: vec![HitView::sample(); total],
            more: None,
        }
    }

    #[test]
    fn hits_carry_what_the_keyboard_needs() {
        let html = results(1).render().expect("renders");
        assert!(html.contains("data-preview=\"/desk/read/article/en/account/reset\""));
        assert!(html.contains("data-insert=\"[Reset]("));
        assert!(html.contains("<mark>link</mark>"));
    }

    #[test]
    fn the_page_holds_filters_and_results() {
        let view = SearchView {
            page: Page::sample("Search"),
            query: "a \"b\"".into(),
            filters: vec![Select::sample("kind")],
            results_html: results(0).render().expect("renders"),
        };
        let html = view.render().expect("renders");
        assert!(html.contains("<option value=\"b\" selected>B"), "{html}");
        assert!(html.contains("data-results"));
    }

    #[test]
    fn the_next_page_keeps_the_filters() {
        let asked = Asked { q: "a&b".into(), tag: "x y".into(), ..Asked::default() };
        assert_eq!(asked.url(20), "/desk?q=a%26b&tag=x%20y&from=20");
    }
}
