//! The shapes of mediation, ruling and appeal.

use serde_json::{Value, json};

use super::{id, integer, list, maybe, moment, named, object, text};

pub(super) fn judging() -> Vec<(&'static str, Value)> {
    let finding = object(&[
        ("text", maybe(text())),
        ("evidence_ids", list(id())),
        ("basis", named("FindingBasis")),
        ("about", maybe(named("Party"))),
    ]);
    let ruling = || {
        vec![
            ("liability", named("Liability")),
            ("findings", list(finding.clone())),
            ("remedies", list(named("Remedy"))),
            ("rule_ids", list(text())),
            ("reasons", maybe(json!({"type": "object", "additionalProperties": text()}))),
        ]
    };
    let of_ruling = |own: Vec<(&'static str, Value)>| object(&[own, ruling()].concat());
    let answer = object(&[
        ("side", named("Side")),
        ("accepted", json!({"type": "boolean"})),
        ("note", maybe(text())),
        ("at", moment()),
    ]);
    vec![
        (
            "Liability",
            object(&[
                ("consumer?", integer()),
                ("respondent?", integer()),
                ("third_party?", integer()),
                ("platform?", integer()),
            ]),
        ),
        (
            "Proposal",
            object(&[
                ("id", id()),
                ("state", named("OfferState")),
                ("remedies", list(named("Remedy"))),
                ("reasons", maybe(text())),
                ("made_at", moment()),
                ("expires_at", maybe(moment())),
                ("ended_at", maybe(moment())),
                ("answers", list(answer)),
            ]),
        ),
        (
            "Decision",
            of_ruling(vec![
                ("id", id()),
                ("kind", json!({"type": "string", "enum": ["ruling", "appeal"]})),
                ("by", maybe(text())),
                ("decided_by", json!({"type": "string", "enum": ["person", "system"]})),
                ("second", maybe(text())),
                ("outcome", maybe(named("AppealOutcome"))),
                ("at", moment()),
                ("appealable_until", maybe(moment())),
            ]),
        ),
        (
            "RulingDraft",
            of_ruling(vec![
                ("id", id()),
                ("by", maybe(text())),
                ("outcome", maybe(named("AppealOutcome"))),
                ("rule_id", text()),
                ("at", moment()),
                ("returned", maybe(text())),
            ]),
        ),
        (
            "Appeal",
            object(&[
                ("side", named("Side")),
                ("grounds", maybe(text())),
                ("evidence_ids", list(id())),
                ("at", moment()),
                ("stayed", maybe(object(&[("since", moment()), ("reason", maybe(text()))]))),
                ("decided_at", maybe(moment())),
            ]),
        ),
        ("Referral", object(&[("to", named("OutsideWay")), ("reason", maybe(text())), ("at", moment())])),
    ]
}
