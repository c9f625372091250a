//! The shapes of penalty cases, measures and merchants' accounts.

use domain::penalty::PenaltyVerb;
use serde_json::{Value, json};
use terms::{DutyKind, DutyState, FoundBy, HoldGround, MeasureKind, MeasureState, PenaltyPhase, PenaltyStep};

use super::{id, integer, list, maybe, moment, named, object, page, text, yes_or_no};

fn words<T: Copy>(all: &[T], key: impl Fn(T) -> &'static str) -> Value {
    json!({"type": "string", "enum": all.iter().map(|word| key(*word)).collect::<Vec<_>>()})
}

fn measure_kind() -> Value {
    words(MeasureKind::ALL, MeasureKind::as_str)
}

/// A charge to be laid.
pub(crate) fn charge() -> Value {
    object(&[
        ("violation", text()),
        ("text", text()),
        ("dispute?", maybe(text())),
        ("merchant?", maybe(text())),
        ("merchant_name?", text()),
        ("goods?", list(text())),
        ("evidence_ids?", list(id())),
        ("automated?", yes_or_no()),
    ])
}

/// Money that came in.
pub(crate) fn paid_in() -> Value {
    object(&[("reference", text()), ("amount", named("Money")), ("name?", text())])
}

/// What a verb of a penalty case takes.
pub(crate) fn act_penalty(verb: PenaltyVerb) -> Value {
    match verb {
        PenaltyVerb::ImposeHold => object(&[
            ("ground", words(HoldGround::ALL, HoldGround::as_str)),
            ("goods", list(text())),
            ("reasons", text()),
        ]),
        PenaltyVerb::ReviewHold => object(&[("keep", yes_or_no()), ("reasons", text())]),
        PenaltyVerb::Answer => {
            object(&[("position", named("Position")), ("explanation", text()), ("evidence_ids?", list(id()))])
        }
        PenaltyVerb::Assign => object(&[("to", id())]),
        PenaltyVerb::Decide => object(&[
            ("dismissed?", yes_or_no()),
            ("facts", text()),
            ("reasons", text()),
            ("rule_ids?", list(text())),
            (
                "measures?",
                list(object(&[
                    ("kind", measure_kind()),
                    ("points?", maybe(integer())),
                    ("days?", maybe(integer())),
                    ("amount?", maybe(named("Money"))),
                    ("goods?", list(text())),
                ])),
            ),
            ("duties?", list(object(&[("kind", words(DutyKind::ALL, DutyKind::as_str)), ("text", text())]))),
        ]),
        PenaltyVerb::Appeal => object(&[("grounds", text())]),
        PenaltyVerb::DecideAppeal => {
            object(&[("upheld?", list(id())), ("duties?", list(id())), ("reasons", text())])
        }
        PenaltyVerb::ReportDuty => object(&[("duty_id", id()), ("proof", text())]),
        PenaltyVerb::CheckDuty => object(&[("duty_id", id()), ("passed", yes_or_no()), ("note", text())]),
        PenaltyVerb::Report => object(&[("authority", text()), ("text", text())]),
    }
}

pub(super) fn penalties() -> Vec<(&'static str, Value)> {
    let measure = object(&[
        ("id", id()),
        ("kind", measure_kind()),
        ("state", words(MeasureState::ALL, MeasureState::as_str)),
        ("points", maybe(integer())),
        ("amount", maybe(named("Money"))),
        ("goods", list(text())),
        ("from", moment()),
        ("until", maybe(moment())),
        ("interim", yes_or_no()),
        ("violation", text()),
        ("penalty", text()),
    ]);
    let duty = object(&[
        ("id", id()),
        ("kind", words(DutyKind::ALL, DutyKind::as_str)),
        ("text", text()),
        ("state", words(DutyState::ALL, DutyState::as_str)),
        ("due_at", maybe(moment())),
        ("proof", maybe(text())),
        ("note", maybe(text())),
        ("done_at", maybe(moment())),
    ]);
    let decision = object(&[
        ("dismissed", yes_or_no()),
        ("by", maybe(text())),
        ("at", moment()),
        ("automated_decision", yes_or_no()),
        ("territorial_scope", text()),
        ("facts", maybe(text())),
        ("reasons", maybe(text())),
        ("rule_ids", list(text())),
        ("measures", list(measure.clone())),
        ("duties", list(duty)),
        ("appealable_until", maybe(moment())),
    ]);
    let date = object(&[
        ("step", words(PenaltyStep::ALL, PenaltyStep::as_str)),
        ("who", named("Party")),
        ("due_at", moment()),
        ("rule_id", text()),
    ]);
    let phase = words(PenaltyPhase::ALL, PenaltyPhase::as_str);
    vec![
        (
            "Penalty",
            object(&[
                ("number", text()),
                ("version", integer()),
                ("merchant", text()),
                ("merchant_name", text()),
                ("violation", text()),
                ("phase", phase.clone()),
                ("opened_at", moment()),
                ("assigned_to", maybe(text())),
                ("closed_at", maybe(moment())),
                ("charge", maybe(text())),
                ("found_by", words(FoundBy::ALL, FoundBy::as_str)),
                ("automated_detection", yes_or_no()),
                ("dispute", maybe(text())),
                ("goods", list(text())),
                ("evidence_ids", list(id())),
                ("rule_ids", list(text())),
                ("dates", list(date)),
                ("decision", maybe(decision)),
                ("allowed_actions", list(object(&[("verb", text()), ("href", text())]))),
            ]),
        ),
        ("PenaltyDone", object(&[("penalty", named("Penalty"))])),
        (
            "PenaltyLine",
            object(&[
                ("number", text()),
                ("merchant", text()),
                ("merchant_name", text()),
                ("violation", text()),
                ("phase", phase),
                ("open", yes_or_no()),
                ("due_at", maybe(moment())),
                ("opened_at", moment()),
            ]),
        ),
        ("PenaltyPage", page("PenaltyLine")),
        (
            "Standing",
            object(&[
                ("merchant", text()),
                ("name", text()),
                ("points", integer()),
                ("is_closed", yes_or_no()),
                ("deposit", list(named("Money"))),
                ("owed", list(named("Money"))),
                ("measures", list(measure)),
            ]),
        ),
        ("StandingDone", object(&[("standing", named("Standing"))])),
        (
            "MeasureLine",
            object(&[
                ("merchant", text()),
                ("merchant_name", text()),
                ("kind", measure_kind()),
                ("violation", text()),
                ("interim", yes_or_no()),
                ("from", moment()),
                ("until", maybe(moment())),
            ]),
        ),
        ("MeasurePage", page("MeasureLine")),
    ]
}
