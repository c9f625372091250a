//! The outermost layer: request ids, safe headers, one line in the log, and every problem document.

use std::any::Any;

use app::show::AllowedAction;
use axum::Json;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{
    ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, RETRY_AFTER,
    VARY, WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use terms::Language;
use texts::Texts;

use crate::Api;
use crate::fault::{Fault, FieldFault};
use crate::guard::Template;
use crate::trouble::Trouble;

/// Names a request in the answer, in the problem document and in the log, for support.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const PROBLEM: HeaderValue = HeaderValue::from_static("application/problem+json");

/// Answers below our address that no route has.
pub(crate) async fn unknown_route() -> Fault {
    Trouble::UnknownRoute.into()
}

pub(crate) async fn wrong_method() -> Fault {
    Trouble::MethodNotAllowed.into()
}

/// A mistake of ours: told as such, without what it was.
pub(crate) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a handler stopped short");
    Fault::from(Trouble::InternalError).into_response()
}

/// The language in which the caller wants to be spoken to.
pub(crate) fn language(headers: &HeaderMap) -> Language {
    let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    texts::from_accept(wanted.unwrap_or_default())
}

/// Wraps every request.
pub(crate) async fn finish(State(api): State<Api>, request: Request, next: Next) -> Response {
    let started = std::time::Instant::now();
    let id = uuid::Builder::from_random_bytes(api.app.random::<16>()).into_uuid().to_string();
    let language = language(request.headers());
    let method = request.method().clone();
    let mut response = next.run(request).await;
    let template = response.extensions().get::<Template>().map_or("none", |template| template.0);
    if let Some(fault) = fault_of(&mut response) {
        let headers = std::mem::take(response.headers_mut());
        response = problem(&fault, language, &id);
        keep(&mut response, headers);
    }
    let status = response.status().as_u16();
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(%method, route = template, status, ms, request = %id, "api");
    secure(response.headers_mut(), &id);
    response
}

/// What went wrong, if anything did; an error of a layer below becomes one of ours.
fn fault_of(response: &mut Response) -> Option<Fault> {
    if let Some(fault) = response.extensions_mut().remove::<Fault>() {
        return Some(fault);
    }
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    is_error.then(|| Trouble::of_status(status).into())
}

/// Headers that a fault's handler had set (`Allow`, `Content-Range`) stay; those about its body go.
fn keep(response: &mut Response, headers: HeaderMap) {
    for (name, value) in headers {
        let Some(name) = name else { continue };
        if name == http::header::ALLOW || name == http::header::CONTENT_RANGE {
            response.headers_mut().insert(name, value);
        }
    }
}

/// A problem document (RFC 9457).
#[derive(Serialize)]
struct Problem<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: String,
    status: u16,
    code: &'a str,
    detail: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Field<'a>>,
    next_step: String,
    instance: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed_actions: Option<&'a [AllowedAction]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u64>,
}

#[derive(Serialize)]
struct Field<'a> {
    pointer: &'a str,
    code: &'a str,
    detail: String,
}

fn problem(fault: &Fault, language: Language, id: &str) -> Response {
    let told = texts::tell(fault.refusal.as_ref(), language);
    let status = fault.status;
    let field =
        |error: &'_ FieldFault| -> String { error.detail.clone().unwrap_or_else(|| told.sentence.clone()) };
    let errors = fault
        .more
        .errors
        .iter()
        .map(|e| Field { pointer: &e.pointer, code: &e.code, detail: field(e) })
        .collect();
    let body = Problem {
        kind: format!("{}/openapi.json#/x-problems/{}", crate::BASE, told.code),
        title: Texts::of(language).say(&format!("problem-{}", status.as_u16())),
        status: status.as_u16(),
        code: told.code,
        errors,
        next_step: told.next_step,
        instance: format!("urn:uuid:{id}"),
        allowed_actions: fault.more.allowed.as_deref(),
        number: fault.more.number.as_deref(),
        version: fault.more.version,
        detail: told.sentence.clone(),
    };
    let mut response = (status, Json(body)).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, PROBLEM);
    headers.insert(http::header::CONTENT_LANGUAGE, HeaderValue::from_static(language.as_str()));
    if let Some(seconds) = fault.more.retry_after {
        headers.insert(RETRY_AFTER, seconds.into());
    }
    if status == http::StatusCode::UNAUTHORIZED {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// An API has nothing to run, frame or refer to; and nothing personal stays in a cache.
fn secure(headers: &mut HeaderMap, id: &str) {
    let mut default = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    default(X_CONTENT_TYPE_OPTIONS, "nosniff");
    default(CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; sandbox");
    default(REFERRER_POLICY, "no-referrer");
    default(CACHE_CONTROL, "private, no-store");
    default(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    headers.insert(VARY, HeaderValue::from_static("Accept-Language, Authorization"));
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, id);
    }
}
