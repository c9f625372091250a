//! Penalty cases and measures in lists.

use terms::{CaseNumber, DisputeId, Instant, MerchantId, PenaltyId};

use super::Columns;
use crate::app::App;
use crate::ports::{Query, StoreResult, Value};
use crate::rows::dispute::NEVER;

/// A penalty case in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PenaltyRow {
    pub id: PenaltyId,
    pub number: i64,
    pub merchant: String,
    pub merchant_name: String,
    pub violation: String,
    pub phase: String,
    pub is_open: bool,
    pub due_at: Option<Instant>,
    pub due_step: String,
    pub opened_at: Instant,
}

/// A measure in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureRow {
    pub id: uuid::Uuid,
    pub merchant: String,
    pub merchant_name: String,
    pub kind: String,
    pub violation: String,
    pub is_interim: bool,
    pub points: i64,
    pub from: Instant,
    pub until: Option<Instant>,
}

/// Rows on one page at most.
pub const PAGE: usize = 50;

// penalty_number
const BY_NUMBER: Query = Query { name: "penalty_by_number", sql: "SELECT id FROM penalty WHERE number = $1" };
// penalty_open
const OPEN: Query = Query {
    name: "penalties_open",
    sql: "SELECT id, number, merchant, merchant_name, violation, phase, open, due_at, due_step, opened_at FROM penalty WHERE open = 1 AND (due_at, id) > ($1, $2) ORDER BY due_at, id LIMIT $3",
};
// penalty_ended
const ENDED: Query = Query {
    name: "penalties_ended",
    sql: "SELECT id, number, merchant, merchant_name, violation, phase, open, due_at, due_step, opened_at FROM penalty WHERE open = 0 AND (opened_at, id) < ($1, $2) ORDER BY opened_at DESC, id DESC LIMIT $3",
};
// penalty_merchant
const OF_MERCHANT: Query = Query {
    name: "penalties_of_merchant",
    sql: "SELECT id, number, merchant, merchant_name, violation, phase, open, due_at, due_step, opened_at FROM penalty WHERE merchant = $1 AND (opened_at, id) < ($2, $3) ORDER BY opened_at DESC, id DESC LIMIT $4",
};
// penalty_dispute
const OF_DISPUTE: Query = Query {
    name: "penalties_of_dispute",
    sql: "SELECT id, number, merchant, merchant_name, violation, phase, open, due_at, due_step, opened_at FROM penalty WHERE dispute = $1 ORDER BY opened_at LIMIT 20",
};
// measure_in_force
const IN_FORCE: Query = Query {
    name: "measures_in_force",
    sql: "SELECT id, merchant, merchant_name, kind, violation, interim, points, from_at, ends_at FROM measure WHERE state = 'in_force' AND (from_at, id) < ($1, $2) ORDER BY from_at DESC, id DESC LIMIT $3",
};

fn read(row: Vec<Value>) -> PenaltyRow {
    let mut c = Columns::of(row);
    PenaltyRow {
        id: PenaltyId(c.uuid()),
        number: c.int(),
        merchant: c.text(),
        merchant_name: c.text(),
        violation: c.text(),
        phase: c.text(),
        is_open: c.int() != 0,
        due_at: Some(c.int()).filter(|at| *at != NEVER).map(Instant::from_micros),
        due_step: c.text(),
        opened_at: c.instant(),
    }
}

/// # Errors
/// The store's.
pub async fn by_number(app: &App, number: CaseNumber) -> StoreResult<Option<PenaltyId>> {
    let number = i64::try_from(number.as_u64()).unwrap_or(i64::MAX);
    let rows = app.store.query(BY_NUMBER, vec![Value::Int(number)]).await?;
    Ok(rows.into_iter().next().map(|row| PenaltyId(Columns::of(row).uuid())))
}

fn count() -> Value {
    Value::Int(i64::try_from(PAGE + 1).unwrap_or(51))
}

/// Open penalty cases by date, behind a position.
///
/// # Errors
/// The store's.
pub async fn open(app: &App, after: Option<(i64, PenaltyId)>) -> StoreResult<Vec<PenaltyRow>> {
    let (at, id) = after.map_or((i64::MIN, uuid::Uuid::nil()), |(at, id)| (at, id.0));
    let params = vec![Value::Int(at), Value::uuid(id), count()];
    Ok(app.store.query(OPEN, params).await?.into_iter().map(read).collect())
}

/// Closed penalty cases, newest first, behind a position.
///
/// # Errors
/// The store's.
pub async fn ended(app: &App, before: Option<(i64, PenaltyId)>) -> StoreResult<Vec<PenaltyRow>> {
    let (at, id) = before.map_or((i64::MAX, uuid::Uuid::max()), |(at, id)| (at, id.0));
    let params = vec![Value::Int(at), Value::uuid(id), count()];
    Ok(app.store.query(ENDED, params).await?.into_iter().map(read).collect())
}

/// A merchant's penalty cases, newest first, behind a position.
///
/// # Errors
/// The store's.
pub async fn of_merchant(
    app: &App,
    merchant: &MerchantId,
    before: Option<(i64, PenaltyId)>,
) -> StoreResult<Vec<PenaltyRow>> {
    let (at, id) = before.map_or((i64::MAX, uuid::Uuid::max()), |(at, id)| (at, id.0));
    let params = vec![Value::text(merchant.as_str()), Value::Int(at), Value::uuid(id), count()];
    Ok(app.store.query(OF_MERCHANT, params).await?.into_iter().map(read).collect())
}

/// Penalty cases that came to light in a dispute.
///
/// # Errors
/// The store's.
pub async fn of_dispute(app: &App, dispute: DisputeId) -> StoreResult<Vec<PenaltyRow>> {
    let rows = app.store.query(OF_DISPUTE, vec![Value::uuid(dispute.0)]).await?;
    Ok(rows.into_iter().map(read).collect())
}

/// Measures in force, newest first, behind a position: what the law has published (ECL 36).
///
/// # Errors
/// The store's.
pub async fn in_force(app: &App, before: Option<(i64, uuid::Uuid)>) -> StoreResult<Vec<MeasureRow>> {
    let (at, id) = before.unwrap_or((i64::MAX, uuid::Uuid::max()));
    let params = vec![Value::Int(at), Value::uuid(id), count()];
    let read = |row| {
        let mut c = Columns::of(row);
        MeasureRow {
            id: c.uuid(),
            merchant: c.text(),
            merchant_name: c.text(),
            kind: c.text(),
            violation: c.text(),
            is_interim: c.int() != 0,
            points: c.int(),
            from: c.instant(),
            until: Some(c.int()).filter(|at| *at != NEVER).map(Instant::from_micros),
        }
    };
    Ok(app.store.query(IN_FORCE, params).await?.into_iter().map(read).collect())
}
