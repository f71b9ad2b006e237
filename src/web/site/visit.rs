//! One request for a page: who asks, in which language, of which revision.

use std::{convert::Infallible, net::IpAddr, sync::Arc};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Uri, header, request::Parts},
    response::Response,
};

use super::{
    Link, Site, notice,
    own::{self, Facts},
    pages::Pages,
    reader::Reader,
    tree::Tree,
};
use crate::{
    app::{App, Snapshot},
    base::{Audience, Locale, i18n},
    kb::View,
    web::{client::ClientAddress, guard::RequestId},
};

/// What every handler of a page starts from.
pub struct Visit {
    /// The application.
    pub app: Arc<App>,
    /// The help center's own state.
    pub site: Arc<Site>,
    /// The revision that this request is answered from.
    pub snapshot: Arc<Snapshot>,
    /// Rendered pages of that revision.
    pub pages: Arc<Pages>,
    /// The locale in the path, else the negotiated one.
    pub locale: Locale,
    /// Headers of the request.
    pub headers: HeaderMap,
    /// Where it goes.
    pub uri: Uri,
    /// Whose limits it counts against.
    pub address: IpAddr,
    /// Shown with an error.
    pub request_id: String,
}

impl Visit {
    /// From any request; the locale is the path's if there is such content, else negotiated.
    #[must_use]
    pub fn of(parts: &Parts, app: &Arc<App>, site: &Arc<Site>) -> Self {
        let snapshot = app.snapshot();
        let named = path_locale(&parts.uri, snapshot.library.locales());
        let locale = named.unwrap_or_else(|| negotiated(app, &snapshot, &parts.headers));
        Self {
            pages: site.pages(app, &snapshot),
            app: Arc::clone(app),
            site: Arc::clone(site),
            snapshot,
            locale,
            headers: parts.headers.clone(),
            uri: parts.uri.clone(),
            address: parts.extensions.get::<ClientAddress>().map_or(IpAddr::from([127, 0, 0, 1]), |it| it.bucket()),
            request_id: parts.extensions.get::<RequestId>().map(|id| id.0.to_string()).unwrap_or_default(),
        }
    }

    /// Public content.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        self.snapshot.view(Audience::Public)
    }

    /// Locales that have content.
    #[must_use]
    pub fn locales(&self) -> &[Locale] {
        self.snapshot.library.locales()
    }

    /// What building a page of content needs.
    #[must_use]
    pub fn reader(&self) -> Reader<'_> {
        Reader {
            frame: &self.site.look(&self.app).frame,
            view: self.view(),
            locales: self.locales(),
            titles: &self.pages.titles,
            locale: &self.locale,
        }
    }

    /// A page with the company's own templates laid over it, if there are any.
    #[must_use]
    pub fn dressed(&self, html: String, found: bool) -> String {
        let look = self.site.look(&self.app);
        let Some(own) = &look.own else { return html };
        let link =
            |category: &&crate::kb::Category| Link { url: category.url(), title: category.title.clone(), note: None };
        let language = |locale: &Locale| Link {
            url: format!("/{locale}/"),
            title: i18n::autonym(locale),
            note: Some(locale.to_string()),
        };
        let facts = Facts {
            frame: &look.frame,
            locale: &self.locale,
            path: self.uri.path(),
            kind: own::kind(self.uri.path(), found),
            languages: self.locales().iter().map(language).collect(),
            topics: Tree::new(self.view(), &self.locale).children(&"".into()).iter().map(link).collect(),
        };
        own.dress(&facts, html)
    }

    /// Tells visitors apart for one day without knowing who they are; hashed before it is kept.
    #[must_use]
    pub fn visitor(&self) -> String {
        let agent = self.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        format!("{} {agent}", self.address)
    }
}

/// The first part of the path, if it is a locale with content.
fn path_locale(uri: &Uri, locales: &[Locale]) -> Option<Locale> {
    let first = uri.path().split('/').nth(1)?;
    locales.iter().find(|locale| locale.as_str() == first).cloned()
}

/// By `Accept-Language`, else the site's own.
#[must_use]
pub fn negotiated(app: &App, snapshot: &Snapshot, headers: &HeaderMap) -> Locale {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    i18n::negotiate(asked, snapshot.library.locales())
        .unwrap_or_else(|| snapshot.locale_for(None, app.config.site.default_locale.as_deref()))
}

impl FromRequestParts<Arc<App>> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        let site = parts.extensions.get::<Arc<Site>>().cloned().expect("the router lays the site over its routes");
        let visit = Self::of(parts, app, &site);
        if path_locale(&parts.uri, visit.locales()).is_none() {
            return Err(notice::lost(&visit));
        }
        Ok(visit)
    }
}

/// A visit that needs no locale in its path.
pub struct Anywhere(pub Visit);

impl FromRequestParts<Arc<App>> for Anywhere {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let site = parts.extensions.get::<Arc<Site>>().cloned().expect("the router lays the site over its routes");
        Ok(Self(Visit::of(parts, app, &site)))
    }
}
