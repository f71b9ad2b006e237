//! Searches asked for again go out before the routes: the limit, the headers and the log line are the
//! same, the layers in between would cost as much again as the answer.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    sync::Arc,
    task::{Context, Poll},
    time::Instant,
};

use axum::{
    Router,
    body::Body,
    extract::{Query as Parameters, Request},
    http::{HeaderValue, Method, header},
    response::Response,
    routing::future::RouteFuture,
};
use futures_util::future::Either;
use tower::Service;

use super::{
    api::search::{self, SearchParams},
    guard,
};
use crate::{
    app::{App, Limit},
    base::Audience,
};

/// The routes, and what stands before them.
#[derive(Clone)]
pub struct Again {
    app: Arc<App>,
    router: Router,
}

impl Again {
    /// Stands before these routes.
    #[must_use]
    pub fn before(app: Arc<App>, router: Router) -> Self {
        Self { app, router }
    }

    /// The remembered answer to a plain search; `None` for whatever the routes have to see, refusals too.
    fn remembered(&self, request: &Request) -> Option<Response> {
        let (uri, headers) = (request.uri(), request.headers());
        let is_search = uri.path() == search::PATH && request.method() == Method::GET;
        if !is_search || headers.contains_key(header::ORIGIN) {
            return None;
        }
        let begun = Instant::now();
        let Parameters(params) = Parameters::<SearchParams>::try_from_uri(uri).ok()?;
        let told = self.app.recall(Audience::Public, &params.into_query(&self.app).ok()?)?;
        let client = guard::client(&self.app, request);
        self.app.limits.check(Limit::Search, client.bucket()).ok()?;
        let mut response = search::told(headers, &told, begun.elapsed());
        response.headers_mut().append(header::VARY, HeaderValue::from_static("origin"));
        Some(guard::seen_off(&self.app, response, &Method::GET, search::PATH, begun, &guard::RequestId::new()))
    }
}

impl Service<Request<Body>> for Again {
    type Response = Response;
    type Error = Infallible;
    type Future = Either<Ready<Result<Response, Infallible>>, RouteFuture<Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        match self.remembered(&request) {
            Some(response) => Either::Left(ready(Ok(response))),
            None => Either::Right(self.router.call(request)),
        }
    }
}
