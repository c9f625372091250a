//! The ledger's postings as rows.

use domain::money::Posting;
use terms::{EventId, Instant};

use super::tables::POSTING;
use crate::ports::{RowChange, Value};

/// One row a posting, under the event that made it.
#[must_use]
pub fn entries(event: EventId, at: Instant, postings: &[Posting]) -> Vec<RowChange> {
    let row = |(n, posting): (usize, &Posting)| RowChange::Insert {
        table: &POSTING,
        values: vec![
            Value::uuid(event.0),
            Value::Int(i64::try_from(n).unwrap_or(i64::MAX)),
            Value::text(posting.account.as_str()),
            Value::text(posting.currency.code()),
            Value::Int(posting.minor),
            Value::instant(at),
        ],
    };
    postings.iter().enumerate().map(row).collect()
}
