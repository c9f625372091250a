//! The shapes of requests and answers, as JSON Schema 2020-12; a test holds real answers against them.

mod bodies;
mod case;
mod judging;
mod others;
mod penalties;

use domain::dispute::Verb;
use playbook::{Consequence, Step};
use serde_json::{Map, Value, json};
use terms::{
    AppealOutcome, Channel, Condition, EvidenceKind, EvidenceState, FindingBasis, Language, ObligationState,
    OfferState, OutcomeCode, OutsideWay, Party, Position, Priority, RemedyType, Role, Side, Stage, Status,
};

pub(crate) use bodies::{act, complaint, described, report};
pub(crate) use penalties::{act_penalty, charge, paid_in};

/// An object with these fields, all of them always there but those marked with `?`.
pub(crate) fn object(fields: &[(&str, Value)]) -> Value {
    let name = |field: &str| field.trim_end_matches('?').to_owned();
    let properties: Map<String, Value> =
        fields.iter().map(|(field, schema)| (name(field), schema.clone())).collect();
    let required: Vec<&str> =
        fields.iter().map(|(field, _)| *field).filter(|field| !field.ends_with('?')).collect();
    json!({"type": "object", "properties": properties, "required": required})
}

pub(crate) fn text() -> Value {
    json!({"type": "string"})
}

fn integer() -> Value {
    json!({"type": "integer"})
}

fn yes_or_no() -> Value {
    json!({"type": "boolean"})
}

fn moment() -> Value {
    json!({"type": "string", "format": "date-time"})
}

fn day() -> Value {
    json!({"type": "string", "format": "date"})
}

pub(crate) fn id() -> Value {
    json!({"type": "string", "format": "uuid"})
}

pub(crate) fn list(of: Value) -> Value {
    Value::Object(Map::from_iter([("type".to_owned(), json!("array")), ("items".to_owned(), of)]))
}

pub(crate) fn named(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn maybe(schema: Value) -> Value {
    Value::Object(Map::from_iter([("anyOf".to_owned(), Value::Array(vec![schema, json!({"type": "null"})]))]))
}

fn words<T>(all: &[T], word: impl Fn(&T) -> &'static str) -> Value {
    json!({"type": "string", "enum": all.iter().map(word).collect::<Vec<_>>()})
}

/// A page of a list.
fn page(of: &str) -> Value {
    object(&[("items", list(named(of))), ("next", maybe(text()))])
}

/// Every named shape.
pub(crate) fn all() -> Map<String, Value> {
    let mut all = Map::new();
    for (name, schema) in vocabularies()
        .into_iter()
        .chain(shared())
        .chain(case::case())
        .chain(case::parts())
        .chain(judging::judging())
        .chain(others::others())
        .chain(penalties::penalties())
    {
        all.insert(name.to_owned(), schema);
    }
    all
}

fn vocabularies() -> Vec<(&'static str, Value)> {
    vec![
        ("Stage", words(Stage::ALL, |w| w.as_str())),
        ("Status", words(Status::ALL, |w| w.as_str())),
        ("OutcomeCode", words(OutcomeCode::ALL, |w| w.as_str())),
        ("RemedyType", words(RemedyType::ALL, |w| w.as_str())),
        ("Party", words(Party::ALL, |w| w.as_str())),
        ("Side", words(Side::ALL, |w| w.as_str())),
        ("Role", words(Role::ALL, |w| w.as_str())),
        ("AppealOutcome", words(AppealOutcome::ALL, |w| w.as_str())),
        ("FindingBasis", words(FindingBasis::ALL, |w| w.as_str())),
        ("OutsideWay", words(OutsideWay::ALL, |w| w.as_str())),
        ("Channel", words(Channel::ALL, |w| w.as_str())),
        ("Language", words(Language::ALL, |w| w.as_str())),
        ("OfferState", words(OfferState::ALL, |w| w.as_str())),
        ("EvidenceKind", words(EvidenceKind::ALL, |w| w.as_str())),
        ("EvidenceState", words(EvidenceState::ALL, |w| w.as_str())),
        ("Position", words(Position::ALL, |w| w.as_str())),
        ("ObligationState", words(ObligationState::ALL, |w| w.as_str())),
        ("Condition", words(Condition::ALL, |w| w.as_str())),
        ("Priority", words(Priority::ALL, |w| w.as_str())),
        ("Step", words(Step::ALL, |w| w.as_str())),
        ("Consequence", words(Consequence::ALL, |w| w.as_str())),
        ("Verb", words(Verb::ALL, |w| w.as_str())),
    ]
}

fn shared() -> Vec<(&'static str, Value)> {
    let money = json!({
        "type": "object",
        "description": "A sum: decimal text, exact.",
        "properties": {"currency": text(), "value": {"type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$"}},
        "required": ["currency", "value"],
    });
    vec![
        ("Money", money),
        (
            "Remedy",
            object(&[
                ("remedy_type", named("RemedyType")),
                ("amount?", maybe(named("Money"))),
                ("text?", maybe(text())),
                ("rule_id?", maybe(text())),
            ]),
        ),
        ("ClaimLine", object(&[("line_id", text()), ("quantity", integer())])),
        ("Localised", object(&[("zh-Hans", text()), ("zh-Hant", text()), ("en", text())])),
        (
            "Receipt",
            object(&[
                ("stream", text()),
                ("version", integer()),
                ("leaf", text()),
                ("index?", integer()),
                ("checkpoint", text()),
                ("proof?", list(text())),
            ]),
        ),
        ("AllowedAction", object(&[("verb", named("Verb")), ("href", text()), ("until", maybe(moment()))])),
        ("FieldProblem", object(&[("pointer", text()), ("code", text()), ("detail", text())])),
        (
            "Problem",
            object(&[
                ("type", text()),
                ("title", text()),
                ("status", integer()),
                ("code", text()),
                ("detail", text()),
                ("errors?", list(named("FieldProblem"))),
                ("next_step", text()),
                ("instance", text()),
                ("allowed_actions?", list(named("AllowedAction"))),
                ("number?", text()),
                ("version?", integer()),
            ]),
        ),
        (
            "MoneyOfOrder",
            object(&[
                ("paid", named("Money")),
                ("reserved", named("Money")),
                ("settled", named("Money")),
                ("remaining", named("Money")),
                ("overpaid?", named("Money")),
            ]),
        ),
    ]
}
