//! What everybody may read: the kinds of dispute with their questions, and the record's signed checkpoint.

use app::queries::proofs;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE};
use playbook::{Ask, Input, Kind, Localised, Question};
use serde::Deserialize;
use serde_json::{Value, json};
use terms::Language;

use crate::Api;
use crate::fault::Fault;
use crate::guard::Say;

/// The kinds of dispute in the caller's language.
pub(crate) async fn kinds(State(api): State<Api>, say: Say) -> Response {
    let playbook = &api.app.playbook;
    let items: Vec<Value> = playbook.kinds().map(|k| kind(k, say.language())).collect();
    let body = json!({"playbook": {"id": playbook.id(), "version": playbook.version()}, "items": items, "next": null});
    ([(CACHE_CONTROL, "public, max-age=60")], Json(body)).into_response()
}

fn kind(kind: &Kind, language: Language) -> Value {
    let say = |text: &Localised| text.get(language).to_owned();
    let help = kind.self_service.as_ref().map(|help| {
        let answer: Vec<String> = help.answer.iter().map(say).collect();
        json!({"title": say(&help.title), "answer": answer, "follow_up": say(&help.follow_up)})
    });
    json!({
        "kind": kind.key,
        "id": kind.id,
        "title": say(&kind.title),
        "summary": say(&kind.summary),
        "priority": kind.priority,
        "needs_order": kind.needs_order,
        "questions": kind.questions.iter().map(|q| question(q, language)).collect::<Vec<_>>(),
        "evidence": {
            "consumer": kind.evidence.consumer.iter().map(|a| ask(a, language)).collect::<Vec<_>>(),
            "respondent": kind.evidence.respondent.iter().map(|a| ask(a, language)).collect::<Vec<_>>(),
        },
        "remedies": kind.remedies,
        "default_remedy": kind.default_remedy,
        "self_service": help,
        "legal_basis": kind.legal_basis,
        "burden_of_proof": kind.burden_of_proof.as_ref().map(say),
    })
}

fn question(question: &Question, language: Language) -> Value {
    let (input, options, max) = match &question.input {
        Input::Choice { options } => {
            let option = |o: &playbook::Choice| json!({"key": o.key, "text": o.text.get(language)});
            ("choice", options.iter().map(option).collect(), None)
        }
        Input::Text { max } => ("text", Vec::new(), Some(*max)),
        Input::Date => ("date", Vec::new(), None),
        Input::Amount => ("amount", Vec::new(), None),
        Input::YesNo => ("yes_no", Vec::new(), None),
    };
    json!({
        "key": question.key,
        "text": question.text.get(language),
        "hint": question.hint.as_ref().map(|hint| hint.get(language)),
        "input": input,
        "options": options,
        "max": max,
        "required": question.required,
    })
}

fn ask(ask: &Ask, language: Language) -> Value {
    json!({"key": ask.key, "text": ask.text.get(language), "kinds": ask.kinds, "required": ask.required})
}

/// The signed checkpoint of the record (C2SP tlog-checkpoint): as text, or in JSON if that is asked for.
pub(crate) async fn checkpoint(State(api): State<Api>, headers: HeaderMap) -> Result<Response, Fault> {
    let (head, text) = proofs::checkpoint(&api.app).await?;
    let wanted = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let no_cache = [(CACHE_CONTROL, "no-cache")];
    if wanted.contains("json") {
        let key = api.app.signer.public().to_string();
        let body = json!({
            "origin": api.app.origin.to_string(),
            "size": head.size,
            "root": head.root,
            "checkpoint": text,
            "public_key": key,
        });
        return Ok((no_cache, Json(body)).into_response());
    }
    Ok((no_cache, [(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

/// Two sizes of the record.
#[derive(Debug, Deserialize)]
pub(crate) struct Sizes {
    from: Option<u64>,
    to: Option<u64>,
}

/// The proof that a later state of the record begins with an earlier one (RFC 9162, section 2.1.4).
pub(crate) async fn consistency(
    State(api): State<Api>,
    Query(sizes): Query<Sizes>,
) -> Result<Response, Fault> {
    let (head, _) = proofs::checkpoint(&api.app).await?;
    let from =
        sizes.from.ok_or_else(|| Fault::query("from", "the size of the earlier checkpoint is missing"))?;
    let to = sizes.to.unwrap_or(head.size);
    if to > head.size {
        return Err(Fault::query("to", "the record is not that long"));
    }
    if from > to {
        return Err(Fault::query("from", "is beyond the later size"));
    }
    let proof = proofs::consistency(&api.app, from, to).await?;
    Ok(Json(json!({"from": from, "to": to, "proof": proof})).into_response())
}
