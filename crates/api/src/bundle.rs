//! `GET /disputes/{number}/bundle`: the sealed case bundle of this caller's edition, checkable offline (D9).

use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::sync::Arc;

use app::App;
use app::case::{BundleError, write_bundle};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::Actor;
use http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use terms::DisputeId;
use tokio_util::io::ReaderStream;

use crate::fault::Fault;
use crate::guard::Me;
use crate::trouble::Trouble;
use crate::{Api, answer, files};

/// Written to a nameless temporary file away from the async threads, then streamed: memory stays bounded.
pub(crate) async fn get(
    State(api): State<Api>,
    me: Me,
    Path(number): Path<String>,
) -> Result<Response, Fault> {
    let actor = me.actor();
    let id = answer::theirs(&api.app, &number, &actor).await?;
    let app = Arc::clone(&api.app);
    let handle = tokio::runtime::Handle::current();
    let written = tokio::task::spawn_blocking(move || handle.block_on(write(&app, id, &actor))).await;
    let (file, length) = written.map_err(|_| Trouble::InternalError)??;
    let body = Body::from_stream(ReaderStream::with_capacity(tokio::fs::File::from_std(file), 64 * 1024));
    let mut response = (StatusCode::OK, body).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-redress-bundle"));
    headers.insert(CONTENT_LENGTH, length.into());
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    if let Ok(value) = HeaderValue::from_str(&files::attachment(&format!("case-{digits}.redress"))) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

async fn write(app: &App, id: DisputeId, actor: &Actor) -> Result<(std::fs::File, u64), Fault> {
    let mut out = BufWriter::new(tempfile::tempfile().map_err(|error| disk(&error))?);
    write_bundle(app, id, actor, &mut out).await.map_err(|error: BundleError| Fault::from(error))?;
    out.flush().map_err(|error| disk(&error))?;
    let mut file = out.into_inner().map_err(|error| disk(error.error()))?;
    let length = file.stream_position().map_err(|error| disk(&error))?;
    file.seek(SeekFrom::Start(0)).map_err(|error| disk(&error))?;
    Ok((file, length))
}

fn disk(error: &std::io::Error) -> Fault {
    tracing::warn!(%error, "a bundle has no place to be written to");
    Trouble::StorageFull.into()
}
