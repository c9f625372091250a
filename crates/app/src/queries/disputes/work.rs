//! Lists of work: the staff's, priority class first, then the nearest date (C10); a merchant's; and what has ended.

use terms::{Instant, MerchantId, PersonId};

use super::merged::runs;
use super::{After, CaseRow, Narrow, limit, read};
use crate::app::App;
use crate::ports::{Query, StoreResult, Value};

// dispute_in_charge
merged_query!(
    OF_OFFICER,
    "cases_of_officer",
    "in_charge = $7 AND open = 1 AND (rank, due_at, id) > ($8, $9, $10) AND ($11 = '' OR stage = $11)",
    "ORDER BY rank, due_at, id LIMIT $12"
);
// dispute_in_charge, where the person in charge is null
merged_query!(
    OF_NOBODY,
    "cases_of_nobody",
    "in_charge IS NULL AND open = 1 AND (rank, due_at, id) > ($7, $8, $9) AND ($10 = '' OR stage = $10)",
    "ORDER BY rank, due_at, id LIMIT $11"
);
// dispute_queue
merged_query!(
    ALL_OPEN,
    "cases_open",
    "open = 1 AND (rank, due_at, id) > ($7, $8, $9) AND ($10 = '' OR stage = $10)",
    "ORDER BY rank, due_at, id LIMIT $11"
);
// dispute_due: here the oldest first, so that nothing starves
merged_query!(
    LATE,
    "cases_late",
    "open = 1 AND (due_at, id) > ($7, $8) AND due_at < $9 AND ($10 = '' OR stage = $10)",
    "ORDER BY due_at, id LIMIT $11"
);
// dispute_merchant
merged_query!(
    OF_MERCHANT,
    "cases_of_merchant",
    "merchant = $7 AND open = $8 AND accepted = 1 AND (due_at, id) > ($9, $10) AND ($11 = '' OR kind = $11)",
    "ORDER BY due_at, id LIMIT $12"
);
// dispute_ended
case_query!(
    ENDED,
    "cases_ended",
    "WHERE open = 0 AND (updated_at, id) < ($1, $2) ORDER BY updated_at DESC, id DESC LIMIT $3"
);
// dispute_merchant_ended
case_query!(
    MERCHANT_ENDED,
    "cases_of_merchant_ended",
    "WHERE merchant = $1 AND open = 0 AND (updated_at, id) < ($2, $3) AND accepted = 1 AND ($4 = '' OR kind = $4) ORDER BY updated_at DESC, id DESC LIMIT $5"
);

/// Most inactive colleagues whose cases are looked for.
pub(super) const MOST_GONE: usize = 50;

/// The runs, what stands before the narrowing, the narrowing and the limit, as the queries number them.
fn params<const N: usize>(narrow: &Narrow, own: [Value; N], within: &str, count: usize) -> Vec<Value> {
    let mut params = runs(narrow);
    params.extend(own);
    params.push(Value::text(within));
    params.push(limit(count));
    params
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
    narrow: &Narrow,
    after: After,
    count: usize,
) -> StoreResult<Vec<CaseRow>> {
    let [rank, due_at, id] = behind(after);
    let own = [Value::uuid(person.0), rank, due_at, id];
    read(app, OF_OFFICER, params(narrow, own, &narrow.stage, count)).await
}

/// Open cases that nobody works on: without a person in charge, or with one who is no longer active.
///
/// # Errors
/// The store's.
pub async fn of_nobody(
    app: &App,
    gone: &[PersonId],
    narrow: &Narrow,
    after: After,
    count: usize,
) -> StoreResult<Vec<CaseRow>> {
    let mut rows = read(app, OF_NOBODY, params(narrow, behind(after), &narrow.stage, count)).await?;
    for person in gone.iter().take(MOST_GONE) {
        rows.extend(of_officer(app, *person, narrow, after, count).await?);
    }
    rows.sort_by_key(|row| (row.rank, row.due_at, row.id));
    rows.truncate(count);
    Ok(rows)
}

/// All open cases.
///
/// # Errors
/// The store's.
pub async fn all_open(app: &App, narrow: &Narrow, after: After, count: usize) -> StoreResult<Vec<CaseRow>> {
    read(app, ALL_OPEN, params(narrow, behind(after), &narrow.stage, count)).await
}

/// Open cases that are past their date, the oldest first.
///
/// # Errors
/// The store's.
pub async fn late(
    app: &App,
    now: Instant,
    narrow: &Narrow,
    after: After,
    count: usize,
) -> StoreResult<Vec<CaseRow>> {
    let own = [Value::Int(after.due_at), Value::uuid(after.id), Value::instant(now)];
    read(app, LATE, params(narrow, own, &narrow.stage, count)).await
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

/// A merchant's accepted cases, open ones or those that have ended, nearest date first.
///
/// # Errors
/// The store's.
pub async fn of_merchant(
    app: &App,
    merchant: &MerchantId,
    open: bool,
    narrow: &Narrow,
    after: After,
    count: usize,
) -> StoreResult<Vec<CaseRow>> {
    let own = [
        Value::text(merchant.as_str()),
        Value::Int(i64::from(open)),
        Value::Int(after.due_at),
        Value::uuid(after.id),
    ];
    read(app, OF_MERCHANT, params(narrow, own, &narrow.kind, count)).await
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
