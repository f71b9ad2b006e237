//! Who is at the desk: the session cookie becomes an [`Actor`]; a page asked for without one leads to
//! the sign-in and back; forms are taken from this site's own pages only.

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::{FromRequest, FromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use serde::de::DeserializeOwned;

use super::{message, page::Page};
use crate::{
    app::{Actor, App, Error, Right, Session},
    base::{
        Locale,
        i18n::{interface_locale, interface_locales, negotiate},
    },
    web::session::{clear_cookie, is_same_origin, is_write, set_cookie, shown_cookie},
};

/// Who asks, and in which language they are answered.
#[derive(Debug, Clone)]
pub struct Guest {
    /// Who has signed in, if somebody has.
    pub actor: Option<Actor>,
    /// Their language, else the browser's.
    pub locale: Locale,
}

impl<S: Sync> FromRequestParts<S> for Guest {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let english = || Self { actor: None, locale: "en".parse().expect("en is a locale") };
        Ok(parts.extensions.get().cloned().unwrap_or_else(english))
    }
}

/// Somebody who has signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub actor: Actor,
    /// Their language.
    pub locale: Locale,
}

impl SignedIn {
    /// Goes on only if their role allows it.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn require(&self, right: Right) -> Result<(), Failure> {
        Ok(self.actor.require(right)?)
    }
}

impl<S: Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Failure> {
        let guest = parts.extensions.get::<Guest>().cloned();
        match guest {
            Some(Guest { actor: Some(actor), locale }) => Ok(Self { actor, locale }),
            _ => Err(Error::Unauthenticated.into()),
        }
    }
}

/// The fields of a form of somebody who has signed in. Its token was compared before.
pub struct Fields<T>(pub T);

/// What every form of a signed-in person sends along.
#[derive(serde::Deserialize)]
struct Secret {
    #[serde(default)]
    csrf: String,
}

impl<T: DeserializeOwned> FromRequest<Arc<App>> for Fields<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Failure> {
        let expected = request.extensions().get::<Guest>().and_then(|guest| guest.actor.clone()?.csrf);
        let unreadable = || Error::invalid("form", "cannot be read");
        let body = axum::body::Bytes::from_request(request, app).await.map_err(|_| unreadable())?;
        if let Some(expected) = expected {
            let secret: Secret = fields(&body).await.ok_or_else(unreadable)?;
            if !bool::from(subtle::ConstantTimeEq::ct_eq(secret.csrf.as_bytes(), expected.as_bytes())) {
                return Err(Error::Forbidden.into());
            }
        }
        Ok(Self(fields(&body).await.ok_or_else(unreadable)?))
    }
}

async fn fields<T: DeserializeOwned>(body: &axum::body::Bytes) -> Option<T> {
    let form = Request::post("/")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(axum::body::Body::from(body.clone()))
        .ok()?;
    axum::extract::Form::<T>::from_request(form, &()).await.ok().map(|axum::extract::Form(fields)| fields)
}

/// Why a page of the desk cannot be shown; [`frame`] makes a page of it.
#[derive(Debug, Clone)]
pub struct Failure(pub Arc<Error>);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(Arc::new(error))
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = crate::web::error::status(&self.0).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// What every request to the desk passes: the session is read, writes must come from this site's own
/// pages, and what went wrong becomes a page.
pub async fn frame(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let actor = match shown_cookie(&app, request.headers()) {
        None => None,
        Some(token) => match app.by_session(&token).await {
            Ok(actor) => actor,
            Err(error) => return Failure::from(error).into_response(),
        },
    };
    let locale = language(actor.as_ref(), request.headers());
    let target = request.uri().path_and_query().map_or_else(String::new, ToString::to_string);
    let reads = !is_write(request.method());
    let fragment = request.headers().contains_key("x-fragment");
    let guest = Guest { actor, locale };
    let response = if reads || is_same_origin(&app.config.public_url(), request.headers()) {
        request.extensions_mut().insert(guest.clone());
        next.run(request).await
    } else {
        Failure::from(Error::Forbidden).into_response()
    };
    match response.extensions().get::<Failure>() {
        None => response,
        Some(Failure(error)) => {
            let ask = reads && !fragment && matches!(**error, Error::Unauthenticated);
            if ask {
                let next = super::encode(&target);
                return Redirect::to(&format!("/desk/sign-in?next={next}")).into_response();
            }
            message::failure(&app, &guest, error)
        }
    }
}

fn language(actor: Option<&Actor>, headers: &HeaderMap) -> Locale {
    let own = actor.and_then(|actor| actor.user.as_ref()?.locale.as_deref()?.parse().ok());
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let locale = own.or_else(|| negotiate(asked, interface_locales()));
    locale.map_or_else(|| "en".parse().expect("en is a locale"), |locale| interface_locale(&locale).clone())
}

/// Goes on to a page with a session begun.
pub fn begin(app: &App, session: &Session, to: &str) -> Response {
    with_cookie(Redirect::to(to).into_response(), set_cookie(app, session))
}

/// Goes on to the sign-in with the session ended.
pub fn end(app: &App) -> Response {
    with_cookie(Redirect::to("/desk/sign-in").into_response(), clear_cookie(app))
}

fn with_cookie(mut response: Response, cookie: HeaderValue) -> Response {
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// The frame of a page for this person.
#[must_use]
pub fn page(app: &App, guest: &Guest, title: String) -> Page {
    let actor = guest.actor.as_ref();
    let user = actor.map(|actor| super::page::Badge { name: actor.name.clone(), role: actor.role.as_str() });
    let csrf = actor.and_then(|actor| actor.csrf.clone()).unwrap_or_default();
    let site = app.config.site.name.clone();
    let mut page =
        Page { locale: guest.locale.clone(), title, site, user, csrf, links: Vec::new(), notices: Vec::new() };
    page.links = actor.map_or_else(Vec::new, |actor| super::links(&page, actor));
    page
}
