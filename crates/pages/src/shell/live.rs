//! News of a case as they happen (server-sent events): the page that hears of one fetches itself again.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use app::case;
use axum::extract::{Path, Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use domain::Actor;
use domain::access::{Door, version_for, viewer};
use futures_util::stream;
use http::HeaderMap;
use serde::Deserialize;
use terms::DisputeId;
use tokio::sync::watch;
use tokio::time::{Instant as Tick, timeout_at};

use super::act::find;
use super::{Oops, Routes, Site, Visit};

/// A connection ends after so long and the browser opens the next, so that dead ones do not pile up.
const LIFETIME: Duration = Duration::from_secs(50);
const BEAT: Duration = Duration::from_secs(15);
const RETRY: Duration = Duration::from_secs(1);

pub(crate) fn routes() -> Routes {
    Routes::new().get("/live/{number}", Door::SignedIn, live)
}

struct Listening {
    site: Arc<Site>,
    id: DisputeId,
    actor: Actor,
    seen: u64,
    news: watch::Receiver<u64>,
    stopping: watch::Receiver<bool>,
    until: Tick,
}

/// The version that the page was made from: what happened between then and now is news, too.
#[derive(Debug, Deserialize)]
struct Made {
    #[serde(default)]
    seen: Option<u64>,
}

async fn live(
    State(site): State<Arc<Site>>,
    Path(number): Path<String>,
    Query(made): Query<Made>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Oops> {
    let (_, id) = find(&site, &number).await?;
    let (actor, _) = visit.signed_in()?;
    // Listened to before the version is read, so that nothing between the two is missed.
    let news = site.app.news();
    let present = visible(&site, id, &actor).await?.ok_or(Oops::NotFound)?;
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let seen = last.or(made.seen).unwrap_or(present);
    let stopping = site.app.stopping();
    let listening = Listening { site, id, actor, seen, news, stopping, until: Tick::now() + LIFETIME };
    let events = stream::unfold(listening, next);
    let beat = KeepAlive::new().interval(BEAT);
    Ok(([("x-accel-buffering", "no")], Sse::new(events).keep_alive(beat)).into_response())
}

/// The version of the case as this person counts it; `None`: it does not exist for them.
async fn visible(site: &Site, id: DisputeId, actor: &Actor) -> Result<Option<u64>, Oops> {
    let state = case::state(&site.app, id).await?;
    Ok(viewer(&state, actor, site.app.clock.now()).map(|viewer| version_for(&state, viewer)))
}

async fn next(mut listening: Listening) -> Option<(Result<Event, Infallible>, Listening)> {
    loop {
        let version = visible(&listening.site, listening.id, &listening.actor).await.ok()??;
        if version != listening.seen {
            listening.seen = version;
            let event = Event::default()
                .event("changed")
                .id(version.to_string())
                .data(version.to_string())
                .retry(RETRY);
            return Some((Ok(event), listening));
        }
        let stopped = listening.stopping.wait_for(|stops| *stops);
        tokio::select! {
            heard = timeout_at(listening.until, listening.news.changed()) => match heard {
                Ok(Ok(())) => {}
                // The application has ended, or the connection has lived long enough.
                Ok(Err(_)) | Err(_) => return None,
            },
            _ = stopped => return None,
        }
    }
}
