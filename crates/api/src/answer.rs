//! Writes a case the way the API shows it.

use app::show::CaseView;
use app::{App, case};
use axum::Json;
use axum::response::{IntoResponse, Response};
use domain::Actor;
use domain::order::OrderSnapshot;
use http::header::ETAG;
use http::{HeaderValue, StatusCode};
use record::Receipt;
use serde::Serialize;
use serde_json::{Value, json};
use terms::{CaseNumber, DisputeId};

use crate::fault::Fault;
use crate::guard::Say;
use crate::trouble::Trouble;

/// The dispute behind a number, if it exists for this actor. A number that does not exist, one that is not
/// theirs and something that is no number are answered alike.
///
/// # Errors
/// `unknown_dispute`, the store's.
pub(crate) async fn theirs(app: &App, number: &str, actor: &Actor) -> Result<DisputeId, Fault> {
    let number: CaseNumber = number.parse().map_err(|_| Trouble::UnknownDispute)?;
    let id = case::find(app, number).await?.ok_or(Trouble::UnknownDispute)?;
    let state = case::state(app, id).await?;
    match domain::access::viewer(&state, actor, app.clock.now()) {
        Some(_) if state.filed.is_some() => Ok(id),
        Some(_) | None => Err(Trouble::UnknownDispute.into()),
    }
}

/// The case as the actor may see it.
///
/// # Errors
/// `unknown_dispute`, the store's.
pub(crate) async fn view(app: &App, id: DisputeId, actor: &Actor, say: Say) -> Result<CaseView, Fault> {
    seen(app, id, actor, say).await?.ok_or_else(|| Trouble::UnknownDispute.into())
}

/// The case as the actor may see it; `None`: for them it does not exist.
///
/// # Errors
/// The store's.
pub(crate) async fn seen(
    app: &App,
    id: DisputeId,
    actor: &Actor,
    say: Say,
) -> Result<Option<CaseView>, Fault> {
    Ok(case::view(app, id, actor, &say.0).await?)
}

/// A case for JSON: the view, with the order in the API's words.
#[derive(Debug, Serialize)]
pub(crate) struct Dispute<'a> {
    #[serde(flatten)]
    view: &'a CaseView,
    order: Option<Value>,
}

/// A case the way the API shows it.
pub(crate) fn dispute(view: &CaseView) -> Result<Dispute<'_>, Fault> {
    Ok(Dispute { view, order: view.order.as_deref().map(order).transpose()? })
}

/// What was done: the case by number, as the caller sees it after it (`None`: not at all), and our promise.
#[derive(Debug, Serialize)]
pub(crate) struct Done<'a> {
    pub number: CaseNumber,
    pub dispute: Option<Dispute<'a>>,
    pub receipt: Option<&'a Receipt>,
}

/// An order's snapshot as JSON: erased fields are null, properties have names.
pub(crate) fn order(order: &OrderSnapshot) -> Result<Value, Fault> {
    let mut value = value(order)?;
    value["consumer_name"] = json!(order.consumer_name.get());
    for (line, shown) in order.lines.iter().zip(value["lines"].as_array_mut().into_iter().flatten()) {
        if let Some(listing) = &line.listing {
            let named = |(name, value): &(String, String)| json!({"name": name, "value": value});
            shown["listing"]["properties"] = listing.properties.iter().map(named).collect();
        }
    }
    Ok(value)
}

fn value(of: &impl Serialize) -> Result<Value, Fault> {
    serde_json::to_value(of).map_err(|error| {
        tracing::error!(%error, "an answer cannot be written");
        Trouble::InternalError.into()
    })
}

/// The version as an entity tag.
pub(crate) fn etag(version: u64) -> [(http::HeaderName, HeaderValue); 1] {
    let tag = format!("\"{version}\"");
    [(ETAG, HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("\"0\"")))]
}

/// What was done, and the case after it.
pub(crate) fn done(
    status: StatusCode,
    view: &CaseView,
    receipt: Option<&Receipt>,
) -> Result<Response, Fault> {
    let body = Done { number: view.number, dispute: Some(dispute(view)?), receipt };
    Ok((status, etag(view.version), Json(body)).into_response())
}
