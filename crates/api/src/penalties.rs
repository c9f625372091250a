//! `/penalties`, `/merchants` and `/measures`: charges against merchants, their accounts, and what is in force.

use app::penalty;
use app::queries::penalties::{self, MeasureRow, PAGE, PenaltyRow};
use app::show::penalty::{PenaltyView, standing, view};
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use domain::merchant::MerchantAct;
use domain::penalty::{OpenPenalty, PenaltyCommand, PenaltyVerb};
use http::header::LOCATION;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use terms::{CaseNumber, EvidenceId, MerchantId, Money, PenaltyId, Role, ViolationKey};

use crate::fault::Fault;
use crate::guard::{Me, Say};
use crate::json::{self as body, parse};
use crate::list::Page;
use crate::trouble::Trouble;
use crate::wish::{Asked, wish};
use crate::{Api, answer};

/// Which list, and where it begins.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    closed: Option<bool>,
    cursor: Option<String>,
}

/// A charge as the API takes it: the dispute by its number.
#[derive(Debug, Deserialize)]
struct Charge {
    violation: ViolationKey,
    text: String,
    #[serde(default)]
    dispute: Option<CaseNumber>,
    #[serde(default)]
    merchant: Option<MerchantId>,
    #[serde(default)]
    merchant_name: String,
    #[serde(default)]
    goods: Vec<String>,
    #[serde(default)]
    evidence_ids: Vec<EvidenceId>,
    #[serde(default)]
    automated: bool,
}

fn position(cursor: &str) -> Result<(i64, uuid::Uuid), Fault> {
    let read = cursor.split_once('.').and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
    read.ok_or_else(|| Fault::query("cursor", "not a cursor of this list"))
}

/// Staff: all of them, the nearest date first; a merchant: its own.
pub(crate) async fn list(
    State(api): State<Api>,
    me: Me,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Value>, Fault> {
    let after = wanted.cursor.as_deref().filter(|c| !c.is_empty()).map(position).transpose()?;
    let after = after.map(|(at, id)| (at, PenaltyId(id)));
    let (mut rows, by_date) = match (&me.0.merchant, wanted.closed.unwrap_or(false)) {
        (Some(merchant), _) => (penalties::of_merchant(&api.app, merchant, after).await?, false),
        (None, true) => (penalties::ended(&api.app, after).await?, false),
        (None, false) => (penalties::open(&api.app, after).await?, true),
    };
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let at = |row: &PenaltyRow| if by_date { row.due_at } else { Some(row.opened_at) };
    let next = rows.last().filter(|_| more);
    let next = next.map(|row| format!("{}.{}", at(row).map_or(i64::MAX, terms::Instant::micros), row.id));
    let item = |row: &PenaltyRow| {
        json!({
            "number": format!("{:012}", row.number),
            "merchant": row.merchant,
            "merchant_name": row.merchant_name,
            "violation": row.violation,
            "phase": row.phase,
            "open": row.is_open,
            "due_at": row.due_at,
            "opened_at": row.opened_at,
        })
    };
    Ok(Json(json!({"items": rows.iter().map(item).collect::<Vec<_>>(), "next": next})))
}

/// Lays a charge.
pub(crate) async fn open(
    State(api): State<Api>,
    me: Me,
    say: Say,
    headers: HeaderMap,
    content: Body,
) -> Result<Response, Fault> {
    let app = &api.app;
    let bytes = body::read(&headers, content).await?;
    let given: Charge = parse(&bytes)?;
    let wish = wish(app, me.0.person, &headers, &Asked { method: "POST", path: "/penalties", body: &bytes })?;
    let dispute = match given.dispute {
        Some(number) => {
            Some(answer::theirs(app, &number.to_string(), &me.actor()).await.map_err(|_| {
                Fault::field("/dispute", "unknown_cause", "no dispute of yours has this number")
            })?)
        }
        None => None,
    };
    let command = OpenPenalty {
        violation: given.violation,
        text: given.text,
        dispute,
        merchant: given.merchant,
        merchant_name: given.merchant_name,
        goods: given.goods,
        evidence_ids: given.evidence_ids,
        automated: given.automated,
    };
    let done = penalty::open(app, me.actor(), command, wish).await?;
    let seen = seen(&api, PenaltyId(done.stream), &me, say).await?;
    let location = HeaderValue::try_from(format!("{}/penalties/{}", crate::BASE, seen.number));
    let mut response =
        (StatusCode::CREATED, Json(json!({"penalty": seen, "receipt": done.receipt}))).into_response();
    if let Ok(location) = location {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

async fn theirs(api: &Api, number: &str) -> Result<PenaltyId, Fault> {
    let number: CaseNumber = number.parse().map_err(|_| Trouble::UnknownPenalty)?;
    Ok(penalty::find(&api.app, number).await?.ok_or(Trouble::UnknownPenalty)?)
}

async fn seen(api: &Api, id: PenaltyId, me: &Me, say: Say) -> Result<PenaltyView, Fault> {
    Ok(view(&api.app, id, &me.actor(), &say.0).await?.ok_or(Trouble::UnknownPenalty)?)
}

/// A penalty case as this caller may see it; the merchant's look is the proof of its notice.
pub(crate) async fn get(
    State(api): State<Api>,
    me: Me,
    say: Say,
    Path(number): Path<String>,
) -> Result<Response, Fault> {
    let id = theirs(&api, &number).await?;
    penalty::prove_sight(&api.app, id, &me.actor()).await?;
    let view = seen(&api, id, &me, say).await?;
    Ok((answer::etag(view.version), Json(view)).into_response())
}

/// Carries out a verb and shows the case after it.
pub(crate) async fn act(
    State(api): State<Api>,
    me: Me,
    say: Say,
    Path((number, verb)): Path<(String, String)>,
    headers: HeaderMap,
    content: Body,
) -> Result<Response, Fault> {
    let app = &api.app;
    let verb = PenaltyVerb::from_path(&verb).ok_or(Trouble::UnknownRoute)?;
    let bytes = body::read(&headers, content).await?;
    let command = match verb {
        PenaltyVerb::ImposeHold => PenaltyCommand::ImposeHold(parse(&bytes)?),
        PenaltyVerb::ReviewHold => PenaltyCommand::ReviewHold(parse(&bytes)?),
        PenaltyVerb::Answer => PenaltyCommand::Answer(parse(&bytes)?),
        PenaltyVerb::Assign => PenaltyCommand::Assign(parse(&bytes)?),
        PenaltyVerb::Decide => PenaltyCommand::Decide(parse(&bytes)?),
        PenaltyVerb::Appeal => PenaltyCommand::Appeal(parse(&bytes)?),
        PenaltyVerb::DecideAppeal => PenaltyCommand::DecideAppeal(parse(&bytes)?),
        PenaltyVerb::ReportDuty => PenaltyCommand::ReportDuty(parse(&bytes)?),
        PenaltyVerb::CheckDuty => PenaltyCommand::CheckDuty(parse(&bytes)?),
        PenaltyVerb::Report => PenaltyCommand::Report(parse(&bytes)?),
    };
    let id = theirs(&api, &number).await?;
    seen(&api, id, &me, say).await?;
    let path = format!("/penalties/{number}/{}", verb.path());
    let wish = wish(app, me.0.person, &headers, &Asked { method: "POST", path: &path, body: &bytes })?;
    let done = penalty::act(app, id, me.actor(), command, wish).await?;
    let view = seen(&api, id, &me, say).await?;
    Ok((answer::etag(view.version), Json(json!({"penalty": view, "receipt": done.receipt}))).into_response())
}

fn merchant(me: &Me, given: &str) -> Result<MerchantId, Fault> {
    let merchant = MerchantId::new(given).map_err(|_| Trouble::UnknownMerchant)?;
    let theirs = me.0.role != Role::Merchant || me.0.merchant.as_ref() == Some(&merchant);
    if theirs { Ok(merchant) } else { Err(Trouble::UnknownMerchant.into()) }
}

/// A merchant's standing.
pub(crate) async fn get_standing(
    State(api): State<Api>,
    me: Me,
    Path(id): Path<String>,
) -> Result<Json<Value>, Fault> {
    let merchant = merchant(&me, &id)?;
    let view = standing(&api.app, &merchant).await?;
    Ok(Json(json!(view)))
}

/// Money that came in, by its reference.
#[derive(Debug, Deserialize)]
struct PaidIn {
    reference: String,
    amount: Money,
    #[serde(default)]
    name: String,
}

/// Books a deposit, a repayment, or that the merchant has left.
pub(crate) async fn book(
    State(api): State<Api>,
    me: Me,
    Path((id, act)): Path<(String, String)>,
    headers: HeaderMap,
    content: Body,
) -> Result<Json<Value>, Fault> {
    let app = &api.app;
    let merchant = merchant(&me, &id)?;
    let bytes = body::read(&headers, content).await?;
    let (name, what) = match act.as_str() {
        "pay-deposit" => {
            let PaidIn { reference, amount, name } = parse(&bytes)?;
            (name, MerchantAct::PayDeposit { reference, amount })
        }
        "recover" => {
            let PaidIn { reference, amount, name } = parse(&bytes)?;
            (name, MerchantAct::Recover { reference, amount })
        }
        "leave" => (String::new(), MerchantAct::Leave),
        _ => return Err(Trouble::UnknownRoute.into()),
    };
    let path = format!("/merchants/{id}/{act}");
    let wish = wish(app, me.0.person, &headers, &Asked { method: "POST", path: &path, body: &bytes })?;
    let name = if name.trim().is_empty() { merchant.to_string() } else { name };
    let done = penalty::book(app, merchant.clone(), name, what, me.actor(), wish).await?;
    let view = standing(app, &merchant).await?;
    Ok(Json(json!({"standing": view, "receipt": done.receipt})))
}

/// Measures in force, newest first: notices that the law has published (ECL 36).
pub(crate) async fn measures(State(api): State<Api>, Query(page): Query<Page>) -> Result<Json<Value>, Fault> {
    let before = page.cursor().map(position).transpose()?;
    let mut rows = penalties::in_force(&api.app, before).await?;
    let more = rows.len() > page.count();
    rows.truncate(page.count());
    let next = rows.last().filter(|_| more).map(|row| format!("{}.{}", row.from.micros(), row.id));
    let item = |row: &MeasureRow| {
        json!({
            "merchant": row.merchant,
            "merchant_name": row.merchant_name,
            "kind": row.kind,
            "violation": row.violation,
            "interim": row.is_interim,
            "from": row.from,
            "until": row.until,
        })
    };
    Ok(Json(json!({"items": rows.iter().map(item).collect::<Vec<_>>(), "next": next})))
}
