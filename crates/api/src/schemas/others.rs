//! The shapes of everything that is no case.

use serde_json::{Value, json};

use super::{id, integer, list, maybe, moment, named, object, page, text, yes_or_no};

/// Orders, kinds, files, notices and the checkpoint.
pub(super) fn others() -> Vec<(&'static str, Value)> {
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
    let payment =
        object(&[("provider", text()), ("method", text()), ("transaction", text()), ("paid_at", moment())]);
    let scan = object(&[("at", moment()), ("text", text())]);
    let logistics = object(&[("carrier", text()), ("tracking_number", text()), ("events", list(scan))]);
    let ask = object(&[
        ("key", text()),
        ("text", text()),
        ("kinds", list(named("EvidenceKind"))),
        ("required", yes_or_no()),
    ]);
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
                ("until", moment()),
                ("times", integer()),
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
            object(&[
                ("origin", text()),
                ("size", integer()),
                ("root", text()),
                ("checkpoint", text()),
                ("public_key", text()),
            ]),
        ),
        (
            "Statistics",
            object(&[
                ("from", text()),
                ("to", text()),
                ("scope", text()),
                ("of", maybe(text())),
                ("smallest_group", integer()),
                ("filed", integer()),
                ("closed", integer()),
                (
                    "times",
                    list(object(&[
                        ("what", text()),
                        ("count", integer()),
                        ("half_within_hours", maybe(integer())),
                        ("nine_of_ten_within_hours", maybe(integer())),
                    ])),
                ),
                ("ratings", object(&[("consumer", maybe(stars())), ("respondent", maybe(stars()))])),
                ("tables", list(text())),
                (
                    "cells",
                    list(object(&[
                        ("table", text()),
                        ("month", text()),
                        ("group", text()),
                        ("count", integer()),
                    ])),
                ),
                ("hidden", list(object(&[("table", text()), ("month", text())]))),
                (
                    "self_service",
                    list(object(&[("kind", text()), ("asked", integer()), ("solved", integer())])),
                ),
            ]),
        ),
        ("Consistency", object(&[("from", integer()), ("to", integer()), ("proof", list(text()))])),
    ]
}

/// A mean of ratings, to a tenth.
fn stars() -> Value {
    object(&[("count", integer()), ("stars", text())])
}
