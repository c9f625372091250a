//! One visit to one page: who it is, in which language, and the id to name when asking for help.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use app::sign_in::{self, Session};
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Actor;
use http::header::{ACCEPT_LANGUAGE, SET_COOKIE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use terms::{Instant, Language};
use texts::Texts;

use super::act::is_local;
use super::{Oops, Site, belongs, browser, headers, oops};
use crate::session;

/// How large the type is (K2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Size {
    #[default]
    Normal,
    Large,
    Largest,
}

impl Size {
    pub const ALL: [Self; 3] = [Self::Normal, Self::Large, Self::Largest];

    pub const fn key(self) -> &'static str {
        match self {
            Self::Normal => "m",
            Self::Large => "l",
            Self::Largest => "xl",
        }
    }

    pub fn of(given: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.key() == given)
    }

    /// The class of the root element.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Normal => "",
            Self::Large => "text-l",
            Self::Largest => "text-xl",
        }
    }
}

/// A visit.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    pub session: Option<Session>,
    pub token: Option<String>,
    pub draft: Option<String>,
    pub language: Language,
    pub texts: Texts,
    pub size: Size,
    pub now: Instant,
    /// Path and query of the page: as asked for, or of the page that the form belongs to.
    pub path: String,
    pub request_id: String,
    pub ip: Option<IpAddr>,
}

impl Visit {
    /// The actor, or the way to the sign-in page.
    pub fn signed_in(&self) -> Result<(Actor, &Session), Oops> {
        let session = self.session.as_ref().ok_or(Oops::SignIn)?;
        Ok((session.actor(), session))
    }

    /// This page in another language, everything else as it is.
    pub fn in_language(&self, language: Language) -> String {
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang="));
        let mut pairs: Vec<String> = kept.map(str::to_owned).collect();
        pairs.push(format!("lang={language}"));
        format!("{path}?{}", pairs.join("&"))
    }

    async fn read(site: &Site, headers: &HeaderMap, uri: &Uri, ip: Option<IpAddr>) -> Result<Self, Oops> {
        let token = session::read(headers, session::SESSION).map(str::to_owned);
        let session = match &token {
            Some(token) => sign_in::find(&site.app, token).await?,
            None => None,
        };
        let language = language_of(headers, uri);
        let id: [u8; 5] = site.app.random();
        Ok(Self {
            session,
            token,
            draft: session::read(headers, session::DRAFT).map(str::to_owned),
            language,
            texts: Texts::of(language),
            size: session::read(headers, session::SIZE).and_then(Size::of).unwrap_or_default(),
            now: site.app.clock.now(),
            path: path_of(uri),
            request_id: id.iter().map(|byte| format!("{byte:02X}")).collect(),
            ip,
        })
    }
}

/// The page's address, for links and forms that lead back to it; an address that would lead to another site is none of ours.
fn path_of(uri: &Uri) -> String {
    let path = uri.path_and_query().map(ToString::to_string).filter(|path| is_local(path));
    path.unwrap_or_else(|| "/".to_owned())
}

/// The language in the address, if one is named there.
fn named(uri: &Uri) -> Option<Language> {
    uri.query()?.split('&').find_map(|pair| pair.strip_prefix("lang=")?.parse().ok())
}

fn language_of(headers: &HeaderMap, uri: &Uri) -> Language {
    let chosen = named(uri).or_else(|| session::read(headers, session::LANGUAGE)?.parse().ok());
    let accepted = || headers.get(ACCEPT_LANGUAGE).and_then(|h| h.to_str().ok()).unwrap_or_default();
    chosen.unwrap_or_else(|| texts::from_accept(accepted()))
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Oops;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Oops> {
        let visit = parts.extensions.get::<Arc<Self>>().map(|visit| Self::clone(visit));
        visit.ok_or_else(|| Oops::Broken("a page without a visit".to_owned()))
    }
}

/// Around every page: reads the visit, refuses forms of other sites, dresses errors, sets the headers.
pub(crate) async fn around(State(site): State<Arc<Site>>, mut request: Request, next: Next) -> Response {
    let ip = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let uri = request.uri().clone();
    let is_form = request.method() == Method::POST;
    let mut visit = match Visit::read(&site, request.headers(), &uri, ip).await {
        Ok(visit) => visit,
        // Not even the visit could be read: the plain words of the status must do.
        Err(error) => return error.into_response(),
    };
    let page = belongs::page_of(&visit.path, visit.session.as_ref().map(|session| session.role));
    if let Some(page) = page.as_ref().filter(|_| is_form) {
        visit.path.clone_from(page);
    }
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let kept = oops::Context::of(&visit);
    let foreign = is_form && !browser::is_our_own(request.headers());
    request.extensions_mut().insert(Arc::new(visit));
    let response = if foreign { Oops::ForeignForm.into_response() } else { next.run(request).await };
    // An act's address that is only read: reloaded, translated, shared.
    let response = match page.filter(|_| is_read && response.status() == StatusCode::METHOD_NOT_ALLOWED) {
        Some(page) => Redirect::to(&page).into_response(),
        None => response,
    };
    let mut response = oops::dress(response, kept);
    headers::secure(response.headers_mut());
    if let Some(language) = named(&uri) {
        let line =
            session::set(session::LANGUAGE, language.as_str(), session::YEAR, site.settings.secure_cookies);
        if let Ok(line) = HeaderValue::from_str(&line) {
            response.headers_mut().append(SET_COOKIE, line);
        }
    }
    response
}
