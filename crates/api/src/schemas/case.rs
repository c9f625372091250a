//! The shape of a case and of its parts.

use serde_json::{Value, json};

use super::{day, id, integer, list, maybe, moment, named, object, page, text, yes_or_no};

/// A case, lists of cases, and its history.
pub(super) fn case() -> Vec<(&'static str, Value)> {
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
        ("proposals", list(named("Proposal"))),
        ("mediator_allowed", list(named("Side"))),
        ("decisions", list(named("Decision"))),
        ("draft", maybe(named("RulingDraft"))),
        ("appeal", maybe(named("Appeal"))),
        ("referral", maybe(named("Referral"))),
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
        (
            "Done",
            object(&[
                ("number", text()),
                ("dispute", maybe(named("Dispute"))),
                ("receipt", maybe(named("Receipt"))),
            ]),
        ),
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
                (
                    "claim",
                    maybe(object(&[("remedy_type", named("RemedyType")), ("amount", maybe(named("Money")))])),
                ),
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

/// The parts of a case.
pub(super) fn parts() -> Vec<(&'static str, Value)> {
    let returning = object(&[
        (
            "state",
            json!({"type": "string", "enum": ["to_be_authorised", "authorised", "shipped", "received"]}),
        ),
        ("address", maybe(text())),
        ("carrier", maybe(text())),
        ("tracking_number", maybe(text())),
        ("condition", maybe(named("Condition"))),
        ("at", maybe(moment())),
    ]);
    let assessment = object(&[
        ("state", named("EvidenceState")),
        ("at", moment()),
        ("how", text()),
        ("reason", maybe(text())),
    ]);
    let why = object(&[("text", text()), ("from", day()), ("to", day()), ("rule_id", text())]);
    vec![
        (
            "CaseParty",
            object(&[
                ("role", named("Party")),
                ("name", text()),
                ("side", named("Side")),
                ("merchant_id", maybe(text())),
            ]),
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
                ("payout_failed", json!({"type": "boolean"})),
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
                ("late_since", maybe(moment())),
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
            object(&[
                ("who", named("Party")),
                ("what", named("Step")),
                ("by", moment()),
                ("consequence", named("Consequence")),
            ]),
        ),
    ]
}
