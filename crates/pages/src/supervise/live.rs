//! News of the wall (server-sent events): the page fetches itself again when more has been counted.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use http::HeaderMap;
use serde::Deserialize;
use tokio::sync::watch;
use tokio::time::{Instant as Tick, sleep, timeout_at};

use crate::shell::{Oops, Site, Visit};

/// A connection ends after so long and the browser opens the next, so that dead ones do not pile up.
const LIFETIME: Duration = Duration::from_secs(50);
const BEAT: Duration = Duration::from_secs(15);
/// A wall that changed with every fact of a busy platform could not be read: news come no closer together than this.
const PAUSE: Duration = Duration::from_secs(5);
const RETRY: Duration = Duration::from_secs(1);

/// The place in the log up to which the page was counted.
#[derive(Debug, Deserialize)]
pub(super) struct Made {
    #[serde(default)]
    seen: Option<u64>,
}

struct Listening {
    site: Arc<Site>,
    seen: u64,
    grown: watch::Receiver<u64>,
    stopping: watch::Receiver<bool>,
    until: Tick,
    told: bool,
}

pub(super) async fn live(
    State(site): State<Arc<Site>>,
    Query(made): Query<Made>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Oops> {
    visit.signed_in()?;
    let grown = site.app.store.grown();
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let seen = last.or(made.seen).ok_or(Oops::Unreadable)?;
    let stopping = site.app.stopping();
    let listening = Listening { site, seen, grown, stopping, until: Tick::now() + LIFETIME, told: false };
    let events = stream::unfold(listening, next);
    Ok(([("x-accel-buffering", "no")], Sse::new(events).keep_alive(KeepAlive::new().interval(BEAT)))
        .into_response())
}

async fn next(mut listening: Listening) -> Option<(Result<Event, Infallible>, Listening)> {
    if listening.told && pauses(&mut listening).await {
        return None;
    }
    loop {
        let counted = listening.site.app.store.cursor("statistics").await.ok()?.0;
        if counted != listening.seen {
            (listening.seen, listening.told) = (counted, true);
            let event = Event::default().event("changed").id(counted.to_string()).data("").retry(RETRY);
            return Some((Ok(event), listening));
        }
        let stopped = listening.stopping.wait_for(|stops| *stops);
        tokio::select! {
            heard = timeout_at(listening.until, listening.grown.changed()) => match heard {
                Ok(Ok(())) => {}
                Ok(Err(_)) | Err(_) => return None,
            },
            _ = stopped => return None,
        }
        // What grew is counted a moment later.
        if pauses(&mut listening).await {
            return None;
        }
    }
}

/// Waits a little; whether everything ends meanwhile.
async fn pauses(listening: &mut Listening) -> bool {
    let stopped = listening.stopping.wait_for(|stops| *stops);
    tokio::select! {
        () = sleep(PAUSE) => false,
        _ = stopped => true,
    }
}
