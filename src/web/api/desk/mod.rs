//! The API for agents and programs: everything needs a session or a token.
//!
//! Who calls is asked before anything else, also for addresses and methods that do not exist: to a
//! stranger everything here looks the same, 401. What a role may not do answers 403.

mod articles;
mod paging;
mod replies;
mod search;
mod tickets;
mod users;

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::{FromRequestParts, Request, State},
    http::request::Parts,
    middleware::Next,
    response::{IntoResponse, Response},
    routing::{any, get},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::{Actor, App, Error},
    web::session::Caller,
};

/// Below which everything needs a session or a token.
const ROOT: &str = "/api/v1/desk";

/// Its routes. [`gate`] stands before them.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(search::search))
        .routes(routes!(articles::show))
        .routes(routes!(replies::list))
        .routes(routes!(tickets::list))
        .routes(routes!(tickets::show, tickets::update))
        .routes(routes!(tickets::reply))
        .routes(routes!(tickets::merge))
        .routes(routes!(users::list, users::create))
        .routes(routes!(users::update))
        .route(ROOT, any(nothing))
        .route("/api/v1/desk/", any(nothing))
        .route("/api/v1/desk/{*anything}", get(articles::nested).fallback(nothing))
}

async fn nothing(_who: Who) -> Error {
    Error::NotFound
}

/// Lets in who has a session or a token, whatever they ask for; everybody else gets 401.
pub async fn gate(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path != ROOT && !path.strip_prefix(ROOT).is_some_and(|rest| rest.starts_with('/')) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    match Caller::from_request_parts(&mut parts, &app).await {
        Ok(Caller(actor)) => {
            parts.extensions.insert(Who(Some(actor)));
            next.run(Request::from_parts(parts, body)).await
        }
        Err(refusal) => refusal.into_response(),
    }
}

/// Who was let in.
#[derive(Debug, Clone)]
pub struct Who(Option<Actor>);

impl Who {
    /// The person or program.
    fn actor(&self) -> Result<&Actor, Error> {
        self.0.as_ref().ok_or(Error::Unauthenticated)
    }
}

impl<S: Sync> FromRequestParts<S> for Who {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().cloned().unwrap_or(Self(None)))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_routes_fit_beside_each_other_and_are_described() {
        let (_router, description) = super::router().split_for_parts();
        let paths: Vec<_> = description.paths.paths.keys().map(String::as_str).collect();
        for path in ["/api/v1/desk/search", "/api/v1/desk/tickets/{number}/messages", "/api/v1/desk/users/{id}"] {
            assert!(paths.contains(&path), "{path} in {paths:?}");
        }
    }
}
