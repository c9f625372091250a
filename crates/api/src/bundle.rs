//! `GET /disputes/{number}/bundle`: the sealed case bundle of this caller's edition, checkable offline (D9).

use app::case::{self, SealedBundle};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};

use crate::fault::Fault;
use crate::guard::Me;
use crate::{Api, answer, files};

/// Seals the case and gives it out at the caller's pace.
pub(crate) async fn get(
    State(api): State<Api>,
    me: Me,
    Path(number): Path<String>,
) -> Result<Response, Fault> {
    let actor = me.actor();
    let id = answer::theirs(&api.app, &number, &actor).await?;
    let SealedBundle { length, body } = case::seal_bundle(&api.app, id, &actor).await?;
    let mut response = (StatusCode::OK, Body::from_stream(body)).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-redress-bundle"));
    headers.insert(CONTENT_LENGTH, length.into());
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    if let Ok(value) = HeaderValue::from_str(&files::attachment(&format!("case-{digits}.redress"))) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
