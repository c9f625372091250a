//! The shapes of what is sent in: a complaint, an order, and the body of each verb.

use domain::dispute::Verb;
use serde_json::{Value, json};

use super::{id, integer, list, maybe, moment, named, object, text, yes_or_no};

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
    let payment =
        object(&[("provider", text()), ("method", text()), ("transaction", text()), ("paid_at", moment())]);
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
        Verb::Accept | Verb::Resume | Verb::UndoMerge | Verb::LetMediatorRule | Verb::ApproveRuling => {
            object(&[])
        }
        Verb::Propose => object(&[("remedies", list(named("Remedy"))), ("reasons", text())]),
        Verb::AcceptProposal | Verb::DenyProposal => object(&[("proposal_id", id()), note()]),
        Verb::Rule => object(&ruling()),
        Verb::RuleOnAppeal => {
            let outcome = ("outcome?", maybe(named("AppealOutcome")));
            object(&std::iter::once(outcome).chain(ruling()).collect::<Vec<_>>())
        }
        Verb::ReturnRuling | Verb::Stay => object(&[("reason", text())]),
        Verb::Appeal => object(&[("grounds", text()), ("evidence_ids?", list(id()))]),
        Verb::Refer => object(&[("to", named("OutsideWay")), ("reason", text())]),
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
        Verb::MakeOffer => {
            object(&[("remedies", list(named("Remedy"))), note(), ("in_reply_to?", maybe(id()))])
        }
        Verb::AcceptOffer | Verb::DenyOffer | Verb::WithdrawOffer => object(&[("offer_id", id()), note()]),
        Verb::SendMessage => object(&[
            ("text", text()),
            ("evidence_ids?", list(id())),
            ("audience", audience(&["all", "mediator", "staff"])),
        ]),
        Verb::ProvideEvidence => object(&[
            ("evidence_ids", list(id())),
            note(),
            ("audience", audience(&["all", "mediator", "staff"])),
        ]),
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
        Verb::ConfirmReceipt => {
            object(&[("obligation_id?", maybe(id())), ("condition", named("Condition")), note()])
        }
        Verb::ReportPerformance => {
            object(&[("obligation_id", id()), ("proof_evidence_ids?", list(id())), note()])
        }
        Verb::ConfirmPerformance => object(&[("obligation_id", id()), note()]),
        Verb::DisputePerformance => {
            object(&[("obligation_id", id()), ("evidence_ids?", list(id())), ("note", text())])
        }
        Verb::GrantMandate => {
            object(&[("to", id()), ("scope?", list(named("Verb"))), ("until?", maybe(moment()))])
        }
        Verb::RetryPayout | Verb::Enforce => object(&[("obligation_id", id())]),
        Verb::RevokeMandate => object(&[("mandate_id", id())]),
        Verb::MergeDuplicate => object(&[("into", text())]),
        Verb::Rate => object(&[
            ("score", json!({"type": "integer", "minimum": 1, "maximum": 5})),
            ("text?", maybe(text())),
            ("about", audience(&["outcome", "step"])),
        ]),
    }
}

/// A ruling as it is written.
fn ruling() -> Vec<(&'static str, Value)> {
    let finding = object(&[
        ("text", text()),
        ("evidence_ids?", list(id())),
        ("basis?", maybe(named("FindingBasis"))),
        ("about?", maybe(named("Party"))),
    ]);
    vec![
        ("liability", named("Liability")),
        ("findings", list(finding)),
        ("remedies", list(named("Remedy"))),
        ("rule_ids", list(text())),
        ("reasons", json!({"type": "object", "additionalProperties": text()})),
    ]
}
