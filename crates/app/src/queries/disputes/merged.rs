//! Lists of cases of several statuses: for each status its own short run through an index, merged in the list's order.
//!
//! The status stands in the indexes before what lists are ordered by. So a list reads no row of a status that it does
//! not show, and one row more than it shows of every other at the most, however many cases there are. The store merges
//! the runs in one statement, so they all see the same moment.

use terms::Status;

use super::Narrow;
use crate::ports::Value;

/// How many runs a merged list has: one for each status.
pub(super) const RUNS: usize = 6;
const _: () = assert!(Status::ALL.len() == RUNS, "a status more needs a run more in `merged!`");

/// SQL of one run for each status, which are `$1` to `$6`; what the list itself asks for begins with `$7`.
macro_rules! merged {
    ($what:expr, $rest:literal, $end:literal) => {
        concat!(
            merged!(@run $what, "status = $1 AND ", $rest), " UNION ALL ",
            merged!(@run $what, "status = $2 AND ", $rest), " UNION ALL ",
            merged!(@run $what, "status = $3 AND ", $rest), " UNION ALL ",
            merged!(@run $what, "status = $4 AND ", $rest), " UNION ALL ",
            merged!(@run $what, "status = $5 AND ", $rest), " UNION ALL ",
            merged!(@run $what, "status = $6 AND ", $rest), " ", $end
        )
    };
    (@run $what:expr, $status:literal, $rest:literal) => {
        concat!($what, "WHERE ", $status, $rest)
    };
}

macro_rules! merged_query {
    ($name:ident, $key:literal, $rest:literal, $end:literal) => {
        #[doc = $key]
        pub const $name: Query = Query { name: $key, sql: merged!(columns!(), $rest, $end) };
    };
}

/// The statuses of the runs: nothing, which no case has, in place of one that the list does not show.
pub(super) fn runs(narrow: &Narrow) -> Vec<Value> {
    let shows = |status: Status| {
        (narrow.status.is_empty() || narrow.status == status.as_str()) && narrow.but != Some(status)
    };
    let run = |status: &Status| Value::text(if shows(*status) { status.as_str() } else { "" });
    Status::ALL.iter().map(run).collect()
}
