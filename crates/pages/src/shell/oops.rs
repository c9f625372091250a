//! When something does not work: one page that says what it was, what to do next, and an id to name.

use std::any::Any;

use app::ports::{AppendError, StoreError};
use askama::Template;
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use terms::Language;
use texts::Texts;

use super::Visit;
use super::visit::Size;
use crate::assets;

/// Why a page cannot be given.
#[derive(Debug)]
pub(crate) enum Oops {
    /// There is no such thing, or not for this person.
    NotFound,
    /// Theirs to see, not to do; or a door for others.
    NotAllowed,
    /// Someone must sign in first.
    SignIn,
    /// A form that another site sent.
    ForeignForm,
    /// What was sent cannot be read as a form.
    Unreadable,
    TooLarge,
    TooOften,
    /// Today's limit for strangers at one address is reached.
    TooOftenToday,
    /// Another was faster, again and again.
    Busy,
    /// The disk is full: reading goes on.
    Full,
    Unavailable,
    /// Our own mistake; what it was is for the log.
    Broken(String),
}

impl From<StoreError> for Oops {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::Full,
            StoreError::Unavailable(why) => {
                tracing::error!(%why, "the store is not available");
                Self::Unavailable
            }
            StoreError::Damaged(why) => Self::Broken(why),
        }
    }
}

impl From<AppendError> for Oops {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Store(error) => error.into(),
            AppendError::Conflict(_) | AppendError::Repeated(_) | AppendError::Taken { .. } => Self::Busy,
        }
    }
}

impl From<askama::Error> for Oops {
    fn from(error: askama::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

impl Oops {
    const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotAllowed | Self::ForeignForm => StatusCode::FORBIDDEN,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooOften | Self::TooOftenToday => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::CONFLICT,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Oops {
    fn into_response(self) -> Response {
        if let Self::Broken(why) = &self {
            tracing::error!(%why, "a page broke");
        }
        // Plain; `dress` makes a page of it that knows the reader's language.
        let mut response = self.status().into_response();
        if matches!(self, Self::TooOftenToday) {
            response.extensions_mut().insert(Told("too-often-today"));
        }
        response
    }
}

/// A handler that stopped short: a mistake of ours like any other.
pub(crate) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    Oops::Broken("a handler stopped short".to_owned()).into_response()
}

/// By which text a page tells of it, where the status says too little.
#[derive(Debug, Clone, Copy)]
struct Told(&'static str);

/// The fallback for addresses that do not exist.
pub(crate) async fn nothing_here() -> Oops {
    Oops::NotFound
}

/// What of the visit an error page needs.
pub(crate) struct Context {
    texts: Texts,
    size: Size,
    request_id: String,
    path: String,
    languages: Vec<(Language, String)>,
}

impl Context {
    pub fn of(visit: &Visit) -> Self {
        Self {
            texts: visit.texts,
            size: visit.size,
            request_id: visit.request_id.clone(),
            path: visit.path.clone(),
            languages: Language::ALL.iter().map(|l| (*l, visit.in_language(*l))).collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "parts/oops.html")]
struct OopsPage {
    context: Context,
    status: u16,
    key: &'static str,
    version: &'static str,
}

impl OopsPage {
    fn t(&self, key: &str) -> String {
        self.context.texts.say(key)
    }

    fn language(&self) -> Language {
        self.context.texts.language()
    }

    fn title(&self) -> String {
        self.t(&format!("oops-{}-title", self.key))
    }

    fn text(&self) -> String {
        self.t(&format!("oops-{}-text", self.key))
    }
}

/// Makes a page of an answer that is only a status, ours or the framework's.
pub(crate) fn dress(response: Response, context: Context) -> Response {
    let status = response.status();
    let html =
        response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if html || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    if status == StatusCode::UNAUTHORIZED {
        let then: String = form_encoded(&context.path);
        return Redirect::to(&format!("/sign-in?then={then}")).into_response();
    }
    let key = match status.as_u16() {
        403 => "not-allowed",
        404 | 405 => "not-found",
        409 => "busy",
        413 => "too-large",
        400 | 415 | 422 => "unreadable",
        429 => "too-often",
        503 => "unavailable",
        507 => "full",
        _ => "broken",
    };
    if status.is_server_error() {
        tracing::error!(
            request = context.request_id,
            status = status.as_u16(),
            path = context.path,
            "answered with an error"
        );
    }
    let key = response.extensions().get::<Told>().map_or(key, |told| told.0);
    let page = OopsPage { context, status: status.as_u16(), key, version: assets::version() };
    match page.render() {
        Ok(text) => (status, Html(text)).into_response(),
        Err(_) => status.into_response(),
    }
}

/// Percent-encodes everything but unreserved characters (RFC 3986).
pub(crate) fn form_encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
