//! `POST /evidence`: a file comes in as a raw body or as a form, streamed in bounded memory (D1).

use app::case::{Received, take_upload};
use app::meter::{Allowed, At, Meter};
use axum::Json;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Query, Request, State};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Deserialize;
use serde_json::json;
use terms::PersonId;

use crate::Api;
use crate::fault::Fault;
use crate::guard::Me;
use crate::trouble::Trouble;

/// Bytes that a form's own lines take beside its file, at most.
const FORM_LINES: u64 = 64 * 1024;

#[derive(Debug, Deserialize)]
pub(crate) struct Named {
    name: Option<String>,
}

/// Takes a file in; its id is then named in a complaint or an act.
pub(crate) async fn upload(
    State(api): State<Api>,
    me: Me,
    Query(named): Query<Named>,
    request: Request,
) -> Result<Response, Fault> {
    let headers = request.headers();
    let max = api.app.limits.max_upload;
    let announced = header(headers, &CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if announced.is_some_and(|length| length > max.saturating_add(FORM_LINES)) {
        return Err(Trouble::FileTooLarge { max }.into());
    }
    let claimed = header(headers, &CONTENT_TYPE);
    let is_form = claimed
        .as_deref()
        .is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data"));
    let received = if is_form {
        form(&api, me.0.person, named.name, request).await?
    } else {
        let name = named.name.ok_or_else(|| Fault::query("name", "the file's name is missing"))?;
        take_upload(&api.app, me.0.person, &name, claimed, stream(request.into_body())).await?
    };
    Ok(created(&received))
}

fn header(headers: &HeaderMap, name: &http::HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

fn stream(body: Body) -> BoxStream<'static, std::io::Result<bytes::Bytes>> {
    Box::pin(body.into_data_stream().map(|chunk| chunk.map_err(std::io::Error::other)))
}

/// The first field of the form that is a file. What comes before it is bounded here, the file itself while it is taken.
async fn form(api: &Api, owner: PersonId, name: Option<String>, request: Request) -> Result<Received, Fault> {
    let (parts, body) = request.into_parts();
    let allowed = Allowed { whole: api.app.limits.max_upload.saturating_add(FORM_LINES), refused: 0 };
    let (meter, body) = Meter::on(stream(body), allowed);
    let mut request = Request::from_parts(parts, Body::from_stream(body));
    DefaultBodyLimit::disable().apply(&mut request);
    let form = Multipart::from_request(request, api).await;
    let mut form = form.map_err(|_| Trouble::UnsupportedMediaType)?;
    loop {
        let field = form.next_field().await.map_err(|_| Trouble::FileBrokenOff)?;
        let Some(field) = field else { return Err(Trouble::FileEmpty.into()) };
        let Some(given) = field.file_name().map(str::to_owned) else { continue };
        meter.is_at(At::Taken);
        let claimed = field.content_type().map(str::to_owned);
        let name = name.unwrap_or(given);
        let body = Box::pin(field.map(|chunk| chunk.map_err(std::io::Error::other)));
        return Ok(take_upload(&api.app, owner, &name, claimed, body).await?);
    }
}

fn created(received: &Received) -> Response {
    let file = &received.file;
    let body = json!({
        "id": received.id,
        "name": received.name,
        "kind": received.kind,
        "size": file.size,
        "sha256": file.sha256,
        "media_type": file.media_type,
    });
    let mut response = (StatusCode::CREATED, Json(body)).into_response();
    if let Ok(location) = HeaderValue::from_str(&format!("{}/evidence/{}", crate::BASE, received.id)) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}
