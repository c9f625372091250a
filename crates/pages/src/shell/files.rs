//! Evidence files and the sealed case file, for those who may have them.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};

use app::case::{self, BundleError, SeenFile, write_bundle};
use app::ports::FileError;
use app::queries::uploads;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::access::{Door, viewer};
use http::header::{ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, RANGE};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use terms::EvidenceId;
use tokio::sync::mpsc;

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
    let (actor, session) = visit.signed_in()?;
    let SeenFile { upload, copy, .. } =
        case::seen_file(&site.app, id, &actor).await?.ok_or(Oops::NotFound)?;
    let range = headers.get(RANGE).and_then(|range| range_of(range.to_str().ok()?));
    let part = site.app.files.give(id, copy, range).await.map_err(from_file)?;
    if range.is_none_or(|(from, _)| from == 0) {
        uploads::look(&site.app, id, Some(session.person), "viewed").await?;
    }
    let inline = asked.download.is_none() && opens_here(&upload.media_type);
    let place = if inline { "inline" } else { "attachment" };
    let disposition = format!("{place}; filename*=UTF-8''{}", form_encoded(&upload.name).replace('/', "%2F"));
    let mut response = Response::builder()
        .header(CONTENT_TYPE, &upload.media_type)
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

/// Writes into a channel, so that a bundle goes out while it is made.
struct Outlet(SyncSender<io::Result<Bytes>>);

impl Write for Outlet {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let sent = self.0.send(Ok(Bytes::copy_from_slice(data)));
        sent.map(|()| data.len()).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

async fn bundle(
    State(site): State<Arc<Site>>,
    Path(number): Path<String>,
    visit: Visit,
) -> Result<Response, Oops> {
    let (number, id) = find(&site, &number).await?;
    let (actor, _) = visit.signed_in()?;
    let state = case::state(&site.app, id).await?;
    viewer(&state, &actor, visit.now).ok_or(Oops::NotFound)?;
    let (sender, receiver) = mpsc::channel(4);
    let (outlet, written) = sync_channel(4);
    let (app, runtime) = (Arc::clone(&site.app), tokio::runtime::Handle::current());
    tokio::task::spawn_blocking(move || {
        let out = io::BufWriter::with_capacity(64 * 1024, Outlet(outlet.clone()));
        let sealed: Result<Vec<EvidenceId>, BundleError> =
            runtime.block_on(write_bundle(&app, id, &actor, out));
        if let Err(error) = sealed {
            tracing::error!(%error, "a case file could not be sealed");
            // The download breaks off instead of looking complete.
            let _ = outlet.send(Err(io::Error::other("not sealed")));
        }
    });
    // What is written inside a waiting task may not wait for the receiver; a thread of its own may.
    tokio::task::spawn_blocking(move || {
        for piece in written {
            if sender.blocking_send(piece).is_err() {
                break;
            }
        }
    });
    let body = Receiving(receiver);
    let headers = [
        (CONTENT_TYPE, "application/x-tar".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"redress-{number}.tar\"")),
    ];
    Ok((headers, Body::from_stream(body)).into_response())
}

/// The receiving end as a stream.
struct Receiving(mpsc::Receiver<io::Result<Bytes>>);

impl futures_util::Stream for Receiving {
    type Item = io::Result<Bytes>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        self.0.poll_recv(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_or_left_aside() {
        assert_eq!(range_of("bytes=0-99"), Some((0, Some(100))));
        assert_eq!(range_of("bytes=5-"), Some((5, None)));
        assert_eq!(range_of("bytes=-5"), None);
        assert_eq!(range_of("bytes=9-5"), None);
    }

    #[test]
    fn nothing_that_could_run_opens_on_our_site() {
        assert!(opens_here("image/jpeg") && opens_here("application/pdf"));
        assert!(!opens_here("image/svg+xml") && !opens_here("text/html"));
    }
}
