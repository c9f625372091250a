//! `POST /complaints`: nothing is accepted half-stored (C1), the number is given at once (B10).

use std::collections::BTreeMap;

use app::case::{self, Complaint};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use domain::dispute::{ClaimLine, Remedy};
use http::header::LOCATION;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use terms::{Channel, EvidenceId, Instant, KindKey, Language, OrderId, PersonId, Role, person_from_outside};

use crate::answer::Done;
use crate::fault::Fault;
use crate::guard::{Me, Say};
use crate::trouble::Trouble;
use crate::wish::{Asked, wish};
use crate::{Api, answer, json as body};

/// Longest description that a guess is made from, in characters.
const MAX_GUESS: usize = 5_000;

/// The body. Unknown fields are refused, so that a misspelt one is noticed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Given {
    #[serde(default)]
    kind: Option<KindKey>,
    #[serde(default)]
    order_id: Option<OrderId>,
    #[serde(default)]
    no_order_reason: Option<String>,
    #[serde(default)]
    lines: Vec<ClaimLine>,
    description: String,
    #[serde(default)]
    answers: BTreeMap<String, String>,
    #[serde(default)]
    claims: Vec<Remedy>,
    #[serde(default)]
    evidence_ids: Vec<EvidenceId>,
    #[serde(default)]
    on_behalf_of: Option<String>,
    #[serde(default)]
    channel: Option<Channel>,
    #[serde(default)]
    language: Option<Language>,
    #[serde(default)]
    occurred_at: Option<Instant>,
    #[serde(default)]
    separate_problem: bool,
}

/// Files a complaint.
pub(crate) async fn file(
    State(api): State<Api>,
    me: Me,
    say: Say,
    headers: HeaderMap,
    content: Body,
) -> Result<Response, Fault> {
    let app = &api.app;
    let bytes = body::read(&headers, content).await?;
    let given: Given = body::parse(&bytes)?;
    let asked = Asked { method: "POST", path: "/complaints", body: &bytes };
    let wish = wish(app, me.0.person, &headers, &asked)?;
    let complaint = complaint(&api, &me, say, given)?;
    let actor = me.actor();
    let filed = match case::file(app, actor.clone(), complaint, wish).await {
        Ok(filed) => filed,
        Err(error) => return Err(open_case(&api, &me, error.into()).await?),
    };
    let Ok(view) = answer::view(app, filed.dispute, &actor, say).await else {
        // A shop's program files for its customers; the case is not the program's to read.
        return Ok(created(&Done { number: filed.number, dispute: None, receipt: filed.receipt.as_ref() }));
    };
    let dispute = Some(answer::dispute(&view)?);
    let mut response = created(&Done { number: filed.number, dispute, receipt: filed.receipt.as_ref() });
    let [(name, value)] = answer::etag(view.version);
    response.headers_mut().insert(name, value);
    Ok(response)
}

fn created(done: &Done<'_>) -> Response {
    use axum::response::IntoResponse;
    let mut response = (StatusCode::CREATED, Json(done)).into_response();
    if let Ok(location) = HeaderValue::from_str(&format!("{}/disputes/{}", crate::BASE, done.number)) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}

fn complaint(api: &Api, me: &Me, say: Say, given: Given) -> Result<Complaint, Fault> {
    let kind = match given.kind {
        Some(kind) => kind,
        None => guess(api, &given.description)?,
    };
    Ok(Complaint {
        kind,
        consumer: consumer(me, given.on_behalf_of.as_deref())?,
        occurred_at: occurred_at(api, me, given.occurred_at)?,
        order_id: given.order_id,
        no_order_reason: given.no_order_reason,
        lines: given.lines,
        description: given.description,
        answers: given.answers,
        claims: given.claims,
        evidence_ids: given.evidence_ids,
        channel: given.channel.unwrap_or(Channel::Api),
        language: given.language.unwrap_or(say.language()),
        separate_problem: given.separate_problem,
    })
}

/// Without a kind, the likeliest of the description.
fn guess(api: &Api, description: &str) -> Result<KindKey, Fault> {
    let first = api.app.playbook.suggest_kinds(&cut(description)).into_iter().next();
    first.map(|suggestion| suggestion.kind).ok_or_else(|| {
        let missing = Fault::field("/kind", "kind_missing", "no kind was given and none could be guessed");
        Fault::from(Trouble::KindMissing).about(missing.more.errors)
    })
}

fn cut(description: &str) -> String {
    description.chars().take(MAX_GUESS).collect()
}

/// Whose complaint it is: staff and the shop name the consumer by the shop's id, whatever it looks like. A consumer files
/// for nobody else: an agent needs a mandate, and before there is a case none can have been given (B18).
fn consumer(me: &Me, named: Option<&str>) -> Result<Option<PersonId>, Fault> {
    match (me.0.role, named) {
        (_, None) => Ok(None),
        (Role::Consumer | Role::Merchant | Role::Admin, Some(_)) => Err(Fault::not_allowed(Vec::new())),
        (
            Role::IntakeOfficer | Role::Mediator | Role::Decider | Role::Supervisor | Role::Integrator,
            Some(named),
        ) => Ok(Some(person_from_outside(&format!("consumer:{named}")))),
    }
}

/// When a letter arrived or a call was taken: for those who write down what others said.
fn occurred_at(api: &Api, me: &Me, at: Option<Instant>) -> Result<Option<Instant>, Fault> {
    let Some(at) = at else { return Ok(None) };
    if !me.0.role.is_staff() && me.0.role != Role::Integrator {
        return Err(Fault::field("/occurred_at", "field_invalid", "only for staff and the shop's program"));
    }
    if at > api.app.clock.now() {
        return Err(Fault::field("/occurred_at", "field_invalid", "lies in the future"));
    }
    Ok(Some(at))
}

/// The open case that a duplicate can join is named if it is theirs to see.
async fn open_case(api: &Api, me: &Me, mut fault: Fault) -> Result<Fault, Fault> {
    if fault.refusal.code() != "duplicate_complaint" {
        return Ok(fault);
    }
    let number =
        fault.refusal.arguments().into_iter().find(|(name, _)| *name == "number").map(|(_, number)| number);
    if let Some(number) = number
        && answer::theirs(&api.app, &number, &me.actor()).await.is_ok()
    {
        fault.more.number = Some(number);
    }
    Ok(fault)
}

/// The body of a request for guesses.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Described {
    description: String,
    /// Taken so that the body of a complaint's first step fits; no order is looked up.
    #[serde(default, rename = "order_id")]
    _order_id: Option<OrderId>,
}

/// Guesses the kind from a description; says by which words.
pub(crate) async fn suggest(
    State(api): State<Api>,
    say: Say,
    headers: HeaderMap,
    content: Body,
) -> Result<Json<Value>, Fault> {
    let bytes = body::read(&headers, content).await?;
    let given: Described = body::parse(&bytes)?;
    let playbook = &api.app.playbook;
    let item = |suggestion: playbook::Suggestion| {
        let title = playbook.kind(&suggestion.kind).map(|kind| kind.title.get(say.language()).to_owned());
        // Whole percents: more digits would claim more than a word count knows.
        let confidence = f64::from((suggestion.confidence * 100.0).round()) / 100.0;
        json!({"kind": suggestion.kind, "title": title, "confidence": confidence, "why": suggestion.why})
    };
    let items: Vec<Value> = playbook.suggest_kinds(&cut(&given.description)).into_iter().map(item).collect();
    Ok(Json(json!({"items": items})))
}
