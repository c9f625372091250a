//! Staff's lists of work: priority class first, then the nearest date (C10); and what has ended.

use terms::{Instant, MerchantId, PersonId, Status};

use super::{After, CaseRow, Narrow, limit, read};
use crate::app::App;
use crate::ports::{Query, StoreResult, Value};
use crate::queries::Columns;

// dispute_in_charge
case_query!(
    OF_OFFICER,
    "cases_of_officer",
    "WHERE in_charge = $1 AND open = 1 AND (rank, due_at, id) > ($2, $3, $4) AND ($5 = '' OR stage = $5) AND ($6 = '' OR status = $6) AND ($7 = '' OR status <> $7) ORDER BY rank, due_at, id LIMIT $8"
);
// dispute_in_charge, where the person in charge is null
case_query!(
    OF_NOBODY,
    "cases_of_nobody",
    "WHERE in_charge IS NULL AND open = 1 AND (rank, due_at, id) > ($1, $2, $3) AND ($4 = '' OR stage = $4) AND ($5 = '' OR status = $5) ORDER BY rank, due_at, id LIMIT $6"
);
// dispute_queue
case_query!(
    ALL_OPEN,
    "cases_open",
    "WHERE open = 1 AND (rank, due_at, id) > ($1, $2, $3) AND ($4 = '' OR stage = $4) AND ($5 = '' OR status = $5) AND ($6 = '' OR status <> $6) ORDER BY rank, due_at, id LIMIT $7"
);
// dispute_due: here the oldest first, so that nothing starves
case_query!(
    LATE,
    "cases_late",
    "WHERE open = 1 AND (due_at, id) > ($1, $2) AND due_at < $3 AND ($4 = '' OR stage = $4) AND ($5 = '' OR status = $5) AND ($6 = '' OR status <> $6) ORDER BY due_at, id LIMIT $7"
);
// dispute_ended
case_query!(
    ENDED,
    "cases_ended",
    "WHERE open = 0 AND (updated_at, id) < ($1, $2) ORDER BY updated_at DESC, id DESC LIMIT $3"
);
// dispute_merchant
case_query!(
    MERCHANT_BUT,
    "cases_of_merchant_but",
    "WHERE merchant = $1 AND open = 1 AND (due_at, id) > ($2, $3) AND accepted = 1 AND status <> $4 AND ($5 = '' OR kind = $5) ORDER BY due_at, id LIMIT $6"
);
// dispute_merchant_ended
case_query!(
    MERCHANT_ENDED,
    "cases_of_merchant_ended",
    "WHERE merchant = $1 AND open = 0 AND (updated_at, id) < ($2, $3) AND accepted = 1 AND ($4 = '' OR kind = $4) ORDER BY updated_at DESC, id DESC LIMIT $5"
);

// dispute_in_charge
const OFFICER_COUNTS: Query = Query {
    name: "officer_counts",
    sql: "SELECT status, COUNT(*) FROM dispute WHERE in_charge = $1 AND open = 1 GROUP BY status",
};
// dispute_in_charge; counted up to a bound, so that a flood of cases slows no page down
const NOBODYS_COUNT: Query = Query {
    name: "nobodys_count",
    sql: "SELECT COUNT(*) FROM (SELECT 1 FROM dispute WHERE in_charge IS NULL AND open = 1 LIMIT $1) AS few",
};
// dispute_due, bounded alike
const LATE_COUNT: Query = Query {
    name: "late_count",
    sql: "SELECT COUNT(*) FROM (SELECT 1 FROM dispute WHERE open = 1 AND due_at < $1 AND status <> $2 LIMIT $3) AS few",
};

/// Counts above this are told as "more than".
pub const MOST_COUNTED: i64 = 999;
/// Most inactive colleagues whose cases are looked for.
const MOST_GONE: usize = 50;

/// Whose cases a list of staff's work shows, and which part of them.
#[derive(Debug, Clone, Default)]
pub struct Work<'a> {
    pub narrow: Narrow,
    /// Leaves out cases of this status, which stand elsewhere on the page.
    pub but: &'a str,
}

impl Work<'_> {
    fn params(&self, first: Vec<Value>, with_but: bool, count: usize) -> Vec<Value> {
        let mut params = first;
        params.push(Value::text(&self.narrow.stage));
        params.push(Value::text(&self.narrow.status));
        if with_but {
            params.push(Value::text(self.but));
        }
        params.push(limit(count));
        params
    }
}

fn behind(after: After) -> [Value; 3] {
    [Value::Int(after.rank), Value::Int(after.due_at), Value::uuid(after.id)]
}

/// The cases that a person is in charge of.
///
/// # Errors
/// The store's.
pub async fn of_officer(
    app: &App,
    person: PersonId,
    work: &Work<'_>,
    after: After,
    count: usize,
) -> StoreResult<Vec<CaseRow>> {
    let first = std::iter::once(Value::uuid(person.0)).chain(behind(after)).collect();
    read(app, OF_OFFICER, work.params(first, true, count)).await
}

/// Open cases that nobody works on: without a person in charge, or with one who is no longer active.
///
/// # Errors
/// The store's.
pub async fn of_nobody(
    app: &App,
    gone: &[PersonId],
    work: &Work<'_>,
    after: After,
    count: usize,
) -> StoreResult<Vec<CaseRow>> {
    let mut rows = read(app, OF_NOBODY, work.params(behind(after).into(), false, count)).await?;
    for person in gone.iter().take(MOST_GONE) {
        rows.extend(of_officer(app, *person, work, after, count).await?);
    }
    rows.sort_by_key(|row| (row.rank, row.due_at, row.id));
    rows.truncate(count);
    Ok(rows)
}

/// All open cases.
///
/// # Errors
/// The store's.
pub async fn all_open(app: &App, work: &Work<'_>, after: After, count: usize) -> StoreResult<Vec<CaseRow>> {
    read(app, ALL_OPEN, work.params(behind(after).into(), true, count)).await
}

/// Open cases that are past their date, the oldest first.
///
/// # Errors
/// The store's.
pub async fn late(
    app: &App,
    now: Instant,
    work: &Work<'_>,
    after: After,
    count: usize,
) -> StoreResult<Vec<CaseRow>> {
    let first = vec![Value::Int(after.due_at), Value::uuid(after.id), Value::instant(now)];
    read(app, LATE, work.params(first, true, count)).await
}

/// Where a list that runs backwards in time begins.
fn earlier(after: After) -> (Value, Value) {
    if after == After::START {
        (Value::Int(i64::MAX), Value::uuid(uuid::Uuid::max()))
    } else {
        (Value::Int(after.due_at), Value::uuid(after.id))
    }
}

/// A row's place in a list that runs backwards in time.
#[must_use]
pub const fn ended_at(row: &CaseRow) -> After {
    After { rank: 0, due_at: row.updated_at.micros(), id: row.id.0 }
}

/// Cases that have ended, the latest first.
///
/// # Errors
/// The store's.
pub async fn ended(app: &App, after: After, count: usize) -> StoreResult<Vec<CaseRow>> {
    let (at, id) = earlier(after);
    read(app, ENDED, vec![at, id, limit(count)]).await
}

/// A merchant's open cases but those of one status, nearest date first.
///
/// # Errors
/// The store's.
pub async fn of_merchant_but(
    app: &App,
    merchant: &MerchantId,
    but: Status,
    kind: &str,
    after: After,
    count: usize,
) -> StoreResult<Vec<CaseRow>> {
    let params = vec![
        Value::text(merchant.as_str()),
        Value::Int(after.due_at),
        Value::uuid(after.id),
        Value::text(but.as_str()),
        Value::text(kind),
        limit(count),
    ];
    read(app, MERCHANT_BUT, params).await
}

/// A merchant's cases that have ended, the latest first.
///
/// # Errors
/// The store's.
pub async fn of_merchant_ended(
    app: &App,
    merchant: &MerchantId,
    kind: &str,
    after: After,
    count: usize,
) -> StoreResult<Vec<CaseRow>> {
    let (at, id) = earlier(after);
    let params = vec![Value::text(merchant.as_str()), at, id, Value::text(kind), limit(count)];
    read(app, MERCHANT_ENDED, params).await
}

/// How many open cases someone is in charge of, by status.
///
/// # Errors
/// The store's.
pub async fn counts_of_officer(app: &App, person: PersonId) -> StoreResult<Vec<(String, i64)>> {
    let rows = app.store.query(OFFICER_COUNTS, vec![Value::uuid(person.0)]).await?;
    let count = |row| {
        let mut c = Columns::of(row);
        (c.text(), c.int())
    };
    Ok(rows.into_iter().map(count).collect())
}

async fn count(app: &App, query: Query, params: Vec<Value>) -> StoreResult<i64> {
    Ok(app.store.query(query, params).await?.pop().map_or(0, |row| Columns::of(row).int()))
}

/// How many open cases nobody works on; counted up to one above [`MOST_COUNTED`].
///
/// # Errors
/// The store's.
pub async fn count_of_nobody(app: &App, gone: &[PersonId]) -> StoreResult<i64> {
    let mut sum = count(app, NOBODYS_COUNT, vec![Value::Int(MOST_COUNTED + 1)]).await?;
    for person in gone.iter().take(MOST_GONE) {
        sum += counts_of_officer(app, *person).await?.iter().map(|(_, n)| n).sum::<i64>();
    }
    Ok(sum)
}

/// How many open cases are past their date; those on hold wait rightly. Counted up to one above [`MOST_COUNTED`].
///
/// # Errors
/// The store's.
pub async fn count_late(app: &App, now: Instant) -> StoreResult<i64> {
    let params =
        vec![Value::instant(now), Value::text(Status::OnHold.as_str()), Value::Int(MOST_COUNTED + 1)];
    count(app, LATE_COUNT, params).await
}
