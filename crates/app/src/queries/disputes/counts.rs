//! How many cases there are of a sort: figures beside lists, each from an index alone and counted up to a bound.

use terms::{Instant, MerchantId, PersonId, Status};

use super::merged::runs;
use super::work::MOST_GONE;
use super::{Columns, Narrow};
use crate::app::App;
use crate::ports::{Query, StoreResult, Value};

/// Counts above this are told as "more than", so that a flood of cases slows no page down.
pub const MOST_COUNTED: i64 = 999;
const BOUND: Value = Value::Int(MOST_COUNTED + 1);

/// SQL of a figure for each status, which are `$1` to `$6`; the bound is `$7`.
macro_rules! by_status {
    ($rest:literal) => {
        concat!(
            "SELECT ",
            by_status!(@one "status = $1 AND ", $rest), ", ",
            by_status!(@one "status = $2 AND ", $rest), ", ",
            by_status!(@one "status = $3 AND ", $rest), ", ",
            by_status!(@one "status = $4 AND ", $rest), ", ",
            by_status!(@one "status = $5 AND ", $rest), ", ",
            by_status!(@one "status = $6 AND ", $rest)
        )
    };
    (@one $status:literal, $rest:literal) => {
        concat!("(SELECT COUNT(*) FROM (SELECT 1 FROM dispute WHERE ", $status, $rest, " LIMIT $7) AS few)")
    };
}

// dispute_in_charge
/// All open cases of a person in charge.
pub const OFFICER_COUNT: Query = Query {
    name: "officer_count",
    sql: "SELECT COUNT(*) FROM (SELECT 1 FROM dispute WHERE in_charge = $1 AND open = 1 LIMIT $2) AS few",
};
// dispute_in_charge
/// Open cases of one status of a person in charge.
pub const OFFICER_STATUS_COUNT: Query = Query {
    name: "officer_status_count",
    sql: "SELECT COUNT(*) FROM (SELECT 1 FROM dispute WHERE in_charge = $1 AND open = 1 AND status = $2 LIMIT $3) AS few",
};
// dispute_in_charge
/// Open cases without a person in charge.
pub const NOBODYS_COUNT: Query = Query {
    name: "nobodys_count",
    sql: "SELECT COUNT(*) FROM (SELECT 1 FROM dispute WHERE in_charge IS NULL AND open = 1 LIMIT $1) AS few",
};
// dispute_due
/// Open cases past their date.
pub const LATE_COUNT: Query = Query {
    name: "late_count",
    sql: concat!(
        "SELECT COUNT(*) FROM (",
        merged!("SELECT 1 FROM dispute ", "open = 1 AND due_at < $7", "LIMIT $8"),
        ") AS few"
    ),
};
// dispute_merchant
/// A merchant's open cases, by status.
pub const MERCHANT_COUNTS: Query =
    Query { name: "merchant_counts", sql: by_status!("merchant = $8 AND open = 1 AND accepted = 1") };
// dispute_merchant
/// A merchant's open cases of one status that are due within a time.
pub const MERCHANT_DUE: Query = Query {
    name: "merchant_due",
    sql: "SELECT COUNT(*) FROM (SELECT 1 FROM dispute WHERE merchant = $1 AND open = 1 AND accepted = 1 AND status = $2 AND due_at >= $3 AND due_at < $4 LIMIT $5) AS few",
};

/// Open cases by status, each counted up to one above [`MOST_COUNTED`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ByStatus(Vec<(Status, i64)>);

impl ByStatus {
    #[must_use]
    pub fn of(&self, status: Status) -> i64 {
        self.0.iter().find(|(each, _)| *each == status).map_or(0, |(_, n)| *n)
    }

    /// Above [`MOST_COUNTED`] as soon as one of them is.
    #[must_use]
    pub fn all(&self) -> i64 {
        self.0.iter().map(|(_, n)| n).sum()
    }
}

/// What a merchant's page says above its list; each counted up to one above [`MOST_COUNTED`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    pub by_status: ByStatus,
    /// Of those that wait for the merchant: past their date.
    pub overdue: i64,
    /// Of those that wait for the merchant: due before the day ends.
    pub due_today: i64,
}

async fn by_status(app: &App, query: Query, whose: Value) -> StoreResult<ByStatus> {
    let mut params = runs(&Narrow::default());
    params.extend([BOUND, whose]);
    let Some(row) = app.store.query(query, params).await?.pop() else { return Ok(ByStatus::default()) };
    let mut figures = Columns::of(row);
    Ok(ByStatus(Status::ALL.iter().map(|status| (*status, figures.int())).collect()))
}

async fn count(app: &App, query: Query, params: Vec<Value>) -> StoreResult<i64> {
    Ok(app.store.query(query, params).await?.pop().map_or(0, |row| Columns::of(row).int()))
}

/// Counts a merchant's open cases; `day_end` is the end of the local day.
///
/// # Errors
/// The store's.
pub async fn counts_of_merchant(
    app: &App,
    merchant: &MerchantId,
    now: Instant,
    day_end: Instant,
) -> StoreResult<Counts> {
    let whose = Value::text(merchant.as_str());
    let turn = Value::text(Status::WaitingForRespondent.as_str());
    let due = |from, until| vec![whose.clone(), turn.clone(), from, until, BOUND];
    Ok(Counts {
        overdue: count(app, MERCHANT_DUE, due(Value::Int(i64::MIN), Value::instant(now))).await?,
        due_today: count(app, MERCHANT_DUE, due(Value::instant(now), Value::instant(day_end))).await?,
        by_status: by_status(app, MERCHANT_COUNTS, whose).await?,
    })
}

/// How many open cases someone is in charge of; counted up to one above [`MOST_COUNTED`].
///
/// # Errors
/// The store's.
pub async fn count_of_officer(app: &App, person: PersonId) -> StoreResult<i64> {
    count(app, OFFICER_COUNT, vec![Value::uuid(person.0), BOUND]).await
}

/// As [`count_of_officer`], of one status alone.
///
/// # Errors
/// The store's.
pub async fn count_of_officer_in(app: &App, person: PersonId, status: Status) -> StoreResult<i64> {
    let params = vec![Value::uuid(person.0), Value::text(status.as_str()), BOUND];
    count(app, OFFICER_STATUS_COUNT, params).await
}

/// How many open cases nobody works on; above [`MOST_COUNTED`] not counted on.
///
/// # Errors
/// The store's.
pub async fn count_of_nobody(app: &App, gone: &[PersonId]) -> StoreResult<i64> {
    let mut sum = count(app, NOBODYS_COUNT, vec![BOUND]).await?;
    for person in gone.iter().take(MOST_GONE) {
        if sum > MOST_COUNTED {
            break;
        }
        sum += count_of_officer(app, *person).await?;
    }
    Ok(sum)
}

/// How many open cases are past their date; those on hold wait rightly. Counted up to one above [`MOST_COUNTED`].
///
/// # Errors
/// The store's.
pub async fn count_late(app: &App, now: Instant) -> StoreResult<i64> {
    let mut params = runs(&Narrow { but: Some(Status::OnHold), ..Narrow::default() });
    params.extend([Value::instant(now), BOUND]);
    count(app, LATE_COUNT, params).await
}
