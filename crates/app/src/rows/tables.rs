//! Every table of the read models, declared once; the store's migrations create them, a test holds both together.

use crate::ports::{Column, ColumnType, Table};

const fn int(name: &'static str) -> Column {
    Column { name, kind: ColumnType::Int, nullable: false }
}
const fn text(name: &'static str) -> Column {
    Column { name, kind: ColumnType::Text, nullable: false }
}
const fn bytes(name: &'static str) -> Column {
    Column { name, kind: ColumnType::Bytes, nullable: false }
}
const fn optional(column: Column) -> Column {
    Column { nullable: true, ..column }
}

/// A case as queues and lists show it. `open` is 1 until everything is carried out; `due_at` is the next
/// deadline or the end of time; `rank` is the priority class.
pub static DISPUTE: Table = Table {
    name: "dispute",
    key: 1,
    columns: &[
        bytes("id"),
        int("number"),
        text("kind"),
        text("stage"),
        text("status"),
        int("rank"),
        bytes("consumer"),
        text("merchant"),
        text("order_id"),
        optional(bytes("in_charge")),
        optional(bytes("deputy")),
        int("open"),
        int("accepted"),
        int("due_at"),
        text("due_step"),
        int("filed_at"),
        int("updated_at"),
        text("outcome"),
        text("title"),
        text("consumer_name"),
        text("remedy"),
        optional(int("amount")),
        text("currency"),
        text("last"),
        int("version"),
    ],
};

/// An order line that an open case is about; one case each, unless it is another problem (`slot`).
pub static CLAIMED_LINE: Table = Table {
    name: "claimed_line",
    key: 3,
    columns: &[text("order_id"), text("line_id"), bytes("slot"), bytes("dispute"), int("number")],
};

/// A mandate in force, so that an agent finds the case.
pub static AGENT: Table =
    Table { name: "agent", key: 2, columns: &[bytes("person"), bytes("dispute"), int("until")] };

/// In which case an uploaded file is evidence.
pub static EVIDENCE_USE: Table =
    Table { name: "evidence_use", key: 1, columns: &[bytes("evidence"), bytes("dispute"), int("at")] };

/// One notice to one recipient (`person:…`, `merchant:…`), with its way there and the proof.
pub static NOTICE: Table = Table {
    name: "notice",
    key: 1,
    columns: &[
        bytes("id"),
        text("recipient"),
        bytes("dispute"),
        int("number"),
        text("code"),
        text("args"),
        int("at"),
        text("channel"),
        text("state"),
        optional(int("proven_at")),
    ],
};

/// One posting of the ledger, minor units, debit positive.
pub static POSTING: Table = Table {
    name: "posting",
    key: 2,
    columns: &[bytes("event"), int("n"), text("account"), text("currency"), int("minor"), int("at")],
};

/// An order as lists and filing need it.
pub static ORDER_ROW: Table = Table {
    name: "order_row",
    key: 1,
    columns: &[
        bytes("id"),
        text("order_id"),
        bytes("consumer"),
        text("merchant"),
        int("placed_at"),
        text("title"),
        int("total"),
        text("currency"),
        text("picture"),
    ],
};

/// A payout and where it stands.
pub static PAYOUT: Table = Table {
    name: "payout",
    key: 1,
    columns: &[bytes("id"), bytes("dispute"), text("phase"), int("amount"), int("paid"), text("currency")],
};

/// A person by id, with roles as a comma-separated list.
pub static PERSON: Table = Table {
    name: "person",
    key: 1,
    columns: &[bytes("id"), text("name"), text("roles"), text("merchant"), text("language"), int("active")],
};

/// Active staff by role, so that finding who is on duty never reads the consumers.
pub static STAFF: Table = Table { name: "staff", key: 2, columns: &[text("role"), bytes("person")] };

/// One number of the statistics; see `crate::statistics`. Written by a follower of the log.
pub static COUNTER: Table = Table {
    name: "counter",
    key: 5,
    columns: &[text("scope"), text("whose"), int("period"), text("measure"), text("part"), int("n")],
};

/// What of a case has been counted.
pub static COUNTED_CASE: Table =
    Table { name: "counted_case", key: 1, columns: &[bytes("dispute"), text("figures")] };

/// An open case as supervisors look after it.
pub static WATCHED_CASE: Table = Table {
    name: "watched_case",
    key: 1,
    columns: &[bytes("dispute"), bytes("person"), text("kind"), int("due_at"), int("filed_at")],
};

/// A rating that a supervisor should see.
pub static LOW_RATING: Table = Table {
    name: "low_rating",
    key: 2,
    columns: &[bytes("dispute"), int("nth"), int("at"), text("side"), int("score"), text("about")],
};

/// A case that came to its final end, with what an outsider could know it by (F4). Sums are -1 where there is no money.
pub static ENDED_CASE: Table = Table {
    name: "ended_case",
    key: 1,
    columns: &[
        bytes("dispute"),
        text("kind"),
        text("outcome"),
        text("category"),
        int("ended_at"),
        int("filed_at"),
        int("claimed"),
        int("granted"),
        bytes("consumer"),
        text("merchant"),
        int("number"),
    ],
};

/// A merchant's account: points that count, and whether its shop is closed.
pub static MERCHANT: Table = Table {
    name: "merchant",
    key: 1,
    columns: &[bytes("id"), text("merchant"), text("name"), int("points"), int("closed")],
};

/// A measure against a merchant; `ends_at` is the end of time where it has none.
pub static MEASURE: Table = Table {
    name: "measure",
    key: 1,
    columns: &[
        bytes("id"),
        text("merchant"),
        text("merchant_name"),
        text("kind"),
        text("violation"),
        text("state"),
        int("interim"),
        int("points"),
        int("from_at"),
        int("ends_at"),
        bytes("penalty"),
        int("number"),
    ],
};

/// A draft, a published result, or the stone of one that went. `published_at` is 0 until it was public.
pub static RESULT: Table = Table {
    name: "result",
    key: 1,
    columns: &[
        int("number"),
        bytes("dispute"),
        text("phase"),
        int("digest"),
        text("kind"),
        text("outcome"),
        int("published_at"),
        int("changed_at"),
        int("valid_until"),
        optional(int("waits_until")),
        text("data"),
    ],
};

/// A penalty case in lists; `due_at` is the next date or the end of time.
pub static PENALTY: Table = Table {
    name: "penalty",
    key: 1,
    columns: &[
        bytes("id"),
        int("number"),
        text("merchant"),
        text("merchant_name"),
        text("violation"),
        text("phase"),
        int("open"),
        optional(bytes("in_charge")),
        int("due_at"),
        text("due_step"),
        int("opened_at"),
        optional(bytes("dispute")),
    ],
};

/// Every table above.
pub static ALL: &[&Table] = &[
    &DISPUTE,
    &CLAIMED_LINE,
    &AGENT,
    &EVIDENCE_USE,
    &NOTICE,
    &POSTING,
    &ORDER_ROW,
    &PAYOUT,
    &PERSON,
    &STAFF,
    &COUNTER,
    &COUNTED_CASE,
    &WATCHED_CASE,
    &LOW_RATING,
    &ENDED_CASE,
    &RESULT,
    &MERCHANT,
    &MEASURE,
    &PENALTY,
];

/// Those that a follower of the log writes, behind the facts: they may lag, and `crate::statistics` counts them anew.
pub static FOLLOWED: &[&Table] = &[&COUNTER, &COUNTED_CASE, &WATCHED_CASE, &LOW_RATING];
