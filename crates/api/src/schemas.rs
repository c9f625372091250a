//! The shapes of requests and answers, as JSON Schema 2020-12; a test holds real answers against them.

use domain::dispute::Verb;
use playbook::{Consequence, Step};
use serde_json::{Map, Value, json};
use terms::{
    Channel, Condition, EvidenceKind, EvidenceState, Language, ObligationState, OfferState, OutcomeCode, Party,
    Position, Priority, RemedyType, Role, Side, Stage, Status,
};

/// An object with these fields, all of them always there but those marked with `?`.
pub(crate) fn object(fields: &[(&str, Value)]) -> Value {
    let name = |field: &str| field.trim_end_matches('?').to_owned();
    let properties: Map<String, Value> = fields.iter().map(|(field, schema)| (name(field), schema.clone())).collect();
    let required: Vec<&str> = fields.iter().map(|(field, _)| *field).filter(|field| !field.ends_with('?')).collect();
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
    for (name, schema) in vocabularies().into_iter().chain(shared()).chain(case()).chain(parts()).chain(others()) {
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

fn case() -> Vec<(&'static str, Value)> {
    let dispute = object(&[
        ("number", text()),
        ("kind", text()),
        ("kind_title", maybe(named("Localised"))),
        ("stage", named("Stage")),
        ("status", named("Status")),
        ("version", integer()),
        ("created_at", moment()),
        ("accepted_at", maybe(moment())),
        ("closed_at", maybe(moment())),
        ("language", named("Language")),
        ("channel", named("Channel")),
        ("priority", named("Priority")),
        ("playbook", object(&[("id", text()), ("version", text())])),
        ("parties", list(named("CaseParty"))),
        ("your_side", named("Side")),
        ("assigned_to", maybe(text())),
        ("deputy", maybe(text())),
        ("order", maybe(named("Order"))),
        ("no_order_reason", maybe(text())),
        ("lines", list(named("ClaimLine"))),
        ("description", maybe(text())),
        ("answers", json!({"type": "object", "additionalProperties": text()})),
        ("claims", list(named("Remedy"))),
        ("response", maybe(named("Response"))),
        ("refusal", maybe(named("Refusal"))),
        ("asked", list(object(&[("key", text()), ("text", text()), ("to", named("Side"))]))),
        ("messages", list(named("Message"))),
        ("offers", list(named("Offer"))),
        ("proposals", list(object(&[("number", text())]))),
        ("decisions", list(object(&[("number", text())]))),
        ("appeal", maybe(object(&[("number", text())]))),
        ("obligations", list(named("Obligation"))),
        ("evidence", list(named("Evidence"))),
        ("deadlines", list(named("Deadline"))),
        ("hold", maybe(object(&[("since", moment()), ("until", moment()), ("reason", maybe(text()))]))),
        ("escalated_at", maybe(moment())),
        ("escalation_cause", maybe(text())),
        ("mandates", list(named("Mandate"))),
        ("merged_into", maybe(text())),
        ("absorbed", list(text())),
        ("money", maybe(named("MoneyOfOrder"))),
        ("ratings", list(named("Rating"))),
        ("outcome_code", maybe(named("OutcomeCode"))),
        ("next", maybe(named("Next"))),
        ("allowed_actions", list(named("AllowedAction"))),
    ]);
    vec![
        ("Dispute", dispute),
        ("Done", object(&[("number", text()), ("dispute", maybe(named("Dispute"))), ("receipt", maybe(named("Receipt")))])),
        (
            "DisputeItem",
            object(&[
                ("number", text()),
                ("kind", text()),
                ("kind_title", maybe(text())),
                ("stage", named("Stage")),
                ("status", named("Status")),
                ("priority", maybe(named("Priority"))),
                ("merchant_id", maybe(text())),
                ("consumer_name", maybe(text())),
                ("title", maybe(text())),
                ("claim", maybe(object(&[("remedy_type", named("RemedyType")), ("amount", maybe(named("Money")))]))),
                ("due_at", maybe(moment())),
                ("due_step", maybe(named("Step"))),
                ("created_at", moment()),
                ("outcome_code", maybe(named("OutcomeCode"))),
                ("last_message", maybe(text())),
                ("href", text()),
                ("updated_at?", moment()),
                ("assigned?", yes_or_no()),
                ("assigned_to_me?", yes_or_no()),
            ]),
        ),
        ("DisputePage", page("DisputeItem")),
        (
            "Fact",
            object(&[
                ("number", integer()),
                ("type", text()),
                ("at", moment()),
                ("occurred_at", maybe(moment())),
                ("by", maybe(named("Role"))),
                ("index", integer()),
                ("leaf", text()),
                ("data", json!({})),
            ]),
        ),
        ("FactPage", page("Fact")),
    ]
}

fn parts() -> Vec<(&'static str, Value)> {
    let returning = object(&[
        ("state", json!({"type": "string", "enum": ["to_be_authorised", "authorised", "shipped", "received"]})),
        ("address", maybe(text())),
        ("carrier", maybe(text())),
        ("tracking_number", maybe(text())),
        ("condition", maybe(named("Condition"))),
        ("at", maybe(moment())),
    ]);
    let assessment = object(&[("state", named("EvidenceState")), ("at", moment()), ("how", text()), ("reason", maybe(text()))]);
    let why = object(&[("text", text()), ("from", day()), ("to", day()), ("rule_id", text())]);
    vec![
        (
            "CaseParty",
            object(&[("role", named("Party")), ("name", text()), ("side", named("Side")), ("merchant_id", maybe(text()))]),
        ),
        (
            "Response",
            object(&[
                ("position", named("Position")),
                ("explanation", maybe(text())),
                ("evidence_ids", list(id())),
                ("remedies", list(named("Remedy"))),
                ("at", moment()),
            ]),
        ),
        (
            "Refusal",
            object(&[
                ("reason_code", text()),
                ("text", maybe(text())),
                ("rule_ids", list(text())),
                ("at", moment()),
                ("objections", list(text())),
            ]),
        ),
        (
            "Message",
            object(&[
                ("id", id()),
                ("by", named("Side")),
                ("by_role", maybe(named("Role"))),
                ("at", moment()),
                ("text", maybe(text())),
                ("evidence_ids", list(id())),
                ("audience", json!({"type": "string", "enum": ["all", "mediator", "staff"]})),
            ]),
        ),
        (
            "Offer",
            object(&[
                ("id", id()),
                ("by", named("Side")),
                ("state", named("OfferState")),
                ("remedies", list(named("Remedy"))),
                ("note", maybe(text())),
                ("made_at", moment()),
                ("expires_at", maybe(moment())),
                ("ended_at", maybe(moment())),
                ("in_reply_to", maybe(id())),
            ]),
        ),
        (
            "Obligation",
            object(&[
                ("id", id()),
                ("debtor", named("Party")),
                ("remedy_type", named("RemedyType")),
                ("amount", maybe(named("Money"))),
                ("text", maybe(text())),
                ("rule_id", maybe(text())),
                ("due_at", maybe(moment())),
                ("state", named("ObligationState")),
                ("proof", list(id())),
                ("note", maybe(text())),
                ("return", maybe(returning)),
                ("paid", maybe(named("Money"))),
            ]),
        ),
        (
            "Evidence",
            object(&[
                ("id", id()),
                ("kind", named("EvidenceKind")),
                ("name", maybe(text())),
                ("size", integer()),
                ("media_type", text()),
                ("sha256", text()),
                ("state", named("EvidenceState")),
                ("provided_by", named("Side")),
                ("at", moment()),
                ("note", maybe(text())),
                ("audience", text()),
                ("assessments", list(assessment)),
            ]),
        ),
        (
            "Deadline",
            object(&[
                ("id", id()),
                ("who", named("Party")),
                ("what", named("Step")),
                ("set_at", moment()),
                ("due_at", moment()),
                ("kind", json!({"type": "string", "enum": ["process", "statutory"]})),
                ("rule_id", text()),
                ("consequence", named("Consequence")),
                ("provisional", yes_or_no()),
                ("paused_for", maybe(integer())),
                ("why", list(why)),
            ]),
        ),
        (
            "Mandate",
            object(&[
                ("id", id()),
                ("side", named("Side")),
                ("agent", text()),
                ("scope", list(named("Verb"))),
                ("until", maybe(moment())),
                ("revoked_at", maybe(moment())),
            ]),
        ),
        (
            "Rating",
            object(&[
                ("by", named("Side")),
                ("score", integer()),
                ("text", maybe(text())),
                ("about", json!({"type": "string", "enum": ["outcome", "step"]})),
                ("at", moment()),
            ]),
        ),
        (
            "Next",
            object(&[("who", named("Party")), ("what", named("Step")), ("by", moment()), ("consequence", named("Consequence"))]),
        ),
    ]
}

fn others() -> Vec<(&'static str, Value)> {
    let listing = object(&[
        ("text", text()),
        ("properties", list(object(&[("name", text()), ("value", text())]))),
        ("picture", maybe(text())),
    ]);
    let line = object(&[
        ("line_id", text()),
        ("title", text()),
        ("quantity", integer()),
        ("paid", named("Money")),
        ("category", text()),
        ("listing", maybe(listing)),
    ]);
    let payment = object(&[("provider", text()), ("method", text()), ("transaction", text()), ("paid_at", moment())]);
    let scan = object(&[("at", moment()), ("text", text())]);
    let logistics = object(&[("carrier", text()), ("tracking_number", text()), ("events", list(scan))]);
    let ask = object(&[("key", text()), ("text", text()), ("kinds", list(named("EvidenceKind"))), ("required", yes_or_no())]);
    let question = object(&[
        ("key", text()),
        ("text", text()),
        ("hint", maybe(text())),
        ("input", json!({"type": "string", "enum": ["choice", "text", "date", "amount", "yes_no"]})),
        ("options", list(object(&[("key", text()), ("text", text())]))),
        ("max", maybe(integer())),
        ("required", yes_or_no()),
    ]);
    let suggestion = object(&[
        ("kind", text()),
        ("title", maybe(text())),
        ("confidence", json!({"type": "number"})),
        ("why", list(text())),
    ]);
    vec![
        (
            "Order",
            object(&[
                ("order_id", text()),
                ("consumer", id()),
                ("consumer_name", maybe(text())),
                ("merchant", text()),
                ("merchant_name", text()),
                ("placed_at", moment()),
                ("promised_at", maybe(moment())),
                ("delivered_at", maybe(moment())),
                ("lines", list(line)),
                ("total", named("Money")),
                ("freight", named("Money")),
                ("payment", maybe(payment)),
                ("logistics", maybe(logistics)),
            ]),
        ),
        (
            "OrderShown",
            object(&[
                ("order", named("Order")),
                ("money", named("MoneyOfOrder")),
                ("frozen", list(object(&[("line_id", text()), ("number", text())]))),
                ("version", integer()),
            ]),
        ),
        (
            "Kind",
            object(&[
                ("kind", text()),
                ("id", text()),
                ("title", text()),
                ("summary", text()),
                ("priority", named("Priority")),
                ("needs_order", yes_or_no()),
                ("questions", list(question)),
                ("evidence", object(&[("consumer", list(ask.clone())), ("respondent", list(ask))])),
                ("remedies", list(named("RemedyType"))),
                ("default_remedy", named("RemedyType")),
                (
                    "self_service",
                    maybe(object(&[("title", text()), ("answer", list(text())), ("follow_up", text())])),
                ),
                ("legal_basis", list(text())),
                ("burden_of_proof", maybe(text())),
            ]),
        ),
        (
            "KindPage",
            object(&[
                ("playbook", object(&[("id", text()), ("version", text())])),
                ("items", list(named("Kind"))),
                ("next", maybe(text())),
            ]),
        ),
        ("SuggestionList", object(&[("items", list(suggestion))])),
        (
            "Uploaded",
            object(&[
                ("id", id()),
                ("name", text()),
                ("kind", named("EvidenceKind")),
                ("size", integer()),
                ("sha256", text()),
                ("media_type", text()),
            ]),
        ),
        (
            "Look",
            object(&[
                ("at", moment()),
                ("what", text()),
                ("role", maybe(named("Role"))),
                ("name", maybe(text())),
                ("you", yes_or_no()),
            ]),
        ),
        ("LookPage", page("Look")),
        (
            "Notice",
            object(&[
                ("id", id()),
                ("number", text()),
                ("code", text()),
                ("text", text()),
                ("at", moment()),
                ("href", text()),
            ]),
        ),
        ("NoticePage", page("Notice")),
        (
            "Checkpoint",
            object(&[("origin", text()), ("size", integer()), ("root", text()), ("checkpoint", text()), ("public_key", text())]),
        ),
    ]
}

/// The body of a complaint.
pub(crate) fn complaint() -> Value {
    object(&[
        ("kind?", maybe(text())),
        ("order_id?", maybe(text())),
        ("no_order_reason?", maybe(text())),
        ("lines?", list(named("ClaimLine"))),
        ("description", text()),
        ("answers?", json!({"type": "object", "additionalProperties": text()})),
        ("claims?", list(named("Remedy"))),
        ("evidence_ids?", list(id())),
        ("on_behalf_of?", maybe(text())),
        ("channel?", maybe(named("Channel"))),
        ("language?", maybe(named("Language"))),
        ("occurred_at?", maybe(moment())),
        ("separate_problem?", yes_or_no()),
    ])
}

/// The body of a request for guesses.
pub(crate) fn described() -> Value {
    object(&[("description", text()), ("order_id?", maybe(text()))])
}

/// The body of an order's report.
pub(crate) fn report() -> Value {
    let party = object(&[("id", text()), ("name", text())]);
    let listing = object(&[
        ("text", text()),
        ("properties?", json!({"type": "object", "additionalProperties": text()})),
        ("picture?", maybe(text())),
    ]);
    let line = object(&[
        ("line_id", text()),
        ("title", text()),
        ("quantity", integer()),
        ("paid", named("Money")),
        ("category", text()),
        ("listing?", maybe(listing)),
    ]);
    let payment = object(&[("provider", text()), ("method", text()), ("transaction", text()), ("paid_at", moment())]);
    let logistics = object(&[
        ("carrier", text()),
        ("tracking_number", text()),
        ("events?", list(object(&[("at", moment()), ("text", text())]))),
    ]);
    object(&[
        ("order_id", text()),
        ("consumer", party.clone()),
        ("merchant", party),
        ("placed_at", moment()),
        ("promised_at?", maybe(moment())),
        ("delivered_at?", maybe(moment())),
        ("lines", list(line)),
        ("freight", named("Money")),
        ("total", named("Money")),
        ("payment?", maybe(payment)),
        ("logistics?", maybe(logistics)),
    ])
}

/// The body that a verb takes.
pub(crate) fn act(verb: Verb) -> Value {
    let note = || ("note?", maybe(text()));
    let answers = || json!({"type": "object", "additionalProperties": text()});
    let questions = || list(object(&[("key", text()), ("text", text())]));
    let audience = |words: &[&str]| json!({"type": "string", "enum": words});
    match verb {
        Verb::Accept | Verb::Resume | Verb::UndoMerge => object(&[]),
        Verb::Refuse => object(&[("reason_code", text()), ("text", text()), ("rule_ids?", list(text()))]),
        Verb::RequestInformation => object(&[("to", named("Side")), ("questions", questions())]),
        Verb::SupplyInformation => object(&[("answers", answers()), ("evidence_ids?", list(id()))]),
        Verb::Object => object(&[("grounds", text())]),
        Verb::Respond => object(&[
            ("position", named("Position")),
            ("explanation", text()),
            ("evidence_ids?", list(id())),
            ("remedies?", list(named("Remedy"))),
        ]),
        Verb::MakeOffer => object(&[("remedies", list(named("Remedy"))), note(), ("in_reply_to?", maybe(id()))]),
        Verb::AcceptOffer | Verb::DenyOffer | Verb::WithdrawOffer => object(&[("offer_id", id()), note()]),
        Verb::SendMessage => object(&[
            ("text", text()),
            ("evidence_ids?", list(id())),
            ("audience", audience(&["all", "mediator", "staff"])),
        ]),
        Verb::ProvideEvidence => {
            object(&[("evidence_ids", list(id())), note(), ("audience", audience(&["all", "mediator", "staff"]))])
        }
        Verb::AssessEvidence => object(&[
            ("evidence_id", id()),
            ("state", named("EvidenceState")),
            ("how", text()),
            ("reason", text()),
        ]),
        Verb::Escalate | Verb::Withdraw | Verb::Reopen => object(&[("reason?", maybe(text()))]),
        Verb::Assign => object(&[("to?", maybe(id())), ("deputy?", maybe(id())), ("reason?", maybe(text()))]),
        Verb::PutOnHold => object(&[("reason", text()), ("until", moment())]),
        Verb::AuthoriseReturn => object(&[("obligation_id?", maybe(id())), ("address", text())]),
        Verb::ReportShipment => {
            object(&[("obligation_id?", maybe(id())), ("carrier", text()), ("tracking_number", text())])
        }
        Verb::ConfirmReceipt => object(&[("obligation_id?", maybe(id())), ("condition", named("Condition")), note()]),
        Verb::ReportPerformance => object(&[("obligation_id", id()), ("proof_evidence_ids?", list(id())), note()]),
        Verb::ConfirmPerformance => object(&[("obligation_id", id()), note()]),
        Verb::DisputePerformance => object(&[("obligation_id", id()), ("evidence_ids?", list(id())), ("note", text())]),
        Verb::GrantMandate => object(&[("to", id()), ("scope?", list(named("Verb"))), ("until?", maybe(moment()))]),
        Verb::RevokeMandate => object(&[("mandate_id", id())]),
        Verb::MergeDuplicate => object(&[("into", text())]),
        Verb::Rate => object(&[
            ("score", json!({"type": "integer", "minimum": 1, "maximum": 5})),
            ("text?", maybe(text())),
            ("about", audience(&["outcome", "step"])),
        ]),
    }
}
