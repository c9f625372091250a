//! `GET /statistics`: figures for a range of months, for everybody; those of one merchant or carrier for whom they are for.

use app::sign_in::Session;
use app::statistics::{self, Eyes, Mean, Month, Range, Report, SERIES, Scope, Series, Stretch, Times};
use axum::extract::{Query, State};
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};
use terms::{KindKey, Role};

use crate::Api;
use crate::fault::Fault;
use crate::trouble::Trouble;

/// What is asked for; at most one of the last four.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    from: Option<String>,
    to: Option<String>,
    kind: Option<String>,
    category: Option<String>,
    merchant: Option<String>,
    carrier: Option<String>,
}

/// The figures.
pub(crate) async fn get(
    State(api): State<Api>,
    session: Option<Extension<Session>>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Value>, Fault> {
    let range = range(&api, &wanted)?;
    let (scope, whose, eyes) = whose(&api, &wanted, session.as_ref().map(|Extension(session)| session))?;
    let report = statistics::report(&api.app, scope, &whose, range, eyes).await?;
    let mut helped = Vec::new();
    if scope == Scope::All {
        let said = statistics::self_service(&api.app).await?;
        helped = said.into_iter().filter(|said| said.asked() >= report.smallest_group).collect();
    }
    let helped =
        helped.iter().map(|said| json!({"kind": said.kind, "asked": said.asked(), "solved": said.helped}));
    let mut body = told(&report);
    body["scope"] = json!(scope.as_str());
    body["of"] = if whose.is_empty() { Value::Null } else { json!(whose) };
    body["self_service"] = helped.collect();
    Ok(Json(body))
}

fn range(api: &Api, wanted: &Wanted) -> Result<Range, Fault> {
    let now = statistics::this_month(&api.app, api.app.clock.now());
    let read = |name: &str, given: &Option<String>| {
        let given = given.as_deref().filter(|given| !given.is_empty());
        given
            .map(|given| given.parse::<Month>().map_err(|why| Fault::query(name, why.to_string())))
            .transpose()
    };
    let (from, to) = (read("from", &wanted.from)?, read("to", &wanted.to)?);
    let to = to.unwrap_or(now).min(now);
    Ok(from.map_or_else(|| Range::year_to(to), |from| Range::bounded(from.min(now), to)))
}

fn whose(api: &Api, wanted: &Wanted, session: Option<&Session>) -> Result<(Scope, String, Eyes), Fault> {
    let given = [
        (Scope::Kind, &wanted.kind),
        (Scope::Category, &wanted.category),
        (Scope::Merchant, &wanted.merchant),
        (Scope::Carrier, &wanted.carrier),
    ];
    let mut given =
        given.into_iter().filter_map(|(scope, of)| Some((scope, of.clone().filter(|of| !of.is_empty())?)));
    let Some((scope, whose)) = given.next() else { return Ok((Scope::All, String::new(), Eyes::Public)) };
    if let Some((second, _)) = given.next() {
        return Err(Fault::query(second.as_str(), "only one of kind, category, merchant and carrier"));
    }
    let eyes = match scope {
        Scope::Kind => {
            let known = KindKey::new(whose.clone()).ok().filter(|kind| api.app.playbook.kind(kind).is_some());
            known.ok_or_else(|| Fault::query("kind", "no kind of this playbook"))?;
            Eyes::Public
        }
        Scope::Merchant | Scope::Carrier => {
            let session = session.ok_or(Trouble::SignInNeeded)?;
            let own = session.role == Role::Merchant
                && scope == Scope::Merchant
                && session.merchant.as_ref().is_some_and(|merchant| merchant.as_str() == whose);
            match (own, session.role.is_staff()) {
                (true, _) => Eyes::Merchant,
                (false, true) => Eyes::Staff,
                (false, false) => return Err(Fault::not_allowed(Vec::new())),
            }
        }
        Scope::All | Scope::Category | Scope::Channel | Scope::Like | Scope::History => Eyes::Public,
    };
    Ok((scope, whose, eyes))
}

fn told(report: &Report) -> Value {
    let cell = |cell: &statistics::Cell| json!({"table": cell.series.as_str(), "month": cell.month.to_string(), "group": cell.key, "count": cell.n});
    let hidden = |hidden: &statistics::Hidden| json!({"table": hidden.series.as_str(), "month": hidden.month.to_string()});
    let tables: Vec<&str> = SERIES.iter().map(|series| series.as_str()).collect();
    json!({
        "from": report.range.from.to_string(),
        "to": report.range.to.to_string(),
        "smallest_group": report.smallest_group,
        "filed": report.total(Series::Filed),
        "closed": report.ended(),
        "times": report.times.iter().map(time).collect::<Vec<_>>(),
        "ratings": {"consumer": report.by_consumers.map(mean), "respondent": report.by_merchants.map(mean)},
        "tables": tables,
        "cells": report.cells.iter().map(cell).collect::<Vec<_>>(),
        "hidden": report.hidden.iter().map(hidden).collect::<Vec<_>>(),
    })
}

/// Hours within which so many were done; null: longer than the last bound.
fn time(times: &Times) -> Value {
    let hours = |stretch: Stretch| match stretch {
        Stretch::Hours(hours) => Some(hours),
        Stretch::Longer => None,
    };
    json!({
        "what": times.measure.as_str(),
        "count": times.count,
        "half_within_hours": hours(times.median),
        "nine_of_ten_within_hours": hours(times.ninety),
    })
}

fn mean(mean: Mean) -> Value {
    json!({"count": mean.count, "stars": format!("{}.{}", mean.tenths / 10, mean.tenths % 10)})
}
