//! Evidence files and the sealed case file, for those who may have them.

use std::sync::Arc;

use app::case::{self, BundleError, SealError, SealedBundle};
use app::ports::FileError;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use domain::access::Door;
use http::header::{ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, RANGE};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use terms::EvidenceId;

use super::act::find;
use super::oops::form_encoded;
use super::{Oops, Routes, Site, Visit};

pub(crate) fn routes() -> Routes {
    Routes::new().get("/evidence/{id}", Door::SignedIn, evidence).get(
        "/cases/{number}/bundle",
        Door::SignedIn,
        bundle,
    )
}

#[derive(Deserialize)]
struct Asked {
    download: Option<String>,
}

async fn evidence(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Oops> {
    let id: EvidenceId = id.parse().map_err(|_| Oops::NotFound)?;
    let (actor, _) = visit.signed_in()?;
    let file = case::seen_file(&site.app, id, &actor).await?.ok_or(Oops::NotFound)?;
    let range = headers.get(RANGE).and_then(|range| range_of(range.to_str().ok()?));
    let part = site.app.files.give(id, file.copy, range).await.map_err(from_file)?;
    case::note_look(&site.app, &file, &actor).await?;
    let inline = asked.download.is_none() && opens_here(&file.upload.media_type);
    let place = if inline { "inline" } else { "attachment" };
    let disposition =
        format!("{place}; filename*=UTF-8''{}", form_encoded(&file.upload.name).replace('/', "%2F"));
    let mut response = Response::builder()
        .header(CONTENT_TYPE, &file.upload.media_type)
        .header(CONTENT_DISPOSITION, disposition)
        .header(ACCEPT_RANGES, "bytes")
        .header(CONTENT_LENGTH, part.length);
    if range.is_some() {
        let last = (part.from + part.length).saturating_sub(1);
        let told = format!("bytes {}-{last}/{}", part.from, part.total);
        response = response.status(StatusCode::PARTIAL_CONTENT).header(CONTENT_RANGE, told);
    }
    response.body(Body::from_stream(part.body)).map_err(|e| Oops::Broken(e.to_string()))
}

/// What a browser shows without running anything of it.
fn opens_here(media_type: &str) -> bool {
    let media = ["image/", "video/", "audio/"].iter().any(|kind| media_type.starts_with(kind));
    (media && media_type != "image/svg+xml") || media_type == "application/pdf"
}

/// One range of bytes (RFC 9110 §14.1.2); several, and those counted from the end, are answered with the whole.
fn range_of(header: &str) -> Option<(u64, Option<u64>)> {
    let (from, to) = header.strip_prefix("bytes=")?.split_once('-')?;
    let from: u64 = from.trim().parse().ok()?;
    if to.trim().is_empty() {
        return Some((from, None));
    }
    let to: u64 = to.trim().parse().ok()?;
    Some((from, Some(to.checked_sub(from)?.saturating_add(1))))
}

fn from_file(error: FileError) -> Oops {
    match error {
        FileError::Missing => Oops::NotFound,
        FileError::Full => Oops::Full,
        FileError::Unavailable(why) => {
            tracing::error!(%why, "the file store is not available");
            Oops::Unavailable
        }
        FileError::TooLarge { .. }
        | FileError::Empty
        | FileError::Disguised { .. }
        | FileError::BrokenOff => Oops::Broken(error.to_string()),
    }
}

fn from_sealing(error: SealError) -> Oops {
    match error {
        SealError::OneAtATime => Oops::TooOften,
        SealError::Busy => Oops::Unavailable,
        SealError::Custody(error) => error.into(),
        SealError::Scratch(error) => {
            tracing::warn!(%error, "a case file has no place to be written to");
            Oops::Full
        }
        SealError::Bundle(BundleError::NotFound) => Oops::NotFound,
        SealError::Bundle(BundleError::Store(error)) => error.into(),
        SealError::Bundle(BundleError::File(FileError::Full)) => Oops::Full,
        SealError::Bundle(error @ (BundleError::File(_) | BundleError::Write(_))) => {
            Oops::Broken(error.to_string())
        }
    }
}

/// The sealed case file, given out at the reader's pace.
async fn bundle(
    State(site): State<Arc<Site>>,
    Path(number): Path<String>,
    visit: Visit,
) -> Result<Response, Oops> {
    let (number, id) = find(&site, &number).await?;
    let (actor, _) = visit.signed_in()?;
    let SealedBundle { length, body } =
        case::seal_bundle(&site.app, id, &actor).await.map_err(from_sealing)?;
    let headers = [
        (CONTENT_TYPE, "application/x-tar".to_owned()),
        (CONTENT_LENGTH, length.to_string()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"redress-{number}.tar\"")),
    ];
    Ok((headers, Body::from_stream(body)).into_response())
}

#[cfg(test)]
mod tests;
