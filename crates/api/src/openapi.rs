//! `GET /openapi.json`: the API described in OpenAPI 3.1, made from the table of routes, the verbs and the problems.

use axum::Json;
use axum::response::{IntoResponse, Response};
use domain::Refuse;
use domain::access::Door;
use domain::dispute::Verb;
use domain::penalty::PenaltyVerb;
use http::header::CACHE_CONTROL;
use serde_json::{Map, Value, json};
use terms::{Language, Role};
use texts::Texts;

use crate::routes::{Endpoint, ROUTES, Route};
use crate::schemas::{self, named, text};
use crate::trouble::Trouble;

/// The document as it is served.
pub(crate) async fn get() -> Response {
    ([(CACHE_CONTROL, "public, max-age=60")], Json(document())).into_response()
}

/// The whole document.
#[must_use]
pub fn document() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for route in ROUTES {
        for (path, operation) in operations(route) {
            let methods = paths.entry(path).or_insert_with(|| json!({}));
            methods[route.method.as_str().to_ascii_lowercase()] = operation;
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Redress",
            "version": "1",
            "description": "Disputes between consumers and merchants: filing, acting, reading, proving. Fields may be added, never renamed.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": crate::BASE}],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas::all(),
            "responses": {"Problem": {
                "description": "A problem (RFC 9457), in the language of Accept-Language.",
                "content": {"application/problem+json": {"schema": named("Problem")}},
            }},
        },
        "x-problems": problems(),
    })
}

/// The problems that the API itself finds, by code; refusals of the domain have codes of their own.
fn problems() -> Map<String, Value> {
    let texts = Texts::of(Language::En);
    let problem = |trouble: &Trouble| {
        let key = trouble.code().replace('_', "-");
        let told = texts.with(&format!("refusal-{key}"), &trouble.arguments());
        (trouble.code().to_owned(), json!({"status": trouble.status().as_u16(), "title": told}))
    };
    Trouble::samples().iter().map(problem).collect()
}

/// A route's operations: one for each verb where the verb is part of the address.
fn operations(route: &Route) -> Vec<(String, Value)> {
    match route.endpoint {
        Endpoint::Act => Verb::ALL
            .iter()
            .map(|verb| {
                let about = About {
                    id: verb.as_str(),
                    summary: Texts::of(Language::En).say(&format!("verb-{}", verb.as_str())),
                    answer: Answer::Json("200", "Done"),
                    body: Some(schemas::act(*verb)),
                    query: &[],
                };
                (route.path.replace("{verb}", verb.path()), operation(route, about))
            })
            .collect(),
        Endpoint::ActPenalty => PenaltyVerb::ALL
            .iter()
            .map(|verb| {
                let about = About {
                    id: penalty_id(*verb),
                    summary: Texts::of(Language::En).say(&format!("penalty-verb-{}", verb.as_str())),
                    answer: Answer::Json("200", "PenaltyDone"),
                    body: Some(schemas::act_penalty(*verb)),
                    query: &[],
                };
                (route.path.replace("{verb}", verb.path()), operation(route, about))
            })
            .collect(),
        Endpoint::BookMerchant => [
            ("pay-deposit", "pay_deposit", "Book money for a merchant's deposit"),
            ("recover", "recover", "Book what a merchant paid back"),
            ("leave", "leave", "Record that a merchant has left"),
        ]
        .into_iter()
        .map(|(act, id, summary)| {
            let body = (act != "leave").then(schemas::paid_in);
            let answer = Answer::Json("200", "StandingDone");
            let about = About { id, summary: summary.to_owned(), answer, body, query: &[] };
            (route.path.replace("{act}", act), operation(route, about))
        })
        .collect(),
        Endpoint::FileComplaint
        | Endpoint::SuggestKind
        | Endpoint::ListDisputes
        | Endpoint::GetDispute
        | Endpoint::ListEvents
        | Endpoint::GetBundle
        | Endpoint::Upload
        | Endpoint::GetFile
        | Endpoint::GetCustody
        | Endpoint::Search
        | Endpoint::PutOrder
        | Endpoint::GetOrder
        | Endpoint::Notices
        | Endpoint::ListPenalties
        | Endpoint::OpenPenalty
        | Endpoint::GetPenalty
        | Endpoint::GetStanding
        | Endpoint::Measures
        | Endpoint::Kinds
        | Endpoint::Checkpoint
        | Endpoint::Consistency
        | Endpoint::Statistics
        | Endpoint::OpenApi => vec![(route.path.to_owned(), operation(route, about(route.endpoint)))],
    }
}

/// What an operation answers when all is well.
enum Answer {
    Json(&'static str, &'static str),
    Bytes(&'static str),
    Any,
}

/// What is particular to an operation.
struct About {
    id: &'static str,
    summary: String,
    answer: Answer,
    body: Option<Value>,
    query: &'static [&'static str],
}

fn about(endpoint: Endpoint) -> About {
    let (id, summary, answer) = match endpoint {
        Endpoint::FileComplaint => ("file_complaint", "File a complaint", Answer::Json("201", "Done")),
        Endpoint::SuggestKind => {
            ("suggest_kind", "Guess the kind from a description", Answer::Json("200", "SuggestionList"))
        }
        Endpoint::ListDisputes => {
            ("list_disputes", "List cases: own, inbox or queue", Answer::Json("200", "DisputePage"))
        }
        Endpoint::GetDispute | Endpoint::Act => {
            ("get_dispute", "Read a case", Answer::Json("200", "Dispute"))
        }
        Endpoint::ListEvents => ("list_events", "Read a case's history", Answer::Json("200", "FactPage")),
        Endpoint::GetBundle => {
            ("get_bundle", "Download the sealed case bundle", Answer::Bytes("application/x-redress-bundle"))
        }
        Endpoint::Upload => ("upload_evidence", "Upload a file", Answer::Json("201", "Uploaded")),
        Endpoint::GetFile => {
            ("get_evidence", "Download a file or a range of it", Answer::Bytes("application/octet-stream"))
        }
        Endpoint::GetCustody => ("get_custody", "Who looked at a file", Answer::Json("200", "LookPage")),
        Endpoint::Search => ("search", "Find cases by words", Answer::Json("200", "DisputePage")),
        Endpoint::PutOrder => {
            ("put_order", "Report an order as it is now", Answer::Json("200", "OrderShown"))
        }
        Endpoint::GetOrder => {
            ("get_order", "Read an order, its money and its frozen lines", Answer::Json("200", "OrderShown"))
        }
        Endpoint::Notices => ("list_notices", "Read own notices", Answer::Json("200", "NoticePage")),
        Endpoint::ListPenalties => {
            ("list_penalties", "List penalty cases", Answer::Json("200", "PenaltyPage"))
        }
        Endpoint::OpenPenalty => {
            ("open_penalty", "Charge a merchant with a violation", Answer::Json("201", "PenaltyDone"))
        }
        Endpoint::GetPenalty | Endpoint::ActPenalty => {
            ("get_penalty", "Read a penalty case", Answer::Json("200", "Penalty"))
        }
        Endpoint::GetStanding | Endpoint::BookMerchant => {
            ("get_standing", "Read a merchant's standing", Answer::Json("200", "Standing"))
        }
        Endpoint::Measures => {
            ("list_measures", "Measures in force against merchants", Answer::Json("200", "MeasurePage"))
        }
        Endpoint::Kinds => {
            ("list_kinds", "The kinds of dispute, with their questions", Answer::Json("200", "KindPage"))
        }
        Endpoint::Checkpoint => {
            ("get_checkpoint", "The record's signed checkpoint", Answer::Json("200", "Checkpoint"))
        }
        Endpoint::Consistency => (
            "get_consistency",
            "Prove that the record only grew between two sizes",
            Answer::Json("200", "Consistency"),
        ),
        Endpoint::Statistics => (
            "get_statistics",
            "Figures for a range of months; small groups are hidden from the public",
            Answer::Json("200", "Statistics"),
        ),
        Endpoint::OpenApi => ("get_openapi", "This document", Answer::Any),
    };
    let body = match endpoint {
        Endpoint::FileComplaint => Some(schemas::complaint()),
        Endpoint::SuggestKind => Some(schemas::described()),
        Endpoint::PutOrder => Some(schemas::report()),
        Endpoint::OpenPenalty => Some(schemas::charge()),
        Endpoint::ListPenalties
        | Endpoint::GetPenalty
        | Endpoint::ActPenalty
        | Endpoint::GetStanding
        | Endpoint::BookMerchant
        | Endpoint::Measures
        | Endpoint::ListDisputes
        | Endpoint::GetDispute
        | Endpoint::Act
        | Endpoint::ListEvents
        | Endpoint::GetBundle
        | Endpoint::Upload
        | Endpoint::GetFile
        | Endpoint::GetCustody
        | Endpoint::Search
        | Endpoint::GetOrder
        | Endpoint::Notices
        | Endpoint::Kinds
        | Endpoint::Checkpoint
        | Endpoint::Consistency
        | Endpoint::Statistics
        | Endpoint::OpenApi => None,
    };
    let query: &[&str] = match endpoint {
        Endpoint::ListDisputes => &["queue", "status", "stage", "q", "limit", "cursor"],
        Endpoint::Search => &["q", "limit", "cursor"],
        Endpoint::ListEvents | Endpoint::GetCustody | Endpoint::Notices | Endpoint::Measures => {
            &["limit", "cursor"]
        }
        Endpoint::ListPenalties => &["closed", "cursor"],
        Endpoint::Upload => &["name"],
        Endpoint::Consistency => &["from", "to"],
        Endpoint::Statistics => &["from", "to", "kind", "category", "merchant", "carrier"],
        Endpoint::OpenPenalty
        | Endpoint::GetPenalty
        | Endpoint::ActPenalty
        | Endpoint::GetStanding
        | Endpoint::BookMerchant
        | Endpoint::FileComplaint
        | Endpoint::SuggestKind
        | Endpoint::GetDispute
        | Endpoint::Act
        | Endpoint::GetBundle
        | Endpoint::GetFile
        | Endpoint::PutOrder
        | Endpoint::GetOrder
        | Endpoint::Kinds
        | Endpoint::Checkpoint
        | Endpoint::OpenApi => &[],
    };
    About { id, summary: summary.to_owned(), answer, body, query }
}

fn operation(route: &Route, about: About) -> Value {
    let About { id, summary, answer, body, query } = about;
    let mut responses = Map::new();
    let (status, content) = match answer {
        Answer::Json(status, schema) => (status, json!({"application/json": {"schema": named(schema)}})),
        Answer::Bytes(media_type) => ("200", json!({media_type: {}})),
        Answer::Any => ("200", json!({"application/json": {}})),
    };
    responses.insert(status.to_owned(), json!({"description": summary, "content": content}));
    match route.endpoint {
        Endpoint::GetFile => {
            responses.insert("206".to_owned(), json!({"description": "The range that was asked for", "content": {"application/octet-stream": {}}}));
        }
        Endpoint::PutOrder => {
            let shown = json!({"application/json": {"schema": named("OrderShown")}});
            responses.insert(
                "201".to_owned(),
                json!({"description": "Reported for the first time", "content": shown}),
            );
        }
        Endpoint::Checkpoint => {
            responses["200"]["content"]["text/plain"] = json!({});
        }
        Endpoint::ListPenalties
        | Endpoint::OpenPenalty
        | Endpoint::GetPenalty
        | Endpoint::ActPenalty
        | Endpoint::GetStanding
        | Endpoint::BookMerchant
        | Endpoint::Measures
        | Endpoint::FileComplaint
        | Endpoint::SuggestKind
        | Endpoint::ListDisputes
        | Endpoint::GetDispute
        | Endpoint::Act
        | Endpoint::ListEvents
        | Endpoint::GetBundle
        | Endpoint::Upload
        | Endpoint::GetCustody
        | Endpoint::Search
        | Endpoint::GetOrder
        | Endpoint::Notices
        | Endpoint::Kinds
        | Endpoint::Consistency
        | Endpoint::Statistics
        | Endpoint::OpenApi => {}
    }
    responses.insert("default".to_owned(), json!({"$ref": "#/components/responses/Problem"}));
    let mut operation = json!({
        "operationId": id,
        "summary": summary,
        "parameters": parameters(route, query),
        "responses": responses,
    });
    if let Some(schema) = body {
        operation["requestBody"] =
            json!({"required": true, "content": {"application/json": {"schema": schema}}});
    } else if route.endpoint == Endpoint::Upload {
        operation["requestBody"] =
            json!({"required": true, "content": {"*/*": {}, "multipart/form-data": {}}});
    }
    match route.door {
        Door::Anyone => operation["security"] = json!([]),
        Door::SignedIn => {}
        Door::Roles(roles) => operation["x-roles"] = roles.iter().map(|role: &Role| role.as_str()).collect(),
    }
    operation
}

fn parameters(route: &Route, query: &[&str]) -> Vec<Value> {
    let in_path = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let in_path = in_path.filter(|name| !matches!(*name, "verb" | "act"));
    let mut all: Vec<Value> =
        in_path.map(|name| json!({"name": name, "in": "path", "required": true, "schema": text()})).collect();
    all.extend(
        query
            .iter()
            .map(|name| json!({"name": name, "in": "query", "schema": parameter(route.endpoint, name)})),
    );
    let headers: &[&str] = match route.endpoint {
        Endpoint::FileComplaint | Endpoint::OpenPenalty => &["Idempotency-Key"],
        Endpoint::Act | Endpoint::PutOrder | Endpoint::ActPenalty | Endpoint::BookMerchant => {
            &["Idempotency-Key", "If-Match"]
        }
        Endpoint::GetFile => &["Range", "If-Range"],
        Endpoint::SuggestKind
        | Endpoint::ListPenalties
        | Endpoint::GetPenalty
        | Endpoint::GetStanding
        | Endpoint::Measures
        | Endpoint::ListDisputes
        | Endpoint::GetDispute
        | Endpoint::ListEvents
        | Endpoint::GetBundle
        | Endpoint::Upload
        | Endpoint::GetCustody
        | Endpoint::Search
        | Endpoint::GetOrder
        | Endpoint::Notices
        | Endpoint::Kinds
        | Endpoint::Checkpoint
        | Endpoint::Consistency
        | Endpoint::Statistics
        | Endpoint::OpenApi => &[],
    };
    all.extend(headers.iter().map(|name| json!({"name": name, "in": "header", "schema": text()})));
    all
}

fn parameter(endpoint: Endpoint, name: &str) -> Value {
    match name {
        "from" | "to" if endpoint == Endpoint::Statistics => {
            json!({"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"})
        }
        "queue" => json!({"type": "string", "enum": ["mine", "unassigned", "all"], "default": "mine"}),
        "status" => named("Status"),
        "stage" => named("Stage"),
        "closed" => json!({"type": "boolean", "default": false}),
        "from" | "to" => json!({"type": "integer", "minimum": 0}),
        "limit" => json!({"type": "integer", "minimum": 1, "maximum": 50, "default": 25}),
        _ => text(),
    }
}

/// Verbs of penalty cases that disputes have too get a name of their own.
const fn penalty_id(verb: PenaltyVerb) -> &'static str {
    match verb {
        PenaltyVerb::ImposeHold => "impose_hold",
        PenaltyVerb::ReviewHold => "review_hold",
        PenaltyVerb::Answer => "answer_charge",
        PenaltyVerb::Assign => "assign_penalty",
        PenaltyVerb::Decide => "decide_penalty",
        PenaltyVerb::Appeal => "appeal_penalty",
        PenaltyVerb::DecideAppeal => "decide_penalty_appeal",
        PenaltyVerb::ReportDuty => "report_duty",
        PenaltyVerb::CheckDuty => "check_duty",
        PenaltyVerb::Report => "report_penalty",
    }
}
