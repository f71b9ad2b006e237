//! `GET /api/v1/desk/articles/{locale}/{key}`

use std::sync::Arc;

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use super::Who;
use crate::{
    app::{App, Error, Right},
    base::{ArticleKey, Audience, Locale},
    web::{
        error::{ApiError, Problem},
        extract::Place,
    },
};

/// An article as agents read it, with its internal parts.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeskArticle {
    /// Key.
    pub article: String,
    /// Locale.
    pub locale: String,
    /// Title.
    pub title: String,
    /// `public` or `agent`.
    #[schema(value_type = String)]
    pub visibility: Audience,
    /// Path of the public page; absent for internal articles.
    pub url: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Last change, RFC 3339.
    pub updated: String,
    /// Sanitised HTML.
    pub html: String,
    /// Markdown.
    pub markdown: String,
}

/// The same with the slashes of the key as they are.
pub async fn nested(
    state: State<Arc<App>>,
    who: Who,
    Place(path): Place<String>,
) -> Result<Json<DeskArticle>, ApiError> {
    let rest = path.strip_prefix("articles/").and_then(|rest| rest.split_once('/'));
    let (locale, key) = rest.ok_or(Error::NotFound)?;
    let locale = locale.parse().map_err(|_| Error::NotFound)?;
    show(state, who, Place((locale, key.to_owned()))).await
}

/// Reads an article.
#[utoipa::path(
    get, path = "/api/v1/desk/articles/{locale}/{key}", tag = "desk", security(("token" = [])),
    params(
        ("locale" = String, Path, description = "Its locale", example = "en"),
        ("key" = String, Path, description = "Its key, with its slashes, plain or as %2F"),
    ),
    responses(
        (status = 200, description = "The article", body = DeskArticle),
        (status = 401, description = "No session, no token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not with this role", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such article", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn show(
    State(app): State<Arc<App>>,
    who: Who,
    Place((locale, key)): Place<(Locale, String)>,
) -> Result<Json<DeskArticle>, ApiError> {
    who.actor()?.require(Right::Read)?;
    let snapshot = app.snapshot();
    let view = snapshot.view(Audience::Agent);
    let article = view.article(&locale, &ArticleKey::from(key)).ok_or(Error::NotFound)?;
    Ok(Json(DeskArticle {
        article: article.key.to_string(),
        locale: locale.to_string(),
        title: article.title.clone(),
        visibility: article.visibility,
        url: (article.visibility == Audience::Public).then(|| article.url()),
        tags: article.tags.clone(),
        updated: article.updated.to_string(),
        html: view.render(article).html,
        markdown: view.markdown(article),
    }))
}
