//! `GET /api/v1/search` and `/api/v1/suggest`: public content only.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    app::{App, Error, Result},
    base::{Audience, Locale},
    search::{Answer, Query, Suggestion, Told},
    web::{
        error::{ApiError, Problem},
        etag::tagged_or,
        extract::{Params, SearchLimit},
    },
};

/// Where searches are asked for.
pub const PATH: &str = "/api/v1/search";

/// What can be asked of a search.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchParams {
    /// What to look for; may hold `"phrases"`, `-words`, `category:` and `tag:`.
    #[serde(default)]
    pub q: String,
    /// The reader's locale; default: the site's.
    #[param(example = "en", pattern = "^([A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*)?$")]
    pub locale: Option<String>,
    /// Hits on a page, 1 to 100; default 10.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u32>,
    /// Only this category and those below it.
    pub category: Option<String>,
    /// Only articles with this tag.
    pub tag: Option<String>,
    /// `next_cursor` of the page before.
    #[param(pattern = "^([0-9]{1,3}|1000)?$")]
    pub cursor: Option<String>,
    /// Count categories and tags over all hits.
    #[serde(default, deserialize_with = "crate::web::extract::switch")]
    pub facets: bool,
}

impl SearchParams {
    /// The query that these parameters mean.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the parameter.
    pub fn into_query(self, app: &App) -> Result<Query> {
        let limit = self.limit.unwrap_or(10);
        if !(1..=100).contains(&limit) {
            return Err(Error::invalid("limit", "takes 1 to 100"));
        }
        let cursor = self.cursor.filter(|cursor| !cursor.is_empty());
        let digits = |cursor: &str| cursor.len() <= 4 && cursor.bytes().all(|byte| byte.is_ascii_digit());
        let offset = match cursor.map(|cursor| cursor.parse::<usize>().ok().filter(|_| digits(&cursor))) {
            None => 0,
            Some(Some(offset)) if offset <= 1000 => offset,
            Some(_) => return Err(Error::invalid("cursor", "is not one that a search has given")),
        };
        Ok(Query {
            limit: limit as usize,
            offset,
            category: self.category.filter(|text| !text.is_empty()),
            tag: self.tag.filter(|text| !text.is_empty()),
            facets: self.facets,
            ..Query::new(self.q, locale(app, self.locale.as_deref())?)
        })
    }
}

/// The locale asked for, else the site's.
///
/// # Errors
/// [`Error::Invalid`] when it is no locale at all; one without content is fine.
pub fn locale(app: &App, asked: Option<&str>) -> Result<Locale> {
    match asked.filter(|text| !text.is_empty()) {
        None => Ok(app.default_locale()),
        Some(text) => {
            text.parse().map_err(|error: crate::base::LocaleError| Error::invalid("locale", error.to_string()))
        }
    }
}

/// Searches the public articles.
#[utoipa::path(
    get, path = "/api/v1/search", tag = "search",
    params(SearchParams, ("If-None-Match" = Option<String>, Header, description = "`ETag` of an answer that is there already")),
    responses(
        (status = 200, description = "Hits, best first, with an `ETag`", body = Answer),
        (status = 304, description = "The answer that is there already still holds"),
        (status = 422, description = "A parameter cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn search(
    State(app): State<Arc<App>>,
    _limit: SearchLimit,
    headers: HeaderMap,
    Params(params): Params<SearchParams>,
) -> Result<Response, ApiError> {
    let query = params.into_query(&app)?;
    let begun = Instant::now();
    let told = app.tell(Audience::Public, &query);
    Ok(self::told(&headers, &told, begun.elapsed()))
}

/// An answer on its way to the caller, unless it is there already.
#[must_use]
pub fn told(headers: &HeaderMap, told: &Told, took: Duration) -> Response {
    // Finer, it would tell of the machine, and which words somebody has asked for before.
    let took = ((took.as_secs_f64() * 100.0).floor() * 10.0).max(1.0);
    // The same hits are the same answer, however long they took.
    tagged_or(headers, &format!("{:016x}", told.tag), || timed(&told.json, took))
}

/// An answer with the time it took, which it is without until then. No text in it can look like that
/// place: quotation marks are escaped there.
fn timed(said: &[u8], took: f64) -> Response {
    const PLACE: &[u8] = b"\"took_ms\":0.0";
    let at = said.windows(PLACE.len()).position(|bytes| bytes == PLACE);
    let mut body = Vec::with_capacity(said.len() + 8);
    match at.map(|at| said.split_at(at)) {
        Some((before, after)) => {
            body.extend_from_slice(before);
            body.extend_from_slice(format!("\"took_ms\":{took:.1}").as_bytes());
            body.extend_from_slice(&after[PLACE.len()..]);
        }
        None => body.extend_from_slice(said),
    }
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// What can be asked of the suggestions.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SuggestParams {
    /// What has been typed so far.
    #[serde(default)]
    pub q: String,
    /// The reader's locale; default: the site's.
    #[param(example = "en", pattern = "^([A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*)?$")]
    pub locale: Option<String>,
    /// Lines, 1 to 20; default 8.
    #[param(minimum = 1, maximum = 20)]
    pub limit: Option<u32>,
}

/// Lines under the search box.
#[derive(Debug, Serialize, ToSchema)]
pub struct Suggestions {
    /// As typed.
    pub query: String,
    /// The reader's locale.
    pub locale: String,
    /// Best first.
    pub suggestions: Vec<Suggestion>,
}

/// Suggests as one types.
#[utoipa::path(
    get, path = "/api/v1/suggest", tag = "search", params(SuggestParams),
    responses(
        (status = 200, description = "Suggestions, best first", body = Suggestions),
        (status = 422, description = "A parameter cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn suggest(
    State(app): State<Arc<App>>,
    _limit: SearchLimit,
    Params(params): Params<SuggestParams>,
) -> Result<Json<Suggestions>, ApiError> {
    let locale = locale(&app, params.locale.as_deref())?;
    let limit = params.limit.unwrap_or(8);
    if !(1..=20).contains(&limit) {
        return Err(Error::invalid("limit", "takes 1 to 20").into());
    }
    let suggestions = app.suggest(&params.q, &locale, limit as usize);
    Ok(Json(Suggestions { query: params.q, locale: locale.to_string(), suggestions }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_time_stands_where_it_belongs() {
        let answer = Answer { query: "\"took_ms\":0.0".to_owned(), ..Answer::default() };
        let said = serde_json::to_vec(&answer).unwrap();
        let body = axum::body::to_bytes(timed(&said, 2.0).into_body(), 1 << 16).await.unwrap();
        let read: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!((read["query"].as_str(), read["took_ms"].as_f64()), (Some("\"took_ms\":0.0"), Some(2.0)));
    }
}
