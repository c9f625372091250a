//! Filing a complaint: one question a page, the way back always open, nothing typed twice.

mod keep;
mod show;
mod steps;
mod submit;
mod sums;

use std::sync::Arc;

use app::Orders;
use app::execute::load;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::Door;
use domain::order::OrderSnapshot;
use http::HeaderValue;
use http::header::SET_COOKIE;
use serde::Deserialize;
use terms::{KindKey, OrderId, order_stream};

use super::draft::{self, Draft};
use crate::shell::{Form, Oops, Routes, Site, Visit};
pub(crate) use steps::Step;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/file", Door::Anyone, begin)
        .get("/file/{step}", Door::Anyone, read)
        .post("/file/{step}", Door::Anyone, write)
        .post("/file-join", Door::SignedIn, submit::join)
        .post("/file-again", Door::Anyone, start_over)
        .get("/cases/{number}/filed", Door::SignedIn, submit::filed)
}

/// Most characters of the sentence by which the kind is looked for, as its box says.
const SAID: usize = 200;

#[derive(Deserialize)]
struct Begin {
    order: Option<String>,
    kind: Option<String>,
}

/// The link from the shop, from the entrance, or from a bookmark: goes to the first question that is open.
async fn begin(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Begin>,
    visit: Visit,
) -> Result<Response, Oops> {
    let mut draft = draft::load(&site, &visit).await?;
    if let Some(order) =
        asked.order.and_then(|id| OrderId::new(id).ok()).filter(|id| draft.order.as_ref() != Some(id))
    {
        // Another order is another matter: the lines chosen before are not of it.
        draft = Draft { order: Some(order), order_given: true, lines: Vec::new(), separate: false, ..draft };
    }
    if let Some(kind) =
        asked.kind.and_then(|key| KindKey::new(key).ok()).filter(|key| site.app.playbook.kind(key).is_some())
    {
        draft.kind = Some(kind);
    }
    let order = order_of(&site, &visit, &draft).await?;
    if order.is_none() && visit.session.is_some() {
        // Not an order of theirs: it is asked for again.
        draft.order = None;
        draft.order_given = false;
    }
    let all = steps::steps(&draft, &site.app.playbook, order.as_ref());
    let open = steps::first_open(&all, &draft, steps::kind_of(&draft, &site.app.playbook));
    go(&site, &visit, &draft, &open.href()).await
}

/// Keeps the draft and goes on.
async fn go(site: &Site, visit: &Visit, draft: &Draft, to: &str) -> Result<Response, Oops> {
    let cookie = draft::save(site, visit, draft).await?;
    Ok(with_cookie(Redirect::to(to).into_response(), &cookie))
}

pub(super) fn with_cookie(mut response: Response, line: &str) -> Response {
    if let Ok(line) = HeaderValue::from_str(line) {
        response.headers_mut().append(SET_COOKIE, line);
    }
    response
}

/// The draft's order, if it is this person's.
pub(super) async fn order_of(
    site: &Site,
    visit: &Visit,
    draft: &Draft,
) -> Result<Option<OrderSnapshot>, Oops> {
    let (Some(id), Some(session)) = (&draft.order, &visit.session) else { return Ok(None) };
    let loaded = load::<Orders>(&site.app, order_stream(id).id).await?;
    let own = loaded.state.snapshot.as_deref().filter(|order| order.consumer == session.person);
    Ok(own.cloned())
}

#[derive(Deserialize)]
struct Reading {
    say: Option<String>,
    from: Option<String>,
}

async fn read(
    State(site): State<Arc<Site>>,
    Path(step): Path<String>,
    Query(asked): Query<Reading>,
    visit: Visit,
) -> Result<Response, Oops> {
    let mut draft = draft::load(&site, &visit).await?;
    let order = order_of(&site, &visit, &draft).await?;
    let all = steps::steps(&draft, &site.app.playbook, order.as_ref());
    let step = all.iter().find(|s| s.name() == step).cloned().ok_or(Oops::NotFound)?;
    let mut cookie = None;
    if let Some(say) = asked.say.filter(|say| *say != draft.said) {
        draft.said = say.chars().take(SAID).collect();
        cookie = Some(draft::save(&site, &visit, &draft).await?);
    }
    // Nobody reaches the review with a question left open.
    let open = steps::first_open(&all, &draft, steps::kind_of(&draft, &site.app.playbook));
    if step == Step::Review && open != Step::Review {
        return Ok(Redirect::to(&open.href()).into_response());
    }
    let from_review = asked.from.as_deref() == Some("review");
    let page = show::Showing { draft: &draft, order: order.as_ref(), all: &all, step: &step, from_review };
    let response = show::step(&site, &visit, &page, None).await?;
    Ok(match cookie {
        Some(cookie) => with_cookie(response, &cookie),
        None => response,
    })
}

async fn write(
    State(site): State<Arc<Site>>,
    Path(step): Path<String>,
    visit: Visit,
    form: Form,
) -> Result<Response, Oops> {
    let mut draft = draft::load(&site, &visit).await?;
    let order = order_of(&site, &visit, &draft).await?;
    let all = steps::steps(&draft, &site.app.playbook, order.as_ref());
    let step = all.iter().find(|s| s.name() == step).cloned().ok_or(Oops::NotFound)?;
    if step == Step::Review {
        return submit::submit(&site, &visit, draft, &form).await;
    }
    let from_review = form.text("from") == "review";
    let kept = keep::keep(&site, &visit, &step, &mut draft, order.as_ref(), form).await?;
    // What there is no room for comes back where it was typed; the draft stays as it was.
    if let (keep::Kept::Wrong(trouble), false) = (&kept, draft::fits(&visit, &draft)?) {
        let page =
            show::Showing { draft: &draft, order: order.as_ref(), all: &all, step: &step, from_review };
        let mut response = show::step(&site, &visit, &page, Some(trouble)).await?;
        *response.status_mut() = trouble.status;
        return Ok(response);
    }
    let cookie = draft::save(&site, &visit, &draft).await?;
    let to = match kept {
        keep::Kept::Stay => format!("{}{}", step.href(), if from_review { "?from=review" } else { "" }),
        keep::Kept::On => {
            // What was answered may have changed the order, and with it the questions.
            let order = order_of(&site, &visit, &draft).await?;
            let all = steps::steps(&draft, &site.app.playbook, order.as_ref());
            let open = steps::first_open(&all, &draft, steps::kind_of(&draft, &site.app.playbook));
            let next = steps::after(&step, &all, &draft);
            if from_review { open.href() } else { next.href() }
        }
        keep::Kept::Wrong(trouble) => {
            let page =
                show::Showing { draft: &draft, order: order.as_ref(), all: &all, step: &step, from_review };
            let mut response = show::step(&site, &visit, &page, Some(&trouble)).await?;
            *response.status_mut() = trouble.status;
            return Ok(with_cookie(response, &cookie));
        }
    };
    Ok(with_cookie(Redirect::to(&to).into_response(), &cookie))
}

/// Throws the draft away and begins anew.
async fn start_over(State(site): State<Arc<Site>>, visit: Visit) -> Result<Response, Oops> {
    let cookie = draft::forget(&site, &visit).await?;
    Ok(with_cookie(Redirect::to("/file/kind").into_response(), &cookie))
}
