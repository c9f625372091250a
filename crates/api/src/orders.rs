//! `/orders/{id}`: the shop reports an order as it is now, and asks what is held back for open cases.

use std::sync::Arc;

use adapters::orders::OrderReport;
use app::execute::{Request, execute, load};
use app::ports::Value as Param;
use app::queries::{Columns, disputes};
use app::{Orders, Stream};
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::order::commands::report::Report;
use domain::order::{OrderCommand, OrderState};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use terms::{Money, OrderId, order_stream};

use crate::fault::{Fault, FieldFault};
use crate::guard::Me;
use crate::trouble::Trouble;
use crate::wish::{Asked, wish};
use crate::{Api, answer, json as body};

/// Takes a report. The same report again changes nothing and is answered the same.
pub(crate) async fn put(
    State(api): State<Api>,
    me: Me,
    Path(id): Path<String>,
    headers: HeaderMap,
    content: Body,
) -> Result<Response, Fault> {
    let app = &api.app;
    let bytes = body::read(&headers, content).await?;
    let report: OrderReport = body::parse(&bytes)?;
    if report.order_id != id {
        return Err(Fault::field("/order_id", "field_invalid", "differs from the number in the address"));
    }
    let snapshot = report.into_snapshot().map_err(|problems| {
        let field = |p: adapters::orders::ReportProblem| FieldFault {
            pointer: p.pointer,
            code: p.code.to_owned(),
            detail: Some(p.detail),
        };
        Fault::from(Trouble::FieldInvalid).about(problems.into_iter().map(field).collect())
    })?;
    let path = format!("/orders/{id}");
    let wish = wish(app, me.0.person, &headers, &Asked { method: "PUT", path: &path, body: &bytes })?;
    let order = snapshot.order_id.clone();
    let stream = order_stream(&order).id;
    let is_new = load::<Orders>(app, stream).await?.version == 0;
    let request = Request::<Orders> {
        id: wish.id,
        asked: wish.asked,
        actor: me.actor(),
        on_behalf_of: None,
        occurred_at: None,
        stream,
        is_new: false,
        command: OrderCommand::Report(Report { snapshot: Arc::new(snapshot) }),
        seen: wish.seen,
        finishes: None,
    };
    match execute(app, request).await {
        Ok(_) => {}
        Err(app::execute::ExecuteError::Refused(refusal)) if refusal.code() == "already_done" => {}
        Err(error) => return Err(error.into()),
    }
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    shown(&api, &order, status).await
}

/// The order as the shop last reported it, its money, and the lines that open cases hold.
pub(crate) async fn get(State(api): State<Api>, _: Me, Path(id): Path<String>) -> Result<Response, Fault> {
    let order = OrderId::new(id).map_err(|_| Trouble::UnknownOrder)?;
    shown(&api, &order, StatusCode::OK).await
}

async fn shown(api: &Api, order: &OrderId, status: StatusCode) -> Result<Response, Fault> {
    let loaded = load::<Orders>(&api.app, order_stream(order).id).await?;
    let snapshot = loaded.state.snapshot.as_deref().ok_or(Trouble::UnknownOrder)?;
    let body = json!({
        "order": answer::order(snapshot)?,
        "money": money(&loaded.state, snapshot.total),
        "frozen": frozen(api, order).await?,
        "version": loaded.version,
    });
    Ok((status, answer::etag(loaded.version), Json(body)).into_response())
}

fn money(state: &<Orders as Stream>::State, paid: Money) -> Value {
    let state: &OrderState = state;
    let sum = |minor| Money::new(paid.currency, minor);
    json!({
        "paid": paid,
        "reserved": sum(state.reserved()),
        "settled": sum(state.settled()),
        "remaining": sum(state.remaining()),
        "overpaid": sum(state.overpaid),
    })
}

/// Lines that an open case holds: the shop pays nothing out to the merchant for them, and refunds nothing beside it.
async fn frozen(api: &Api, order: &OrderId) -> Result<Vec<Value>, Fault> {
    let rows = api.app.store.query(disputes::OPEN_ON_ORDER, vec![Param::text(order.as_str())]).await?;
    let line = |row| {
        let mut c = Columns::of(row);
        let (_, number, line) = (c.uuid(), c.int(), c.text());
        json!({"line_id": line, "number": format!("{number:012}")})
    };
    Ok(rows.into_iter().map(line).collect())
}
